"""Categories: bands of values, cells of a matrix, and the words of a scale."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, Range, fault
from pdfgen.model.condition import Condition

Tone = Literal["positive", "mixed", "negative", "neutral"]
"""What a band says of an entity; a theme gives each tone a colour and a shape."""


class Band(Range):
    """A band of values with the category that they fall in."""

    code: Identifier | None = None
    """The category's short name; the measure's value unless ``value`` is given."""
    value: Number | None = None
    """The category as a number, for ratings."""
    label: Line | None = None
    """The category's name in print."""
    tone: Tone = "neutral"
    """The colour and shape of the category: a theme gives each tone its own."""
    unless: Condition | None = None
    """An exception: where it holds, the value falls in the next band instead, which is the worse one."""

    is_word: ClassVar[bool] = False

    @model_validator(mode="after")
    def _has_value(self) -> Band:
        if self.code is None and self.value is None:
            raise fault("band-without-value", "the band has neither code nor value", "give it `code:` or `value:`")
        return self


class Category(Model):
    """A category of a matrix: what its cells name. Listed best first."""

    code: Identifier
    """The short name of the category, which cells and facts refer to."""
    label: Line
    """The name in print."""
    tone: Tone = "neutral"
    """The colour and shape of the category: a theme gives each tone its own."""

    is_word: ClassVar[bool] = False
    value: ClassVar[None] = None
