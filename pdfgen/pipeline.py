"""The whole program: load, score, compose, set, write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.content import compose
from pdfgen.errors import InputError, Problem
from pdfgen.files import write_whole
from pdfgen.layout.document import set_document
from pdfgen.profiles import Profile
from pdfgen.scoring import score
from pdfgen.source.load import Loaded, load
from pdfgen.source.tree import pointed

if TYPE_CHECKING:
    from pdfgen.layout.typography import Flaw


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was built: the file's content and the warnings met on the way."""

    source: str
    content: bytes
    warnings: tuple[Problem, ...]


def build(loaded: Loaded, profile: Profile, theme: str = "standard") -> Built:
    """Return ``loaded`` as a PDF file. Raises InputError for what cannot be set."""
    report, catalogue = loaded.report, loaded.catalogue
    card = score(report, loaded.method, loaded.history)
    document = compose(report, card, catalogue.labels(report.language))
    content, flaws = set_document(document, catalogue.theme(theme), profile)
    problems = [*loaded.warnings, *map(_problem, flaws)]
    if any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return Built(report.origin().path, content, tuple(problems))


def build_file(path: str | Path, target: Path, profile: Profile) -> Built:
    """Build the report at ``path`` into the file ``target``, whole or not at all."""
    built = build(load(path), profile)
    write_whole(target, built.content)
    return built


def _problem(flaw: Flaw) -> Problem:
    """Return a flaw as a problem at the line of the source that it stands on."""
    origin, excerpt = pointed(flaw.origin, flaw.snippet)
    return Problem(origin, flaw.code, flaw.message, flaw.remedy, excerpt, flaw.severity)
