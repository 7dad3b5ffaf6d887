"""Tables of the volume: what they say, and how they go over pages."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pypdfium2

from pdfgen.content import DataRow, DataTable, Document, TableColumn
from pdfgen.errors import Origin
from pdfgen.information import Information
from pdfgen.layout.data_table import DataTableFlow
from pdfgen.layout.document import set_document
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.typesetter import Typesetter
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.scoring import score
from pdfgen.scoring.statistics import largest_changes, mean
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load
from tests.volumes.reading import (
    SAMPLE,
    boxes,
    leaves,
    places,
    published,
    volume,
)


def rows_of(content: bytes, title: str) -> list[str]:
    """Return the lines of a table below its heads."""
    text = next(
        leaf.text for leaf in leaves(content) if f"\n{title}\n" in leaf.text and "\nContents\n" not in leaf.text
    )
    return text.split(f"\n{title}\n")[1].split("\n")


NAMES = ("Finland", "Iraq", "Kazakhstan", "Somaliland", "Syria", "Turkey")


FIGURES = ("pr_rating", "cl_rating", "A", "B", "C", "PR", "D", "E", "F", "G", "CL", "Total")


def test_the_tables_of_scores_say_what_the_published_table_says() -> None:
    before = published(2017, *NAMES)
    wanted = []
    for row, earlier in zip(published(2018, *NAMES), before, strict=True):
        change = int(row["Total"]) - int(earlier["Total"])
        mark = " *" if row["kind"] == "territory" else ""
        figures = [*(row[figure] for figure in FIGURES), f"{change:+}" if change else "0"]
        wanted.append(f"{row['entity']}{mark} {' '.join(figures)}".replace("-", "−"))
    lines = rows_of(volume(), "Scores by country and territory, A to Z")
    assert [line for line in lines if line.startswith(NAMES) and len(line.split()) > 9] == wanted
    assert wanted[3] in rows_of(volume(), "Scores of territories")


def test_the_series_say_what_the_published_tables_say() -> None:
    lines = rows_of(volume(), "Scores by edition")
    years = range(2013, 2019)
    for name in NAMES:
        totals = [int(published(year, name)[0]["Total"]) for year in years]
        change = totals[-1] - totals[0]
        figures = [*map(str, totals), f"{change:+}" if change else "0"]
        line = next(line for line in lines if line.startswith(name)).replace(" *", "")
        assert line == f"{name} {' '.join(figures)}".replace("-", "−")


def test_regional_averages_are_the_means_of_their_countries() -> None:
    lines = rows_of(volume(), "Regional averages")
    finland, turkey = published(2018, "Finland", "Turkey")
    means = [(int(finland[id_]) + int(turkey[id_])) / 2 for id_ in FIGURES[2:]]
    assert f"Europe 2 1 1 {' '.join(f'{mean:.1f}' for mean in means)}" in lines
    assert next(line for line in lines if line.startswith("All ")).split()[:4] == ["All", "5", "1", "4"]


def test_changes_names_by_status_and_marks_are_listed() -> None:
    said = "\n".join(rows_of(volume(), "Largest gains"))
    assert "\nIraq 27 31 +4 +4 0\nSomaliland * 40 44 +4 +4 0\n" in said
    assert "\nTurkey 38 32 −6 −2 −4\n" in "\n".join([*rows_of(volume(), "Largest losses"), ""])
    assert "Turkey Partly Free Not Free 38 32 −6" in rows_of(volume(), "Changes of Freedom Status")
    by_status = rows_of(volume(), "By Freedom Status and Freedom Rating")
    assert by_status[:9] == [
        "Free · 1.0",
        "Finland",
        "Partly Free · 4.5",
        "Somaliland *",
        "Not Free · 5.5",
        "Iraq",
        "Turkey",
        "Not Free · 6.0",
        "Kazakhstan",
    ]
    assert rows_of(volume(), "Electoral democracy: 1 of 5")[0] == "Finland"


def test_all_that_changed_as_much_as_the_last_of_the_largest_are_listed() -> None:
    reports = {
        name: load(SAMPLE / "reports" / f"{name.lower()}.yaml") for name in ("Finland", "Iraq", "Syria", "Turkey")
    }
    cards = {name: score(item.report, item.method, item.history) for name, item in reports.items()}
    order = list(cards.values())
    assert largest_changes(order, "better", 3) == [cards["Iraq"]]
    assert largest_changes(order, "worse", 3) == [cards["Turkey"]]
    assert largest_changes([cards["Iraq"], cards["Turkey"], cards["Iraq"]], "better", 1) == [cards["Iraq"]] * 2


def test_means_round_halves_away_from_zero_and_pass_over_what_is_missing() -> None:
    numbers = [Decimal(1), None, Decimal(2), Decimal(2), Decimal("2.0")]
    assert mean(numbers, 1) == Decimal("1.8")
    assert mean([Decimal(-1), Decimal("-1.5")], 1) == Decimal("-1.3")
    assert mean([None], 1) is None


def test_a_table_over_pages_stays_in_the_type_area_and_has_heads_and_note_on_each() -> None:
    origin = Origin("edition.yaml", 1, 1)
    rows = tuple(DataRow(f"Land {number}", (str(number), "0")) for number in range(1, 103))
    columns = (TableColumn("First", "/9"), TableColumn("Second", strong=True))
    table = DataTable(
        id="t", origin=origin, level=2, title="A table", stub="Name", columns=columns, rows=rows, note="A note."
    )
    small = DataTable(id="s", origin=origin, level=2, title="Another", stub="Name", columns=columns, rows=rows[:3])
    document = Document(Information("T", "A", "S", "en"), "Head", "Tables", "", (table, small))
    profile = Profile.named("a4", "screen", attachments=False)
    theme = Catalogue().theme("standard")
    content = set_document(document, theme, profile).content
    geometry = Geometry.of(PAGE_SIZES["a4"], theme)
    numbers: list[int] = []
    with pypdfium2.PdfDocument(content) as file:
        assert len(file) == 3
        for sheet in file:
            text = sheet.get_textpage()
            low = min(box[1] for box in boxes(text) if box[1] > geometry.bottom - 20)
            assert low >= geometry.bottom - 3
            words = text.get_text_range()
            assert words.count("A note.") == words.count("A table") == 1
            assert words.count("/9") == words.count("First")
            baselines = [text.get_charbox(found)[1] for found in places(text, "Land ")]
            assert all(12 < upper - lower < 14 or upper - lower > 40 for upper, lower in pairwise(baselines))
            numbers += [int(number) for number in re.findall(r"Land (\d+)", words)]
    assert numbers == [*range(1, 103), 1, 2, 3]


def test_a_few_rows_do_not_stand_alone_on_a_page() -> None:
    setter = Typesetter(Catalogue().theme("standard"))
    geometry = Geometry.of(PAGE_SIZES["a4"], setter.theme)
    rows = tuple(DataRow(f"Land {number}", ("1",)) for number in range(12))
    columns = (TableColumn("First"),)
    table = DataTable(id="t", origin=Origin("x", 1, 1), level=2, title="T", stub="N", columns=columns, rows=rows)
    flow = DataTableFlow(table, setter, geometry)
    assert [row for row in range(1, 12) if flow.may_part(row)] == [5]
