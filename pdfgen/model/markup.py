r"""Markup that Markdown has elsewhere and the small Markdown of ``model.prose`` does not, by its name.

It would be printed as it stands, or its lines would run together. What only looks like markup is text: “< 5 %”, “R&D”,
“#1”, “a | b”; a backslash makes text of the rest.

>>> [(item.what, item.lines) for item in foreign("## Background\n\nText with a <b>tag</b>.")]
[('headings', 1), ('tags of HTML', 1)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# the last ones are those of Symbol and Wingdings
_BULLETS = "•·▪▫◦●○■□‣\u2043∙►▸➢➤➔✓✔✗✘❖◆◇★☆☐☑☒\uf000-\uf0ff"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
LINE_MARK = re.compile(
    r"(?:[-+*–—]|\(?(?:[a-z]|[ivx]{2,4})\)|\d{1,9}[.)]|[oqvü])(?:\s|$)"
    rf"|[#>|=~`<{_BULLETS}]|--|:-|\[[^\]]*\]:|\*[ *]"
)
"""A word with which no line of prose may begin by chance, when text is wrapped: it could be read as markup."""

_LINE_SUSPECT = re.compile(
    rf"\n[ \t]*(?:[-*_+=:–—#>|`~<\[{_BULLETS}]|\(?[a-z\d]{{1,4}}\)[ \t]|\d{{1,3}}[.)][ \t])|\n[oqvüØ]  |\n {{4}}"
)
"""What every text without tabs has, a line end before it, that has something to tell at the beginning of a line."""
_INLINE_SUSPECT = re.compile(r"[`<~]|&[#A-Za-z][A-Za-z0-9]*;|!\[|\]\[|\[\[|\$[^\s\d]")
"""The same inside lines. Nearly all texts are done with these two searches."""

_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-{2,})[ \t]*")
_ITEM = re.compile(r"[ \t]*((?:(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$))*)")
_NUMBERED = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]")
_COUNTED = re.compile(r"[ \t]*\((\d{1,2})\)[ \t]")
_LETTERED = re.compile(r"[ \t]*(?:\((?:[a-z]|[ivx]{1,4})\)|(?:[a-z]|[ivx]{1,4})\))[ \t]")
_NAKED_HEADING = re.compile(r"#[^\W\d_].*(?<![.!?…:;,”\"'’)])")
_COLUMNS = re.compile(r"[^\t]*\S\t+\S")
_MORE_THAN = re.compile(r">[ \u00a0]?(?!\d{1,9}[.)]\s)(?:[\d€$£¥]|\.\d)")
_BULLET = re.compile(rf"[ \t]*(?:[{_BULLETS}]|[-+*–—][{_SPACES}]|[^\w\s#>|+*-]\t|[oqvüØ](?:\t|  ))")
_DASHED = re.compile(r"[ \t]*[–—][ ]\S")
_UNSPACED = re.compile(r"-[^\W\d_]")
_TASK = re.compile(r"\[[ xX]\](?=\s|$)")
_FORMS = (
    (re.compile(r"#+(?:[ \t]|$)|##"), "heading"),
    (re.compile(r"\|(?:.*\||[ \t].*[ \t]\|[ \t].*)[ \t]*$"), "table"),
    (re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|:?-+:?[ \t]*\|[ \t]*$"), "table"),
    (re.compile(r"(?::-+:?|-+:)[ \t]*$|\+(?:[-=]+\+)+$"), "table"),
    (re.compile(r"\[\^[\w-]+\]:"), "note"),
    (
        re.compile(
            r"\[(?!\^)[^\[\]]{1,300}\]:[ \t]*(?:<[^<>]*>|[^\s<]*[/:#.]\w\S*)"
            r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$"
        ),
        "reference",
    ),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)"), "html"),
)
"""Marks that decide the kind of a line without a look at its neighbours."""

_INLINE = re.compile(
    r"""
      \\[!-/:-@\[-`{-~]
    | (?P<address> (?<=\]) \( (?: <[^<>\n]*> | [^\s()<>]+ ) | \bhttps?://[^\s<>`()\[\]]+ )
    | (?P<code> (?<![^\W_]) (?<!`)
        (?: `[^`]{1,500}` | (?P<ticks>``+) (?!`) (?:(?!\n[ \t]*\n).){1,500}? (?<!`) (?P=ticks) )
        (?!`) (?: (?<=[^\s`]`) | (?<=``) | (?!\w) ) )
    | (?P<html> < (?: /?[A-Za-z][A-Za-z0-9-]* (?: \s[^<>]{0,500} | / )? > | !--|![A-Za-z]|!\[CDATA\[|\? ) )
    | (?P<angle> <[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*> | <[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*> )
    | (?P<entity> &(?: \#\d{1,7} | \#[xX][0-9A-Fa-f]{1,6} | [A-Za-z][A-Za-z0-9]{1,31} ); )
    | (?P<struck> (?<!~) ~~ (?![\s~]) [^~]{0,500} (?<!\s) ~~ (?!~)
        | (?<![\w~]) ~ (?![\s~]) [^~\n]{0,500} (?<!\s) ~ (?![\w~]) )
    | (?P<picture> !\[ (?!\^) (?: [^\]\n]{0,500} \] (?=[(\[]) | \[ ) )
    | (?P<wiki> \[\[ (?!\^) [^\[\]\n]{1,300} \]\] (?!\() )
    | (?P<reference> \[ (?!\^) [^\[\]]{1,300} \] \[ (?!\^) [^\[\]]{0,300} \] (?!\() )
    | (?P<formula> \$\$ [^$]{1,500} \$\$
        | (?<![\w$]) \$ (?![\s\d$]) [^$\n]{0,200} [\\^_{] [^$\n]{0,200} (?<!\s) \$ (?!\w) )
    """,
    re.VERBOSE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_WHAT = {
    "heading": ("headings", "make it a paragraph in **strong** type; write \\# where “#” is text"),
    "rule": ("ruled lines", "remove the line; a blank line begins a paragraph"),
    "table": ("tables", "write the rows as sentences or as a list; write \\| where “|” is text"),
    "quotation": ("quotations in blocks", "put the words in quotation marks; write \\> where “>” is text"),
    "picture": ("pictures", "remove the picture; write !\\[ where “![” is text"),
    "code": ("code", "put the words in quotation marks; write \\` where “`” is text"),
    "indented": ("code in indented lines", "remove the spaces at the beginning of these lines"),
    "html": ("tags of HTML", "use *emphasis*, **strong** type, lists and links; write \\< where “<” is text"),
    "entity": ("character references of HTML", "write the character itself{}; write \\& where “&” is text"),
    "struck": ("struck-out words", "remove them; write \\~ where “~” is text"),
    "task": ("lists of tasks", "remove “[ ]” and “[x]”; write \\[ where “[” is text"),
    "angle": ("links in angle brackets", "write [words](https://…); write \\< where “<” is text"),
    "wiki": ("links in double brackets", "write [words](https://…); write \\[ where “[” is text"),
    "reference": ("links by reference", "write [words](https://…); write \\[ where “[” is text"),
    "formula": ("formulas", "write letters, figures and signs, as in x²; write \\$ where “$” is text"),
    "note": ("notes among its lines", "write the note below `footnotes:`, or in an essay at the beginning of a line"),
    "bullet": ("bullets such as {}", "begin each item with “- ”, a hyphen and a space"),
    "lettered": ("items such as “{}”", "begin the items with “1. ”, “2. ”, or put blank lines between them"),
    "numbered": ("a list that begins with “{}” inside a paragraph", "put a blank line before the list"),
}
"""For each kind of markup: what it is called, and the remedy."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of markup that a text must not have; ``line`` counts from 0, ``snippet`` is where it stands first."""

    what: str
    remedy: str
    line: int
    snippet: str
    lines: int

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return f"this text cannot have {self.what}" + (f" ({self.lines} lines)" if self.lines > 1 else "")


def foreign(text: str) -> list[Foreign]:
    """Return every kind of markup in ``text`` that the small Markdown does not have, each once, in reading order."""
    places: dict[str, dict[int, str]] = {}
    inline = text
    if "\t" in text or _LINE_SUSPECT.search("\n" + text):
        lines = text.split("\n")
        fenced: set[int] = set()
        for line, kind, snippet in _Lines(lines, fenced).found():
            places.setdefault(kind, {}).setdefault(line, snippet)
        if fenced:
            inline = "\n".join("" if number in fenced else line for number, line in enumerate(lines))
    if _INLINE_SUSPECT.search(inline):
        for line, kind, snippet in _inline(inline):
            places.setdefault(kind, {}).setdefault(line, snippet)
    if "code" in places and "indented" in places:
        del places["indented"]
    found = []
    for kind, at in places.items():
        what, remedy = _WHAT[kind]
        line, snippet = min(at.items())
        if kind == "entity":
            char = unescape(snippet)
            remedy = remedy.format(f", “{char}”" if char.isprintable() and not char.isspace() else "")
        found.append(Foreign(what.format(_named(kind, snippet)), remedy, line, snippet, len(at)))
    return sorted(found, key=lambda item: item.line)


def _named(kind: str, snippet: str) -> str:
    """Return the mark of a kind of line."""
    if kind in ("lettered", "numbered"):
        return snippet.split(maxsplit=1)[0]
    mark = snippet[:1]
    if "\ue000" <= mark <= "\uf8ff":
        return f"U+{ord(mark):04X}"
    after = snippet[1:2]
    if mark == "-" and after.isalpha():
        return "“-” without a space"
    return f"“{mark}”" + {"\t": " and a tab", " ": ""}.get(after, " and a no-break space" if after.isspace() else "")


def _inline(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and words of the markup inside lines."""
    for found in _INLINE.finditer(text):
        kind = found.lastgroup if found.lastgroup != "ticks" else "code"
        words = found[0]
        if kind == "address":
            entity = next((item for item in _ENTITY.finditer(words) if _is_entity(item[0])), None)
            kind, words = ("entity", entity[0]) if entity else (None, "")
        if kind is None or (kind == "entity" and not _is_entity(words)):
            continue
        yield text.count("\n", 0, found.start()), kind, words.split("\n", maxsplit=1)[0][:60]


def _is_entity(words: str) -> bool:
    return words[1] == "#" or (unescape(words) != words and not unescape(words).endswith(";"))


class _Lines:
    """Looks at the lines of a text for markup that begins or fills a line."""

    def __init__(self, lines: Sequence[str], fenced: set[int]) -> None:
        self.lines = lines
        self.fenced = fenced
        self.items = 0  # where the text of the last item of a list begins

    def found(self) -> Iterator[tuple[int, str, str]]:
        """Yield line, kind and words of the markup that begins or fills a line; take down what is inside fences."""
        fence = ""
        for number, line in enumerate(self.lines):
            if fence:
                self.fenced.add(number)
                fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
                continue
            if not line.strip():
                continue
            item = _ITEM.match(line)
            start = item.end() if item else 0
            body = line[start:]
            if body.startswith(("```", "~~~")) and not (body[0] == "`" and "`" in body.lstrip("`")):
                fence = body[: len(body) - len(body.lstrip(body[0]))]
                yield number, "code", body[:60]
                continue
            kind = self._kind(number, line, body, listed=bool(item and item[1]))
            if item and item[1]:
                self.items = len(line[:start].expandtabs(4))
            elif self._begins(number) and not line[0].isspace():
                self.items = 0
            if kind == "setext":
                yield number - 1, "heading", self._line(number - 1).strip()[:60]
            elif kind:
                yield number, kind, line.strip(" ")[:60]

    def _line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def _begins(self, number: int) -> bool:
        return not self._line(number - 1).strip()

    def _kind(self, number: int, line: str, body: str, *, listed: bool) -> str:
        """Return the kind of markup that a line is, or an empty text; ``body`` is what follows the mark of an item."""
        begins = self._begins(number)
        if not begins and not listed and _UNDERLINE.fullmatch(line):
            return "setext"
        if kind := self._alone(number, line, body, listed=listed):
            return kind
        if begins and not self._line(number + 1).strip() and _NAKED_HEADING.fullmatch(body.rstrip()):
            return "heading"
        first, second = _NUMBERED.match(line), _NUMBERED.match(self._line(number + 1))
        if first and second and not (begins or self.items) and 1 != int(first[1]) == int(second[1]) - 1:
            return "numbered"
        return "" if listed else self._among_others(number, line, begins=begins)

    def _alone(self, number: int, line: str, body: str, *, listed: bool) -> str:
        """Return the kind of a line that its beginning decides."""
        if _RULE.fullmatch(line) or (listed and _RULE.fullmatch(body)):
            return "rule"
        if listed and _TASK.match(body):
            return "task"
        if body.startswith(">"):
            return "" if self._is_more_than(number, body, listed=listed) else "quotation"
        return next((kind for form, kind in _FORMS if form.match(body)), "")

    def _among_others(self, number: int, line: str, *, begins: bool) -> str:
        """Return the kind of a line that is no item, as it stands among the others."""
        before, after = self._line(number - 1), self._line(number + 1)
        if self._is_bullet(line, before, after, begins=begins):
            return "bullet"
        first, second = _COUNTED.match(line), _COUNTED.match(after)
        counted = first and second and int(first[1]) == int(second[1]) - 1
        if counted or (_LETTERED.match(line) and (_LETTERED.match(before) or _LETTERED.match(after))):
            return "lettered"
        if _COLUMNS.match(line) and (_COLUMNS.match(before) or _COLUMNS.match(after)):
            return "table"
        return "indented" if begins and self._is_indented(number) else ""

    def _is_more_than(self, number: int, body: str, *, listed: bool) -> bool:
        """Tell whether “>” at the beginning of a line goes on a sentence, as before “50 % of”."""
        others = (self._line(number - 1), self._line(number + 1))
        quoted = any(other.lstrip().startswith(">") for other in others)
        return not (listed or quoted or self._begins(number)) and bool(_MORE_THAN.match(body))

    def _is_bullet(self, line: str, before: str, after: str, *, begins: bool) -> bool:
        if _BULLET.match(line):
            return True
        if _DASHED.match(line):  # one alone is a dash, at the beginning of a line or before the source of a motto
            return bool(_DASHED.match(after) if begins else _DASHED.match(before))
        return bool(_UNSPACED.match(line) and (_UNSPACED.match(before) or _UNSPACED.match(after)))

    def _is_indented(self, number: int) -> bool:
        """Tell whether all lines of the paragraph are indented as code is; the first one alone may be."""
        end = number
        while self._line(end).strip():
            end += 1
        paragraph = [line.expandtabs(4) for line in self.lines[number:end]]
        return all(len(line) - len(line.lstrip(" ")) >= self.items + 4 for line in paragraph)
