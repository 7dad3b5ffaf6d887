"""Formulas: how a measure is made from others, and conditions on measures. Configuration, never code that is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

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

    @model_validator(mode="after")
    def _has_value(self) -> Band:
        if self.code is None and self.value is None:
            raise fault("band-without-value", "the band has neither code nor value", "give it `code:` or `value:`")
        return self


class Category(Model):
    """A category of a matrix: what its cells name. Listed best first."""

    code: Identifier
    label: Line
    tone: Tone = "neutral"


class Axis(Model):
    """One side of a matrix: a measure and the ranges that part it."""

    of: Identifier
    bins: tuple[Range, ...]


class Sum(Model):
    """Add up the children, or the measures in ``of``."""

    op: Literal["sum"]
    of: tuple[Identifier, ...] = ()
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""


class Mean(Model):
    """The mean of the children, or of the measures in ``of``."""

    op: Literal["mean"]
    of: tuple[Identifier, ...] = ()
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""
    min_valid: Annotated[int, Field(ge=1)] | None = None
    """How many parts must have a value; all of them when left out."""


class WeightedMean(Model):
    """The mean with weights: sum of weight times value, over the sum of the weights."""

    op: Literal["weighted_mean"]
    weights: dict[Identifier, Number]
    rounded: bool = False
    """Take the rounded values of the parts instead of the exact ones."""


class ScaledSum(Model):
    """The sum of the parts times ``factor``, over the number of parts: a count of points on a common scale."""

    op: Literal["scaled_sum"]
    factor: Number
    of: tuple[Identifier, ...] = ()


class Linear(Model):
    """A straight line through two points: ``source`` (two values of ``of``) is mapped on ``target``."""

    op: Literal["linear"]
    of: Identifier
    source: tuple[Number, Number]
    target: tuple[Number, Number]

    @model_validator(mode="after")
    def _is_a_line(self) -> Linear:
        check_line(self.source)
        return self


def check_line(source: tuple[Number, Number]) -> None:
    """Raise a fault when ``source`` has not two points."""
    if source[0] == source[1]:
        raise fault("no-line", "`source` needs two different values", "write two values such as [1, 7]", "source")


class Banding(Model):
    """The band that a measure falls in. Bands that carry codes are listed best first."""

    op: Literal["band"]
    of: Identifier
    bands: tuple[Band, ...]


class Matrix(Model):
    """The category in the cell where two measures meet; ``cells`` has a row of codes per bin of ``rows``."""

    op: Literal["matrix"]
    rows: Axis
    columns: Axis
    categories: tuple[Category, ...]
    cells: tuple[tuple[Identifier, ...], ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Matrix:
        known = {category.code for category in self.categories}
        if len(self.cells) != len(self.rows.bins) or any(len(row) != len(self.columns.bins) for row in self.cells):
            shape = f"{len(self.rows.bins)} rows of {len(self.columns.bins)}"
            raise fault("matrix-shape", f"the matrix needs {shape} cells", "write one code for each pair of bins")
        unknown = sorted({code for row in self.cells for code in row} - known)
        if unknown:
            raise fault("unknown-category", f"no category has the code {unknown[0]}", "add it to `categories`")
        return self


class Given(Model):
    """A value that the report gives, made outside and not checked."""

    op: Literal["given"]


Formula = Annotated[
    Sum | Mean | WeightedMean | ScaledSum | Linear | Banding | Matrix | Given, Field(discriminator="op")
]


class Condition(Range):
    """A condition on measures: a measure in a range or of a category, or a combination of conditions."""

    measure: Identifier | None = None
    code: tuple[Identifier, ...] = ()
    """The categories that meet the condition."""
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if (self.measure is None) == (not (self.all or self.any or self.none)):
            remedy = "write `measure:` with `min`, `max`, `above`, `below` or `code`; or `all:`, `any:`, `none:`"
            raise fault("bad-condition", "a condition is a test of one measure or a list of conditions", remedy)
        return self

    def measures(self) -> Iterator[str]:
        """Yield the ids of the measures that the condition asks for."""
        if self.measure:
            yield self.measure
        for part in (*self.all, *self.any, *self.none):
            yield from part.measures()
