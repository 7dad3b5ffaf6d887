"""Check: what a build of the same files would refuse or warn of, in every profile and in the volume."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, PdfgenError
from pdfgen.proofs.checked import Checked
from pdfgen.source.kinds import REPORT, kind_of
from pdfgen.source.load import load, load_all
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.lacking import Lacking


def check(
    paths: Sequence[Path],
    *,
    data_only: bool = False,
    page_size: str = "a4",
    theme: str | None = None,
    draft: bool = False,
) -> Checked:
    """Check the reports that ``paths`` name; of the folder of an edition, also what its volume has beside them.

    Nothing is built. With ``data_only`` nothing is looked at but the data: neither faces and sizes nor labels, themes
    and essays. In a ``draft`` what is missing is a warning; there is no volume of drafts. Raises UsageError when there
    is nothing to check, or no such theme.
    """
    files = find_reports(list(paths))
    sound, failed = load_all(files, unfinished=draft)
    checked = Checked(tuple(files))
    for path, error in failed.items():
        checked.add_error(error, path)
    for loaded in sound:
        checked.add(loaded.warnings)
        if loaded.lacks:
            checked.lacking[Path(loaded.report.origin().path)] = loaded.lacks
    for path, error in failed.items():
        if lacks := _lacking(path, error):
            checked.lacking[path] = lacks
    if not data_only:
        from pdfgen.proofs.reader import Proofs  # noqa: PLC0415  # a check of data needs nothing of a page

        Proofs(checked, page_size, theme).read(() if draft else paths, sound)
    return checked


def _lacking(path: Path, error: PdfgenError) -> Lacking | None:
    """Return what a report lacks that was refused for it; None for one that has other faults too."""
    try:
        return load(path, unfinished=True).lacks if isinstance(error, InputError) and kind_of(path) is REPORT else None
    except PdfgenError:
        return None
