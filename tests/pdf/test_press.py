"""Files for the press: the page, its boxes and marks, and the same words as on the screen."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.layout.page_geometry import Geometry
from pdfgen.pipeline import build
from pdfgen.preflight.content import read
from pdfgen.profiles import PAGE_SIZES, Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MM = 72 / 25.4
SAMPLES = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
FINLAND = next(path for path in SAMPLES if path.stem == "finland")
SIZES = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}


def built(path: Path = FINLAND, page_size: str = "a4", theme: str = "standard", profile: str = "print") -> bytes:
    return build_pdf(load_report(path), page_size=page_size, theme=theme, profile=profile)


def texts(content: bytes, page_size: str, theme: str) -> Iterator[tuple[str, list[str]]]:
    """Yield of each page the text between head and foot, and the sorted words of both."""
    geometry = Geometry.of(PAGE_SIZES[page_size], Catalogue().theme(theme))
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, 1):
            left, bottom, right, top = page.get_trimbox()
            # the band of a first page is no running head
            high = top if number == 1 else bottom + geometry.top + 8
            low = bottom + geometry.bottom - 5
            text = page.get_textpage()
            head = text.get_text_bounded(left, high, right, top) if number > 1 else ""
            foot = text.get_text_bounded(left, bottom, right, low)
            yield text.get_text_bounded(left, low, right, high), sorted(f"{head} {foot}".split())


@pytest.mark.parametrize(("theme", "page_size"), list(product(("standard", "compact"), SIZES)))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_press_file_says_what_the_file_for_the_screen_says(path: Path, theme: str, page_size: str) -> None:
    press = list(texts(built(path, page_size, theme), page_size, theme))
    screen = list(texts(built(path, page_size, theme, "screen"), page_size, theme))
    assert press == screen
    assert all(len(text) > 50 for text, _ in press)
    assert all(str(number) in words for number, (_, words) in enumerate(press, 1))


@pytest.mark.parametrize("page_size", SIZES)
def test_the_boxes_are_the_trimmed_page_three_and_ten_millimetres_around_it(page_size: str) -> None:
    width, height = SIZES[page_size]
    with pikepdf.open(BytesIO(built(page_size=page_size))) as file:
        for page in file.pages:
            boxes = {name: [float(edge) for edge in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
            left, bottom, right, top = boxes["/TrimBox"]
            assert (right - left, top - bottom) == pytest.approx((width, height), abs=0.02)
            around = {name: [a - b for a, b in zip(box, boxes["/TrimBox"], strict=True)] for name, box in boxes.items()}
            for name, far in (("/BleedBox", 3 * MM), ("/MediaBox", 10 * MM)):
                assert around[name] == pytest.approx([-far, -far, far, far], abs=0.02)
            assert "/ArtBox" not in page
            assert "/Annots" not in page


def test_text_is_black_and_everything_else_cmyk() -> None:
    with pikepdf.open(BytesIO(built())) as file:
        items = read(file).painted
    text = {item.fill for item in items if item.is_text}
    assert len([item for item in items if item.is_text]) > 200
    assert all(fill is not None and fill.space.kind == "DeviceCMYK" and not any(fill.values[:3]) for fill in text)
    others = [item.fill for item in items if item.fill is not None and not item.is_text]
    assert {fill.space.kind for fill in others} <= {"DeviceCMYK", "DeviceGray"}
    assert any(any(fill.values[:3]) for fill in others)


def test_text_stands_four_millimetres_away_from_the_binding() -> None:
    with pypdfium2.PdfDocument(built()) as press, pypdfium2.PdfDocument(built(profile="screen")) as screen:
        shifts = [first_the(ours) - first_the(plain) for ours, plain in zip(press, screen, strict=True)]
    assert len(shifts) > 4
    # the trimmed page begins 10 mm to the right
    assert shifts == pytest.approx([(14 if number % 2 else 6) * MM for number in range(1, len(shifts) + 1)], abs=0.02)


def first_the(page: pypdfium2.PdfPage) -> float:
    """Return the left edge of the first “the” between the head and the foot of a page."""
    text = page.get_textpage()
    search = text.search("the", match_case=True, match_whole_word=True)
    while (found := search.get_next()) is not None:
        left, bottom, *_ = text.get_charbox(found[0])
        if 40 * MM < bottom < page.get_trimbox()[3] - 20 * MM:
            return float(left)
    pytest.fail("there is no “the”")


def test_folios_and_running_heads_stand_outside() -> None:
    with pypdfium2.PdfDocument(built()) as document:
        outside = []
        for number, page in enumerate(document, 1):
            left, bottom, right, _ = page.get_trimbox()
            text = page.get_textpage()
            middle = (left + right) / 2
            foot = text.get_text_bounded(left, bottom, middle, bottom + 60).split()
            other = text.get_text_bounded(middle, bottom, right, bottom + 60).split()
            outside.append((str(number) in other) if number % 2 else (str(number) in foot))
        assert len(outside) > 4
        assert all(outside)


def test_full_sheets_are_multiples_of_four_pages_and_the_added_ones_are_empty() -> None:
    plain = build(resolve(load_report(FINLAND)), Profile.named("a4", "print"))
    full = build(resolve(load_report(FINLAND)), Profile.named("a4", "print", full_sheets=True))
    with pypdfium2.PdfDocument(plain) as few, pypdfium2.PdfDocument(full) as many:
        assert len(few) % 4 != 0
        assert len(many) == -(-len(few) // 4) * 4
        for index in range(len(few), len(many)):
            page = many[index]
            assert not page.get_textpage().get_text_bounded(*page.get_trimbox()).strip()


def test_the_identity_of_a_file_is_made_from_its_content(tmp_path: Path) -> None:
    (tmp_path / "edition.yaml").write_bytes((FINLAND.parent.parent / "edition.yaml").read_bytes())
    changed = tmp_path / "finland.yaml"
    text = FINLAND.read_text(encoding="utf-8")
    changed.write_text(text.replace("parliamentary democracy", "democracy", 1), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != text
    first, again, other = (identity(built(path)) for path in (FINLAND, FINLAND, changed))
    assert first == again
    assert first != other


def identity(content: bytes) -> str:
    with pikepdf.open(BytesIO(content)) as file, file.open_metadata() as said:
        return str(said["xmpMM:DocumentID"])
