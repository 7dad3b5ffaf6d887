"""A report against its method: what a model alone cannot know.

Each check yields problems with the path of a value; ``source.load`` gives them the place in the file.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Literal

from pdfgen.model.base import did_you_mean
from pdfgen.model.lacking import lacking
from pdfgen.model.report_parts import chosen
from pdfgen.scoring import ScoringError, as_value, score
from pdfgen.source.agreement import explanations, idle_waivers, incomplete, notices, published, table
from pdfgen.source.fitting import allowed, misfit
from pdfgen.source.peers import without_peers
from pdfgen.source.sureness import misses, sureness
from pdfgen.source.text_file import PROBLEM_LIMIT
from pdfgen.source.unfinished import counted, without_missing
from pdfgen.source.unplaced import UnplacedProblem, UnplacedProblems

if TYPE_CHECKING:
    from pdfgen.errors import Severity
    from pdfgen.model.edition_file import EditionFile
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method, Rubric
    from pdfgen.model.rubric_parts import FactField
    from pdfgen.scoring import History, Peers, Scorecard
    from pdfgen.source.scores import ScoreRow


def check(  # noqa: PLR0913  # what a report is judged by
    report: Report,
    method: Method,
    history: History,
    edition: EditionFile | None,
    row: ScoreRow | None,
    peers: Peers | None,
    *,
    called: str = "",
    whole: bool = True,
    unfinished: bool = False,
) -> tuple[list[UnplacedProblem], Scorecard | None]:
    """Return every fault of ``report`` by its method, its edition and the published scores; and its scorecard.

    ``row`` is the entity's row of the published score table of this edition, where there is one; ``called`` is the name
    that the breaks of the method have for the entity; ``peers`` are the other entities of the edition. Of a report that
    is not ``whole``, because its model refused parts of it, no sums are made: there is no scorecard. What an
    ``unfinished`` one lacks is no fault; it is counted.
    """
    stated = [*_answers(report, method), *_given(report, method), *sureness(report, method)]
    if unfinished:
        stated = without_missing(stated)
    others = chain(
        period(report, method.rubric),
        _entity(report, method, edition, row),
        _sections(report, method),
        _facts(report, method),
        _footnotes(report),
        _errata(report),
        _named(report, method),
    )
    faults = list(islice(chain(stated, others), PROBLEM_LIMIT))
    if stated or not whole:
        return faults, None  # no sum is right while a score is wrong
    try:
        card = score(report, method, history, called, peers)
    except ScoringError as error:
        if error.part is None:
            return [*faults, UnplacedProblem(("answers",), "no-band", str(error), error.remedy, on_key=True)], None
        answered = error.part in report.answers
        path = ("answers", error.part, "score") if answered else ("answers",)
        problem = UnplacedProblem(path, "impossible-number", str(error), error.remedy, on_key=not answered)
        return [*faults, problem], None
    disagreements = [*published(report, card), *notices(report, card), *(table(report, card, row) if row else ())]
    if unfinished:  # nothing that was published contradicts what cannot be made yet
        disagreements = [(id_, fault) for id_, fault in disagreements if not id_ or card[id_].value]
    waived = {waiver.measure for waiver in report.waivers}
    tabled = row.waived if row else {}
    faults += [fault for measure, fault in disagreements if measure not in waived and measure not in tabled]
    faults += without_peers(card, peers, "warning" if unfinished else "error")
    faults += misses(report, card)
    faults += idle_waivers(report, method, {measure for measure, _ in disagreements})
    if unfinished:
        return [*faults, *counted(lacking(report, method)), *explanations(report, card)], card
    return [*faults, *incomplete(report, card), *explanations(report, card)], card


def period(said: Report | EditionFile, rubric: Rubric) -> UnplacedProblems:
    """Compare the year that a report or an edition reviews with the period that the rubric states."""
    expected, reviewed = rubric.reviewed(said.edition), said.year_under_review
    if reviewed is None:
        if not rubric.words_of(said.edition).covers:
            message = f"nothing says which time the edition {said.edition} covers"
            remedy = f"write `year_under_review: {expected or 2018}`"
            if expected is None:
                remedy += f", or give the rubric `edition_words: [{{edition: {said.edition}, covers: …}}]`"
            yield UnplacedProblem((), "no-period", message, remedy)
        return
    if expected is None or expected == reviewed:
        return
    offset = reviewed - expected + rubric.period.offset
    message = f"edition {said.edition} reviews {expected}, not {reviewed}"
    remedy = f"write {expected}"
    if "period" not in rubric.model_fields_set and -5 <= offset <= 0:  # noqa: PLR2004  # what `period` can say
        remedy += f"; if every edition of the series does so, add `period: {{offset: {offset}}}` to the rubric"
    yield UnplacedProblem(("year_under_review",), "wrong-year", message, remedy)


def _entity(report: Report, method: Method, edition: EditionFile | None, row: ScoreRow | None) -> UnplacedProblems:
    rubric, region = method.rubric, report.entity.counted_to
    if edition and edition.all_groups and region and region not in edition.all_groups:
        message = f"“{region}” is not a {rubric.group.singular} of edition {edition.edition}"
        place = ("entity", "group" if report.entity.group else "region")
        yield UnplacedProblem(place, "unknown-region", message, did_you_mean(region, edition.all_groups))
    known = [item.id for item in rubric.entity_kinds]
    kind = row.cells.get("kind") if row else None
    if kind and kind != report.entity.kind and report.entity.kind in known:
        message = f"{report.entity.name} is a {kind} in the score table"
        yield UnplacedProblem(("entity", "kind"), "kind-differs", message, f"write {kind}")
    if report.entity.kind not in known:
        message = f"the rubric {rubric.id} has no kind “{report.entity.kind}”"
        remedy = did_you_mean(report.entity.kind, known)
        yield UnplacedProblem(("entity", "kind"), "unknown-kind", message, remedy)
    elif report.entity.parent and not (own := rubric.kind(report.entity.kind)).parent:
        able = [item.id for item in rubric.entity_kinds if item.parent]
        message = f"a {own.singular} has no parent in the rubric {rubric.id}"
        remedy = f"write `kind: {able[0]}`" if able else "remove it, or give the kind of the rubric its words `parent:`"
        yield UnplacedProblem(("entity", "parent"), "parent-not-for-kind", message, remedy)


def _sections(report: Report, method: Method) -> UnplacedProblems:
    """Check that each free section has its place, by the report, its edition or the rubric."""
    free = [part.id for part in chosen(report.parts, method.rubric.parts) if part.is_free]
    for id_ in report.sections:
        if id_ not in free:
            message = f"no part of the report is the section {id_}"
            remedy = did_you_mean(id_, free) if free else f"add `- {{id: {id_}, title: …}}` to `parts` of the rubric"
            yield UnplacedProblem(("sections", id_), "unknown-section", message, remedy, on_key=True)


def _answers(report: Report, method: Method) -> UnplacedProblems:
    questions = {measure.id: measure for measure in method.items}
    for id_, answer in report.answers.items():
        if id_ not in questions:
            message = f"edition {method.edition} has no question {id_}"
            yield UnplacedProblem(
                ("answers", id_), "unknown-question", message, did_you_mean(id_, questions), on_key=True
            )
        elif answer.score is None:
            if not questions[id_].optional:
                remedy = allowed(questions[id_])
                yield UnplacedProblem(("answers", id_, "score"), "missing-score", f"{id_} has no score", remedy)
        elif wrong := misfit(questions[id_], answer.score):
            yield UnplacedProblem(("answers", id_, "score"), *wrong)
    missing = [id_ for id_, measure in questions.items() if not measure.optional and id_ not in report.answers]
    if missing:
        subject, verb = ("answers", "are") if missing[1:] else ("answer", "is")
        message = f"the {subject} {', '.join(missing)} {verb} missing"
        remedy = f"add `{missing[0]}:` with `score:` and `narrative:` below `answers`"
        yield UnplacedProblem(("answers",), "missing-answer", message, remedy, on_key=True)


def _given(report: Report, method: Method) -> UnplacedProblems:
    given = {measure.id: measure for measure in method.stated if not measure.is_item}
    for id_, value in report.given.items():
        if id_ not in given:
            message = f"{id_} is not a measure that is given"
            yield UnplacedProblem(("given", id_), "unknown-measure", message, did_you_mean(id_, given), on_key=True)
        elif wrong := misfit(given[id_], value):
            yield UnplacedProblem(("given", id_), *wrong)


def _facts(report: Report, method: Method) -> UnplacedProblems:
    known = {field.id: field for field in method.quick_facts}
    kinds = [item.id for item in method.rubric.entity_kinds]
    for id_, fact in report.quick_facts.items():
        field = known.get(id_)
        path = ("quick_facts", id_)
        if field is None:
            message = f"edition {method.edition} has no quick fact “{id_}”"
            yield UnplacedProblem(path, "unknown-fact", message, did_you_mean(id_, known), on_key=True)
        elif report.entity.kind in kinds and not field.concerns(report.entity.kind):
            message = f"a {report.entity.kind} has no “{field.label}”"
            yield UnplacedProblem(path, "fact-not-for-kind", message, "remove it", on_key=True)
        elif fact.value is not None and (wrong := _misfit(field, fact.value)):
            yield UnplacedProblem((*path, "value"), "bad-fact", *wrong)
        elif isinstance(fact.value, int | Decimal) and (found := _unlikely(field, fact.value)):
            message, remedy, severity = found
            yield UnplacedProblem((*path, "value"), "fact-out-of-range", message, remedy, severity=severity)


def _misfit(field: FactField, value: str | int | Decimal) -> tuple[str, str] | None:
    """Return what is wrong with a fact's value, and the remedy."""
    number = isinstance(value, int | Decimal)
    match field.type:
        case "category":
            codes = [category.code for category in field.categories]
            if value not in codes:
                return f"“{value}” is not a category of “{field.label}”", did_you_mean(str(value), codes)
        case "integer":
            if not isinstance(value, int):
                remedy = "remove the quotes" if str(value).isdecimal() else "write digits only, such as 17800000"
                return f"“{field.label}” is a whole number, not “{value}”", remedy
        case "number" | "money" | "percent":
            if not number:
                plain = str(value).replace(".", "", 1).isdecimal()
                remedy = "remove the quotes" if plain else "write digits only, such as 10510 or 54.9"
                return f"“{field.label}” is a number, not “{value}”", remedy
        case "text":
            pass
    return None


def _unlikely(field: FactField, value: int | Decimal) -> tuple[str, str, Severity] | None:
    """Return what is wrong with a number that is out of its range, the remedy, and how bad it is.

    Nothing is counted below zero. A growth rate may be negative or more than 100 percent, a balance of payments too:
    where the rubric states no ends, that is a warning.
    """
    least, most, severity = _BOUNDS.get(field.type, _BOUNDLESS)
    if field.min is not None or field.max is not None:
        least, most = (least if field.type == "integer" and field.min is None else field.min), field.max
        severity = "error"
    if (least is None or value >= least) and (most is None or value <= most):
        return None
    ends = " ".join(f"{word} {end}" for word, end in (("from", least), ("to", most)) if end is not None)
    remedy = f"correct it, or give the field `{field.id}` of the rubric its own `min` and `max`"
    return f"“{field.label}” is {value}; its values go {ends}", remedy, severity


_Bounds = tuple[Decimal | None, Decimal | None, Literal["error", "warning"]]
_BOUNDLESS: _Bounds = (None, None, "error")
_BOUNDS: dict[str, _Bounds] = {
    "integer": (Decimal(0), None, "error"),
    "money": (Decimal(0), None, "warning"),
    "percent": (Decimal(0), Decimal(100), "warning"),
}

_HINTS = 20
"""Unknown footnotes of a report for which the program searches a similar id; the search takes time."""


def _footnotes(report: Report) -> UnplacedProblems:
    used: set[str] = set()
    unknown = 0
    for path, prose in report.prose():
        for id_ in prose.notes():
            used.add(id_)
            if id_ not in report.footnotes:
                unknown += 1
                if not report.footnotes:
                    remedy = f"add `footnotes:` with `{_as_key(id_)}:`"
                elif unknown <= _HINTS:
                    remedy = did_you_mean(id_, report.footnotes)
                else:
                    remedy = f"add `{_as_key(id_)}:` to `footnotes`"
                message = f"there is no footnote “{id_}”"
                yield UnplacedProblem(path, "unknown-footnote", message, remedy, snippet=f"[^{id_}]")
    for id_ in report.footnotes:
        if id_ not in used:
            message = f"no text refers to the footnote “{id_}”"
            remedy = f"put [^{id_}] where it belongs, or remove the footnote"
            yield UnplacedProblem(("footnotes", id_), "idle-footnote", message, remedy, on_key=True, severity="warning")


def _errata(report: Report) -> UnplacedProblems:
    """Check that corrections stand in the order of their days, and that there was something to correct."""
    edition, reviewed = report.edition, report.year_under_review
    for index, item in enumerate(report.errata):
        path = ("errata", index, "date")
        if reviewed is not None and item.date.year < reviewed:
            message = f"the correction of {item.date} is older than {reviewed}, the year that the report covers"
            yield UnplacedProblem(path, "early-erratum", message, "write the day of the correction")
        elif isinstance(edition, int) and item.date.year < edition:
            message = f"the correction of {item.date} is older than the edition of {edition}"
            remedy = "check the day; if it is right, waive the warning"
            yield UnplacedProblem(path, "early-erratum", message, remedy, severity="warning")
    for index, (before, item) in enumerate(pairwise(report.errata), 1):
        if item.date < before.date:
            message = f"the correction of {item.date} stands behind that of {before.date}"
            remedy = "put the corrections in the order of their days, the oldest first"
            yield UnplacedProblem(("errata", index, "date"), "errata-order", message, remedy)


def _as_key(id_: str) -> str:
    return f'"{id_}"' if id_.isdigit() else id_


def _named(report: Report, method: Method) -> UnplacedProblems:
    """Check the ids of measures that the report names, and that what is published of them is a value."""
    waived = {waiver.measure for waiver in report.waivers}
    for id_, stated in report.published.items():
        measure = method.measures.get(id_)
        if measure is None:
            message = f"edition {method.edition} has no measure {id_}"
            yield UnplacedProblem(
                ("published", id_), "unknown-measure", message, did_you_mean(id_, method.measures), on_key=True
            )
            continue
        value = as_value(measure, stated)
        if value is None:
            codes = [item.code or str(item.value) for item in measure.categories()]
            message = f"{id_} is published as “{stated}”, which is not {'a category of it' if codes else 'a number'}"
            remedy = did_you_mean(str(stated), codes) if codes else "write digits, as 4 or 2.5"
            yield UnplacedProblem(("published", id_), "bad-published", message, remedy)
        elif id_ in waived and (wrong := measure.off_scale(value.number or Decimal(0))) and not measure.categories():
            yield UnplacedProblem(("published", id_), "value-out-of-range", wrong, allowed(measure))
    for index, waiver in enumerate(report.waivers):
        if waiver.measure not in method.measures:
            message = f"edition {method.edition} has no measure {waiver.measure}"
            remedy = did_you_mean(waiver.measure, method.measures)
            yield UnplacedProblem(("waivers", index, "measure"), "unknown-measure", message, remedy)
