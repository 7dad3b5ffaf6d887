"""A volume with two schools of one name says everywhere which of them it means."""

from __future__ import annotations

from pathlib import Path

from pdfgen.content import Chapter, DataTable, Register
from pdfgen.content.volume.compose_volume import compose_volume
from pdfgen.content.volume.entries import VolumeEntry
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition

SCHOOLS = Path(__file__).parents[1] / "projects/inspection/editions/2018"
NORTH, SOUTH = "Trinity School (North)", "Trinity School (South)"


def chapters() -> dict[str, Chapter]:
    edition = load_edition(SCHOOLS)
    entries = [VolumeEntry(loaded.report, loaded.card, loaded.card.trend) for loaded in edition.reports]
    labels = Catalogue().labels("en")
    made = compose_volume(edition.edition, edition.method, entries, [], edition.origin, labels)
    return {chapter.id: chapter for chapter in made.chapters}


def test_bookmarks_and_running_heads_tell_schools_of_one_name_apart() -> None:
    reports = [chapter for id_, chapter in chapters().items() if id_.startswith("report.")]
    assert [chapter.title for chapter in reports] == ["Hill School", NORTH, SOUTH]
    assert [chapter.document.name for chapter in reports] == ["Hill School", NORTH, SOUTH]
    assert [chapter.document.foot for chapter in reports][1:] == [f"{NORTH} · Good", f"{SOUTH} · Good"]


def test_contents_index_and_tables_tell_schools_of_one_name_apart() -> None:
    found = chapters()
    for id_ in ("contents", "index"):
        listed = [
            entry.text for block in found[id_].document.blocks if isinstance(block, Register) for entry in block.entries
        ]
        assert [text for text in listed if "Trinity" in text] == [NORTH, SOUTH]
    for block in found["tables"].document.blocks:
        if isinstance(block, DataTable):
            assert "Trinity School" not in [row.label for row in block.rows], block.id
    (scores,) = (block for block in found["tables"].document.blocks if block.id == "table.scores")
    assert isinstance(scores, DataTable)
    assert [row.label for row in scores.rows] == ["Hill School", NORTH, SOUTH]
