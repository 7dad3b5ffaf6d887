"""The sample project in ``data/samples/``: what the tutorial makes, as far as people write it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from pdfgen.resources import shipped
from tests.documents.followed import follow

DATA = Path(shipped("data"))
SAMPLE = DATA / "samples" / "towns"
_WRITTEN = ("rubrics", "labels", "names", "themes", "scores", "editions")
_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(.*)$", re.MULTILINE)
SLOW = ("build", "volume")
"""Commands that write nothing of the project."""


def sample() -> dict[Path, str]:
    """Return what each file of the sample has: the tutorial is followed, and nothing is built."""
    with tempfile.TemporaryDirectory() as folder:
        follow((DATA / "guide" / "tutorial.md").read_text(encoding="utf-8"), Path(folder), _pdfgen, SLOW)
        return sample_of(Path(folder) / "towns")


def sample_of(project: Path) -> dict[Path, str]:
    """Return what each file of the sample has, of the project that the tutorial has made."""
    paths = [path for name in _WRITTEN for path in sorted((project / name).rglob("*")) if path.is_file()]
    kept = [path for path in paths if path.name != "edition.schema.json"]
    return {SAMPLE / path.relative_to(project): _moved(path, project) for path in kept}


def _moved(path: Path, project: Path) -> str:
    """Return a file with a modeline that names the schema in ``data/schemas``."""
    text = path.read_text(encoding="utf-8")
    up = os.path.relpath(DATA / "schemas", (SAMPLE / path.relative_to(project)).parent).replace(os.sep, "/")
    return _MODELINE.sub(
        lambda found: found[0] if found[1].endswith("/report.schema.json") else f"# yaml-language-server: $schema={up}/{found[1].rpartition('/')[2]}",
        text,
    )  # fmt: skip


def _pdfgen(line: str, folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "pdfgen", *shlex.split(line)[1:]]
    environment = os.environ | {"PYTHONPATH": str(DATA.parent), "SOURCE_DATE_EPOCH": "1790000000"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
