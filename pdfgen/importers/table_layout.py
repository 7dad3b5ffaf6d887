"""Where the headings of a table stand, and which column of ours each of its columns is.

A column belongs to all the editions of a table, or to one: ``Q1 2023``, or ``Q1`` below ``2023`` in two rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.importers.sheet import Sheet, SheetRow, cleaned
from pdfgen.scoring import SPREADS

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Rubric


HEAD = ("entity", "region", "kind", "edition")
DESCRIBING = (*HEAD, "id", "iso")
"""The columns that say what a row is on; a table has the last two where a publisher has them."""
WAIVERS = "waivers"
_ENTITY = (
    *("entity", "country/territory", "country", "territory", "countryorterritory", "country/area", "countryname"),
    *("entityname", "countries", "jurisdiction", "economy", "land", "land/gebiet", "staat", "pays", "pays/territoire"),
    *("país", "país/territorio", "país/território", "paese", "kraj"),
)
_EDITION = (
    *("edition", "year", "editionyear", "reportyear", "jahr", "ausgabe", "année", "édition", "año", "edición"),
    *("ano", "edição", "anno", "edizione", "rok", "år"),
)
_SPELLINGS = {
    "entity": _ENTITY,
    "region": ("region", "región", "região", "région", "regione"),
    "kind": ("kind", "c/t", "c/t?", "c?"),
    "edition": _EDITION,
    "iso": ("iso", "isocode", "iso2", "iso3166"),
    WAIVERS: (WAIVERS, "waiver"),
}
_TITLE_ROWS = 50  # rows above the headings
_AROUND = " \t_-–—.,:;/()[]"


def plain(heading: str) -> str:
    """Return ``heading`` without case, spaces and underscores: how headings are compared."""
    return re.sub(r"[\s_]+", "", cleaned(heading)).casefold()


def is_heading(text: str) -> bool:
    """Tell whether a text heads the column of entities, which every table has."""
    return plain(text) in _ENTITY


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a table: where it stands, which of ours it is, its heading, and its edition when it has its own.

    ``lower`` is the part of the heading in the row above the first row of scores.
    """

    index: int
    name: str
    heading: str
    lower: str
    edition: EditionId | None = None


def is_of_spread(column: str) -> bool:
    """Tell whether a column says how sure the values of a measure are, as ``T.low`` does."""
    return column.rpartition(".")[2] in SPREADS and "." in column


class Vocabulary:
    """The headings that a table of a rubric can have."""

    def __init__(self, rubric: Rubric) -> None:
        methods = [rubric.at(edition) for edition in rubric.editions]
        self.measures = sorted({id_ for method in methods for id_ in method.measures})
        spreads = [f"{id_}.{part}" for id_ in self.measures for part in SPREADS]
        self.names = [*DESCRIBING, *self.measures, *spreads, WAIVERS]
        needed = {item.id for method in methods for item in method.stated if not item.optional}
        self._only = rubric.headline[-1].aggregate if not needed else next(iter(needed)) if len(needed) == 1 else None
        self._known = {plain(name): name for name in (*reversed(self.measures), *DESCRIBING, WAIVERS)}
        group = rubric.group
        for word in filter(None, (group.id, group.singular, group.head)):
            self._known.setdefault(plain(word), "region")
        for name, spellings in _SPELLINGS.items():
            for spelling in spellings:
                self._known.setdefault(spelling, name)
        self.editions = {str(edition): edition for edition in rubric.editions}
        longest = sorted(self.editions, key=len, reverse=True)  # 2024-H1 before 2024
        named = "|".join(map(re.escape, longest))
        self._edition_first = re.compile(rf"({named})(?![0-9])(.*)", re.DOTALL)
        self._edition_last = re.compile(rf"(.*)(?<![0-9])({named})\)?\]?", re.DOTALL)
        self._edition = re.compile(rf"(?<![0-9])(?:{named})(?![0-9])")

    def column(self, heading: str) -> str | None:
        """Return our column for a heading, or None."""
        heading = cleaned(heading)
        return heading if heading in self.names else self._known.get(plain(heading))

    def of_edition(self, heading: str) -> tuple[str, EditionId] | None:
        """Return the measure and the edition that a heading such as ``Q1 2023`` names, or None.

        An edition alone names the one measure that a table of the rubric must have, or the aggregate where it need not
        have any.
        """
        heading = cleaned(heading)
        for pattern, edition, name in ((self._edition_first, 1, 2), (self._edition_last, 2, 1)):
            if found := pattern.fullmatch(heading):
                rest = found[name].strip(_AROUND)
                column = self.column(rest) if rest else self._only
                if column in self.measures:
                    return str(column), self.editions[found[edition]]
        return None

    def editions_in(self, text: str) -> list[EditionId]:
        """Return the editions that a text names."""
        named = set(self._edition.findall(text))
        return [edition for text, edition in self.editions.items() if text in named]


@dataclass(slots=True)
class Layout:
    """How a sheet is laid out: the place of its headings, its rows, and its columns."""

    sheet: Sheet
    line: int
    rows: list[SheetRow]
    columns: list[SheetColumn] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    unnamed: list[int] = field(default_factory=list)
    hidden: list[SheetColumn] = field(default_factory=list)
    order: dict[str, int] = field(default_factory=dict)
    """The place of each edition in the rubric."""

    @property
    def width(self) -> int:
        """How many columns the headings span."""
        indexes = [index for index, _ in self.unknown]
        return max([*indexes, *self.unnamed, *(item.index for item in (*self.columns, *self.hidden))], default=-1) + 1

    @property
    def in_order(self) -> list[SheetColumn]:
        """The columns, those of an edition in the order of the editions."""
        return sorted(self.columns, key=lambda column: self.order.get(str(column.edition), -1))

    def has(self, name: str) -> bool:
        """Tell whether the table has our column ``name``."""
        return any(column.name == name for column in self.columns)

    def editions(self) -> list[EditionId]:
        """Return the editions that have columns of their own."""
        return list(dict.fromkeys(column.edition for column in self.in_order if column.edition is not None))

    def years_alone(self, vocabulary: Vocabulary) -> list[str]:
        """Return the headings that are an edition and nothing else, and say of no measure."""
        return [heading for _, heading in self.unknown if heading in vocabulary.editions]


def find_layout(sheet: Sheet, vocabulary: Vocabulary) -> Layout | None:
    """Return the layout of a sheet; None when no row has a heading for entities.

    The headings are the first row that names the entities and any other column, alone or with the row above or below.
    """
    rows = [row for row in sheet.rows if not row.hidden]
    bare = None
    for index, row in enumerate(rows[: _TITLE_ROWS + 1]):
        if any(vocabulary.column(cell.text) == "entity" for cell in row.cells):
            layout = _laid_out(sheet, rows, index, vocabulary)
            if len(layout.columns) > 1:
                return layout
            bare = bare or layout
    return bare


def _laid_out(sheet: Sheet, rows: list[SheetRow], index: int, vocabulary: Vocabulary) -> Layout:
    """Return the layout with the headings in the row ``index``, or in two rows of which it is one."""
    row = rows[index]
    texts = [cleaned(cell.text) for cell in row.cells]
    entity = next(at for at, text in enumerate(texts) if vocabulary.column(text) == "entity")
    above, below = rows[index - 1] if index else None, rows[index + 1] if index + 1 < len(rows) else None

    def across(pairs: list[tuple[str, str]]) -> bool:
        return any(upper and lower and vocabulary.of_edition(f"{upper} {lower}") for upper, lower in pairs)

    if above and across(pairs := _pairs(sheet, above, row)):
        return _classified(Layout(sheet, row.line, _after(sheet, row)), pairs, vocabulary)
    if below and not below.at(entity):
        pairs = _pairs(sheet, row, below)
        if across(pairs) or any(vocabulary.column(lower) in vocabulary.measures for _, lower in pairs):
            return _classified(Layout(sheet, below.line, _after(sheet, below)), pairs, vocabulary)
    pairs = [("", text) for text in texts]
    return _classified(Layout(sheet, row.line, _after(sheet, row)), pairs, vocabulary)


def _after(sheet: Sheet, heading: SheetRow) -> list[SheetRow]:
    return [row for row in sheet.rows if row.line > heading.line]


def _pairs(sheet: Sheet, upper: SheetRow, lower: SheetRow) -> list[tuple[str, str]]:
    """Return the headings of two rows, column by column; an upper one stands over all columns up to the next."""
    found: list[tuple[str, str]] = []
    over, stops = "", False
    for index in range(max(len(upper.cells), len(lower.cells))):
        own, below = cleaned(upper.at(index).text), cleaned(lower.at(index).text)
        if own:
            over, stops = own, sheet.merged.get((upper.line, index + 1)) == (upper.line, index)
        elif stops and (upper.line, index) not in sheet.merged:
            over, stops = "", False  # a merged heading ends where the merged cell ends
        found.append((over if below else own, below))
    return found


def _classified(layout: Layout, pairs: list[tuple[str, str]], vocabulary: Vocabulary) -> Layout:
    """Fill in the columns of a layout from its headings, each an upper and a lower one."""
    layout.order = {text: place for place, text in enumerate(vocabulary.editions)}
    by_edition = not any(vocabulary.column(lower or upper) == "edition" for upper, lower in pairs)
    for index, (upper, lower) in enumerate(pairs):
        heading = lower or upper
        name = vocabulary.column(heading)
        of_edition = vocabulary.of_edition(f"{upper} {lower}".strip()) if by_edition else None
        if not heading:
            layout.unnamed.append(index)
            continue
        if of_edition and name not in DESCRIBING:
            column = SheetColumn(index, of_edition[0], f"{upper} {lower}".strip(), lower, of_edition[1])
        elif name:
            column = SheetColumn(index, name, heading, lower)
        else:
            layout.unknown.append((index, heading))
            continue
        (layout.hidden if index in layout.sheet.hidden_columns else layout.columns).append(column)
    if layout.editions():
        lone = [item for item in layout.columns if item.edition is None and item.name in vocabulary.measures]
        layout.unknown += [(item.index, item.heading) for item in lone]
        layout.columns = [item for item in layout.columns if item not in lone]
    return layout
