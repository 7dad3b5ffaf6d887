"""Markup that a report's texts do not have is told in its file, once for each kind and passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def told(error: InputError) -> list[tuple[str, str, str]]:
    return [(item.headline().rpartition("yaml:")[2], item.excerpt.strip(), item.remedy) for item in error.problems]


def test_every_kind_is_told_once_a_passage_with_its_line(base: str, write: Callable[[str], Path]) -> None:
    lines = ["## Background", "", "A <b>tag</b>.", "", "## More", "• one", "• two &amp; three"]
    text = base.replace("  It has a second paragraph.\n", "".join(f"  {line}\n" for line in lines))
    text = (
        text.replace("The note.", "'> quoted'").replace("Why A2.", "a `b` c").replace("One development.", "'| a | b |'")
    )
    with pytest.raises(InputError) as caught:
        load(write(text))
    assert told(caught.value) == [
        (
            "14:3: error[unknown-markup]: this text cannot have headings (2 lines)",
            "## Background",
            "make it a paragraph in **strong** type; write \\# where “#” is text",
        ),
        (
            "16:5: error[unknown-markup]: this text cannot have tags of HTML",
            "A <b>tag</b>.",
            "use *emphasis*, **strong** type, lists and links; write \\< where “<” is text",
        ),
        (
            "19:3: error[unknown-markup]: this text cannot have bullets such as “•” (2 lines)",
            "• one",
            "begin each item with “- ”, a hyphen and a space",
        ),
        (
            "20:9: error[unknown-markup]: this text cannot have character references of HTML",
            "• two &amp; three",
            "write the character itself, “&”; write \\& where “&” is text",
        ),
        (
            "22:6: error[unknown-markup]: this text cannot have tables",
            "- '| a | b |'",
            "write the rows as sentences or as a list; write \\| where “|” is text",
        ),
        (
            "29:31: error[unknown-markup]: this text cannot have code",
            "A2: {score: 0, narrative: a `b` c}",
            "put the words in quotation marks; write \\` where “`” is text",
        ),
        (
            "54:12: error[unknown-markup]: this text cannot have quotations in blocks",
            "census: '> quoted'",
            "put the words in quotation marks; write \\> where “>” is text",
        ),
    ]
