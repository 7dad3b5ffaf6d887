"""The logarithm, to a base or between two goalposts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from pdfgen.model.base import Identifier, Number, fault
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.linear import check_line, on_line
from pdfgen.model.operators.operator import named
from pdfgen.model.operators.possible import Possible
from pdfgen.model.operators.real import difference, kept, logarithm, ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.model.operators.operator import Teller
    from pdfgen.model.operators.value import Exact, Value


class Log(Aggregation):
    """The logarithm of a measure: to ``base``, or, with ``source``, its place between two values.

    With ``source: [100, 75000]`` it is (ln x − ln 100) / (ln 75000 − ln 100), mapped on ``target``.
    """

    op: Literal["log"]
    of: Identifier
    """The measure whose value is taken."""
    base: Number | None = None
    """The base; that of the natural logarithm when left out."""
    source: tuple[Number, Number] | None = None
    """Two values of ``of``, the goalposts."""
    target: tuple[Number, Number] = (Decimal(0), Decimal(1))
    """What the goalposts are mapped on."""
    capped: bool = False
    """A value beyond a goalpost counts as that goalpost."""

    takes_all: ClassVar[bool] = False
    adds_up: ClassVar[bool] = False

    @model_validator(mode="after")
    def _has_a_scale(self) -> Log:
        if self.base is not None and (self.base <= 0 or self.base == 1):
            message = f"there is no logarithm to the base {self.base}"
            raise fault("bad-base", message, "write a base above 0 that is not 1, such as 10", "base")
        if self.source is None:
            if {"target", "capped"} & self.model_fields_set:
                message = "`target` and `capped` have no use without `source`"
                raise fault("idle-goalposts", message, "write `source:` with two values, or remove them")
            return self
        check_line(self.source)
        if min(self.source) <= 0:
            message = f"{min(self.source)} has no logarithm"
            raise fault("no-logarithm", message, "write goalposts above 0, such as [100, 75000]", "source")
        if self.base is not None:
            message = "`base` makes no difference beside `source`"
            raise fault("idle-goalposts", message, "remove `base`", "base")
        return self

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # `of` names it
        """Return the measure whose logarithm it is."""
        return (self.of,)

    def refuses(self, number: Exact) -> str:
        """Return that only a number above 0 has a logarithm."""
        if number > 0 or (self.capped and self.source):
            return ""
        return "only a number above 0 has a logarithm"

    def of_numbers(self, numbers: Sequence[Exact]) -> Exact:
        """Return the logarithm."""
        (number,) = numbers
        if self.source is None:
            found = logarithm(number)
            return kept(found) if self.base is None else ratio(found, logarithm(Fraction(self.base)))
        low, high = sorted(map(Fraction, self.source))
        taken = min(max(Fraction(number), low), high) if self.capped else number
        start, end = map(logarithm, map(Fraction, self.source))
        share = ratio(difference(logarithm(taken), start), difference(end, start))
        return on_line(share, (Decimal(0), Decimal(1)), self.target)

    def possible(self, parts: Sequence[Possible]) -> Possible:
        """Return the logarithms of what the part can be."""
        if self.source and self.capped:
            low, high = sorted(map(Fraction, self.target))
            return Possible(Fraction(0), None, low, high)
        ends = [
            None if end is None or end <= 0 else Fraction(self.of_numbers([end]))
            for end in (parts[0].low, parts[0].high)
        ]
        falls = (self.base is not None and self.base < 1) or self._is_turned()
        low_end, high_end = reversed(ends) if falls else ends
        return Possible(Fraction(0), None, low_end, high_end)

    def _is_turned(self) -> bool:
        source = self.source
        return source is not None and (source[0] < source[1]) != (self.target[0] < self.target[1])

    def sentence(self, teller: Teller) -> str:
        """Return the sentence, with the base or the goalposts."""
        parts = teller.listed(teller.parts)
        if self.source is not None:
            ends = {f"source_{index}": teller.number(value) for index, value in enumerate(self.source, 1)}
            ends |= {f"target_{index}": teller.number(value) for index, value in enumerate(self.target, 1)}
            return teller.say("log_scaled", parts=parts, **ends)
        if self.base is None:
            return teller.say("log_natural", parts=parts)
        return teller.say(self.op, parts=parts, base=teller.number(self.base))

    def remarks(self, teller: Teller) -> list[str]:
        """Return that values beyond the goalposts count as these."""
        return [teller.phrase("capped")] if self.capped else []

    def trace(self, parts: Mapping[str, Value], modifiers: str) -> str:  # noqa: ARG002  # the message does not name them
        """Return the value whose logarithm it is."""
        return "the logarithm of " + named(parts)[0]
