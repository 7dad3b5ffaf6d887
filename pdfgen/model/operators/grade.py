"""Scales of words or letters: what a question can be judged as, the best first."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from pdfgen.model.base import EntityName, Identifier, Line, Model, Number, fault
from pdfgen.model.operators.absence import absence
from pdfgen.model.operators.category import Tone

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler

    from pdfgen.model.base import Direction


class Grade(Model):
    """A step of a scale of words. In YAML the bare word will do."""

    code: EntityName
    """Its short name, which reports and tables may write for it; the label when left out."""
    label: Line
    """Its name in print; the code when left out."""
    value: Number | None = None
    """The number that it counts as. A scale without numbers is an order, and nothing can be added up."""
    tone: Tone = "neutral"
    """What it says of an entity; a theme gives each tone a colour and a shape."""

    is_word: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _named_once(cls, value: Any) -> Any:
        if isinstance(value, str | int | Decimal):
            return {"code": value, "label": value}
        if isinstance(value, dict) and ("code" in value) != ("label" in value):
            name = value.get("code", value.get("label"))
            return {**value, "code": name, "label": name}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the bare word beside the mapping, which needs one of its two names."""
        found = handler(core)
        handler.resolve_ref_schema(found)["required"] = []
        return {"anyOf": [{"type": ["string", "number"]}, found]}

    @property
    def names(self) -> tuple[str, ...]:
        """What a report or a table may write for it, in small letters."""
        return self.code.casefold(), self.label.casefold()


def _in_order(grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
    seen: dict[str, Grade] = {}
    for grade in grades:
        for name in grade.names:
            if absence(name):
                remedy = "remove it: every question can be answered so"
                raise fault("bad-scale", f"“{grade.label}” is no step of a scale", remedy, grade.label)
            if seen.setdefault(name, grade) is not grade:
                message = f"the scale has “{grade.label}” twice"
                raise fault("bad-scale", message, "give each step its own word and code", grade.label)
    values = [grade.value for grade in grades if grade.value is not None]
    if values and len(values) < len(grades):
        without = next(grade.label for grade in grades if grade.value is None)
        remedy = "give every step a `value`, or none of them"
        raise fault("bad-scale", f"“{without}” has no value, and other steps of the scale have one", remedy, without)
    steps = [one < other for one, other in pairwise(values)]
    if len(set(values)) < len(values) or len(set(steps)) > 1:
        remedy = "list the steps from the best to the worst"
        raise fault("bad-scale", "the values of the scale neither rise nor fall from step to step", remedy)
    return grades


Grades = Annotated[tuple[Grade, ...], Field(min_length=2, max_length=100), AfterValidator(_in_order)]
"""A scale of words, the best first."""

NamedScale = Annotated[
    Annotated[Grades, Tag("words")] | Annotated[Identifier, Tag("name")],
    Discriminator(lambda value: "name" if isinstance(value, str) else "words"),
]
"""A scale of words, or the name of one in ``scales``."""


def way_of(grades: tuple[Grade, ...]) -> Direction:
    """Return which way the values of a scale get better; higher where it has none."""
    first, second = (grade.value for grade in grades[:2])
    return "lower" if first is not None and second is not None and first < second else "higher"
