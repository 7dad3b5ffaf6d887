"""The past of a report: the scores of its entity in earlier editions, by score tables and earlier reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.scoring import agree, as_published, as_value, stated_by, within_tolerance
from pdfgen.source.draft import read_draft
from pdfgen.source.fitting import misfit
from pdfgen.source.identity import Identity
from pdfgen.source.peers import earlier_places
from pdfgen.source.places import shown
from pdfgen.source.search import Search
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.model.editions import EditionId
    from pdfgen.model.measure import Measure
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.scores import ScoreRow
    from pdfgen.source.tree import Tree


_MOST_READ = 5  # earlier editions whose reports are compared with their score tables: those that a report shows
_MOST_NAMED = 3


@dataclass(slots=True)
class Past:
    """What is known of an entity in earlier editions."""

    history: dict[EditionId, Mapping[str, Stated]] = field(default_factory=dict)
    """The stated numbers by edition. The edition before has none when it is not known whether it scored the
    entity."""
    called: str = ""
    """The name that the breaks of the method have for the entity."""
    gone: list[str] = field(default_factory=list)
    """Of an entity without a past: the names of the edition before that this edition has no more, the nearest first."""


def past(report: Report, method: Method, catalogue: Catalogue, path: Path | None, problems: list[Problem]) -> Past:
    """Return what is known of the entity of ``report``, which was read from ``path``, in earlier editions.

    Where a report and a score table of one edition disagree, and nothing waives it, that is noted in ``problems``, as
    is all else that is wrong with them, at their own places.
    """
    rubric = method.rubric
    before = rubric.before(report.edition)
    search = Search(catalogue, rubric, Identity.of(report.entity, report.edition), report.language, path)
    found = Past()
    for edition in reversed(rubric.earlier(report.edition)):
        then = rubric.at(edition)
        row = search.row(edition)
        row = row.read(then, problems) if row else None
        places = search.reports(edition) if row is None or len(found.history) < _MOST_READ else []
        sources = [_of_report(place, row, then, problems) for place in places]
        if row:
            table = _Source(f"the score table of {edition}", row.scores, frozenset(row.waived))
            problems += _disagreements(table, sources, then)
            if not sources:
                sources.append(_Source("", row.stated(then)))
                problems += row.contradictions(then, problems)[0].values() if edition == before else ()
        if sources:
            problems += _disagreements(sources[0], sources[1:], then)
            stated = sources[0].stated
            found.history[edition] = {**stated, **earlier_places(report.entity, then, catalogue, row, stated)}
    if before is not None and not any(found.history.values()):
        new, found.gone = search.newcomer(before)
        if not new:
            found.history.setdefault(before, {})
    own_row = search.row(report.edition)  # it is checked with the report
    found.called = _called(report, method, search, own_row)
    if own_row:
        own_row = own_row.read(method, [])
        kept = {**own_row.beside(stated_by(report, method), method), **own_row.sure}
        found.history |= {report.edition: kept} if kept else {}
    found.history = {edition: found.history[edition] for edition in rubric.editions if edition in found.history}
    return found


def _called(report: Report, method: Method, search: Search, row: ScoreRow | None) -> str:
    """Return the name that the breaks of the method have for an entity; the table's own names need no looking up."""
    name = report.entity.name
    rubric = method.rubric
    changes = [item for item in rubric.breaks if not rubric.is_earlier(method.edition, item.edition)]
    listed = {item for change in changes for item in change.entities}
    if not listed or name in listed or (row and row.cells["entity"] == name):
        return name
    return next((spelling for spelling in search.spellings() if spelling in listed), name)


@dataclass(frozen=True, slots=True)
class _Source:
    """What one source states for one edition; ``tree`` is its report, None for the row of a table."""

    name: str
    stated: Mapping[str, Stated]
    waived: frozenset[str] = frozenset()
    tree: Tree | None = None


def _of_report(path: Path, row: ScoreRow | None, method: Method, problems: list[Problem]) -> _Source:
    """Return what an earlier report states; ``row`` is that of its score table."""
    draft = read_draft(shown(path))
    problems += draft.problems
    report, tree = draft.report, draft.tree
    if report is None or tree is None:
        return _Source(str(shown(path)), {})
    stated = stated_by(report, method)
    for measure in method.stated:
        value = stated.get(measure.id)
        if value is not None and (wrong := misfit(measure, value)):
            problems.append(at(tree, _place(measure), *wrong))
            del stated[measure.id]
    tabled = row.beside(stated, method) if row else {}
    waived = frozenset(waiver.measure for waiver in report.waivers)
    return _Source(str(shown(path)), as_published(report, method, stated, tabled), waived, tree)


def _agree(measure: Measure, one: Stated, other: Stated) -> bool:
    first, second = (as_value(measure, str(stated)) for stated in (one, other))
    if not first or not second:
        return False
    near = within_tolerance(measure, first, second)
    return near or agree(measure, first, second) or agree(measure, second, first)


def _place(measure: Measure) -> tuple[str | int, ...]:
    return ("answers", measure.id, "score") if measure.is_item else ("given", measure.id)


def _disagreements(first: _Source, others: list[_Source], method: Method) -> Iterator[Problem]:
    """Yield where earlier reports state another number than the score table, or than the first of them."""
    for other in others:
        for measure in method.stated:
            stated, own = (source.stated.get(measure.id) for source in (first, other))
            waived = measure.id in first.waived | other.waived
            if stated is None or own is None or waived or other.tree is None or _agree(measure, own, stated):
                continue
            message = f"{measure.id} is {own}, but {first.name} has {stated}"
            remedy = f"write {stated}, or waive it with `waivers:` and the reason"
            yield at(other.tree, _place(measure), "score-differs", message, remedy)


def unknown_name(report: Report, method: Method, catalogue: Catalogue, tree: Tree, known: Past) -> list[Problem]:
    """Warn of an entity that has no past, where it may have one under another name.

    A name that the names of the rubric have is known, even without scores.
    """
    name, edition = report.entity.name, report.edition
    before = method.rubric.before(edition)
    if any(stated for other, stated in known.history.items() if other != edition):
        return []
    who = Identity.of(report.entity, edition)
    years = [edition] if before is None else [before, edition]
    scored = {row.cells["entity"] for year in years for row in catalogue.rows(method.rubric.id, year)}
    now = catalogue.scores(method.rubric.id, edition, who)
    names = catalogue.entities(method.rubric.id) if known.gone or (scored and now is None) else None
    if (not known.gone and (now is not None or not scored)) or who.known(names):
        return []
    if known.gone:
        count = len(known.gone)
        many = f"{count} names of {before} are" if count > 1 else f"a name of {before} is"
        nearest = ", ".join(f"“{item}”" for item in known.gone[:_MOST_NAMED])
        message = (
            f"“{name}” is new in edition {edition}, and {many} gone: {nearest}{', …' if count > _MOST_NAMED else ''}"
        )
        remedy = (
            f"if it is one of them, add the other name to names/{method.rubric.id}.yaml; if it is new, add it there"
        )
    else:
        spellings = names.spellings() if names else []
        near = get_close_matches(name, dict.fromkeys([*sorted(scored), *spellings]), n=2, cutoff=0.7)
        remedy = did_you_mean(name, near) if near else "check the name; a new entity has no earlier scores"
        message = f"the score tables of {method.rubric.id} have no “{name}”: its change is not known"
    return [replace(at(tree, ("entity", "name"), "unknown-name", message, remedy), severity="warning")]
