"""The comparative tables: what the scores of an edition say side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, Paragraph, Span
from pdfgen.content.volume.entries import VolumeEntry, by_region, parted
from pdfgen.content.volume.figures import MeasureColumn, apart, basis, figures
from pdfgen.content.volume.front import by_category
from pdfgen.content.volume.volume_blocks import DataRow, DataTable, Register, RegisterEntry, TableColumn
from pdfgen.scoring.statistics import largest_changes, mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfgen.content.blocks import Trend
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method

_LONG = 34  # characters of the heads of categories; where they are longer, their codes stand
_LARGEST = 10  # changes that are listed on either side
_EDITIONS = 10


class Tables:
    """Makes the tables of an edition; its entries come from A to Z."""

    def __init__(
        self, entries: list[VolumeEntry], regions: tuple[str, ...], method: Method, origin: Origin, labels: Labels
    ) -> None:
        self.entries, self.regions, self.method = entries, regions, method
        self.origin, self.labels, self.said = origin, labels, labels.volume.tables
        self.countries, self.territories = parted(self.entries)
        self.aggregate = entries[0].card.aggregate.measure
        self.before = method.rubric.before(method.edition)

    @cached_property
    def blocks(self) -> list[Block]:
        """All tables, in the order of the book."""
        title = self.said.scores if self.territories else self.said.scores_countries
        found: list[Block] = [self._scores("table.scores", title, self.entries)]
        found += self._by_status()
        if self.territories and self.countries:
            found.append(self._scores("table.territories", self.said.territories, self.territories))
        found += self._by_region()
        found += self._flags()
        found += self._changes()
        found += self._status_changes()
        found += self._series()
        return found

    def contents(self) -> list[RegisterEntry]:
        """Return the titles of the tables with their places, for the contents."""
        titles = [
            (block.id, block.title if isinstance(block, DataTable) else block.text)
            for block in self.blocks
            if isinstance(block, DataTable | Heading)
        ]
        return [RegisterEntry(title, target=f"/tables.{id_}") for id_, title in titles]

    # -- scores

    def _scores(self, id_: str, title: str, entries: list[VolumeEntry]) -> DataTable:
        shown = figures(self.method, self.labels)
        columns = [figure.column for figure in shown]
        notes = [self.said.note_territory] if any(entry.is_territory for entry in entries) else []
        notes += self._ends([figure.measure for figure in shown if figure.column.light])
        if self.before:
            columns.append(TableColumn(self.said.change, apart=True))
            notes.append(self.said.note_change.format(edition=self.before))
        rows = tuple(self._row(entry, shown) for entry in entries)
        return self._table(id_, title, columns, rows, notes, new_page=True)

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
            stub=self.said.name,
            columns=tuple(columns),
            rows=tuple(rows),
            note="  ".join([*notes, *self._signs(rows)]),
            new_page=new_page,
        )

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
        if self.before:
            trends.append((len(cells), entry.card.aggregate.change.trend))
            total = entry.card.aggregate
            none = total.value.absent or total.change.previous.absent
            cells.append(self.labels.absent if none else words.change_cell(total.change, self.labels))
        return self._named(entry, cells, trends)

    def _named(
        self, entry: VolumeEntry, cells: Iterable[str], trends: Iterable[tuple[int, Trend | None]] = ()
    ) -> DataRow:
        """Return the row of an entity, with its status and a way to its report."""
        mark = f" {self.said.mark}" if entry.is_territory else ""
        status = entry.status(self.labels)
        label, trend = entry.name + mark, tuple(trends)
        return DataRow(label, tuple(cells), entry.tone, status, trend, entry.target, origin=entry.origin)

    def _value(self, entry: VolumeEntry, measure: Measure) -> str:
        scored = entry.card[measure.id]
        shown = words.value(scored.value, self.labels) or self.labels.absent
        return " ".join(filter(None, [shown, words.margin(scored, self.labels)]))

    # -- by status, region and mark

    def _by_status(self) -> list[Block]:
        """Return the names by status, and within it by the measure that the status is a band of."""
        status = self.entries[0].card.status
        if status is None:
            return []
        by = basis(self.method, status.measure)
        label = self.labels.term(status.measure.label)
        form = self.said.by_status_and if by else self.said.by_status
        title = form.format(status=label, measure=self.labels.term(by.label) if by else "")
        listed: list[RegisterEntry] = []
        for category, count in by_category(self.entries):
            members = [entry for entry in self.entries if entry.category and entry.category.code == category.code]
            heading = self.labels.term(category.label or "")
            if by is None:
                counted = self.labels.volume.counted.format(count=self.labels.number(count), category=heading)
                listed.append(RegisterEntry(counted, category.tone, heading=True))
                listed += [self._name(entry) for entry in members]
                continue
            members.sort(key=lambda entry: self._order(entry, by))
            for _, group in groupby(members, key=lambda entry: self._order(entry, by)):
                same = list(group)
                words_ = f"{heading} {self.labels.separator} {self._value(same[0], by)}"
                listed.append(RegisterEntry(words_, category.tone, heading=True))
                listed += [self._name(entry) for entry in same]
        without = [entry for entry in self.entries if entry.category is None]
        for name, group in groupby(sorted(without, key=self._absence), key=self._absence):
            listed += [RegisterEntry(name, heading=True), *map(self._name, group)]
        return self._register("table.status", title, listed)

    def _absence(self, entry: VolumeEntry) -> str:
        """Return why an entity has no status; “n/a” where nobody says so."""
        status = entry.card.status
        return (words.value(status.value, self.labels) if status else "") or self.labels.missing

    def _order(self, entry: VolumeEntry, by: Measure) -> Decimal:
        """Return what entities are ordered by, the best first."""
        number = entry.card[by.id].value.number or Decimal(0)
        return -number if by.direction == "higher" else number

    def _name(self, entry: VolumeEntry) -> RegisterEntry:
        mark = f" {self.said.mark}" if entry.is_territory else ""
        return RegisterEntry(entry.name + mark, target=entry.target, origin=entry.origin)

    def _register(self, id_: str, title: str, listed: list[RegisterEntry]) -> list[Block]:
        """Return a title and names in columns below it."""
        head = Heading(id=id_, origin=self.origin, level=2, role="table", text=title, outline=title)
        return [head, Register(id=f"{id_}.names", origin=self.origin, role="names", level=3, entries=tuple(listed))]

    def _by_region(self) -> list[Block]:
        """Return the means of the regions; countries only, as in the tables of the publisher."""
        groups = by_region(self.countries, self.regions, self.labels)
        if len(groups) < 2:  # noqa: PLR2004  # nothing to compare
            return []
        shown = [figure for figure in figures(self.method, self.labels) if _has_mean(figure)]
        shown[:1] = map(apart, shown[:1])
        categories = [category for category, _ in by_category(self.countries)]
        columns = [TableColumn(self.said.number)]
        labels = [self.labels.term(category.label or "") for category in categories]
        heads = labels if sum(map(len, labels)) <= _LONG else [category.code or "" for category in categories]
        columns += [TableColumn(head, light=True) for head in heads]
        columns += [figure.column for figure in shown]
        pairs = zip(heads, labels, strict=True)
        explained = [self.said.note_code.format(code=code, category=label) for code, label in pairs if code != label]
        rows = []
        for name, members in [*groups, (self.said.all, self.countries)]:
            codes = [entry.category.code for entry in members if entry.category]
            cells = [self.labels.number(len(members))]
            cells += [self.labels.number(codes.count(category.code)) for category in categories]
            cells += [self._mean(members, figure.measure) for figure in shown]
            rows.append(DataRow(name, tuple(cells), strong=members is self.countries))
        rounding = [self._rounding()] if shown else []
        return [
            replace(
                self._table("table.regions", self.said.regions, columns, rows, [*rounding, *explained]),
                stub=self.said.region,
            )
        ]

    def _rounding(self) -> str:
        step = Decimal(1).scaleb(-self.aggregate.scale.decimals - 1)
        return self.said.note_mean.format(step=self.labels.number(step))

    def _mean(self, entries: list[VolumeEntry], measure: Measure) -> str:
        decimals = measure.scale.decimals + 1
        found = mean((entry.card[measure.id].value.number for entry in entries), decimals)
        return self.labels.absent if found is None else self.labels.number(found)

    def _flags(self) -> list[Block]:
        """Return who has each mark of the method."""
        found: list[Block] = []
        for flag in self.method.flags:
            able = [entry for entry in self.entries if entry.report.entity.kind in flag.entities]
            those = [entry for entry in able if entry.card.flags.get(flag.id)]
            if those:
                counts = {"count": self.labels.number(len(those)), "total": self.labels.number(len(able))}
                title = self.said.flag.format(flag=self.labels.term(flag.label), **counts)
                found += self._register(f"table.flag.{flag.id}", title, [self._name(entry) for entry in those])
        return found

    # -- changes

    def _changes(self) -> list[Block]:
        """Return the largest gains and losses since the edition before."""
        if self.before is None:
            return []
        by_card = {id(entry.card): entry for entry in self.entries}
        cards = [entry.card for entry in self.entries]
        groups = [
            self.method.measures[child] for root in self.method.roots for child in self.method.measures[root].parts
        ]
        groups = [measure for measure in groups if measure.parts]
        heads = (str(self.before), str(self.method.edition))
        columns = [
            TableColumn(heads[0], light=True),
            TableColumn(heads[1], strong=True),
            TableColumn(self.said.change, strong=True),
        ]
        columns += [TableColumn(measure.abbr, self.said.change, apart=measure is groups[0]) for measure in groups]
        found: list[Block] = []
        both: tuple[tuple[Literal["better", "worse"], str, str], ...] = (
            ("better", "table.gains", self.said.gains),
            ("worse", "table.losses", self.said.losses),
        )
        for trend, id_, title in both:
            those = [by_card[id(card)] for card in largest_changes(cards, trend, _LARGEST)]
            rows = tuple(self._change_row(entry, groups) for entry in those)
            if rows:
                found.append(self._changed(id_, title, columns, rows))
        return found

    def _changed(self, id_: str, title: str, columns: list[TableColumn], rows: tuple[DataRow, ...]) -> DataTable:
        names = {entry.target for entry in self.territories}
        notes = [self.said.note_territory] if any(row.target in names for row in rows) else []
        return self._table(id_, title, columns, rows, notes)

    def _change_row(self, entry: VolumeEntry, groups: list[Measure]) -> DataRow:
        total = entry.card.aggregate
        changes = [total.change, *(entry.card[measure.id].change for measure in groups)]
        cells = [words.value(total.change.previous, self.labels), self._value(entry, self.aggregate)]
        cells += [words.change_cell(change, self.labels) for change in changes]
        return self._named(entry, cells, [(index, change.trend) for index, change in enumerate(changes, 2)])

    def _status_changes(self) -> list[Block]:
        """Return whose status is another than in the edition before."""
        status = self.entries[0].card.status
        if status is None or self.before is None:
            return []
        title = self.said.status_changes.format(status=self.labels.term(status.measure.label))
        both = [(entry, entry.card.status) for entry in self.entries if entry.card.status]
        compared = [(entry, found) for entry, found in both if found.change.basis == "compared"]
        moved = [entry for entry, found in compared if found.change.previous.code != found.value.code]
        if not compared:
            return []
        if not moved:
            head = Heading(id="table.moved", origin=self.origin, level=2, role="table", text=title, outline=title)
            none = (Span(self.said.no_status_changes, emphasis=True),)
            return [head, Paragraph(id="table.moved.none", origin=self.origin, role="body", spans=none)]
        columns = [
            TableColumn(self.said.was.format(edition=self.before), words=True),
            TableColumn(str(self.method.edition), words=True),
            TableColumn(str(self.before), light=True, apart=True),
            TableColumn(str(self.method.edition), strong=True),
            TableColumn(self.said.change, strong=True),
        ]
        if status.measure.id == self.aggregate.id:  # it is said already
            columns = columns[:2]
        rows = []
        for entry in moved:
            total = entry.card.aggregate
            cells = [
                words.value(entry.card.status.change.previous, self.labels) if entry.card.status else "",
                entry.status(self.labels),
                words.value(total.change.previous, self.labels),
                self._value(entry, self.aggregate),
                words.change_cell(total.change, self.labels),
            ]
            trends = [(4, total.change.trend)] if len(columns) == len(cells) else []
            rows.append(self._named(entry, cells[: len(columns)], trends))
        return [self._changed("table.moved", title, columns, tuple(rows))]

    def _series(self) -> list[Block]:
        """Return the total of every entity by edition, for ten editions at most."""
        years = [year for year, _ in self.entries[0].totals][-_EDITIONS:]
        known = [year for year in years if any(dict(entry.totals).get(year) for entry in self.entries)]
        years = years[years.index(known[0]) :] if known else []
        if len(years) < 2:  # noqa: PLR2004  # no series
            return []
        columns = [TableColumn(str(year), light=True) for year in years[:-1]] + [
            TableColumn(str(years[-1]), strong=True)
        ]
        in_words = bool(self.aggregate.grades)
        if not in_words:
            columns.append(TableColumn(self.said.change, self.said.over.format(first=years[0]), apart=True))
        rows = []
        for entry in self.entries:
            totals = dict(entry.totals)
            cells = [words.value(totals[year], self.labels) or self.labels.absent for year in years]
            if in_words:
                rows.append(self._named(entry, cells))
                continue
            first, last = totals[years[0]].number, totals[years[-1]].number
            difference = last - first if first is not None and last is not None else None
            cells.append(self.labels.missing if difference is None else self.labels.number(difference, signed=True))
            better = self.aggregate.direction == "higher"
            trend: Trend | None = None
            if difference:
                trend = "better" if (difference > 0) == better else "worse"
            rows.append(self._named(entry, cells, [(len(cells) - 1, trend)]))
        notes = [self.said.note_territory] if self.territories else []
        return [self._table("table.series", self.said.series, columns, rows, notes, new_page=True)]


def _has_mean(figure: MeasureColumn) -> bool:
    """Tell whether the mean of a measure says something: not of a rating, nor of words."""
    measure = figure.measure
    return not figure.column.light and measure.has_number() and not measure.grades
