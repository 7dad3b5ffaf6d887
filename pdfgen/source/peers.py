"""The other entities of an edition, for ranks and percentiles.

They are the rows of the edition's score tables, whoever asks: so a report has the same rank built alone, with its
folder, and in a volume. A file carries what its report was compared with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.model.editions import path_of
from pdfgen.model.rounding import rounded
from pdfgen.scoring import Peer, Peers, ScoringError, as_value, compared, evaluate, settle
from pdfgen.source.scores import each_once
from pdfgen.source.unplaced import UnplacedProblem, UnplacedProblems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.errors import Severity
    from pdfgen.model.editions import EditionId
    from pdfgen.model.entity import Entity
    from pdfgen.model.measure import Measure
    from pdfgen.model.names import Names
    from pdfgen.model.operators import Exact, Standing
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Scorecard, Stated
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.scores import ScoreRow, ScoreTable

_PLACES = 15  # decimals of a place in an earlier edition, as a table can have it


def peers(entity: Entity, method: Method, catalogue: Catalogue, own: ScoreRow | None) -> Peers | None:
    """Return the other entities of the edition of ``method``; None where the method orders none.

    ``own`` is the row of the entity itself.
    """
    ordered = method.standings
    if not ordered:
        return None
    names = catalogue.entities(method.rubric.id) if any(item.within == "group" for _, item in ordered) else None
    tables = catalogue.score_tables(method.rubric.id, method.edition)
    here = (own.path, own.line) if own else None
    others = [peer for place, peer in _peers(_Edition(method, tables, names)).items() if place != here]
    return Peers(others, entity.kind, entity.counted_to or (_group(own, names, method.edition) if own else ""))


def earlier_places(
    entity: Entity, method: Method, catalogue: Catalogue, own: ScoreRow | None, stated: Mapping[str, Stated]
) -> dict[str, Stated]:
    """Return where an entity stood in an earlier edition by what is ``stated`` of it, unless that says it itself."""
    known = peers(entity, method, catalogue, own)
    if known is None:
        return {}
    try:
        values = evaluate(method, stated, known)
    except ScoringError:  # whoever makes a scorecard of the edition says so
        return {}
    made = {measure.id: values[measure.id].exact for measure, _ in method.standings if measure.id not in stated}
    return {id_: rounded(value, _PLACES, "down").normalize() for id_, value in made.items() if value is not None}


def without_peers(card: Scorecard, known: Peers | None, severity: Severity) -> UnplacedProblems:
    """Yield a problem for each rank that cannot be known, because no score table has other entities."""
    method = card.method
    for measure, formula in method.standings:
        if card[formula.of].value and not card[measure.id].value and not (known and known.known(formula.of)):
            message = (
                f"{measure.id} cannot be known: no score table of edition {method.edition} has other entities "
                f"with a value of {formula.of}"
            )
            table = f"scores/{method.rubric.id}/{path_of(method.edition)}.csv"
            remedy = (
                f"put the scores of all into {table}: with `pdfgen import scores`, or `export scores` of the reports"
            )
            yield UnplacedProblem(("entity", "name"), "unknown-peers", message, remedy, severity=severity)


@dataclass(frozen=True, slots=True, eq=False)
class _Edition:
    """What the peers of an edition are made from; two are one when all of it is the same, and not a copy."""

    method: Method
    tables: tuple[ScoreTable, ...]
    names: Names | None

    def _key(self) -> tuple[int, ...]:
        return id(self.method), id(self.names), *map(id, self.tables)

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Edition) and self._key() == other._key()


@remembered(16)
def _peers(edition: _Edition) -> dict[tuple[str, int], Peer]:
    """Return the entities of the score tables of an edition, each by the place of its row."""
    method = edition.method
    rows = [row.read(method, []) for row in each_once(row for table in edition.tables for row in table.rows)]
    stated: list[dict[str, Stated]] = [dict(row.scores) for row in rows]
    found = [_unvalued(row, edition) for row in rows]
    for measure, formula in method.standings:
        of = method.measures[formula.of]
        for place, row in enumerate(rows):
            value = _value(row, method, of, stated[place])
            if value is not None:
                values = {**found[place].values, of.id: compared(of, value)}
                found[place] = replace(found[place], values=values)
        for place, row in enumerate(rows):  # what is made from this measure needs it
            if measure.id not in row.totals(method, []):
                stated[place] |= _standing(found, place, measure, formula, of)
    order = sorted(range(len(rows)), key=lambda place: (found[place].name, found[place].id))
    return {(rows[place].path, rows[place].line): found[place] for place in order}


def _unvalued(row: ScoreRow, edition: _Edition) -> Peer:
    cells = row.cells
    group = _group(row, edition.names, edition.method.edition)
    return Peer(cells["entity"], cells.get("id") or "", cells.get("kind") or "", group, {})


def _group(row: ScoreRow, names: Names | None, edition: EditionId) -> str:
    """Return the group that a row counts its entity to."""
    known = names.find(row.cells["entity"], edition, row.cells.get("id")) if names else None
    return (known.region(edition) if known else None) or row.cells.get("region") or ""


def _value(row: ScoreRow, method: Method, measure: Measure, stated: Mapping[str, Stated]) -> Exact | None:
    """Return the value of a measure by a row: as its scores give it, or as it is published where these give another."""
    totals = row.totals(method, [])
    try:
        settled = settle(method, stated, totals, row.waived)
    except ScoringError:  # whoever checks the entity says so
        return None
    made = settled.values[measure.id]
    if measure.id in settled.differing:
        made = as_value(measure, totals[measure.id]) or made
    return made.exact


def _standing(found: Sequence[Peer], place: int, measure: Measure, formula: Standing, of: Measure) -> dict[str, Stated]:
    own = found[place]
    if of.id not in own.values:
        return {}
    others = Peers([*found[:place], *found[place + 1 :]], own.kind, own.group)
    if not others.known(of.id):
        return {}
    made = others.place(of, formula, Fraction(own.values[of.id]))
    return {} if made is None else {measure.id: rounded(made, _PLACES, "down")}
