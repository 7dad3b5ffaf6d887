"""Build one report: load it, set it, and return its files."""

from __future__ import annotations

import hashlib
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen import system
from pdfgen.builds.tasks import Failure, MadeFile, Outcome
from pdfgen.errors import PdfgenError
from pdfgen.files import PlaceError, judge_name, stage
from pdfgen.outputs import picture_files
from pdfgen.pipeline import build
from pdfgen.source.inputs import inputs
from pdfgen.source.links import following
from pdfgen.source.load import load_all

if TYPE_CHECKING:
    from pdfgen.builds.tasks import Task
    from pdfgen.source.load import Loaded


def perform(task: Task) -> Outcome:
    """Build the report of ``task`` and stage its files beside their targets. Any error becomes the outcome's failure.

    Raises MemoryError only: a process that has met it is of no further use.
    """
    start = time.perf_counter()
    try:
        return _staged(made(task, loaded(task), start))
    except Exception as error:  # an error of one report must not cost another
        if system.lacked_memory(error):
            raise MemoryError from error
        return Outcome(time.perf_counter() - start, failure=_failure(task, error))


def loaded(task: Task) -> Loaded:
    """Return the report of ``task``, checked. Raises InputError, and UsageError for a file that is no report."""
    with following(task.options.follow_links):
        unfinished = task.options.profile.draft
        sound, failed = load_all([Path(task.source)], only_reports=True, unfinished=unfinished)
    for error in failed.values():
        raise error
    return sound[0]


def made(task: Task, report: Loaded, start: float) -> Outcome:
    """Build ``report`` as ``task`` says; return its files with their content, the report first.

    ``start`` is when the work on it began, by ``time.perf_counter``. Raises PdfgenError when it cannot be built.
    """
    target, options = Path(task.target), task.options
    judge_name(target)  # before it takes time
    contents: dict[Path, bytes] = {}
    with following(options.follow_links):
        pictures = options.profile.renderer.pictures if options.pictures else None
        built = build(report, options.profile, options.theme, options.moment)
        contents[target] = bytes(built)  # what other processes get is no more than that
        if pictures:
            pages = pictures(built)
            contents |= dict(zip(picture_files(target, len(pages)), pages, strict=True))
        found = tuple(inputs(report))
    files = tuple(
        MadeFile(str(place), hashlib.sha256(content).hexdigest(), len(content), content=content)
        for place, content in contents.items()
    )
    return Outcome(time.perf_counter() - start, files, built.pages, built.warnings, found)


def _staged(outcome: Outcome) -> Outcome:
    """Return an outcome whose files wait beside their targets."""
    files: list[MadeFile] = []
    try:
        for file in outcome.files:
            staged = stage(Path(file.target), file.content)
            files.append(MadeFile(file.target, file.sha256, file.size, str(staged)))
    except PdfgenError as error:
        for file in files:
            Path(file.staged).unlink(missing_ok=True)
        return Outcome(outcome.seconds, failure=Failure.of(error, final=isinstance(error, PlaceError)))
    return Outcome(outcome.seconds, tuple(files), outcome.pages, outcome.warnings, outcome.inputs)


def _failure(task: Task, error: Exception) -> Failure:
    if isinstance(error, PdfgenError):
        return Failure.of(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
    message = f"{task.source}: internal error in pdfgen: {said}"
    return Failure("EnvironmentFailure", message, "this is a fault of pdfgen: report it, with the report if you may")
