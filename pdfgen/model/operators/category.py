"""Categories: bands of values, cells of a matrix, and the words of a scale."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from pdfgen.model.base import Identifier, Line, Model, Number, Range, described, did_you_mean, fault
from pdfgen.model.condition import Condition

GRADED = "graded"
_PLAIN = ("positive", "mixed", "negative", "neutral")
_MOST = 12


def _tone(value: Any) -> Any:
    known = (*_PLAIN, GRADED)
    if value in known:
        return value
    found = re.fullmatch(r"([1-9]\d?)/([1-9]\d?)", value) if isinstance(value, str) else None
    if found and int(found[1]) <= int(found[2]) <= _MOST:
        return value
    remedy = f"{did_you_mean(str(value), known)}; or write 2/5 for the second best of five, {_MOST} at most"
    raise fault("bad-tone", f"expected a tone, found {described(value)}", remedy)


Tone = Annotated[
    str,
    BeforeValidator(_tone),
    WithJsonSchema({"anyOf": [{"enum": [*_PLAIN, GRADED]}, {"type": "string", "pattern": r"^[1-9]\d?/[1-9]\d?$"}]}),
]
"""What a band says of an entity; a theme gives each tone a colour and a shape: ``positive``, ``mixed``, ``negative``,
``neutral``; ``graded`` for the place among all categories of the measure, best first; ``2/5`` for a place of its own.
"""


class Band(Range):
    """A band of values with the category that they fall in."""

    code: Identifier | None = None
    """The category's short name; the measure's value unless ``value`` is given."""
    value: Number | None = None
    """The category as a number, for ratings."""
    label: Line | None = None
    """The category's name in print."""
    tone: Tone = "neutral"
    """What the category says of an entity: positive, mixed, negative or neutral; graded, or a place such as 2/5."""
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
    """What the category says of an entity: positive, mixed, negative or neutral; graded, or a place such as 2/5."""

    is_word: ClassVar[bool] = False
    value: ClassVar[None] = None
