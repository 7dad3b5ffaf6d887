"""PDF/X-4 (ISO 15930-7), and what a press asks beyond it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.pdf.preflight.common import page_annotations
from pdfgen.pdf.preflight.content import painted
from pdfgen.pdf.preflight.rule import Rules
from pdfgen.theme.tokens import INK_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = Rules()
_HAIRLINE = 0.4  # points
_REGISTRATION = (1.0, 1.0, 1.0, 1.0)


@RULES.rule("boxes", "ISO 15930-7, § 6.4")
def _boxes(file: Any) -> Iterator[str]:
    for number, page in enumerate(file.pages, 1):
        boxes = {name: [float(edge) for edge in page.get(f"/{name}Box", [])] for name in ("Media", "Bleed", "Trim")}
        if not all(boxes.values()):
            yield f"page {number}: a box is missing"
        elif not _inside(boxes["Trim"], boxes["Bleed"]) or not _inside(boxes["Bleed"], boxes["Media"]):
            yield f"page {number}: the boxes do not lie in each other"
        if "/ArtBox" in page:
            yield f"page {number}: an art box beside the trim box"


def _inside(inner: list[float], outer: list[float]) -> bool:
    slack = 0.01
    return all(a >= b - slack for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + slack for a, b in zip(inner[2:], outer[2:], strict=True)
    )


@RULES.rule("output-intent", "ISO 15930-7, § 6.2.2")
def _intent(file: Any) -> Iterator[str]:
    intents = list(file.Root.get("/OutputIntents", []))
    if [str(intent.get("/S", "")) for intent in intents] != ["/GTS_PDFX"]:
        yield "there is not one output intent GTS_PDFX"
    elif int(intents[0].get("/DestOutputProfile", {}).get("/N", 0)) != 4:  # noqa: PLR2004  # CMYK
        yield "the output intent has no CMYK profile"


@RULES.rule("cmyk-only", "ISO 15930-7, § 6.2.3")
def _colours(file: Any) -> Iterator[str]:
    found = {
        item.page
        for item in painted(file)
        if item.fill[0] not in ("k", "g") or (item.strokes and item.stroke[0] not in ("K", "G"))
    }
    yield from (f"page {number}: a colour that is not CMYK" for number in sorted(found))


@RULES.rule("text-black", "design: no plate can part from another in text")
def _text(file: Any) -> Iterator[str]:
    found = {item.page for item in painted(file) if item.is_text and item.fill[0] == "k" and any(item.fill[1][:3])}
    yield from (f"page {number}: text in more than black" for number in sorted(found))


@RULES.rule("hairlines", "design: lines of 0.4 points at least")
def _lines(file: Any) -> Iterator[str]:
    found = {item.page for item in painted(file) if item.strokes and item.width < _HAIRLINE}
    yield from (f"page {number}: a line thinner than {_HAIRLINE} points" for number in sorted(found))


@RULES.rule("ink-limit", f"design: {INK_LIMIT} per cent of ink at most")
def _ink(file: Any) -> Iterator[str]:
    for item in painted(file):
        for operator, inks in (item.fill, item.stroke):
            if operator.lower() == "k" and inks != _REGISTRATION and sum(inks) * 100 > INK_LIMIT:
                yield f"page {item.page}: {sum(inks) * 100:.0f} per cent of ink"


@RULES.rule("no-annotations", "ISO 15930-7, § 6.3")
def _annotations(file: Any) -> Iterator[str]:
    yield from (f"page {number}: an annotation" for number, _ in page_annotations(file))


@RULES.rule("metadata", "ISO 15930-7, § 6.7")
def _metadata(file: Any) -> Iterator[str]:
    packet = file.Root.Metadata.read_bytes().decode("utf-8") if "/Metadata" in file.Root else ""
    for name in ("pdfxid:GTS_PDFXVersion", "pdf:Trapped", "xmpMM:DocumentID", "xmp:CreateDate", "xmp:ModifyDate"):
        if not re.search(rf"<{name}>[^<]+</{name}>", packet):
            yield f"the metadata have no {name}"


@RULES.rule("version", "ISO 15930-7, § 6.1")
def _version(file: Any) -> Iterator[str]:
    if file.pdf_version > "1.6":
        yield f"the file is PDF {file.pdf_version}; 1.6 is the most"


def coverage(path: Path) -> list[str] | None:
    """Return the pages that ask for more ink than is let through, as Ghostscript paints them; None without it."""
    program = shutil.which("gs")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=inkcov", "-o", str(Path(folder) / "ink")]
        subprocess.run([*command, str(path)], check=False, capture_output=True, timeout=300)  # noqa: S603  # our own file
        lines = (Path(folder) / "ink").read_text(encoding="ascii").splitlines()
    found = []
    for number, line in enumerate(lines, 1):
        inks = [float(value) for value in line.split()[:4]]
        if sum(inks) * 100 > INK_LIMIT:
            found.append(f"page {number}: {sum(inks) * 100:.0f} per cent of ink on the whole page")
    return found
