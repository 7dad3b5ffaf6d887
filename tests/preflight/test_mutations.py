"""Files that were damaged at random: each gives findings, or an error that says what is wrong, and never a traceback."""

from __future__ import annotations

import random
import re
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.limits import Limits
from pdfgen.preflight.process import Inspector
from pdfgen.preflight.validators import by_page_validation
from pdfgen.preflight.verify import PRESS, inspect
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EDITION = shipped("data") / "editions" / "2018"


@cache
def originals() -> list[bytes]:
    """Return our files, each as it is and with its content unpacked, where damage goes deeper."""
    report = load_report(EDITION / "reports" / "turkey.yaml")
    files = [build_pdf(report, profile=profile) for profile in ("screen", "print", "card")]
    files.append(build_volume(load_edition(EDITION), Profile.volume("a4", "print"), None))
    return [version for content in files for version in (content, unpacked(content))]


def unpacked(content: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        file.save(
            target, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, fix_metadata_version=False
        )
    return target.getvalue()


def flipped(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5, 50, 500))):
        content[chance.randrange(len(content))] = chance.randrange(256)


def cut(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice((1, 20, 1000, len(content)))]


def doubled(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start:start] = content[start : start + chance.choice((1, 20, 1000))]


NUMBER, NAME = re.compile(rb"(?<=[ /\[<(\n])-?\d+(?:\.\d+)?"), re.compile(rb"/[A-Za-z]+\d*")
OTHERS = (b"0", b"-1", b"1 0 R", b"99999999999", b"null", b"(x)", b"[]", b"<<>>", b"/A", b"1e9", b"true", b"")


def replaced(content: bytearray, chance: random.Random) -> None:
    """Put something else in the place of some numbers and names."""
    for _ in range(chance.choice((1, 3, 10))):
        places = list((NUMBER if chance.random() < 0.7 else NAME).finditer(content))
        place = chance.choice(places)
        other = chance.choice(places)[0] if chance.random() < 0.5 else chance.choice(OTHERS)
        content[place.start() : place.end()] = other


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (flipped, cut, doubled, replaced, replaced, replaced)


def damaged(number: int) -> bytes:
    chance = random.Random(number)  # noqa: S311  # the same damage each time
    content = bytearray(originals()[number % len(originals())])
    chance.choice(CHANGES)(content, chance)
    return bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(40))
def test_a_damaged_file_gives_findings_or_an_error(number: int, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(damaged(number))
    said = []
    try:
        found, claims = inspect(path)
        by_page_validation(path, claims, found, PRESS)
        said = [finding.message for finding in found.findings]
    except UsageError as error:
        said = [str(error)]
    assert all(message.replace("\n", "").isprintable() for message in said)


@pytest.mark.attack
def test_two_thousand_damaged_files(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    broken = []
    with Inspector(Limits(seconds=30), coverage=False) as inspector:
        for number in range(2_000):
            path.write_bytes(damaged(number))
            try:
                inspector.check(path)
            except UsageError:
                pass
            except EnvironmentFailure as error:
                if "exit code" in str(error) or "was killed" in str(error):
                    broken.append((number, str(error)))
    assert broken == []
