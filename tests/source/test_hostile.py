"""Hostile and careless input: every case is refused at its place, in words, and at no cost.

In the tables “▸” marks the place that the problem must name; it is taken out before the file is written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.errors import Problem

MARK = "▸"
REPORTS = "editions/2018/reports"


@dataclass(frozen=True)
class Edit:
    """The sound report with ``old`` replaced by ``new``; without ``old``, ``new`` goes before it."""

    old: str
    new: str


@dataclass(frozen=True)
class Case:
    """A source and the problem that it must give; ``others`` counts the further ones."""

    name: str
    source: Edit | str | bytes
    code: str
    message: str
    remedy: str
    others: int = 0
    at: str = "1:1"

    def text(self, base: str) -> tuple[bytes, str]:
        """Return the file's content and the place of the problem."""
        source = self.source
        if isinstance(source, bytes):
            return source, self.at
        if isinstance(source, Edit):
            assert source.old in base, f"the sound report has no {source.old!r}"
            source = base.replace(source.old, source.new, 1) if source.old else source.new + base
        before, mark, after = source.partition(MARK)
        place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}" if mark else self.at
        return (before + after).encode(), place


def top(line: str) -> Edit:
    """Put a line at the top of the sound report."""
    return Edit("", line)


def why(text: str) -> Edit:
    """Replace a narrative."""
    return Edit("Why A1.", text)


def score(text: str) -> Edit:
    """Replace a score."""
    return Edit("A1: {score: 0", f"A1: {{score: {text}")


def link(uri: str) -> Edit:
    """Put a link in a narrative."""
    return why(f'"A [word]({uri}) here."')


PLAIN_QUOTES = "remove it; put text that begins with “{}” in quotes"
SPLIT = "close the brackets, or put the text in quotes"
MANY_PARTS = 1_000_000

STRUCTURE = [
    Case(
        "alias bomb",
        "a: ▸&a [x]\n"
        + "".join(f"{n}: &{n} [{', '.join([f'*{m}'] * 9)}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)),
        "anchor",
        "the anchor &a is not allowed",
        PLAIN_QUOTES.format("&"),
    ),
    Case("anchor", why("▸&x y"), "anchor", "the anchor &x is not allowed", PLAIN_QUOTES.format("&")),
    Case(
        "alias",
        why("▸*x"),
        "alias",
        "the alias *x is not allowed",
        "write the value out; put text that begins with “*” in quotes",
    ),
    Case(
        "merge key",
        Edit("  iso: KZ", "  ▸<<: {iso: KZ}"),
        "merge-key",
        "the merge key << is not allowed",
        "write the values out",
    ),
    Case(
        "Python object",
        Edit("Kazakhstan", "▸!!python/object/apply:os.system [ls]"),
        "tag",
        "the tag !!python/object/apply:os.system is not allowed",
        PLAIN_QUOTES.format("!"),
    ),
    Case(
        "binary",
        Edit("Astana", "▸!!binary QXN0YW5h"),
        "tag",
        "the tag !!binary is not allowed",
        PLAIN_QUOTES.format("!"),
    ),
    Case("own tag", Edit("Astana", "▸!x Astana"), "tag", "the tag !x is not allowed", PLAIN_QUOTES.format("!")),
    Case(
        "tagged key",
        Edit("  iso: KZ", "  ▸!x iso: KZ"),
        "tag",
        "the tag !x is not allowed",
        PLAIN_QUOTES.format("!"),
    ),
    Case(
        "100,000 brackets",
        "[" * 32 + MARK + "[" * 100_000,
        "too-deep",
        "the nesting is deeper than 32 levels",
        SPLIT,
    ),
    Case(
        "nested braces",
        why("{a: " * 29 + "▸{a: x}" + "}" * 29),
        "too-deep",
        "the nesting is deeper than 32 levels",
        SPLIT,
    ),
    Case(
        "30,000 nested lists",
        "- " * 32 + MARK + "- " * 30_000 + "x",
        "too-deep",
        "the nesting is deeper than 32 levels",
        SPLIT,
    ),
    Case(
        "a million parts",
        "[" + "a," * 199_998 + MARK + "a," * (MANY_PARTS - 199_998 - 2_000) + "]",
        "too-many-parts",
        "the file has more than 200,000 parts",
        "split the content over several files",
    ),
    Case(
        "2,001 items",
        Edit("key_developments:\n", "key_developments:\n" + "  - x\n" * 2_000 + "  - ▸x\n"),
        "too-many-items",
        "the list has more than 2,000 items",
        "remove some",
    ),
    Case(
        "10,002 marks of Markdown",
        why('▸"' + "*a* " * 5_001 + '"'),
        "too-much-markup",
        "the texts have more than 10,000 marks (“*”, “_”, “[”, “\\”) and line ends",
        "split the text over several files",
    ),
    Case(
        "too large",
        "#" * 2_000_001,
        "file-too-large",
        "the file has 2,000,001 bytes; 2,000,000 is the most",
        "split the text over several files",
    ),
    Case(
        "text of 64,001 characters",
        why(MARK + "x" * 64_001),
        "text-too-long",
        "the text has 64,001 characters; 64,000 is the most",
        "shorten it",
        others=1,  # the paragraph is too long as well
    ),
    Case(
        "paragraph of 20,001 characters",
        why(MARK + "x " * 10_000 + "x"),
        "paragraph-too-long",
        "a paragraph has 20,001 characters; 20,000 is the most",
        "split it with blank lines",
    ),
    Case(
        "key twice at the top",
        Edit("published:", "▸footnotes: {}\npublished:"),
        "duplicate-key",
        "the key `footnotes` stands here a second time",
        "keep one of the two; the first is on line 47",
    ),
    Case(
        "key twice below",
        Edit("  kind: country", "  ▸iso: NO\n  kind: country"),
        "duplicate-key",
        "the key `iso` stands here a second time",
        "keep one of the two; the first is on line 3",
    ),
    Case(
        "answer twice",
        Edit("  B1:", "  ▸A1: {score: 1}\n  B1:"),
        "duplicate-key",
        "the key `A1` stands here a second time",
        "keep one of the two; the first is on line 22",
    ),
    Case("number as key", top("▸1: x\n"), "bad-key", "the key 1 is not text", 'write "1":'),
    Case("decimal as key", top("▸1.5: x\n"), "bad-key", "the key 1.5 is not text", 'write "1.5":'),
    Case("truth value as key", top("▸true: x\n"), "bad-key", "the key true is not text", 'write "true":'),
    Case("null as key", top("▸null: x\n"), "bad-key", "the key null is not text", 'write "null":'),
    Case(
        "list as key",
        top("▸[a]: x\n"),
        "bad-key",
        "a list or mapping cannot be a key",
        "put text that begins with “[” or “{” in quotes",
    ),
    Case(
        "mapping as key",
        top("▸{a: b}: x\n"),
        "bad-key",
        "a list or mapping cannot be a key",
        "put text that begins with “[” or “{” in quotes",
    ),
    Case(
        "empty key",
        top("?▸\n: x\n"),
        "bad-key",
        "the key nothing is not text",
        "write a key before the colon",
        at="2:1",
    ),
    Case(
        "no key",
        why("{▸: x}"),
        "yaml-syntax",
        "this is not valid YAML: did not find expected node content",
        "check this line and the one before it",
    ),
    Case(
        "two documents",
        "a: b\n▸---\nc: d\n",
        "several-documents",
        "a second document begins here",
        "keep one report in a file; put “---” in quotes where it is text",
    ),
    Case("empty file", "", "empty-file", "the file has no content", "start it with `pdfgen new report`"),
    Case("only comments", "# a\n# b\n", "empty-file", "the file has no content", "start it with `pdfgen new report`"),
    Case(
        "list at the top",
        "▸- a\n",
        "not-a-mapping",
        "the file must be a mapping",
        "write `key: value` lines below it",
    ),
    Case(
        "text at the top",
        "# a\n▸hello\n",
        "not-a-mapping",
        "the file must be a mapping",
        "write `key: value` lines below it",
    ),
]

SYNTAX = "this is not valid YAML: "
BACKSLASH = r"in double quotes write \\ for a backslash, or use single quotes"
COLON = "write `key: value`, with a space after the colon"
GRAMMAR = [
    Case("tab", Edit("  iso: KZ", "▸\tiso: KZ"), "yaml-syntax", "a tab indents this line", "indent with spaces"),
    Case(
        "tab after spaces",
        Edit("  iso: KZ", "  ▸\tiso: KZ"),
        "yaml-syntax",
        "a tab indents this line",
        "indent with spaces",
    ),
    Case(
        "unclosed quotes",
        Edit("Astana", "▸'Astana"),
        "yaml-syntax",
        SYNTAX + "found unexpected end of stream",
        "close the quotes or brackets",
    ),
    Case(
        "unclosed bracket",
        Edit("Astana", "▸[Astana"),
        "yaml-syntax",
        SYNTAX + "did not find expected ',' or ']'",
        SPLIT,
    ),
    Case(
        "unclosed brace",
        Edit("{score: 0, narrative: Why A1.}", "▸{score: 0"),
        "yaml-syntax",
        SYNTAX + "did not find expected ',' or '}'",
        SPLIT,
    ),
    Case(
        "apostrophe in quotes", why("'It isn'▸t.'"), "yaml-syntax", SYNTAX + "did not find expected ',' or '}'", SPLIT
    ),
    Case(
        "closing bracket",
        Edit("Astana", "▸]Astana"),
        "yaml-syntax",
        "text cannot begin with “]” here",
        "put the text in quotes, or write it below a `|`",
    ),
    Case(
        "no space after the colon",
        Edit("  iso: KZ", "  ▸iso:KZ"),
        "yaml-syntax",
        SYNTAX + "could not find expected ':'",
        f"{COLON}; indent text below its key",
    ),
    Case(
        "no space after the first colon",
        Edit("  name: K", "  ▸name:K"),
        "yaml-syntax",
        SYNTAX + "mapping values are not allowed in this context",
        COLON,
    ),
    Case(
        "colon in a list item",
        Edit("- One development.", "- ▸One: a development."),
        "not-text",
        "expected text, found a mapping",
        "put text that has “: ” in it in quotes, or write it below a `|`",
    ),
    Case(
        "two colons in text",
        Edit("Astana", "Astana▸: once Almaty"),
        "yaml-syntax",
        SYNTAX + "mapping values are not allowed in this context",
        "put text that has “: ” in it in quotes, or write it below a `|`",
    ),
    Case(
        "at sign",
        Edit("Astana", "▸@Astana"),
        "yaml-syntax",
        "text cannot begin with “@” here",
        "put the text in quotes, or write it below a `|`",
    ),
    Case("unknown escape", why(r'"C:▸\dir"'), "yaml-syntax", SYNTAX + "found unknown escape character", BACKSLASH),
    Case(
        "broken escape",
        why(r'"C:\U▸sers"'),
        "yaml-syntax",
        SYNTAX + "did not find expected hexdecimal number",
        BACKSLASH,
    ),
    Case(
        "surrogate escape",
        why(r'"A \u▸d800 here."'),
        "yaml-syntax",
        SYNTAX + "found invalid Unicode character escape code",
        "check this line and the one before it",
    ),
]

REMOVE, ESCAPE = "remove it", "remove the escape"
UTF_8 = "save the file with the encoding UTF-8"
CHARACTERS = [
    Case("NUL", why("Why ▸\0A1."), "forbidden-character", "the character U+0000 is not allowed", REMOVE),
    Case("BEL", why("Why ▸\x07A1."), "forbidden-character", "the character U+0007 is not allowed", REMOVE),
    Case(
        "ESC in a comment", top("# ▸\x1b[31m\n"), "forbidden-character", "the character U+001B is not allowed", REMOVE
    ),
    Case("NEL", why("Why ▸\x85A1."), "forbidden-character", "the character U+0085 is not allowed", REMOVE),
    Case(
        "bidirectional override",
        why("Why ▸\u202eA1."),
        "forbidden-character",
        "the character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed",
        REMOVE,
    ),
    Case(
        "bidirectional isolate",
        why("Why ▸\u2066A1."),
        "forbidden-character",
        "the character U+2066 (LEFT-TO-RIGHT ISOLATE) is not allowed",
        REMOVE,
    ),
    Case(
        "line separator",
        why("Why ▸\u2028A1."),
        "forbidden-character",
        "the character U+2028 (LINE SEPARATOR) is not allowed",
        REMOVE,
    ),
    Case("noncharacter", why("Why ▸\ufffeA1."), "forbidden-character", "the character U+FFFE is not allowed", REMOVE),
    Case(
        "noncharacter beyond the BMP",
        why("▸\U0010ffff"),
        "forbidden-character",
        "the character U+10FFFF is not allowed",
        REMOVE,
    ),
    Case(
        "two characters",
        why("Why ▸\0A1\x07."),
        "forbidden-character",
        "the character U+0000 is not allowed",
        REMOVE,
        others=1,
    ),
    Case("NUL escaped", why(r'▸"Why \0 A1."'), "forbidden-character", "the character U+0000 is not allowed", ESCAPE),
    Case("BEL escaped", why(r'▸"Why \x07 A1."'), "forbidden-character", "the character U+0007 is not allowed", ESCAPE),
    Case(
        "override escaped",
        why(r'▸"Why \u202E A1."'),
        "forbidden-character",
        "the character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed",
        ESCAPE,
    ),
    Case(
        "isolate escaped",
        why(r'▸"Why \u2066 A1."'),
        "forbidden-character",
        "the character U+2066 (LEFT-TO-RIGHT ISOLATE) is not allowed",
        ESCAPE,
    ),
    Case(
        "noncharacter escaped",
        why(r'▸"Why \uFDD0 A1."'),
        "forbidden-character",
        "the character U+FDD0 is not allowed",
        ESCAPE,
    ),
    Case(
        "line separator escaped",
        why(r'▸"Why \L A1."'),
        "forbidden-character",
        "the character U+2028 (LINE SEPARATOR) is not allowed",
        ESCAPE,
    ),
    Case("invalid UTF-8", b"entity:\n  name: K\xff\n", "not-utf-8", "byte 0xFF is not UTF-8", UTF_8, at="2:10"),
    Case("Latin-1", "# é\nentity: é".encode("latin-1"), "not-utf-8", "byte 0xE9 is not UTF-8", UTF_8, at="1:3"),
    Case("after wide characters", "a: é€𝄞".encode() + b"\xc3", "not-utf-8", "byte 0xC3 is not UTF-8", UTF_8, at="1:7"),
    Case("UTF-16", "entity: x\n".encode("utf-16"), "not-utf-8", "byte 0xFF is not UTF-8", UTF_8),
    Case("encoded surrogate", b"a: \xed\xa0\x80", "not-utf-8", "byte 0xED is not UTF-8", UTF_8, at="1:4"),
    Case("overlong NUL", b"a: \xc0\x80", "not-utf-8", "byte 0xC0 is not UTF-8", UTF_8, at="1:4"),
    Case("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-utf-8", "byte 0x89 is not UTF-8", UTF_8),
]

UNQUOTED = "write digits, as 4 or 2.5"
STEPS = "write a number from 0 to 4 in steps of 1"
SCORES = [
    *(
        Case(f"score {text}", score(MARK + text), "not-a-number", f"expected a number, found {found}", UNQUOTED)
        for text, found in {
            ".nan": "the text “.nan”",
            ".inf": "the text “.inf”",
            "-.inf": "the text “-.inf”",
            "1e400": "the text “1e400”",
            "0x1F": "the text “0x1F”",
            "010": "the text “010”",
            "1_000": "the text “1_000”",
            "1:30": "the text “1:30”",
            "2018-01-02": "the text “2018-01-02”",
            "yes": "the text “yes”",
            "true": "true",
            "[4]": "a list",
        }.items()
    ),
    Case(
        'score "4"',
        score(MARK + '"4"'),
        "not-a-number",
        "expected a number, found the text “4”",
        "write 4 without quotes",
    ),
    Case("score {}", Edit("score: 0", "▸score: {}"), "not-a-number", "expected a number, found a mapping", UNQUOTED),
    Case("score null", score("▸null"), "missing-score", "A1 has no score", STEPS),
    Case("score 5", score("▸5"), "score-out-of-range", "A1 is scored 5; scores go from 0 to 4", STEPS),
    Case("score -1", score("▸-1"), "score-out-of-range", "A1 is scored -1; scores go from 0 to 4", STEPS),
    Case("score 4.5", score("▸4.5"), "score-out-of-range", "A1 is scored 4.5; scores go from 0 to 4", STEPS),
    Case("score 0.5", score("▸0.5"), "score-out-of-range", "A1 is scored 0.5; scores go in steps of 1 from 0", STEPS),
]

LINES = "write `key: value` lines below it"
KEYS = [
    Case(
        "misspelt",
        Edit("key_developments:", "▸key_developements:"),
        "unknown-key",
        "`key_developements` is not a key here",
        "did you mean `key_developments`?",
    ),
    Case(
        "misspelt in an answer",
        Edit("{score: 0, narrative", "{score: 0, ▸narative"),
        "unknown-key",
        "`narative` is not a key here",
        "did you mean `narrative`?",
    ),
    Case(
        "misspelt on the first line",
        Edit("entity:", "▸entitty:"),
        "unknown-key",
        "`entitty` is not a key here",
        "did you mean `entity`?",
        others=1,
    ),
    Case(
        "misspelt first in a list item",
        Edit("- kind", "- ▸knd"),
        "unknown-key",
        "`knd` is not a key here",
        "did you mean `kind`?",
        others=1,
    ),
    Case(
        "unlike any",
        Edit("  region:", "  ▸zzz:"),
        "unknown-key",
        "`zzz` is not a key here",
        "known are `name`, `id`, `kind`, `iso`, `parent`, `region`, `group`",
    ),
    Case(
        "no entity",
        Edit("entity:\n  name: Kazakhstan\n  iso: KZ\n  kind: country\n  region: Eurasia\n", MARK),
        "missing-key",
        "`entity` is missing",
        "add `entity:`",
    ),
    Case(
        "no name",
        Edit("entity:\n  name: Kazakhstan\n", "▸entity:\n"),
        "missing-key",
        "`name` is missing",
        "add `name:`",
    ),
    Case(
        "no kind",
        Edit("entity:\n  name: Kazakhstan\n  iso: KZ\n  kind: country\n", "▸entity:\n  name: Kazakhstan\n  iso: KZ\n"),
        "missing-key",
        "`kind` is missing",
        "add `kind:`",
    ),
    Case(
        "no answers",
        "▸entity: {name: Kazakhstan, kind: country}\n",
        "missing-answer",
        "the answers A1, A2, A3, B1, B2, B3, B4, C1, C2, C3, D1, D2, D3, D4, E1, E2, E3, F1, F2, F3, F4, G1, G2, G3, G4 "
        "are missing",
        "add `A1:` with `score:` and `narrative:` below `answers`",
    ),
    Case("no score", Edit("A1: {score: 0, ", "▸A1: {"), "missing-key", "`score` is missing", "add `score:`"),
    Case(
        "no text of a notice",
        Edit("- kind: note\n    text: A word to the reader.", "- ▸kind: note"),
        "missing-key",
        "`text` is missing",
        "add `text:`",
    ),
    Case(
        "empty answers",
        "entity: {name: Kazakhstan, kind: country}\nanswers:▸\n",
        "not-a-mapping",
        "`answers` must be a mapping",
        LINES,
    ),
    Case(
        "answers as list",
        "entity: {name: Kazakhstan, kind: country}\nanswers: ▸[A1]\n",
        "not-a-mapping",
        "`answers` must be a mapping",
        LINES,
    ),
    Case(
        "answer as number",
        Edit("{score: 0, narrative: Why A1.}", "▸0"),
        "not-a-mapping",
        "`A1` must be a mapping",
        LINES,
    ),
    Case("entity as text", "entity: ▸Kazakhstan\nanswers: {}\n", "not-a-mapping", "`entity` must be a mapping", LINES),
    Case(
        "developments as text",
        Edit('key_developments:\n  - One development.\n  - "Another: with a colon."\n', "key_developments: ▸One.\n"),
        "not-a-list",
        "`key_developments` must be a list",
        "write the items on lines of their own, each after “- ”",
    ),
    Case(
        "narrative as mapping",
        Edit("narrative: Why A1.", "▸narrative: {a: b}"),
        "not-text",
        "expected text, found a mapping",
        "put text that has “: ” in it in quotes, or write it below a `|`",
    ),
    Case("empty text", why('▸""'), "empty-text", "the text is empty", "write the text, or leave the key out"),
    Case(
        "empty name",
        Edit("name: Kazakhstan", "name:▸"),
        "not-text",
        "expected text, found nothing",
        "write the text after the colon; put text that begins with “#” in quotes",
    ),
    Case(
        "name of two lines",
        Edit("Kazakhstan", r'▸"Kazakh\nstan"'),
        "not-one-line",
        "expected one line, found several",
        "join the lines",
    ),
]

MEND = "correct the score or the published value, or waive it with `waivers:` and the reason"
ANNOUNCED = "correct the notice or the scores, or waive it with `waivers:` and the reason"
ADD_A1 = "add `A1:` with `score:` and `narrative:` below `answers`"
METHOD = [
    Case(
        "unknown question",
        Edit("  B1:", "  ▸A4: {score: 0}\n  B1:"),
        "unknown-question",
        "edition 2018 has no question A4",
        "known are `A1`, `A2`, `A3`, `B1`, `B2`, `B3`, `B4`, `C1`, `C2`, `C3`, `add_q`, `D1`, `D2`, `D3`, `D4`, `E1`, "
        "`E2`, `E3`, `F1`, `F2`, `F3`, `F4`, `G1`, `G2`, `G3`, `G4`",
    ),
    Case(
        "question in small letters",
        Edit("A1:", "▸a1:"),
        "unknown-question",
        "edition 2018 has no question a1",
        "did you mean `A1`?",
        others=1,
    ),
    Case(
        "question with a space",
        Edit("A1:", "▸A 1:"),
        "bad-identifier",
        "expected an identifier, found the text “A 1”",
        "use a letter, then letters, digits, “_” or “-”, 63 at most",
    ),
    Case(
        "missing answer",
        Edit("answers:\n  A1: {score: 0, narrative: Why A1.}\n", "▸answers:\n"),
        "missing-answer",
        "the answer A1 is missing",
        ADD_A1,
    ),
    Case(
        "missing answers",
        Edit("answers:\n  A1: {score: 0, narrative: Why A1.}\n  A2: {score: 0, narrative: Why A2.}\n", "▸answers:\n"),
        "missing-answer",
        "the answers A1, A2 are missing",
        ADD_A1,
    ),
    Case(
        "wrong total",
        Edit("Total: 22", "Total: ▸23"),
        "published-differs",
        "Total is published as 23, but the answers give 22 (PR 5 + CL 17)",
        MEND,
    ),
    Case(
        "wrong sum",
        Edit("PR: 5", "PR: ▸6"),
        "published-differs",
        "PR is published as 6, but the answers give 5 (A 1 + B 3 + C 1)",
        MEND,
    ),
    Case(
        "wrong rating",
        Edit("pr_rating: 7", "pr_rating: ▸6"),
        "published-differs",
        "pr_rating is published as 6, but the answers give 7 (from PR 5)",
        MEND,
    ),
    Case(
        "wrong status",
        Edit("  status: NF", "  status: ▸PF"),
        "published-differs",
        "status is published as PF, but the answers give NF (from freedom_rating 6.0)",
        MEND,
    ),
    Case(
        "unknown measure",
        Edit("  status: NF", "  ▸Status: NF"),
        "unknown-measure",
        "edition 2018 has no measure Status",
        "did you mean `status`?",
    ),
    Case(
        "score unlike the table",
        Edit("A3: {score: 1", "A3: {score: ▸2"),
        "score-differs",
        "A3 is scored 2, but the score table of 2018 has 1; A should be 1 and is 2 (A1 0 + A2 0 + A3 2)",
        "write 1, or waive it with `waivers:` and the reason",
        others=3,  # Total, PR and pr_rating differ from the published values
    ),
    Case(
        "kind unlike the table",
        Edit("kind: country", "kind: ▸territory"),
        "kind-differs",
        "Kazakhstan is a country in the score table",
        "write country",
        others=1,  # a territory has no capital
    ),
    Case(
        "unknown kind",
        Edit("kind: country", "kind: ▸contry"),
        "unknown-kind",
        "the rubric freedom-in-the-world has no kind “contry”",
        "did you mean `country`?",
    ),
    Case(
        "truth value as kind",
        Edit("kind: country", "kind: ▸true"),
        "bad-identifier",
        "expected an identifier, found true",
        "use a letter, then letters, digits, “_” or “-”, 63 at most",
    ),
    Case(
        "list as kind",
        Edit("kind: country", "kind: ▸[country]"),
        "bad-identifier",
        "expected an identifier, found a list",
        "use a letter, then letters, digits, “_” or “-”, 63 at most",
    ),
    Case(
        "waiver for an unknown measure",
        top("waivers:\n  - {measure: ▸Totl, reason: x}\n"),
        "unknown-measure",
        "edition 2018 has no measure Totl",
        "did you mean `Total`?",
    ),
    Case(
        "waiver without a reason",
        top("waivers:\n  - ▸{measure: Total}\n"),
        "missing-key",
        "`reason` is missing",
        "add `reason:`",
    ),
    Case(
        "given that is computed",
        top("given: {▸Total: 1}\n"),
        "unknown-measure",
        "Total is not a measure that is given",
        "this list is empty",
    ),
    Case(
        "status change without one",
        Edit("kind: note", "kind: ▸status_change"),
        "notice-differs",
        "a status change is announced, but the status is NF in both editions",
        ANNOUNCED,
    ),
    Case(
        "rating change without one",
        Edit("kind: note", "kind: ▸rating_change"),
        "notice-differs",
        "a rating change is announced, but the ratings are the same in both editions (pr_rating 7, cl_rating 5)",
        ANNOUNCED,
    ),
    Case(
        "arrow without a change",
        Edit("kind: note", "kind: ▸trend_arrow\n    direction: up"),
        "notice-differs",
        "the trend arrow points up, but Total changed by 0",
        ANNOUNCED,
    ),
    Case(
        "arrow without a direction",
        Edit("kind: note", "▸kind: trend_arrow"),
        "bad-notice",
        "a trend arrow, and only it, has a direction",
        "write `direction: up` or `direction: down` for a trend arrow, and for nothing else",
    ),
    Case(
        "arrow sideways",
        Edit("kind: note", "kind: trend_arrow\n    direction: ▸sideways"),
        "unknown-word",
        "“sideways” is not one of the words for `direction`",
        "known are `up`, `down`",
    ),
    Case(
        "unknown notice",
        Edit("kind: note", "kind: ▸statuschange"),
        "unknown-word",
        "“statuschange” is not one of the words for `kind`",
        "did you mean `status_change`?",
    ),
]

SAFE = "link to https://… or mailto:…, or put a backslash before the “[”"
PROSE = [
    *(
        Case(f"link {uri}", link(MARK + uri), "bad-link", f"“{uri}”: {fault}", SAFE)
        for uri, fault in {
            "javascript:alert(1)": "links by “javascript:” are not allowed",
            "JavaScript:alert(1)": "links by “javascript:” are not allowed",
            "file:///etc/passwd": "links by “file:” are not allowed",
            "data:text/html,x": "links by “data:” are not allowed",
            "page.html": "a link needs https:// before it",
            "/page": "a link needs https:// before it",
            "//example.org": "a link needs https:// before it",
            "https://": "the link has no host",
            "https:///page": "the link has no host",
            "mailto:someone": "the link has no address",
            "mailto:someone@": "the link has no address",
        }.items()
    ),
    Case(
        "link http:",
        link("▸http://example.org/a"),
        "bad-link",
        "“http://example.org/a” is not a safe link",
        "write https://example.org/a",
    ),
    Case(
        "link with an accent",
        link("▸http://é.org/ü"),
        "bad-link",
        "“http://é.org/ü” is not a safe link",
        "write https://é.org/ü",
    ),
    Case(
        "link on a later line",
        Edit("  It has a second", "  A [word](▸x).\n  It has a second"),
        "bad-link",
        "“x”: a link needs https:// before it",
        SAFE,
    ),
    Case(
        "unknown footnote",
        why('"Why.▸[^cencus]"'),
        "unknown-footnote",
        "there is no footnote “cencus”",
        "did you mean `census`?",
    ),
    Case(
        "no footnotes",
        "entity: {name: Kazakhstan, kind: country}\nanswers: {A1: {score: 0, narrative: 'Why.▸[^a]'}}\n",
        "unknown-footnote",
        "there is no footnote “a”",
        "add `footnotes:` with `a:`",
        others=1,
    ),
    Case(
        "list nested five deep",
        Edit("overview: |\n", "overview: |\n  - a\n    - b\n      - c\n        - d\n          ▸- e\n\n"),
        "list-too-deep",
        "a list is nested more than 4 deep",
        "put a backslash before a “-” that is text",
    ),
]

DIGITS = "write digits only, such as 17800000"
FACTS = [
    Case(
        "population in words",
        Edit("17800000", "▸many"),
        "bad-fact",
        "“Population” is a whole number, not “many”",
        DIGITS,
    ),
    Case(
        "population with commas",
        Edit("17800000", "▸17,800,000"),
        "bad-fact",
        "“Population” is a whole number, not “17,800,000”",
        DIGITS,
    ),
    Case(
        "population with a fraction",
        Edit("17800000", "▸17.8"),
        "bad-fact",
        "“Population” is a whole number, not “17.8”",
        DIGITS,
    ),
    Case(
        "population in quotes",
        Edit("17800000", '▸"17800000"'),
        "bad-fact",
        "“Population” is a whole number, not “17800000”",
        "remove the quotes",
    ),
    Case(
        "money in words",
        Edit("10510", "▸$10,510"),
        "bad-fact",
        "“GDP/capita” is a number, not “$10,510”",
        "write digits only, such as 10510 or 54.9",
    ),
    Case(
        "list as fact",
        Edit("Astana", "▸[Astana]"),
        "wrong-type",
        "`capital` must be a single value",
        "write the value after the colon",
    ),
    Case(
        "unknown category",
        Edit("press_freedom_status: NF", "press_freedom_status: ▸XX"),
        "bad-fact",
        "“XX” is not a category of “Press Freedom Status”",
        "known are `F`, `PF`, `NF`",
    ),
    Case(
        "unknown fact",
        Edit("press_freedom_status", "▸press_freedom"),
        "unknown-fact",
        "edition 2018 has no quick fact “press_freedom”",
        "did you mean `press_freedom_status`?",
    ),
    Case(
        "capital of a territory",
        "entity: {name: Somaliland, kind: territory}\nquick_facts: {▸capital: Hargeisa}\nanswers: {}\n",
        "fact-not-for-kind",
        "a territory has no “Capital”",
        "remove it",
        others=1,
    ),
    Case(
        "parent of a country",
        Edit("  kind: country", "  kind: country\n  parent: ▸Russia"),
        "parent-not-for-kind",
        "a country has no parent in the rubric freedom-in-the-world",
        "write `kind: territory`",
    ),
    Case(
        "unknown region",
        Edit("Eurasia", "▸Eurasien"),
        "unknown-region",
        "“Eurasien” is not a region of edition 2018",
        "did you mean `Eurasia`?",
    ),
    Case(
        "ISO code in small letters",
        Edit("KZ", "▸kz"),
        "bad-iso-code",
        "expected an ISO 3166 code",
        "write two capitals such as KZ, or KZ-ALA for a part",
    ),
    Case(
        "ISO code of three letters",
        Edit("KZ", "▸KAZ"),
        "bad-iso-code",
        "expected an ISO 3166 code",
        "write two capitals such as KZ, or KZ-ALA for a part",
    ),
    Case(
        "language by name",
        top("language: ▸english\n"),
        "bad-language",
        "expected a language tag",
        "write a tag such as en, es or pt-BR",
    ),
    Case(
        "language of a locale",
        top("language: ▸en_US\n"),
        "bad-language",
        "expected a language tag",
        "write a tag such as en, es or pt-BR",
    ),
    Case(
        "language without labels",
        top("language: ▸xx\n"),
        "unknown-language",
        "there are no labels for the language “xx”",
        "known are `en`, `es`",
    ),
    Case(
        "ISBN with a wrong digit",
        top("publication: {isbn: ▸978-0-306-40615-8}\n"),
        "bad-isbn",
        "“978-0-306-40615-8” is not an ISBN-13: length or check digit is wrong",
        "check the thirteen digits against the imprint",
    ),
    Case(
        "ISBN of ten digits",
        top("publication: {isbn: ▸0-306-40615-2}\n"),
        "bad-isbn",
        "“0-306-40615-2” is not an ISBN-13: length or check digit is wrong",
        "check the thirteen digits against the imprint",
    ),
    Case(
        "bar code as ISBN",
        top("publication: {isbn: ▸4006381333931}\n"),
        "bad-isbn",
        "“4006381333931” is not an ISBN-13: it begins with neither 978 nor 979",
        "check the thirteen digits against the imprint",
    ),
    Case(
        "DOI as address",
        top("publication: {doi: ▸'https://doi.org/10.1234/a'}\n"),
        "bad-doi",
        "expected a DOI",
        "write it as 10.1234/abc, without https://",
    ),
    Case(
        "DOI with a space",
        top("publication: {doi: ▸10.1234/a b}\n"),
        "bad-doi",
        "expected a DOI",
        "write it as 10.1234/abc, without https://",
    ),
]

MEND_EDITION = "remove it here, or correct {edition}:"
EDITION = [
    Case(
        "other year under review",
        top("year_under_review: ▸2018\n"),
        "edition-differs",
        "`year_under_review` differs from the edition’s, which is 2017",
        MEND_EDITION + "9",
    ),
    Case(
        "other rubric",
        top("rubric: ▸nations-in-transit\n"),
        "edition-differs",
        "`rubric` differs from the edition’s, which is freedom-in-the-world",
        MEND_EDITION + "7",
    ),
    Case(
        "other edition",
        top("edition: ▸2017\n"),
        "edition-differs",
        "`edition` differs from the edition’s, which is 2018",
        MEND_EDITION + "8",
    ),
    Case(
        "edition that the rubric has not",
        top("edition: ▸2012\n"),
        "unknown-edition",
        "the rubric freedom-in-the-world has no edition 2012",
        "its editions are 2013 to 2024",
        others=1,
    ),
    Case(
        "year in words",
        top("year_under_review: ▸last\n"),
        "not-a-year",
        "expected a year, found the text “last”",
        "write a year such as 2018",
        others=1,
    ),
    Case(
        "rubric as path",
        top("rubric: ▸../../etc\n"),
        "bad-slug",
        "expected a short name, found the text “../../etc”",
        "use lower-case letters, digits and “-”, 63 at most",
        others=1,
    ),
]

CASES = [*STRUCTURE, *GRAMMAR, *CHARACTERS, *SCORES, *KEYS, *METHOD, *PROSE, *FACTS, *EDITION]


UNREAD = ("not-utf-8", "file-too-large")  # refused before there are lines


def told(problem: Problem) -> tuple[str, str, str, str]:
    return (f"{problem.origin.line}:{problem.origin.column}", problem.code, problem.message, problem.remedy)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused_at_its_place_in_words(case: Case, base: str, project: Path) -> None:
    content, place = case.text(base)
    path = project / REPORTS / "report.yaml"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        load(path)

    problems = caught.value.problems
    remedy = case.remedy.replace("{edition}", str(project / "editions" / "2018" / "edition.yaml"))
    assert (place, case.code, case.message, remedy) in [told(problem) for problem in problems]
    assert len(problems) == 1 + case.others
    assert {problem.origin.path for problem in problems} == {str(path)}
    assert {problem.severity for problem in problems} == {"error"}
    lines = content.decode("utf-8", "replace").split("\n")
    for problem in problems:  # the excerpt is the line itself, or the part of a long one where the place is
        if case.code in UNREAD:
            assert problem.excerpt == ""
            continue
        start = problem.excerpt_column - 1
        line = lines[problem.origin.line - 1][start:]
        assert len(problem.excerpt) == min(len(line), 110)
        assert all(shown in (written, "\ufffd") for shown, written in zip(problem.excerpt, line, strict=False))
        assert 0 <= problem.origin.column - 1 - start <= len(problem.excerpt)


def test_sound_report_is_sound(base: str, write: Callable[[str], Path]) -> None:
    assert load(write(base)).warnings == ()


@pytest.mark.parametrize(
    ("make", "code", "message", "remedy"),
    [
        (lambda path: path.mkdir(), "not-a-file", "this is not a regular file", "name a file"),
        (
            lambda _: None,
            "cannot-read",
            "the file cannot be read: No such file or directory",
            "check the path and its rights",
        ),
        (
            lambda path: path.symlink_to(path),
            "cannot-read",
            "the file cannot be read: Too many levels of symbolic links",
            "check the path and its rights",
        ),
        (
            lambda path: path.symlink_to("/dev/zero"),
            "link-out",
            "this link leads out of the project",
            "put the file itself in the project, or allow such links with --follow-links",
        ),
        (os.mkfifo, "not-a-file", "this is not a regular file", "name a file"),
    ],
    ids=["directory", "missing", "circular link", "device", "pipe"],
)
def test_not_a_file(make: Callable[[Path], None], code: str, message: str, remedy: str, project: Path) -> None:
    path = project / REPORTS / "report.yaml"
    make(path)
    with pytest.raises(InputError) as caught:
        load(path)
    assert [told(problem) for problem in caught.value.problems] == [("1:1", code, message, remedy)]


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pdfgen", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


@pytest.mark.slow
def test_command_line_tells_the_same(base: str, project: Path) -> None:
    fifo = project / REPORTS / "fifo.yaml"
    os.mkfifo(fifo)  # must not make the program wait for a writer
    paths = {"fifo": fifo}
    expected = [(str(fifo), 1, 1, "not-a-file", "this is not a regular file", "name a file")]
    for index, case in enumerate(CASES):
        paths[case.name] = path = project / REPORTS / f"{index}.yaml"
        path.write_bytes(case.text(base)[0])
        try:
            load(path)
        except InputError as error:
            expected += [
                (item.origin.path, item.origin.line, item.origin.column, item.code, item.message, item.remedy)
                for item in error.problems
            ]

    result = command("check", *paths.values(), "--json")

    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    data = json.loads(result.stdout)
    keys = ("path", "line", "column", "code", "message", "remedy")
    assert {tuple(item[key] for key in keys) for item in data["problems"]} == set(expected)
    told_of = {item["path"] for item in data["problems"]}
    assert [name for name, path in paths.items() if str(path) not in told_of] == []


@pytest.mark.parametrize(("name", "words"), [("missing.yaml", "does not exist"), ("", "there are no reports in")])
def test_command_line_refuses_what_is_no_report(name: str, words: str, project: Path) -> None:
    result = command("check", project / REPORTS / name)
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert words in result.stderr


@pytest.mark.parametrize(
    "source",
    [why("Why \x1b[31mA1."), why("Why \u202eA1."), Edit("  iso: KZ", r'  "\e[31m": KZ')],
    ids=["escape sequence", "bidirectional override", "key with an escape"],
)
def test_words_are_safe_on_a_terminal(source: Edit, base: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(InputError) as caught:
        load(write(base.replace(source.old, source.new)))
    assert [char for char in str(caught.value) if not char.isprintable() and char != "\n"] == []


# Many faults, or text that costs much to look at: what counts is that they are refused soon.
FLOODS = [
    Case("two million control characters", "\1" * 1_990_000, "forbidden-character", "", ""),
    Case("lines of control characters", "\1\n" * 990_000, "forbidden-character", "", ""),
    Case("90,000 unknown keys", top("".join(f"k{number}: x\n" for number in range(90_000))), "too-many-keys", "", ""),
    Case("490,000 equal keys", "a:\n" * 490_000, "duplicate-key", "", ""),
    Case(
        "30,000 unknown questions",
        Edit("footnotes:", "".join(f"  Z{n}: {{score: 0}}\n" for n in range(30_000)) + "footnotes:"),
        "too-many-keys",
        "",
        "",
    ),
    Case("combining marks", why('"' + "\u0300\u0323" * 30_000 + '"'), "too-many-marks", "", ""),
    Case(
        "open links",
        Edit("key_developments:", "key_developments:\n" + f'  - "{"[a](" * 15_000}"\n' * 30 + "notes:"),
        "too-many-brackets",
        "",
        "",
    ),
    Case(
        "open emphasis",
        Edit("key_developments:", "key_developments:\n" + f'  - "{"*a **a " * 9_000}"\n' * 30 + "notes:"),
        "too-much-markup",
        "",
        "",
    ),
    Case(
        "60,000 bad links",
        Edit("key_developments:", "key_developments:\n" + "  - '[a](x)'\n" * 60_000 + "notes:"),
        "too-many-items",
        "",
        "",
    ),
    Case(
        "90,000 empty items",
        Edit("key_developments:", "key_developments:\n" + "  -\n" * 90_000 + "notes:"),
        "too-many-items",
        "",
        "",
    ),
    Case(
        "3,800 bad links",
        Edit(
            "key_developments:",
            "key_developments:\n"
            + "  - '[a](x)'\n" * 1_900
            + "notices:\n"
            + "".join("  - {kind: note, text: '[a](x)'}\n" for _ in range(1_900))
            + "notes:",
        ),
        "bad-link",
        "",
        "",
    ),
    Case(
        "brackets in 900 texts",
        Edit("key_developments:", "key_developments:\n" + f'  - "{"[a](" * 480}"\n' * 900 + "notes:"),
        "too-much-markup",
        "",
        "",
    ),
    Case(
        "list items in 30 texts",
        Edit("key_developments:", "key_developments:\n" + ('  - "' + r"- a\n" * 12_000 + '"\n') * 30 + "notes:"),
        "too-much-markup",
        "",
        "",
    ),
    Case(
        "1,900 unknown footnotes among 1,900",
        Edit(
            "key_developments:",
            "footnotes:\n"
            + "".join(f"  footnote{n}: x\n" for n in range(1_900))
            + "key_developments:\n"
            + "".join(f"  - 'x[^footnoteq{n}]'\n" for n in range(1_900)),
        ),
        "unknown-footnote",
        "",
        "",
    ),
    Case(
        "host of 15,000 letters",
        why(f'"[a](https://{"".join(map(chr, range(0x4E00, 0x4E00 + 15_000)))})"'),
        "bad-link",
        "",
        "",
    ),
]
RESOURCES = [case for case in STRUCTURE if len(case.source if isinstance(case.source, str) else "") > 10_000]
NAMED = [case for case in STRUCTURE if case.name in ("alias bomb", "text of 64,001 characters", "nested braces")]

_MEASURE = """
import json, re, resource, sys
from pathlib import Path
from pdfgen.errors import InputError
from pdfgen.source.load import load
load(sys.argv[1])  # a sound report: from here on everything is imported and the rubric is read
most = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 10  # seconds; most take a few tenths
resource.setrlimit(resource.RLIMIT_CPU, (most, most))
try:
    load(sys.argv[2])
    codes = []
except InputError as error:
    codes = sorted({problem.code for problem in error.problems})
# not ru_maxrss: that begins at the size of the process that started this one
peak = 1024 * int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps({"codes": codes, "peak": peak}))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here: peak memory cannot be read")
@pytest.mark.parametrize("case", [*RESOURCES, *NAMED, *FLOODS], ids=lambda case: case.name)
def test_costs_little(case: Case, base: str, project: Path) -> None:
    sound, path = project / REPORTS / "sound.yaml", project / REPORTS / "report.yaml"
    sound.write_text(base, encoding="utf-8")
    path.write_bytes(case.text(base)[0])

    result = subprocess.run(
        [sys.executable, "-c", _MEASURE, sound, path], capture_output=True, text=True, timeout=120, check=True
    )

    cost = json.loads(result.stdout)
    assert case.code in cost["codes"]
    assert cost["peak"] < 200_000_000
