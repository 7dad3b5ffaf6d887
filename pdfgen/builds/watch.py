"""See what is saved in a project while its reports are being written (the extra ``watch``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.builds.project_files import roots
from pdfgen.errors import EnvironmentFailure
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchfiles import Change

    from pdfgen.builds.build import BuildRequest

_MADE = (".png", ".json", ".tmp")  # what a build makes beside its reports, and what editors do beside a file
_WAIT = 200  # milliseconds between two looks for an interrupt


def changes(request: BuildRequest) -> Iterator[set[Path]]:
    """Yield nothing at first, so that all is built, then the files of each save, for ever.

    What is saved while the caller builds is yielded when it asks again. Raises EnvironmentFailure when the extra
    ``watch`` is not installed, UsageError when there is nothing to watch.
    """
    try:
        from watchfiles import DefaultFilter, watch  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[watch]"'
        raise EnvironmentFailure("watchfiles, which sees what is saved, is not installed", remedy) from None
    folders = dict.fromkeys([*roots(find_reports(list(request.paths))), *filter(Path.is_dir, request.paths)])
    usual = DefaultFilter()
    made = (*_MADE, *{options.profile.renderer.suffix for options in request.options})

    def written(change: Change, path: str) -> bool:
        name = Path(path).name
        return not name.endswith(made) and not name.startswith(".") and usual(change, path)

    begun = False
    for found in watch(*folders, watch_filter=written, rust_timeout=_WAIT, yield_on_timeout=True):
        saved = {Path(path) for _, path in found}
        if saved or not begun:
            yield saved
        begun = True
