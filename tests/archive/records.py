"""Records of objects, as an archive has them."""

from __future__ import annotations

from typing import Any

from pdfgen.archive.object_record import ArchivedEntity, ArchivedFile, Event, ObjectRecord, report_id, volume_id
from pdfgen.source.manifest import Recipe

RUBRIC = "freedom-in-the-world"
KAZAKHSTAN = report_id(RUBRIC, 2018, "en", "Kazakhstan")


def printed(name: str, shows: str = "report", pages: int = 6) -> ArchivedFile:
    return ArchivedFile.model_validate(
        {
            "name": name,
            "shows": shows,
            "recipe": Recipe(),
            "standards": ("PDF/A-3a", "PDF/UA-1"),
            "pages": pages,
            "bytes": 8,
            "sha256": "0" * 64,
        }
    )


def report(name: str = "Kazakhstan", edition: int = 2018, language: str = "en", **changes: Any) -> ObjectRecord:
    values: dict[str, Any] = {
        "id": report_id(RUBRIC, edition, language, name),
        "kind": "report",
        "title": name,
        "rubric": RUBRIC,
        "series": "Freedom in the World",
        "edition": edition,
        "year_under_review": edition - 1,
        "language": language,
        "entity": ArchivedEntity(name=name, kind="country", iso="KZ"),
        "publisher": "Freedom House",
        "versions": {"pdfgen": "0.1.0 0123456789abcdef", "reportlab": "5.1.0"},
        "files": (printed("kazakhstan.pdf"),),
        "source": {"report.yaml": "0" * 64},
    }
    return ObjectRecord.model_validate(values | changes)


def volume(edition: int = 2018, language: str = "en", **changes: Any) -> ObjectRecord:
    values: dict[str, Any] = {
        "id": volume_id(RUBRIC, edition, language),
        "kind": "volume",
        "title": f"Freedom in the World {edition}",
        "entity": None,
        "reports": (report_id(RUBRIC, edition, language, "Kazakhstan"), report_id(RUBRIC, edition, language, "Syria")),
        "files": (printed("volume.pdf", "volume", 1),),
    }
    return report(edition=edition, language=language, **(values | changes))


def event(kind: str = "built", moment: str = "2018-01-16T09:00:00Z", version: int = 1, **changes: Any) -> Event:
    values = {"kind": kind, "moment": moment, "version": version, "agent": "Editor", "program": "pdfgen 0.1.0"}
    return Event.model_validate(values | changes)
