"""The entries of a volume: each report with its scorecard, in the order of the book."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
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
    totals: tuple[tuple[int, Value], ...]
    """Edition and total, this edition last."""

    @property
    def name(self) -> str:
        """The name that the edition prints."""
        return self.report.entity.name

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
    def origin(self) -> Origin:
        """Where its name stands."""
        return self.report.origin("entity", "name")

    @property
    def is_territory(self) -> bool:
        """Whether the entity is no country."""
        return self.report.entity.kind == "territory"

    @property
    def category(self) -> Band | Category | Grade | None:
        """The category that is its status; None where it has none."""
        return self.card.status.value.category if self.card.status else None

    @property
    def tone(self) -> Tone | None:
        """The tone of its status."""
        return self.category.tone if self.category else None

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


def in_order(entries: Iterable[VolumeEntry], labels: Labels) -> list[VolumeEntry]:
    """Return the entries from A to Z."""
    return sorted(entries, key=lambda entry: sort_key(entry.name, labels))


def parted(entries: list[VolumeEntry]) -> tuple[list[VolumeEntry], list[VolumeEntry]]:
    """Return the countries and the territories."""
    return [one for one in entries if not one.is_territory], [one for one in entries if one.is_territory]


def by_region(
    countries: list[VolumeEntry], regions: tuple[str, ...], labels: Labels
) -> list[tuple[str, list[VolumeEntry]]]:
    """Return the countries by region, in the order of ``regions``, then of their names; those of none at the end."""
    named = {entry.report.entity.region for entry in countries if entry.report.entity.region}
    order = [*regions, *sorted(named - set(regions))]
    found = [(labels.term(name), [one for one in countries if one.report.entity.region == name]) for name in order]
    found.append((labels.volume.other_countries, [one for one in countries if not one.report.entity.region]))
    return [(name, members) for name, members in found if members]
