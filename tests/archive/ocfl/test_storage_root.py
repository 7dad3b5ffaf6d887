"""What is put into a storage root is there again, in every version, and others call it valid."""

from __future__ import annotations

import doctest
import hashlib
import importlib
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.errors import EnvironmentFailure, PdfgenError, UsageError
from tests.archive.ocfl.conftest import FILES, ID, MOMENT, NOBODY, kept, put, tree

if TYPE_CHECKING:
    from tests.archive.ocfl.conftest import Judge


def folder_of(root: StorageRoot, object_id: str = ID) -> Path:
    found = root.find(object_id)
    assert found is not None
    return Path(root.store.name) / found.place


def told(error: PdfgenError) -> tuple[str, str]:
    return str(error), error.remedy


def test_another_program_judges_the_archives(root: StorageRoot, sound: Judge) -> None:
    pytest.importorskip("ocfl", reason=NOBODY)
    with root.writing() as writer:
        put(writer, ID, FILES)
    sound(Path(root.store.name), 1)
    (folder_of(root) / "extra.txt").write_bytes(b"extra")
    with pytest.raises(AssertionError, match="E001"):
        sound(Path(root.store.name), 1)


@pytest.mark.parametrize("layout", ["hashed", "flat"])
def test_each_version_of_each_object_is_kept(layout: str, tmp_path: Path, sound: Judge) -> None:
    root = StorageRoot.create(tmp_path / "new" / "archive", layout)
    sound(tmp_path / "new" / "archive", 0)
    corrected = FILES | {"report.pdf": b"%PDF-1.7 corrected"}
    with root.writing() as writer:
        assert put(writer, ID, FILES) == 1
        assert put(writer, "urn:example:zenda", {"a.txt": b""}) == 1
        assert put(writer, ID, corrected, "A name was wrong") == 2
        assert put(writer, ID, FILES, "It was right") == 3
    sound(tmp_path / "new" / "archive", 2)
    opened = StorageRoot.open(str(tmp_path / "new" / "archive"))
    assert (opened.layout, opened.specification) == (root.layout, "1.1")
    assert sorted(opened.ids()) == [ID, "urn:example:zenda"]
    assert kept(opened) == [FILES, corrected, FILES]
    found = opened.find(ID)
    assert found is not None
    assert found.read("report.pdf") == b"%PDF-1.7"
    assert found.read("report.pdf", 2) == b"%PDF-1.7 corrected"
    assert [(one.number, one.message, one.user_name, one.user_address, one.created) for one in found.versions] == [
        (1, "As published", "Editor", "mailto:editor@example.org", MOMENT),
        (2, "A name was wrong", "Editor", "mailto:editor@example.org", MOMENT),
        (3, "It was right", "Editor", "mailto:editor@example.org", MOMENT),
    ]
    assert opened.find("urn:example:nobody") is None


def test_the_same_content_again_is_no_new_version(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        before = tree(Path(root.store.name))
        assert put(writer, ID, dict(reversed(FILES.items())), "Again") is None
        assert tree(Path(root.store.name)) == before


def test_content_is_stored_once(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        put(writer, ID, FILES | {"more.txt": b"more", "again.pdf": FILES["report.pdf"]})
        put(writer, ID, {"moved/report.pdf": FILES["report.pdf"]})
    content = [path for path, data in tree(folder_of(root)).items() if "/content/" in path and data is not None]
    assert sorted(content) == ["v1/content/report.pdf", "v1/content/source/copy.yaml", "v2/content/more.txt"]


def test_an_object_can_be_read_without_this_program(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        put(writer, ID, {"a.txt": b"alone"})
    folder = folder_of(root)
    assert sorted(path for path in tree(folder) if not path.startswith("v1")) == [
        "0=ocfl_object_1.1",
        "inventory.json",
        "inventory.json.sha512",
        "v2",
        "v2/content",
        "v2/content/a.txt",
        "v2/inventory.json",
        "v2/inventory.json.sha512",
    ]
    content = (folder / "inventory.json").read_bytes()
    assert (folder / "inventory.json.sha512").read_text() == f"{hashlib.sha512(content).hexdigest()} inventory.json\n"
    assert (folder / "v2/inventory.json").read_bytes() == content
    first = json.loads((folder / "v1/inventory.json").read_text())
    assert first["versions"]["v1"] == json.loads(content)["versions"]["v1"]
    assert first["head"] == "v1"


def test_what_is_written_is_read_only_and_linked_once(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        put(writer, ID, {"a.txt": b"alone"})
    files = [path for path in Path(root.store.name).rglob("*") if path.is_file()]
    assert len(files) == 13
    assert {stat.S_IMODE(path.stat().st_mode) & 0o222 for path in files} == {0}
    assert {path.stat().st_nlink for path in files} == {1}


def test_the_same_versions_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        root = StorageRoot.create(tmp_path / name)
        with root.writing() as writer:
            put(writer, ID, FILES)
            put(writer, ID, {"a.txt": b"alone"})
        trees.append(tree(tmp_path / name))
    assert trees[0] == trees[1]


def test_a_place_that_has_files_is_no_place_for_a_new_root(root: StorageRoot, tmp_path: Path) -> None:
    place = Path(root.store.name)
    with pytest.raises(UsageError) as refused:
        StorageRoot.create(place)
    assert told(refused.value) == (f"{place} is not empty", "name a new folder for the archive")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError) as refused:
        StorageRoot.create(tmp_path / "file")
    assert told(refused.value) == (f"{tmp_path / 'file'} is no folder", "name a new folder for the archive")
    with pytest.raises(UsageError) as refused:
        StorageRoot.create(tmp_path / "new", "pairtree")
    assert told(refused.value) == ("there is no layout pairtree", "choose one of hashed, flat")
    (tmp_path / "empty").mkdir()
    assert list(StorageRoot.create(tmp_path / "empty").ids()) == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "is no archive: it has no file 0=ocfl_1.1, 0=ocfl_1.0"),
        ({"0=ocfl_2.0": b""}, "declares 0=ocfl_2.0, and 0=ocfl_1.0 or 0=ocfl_1.1 is known"),
        (
            {"0=ocfl_1.0": b"", "0=ocfl_1.1": b""},
            "declares 0=ocfl_1.0, 0=ocfl_1.1, and 0=ocfl_1.0 or 0=ocfl_1.1 is known",
        ),
    ],
)
def test_what_is_no_storage_root_is_not_opened(files: dict[str, bytes], message: str, tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as refused:
        StorageRoot.open(tmp_path)
    assert str(refused.value) == f"{tmp_path} {message}"


def test_a_folder_that_is_not_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        StorageRoot.open(tmp_path / "nothing")
    assert told(refused.value) == (
        f"{tmp_path / 'nothing'} is no archive: No such file or directory",
        "name the folder of an archive",
    )


def test_a_version_or_file_that_is_not_there_is_named(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
    found = root.find(ID)
    assert found is not None
    with pytest.raises(UsageError) as refused:
        found.read("report.pdf", 2)
    assert told(refused.value) == (f"object {ID} has no version 2", "its versions are 1 to 1")
    with pytest.raises(UsageError) as refused:
        found.read("../report.pdf")
    assert told(refused.value) == (
        f"version 1 of object {ID} has no file ../report.pdf",
        "its files are report.pdf, source/copy.yaml, source/report.yaml",
    )


@pytest.mark.parametrize("layout", ["hashed", "flat"])
def test_threads_put_at_once(layout: str, tmp_path: Path, sound: Judge) -> None:
    """Objects that need the same folders above them, and versions of one object."""
    root = StorageRoot.create(tmp_path / "archive", layout)
    ids = [f"urn:example:{number}" for number in range(60)]
    with root.writing() as writer, ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda one: put(writer, one, FILES), ids)) == {1}
        several = [{"a.txt": str(number).encode()} for number in range(16)]
        versions = list(threads.map(lambda files: put(writer, ids[0], files), several))
    assert sorted(map(int, filter(None, versions))) == list(range(2, 18))
    found = root.find(ids[0])
    assert found is not None
    assert [found.read("a.txt", number) for number in versions] == [files["a.txt"] for files in several]
    assert sorted(root.ids()) == sorted(ids)
    sound(tmp_path / "archive", 60)


def test_a_damaged_file_is_named(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
    path = folder_of(root) / "v1/content/report.pdf"
    path.chmod(0o644)
    path.write_bytes(b"%PDF-1.6")
    found = root.find(ID)
    assert found is not None
    fact = "v1/content/report.pdf is not what was stored: its sha512 digest differs"
    with pytest.raises(DamageError) as damaged:
        found.read("report.pdf")
    assert told(damaged.value) == (
        f"object {ID}, version 1, report.pdf: {fact}",
        "check the whole archive, and restore the object from a copy",
    )
    assert (damaged.value.object_id, damaged.value.version, damaged.value.path) == (ID, 1, "report.pdf")
    path.unlink()
    with pytest.raises(DamageError) as damaged:
        found.read("report.pdf")
    fact = "v1/content/report.pdf cannot be read: No such file or directory"
    assert str(damaged.value) == f"object {ID}, version 1, report.pdf: {fact}"
    assert found.read("source/report.yaml") == FILES["source/report.yaml"]


def test_nothing_is_built_on_damage(root: StorageRoot) -> None:
    """The same files again would be called “already there”, and a new version would lean on what is gone."""
    with root.writing() as writer:
        put(writer, ID, FILES)
        path = folder_of(root) / "v1/content/report.pdf"
        path.chmod(0o644)
        path.write_bytes(b"%PDF-1.6")
        before = tree(Path(root.store.name))
        for files in (FILES, FILES | {"new.txt": b"new"}):
            with pytest.raises(DamageError, match="is not what was stored"):
                put(writer, ID, files)
        assert tree(Path(root.store.name)) == before


def test_a_damaged_inventory_is_named(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        path = folder_of(root) / "inventory.json"
        path.chmod(0o644)
        path.write_bytes(path.read_bytes().replace(b"As published", b"As forgotten"))
        with pytest.raises(DamageError) as damaged:
            put(writer, ID, FILES)
    assert str(damaged.value) == f"object {ID}: inventory.json is not what was stored: its sha512 digest differs"
    assert list(root.places()) == [damaged.value.place]
    with pytest.raises(DamageError):
        list(root.ids())


def test_an_object_that_lies_in_the_place_of_another_is_named(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        put(writer, "urn:example:zenda", FILES)
    one, other = folder_of(root), folder_of(root, "urn:example:zenda")
    one.rename(one.with_name("aside"))
    other.rename(one)
    with pytest.raises(DamageError) as damaged:
        root.find(ID)
    assert str(damaged.value) == f"object urn:example:zenda: it lies where object {ID} belongs"


def test_a_version_needs_files_a_name_and_a_moment_with_a_time_zone(root: StorageRoot) -> None:
    with root.writing() as writer:
        with pytest.raises(UsageError) as refused:
            put(writer, ID, {})
        assert told(refused.value) == (f"object {ID} would have no file", "name files to archive")
        with pytest.raises(UsageError) as refused:
            writer.put(ID, FILES, "", " ", "", MOMENT)
        assert told(refused.value) == ("a version needs the name of the one who made it", "give a name")
        with pytest.raises(UsageError) as refused:
            writer.put(ID, FILES, "", "Editor", "", MOMENT.replace(tzinfo=None))
        assert told(refused.value) == (
            "the moment of a version has no time zone",
            "give one, such as 2018-01-16T09:00:00Z",
        )
        with pytest.raises(UsageError) as refused:
            writer.put(ID, FILES, "half of a character: \ud83d", "Editor", "", MOMENT)
        assert told(refused.value) == ("message or name of a version is no Unicode text", "correct it")
        east = datetime(2018, 1, 16, 14, 0, 0, 250000, tzinfo=timezone(timedelta(hours=5)))
        assert writer.put(ID, FILES, "", "Editor", "", east) == 1
    found = root.find(ID)
    assert found is not None
    assert found.versions[0].created == east
    assert found.inventory.document["versions"]["v1"]["created"] == "2018-01-16T09:00:00.250000Z"
    assert found.inventory.document["versions"]["v1"]["user"] == {"name": "Editor"}


def test_a_folder_that_no_object_has_is_in_the_way(root: StorageRoot) -> None:
    with root.writing() as writer:
        put(writer, ID, FILES)
        (folder := folder_of(root)).rename(folder.with_name("aside"))
        (folder / "notes").mkdir(parents=True)
        (folder / "notes/a.txt").write_bytes(b"mine")
        before = tree(Path(root.store.name))
        with pytest.raises(EnvironmentFailure) as refused:
            put(writer, ID, FILES)
        assert tree(Path(root.store.name)) == before
    assert str(refused.value) == f"cannot archive into {folder}: something else lies there"


@pytest.mark.parametrize("name", ["storage_root", "storage_layouts", "logical_paths"])
def test_the_examples_in_the_code_are_true(name: str, tmp_path: Path) -> None:
    failed, tried = doctest.testmod(
        importlib.import_module(f"pdfgen.archive.ocfl.{name}"), extraglobs={"new_folder": tmp_path / "new"}
    )
    assert (failed, tried > 0) == (0, True)
