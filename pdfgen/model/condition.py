"""Conditions on measures: when a flag of a rubric applies. Configuration, never code that is run."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import model_validator

from pdfgen.model.base import Identifier, Line, Range, fault


class Condition(Range):
    """A condition on measures: a measure in a range or of a category, or a combination of conditions."""

    measure: Identifier | None = None
    """The id of the measure that is tested."""
    code: tuple[Line, ...] = ()
    """The categories that meet the condition, by their codes, or the words of its scale."""
    all: tuple[Condition, ...] = ()
    """Conditions that must all be met."""
    any: tuple[Condition, ...] = ()
    """Conditions of which one must be met, or more."""
    none: tuple[Condition, ...] = ()
    """Conditions of which none may be met."""

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if (self.measure is None) == (not (self.all or self.any or self.none)):
            remedy = "write `measure:` with `min`, `max`, `above`, `below` or `code`; or `all:`, `any:`, `none:`"
            raise fault("bad-condition", "a condition is a test of one measure or a list of conditions", remedy)
        return self

    def tests(self) -> Iterator[tuple[str, Condition]]:
        """Yield each test of one measure, with the id of the measure."""
        if self.measure:
            yield self.measure, self
        for part in (*self.all, *self.any, *self.none):
            yield from part.tests()

    def measures(self) -> Iterator[str]:
        """Yield the ids of the measures that the condition asks for."""
        yield from (id_ for id_, _ in self.tests())
