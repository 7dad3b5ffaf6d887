"""Published text becomes a report: the layout of the web texts, read by the rubric.

A text has a title, header values, quick facts, notices, an overview, key developments, questions with score and change,
and a legend; any of them may be missing. Every line ends in a field or is a problem with its line number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import InputError
from pdfgen.importers.cross_check import compare, missing_answers
from pdfgen.importers.header import Printed, has_scale, looks_like_header
from pdfgen.importers.heading_lines import (
    SCORE,
    Score,
    bare,
    letters,
    looks_like_heading,
    score_of,
    split_score,
)
from pdfgen.importers.text_blocks import is_rule
from pdfgen.importers.text_draft import SCORE_CHANGE, TextDraft
from pdfgen.importers.yaml_writer import ReportText, WrittenNotice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.errors import Problem
    from pdfgen.importers.titles import Title
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated
    from pdfgen.source.text_file import SourceFile

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
    file: SourceFile, method: Method, title: Title | None, entity: str, before: Mapping[str, Stated]
) -> tuple[ReportText, list[Problem]]:
    """Return the report in the lines of ``file``, by the method of its edition, and remarks on doubtful lines.

    ``title`` is the title of the text, ``entity`` the name that the report gets. ``before`` has the scores of the
    edition before, with which printed changes are compared. Raises InputError for a text that contradicts itself or the
    method, with the line of each fault.
    """
    reader = _Reader(file, method, title=title)
    reader.run(entity, before)
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
class _Reader(TextDraft):
    """Reads the lines of a text into the draft."""

    title: Title | None = None
    heading: _Heading | None = None
    unscored: list[tuple[str, int]] = field(default_factory=list)
    notice_lines: list[int] = field(default_factory=list)
    markup: dict[str, list[int]] = field(default_factory=dict)

    def run(self, entity: str, before: Mapping[str, Stated]) -> None:
        """Read all lines."""
        self.report.entity["name"] = entity
        self.report.edition = self.method.edition
        for number, raw in enumerate(self.file.lines, 1):
            if len(raw) > LINE_LIMIT:
                message = f"the line has {len(raw):,} characters; {LINE_LIMIT:,} is the most"
                self.fault(number, "line-too-long", message, "split the line")
            elif not raw.strip():
                self._blank()
            elif not (self.title and number in self.title.lines):
                self._line(raw, number)
        if self.heading:
            self._end_heading()
        self.close()
        self._complete(before)

    # lines

    def _blank(self) -> None:
        if self.heading:
            return  # a stray blank line, or the end of the heading: the next line decides
        self.builder.blank()
        if self.place in ("header", "notice", "disclaimer") or self._is_score_change():
            self.close()

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
            self.close()
            self.heading = _Heading(measure, number, [])
            self._continue_heading(raw, number)
            return
        if self.place == "answer" and SCORE_CHANGE.match(raw.strip()):
            self.close()
        elif self._is_doubtful(raw, number, fresh=fresh):
            return
        self.builder.add(raw, number)

    def _is_doubtful(self, raw: str, number: int, *, fresh: bool) -> bool:
        """Report a line that is neither text nor a known heading; return whether it is left out."""
        if self.place == "disclaimer":
            return False
        if is_rule(raw):
            self.close()
            self.remark(number, "rule-line", "this line of signs is left out", "remove the line")
            return True
        if fresh and self.headings.is_of_another_edition(raw):
            self.close()
            message = f"“{bare(raw)}” is a section of another edition, not of {self.method.edition}"
            self.fault(number, "unknown-heading", message, "check the edition, or remove the line")
            return True
        if fresh and looks_like_heading(raw) == "sure":
            self.close()
            self._unknown_heading(raw, number)
            return True
        for what, pattern in _MARKUP.items():
            if pattern.search(raw):
                self.markup.setdefault(what, []).append(number)
        if fresh and (
            (self.place == "header" and looks_like_header(raw)) or (self.place == "overview" and has_scale(raw))
        ):
            self.unknown_header(number)
            return True
        return False

    def _unknown_heading(self, raw: str, number: int) -> None:
        message = f"“{bare(raw)[:80]}” looks like a heading, and is none of edition {self.method.edition}"
        self.fault(number, "unknown-heading", message, "correct the heading, or remove the line")

    def _header(self, raw: str, number: int) -> bool:
        """Take a header line, also below the overview: a line with ratings alone is no sentence."""
        line = bare(raw)
        if line.rstrip(" :").lower() in ("quick facts", "facts"):
            self.close()
            return True
        found = self.header.read(raw, number)
        if found is None or (found.faults and self.place != "header"):
            return False
        self.close()
        for code, message, remedy in found.faults:
            self.fault(number, code, message, remedy)
        for code, message, remedy in found.remarks:
            self.remark(number, code, message, remedy)
        self.printed += found.values
        for id_, value in found.facts.items():
            if self.report.quick_facts.setdefault(id_, value) != value:
                self.fault(number, "second-fact", f"{id_} is given a second time", "keep one of the two")
        return True

    def _notice(self, raw: str, number: int) -> bool:
        label, colon, rest = raw.partition(":")
        kind = _NOTICES.get(bare(label).lower())
        if not colon or not kind or self.place not in _BEFORE_QUESTIONS:
            return False
        self.close()
        self.place = "notice"
        self.report.notices.append(WrittenNotice(kind))
        self.notice_lines.append(number)
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
            self.close()
            for line in self.overview_lines:
                self.fault(line, "stray-text", "this text stands before the overview", "move it below “Overview”")
            self.overview_lines = []
            self.place = "overview"
            return self._rest(found["rest"], number)
        if found := self.headings.developments(raw):
            self.close()
            self.place = "developments"
            reviewed = self.method.rubric.reviewed(self.method.edition)
            if found["year"] and reviewed and int(found["year"]) != reviewed:
                message = f"the developments are of {found['year']}, not {reviewed}"
                self.fault(number, "wrong-year", message, "check the edition")
            return self._rest(found["rest"], number)
        if bare(raw).lower().startswith("scoring key") and _LEGEND.fullmatch(bare(raw)):
            self.close()
            self.place = "legend"
            return True
        section = self.headings.section(raw, fresh=fresh)
        if section is None:
            return False
        self.close()
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
            self.fault(number, "other-scale", message, "correct the heading, or check the edition")
        elif score and measures[0].id in self.headings.modifiers:
            self.answer(measures[0], score, number)
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
            self.answer(heading.measure, score, heading.line)
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
        self.answer(heading.measure, None, heading.line)
        self.builder.blank()

    def _wording(self, heading: _Heading, text: str) -> None:
        """Compare a printed question with the official wording; only letters and figures count."""
        wording = heading.measure.wording
        words = self.headings.words(heading.measure, text)
        if wording and wording.verified and letters(wording.text) != letters(words):
            message = f"{heading.measure.id} is worded differently than in edition {self.method.edition}"
            self.remark(heading.line, "other-wording", message, "check the edition; the method’s wording is printed")

    # paragraphs and lists

    def _is_score_change(self) -> bool:
        """Tell whether the paragraph that was read last gives the reason of a change."""
        last = self.builder.blocks[-1] if self.builder.blocks else ""
        return self.place == "answer" and isinstance(last, str) and bool(SCORE_CHANGE.match(last))

    def _complete(self, before: Mapping[str, Stated]) -> None:
        """Report what is missing, and sums that are wrong."""
        for notice, line in zip(self.report.notices, self.notice_lines, strict=True):
            if not notice.text:
                message = "the notice has no text"
                self.fault(line, "empty-notice", message, "write the text after the colon, or remove it")
        if self.unscored:
            ids = [id_ for id_, _ in self.unscored]
            message = f"the headings of {', '.join(ids)} have no score"
            if len(ids) == 1:
                message = f"the heading of {ids[0]} has no score"
            self.fault(self.unscored[0][1], "cut-heading", message, "end the heading with “X / Y”")
        for what, lines in self.markup.items():
            count = f" ({len(lines)} lines)" if len(lines) > 1 else ""
            self.fault(lines[0], "markup", f"the text has {what}, which reports do not have{count}", "remove the marks")
        for code, message, remedy, line in missing_answers(self.method, self.report, len(self.file.lines)):
            self.fault(line, code, message, remedy)
        order = [item.id for item in self.method.items]
        self.report.answers = {id_: self.report.answers[id_] for id_ in order if id_ in self.report.answers}
        if not self.problems:
            faults, remarks = compare(self.method, self.report, self.printed, before)
            for difference in faults:
                self.fault(*difference)
            for difference in remarks:
                self.remark(*difference)


def _glued(text: str) -> re.Match[str] | None:
    """Return the score in the middle of a line that has both a heading and the beginning of the answer."""
    end = text.find("? ")
    found = SCORE.match(text, end + 2) if end >= 0 else None
    return found if found and (found.end() == len(text) or text[found.end()] == " ") else None
