"""Objects for archives: records written by hand, with real files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen import build_pdf, load_report
from pdfgen.archive.object_record import (
    FILES,
    RECORD,
    SOURCE,
    ArchivedEntity,
    ArchivedErratum,
    ArchivedFile,
    ObjectRecord,
    report_id,
)
from pdfgen.source.manifest import Recipe

if TYPE_CHECKING:
    from pdfgen.archive.ocfl import StorageRoot

MOMENT = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)
EDITION = Path(__file__).resolve().parents[2] / "data" / "editions" / "2018"
SERIES = "freedom-in-the-world"


@cache
def pdf(name: str, theme: str | None = None, profile: str = "screen") -> bytes:
    """Return a sample report as PDF."""
    return bytes(build_pdf(load_report(EDITION / "reports" / f"{name}.yaml"), theme=theme, profile=profile))


@cache
def source(name: str) -> bytes:
    """Return the source of a sample."""
    return (EDITION / "reports" / f"{name}.yaml").read_bytes()


def entry(name: str, content: bytes, profile: str = "screen") -> ArchivedFile:
    return ArchivedFile(
        name=name,
        shows="report",
        recipe=Recipe(profile=profile),
        standards=("PDF/UA-1", "PDF/A-3a"),
        pages=8,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@dataclass
class Example:
    """An object to archive; ``facts`` go before what a record has otherwise."""

    name: str = "Kazakhstan"
    edition: int = 2018
    language: str = "en"
    content: dict[str, bytes] = field(default_factory=dict)
    """Finished files by name; the sample of this name when left out."""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return report_id(SERIES, self.edition, self.language, self.name)

    def files(self) -> dict[str, bytes]:
        made = self.content or {f"{SERIES}-{self.edition}-{self.name.lower()}.pdf": pdf(self.name.lower())}
        facts: dict[str, Any] = {
            "id": self.id,
            "kind": "report",
            "title": self.name,
            "rubric": SERIES,
            "series": "Freedom in the World",
            "edition": self.edition,
            "year_under_review": self.edition - 1,
            "language": self.language,
            "entity": ArchivedEntity(name=self.name, kind="country", iso=self.name[:3].upper()),
            "publisher": "Freedom House",
            "scores": {"Total": "22", "A1": "0", "Status": "NF"},
            "total": "22",
            "status": "NF",
            "versions": {"pdfgen": "0.1.0"},
            "files": tuple(
                entry(name, content, "print" if name.endswith("-print.pdf") else "screen")
                for name, content in made.items()
            ),
            "source": {},
        }
        record = ObjectRecord(**(facts | self.facts))
        found = {f"{FILES}{name}": content for name, content in made.items()} | {RECORD: record.content()}
        if not self.content:
            found[f"{SOURCE}report.yaml"] = source(self.name.lower())
        return found


def shelve(root: StorageRoot, *examples: Example, message: str = "As published", day: int = 0) -> None:
    """Archive examples, or make new versions of them."""
    with root.writing() as writer:
        for one in examples:
            moment = MOMENT + timedelta(days=day)
            writer.put(one.id, one.files(), message, "Editor", "mailto:editor@example.org", moment)


FINLAND = Example("Finland", facts={"status": "F", "total": "100", "scores": {"Total": "100", "A1": "4"}})
KAZAKHSTAN = Example(facts={"flags": ("downward-trend",)})
SYRIA = Example("Syria", facts={"total": "-1", "scores": {"Total": "-1", "A1": "-3"}})
CORRECTED = Example(
    facts={
        "total": "23",
        "errata": (ArchivedErratum(date="2018-03-02", text="The score of question A1 was 0 and is 1.", version=1),),
    },
)
"""Kazakhstan again, with another total and the same words."""


def lined_pdf(*pages: list[str]) -> bytes:
    """Return a PDF file with these lines on its pages, as any program might make it: it has no tags."""
    contents = [
        f"BT /F1 9 Tf 13 TL 72 740 Td {' '.join(f'({line}) Tj T*' for line in lines)} ET".encode("cp1252")
        for lines in pages
    ]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    body = b"%PDF-1.7\n"
    offsets = []
    for number, value in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(body))
    )
