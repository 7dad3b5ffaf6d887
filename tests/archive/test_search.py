"""An archive is searched by words and facts, through an index that is made anew from the objects."""

from __future__ import annotations

import doctest
import os
import sqlite3
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import pdfgen.archive.found_sentence
from pdfgen.archive import search_schema
from pdfgen.archive.found_sentence import END, START, best_sentence
from pdfgen.archive.object_record import FILES, RECORD
from pdfgen.archive.ocfl import StorageRoot
from pdfgen.archive.page_texts import page_texts
from pdfgen.archive.search_index import INDEX, build_index, index_file
from pdfgen.archive.searching import search
from pdfgen.errors import EnvironmentFailure, UsageError
from tests.archive.examples import (
    CORRECTED,
    FINLAND,
    KAZAKHSTAN,
    MOMENT,
    SYRIA,
    Example,
    lined_pdf,
    pdf,
    shelve,
    source,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.searching import Hit


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of three reports, one of them corrected."""
    root = StorageRoot.create(tmp_path_factory.mktemp("shelf") / "archive")
    shelve(root, FINLAND, KAZAKHSTAN, SYRIA)
    shelve(root, CORRECTED, message="A1 corrected", day=45)
    return build_index(root).file


@pytest.fixture
def root(tmp_path: Path) -> StorageRoot:
    return StorageRoot.create(tmp_path / "archive")


def brief(hits: list[Hit]) -> list[tuple[str, int, int]]:
    return [(hit.title, hit.version, hit.page) for hit in hits]


def titles(hits: list[Hit]) -> list[str]:
    return [hit.title for hit in hits]


# Words


def test_a_hit_names_object_version_file_and_page_and_shows_the_sentence(shelf: Path) -> None:
    (hit,) = search(shelf, '"credible voting"')
    assert (hit.object_id, hit.version, hit.latest, hit.page) == (KAZAKHSTAN.id, 2, True, 1)
    assert (hit.title, hit.edition, hit.language, hit.status, hit.total) == ("Kazakhstan", 2018, "en", "NF", "23")
    assert hit.file == "files/freedom-in-the-world-2018-kazakhstan.pdf"
    assert hit.marked("[", "]") == (
        "Neither the presidency nor the legislature is filled through [credible voting], and every party of any size "
        "supports the head of state."
    )
    assert [hit.sentence[start:end] for start, end in hit.found] == ["credible voting"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("NAZARBAYEV", {"Kazakhstan"}),
        ("nazarbayév", {"Kazakhstan"}),
        ("nazar", set()),
        ("nazar*", {"Kazakhstan"}),
        ("“credible voting”", {"Kazakhstan"}),
        ("voting credible", {"Kazakhstan"}),
        ('"voting credible"', set()),
        ("credible voting elsewhere nowhere", set()),
        ("Assad*", {"Syria"}),
        ("people’s homes", {"Finland"}),
    ],
)
def test_words_are_found_as_they_are_written_or_with_other_accents(shelf: Path, words: str, found: set[str]) -> None:
    assert set(titles(search(shelf, words, limit=100))) == found


@pytest.mark.parametrize(
    "words",
    [
        '"',
        '""" AND',
        "NEAR(a b",
        "text: kazakh",
        "-kazakh",
        "^a",
        "a OR b",
        "(",
        "a* *",
        "*",
        "é*\0",
        "\ud800",
        "a + b",
        "{text}: b",
        "a" * 10_000,
    ],
)
def test_no_words_are_a_command(shelf: Path, words: str) -> None:
    try:
        search(shelf, words)
    except UsageError as error:
        assert str(error).endswith("has no word that could be found")  # noqa: PT017  # either is right
        assert not any(char.isalnum() for char in words)


def test_operators_are_words(shelf: Path) -> None:
    assert brief(search(shelf, "kazakhstan NOT nazarbayev", limit=100)) == brief(
        search(shelf, "nazarbayev not kazakhstan", limit=100)
    )


def test_words_without_letters_are_refused(shelf: Path) -> None:
    with pytest.raises(UsageError, match="“— &” has no word that could be found"):
        search(shelf, " — & ")
    with pytest.raises(UsageError, match="51 words are sought, and 50 are the most"):
        search(shelf, " ".join(["word"] * 51))


def test_running_heads_and_folios_are_no_words_of_a_page() -> None:
    pages = page_texts(pdf("kazakhstan"))
    assert len(pages) == 8
    assert pages[1].startswith("Score overview\nCategory Score 2017 Change\n")
    assert not [page for page in pages[1:] if "Freedom in the World 2018" in page.split("\n")[0]]


def test_divided_words_are_whole_and_keep_the_hyphens_that_the_source_has() -> None:
    content, words = pdf("iraq", "compact"), source("iraq").decode()
    text = " ".join(page_texts(content, words))
    assert "constitution" in text
    assert "four-year terms" in text
    assert "\ufffe" not in text
    assert "fouryear" in " ".join(page_texts(pdf("iraq")))  # no source: nobody knows


def test_the_sentence_is_an_example() -> None:
    assert doctest.testmod(pdfgen.archive.found_sentence) == (0, 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A heading\nThe <vote> was fair. The rest.", "The <vote> was fair."),
        ("The <vote>. The <vote> and the <court>.", "The <vote> and the <court>."),
        ("Of the U.S. the <vote> is old.", "Of the U.S. the <vote> is old."),
        ("It ends <here. There> it begins. Else.", "It ends <here. There> it begins."),
        ("x " * 200 + "<vote> " + "y " * 200, "… " + "x " * 59 + "<vote> " + "y " * 97 + "…"),
        ("z" * 400 + "<vote>" + "z" * 400, "… <vote>" + "z" * 314 + " …"),
    ],
)
def test_the_sentence_has_the_words(text: str, shown: str) -> None:
    sentence, found = best_sentence(text.replace("<", START).replace(">", END))
    plain = shown.replace("<", "").replace(">", "")
    assert sentence == plain
    marks = [text_[: text_.index(">")] for text_ in shown.split("<")[1:]]
    assert [sentence[start:end] for start, end in found] == marks


# Facts


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Finland", "Kazakhstan", "Syria"]),
        ({"entity": "kazakhstán"}, ["Kazakhstan"]),
        ({"entity": "fin"}, ["Finland"]),
        ({"entity": "Zenda"}, []),
        ({"edition": 2018, "rubric": "freedom-in-the-world", "language": "EN", "kind": "report"}, ["Finland", "Kazakhstan", "Syria"]),
        ({"edition": 2017}, []),
        ({"kind": "volume"}, []),
        ({"status": "nf"}, ["Kazakhstan", "Syria"]),
        ({"score": (0, 50)}, ["Kazakhstan"]),
        ({"score": (None, 23)}, ["Kazakhstan", "Syria"]),
        ({"score": (23.5, None)}, ["Finland"]),
        ({"score": (None, 0), "measure": "A1"}, ["Kazakhstan", "Syria"]),
        ({"measure": "B1"}, []),
        ({"flags": ["downward-trend"]}, []),
        ({"status": "' OR 1 --"}, []),
        ({"limit": 2}, ["Finland", "Kazakhstan"]),
    ],
)  # fmt: skip
def test_versions_are_found_by_what_they_say_of_themselves(
    shelf: Path, asked: dict[str, object], found: list[str]
) -> None:
    hits = search(shelf, **asked)  # type: ignore[arg-type]
    assert titles(hits) == found
    assert {(hit.page, hit.sentence, hit.rank) for hit in hits} <= {(0, "", 0.0)}


def test_former_versions_are_found_when_they_are_asked_for(shelf: Path) -> None:
    assert brief(search(shelf, entity="Kazakhstan", versions="all")) == [("Kazakhstan", 2, 0), ("Kazakhstan", 1, 0)]
    assert brief(search(shelf, flags=["downward-trend"], versions="all")) == [("Kazakhstan", 1, 0)]
    # both versions have the page: it is told once, of the last one that is asked for
    assert brief(search(shelf, '"credible voting"', versions="all")) == [("Kazakhstan", 2, 1)]
    assert brief(search(shelf, '"credible voting"', versions="all", score=(22, 22))) == [("Kazakhstan", 1, 1)]
    assert not search(shelf, '"credible voting"', score=(22, 22))


def test_words_and_facts_are_both_asked(shelf: Path) -> None:
    assert set(titles(search(shelf, "elections", limit=100))) == {"Finland", "Kazakhstan", "Syria"}
    assert set(titles(search(shelf, "elections", status="F", limit=100))) == {"Finland"}
    assert len(search(shelf, "elections", limit=3)) == 3
    ranks = [hit.rank for hit in search(shelf, "elections", limit=100)]
    assert ranks == sorted(ranks)


def test_a_report_goes_before_the_volume_that_has_the_same_page(root: StorageRoot) -> None:
    page = lined_pdf(["The same words"])
    facts = {"kind": "volume", "entity": None, "title": "All of them"}
    shelve(root, Example("A volume", content={"a.pdf": page}, facts=facts), Example("Zenda", content={"z.pdf": page}))
    file = build_index(root).file
    assert titles(search(file, "words")) == ["Zenda", "All of them"]
    assert titles(search(file, "words", limit=1)) == ["Zenda"]
    assert titles(search(file, "words", kind="volume")) == ["All of them"]
    assert titles(search(file, entity="All of them")) == []


def test_what_makes_no_sense_is_refused(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no versions v2"):
        search(shelf, versions="v2")
    with pytest.raises(UsageError, match="0 hits cannot be shown"):
        search(shelf, limit=0)
    with pytest.raises(UsageError, match=r"there is no index .*none\.sqlite"):
        search(tmp_path / "none.sqlite")


# The index


def test_only_objects_that_changed_are_read_again(root: StorageRoot) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    told: list[tuple[int, int]] = []
    first = build_index(root, advance=lambda done, all_: told.append((done, all_)))
    assert (first.objects, first.changed, first.anew, told) == (2, 2, "there was none", [(1, 2), (2, 2)])
    assert first.file == index_file(root)
    stamp = first.file.stat().st_mtime_ns
    second = build_index(root)
    assert (second.changed, second.removed, second.anew) == (0, 0, "")
    assert first.file.stat().st_mtime_ns == stamp
    shelve(root, CORRECTED, SYRIA, day=1)
    third = build_index(root)
    assert (third.objects, third.changed, third.removed, third.anew) == (3, 2, 0, "")
    assert brief(search(third.file, '"credible voting"')) == [("Kazakhstan", 2, 1)]


def test_what_is_brought_up_to_date_finds_the_same_as_what_is_made_anew(root: StorageRoot) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    build_index(root)
    shelve(root, CORRECTED, SYRIA, day=1)
    updated = build_index(root).file
    asked: list[dict[str, object]] = [
        {"words": "elections"},
        {"words": "court*", "versions": "all"},
        {"versions": "all"},
    ]
    before = [{replace(hit, rank=round(hit.rank, 6)) for hit in search(updated, limit=500, **one)} for one in asked]  # type: ignore[arg-type]
    assert build_index(root, anew=True).anew == "it was asked for"
    after = [{replace(hit, rank=round(hit.rank, 6)) for hit in search(updated, limit=500, **one)} for one in asked]  # type: ignore[arg-type]
    assert before == after
    assert all(after)


def test_an_object_that_is_gone_is_found_no_more(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    file = build_index(root).file
    found = root.find(FINLAND.id)
    assert found
    (tmp_path / "archive" / found.place).rename(tmp_path / "elsewhere")
    done = build_index(root)
    assert (done.objects, done.changed, done.removed) == (1, 0, 1)
    assert titles(search(file)) == ["Kazakhstan"]
    assert set(titles(search(file, "elections", limit=100))) == {"Kazakhstan"}


def spoil(root: StorageRoot, tmp_path: Path, example: Example, name: str) -> Path:
    """Change a byte of a stored file."""
    found = root.find(example.id)
    assert found
    (path,) = (tmp_path / "archive" / found.place).glob(f"v1/content/{name}")
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    return path


def test_a_damaged_file_is_told_and_costs_no_other(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    path = spoil(root, tmp_path, FINLAND, "files/*.pdf")
    done = build_index(root)
    (fault,) = done.faults
    assert str(fault) == (
        f"object {FINLAND.id}, version 1, files/{path.name}: v1/content/files/{path.name} is not what was stored: its "
        "sha512 digest differs"
    )
    assert titles(search(done.file)) == ["Finland", "Kazakhstan"]  # what it says of itself is sound
    assert set(titles(search(done.file, "elections", limit=100))) == {"Kazakhstan"}
    assert build_index(root).changed == 1  # it is tried again
    path.write_bytes(pdf("finland"))
    assert build_index(root).faults == []
    assert set(titles(search(done.file, "elections", limit=100))) == {"Finland", "Kazakhstan"}


def test_a_damaged_inventory_and_a_foreign_object_are_told(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, FINLAND, KAZAKHSTAN, SYRIA)
    with root.writing() as writer:
        writer.put("urn:example:photos", {"a.txt": b"words"}, "Added", "Editor", "", MOMENT)
    found = root.find(FINLAND.id)
    assert found
    inventory = tmp_path / "archive" / found.place / "inventory.json"
    inventory.chmod(stat.S_IRUSR | stat.S_IWUSR)
    inventory.write_bytes(inventory.read_bytes().replace(b"As published", b"As publishes"))
    spoil(root, tmp_path, SYRIA, RECORD)
    done = build_index(root)
    assert sorted(map(str, done.faults)) == [
        f"object {FINLAND.id}: inventory.json is not what was stored: its sha512 digest differs",
        f"object {SYRIA.id}, version 1, record.json: v1/content/record.json is not what was stored: its sha512 digest differs",
        "version 1 of object urn:example:photos has no file record.json",
    ]
    assert titles(search(done.file)) == ["Kazakhstan"]


def test_a_file_that_is_no_pdf_is_told(root: StorageRoot) -> None:
    broken = Example("Zenda", content={"zenda.pdf": b"%PDF-1.7 and no more"})
    shelve(root, broken, KAZAKHSTAN)
    (fault,) = build_index(root).faults
    assert str(fault).startswith(f"files/zenda.pdf in version 1 of object {broken.id}: it cannot be read as PDF: ")


def test_the_file_for_the_screen_is_searched(root: StorageRoot) -> None:
    example = Example(
        "Zenda", content={"zenda-print.pdf": lined_pdf(["Press"]), "zenda.pdf": lined_pdf([], ["Screen"])}
    )
    shelve(root, example)
    file = build_index(root).file
    assert brief(search(file, "screen")) == [("Zenda", 1, 2)]
    assert search(file, "screen")[0].file == f"{FILES}zenda.pdf"
    assert not search(file, "press")


@pytest.mark.parametrize("size", [0, 50, 5_000, 50_000])
def test_an_index_that_is_cut_off_is_made_anew(root: StorageRoot, size: int) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    file = build_index(root).file
    os.truncate(file, size)
    if size > 1_000:  # a part can be read, until something changes
        shelve(root, CORRECTED, day=1)
    with pytest.raises(EnvironmentFailure, match=r"the index .* cannot be used: .*"):
        search(file, "elections")
    done = build_index(root)
    assert done.anew
    assert done.changed == 2
    assert set(titles(search(file, "elections", limit=100))) == {"Finland", "Kazakhstan"}


def test_an_index_that_is_damaged_in_the_middle_is_made_anew(root: StorageRoot) -> None:
    shelve(root, FINLAND, KAZAKHSTAN)
    file = build_index(root).file
    sound = search(file, "elections", limit=100)
    with file.open("rb+") as base:
        base.seek(20_000)
        base.write(bytes(60_000))
    assert build_index(root).anew
    assert search(file, "elections", limit=100) == sound


def test_an_index_of_another_version_is_made_anew(root: StorageRoot) -> None:
    shelve(root, FINLAND)
    file = build_index(root).file
    with sqlite3.connect(file) as base:
        base.execute("UPDATE made SET by = 'pdfgen 0.0.9, 1'")
    base.close()
    with pytest.raises(EnvironmentFailure, match="cannot be used: another version of pdfgen made it"):
        search(file)
    done = build_index(root)
    assert (done.anew, done.changed) == ("another version of pdfgen made it", 1)
    assert titles(search(file)) == ["Finland"]
    other = sqlite3.connect(file)
    other.execute("PRAGMA application_id = 1")
    other.close()
    assert build_index(root).anew == "it is no index of an archive"


def test_a_root_at_a_url_needs_a_file_for_its_index(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    root = StorageRoot.create("memory://search-archive")
    shelve(root, Example("Zenda", content={"zenda.pdf": lined_pdf(["Screen"])}))
    with pytest.raises(UsageError, match="the index of memory://search-archive has no place there"):
        build_index(root)
    done = build_index(root, tmp_path / "index" / "search.sqlite")
    assert titles(search(done.file, "screen")) == ["Zenda"]


def test_the_index_leaves_the_archive_valid_and_nothing_else_behind(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, FINLAND)
    build_index(root)
    shelve(root, KAZAKHSTAN)
    build_index(root)
    assert [path.name for path in (tmp_path / "archive" / INDEX).parent.iterdir()] == ["search.sqlite"]
    assert sorted(StorageRoot.open(tmp_path / "archive").ids()) == [FINLAND.id, KAZAKHSTAN.id]


def test_an_index_that_cannot_be_written_is_told(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, Example("Zenda", content={"zenda.pdf": lined_pdf(["Screen"])}))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EnvironmentFailure, match=r"cannot make the folder .*"):
        build_index(root, tmp_path / "file" / "search.sqlite")
    (tmp_path / "search.sqlite").mkdir()
    with pytest.raises(EnvironmentFailure, match=r"cannot write .*search\.sqlite"):
        build_index(root, tmp_path / "search.sqlite")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "file", "search.sqlite"]


def test_a_link_that_leads_out_of_the_archive_is_refused(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, Example("Zenda", content={"zenda.pdf": lined_pdf(["Screen"])}))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "archive" / "extensions" / "pdfgen").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"extensions/pdfgen is a link"):
        build_index(root)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_number_of_pages_fits_a_row() -> None:
    assert pdfgen.archive.page_texts.PAGE_LIMIT < search_schema.PAGES_OF_A_TEXT
