"""The remarks about a table: one message for all places with the same fault, not one for each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.errors import Severity
    from pdfgen.importers.sheet import Place

_PLACES = 3
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its code, what to say of many places (with ``{count}``, ``{columns}``), and the remedy."""

    code: str
    many: str
    remedy: str
    severity: Severity = "error"


@dataclass(slots=True)
class _Group:
    place: Place
    fact: str
    shown: list[str] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)
    count: int = 0


class Remarks:
    """Faults and notes by kind."""

    def __init__(self) -> None:
        self._groups: dict[Kind, _Group] = {}

    def note(  # what a message is made from
        self, kind: Kind, place: Place, fact: str, *, of: str = "", shown: str = "", column: str = ""
    ) -> None:
        """Note one place: the fact, which is the message where it stands alone, and what is ``shown`` of it in a list.

        ``of`` names the row, ``column`` the column.
        """
        about = f"{place} ({of})" if of else f"{place}"
        group = self._groups.setdefault(kind, _Group(place, f"{about}: {fact}"))
        group.count += 1
        if column:
            group.columns.setdefault(column)
        if len(group.shown) < _PLACES:
            group.shown.append(f"{place} {shown}".strip())

    def take(self, other: Remarks) -> None:
        """Add the remarks of ``other``."""
        for kind, more in other._groups.items():
            ours = self._groups.setdefault(kind, _Group(more.place, more.fact))
            ours.count += more.count
            ours.columns.update(more.columns)
            ours.shown = [*ours.shown, *more.shown][:_PLACES]

    def of(self, severity: Severity) -> list[Problem]:
        """Return the messages of a severity, in the order in which their kinds were met."""
        found = [(kind, group) for kind, group in self._groups.items() if kind.severity == severity]
        return [
            Problem(group.place.origin, kind.code, _message(kind, group), kind.remedy, severity=severity)
            for kind, group in found
        ]

    def stop(self) -> None:
        """Raise InputError with all errors, if there are any."""
        if errors := self.of("error"):
            raise InputError(errors)


def _message(kind: Kind, group: _Group) -> str:
    if group.count == 1:
        return group.fact
    # no str.format: names of files and measures are in the words too, and may have braces
    many = kind.many.replace("{count}", f"{group.count:,}").replace("{columns}", columns_named(group.columns))
    return f"{many}{', first' if group.count > len(group.shown) else ':'} {', '.join(group.shown)}"


def columns_named(columns: Iterable[str]) -> str:
    """Return ``column Q1``, or ``columns Q1, Q2, Q3``; of many the first, and how many more there are."""
    names = list(columns)
    return f"column{'s' if names[1:] else ''} {listed(names)}"


def listed(names: list[str]) -> str:
    """Return the names with commas; of many the first, and how many more there are."""
    more = f" and {len(names) - _COLUMNS} more" if len(names) > _COLUMNS else ""
    return f"{', '.join(names[:_COLUMNS])}{more}"
