"""What every operator of the rubric language can do.

An operator makes the value of a measure from the values of other measures. It is one class in one file of this folder,
and everything that differs between operators is in that file: which measures it takes, what is wrong with it, the value
that it makes, the sentence that explains it in print. Whoever works with a method calls these, and names no operator.

The classes are pydantic models, because a rubric file is read into them: ``op`` decides which. They are part of
``model``, so that a rubric can be checked when it is read; the arithmetic is exact and knows nothing of reports.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from pdfgen.model.base import Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from pydantic_core import PydanticCustomError

    from pdfgen.model.base import Range
    from pdfgen.model.condition import Condition
    from pdfgen.model.operators.category import Band, Category
    from pdfgen.model.operators.grade import Grade
    from pdfgen.model.operators.value import Value

Place = tuple[str | int, ...]
"""The keys and indices that lead to a part of a rubric."""


class Teller(Protocol):
    """The words of one language for one measure: what an operator needs to say how it makes that measure."""

    @property
    def parts(self) -> Sequence[str]:
        """The names of the measures that the value is made from."""

    @property
    def lower_is_better(self) -> bool:
        """Whether lower values of the measure are better."""

    @property
    def group(self) -> str:
        """What entities are grouped by, inside a sentence: region."""

    def say(self, form: str, **values: str) -> str:
        """Return the sentence ``form`` of ``volume.method`` in the labels; ``{measure}`` is filled in already."""

    def phrase(self, form: str, **values: str) -> str:
        """Return a part of a sentence; nothing is filled in."""

    def name(self, id_: str) -> str:
        """Return the name of a measure."""

    def number(self, value: Decimal) -> str:
        """Return a number as it is printed."""

    def listed(self, words: Sequence[str]) -> str:
        """Return words as a list: ``A, B and C``."""

    def condition(self, range_: Range, codes: Sequence[str]) -> str:
        """Return which values of the parts are meant: ``at least 3``; ``codes`` are categories of theirs."""


class Division(NamedTuple):
    """Ranges that divide the values of a measure, so that each value lies in exactly one of them."""

    of: str
    """The measure whose values are divided."""
    ranges: Sequence[Range]
    what: str
    """What one range is called: ``band`` or ``bin``."""
    place: Place
    """Where the ranges stand in the formula."""


class Operator(Model):
    """How a measure is made from others. ``aggregation``, ``classification`` and ``given`` have the three kinds."""

    op: str
    """Which operator makes the value."""

    is_stated: ClassVar[bool] = False
    """Whether the report states the value, so that nothing is made."""
    adds_up: ClassVar[bool] = True
    """Whether the greatest value is a number of points, so that print may say “25 points”."""
    takes_categories: ClassVar[bool] = False
    """Whether a part may have a category and no number."""
    takes_weights: ClassVar[bool] = False
    """Whether the children may have a ``weight``."""
    lower_is_better: ClassVar[bool] = False
    """Whether lower values are better, unless the rubric says otherwise: so it is with ranks."""

    @property
    def has_number(self) -> bool:
        """Whether the value is a number, and not only a category."""
        return True

    @property
    def is_place(self) -> bool:
        """Whether the value is a place among others, 1 for the best."""
        return False

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values of the parts are taken, where a sentence says so."""
        return False

    @abstractmethod
    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the measures that the value is made from; ``children`` are those below it in the tree."""

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why the operator can give no value; empty when it can."""
        return "" if parts else "it has no parts"

    def flaws(self, id_: str, children: tuple[str, ...]) -> Iterator[tuple[Place, PydanticCustomError]]:  # noqa: ARG002
        """Yield what makes the value of the measure ``id_`` wrong, each with its place in the formula."""
        yield from ()

    def outcomes(self) -> tuple[Band | Category | Grade, ...]:
        """Return the categories that the value can have, best first; none for a plain number."""
        return ()

    def divisions(self) -> tuple[Division, ...]:
        """Return the ranges that divide the values of other measures."""
        return ()

    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions on measures that the value depends on beside its parts."""
        return ()

    def sentence(self, teller: Teller) -> str:
        """Return how the value is made, in print; a sentence that ends with “:” stands above a table."""
        return teller.say(self.op, parts=teller.listed(teller.parts))

    def remarks(self, teller: Teller) -> list[str]:  # noqa: ARG002  # most say it all in one sentence
        """Return the sentences that follow, in print."""
        return []

    @abstractmethod
    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:
        """Return how the value of one report was made, in a message: ``D 4 + E 1``.

        ``modifiers`` is what discretionary questions add and subtract, such as `` + X 1``.
        """


def named(parts: Mapping[str, Value]) -> list[str]:
    """Return parts with their values: ``D 4``; a word of a scale with what it counts as: ``D Good (3)``."""
    return [f"{id_} {value.text}{_worth(value)}" for id_, value in parts.items()]


def _worth(value: Value) -> str:
    return f" ({value.number})" if value.is_word and value.number is not None else ""
