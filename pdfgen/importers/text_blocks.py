"""Lines of published text become paragraphs and lists.

>>> builder = Builder()
>>> for number, line in enumerate(["They hold:", "• two seats", "  in the north", "• one mayor"], 1):
...     builder.add(line, number)
>>> [block for block, _ in builder.end()]
['They hold:', Bullets(items=[['two seats in the north'], ['one mayor']], start=None)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DEPTH = 4  # narratives nest lists no deeper
_TAB = 4
_WRAPPED = 200  # characters: a longer line is a whole paragraph, also without a blank line after it
_SURE = "•‣◦▪▫●○■□◆◇➢➤►∙\u2043\uf0b7\uf0a7"  # no line of prose begins with one
_MARK = re.compile(
    rf"(?:(?P<sure>[{_SURE}])|(?P<dash>[·*+–—-])(?=\s|$)|(?P<dash_o>o)(?=\t)"
    r"|\(?(?P<number>\d{1,3})[.)](?=\s|$)|\(?(?P<roman>[ivx]{2,4})\)(?=\s|$)|\(?(?P<letter>[a-z])[.)](?=\s|$))\s*"
)
_RULE = re.compile(r"[-–—*_=·\s]{3,}")
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
_SPACES = re.compile(r"[ \t]+")


@dataclass
class Bullets:
    """A list; ``start`` is the number of the first item, or None when the items have bullets."""

    items: list[list[Block]] = field(default_factory=list)
    start: int | None = None


Block = str | Bullets
"""A paragraph of plain text, or a list."""


@dataclass
class _Level:
    """A list that is being read: the column and the kind of its marks, and the number of its last item."""

    column: int
    kind: str
    bullets: Bullets
    number: int
    container: list[Block]


def is_rule(line: str) -> bool:
    """Tell whether a line is nothing but a row of dashes or stars."""
    return bool(_RULE.fullmatch(line.strip()))


class Builder:
    """Collects lines as they come; ``end`` returns what they make."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lines: list[int] = []
        """The line on which each block begins."""
        self.renumbered: list[int] = []
        """Lines with an item whose number does not follow the one before it."""
        self._levels: list[_Level] = []
        self._words: list[str] = []
        self._blank = True
        self._last_number = 0

    @property
    def is_fresh(self) -> bool:
        """Whether no paragraph is open: the next line begins a new one."""
        return self._blank

    @property
    def words(self) -> str:
        """What the open paragraph has so far."""
        return " ".join(self._words)

    def blank(self) -> None:
        """Take a blank line."""
        self._close()
        self._blank = True

    def add(self, raw: str, number: int) -> None:
        """Take a line that is not blank."""
        line = raw.expandtabs(_TAB)
        column = len(line) - len(line.lstrip())
        text = raw.strip()
        if self._words and len(self._words[-1]) > _WRAPPED and self._words[-1][-1] in '.!?”"':
            self.blank()
        mark = _MARK.match(text)
        if mark and self._begins_item(mark, column):
            self._item(mark, column, number)
            text = text[mark.end() :]
        elif self._blank:
            self._paragraph(column, number)
        self._blank = False
        if text:
            self._words.append(text)

    def end(self) -> list[tuple[Block, int]]:
        """Return the blocks with the lines on which they begin, and start anew."""
        self._close()
        found = [(block, line) for block, line in zip(self.blocks, self.lines, strict=True) if _has_words(block)]
        self.blocks, self.lines, self._levels, self._blank, self._last_number = [], [], [], True, 0
        return found

    def _begins_item(self, mark: re.Match[str], column: int) -> bool:
        """Tell whether a mark at the start of a line makes it an item: a wrapped sentence can begin with one too."""
        if mark["sure"] or mark["dash_o"]:
            return True
        after_stop = self._blank or not self._words or self._words[-1][-1] in ".:;!?"
        if mark["dash"]:
            inner = bool(self._levels) and column >= self._levels[-1].column + 2
            return after_stop or inner or any(level.number == 0 for level in self._levels)
        last = self._last(column)
        value = _value(mark, last)
        follows = value == last + 1 and (self._blank or bool(self._levels))
        skips = self._blank and any(level.number for level in self._levels) and mark["number"] is not None
        return follows or skips or (value == 1 and after_stop)

    def _last(self, column: int) -> int:
        """Return the number before one that begins in a column: that of its own list, else of the last list."""
        own = (level.number for level in reversed(self._levels) if level.number and level.column <= column + 1)
        return next(own, self._last_number)

    def _item(self, mark: re.Match[str], column: int, number: int) -> None:
        self._close()
        value = _value(mark, self._last(column))
        kind = "bullet" if not value else "number" if mark["number"] else "letter"
        while len(self._levels) > 1 and column < self._levels[-1].column - 1:
            self._levels.pop()
        if self._levels and column >= self._levels[-1].column + 2 and len(self._levels) < _DEPTH:
            self._open(self._levels[-1].bullets.items[-1], column, kind, value, number)
        elif not self._levels:
            self._open(self.blocks, column, kind, value, number)
        elif self._levels[-1].kind != kind:  # bullets after numbers, at the same level
            self._open(self._levels.pop().container, column, kind, value, number)
        elif value and value != self._levels[-1].number + 1:
            self.renumbered.append(number)
        level = self._levels[-1]
        level.number = value
        self._last_number = value or self._last_number
        level.bullets.items.append([])

    def _open(self, container: list[Block], column: int, kind: str, value: int, number: int) -> None:
        new = Bullets(start=value or None)
        if container is self.blocks:
            self.lines.append(number)
        container.append(new)
        self._levels.append(_Level(column, kind, new, 0, container))

    def _paragraph(self, column: int, number: int) -> None:
        """Begin a paragraph: of an item where it is indented as far as that, else of the text."""
        while self._levels and column <= self._levels[-1].column:
            self._levels.pop()
        if not self._levels:
            self.lines.append(number)

    def _close(self) -> None:
        if not self._words:
            return
        text = _SPACES.sub(" ", " ".join(self._words)).strip()
        self._words = []
        container = self._levels[-1].bullets.items[-1] if self._levels else self.blocks
        container.append(text)


def _value(mark: re.Match[str], last: int) -> int:
    """Return the number that a mark stands for; 0 for a bullet."""
    if mark["number"]:
        return int(mark["number"])
    if mark["roman"]:
        return _ROMAN.get(mark["roman"], 0)
    letter = mark["letter"]
    if not letter:
        return 0
    roman = {"i": 1, "v": 5, "x": 10}.get(letter, 0)
    value = ord(letter) - ord("a") + 1
    return roman if roman and value != last + 1 else value


def _has_words(block: Block) -> bool:
    """Tell whether a block has words; items of a list without any are taken out."""
    if isinstance(block, str):
        return bool(block)
    block.items = [item for item in ([part for part in item if _has_words(part)] for item in block.items) if item]
    return bool(block.items)
