"""YAML under guard: bytes become a tree in which every key and value knows its place.

One pass over PyYAML's events builds the tree, so that limits bite before anything is built. The resolver is our own:
``true``, ``false``, ``null`` and plainly written numbers; everything else is text, so ``NO``, ``1:30`` and ``010`` stay
what they are. Aliases, anchors, merge keys, tags and further documents are refused.
"""

from __future__ import annotations

import codecs
import contextlib
import re
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pdfgen.errors import Origin, Problem
from pdfgen.model.base import Doubtful
from pdfgen.model.prose import MARKS, effort
from pdfgen.source.doubts import doubt
from pdfgen.source.syntax import BLANKS, explained, named, other_indent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

BYTE_LIMIT = 2_000_000
DEPTH_LIMIT = 32
EVENT_LIMIT = 200_000
SCALAR_LIMIT = 64_000
KEY_LIMIT = 2_000
ITEM_LIMIT = 2_000

MARK_LIMIT = 10_000
"""Marks of Markdown in one file: the time to parse its texts grows with their number."""

PROBLEM_LIMIT = 1_000
"""Problems of one file that are looked for; a file with as many is broken as a whole."""

_WINDOW = 110  # characters of a long line that are shown around a place

_INTEGER = re.compile(r"(0|-?[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
# Control characters but tab and line feed; bidirectional overrides; separators that YAML 1.1 takes for line ends;
# surrogates and noncharacters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)

_OTHER_BLANK = re.compile(f"[{BLANKS}]")
_MARKS = 30
_FAR_FROM_LATIN = re.compile(r"[^\x00-\u02ff]{31,}")

Path_ = tuple["str | int", ...]


@dataclass(slots=True)
class Scalar:
    """A value without parts; ``value`` is None, a bool, an int, a Decimal or text."""

    value: Any
    line: int
    column: int
    end_line: int
    file: SourceFile
    text_line: int = 0


@dataclass(slots=True)
class Sequence:
    """A list of values."""

    items: list[Tree]
    line: int
    column: int
    end_line: int
    file: SourceFile


@dataclass(slots=True)
class Mapping:
    """Values by key; ``keys`` has the place of each key."""

    items: dict[str, Tree]
    keys: dict[str, tuple[int, int]]
    line: int
    column: int
    end_line: int
    file: SourceFile


Tree = Scalar | Sequence | Mapping


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
            raise _Refused

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


class _Refused(Exception):  # noqa: N818  # never leaves this module
    """The file cannot be read any further; the problem is noted."""


def read(path: Path, start: str = "write its keys; `pdfgen schema` names them") -> tuple[Tree | None, SourceFile]:
    """Read a YAML file; the tree is None when it could not be read, and ``SourceFile.problems`` then says why.

    ``start`` is the remedy for a file without content.
    """
    file = read_lines(path)
    if file.problems:
        return None, file
    text = "\n".join(file.lines)
    try:
        tree = _build(text, file)
        if tree is None:
            file.report(1, 1, "empty-file", "the file has no content", start)
        elif sum(map(text.count, MARKS)) > MARK_LIMIT:
            _weigh(tree, file)
    except _Refused:
        return None, file
    return tree, file


def _weigh(tree: Tree, file: SourceFile) -> None:
    """Refuse a file whose texts would keep the Markdown parser busy for long."""
    left = MARK_LIMIT
    for _, node in walk(tree):
        if isinstance(node, Scalar) and isinstance(node.value, str):
            left -= effort(node.value)
            if left < 0:
                message = f"the texts have more than {MARK_LIMIT:,} marks (“*”, “_”, “[”, “\\”) and line ends"
                remedy = "split the text over several reports"
                file.report(node.line, node.column, "too-much-markup", message, remedy)
                raise _Refused


def read_head(path: Path, wanted: Collection[str]) -> Mapping | None:
    """Return what a YAML file gives for the ``wanted`` keys, and what stands before them; None when it has no mapping.

    Most reports say what they are about before their texts: the texts are not read. What is wrong is not told here.
    """
    file = SourceFile(str(path))
    try:
        text = _bytes(path, file).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        file.lines = text.split("\n")
        builder = _Builder(file)
        for count, event in enumerate(_events(text)):
            builder.take(event)
            if count > EVENT_LIMIT or _has_read(builder, wanted, text, event):
                break
    except (_Refused, yaml.YAMLError, ValueError, OverflowError):
        return None
    return builder.root if isinstance(builder.root, Mapping) else None


def _has_read(builder: _Builder, wanted: Collection[str], text: str, event: Any) -> bool:
    """Tell whether the wanted keys are read, or no line after ``event`` can begin with one of them."""
    root = builder.root
    if len(builder.stack) != 1 or not builder.stack[0].expects_key or not isinstance(root, Mapping) or not root.items:
        return False
    left = [key for key in wanted if key not in root.items]
    flow = text[: event.end_mark.index].lstrip().startswith(("{", "---"))
    return not left or (not flow and not _line_begins_with(tuple(left)).search(text, event.end_mark.index))


@cache
def _line_begins_with(keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^\s*[\"'?]*\s*[\"']?(?:{'|'.join(keys)})[\"']?\s*:", re.MULTILINE)


def read_lines(path: Path, *, utf16: bool = False) -> SourceFile:
    """Read a text file under guard; ``problems`` says why it could not be read, or where it has what it must not.

    With ``utf16`` a file that says by its byte-order mark that it is UTF-16 is read as such.
    """
    file = SourceFile(str(path))
    with contextlib.suppress(_Refused):
        content = _bytes(path, file)
        if utf16 and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            with contextlib.suppress(UnicodeDecodeError):  # the bytes are then told of as they are
                content = content.decode("utf-16").encode()
        if utf16 and b"\0" in content:
            line = content.count(b"\n", 0, content.index(b"\0")) + 1
            remedy = "save the file with the encoding UTF-8"
            file.report(line, 1, "not-utf-8", "the file has zero bytes: it is not UTF-8", remedy)
            raise _Refused
        file.lines = _decoded(content, file).split("\n")
    return file


def _bytes(path: Path, file: SourceFile) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            file.report(1, 1, "not-a-file", "this is not a regular file", "name a file")
            raise _Refused
        if status.st_size <= BYTE_LIMIT:
            with path.open("rb") as stream:
                content = stream.read(BYTE_LIMIT + 1)
            if len(content) <= BYTE_LIMIT:
                return content
        message = f"the file has {status.st_size:,} bytes; {BYTE_LIMIT:,} is the most"
        file.report(1, 1, "file-too-large", message, "split the text over several reports")
    except OSError as error:
        file.report(1, 1, "cannot-read", f"the file cannot be read: {error.strerror}", "check the path and its rights")
    raise _Refused


def _decoded(content: bytes, file: SourceFile) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        file.report(line, column, "not-utf-8", message, "save the file with the encoding UTF-8")
        raise _Refused from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file.lines = text.split("\n")
    for number, written in enumerate(file.lines, 1):
        for found in _FORBIDDEN.finditer(written):
            message = f"the character {named(found[0])} is not allowed"
            file.report(number, found.start() + 1, "forbidden-character", message, "remove it")
    if file.problems:
        raise _Refused
    return text


def _build(text: str, file: SourceFile) -> Tree | None:
    builder = _Builder(file)
    try:
        for count, event in enumerate(_events(text)):
            if count > EVENT_LIMIT:
                line, column = _start(event)
                message = f"the file has more than {EVENT_LIMIT:,} parts"
                file.report(line, column, "too-many-parts", message, "split the content over several files")
                raise _Refused
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        file.report(*explained(error, file.lines))
        raise _Refused from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        file.report(1, 1, "yaml-syntax", f"this is not YAML: {error}", "check the file")
        raise _Refused from None
    return builder.root


def _events(text: str) -> Iterator[Any]:
    """Yield the parser's events.

    From 0.2.6 on libyaml has a depth limit of its own. It meets that while it reads ahead, and then withholds the
    brackets that were too deep for us long before: what stands before its limit is parsed once more.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    taken = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            yield event
            taken += 1
    except yaml.MarkedYAMLError as error:
        if error.problem_mark is None or "nesting depth" not in str(error.problem):
            raise
        yield from islice(yaml.parse(text[: error.problem_mark.index], Loader=loader), taken, None)


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    node: Mapping | Sequence
    key: str | None = None
    place: tuple[int, int] = (0, 0)
    expects_key: bool = True


class _Builder:
    """Builds the tree from events, without recursion."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.root: Tree | None = None
        self.stack: list[_Open] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        match event:
            case yaml.ScalarEvent():
                self._unmarked(event)
                self._place(event, self._scalar(event))
            case yaml.MappingStartEvent():
                self._unmarked(event)
                self._open(event, Mapping({}, {}, *_start(event), 0, self.file))
            case yaml.SequenceStartEvent():
                self._unmarked(event)
                self._open(event, Sequence([], *_start(event), 0, self.file))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                remedy = "write the value out; put text that begins with “*” in quotes"
                self._refuse(event, "alias", f"the alias *{event.anchor} is not allowed", remedy)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    remedy = "keep one report in a file; put “---” in quotes where it is text"
                    self._refuse(event, "several-documents", "a second document begins here", remedy)

    def _refuse(self, event: Any, code: str, message: str, remedy: str) -> None:
        self.file.report(*_start(event), code, message, remedy)
        raise _Refused

    def _unmarked(self, event: Any) -> None:
        if event.anchor:
            remedy = "remove it; put text that begins with “&” in quotes"
            self._refuse(event, "anchor", f"the anchor &{event.anchor} is not allowed", remedy)
        if event.tag and event.tag != "!":
            remedy = "remove it; put text that begins with “!” in quotes"
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, "tag", f"the tag {shown} is not allowed", remedy)

    def _open(self, event: Any, node: Mapping | Sequence) -> None:
        if len(self.stack) >= DEPTH_LIMIT:
            message = f"the nesting is deeper than {DEPTH_LIMIT} levels"
            self._refuse(event, "too-deep", message, "close the brackets, or put the text in quotes")
        self._place(event, node)
        self.stack.append(_Open(node))

    def _close(self, event: Any) -> None:
        node = self.stack.pop().node
        node.end_line = max(_end_line(event), node.line)
        if isinstance(node, Sequence) and len(node.items) > ITEM_LIMIT:
            extra = node.items[ITEM_LIMIT]
            message = f"the list has more than {ITEM_LIMIT:,} items"
            self.file.report(extra.line, extra.column, "too-many-items", message, "remove some")
            raise _Refused

    def _place(self, event: Any, node: Tree) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.expects_key:
            parent.key, parent.place = self._key(event, node, parent.node), _start(event)
            parent.expects_key = False
        else:
            if parent.key is not None:
                parent.node.items[parent.key] = node
                if len(parent.node.items) > KEY_LIMIT:
                    message = f"the mapping has more than {KEY_LIMIT:,} keys"
                    self._refuse(event, "too-many-keys", message, "remove some")
                parent.node.keys[parent.key] = parent.place
            parent.expects_key = True

    def _key(self, event: Any, node: Tree, mapping: Mapping) -> str | None:
        """Return the key, or None when it is refused; its value is then read and left out."""
        line, column = _start(event)
        if not isinstance(node, Scalar):
            self._refuse(
                event, "bad-key", "a list or mapping cannot be a key", "put text that begins with “[” or “{” in quotes"
            )
        value = node.value if isinstance(node, Scalar) else None
        if value == "<<" and event.implicit[0]:
            self._refuse(event, "merge-key", "the merge key << is not allowed", "write the values out")
        if not isinstance(value, str):
            shown = event.value or "nothing"
            remedy = f'write "{event.value}":' if event.value else "write a key before the colon"
            self.file.report(line, column, "bad-key", f"the key {shown} is not text", remedy)
            return None
        if not value.isascii() and (found := _OTHER_BLANK.match(value)):
            self.file.report(*other_indent(line, column, found[0]))
            raise _Refused
        end = event.end_mark
        rest = self.file.lines[end.line][end.column : end.column + 3]  # a line can be very long
        if not rest.startswith(":") and rest.lstrip()[:1] in (",", "}") and (" " in value or mapping.keys):
            message = f"“{value}” has no value: a comma inside braces ends a text"
            self.file.report(line, column, "bad-key", message, "put the text before it in quotes, commas included")
            return None
        if value in mapping.keys:
            first = mapping.keys[value][0]
            message = f"the key `{value}` stands here a second time"
            remedy = f"keep one of the two; the first is on line {first}"
            self.file.report(line, column, "duplicate-key", message, remedy)
            return None
        return value

    def _scalar(self, event: Any) -> Scalar:
        line, column = _start(event)
        end_line = max(line, _end_line(event))
        text: str = event.value
        if len(text) > SCALAR_LIMIT:
            message = f"the text has {len(text):,} characters; {SCALAR_LIMIT:,} is the most"
            self.file.report(line, column, "text-too-long", message, "shorten it")
        if not text.isprintable() and (
            found := _FORBIDDEN.search(text)
        ):  # written as an escape; the file itself was searched before
            message = f"the character {named(found[0])} is not allowed"
            self.file.report(line, column, "forbidden-character", message, "remove the escape")
            text = _visible(text)
        value: Any = text
        if text.isascii():
            pass  # nothing to compose
        elif any(_has_long_run(found[0]) for found in _FAR_FROM_LATIN.finditer(text)):
            message = f"more than {_MARKS} combining marks follow one another"
            self.file.report(line, column, "too-many-marks", message, "remove them")
        else:
            value = unicodedata.normalize("NFC", text)
        if event.implicit[0]:
            value = _resolved(text, value)
        if event.implicit[0] and text[:1] == "-" and _OTHER_BLANK.match(text[1:2]):
            message = f"{named(text[1])} stands in the place of the space"
            self.file.report(line, column + 1, "yaml-syntax", message, "write an ordinary space")
            raise _Refused
        if isinstance(value, str) and (words := doubt(value, event, self.file.lines)):
            value = Doubtful(value, words)
        text_line = line + 1 if event.style in ("|", ">") else line
        return Scalar(value, line, column, end_line, self.file, text_line)


def _resolved(text: str, otherwise: str) -> Any:
    """Return the value of a plain scalar: a word of YAML, a plainly written number, or else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return otherwise


def _has_long_run(text: str) -> bool:
    """Tell whether more combining marks follow one another than any writing needs (UAX #15, § 13)."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MARKS:
            return True
    return False


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _end_line(event: Any) -> int:
    """Return the last line of an event; a block ends at the beginning of the line after it."""
    return int(event.end_mark.line + (event.end_mark.column > 0))


def plain(tree: Tree) -> Any:
    """Return the tree's values: dicts, tuples and scalars."""
    match tree:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return tuple(plain(item) for item in items)
        case Mapping(items=entries):
            return {key: plain(item) for key, item in entries.items()}


def walk(tree: Tree, path: Path_ = ()) -> Iterator[tuple[Path_, Tree]]:
    """Yield every node with its path, parents first."""
    yield path, tree
    if isinstance(tree, Mapping):
        for key, item in tree.items.items():
            yield from walk(item, (*path, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from walk(item, (*path, index))


def descend(tree: Tree, path: Path_) -> tuple[Tree, Path_]:
    """Follow ``path`` as far as it goes; steps that name no node are passed over.

    A validator's path has such steps where it chose between types. Return the node and the steps that were taken.
    """
    taken: list[str | int] = []
    for step in path:
        if isinstance(tree, Mapping) and step in tree.items:
            tree = tree.items[str(step)]
        elif isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
        else:
            continue
        taken.append(step)
    return tree, tuple(taken)


def pointed(problem: Problem, snippet: str, shared: Collection[Path] = ()) -> Problem:
    """Return ``problem`` at the exact place of ``snippet`` in its value, with the line that it stands on.

    The file is read again: layout only knows where a value began. Words that do not stand there are looked for in the
    ``shared`` files. Without any file, the place stays as it is.
    """
    origin = problem.origin
    own = _reread(Path(origin.path))
    place = own.find(snippet, origin.line, max(origin.end_line, origin.line)) if own else None
    if own and not place:
        for file in filter(None, map(_reread, shared)):
            if found := snippet and file.find(snippet, 1, len(file.lines)):
                told = file.problem(*found, problem.code, problem.message, problem.remedy)
                return replace(told, severity=problem.severity)
    if own is None:
        return problem
    line, column = place or (origin.line, origin.column)
    told = own.problem(line, column, problem.code, problem.message, problem.remedy)
    return replace(told, origin=replace(origin, line=line, column=column), severity=problem.severity)


def _reread(path: Path) -> SourceFile | None:
    """Return a file that was read before; None when that is not possible any more."""
    try:
        return SourceFile(str(path), path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError):
        return None
