"""A place in words: the path of a folder, or the URL of another store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pdfgen.archive.ocfl.local_store import LocalStore
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from pdfgen.archive.ocfl.store import Store

_URL = re.compile(r"[a-z][a-z0-9+.-]+:(?::|//)", re.IGNORECASE)  # two letters or more: C: is a disk


def store_at(place: str | Path) -> Store:
    """Return the store at a place: a path, or a URL that fsspec knows.

    Raises EnvironmentFailure when fsspec is not installed, or does not know the URL.
    """
    if isinstance(place, Path) or not _URL.match(place):
        return LocalStore(Path(place))
    if place.lower().startswith("file://"):
        from urllib.request import url2pathname  # noqa: PLC0415  # it brings half of the network along

        return LocalStore(Path(url2pathname(urlsplit(place).path)))
    try:
        from pdfgen.archive.ocfl.fsspec_store import FsspecStore  # noqa: PLC0415  # the extra `archive`
    except ImportError as error:
        raise EnvironmentFailure(
            f"{place} cannot be opened: fsspec is not installed", "pip install 'pdfgen[archive]'"
        ) from error
    return FsspecStore.at(place)
