"""Build reports one after the other, in this process, and tell how it went."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from pdfgen.cli import output
from pdfgen.cli.telling import Telling, progress
from pdfgen.errors import PdfgenError
from pdfgen.files import locked, make_folder
from pdfgen.pdf.pictures import renderer
from pdfgen.pipeline import build_file, targets, write_pictures
from pdfgen.source.load import load_all
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.profiles import Profile
    from pdfgen.source.load import Loaded


def build_files(
    paths: tuple[Path, ...],
    target: Path | None,
    profiles: tuple[Profile, ...],
    theme: str | None,
    form: str,
    *,
    pictures: bool,
) -> int:
    """Build the reports that ``paths`` name, tell how it went, and return the exit code."""
    builder = Builder(target, profiles, theme, form, pictures=pictures)
    results = builder.build(*load_all(find_reports(list(paths)), only_reports=True))
    if form == "json":
        output.print_json({"reports": results, "waived": len(builder.telling.waived)})
    return builder.telling.exit_code(len(results))


class Builder:
    """Builds reports in the profiles and at the place that were asked for; ``telling`` has what failed."""

    def __init__(
        self,
        target: Path | None,
        profiles: tuple[Profile, ...],
        theme: str | None,
        form: str,
        *,
        pictures: bool = False,
    ) -> None:
        self.target, self.profiles, self.theme, self.pictures = target, profiles, theme, pictures
        self.telling = Telling(form)

    def build(self, sound: list[Loaded], failed: dict[Path, PdfgenError]) -> list[dict[str, Any]]:
        """Build what is sound; return a row for each report and profile, failed ones included."""
        start = time.perf_counter()
        if self.theme is not None:
            for loaded in sound:
                loaded.catalogue.theme_file(self.theme)  # what was asked for wrongly is told before anything is built
        results = [self.telling.failure(path, error) for path, error in failed.items()]
        asked = len(sound) + len(failed)
        work = [
            (loaded, profile, place)
            for profile in self.profiles
            for loaded, place in zip(sound, targets(sound, self.target, profile, asked), strict=True)
        ]
        with ExitStack() as folders:
            for folder in dict.fromkeys(place.parent for *_, place in work):
                make_folder(folder)
                folders.enter_context(locked(folder, shared=True))
            with progress(len(work)) as advance:
                for item in work:
                    results.append(self._one(*item))
                    advance(failed=False)
        done = sum(row["error"] is None and row["target"] is not None for row in results)
        waived = self.telling.waived_words()
        if len(results) > 1:
            told = f"{done} of {output.count(len(results), 'report')} built in {time.perf_counter() - start:.1f} s"
            output.say(", ".join(filter(None, [told, waived])))
        elif waived:
            output.say(waived)
        return results

    def _one(self, loaded: Loaded, profile: Profile, place: Path) -> dict[str, Any]:
        source = loaded.report.origin().path
        try:
            if self.pictures:
                renderer()  # nothing is written where its pictures cannot follow
            built = build_file(loaded, place, profile, self.theme)
            pictures = write_pictures(built.content, place) if self.pictures else []
        except PdfgenError as error:
            return self.telling.failure(source, error)
        row = self.telling.delivery(source, [place, *pictures], built.warnings, pictures=self.pictures)
        for written in (place, *pictures):
            output.say(f"wrote {written}")
        return row
