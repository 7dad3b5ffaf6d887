"""Essays: Markdown files become titles, sections and notes.

The text is the small Markdown of reports; beside it a file has one ``# title``, ``##`` and ``###`` headings, and notes
(``[^id]: words``, each on a line of its own that may go on in indented lines).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.model.base import LINE_LIMIT, told
from pdfgen.model.bound_volume_settings import Essay, EssaySection
from pdfgen.model.prose import parse
from pdfgen.source.text_file import SourceFile, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.model.prose import ProseText, Run

_MARKS = re.compile(r"#{1,6}(?=[ \t]|$)")
_BLANKS = re.compile(r"[ \t]+")
_NOTE = re.compile(r"\[\^([A-Za-z0-9_-]{1,63})\]:[ \t]*(.*)")
_DEEPEST = 3
HEADING_LIMIT = 1_000
BLOCK_LIMIT = 10_000
"""Paragraphs and items of lists in one essay."""


_SPLIT = "split it into several essays"


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that is a heading: its place among the lines that are no notes, its number, its level, its words."""

    index: int
    number: int
    level: int
    words: str


def load_essay(path: Path) -> Essay:
    """Read the Markdown file at ``path``. Raises InputError with every problem found."""
    file = read_lines(path)
    if file.problems:
        raise InputError(file.problems)
    reader = _Reader(file)
    essay = reader.essay()
    if reader.problems or essay is None:
        raise InputError(reader.problems)
    return essay


def _heading(index: int, number: int, line: str) -> _Heading | None:
    """Return a heading with its words in single blanks, without the marks that may close it (CommonMark, § 4.2)."""
    marks = _MARKS.match(line)
    if marks is None:
        return None
    words = _BLANKS.split(line[marks.end() :].strip(" \t"))
    if not words[-1].strip("#"):
        words.pop()
    return _Heading(index, number, marks.end(), " ".join(words))


def _runs(text: ProseText) -> list[Run]:
    return [run for paragraph in text.paragraphs() for run in paragraph.runs]


class _Reader:
    """Reads one file, and notes what is wrong with it."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.sections: list[EssaySection] = []
        self.notes: dict[str, ProseText] = {}
        self.places: dict[str, Origin] = {}
        self.refused = False
        self.blocks = 0

    def essay(self) -> Essay | None:
        """Return the essay, or None when it has no title."""
        lines = self._without_notes()
        found = [head for index, (number, line) in enumerate(lines) if (head := _heading(index, number, line))]
        titles = [heading for heading in found if heading.level == 1 and heading.words]
        if not titles:
            self._tell(1, "no-title", "the essay has no title", "begin it with a line such as “# Foreword”")
            return None
        if len(found) > HEADING_LIMIT:
            message = f"the essay has more than {HEADING_LIMIT:,} headings"
            self._tell(found[HEADING_LIMIT].number, "too-many-headings", message, _SPLIT)
            return None
        for heading in titles[1:]:
            self._tell(heading.number, "second-title", "the essay has a second title", "begin the heading with “##”")
        level = 1
        for heading in found:
            self._check_heading(heading, level)
            level = heading.level
        ends = [heading.index for heading in found[1:]]
        for heading, end in zip(found, [*ends, len(lines)], strict=True):
            self._section(heading, lines[heading.index + 1 : end])
            if self.blocks > BLOCK_LIMIT:
                message = f"the essay has more than {BLOCK_LIMIT:,} paragraphs and items of lists"
                self._tell(heading.number, "too-many-blocks", message, _SPLIT)
                return None
        before = [(line, words) for line, words in lines[: found[0].index] if words.strip()]
        if before:
            self._tell(before[0][0], "text-before-title", "text stands before the title", "put the title first")
        self._check_notes()
        title = titles[0]
        return Essay(title.words, self._origin(title.number), tuple(self.sections), self.notes, self.places)

    def _check_heading(self, heading: _Heading, above: int) -> None:
        """Report what is wrong with a heading; ``above`` is the level of the heading before."""
        number, words = heading.number, heading.words
        if heading.level > _DEEPEST:
            self._tell(number, "heading-too-deep", "a heading begins with “#” to “###”", "take some “#” away")
        elif heading.level > above + 1:
            self._tell(number, "heading-skips", "the heading skips a level", f"begin it with “{'#' * (above + 1)}”")
        elif not words:
            self._tell(number, "empty-text", "the heading has no words", "write them, or remove the line")
        elif len(words) > LINE_LIMIT:
            message = f"the heading has {len(words):,} characters; {LINE_LIMIT} is the most"
            self._tell(number, "text-too-long", message, "shorten it")
        elif (text := self._parsed([(number, words)])) and [run.text for run in _runs(text)] != [words]:
            self._tell(number, "markup-in-heading", "the heading has markup", "write it without: it has one style")

    def _without_notes(self) -> list[tuple[int, str]]:
        """Return the numbered lines that are no notes; the notes are kept."""
        kept: list[tuple[int, str]] = []
        note: list[tuple[int, str]] = []
        name = ""
        for number, line in enumerate(self.file.lines, 1):
            begins = _NOTE.fullmatch(line)
            if name and not begins and line.startswith((" ", "\t")) and line.strip():
                note.append((number, line.strip()))
                continue
            if name:
                self._note(name, note)
                name = ""
            if begins:
                name, note = begins[1], [(number, begins[2])]
                continue
            kept.append((number, line))
        if name:
            self._note(name, note)
        return kept

    def _note(self, name: str, lines: list[tuple[int, str]]) -> None:
        if name in self.places:
            self._tell(lines[0][0], "second-note", f"there are two notes “{name}”", "give one another name")
        self.places[name] = self._origin(lines[0][0], lines[-1][0])
        if text := self._parsed(lines):
            self.notes[name] = text

    def _section(self, heading: _Heading, lines: list[tuple[int, str]]) -> None:
        first = next((place for place, (_, words) in enumerate(lines) if words.strip()), len(lines))
        lines = lines[first:]
        text = self._parsed(lines) if lines else None
        self.blocks += sum(1 for _ in text.paragraphs()) if text else 0
        origin = self._origin(lines[0][0], lines[-1][0]) if lines else self._origin(heading.number)
        words = "" if heading.level == 1 else heading.words
        if words or text:
            level = min(heading.level, _DEEPEST)
            self.sections.append(EssaySection(words, level, text, self._origin(heading.number), origin))

    def _parsed(self, lines: list[tuple[int, str]]) -> ProseText | None:
        try:
            return parse("\n".join(words for _, words in lines))
        except PydanticCustomError as error:
            self.refused = True
            line = (error.context or {}).get("line")
            begin = lines[0] if line is None else lines[line]
            for code, message, remedy, snippet in told(error):
                place = self.file.find(snippet, lines[0][0], lines[-1][0]) if snippet else None
                self.problems.append(self.file.problem(*(place or (begin[0], 1)), code, message, remedy))
            return None

    def _check_notes(self) -> None:
        """Report marks without a note, and notes without a mark."""
        texts = [section.text for section in self.sections] + list(self.notes.values())
        marks = dict.fromkeys(mark for text in texts if text for mark in text.notes())
        for mark in marks:
            if mark not in self.places:
                line, column = self.file.find(f"[^{mark}]", 1, len(self.file.lines)) or (1, 1)
                remedy = f"add a line “[^{mark}]: …”, or remove the mark"
                problem = self.file.problem(line, column, "missing-footnote", f"there is no note “{mark}”", remedy)
                self.problems.append(problem)
        for name, place in self.places.items():
            if name not in marks and not self.refused:  # else its mark may stand in what was refused
                message, remedy = f"no mark refers to the note “{name}”", f"add [^{name}] to the text, or remove it"
                self._tell(place.line, "idle-footnote", message, remedy)

    def _origin(self, line: int, end: int = 0) -> Origin:
        return replace(Origin(self.file.path, line, 1), text_line=line, end_line=end or line)

    def _tell(self, line: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(self.file.problem(line, 1, code, message, remedy))
