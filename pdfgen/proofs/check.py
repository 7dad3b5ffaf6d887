"""Check: what a build of the same files would refuse or warn of, in every profile and in the volume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.proofs.checked import Checked
from pdfgen.source.load import load_all
from pdfgen.source.places import find_reports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def check(
    paths: Sequence[Path], *, data_only: bool = False, page_size: str = "a4", theme: str | None = None
) -> Checked:
    """Check the reports that ``paths`` name; of the folder of an edition, also what its volume has beside them.

    Nothing is built. With ``data_only`` nothing is looked at but the data: neither faces and sizes nor labels, themes
    and essays. Raises UsageError when there is nothing to check, or no such theme.
    """
    files = find_reports(list(paths))
    sound, failed = load_all(files)
    checked = Checked(tuple(files))
    for path, error in failed.items():
        checked.add_error(error, path)
    for loaded in sound:
        checked.add(loaded.warnings)
    if not data_only:
        from pdfgen.proofs.reader import Proofs  # noqa: PLC0415  # a check of data needs nothing of a page

        Proofs(checked, page_size, theme).read(paths, sound)
    return checked
