"""Text files under guard: size, encoding and characters are checked before anything is read out of them."""

from __future__ import annotations

import codecs
import contextlib
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdfgen.errors import Origin, Problem
from pdfgen.limits import TEXT_BYTES
from pdfgen.source.yaml_syntax import named

if TYPE_CHECKING:
    from pathlib import Path

SCALAR_LIMIT = 64_000

PROBLEM_LIMIT = 1_000
"""The most problems of one file; a file with so many is broken as a whole."""

SPLIT = "split the text over several files"
"""The remedy for a file that has too much of something."""

_WINDOW = 110  # characters of a long line that are shown around a place
_MARKS = 30
_FAR_FROM_LATIN = re.compile(r"[^\x00-\u02ff]{31,}")
# Control characters but tab and line feed; bidirectional overrides; separators that YAML 1.1 takes for line ends;
# surrogates and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(slots=True)
class SourceFile:
    """A text file that was read: its lines, and the problems found while it was read."""

    path: str
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, column: int, code: str, message: str, remedy: str) -> Problem:
        """Return a problem at a place counted from 1, with the source line."""
        written = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        start = max(0, column - 1 - _WINDOW // 2) if len(written) > _WINDOW else 0
        excerpt = written[start : start + _WINDOW]
        origin = Origin(self.path, line, column)
        # what is shown in a terminal must not steer it
        return Problem(origin, code, _visible(message), _visible(remedy), _visible(excerpt), start + 1)

    def report(self, line: int, column: int, code: str, message: str, remedy: str) -> None:
        """Note a problem at a place counted from 1; a file that has too many is not read any further."""
        self.problems.append(self.problem(line, column, code, message, remedy))
        if len(self.problems) >= PROBLEM_LIMIT:
            raise Refused

    def find(self, snippet: str, line: int, end_line: int) -> tuple[int, int] | None:
        """Return where ``snippet`` stands first between two lines, a whole word if it is one, or None."""
        edge = r"\b" if snippet.isascii() and snippet.isidentifier() else ""
        pattern = re.compile(edge + re.escape(snippet) + edge)
        for number in range(line, min(end_line, len(self.lines)) + 1):
            if found := pattern.search(self.lines[number - 1]):
                return number, found.start() + 1
        return None


def _visible(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


class Refused(Exception):  # noqa: N818  # never leaves this room
    """The file cannot be read any further; the problem is noted."""


def judged(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Return ``text`` composed (NFC), without characters that are not allowed; and code, message, remedy of its faults.

    More combining marks in a row than any writing needs are refused (UAX #15, § 13).
    """
    found = []
    if len(text) > SCALAR_LIMIT:
        message = f"the text has {len(text):,} characters; {SCALAR_LIMIT:,} is the most"
        found.append(("text-too-long", message, "shorten it"))
    if not text.isprintable() and (forbidden := _FORBIDDEN.search(text)):
        message = f"the character {named(forbidden[0])} is not allowed"
        found.append(("forbidden-character", message, "remove the escape"))
        text = _visible(text)
    if text.isascii():
        return text, found  # nothing to compose
    if any(_has_long_run(part[0]) for part in _FAR_FROM_LATIN.finditer(text)):
        found.append(("too-many-marks", f"more than {_MARKS} combining marks follow one another", "remove them"))
        return text, found
    return unicodedata.normalize("NFC", text), found


def _has_long_run(text: str) -> bool:
    """Tell whether more combining marks follow one another than any writing needs (UAX #15, § 13)."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MARKS:
            return True
    return False


def read_lines(path: Path, *, utf16: bool = False, most: int = TEXT_BYTES, remedy: str = SPLIT) -> SourceFile:
    """Read a text file under guard; ``problems`` says why it could not be read, or where it has what it must not.

    ``remedy`` is for a file of more than ``most`` bytes. With ``utf16`` a file that says by its byte-order mark
    that it is UTF-16 is read as such.
    """
    file = SourceFile(str(path))
    with contextlib.suppress(Refused):
        content = content_of(path, file, most, remedy)
        if utf16 and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            with contextlib.suppress(UnicodeDecodeError):  # the problem is then about the bytes as they are
                content = content.decode("utf-16").encode()
        if utf16 and b"\0" in content:
            line = content.count(b"\n", 0, content.index(b"\0")) + 1
            remedy = "save the file with the encoding UTF-8"
            file.report(line, 1, "not-utf-8", "the file has zero bytes: it is not UTF-8", remedy)
            raise Refused
        file.lines = _decoded(content, file).split("\n")
    return file


def content_of(path: Path, file: SourceFile, most: int = TEXT_BYTES, remedy: str = SPLIT) -> bytes:
    """Return the bytes of a regular file. Raises Refused, with the problem noted, when it has more than ``most``."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            file.report(1, 1, "not-a-file", "this is not a regular file", "name a file")
            raise Refused
        if status.st_size <= most:
            with path.open("rb") as stream:
                content = stream.read(most + 1)
            if len(content) <= most:
                return content
        message = f"the file has {status.st_size:,} bytes; {most:,} is the most"
        file.report(1, 1, "file-too-large", message, remedy)
    except OSError as error:
        file.report(1, 1, "cannot-read", f"the file cannot be read: {error.strerror}", "check the path and its rights")
    raise Refused


def _decoded(content: bytes, file: SourceFile) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        file.report(line, column, "not-utf-8", message, "save the file with the encoding UTF-8")
        raise Refused from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file.lines = text.split("\n")
    for number, written in enumerate(file.lines if _FORBIDDEN.search(text) else (), 1):
        for found in _FORBIDDEN.finditer(written):
            message = f"the character {named(found[0])} is not allowed"
            file.report(number, found.start() + 1, "forbidden-character", message, "remove it")
    if file.problems:
        raise Refused
    return text
