"""Where links lead: what a project reads lies in it, or in what is shipped, unless links are followed.

A project from others may have a link to any file of this machine, and what is read is printed, or shown in a message.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLLOW = "put the file itself in the project, or allow such links with --follow-links"
"""The remedy."""

_followed: ContextVar[bool] = ContextVar("followed", default=False)


@contextmanager
def following(follow: bool) -> Iterator[None]:  # noqa: FBT001  # its one question
    """Read what links in a project lead to outside it, if ``follow`` says so."""
    token = _followed.set(follow)
    try:
        yield
    finally:
        _followed.reset(token)


def followed() -> bool:
    """Tell whether links may lead out of a project."""
    return _followed.get()


def leads_out(path: Path, *folders: Path | None) -> bool:
    """Tell whether ``path`` is, or lies behind, a link that leads out of all ``folders``, and none is followed."""
    if _followed.get():
        return False
    real = os.path.realpath(path)
    return not any(real.startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep) for folder in folders if folder)


def outside(path: Path) -> Problem:
    """Return the problem of a link that leads out of its project."""
    return Problem(Origin(str(path), 1, 1), "link-out", "this link leads out of the project", FOLLOW)


def refuse_outside(path: Path, *folders: Path | None) -> None:
    """Raise InputError when ``path`` leads out of all ``folders``."""
    if leads_out(path, *folders):
        raise InputError([outside(path)])
