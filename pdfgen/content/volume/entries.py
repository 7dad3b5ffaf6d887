"""The entries of a volume: each report with its scorecard, in the order of the book."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content.words import tone
from pdfgen.model.homonyms import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.editions import EditionId
    from pdfgen.model.entity import Entity
    from pdfgen.model.entity_kinds import EntityKind, KindWords
    from pdfgen.model.operators import Band, Category, Grade, Tone
    from pdfgen.model.report import Report
    from pdfgen.scoring import Scorecard, Value


_LETTERS = str.maketrans(
    {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ø": "O", "ø": "o"} | {"Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe"}
)
"""Letters that are sorted by others, and that Unicode does not take apart."""


@dataclass(frozen=True, slots=True)
class VolumeEntry:
    """A report of the volume with its scorecard, and its total in earlier editions."""

    report: Report
    card: Scorecard
    totals: tuple[tuple[EditionId, Value], ...]
    """Edition and total, this edition last."""
    called: str = ""
    """The name that the edition prints, with what tells it apart; empty where no other entity has that name."""

    @property
    def name(self) -> str:
        """The name that the volume prints."""
        return self.called or self.report.entity.name

    @property
    def key(self) -> str:
        """What the names of its places begin with: no two reports of an edition have one name, id and language."""
        entity = self.report.entity
        return ".".join(["report", entity.name, *([entity.id] if entity.id else []), self.report.language])

    @property
    def target(self) -> str:
        """The place where its report begins."""
        return f"/{self.key}"

    @property
    def number(self) -> Decimal | None:
        """Its total; None where it has none, or has a word instead."""
        total = self.card.aggregate
        return None if total is None or total.value.is_word else total.value.number

    @property
    def origin(self) -> Origin:
        """Where its name stands."""
        return self.report.origin("entity", "name")

    @property
    def kind(self) -> EntityKind:
        """What the entity is."""
        return self.card.method.rubric.kind(self.report.entity.kind)

    @property
    def group(self) -> str | None:
        """The group that the edition counts it to."""
        return self.report.entity.counted_to

    @property
    def category(self) -> Band | Category | Grade | None:
        """The category that is its status; None where it has none."""
        return self.card.status.value.category if self.card.status else None

    @property
    def tone(self) -> Tone | None:
        """The tone of its status."""
        status = self.card.status
        return tone(self.category, status.measure) if self.category and status else None

    def status(self, labels: Labels) -> str:
        """Return its status in words."""
        return labels.term(self.category.label or "") if self.category else ""


def sort_key(name: str, labels: Labels) -> str:
    """Return what a name is sorted by: its letters without their marks, and without an article before it."""
    for article in labels.volume.articles:
        name = name.removeprefix(f"{article} ")
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold()
    return "".join(char for char in plain if char.isalnum() or char == " ")


def initial(name: str, labels: Labels) -> str:
    """Return the letter that a name stands under."""
    return sort_key(name, labels)[:1].upper()


def apart(entries: list[VolumeEntry], labels: Labels) -> list[VolumeEntry]:
    """Return the entries, each by a name that no other one has: “Trinity School (North)”."""

    def words(entity: Entity) -> list[str]:
        kind = labels.kind(entries[0].card.method.rubric.kind(entity.kind)).singular
        parent, group = (labels.term(name or "") for name in (entity.parent, entity.counted_to))
        return [parent, group, kind, entity.id or ""]

    said = told_apart([entry.report.entity for entry in entries], words)
    return [
        replace(entry, called=labels.volume.homonym.format(name=entry.name, word=word)) if word else entry
        for entry, word in zip(entries, said, strict=True)
    ]


def in_order(entries: Iterable[VolumeEntry], labels: Labels) -> list[VolumeEntry]:
    """Return the entries from A to Z."""
    return sorted(entries, key=lambda entry: sort_key(entry.name, labels))


def by_total(entries: list[VolumeEntry]) -> list[VolumeEntry]:
    """Return the entries from the best total down; equal ones stay in their order, those of none come last."""
    total = entries[0].card.method.total if entries else None
    better = -1 if total is None or total.direction == "higher" else 1

    def order(entry: VolumeEntry) -> tuple[bool, Decimal]:
        number = entry.number
        return number is None, better * (number or Decimal(0))

    return sorted(entries, key=order)


def by_kind(entries: list[VolumeEntry]) -> list[tuple[EntityKind, list[VolumeEntry]]]:
    """Return the entries of each kind, in the order of the rubric; kinds without any are left out."""
    kinds = entries[0].card.method.rubric.entity_kinds if entries else ()
    found = [(kind, [one for one in entries if one.kind.id == kind.id]) for kind in kinds]
    return [(kind, members) for kind, members in found if members]


def kinds_of(entries: list[VolumeEntry], labels: Labels) -> list[KindWords]:
    """Return the words for the kinds that there are among ``entries``."""
    return [labels.kind(kind) for kind, _ in by_kind(entries)]


def grouped(entries: list[VolumeEntry]) -> list[VolumeEntry]:
    """Return the entries of kinds that are grouped."""
    return [one for one in entries if one.kind.grouped]


def by_group(
    entries: list[VolumeEntry], groups: tuple[str, ...], labels: Labels
) -> list[tuple[str, list[VolumeEntry]]]:
    """Return the entries by group, in the order of ``groups``, then of their names; those of none at the end."""
    named = {entry.group for entry in entries if entry.group}
    order = [*groups, *sorted(named - set(groups))]
    found = [(labels.term(name), [one for one in entries if one.group == name]) for name in order]
    others = labels.volume.listed([str(said.others) for said in kinds_of(entries, labels)])
    found.append((others, [one for one in entries if not one.group]))
    return [(name, members) for name, members in found if members]
