"""The value that the report gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pdfgen.model.operators.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Value


class GivenValue(Operator):
    """A value that the report gives, made outside and not checked."""

    op: Literal["given"]
    rank: bool = False
    """Whether the value is a place among all entities, 1 for the best: it is printed as “3rd”."""

    is_stated: ClassVar[bool] = True
    adds_up: ClassVar[bool] = False

    @property
    def is_place(self) -> bool:
        """Whether the report gives a place."""
        return self.rank

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # nothing is made of them
        """Return none."""
        return ()

    def check(self, parts: tuple[str, ...]) -> str:  # noqa: ARG002  # it needs none
        """Find nothing: the report gives the value."""
        return ""

    def sentence(self, teller: Teller) -> str:
        """Return the sentence."""
        return teller.say(self.op)

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # nothing is made of them
        """Return nothing: the value was made outside."""
        return ""
