"""Colours for as many categories as a method has."""

from __future__ import annotations

import pytest

from pdfgen.source.catalogue import Catalogue
from pdfgen.theme.grades import ON_PAPER, contrast, grade
from pdfgen.theme.tokens import INK_LIMIT, Colour

PAPER = Colour.model_validate({"rgb": "#FFFFFF", "cmyk": (0, 0, 0, 0)})


@pytest.mark.parametrize("theme", ["standard", "compact"])
@pytest.mark.parametrize("count", range(1, 13))
def test_every_grade_is_dark_enough_on_paper_and_dries(theme: str, count: int) -> None:
    tokens = Catalogue().theme(theme)
    stops = [tokens.colours[name] for name in (tokens.tones.positive, tokens.tones.mixed, tokens.tones.negative)]
    found = [grade(stops, place, count, PAPER, ON_PAPER) for place in range(1, count + 1)]
    assert all(contrast(colour, PAPER) >= ON_PAPER for colour in found)
    assert all(sum(colour.cmyk) <= INK_LIMIT for colour in found)
    assert len({colour.rgb for colour in found}) == len({colour.cmyk for colour in found}) == count
    assert found[0] == stops[0]
    assert count == 1 or found[-1] == stops[-1]


def test_a_pale_colour_is_made_darker_on_paper_and_a_dark_one_lighter_on_a_band() -> None:
    pale, dark = (
        Colour.model_validate({"rgb": rgb, "cmyk": cmyk})
        for rgb, cmyk in (("#FFE08A", (0, 10, 50, 0)), ("#10253A", (100, 75, 30, 50)))
    )
    assert contrast(grade([pale], 1, 1, PAPER, 4.5), PAPER) >= 4.5
    assert contrast(grade([dark], 1, 1, dark, 3.0), dark) >= 3.0
