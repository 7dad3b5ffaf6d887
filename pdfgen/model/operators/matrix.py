"""The cell where two values meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from pdfgen.model.base import Identifier, Model, Range, fault
from pdfgen.model.operators.category import Category
from pdfgen.model.operators.classification import Classification
from pdfgen.model.operators.operator import Division

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from pdfgen.model.operators.operator import Teller


class Axis(Model):
    """One side of a matrix: a measure and the ranges that part it."""

    of: Identifier
    """The id of the measure of this side."""
    bins: tuple[Range, ...]
    """Ranges that together hold every value that the measure can have."""


class CategoryMatrix(Classification):
    """The category in the cell where two measures meet; ``cells`` has a row of codes per bin of ``rows``."""

    op: Literal["matrix"]
    rows: Axis
    """The measure that decides the row."""
    columns: Axis
    """The measure that decides the column."""
    categories: tuple[Category, ...]
    """The categories that cells name, the best first."""
    cells: tuple[tuple[Identifier, ...], ...]
    """A row of codes for each bin of `rows`, with one code for each bin of `columns`: [[F, PF], [PF, NF]]."""

    @model_validator(mode="after")
    def _is_whole(self) -> CategoryMatrix:
        known = {category.code for category in self.categories}
        if len(self.cells) != len(self.rows.bins) or any(len(row) != len(self.columns.bins) for row in self.cells):
            shape = f"{len(self.rows.bins)} rows of {len(self.columns.bins)}"
            raise fault("matrix-shape", f"the matrix needs {shape} cells", "write one code for each pair of bins")
        unknown = sorted({code for row in self.cells for code in row} - known)
        if unknown:
            raise fault("unknown-category", f"no category has the code {unknown[0]}", "add it to `categories`")
        return self

    @property
    def has_number(self) -> bool:
        """A category of a matrix has no number."""
        return False

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # the axes name them
        """Return the measures of the two sides."""
        return (self.rows.of, self.columns.of)

    def outcomes(self) -> tuple[Category, ...]:
        """Return the categories."""
        return self.categories

    def divisions(self) -> tuple[Division, ...]:
        """Return the bins of the two sides."""
        return tuple(
            Division(axis.of, axis.bins, "bin", (side, "bins"))
            for side, axis in (("rows", self.rows), ("columns", self.columns))
        )

    def category(self, numbers: Sequence[Decimal | None]) -> Category | None:
        """Return the category of the cell."""
        row, column = self.places(numbers)
        if row is None or column is None:
            return None
        code = self.cells[row][column]
        return next(item for item in self.categories if item.code == code)

    def sentence(self, teller: Teller) -> str:
        """Return the sentence above the table of cells."""
        return teller.say(self.op, rows=teller.name(self.rows.of), columns=teller.name(self.columns.of))
