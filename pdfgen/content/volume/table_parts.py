"""What all comparative tables are made of: rows with names and values, heads, and notes on their signs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.volume.entries import VolumeEntry, by_kind
from pdfgen.content.volume.volume_blocks import DataRow, DataTable, TableColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfgen.content.blocks import Trend
    from pdfgen.content.volume.figures import MeasureColumn
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method


class TableParts:
    """Makes the parts of tables of an edition; its entries come from A to Z."""

    def __init__(
        self, entries: list[VolumeEntry], groups: tuple[str, ...], method: Method, origin: Origin, labels: Labels
    ) -> None:
        self.entries, self.groups, self.method = entries, groups, method
        self.origin, self.labels, self.said = origin, labels, labels.volume.tables
        self.kinds = by_kind(entries)
        self.before = words.before(method, labels)
        self.edition = labels.edition_brief(method.rubric.words_of(method.edition))

    def _table(  # what a table is made of
        self,
        id_: str,
        title: str,
        columns: list[TableColumn],
        rows: Sequence[DataRow],
        notes: list[str],
        *,
        new_page: bool = False,
    ) -> DataTable:
        """Return a table that says below itself what its signs mean."""
        return DataTable(
            id=id_,
            origin=self.origin,
            level=2,
            title=title,
            stub=self._stub,
            columns=tuple(columns),
            rows=tuple(rows),
            note="  ".join([*notes, *self._signs(rows)]),
            new_page=new_page,
        )

    @cached_property
    def _stub(self) -> str:
        """What heads the names: the kinds that have no mark behind theirs."""
        plain = [kind for kind, _ in self.kinds if not kind.mark] or [kind for kind, _ in self.kinds]
        return self.labels.volume.listed([str(self.labels.kind(kind).head) for kind in plain], "{first}/{last}")

    def _kinds(self, entries: Iterable[VolumeEntry]) -> list[str]:
        """Return what the marks behind the names of ``entries`` mean."""
        shown = {entry.kind.id for entry in entries}
        marked = [(kind.mark, self.labels.kind(kind)) for kind, _ in self.kinds if kind.mark and kind.id in shown]
        return [self.said.note_kind.format(mark=mark, kind=said.singular) for mark, said in marked]

    def _ends(self, ratings: list[Measure]) -> list[str]:
        """Return what the ends of the ratings' scales mean, said once where they mean the same."""
        found: dict[str, list[str]] = {}
        for measure in ratings:
            scale = measure.scale
            if scale.hint and scale.max is not None:
                ends = ((scale.min, scale.hint.min), (scale.max, scale.hint.max))
                said = [
                    self.labels.scale_end.format(value=self.labels.number(value), meaning=self.labels.term(meaning))
                    for value, meaning in ends
                ]
                found.setdefault("; ".join(said), []).append(measure.abbr)
        return [f"{', '.join(heads)} {self.said.rating}: {said}." for said, heads in found.items()]

    def _signs(self, rows: Iterable[DataRow]) -> list[str]:
        """Return what the signs for missing figures mean, as far as they stand in ``rows``."""
        cells = {cell for row in rows for cell in row.cells}
        missing, absent = self.labels.missing, self.labels.absent
        found = [self.said.note_absent.format(absent=absent)] if absent in cells else []
        return [*found, *([self.said.note_missing.format(missing=missing)] if missing in cells else [])]

    def _row(self, entry: VolumeEntry, shown: list[MeasureColumn]) -> DataRow:
        cells = [self._value(entry, figure.measure) for figure in shown]
        trends = []
        if self.before and (total := entry.card.aggregate):
            trends.append((len(cells), total.change.trend))
            none = total.value.absent or total.change.previous.absent
            cells.append(self.labels.absent if none else words.change_cell(total.change, self.labels))
        return self._named(entry, cells, trends)

    def _named(
        self, entry: VolumeEntry, cells: Iterable[str], trends: Iterable[tuple[int, Trend | None]] = ()
    ) -> DataRow:
        """Return the row of an entity, with its status and a way to its report."""
        status, trend = entry.status(self.labels), tuple(trends)
        return DataRow(self._marked(entry), tuple(cells), entry.tone, status, trend, entry.target, origin=entry.origin)

    @staticmethod
    def _marked(entry: VolumeEntry) -> str:
        """Return the name of an entity with the mark of its kind."""
        return f"{entry.name} {entry.kind.mark}" if entry.kind.mark else entry.name

    def _value(self, entry: VolumeEntry, measure: Measure) -> str:
        scored = entry.card[measure.id]
        value = scored.value
        if not measure.is_place or value.number is None:
            shown = words.value(value, self.labels) or self.labels.absent
            return " ".join(filter(None, [shown, words.margin(scored, self.labels)]))
        if scored.company:
            shared = scored.company.alike > 0
        else:
            shared = sum(other.card[measure.id].value.number == value.number for other in self.entries) > 1
        number = self.labels.number(value.number)
        return self.labels.ranks.shared_number.format(number=number) if shared else number
