"""Bind a volume and tell how it went."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.cli import output
from pdfgen.cli.reporting import progress
from pdfgen.errors import InputError
from pdfgen.files import locked, make_folder, write_whole
from pdfgen.outputs import Destination, volume_file
from pdfgen.source.edition import load_edition
from pdfgen.source.places import find_reports
from pdfgen.volumes import build_volume, without_report

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.profiles import Profile


_MOST_NAMED = 20


def bind(
    folder: Path, target: Path | None, profile: Profile, theme: str | None, form: str, moment: str, language: str | None
) -> int:
    """Build the volume of the edition in ``folder`` and write it; return the exit code."""
    try:
        return _bind(folder, target, profile, theme, form, moment, language)
    except InputError as error:
        if form != "github":
            raise
        output.annotate(output.problems_of(error))
        return error.exit_code


def _bind(
    folder: Path, target: Path | None, profile: Profile, theme: str | None, form: str, moment: str, language: str | None
) -> int:
    start = time.perf_counter()
    count = len(find_reports([folder])) if folder.is_dir() else 1
    with progress(count, "reading") as advance:
        edition = load_edition(folder, partial(advance, failed=False), language)
    with progress(count, "setting") as advance:
        built = build_volume(edition, profile, theme, partial(advance, failed=False), moment)
    name = volume_file(edition.method.rubric.id, edition.method.edition, profile, language or "")
    count = len(edition.reports)
    place = Destination.of(target, [profile]).path(name)
    make_folder(place.parent)
    with locked(place.parent, shared=True):  # a build of the folder removes what it takes for left over
        write_whole(place, built)
    warnings = [problem for problem in built.warnings if problem.severity != "waived"]
    waived = len(built.warnings) - len(warnings)
    left_out = without_report(edition)
    if form == "json":
        shown = [output.as_data(item) for item in warnings]
        told = {"target": str(place), "reports": count, "without_report": left_out, "waived": waived}
        output.print_json({**told, "problems": shown})
    output.show(warnings, form)
    if left_out:
        shown_names = ", ".join(left_out[:_MOST_NAMED]) + (", …" if len(left_out) > _MOST_NAMED else "")
        output.say(f"entities with scores and no report, which are left out ({len(left_out)}): {shown_names}")
    tail = f", {output.count(waived, 'warning')} waived" if waived else ""
    output.say(f"wrote {place}: {output.count(count, 'report')} in {time.perf_counter() - start:.1f} s{tail}")
    return 0
