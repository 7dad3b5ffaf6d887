"""The gauge of the total: the label of the previous score stands clear of the pointer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pdfgen import build_pdf, load_report

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = Path(__file__).parents[1] / "content/projects/towns"
Box = tuple[float, float, float, float]


def page(folder: Path, before: int, now: int, profile: str) -> Any:
    """Return the first page of a town that scored so much in all parts, before and now."""
    shutil.copytree(TOWNS, folder, dirs_exist_ok=True)
    table = folder / "scores/town-index/2023-H2.csv"
    row = f"Alderbrook,North,municipality,{','.join([str(before)] * 8)},1"
    table.write_text(re.sub(r"(?m)^Alderbrook,.*$", row, table.read_text(encoding="utf-8")), encoding="utf-8")
    report = folder / "editions/2024-H1/reports/alderbrook.yaml"
    text = re.sub(r"score: \d+", f"score: {now}", report.read_text(encoding="utf-8"))
    report.write_text(text, encoding="utf-8")
    return pypdfium2.PdfDocument(build_pdf(load_report(report), profile=profile))[0]


def pointers(shown: Any) -> Iterator[Box]:
    """Yield the boxes of the triangles that are as wide as the pointer."""
    for item in shown.get_objects((pdfium.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        if abs(right - left - 8) < 0.1 and abs(top - bottom - 6) < 0.1:
            yield left, bottom, right, top


def characters(shown: Any) -> Iterator[Box]:
    text = shown.get_textpage()
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            yield text.get_charbox(index)


@pytest.mark.parametrize("profile", ["screen", "card"])
@pytest.mark.parametrize(
    ("before", "now"), [(84, 85), (85, 84), (1, 2), (2, 1), (0, 3), (3, 0), (99, 100), (100, 99), (97, 100), (20, 80)]
)
def test_no_text_stands_under_the_pointer(tmp_path: Path, before: int, now: int, profile: str) -> None:
    shown = page(tmp_path, before, now, profile)
    ((left, bottom, right, top),) = pointers(shown)
    assert [
        box for box in characters(shown) if box[0] < right and box[2] > left and box[1] < top and box[3] > bottom
    ] == []
