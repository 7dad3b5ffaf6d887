"""What PDF/X-4 (ISO 15930-7) and a press ask of pages and of what is on them.

A clause of ISO 32000-1 behind the standard's name is that of the feature which the standard restricts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.preflight.colours import CONVERTED, PRINTING
from pdfgen.preflight.objects import entry, inherited
from pdfgen.preflight.painted import IMAGE
from pdfgen.preflight.result import Violation
from pdfgen.preflight.rule import Rules
from pdfgen.theme.tokens import INK_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.colours import PaintedColour, Space
    from pdfgen.preflight.geometry import Box
    from pdfgen.preflight.painted import Content, Painted
    from pdfgen.preflight.subject import Subject

RULES = Rules()
_HAIRLINE = 0.4  # points
_BLEED = 3.0  # millimetres
_POINTS = 72 / 25.4  # of a millimetre
_SLACK = 0.01  # points that boxes may differ by
_NEAR = 0.5  # points within which an edge counts as the trim's
_RESOLUTION = 150  # pixels an inch
_REGISTRATION = (1.0, 1.0, 1.0, 1.0)


@RULES.rule("content", "ISO 32000-1, § 7.8.2")
def _content(subject: Subject) -> Iterator[Violation]:
    yield from (Violation(fact, page) for page, fact in subject.content.wrong)


@RULES.rule("boxes", "ISO 15930-7, § 6.4")
def _boxes(subject: Subject) -> Iterator[Violation]:
    for number, boxes in enumerate(subject.boxes, 1):
        if not all(name in boxes for name in ("Media", "Bleed", "Trim")):
            yield Violation("a box is missing", number)
        elif not _inside(boxes["Trim"], boxes["Bleed"]) or not _inside(boxes["Bleed"], boxes["Media"]):
            yield Violation("the boxes do not lie one inside the other", number)
        if "Art" in boxes:
            yield Violation("an art box beside the trim box", number)


def _inside(inner: Box, outer: Box) -> bool:
    wide = outer.wider(_SLACK)
    return inner.within(wide) == inner


@RULES.rule("bleed", f"design: {_BLEED:g} mm of bleed, and no box that cuts it off")
def _bleed(subject: Subject) -> Iterator[Violation]:
    for number, boxes in enumerate(subject.boxes, 1):
        if (trim := boxes.get("Trim")) is None or (bleed := boxes.get("Bleed")) is None:
            continue
        least = min(trim.left - bleed.left, trim.bottom - bleed.bottom, bleed.right - trim.right, bleed.top - trim.top)
        if round(least / _POINTS, 1) < _BLEED:
            yield Violation(f"{max(0.0, least) / _POINTS:.1f} mm of bleed", number)
        if (crop := boxes.get("Crop")) is not None and not _inside(bleed, crop):
            yield Violation("the crop box cuts the bleed off", number)


@RULES.rule("same-size", "design: all pages lie in the same way and have one size")
def _sizes(subject: Subject) -> Iterator[Violation]:
    first = None
    for number, (boxes, page) in enumerate(zip(subject.boxes, subject.file.pages, strict=True), 1):
        if (turn := inherited(page, "/Rotate")) not in (None, 0):
            yield Violation(f"the page is turned by {turn} degrees", number)
        if (unit := entry(page.obj, "/UserUnit")) not in (None, 1):
            yield Violation(f"the unit of the page is {unit} points", number)
        if (trim := boxes.get("Trim")) is None:
            continue
        size = trim.right - trim.left, trim.top - trim.bottom
        first = first or size
        if any(abs(one - other) > _NEAR for one, other in zip(size, first, strict=True)):
            millimetres = [f"{length / _POINTS:.0f}" for length in (*size, *first)]
            yield Violation("{} by {} mm; the first page has {} by {} mm".format(*millimetres), number)


@RULES.rule("bleeds-off", "design: what reaches the trim goes on to the bleed")
def _off(subject: Subject) -> Iterator[Violation]:
    for item in subject.content.painted:
        boxes = subject.boxes[item.page - 1]
        trim, bleed = boxes.get("Trim"), boxes.get("Bleed")
        if trim is not None and bleed is not None and item.box is not None and _stops(item, item.box, trim, bleed):
            yield Violation("something ends at the trim, and not at the bleed", item.page)


def _stops(item: Painted, box: Box, trim: Box, bleed: Box) -> bool:
    """Tell whether a thing on the page reaches an edge of the trim but not that of the bleed."""
    if all(colour is None or colour.white for colour in (item.fill, item.stroke)):
        return False
    inner = trim.wider(-_NEAR)
    if box.within(inner).empty:
        return False
    return (
        bleed.left + _NEAR < box.left < inner.left
        or bleed.bottom + _NEAR < box.bottom < inner.bottom
        or inner.right < box.right < bleed.right - _NEAR
        or inner.top < box.top < bleed.top - _NEAR
    )


@RULES.rule("cmyk-only", "ISO 15930-7, § 6.2.3")
def _colours(subject: Subject) -> Iterator[Violation]:
    for page, what, space in _used(subject.content):
        if other := ", ".join(sorted(space.bases - PRINTING - CONVERTED)):
            yield Violation(f"{what} in a colour that is not CMYK: {other}", page)


@RULES.rule("no-conversion", "design: CMYK as it is to be printed")
def _converted(subject: Subject) -> Iterator[Violation]:
    for page, what, space in _used(subject.content):
        if other := ", ".join(sorted(space.bases & CONVERTED)):
            yield Violation(f"{what} in a colour that has to be converted to CMYK: {other}", page)


def _used(content: Content) -> Iterator[tuple[int, str, Space]]:
    """Yield the colour spaces that are painted and blended in, each with its page and what is in it."""
    for item in content.painted:
        if item.operator != IMAGE:
            what = "text" if item.is_text else "something"
            yield from ((item.page, what, colour.space) for colour in (item.fill, item.stroke) if colour is not None)
    yield from ((image.page, "an image", image.space) for image in content.images if image.space is not None)
    yield from ((group.page, "transparency", group.space) for group in content.groups)


@RULES.rule("text-black", "design: no plate can part from another in text")
def _text(subject: Subject) -> Iterator[Violation]:
    for item in subject.content.painted:
        if item.is_text and any(len(inks) > 1 and any(inks[:3]) for inks in _inks(item)):
            yield Violation("text in more than black", item.page)


def _inks(item: Painted) -> Iterator[tuple[float, ...]]:
    """Yield the inks of a thing that is printed, where they are given one by one."""
    colours: tuple[PaintedColour | None, ...] = (item.fill, item.stroke) if item.printed else ()
    for colour in colours:
        if colour is not None and colour.space.kind == "DeviceCMYK":
            yield colour.values


@RULES.rule("hairlines", f"design: lines of {_HAIRLINE} points at least")
def _lines(subject: Subject) -> Iterator[Violation]:
    for item in subject.content.painted:
        if item.printed and item.width < _HAIRLINE - 0.001:
            yield Violation(f"a line thinner than {_HAIRLINE} points", item.page)
        elif item.printed and item.thin < _HAIRLINE - 0.001:
            yield Violation(f"an area as thin as a line of less than {_HAIRLINE} points", item.page)


@RULES.rule("image-resolution", f"design: images of {_RESOLUTION} pixels an inch at least")
def _resolution(subject: Subject) -> Iterator[Violation]:
    for image in subject.content.images:
        if image.dpi < _RESOLUTION:
            yield Violation(f"an image of {image.dpi:.0f} pixels an inch", image.page)


@RULES.rule("white-overprint", "design: white that overprints is not printed")
def _white(subject: Subject) -> Iterator[Violation]:
    for item in subject.content.painted:
        if item.vanishes:
            yield Violation("white that overprints", item.page)


@RULES.rule("ink-limit", f"design: {INK_LIMIT} per cent of ink at most")
def _ink(subject: Subject) -> Iterator[Violation]:
    for item in subject.content.painted:
        bleed = subject.boxes[item.page - 1].get("Bleed")
        for inks in _inks(item):
            beside = item.box is not None and bleed is not None and item.box.within(bleed.wider(-_NEAR)).empty
            if sum(inks) * 100 > INK_LIMIT + _SLACK and not (inks == _REGISTRATION and beside):
                yield Violation(f"{sum(inks) * 100:.0f} per cent of ink", item.page)


@RULES.rule("no-annotations", "ISO 15930-7, § 6.3")
def _annotations(subject: Subject) -> Iterator[Violation]:
    for number, annotation in subject.annotations():
        if entry(annotation, "/Subtype") not in ("/TrapNet", "/PrinterMark"):
            yield Violation("an annotation", number)
