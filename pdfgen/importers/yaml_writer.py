"""Report YAML as a person would write it: stable order, block scalars, wrapped paragraphs, comments on doubt.

What is written reads back as the same report; writing it again changes nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from pdfgen.importers.text_blocks import Block, Bullets
from pdfgen.model.markup import LINE_MARK
from pdfgen.model.prose import ProseParagraph, Run, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Method


_WIDTH = 90
_MARKUP = re.compile(r"([\\*_\[])")
_ALL_MARKUP = re.compile(r"([\\*_\[\]<>#|`~&$=!])")
# What begins a list, a heading, a quote or a table where it stands first in a line.
_LIST_MARK = re.compile(r"([-+*•·]|\d{1,9}[.)]|#{1,6}|>|\|)(?=\s|$)")
_PLAIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ ,.()’'/–-]*")
_WORDS = {"true", "false", "null"}


@dataclass
class WrittenAnswer:
    """What was found of an answer: paragraphs of text without markup, and lists of them."""

    score: Decimal | str | None = None
    narrative: list[Block] = field(default_factory=list)
    score_change: str = ""


@dataclass
class WrittenNotice:
    """A notice; ``direction`` is the way of a trend arrow, else empty."""

    kind: str
    direction: str = ""
    text: list[Block] = field(default_factory=list)


@dataclass
class ReportText:
    """A report as an importer found it, in the order in which it is written; texts are plain, without markup."""

    entity: dict[str, str] = field(default_factory=dict)
    edition: EditionId | None = None
    quick_facts: dict[str, str | Decimal] = field(default_factory=dict)
    overview: list[Block] = field(default_factory=list)
    key_developments: list[list[Block]] = field(default_factory=list)
    notices: list[WrittenNotice] = field(default_factory=list)
    answers: dict[str, WrittenAnswer] = field(default_factory=dict)
    given: dict[str, str | Decimal] = field(default_factory=dict)
    published: dict[str, str | Decimal] = field(default_factory=dict)
    disclaimer: list[Block] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    """Remarks by the key that they stand above: ``entity``, ``published``; ``""`` for the whole report, on top."""


def write_report(report: ReportText, schema: str, method: Method | None = None) -> str:
    """Return ``report`` as YAML; ``schema`` is the path of its JSON Schema from the file, if it has one.

    With ``method`` the report stands alone and says what it is of.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [f"# {line}" for line in report.comments.get("", "").split("\n") if line]
    if method:
        lines += [
            f"rubric: {method.rubric.id}",
            f"edition: {method.edition}",
        ]
        if (reviewed := method.rubric.reviewed(method.edition)) is not None:
            lines.append(f"year_under_review: {reviewed}")
    lines += _commented(report, "entity", _mapping(report.entity))
    lines += _commented(report, "quick_facts", _mapping(report.quick_facts))
    lines += _commented(report, "overview", _block(report.overview, 2), "overview: |")
    developments = [line for item in report.key_developments for line in ("  - |", *_block(item, 4))]
    lines += _commented(report, "key_developments", developments)
    notices: list[str] = []
    for notice in report.notices:
        direction = [f"    direction: {notice.direction}"] if notice.direction else []
        notices += [f"  - kind: {notice.kind}", *direction, "    text: |", *_block(notice.text, 6)]
    lines += _commented(report, "notices", notices)
    answers: list[str] = []
    for id_, answer in report.answers.items():
        answers += [f"  {id_}:", f"    score: {scalar(answer.score)}"]
        if answer.narrative:
            answers += ["    narrative: |", *_block(answer.narrative, 6)]
        if answer.score_change:
            answers += ["    score_change: |", *_block([answer.score_change], 6)]
    lines += _commented(report, "answers", answers)
    lines += _commented(report, "given", _mapping(report.given))
    lines += _commented(report, "published", _mapping(report.published))
    if report.disclaimer:
        lines += ["", "publication:", "  disclaimer: |", *_block(report.disclaimer, 4)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _commented(report: ReportText, key: str, content: list[str], head: str = "") -> list[str]:
    if not content:
        return []
    remark = [f"# {line}" for line in report.comments.get(key, "").split("\n") if line]
    return ["", *remark, head or f"{key}:", *content]


def _mapping(values: Mapping[str, str | Decimal]) -> list[str]:
    return [f"  {key}: {scalar(value)}" for key, value in values.items()]


def scalar(value: str | Decimal | None) -> str:
    """Return a single value; quoted where it would read as something else."""
    if not isinstance(value, str):
        return str(value)
    return (
        value
        if _PLAIN.fullmatch(value) and value not in _WORDS and value == value.strip()
        else json.dumps(value, ensure_ascii=False)
    )


def _block(blocks: Sequence[Block], indent: int) -> list[str]:
    """Return paragraphs and lists as the lines of a block scalar, wrapped, with blank lines between them."""
    margin = " " * indent
    return [f"{margin}{line}" if line else "" for line in prose(blocks, _WIDTH - indent)]


def prose(blocks: Sequence[Block], width: int, *, tight: bool = False) -> list[str]:
    """Return paragraphs and lists as lines of Markdown of at most ``width`` characters, as far as words allow.

    A list that is ``tight`` has no blank line before it.
    """
    found: list[str] = []
    sign = "."
    for number, block in enumerate(blocks):
        found += [""] if number and (isinstance(block, str) or not tight) else []
        if isinstance(block, str):
            found += wrapped(markdown(block), width)
            continue
        before = blocks[number - 1] if number else ""
        follows = block.start is not None and isinstance(before, Bullets) and before.start is not None
        sign = ")" if follows and sign == "." else "."  # with the same sign the two lists would be one
        for count, item in enumerate(block.items, block.start or 0):
            mark = "- " if block.start is None else f"{count}{sign} "
            lines = prose(item, width - len(mark), tight=True)
            hanging = " " * len(mark)
            found += [mark + lines[0], *(hanging + line if line else "" for line in lines[1:])]
    return found


def markdown(text: str) -> str:
    """Return plain text as Markdown that says the same: with backslashes only where it would say something else."""
    text = " ".join(text.split(" "))
    for marks in (None, _MARKUP, _ALL_MARKUP):
        escaped = marks.sub(r"\\\1", text) if marks else text
        escaped = _LIST_MARK.sub(_escaped_mark, escaped, count=1) if marks and _LIST_MARK.match(escaped) else escaped
        if _reads_as(escaped, text):
            break
    return escaped


def _reads_as(source: str, text: str) -> bool:
    try:
        blocks = parse(source).blocks
    except PydanticCustomError:
        return False
    return blocks == (ProseParagraph((Run(text),)),)


def _escaped_mark(found: re.Match[str]) -> str:
    mark = found[1]
    return f"{mark[:-1]}\\{mark[-1]}"


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` characters; none begins with what would be markup there."""
    lines: list[str] = []
    for word in text.split(" "):
        fits = lines and len(lines[-1]) + 1 + len(word) <= width
        if lines and (fits or LINE_MARK.match(word) or lines[-1].endswith("\\")):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
