"""The past of a report: the scores of its entity in earlier editions, by score tables and earlier reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.model.formula import Given
from pdfgen.source.checks import allowed
from pdfgen.source.draft import read_draft
from pdfgen.source.identity import Identity
from pdfgen.source.places import shown
from pdfgen.source.search import Search
from pdfgen.source.tree import Mapping, Scalar, Sequence, Tree, descend, read
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.model.method import Measure, Method
    from pdfgen.model.report import Report
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.scores import ScoreRow

_MOST_READ = 9  # earlier reports on one entity: as many editions as the tables of a volume show
_MOST_NAMED = 3


@dataclass(slots=True)
class Past:
    """What is known of an entity in earlier editions."""

    history: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    """The stated numbers by edition. The edition before has none when nobody can say that it did not score the
    entity."""
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
    left = _MOST_READ
    for edition in sorted((edition for edition in rubric.editions if edition < report.edition), reverse=True):
        method_then = rubric.at(edition)
        row = search.row(edition)
        sources = [_of_row(row, method_then, problems)] if row else []
        for place in search.reports(edition) if left else ():
            sources.append(_of_report(place, method_then, problems, whole=edition == before))
            left -= 1
        if sources:
            problems += _disagreements(sources, method_then)
            found.history[edition] = next((item for item in sources if item.tree), sources[0]).numbers
    if before is not None and not any(found.history.values()):
        new, found.gone = search.newcomer(before)
        if not new:
            found.history.setdefault(before, {})
    found.history = dict(sorted(found.history.items()))
    return found


@dataclass(frozen=True, slots=True)
class _Source:
    """The numbers that one source states for one edition; ``tree`` is its report, None for the row of a table."""

    name: str
    numbers: dict[str, Decimal]
    waived: frozenset[str] = frozenset()
    tree: Tree | None = None


def _of_row(row: ScoreRow, method: Method, problems: list[Problem]) -> _Source:
    return _Source(f"the score table of {method.edition}", row.read(method.stated, problems).numbers)


def _of_report(path: Path, method: Method, problems: list[Problem], *, whole: bool) -> _Source:
    """Return what an earlier report states. The one of the edition before is checked as a ``whole``."""
    name = str(shown(path))
    if whole:
        draft = read_draft(shown(path))
        problems += draft.problems
        tree = draft.tree if draft.report is not None else None
    else:
        tree, file = read(shown(path))
        problems += file.problems
    if tree is None:
        return _Source(name, {})
    numbers: dict[str, Decimal] = {}
    for measure in method.stated:
        place = stated_place(measure)
        node, taken = descend(tree, place)
        value = node.value if isinstance(node, Scalar) and taken == place else None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        number = Decimal(value)
        if wrong := measure.off_scale(number):
            problems.append(at(tree, place, "score-out-of-range", wrong, allowed(measure)))
        else:
            numbers[measure.id] = number
    return _Source(name, numbers, frozenset(_waived(tree)), tree)


def stated_place(measure: Measure) -> tuple[str | int, ...]:
    """Return where a report states the number of a measure."""
    return ("given", measure.id) if isinstance(measure.formula, Given) else ("answers", measure.id, "score")


def _waived(tree: Tree) -> Iterator[str]:
    waivers = tree.items.get("waivers") if isinstance(tree, Mapping) else None
    for item in waivers.items if isinstance(waivers, Sequence) else ():
        measure = item.items.get("measure") if isinstance(item, Mapping) else None
        if isinstance(measure, Scalar) and isinstance(measure.value, str):
            yield measure.value


def _disagreements(sources: list[_Source], method: Method) -> Iterator[Problem]:
    """Yield where the reports of an earlier edition state another number than the score table, or than the first."""
    first, *others = sources
    for other in others:
        for measure in method.stated:
            theirs, ours = first.numbers.get(measure.id), other.numbers.get(measure.id)
            waived = measure.id in first.waived | other.waived
            if theirs is None or ours is None or theirs == ours or waived or other.tree is None:
                continue
            message = f"{measure.id} is scored {ours}, but {first.name} has {theirs}"
            remedy = f"write {theirs}, or waive it with `waivers:` and the reason"
            yield at(other.tree, stated_place(measure), "score-differs", message, remedy)


def unknown_name(report: Report, method: Method, catalogue: Catalogue, tree: Tree, known: Past) -> list[Problem]:
    """Warn of an entity that has no past, where it may have one under another name.

    A name that the names of the rubric have is known, even without scores.
    """
    name, edition = report.entity.name, report.edition
    before = method.rubric.before(edition)
    if any(known.history.values()):
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
        message = f"the score tables of {method.rubric.id} have no “{name}”: its change cannot be told"
    return [replace(at(tree, ("entity", "name"), "unknown-name", message, remedy), severity="warning")]
