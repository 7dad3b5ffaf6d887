"""What changed from one version of an archived object to another."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.diffs.comparison import compare
from pdfgen.errors import UsageError
from pdfgen.files import write_folder
from pdfgen.model.editions import path_of
from pdfgen.source.carried import REPORT

if TYPE_CHECKING:
    from pdfgen.archive.holdings import Holding
    from pdfgen.diffs.comparison import Comparison


def compared(before: Holding, after: Holding) -> Comparison:
    """Return what changed from one version to another, by their sources.

    Raises InputError for a source that is not sound any more, UsageError for two that cannot be compared.
    """
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for side, holding in (("before", before), ("after", after)):
            place = Path(folder) / side
            write_folder(place, holding.source())
            sides.append(
                place / (REPORT if holding.record.kind == "report" else f"editions/{path_of(holding.record.edition)}")
            )
        try:
            return compare(*sides)
        except UsageError as error:
            raise UsageError(
                f"versions {before.version.number} and {after.version.number}: {error}", error.remedy
            ) from None
