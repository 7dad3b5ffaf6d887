"""Asks ocfl-py, the reference implementation in Python, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PROGRAM = """
import json, re, sys
from ocfl.validator import Validator
found = {}
for folder in json.load(sys.stdin):
    validator = Validator(log_warnings=True)
    try:
        valid = validator.validate_object(folder)
    except Exception as error:
        valid = False
    found[folder] = [valid, sorted(set(re.findall(r"\\[([EW][0-9]{3})", str(validator.log))))]
json.dump(found, sys.stdout)
"""


def judged(folders: Iterable[Path]) -> dict[str, tuple[bool, list[str]]]:
    """Return whether ocfl-py finds objects valid, and the codes that it names, by folder; skip where it is not."""
    if importlib.util.find_spec("ocfl") is None:
        pytest.skip("ocfl-py is not installed: nothing else can judge objects")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([str(folder) for folder in folders]),
        capture_output=True,
        text=True,
        check=True,
    )
    return {folder: (valid, codes) for folder, (valid, codes) in json.loads(done.stdout).items()}
