"""The volume follows the standards that it claims, and is one book for each reader."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import outloud
import page
import pikepdf
import pypdfium2
import pytest

from pdfgen.preflight.verify import verify
from pdfgen.profiles import Profile
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume
from tests.volumes.reading import (
    SAMPLE,
    copied,
    leaves,
    pages_of,
    volume,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


LEAST = {"2a": 154, "3a": 156, "ua1": 104}  # the rules that page-validation 0.11 knows


@pytest.mark.parametrize(
    ("edition", "page_size", "theme"),
    [
        ("2018", "a4", None),
        ("2018", "letter", "compact"),
        ("freedom-on-the-net-2018", "a4", None),
        ("nations-in-transit-2018", "letter", None),
    ],
)
def test_a_volume_follows_pdf_a_and_pdf_ua(edition: str, page_size: str, theme: str | None, tmp_path: Path) -> None:
    content = volume(edition, "screen", page_size, theme)
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(content, profile=profile)
        assert report.rules.total >= LEAST[profile]
        assert [failure.rule_id for failure in report.failures] == []
    path = tmp_path / "volume.pdf"
    path.write_bytes(content)
    result = outloud.check(str(path), layers=["conformance"])
    assert result.error is None
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert verify(path).findings == []


def test_a_volume_without_its_data_is_pdf_a_2a() -> None:
    report = page.validate_pdf_bytes(volume(attachments=False), profile="2a")
    assert report.rules.total >= LEAST["2a"]
    assert [failure.rule_id for failure in report.failures] == []


@pytest.mark.parametrize("edition", ["2018", "freedom-on-the-net-2018"])
def test_a_volume_for_the_press_follows_the_rules_of_x_4_and_fills_its_sheets(edition: str, tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    path.write_bytes(volume(edition, "print"))
    found = verify(path)
    assert found.findings == []
    assert "PDF/X-4" in found.claims
    assert len(leaves(path.read_bytes())) % 4 == 0


BASE = "freedom-in-the-world-2018-volume"


def test_the_file_carries_the_scores_that_its_tables_show() -> None:
    with pikepdf.open(BytesIO(volume())) as file:
        names = sorted(file.attachments)
        rows = file.attachments[f"{BASE}-scores.csv"].get_file().read_bytes().decode("utf-8").splitlines()
    assert names == [f"{BASE}-{end}" for end in ("edition.zip", "manifest.json", "rubric.yaml", "scores.csv")]
    assert rows[0].startswith("entity,region,kind,edition,Total,PR,A,A1,A2,A3,B,")
    assert [row.split(",")[:5] for row in rows[1:3]] == [
        ["Finland", "Europe", "country", "2018", "100"],
        ["Iraq", "Middle East", "country", "2018", "31"],
    ]


def test_the_same_edition_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    digests = set()
    for seed in ("0", "7"):
        target = tmp_path / f"{seed}.pdf"
        command = [sys.executable, "-m", "pdfgen", "volume", str(SAMPLE), "-o", str(target)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert digests == {hashlib.sha256(volume()).hexdigest()}


def test_a_press_file_says_on_each_page_what_the_file_for_the_screen_says() -> None:
    with pypdfium2.PdfDocument(volume(name="print")) as press, pypdfium2.PdfDocument(volume()) as screen:
        assert len(press) - len(screen) in range(4)
        for ours, plain in zip(press, screen, strict=False):
            left, bottom, right, top = ours.get_trimbox()
            text = ours.get_textpage().get_text_bounded(left, bottom, right, top)
            assert sorted(text.split()) == sorted(plain.get_textpage().get_text_bounded().split())


def test_contents_are_a_table_of_contents_and_tables_have_rows_of_as_many_cells() -> None:
    with pikepdf.open(BytesIO(volume())) as file:
        root = file.Root.StructTreeRoot.K
        contents = [item for item in elements(root) if str(item.S) == "/TOC"]
        entries = [item for item in elements(contents[0]) if str(item.S) == "/TOCI"]
        inside = [[str(item.S) for item in elements(entry)] for entry in entries]
        tables = [item for item in elements(root) if str(item.S) == "/Table"]
        cells = [
            [[str(cell.S) for cell in elements(row) if str(cell.S) in ("/TH", "/TD")] for row in elements(table)]
            for table in tables
        ]
    assert len(contents) == 1
    assert len(entries) == 22
    assert all(kinds[0] == "/Reference" and "/Link" in kinds for kinds in inside)
    headed = [[row for row in rows if row] for rows in cells]
    headed = [rows for rows in headed if set(rows[0]) == {"/TH"}]  # the quick facts have no heads
    assert len(headed) == 6 + 3 + 7  # score overviews, bands of the method, comparative tables
    assert all(len({len(row) for row in rows}) == 1 for rows in headed)


def elements(node: Any) -> Iterator[Any]:
    """Yield the structure elements below a node, each before what is in it."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_notes_of_the_same_name_in_two_reports_are_two_notes(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for name in ("finland", "kazakhstan"):
        path = edition / "reports" / f"{name}.yaml"
        said = re.sub(r"(?m)^overview: \|\n  (\w+)", r"overview: |\n  \1[^same]", path.read_text(encoding="utf-8"))
        path.write_text(said + "\nfootnotes:\n  same: A note of one name.\n", encoding="utf-8")
    content = build_volume(load_edition(edition), Profile.volume())
    assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures] == []
    with pikepdf.open(BytesIO(content)) as file:
        notes = [str(item.ID) for item in elements(file.Root.StructTreeRoot.K) if str(item.S) == "/Note"]
        names = [str(name) for name in list(file.Root.StructTreeRoot.IDTree.Names)[::2]]
        reports = pages_of(content, edition)
        numbers: dict[Any, int] = {sheet.objgen: number for number, sheet in enumerate(file.pages)}
        for name in ("Finland", "Kazakhstan"):
            links = [
                link
                for sheet in list(file.pages)[reports[name].start : reports[name].stop]
                for link in sheet.get("/Annots", [])
            ]
            leads: list[Any] = [
                link["/Dest"] for link in links if "/Dest" in link and str(link["/Contents"]) == "Note 1"
            ]
            assert [numbers[lead[0].objgen] in reports[name] for lead in leads] == [True]
    assert sorted(notes) == sorted(names)
    assert {"/report.Finland.en.note.same", "/report.Kazakhstan.en.note.same"} < set(notes)
