"""The characters of fine typesetting: typographic quotes, dashes, the ellipsis, the true minus, unbroken spaces.

Authors type what a keyboard has. Only these characters change; words, their order and addresses stay as written.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.labels import Labels
    from pdfgen.labels.catalogue import Quotes

_APOSTROPHE = "\u2019"
_MINUS = "\u2212"
_NO_BREAK = "\u00a0"
_NOTE = "\ufffc"  # stands for a footnote mark: neither space nor word

_OPENERS = "([{<¿¡"
_DASHES = "-–—/"
_AFTER_QUOTE = " \u00a0.,;:!?)]}>-–—/"  # what follows a closing quote, or nothing at all
_ADDRESS = r"(?:https?://|www\.)[^\s\"]*[\w/]"
_SHORTHAND = re.compile(rf"{_ADDRESS}|(?<!-)-{{2,3}}(?!-)|\.\.\.")
_QUOTES = re.compile(rf"{_ADDRESS}|[\"']+")
_DECADE = re.compile(r"\d\ds?\b")
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"


def punctuated(texts: Sequence[str], labels: Labels) -> list[str]:
    """Return the texts of a paragraph's runs with the characters that the language of ``labels`` is printed with.

    The runs are read as one; an empty text stands for a footnote mark.
    """
    texts = [_without_shorthand(text) for text in texts]
    whole = "".join(text or _NOTE for text in texts)
    openers = _OPENERS + labels.quotes.open + labels.quotes.inner_open
    if "'" in whole or '"' in whole:
        whole = _quoted(whole, labels.quotes, openers)
    if "-" in whole:
        whole = _minus(openers).sub(_MINUS, whole)
    ties = _ties(openers, labels.months, labels.day_of_month, labels.units, labels.titles, labels.numbered)
    whole = ties.sub(_tied, whole)
    ends = accumulate((len(text or _NOTE) for text in texts), initial=0)  # no character has gone since they were joined
    return [whole[start:end] if text else "" for text, (start, end) in zip(texts, pairwise(ends), strict=True)]


def _without_shorthand(text: str) -> str:
    """Return ``text`` with dashes for two or three hyphens and an ellipsis for three points."""
    return _SHORTHAND.sub(_long, text) if "--" in text or "..." in text else text


def _long(found: re.Match[str]) -> str:
    return {"--": "—", "---": "—", "...": "…"}.get(found[0], found[0])


def _quoted(text: str, quotes: Quotes, openers: str) -> str:
    """Return ``text`` with typographic quotes, as long as before.

    A quote opens by what stands before it. A single one is an apostrophe unless it opens and a later one closes it.
    """
    outer = (quotes.open, quotes.close)
    marks: dict[int, str] = {}
    opened: int | None = None
    for found in _QUOTES.finditer(text):
        start, end = found.span()
        if text[start] not in "\"'":
            continue  # an address
        before, after = text[start - 1 : start] or " ", text[end : end + 1]
        opening = before.isspace() or before in openers or (before in _DASHES and after not in _AFTER_QUOTE)
        for index in range(start, end):
            if text[index] == '"':
                marks[index] = outer[not opening]
                continue
            marks[index] = _APOSTROPHE
            if index == end - 1 and (_DECADE.match(text, end) or (before.isalnum() and after.isalnum())):
                continue
            if opening:
                opened = index
            elif opened is not None:
                marks[opened], marks[index] = quotes.inner_open, quotes.inner_close
                opened = None
    places = [-1, *marks]  # in order, as they were found
    pieces = [text[before + 1 : place] + marks[place] for before, place in pairwise(places)]
    return "".join([*pieces, text[places[-1] + 1 :]])


@cache
def _minus(openers: str) -> re.Pattern[str]:
    """Return what finds a hyphen that is the sign of a number."""
    return re.compile(rf"-(?=\d)(?:(?<=^-)|(?<=[\s{re.escape(openers)}]-))")


@cache
def _ties(
    openers: str,
    months: tuple[str, ...],
    day_of_month: str,
    units: tuple[str, ...],
    titles: tuple[str, ...],
    numbered: tuple[str, ...],
) -> re.Pattern[str]:
    """Return what finds the spaces that no line may end at.

    After an initial a line may end unless another initial stands beside it, or it begins the text, a parenthesis or a
    quotation: only there it cannot be the end of a sentence (“vitamin C. The”).
    """
    between = "".join(re.findall(r"\}(.*)\{", day_of_month))  # a space in English, “ de ” in Spanish
    end, _, joint = map(re.escape, between.partition(" "))
    initial = rf"(?<![\w.]){_CAPITAL}\."
    first = rf"(?<=^{_CAPITAL}\. )|(?<=[{re.escape(openers)}]{_CAPITAL}\. )"
    ties = (
        rf"(?<=\d ){_any(units)}(?!\w)",
        rf"(?<=\d{end} )(?<!\d\d\d{end} ){joint}{_any(months)}(?!\w)",
        rf"(?=\d)(?:{_after(numbered)}|{_after(months)}(?=\d\d?(?!\d|[.,:]\d)))",
        rf"{_after(titles)}(?=\w)",
        rf"(?<=\. )(?={_CAPITAL})(?:(?<={initial} )(?={initial})|(?<={initial}[ \u00a0]{initial} )|{first})",
    )
    return re.compile(f" (?:{'|'.join(ties)})")


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


def _after(words: Sequence[str]) -> str:
    """Return the expression for a place after one of ``words`` and a space; their last letters are compared first."""
    if not words:
        return "(?!)"
    ends = re.escape("".join(sorted({word[-1] for word in words})))
    places = "|".join(r"(?<=(?<!\w)" + re.escape(word) + " )" for word in words)
    return rf"(?<=[{ends}] )(?:{places})"


def _tied(found: re.Match[str]) -> str:
    return found[0].replace(" ", _NO_BREAK)
