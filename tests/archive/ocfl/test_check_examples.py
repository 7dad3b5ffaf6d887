"""The examples that modules of the checker begin with, the codes that they name, and digests."""

from __future__ import annotations

import doctest
import hashlib
import importlib
import re
from pathlib import Path

import pytest

import pdfgen.archive.ocfl
from pdfgen.archive.ocfl.check_digests import algorithm, digest, digests
from pdfgen.archive.ocfl.codes import remedy, severity

ROOM = Path(pdfgen.archive.ocfl.__file__).parent
CHECKS = {path: path.read_text(encoding="utf-8") for path in ROOM.glob("check_*.py")}
EXAMPLES = sorted(path.stem for path, text in CHECKS.items() if re.search(r"^>>> ", text, re.MULTILINE))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_comes_out(name: str) -> None:
    failed, tried = doctest.testmod(
        importlib.import_module(f"pdfgen.archive.ocfl.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert tried > 0
    assert failed == 0


def test_each_code_has_a_severity_and_each_error_a_remedy() -> None:
    named = {code for text in CHECKS.values() for code in re.findall(r"\"([EWP]\d{3})\"", text)}
    assert len(named) > 80
    assert {code for code in named if code.startswith("E") and not remedy(code)} == set()
    assert {severity(code) for code in named if code.startswith("W")} == {"warning"}
    assert {code: severity(code) for code in named if code.startswith("P")} == {
        "P001": "error",
        "P002": "warning",
        "P003": "error",
        "P004": "warning",
        "P005": "warning",
    }


def test_all_digests_of_a_file_come_from_one_reading(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    (tmp_path / "file").write_bytes(content)
    found = digests(tmp_path / "file", ["sha512", "sha256", "sha1", "md5", "blake2b-512", "size", "nothing"])
    assert found == {
        "sha512": hashlib.sha512(content).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "sha1": hashlib.sha1(content).hexdigest(),  # noqa: S324  # an old digest of somebody
        "md5": hashlib.md5(content).hexdigest(),  # noqa: S324
        "blake2b-512": hashlib.blake2b(content).hexdigest(),
        "size": "2560000",
    }


@pytest.mark.parametrize(
    ("name", "start"),
    [
        # the digests of nothing, as the specification and its extensions have them
        ("md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4"),
        ("sha512", "cf83e1357eefb8bdf1542850d66d8007d620e405"),
        ("sha512/256", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7"),
        ("blake2b-160", "3345524abf6bbe1809449224b5972c41790b6cf2"),
        ("blake2b-256", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47"),
        ("blake2b-384", "b32811423377f52d7862286ee1a72ee540524380"),
        ("blake2b-512", "786a02f742015903c6c6fd852552d272912f4740"),
        ("size", "0"),
    ],
)
def test_each_algorithm_has_its_digest_of_nothing(name: str, start: str) -> None:
    known = algorithm(name)
    assert known is not None
    if known.make is None:
        pytest.skip(f"this Python has no {name}")
    assert digest(name, b"").startswith(start)
    assert known.fits(digest(name, b""))
    assert not known.fits(digest(name, b"") + "g")


def test_what_nothing_defines_has_no_digest() -> None:
    assert algorithm("crc32") is None
    assert digest("crc32", b"") == ""
