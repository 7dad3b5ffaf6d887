"""What became of the words: every text of a report, and every value that is no score."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pdfgen.diffs.matching import in_order
from pdfgen.diffs.word_diff import WordPiece, common_subsequence, compare_words
from pdfgen.model.prose import ItemList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from pdfgen.model.prose import ProseText
    from pdfgen.model.report import Report

_SPACES = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_LINE_END = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_LINE_END_BEFORE_NO_ITEM = re.compile(rf"{_LINE_END.pattern}(?![-+*][ \t]|\d{{1,9}}[.)][ \t])")
_ALIKE = 0.5
"""Share of common words from which two items of a list are versions of one."""
_LISTS = ("notices", "key_developments", "errata")
"""Lists of texts, whose items have no names of their own."""
_MOST_PAIRS = 2_500
"""Pairs of items that are looked at for likeness; where there are more, items go together by their places."""


@dataclass(frozen=True)
class TextChange:
    """A text that differs, or an item of a list that moved.

    ``before`` and ``after`` are its places in the two reports (``answers.A1.narrative``), empty where it is not. The
    pieces are those of the text with each paragraph on one line.
    """

    before: str
    after: str
    pieces: tuple[WordPiece, ...]
    moved: bool = False

    @property
    def place(self) -> str:
        """Where the text is, or where it was."""
        return self.after or self.before

    @cached_property
    def kept(self) -> int:
        """How many words stayed."""
        return self._words("=")

    @cached_property
    def removed(self) -> int:
        """How many words were taken out."""
        return self._words("-")

    @cached_property
    def added(self) -> int:
        """How many words were put in."""
        return self._words("+")

    def _words(self, op: str) -> int:
        return sum(len(piece.text.split()) for piece in self.pieces if piece.op == op)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A single value that differs: of the entity, a quick fact, the publication; None where there is none."""

    place: str
    before: str | None
    after: str | None


def compare_texts(before: Report, after: Report) -> list[TextChange]:
    """Return the texts that differ, in the order of the newer report, those that are gone where they were.

    Items of lists (notices, key developments, corrections) are matched by their words, so that one which moved is not a
    new one.
    """
    old, new = _texts(before), _texts(after)
    pairs = {place: place for place in new if place in old and not _list_of(place)}
    moved: set[str] = set()
    for name in _LISTS:
        ours, theirs = ({place: text for place, text in side.items() if _list_of(place) == name} for side in (old, new))
        matched = _matched(ours, theirs)
        pairs |= matched
        moved |= _moved(matched, list(ours))
    sources = set(pairs.values())
    found = []
    for place in in_order(new, old):
        if place in old and place not in sources:
            found.append(TextChange(place, "", compare_words(old[place], "")))
        source = pairs.get(place, "")
        if place in new and (old.get(source) != new[place] or place in moved):
            found.append(TextChange(source, place, compare_words(old.get(source, ""), new[place]), place in moved))
    return found


def compare_values(before: Report, after: Report) -> list[ValueChange]:
    """Return the single values that differ. What was published of the scores follows them from edition to edition."""
    old, new = dict(_values(before)), dict(_values(after))
    if before.edition == after.edition:
        old |= {f"published.{id_}": str(value) for id_, value in before.published.items()}
        new |= {f"published.{id_}": str(value) for id_, value in after.published.items()}
    for name, particulars in (("notices", _kinds), ("errata", _days)):
        matched = _matched(_items(before, name), _items(after, name))
        old |= particulars(before, {source: place for place, source in matched.items()})
        new |= particulars(after, {})
    places = dict.fromkeys([*new, *old])
    return [ValueChange(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


def one_line(prose: ProseText) -> str:
    """Return prose with each paragraph, and each item of a list, on one line: where a line ends says nothing."""
    has_list = any(isinstance(block, ItemList) for block in prose.blocks)
    line_end = _LINE_END_BEFORE_NO_ITEM if has_list else _LINE_END
    return line_end.sub(" ", _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", prose.source))).rstrip()


def _texts(report: Report) -> dict[str, str]:
    return {".".join(map(str, place)): one_line(prose) for place, prose in report.prose()}


def _items(report: Report, name: str) -> dict[str, str]:
    """Return the texts of a list by their places."""
    return {place: text for place, text in _texts(report).items() if _list_of(place) == name}


def _kinds(report: Report, places: dict[str, str]) -> dict[str, str]:
    """Return the kind and direction of each notice, at the place that ``places`` has for it where it has one."""
    found: dict[str, str] = {}
    own = {f"notices.{index}.text": notice for index, notice in enumerate(report.notices)}
    for place in sorted(own, key=lambda place: place not in places):
        notice = own[place]
        key = places.get(place, place).replace(".text", ".kind")
        found.setdefault(key, " ".join(filter(None, [notice.kind, notice.direction])))
    return found


def _days(report: Report, places: dict[str, str]) -> dict[str, str]:
    """Return the day and the version of each correction, at the place that ``places`` has for it where it has one."""
    found: dict[str, str] = {}
    own = {f"errata.{index}.text": item for index, item in enumerate(report.errata)}
    for place in sorted(own, key=lambda place: place not in places):
        key = places.get(place, place).removesuffix("text")
        if f"{key}date" not in found:
            found[f"{key}date"] = own[place].date.isoformat()
            if version := own[place].version:
                found[f"{key}version"] = str(version)
    return found


def _list_of(place: str) -> str:
    """Return the list that a text is an item of; empty for one that is found by its own name."""
    first = place.split(".", maxsplit=1)[0]
    return first if first in _LISTS else ""


def _matched(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Return the old place of each new item that was there before: the same text first, then the likest."""
    found: dict[str, str] = {}
    left = dict(old)
    for place, text in new.items():
        if same := next((other for other, theirs in left.items() if theirs == text), ""):
            found[place] = same
            del left[same]
    rest = {place: text for place, text in new.items() if place not in found}
    if len(left) * len(rest) > _MOST_PAIRS:
        return found | {place: place for place in rest if place in left}
    bags = {text: Counter(text.split()) for text in (*left.values(), *rest.values())}
    likeness = [(_likeness(bags[old[one]], bags[new[other]]), one, other) for one in left for other in rest]
    for share, one, other in sorted(likeness, key=lambda item: -item[0]):
        if share >= _ALIKE and one in left and other in rest:
            found[other] = one
            del left[one], rest[other]
    return found


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of the words of two texts that both have, from 0 to 1."""
    return 2 * (one & other).total() / (one.total() + other.total())


def _moved(pairs: dict[str, str], order: list[str]) -> set[str]:
    """Return the new places of items that stand in another order than the others."""
    now = [pairs[place] for place in sorted(pairs, key=_number)]
    then = [place for place in order if place in set(now)]
    stayed = {now[index] for _, index in common_subsequence(then, now)}
    return {place for place, source in pairs.items() if source not in stayed}


def _number(place: str) -> int:
    return int(place.split(".")[1])


def _ends(interval: tuple[Decimal, Decimal]) -> str:
    return f"{interval[0]} to {interval[1]}"


def _values(report: Report) -> Iterator[tuple[str, str]]:
    """Yield every single value that is neither a score nor the edition’s own, by its place."""
    plain: dict[str, object] = {"language": report.language, "theme": report.theme}
    plain |= {f"entity.{key}": value for key, value in report.entity}
    for id_, fact in report.quick_facts.items():
        value = "null" if fact.value is None else fact.value
        plain |= {f"quick_facts.{id_}": value, f"quick_facts.{id_}.as_of": fact.as_of}
        plain[f"quick_facts.{id_}.source"] = fact.source
    plain |= {f"intervals.{id_}": _ends(ends) for id_, ends in report.intervals.items()}
    plain |= {f"standard_errors.{id_}": error for id_, error in report.standard_errors.items()}
    for id_, answer in report.answers.items():
        plain[f"answers.{id_}.interval"] = _ends(answer.interval) if answer.interval else None
        plain[f"answers.{id_}.standard_error"] = answer.standard_error
    plain |= {f"publication.{key}": value for key, value in report.publication if key != "disclaimer"}
    plain |= {f"waivers.{waiver.measure}": waiver.reason for waiver in report.waivers}
    return ((place, str(value)) for place, value in plain.items() if value is not None)
