"""Files that were made to lead a reader astray: what leads back to itself, or to more than anybody can read."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from pdfgen import build_pdf, load_report
from pdfgen.errors import UsageError
from pdfgen.preflight.verify import inspect
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAMPLE = shipped("data") / "editions" / "2018" / "reports" / "turkey.yaml"


@pytest.fixture(scope="module")
def press() -> bytes:
    return build_pdf(load_report(SAMPLE), profile="print")


@pytest.fixture(scope="module")
def screen() -> bytes:
    return build_pdf(load_report(SAMPLE))


def changed(content: bytes, change: Callable[[Pdf], None], target: Path) -> Path:
    with pikepdf.open(BytesIO(content)) as file:
        change(file)
        file.save(target, fix_metadata_version=False)
    return target


# Trees


def own_child(file: Pdf) -> None:
    element = file.Root.StructTreeRoot.K
    element = element[0] if isinstance(element, Array) else element
    element.K = Array([element])


def root_as_child(file: Pdf) -> None:
    file.Root.StructTreeRoot.K = Array([file.Root.StructTreeRoot])


def shared_children(file: Pdf) -> None:
    """Make 2^40 elements of forty."""
    below = file.make_indirect(Dictionary(S=Name.P))
    for _ in range(40):
        below = file.make_indirect(Dictionary(S=Name.Div, K=Array([below, below])))
    file.Root.StructTreeRoot.K = below


def outline(file: Pdf) -> None:
    item = file.make_indirect(Dictionary(Title=String("One")))
    item.Next = item
    item.First = item
    file.Root.Outlines = Dictionary(First=item, Last=item)


def name_tree(file: Pdf) -> None:
    node = file.make_indirect(Dictionary())
    node.Kids = Array([node])
    file.Root.Names = Dictionary(Dests=node)


TREES = {
    "element": (own_child, "the structure tree leads back to itself"),
    "root": (root_as_child, "the structure tree leads back to itself"),
    "shared": (shared_children, "the structure tree reaches a node in two ways"),
    "outline": (outline, "the outline leads back to itself"),
    "names": (name_tree, "the name tree /Dests leads back to itself"),
}


@pytest.mark.parametrize("name", TREES)
def test_a_tree_that_leads_back_to_itself_is_told(name: str, screen: bytes, tmp_path: Path) -> None:
    change, words = TREES[name]
    found, _ = inspect(changed(screen, change, tmp_path / "file.pdf"))
    assert ("trees", words) in {(finding.rule, finding.message) for finding in found.findings}


def test_a_page_tree_that_leads_back_to_itself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 2/Kids[3 0 R 2 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    with pytest.raises(UsageError) as told:
        inspect(path)
    assert "Loop detected in /Pages structure" in str(told.value)


def parents(file: Pdf) -> None:
    page = file.pages[0].obj
    del page["/Resources"]
    page.Parent = page


def test_a_page_above_itself_ends(press: bytes, tmp_path: Path) -> None:
    found, _ = inspect(changed(press, parents, tmp_path / "file.pdf"))
    assert found.pages > 1


# Content


def uses(file: Pdf, code: bytes, kind: str, item: Any) -> None:
    page = file.pages[0]
    if f"/{kind}" not in page.Resources:
        page.Resources[f"/{kind}"] = Dictionary()
    page.Resources[f"/{kind}"].X = item
    page.contents_add(file.make_stream(b"q 0 g " + code + b" Q"))


def form(file: Pdf, code: bytes, **entries: Any) -> Any:
    said = {"Subtype": Name.Form, "BBox": Array([0, 0, 500, 500]), "Resources": Dictionary(XObject=Dictionary())}
    return file.make_indirect(Stream(file, code, Type=Name.XObject, **(said | entries)))


def form_in_itself(file: Pdf) -> None:
    item = form(file, b"1 0 0 1 1 0 cm /X Do")
    item.Resources.XObject.X = item
    uses(file, b"/X Do", "XObject", item)


def forms_without_end(file: Pdf) -> None:
    """Make 2^25 forms of twenty-five, each at a place of its own."""
    below = form(file, b"99 99 9 9 re f")
    for level in range(25):
        above = form(file, f"/X Do 1 0 0 1 {2**level} 0 cm /X Do".encode(), BBox=Array([0, 0, 10**9, 500]))
        above.Resources.XObject.X = below
        below = above
    uses(file, b"/X Do", "XObject", below)


def pattern_in_itself(file: Pdf) -> None:
    entries = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 9, "YStep": 9}
    item = form(file, b"/Pattern cs /X scn 1 0 0 1 1 0 cm 0 0 9 9 re f", **entries)
    item.Resources = Dictionary(Pattern=Dictionary(X=item))
    uses(file, b"/Pattern cs /X scn 99 99 9 9 re f", "Pattern", item)


def glyph_in_itself(file: Pdf) -> None:
    font = file.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([1, 0, 0, 1, 0, 0])))
    font.Resources = Dictionary(Font=Dictionary(X=font))
    font.CharProcs = Dictionary(a=Stream(file, b"9 0 d0 BT /X 9 Tf (a) Tj ET"))
    font.Encoding = Dictionary(Differences=Array([97, Name("/a")]))
    uses(file, b"BT /X 9 Tf (a) Tj ET", "Font", font)


def mask_in_itself(file: Pdf) -> None:
    state = file.make_indirect(Dictionary())
    group = form(file, b"/X gs 0 0 9 9 re f", Resources=Dictionary(ExtGState=Dictionary(X=state)))
    state.SMask = Dictionary(S=Name.Luminosity, G=group)
    uses(file, b"/X gs 99 99 9 9 re f", "ExtGState", state)


def space_in_itself(file: Pdf) -> None:
    space = file.make_indirect(Array([Name.Indexed, Name.DeviceGray, 1, String("ab")]))
    space[1] = space
    uses(file, b"/X cs 0 sc 99 99 9 9 re f", "ColorSpace", space)


def shading_without_space(file: Pdf) -> None:
    uses(file, b"/X sh", "Shading", Dictionary(ShadingType=2))


def numbers_instead(file: Pdf) -> None:
    page = file.pages[0]
    page.Resources.Font = 7
    page.Resources.XObject = Array([1, 2])
    page.Resources.ExtGState = String("x")
    page.Annots = 9
    page.Group = Name.Group


def states_without_end(file: Pdf) -> None:
    file.pages[0].contents_add(file.make_stream(b"q " * 200_000 + b"Q " * 300_000))


CONTENT = {
    "form": (form_in_itself, "page 1: its content has more than 28 forms in each other"),
    "forms": (forms_without_end, "page 1: its content has more than 10000 forms"),
    "pattern": (pattern_in_itself, ""),
    "glyph": (glyph_in_itself, ""),
    "mask": (mask_in_itself, ""),
    "space": (space_in_itself, ""),
    "shading": (shading_without_space, ""),
    "numbers": (numbers_instead, ""),
    "states": (states_without_end, ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTENT)
def test_content_that_leads_back_to_itself_ends(name: str, press: bytes, tmp_path: Path) -> None:
    change, words = CONTENT[name]
    found, _ = inspect(changed(press, change, tmp_path / "file.pdf"))
    told = {f"{item.what}: {item.reason}" for item in found.not_checked}
    assert found.pages > 1
    assert not words or words in told


def test_operators_without_operands_are_told_once_each(press: bytes, tmp_path: Path) -> None:
    operators = "w cm Tf Tr gs sh Do rg k cs scn re sc g"
    code = b"/Nowhere gs /Nowhere Do " + "\n".join(operators.split() * 3).encode()

    def change(file: Pdf) -> None:
        file.pages[0].contents_add(file.make_stream(code))

    found, _ = inspect(changed(press, change, tmp_path / "file.pdf"))
    told = [finding.message for finding in found.findings if finding.rule == "content"]
    for operator in ("w", "cm", "Tf", "Tr", "gs", "sh", "Do", "cs", "re"):
        assert f"page 1: the operator {operator} does not have the operands that it needs" in told
    assert len(told) == len(set(told))


def test_a_rule_that_meets_no_form_it_knows_says_so(press: bytes, tmp_path: Path) -> None:
    def change(file: Pdf) -> None:
        file.pages[0].TrimBox = Array([Name.A, 1, 2])
        file.Root.OutputIntents = Array([7, Dictionary(S=Name.GTS_PDFX, DestOutputProfile=8)])

    found, _ = inspect(changed(press, change, tmp_path / "file.pdf"))
    told = {finding.rule: finding.message for finding in found.findings}
    assert (
        told["boxes"] == "the file is not of the form that the rule reads: an array holds something other than numbers"
    )
    assert "output-intent" in told


def test_dictionaries_as_deep_as_they_can_be_read(press: bytes, tmp_path: Path) -> None:
    deep = b"<</A" * 450 + b" 1" + b">>" * 450
    path = tmp_path / "file.pdf"
    path.write_bytes(press.replace(b"/Trapped/False", b"/Trapped/False/Deep" + deep, 1))
    found, _ = inspect(path)
    assert found.claims == ("PDF/X-4",)
    assert sys.getrecursionlimit() <= 1000


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Extends 1 0 R/Length 9>>stream\n1 0 <<>>\nendstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        b"%PDF-1.4\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        b"%PDF-1.4\n1 0 obj<</Length 1 0 R>>stream\nx\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        b"%PDF-1.4\n" + b"[" * 100_000,
        b"",
    ],
)
def test_a_file_that_is_nothing_but_a_trap_ends(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    told = ""
    try:
        found, _ = inspect(path)
    except UsageError as error:
        told = str(error)
    assert "is not a sound PDF" in told or found.findings
