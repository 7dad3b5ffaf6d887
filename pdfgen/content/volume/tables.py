"""The comparative tables: what the scores of an edition say side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, Paragraph, Span
from pdfgen.content.volume.entries import VolumeEntry, by_group, grouped, kinds_of
from pdfgen.content.volume.figures import MeasureColumn, apart, basis, figures
from pdfgen.content.volume.front import by_category
from pdfgen.content.volume.table_parts import TableParts
from pdfgen.content.volume.volume_blocks import DataRow, DataTable, Register, RegisterEntry, TableColumn
from pdfgen.model.spelling import slugged
from pdfgen.scoring.statistics import largest_changes, mean

if TYPE_CHECKING:
    from pdfgen.content.blocks import Trend
    from pdfgen.model.measure import Measure
    from pdfgen.scoring import Scored

_LONG = 34  # characters of the heads of categories; where they are longer, their codes stand
_LARGEST = 10  # changes that are listed on either side
_EDITIONS = 10


class Tables(TableParts):
    """Makes the tables of an edition; its entries come from A to Z."""

    @cached_property
    def blocks(self) -> list[Block]:
        """All tables, in the order of the book."""
        kinds = self.labels.volume.listed([said.singular for said in kinds_of(self.entries, self.labels)])
        found: list[Block] = [self._scores("table.scores", self.said.scores.format(kinds=kinds), self.entries)]
        found += self._rankings()
        found += self._by_status()
        for kind, members in self.kinds[1:]:
            title = self.said.scores_of.format(kinds=self.labels.kind(kind).plural)
            found.append(self._scores(f"table.{slugged(kind.plural)}", title, members))
        found += self._by_group()
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
        notes = self._kinds(entries)
        notes += self._ends([figure.measure for figure in shown if figure.column.light])
        if self.before and self.method.total:
            columns.append(TableColumn(self.said.change, apart=True))
            notes.append(self.said.note_change.format(edition=self.before))
        rows = tuple(self._row(entry, shown) for entry in entries)
        return self._table(id_, title, columns, rows, notes, new_page=True)

    def _rankings(self) -> list[Block]:
        """Return a table of all entities for each ranking of the headline, the first place first."""
        found: list[Block] = []
        for measure in (self.method.measures[id_] for id_ in self.method.headline.measures):
            placed = [(place, entry) for entry in self.entries if (place := entry.card[measure.id].value.number)]
            if not measure.is_place or not placed:
                continue
            placed.sort(key=lambda item: item[0])
            by = [self.method.measures[part] for part in measure.made_from] or [self.method.total or measure]
            title = self.labels.ranks.ranking.format(measure=self.labels.term(by[0].label))
            if any(block.title == title for block in found if isinstance(block, DataTable)):  # such as within groups
                title = self.labels.volume.homonym.format(name=title, word=self.labels.term(measure.label))
            shown = [figure for figure in figures(self.method, self.labels) if figure.column.strong]
            columns = [TableColumn(self.labels.term(measure.label), strong=True), *(figure.column for figure in shown)]
            rows = [
                self._named(entry, [self._value(entry, measure), *(self._value(entry, one.measure) for one in shown)])
                for _, entry in placed
            ]
            found.append(self._table(f"table.ranking.{measure.id}", title, columns, rows, self._kinds(self.entries)))
        return found

    # -- by status, group and mark

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
        for category, tone, count in by_category(self.entries):
            members = [entry for entry in self.entries if entry.category and entry.category.code == category.code]
            heading = self.labels.term(category.label or "")
            if by is None:
                counted = self.labels.volume.counted.format(count=self.labels.number(count), category=heading)
                listed.append(RegisterEntry(counted, tone, heading=True))
                listed += [self._name(entry) for entry in members]
                continue
            members.sort(key=lambda entry: self._order(entry, by))
            for _, group in groupby(members, key=lambda entry: self._order(entry, by)):
                same = list(group)
                words_ = f"{heading} {self.labels.separator} {self._value(same[0], by)}"
                listed.append(RegisterEntry(words_, tone, heading=True))
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
        return RegisterEntry(self._marked(entry), target=entry.target, origin=entry.origin)

    def _register(self, id_: str, title: str, listed: list[RegisterEntry]) -> list[Block]:
        """Return a title and names in columns below it."""
        head = Heading(id=id_, origin=self.origin, level=2, role="table", text=title, outline=title)
        return [head, Register(id=f"{id_}.names", origin=self.origin, role="names", level=3, entries=tuple(listed))]

    def _by_group(self) -> list[Block]:
        """Return the means of the groups, of the kinds that are grouped alone."""
        entries = grouped(self.entries)
        groups = by_group(entries, self.groups, self.labels)
        if len(groups) < 2:  # noqa: PLR2004  # nothing to compare
            return []
        group = self.labels.group(self.method.rubric.group)
        shown = [figure for figure in figures(self.method, self.labels) if _has_mean(figure)]
        shown[:1] = [apart(figure) for figure in shown[:1]]
        categories = [category for category, *_ in by_category(entries)]
        columns = [TableColumn(self.said.number)]
        labels = [self.labels.term(category.label or "") for category in categories]
        heads = labels if sum(map(len, labels)) <= _LONG else [category.code or "" for category in categories]
        columns += [TableColumn(head, light=True) for head in heads]
        columns += [figure.column for figure in shown]
        pairs = zip(heads, labels, strict=True)
        explained = [self.said.note_code.format(code=code, category=label) for code, label in pairs if code != label]
        rows = []
        id_ = f"table.{slugged(self.method.rubric.group.plural)}"
        for name, members in [*groups, (self.said.all, entries)]:
            codes = [entry.category.code for entry in members if entry.category]
            cells = [self.labels.number(len(members))]
            cells += [self.labels.number(codes.count(category.code)) for category in categories]
            cells += [self._mean(members, figure.measure) for figure in shown]
            rows.append(DataRow(name, tuple(cells), strong=members is entries))
        rounding = [self._rounding(entries)] if shown else []
        return [
            replace(
                self._table(id_, str(group.means), columns, rows, [*rounding, *explained]),
                stub=str(group.head),
            )
        ]

    def _rounding(self, entries: list[VolumeEntry]) -> str:
        decimals = self.method.total.scale.decimals if self.method.total else 0
        kinds = self.labels.volume.listed([said.plural for said in kinds_of(entries, self.labels)])
        return self.said.note_mean.format(step=self.labels.number(Decimal(1).scaleb(-decimals - 1)), kinds=kinds)

    def _mean(self, entries: list[VolumeEntry], measure: Measure) -> str:
        decimals = measure.scale.decimals + 1
        found = mean((entry.card[measure.id].value.number for entry in entries), decimals)
        return self.labels.absent if found is None else self.labels.number(found)

    def _flags(self) -> list[Block]:
        """Return who has each mark of the method."""
        found: list[Block] = []
        for flag in self.method.flags:
            able = [entry for entry in self.entries if flag.concerns(entry.kind.id)]
            those = [entry for entry in able if entry.card.flags.get(flag.id)]
            if those:
                counts = {"count": self.labels.number(len(those)), "total": self.labels.number(len(able))}
                title = self.said.flag.format(flag=self.labels.term(flag.label), **counts)
                found += self._register(f"table.flag.{flag.id}", title, [self._name(entry) for entry in those])
        return found

    # -- changes

    def _changes(self) -> list[Block]:
        """Return the largest gains and losses since the edition before."""
        if not self.before or not self.method.total:
            return []
        by_card = {id(entry.card): entry for entry in self.entries}
        cards = [entry.card for entry in self.entries]
        groups = [
            self.method.measures[child] for root in self.method.roots for child in self.method.measures[root].parts
        ]
        groups = [measure for measure in groups if measure.parts]
        heads = (self.before, self.edition)
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
        named = {row.target for row in rows}
        notes = self._kinds(entry for entry in self.entries if entry.target in named)
        return self._table(id_, title, columns, rows, notes)

    def _change_row(self, entry: VolumeEntry, groups: list[Measure]) -> DataRow:
        totals = self._total(entry)
        changes = [totals.change, *(entry.card[measure.id].change for measure in groups)]
        cells = [words.value(totals.change.previous, self.labels), self._value(entry, totals.measure)]
        cells += [words.change_cell(change, self.labels) for change in changes]
        return self._named(entry, cells, [(index, change.trend) for index, change in enumerate(changes, 2)])

    @staticmethod
    def _total(entry: VolumeEntry) -> Scored:
        """Return the total of an entry of a method that has one."""
        if entry.card.aggregate is None:
            raise AssertionError
        return entry.card.aggregate

    def _status_changes(self) -> list[Block]:
        """Return whose status is another than in the edition before."""
        status = self.entries[0].card.status
        if status is None or not self.before:
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
            TableColumn(self.edition, words=True),
        ]
        if self.method.total and self.method.total.id != status.measure.id:
            columns += [
                TableColumn(self.before, light=True, apart=True),
                TableColumn(self.edition, strong=True),
                TableColumn(self.said.change, strong=True),
            ]
        rows = []
        for entry in moved:
            cells = [
                words.value(entry.card.status.change.previous, self.labels) if entry.card.status else "",
                entry.status(self.labels),
            ]
            trends: list[tuple[int, Trend | None]] = []
            if (total := entry.card.aggregate) and total.measure.id != status.measure.id:
                cells += [words.value(total.change.previous, self.labels), self._value(entry, total.measure)]
                cells.append(words.change_cell(total.change, self.labels))
                trends.append((4, total.change.trend))
            rows.append(self._named(entry, cells, trends))
        return [self._changed("table.moved", title, columns, tuple(rows))]

    def _series(self) -> list[Block]:
        """Return the total of every entity by edition, for ten editions at most."""
        editions = [edition for edition, _ in self.entries[0].totals][-_EDITIONS:]
        known = [one for one in editions if any(dict(entry.totals).get(one) for entry in self.entries)]
        editions = editions[editions.index(known[0]) :] if known else []
        total = self.method.total
        if len(editions) < 2 or total is None:  # noqa: PLR2004  # no series
            return []
        heads = [self.labels.edition_brief(self.method.rubric.words_of(edition)) for edition in editions]
        columns = [TableColumn(one, light=True) for one in heads[:-1]] + [TableColumn(heads[-1], strong=True)]
        in_words = bool(total.grades)
        if not in_words:
            columns.append(TableColumn(self.said.change, self.said.over.format(first=heads[0]), apart=True))
        rows = []
        for entry in self.entries:
            totals = dict(entry.totals)
            cells = [words.value(totals[one], self.labels) or self.labels.absent for one in editions]
            if in_words:
                rows.append(self._named(entry, cells))
                continue
            first, last = totals[editions[0]].number, totals[editions[-1]].number
            difference = last - first if first is not None and last is not None else None
            cells.append(self.labels.missing if difference is None else self.labels.number(difference, signed=True))
            better = total.direction == "higher"
            trend: Trend | None = None
            if difference:
                trend = "better" if (difference > 0) == better else "worse"
            rows.append(self._named(entry, cells, [(len(cells) - 1, trend)]))
        notes = self._kinds(self.entries)
        return [self._table("table.series", self.said.series, columns, rows, notes, new_page=True)]


def _has_mean(figure: MeasureColumn) -> bool:
    """Tell whether the mean of a measure says something: not of a rating, nor of words."""
    measure = figure.measure
    return not figure.column.light and measure.has_number() and not measure.grades
