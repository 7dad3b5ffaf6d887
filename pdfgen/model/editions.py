"""Editions: identifiers that stand in the order that a rubric gives; mostly years.

>>> order = ("2023-H2", "2024-H1", "2024-H2")
>>> some = Editions(written=("2023-H2..2024-H1",))
>>> [edition for edition in order if some.has(edition, order)]
['2023-H2', '2024-H1']
>>> Editions(written=("2013-2019",)).has(2018)
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from pdfgen.model.base import Model, described, fault

if TYPE_CHECKING:
    from typing import TypeGuard

FIRST_YEAR, LAST_YEAR = 1900, 2199
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,30}(/[A-Za-z0-9][A-Za-z0-9._-]{0,30})?"
_HINT = "write a year such as 2018, or an id such as 2024-H1 or 2023/24"


def _edition(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    text = str(value) if isinstance(value, Decimal) else value
    if isinstance(text, str) and re.fullmatch(_ID, text) and not is_year(text) and ".." not in text:
        return text
    remedy = f"write {text} without quotes" if isinstance(text, str) and is_year(text) else _HINT
    raise fault("not-an-edition", f"expected an edition, found {described(value)}", remedy)


def is_edition(value: Any) -> TypeGuard[EditionId]:
    """Tell whether a value that was read can be an edition."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return False
    return isinstance(value, int) or bool(re.fullmatch(_ID, value))


def is_year(text: str) -> bool:
    """Tell whether a text is a year that an edition can be named after."""
    return bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= LAST_YEAR


def edition_of(text: str) -> EditionId:
    """Return the edition that a text names: a number for a year, the text for any other."""
    return int(text) if is_year(text) else text


def path_of(edition: EditionId) -> str:
    """Return an edition as it stands in the names of files and in identifiers."""
    return str(edition).replace("/", "-")


def natural(edition: EditionId) -> tuple[tuple[int, str], ...]:
    """Return what editions are sorted by where no rubric gives their order: numbers in them count as numbers.

    >>> sorted(["2024-H10", 2024, "2023/24", "2024-H9"], key=natural)
    ['2023/24', 2024, '2024-H9', '2024-H10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", str(edition))
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


EditionId = Annotated[
    int | str,
    BeforeValidator(_edition),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
                {"type": "string", "pattern": f"^{_ID}$"},
            ]
        }
    ),
]
"""An edition: the year that it is named after, or an id such as 2024-H1, 2024-03, 1983-84 or 2023/24."""

_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")
_NEVER = 9999  # the last edition of a range that is open
_SPAN = ".."


def _span(text: str) -> tuple[int, int] | None:
    """Return the years that 2018, 2013-2024, 2018- or -2017 means; None for any other text."""
    found = _YEARS.fullmatch(text)
    if not found or not any(found.group(1, 3)):
        return None
    start, dash, end = found.groups()
    first = int(start) if start else 0
    return first, int(end) if end else (_NEVER if dash else first)


class Editions(Model):
    """Some editions of a series, as they are written: years, ranges of years, ids, and ranges of ids.

    A range of years such as 2013-2024, 2018- or -2017 has all years between its ends. A range of ids such as
    2023-H2..2024-H2, 2024-H1.. or ..2024-H1 has all editions between its ends, in the order of the rubric.
    """

    written: tuple[str, ...]

    def has(self, edition: EditionId, order: Sequence[EditionId] = ()) -> bool:
        """Tell whether ``edition`` is among them; ``order`` has all editions of the rubric."""
        return any(self._within(text, edition, order) for text in self.written)

    @staticmethod
    def _within(text: str, edition: EditionId, order: Sequence[EditionId]) -> bool:
        if text in (str(edition), _SPAN):
            return True
        if _SPAN in text:
            first, last = (edition_of(end) if end else None for end in text.split(_SPAN))
            if edition not in order or any(end is not None and end not in order for end in (first, last)):
                return False
            place = order.index(edition)
            after = first is None or order.index(first) <= place
            return after and (last is None or place <= order.index(last))
        span = _span(text)
        return isinstance(edition, int) and span is not None and text not in order and span[0] <= edition <= span[1]

    @property
    def needs_order(self) -> bool:
        """Whether only the order of a rubric tells what is among them."""
        return any(_SPAN in text for text in self.written)

    def unknown(self, order: Sequence[EditionId]) -> list[str]:
        """Return the ids in it that are no editions of the rubric; years are not asked for."""
        ids = [end for text in self.written if not _span(text) for end in text.split(_SPAN) if end]
        return [id_ for id_ in ids if edition_of(id_) not in order]

    def overlaps(self, other: Editions) -> bool:
        """Tell whether an edition can be among these and among ``other``, as far as that is sure without an order."""
        ours, theirs = ([(text, _span(text)) for text in one.written] for one in (self, other))
        return any(
            text == words
            or _SPAN in (text, words)
            or bool(span and years and span[0] <= years[1] and years[0] <= span[1])
            for text, span in ours
            for words, years in theirs
        )


ALL = Editions(written=("..",))
"""Every edition."""


def _editions(value: Any) -> Any:
    if isinstance(value, Editions):
        return value
    items = value if isinstance(value, tuple | list) else (value,)
    texts = tuple(_written(item) for item in items)
    if not texts:
        raise fault("not-editions", "expected editions, found an empty list", "name one, or leave the key out")
    return Editions(written=texts)


def _written(value: Any) -> str:
    text = str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
    if span := _span(text):
        if span[1] < span[0]:
            raise fault("not-editions", f"the range {value} ends before it begins", f"write {span[1]}-{span[0]}")
        return text
    ends = text.split(_SPAN)
    if not text.strip(".") or len(ends) > 2 or not all(not end or re.fullmatch(_ID, end) for end in ends):  # noqa: PLR2004  # two ends
        hint = "write 2018, 2013-2024, 2018- or -2017; or 2024-H1, 2023-H2..2024-H1, or a list of ids"
        raise fault("not-editions", f"expected a range of editions, found {described(value)}", hint)
    return text


EditionRange = Annotated[
    Editions,
    BeforeValidator(_editions),
    PlainSerializer(lambda value: value.written[0] if len(value.written) == 1 else list(value.written)),
    WithJsonSchema(
        {
            "type": ["string", "integer", "array"],
            "items": {"type": ["string", "integer"]},
            "description": "2018, 2013-2024, 2018- or -2017; 2024-H1, 2023-H2..2024-H1, or a list",
        }
    ),
]


class Versioned(Model):
    """Something that belongs to some editions only; without ``editions`` it belongs to all."""

    editions: EditionRange | None = None
    """The editions that this belongs to: 2018, 2013-2024, 2018- or -2017; 2024-H1, 2023-H2..2024-H1, or a list of ids.
    All of them when left out."""

    def applies(self, edition: EditionId, order: Sequence[EditionId] = ()) -> bool:
        """Tell whether this belongs to ``edition``; ``order`` has all editions of the rubric."""
        return self.editions is None or self.editions.has(edition, order)
