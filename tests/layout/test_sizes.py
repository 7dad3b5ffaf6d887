"""The sizes of text are tokens of the theme: none is written into a setter."""

from __future__ import annotations

import ast
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pdfgen.content import compose, compose_card
from pdfgen.layout.document import set_document
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pdfgen.theme import Theme

LOADED = load(shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml")
THEME = Catalogue(shipped("data").parent).theme("standard")
OTHER = Decimal("7.31")


def test_no_setter_has_a_size_of_its_own() -> None:
    found = []
    for path in (Path(__file__).parents[2] / "pdfgen" / "layout").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cut":
                sizes = [word.value for word in node.keywords if word.arg == "size"]
                found += [f"{path.name}: {ast.unparse(node)}" for size in sizes if isinstance(size, ast.Constant)]
    assert found == ["furniture.py: pen.setter.cut('micro', size=6.5, colour='text')"]  # the slug of a print file


def sizes_of(profile: str, theme: Theme) -> set[float]:
    """Return the sizes of all text of a file."""
    labels = LOADED.catalogue.labels("en")
    composed = compose if profile == "screen" else compose_card
    document = composed(LOADED.report, LOADED.card, labels)
    with pikepdf.open(BytesIO(set_document(document, theme, Profile.named("a4", profile)).content)) as pdf:
        streams = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    return {float(size) for size in re.findall(rb"/F\S+ ([\d.]+) Tf", streams)}


@pytest.mark.parametrize(
    ("profile", "size"),
    [
        *(
            ("screen", size)
            for size in [
                "first_head",
                "kind",
                "running_head",
                "folio",
                "status",
                "particulars",
                "panel_caption",
                "panel_best",
                "panel_change",
                "rating",
                "series",
                "facts_title",
                "fact",
                "overview_head",
                "key_title",
                "key",
                "key_note",
                "section_score",
                "section_change",
            ]
        ),
        *(
            ("card", f"card.{size}")
            for size in ["title", "particulars", "label", "figure", "best", "change", "lead", "heading", "row", "item"]
        ),
    ],
)
def test_a_theme_sets_each_size(profile: str, size: str) -> None:
    part, _, name = size.rpartition(".")
    sizes = THEME.sizes
    if part:
        sizes = sizes.model_copy(update={part: sizes.card.model_copy(update={name: OTHER})})
    else:
        sizes = sizes.model_copy(update={name: OTHER})
    assert float(OTHER) not in sizes_of(profile, THEME)
    assert float(OTHER) in sizes_of(profile, THEME.model_copy(update={"sizes": sizes}))
