"""The preflight: it finds nothing in our files, and each of its rules finds the defects that it is for, and only those."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from pdfgen import build_pdf, load_report
from pdfgen.errors import UsageError
from pdfgen.preflight import common, own, press_file, press_page
from pdfgen.preflight.validators import by_page_validation
from pdfgen.preflight.verify import PRESS, inspect, verify
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.preflight.result import Verified

SAMPLES = sorted(shipped("data").glob("editions/*/reports/*.yaml"))
TURKEY = next(path for path in SAMPLES if path.stem == "turkey")
CLAIMS = {"screen": ("PDF/UA-1", "PDF/A-3a"), "card": ("PDF/UA-1", "PDF/A-2a"), "print": ("PDF/X-4",)}


@cache
def built(path: Path = TURKEY, profile: str = "screen", theme: str = "standard", page_size: str = "a4") -> bytes:
    return build_pdf(load_report(path), profile=profile, theme=theme, page_size=page_size)


def checked(path: Path) -> Verified:
    found, claims = inspect(path)
    by_page_validation(path, claims, found, PRESS)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page_size", ["a4", "letter"])
@pytest.mark.parametrize("theme", ["standard", "compact"])
@pytest.mark.parametrize("profile", CLAIMS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_is_found_in_our_files(path: Path, profile: str, theme: str, page_size: str, tmp_path: Path) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(built(path, profile, theme, page_size))
    found = checked(file)
    assert found.findings == []
    assert found.not_checked == []
    assert found.claims == CLAIMS[profile]
    assert set(found.checked) == {"every file", "files of pdfgen", *CLAIMS[profile]}
    assert found.count >= (30 if profile == "print" else 250)


# How a file gets a defect


def paint(code: bytes, **resources: Any) -> Callable[[Pdf], None]:
    """Return what adds PDF code at the end of the first page, with resources such as XObject_X or Pattern_P."""

    def change(file: Pdf) -> None:
        page = file.pages[0]
        for name, make in resources.items():
            kind, _, key = name.partition("_")
            if f"/{kind}" not in page.Resources:
                page.Resources[f"/{kind}"] = Dictionary()
            page.Resources[f"/{kind}"][f"/{key}"] = make(file) if callable(make) else make
        page.contents_add(file.make_stream(b"q 0 g 0 G 1 w " + code + b" Q"))

    return change


def put(where: Callable[[Pdf], Any], key: str, value: Any) -> Callable[[Pdf], None]:
    """Return what sets an entry, or takes it away where ``value`` is None."""

    def change(file: Pdf) -> None:
        if value is None:
            del where(file)[key]
        else:
            where(file)[key] = value(file) if callable(value) else value

    return change


def metadata(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        packet = file.Root.Metadata.read_bytes()
        assert old in packet
        file.Root.Metadata = file.make_stream(packet.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)

    return change


def form(code: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    box = Array([0, 0, 500, 500])
    return lambda file: Stream(file, code, Type=Name.XObject, Subtype=Name.Form, BBox=box, **resolved(file, entries))


def resolved(file: Pdf, entries: dict[str, Any]) -> dict[str, Any]:
    return {name: value(file) if callable(value) else value for name, value in entries.items()}


def image(space: Any, width: int = 100, bands: int = 3, **entries: Any) -> Callable[[Pdf], Any]:
    said = {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": width, "BitsPerComponent": 8}

    def make(file: Pdf) -> Any:
        there = {"ColorSpace": space(file) if callable(space) else space} | resolved(file, entries)
        return Stream(file, bytes(width * width * bands), **said, **there)

    return make


def inside(make: Callable[[Pdf], Any], kind: str = "XObject") -> Callable[[Pdf], Any]:
    return lambda file: Dictionary({f"/{kind}": Dictionary(X=make(file))})


def pattern(code: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    box, step = Array([0, 0, 9, 9]), {"XStep": 9, "YStep": 9, "PaintType": 1, "TilingType": 1, "PatternType": 1}
    return lambda file: Stream(file, code, BBox=box, Resources=Dictionary(), **step, **resolved(file, entries))


def shading(space: Any) -> Dictionary:
    values = (
        Array([0] * (4 if space == Name.DeviceCMYK else 3)),
        Array([0.1] * (4 if space == Name.DeviceCMYK else 3)),
    )
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=values[0], C1=values[1])
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 9, 9]), Function=function)


def type3(code: bytes) -> Callable[[Pdf], Any]:
    def make(file: Pdf) -> Any:
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 9, 9]),
            FontMatrix=Array([1, 0, 0, 1, 0, 0]),
            CharProcs=Dictionary(a=Stream(file, b"9 0 d0 " + code)),
            Encoding=Dictionary(Differences=Array([97, Name("/a")])),
            FirstChar=97,
            LastChar=97,
            Widths=Array([9]),
            Resources=Dictionary(),
        )

    return make


def profile(space: bytes = b"CMYK", kind: bytes = b"prtr", words: bytes = b"Coated FOGRA39") -> Callable[[Pdf], Any]:
    """Return an ICC profile with no more than a header and a description."""
    head = bytes(12) + kind + space + bytes(108) + b"\0\0\0\1desc\0\0\0\x90\0\0\0\x40"
    return lambda file: Stream(file, head.ljust(0x90, b"\0") + words.ljust(0x40, b"\0"), N=4)


def icc(bands: int) -> Callable[[Pdf], Any]:
    return lambda file: Array([Name.ICCBased, Stream(file, bytes(200), N=bands)])


def trim_of(file: Pdf) -> list[float]:
    return [float(edge) for edge in file.pages[0].TrimBox]


def at_the_trim(code: str, **resources: Any) -> Callable[[Pdf], None]:
    """Return what paints with the edges of the trim box as {x0}, {y0}, {x1}, {y1}, in the page's own points."""

    def change(file: Pdf) -> None:
        x0, y0, x1, y1 = trim_of(file)
        # our pages begin by moving the origin to the corner of the trim
        words = code.format(x0=0, y0=0, x1=x1 - x0, y1=y1 - y0, w=x1 - x0, h=y1 - y0)
        paint(words.encode(), **resources)(file)

    return change


def linked(file: Pdf) -> Any:
    return next(page for page in file.pages if "/Annots" in page)


def uri(file: Pdf) -> Any:
    return next(item.A for page in file.pages for item in page.get("/Annots", []) if "/A" in item)


def root(file: Pdf) -> Any:
    return file.Root


def first_page(file: Pdf) -> Any:
    return file.pages[0]


def intent(file: Pdf) -> Any:
    return file.Root.OutputIntents[0]


def face(file: Pdf) -> Any:
    return next(iter(file.pages[0].Resources.Font.values()))


def attach(file: Pdf) -> None:
    file.attachments["notes.txt"] = b"an editor's remark"


def annotate(**entries: Any) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        there = resolved(file, entries)
        said = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([0, 0, 10, 10]), F=4, **there)
        file.pages[0].Annots = Array([said])

    return change


def layers(**configuration: Any) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Proof")))
        there = {name: value(group) if callable(value) else value for name, value in configuration.items()}
        usage = there.pop("Usage", None)
        if usage is not None:
            group.Usage = usage
        file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group]), **there))

    return change


def two_intents(file: Pdf) -> None:
    file.Root.OutputIntents.append(intent(file))


def another_size(file: Pdf) -> None:
    left, bottom, right, top = (float(edge) for edge in file.pages[1].TrimBox)
    file.pages[1].TrimBox = Array([left + 9, bottom, right, top])


def no_bleed(file: Pdf) -> None:
    for page in file.pages:
        page.BleedBox = page.TrimBox


def unembedded(**entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Font, BaseFont=Name.Helvetica, **({"Subtype": Name.Type1} | entries))


def untrapped(file: Pdf) -> None:
    metadata(b"<pdf:Trapped>False</pdf:Trapped>", b"")(file)
    del file.docinfo["/Trapped"]


JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
RGB, CMYK = Name.DeviceRGB, Name.DeviceCMYK
COMPOSITE = Dictionary(
    Type=Name.Font,
    Subtype=Name.Type0,
    BaseFont=Name("/Songti"),
    Encoding=Name("/Identity-H"),
    DescendantFonts=Array([Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, FontDescriptor=Dictionary())]),
)
SEPARATION = Array([Name.Separation, Name("/Gold"), RGB, Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)])
INDEXED = Array([Name.Indexed, RGB, 1, String("abcdef")])

# Each with the rules that find it, and no other, and words of what they say.
PRESS_FAULTS: dict[str, tuple[str, str, Callable[[Pdf], None]]] = {
    "no trim box": ("boxes", "a box is missing", put(first_page, "/TrimBox", None)),
    "bleed inside the trim": (
        "boxes bleed",
        "do not lie one inside",
        put(first_page, "/BleedBox", Array([40, 40, 200, 200])),
    ),
    "art box": ("boxes", "an art box", put(first_page, "/ArtBox", Array([40, 40, 200, 200]))),
    "no bleed": ("bleed", "0.0 mm of bleed", no_bleed),
    "crop box": ("bleed", "cuts the bleed off", put(first_page, "/CropBox", lambda file: file.pages[0].TrimBox)),
    "another trim size": ("same-size", "page 2: 207 by 297 mm", another_size),
    "turned page": ("same-size", "page 1: the page is turned by 90", put(first_page, "/Rotate", 90)),
    "unit": ("same-size", "the unit of the page is 2", put(first_page, "/UserUnit", 2)),
    "area at the trim": ("bleeds-off", "page 1", at_the_trim("0.5 g 0 0 {w} 60 re f")),
    "image at the trim": (
        "bleeds-off",
        "ends at the trim",
        at_the_trim("{w} 0 0 {h} 0 0 cm /X Do", XObject_X=image(Name.DeviceGray, 2000, 1)),
    ),
    "line at the trim": ("bleeds-off", "ends at the trim", at_the_trim("9 w 0 90 m {w} 90 l S")),
    "clipped at the trim": ("bleeds-off", "ends at the trim", at_the_trim("0 0 {w} {h} re W n 0.5 g -40 90 90 9 re f")),
    "shading clipped at the trim": (
        "bleeds-off",
        "ends at the trim",
        at_the_trim("0 0 {w} {h} re W n /X sh", Shading_X=shading(CMYK)),
    ),
    "form cut at the trim": (
        "bleeds-off",
        "ends",
        at_the_trim("1 0 0 1 0 90 cm /X Do", XObject_X=form(b"0 0 90 9 re f")),
    ),
    "intent of PDF/A": ("output-intent", "not have exactly one output intent", put(intent, "/S", Name.GTS_PDFA1)),
    "two intents": ("output-intent", "not have exactly one output intent", two_intents),
    "profile with other inks": (
        "output-intent",
        "with /N 3",
        put(lambda file: intent(file).DestOutputProfile, "/N", 3),
    ),
    "RGB profile that says four": (
        "output-intent",
        "is for RGB with /N 4",
        put(intent, "/DestOutputProfile", profile(b"RGB ")),
    ),
    "profile of a monitor": ("output-intent", "“mntr”", put(intent, "/DestOutputProfile", profile(kind=b"mntr"))),
    "no profile": ("output-intent", "has no profile", put(intent, "/DestOutputProfile", None)),
    "wrong condition": (
        "output-intent",
        "names FOGRA51, its profile was made for another",
        put(intent, "/OutputConditionIdentifier", String("FOGRA51")),
    ),
    "condition of another country": (
        "output-intent",
        "names CGATS TR 001",
        put(intent, "/OutputConditionIdentifier", String("CGATS TR 001")),
    ),
    "no condition": ("output-intent", "names no printing", put(intent, "/OutputConditionIdentifier", None)),
    "RGB area": (
        "cmyk-only",
        "page 1: something in a colour that is not CMYK: DeviceRGB",
        paint(b"1 0 0 rg 99 99 9 9 re f"),
    ),
    "RGB line": ("cmyk-only", "something", paint(b"1 0 0 RG 99 99 9 9 re S")),
    "RGB text": ("cmyk-only", "text in", paint(b"1 0 0 rg BT /F1 9 Tf (a) Tj ET")),
    "RGB outline of text": ("cmyk-only", "text in", paint(b"1 0 0 RG BT 1 Tr /F1 9 Tf (a) Tj ET")),
    "RGB by name": ("cmyk-only", "DeviceRGB", paint(b"/DeviceRGB cs 1 0 0 sc 99 99 9 9 re f")),
    "RGB by name of a resource": ("cmyk-only", "DeviceRGB", paint(b"/C cs 0 sc 99 99 9 9 re f", ColorSpace_C=INDEXED)),
    "a space that is not there": ("cmyk-only", "no colour space: /Gone", paint(b"/Gone cs 1 0 0 sc 99 99 9 9 re f")),
    "RGB behind a spot": ("cmyk-only", "DeviceRGB", paint(b"/C cs 0.5 scn 99 99 9 9 re f", ColorSpace_C=SEPARATION)),
    "RGB image": ("cmyk-only", "an image in", paint(b"9 0 0 9 99 99 cm /X Do", XObject_X=image(RGB))),
    "indexed RGB image": (
        "cmyk-only",
        "an image in",
        paint(b"9 0 0 9 99 99 cm /X Do", XObject_X=image(INDEXED, bands=1)),
    ),
    "RGB inline image": (
        "cmyk-only",
        "an image in",
        paint(b"0.1 0 0 0.1 99 99 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"),
    ),
    "indexed RGB inline image": (
        "cmyk-only",
        "an image in",
        paint(b"0.1 0 0 0.1 99 99 cm BI /W 1 /H 1 /BPC 8 /CS [/I /RGB 1 <000000FFFFFF>] ID a EI"),
    ),
    "RGB in a form": ("cmyk-only", "something", paint(b"/X Do", XObject_X=form(b"1 0 0 rg 99 99 9 9 re f"))),
    "RGB in a form in a form": (
        "cmyk-only",
        "something",
        paint(b"/X Do", XObject_X=form(b"/X Do", Resources=inside(form(b"1 0 0 rg 99 99 9 9 re f")))),
    ),
    "RGB handed down to a form": (
        "cmyk-only",
        "something",
        paint(b"1 0 0 rg /X Do", XObject_X=form(b"99 99 9 9 re f")),
    ),
    "RGB shading": ("cmyk-only", "something", paint(b"99 99 9 9 re W n /X sh", Shading_X=shading(RGB))),
    "RGB shading as a pattern": (
        "cmyk-only",
        "something",
        paint(b"/Pattern cs /X scn 99 99 9 9 re f", Pattern_X=Dictionary(PatternType=2, Shading=shading(RGB))),
    ),
    "RGB in a pattern": (
        "cmyk-only",
        "something",
        paint(b"/Pattern cs /X scn 99 99 9 9 re f", Pattern_X=pattern(b"1 0 0 rg 0 0 5 5 re f")),
    ),
    "RGB in a glyph": (
        "cmyk-only",
        "something",
        paint(b"BT /T 9 Tf (a) Tj ET", Font_T=type3(b"1 0 0 rg 0 0 9 9 re f")),
    ),
    "RGB in a soft mask": (
        "cmyk-only",
        "something",
        paint(
            b"/S gs 99 99 9 9 re f",
            ExtGState_S=lambda file: Dictionary(
                SMask=Dictionary(
                    S=Name.Luminosity,
                    G=form(b"1 0 0 rg 99 99 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))(file),
                )
            ),
        ),
    ),
    "RGB in an annotation": (
        "cmyk-only no-annotations",
        "something",
        annotate(AP=lambda file: Dictionary(N=form(b"1 0 0 rg 99 99 9 9 re f")(file))),
    ),
    "page blended in RGB": (
        "cmyk-only",
        "transparency in",
        put(first_page, "/Group", Dictionary(S=Name.Transparency, CS=RGB)),
    ),
    "form blended in RGB": (
        "cmyk-only",
        "transparency in",
        paint(b"/X Do", XObject_X=form(b"99 99 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=RGB))),
    ),
    "RGB of a profile": ("no-conversion", "ICC RGB", paint(b"/C cs 1 0 0 sc 99 99 9 9 re f", ColorSpace_C=icc(3))),
    "RGB image of a profile": (
        "no-conversion",
        "an image in",
        paint(b"9 0 0 9 99 99 cm /X Do", XObject_X=image(icc(3))),
    ),
    "coloured text": ("text-black", "page 1: text in more than black", paint(b"1 0 0 0 k BT /F1 9 Tf (a) Tj ET")),
    "thin line": ("hairlines", "page 1: a line thinner than 0.4 points", paint(b"0.25 w 99 99 m 109 99 l S")),
    "thinnest line": ("hairlines", "a line", paint(b"0 w 99 99 m 109 99 l S")),
    "line thin by scaling": ("hairlines", "a line", paint(b"0.1 0 0 0.1 99 99 cm 0 0 m 99 0 l S")),
    "line thin by scaling one way": ("hairlines", "a line", paint(b"1 0 0 0.1 99 99 cm 0 0 m 99 0 l S")),
    "line thin by a graphics state": (
        "hairlines",
        "a line",
        paint(b"/S gs 99 99 m 109 99 l S", ExtGState_S=Dictionary(LW=0.1)),
    ),
    "thin line in a form": ("hairlines", "a line", paint(b"/X Do", XObject_X=form(b"0.1 w 99 99 m 109 99 l S"))),
    "thin outline of text": ("hairlines", "a line", paint(b"0.1 w BT 1 Tr /F1 9 Tf (a) Tj ET")),
    "thin rectangle": ("hairlines", "an area", paint(b"99 99 90 0.2 re f")),
    "thin upright rectangle": ("hairlines", "an area", paint(b"99 99 0.2 90 re f")),
    "thin area at a slant": ("hairlines", "an area", paint(b"99 99 m 199 199 l 199.1 198.9 l 99.1 98.9 l h f")),
    "thin rectangle in a pattern": (
        "hairlines",
        "an area",
        paint(b"/Pattern cs /X scn 99 99 9 9 re f", Pattern_X=pattern(b"0 0 9 0.1 re f")),
    ),
    "coarse image": (
        "image-resolution",
        "an image of 2 pixels",
        paint(b"72 0 0 72 99 99 cm /X Do", XObject_X=image(CMYK, 2, 4)),
    ),
    "coarse image in a form": (
        "image-resolution",
        "an image of 80 pixels",
        paint(
            b"90 0 0 90 99 99 cm /X Do", XObject_X=form(b"1 0 0 1 0 0 cm /X Do", Resources=inside(image(CMYK, 100, 4)))
        ),
    ),
    "coarse inline image": (
        "image-resolution",
        "an image of 7 pixels",
        paint(b"10 0 0 10 99 99 cm BI /W 1 /H 1 /CS /G /BPC 8 ID a EI"),
    ),
    "coarse stencil": (
        "image-resolution",
        "an image of 7 pixels",
        paint(b"10 0 0 10 99 99 cm BI /W 1 /H 1 /IM true /BPC 1 ID a EI"),
    ),
    "white that overprints": (
        "white-overprint",
        "page 1: white that overprints",
        paint(b"/S gs 0 0 0 0 k 99 99 9 9 re f", ExtGState_S=Dictionary(OP=True, OPM=1)),
    ),
    "white line that overprints": (
        "white-overprint",
        "white",
        paint(b"/S gs 0 0 0 0 K 99 99 9 9 re S", ExtGState_S=Dictionary(OP=True, op=False)),
    ),
    "white text that overprints": (
        "white-overprint",
        "white",
        paint(b"/S gs 1 g BT /F1 9 Tf (a) Tj ET", ExtGState_S=Dictionary(op=True)),
    ),
    "too much ink": ("ink-limit", "350 per cent", paint(b"1 1 1 0.5 k 99 99 9 9 re f")),
    "too much ink in a form": ("ink-limit", "350", paint(b"/X Do", XObject_X=form(b"1 1 1 0.5 K 99 99 9 9 re S"))),
    "registration colour on the page": ("ink-limit", "400 per cent", paint(b"1 1 1 1 k 99 99 9 9 re f")),
    "operator without operand": ("content", "the operator w does not have", paint(b"w")),
    "annotation": ("no-annotations", "page 1: an annotation", annotate()),
    "transfer function": ("graphics-states", "has /TR", paint(b"/S gs", ExtGState_S=Dictionary(TR=Name.Identity))),
    "another transfer function": (
        "graphics-states",
        "a transfer",
        paint(b"/S gs", ExtGState_S=Dictionary(TR2=Name.Identity)),
    ),
    "PostScript": ("complete", "PostScript", paint(b"", XObject_X=lambda file: Stream(file, b"", Subtype=Name.PS))),
    "a picture elsewhere": ("complete", "(OPI)", paint(b"", XObject_X=form(b"", OPI=Dictionary()))),
    "alternates": ("complete", "alternates", paint(b"", XObject_X=image(CMYK, 2, 4, Alternates=Array([])))),
    "a page of another file": ("complete", "another file", paint(b"", XObject_X=form(b"", Ref=Dictionary()))),
    "hidden layer": ("layers", "layers are hidden: Proof", layers(OFF=lambda group: Array([group]))),
    "all layers hidden": ("layers", "layers are hidden: all", layers(BaseState=Name.OFF)),
    "layer that is not printed": (
        "layers",
        "a layer is not printed: Proof",
        layers(Usage=Dictionary(Print=Dictionary(PrintState=Name.OFF))),
    ),
    "layers on their own": ("layers", "(/AS)", layers(AS=Array([]))),
    "view": ("views", "/ViewArea is /CropBox", put(root, "/ViewerPreferences", Dictionary(ViewArea=Name.CropBox))),
    "form to fill in": ("no-actions", "/AcroForm", put(root, "/AcroForm", Dictionary(Fields=Array([])))),
    "script": ("no-actions", "/JavaScript", put(root, "/OpenAction", JAVASCRIPT)),
    "action of a page": ("no-actions", "a page has actions", put(first_page, "/AA", Dictionary())),
    "unembedded font": (
        "fonts-embedded",
        "is not embedded",
        put(lambda file: face(file).FontDescriptor, "/FontFile2", None),
    ),
    "unembedded font in a form": (
        "fonts-embedded",
        "page 1: the font Helvetica is not embedded",
        paint(
            b"/X Do",
            XObject_X=form(b"", Resources=lambda _: Dictionary(Font=Dictionary(H=unembedded()))),
        ),
    ),
    "unembedded font in a pattern": (
        "fonts-embedded",
        "Helvetica",
        paint(
            b"",
            Pattern_X=lambda file: Stream(file, b"", Resources=Dictionary(Font=Dictionary(H=unembedded()))),
        ),
    ),
    "unembedded composite font": ("fonts-embedded", "Songti", paint(b"", Font_C=COMPOSITE)),
    ".notdef": ("glyphs", ".notdef", paint(b"BT /F1 9 Tf 99 99 Td <00> Tj ET")),
    "another title": (
        "information",
        "Title is “Something else” in the information dictionary",
        put(lambda file: file.docinfo, "/Title", String("Something else")),
    ),
    "another state of trapping": (
        "information",
        "Trapped is “True”",
        put(lambda file: file.docinfo, "/Trapped", Name("/True")),
    ),
    "another date": (
        "information",
        "CreationDate is",
        put(lambda file: file.docinfo, "/CreationDate", String("D:20010101000000Z")),
    ),
    "no word of trapping": ("metadata", "pdf:Trapped", untrapped),
    "no date": ("metadata", "xmp:CreateDate", metadata(b"xmp:CreateDate", b"xmp:Created")),
    "no title": ("metadata", "dc:title", metadata(b"dc:title", b"dc:heading")),
    "no identity": ("metadata", "xmpMM:DocumentID", metadata(b"xmpMM:DocumentID", b"xmpMM:ID")),
}


SAVED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "encrypted": (
        "not-encrypted",
        "the file is encrypted",
        {"encryption": pikepdf.Encryption(owner="secret", user="", R=4)},
    ),
    "later version": ("version", "the file is PDF 1.7; 1.6 is the most", {"force_version": "1.7"}),
}


@pytest.mark.parametrize("name", SAVED)
def test_a_fault_of_the_whole_file_is_found(name: str, tmp_path: Path) -> None:
    rule, words, options = SAVED[name]
    found = checked(defective(tmp_path / "file.pdf", "print", lambda _: None, **options))
    assert [(finding.rule, finding.message) for finding in found.findings] == [(rule, words)]


@pytest.mark.parametrize(
    ("before", "after", "rule", "words"),
    [
        (b"/ID[", b"/Id[", "identifier", "the trailer has no /ID"),
        (b"/Filter/FlateDecode", b"/F(/elsewhere)/Filter/A", "complete", "the data of a stream are in another file"),
    ],
)
def test_a_fault_that_no_library_writes_is_found(
    before: bytes, after: bytes, rule: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.pdf"
    content = built(profile="print")
    assert before in content
    path.write_bytes(content.replace(before, after, 1))
    assert (rule, words) in {(finding.rule, finding.message) for finding in checked(path).findings}


def defective(target: Path, profile_: str, defect: Callable[[Pdf], None], **options: Any) -> Path:
    target.write_bytes(built(profile=profile_))
    with pikepdf.open(target, allow_overwriting_input=True) as file:
        defect(file)
        file.save(target, fix_metadata_version=False, **options)
    return target


@pytest.mark.parametrize("name", PRESS_FAULTS)
def test_a_fault_for_the_press_is_found(name: str, tmp_path: Path) -> None:
    rules, words, defect = PRESS_FAULTS[name]
    found = checked(defective(tmp_path / "file.pdf", "print", defect))
    assert {finding.rule for finding in found.findings} == set(rules.split())
    assert any(words in finding.message for finding in found.findings)


SCREEN_FAULTS: dict[str, tuple[str, str, Callable[[Pdf], None]]] = {
    "script": ("no-actions", "an action /JavaScript", put(root, "/OpenAction", JAVASCRIPT)),
    "program": ("no-actions", "an action /Launch", put(uri, "/S", Name.Launch)),
    "another file": ("no-actions", "an action /GoToR", put(uri, "/S", Name.GoToR)),
    "link with a script": (
        "links-safe",
        "a link to javascript:alert(1)",
        put(uri, "/URI", String("javascript:alert(1)")),
    ),
    "link in the open": ("links-safe", "a link to http:", put(uri, "/URI", String("http://example.org"))),
    "attachment": ("attachments", "notes.txt", attach),
    "relationship": ("attachments", "is not Source", put(lambda file: file.Root.AF[0], "/AFRelationship", Name.Data)),
    "another title": ("information", "Title is “Other”", put(lambda file: file.docinfo, "/Title", String("Other"))),
}


@pytest.mark.parametrize("name", SCREEN_FAULTS)
def test_a_fault_of_our_own_files_is_found(name: str, tmp_path: Path) -> None:
    rule, words, defect = SCREEN_FAULTS[name]
    found, _ = inspect(defective(tmp_path / "file.pdf", "screen", defect))
    assert {finding.rule for finding in found.findings} >= {rule}
    assert any(words in finding.message for finding in found.findings)


@pytest.mark.parametrize(
    ("defect", "rules"),
    [
        (put(root, "/Lang", None), {"PDFUA1-TEXT-LANGUAGE-001"}),
        (put(root, "/OutputIntents", None), {"PDFA3A-DEVICE-RGB-001"}),
        (paint(b"99 99 m 109 99 l S"), {"PDFUA1-CONTENT-TAGGING-001"}),
    ],
)
def test_the_rules_of_pdf_a_and_pdf_ua_are_the_validators(
    defect: Callable[[Pdf], None], rules: set[str], tmp_path: Path
) -> None:
    found = checked(defective(tmp_path / "file.pdf", "screen", defect))
    assert {finding.rule for finding in found.findings} >= rules
    for finding in found.findings:
        assert re.fullmatch(r"PDF/(UA-1|A-3a); page-validation [0-9.]+", finding.clause)


def test_of_files_by_others_no_link_and_no_attachment_is_asked(tmp_path: Path) -> None:
    def change(file: Pdf) -> None:
        attach(file)
        metadata(b"<pdf:Producer>pdfgen</pdf:Producer>", b"<pdf:Producer>Another</pdf:Producer>")(file)
        file.docinfo["/Producer"] = String("Another")

    found, _ = inspect(defective(tmp_path / "file.pdf", "screen", change))
    assert found.findings == []
    assert "files of pdfgen" not in found.checked


def test_every_rule_is_shown_a_defect() -> None:
    rules = {rule.name for rules in (own, press_file, press_page) for rule in rules.RULES}
    shown = {rule for rules, _, _ in PRESS_FAULTS.values() for rule in rules.split()}
    shown |= {rule for rule, _, _ in (*SCREEN_FAULTS.values(), *SAVED.values())}
    assert rules <= shown | {"identifier", "complete"}
    assert {rule.name for rule in common.RULES} == {"syntax", "trees"}


def test_broken_syntax_is_found(tmp_path: Path) -> None:
    def change(file: Pdf) -> None:
        file.pages[0].Contents = file.make_stream(b"no deflate", Filter=Name.FlateDecode)

    found, _ = inspect(defective(tmp_path / "file.pdf", "screen", change, compress_streams=False))
    messages = [finding.message for finding in found.findings if finding.rule == "syntax"]
    assert any("incorrect header check" in message for message in messages)
    assert not any(str(tmp_path) in message for message in messages)


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(b"hello")
    with pytest.raises(UsageError) as told:
        verify(path)
    assert str(told.value).startswith(f"{path} is not a sound PDF:")


def test_what_a_file_leaves_to_validators_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(built())
    assert [item.what for item in verify(path).not_checked] == ["PDF/UA-1", "PDF/A-3a"]
