r"""Narrative text: a small safe Markdown, parsed once when the report is read.

The dialect has paragraphs (parted by blank lines), ``*emphasis*``, ``**strong**``, ``[text](https://…)`` links (https
and mailto only), lists (``-`` or ``1.``), footnote marks ``[^id]``, and ``\\`` before a markup character. What Markdown
has beyond that is refused by its name (``model.markup``); all else is text. Inline rules are CommonMark's (0.31, §6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlsplit

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from pdfgen.model.base import PARAGRAPH_LIMIT, _text, fault
from pdfgen.model.markup import foreign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from pydantic_core import PydanticCustomError

MARKS = "*_[\\\n"
"""What costs the Markdown parser time."""

BLOCK_LIMIT = 2_000
"""Paragraphs and items of lists in one text."""

_LIST_DEPTH = 4
_BRACKETS = 500  # the time to look for links grows with the square of their number
_ACTIVE = re.compile(r"[*_\[\\]|^[ \t]*(?:[-+]|\d{1,9}[.)])(?:\s|$)", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?:\s|$)")
_SPACE = re.compile(r"[ \t\n]+")
_FOOTNOTE = re.compile(r"\[\^([A-Za-z0-9_-]+)\]")
# What CommonMark would take for markup but is none here: “!” before a bracket, a footnote mark before a parenthesis,
# and asterisks between digits.
_NO_MARKUP = re.compile(r"(?<!\\)(!)(?=\[)|(\[\^[A-Za-z0-9_-]+\])(?=\()|(?<=\d)(\*+)(?=\d)")
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HOST = re.compile(r"\w([\w.-]*\w)?")
_LONG_LABEL = re.compile(r"[^.]{64}")  # no part of a domain name has as many characters (RFC 1035, § 2.3.4)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one style. ``link`` is a URI; ``note`` is the id of a footnote (then ``text`` is empty)."""

    text: str
    emphasis: bool = False
    strong: bool = False
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProseParagraph:
    """Runs that make one paragraph; ``line`` counts from 0 at the first line of the prose."""

    runs: tuple[Run, ...]
    line: int = 0

    def text(self) -> str:
        """Return the words without their style."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; ``start`` is the number of the first item, or None when the items have bullets."""

    items: tuple[tuple[ProseParagraph | ItemList, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ProseText:
    """Parsed narrative; ``source`` is the text as the author wrote it, and alone decides equality."""

    source: str
    blocks: tuple[ProseParagraph | ItemList, ...] = field(compare=False)

    def paragraphs(self) -> Iterator[ProseParagraph]:
        """Yield every paragraph in reading order, those of lists included."""
        yield from _paragraphs(self.blocks)

    def notes(self) -> list[str]:
        """Return the ids of the footnote marks in reading order."""
        return [run.note for paragraph in self.paragraphs() for run in paragraph.runs if run.note]


def _paragraphs(blocks: Sequence[ProseParagraph | ItemList]) -> Iterator[ProseParagraph]:
    for block in blocks:
        if isinstance(block, ProseParagraph):
            yield block
        else:
            for item in block.items:
                yield from _paragraphs(item)


def parse(source: str) -> ProseText:
    """Parse ``source``.

    Raises PydanticCustomError (by ``fault``) for markup that the dialect does not have, a link that is not https or
    mailto, a list nested more than four deep, a paragraph of more than 20,000 characters, and more than 2,000 of them.
    """
    if source.count("[") > _BRACKETS:
        message = f"the text has more than {_BRACKETS} brackets “[”"
        raise fault("too-many-brackets", message, "split the text, or put the brackets in parentheses", "[")
    if source.count("\n") > BLOCK_LIMIT:
        _count(source)
    if others := foreign(source):
        first, *more = (("unknown-markup", item.message, item.remedy, item.snippet) for item in others)
        raise fault(*first, also=tuple(more))
    blocks = _rich(source) if _ACTIVE.search(source) else _plain(source)
    if not all(_has_words(block) for block in blocks or ((),)):
        raise fault("empty-text", "the text has no words", "write the text, or leave the key out")
    for count, paragraph in enumerate(_paragraphs(blocks)):
        if count == BLOCK_LIMIT:
            raise _too_many(paragraph.line)
        length = len(paragraph.text())
        if length > PARAGRAPH_LIMIT:
            message = f"a paragraph has {length:,} characters; {PARAGRAPH_LIMIT:,} is the most"
            raise fault("paragraph-too-long", message, "split it with blank lines", paragraph.text()[:40])
    return ProseText(source.strip("\n"), blocks)


def _count(source: str) -> None:
    """Raise a fault when a text has so many paragraphs and items that it would take long to read them."""
    lines = source.split("\n")
    count = 0
    for number, line in enumerate(lines):
        count += bool(_ITEM.match(line)) or (bool(line.strip()) and not (number and lines[number - 1].strip()))
        if count > BLOCK_LIMIT:
            raise _too_many(number)


def _too_many(line: int) -> PydanticCustomError:
    message = f"the text has more than {BLOCK_LIMIT:,} paragraphs and items of lists"
    return fault("too-many-blocks", message, "split the text", line=line)


def effort(source: str) -> int:
    """Return how many marks ``parse`` would look at: none in plain text, and none where it refuses unseen."""
    if source.count("[") > _BRACKETS or not _ACTIVE.search(source):
        return 0
    return sum(map(source.count, MARKS))


def _has_words(block: ProseParagraph | ItemList | tuple[()]) -> bool:
    """Tell whether every paragraph of ``block`` has something to print, and every item of a list."""
    match block:
        case ProseParagraph():
            return any(run.note or not _BLANK.fullmatch(run.text) for run in block.runs)
        case ItemList():
            return all(item and all(_has_words(part) for part in item) for item in block.items)
        case _:
            return False


def _plain(text: str) -> tuple[ProseParagraph, ...]:
    """Parse text in which nothing is markup: nearly all of it, so it does not load the Markdown library."""
    found: list[ProseParagraph] = []
    numbered = enumerate(text.split("\n"))
    for blank, lines in groupby(numbered, key=lambda item: not item[1].strip()):
        if not blank:
            block = list(lines)
            words = _SPACE.sub(" ", "\n".join(line for _, line in block)).strip(" ")
            found.append(ProseParagraph((Run(words),), block[0][0]))
    return tuple(found)


@cache
def _markdown() -> MarkdownIt:
    # Imported here: it costs as much as all the rest of a check, and few reports need it.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    markdown = MarkdownIt("zero", {"maxNesting": 2 * _LIST_DEPTH + 4})
    markdown.enable(["emphasis", "escape", "link", "list"])
    markdown.disable("text_join")  # keeps an escaped “\[^a]” apart from a footnote mark
    markdown.validateLink = lambda _: True  # type: ignore[method-assign,assignment]  # refused links are errors, not text
    markdown.normalizeLink = str  # type: ignore[method-assign,assignment]  # after the check: errors show what is written
    return markdown


def _rich(text: str) -> tuple[ProseParagraph | ItemList, ...]:
    tokens = _markdown().parse(_NO_MARKUP.sub(_literal, text))
    deep = next((t for t in tokens if t.type == "list_item_open" and t.level >= 2 * _LIST_DEPTH), None)
    if deep:
        line = text.split("\n")[deep.map[0]] if deep.map else ""
        message = f"a list is nested more than {_LIST_DEPTH} deep"
        raise fault("list-too-deep", message, "put a backslash before a “-” that is text", line.strip()[:20])
    return _blocks(iter(tokens), "")


def _literal(found: re.Match[str]) -> str:
    """Return “!” so that the bracket after it is text, a footnote mark parted from what follows, or plain asterisks."""
    if found[3]:
        return "\\*" * len(found[3])
    return "!\\" if found[1] else f"{found[2]}\\"


def _blocks(tokens: Iterator[Token], until: str) -> tuple[ProseParagraph | ItemList, ...]:
    found: list[ProseParagraph | ItemList] = []
    for token in tokens:
        if token.type == until:
            break
        if token.type == "inline":
            _check_stars(token.children or [])
            runs = _runs(token.children or [])
            if runs:
                found.append(ProseParagraph(runs, token.map[0] if token.map else 0))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            close = token.type.replace("open", "close")
            ordered = token.type.startswith("ordered")
            start = int(token.attrs.get("start", 1)) if ordered else None
            items = []
            for inner in tokens:
                if inner.type == close:
                    break
                items.append(_blocks(tokens, "list_item_close"))
            found.append(ItemList(tuple(items), start))
    return tuple(found)


def _check_stars(tokens: Sequence[Token]) -> None:
    """Refuse asterisks inside words that would be taken for emphasis: “2*x and 3*y” is arithmetic.

    A word inside a word (“un*believ*able”) may be emphasised.
    """
    begun: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1 and token.type in ("em_open", "strong_open"):
            begun.append(index)
        elif token.nesting == -1 and token.type in ("em_close", "strong_close"):
            start = begun.pop()
            before = next((item.content for item in reversed(tokens[:start]) if item.content or item.nesting), "")
            after = next((item.content for item in tokens[index + 1 :] if item.content or item.nesting), "")
            if not (before[-1:].isalnum() and after[:1].isalnum()):
                continue
            inside = "".join(item.content for item in tokens[start:index])
            if not _WORD.fullmatch(inside):
                written = f"{token.markup}{inside}{token.markup}"
                message = f"“{before[-1]}{written}{after[0]}”: these asterisks would be taken for emphasis"
                raise fault(
                    "bare-asterisk", message, "write \u00d7 for a product, and \\* for an asterisk", written[:40]
                )


def _runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    """Turn inline tokens into runs with single spaces, none at either end."""
    found: list[Run] = []
    emphasis = strong = words = 0
    link = ""
    for token in tokens:
        match token.type:
            case "em_open" | "em_close":
                emphasis += token.nesting
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "link_open":
                link = str(token.attrs["href"])
                link = checked_link(link, str(token.attrs.get("title", "")))
                words = len(found)
            case "link_close":
                if not any(run.text.strip() for run in found[words:]):
                    remedy = "write the words to be clicked between the brackets"
                    raise fault("bad-link", f"the link to “{link}” has no words", remedy, link)
                link = ""
            case "text":
                for index, piece in enumerate(_FOOTNOTE.split(token.content)):
                    note = piece if index % 2 else ""
                    found.append(Run("" if note else piece, bool(emphasis), bool(strong), link, note))
            case _:  # an escaped character; an escaped line end is a space
                found.append(Run(token.content or "\n", bool(emphasis), bool(strong), link))
    return _spaced(found)


def _spaced(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    after_space = True
    for run in runs:
        if run.note:
            joined.append(run)
            after_space = False
            continue
        text = _SPACE.sub(" ", run.text)
        if after_space:
            text = text.lstrip(" ")
        if not text:
            continue
        after_space = text.endswith(" ")
        last = joined[-1] if joined else None
        style = (run.emphasis, run.strong, run.link)
        if last and not last.note and (last.emphasis, last.strong, last.link) == style:
            joined[-1] = Run(last.text + text, *style)
        else:
            joined.append(Run(text, *style))
    if joined and joined[-1].text.endswith(" "):
        last = joined.pop()
        if trimmed := last.text.rstrip(" "):
            joined.append(Run(trimmed, last.emphasis, last.strong, last.link))
    return tuple(joined)


def checked_link(uri: str, title: str = "") -> str:
    """Return ``uri`` in ASCII.

    Raises a fault unless a report may link to it: https with a host, or mailto with an address.
    """
    remedy = "link to https://… or mailto:…, or put a backslash before the “[”"
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise fault("bad-link", f"“{uri}” is not a link: {error}", remedy, uri) from None
    if parts.scheme == "http":
        raise fault("bad-link", f"“{uri}” is not a safe link", f"write https{uri[4:]}", uri)
    what = ""
    match parts.scheme:
        case "https":
            what = "" if _HOST.fullmatch(parts.hostname or "") else "the link has no host"
        case "mailto":
            what = "" if _ADDRESS.fullmatch(parts.path) else "the link has no address"
        case "":
            what = "a link needs https:// before it"
        case _:
            what = f"links by “{parts.scheme}:” are not allowed"
    if what:
        raise fault("bad-link", f"“{uri}”: {what}", remedy, uri)
    if title:
        raise fault("bad-link", f"the title “{title}” of a link is never shown", "remove it", title)
    return _encoded(uri)


def _encoded(uri: str) -> str:
    """Return ``uri`` in ASCII: the host by IDNA, the rest percent-encoded (RFC 3987, § 3.1)."""
    parts = urlsplit(uri)
    wrong = fault("bad-link", f"“{uri}”: the host is no domain name", "check the link", uri)
    if _LONG_LABEL.search(parts.netloc):  # the time to encode it grows with the square of its length
        raise wrong
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        raise wrong from None
    return quote(uri.replace(parts.netloc, host, 1), safe="%/:?#[]@!$&'()*+,;=~-._")


def _prose(value: Any) -> ProseText:
    if isinstance(value, ProseText):
        return value
    text = _text(value)
    return parse(value if isinstance(value, str) else text)  # blank lines before the text count in its places


Prose = Annotated[
    ProseText,
    BeforeValidator(_prose),
    PlainSerializer(lambda prose: prose.source, return_type=str),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
"""Narrative in the small Markdown of this module."""
