"""What of a text cannot be set in the faces of a theme, and the words that tell it: one message a passage and kind."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from pdfgen.layout.flaws import Flaw
from pdfgen.layout.measured_text import chain
from pdfgen.pdf.characters import is_mark, script
from pdfgen.pdf.marks import MOST_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pdfgen.errors import Origin
    from pdfgen.layout.measured_text import Gap
    from pdfgen.theme import StyleName, Theme

_SHOWN = 8  # characters that a message shows
_NAMELESS = {"Co": "private use", "Cc": "control character", "Cs": "surrogate", "Cn": "unassigned"}


def coverage(
    text: str, theme: Theme, style: StyleName, origin: Origin, *, strong: bool | None = None, italic: bool = False
) -> list[Flaw]:
    """Return a flaw at ``origin`` for each part of ``text`` that a style of ``theme`` cannot set. Nothing is laid out.

    ``strong`` and ``italic`` ask for another weight or slope than the style has. Raises EnvironmentFailure for a font
    that cannot be read.
    """
    token = getattr(theme.styles, style)
    faces = chain(theme, token.family, strong=token.strong if strong is None else strong, italic=italic)
    return told(faces.lacking(text), origin)


def told(gaps: Iterable[Gap], origin: Origin) -> list[Flaw]:
    """Return the flaws of a passage: one for each kind of thing that cannot be set, with a count."""
    kinds: dict[str, list[Gap]] = {}
    for gap in gaps:
        kinds.setdefault("script" if gap.lack in ("right-to-left", "shaped") else gap.lack, []).append(gap)
    return [_TOLD[kind](found, origin) for kind, found in kinds.items()]


def _no_glyph(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    first, faces = gaps[0], " or ".join(gaps[0].faces)
    if len(gaps) == 1:
        message = f"“{_seen(first.text)}” ({_named(first.text)}){_inside(origin)} has no glyph in {faces}"
    else:
        message = f"{len(gaps)} different characters{_inside(origin)} have no glyph in {faces}: {_listed(gaps)}"
        message += f" (the first is {_named(first.text)})"
    remedy = "add a family that has such characters to `families:` and `fallback:` of the theme"
    if all(gap.text.isspace() for gap in gaps):
        remedy = "write a plain space"
    return Flaw(origin, "missing-glyph", message, remedy, first.text)


def _no_place(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    first, faces = gaps[0], " or ".join(gaps[0].faces)
    mark = next(char for char in unicodedata.normalize("NFD", first.text)[::-1] if is_mark(char))
    if len(gaps) == 1:
        message = (
            f"“{first.text}”{_inside(origin)} cannot be set: {_named(mark)} has no place on this letter in {faces}"
        )
    else:
        message = (
            f"{len(gaps)} different letters with marks{_inside(origin)} cannot be set: the marks have no place on "
        )
        message += f"them in {faces}: {_listed(gaps)} (the first has {_named(mark)})"
    remedy = "add a family that has such letters to `families:` and `fallback:` of the theme, or leave the mark out"
    return Flaw(origin, "unplaced-mark", message, remedy, first.text)


def _many_marks(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    most = max(sum(map(is_mark, unicodedata.normalize("NFD", gap.text))) for gap in gaps)
    message = f"a letter{_inside(origin)} has {most} marks; {MOST_MARKS} is the most that fit a line"
    return Flaw(origin, "too-many-marks", message, "remove some", gaps[0].text)


def _no_letter(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    marks = ", ".join(dict.fromkeys(_named(gap.text[0]) for gap in gaps))
    message = f"a mark{_inside(origin)} stands on no letter: {marks}"
    return Flaw(origin, "unplaced-mark", message, "write it after its letter, or remove it", gaps[0].text)


def _script(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    scripts = _and(list(dict.fromkeys(script(gap.text) for gap in gaps)))
    reasons = {
        "right-to-left": "text that runs from right to left",
        "shaped": "scripts whose letters join or change places",
    }
    why = ", or ".join(reason for lack, reason in reasons.items() if any(gap.lack == lack for gap in gaps))
    count = "1 character" if len(gaps) == 1 else f"{len(gaps)} different characters"
    message = f"{count}{_inside(origin)} {'is' if len(gaps) == 1 else 'are'} {scripts}; pdfgen cannot yet set {why}"
    return Flaw(origin, "unsupported-script", message, "write it in Latin, Greek or Cyrillic letters", gaps[0].text)


def _forbidden(gaps: Sequence[Gap], origin: Origin) -> Flaw:
    names = ", ".join(_named(gap.text) for gap in gaps[:_SHOWN]) + (" …" if len(gaps) > _SHOWN else "")
    what = "this character" if len(gaps) == 1 else f"{len(gaps)} different characters"
    message = f"{what}{_inside(origin)} cannot be printed: {names}"
    remedy = "remove it, or write the character that is meant"
    return Flaw(origin, "forbidden-character", message, remedy, gaps[0].text)


_TOLD: dict[str, Callable[[Sequence[Gap], Origin], Flaw]] = {
    "glyph": _no_glyph,
    "mark": _no_place,
    "marks": _many_marks,
    "letter": _no_letter,
    "script": _script,
    "forbidden": _forbidden,
}


def _inside(origin: Origin) -> str:
    return f" in {origin.field}" if origin.field else ""


def _listed(gaps: Sequence[Gap]) -> str:
    joint = " " if any(len(gap.text) > 1 for gap in gaps) else ""
    return joint.join(_seen(gap.text) for gap in gaps[:_SHOWN]) + ("…" if len(gaps) > _SHOWN else "")


def _seen(text: str) -> str:
    """Return ``text`` as a message shows it: a mark alone on a dotted circle."""
    return f"◌{text}" if is_mark(text[0]) else text


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _named(text: str) -> str:
    """Return the number and the name of the first character of ``text``."""
    char = text[0]
    name = unicodedata.name(char, "") or _NAMELESS.get(unicodedata.category(char), "no name")
    return f"U+{ord(char):04X} {name}"
