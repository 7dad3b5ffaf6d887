"""Where the files that pdfgen ships are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from pdfgen.errors import EnvironmentFailure

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the shipped folder ``name`` (``data`` or ``fonts``).

    Raises EnvironmentFailure when the installation is incomplete.
    """
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise EnvironmentFailure(f"the shipped folder “{name}” is missing from {PACKAGE}", "install pdfgen again")
