"""Standings: operators that say where an entity stands among the others of its edition."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.base import Identifier
from pdfgen.model.operators.operator import Operator, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.possible import Possible
    from pdfgen.model.operators.value import Exact, Value

Within = Literal["edition", "group", "kind"]
"""Among whom an entity stands: all entities of its edition, those of its group (the region), or those of its kind."""


class Standing(Operator):
    """Says where an entity stands by the value of a measure. The others are those of the edition's score table."""

    of: Identifier
    """The measure that the entities are ordered by."""
    within: Within = "edition"
    """Among whom: all entities of the edition, those of the same group, or those of the same kind."""
    rounded: bool = False
    """Compare the rounded values instead of the exact ones."""

    adds_up: ClassVar[bool] = False

    @property
    def takes_printed_parts(self) -> bool:
        """Whether the rounded values are compared."""
        return self.rounded

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # `of` names it
        """Return the measure that the entities are ordered by."""
        return (self.of,)

    @abstractmethod
    def place(self, own: Exact, others: Sequence[Exact]) -> Exact | None:
        """Return where ``own`` stands among ``others``, all turned so that more is better; None where it cannot."""

    @abstractmethod
    def possible(self) -> Possible:
        """Return what the place can be."""

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, with those among whom the entity stands."""
        return teller.say(self.op, parts=teller.listed(teller.parts), among=self.among(teller))

    def among(self, teller: Teller) -> str:
        """Return among whom the entity stands, in words."""
        return teller.phrase(f"within_{self.within}", group=teller.group)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # a place has none
        """Return what the place follows from."""
        return f"the {self.op} by {named(parts)[0]}"
