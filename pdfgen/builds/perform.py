"""Build one report: load it, set it, and put its files where the build takes them from."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.builds.tasks import Failure, Made, Outcome
from pdfgen.errors import PdfgenError
from pdfgen.files import PlaceError, judge_name, stage
from pdfgen.pipeline import build, pictured, theme_of
from pdfgen.source.inputs import inputs
from pdfgen.source.links import following
from pdfgen.source.load import load_all

if TYPE_CHECKING:
    from pdfgen.builds.tasks import Task
    from pdfgen.source.load import Loaded
    from pdfgen.source.places import Input


def perform(task: Task) -> Outcome:
    """Build the report of ``task``; its files are staged beside their targets. Whatever goes wrong is the outcome's.

    Raises MemoryError only: a process that has met it is of no further use.
    """
    start = time.perf_counter()
    try:
        return _built(task)
    except Exception as error:  # one report's fault must not cost another
        if _memory(error):
            raise MemoryError from error
        return Outcome(time.perf_counter() - start, failure=_failure(task, error))


def _built(task: Task) -> Outcome:
    start = time.perf_counter()
    os.environ["SOURCE_DATE_EPOCH"] = task.manner.date
    judge_name(Path(task.target))  # before it takes time
    with following(task.manner.follow_links):
        loaded = _loaded(Path(task.source))
        built = build(loaded, task.manner.profile, task.manner.theme)
        found = _inputs(loaded, task)
    target = Path(task.target)
    contents = {target: built.content} | (pictured(built.content, target) if task.manner.pictures else {})
    files: list[Made] = []
    try:
        for place, content in contents.items():
            staged = stage(place, content)
            files.append(Made(str(place), hashlib.sha256(content).hexdigest(), len(content), str(staged)))
    except PdfgenError as error:
        for file in files:
            Path(file.staged).unlink(missing_ok=True)
        return Outcome(time.perf_counter() - start, failure=Failure.of(error, final=isinstance(error, PlaceError)))
    return Outcome(time.perf_counter() - start, tuple(files), built.pages, built.warnings, found)


def _loaded(path: Path) -> Loaded:
    sound, failed = load_all([path], only_reports=True)
    for error in failed.values():
        raise error
    return sound[0]


def _inputs(loaded: Loaded, task: Task) -> tuple[Input, ...]:
    return tuple(inputs(loaded, theme_of(loaded.report, task.manner.theme)))


def _memory(error: BaseException | None) -> bool:
    """Tell whether memory ran out: it may have been taken for something else on the way up."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _failure(task: Task, error: Exception) -> Failure:
    if isinstance(error, PdfgenError):
        return Failure.of(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
    message = f"{task.source}: internal error in pdfgen: {said}"
    return Failure("SurroundingsError", message, "this is a fault of pdfgen: report it, with the report if you may")
