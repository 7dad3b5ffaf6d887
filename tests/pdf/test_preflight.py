"""The preflight: it finds nothing in our files, and each of its rules finds the defect that it is for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from pdfgen import build_pdf, load_report
from pdfgen.errors import UsageError
from pdfgen.pdf.preflight import accessible, archival, common, press, verify
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAMPLES = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
TURKEY = next(path for path in SAMPLES if path.stem == "turkey")
CLAIMS = {"screen": ("PDF/UA-1", "PDF/A-3a"), "card": ("PDF/UA-1", "PDF/A-2a"), "print": ("PDF/X-4",)}


@cache
def built(path: Path = TURKEY, profile: str = "screen", theme: str = "standard", page_size: str = "a4") -> bytes:
    return build_pdf(load_report(path), profile=profile, theme=theme, page_size=page_size)


@pytest.mark.parametrize("page_size", ["a4", "letter"])
@pytest.mark.parametrize("theme", ["standard", "compact"])
@pytest.mark.parametrize("profile", CLAIMS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_is_found_in_our_files(path: Path, profile: str, theme: str, page_size: str, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(built(path, profile, theme, page_size))
    found = verify(file)
    assert found.findings == ()
    assert found.claims == CLAIMS[profile]
    assert tuple(found.rules) == ("every file", *CLAIMS[profile])
    assert sum(map(len, found.rules.values())) >= 15


def paint(code: bytes) -> Callable[[Pdf], None]:
    """Return what adds PDF code at the end of the first page."""

    def change(file: Pdf) -> None:
        file.pages[0].contents_add(file.make_stream(code))

    return change


def put(where: Callable[[Pdf], Any], key: str, value: Any) -> Callable[[Pdf], None]:
    """Return what sets an entry, or takes it away where ``value`` is None."""

    def change(file: Pdf) -> None:
        if value is None:
            del where(file)[key]
        else:
            where(file)[key] = value

    return change


def metadata(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        packet = file.Root.Metadata.read_bytes()
        assert old in packet
        file.Root.Metadata = file.make_stream(packet.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)

    return change


def element(tag: str) -> Callable[[Pdf], Any]:
    return lambda file: next(item for item in file.objects if is_element(item) and f"/{tag}" == item.S)


def is_element(item: Any) -> bool:
    return isinstance(item, Dictionary) and "/S" in item and "/P" in item


def linked(file: Pdf) -> Any:
    return next(page for page in file.pages if "/Annots" in page)


def uri(file: Pdf) -> Any:
    return next(item.A for page in file.pages for item in page.get("/Annots", []) if "/A" in item)


def root(file: Pdf) -> Any:
    return file.Root


def first_page(file: Pdf) -> Any:
    return file.pages[0]


def face(file: Pdf) -> Any:
    return next(iter(file.pages[0].Resources.Font.values()))


def attach(file: Pdf) -> None:
    file.attachments["notes.txt"] = b"an editor's remark"


def link_on_the_press(file: Pdf) -> None:
    rectangle = Array([0, 0, 10, 10])
    file.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle, Contents=String("x"))])


JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
DEFECTS: list[tuple[str, str, Callable[[Pdf], None]]] = [
    ("screen", "fonts-embedded", put(lambda file: face(file).FontDescriptor, "/FontFile2", None)),
    ("screen", "fonts-readable", put(face, "/ToUnicode", None)),
    ("screen", "no-actions", put(root, "/OpenAction", JAVASCRIPT)),
    ("screen", "no-actions", put(uri, "/S", Name.Launch)),
    ("screen", "no-actions", put(uri, "/S", Name.GoToR)),
    ("screen", "links-safe", put(uri, "/URI", String("javascript:alert(1)"))),
    ("screen", "links-safe", put(uri, "/URI", String("http://example.org"))),
    ("screen", "attachments", attach),
    ("screen", "tagged", put(lambda file: file.Root.MarkInfo, "/Marked", None)),
    ("screen", "tagged", put(root, "/StructTreeRoot", None)),
    ("screen", "all-content-marked", paint(b"0 0 m 10 10 l S")),
    ("screen", "language", put(root, "/Lang", None)),
    ("screen", "title-shown", put(root, "/ViewerPreferences", None)),
    ("screen", "headings-in-order", put(element("H2"), "/S", Name.H4)),
    ("screen", "figures-described", put(element("Figure"), "/Alt", None)),
    ("screen", "links-described", put(lambda file: linked(file).Annots[0], "/Contents", None)),
    ("screen", "links-described", put(lambda file: linked(file).Annots[0], "/StructParent", None)),
    ("screen", "tab-order", put(linked, "/Tabs", None)),
    ("screen", "output-intent", put(root, "/OutputIntents", None)),
    ("screen", "device-colours", paint(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")),
    ("screen", "metadata", put(lambda file: file.docinfo, "/Title", String("Something else"))),
    ("screen", "associated-files", put(lambda file: file.Root.AF[0], "/AFRelationship", Name.Data)),
    ("screen", "associated-files", put(lambda file: file.Root.AF[0].EF.F, "/Subtype", None)),
    ("print", "boxes", put(first_page, "/TrimBox", None)),
    ("print", "boxes", put(first_page, "/BleedBox", Array([40, 40, 200, 200]))),
    ("print", "boxes", put(first_page, "/ArtBox", Array([40, 40, 200, 200]))),
    ("print", "output-intent", put(lambda file: file.Root.OutputIntents[0], "/S", Name.GTS_PDFA1)),
    ("print", "output-intent", put(lambda file: file.Root.OutputIntents[0].DestOutputProfile, "/N", 3)),
    ("print", "cmyk-only", paint(b"1 0 0 rg 0 0 9 9 re f")),
    ("print", "cmyk-only", paint(b"1 0 0 RG 0 0 9 9 re S")),
    ("print", "hairlines", paint(b"0.25 w 0 0 m 9 9 l S")),
    ("print", "ink-limit", paint(b"1 1 1 0.5 k 0 0 9 9 re f")),
    ("print", "no-annotations", link_on_the_press),
    ("print", "metadata", metadata(b"<pdf:Trapped>False</pdf:Trapped>", b"")),
]


@pytest.mark.parametrize(
    ("profile", "rule", "defect"), DEFECTS, ids=[f"{rule}-{n}" for n, (_, rule, _) in enumerate(DEFECTS)]
)
def test_a_rule_finds_its_defect(profile: str, rule: str, defect: Callable[[Pdf], None], tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(built(profile=profile))
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        defect(file)
        file.save(path)
    assert rule in {finding.rule for finding in verify(path).findings}


def test_text_in_colour_and_a_file_of_a_later_version_are_not_for_the_press(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(built(profile="print"))
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        font = next(iter(file.pages[0].Resources.Font.keys())).encode()
        paint(b"BT " + font + b" 9 Tf 1 0 0 0 k (a) Tj ET")(file)
        file.save(path, force_version="1.7")
    assert {finding.rule for finding in verify(path).findings} == {"text-black", "version"}


def test_an_encrypted_file_and_one_with_broken_syntax_are_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(built())
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        file.save(path, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert "not-encrypted" in {finding.rule for finding in verify(path).findings}
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        file.pages[0].Contents = file.make_stream(b"no deflate", Filter=Name.FlateDecode)
        file.save(path, encryption=False, compress_streams=False)
    assert "syntax" in {finding.rule for finding in verify(path).findings}


def test_every_rule_is_shown_a_defect() -> None:
    rules = {rule.name for rules in (accessible, archival, common, press) for rule in rules.RULES}
    shown = {rule for _, rule, _ in DEFECTS} | {"text-black", "version", "not-encrypted", "syntax"}
    assert rules == shown


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(b"hello")
    with pytest.raises(UsageError) as told:
        verify(path)
    assert str(told.value).startswith(f"{path} is not a sound PDF:")
