"""A fault: what is wrong with a value of a report, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.errors import Origin, Severity


@dataclass(frozen=True, slots=True)
class UnplacedProblem:
    """What is wrong with the value at ``path``; ``snippet`` points into it, ``on_key`` at its key."""

    path: tuple[str | int, ...]
    code: str
    message: str
    remedy: str
    snippet: str = ""
    on_key: bool = False
    severity: Severity = "error"
    origin: Origin | None = None
    """Where it is, when that is not in the report."""


UnplacedProblems = Iterator[UnplacedProblem]
