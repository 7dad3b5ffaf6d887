"""Roots to write into, and another program that judges them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from pdfgen.archive.ocfl import StorageRoot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pdfgen.archive.ocfl import RootWriter

MOMENT = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)
FILES = {
    "report.pdf": b"%PDF-1.7",
    "source/report.yaml": b"entity: Ruritania\n",
    "source/copy.yaml": b"entity: Ruritania\n",
}
ID = "urn:example:ruritania"


def put(writer: RootWriter, object_id: str, files: Mapping[str, bytes], message: str = "As published") -> int | None:
    return writer.put(object_id, files, message, "Editor", "mailto:editor@example.org", MOMENT)


def kept(root: StorageRoot, object_id: str = ID) -> list[dict[str, bytes]] | None:
    """Return the files of each version of an object."""
    found = root.find(object_id)
    return [{path: found.read(path, one.number) for path in one.state} for one in found.versions] if found else None


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return all that lies in a folder: files with their content, folders without."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


class Judge(Protocol):
    def __call__(self, folder: Path, objects: int, *, warnings: bool = True) -> None: ...


@pytest.fixture
def root(tmp_path: Path) -> StorageRoot:
    return StorageRoot.create(tmp_path / "archive")


NOBODY = "ocfl-py is not installed: nobody else judges the archives that tests make (pip install '.[archive-test]')"


@pytest.fixture(scope="session")
def sound() -> Judge:
    """Return a function that asserts what ocfl-py says of a storage root: it is valid, and so are its objects.

    Without ocfl-py nothing is asserted; `test_another_program_judges_the_archives` is skipped then.
    """
    try:
        import ocfl  # noqa: PLC0415
        from ocfl.layout import Layout  # noqa: PLC0415
        from ocfl.layout_registry import add_layout  # noqa: PLC0415
    except ImportError:
        return lambda folder, objects, warnings=True: None  # noqa: ARG005

    class Hashed(Layout):  # type: ignore[misc]  # ocfl-py has no types
        """Extension 0004, which ocfl-py 2.1 does not know."""

        def __init__(self) -> None:
            super().__init__()
            self.NAME = "0004-hashed-n-tuple-storage-layout"
            self.PARAMS: dict[str, Any] = {}

    add_layout("0004-hashed-n-tuple-storage-layout", Hashed)

    def judged(folder: Path, objects: int, *, warnings: bool = True) -> None:
        root = ocfl.StorageRoot(root=str(folder))
        valid = root.validate(log_warnings=warnings, max_errors=10)
        assert (valid, root.errors, root.num_objects, root.good_objects) == (True, [], objects, objects)

    return judged
