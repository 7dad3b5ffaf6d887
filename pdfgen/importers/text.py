"""Published text becomes a report: the layout of the web texts, read by the rubric.

A text has a title, header values, quick facts, notices, an overview, key developments, questions with score and change,
and a legend; any of them may be missing. Every line ends in a field or is a problem with its line number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from pdfgen.errors import InputError
from pdfgen.importers.agreement import compare, missing_answers
from pdfgen.importers.blocks import Block, Builder, is_rule
from pdfgen.importers.header import Printed, has_scale, header_of, is_prose, looks_like_header
from pdfgen.importers.headings import (
    SCORE,
    Score,
    bare,
    headings_of,
    letters,
    looks_like_heading,
    score_of,
    split_score,
)
from pdfgen.importers.yaml_writer import Answer, Notice, ReportText, prose
from pdfgen.model.prose import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from pdfgen.errors import Problem
    from pdfgen.importers.titles import Title
    from pdfgen.model.method import Measure, Method
    from pdfgen.source.tree import SourceFile

LINE_LIMIT = 20_000
"""Characters of one line; a paragraph of a report has no more."""

_NOTICES = {
    "status change": "status_change",
    "status change explanation": "status_change",
    "rating change": "rating_change",
    "ratings change": "rating_change",
    "ratings change explanation": "rating_change",
    "trend arrow": "trend_arrow",
    "trend arrow explanation": "trend_arrow",
    "note": "note",
    "notes": "note",
}
_SCORE_CHANGE = re.compile(r"[*_]*score change ?[:–—-]+[*_]* ?", re.IGNORECASE)
_GLUED_CHANGE = re.compile(r" ?Score [Cc]hange: ?")
_LEGEND = re.compile(r"(scoring key ?:.*|[XYZ] ?= ?.*)", re.IGNORECASE)
_HEADING_LINES = 8  # a question's heading may be wrapped over as many lines
_MARKUP = {
    "a table": re.compile(r"^\s*\|.*\|\s*$"),
    "a quote mark “>”": re.compile(r"^\s*>\s"),
    "an image": re.compile(r"!\[[^\[\]]{0,300}\]\("),
    "HTML tags": re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,300})?/?>"),
}
_BEFORE_QUESTIONS = ("header", "notice", "overview")


def read_text(
    file: SourceFile, method: Method, title: Title | None, entity: str, before: Mapping[str, Decimal]
) -> tuple[ReportText, list[Problem]]:
    """Return the report in the lines of ``file``, by the method of its edition, and remarks on doubtful lines.

    ``title`` is what the text calls itself, ``entity`` the name that the report gets. ``before`` has the scores of the
    edition before, with which printed changes are compared. Raises InputError for a text that contradicts itself or the
    method, with the line of each fault.
    """
    reader = _Reader(file, method, title, entity, before)
    reader.run()
    if reader.problems:
        raise InputError([*reader.problems, *reader.remarks])
    return reader.report, reader.remarks


@dataclass
class _Heading:
    """A question's heading that is being read."""

    measure: Measure
    line: int
    lines: list[str]

    def text(self) -> str:
        """Return what was read of it."""
        return bare(" ".join(self.lines))


@dataclass
class _Reader:
    file: SourceFile
    method: Method
    title: Title | None
    entity: str
    before: Mapping[str, Decimal]
    report: ReportText = field(default_factory=ReportText)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    place: str = "header"
    current: str = ""
    heading: _Heading | None = None
    unscored: list[tuple[str, int]] = field(default_factory=list)
    overview_line: int = 0
    overview_lines: list[int] = field(default_factory=list)
    markup: dict[str, list[int]] = field(default_factory=dict)

    def run(self) -> None:
        """Read all lines."""
        self.report.entity["name"] = self.entity
        self.report.edition = self.method.edition
        self.header, self.headings, self.builder = header_of(self.method), headings_of(self.method), Builder()
        for number, raw in enumerate(self.file.lines, 1):
            if len(raw) > LINE_LIMIT:
                message = f"the line has {len(raw):,} characters; {LINE_LIMIT:,} is the most"
                self._fault(number, "line-too-long", message, "split the line")
            elif not raw.strip():
                self._blank()
            elif not (self.title and number in self.title.lines):
                self._line(raw, number)
        if self.heading:
            self._end_heading()
        self._close()
        self._complete()

    def _fault(self, line: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(self.file.problem(line, 1, code, message, remedy))

    def _remark(self, line: int, code: str, message: str, remedy: str) -> None:
        self.remarks.append(replace(self.file.problem(line, 1, code, message, remedy), severity="warning"))

    # lines

    def _blank(self) -> None:
        if self.heading:
            return  # a stray blank line, or the end of the heading: the next line tells
        self.builder.blank()
        if self.place in ("header", "notice", "disclaimer") or self._is_score_change():
            self._close()

    def _line(self, raw: str, number: int) -> None:
        if self.heading and self._continue_heading(raw, number):
            return
        fresh = self.builder.is_fresh
        if self.place in _BEFORE_QUESTIONS and self._header(raw, number):
            return
        if self.place == "legend":
            if _LEGEND.fullmatch(bare(raw)):
                return
            self.place = "disclaimer"
        if (fresh and self._notice(raw, number)) or self._part(raw, number, fresh=fresh):
            return
        if (measure := self.headings.question(raw, fresh=fresh)) is not None:
            self._close()
            self.heading = _Heading(measure, number, [])
            self._continue_heading(raw, number)
            return
        if self.place == "answer" and _SCORE_CHANGE.match(raw.strip()):
            self._close()
        elif self._is_doubtful(raw, number, fresh=fresh):
            return
        self.builder.add(raw, number)

    def _is_doubtful(self, raw: str, number: int, *, fresh: bool) -> bool:
        """Tell of a line that is neither text nor a known heading; return whether it is left out."""
        if self.place == "disclaimer":
            return False
        if is_rule(raw):
            self._close()
            self._remark(number, "rule-line", "this line of signs is left out", "remove the line")
            return True
        if fresh and self.headings.is_of_another_edition(raw):
            self._close()
            message = f"“{bare(raw)}” is a section of another edition, not of {self.method.edition}"
            self._fault(number, "unknown-heading", message, "check the edition, or remove the line")
            return True
        if fresh and looks_like_heading(raw) == "sure":
            self._close()
            self._unknown_heading(raw, number)
            return True
        for what, pattern in _MARKUP.items():
            if pattern.search(raw):
                self.markup.setdefault(what, []).append(number)
        if fresh and (
            (self.place == "header" and looks_like_header(raw)) or (self.place == "overview" and has_scale(raw))
        ):
            self._unknown_header(number)
            return True
        return False

    def _unknown_heading(self, raw: str, number: int) -> None:
        message = f"“{bare(raw)[:80]}” looks like a heading, and is none of edition {self.method.edition}"
        self._fault(number, "unknown-heading", message, "correct the heading, or remove the line")

    def _unknown_header(self, number: int) -> None:
        message = "this line before the overview is neither a known header line nor a sentence"
        remedy = "correct or remove it, or write “Overview” on a line above it"
        self._fault(number, "unknown-header", message, remedy)

    def _header(self, raw: str, number: int) -> bool:
        """Take a header line, also below the overview: a line of nothing but ratings is no sentence."""
        line = bare(raw)
        if line.rstrip(" :").lower() in ("quick facts", "facts"):
            self._close()
            return True
        found = self.header.read(raw, number)
        if found is None or (found.faults and self.place != "header"):
            return False
        self._close()
        for code, message, remedy in found.faults:
            self._fault(number, code, message, remedy)
        for code, message, remedy in found.remarks:
            self._remark(number, code, message, remedy)
        self.printed += found.values
        for id_, value in found.facts.items():
            if self.report.quick_facts.setdefault(id_, value) != value:
                self._fault(number, "second-fact", f"{id_} is given a second time", "keep one of the two")
        return True

    def _notice(self, raw: str, number: int) -> bool:
        label, colon, rest = raw.partition(":")
        kind = _NOTICES.get(bare(label).lower())
        if not colon or not kind or self.place not in _BEFORE_QUESTIONS:
            return False
        self._close()
        self.place = "notice"
        self.report.notices.append(Notice(kind))
        self.notice_line = number
        if rest.strip("*_ \t\u00a0"):
            self.builder.add(rest.lstrip("*_"), number)
        return True

    def _part(self, raw: str, number: int, *, fresh: bool) -> bool:
        """Take a line that heads a part: the overview, developments, a group, a section, the legend."""
        if (
            (fresh or bare(raw).isupper())
            and (found := self.headings.overview(raw))
            and self.place in _BEFORE_QUESTIONS
        ):
            self._close()
            for line in self.overview_lines:
                self._fault(line, "stray-text", "this text stands before the overview", "move it below “Overview”")
            self.overview_lines = []
            self.place = "overview"
            return self._rest(found["rest"], number)
        if found := self.headings.developments(raw):
            self._close()
            self.place = "developments"
            reviewed = self.method.edition + self.method.rubric.period.offset
            if found["year"] and int(found["year"]) != reviewed:
                message = f"the developments are of {found['year']}, not {reviewed}"
                self._fault(number, "wrong-year", message, "check the edition")
            return self._rest(found["rest"], number)
        if bare(raw).lower().startswith("scoring key") and _LEGEND.fullmatch(bare(raw)):
            self._close()
            self.place = "legend"
            return True
        section = self.headings.section(raw, fresh=fresh)
        if section is None:
            return False
        self._close()
        self._section(*section, raw, number)
        return True

    def _rest(self, text: str, number: int) -> bool:
        """Take the words that follow a heading on its line."""
        if text.strip():
            self.builder.add(text.strip(), number)
        return True

    def _section(self, measures: list[Measure], score: Score | None, raw: str, number: int) -> None:
        if not measures:
            message = f"“{bare(raw)}” is printed on another scale than that of edition {self.method.edition}"
            self._fault(number, "other-scale", message, "correct the heading, or check the edition")
        elif score and measures[0].id in self.headings.modifiers:
            self._answer(measures[0], score, number)
            return
        elif score:
            self.printed.append(Printed(measures[0].label, tuple(measures), score.value, score.change, number))
        self.place = "section"

    # questions

    def _continue_heading(self, raw: str, number: int) -> bool:
        """Add a line to a question's heading; return False when the line is not part of it."""
        heading = self.heading
        if heading is None:
            return False
        known = self.headings
        before = heading.text()
        if heading.lines:
            bare_score = split_score(bare(raw))
            alone = bare_score[1] is not None and not bare_score[0]
            done = known.is_whole(heading.measure, before) or (
                before.endswith("?") and not known.is_cut(heading.measure, before)
            )
            follows = known.question(raw, fresh=True) or known.section(raw, fresh=True) or known.developments(raw)
            if not alone and (done or follows or len(heading.lines) > _HEADING_LINES):
                self._end_heading()
                return False
        heading.lines.append(raw.strip())
        text = heading.text()
        words, score = split_score(text)
        rest = ""
        if score is None and (found := _glued(text)):
            words, score, rest = text[: found.start()], score_of(found), text[found.end() :].strip()
        if score is not None:
            self.heading = None
            self._wording(heading, words)
            self._answer(heading.measure, score, heading.line)
            if rest:
                self.builder.add(rest, number)
        return True

    def _end_heading(self) -> None:
        """End a heading that has no score: its answer is known, and must not go to the question before."""
        heading = self.heading
        if heading is None:
            return
        self.heading = None
        self.unscored.append((heading.measure.id, heading.line))
        self._answer(heading.measure, None, heading.line)
        self.builder.blank()

    def _wording(self, heading: _Heading, text: str) -> None:
        """Compare a printed question with the official wording; only letters and figures count."""
        wording = heading.measure.wording
        words = self.headings.words(heading.measure, text)
        if wording and wording.verified and letters(wording.text) != letters(words):
            message = f"{heading.measure.id} is worded otherwise than in edition {self.method.edition}"
            self._remark(heading.line, "other-wording", message, "check the edition; the method’s wording is printed")

    def _answer(self, measure: Measure, score: Score | None, number: int) -> None:
        self.place, self.current = "answer", measure.id
        known = self.report.answers.get(measure.id)
        modifier = measure.id in self.headings.modifiers
        value = (abs(score.value) if modifier else score.value) if score else None
        if known and not (modifier and known.score == value):
            self._fault(number, "second-answer", f"{measure.id} is answered a second time", "keep one of the two")
        elif value is not None and (wrong := measure.off_scale(value)):
            self._fault(number, "score-out-of-range", wrong, "correct the score in the heading")
        elif score and not modifier and score.best != measure.scale.max:
            message = (
                f"{measure.id} is scored out of {score.best}; edition {self.method.edition} goes to {measure.scale.max}"
            )
            self._fault(number, "other-scale", message, "correct the heading, or check the edition")
        if score:
            self.printed.append(Printed("", (measure,), score.value, score.change, number))
        self.report.answers.setdefault(measure.id, Answer(value))

    # paragraphs and lists

    def _is_score_change(self) -> bool:
        """Tell whether the paragraph that was read last gives the reason of a change."""
        last = self.builder.blocks[-1] if self.builder.blocks else ""
        return self.place == "answer" and isinstance(last, str) and bool(_SCORE_CHANGE.match(last))

    def _close(self) -> None:
        """Put the paragraphs and lists that were read where they belong."""
        blocks = self.builder.end()
        for line in self.builder.renumbered:
            message = "the number of this item does not follow the one before it"
            self._remark(line, "list-renumbered", message, "correct the number: lists are numbered in order")
        self.builder.renumbered = []
        if self.place == "developments" and blocks:
            self._developments(blocks)
            return
        for block, line in blocks:
            self._placed(block, line)

    def _placed(self, block: Block, line: int) -> None:
        self._check_block(block, line)
        match self.place:
            case "answer":
                self._narrative(block, line)
            case "notice":
                self._notice_text(block)
            case "disclaimer":
                self.report.disclaimer.append(block)
            case "section" | "legend":
                self._fault(line, "stray-text", "this text belongs to no question", "move it below a question")
            case "header" if isinstance(block, str) and not is_prose(block):
                self._unknown_header(line)
            case _:
                if self.place == "header":
                    self.overview_lines.append(line)
                self.place = "overview"
                self.report.overview.append(block)

    def _check_block(self, block: Block, line: int) -> None:
        """Tell of a paragraph that a report cannot print, or that may be a heading."""
        try:
            parse("\n".join(prose([block], 90)))
        except PydanticCustomError as error:
            said = error.context or {}
            self._fault(line, error.type, str(said.get("message", error)), str(said.get("remedy", "")))
        alone = isinstance(block, str) and self.place in ("answer", "overview")
        if alone and isinstance(block, str) and looks_like_heading(block) == "perhaps":
            message = f"“{bare(block)}” may be a heading; it is taken for text"
            self._remark(line, "perhaps-heading", message, "correct the heading, or end the sentence with a full stop")

    def _developments(self, blocks: list[tuple[Block, int]]) -> None:
        """Make each item of a list, or each paragraph where there is no list, a development."""
        found = self.report.key_developments
        listed = any(not isinstance(block, str) for block, _ in blocks)
        for block, line in blocks:
            self._check_block(block, line)
            if not isinstance(block, str):
                found += block.items
            elif listed and found:
                found[-1].append(block)
            else:
                found.append([block])

    def _notice_text(self, block: Block) -> None:
        notice = self.report.notices[-1]
        notice.text.append(block)
        self.place = "header"  # what follows the notice may be another header line, or the overview
        if notice.kind == "trend_arrow":
            text = "\n".join(prose([block], 90))
            up = re.search(r"upward|improve|positive|gain|[↑▲⬆]", text)
            notice.direction = "up" if up and not re.search(r"downward|decline|[↓▼⬇]", text) else "down"

    def _narrative(self, block: Block, line: int) -> None:
        answer = self.report.answers[self.current]
        if not isinstance(block, str):
            answer.narrative.append(block)
            return
        if split := self._tail(block):
            before, measure, score, rest = split
            if before:
                self._narrative(before, line)
            self._answer(measure, score, line)
            if rest:
                self._narrative(rest, line)
            return
        first = _SCORE_CHANGE.match(block)
        before, *notes = _GLUED_CHANGE.split(block[first.end() :] if first else block)
        if first:
            notes.insert(0, before)
        elif before.strip():
            answer.narrative.append(before.strip())
        for note in notes:
            answer.score_change = " ".join(filter(None, [answer.score_change, note.strip()]))

    def _tail(self, text: str) -> tuple[str, Measure, Score, str] | None:
        """Split a discretionary question off the paragraph that it was glued to."""
        for measure in self.method.questions:
            if measure.id not in self.headings.modifiers or measure.id == self.current:
                continue
            found = re.search(rf"(?:Add [ABQ] +)?{re.escape(measure.label.upper())} [^?]*\?", text)
            score = SCORE.match(text, found.end() + 1) if found else None
            if found and score:
                return text[: found.start()].strip(), measure, score_of(score), text[score.end() :].strip()
        return None

    def _complete(self) -> None:
        """Tell what is missing, and what does not add up."""
        for notice in self.report.notices:
            if not notice.text:
                message = "the notice has no text"
                self._fault(self.notice_line, "empty-notice", message, "write the text after the colon, or remove it")
        if self.unscored:
            ids = [id_ for id_, _ in self.unscored]
            message = f"the headings of {', '.join(ids)} have no score"
            if len(ids) == 1:
                message = f"the heading of {ids[0]} has no score"
            self._fault(self.unscored[0][1], "cut-heading", message, "end the heading with “X / Y”")
        for what, lines in self.markup.items():
            count = f" ({len(lines)} lines)" if len(lines) > 1 else ""
            self._fault(
                lines[0], "markup", f"the text has {what}, which reports do not have{count}", "remove the marks"
            )
        for code, message, remedy, line in missing_answers(self.method, self.report, len(self.file.lines)):
            self._fault(line, code, message, remedy)
        order = [item.id for item in self.method.questions]
        self.report.answers = {id_: self.report.answers[id_] for id_ in order if id_ in self.report.answers}
        if not self.problems:
            faults, remarks = compare(self.method, self.report, self.printed, self.before)
            for difference in faults:
                self._fault(*difference)
            for difference in remarks:
                self._remark(*difference)


def _glued(text: str) -> re.Match[str] | None:
    """Return the score in the middle of a line that has both a heading and the beginning of the answer."""
    end = text.find("? ")
    found = SCORE.match(text, end + 2) if end >= 0 else None
    return found if found and (found.end() == len(text) or text[found.end()] == " ") else None
