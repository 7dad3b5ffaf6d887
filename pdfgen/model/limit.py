"""Limits of a measure: judgements that it cannot be better than."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from pdfgen.model.base import Identifier, Line, Model, fault, one_line
from pdfgen.model.condition import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator


def _value(value: Any) -> Decimal | str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return one_line(value)


class Limit(Model):
    """What a measure cannot be better than: a value of it, or the worst of other measures."""

    no_better_than: (
        Annotated[Decimal | str, BeforeValidator(_value), WithJsonSchema({"type": ["number", "string"]})] | None
    ) = None
    """A number, or the word or code of a category."""
    worst_of: Annotated[tuple[Identifier, ...], Field(max_length=100)] = ()
    """Measures of the same scale; the worst of those that have a value is the limit."""
    when: Condition | None = None
    """When the limit holds; always when left out. It does not hold where a value that decides is missing."""
    reason: Line | None = None
    """Why, in the words of the publisher; printed behind the rule."""

    @model_validator(mode="after")
    def _one_form(self) -> Limit:
        if (self.no_better_than is None) == (not self.worst_of):
            remedy = "write `no_better_than:` with a value of the measure, or `worst_of:` with other measures"
            raise fault("bad-limit", "a limit is one value or the worst of some measures", remedy)
        if self.no_better_than is not None and self.when is None:
            remedy = "add `when:` with the condition"
            raise fault("bad-limit", f"nothing says when {self.no_better_than} is the limit", remedy)
        return self

    def measures(self) -> Iterator[str]:
        """Yield the ids of the measures that the limit asks for."""
        yield from self.worst_of
        if self.when:
            yield from self.when.measures()
