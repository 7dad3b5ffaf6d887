"""The waivers of an edition: warnings that it knows of are marked as waived; a waiver that meets none is a warning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfgen.errors import Problem
    from pdfgen.model.edition_file import WarningWaiver
    from pdfgen.source.tree import Tree


def waived(problems: Iterable[Problem], waivers: Sequence[WarningWaiver]) -> list[Problem]:
    """Return ``problems``; warnings that one of the ``waivers`` means have the severity ``waived``."""
    if not waivers:
        return list(problems)
    return [
        replace(problem, severity="waived")
        if problem.severity == "warning" and any(_means(waiver, problem) for waiver in waivers)
        else problem
        for problem in problems
    ]


def idle(waivers: Sequence[WarningWaiver], problems: Sequence[Problem], edition: Tree) -> list[Problem]:
    """Return a warning for each waiver of the file ``edition`` that means none of ``problems``, all of its edition."""
    found = []
    for index, waiver in enumerate(waivers):
        meant = [problem for problem in problems if _means(waiver, problem)]
        if any(problem.severity == "waived" for problem in meant):
            continue
        message, remedy = f"no warning `{waiver.code}` meets this waiver", "correct it, or remove it"
        if meant:
            message, remedy = f"`{waiver.code}` is an error", "correct the error: only warnings can be waived"
        problem = at(edition, ("waivers", index), "idle-waiver", message, remedy)
        found.append(replace(problem, severity="warning"))
    return found


def _means(waiver: WarningWaiver, problem: Problem) -> bool:
    """Tell whether a problem is of the kind, in the file and in the words of a waiver."""
    return (
        waiver.code == problem.code
        and (waiver.file is None or _is_named(Path(problem.origin.path), Path(waiver.file)))
        and (waiver.text is None or waiver.text in problem.message)
    )


def _is_named(path: Path, name: Path) -> bool:
    """Tell whether ``name`` is the end of ``path``, with or without its suffix."""
    return any(one.parts[-len(name.parts) :] == name.parts for one in (path, path.with_suffix("")))
