"""Whether the information dictionary and the metadata say the same (ISO 32000-1, § 14.3.3; ISO 16684-1)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from pdfgen.preflight.metadata import DC, PDF, XMP
from pdfgen.preflight.result import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.subject import Subject

_SAME = {
    "Title": (DC, "title"),
    "Author": (DC, "creator"),
    "Subject": (DC, "description"),
    "Keywords": (PDF, "Keywords"),
    "Creator": (XMP, "CreatorTool"),
    "Producer": (PDF, "Producer"),
    "Trapped": (PDF, "Trapped"),
}
_DATES = {"CreationDate": (XMP, "CreateDate"), "ModDate": (XMP, "ModifyDate")}


def disagreements(subject: Subject) -> Iterator[Violation]:
    """Yield what both name and say differently."""
    for name, (space, other) in _SAME.items():
        said = subject.information.get(name, "").lstrip("/" if name == "Trapped" else "")
        meant = subject.metadata.get((space, other), [])
        # several authors are one text in the information dictionary
        if said and meant and said not in (meant[0].strip(), "; ".join(meant), ", ".join(meant)):
            yield Violation(f"{name} is “{said}” in the information dictionary and “{meant[0]}” in the metadata")
    for name, (space, other) in _DATES.items():
        said, meant_date = subject.information.get(name, ""), subject.metadata.first(space, other)
        if said and meant_date and not _same_moment(said, meant_date):
            yield Violation(f"{name} is “{said}” in the information dictionary and “{meant_date}” in the metadata")


_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?(?:(Z)|([+-])(\d\d)[:']?(\d\d)?'?)?.*"
)


def _same_moment(one: str, other: str) -> bool:
    """Tell whether two dates mean the same, as far as both say it: each may be written in another zone."""
    moments = [_DATE.fullmatch(date.strip()) for date in (one, other)]
    if None in moments:
        return one == other
    first, second = (found.groups() for found in moments if found)
    if all(found[6] or found[7] for found in (first, second)):
        return _utc(first) == _utc(second)
    return all(a == b for a, b in zip(first[:6], second[:6], strict=True) if a and b)


def _utc(parts: tuple[str | None, ...]) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or least) for part, least in zip(parts, "011000", strict=False))
    offset = timedelta(hours=int(parts[8] or 0), minutes=int(parts[9] or 0))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
        return moment + offset if parts[7] == "-" else moment - offset
    except (ValueError, OverflowError):
        return None
