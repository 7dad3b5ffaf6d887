"""Renderers: a kind of output is one of them, and everything else follows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.builds.build import BuildRequest, opened
from pdfgen.builds.in_process import InProcess
from pdfgen.builds.tasks import BuildOptions
from pdfgen.content import Heading
from pdfgen.errors import UsageError
from pdfgen.layout.document import LayoutResult
from pdfgen.outputs import Destination
from pdfgen.profiles import Profile
from pdfgen.renderers import PDF, Renderer
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pdfgen.content import Document

HERE = Path.cwd()
FINLAND = shipped("data") / "editions" / "2018" / "reports" / "finland.yaml"


def headings(document: Document, *_: Any) -> LayoutResult:
    """Render the headings of a document as lines of text."""
    lines = [block.text for block in document.blocks if isinstance(block, Heading)]
    return LayoutResult("\n".join(lines).encode(), [], 1)


TEXT = replace(Profile.named(), renderer=Renderer("text", ".txt", "text/plain", f"{__name__}:headings"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    with opened(BuildRequest((FINLAND,), (BuildOptions(TEXT),), InProcess(), HERE, tmp_path, recorded=True)) as build:
        assert [(result.state, result.error) for result in build.results] == [("built", None)]
    return tmp_path


def test_a_renderer_is_all_that_another_kind_of_output_needs(built: Path) -> None:
    text = (built / "freedom-in-the-world-2018-finland.txt").read_text("utf-8")
    assert text.splitlines()[0] == "Key developments in 2017"


def test_the_record_names_the_media_type_and_knows_what_is_current(built: Path) -> None:
    record = json.loads((built / "build.json").read_text("utf-8"))
    assert [common["profile"]["renderer"] for common in record["common"].values()] == ["text/plain"]
    with opened(BuildRequest((FINLAND,), (BuildOptions(TEXT),), InProcess(), HERE, built, recorded=True)) as build:
        assert [result.state for result in build.results] == ["current"]
    pdf = replace(TEXT, renderer=PDF)
    with opened(BuildRequest((FINLAND,), (BuildOptions(pdf),), InProcess(), HERE, built, recorded=True)) as build:
        assert [result.state for result in build.results] == ["built"]


def test_an_output_is_a_file_by_the_suffix_of_its_renderer(tmp_path: Path) -> None:
    assert Destination.of(tmp_path / "finland.txt", [TEXT]) == Destination(tmp_path, "finland.txt")
    assert Destination.of(tmp_path / "finland.pdf", [TEXT]) == Destination(tmp_path / "finland.pdf")


def test_pictures_are_made_of_what_has_pages() -> None:
    with pytest.raises(UsageError) as refused:
        BuildOptions(TEXT, pictures=True)
    told = ("no pictures are made of text: it has no pages", "leave the pictures out")
    assert (str(refused.value), refused.value.remedy) == told
