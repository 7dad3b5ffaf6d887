"""The examples that modules begin with."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

import pdfgen.pdf

ROOM = Path(pdfgen.pdf.__file__).parent
MODULES = sorted(
    ".".join(("pdfgen", "pdf", *path.relative_to(ROOM).with_suffix("").parts))
    for path in ROOM.rglob("*.py")
    if re.search(r"^ *>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("name", MODULES)
def test_an_example_says_what_comes_out(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0
    assert failed == 0


def test_some_modules_have_examples() -> None:
    assert len(MODULES) >= 6
