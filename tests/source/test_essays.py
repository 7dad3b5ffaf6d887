"""Essays of an edition: what is wrong is told at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.profiles import Profile
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume
from tests.volumes.reading import (
    ESSAYS,
    copied,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("essay", "message", "remedy"),
    [
        ("No title.\n", "1:1: error[no-title]: the essay has no title", "begin it with a line such as “# Foreword”"),
        ("", "1:1: error[no-title]: the essay has no title", "begin it with a line such as “# Foreword”"),
        ("Before.\n\n# One\n", "1:1: error[text-before-title]: text stands before the title", "put the title first"),
        ("# One\n\n# Two\n", "3:1: error[second-title]: the essay has a second title", "begin the heading with “##”"),
        (
            "# One\n\n#### Deep\n",
            "3:1: error[heading-too-deep]: a heading begins with “#” to “###”",
            "take some “#” away",
        ),
        ("# One\n\n### Deep\n", "3:1: error[heading-skips]: the heading skips a level", "begin it with “##”"),
        (
            "# A *bold* one\n",
            "1:1: error[markup-in-heading]: the heading has markup",
            "write it without: it has one style",
        ),
        (
            "# One\n\n> Said.\n",
            "3:1: error[unknown-markup]: this text cannot have quotations in blocks",
            "put the words in quotation marks; write \\> where “>” is text",
        ),
        (
            "# One\n\n##Two\n",
            "3:1: error[unknown-markup]: this text cannot have headings",
            "make it a paragraph in **strong** type; write \\# where “#” is text",
        ),
        ("# One\n\n##\n", "3:1: error[empty-text]: the heading has no words", "write them, or remove the line"),
        (
            "# One\n\nA mark.[^a]\n",
            "3:8: error[missing-footnote]: there is no note “a”",
            "add a line “[^a]: …”, or remove the mark",
        ),
        (
            "# One\n\nText.\n\n[^b]: Idle.\n",
            "5:1: error[idle-footnote]: no mark refers to the note “b”",
            "add [^b] to the text, or remove it",
        ),
        (
            "# One\n\nText.[^b]\n\n[^b]: One.\n[^b]: Two.\n",
            "6:1: error[second-note]: there are two notes “b”",
            "give one another name",
        ),
        (
            "# One\n\nGo [here](javascript:alert).\n",
            "3:11: error[bad-link]: “javascript:alert”: links by “javascript:” are not allowed",
            "link to https://… or mailto:…, or put a backslash before the “[”",
        ),
        ("# One\n\n\x07\n", "3:1: error[forbidden-character]: the character U+0007 is not allowed", "remove it"),
    ],
)
def test_what_is_wrong_with_an_essay_is_told_at_its_line(essay: str, message: str, remedy: str, tmp_path: Path) -> None:
    edition = copied(tmp_path, ESSAYS, essay)
    with pytest.raises(InputError) as told:
        load_edition(edition)
    (problem,) = told.value.problems
    assert problem.headline() == f"{edition / 'essays' / 'foreword.md'}:{message}"
    assert problem.remedy == remedy


def test_an_essay_that_is_not_there_or_lies_outside_is_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path / "a", "volume: {essays: [essays/nothing.md]}\n")
    with pytest.raises(
        InputError, match=r"edition\.yaml:\d+:19: error\[missing-essay\]: there is no file .*nothing\.md"
    ):
        load_edition(edition)
    for number, place in enumerate(("../secret.md", "/etc/passwd.md", "essays/../../x.md", "foreword.txt")):
        edition = copied(tmp_path / str(number), f"volume: {{essays: [{place}]}}\n")
        with pytest.raises(InputError) as told:
            load_edition(edition)
        assert told.value.problems[0].message == "expected a Markdown file in the edition’s folder"
        assert told.value.problems[0].remedy == "write its path from the edition’s folder, such as essays/foreword.md"


def test_a_character_that_no_face_has_is_told_at_its_place_in_the_essay(tmp_path: Path) -> None:
    edition = load_edition(copied(tmp_path, ESSAYS, "# One\n\nA line.\nHere: 漢.\n"))
    with pytest.raises(InputError, match=r"foreword\.md:4:7: error\[missing-glyph\]: “漢” \(U\+6F22"):
        build_volume(edition, Profile.volume())


def test_an_essay_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        load_edition(copied(tmp_path, "volume: {essays: [essays/foreword.md, essays/foreword.md]}\n"))
    (problem,) = told.value.problems
    assert (problem.message, problem.remedy) == ("the essay essays/foreword.md comes twice", "name it once")
