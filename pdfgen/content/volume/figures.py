"""The measures of a method as the columns of a table: ratings, groups with their sections, the total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdfgen.content.volume.volume_blocks import TableColumn
from pdfgen.model.operators import Mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method

_MOST = 12  # measures of the tree; sections are left out where there are more


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A measure as a column of a table."""

    measure: Measure
    column: TableColumn


def figures(method: Method, labels: Labels) -> list[MeasureColumn]:
    """Return the columns of a table of scores, the total last."""
    ratings = [
        MeasureColumn(measure, TableColumn(measure.abbr, labels.volume.tables.rating, light=True))
        for measure in _headline(method)
        if measure.is_banded and measure.has_number()
    ]
    tree = [figure for root in method.roots for figure in _tree(method, root, labels)]
    sections = [figure for figure in tree if figure.column.strong]
    tree = tree if len(tree) <= _MOST or not sections else sections
    if ratings:
        tree[:1] = [apart(figure) for figure in tree[:1]]
    shown = {figure.measure.id for figure in [*ratings, *tree]}
    others = [
        MeasureColumn(measure, TableColumn(measure.abbr, _best(measure, labels), apart=True))
        for measure in _headline(method)
        if measure.formula and measure.id not in shown and not measure.parts and not of_ratings(method, measure)
    ]
    found = [*ratings, *tree, *others]
    if total := method.total:
        found.append(MeasureColumn(total, TableColumn(total.abbr, _best(total, labels), strong=True, apart=True)))
    return found


def _headline(method: Method) -> list[Measure]:
    return [method.measures[id_] for id_ in method.headline.measures]


def _tree(method: Method, id_: str, labels: Labels) -> Iterable[MeasureColumn]:
    """Yield the sections below a measure, and behind them the measure itself unless it is the total."""
    measure = method.measures[id_]
    below = [method.measures[child] for child in measure.parts]
    inner = any(child.parts for child in below)
    total = id_ == method.headline.aggregate
    if inner or (below and total):
        for child in below:
            yield from _tree(method, child.id, labels)
    if not total:
        yield MeasureColumn(measure, TableColumn(measure.abbr, _best(measure, labels), strong=inner))


def of_ratings(method: Method, measure: Measure) -> bool:
    """Tell whether a measure is but the mean of ratings."""
    if not isinstance(measure.formula, Mean) or measure.parts:
        return False
    return all(method.measures[part].is_banded for part in measure.made_from)


def basis(method: Method, status: Measure) -> Measure | None:
    """Return the measure with few values that a status rests on; None where there is none."""
    named = [method.measures[part] for part in status.made_from] if status.is_banded else []
    named += [measure for measure in method.measures.values() if of_ratings(method, measure)]
    total = method.headline.aggregate
    return next((item for item in named if item.id != total and not item.parts and item.has_number()), None)


def apart(figure: MeasureColumn) -> MeasureColumn:
    """Return a figure whose column stands away from the one before."""
    return replace(figure, column=replace(figure.column, apart=True))


def _best(measure: Measure, labels: Labels) -> str:
    return "" if measure.scale.max is None else f"/{labels.number(measure.scale.max)}"
