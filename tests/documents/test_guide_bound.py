"""The guide is a book that the program itself has bound."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from pdfgen.cli.app import run
from pdfgen.resources import shipped
from pdfgen.source.essays import load_essay
from tests.documents.essays import essay

if TYPE_CHECKING:
    from pathlib import Path

DATA = shipped("data")
CONTENTS = DATA / "guide" / "contents.md"
NAMED = re.findall(r"\]\(([^)\s]+)\)", CONTENTS.read_text(encoding="utf-8"))
PAGES = [CONTENTS, *(DATA / "guide" / name for name in NAMED)]
EDITION = """
volume:
  title: The guide of pdfgen
  overline: Guide
  subtitle: Bound by pdfgen
  essays: [{names}]
"""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_an_essay(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    (tmp_path / path.name).write_text(essay(page), encoding="utf-8")
    found = load_essay(tmp_path / path.name)
    assert found.title == page.split("\n", 1)[0].lstrip("# ").replace("`", "")
    assert found.sections


@pytest.mark.slow
def test_the_guide_is_bound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "editions" / "guide"
    shutil.copytree(DATA / "editions" / "nations-in-transit-2018", home)
    (home / "essays").mkdir()
    for path in PAGES:
        (home / "essays" / path.name).write_text(essay(path.read_text(encoding="utf-8")), encoding="utf-8")
    names = ", ".join(f"essays/{path.name}" for path in PAGES)
    with (home / "edition.yaml").open("a", encoding="utf-8") as file:
        file.write(EDITION.format(names=names))
    assert run(["volume", str(home), "-o", str(tmp_path / "guide.pdf")]) == 0, capsys.readouterr().err
    assert "warning" not in capsys.readouterr().err
    read = PdfReader(tmp_path / "guide.pdf")
    titles = {item["/Title"] for item in _flat(read.outline)}
    for path in PAGES:
        assert path.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ").replace("`", "") in titles
    text = "\n".join(page.extract_text() for page in read.pages)
    assert "pdfgen new project towns" in text
    assert "pdfgen check editions/2024 \u2011\u2011data-only" in text
    assert "The mapping has a key that does not exist there." in text
    capsys.readouterr()
    assert run(["verify", str(tmp_path / "guide.pdf")]) == 0, capsys.readouterr().out


def _flat(outline: Any) -> list[Any]:
    return [one for item in outline for one in (_flat(item) if isinstance(item, list) else [item])]
