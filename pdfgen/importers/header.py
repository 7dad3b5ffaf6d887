"""The lines above the overview: values and facts behind their labels, one or several to a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pdfgen.importers.heading_lines import NUMBER, SCORE, bare, decimal, ends_sentence, score_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.model.rubric_parts import FactField

_HINT = r"\([^()=]*=[^()]*\)"
_VALUE = re.compile(
    rf"(?P<value>{NUMBER}|[^(\d]+?)(?: ?(?:/|of|out of) ?(?P<best>\d{{1,9}}(?:\.\d{{1,9}})?))?"
    rf"(?: ?\((?P<change>{NUMBER})\))? ?[↑↓▲▼⬆⬇]* ?(?P<hint>{_HINT})?"
)
_ENDS = re.compile(rf"({NUMBER}) ?=")
_SCALE = re.compile(rf"\( ?{NUMBER} ?=")
_SEPARATORS = " ,;|•·–—"
_LABELLED = re.compile(r"(?P<label>[^:=]{1,60}?) ?(?:\([^()]*\) ?)?[:=](?P<rest>.*)")
_LABEL_WORDS = 6
_VALUE_WORDS = 6
_PROSE_WORDS = 2
_LONG_PROSE = 25  # words that no header line has
_LONG_FACT = 200


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that a text prints, and the measures it can be of, the likeliest first."""

    label: str
    measures: tuple[Measure, ...]
    value: Decimal | str
    """A number, or the code of a category."""
    change: Decimal | None
    line: int


@dataclass
class HeaderLine:
    """What a header line says; ``faults`` and ``remarks`` are code, message and remedy."""

    values: list[Printed] = field(default_factory=list)
    facts: dict[str, str | Decimal] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)


def has_scale(line: str) -> bool:
    """Tell whether a line explains the end of a scale: “(1 = Most Free”."""
    return bool(_SCALE.search(bare(line)))


def looks_like_header(line: str) -> bool:
    """Tell whether a line is a label with a short value, or explains a scale, as header lines do."""
    text = bare(line)
    if has_scale(text):
        return True
    found = _LABELLED.fullmatch(text)
    if not found or len(found["label"].split()) > _LABEL_WORDS or not found["label"][:1].isupper():
        return False
    rest = found["rest"].strip()
    return len(rest.split()) <= _VALUE_WORDS or (rest[:1].isdigit() and not ends_sentence(rest))


def is_prose(text: str) -> bool:
    """Tell whether a paragraph is made of sentences."""
    words = text.split()
    if text.isupper() or has_scale(text):
        return False
    spaced = any("a" <= char.casefold() <= "z" for char in text)  # some writings do without spaces
    return len(words) > _LONG_PROSE or (ends_sentence(text) and (len(words) >= _PROSE_WORDS or not spaced))


@lru_cache(maxsize=4)  # the texts of an edition share one
def header_of(method: Method) -> Header:
    """Return the header lines of ``method``."""
    return Header(method)


class Header:
    """Reads header lines by the labels of a method, and by those of its series’ other editions."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.facts = {_key(item.label): item for item in method.quick_facts}
        self.measures: dict[str, list[Measure]] = {}
        for measure in _shown(method):
            for name in _names(method, measure):
                found = self.measures.setdefault(_key(name), [])
                if measure not in found:
                    found.append(measure)
        self.elsewhere = {_key(name) for name in _elsewhere(method)} - self.facts.keys() - self.measures.keys()
        labels = sorted({*self.facts, *self.measures, *self.elsewhere}, key=len, reverse=True)
        self._label = re.compile(
            rf"(?<!\w)(?P<label>{'|'.join(map(re.escape, labels))})(?!\w) ?(?P<hint>{_HINT})? ?(?P<colon>[:=])? ?",
            re.IGNORECASE,
        )
        status = method.measures.get(method.headline.status) if method.headline.status else None
        self._status = status

    def read(self, line: str, number: int) -> HeaderLine | None:
        """Return what ``line`` says; None when it is no header line."""
        text = bare(line)
        marks = list(self._marks(text))
        found = HeaderLine()
        start = text[: marks[0].start()] if marks else text
        if start.strip(_SEPARATORS) and not self._unlabelled(start.strip(_SEPARATORS), number, found):
            return None
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        for mark, end in zip(marks, ends, strict=False):
            value = text[mark.end() : end].strip(_SEPARATORS)
            self._entry(mark, value, number, found)
        if found.faults and not (marks and marks[0]["colon"]):  # words that only begin as a header line does
            return None
        return found if found.values or found.facts or found.faults or found.remarks else None

    def _marks(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the labels in ``text`` that a value follows."""
        for found in self._label.finditer(text):
            rest = text[found.end() : found.end() + 80].lstrip(_SEPARATORS)
            fact = _key(found["label"]) in self.facts
            if found["colon"] or (not fact and (found["hint"] or re.match(NUMBER, rest) or self._category(rest))):
                yield found

    def _entry(self, mark: re.Match[str], text: str, number: int, found: HeaderLine) -> None:
        label, key = mark["label"], _key(mark["label"])
        if key in self.elsewhere:
            self._pass_over(label, found)
        elif key in self.facts:
            if len(text) > _LONG_FACT:
                found.faults.append(("bad-fact", f"the value of “{label}” is too long", "shorten it"))
            else:
                self._fact(self.facts[key], label, text, found)
        else:
            self._value(label, key, text, number, mark["hint"], found)

    def _pass_over(self, label: str, found: HeaderLine) -> None:
        message = f"“{label}” is not a measure of edition {self.method.edition}: its value is passed over"
        found.remarks.append(("passed-over", message, "check the edition, or remove the line"))

    def _value(self, label: str, key: str, text: str, number: int, hint: str | None, found: HeaderLine) -> None:
        own = self.measures[key]
        score = SCORE.match(text)
        if score and (code := self._category(text[score.end() :])) and self._status:
            found.values.append(Printed("", (self._status,), code, None, number))
            text = score[0]
        said = _VALUE.fullmatch(text)
        hint = hint or (said["hint"] if said else None)
        if said and re.fullmatch(NUMBER, said["value"]):
            value: Decimal | str = decimal(said["value"])
        else:
            names = {name.casefold(): code for item in own for name, code in _categories(item)}
            code = names.get(said["value"].strip(_SEPARATORS).casefold(), "") if said else ""
            if not code:
                known = [item.label for measure in own for item in measure.categories() if item.label]
                remedy = f"write one of {', '.join(known)}" if known else "write a number"
                shown = said["value"].strip() if said else text
                found.faults.append(("bad-header", f"“{shown}” is not a valid value of “{label}”", remedy))
                return
            value = code
        best = decimal(said["best"]) if said and said["best"] else None
        fitting = [item for item in own if _fits(item, value, best, hint)]
        candidates = fitting or own
        if hint and not _says(candidates[0], hint):
            message = f"the scale of “{label}” is printed as {hint}, which is not the method’s"
            found.remarks.append(("other-scale", message, "check the edition"))
        change = decimal(said["change"]) if said and said["change"] else None
        found.values.append(Printed(label, tuple(candidates), value, change, number))

    def _fact(self, field_: FactField, label: str, value: str, found: HeaderLine) -> None:
        if field_.categories:
            codes = {(item.label or "").casefold(): item.code for item in field_.categories}
            code = codes.get(value.casefold())
            if code is None:
                known = ", ".join(item.label or "" for item in field_.categories)
                message = f"“{value}” is not a category of “{label}”"
                found.faults.append(("bad-fact", message, f"write one of {known}"))
                return
            found.facts[field_.id] = code
        elif field_.type == "text":
            found.facts[field_.id] = value
        else:
            digits = value.removeprefix(field_.unit or "").replace(",", "").strip().rstrip("%")
            if not re.fullmatch(r"\d{1,18}(\.\d{1,9})?", digits):
                message = f"“{value}” is not a number, which “{label}” needs"
                found.faults.append(("bad-fact", message, "write digits"))
                return
            found.facts[field_.id] = Decimal(digits)

    def _unlabelled(self, text: str, number: int, found: HeaderLine) -> bool:
        """Take a total such as ``22/100`` and a status without labels."""
        total = self.method.measures.get(self.method.headline.aggregate or "")
        score = SCORE.match(text)
        rest = text
        if total and score and score_of(score).best == total.scale.max:
            said = score_of(score)
            found.values.append(Printed("", (total,), said.value, said.change, number))
            rest = text[score.end() :]
        code = self._category(rest, alone=True)
        if code and self._status:
            found.values.append(Printed("", (self._status,), code, None, number))
            rest = ""
        return not rest.strip(_SEPARATORS)

    def _category(self, text: str, *, alone: bool = False) -> str:
        """Return the code of the status that ``text`` begins with, or is where it stands ``alone``."""
        words = text.strip(f"{_SEPARATORS}()").casefold()
        for name, code in _categories(self._status) if self._status else ():
            if words == name.casefold() or (not alone and re.match(rf"{re.escape(name.casefold())}(?!\w)", words)):
                return code
        return ""


def _shown(method: Method) -> Iterator[Measure]:
    """Yield the measures that a header can print: those of the headline, the derived ones, the top of the tree."""
    top = method.headline
    for id_ in (top.aggregate, top.status, *top.measures):
        if id_:
            yield method.measures[id_]
    yield from (item for item in method.measures.values() if not item.is_item and (not item.parts or item.level <= 1))


def _names(method: Method, measure: Measure) -> Iterator[str]:
    """Yield the labels by which headers print ``measure``."""
    yield measure.label
    names = [measure.label]
    if re.fullmatch(r"[A-Z][A-Za-z]{1,5}", measure.abbr):
        yield measure.abbr
        names.append(measure.abbr)
    for name in names:
        yield from (
            f"{name} {word}" for word in ("Rating", "Score") if not name.endswith(("Rating", "Score", "Status"))
        )
    top = method.headline
    if measure.id == top.status:
        yield "Status"
    if measure.id == top.aggregate:
        yield from ("Total", "Total Score", "Score", "Aggregate")


def _elsewhere(method: Method) -> Iterator[str]:
    """Yield the labels of values and facts that only other editions of the series have."""
    for edition in method.rubric.editions:
        if edition != method.edition:
            other = method.rubric.at(edition)
            yield from (name for measure in _shown(other) for name in _names(other, measure))
            yield from (item.label for item in other.quick_facts)


def _categories(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield label and code, and code and code, of the categories of ``measure``; the longest first."""
    for item in sorted(measure.categories(), key=lambda item: -len(item.label or "")):
        if item.label and item.code:
            yield item.label, item.code
            yield item.code, item.code


def _fits(measure: Measure, value: Decimal | str, best: Decimal | None, hint: str | None) -> bool:
    if isinstance(value, str):
        return any(code == value for _, code in _categories(measure))
    scale = measure.scale
    if not measure.has_number() or value < scale.min or (scale.max is not None and value > scale.max):
        return False
    return (best is None or best == scale.max) and (hint is None or _says(measure, hint) or _spans(measure, hint))


def _says(measure: Measure, hint: str) -> bool:
    """Tell whether a printed hint has the method’s words."""
    words = [item.partition("=")[2].strip().casefold() for item in hint.strip("()").split(",")]
    known = measure.scale.hint
    return known is not None and words == [known.min.casefold(), known.max.casefold()]


def _spans(measure: Measure, hint: str) -> bool:
    """Tell whether a printed hint has the ends of the method’s scale."""
    return [decimal(end) for end in _ENDS.findall(hint)] == [measure.scale.min, measure.scale.max]


def _key(label: str) -> str:
    return bare(label).casefold()
