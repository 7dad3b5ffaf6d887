"""The comparative tables: what the scores of an edition say side by side."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, Paragraph, Span
from pdfgen.content.volume.blocks import Column, DataTable, Listed, Register, Row
from pdfgen.content.volume.entries import Entry, in_order, parted
from pdfgen.content.volume.figures import Figure, apart, basis, figures
from pdfgen.content.volume.front import by_category
from pdfgen.scoring.statistics import largest_changes, mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.content.blocks import Trend
    from pdfgen.errors import Origin
    from pdfgen.labels import Labels
    from pdfgen.model.method import Measure, Method

_LARGEST = 10  # changes that are listed on either side
_EDITIONS = 10


class Tables:
    """Makes the tables of an edition, from A to Z."""

    def __init__(
        self, entries: list[Entry], regions: tuple[str, ...], method: Method, origin: Origin, labels: Labels
    ) -> None:
        self.entries, self.regions, self.method = in_order(entries, labels), regions, method
        self.origin, self.labels, self.said = origin, labels, labels.volume.tables
        self.countries, self.territories = parted(self.entries)
        self.aggregate = entries[0].card.aggregate.measure
        self.before = method.rubric.before(method.edition)

    def blocks(self) -> list[Block]:
        """Return all tables, in the order of the book."""
        found: list[Block] = [self._scores("table.scores", self.said.scores, self.entries)]
        found += self._by_status()
        if self.territories and self.countries:
            found.append(self._scores("table.territories", self.said.territories, self.territories))
        found += self._by_region()
        found += self._flags()
        found += self._changes()
        found += self._status_changes()
        found += self._series()
        return found

    def contents(self) -> list[Listed]:
        """Return the titles of the tables with their places, for the contents."""
        titles = [
            (block.id, block.title if isinstance(block, DataTable) else block.text)
            for block in self.blocks()
            if isinstance(block, DataTable | Heading)
        ]
        return [Listed(title, target=f"/tables.{id_}") for id_, title in titles]

    # -- scores

    def _scores(self, id_: str, title: str, entries: list[Entry]) -> DataTable:
        shown = figures(self.method, self.labels)
        columns = [figure.column for figure in shown]
        notes = [self.said.note_territory] if any(entry.is_territory for entry in entries) else []
        ratings = [figure.measure for figure in shown if figure.column.light]
        if ratings and (hint := ratings[0].scale.hint) and ratings[0].scale.max is not None:
            ends = ((ratings[0].scale.min, hint.min), (ratings[0].scale.max, hint.max))
            said = [
                self.labels.scale_end.format(value=self.labels.number(value), meaning=self.labels.term(meaning))
                for value, meaning in ends
            ]
            heads = ", ".join(item.abbr for item in ratings)
            notes.append(f"{heads} {self.said.rating}: {'; '.join(said)}.")
        if self.before:
            columns.append(Column(self.said.change, apart=True))
            notes.append(self.said.note_change.format(edition=self.before, missing=self.labels.missing))
        return DataTable(
            id=id_,
            origin=self.origin,
            level=2,
            title=title,
            stub=self.said.name,
            columns=tuple(columns),
            rows=tuple(self._row(entry, shown) for entry in entries),
            note="  ".join(notes),
            new_page=True,
        )

    def _row(self, entry: Entry, shown: list[Figure]) -> Row:
        cells = [self._value(entry, figure.measure) for figure in shown]
        trends = []
        if self.before:
            trends.append((len(cells), entry.card.aggregate.change.trend))
            cells.append(words.change_cell(entry.card.aggregate.change, self.labels))
        return self._named(entry, cells, trends)

    def _named(self, entry: Entry, cells: Iterable[str], trends: Iterable[tuple[int, Trend | None]] = ()) -> Row:
        """Return the row of an entity, with its status and a way to its report."""
        mark = f" {self.said.mark}" if entry.is_territory else ""
        status = entry.status(self.labels)
        return Row(entry.name + mark, tuple(cells), entry.tone, status, tuple(trends), entry.target)

    def _value(self, entry: Entry, measure: Measure) -> str:
        return words.value(entry.card[measure.id].value, self.labels) or self.labels.absent

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
        listed: list[Listed] = []
        for category, count in by_category(self.entries):
            members = [entry for entry in self.entries if entry.category and entry.category.code == category.code]
            heading = self.labels.term(category.label or "")
            if by is None:
                counted = self.labels.volume.counted.format(count=self.labels.number(count), category=heading)
                listed.append(Listed(counted, category.tone, heading=True))
                listed += [self._name(entry) for entry in members]
                continue
            members.sort(key=lambda entry: self._order(entry, by))
            for _, group in groupby(members, key=lambda entry: self._order(entry, by)):
                same = list(group)
                words_ = f"{heading} {self.labels.separator} {self._value(same[0], by)}"
                listed.append(Listed(words_, category.tone, heading=True))
                listed += [self._name(entry) for entry in same]
        return self._register("table.status", title, listed)

    def _order(self, entry: Entry, by: Measure) -> Decimal:
        """Return what entities are ordered by, the best first."""
        number = entry.card[by.id].value.number or Decimal(0)
        return -number if by.direction == "higher" else number

    def _name(self, entry: Entry) -> Listed:
        mark = f" {self.said.mark}" if entry.is_territory else ""
        return Listed(entry.name + mark, target=entry.target)

    def _register(self, id_: str, title: str, listed: list[Listed]) -> list[Block]:
        """Return a title and names in columns below it."""
        head = Heading(id=id_, origin=self.origin, level=2, role="table", text=title, outline=title)
        return [head, Register(id=f"{id_}.names", origin=self.origin, role="names", level=3, entries=tuple(listed))]

    def _by_region(self) -> list[Block]:
        """Return the means of the regions; countries only, as in the tables of the publisher."""
        regions = [*self.regions]
        regions += sorted({entry.report.entity.region or "" for entry in self.countries} - {*regions, ""})
        groups = [(name, [one for one in self.countries if one.report.entity.region == name]) for name in regions]
        groups = [(name, members) for name, members in groups if members]
        if len(groups) < 2:  # noqa: PLR2004  # nothing to compare
            return []
        shown = [figure for figure in figures(self.method, self.labels) if not figure.column.light]
        shown[0] = apart(shown[0])
        categories = [category for category, _ in by_category(self.countries)]
        columns = [Column(self.said.number)]
        columns += [Column(self.labels.term(category.label or ""), light=True) for category in categories]
        columns += [figure.column for figure in shown]
        rows = []
        for name, members in [*groups, (self.said.all, self.countries)]:
            codes = [entry.category.code for entry in members if entry.category]
            cells = [self.labels.number(len(members))]
            cells += [self.labels.number(codes.count(category.code)) for category in categories]
            cells += [self._mean(members, figure.measure) for figure in shown]
            rows.append(Row(self.labels.term(name), tuple(cells), strong=name == self.said.all))
        return [
            DataTable(
                id="table.regions",
                origin=self.origin,
                level=2,
                title=self.said.regions,
                stub=self.said.region,
                columns=tuple(columns),
                rows=tuple(rows),
                note=self.said.note_mean,
            )
        ]

    def _mean(self, entries: list[Entry], measure: Measure) -> str:
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
        groups = [measure for measure in groups if measure.parts] or []
        heads = (str(self.before), str(self.method.edition))
        columns = [Column(heads[0], light=True), Column(heads[1], strong=True), Column(self.said.change, strong=True)]
        columns += [Column(measure.abbr, self.said.change, apart=measure is groups[0]) for measure in groups]
        found: list[Block] = []
        both = (("better", "table.gains", self.said.gains), ("worse", "table.losses", self.said.losses))
        for trend, id_, title in both:
            those = [by_card[id(card)] for card in largest_changes(cards, trend, _LARGEST)]  # type: ignore[arg-type]
            rows = tuple(self._change_row(entry, groups) for entry in those)
            if rows:
                found.append(self._changed(id_, title, columns, rows))
        return found

    def _changed(self, id_: str, title: str, columns: list[Column], rows: tuple[Row, ...]) -> DataTable:
        marked = any(row.label.endswith(self.said.mark) for row in rows)
        note = self.said.note_territory if marked else ""
        return DataTable(
            id=id_,
            origin=self.origin,
            level=2,
            title=title,
            stub=self.said.name,
            columns=tuple(columns),
            rows=rows,
            note=note,
        )

    def _change_row(self, entry: Entry, groups: list[Measure]) -> Row:
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
        moved = [
            entry
            for entry in self.entries
            if entry.card.status
            and entry.card.status.change.basis == "compared"
            and entry.card.status.change.previous.code != entry.card.status.value.code
        ]
        if not moved:
            head = Heading(id="table.moved", origin=self.origin, level=2, role="table", text=title, outline=title)
            none = (Span(self.said.no_status_changes, emphasis=True),)
            return [head, Paragraph(id="table.moved.none", origin=self.origin, role="body", spans=none)]
        columns = [
            Column(self.said.was.format(edition=self.before), words=True),
            Column(str(self.method.edition), words=True),
            Column(str(self.before), light=True, apart=True),
            Column(str(self.method.edition), strong=True),
            Column(self.said.change, strong=True),
        ]
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
            rows.append(self._named(entry, cells, [(4, total.change.trend)]))
        return [self._changed("table.moved", title, columns, tuple(rows))]

    def _series(self) -> list[Block]:
        """Return the total of every entity by edition, for ten editions at most."""
        years = [year for year, _ in self.entries[0].totals][-_EDITIONS:]
        known = [year for year in years if any(dict(entry.totals).get(year) for entry in self.entries)]
        years = years[years.index(known[0]) :] if known else []
        if len(years) < 2:  # noqa: PLR2004  # no series
            return []
        columns = [Column(str(year), light=True) for year in years[:-1]] + [Column(str(years[-1]), strong=True)]
        columns.append(Column(self.said.change, self.said.over.format(first=years[0]), apart=True))
        rows = []
        for entry in self.entries:
            totals = dict(entry.totals)
            cells = [words.value(totals[year], self.labels) or self.labels.absent for year in years]
            first, last = totals[years[0]].number, totals[years[-1]].number
            difference = last - first if first is not None and last is not None else None
            cells.append(self.labels.missing if difference is None else self.labels.number(difference, signed=True))
            better = self.aggregate.direction == "higher"
            trend: Trend | None = None
            if difference:
                trend = "better" if (difference > 0) == better else "worse"
            rows.append(self._named(entry, cells, [(len(cells) - 1, trend)]))
        notes = [self.said.note_territory] if self.territories else []
        return [
            DataTable(
                id="table.series",
                origin=self.origin,
                level=2,
                title=self.said.series,
                stub=self.said.name,
                columns=tuple(columns),
                rows=tuple(rows),
                note="  ".join(notes),
                new_page=True,
            )
        ]
