"""Categories: the bands of values and the cells of a matrix that a measure can fall in."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, Range, fault

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
