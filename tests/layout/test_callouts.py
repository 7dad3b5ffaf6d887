"""The numbers of the guide point at the parts of a sample wherever its columns are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdfgen.content import Panel, compose
from pdfgen.layout import composition  # noqa: F401  # registers what names parts
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.setters import anchor
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load

LOADED = load(shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml")
BLOCKS = compose(LOADED.report, LOADED.card, LOADED.catalogue.labels("en")).blocks


def geometry(theme: str) -> Geometry:
    return Geometry.of(Profile.named("a4", "screen").page, Catalogue(shipped("data").parent).theme(theme))


@pytest.mark.parametrize("theme", ["standard", "compact"])
def test_numbers_stand_on_the_lines_of_the_panel(theme: str) -> None:
    page = geometry(theme)
    assert [anchor(part, BLOCKS, page) for part in ("total", "measures", "series")] == [0.0, 199.0, 335.0]
    bare = [replace(block, measures=()) for block in BLOCKS if isinstance(block, Panel)]
    assert anchor("series", bare, page) == 199.0


@pytest.mark.parametrize("theme", ["standard", "compact"])
def test_numbers_of_a_question_follow_the_rail(theme: str) -> None:
    page = geometry(theme)
    assert 0 < anchor("score", BLOCKS, page) < anchor("change", BLOCKS, page) < page.rail
    assert page.rail + page.gutter < anchor("reason", BLOCKS, page) < page.measure / 2


def test_a_part_that_no_block_has_is_refused() -> None:
    with pytest.raises(StopIteration):
        anchor("series", [], geometry("standard"))
