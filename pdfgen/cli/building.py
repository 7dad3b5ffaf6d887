"""Build reports one after the other and tell how it went."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pdfgen.cli import output
from pdfgen.errors import PdfgenError, SurroundingsError
from pdfgen.pdf.pictures import renderer
from pdfgen.pipeline import build_file, picture_files, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.profiles import Profile
    from pdfgen.source.load import Loaded


class Builder:
    """Builds reports in the form and at the place that was asked for; ``failed`` has those that could not be built."""

    def __init__(
        self, target: Path | None, profile: Profile, theme: str | None, form: str, *, pictures: bool = False
    ) -> None:
        self.target, self.form = target, form
        self.profile, self.theme, self.pictures = profile, theme, pictures
        self.failed: dict[Path | str, PdfgenError] = {}
        self._told: set[Problem] = set()

    def build(self, sound: list[Loaded], failed: dict[Path, PdfgenError]) -> list[dict[str, Any]]:
        """Build what is sound; return a row for each report, failed ones included."""
        start = time.perf_counter()
        if self.theme is not None:
            for loaded in sound:
                loaded.catalogue.theme_file(self.theme)  # what was asked for wrongly is told before anything is built
        results = [self._fail(path, error) for path, error in failed.items()]
        places = targets(sound, self.target, self.profile, len(sound) + len(failed))
        for folder in dict.fromkeys(place.parent for place in places):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SurroundingsError(
                    f"cannot make the folder {folder}: {error.strerror}", "choose another with -o"
                ) from error
        with _progress(len(sound)) as advance:
            for loaded, place in zip(sound, places, strict=True):
                results.append(self._one(loaded, place))
                advance()
        done = len(results) - len(self.failed)
        if len(results) > 1:
            output.say(f"{done} of {output.count(len(results), 'report')} built in {time.perf_counter() - start:.1f} s")
        return results

    def _one(self, loaded: Loaded, place: Path) -> dict[str, Any]:
        source = loaded.report.origin().path
        try:
            if self.pictures:
                renderer()  # nothing is written where its pictures cannot follow
            built = build_file(loaded, place, self.profile, self.theme)
            pictures = picture_files(built.content, place) if self.pictures else []
        except PdfgenError as error:
            return self._fail(source, error)
        warnings = list(built.warnings)
        output.show(warnings, self.form)
        for written in (place, *pictures):
            output.say(f"wrote {written}")
        shown = [output.as_data(item) for item in warnings]
        row = {"source": source, "target": str(place), "error": None, "problems": shown}
        return row | {"pictures": [str(picture) for picture in pictures]} if self.pictures else row

    def _fail(self, source: Path | str, error: PdfgenError) -> dict[str, Any]:
        self.failed[source] = error
        problems = output.problems_of(error)
        if problems:
            # what is wrong with an edition file stands against each of its reports, and is told once
            output.show([problem for problem in problems if problem not in self._told], self.form)
            self._told.update(problems)
        else:
            output.say_error(error, self.form)
        shown = [output.as_data(item) for item in problems]
        told = None if problems else output.error_data(error)
        return {"source": str(source), "target": None, "error": told, "problems": shown}


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal when there is more than one report; yield what moves it on."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004  # one report needs no bar
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415  # only where a bar is shown
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building", total=total)
        yield lambda: bar.advance(task)
