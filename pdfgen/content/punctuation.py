"""The characters of fine typesetting: typographic quotes, primes, dashes, ellipsis, true minus, unbroken spaces.

Authors type what a keyboard has. Only these characters change; words, their order and addresses stay as written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.labels import Labels
    from pdfgen.labels.language import Quotes

_APOSTROPHE = "\u2019"
_MINUS = "\u2212"
_PRIME, _INCHES = "\u2032", "\u2033"
_NO_BREAK = "\u00a0"
_NOTE = "\ufffc"  # stands for a footnote mark: neither space nor word

_OPENERS = "([{<¿¡"
_DASHES = "-–—/"
_AFTER_QUOTE = " \u00a0.,;:!?)]}>-–—/"  # what follows a closing quote, or nothing at all
_ADDRESS = "|".join(  # noqa: FLY002  # of a page, a mailbox or a file: nothing in it is punctuation
    (
        r"(?:\b[a-z][a-z0-9+-]{1,20}://|\bwww\.|\bmailto:)[^\s\"]*[\w/]",
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
        r"(?<![\w.-])(?:[\w-]+\.)+[A-Za-z]{2,24}[/:?#][^\s\"]*[\w/]",
        r"(?<![\w.-])[\w-]{1,80}(?:\.[a-z][a-z0-9]{0,9})+(?![\w-])",
        r"(?<!\S)(?:~|\.{1,2}|[A-Za-z]:)?[/\\][\w.~-]+[/\\][^\s\"]*[\w/]",
    )
)
_SHORTHAND = re.compile(rf"{_ADDRESS}|(?<!-)-{{2,3}}(?!-)|\.\.\.")
_QUOTES = re.compile(r"[\"']+")
_QUOTES_AND_ADDRESSES = re.compile(rf"{_ADDRESS}|[\"']+")
_FEET = re.compile(r"\d{1,2}(?:\.\d+)?\"")
_MINUTES = re.compile(r"°\s?\d{1,2}(?:[.,]\d+)?$")
_MEASURED = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.,]\d+)?[½¼¾]?|[½¼¾])$")
_BACK = 12  # characters before a mark that a measure is looked for in
_ELISION = re.compile(r"(?:em|[Tt]is|[Tt]was|til|n)\b")
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
    """Return ``text`` with typographic quotes, apostrophes and primes, as long as before.

    A quote opens by what stands before it. A single one is an apostrophe unless it opens and a later one closes it.
    After a measure (6", 5'11", 51°30'N), and where it closes no quotation, a mark is a prime.
    """
    outer = (quotes.open, quotes.close)
    marks: dict[int, str] = {}
    opened: int | None = None
    quoting = False
    pattern = _QUOTES_AND_ADDRESSES if "/" in text or "@" in text or "\\" in text or "www." in text else _QUOTES
    for found in pattern.finditer(text):
        start, end = found.span()
        if text[start] not in "\"'":
            continue  # an address
        before, after = text[start - 1 : start] or " ", text[end : end + 1]
        opening = before.isspace() or before in openers or (before in _DASHES and after not in _AFTER_QUOTE)
        measured = not opening and end == start + 1 and _MEASURED.search(text[max(0, start - _BACK) : start])
        for index in range(start, end):
            if text[index] == '"':
                if measured and not _closes(text, index, quotes, quoting=quoting, feet=marks.get(_feet(text, index))):
                    marks[index] = _INCHES
                    continue
                marks[index] = outer[not opening]
                quoting = opening
                continue
            marks[index] = _APOSTROPHE
            if measured and opened is None and _is_prime(text, start, after):
                marks[index] = _PRIME
                continue
            if index == end - 1 and (
                _DECADE.match(text, end) or _ELISION.match(text, end) or (before.isalnum() and after.isalnum())
            ):
                continue
            if opening:
                opened = index
            elif opened is not None:
                marks[opened], marks[index] = quotes.inner_open, quotes.inner_close
                opened = None
    places = [-1, *marks]  # in order, as they were found
    pieces = [text[before + 1 : place] + marks[place] for before, place in pairwise(places)]
    return "".join([*pieces, text[places[-1] + 1 :]])


def _is_prime(text: str, index: int, after: str) -> bool:
    """Tell whether the straight single quote at ``index``, after figures, stands for feet or minutes."""
    return bool(
        not after.isalnum() or _FEET.match(text, index + 1) or _MINUTES.search(text[max(0, index - _BACK) : index])
    )


def _feet(text: str, index: int) -> int:
    """Return where the mark of feet or minutes would stand for inches or seconds at ``index``."""
    return text.rfind("'", max(0, index - _BACK), index)


def _closes(text: str, index: int, quotes: Quotes, *, quoting: bool, feet: str | None) -> bool:
    """Tell whether the straight double quote at ``index``, after figures, closes a quotation."""
    if not quoting:
        quoting = text.rfind(quotes.open, 0, index) > text.rfind(quotes.close, 0, index)
    if feet == _PRIME:  # “he is 5'11" tall”: the quotation is closed by another
        return quoting and text.count('"', index + 1) % 2 == 0
    return quoting


@lru_cache(32)
def _minus(openers: str) -> re.Pattern[str]:
    """Return what finds a hyphen that is the sign of a number."""
    return re.compile(rf"-(?=\d)(?:(?<=^-)|(?<=[\s{re.escape(openers)}]-))")


@lru_cache(32)
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
