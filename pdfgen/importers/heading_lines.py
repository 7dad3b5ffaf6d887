"""Which line is a heading: of a part, a section or a question, in any layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method, Rubric

NUMBER = r"[+\u2212\u2013-]?\d{1,9}(?:\.\d{1,9})?"
SCORE = re.compile(
    rf"(?P<score>{NUMBER})\s?(?:/|of|out of)\s?(?P<best>\d{{1,9}}(?:\.\d{{1,9}})?)(?:\s?points?)?[)\]]?"
    rf"(?:\s?\((?P<change>{NUMBER})\))?",
    re.IGNORECASE,
)
_LAST = 60  # characters from the end of a heading in which its score can stand
_LEAD = re.compile(r"(?:score\s?[:=]?\s?)?[(\[]?$", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_HASHES = re.compile(r"#{1,6}\s")
_DEVELOPMENTS = re.compile(
    r"key developments?(?: ?[,:–-]? ?(?:in|of|during|for)? ?\(?(?P<year>\d{4})\)?)?"
    r"(?:,? [a-z]+ \d{1,2}, \d{4}.{0,40})? ?(?P<colon>:?)(?P<rest>.*)",
    re.IGNORECASE,
)
_OVERVIEW = re.compile(r"(?:overview|introduction|executive summary) ?(?P<colon>[:.]?)(?P<rest>.*)", re.IGNORECASE)
_PREFIX = re.compile(r"(?:section|part|pillar|category|question|subcategory) (?=\S)")
_STOP = re.compile(r"[.!?…:;,。؟।\u0589][\"”’»')\]*_]*$")
_ALIKE = 12  # letters that a printed question has in common with its wording
_ALONE = 25  # the same, where it stands without its id
_LONGEST = 300  # characters of a section's heading
_SHORT = 8  # words of a line that looks like a heading


@dataclass(frozen=True, slots=True)
class Score:
    """A printed score, such as ``2 / 4 (+1)``."""

    value: Decimal
    best: Decimal
    change: Decimal | None


def decimal(text: str) -> Decimal:
    """Return a printed number; its minus may be a dash."""
    return Decimal(text.replace("\u2212", "-").replace("\u2013", "-").replace("+", ""))


def bare(line: str) -> str:
    """Return a line as headings are compared: without marks for bold type and for headings, with single spaces."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", line).replace("*", "")).strip(" _")
    found = _HASHES.match(text)
    return text[found.end() :] if found else text


def letters(text: str) -> str:
    """Return the letters and figures of a text, without case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def score_of(found: re.Match[str]) -> Score:
    """Return the score that ``SCORE`` found."""
    change = found["change"]
    return Score(decimal(found["score"]), decimal(found["best"]), decimal(change) if change else None)


def split_score(text: str) -> tuple[str, Score | None]:
    """Part a heading from the score at its end; the score is None where there is none."""
    start = max(0, len(text) - _LAST)
    for found in SCORE.finditer(text, start):
        if found.end() == len(text) and (found.start() == 0 or not text[found.start() - 1].isalnum()):
            return _LEAD.sub("", text[: found.start()]).rstrip(" :–—|-"), score_of(found)
    return text, None


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as sentences do."""
    return bool(_STOP.search(text[-20:].rstrip()))


@lru_cache(maxsize=4)  # the texts of an edition share one
def headings_of(method: Method) -> Headings:
    """Return the headings of ``method``."""
    return Headings(method)


class Headings:
    """The headings of a method: its sections and questions, by every way to write them."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.modifiers = {item.id for node in method.measures.values() for item in node.modifiers}
        self.sections: dict[str, list[Measure]] = {}
        for measure in method.measures.values():
            if not measure.is_item or measure.id in self.modifiers:
                for key in (measure.label, f"{measure.id} {measure.label}"):
                    self.sections.setdefault(_key(key), []).append(measure)
        self.elsewhere = {
            _key(key) for item in _other_sections(method) for key in (item.label, f"{item.id} {item.label}")
        }
        self.questions = [item for item in method.items if item.id not in self.modifiers]
        ids = sorted((item.id for item in self.questions), key=len, reverse=True)
        shapes = "|".join(re.sub(r"^([A-Za-z])(\d+)$", r"\1[. ]?\2", re.escape(id_)) for id_ in ids)
        self._id = re.compile(
            rf"(?:question )?[(\[]?(?P<id>{shapes})(?![A-Za-z0-9_])[)\]]?(?P<delimiter>[.):|–—-]*) ?", re.IGNORECASE
        )
        self._by_id = {letters(item.id): item for item in self.questions}
        self._wordings = {id_: [letters(text) for text in texts] for id_, texts in _wordings(method.rubric).items()}
        self._by_wording = {
            wording[:_ALONE]: item
            for item in reversed(method.items)
            for wording in self._wordings.get(item.id, [])
            if len(wording) >= _ALIKE
        }

    def developments(self, line: str) -> re.Match[str] | None:
        """Return what heads the key developments, with the year it names and the words after its colon."""
        return _alone(_DEVELOPMENTS, bare(line))

    def overview(self, line: str) -> re.Match[str] | None:
        """Return what heads the overview, with the words after its colon."""
        return _alone(_OVERVIEW, bare(line))

    def section(self, line: str, *, fresh: bool) -> tuple[list[Measure], Score | None] | None:
        """Return the measures that a line can be the heading of, with the printed score; none when it is no heading.

        Inside a paragraph (not ``fresh``) only a line that cannot be a part of a sentence counts.
        """
        if len(line) > _LONGEST:
            return None
        body, score = split_score(bare(line).rstrip(" :"))
        key = _PREFIX.sub("", _key(body))
        found = self.sections.get(key, [])
        if not found or not (fresh or score or body.isupper()):
            return None
        nodes = [item for item in found if item.parts or item.id in self.modifiers]
        if score is None:
            return (nodes, None) if nodes else None
        fitting = [item for item in found if item.scale.max == score.best or item.id in self.modifiers]
        return (fitting, score)

    def is_of_another_edition(self, line: str) -> bool:
        """Tell whether a line heads a section that only other editions of the series have."""
        body, _ = split_score(bare(line).rstrip(" :"))
        return _PREFIX.sub("", _key(body)) in self.elsewhere

    def question(self, line: str, *, fresh: bool) -> Measure | None:
        """Return the question that a line is the heading of, or begins it: by its id, else by its wording."""
        text = bare(line)
        found = self._id.match(text)
        if found:
            measure = self._by_id[letters(found["id"])]
            rest = text[found.end() :]
            alike = self._is_alike(measure, rest)
            asks = alike or rest.endswith("?") or split_score(rest)[1] is not None
            plain = found["id"] == measure.id and found["delimiter"] == "." and line.lstrip("*# \t")[:1] != "("
            if (plain and fresh) or (asks and found["delimiter"]) or alike:
                return measure
        return self._by_wording.get(letters(split_score(text)[0][: 4 * _ALONE])[:_ALONE]) if fresh else None

    def words(self, measure: Measure, heading: str) -> str:
        """Return a question's heading without its id."""
        found = self._id.match(heading)
        return heading[found.end() :] if found and self._by_id[letters(found["id"])] is measure else heading

    def is_cut(self, measure: Measure, heading: str) -> bool:
        """Tell whether a heading is the beginning of a wording that goes on."""
        said = letters(self.words(measure, heading))
        wordings = self._wordings.get(measure.id, [])
        return not any(said == one for one in wordings) and any(one.startswith(said) for one in wordings)

    def is_whole(self, measure: Measure, heading: str) -> bool:
        """Tell whether a heading is a wording to its end."""
        return letters(self.words(measure, heading)) in self._wordings.get(measure.id, [])

    def _is_alike(self, measure: Measure, text: str) -> bool:
        """Tell whether a text begins as a wording of the question does."""
        said = letters(text[: 4 * _ALIKE])[:_ALIKE]
        wordings = self._wordings.get(measure.id, [])
        return any(said == one[:_ALIKE] or said == one for one in wordings) if said else False


def looks_like_heading(line: str) -> str:
    """Return why a line that is no known heading looks like one: ``sure`` or ``perhaps``; empty when it does not."""
    text = line.strip()
    plain = bare(text)
    many = len(plain.split()) > 2 * _SHORT or len(plain) > 200  # noqa: PLR2004  # of the longest headings
    if not plain or many:
        return ""
    body, score = split_score(plain)
    stops = ends_sentence(plain) and not plain.endswith(("?", ":"))
    marked = _HASHES.match(text) or (text.startswith(("**", "__")) and text.rstrip(": ").endswith(("**", "__")))
    capitals = plain.isupper() and sum(map(str.isalpha, plain)) > 5 and not stops  # noqa: PLR2004  # no abbreviation
    numbered = re.match(r"[A-Z]\d{0,2}[.)] ", plain) and not stops
    if marked or capitals or (numbered and (score or len(plain.split()) <= _SHORT)) or (score and body and not stops):
        return "sure"
    begins = plain[0].isupper() or plain[0].isdigit()
    return "perhaps" if begins and not ends_sentence(plain) and len(plain.split()) <= _SHORT else ""


def _alone(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the match of a heading that stands alone, or with its text after a colon."""
    found = pattern.fullmatch(text)
    return found if found and (found["colon"] or not found["rest"]) else None


def _key(text: str) -> str:
    """Return what sections are compared by: words without case and marks."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold().replace("&", " and ")).split())


def _other_sections(method: Method) -> Iterator[Measure]:
    for edition in method.rubric.editions:
        if edition != method.edition:
            yield from (item for item in method.rubric.at(edition).measures.values() if item.parts)


def _wordings(rubric: Rubric) -> dict[str, list[str]]:
    """Return the wordings of every question in all editions, by id."""
    found: dict[str, list[str]] = {}
    for edition in rubric.editions:
        for measure in rubric.at(edition).items:
            if measure.wording and measure.wording.text not in found.setdefault(measure.id, []):
                found[measure.id].append(measure.wording.text)
    return found
