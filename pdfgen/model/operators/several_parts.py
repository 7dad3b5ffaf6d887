"""The one rule for parts that have no value.

``missing`` says what such a part does. ``error``: there is no value either, and the report is told to be incomplete.
``skip``: the part is left out, as if the method did not have it: a sum adds up the others, a mean is that of the
others. ``reweigh``: the others take its weight, so that a sum keeps its size; for a mean that is the same. What is not
applicable to an entity is no missing part, whatever ``missing`` says: it is left out.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from pdfgen.model.base import Identifier, fault
from pdfgen.model.operators.operator import Operator, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Value

Missing = Literal["error", "skip", "reweigh"]
"""What a part without a value does."""


class SeveralParts(Operator):
    """Makes one value from the children, or from the measures in ``of``."""

    of: tuple[Identifier, ...] = ()
    """What the value is made from; the children when left out."""
    missing: Missing | None = None
    """What a part without a value does. ``error``: there is no value. ``skip``: it is left out. ``reweigh``: the others
    take its weight. ``error`` when left out, ``skip`` beside ``min_valid``. What is not applicable is no part."""
    min_valid: Annotated[int, Field(ge=1)] | None = None
    """How many parts must have a value; all of them when left out, one where missing parts are left out."""

    can_reweigh: ClassVar[bool] = False
    """Whether the other parts can take the weight of a missing one."""

    @model_validator(mode="after")
    def _has_one_rule(self) -> SeveralParts:
        if self.missing == "error" and self.min_valid is not None:
            message = "`min_valid` has no use beside `missing: error`, which needs all parts"
            raise fault(
                "idle-min-valid", message, "write `missing: skip` or `missing: reweigh`, or remove one of the two"
            )
        if self.missing == "reweigh" and not self.can_reweigh:
            message = f"the parts of `{self.op}` have no weight that others could take"
            raise fault("idle-reweigh", message, "write `missing: skip`", "missing")
        return self

    @property
    def leaves_out(self) -> bool:
        """Whether parts without a value are left out."""
        return self.missing in ("skip", "reweigh") or self.min_valid is not None

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:
        """Return the measures in ``of``, or the children."""
        return self.of or children

    def needed(self, count: int) -> int:
        """Return how many of ``count`` parts must have a value."""
        return (self.min_valid or 1) if self.leaves_out else count

    def suffices(self, valid: int, parts: Sequence[Value]) -> bool:
        """Tell whether a value can be made of ``parts``, so many of which have one."""
        concerned = sum(not is_foreign(part) for part in parts)
        return bool(concerned) and valid >= self.needed(concerned)

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why there can be no value: more parts must have one than there are."""
        least = self.min_valid or 0
        return super().check(parts) or (f"it needs {least} values of {len(parts)}" if least > len(parts) else "")

    def named(self, parts: Mapping[str, Value]) -> list[str]:
        """Return the parts with their values, in a message; without those that are left out."""
        return named(self.counting(parts))

    def counting(self, parts: Mapping[str, Value]) -> dict[str, Value]:
        """Return the parts without those that are left out."""
        return {id_: part for id_, part in parts.items() if part or not (self.leaves_out or is_foreign(part))}

    def remarks(self, teller: Teller) -> list[str]:
        """Return what becomes of missing parts, where the rubric says so."""
        if self.missing is None:
            return []
        said = [teller.phrase(f"missing_{self.missing}")]
        if self.min_valid is not None and self.min_valid > 1:
            said.append(teller.phrase("min_valid", count=teller.number(Decimal(self.min_valid))))
        return said


def is_foreign(part: Value) -> bool:
    """Tell whether a part does not concern the entity."""
    return part.absent == "not_applicable"
