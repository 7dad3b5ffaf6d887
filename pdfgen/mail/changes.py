"""What differs between two versions of a report, in sentences for whoever was sent the earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.diffs.arithmetic import Shift
    from pdfgen.diffs.comparison import Comparison, ReportChange
    from pdfgen.scoring import Value

_UNTOLD = ("errata", "publication", "waivers", "published")
"""Parts of a report that say nothing to its readers, or are told by themselves."""
_CALLED = {
    "overview": "the overview",
    "notices": "the notices",
    "key_developments": "the key developments",
    "quick_facts": "the quick facts",
    "footnotes": "the notes",
    "entity": "the entity",
}


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """Return what differs in the reports that both sides have; of several reports, each under its name."""
    found: list[str] = []
    for change in comparison.reports:
        name = f"{change.after.entity.name}: " if comparison.of_editions else ""
        found += [f"{name}{told}" for told in _told(change)]
    return tuple(found)


def _told(change: ReportChange) -> Iterator[str]:
    if change.renamed:
        yield f"Name: {change.before.entity.name} → {change.after.entity.name}."
    changed = [shift for shift in change.scores.told if shift.changed]
    yield from (f"{_labelled(shift)}: {_shown(shift.before)} → {_shown(shift.after)}." for shift in changed)
    for flag in change.scores.flags:
        yield f"{flag.label}: {_truth(holds=flag.before)} → {_truth(holds=flag.after)}."
    for value in change.values:
        first, *rest = value.place.split(".")
        if first not in _UNTOLD and first not in ("answers", "entity"):
            yield f"{' '.join(rest) or first}: {value.before or 'nothing'} → {value.after or 'nothing'}."
    places = [text.place.split(".") for text in change.texts]
    words = {_CALLED.get(first, " ".join([first, *rest][1:2])): None for first, *rest in places if first not in _UNTOLD}
    if words:
        yield f"Words changed in {', '.join(words)}."


def _labelled(shift: Shift) -> str:
    measure = shift.measure
    return f"{measure.id} {measure.label}" if measure.is_item else measure.label


def _shown(value: Value) -> str:
    if value.number is not None:
        return f"{value.number}".replace("-", "−")
    return (value.category.label or value.code or "") if value.category else "no score"


def _truth(*, holds: bool | None) -> str:
    return "unknown" if holds is None else "yes" if holds else "no"
