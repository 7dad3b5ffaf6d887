"""YAML under guard: bytes become a tree in which every key and value knows its place.

One pass over PyYAML's events builds the tree, so that limits bite before anything is built. The resolver is our own:
``true``, ``false``, ``null`` and plainly written numbers; everything else is text, so ``NO``, ``1:30`` and ``010`` stay
what they are. Aliases, anchors, merge keys, tags and further documents are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import yaml

from pdfgen.model.base import Doubtful
from pdfgen.model.prose import MARKS, effort
from pdfgen.source.doubts import doubt
from pdfgen.source.text_file import SPLIT, Refused, SourceFile, content_of, judged, read_lines
from pdfgen.source.tree import Mapping, Scalar, Sequence, Tree, walk
from pdfgen.source.yaml_syntax import BLANKS, explained, named, other_indent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

DEPTH_LIMIT = 32
EVENT_LIMIT = 200_000
KEY_LIMIT = 2_000
ITEM_LIMIT = 2_000

MARK_LIMIT = 10_000
"""Marks of Markdown in one file: the time to parse its texts grows with their number."""

GAP_LIMIT = 10_000
"""Blank lines in the texts of one file: what they part is set one by one."""

_INTEGER = re.compile(r"(0|-?[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

_GAP = re.compile(r"\n[ \t]*(?=\n)")
_OTHER_BLANK = re.compile(f"[{BLANKS}]")


def read(path: Path, start: str = "write its keys; `pdfgen schema` names them") -> tuple[Tree | None, SourceFile]:
    """Read a YAML file; the tree is None when it could not be read, and ``SourceFile.problems`` then says why.

    ``start`` is the remedy for a file without content.
    """
    return _parsed(read_lines(path), start)


def read_text(text: str, name: str = "<text>") -> tuple[Tree | None, SourceFile]:
    """Read YAML that is a text in memory, as ``read`` does a file."""
    return _parsed(SourceFile(name, text.split("\n")), "")


def _parsed(file: SourceFile, start: str) -> tuple[Tree | None, SourceFile]:
    if file.problems:
        return None, file
    text = "\n".join(file.lines)
    try:
        tree = _build(text, file)
        if tree is None:
            file.report(1, 1, "empty-file", "the file has no content", start)
        elif sum(map(text.count, MARKS)) > MARK_LIMIT:
            _weigh(tree, file)
    except Refused:
        return None, file
    return tree, file


def _weigh(tree: Tree, file: SourceFile) -> None:
    """Refuse a file whose texts would keep the Markdown parser or the pages busy for long."""
    left, gaps = MARK_LIMIT, GAP_LIMIT
    for _, node in walk(tree):
        if isinstance(node, Scalar) and isinstance(node.value, str):
            left -= effort(node.value)
            gaps -= len(_GAP.findall(node.value))
            if gaps < 0:
                message = f"the texts have more than {GAP_LIMIT:,} blank lines between paragraphs"
                file.report(node.line, node.column, "too-many-paragraphs", message, SPLIT)
                raise Refused
            if left < 0:
                message = f"the texts have more than {MARK_LIMIT:,} marks (“*”, “_”, “[”, “\\”) and line ends"
                file.report(node.line, node.column, "too-much-markup", message, SPLIT)
                raise Refused


def read_head(path: Path, wanted: Collection[str]) -> Mapping | None:
    """Return what a YAML file gives for the ``wanted`` keys, and what stands before them; None when it has no mapping.

    Most reports say what they are about before their texts: the texts are not read. Problems are not reported here.
    """
    file = SourceFile(str(path))
    try:
        text = content_of(path, file).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        file.lines = text.split("\n")
        builder = _Builder(file)
        for count, event in enumerate(_events(text)):
            builder.take(event)
            if count > EVENT_LIMIT or _has_read(builder, wanted, text, event):
                break
    except (Refused, yaml.YAMLError, ValueError, OverflowError):
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


@lru_cache(32)
def _line_begins_with(keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^\s*[\"'?]*\s*[\"']?(?:{'|'.join(keys)})[\"']?\s*:", re.MULTILINE)


def _build(text: str, file: SourceFile) -> Tree | None:
    builder = _Builder(file)
    try:
        for count, event in enumerate(_events(text)):
            if count > EVENT_LIMIT:
                line, column = _start(event)
                message = f"the file has more than {EVENT_LIMIT:,} parts"
                file.report(line, column, "too-many-parts", message, "split the content over several files")
                raise Refused
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        file.report(*explained(error, file.lines))
        raise Refused from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        file.report(1, 1, "yaml-syntax", f"this is not YAML: {error}", "check the file")
        raise Refused from None
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
        raise Refused

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
            raise Refused

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
            raise Refused
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
        text, faults = judged(event.value)  # an escape may stand for what the file itself may not have
        for fault in faults:
            self.file.report(line, column, *fault)
        value: Any = text
        if event.implicit[0]:
            value = _resolved(text)
        if event.implicit[0] and text[:1] == "-" and _OTHER_BLANK.match(text[1:2]):
            message = f"{named(text[1])} stands in the place of the space"
            self.file.report(line, column + 1, "yaml-syntax", message, "write an ordinary space")
            raise Refused
        if isinstance(value, str) and (words := doubt(value, event, self.file.lines)):
            value = Doubtful(value, words)
        text_line = line + 1 if event.style in ("|", ">") else line
        return Scalar(value, line, column, end_line, self.file, text_line)


def _resolved(text: str) -> Any:
    """Return the value of a plain scalar: a word of YAML, a plainly written number, or else text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text


def _start(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _end_line(event: Any) -> int:
    """Return the last line of an event; a block ends at the beginning of the line after it."""
    return int(event.end_mark.line + (event.end_mark.column > 0))
