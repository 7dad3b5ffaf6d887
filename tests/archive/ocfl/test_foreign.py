"""Roots that another tool made are read as they are, and added to in their own way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.archive.ocfl.storage_layouts import declared_layout
from pdfgen.errors import UsageError
from tests.archive.ocfl.conftest import ID, kept, put, tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.archive.ocfl.conftest import Judge

MANUSCRIPT = b"In the beginning"


@dataclass(frozen=True)
class Foreign:
    """An object of one version, as the specification allows it and this program does not write it."""

    specification: str = "1.1"
    algorithm: str = "sha512"
    folder: str = "v1"
    content: str = "content"
    upper: bool = False
    version_inventory: bool = True

    def write(self, place: Path, object_id: str = ID) -> None:
        digest = hashlib.new(self.algorithm, MANUSCRIPT).hexdigest()
        digest = digest.upper() if self.upper else digest
        path = f"{self.folder}/{self.content}/old/text.txt"
        document: dict[str, Any] = {
            "id": object_id,
            "type": f"https://ocfl.io/{self.specification}/spec/#inventory",
            "digestAlgorithm": self.algorithm,
            "head": self.folder,
            "contentDirectory": self.content,
            "fixity": {"md5": {hashlib.md5(MANUSCRIPT).hexdigest(): [path]}},  # noqa: S324
            "manifest": {digest: [path]},
            "versions": {
                self.folder: {
                    "created": "2009-02-03T04:05:06.123456789-01:30",
                    "message": "Migrated",
                    "user": {"name": "Somebody", "address": "https://example.org/somebody"},
                    "state": {digest: ["text.txt", "copy.txt"]},
                }
            },
        }
        inventory = json.dumps(document).encode()
        sidecar = f"{hashlib.new(self.algorithm, inventory).hexdigest()}\tinventory.json\n".encode()
        files = {
            f"0=ocfl_object_{self.specification}": f"ocfl_object_{self.specification}\n".encode(),
            path: MANUSCRIPT,
            "inventory.json": inventory,
            f"inventory.json.{self.algorithm}": sidecar,
            "logs/log.txt": b"migrated",
        }
        if self.version_inventory:
            files |= {f"{self.folder}/{name}": files[name] for name in list(files) if name.startswith("inventory")}
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)


def foreign_root(folder: Path, files: Mapping[str, object], specification: str = "1.1") -> Path:
    folder.mkdir()
    (folder / f"0=ocfl_{specification}").write_text(f"ocfl_{specification}\n")
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))
    return folder


KINDS = {
    "plain": Foreign(),
    "of version 1.0": Foreign(specification="1.0"),
    "with SHA-256": Foreign(algorithm="sha256"),
    "with zeros": Foreign(folder="v0001"),
    "with another content folder": Foreign(content="stuff"),
    "in upper case": Foreign(upper=True),
    "with one inventory": Foreign(version_inventory=False),
}


@pytest.mark.parametrize("foreign", KINDS.values(), ids=list(KINDS))
def test_an_object_of_another_tool_is_read_and_continued(foreign: Foreign, tmp_path: Path, sound: Judge) -> None:
    folder = foreign_root(tmp_path / "archive", {}, foreign.specification)
    foreign.write(folder / "deep" / "down" / "object")
    sound(folder, 1, warnings=False)
    before = tree(folder)
    root = StorageRoot.open(folder)
    assert (root.specification, root.layout, list(root.ids())) == (foreign.specification, None, [ID])
    found = root.find(ID)
    assert found is not None
    east = timezone(-timedelta(hours=1, minutes=30))
    assert found.versions[0].created == datetime(2009, 2, 3, 4, 5, 6, 123456, tzinfo=east)
    assert found.versions[0].user_address == "https://example.org/somebody"
    first = {"text.txt": MANUSCRIPT, "copy.txt": MANUSCRIPT}
    assert kept(root) == [first]
    assert tree(folder) == before

    second = {"text.txt": MANUSCRIPT, "new.txt": b"In the end"}
    with root.writing() as writer:
        assert put(writer, ID, first) is None
        assert put(writer, ID, second) == 2
        assert put(writer, ID, second) is None
    assert kept(root) == [first, second]
    sound(folder, 1, warnings=False)
    after = tree(folder)
    assert after["deep/down/object/logs/log.txt"] == b"migrated"
    content = [path for path, data in after.items() if f"/{foreign.content}/" in path and data is not None]
    head = foreign.folder.replace("1", "2")
    assert sorted(content) == [
        f"deep/down/object/{foreign.folder}/{foreign.content}/old/text.txt",
        f"deep/down/object/{head}/{foreign.content}/new.txt",
    ]
    same = {path for path in before if path.startswith(f"deep/down/object/{foreign.folder}/")}
    assert {path: after[path] for path in same} == {path: before[path] for path in same}


def test_versions_with_zeros_come_to_an_end(tmp_path: Path) -> None:
    folder = foreign_root(tmp_path / "archive", {})
    Foreign(folder="v01").write(folder / "object")
    root = StorageRoot.open(folder)
    with root.writing() as writer:
        for number in range(2, 10):
            assert put(writer, ID, {"a.txt": str(number).encode()}) == number
        with pytest.raises(UsageError) as refused:
            put(writer, ID, {"a.txt": b"10"})
    assert str(refused.value) == (
        f"object {ID} can have no version 10: the names of its versions have 2 digits, and the first one is 0"
    )
    assert refused.value.remedy == "archive the files as another object"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"ocfl_layout.json": {"extension": "0010-something", "description": ""}},
        {"ocfl_layout.json": "no JSON"},
        {"ocfl_layout.json": "[" * 10_000},
        {"ocfl_layout.json": {"extension": "../..", "description": ""}},
        {"ocfl_layout.json": {"extension": ["0004"], "description": ""}},
        {
            "ocfl_layout.json": {"extension": "0004-hashed-n-tuple-storage-layout"},
            "extensions/0004-hashed-n-tuple-storage-layout/config.json": {"tupleSize": 99},
        },
    ],
)
def test_where_a_new_object_belongs_is_not_guessed(files: dict[str, object], tmp_path: Path) -> None:
    folder = foreign_root(tmp_path / "archive", files)
    Foreign().write(folder / "a" / "object")
    before = tree(folder)
    root = StorageRoot.open(folder)
    assert list(root.ids()) == [ID]
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, "urn:example:new", {"a.txt": b""})
    assert str(refused.value) == (
        f"object urn:example:new is new, and the archive {folder} does not say where it belongs: "
        "its ocfl_layout.json names no layout that is known"
    )
    assert refused.value.remedy == "add it with the tool that made the archive"
    assert tree(folder) == before


def test_a_damaged_object_might_be_the_one_that_is_sought(tmp_path: Path) -> None:
    folder = foreign_root(tmp_path / "archive", {})
    Foreign().write(folder / "a")
    Foreign().write(folder / "b", "urn:example:other")
    (folder / "a" / "inventory.json").write_bytes(b"{}")
    root = StorageRoot.open(folder)
    assert list(root.places()) == ["a", "b"]
    assert kept(root, "urn:example:other") is not None
    with pytest.raises(DamageError, match=r"^the object in a: inventory.json cannot be used: its type is no version"):
        root.find("urn:example:nobody")


def test_folders_without_an_end_are_not_followed_for_ever(tmp_path: Path) -> None:
    folder = foreign_root(tmp_path / "archive", {})
    Foreign().write(folder.joinpath(*["f"] * 63, "object"))
    Foreign().write(folder.joinpath(*["g"] * 64, "object"), "urn:example:too-deep")
    (folder / "circle").symlink_to(folder)
    assert list(StorageRoot.open(folder).ids()) == [ID]


EXAMPLES = [
    # (name, parameters, identifier, folder), from the extensions 0002, 0003 and 0004
    ("0002-flat-direct-storage-layout", {}, "..hor_rib:lé-$id", "..hor_rib:lé-$id"),
    (
        "0003-hash-and-id-n-tuple-storage-layout",
        {"digestAlgorithm": "sha256", "tupleSize": 3, "numberOfTuples": 3},
        "..hor/rib:le-$id",
        "487/326/d8c/%2e%2ehor%2frib%3ale-%24id",
    ),
    (
        "0003-hash-and-id-n-tuple-storage-layout",
        {"digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15},
        "object-01",
        "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/object-01",
    ),
    (
        "0003-hash-and-id-n-tuple-storage-layout",
        {"digestAlgorithm": "sha256", "tupleSize": 0, "numberOfTuples": 0},
        "..hor/rib:le-$id",
        "%2e%2ehor%2frib%3ale-%24id",
    ),
    (
        "0004-hashed-n-tuple-storage-layout",
        {},
        "object-01",
        "3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4",
    ),
    (
        "0004-hashed-n-tuple-storage-layout",
        {"digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15, "shortObjectRoot": True},
        "object-01",
        "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/4e",
    ),
    (
        "0004-hashed-n-tuple-storage-layout",
        {"digestAlgorithm": "sha256", "tupleSize": 0, "numberOfTuples": 0, "shortObjectRoot": False},
        "object-01",
        "3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4",
    ),
]


@pytest.mark.parametrize(("name", "parameters", "object_id", "folder"), EXAMPLES)
def test_an_object_lies_where_the_extension_says(
    name: str, parameters: dict[str, Any], object_id: str, folder: str
) -> None:
    layout = declared_layout(name, parameters)
    assert layout is not None
    assert layout.place(object_id) == folder
    assert dict(layout.parameters()) | parameters == layout.parameters()


def test_a_long_identifier_is_cut_and_told_apart() -> None:
    layout = declared_layout("0003-hash-and-id-n-tuple-storage-layout", {})
    assert layout is not None
    place = layout.place("abcdefghij" * 10 + "a")
    assert place.endswith("/" + "abcdefghij" * 10 + "-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220")


@pytest.mark.parametrize(
    "parameters",
    [
        {"digestAlgorithm": "crc32"},
        {"digestAlgorithm": 1},
        {"tupleSize": 33},
        {"tupleSize": -1},
        {"tupleSize": True},
        {"tupleSize": 0},
        {"tupleSize": 32, "numberOfTuples": 3},
        {"tupleSize": 32, "numberOfTuples": 2, "shortObjectRoot": True},
        {"shortObjectRoot": "yes"},
    ],
)
def test_parameters_that_make_no_sense_are_no_layout(parameters: dict[str, Any]) -> None:
    assert declared_layout("0004-hashed-n-tuple-storage-layout", parameters) is None
