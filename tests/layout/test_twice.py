"""A flowable is fixed once it is made: placed and drawn twice, it looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.content import compose
from pdfgen.content.volume.compose_volume import compose_volume
from pdfgen.content.volume.entries import VolumeEntry
from pdfgen.layout import full_page
from pdfgen.layout.composition import compose_flow
from pdfgen.layout.document import begin, draw_sheet
from pdfgen.layout.flow import paginate
from pdfgen.layout.page_geometry import Geometry
from pdfgen.layout.pen import Pen
from pdfgen.layout.typesetter import Typesetter
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.content import Document
    from pdfgen.layout.flow import Flowable

EDITIONS = shipped("data") / "editions"
THEMES = Catalogue(shipped("data").parent)


def chapters() -> Iterator[Document]:
    """Yield the chapters of a volume that are made of flowables."""
    edition = load_edition(EDITIONS / "2018")
    entries = [VolumeEntry(one.report, one.card, ()) for one in edition.reports]
    labels = edition.catalogue.labels("en")
    volume = compose_volume(edition.edition, edition.method, entries, edition.essays, edition.origin, labels)
    yield from (one.document for one in volume.chapters if not full_page.draws(one.document.blocks[0]))


def drawn(document: Document, flow: list[Flowable], setter: Typesetter, page: Geometry) -> bytes:
    """Return a file of all pages of a flow."""
    canvas = begin(document.metadata, Profile.named("a4", "screen"))
    pen = Pen(canvas, setter)
    for number, sheet in enumerate(paginate(flow, page.lines * page.grid, page.grid), 1):
        draw_sheet(pen, document, sheet, page, str(number), first=number == 1)
        canvas.end_page()
    return canvas.finish()


def check(document: Document) -> None:
    profile, theme = Profile.named("a4", "screen"), THEMES.theme("standard")
    setter, page = Typesetter(theme, "en"), Geometry.of(profile.page, theme)
    flow = compose_flow(document, setter, page)
    before = [dict(vars(item)) for item in flow]
    first = drawn(document, flow, setter, page)
    assert [dict(vars(item)) for item in flow] == before
    assert drawn(document, flow, setter, page) == first


@pytest.mark.parametrize("path", sorted(EDITIONS.glob("*/reports/*.yaml")), ids=lambda path: path.stem)
def test_a_report_is_drawn_twice_alike(path: Path) -> None:
    loaded = load(path)
    check(compose(loaded.report, loaded.card, loaded.catalogue.labels(loaded.report.language)))


def test_the_chapters_of_a_volume_are_drawn_twice_alike() -> None:
    documents = list(chapters())
    assert len(documents) > 10
    for document in documents:
        check(document)
