"""Tell what became of an edition or a report: in words, or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pdfgen.cli import output
from pdfgen.cli.differences import COLOURS, labelled, names_of, report_lines, shown
from pdfgen.diffs.comparison import compare
from pdfgen.diffs.comparison_data import as_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pdfgen.diffs.comparison import Comparison, Side
    from pdfgen.model.report import Report


def show(before: Path, after: Path, *, as_json: bool, words: bool | None) -> int:
    """Compare, tell and return the exit code.

    Without a choice, words are shown of versions of one edition and counted between editions.
    """
    found = compare(before, after)
    if as_json:
        output.print_json(as_data(found))
    elif found.same:
        output.tell("no differences")
    else:
        output.tell("\n".join(_lines(found, words=found.one_edition if words is None else words)))
    return 0


def _lines(found: Comparison, *, words: bool) -> Iterator[str]:
    names = names_of(found)
    yield click.style(f"--- {_named(found.before)}", bold=True)
    yield click.style(f"+++ {_named(found.after)}", bold=True)
    if found.of_editions:
        yield ""
        yield from _summary(found, names)
    new, gone = found.questions
    for told, measures in (("new question", new), ("no longer asked", gone)):
        yield from (f"{told}: {measure.label} ({measure.id})" for measure in measures)
    yield from (f"note: {note}" for note in found.notes)
    for change in found.reports:
        if not change.same:
            yield ""
            yield from report_lines(change, names[change.after.origin().path], words=words, briefly=found.of_editions)


def _named(side: Side) -> str:
    return (
        f"{side.path} ({side.method.rubric.title} {side.method.edition}, {output.count(len(side.reports), 'report')})"
    )


def _summary(found: Comparison, names: dict[str, str]) -> Iterator[str]:
    """Yield what became of the edition as a whole."""

    def called(report: Report) -> str:
        return names[report.origin().path]

    differing = sum(not change.same for change in found.reports)
    same = len(found.reports) - differing
    yield f"{output.count(len(found.reports), 'report')} on both sides: {differing} changed, {same} the same"
    renamed = [f"{change.before.entity.name} → {called(change.after)}" for change in found.reports if change.renamed]
    new, gone = (list(map(called, reports)) for reports in (found.new, found.gone))
    for told, those in (("new", new), ("gone", gone), ("renamed", renamed)):
        if those:
            yield f"{told} ({len(those)}): {', '.join(those)}"
    headline = found.after.method.headline
    for id_ in dict.fromkeys(filter(None, [headline.status, headline.aggregate, *headline.measures])):
        yield from _movement(found, id_, called)
    for flag in found.after.method.flags:
        for won, told in ((True, "won"), (False, "lost")):
            those = [
                called(change.after)
                for change in found.reports
                if any(item.id == flag.id and item.after is won for item in change.scores.flags)
            ]
            if those:
                yield f"{flag.label} {told} ({len(those)}): {', '.join(those)}"


def _movement(found: Comparison, id_: str, called: Callable[[Report], str]) -> Iterator[str]:
    """Yield how many entities got better and worse by a measure; which ones, where it is a category."""
    changed = [
        (called(change.after), shift) for change in found.reports if (shift := change.scores.shifts[id_]).changed
    ]
    if not changed:
        return
    better, worse = (sum(shift.trend == trend for _, shift in changed) for trend in ("better", "worse"))
    unchanged, others = len(found.reports) - len(changed), len(changed) - better - worse
    tail = f", {others} not comparable" if others else ""
    yield f"{labelled(changed[0][1])}: {better} better, {worse} worse, {unchanged} unchanged{tail}"
    if changed[0][1].measure.has_number():
        return
    for name, shift in sorted(changed, key=lambda item: item[1].trend or ""):
        way = f"{shown(shift.before)} → {shown(shift.after)}"
        yield click.style(f"  {name} {way} ({shift.trend or shift.footing})", fg=COLOURS.get(shift.trend or ""))
