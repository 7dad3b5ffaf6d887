"""Assets: files of a project that are taken as they are, found by their whole names, and read under guard."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from pdfgen.errors import InputError
from pdfgen.model.asset import Asset
from pdfgen.source.links import refuse_outside
from pdfgen.source.text_file import Refused, SourceFile, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.source.kinds import Kind


def assets_in(folder: Path) -> dict[str, Path]:
    """Return the files in ``folder`` by name, composed as names in YAML are: some systems part “ä” in two."""
    return {unicodedata.normalize("NFC", path.name): path for path in folder.glob("*") if not path.is_dir()}


def read_asset(path: Path, kind: Kind, project: Path) -> Asset:
    """Return the file at ``path`` in ``project`` with its bytes.

    Raises InputError when it is a link out of the project, no regular file, too large for its kind, or unreadable.
    """
    refuse_outside(path, project)
    file = SourceFile(str(path))
    with suppress(Refused):
        return Asset(kind.name, path, content_of(path, file, kind.most, "use a smaller file"))
    raise InputError(file.problems)
