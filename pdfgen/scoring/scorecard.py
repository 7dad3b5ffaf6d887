"""The scorecard: the values of a report beside those of the edition before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pdfgen.model.editions import EditionId
from pdfgen.model.operators import MISSING, Value, on_line
from pdfgen.model.uncertainty import spread
from pdfgen.scoring.evaluate import MOST, ScoringError, Stated, evaluate, meets, settle
from pdfgen.scoring.order import place

if TYPE_CHECKING:
    from pdfgen.model.measure import Measure
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.model.uncertainty import Spread
    from pdfgen.scoring.evaluate import Settled
    from pdfgen.scoring.placing import Company, Peers

History = Mapping[EditionId, Mapping[str, Stated]]
"""What was stated of an entity in other editions, by edition and measure id: the scores of its questions, the measures
that are made outside, and each published value that stands in place of the one that its parts give.

The edition before has nothing stated when nobody can say that it did not score the entity.
For the edition itself it has published values alone, which a score table states beside the report.
"""

Trend = Literal["better", "worse", "same"]

Basis = Literal["compared", "first_edition", "new_entity", "no_previous_edition", "not_comparable", "missing"]
"""What a change rests on. ``first_edition``: the series begins here; ``new_entity``: no earlier edition scored the
entity; ``no_previous_edition``: an earlier one did, but not the one before; ``not_comparable``: the method changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference from the previous edition.

    ``difference`` is a signed number, None for a category; ``trend`` says which way it goes for the reader, by the
    measure's direction and not by the sign. All are None unless ``basis`` is ``compared``.
    """

    basis: Basis
    previous: Value = MISSING
    difference: Decimal | None = None
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """A measure with its value and its change."""

    measure: Measure
    value: Value
    change: Change
    company: Company | None = None
    """Among whom the entity stands, for a rank or a percentile that was made."""
    spread: Spread | None = None
    """How sure the value is, where somebody says so."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every number of a report: measures in the method's order, flags, past totals, notes on comparability."""

    method: Method
    scores: Mapping[str, Scored]
    flags: Mapping[str, bool | None]
    """Whether each flag holds; None when scores are missing. Flags of the other kind of entity are left out."""
    trend: tuple[tuple[EditionId, Value], ...]
    """The aggregate of the last six editions, this one last; an edition that is not known has a missing value."""
    notes: tuple[str, ...]
    """What the method says of comparing this edition with the one before it."""
    differing: Mapping[str, Value]
    """What the scores give, for each published value of the report that they contradict, waived or not."""
    entity: str
    """The name that the breaks of the method have for the entity."""

    def __getitem__(self, id_: str) -> Scored:
        return self.scores[id_]

    @property
    def aggregate(self) -> Scored | None:
        """The measure shown as the total; None where the method has none."""
        aggregate = self.method.headline.aggregate
        return self.scores[aggregate] if aggregate else None

    @property
    def status(self) -> Scored | None:
        """The measure whose category is the entity's status."""
        headline = self.method.headline
        return self.scores[headline.status] if headline.status else None


_TREND_EDITIONS = 6


def stated_by(report: Report, method: Method) -> dict[str, Stated]:
    """Return what ``report`` states: its scores, and the measures that are made outside."""
    scores = {id_: answer.score for id_, answer in report.answers.items() if answer.score is not None}
    said: dict[str, Stated] = {**scores, **report.given}
    return {measure.id: said[measure.id] for measure in method.stated if measure.id in said}


def as_published(
    report: Report, method: Method, stated: Mapping[str, Stated], tabled: Mapping[str, Stated]
) -> dict[str, Stated]:
    """Return what ``report`` states with the published values that stand in place of those that its scores give.

    ``tabled`` are those that a score table has beside it; what the report publishes itself goes before them.
    """
    kept = {id_: value for id_, value in tabled.items() if id_ not in report.published}
    try:
        return {**stated, **kept, **_settled(report, method, {**stated, **kept}).kept}
    except ScoringError:  # whoever makes a scorecard of the report says so
        return {**stated, **kept}


def _settled(report: Report, method: Method, stated: Mapping[str, Stated], peers: Peers | None = None) -> Settled:
    waived = {waiver.measure for waiver in report.waivers}
    return settle(method, stated, report.published, waived, peers)


def score(report: Report, method: Method, history: History, called: str = "", peers: Peers | None = None) -> Scorecard:
    """Return the scorecard of ``report`` by the method of its edition.

    ``called`` is the name that the breaks of the method have for the entity, where it is another than the report's.
    ``history`` has what other editions state; later ones in it are passed over. ``peers`` are the other entities of the
    edition, which a method with ranks needs. Raises ScoringError for a value that
    lies in no band.
    """
    table = history.get(method.edition, {})
    kept = {id_: value for id_, value in table.items() if id_ not in report.published and _is_made(method, id_)}
    settled = _settled(report, method, {**stated_by(report, method), **kept}, peers)
    values = settled.values
    entity = called or report.entity.name
    past = _past(method, history)
    before = method.rubric.before(method.edition)
    basis = _basis(method, past, history)
    scored = {}
    for id_, measure in method.measures.items():
        previous = past.get(before, {}).get(id_, MISSING) if before is not None else MISSING
        stated = None if before is None else comparable(method, id_, entity, previous, before)
        company = peers.company(method, measure, values) if peers else None
        sure = _spread(report, table, id_, values[id_])
        scored[id_] = Scored(measure, values[id_], change(measure, values[id_], stated, basis), company, sure)
    aggregate = method.headline.aggregate
    flags = {flag.id: meets(flag.when, values) for flag in method.flags if flag.concerns(report.entity.kind)}
    notes = [item.note for item in method.breaks if not item.entities or entity in item.entities]
    trend: tuple[tuple[EditionId, Value], ...] = ()
    if aggregate:
        earlier = _series(method, past, entity, aggregate, _TREND_EDITIONS - 1)
        trend = (*earlier, (method.edition, values[aggregate]))
    return Scorecard(method, scored, flags, trend, tuple(notes), settled.differing, entity)


def _spread(report: Report, table: Mapping[str, Stated], id_: str, value: Value) -> Spread | None:
    """Return how sure a value is, by the report, else by its score table."""
    answer = report.answers.get(id_)
    interval = answer.interval if answer else report.intervals.get(id_)
    error = answer.standard_error if answer else report.standard_errors.get(id_)
    if interval is None and error is None:
        low, high, error = (_number(table.get(f"{id_}.{part}")) for part in SPREADS)
        interval = (low, high) if low is not None and high is not None else None
    return spread(value.number, interval, error)


SPREADS = ("low", "high", "standard_error")
"""What follows the id of a measure, after a point, where a table says how sure its value is."""


def _number(stated: Stated | None) -> Decimal | None:
    return stated if isinstance(stated, Decimal) else None


def _is_made(method: Method, id_: str) -> bool:
    return id_ in method.measures and not method.measures[id_].is_stated


def earlier_totals(method: Method, history: History, entity: str, count: int) -> tuple[tuple[EditionId, Value], ...]:
    """Return the aggregate of the last ``count`` editions before this one, as this one would state it.

    An edition that is not known, or cannot be compared, has a missing value.
    """
    aggregate = method.headline.aggregate
    return _series(method, _past(method, history, count), entity, aggregate, count) if aggregate else ()


def _series(
    method: Method, past: Mapping[EditionId, Mapping[str, Value]], entity: str, id_: str, count: int
) -> tuple[tuple[EditionId, Value], ...]:
    """Return a measure by edition, for the last ``count`` editions before this one."""
    editions = method.rubric.earlier(method.edition)[-count:]
    values = {edition: past.get(edition, {}).get(id_, MISSING) for edition in editions}
    return tuple((one, comparable(method, id_, entity, value, one) or MISSING) for one, value in values.items())


def _past(method: Method, history: History, count: int = _TREND_EDITIONS - 1) -> dict[EditionId, dict[str, Value]]:
    """Return every value of the last ``count`` earlier editions that are known, each by its own method."""
    rubric = method.rubric
    known = [edition for edition in rubric.earlier(method.edition) if history.get(edition)]
    return {edition: evaluate(rubric.at(edition), history[edition]) for edition in known[-count:]}


def _basis(method: Method, past: Mapping[EditionId, Mapping[str, Value]], history: History) -> Basis:
    before = method.rubric.before(method.edition)
    if before is None:
        return "first_edition"
    if before in past:
        return "compared"
    return "no_previous_edition" if past or before in history else "new_entity"


def comparable(method: Method, id_: str, entity: str, value: Value, edition: EditionId) -> Value | None:
    """Return the value of an earlier ``edition`` as this one would state it, or None when it cannot be compared."""
    for item in method.rubric.breaks_between(edition, method.edition):
        if not item.concerns(id_, entity):
            continue
        if item.rule == "none":
            return None
        if item.rule == "linear" and item.source and item.target and value.exact is not None:
            mapped = on_line(value.exact, item.source, item.target)
            if abs(mapped) >= MOST:
                return None
            value = Value(method.measures[id_].scale.printed(mapped), mapped)
    return value


def change(measure: Measure, value: Value, previous: Value | None, basis: Basis = "compared") -> Change:
    """Return what is said of ``value`` beside ``previous``, which is None where the two cannot be compared."""
    if basis != "compared":
        return Change(basis)
    if previous is None:
        return Change("not_comparable")
    if not value or not previous:
        return Change("missing", previous)
    if value.number is not None and previous.number is not None and not value.is_word:
        difference = value.number - previous.number
        return Change("compared", previous, difference, _numeric_trend(difference, measure))
    return Change("compared", previous, None, _categorical_trend(measure, value, previous))


def _numeric_trend(difference: Decimal, measure: Measure) -> Trend:
    if not difference:
        return "same"
    return "better" if (difference > 0) == (measure.direction == "higher") else "worse"


def _categorical_trend(measure: Measure, value: Value, previous: Value) -> Trend | None:
    now, then = place(measure, value), place(measure, previous)
    if now is None or then is None:
        return None
    return "same" if now == then else "worse" if now > then else "better"
