"""A root at a URL: what is promised there holds, and what is not is said."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.errors import EnvironmentFailure, UsageError
from tests.archive.ocfl.conftest import FILES, ID, kept, put, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.archive.ocfl.conftest import Judge

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: there are no other stores")
MemoryFileSystem: Any = fsspec.get_filesystem_class("memory")

SECOND = FILES | {"report.pdf": b"%PDF-1.7 corrected", "new/notes.txt": b"notes"}
PLACE = "memory://archive"


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    hold(system, {})
    yield system
    hold(system, {})


def hold(memory: Any, files: Mapping[str, bytes]) -> None:
    """Let exactly these files be in memory."""
    if memory.exists("/archive"):
        memory.rm("/archive", recursive=True)
    for path, content in files.items():
        memory.pipe_file(path, content)


def copied(memory: Any, folder: Path) -> Path:
    """Copy what is in memory to a disk, for programs that know nothing else."""
    for path in memory.find("/archive"):
        target = folder / path.strip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(memory.cat_file(path))
    return folder / "archive"


@pytest.mark.parametrize("layout", ["hashed", "flat"])
def test_each_version_is_kept(layout: str, memory: Any, tmp_path: Path, sound: Judge) -> None:
    root = StorageRoot.create(PLACE, layout)
    with root.writing() as writer:
        assert put(writer, ID, FILES) == 1
        assert put(writer, ID, FILES) is None
        assert put(writer, ID, SECOND) == 2
        assert put(writer, "urn:example:zenda", FILES) == 1
    opened = StorageRoot.open(PLACE)
    assert sorted(opened.ids()) == [ID, "urn:example:zenda"]
    assert kept(opened) == [FILES, SECOND]
    assert opened.find("urn:example:nobody") is None
    sound(copied(memory, tmp_path), 2)


def test_a_place_is_no_archive_or_has_something_already(memory: Any) -> None:
    with pytest.raises(UsageError) as refused:
        StorageRoot.open(PLACE)
    assert str(refused.value).startswith(f"{PLACE} is no archive: ")
    memory.pipe_file("/archive/mine.txt", b"mine")
    with pytest.raises(UsageError) as refused:
        StorageRoot.create(PLACE)
    assert (str(refused.value), refused.value.remedy) == (
        f"{PLACE} is not empty",
        "name a new folder for the archive",
    )


def test_what_is_not_promised_is_said(memory: Any, tmp_path: Path) -> None:  # noqa: ARG001
    assert StorageRoot.create(PLACE).store.promise == (
        "This place cannot rename folders: a version that is interrupted leaves the former one readable, but its object "
        "is not valid until the next version is written. It has no locks either: see to it that one process writes at a "
        "time."
    )
    assert StorageRoot.create(tmp_path / "archive").store.promise.startswith("A version is there whole or not at all")


class LostError(Exception):
    """As a library raises it that knows no errors of systems."""


class Limited(MemoryFileSystem):  # type: ignore[misc]  # it has no types
    """A memory whose connection is lost after so many files."""

    protocol = "limited"
    left = 0

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        stripped: str = super()._strip_protocol(path.replace("limited://", "memory://"))
        return stripped

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **options: object) -> None:
        if not Limited.left:
            raise LostError("the connection was lost")
        Limited.left -= 1
        super().pipe_file(path, value, mode, **options)


def test_an_interrupted_version_is_completed_by_the_next(memory: Any, tmp_path: Path, sound: Judge) -> None:
    """Wherever it is interrupted: the former version can be read, or the object says that it is not sound."""
    fsspec.register_implementation("limited", Limited, clobber=True)
    place = "limited://archive"
    Limited.left = 100
    StorageRoot.create(place)
    former: list[dict[str, bytes]] | None = None
    unsound = 0
    for files, expected in ((FILES, [FILES]), (SECOND, [FILES, SECOND])):
        before = {path: memory.cat_file(path) for path in memory.find("/archive")}
        done = False
        for number in range(20):
            hold(memory, before)
            root = StorageRoot.open(place)
            Limited.left = number
            with root.writing() as writer:
                try:
                    put(writer, ID, files | {"extra.txt": b"extra"})
                except EnvironmentFailure as error:
                    failed = error
                else:
                    done = True
                    break
            assert str(failed).endswith(": LostError: the connection was lost")
            assert str(failed).startswith(f"cannot archive into {place}/")
            assert failed.remedy == (
                "see to the access, then add the same files again: until then this object may be half written, because "
                "the place cannot rename folders"
            )
            try:
                assert kept(root) == former
            except DamageError as damage:
                assert "inventory.json is not what was stored" in str(damage)  # noqa: PT017  # only now and then
                unsound += 1
            Limited.left = 100
            with root.writing() as writer:
                number_of_version = put(writer, ID, files)
            versions = kept(root)
            assert versions is not None
            assert (versions[-1], number_of_version) == (files, len(versions))
            sound(copied(memory, tmp_path / f"{len(expected)}-{number}"), 1)
        assert done
        hold(memory, before)
        Limited.left = 100
        with root.writing() as writer:
            put(writer, ID, files)
        former = expected
    assert unsound == 1


def test_a_url_that_nobody_knows_is_named() -> None:
    with pytest.raises(EnvironmentFailure) as refused:
        StorageRoot.open("nowhere://archive")
    assert (str(refused.value), refused.value.remedy) == (
        "nowhere://archive cannot be opened: Protocol not known: nowhere",
        "see which package fsspec needs",
    )


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    root = StorageRoot.create((tmp_path / "an archive").as_uri())
    with root.writing() as writer:
        put(writer, ID, FILES)
    assert kept(StorageRoot.open(tmp_path / "an archive")) == [FILES]
    assert root.store.name == str(tmp_path / "an archive")


def test_a_folder_needs_no_fsspec(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['fsspec'] = None\n"
        "from pdfgen.archive.ocfl import StorageRoot\n"
        "from pdfgen.errors import EnvironmentFailure\n"
        f"StorageRoot.create({str(tmp_path / 'archive')!r})\n"
        "try: StorageRoot.create('memory://archive')\n"
        "except EnvironmentFailure as error: print(error, '|', error.remedy)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    words = "memory://archive cannot be opened: fsspec is not installed | pip install 'pdfgen[archive]'\n"
    assert done.stdout == words
    assert sorted(tree(tmp_path / "archive")) == [
        "0=ocfl_1.1",
        "extensions",
        "extensions/0004-hashed-n-tuple-storage-layout",
        "extensions/0004-hashed-n-tuple-storage-layout/config.json",
        "ocfl_layout.json",
    ]
