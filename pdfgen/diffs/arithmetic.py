"""What became of the scores: every measure that differs, and the sum by which it does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pdfgen.diffs.matching import in_order
from pdfgen.model.operators import Sum
from pdfgen.model.rubric_parts import Modifier
from pdfgen.scoring import Value, change, comparable

if TYPE_CHECKING:
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.model.rubric_parts import Break
    from pdfgen.scoring import Scorecard, Trend

Footing = Literal["compared", "not_comparable", "missing", "new", "gone"]
"""What a difference rests on. ``not_comparable``: the method changed; ``missing``: one side has no value; ``new`` and
``gone``: only the method of one side has the measure."""

_NOTHING = Value(Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class Term:
    """What a part of a measure gives to its change."""

    id: str
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Shift:
    """A measure on both sides, and the way from one to the other.

    Values are as they are printed: a subtracted modifier is negative. Where a scale was turned or stretched, the value
    of the earlier edition is stated on the scale of the later one. ``difference`` is a signed number, None for a
    category; ``trend`` says which way it goes for the reader, by the measure's direction. Both are None unless
    ``footing`` is ``compared``.
    """

    measure: Measure
    footing: Footing
    before: Value
    after: Value
    difference: Decimal | None = None
    trend: Trend | None = None
    terms: tuple[Term, ...] = ()
    """What changed of the measure’s parts."""
    adds_up: bool = False
    """Whether the terms are the difference: for a sum that the change of method, if any, leaves one."""
    inside: bool = False
    """Whether a measure below this one in the tree has changed."""

    @property
    def changed(self) -> bool:
        """Tell whether the two values differ."""
        if self.footing in ("new", "gone"):
            value = self.after if self.footing == "new" else self.before
            return bool(value.number or value.category if _is_modifier(self.measure) else value)
        before, after = self.before, self.after
        return (before.number, before.code, before.absent) != (after.number, after.code, after.absent)

    @property
    def told(self) -> bool:
        """Tell whether there is anything to say of the measure."""
        return self.changed or self.inside


@dataclass(frozen=True, slots=True)
class FlagShift:
    """A flag that was won or lost, or of which one side cannot tell (None)."""

    id: str
    label: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class ScoreShifts:
    """All measures of both sides by id, in the order of the tree, and the flags that differ."""

    shifts: dict[str, Shift]
    flags: tuple[FlagShift, ...]
    notes: tuple[str, ...]
    """What the method says of comparing the scores of this entity and not of all."""
    aggregate: Shift | None
    """The measure shown as the total, changed or not; None where the method has none."""
    status: Shift | None
    """The measure whose category is the entity’s status, changed or not."""

    @property
    def told(self) -> list[Shift]:
        """The measures that there is something to say of: those that changed, and those above them in the tree."""
        return [shift for shift in self.shifts.values() if shift.told]


def compare_scores(before: Scorecard, after: Scorecard, entity: str) -> ScoreShifts:
    """Return what became of the scores of ``entity``, whose name is that of the later edition.

    The two may be of one edition or of two, in either order.
    """
    return _Comparison(before, after, entity).whole()


class _Comparison:
    def __init__(self, before: Scorecard, after: Scorecard, entity: str) -> None:
        self.before, self.after, self.entity = before, after, entity
        self.forward = not after.method.rubric.is_earlier(after.method.edition, before.method.edition)
        self.earlier, self.later = (before.method, after.method) if self.forward else (after.method, before.method)
        self.found: dict[str, Shift] = {}

    def whole(self) -> ScoreShifts:
        shifts = {id_: self.shift(id_) for id_ in in_order(self.later.measures, self.earlier.measures)}
        breaks = breaks_between(self.earlier, self.later)
        status, total = self.after.status, self.after.aggregate
        return ScoreShifts(
            shifts,
            tuple(self.flags()),
            tuple(item.note for item in breaks if self.entity in item.entities),
            shifts[total.measure.id] if total else None,
            shifts[status.measure.id] if status else None,
        )

    def shift(self, id_: str) -> Shift:
        if id_ not in self.found:
            self.found[id_] = self._made(id_)
        return self.found[id_]

    def _made(self, id_: str) -> Shift:
        measure = self.later.measures.get(id_) or self.earlier.measures[id_]
        if id_ not in self.before.scores:
            return Shift(measure, "new", Value(), _printed(measure, self.after[id_].value))
        if id_ not in self.after.scores:
            return Shift(measure, "gone", _printed(measure, self.before[id_].value), Value())
        before, after = _asked(measure, self.before[id_].value), _asked(measure, self.after[id_].value)
        parts = self._parts(id_)
        inside = any(self.shift(part).told for part in parts) if measure.parts else False
        stated = comparable(self.later, id_, self.entity, before if self.forward else after, self.earlier.edition)
        if stated is None:
            return Shift(measure, "not_comparable", _printed(measure, before), _printed(measure, after), inside=inside)
        before, after = (stated, after) if self.forward else (before, stated)
        made = change(measure, after, before)
        footing: Footing = "compared" if made.basis == "compared" else "missing"
        difference = made.difference
        if difference is not None and _is_subtracted(measure):
            difference = -difference
        known = parts if footing == "compared" else []
        terms = tuple(term for part in known if (term := self._term(part)).difference)
        formulas = [method.measures[id_].formula for method in (self.earlier, self.later)]
        is_sum = all(isinstance(formula, Sum) and not formula.weights for formula in formulas)
        adds_up = is_sum and sum(term.difference for term in terms) == difference
        printed = _printed(measure, before), _printed(measure, after)
        return Shift(measure, footing, *printed, difference, made.trend, terms, adds_up, inside)

    def _parts(self, id_: str) -> list[str]:
        """Return what a measure is made from on either side, modifiers last."""
        both = [method.measures[id_] for method in (self.later, self.earlier)]
        parts = [part for method in (self.later, self.earlier) for part in method.measures[id_].made_from]
        return list(dict.fromkeys([*parts, *(item.id for measure in both for item in measure.modifiers)]))

    def _term(self, id_: str) -> Term:
        """Return what a part gives to the change of what is made from it; nothing where that cannot be told."""
        shift = self.shift(id_)
        match shift.footing:
            case "compared":
                return Term(id_, shift.difference or _counted(shift))
            case "new":
                return Term(id_, shift.after.number or Decimal(0))
            case "gone":
                return Term(id_, -(shift.before.number or Decimal(0)))
            case _:
                return Term(id_, Decimal(0))

    def flags(self) -> list[FlagShift]:
        labels = {flag.id: flag.label for method in (self.earlier, self.later) for flag in method.flags}
        both = [id_ for id_ in self.after.flags if id_ in self.before.flags]
        found = [FlagShift(id_, labels[id_], self.before.flags[id_], self.after.flags[id_]) for id_ in both]
        return [flag for flag in found if flag.before != flag.after]


def breaks_between(one: Method, other: Method) -> list[Break]:
    """Return the changes of method that part two editions."""
    backward = other.rubric.is_earlier(other.edition, one.edition)
    earlier, later = (other, one) if backward else (one, other)
    return later.rubric.breaks_between(earlier.edition, later.edition)


def method_changes(before: Method, after: Method) -> tuple[list[Measure], list[Measure]]:
    """Return the questions that only ``after`` asks, and those that only ``before`` asks."""
    new = [measure for measure in after.items if measure.id not in before.measures]
    return new, [measure for measure in before.items if measure.id not in after.measures]


def _counted(shift: Shift) -> Decimal:
    """Return the difference of what two words count as; 0 where they are no numbers."""
    before, after = shift.before.number, shift.after.number
    return after - before if before is not None and after is not None else Decimal(0)


def _is_modifier(measure: Measure) -> bool:
    return isinstance(measure.scale, Modifier)


def _is_subtracted(measure: Measure) -> bool:
    return isinstance(measure.scale, Modifier) and measure.scale.effect == "subtract"


def _asked(measure: Measure, value: Value) -> Value:
    """Return a value; a modifier that was not answered counts as zero."""
    return _NOTHING if _is_modifier(measure) and not value else value


def _printed(measure: Measure, value: Value) -> Value:
    """Return a value in the sign that it is printed in."""
    if value.number is None or value.exact is None or not _is_subtracted(measure):
        return value
    return Value(-value.number, -value.exact, value.category)
