"""Page labels: what is printed on a page, and what the file says of it."""

from __future__ import annotations

import pytest

from pdfgen.pdf.page_labels import Numbering, PageLabels, roman


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        (1, "i"),
        (4, "iv"),
        (9, "ix"),
        (14, "xiv"),
        (40, "xl"),
        (49, "xlix"),
        (90, "xc"),
        (444, "cdxliv"),
        (1999, "mcmxcix"),
    ],
)
def test_roman_figures(number: int, figures: str) -> None:
    assert roman(number) == figures


def test_pages_are_numbered_from_one_unless_something_else_is_said() -> None:
    labels = PageLabels()
    assert [labels.label(page) for page in (1, 2, 12)] == ["1", "2", "12"]
    assert labels.entry() == "<</Nums[0<</S/D>>]>>"


def test_each_range_is_numbered_anew() -> None:
    labels = PageLabels()
    for numbering in (Numbering(1, "D", "Cover "), Numbering(3, "r"), Numbering(9, "D")):
        labels.number(numbering)
    assert [labels.label(page) for page in (1, 2, 3, 8, 9, 10)] == ["Cover 1", "Cover 2", "i", "vi", "1", "2"]
    assert labels.entry() == "<</Nums[0<</S/D/P(Cover )>>2<</S/r>>8<</S/D>>]>>"
