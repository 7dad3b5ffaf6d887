"""Roots: what the check says of their declaration, layout, folders and objects."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl.check_root import CheckedObject, check_root
from pdfgen.errors import EnvironmentFailure
from tests.archive.ocfl.built import FLAT, HASHED, THREE, build_object, build_root, edit, hashed_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("urn:report:1", "urn:report:2", "urn:report:3")
OBJECTS = {name: [{**state, "id": name.encode()} for state in THREE] for name in NAMES}
FIRST, SECOND = hashed_place(NAMES[0]), hashed_place(NAMES[1])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return build_root(tmp_path / "root", OBJECTS)


def said(root: Path, **options: Any) -> list[str]:
    return [finding.headline() for finding in check_root(root, **options)]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def move(root: Path, old: str, new: str) -> None:
    """Move a folder, and take away what it leaves empty."""
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)
    folder = (root / old).parent
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def link(path: Path, target: str) -> None:
    path.symlink_to(target)


def of_1_0(root: Path) -> None:
    (root / "0=ocfl_1.1").rename(root / "x")
    write(root / "0=ocfl_1.0", "ocfl_1.0\n")


def exchanged(root: Path) -> None:
    move(root, FIRST, "x")
    move(root, SECOND, FIRST)
    move(root, "x", SECOND)


def linked(root: Path) -> None:
    move(root, FIRST, "../away")
    link(root / "zzz", "../away")


def one_file(root: Path) -> None:
    (root / SECOND / "v1/content/report.yaml").unlink()
    os.link(root / FIRST / "v1/content/report.yaml", root / SECOND / "v1/content/report.yaml")


def bare(root: Path) -> None:
    (root / FIRST / "0=ocfl_object_1.1").unlink()
    (root / FIRST / "inventory.json").unlink()


CONFIG = "extensions/0004-hashed-n-tuple-storage-layout/config.json"
LOST = "the file belongs to no object: the folder is above objects, or has lost its declaration"
UNKNOWN = "whether objects lie in their places cannot be checked"

CASES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "nothing": (lambda _: None, []),
    "no declaration": (
        lambda r: (r / "0=ocfl_1.1").unlink(),
        [".: error[E069]: the folder does not say that it is a root of an archive: 0=ocfl_1.1 is missing"],
    ),
    "two declarations": (
        lambda r: write(r / "0=ocfl_1.0", "ocfl_1.0\n"),
        [".: error[E076]: the folder has 2 declarations: “0=ocfl_1.0”, “0=ocfl_1.1”"],
    ),
    "declaration of another type": (
        lambda r: (r / "0=ocfl_1.1").rename(r / "7=ocfl_1.1"),
        ["7=ocfl_1.1: error[E078]: the declaration begins with 7=, not with 0="],
    ),
    "declaration of something": (
        lambda r: (r / "0=ocfl_1.1").rename(r / "0=bag_1.1"),
        ["0=bag_1.1: error[E079]: the declaration is not that of OCFL 1.0 or 1.1"],
    ),
    "declaration changed": (
        lambda r: write(r / "0=ocfl_1.1", "ocfl_1.1"),
        ["0=ocfl_1.1: error[E080]: the declaration does not have the line ocfl_1.1"],
    ),
    "declaration of 1.0": (
        of_1_0,
        [
            f"{hashed_place(name)}: error[E081]: the object is of OCFL 1.1, but the root of OCFL 1.0"
            for name in sorted(NAMES, key=hashed_place)
        ],
    ),
    "no layout": (
        lambda r: (r / "ocfl_layout.json").unlink(),
        [f".: warning[P002]: the root has no ocfl_layout.json: {UNKNOWN}"],
    ),
    "layout is no JSON": (
        lambda r: write(r / "ocfl_layout.json", "{"),
        [
            (
                "ocfl_layout.json: error[E070]: the file is no JSON: Expecting property name enclosed in double quotes"
                " (line 1, column 2)"
            )
        ],
    ),
    "layout without a description": (
        lambda r: write(r / "ocfl_layout.json", json.dumps({"extension": HASHED["extension"]})),
        ["ocfl_layout.json: error[E070]: the description is missing"],
    ),
    "layout is a number": (
        lambda r: write(r / "ocfl_layout.json", json.dumps({"extension": 4, "description": ""})),
        ["ocfl_layout.json: error[E070]: the extension is no text"],
    ),
    "layout that nobody registered": (
        lambda r: write(r / "ocfl_layout.json", json.dumps({"extension": "mine", "description": ""})),
        ["ocfl_layout.json: error[E071]: “mine” is no registered layout"],
    ),
    "layout that is not known here": (
        lambda r: write(
            r / "ocfl_layout.json", json.dumps({"extension": "0011-direct-clean-path-layout", "description": ""})
        ),
        [
            (
                "ocfl_layout.json: warning[P002]: the layout 0011-direct-clean-path-layout is not known here:"
                " places of objects cannot be checked"
            )
        ],
    ),
    "parameters are no JSON": (
        lambda r: write(r / CONFIG, "[]"),
        [f"{CONFIG}: error[P003]: the file has a list, not an object"],
    ),
    "parameters make no sense": (
        lambda r: write(
            r / CONFIG,
            json.dumps({"extensionName": "x", "tupleSize": 0, "numberOfTuples": 3, "shortObjectRoot": 1, "y": 1}),
        ),
        [
            f"{CONFIG}: error[P003]: if one of tupleSize and numberOfTuples is 0, both must be",
            f"{CONFIG}: error[P003]: shortObjectRoot must be true or false",
            f"{CONFIG}: error[P003]: the extensionName is “x”, not {HASHED['extension']}",
            f"{CONFIG}: error[P003]: the parameter “y” is not known",
        ],
    ),
    "parameters that are too large": (
        lambda r: write(r / CONFIG, json.dumps({"digestAlgorithm": "md5", "tupleSize": 11})),
        [f"{CONFIG}: error[P003]: 3 tuples of 11 are too many for a digest of 32 digits"],
    ),
    "object in another place": (
        lambda r: move(r, FIRST, "a/b/c"),
        [f"a/b/c: error[E083]: the object “urn:report:1” belongs into the folder “{FIRST}”"],
    ),
    "object twice": (
        lambda r: shutil.copytree(r / FIRST, r / "zzz"),
        [
            f"zzz: error[E037]: the object has the id “urn:report:1”, and so has that in “{FIRST}”",
            f"zzz: error[E083]: the object “urn:report:1” belongs into the folder “{FIRST}”",
        ],
    ),
    "objects exchanged": (
        exchanged,
        [
            f"{hashed_place(one)}: error[E083]: the object “{other}” belongs into the folder “{hashed_place(other)}”"
            for one, other in sorted([NAMES[:2], NAMES[1::-1]], key=lambda pair: hashed_place(pair[0]))
        ],
    ),
    "file above objects": (
        lambda r: write(r / FIRST[:3] / "x", ""),
        [f"{FIRST[:3]}/x: error[E084]: {LOST}"],
    ),
    "folder with a file": (lambda r: write(r / "zzz/x", ""), [f"zzz/x: error[E072]: {LOST}"]),
    "empty folder": (lambda r: (r / "zzz/y").mkdir(parents=True), ["zzz/y: error[E073]: the folder is empty"]),
    "file in the root is nobody’s": (lambda r: write(r / "ocfl_1.1.md", "The specification"), []),
    "link in the root": (
        lambda r: link(r / "zzz", "."),
        ["zzz: error[E090]: the name is a link; an archive has files and folders only"],
    ),
    "link above objects": (
        lambda r: link(r / FIRST[:3] / "up", ".."),
        [f"{FIRST[:3]}/up: error[E090]: the name is a link; an archive has files and folders only"],
    ),
    "link for an object": (
        linked,
        ["zzz: error[E090]: the name is a link; an archive has files and folders only"],
    ),
    "one file of two objects": (
        one_file,
        [
            (
                f"{max(FIRST, SECOND)}/v1/content/report.yaml: error[E090]: the file is a hard link:"
                f" it is one file with {min(FIRST, SECOND)}/v1/content/report.yaml"
            )
        ],
    ),
    "our own folder": (lambda r: write(r / "extensions/pdfgen/staging/x/inventory.json", "{"), []),
    "folder of an extension": (lambda r: write(r / "extensions/0008-schema-registry/x/y", "{"), []),
    "extension that nobody registered": (
        lambda r: write(r / "extensions/mine/x", ""),
        ["extensions/mine: warning[W016]: “mine” is no registered extension"],
    ),
    "file among the extensions": (
        lambda r: write(r / "extensions/x", ""),
        ["extensions/x: error[E112]: the file is not in the folder of an extension"],
    ),
    "object without its declaration": (
        lambda r: (r / FIRST / "0=ocfl_object_1.1").unlink(),
        [f"{FIRST}: error[E003]: the folder does not say that it is an object: 0=ocfl_object_1.1 is missing"],
    ),
    "object without anything but versions": (
        bare,
        [
            f"{FIRST}: error[E003]: the folder does not say that it is an object: 0=ocfl_object_1.1 is missing",
            f"{FIRST}: error[E063]: the object has no inventory.json",
        ],
    ),
    "content of one object": (
        lambda r: write(r / FIRST / "v1/content/id", "x"),
        [
            (
                f"{FIRST}/v1/content/id: error[E092]: the file has the sha512 a4abd4448c49562d…, but the manifest of"
                " inventory.json says e73fc7b61548babe…"
            )
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(CASES))
def test_a_root_with_a_defect(root: Path, name: str) -> None:
    damage, expected = CASES[name]
    damage(root)
    assert said(root) == expected


def test_a_flat_root(tmp_path: Path) -> None:
    root = build_root(tmp_path / "root", OBJECTS, FLAT)
    assert said(root) == []
    (root / NAMES[0]).rename(root / "other")
    edit(root / NAMES[1], lambda inventory: inventory.update(id="urn:a/b"), "", "v1", "v2", "v3")
    assert said(root) == [
        "other: error[E083]: the object “urn:report:1” belongs into the folder “urn:report:1”",
        f"{NAMES[1]}: error[E083]: “urn:a/b” can be no folder in the root, as the layout wants it",
    ]


@pytest.mark.parametrize(
    ("layout", "parameters", "place"),
    [
        ("0004-hashed-n-tuple-storage-layout", {}, hashed_place("..hor/rib:lé-$id")),
        (
            "0004-hashed-n-tuple-storage-layout",
            {"digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15, "shortObjectRoot": True},
            "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/4e",
        ),
        ("0004-hashed-n-tuple-storage-layout", {"tupleSize": 0, "numberOfTuples": 0}, ""),
        ("0003-hash-and-id-n-tuple-storage-layout", {}, "3c0/ff4/240/object-01"),
        (
            "0003-hash-and-id-n-tuple-storage-layout",
            {"digestAlgorithm": "md5", "tupleSize": 2, "numberOfTuples": 15},
            "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/object-01",
        ),
    ],
)
def test_layouts_have_parameters(tmp_path: Path, layout: str, parameters: dict[str, Any], place: str) -> None:
    # the examples of the extensions
    identifier = "..hor/rib:lé-$id" if place.startswith(hashed_place("..hor/rib:lé-$id")) else "object-01"
    place = place or hashed_place("object-01").rsplit("/", 1)[-1]
    root = build_root(tmp_path / "root", {}, {"extension": layout, "description": ""})
    write(root / "extensions" / layout / "config.json", json.dumps({"extensionName": layout, **parameters}))
    build_object(root / place, identifier, THREE)
    assert {finding.code for finding in check_root(root)} == {"W005"}


def test_a_long_identifier_is_cut_in_the_layout_0003(tmp_path: Path) -> None:
    layout = "0003-hash-and-id-n-tuple-storage-layout"
    identifier = "abcdefghij" * 26
    root = build_root(tmp_path / "root", {}, {"extension": layout, "description": ""})
    digest = hashed_place(identifier).rsplit("/", 1)[-1]
    build_object(root / f"{digest[:3]}/{digest[3:6]}/{digest[6:9]}/{identifier[:100]}-{digest}", identifier, THREE)
    assert {finding.code for finding in check_root(root)} == {"W005"}


def test_objects_on_two_levels_without_a_layout(tmp_path: Path) -> None:
    root = build_root(tmp_path / "root", {"urn:a": THREE}, None)
    build_object(root / "deep/er", "urn:b", THREE)
    assert said(root) == [
        f".: warning[P002]: the root has no ocfl_layout.json: {UNKNOWN}",
        ".: warning[W015]: some objects lie in the root itself, and some deeper",
    ]


def test_a_root_of_1_0(tmp_path: Path) -> None:
    root = build_root(tmp_path / "root", OBJECTS, spec="1.0")
    assert said(root) == []
    write(root / "extensions/x", "")
    assert said(root) == ["extensions/x: error[E086]: the file is not in the folder of an extension"]


def test_whoever_asks_sees_each_object(root: Path) -> None:
    write(root / FIRST / "v1/content/id", "x")
    seen: list[CheckedObject] = []
    list(check_root(root, advance=seen.append))
    assert [(one.done, one.count) for one in seen] == [(1, 3), (2, 3), (3, 3)]
    assert {(one.id, one.folder, one.head, one.sound) for one in seen} == {
        (name, hashed_place(name), "v3", name != NAMES[0]) for name in NAMES
    }
    for one in seen:
        assert {version: f"{seal} inventory.json\n" for version, seal in one.seals.items()} == {
            version: (root / one.folder / version / "inventory.json.sha512").read_text("ascii")
            for version in ("v1", "v2", "v3")
        }
        assert one.seal == one.seals["v3"]
        assert one.size == sum(
            path.stat().st_size for path in (root / one.folder).glob("v*/content/**/*") if path.is_file()
        )


def test_objects_that_are_not_wanted_are_passed_over(root: Path) -> None:
    for name in NAMES:
        write(root / hashed_place(name) / "v1/content/id", "x")
    seen: list[CheckedObject] = []
    found = list(check_root(root, advance=seen.append, wanted=lambda folder: folder == FIRST))
    assert [(finding.object, finding.code) for finding in found] == [(NAMES[0], "E092")]
    assert [(one.id, one.done, one.count) for one in seen] == [(NAMES[0], 1, 1)]


def test_a_check_can_be_left(root: Path) -> None:
    write(root / FIRST / "v1/content/id", "x")
    for name in NAMES:
        write(root / hashed_place(name) / "new", "")
    found = check_root(root)
    assert next(found).severity == "error"
    found.close()  # type: ignore[attr-defined]  # it is a generator


def test_without_content_no_file_is_read(root: Path) -> None:
    write(root / FIRST / "v1/content/id", "x")
    seen: list[CheckedObject] = []
    assert said(root, content=False, advance=seen.append) == []
    assert [one.size for one in seen] == [0, 0, 0]


def test_an_object_is_no_root(root: Path) -> None:
    assert said(root / FIRST) == [".: error[E069]: the folder is that of an object, not the root of an archive"]


def test_an_empty_root(tmp_path: Path) -> None:
    assert said(build_root(tmp_path / "root", {})) == []


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure) as caught:
        list(check_root(tmp_path / "none"))
    assert str(caught.value) == f"{tmp_path / 'none'} cannot be checked: No such file or directory"


def test_findings_are_json(root: Path) -> None:
    (root / FIRST / "new").touch()
    assert [finding.as_json() for finding in check_root(root)] == [
        {
            "code": "E001",
            "severity": "error",
            "object": "urn:report:1",
            "path": f"{FIRST}/new",
            "message": "the file does not belong into the folder of an object",
            "remedy": "move it out of the archive; keep it until you know what it is",
        }
    ]
