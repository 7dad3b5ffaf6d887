"""Build reports, report what became of each, and return an exit code."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from pdfgen.builds.build import opened
from pdfgen.cli import output
from pdfgen.cli.reporting import ResultReporter, progress
from pdfgen.errors import PdfgenError

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.builds.build import Build, BuildRequest

_MOST_NAMED = 5


def build_once(request: BuildRequest, form: str, note: str = "") -> int:
    """Build, report the results, and return the exit code. ``note`` is said before the summary."""
    reporter = ResultReporter(form)
    with ExitStack() as stack:
        build, rows = _built(request, reporter, stack)
    if note:
        output.say(note)
    if form == "json":
        output.print_json({"reports": rows, "waived": len(reporter.waived)})
    if build.total > 1 or (request.recorded and not build.failed):  # else all is said
        output.say(_summary(build, reporter))
    elif words := reporter.waived_words():
        output.say(words)
    _say_left_over(build.left_over)
    return reporter.exit_code(build.total, len(build.sources))


def _built(request: BuildRequest, reporter: ResultReporter, stack: ExitStack) -> tuple[Build, list[dict[str, Any]]]:
    build = stack.enter_context(opened(request))
    pictures = any(options.pictures for options in request.options)
    several = len(request.options) > 1
    rows = []
    with progress(build.total) as advance:
        for result in build.results:
            if result.error:
                row = reporter.failure(result.source, result.error, result.profile if several else "")
            else:
                row = reporter.delivery(result.source, result.files, result.warnings, pictures=pictures)
                if not request.recorded:
                    for file in result.files:
                        output.say(f"wrote {file}")
            rows.append(row | {"profile": result.profile, "state": result.state})
            advance(failed=result.error is not None)
    if request.recorded:  # executors finish in any order
        rows.sort(key=lambda row: (row["source"], row["profile"]))
    return build, rows


def _summary(build: Build, reporter: ResultReporter) -> str:
    """Return the counts of a build in one line."""
    what = "report" if len(build.request.options) == 1 else "file"
    told = f"{build.built} of {output.count(build.total, what)} built in {build.seconds:.1f} s"
    if build.request.recorded and (build.current or build.failed):
        told += f" ({build.current} current, {build.failed} failed)"
    return ", ".join(filter(None, [told, reporter.waived_words()]))


def _say_left_over(files: list[Path]) -> None:
    if files:
        named = ", ".join(map(str, files[:_MOST_NAMED]))
        more = f" and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
        output.say(f"no report has these files any more; they are left alone: {named}{more}")


def build_and_watch(request: BuildRequest, form: str) -> int:
    """Build, then build again after each save, until Ctrl-C; return the exit code."""
    from pdfgen.builds.watch import changes  # noqa: PLC0415  # an extra

    reporter: ResultReporter | None = None
    try:
        for changed in changes(request):
            names = sorted({path.name for path in changed if not path.is_dir()})
            reporter = _round(request, form, names, reporter)
    except KeyboardInterrupt:
        output.say("stopped")
    return 0


def _round(request: BuildRequest, form: str, names: list[str], before: ResultReporter | None) -> ResultReporter:
    """Build once, after files of these names were saved; an error does not end the watching.

    A warning is shown when it comes, and not again while it is there. ``before`` is the reporter of the round before.
    """
    reporter = ResultReporter(form, before)
    try:
        with ExitStack() as stack:
            build, _ = _built(request, reporter, stack)
    except PdfgenError as error:
        if before is None:
            raise
        reporter.failure("", error)
        return reporter
    if before is None or build.built or build.failed or build.left_over:  # else all was saved as it was
        what = f"{', '.join(names[:_MOST_NAMED])}: " if names else ""
        output.say(f"{time.strftime('%H:%M:%S')} {what}{_summary(build, reporter)}")
        _say_left_over(build.left_over)
    return reporter
