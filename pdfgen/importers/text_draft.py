"""The report that grows while a text is read: what was found, and where paragraphs and lists belong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from pdfgen.importers.header import Printed, header_of, is_prose
from pdfgen.importers.heading_lines import SCORE, Score, bare, headings_of, looks_like_heading, score_of
from pdfgen.importers.text_blocks import Block, Builder
from pdfgen.importers.yaml_writer import ReportText, WrittenAnswer, prose
from pdfgen.model.prose import parse

if TYPE_CHECKING:
    from pdfgen.errors import Problem
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.source.text_file import SourceFile

SCORE_CHANGE = re.compile(r"[*_]*score change ?[:–—-]+[*_]* ?", re.IGNORECASE)
_GLUED_CHANGE = re.compile(r" ?Score [Cc]hange: ?")


@dataclass
class TextDraft:
    """A report that is read from ``file`` by ``method``; ``place`` is the part that the lines being read belong to."""

    file: SourceFile
    method: Method
    report: ReportText = field(default_factory=ReportText)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    place: str = "header"
    current: str = ""
    """The question that is being answered."""
    overview_lines: list[int] = field(default_factory=list)
    """Where the overview has paragraphs that no heading announced."""
    builder: Builder = field(default_factory=Builder)

    def __post_init__(self) -> None:
        """Find the headings and header lines of the method."""
        self.header, self.headings = header_of(self.method), headings_of(self.method)

    def fault(self, line: int, code: str, message: str, remedy: str) -> None:
        """Note an error of the text."""
        self.problems.append(self.file.problem(line, 1, code, message, remedy))

    def remark(self, line: int, code: str, message: str, remedy: str) -> None:
        """Note a doubtful line."""
        self.remarks.append(replace(self.file.problem(line, 1, code, message, remedy), severity="warning"))

    def unknown_header(self, number: int) -> None:
        """Note an unknown line above the overview."""
        message = "this line before the overview is neither a known header line nor a sentence"
        remedy = "correct or remove it, or write “Overview” on a line above it"
        self.fault(number, "unknown-header", message, remedy)

    def answer(self, measure: Measure, score: Score | None, number: int) -> None:
        """Begin the answer to a question, whose heading stands on line ``number``."""
        self.place, self.current = "answer", measure.id
        known = self.report.answers.get(measure.id)
        modifier = measure.id in self.headings.modifiers
        value = (abs(score.value) if modifier else score.value) if score else None
        if known and not (modifier and known.score == value):
            self.fault(number, "second-answer", f"{measure.id} is answered a second time", "keep one of the two")
        elif value is not None and (wrong := measure.off_scale(value)):
            self.fault(number, "score-out-of-range", wrong, "correct the score in the heading")
        elif score and not modifier and score.best != measure.scale.max:
            message = (
                f"{measure.id} is scored out of {score.best}; edition {self.method.edition} goes to {measure.scale.max}"
            )
            self.fault(number, "other-scale", message, "correct the heading, or check the edition")
        if score:
            self.printed.append(Printed("", (measure,), score.value, score.change, number))
        self.report.answers.setdefault(measure.id, WrittenAnswer(value))

    def close(self) -> None:
        """Put the paragraphs and lists that were read where they belong."""
        blocks = self.builder.end()
        for line in self.builder.renumbered:
            message = "the number of this item does not follow the one before it"
            self.remark(line, "list-renumbered", message, "correct the number: lists are numbered in order")
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
                self.fault(line, "stray-text", "this text belongs to no question", "move it below a question")
            case "header" if isinstance(block, str) and not is_prose(block):
                self.unknown_header(line)
            case _:
                if self.place == "header":
                    self.overview_lines.append(line)
                self.place = "overview"
                self.report.overview.append(block)

    def _check_block(self, block: Block, line: int) -> None:
        """Report a paragraph that a report cannot print, or that may be a heading."""
        try:
            parse("\n".join(prose([block], 90)))
        except PydanticCustomError as error:
            said = error.context or {}
            self.fault(line, error.type, str(said.get("message", error)), str(said.get("remedy", "")))
        alone = isinstance(block, str) and self.place in ("answer", "overview")
        if alone and isinstance(block, str) and looks_like_heading(block) == "perhaps":
            message = f"“{bare(block)}” may be a heading; it is read as text"
            self.remark(line, "perhaps-heading", message, "correct the heading, or end the sentence with a full stop")

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
            self.answer(measure, score, line)
            if rest:
                self._narrative(rest, line)
            return
        first = SCORE_CHANGE.match(block)
        before, *notes = _GLUED_CHANGE.split(block[first.end() :] if first else block)
        if first:
            notes.insert(0, before)
        elif before.strip():
            answer.narrative.append(before.strip())
        for note in notes:
            answer.score_change = " ".join(filter(None, [answer.score_change, note.strip()]))

    def _tail(self, text: str) -> tuple[str, Measure, Score, str] | None:
        """Split a discretionary question from the paragraph before it."""
        for measure in self.method.items:
            if measure.id not in self.headings.modifiers or measure.id == self.current:
                continue
            found = re.search(rf"(?:Add [ABQ] +)?{re.escape(measure.label.upper())} [^?]*\?", text)
            score = SCORE.match(text, found.end() + 1) if found else None
            if found and score:
                return text[: found.start()].strip(), measure, score_of(score), text[score.end() :].strip()
        return None
