"""Choices: operators that take the value of one of their parts, by which is better."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pdfgen.model.operators.several_parts import SeveralParts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.value import Exact, Value


class Choice(SeveralParts):
    """Takes the value of one part. The parts are words of one scale, with or without numbers, or all are numbers."""

    adds_up: ClassVar[bool] = False

    @abstractmethod
    def chosen(self, places: Sequence[Exact]) -> Exact:
        """Return the place that is taken, of places in an order from the best to the worst."""

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # it has none
        """Return the parts."""
        return f"the {self.op} of " + ", ".join(self.named(parts))
