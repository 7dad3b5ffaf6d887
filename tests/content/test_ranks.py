"""Places in a ranking: ordinal numbers by language, ties, and the table of a volume."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pdfgen.content import Chapter, DataTable
from pdfgen.content.volume.compose_volume import compose_volume
from pdfgen.content.volume.entries import VolumeEntry
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition

TOWNS = Path(__file__).parent / "projects/towns/editions/2024-H1"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        *(("en", number, said) for number, said in ((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"))),
        *(("en", number, said) for number, said in ((12, "12th"), (13, "13th"), (21, "21st"), (113, "113th"))),
        ("es", 3, "3.º"),
        ("es", 21, "21.º"),
    ],
)
def test_ordinal_numbers_follow_the_language(language: str, number: int, said: str) -> None:
    assert Catalogue().labels(language).ranks.ordinal(Decimal(number)) == said


def test_a_place_is_said_with_all_that_is_known() -> None:
    ranks = Catalogue().labels("en").ranks
    assert ranks.said(Decimal(3), 12, "", shared=False) == "3rd of 12"
    assert ranks.said(Decimal(3), 12, "", shared=True) == "joint 3rd of 12"
    assert ranks.said(Decimal(3), 4, "North", shared=False) == "3rd of 4 (North)"
    assert ranks.said(Decimal(3), None, "", shared=False) == "3rd"
    assert ranks.said(Decimal("2.5"), 12, "", shared=False) == "2.5 of 12"


def chapters(folder: Path = TOWNS) -> list[Chapter]:
    edition = load_edition(folder)
    entries = [VolumeEntry(loaded.report, loaded.card, loaded.card.trend) for loaded in edition.reports]
    labels = edition.catalogue.labels("en")
    return list(compose_volume(edition.edition, edition.method, entries, [], edition.origin, labels).chapters)


def test_a_volume_has_a_table_of_the_ranking_with_ties() -> None:
    (tables,) = (chapter for chapter in chapters() if chapter.id == "tables")
    (ranking,) = (block for block in tables.document.blocks if block.id == "table.ranking.rank")
    assert isinstance(ranking, DataTable)
    assert ranking.title == "Ranking by Town index"
    places = [(row.label, row.cells[0]) for row in ranking.rows]
    assert places[:4] == [("Alderbrook", "1"), ("Brightwater", "2="), ("Juniper Bay", "2="), ("Eastholm", "4")]
    assert [place for _, place in places[6:9]] == ["7=", "7=", "9"]


def test_two_rankings_by_one_measure_are_told_apart() -> None:
    towns = Path(__file__).parents[1] / "scoring/methods/towns/editions"
    (folder,) = towns.iterdir()
    (tables,) = (chapter for chapter in chapters(folder) if chapter.id == "tables")
    titles = [block.title for block in tables.document.blocks if isinstance(block, DataTable)]
    assert [title for title in titles if "Ranking" in title] == [
        "Ranking by Index",
        "Ranking by Index (Rank in the region)",
    ]


def test_reports_stand_in_the_order_of_their_totals() -> None:
    names = [chapter.title for chapter in chapters() if chapter.id.startswith("report.")]
    assert names[:3] == ["Alderbrook", "Brightwater", "Juniper Bay"]
    assert names[-1] == "Kingsfold"
