"""Files of PDF 2.0: PDF/UA-2, WTPDF and PDF/A-4 or 4f.

No validator in Python knows these standards. page-validation looks at what they share with PDF/UA-1; what is new in
them is looked at here; veraPDF looks at all of it where a command `verapdf` is.
"""

from __future__ import annotations

import json
import pickle
import re
import shutil
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING, Any

import page
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Object, Pdf

from pdfgen import build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.errors import UsageError
from pdfgen.pdf.standards.pdfa2a import PDFA2A
from pdfgen.pdf.standards.pdfa3a import PDFA3A
from pdfgen.pdf.standards.pdfa4 import PDFA4
from pdfgen.pdf.standards.pdfa4f import PDFA4F
from pdfgen.pdf.standards.pdfua1 import PDFUA1
from pdfgen.pdf.standards.pdfua2 import PDFUA2
from pdfgen.pdf.standards.pdfx4 import PDFX4
from pdfgen.pdf.standards.standard import Conformance, Feature
from pdfgen.pdf.standards.wtpdf import WTPDF
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.pdf.standards.standard import Standard

EDITIONS = shipped("data") / "editions"
SAMPLES = {f"{path.parent.parent.name}/{path.stem}": path for path in sorted(EDITIONS.glob("*/reports/*.yaml"))}
TURKEY = SAMPLES["2018/turkey"]
KINDS: dict[str, dict[str, Any]] = {
    "screen": {},
    "bare": {"attachments": False},
    "card": {"profile": "card"},
    "carrying card": {"profile": "card", "attachments": True},
}
NAMESPACE = "http://iso.org/pdf2/ssn"


@cache
def built(sample: str = "2018/turkey", kind: str = "screen", standard: str = "ua2") -> bytes:
    return build_pdf(load_report(SAMPLES[sample]), standard=standard, **KINDS[kind])


@cache
def volume() -> bytes:
    return build_volume(load_edition(EDITIONS / "2018"), Profile.volume(standard="ua2"))


def opened(content: bytes) -> Pdf:
    return pikepdf.open(BytesIO(content))


def manifest(pdf: Pdf) -> dict[str, Any]:
    name = next(name for name in pdf.attachments if name.endswith("-manifest.json"))
    return dict(json.loads(pdf.attachments[name].get_file().read_bytes()))


def elements(pdf: Pdf, *types: str) -> list[Object]:
    """Return the structure elements in reading order, or those of some types."""

    def walk(element: Object) -> Iterator[Object]:
        yield element
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    (document,) = pdf.Root.StructTreeRoot.K
    return [item for item in walk(document) if not types or str(item.S)[1:] in types]


def outline(item: Object | None) -> Iterator[Object]:
    while item is not None:
        yield item
        yield from outline(item.get("/First"))
        item = item.get("/Next")


def links(pdf: Pdf) -> list[Object]:
    return [item for page_ in pdf.pages for item in page_.obj.get("/Annots", Array())]


# What PDF/UA-1 asks for, too


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_pdf_ua_1_asks_for_holds_but_for_the_claim(sample: str, kind: str) -> None:
    report = page.validate_pdf_bytes(built(sample, kind), profile="ua1")
    # it takes FENote for no structure type; that there is one is tested below
    allowed = {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001", "PDFUA1-STRUCT-TREE-ROLE-MAP-001"}
    assert {failure.rule_id for failure in report.failures} <= allowed


@pytest.mark.parametrize("kind", KINDS)
def test_pages_say_and_draw_the_same_as_in_pdf_1_7(kind: str) -> None:
    with opened(built(kind=kind)) as new, opened(built(kind=kind, standard="ua1")) as old:
        assert [item.Contents.read_bytes() for item in new.pages] == [item.Contents.read_bytes() for item in old.pages]


def test_a_file_is_as_large() -> None:
    assert len(built()) < 1.03 * len(built(standard="ua1"))


# What is new


@pytest.mark.parametrize(("kind", "conformance"), [("screen", "F"), ("bare", ""), ("card", ""), ("carrying card", "F")])
def test_the_file_says_what_it_follows(kind: str, conformance: str) -> None:
    content = built(kind=kind)
    assert content.startswith(b"%PDF-2.0\n")
    with opened(content) as pdf:
        assert "/Info" not in pdf.trailer
        said = pdf.Root.Metadata.read_bytes().decode("utf-8")
        assert re.findall(r"<pdfaid:(\w+)>(\w+)<", said) == [
            ("part", "4"),
            ("rev", "2020"),
            *([("conformance", conformance)] if conformance else []),
        ]
        assert re.findall(r"<pdfuaid:(\w+)>(\w+)<", said) == [("part", "2"), ("rev", "2024")]
        assert re.findall(r"<pdfd:conformsTo>(.+?)<", said) == [
            "http://pdfa.org/declarations/wtpdf#accessibility1.0",
            "http://pdfa.org/declarations/wtpdf#reuse1.0",
        ]
        assert "pdfaExtension" not in said
        assert ("/EmbeddedFiles" in pdf.Root.get("/Names", {})) == bool(conformance)


def test_the_tree_has_one_document_and_notes_of_the_new_namespace() -> None:
    with opened(built()) as pdf:
        (namespace,) = pdf.Root.StructTreeRoot.Namespaces
        assert namespace.NS == NAMESPACE
        own = [item for item in elements(pdf) if "/NS" in item]
        assert [str(item.S) for item in own] == ["/Document", "/FENote", "/FENote"]
        assert {str(item.NS.NS) for item in own} == {NAMESPACE}
        assert elements(pdf, "Note") == []


def test_notes_and_their_calls_refer_to_each_other() -> None:
    with opened(built()) as pdf:
        notes = elements(pdf, "FENote")
        calls = [item for item in elements(pdf, "Link") if "/Ref" in item]
        assert len(notes) == len(calls) == 2
        for note, call in zip(notes, calls, strict=True):
            assert [item.objgen for item in note.Ref] == [call.objgen]
            assert [item.objgen for item in call.Ref] == [note.objgen]


@pytest.mark.parametrize("what", ["report", "volume"])
def test_jumps_lead_to_the_elements_that_stand_there(what: str) -> None:
    with opened(built() if what == "report" else volume()) as pdf:
        known = {item.objgen for item in elements(pdf)}
        pages = {item.obj.objgen for item in pdf.pages}
        jumps = [*outline(pdf.Root.Outlines.First), *links(pdf)]
        assert not any("/Dest" in item for item in jumps)
        actions = [item.A for item in jumps if str(item.A.S) == "/GoTo"]
        assert len(actions) > 40
        for action in actions:
            assert action.D[0].objgen in pages
            assert action.SD[0].objgen in known
            assert list(action.D)[1:] == list(action.SD)[1:]


def test_the_outline_of_a_report_leads_to_its_headings() -> None:
    with opened(built()) as pdf:
        entries = list(outline(pdf.Root.Outlines.First))
        headings = [item.objgen for item in elements(pdf, "H1", "H2", "H3", "H4")]
        found = [item.A.SD[0].objgen for item in entries]
        assert set(found) <= set(headings)
        assert found == sorted(found, key=headings.index)
        assert len(set(found)) == len(found)


def test_pdfium_finds_the_same_places_as_in_pdf_1_7() -> None:
    def places(standard: str) -> list[tuple[str, int, Any]]:
        document = pypdfium2.PdfDocument(built(standard=standard))
        found = [(item.get_title(), item.get_dest()) for item in document.get_toc()]
        return [(title, place.get_index(), place.get_view()) for title, place in found]

    assert len(places("ua2")) > 30
    assert places("ua2") == places("ua1")


def test_items_of_contents_refer_to_what_they_name() -> None:
    with opened(volume()) as pdf:
        items = elements(pdf, "TOCI")
        assert len(items) > 15
        assert all(len(item.Ref) == 1 for item in items)
        for item in items:
            (target,) = item.Ref
            (reference,) = [item.K] if isinstance(item.K, Dictionary) else list(item.K)
            assert str(reference.S) == "/Reference"
            assert str(target.S) in {"/H1", "/H2", "/P", "/Figure"}


# What was asked for travels with the file


def test_a_file_that_was_extracted_builds_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "turkey.pdf"
    assert run(["build", str(TURKEY), "--standard", "ua2", "-o", str(file)]) == 0
    with opened(file.read_bytes()) as pdf:
        assert manifest(pdf)["recipe"]["standard"] == "ua2"
    capsys.readouterr()
    assert run(["extract", str(file), "-o", str(tmp_path / "project")]) == 0
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"next: pdfgen build {tmp_path / 'project' / 'report.yaml'} --standard ua2"
    again = tmp_path / "again.pdf"
    assert run([*said.removeprefix("next: pdfgen ").split(), "-o", str(again)]) == 0
    assert again.read_bytes() == file.read_bytes()


def test_a_manifest_names_what_the_file_follows() -> None:
    for standard, names in (("ua1", ["PDF/A-3a", "PDF/UA-1"]), ("ua2", ["PDF/A-4f", "PDF/UA-2", "WTPDF 1.0"])):
        with opened(built(standard=standard)) as pdf:
            assert manifest(pdf)["standards"] == names


def test_a_folder_is_built_anew_when_it_is_to_follow_another_standard(tmp_path: Path) -> None:
    command = ["build", str(TURKEY.parent), "-o", str(tmp_path), "-j", "1", "--profile", "card"]
    versions = []
    for options in ([], ["--standard", "ua2"]):
        assert run([*command, *options]) == 0
        versions.append({path.read_bytes()[5:8] for path in tmp_path.glob("*.pdf")})
    assert versions == [{b"1.7"}, {b"2.0"}]


@pytest.mark.parametrize("command", [["build", str(TURKEY)], ["volume", str(TURKEY.parent.parent)]])
def test_a_file_for_the_press_follows_no_standard_for_the_screen(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--profile", "print", "--standard", "ua2", "-o", str(tmp_path)]) == 2
    words = "error: a file for the press follows PDF/X-4 alone\nhelp: leave --standard out\n"
    assert capsys.readouterr().err == words
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^there is no standard “ua3”$") as told:
        build_pdf(load_report(TURKEY), standard="ua3")
    assert told.value.remedy == "known are ua1, ua2"


@pytest.mark.parametrize("standard", [None, "ua1", "ua2"])
def test_a_profile_is_the_same_in_another_process(standard: str | None) -> None:
    profile = Profile.named(standard=standard)
    assert pickle.loads(pickle.dumps(profile)) == profile  # noqa: S301  # our own
    assert profile.standard == (standard if standard == "ua2" else None)
    assert json.loads(json.dumps(profile.record()))["standards"] == [item.name for item in profile.standards]


# Standards in one file

ALL = (PDFA2A, PDFA3A, PDFA4, PDFA4F, PDFUA1, PDFUA2, PDFX4, WTPDF)
VERSION = "{} requires PDF 2.0 or later, {} PDF {} or earlier"
REFUSED = {
    (PDFA2A, PDFA3A): "PDF/A-2a and PDF/A-3a are two standards of PDF/A",
    (PDFA2A, PDFA4F): "PDF/A-2a and PDF/A-4f are two standards of PDF/A",
    (PDFUA1, PDFUA2): "PDF/UA-1 and PDF/UA-2 are two standards of PDF/UA",
    (PDFA3A, PDFUA2): VERSION.format("PDF/UA-2", "PDF/A-3a", "1.7"),
    (PDFA4, PDFUA1): VERSION.format("PDF/A-4", "PDF/UA-1", "1.7"),
    (PDFA3A, WTPDF): VERSION.format("WTPDF 1.0", "PDF/A-3a", "1.7"),
    (PDFA4, PDFX4): VERSION.format("PDF/A-4", "PDF/X-4", "1.6"),
    (PDFA2A, PDFX4): "PDF/A-2a and PDF/X-4 have different output intents",
}
TOGETHER = {(PDFA2A, PDFUA1), (PDFA3A, PDFUA1), (PDFA4, PDFUA2), (PDFA4, WTPDF), (PDFA4F, PDFUA2), (PDFA4F, WTPDF)} | {
    (PDFUA2, WTPDF),
    (PDFUA1, PDFX4),
}


@pytest.mark.parametrize("standards", list(combinations(ALL, 2)), ids=lambda pair: " ".join(item.name for item in pair))
def test_no_file_follows_two_standards_that_exclude_each_other(standards: tuple[Standard, Standard]) -> None:
    if standards in TOGETHER:
        assert Conformance(standards).version == min(item.latest for item in standards)
        return
    for pair in (standards, standards[::-1]):
        with pytest.raises(UsageError) as told:
            Conformance(pair)
        if pair in REFUSED:
            assert str(told.value) == REFUSED[pair]


def test_what_one_standard_requires_no_other_forbids() -> None:
    one, other = frozenset({Feature.LINKS}), frozenset({Feature.TAGS})
    with pytest.raises(UsageError) as told:
        Conformance((PDFUA2, replace(WTPDF, requires=one, forbids=other)))
    assert str(told.value) == "PDF/UA-2 requires a structure tree, WTPDF 1.0 forbids it"
    assert told.value.remedy == "ask for standards that one file can follow"


def test_a_file_that_carries_nothing_does_not_follow_pdf_a_4f() -> None:
    with pytest.raises(UsageError, match=r"^PDF/A-4f is for files that carry others$") as told:
        Profile("screen", "report", Profile.named().page, (PDFA4F, PDFUA2))
    assert told.value.remedy == "ask for the attachments"


# veraPDF


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
@pytest.mark.parametrize("kind", [*KINDS, "volume"])
def test_verapdf_finds_nothing(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    series = ["2018/turkey", "freedom-on-the-net-2018/ruritania", "nations-in-transit-2018/ruritania"]
    for sample in series if kind != "volume" else ["volume"]:
        files.append(tmp_path / f"{sample.replace('/', '-')}.pdf")
        files[-1].write_bytes(volume() if kind == "volume" else built(sample, kind))
    assert run(["verify", "--json", *map(str, files)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [item["not_checked"] for item in report["files"]] == [[] for _ in files]
