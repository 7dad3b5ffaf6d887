"""The examples that modules of the archive begin with."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name", ["bag", "bag_format", "catalogue_facts", "creators", "known_licences", "object_record", "ro_crate"]
)
def test_an_example_says_what_comes_out(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pdfgen.archive.{name}"))
    assert tried > 0
    assert failed == 0
