"""An archive at a URL as a folder: what checks every file needs them all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.local_store import LocalStore
from pdfgen.archive.ocfl.logical_paths import is_inside, shown
from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.archive.ocfl.store import Store


@contextmanager
def folder_of(store: Store) -> Iterator[Path]:
    """Yield the folder of a store; of one at a URL, a copy that is gone afterwards. Raises EnvironmentFailure."""
    if isinstance(store, LocalStore):
        yield store.folder
        return
    with tempfile.TemporaryDirectory() as place:
        try:
            _copy(store, "", Path(place))
        except OSError as error:
            message = f"{store.name} cannot be read: {error.strerror or error}"
            raise EnvironmentFailure(message, "see to the access, and to the room for a copy") from error
        yield Path(place)


def _copy(store: Store, folder: str, target: Path) -> None:
    folders, files = store.names(folder)
    for name in (*folders, *files):
        path = f"{folder}/{name}" if folder else name
        if not is_inside(path):
            raise EnvironmentFailure(f"{store.name} has a file {shown(path)}, which leads out", "remove it")
        if name in folders:
            (target / path).mkdir()
            _copy(store, path, target)
        else:
            (target / path).write_bytes(store.read(path))
