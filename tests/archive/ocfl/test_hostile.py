"""Names and inventories that lead elsewhere, are too large, or are no such thing: refused, with what they are."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.archive.ocfl.inventory import digest_of
from pdfgen.archive.ocfl.inventory_reading import SIZE_LIMIT
from pdfgen.errors import EnvironmentFailure, UsageError
from tests.archive.ocfl.conftest import FILES, ID, kept, put, tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.ocfl.conftest import Judge

STRANGE = [
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "урн:пример",
    "☃" * 500,
    "x" * 2000,
    "line\nfeed",
    "\x1b[31m",
    "nul",
    "extensions",
    "0=ocfl_1.1",
    "e\u0301",
    "\u00e9",
]


def test_any_text_is_an_identifier_in_the_hashed_layout(tmp_path: Path, sound: Judge) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    with root.writing() as writer:
        for number, object_id in enumerate(STRANGE):
            assert put(writer, object_id, {"a.txt": str(number).encode()}) == 1
    assert sorted(root.ids()) == sorted(STRANGE)
    for number, object_id in enumerate(STRANGE):
        assert kept(root, object_id) == [{"a.txt": str(number).encode()}]
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]
    sound(tmp_path / "archive", len(STRANGE), warnings=False)


@pytest.mark.parametrize(
    ("object_id", "message"),
    [
        ("", "an identifier has 0 bytes, and may have 1 to 2,000"),
        ("☃" * 700, "an identifier has 2,100 bytes, and may have 1 to 2,000"),
        ("\ud83d", "\\ud83d names no object: it is no Unicode text"),
    ],
)
def test_what_can_be_no_identifier_is_refused(object_id: str, message: str, tmp_path: Path) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, object_id, FILES)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("object_id", "fact"),
    [
        ("..", "a name has no slash, and is not . or .."),
        (".", "a name has no slash, and is not . or .."),
        ("../aside", "a name has no slash, and is not . or .."),
        ("urn:a/b", "a name has no slash, and is not . or .."),
        ("extensions", "this name has another meaning there"),
        ("0=ocfl_1.1", "this name has another meaning there"),
        (".pdfgen.lock", "this name has another meaning there"),
        ("x" * 256, "a name has more than 255 bytes"),
        ("line\nfeed", "a name is printable"),
    ],
)
def test_a_folder_that_leads_elsewhere_is_refused_in_the_flat_layout(object_id: str, fact: str, tmp_path: Path) -> None:
    root = StorageRoot.create(tmp_path / "archive", "flat")
    before = tree(tmp_path)
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, object_id, FILES)
    assert str(refused.value).endswith(f" names no folder of this archive: {fact}")
    assert refused.value.remedy == "choose another identifier, or an archive with the hashed layout"
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        (path, "a path has names joined by single slashes, and none of them is . or ..")
        for path in ("..", ".", "", "/a", "a/", "a//b", "a/../b", "../../v9/content/a", "./a")
    ]
    + [
        ("a\0b", "a path has names joined by single slashes, and none of them is . or .."),
        ("a\nb", "some disks take no '\\n' in a name"),
        ("a:b", "some disks take no ':' in a name"),
        ("a\\b", "some disks take no '\\\\' in a name"),
        ("folder./a", "some disks drop a full stop or a space at the end of a name"),
        ("a ", "some disks drop a full stop or a space at the end of a name"),
        ("source/NUL.txt", "it is the name of a device on Windows"),
        ("é" * 128, "a name has more than 255 bytes"),
        ("/".join(["folder"] * 150), "its path has more than 1000 bytes"),
        ("\ud83d", "its name is no Unicode text"),
    ],
)
def test_a_file_that_other_disks_cannot_hold_is_refused(path: str, fact: str, tmp_path: Path) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    before = tree(tmp_path)
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, ID, FILES | {path: b"content"})
    assert str(refused.value).endswith(f" cannot be archived: {fact}")
    assert refused.value.remedy == "give the file another name"
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (("A.txt", "a.txt"), "A.txt and a.txt cannot both be archived: some disks take them for one"),
        (("caf\u00e9", "cafe\u0301"), "cafe\u0301 and caf\u00e9 cannot both be archived: some disks take them for one"),
        (("a", "a/b"), "a cannot be archived: a/b needs a folder of this name"),
        (("Source", "source/b"), "Source cannot be archived: source/b needs a folder of this name"),
    ],
)
def test_two_files_that_are_in_each_others_way_are_refused(
    paths: tuple[str, str], message: str, tmp_path: Path
) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, ID, dict.fromkeys(paths, b"content"))
    assert str(refused.value) == message


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the folder of an object that can be spoilt."""
    (tmp_path / "secret").write_bytes(b"not for you")
    root = StorageRoot.create(tmp_path / "archive", "flat")
    with root.writing() as writer:
        put(writer, "report", FILES)
    return tmp_path / "archive" / "report"


def spoil(place: Path, content: bytes) -> None:
    """Write an inventory, and the digest that goes with it."""
    for name, data in (
        ("inventory.json", content),
        ("inventory.json.sha512", f"{digest_of(content, 'sha512')} inventory.json\n".encode()),
    ):
        (place / name).unlink()
        (place / name).write_bytes(data)


def changed(place: Path, **values: Any) -> bytes:
    document: dict[str, Any] = json.loads((place / "inventory.json").read_bytes())
    return json.dumps({key: value for key, value in (document | values).items() if value is not None}).encode()


def damage(place: Path) -> str:
    root = StorageRoot.open(place.parent)
    with pytest.raises(DamageError) as damaged:
        root.find("report")
    with root.writing() as writer, pytest.raises(DamageError):
        put(writer, "report", {"other.txt": b"other"})
    return str(damaged.value).removeprefix("the object in report: inventory.json cannot be used: ")


@pytest.mark.parametrize(
    "path", ["../../secret", "/etc/passwd", "v1/content/../../../../secret", "v1//content", "v1/content/.", ""]
)
def test_a_content_path_that_leads_out_is_refused(path: str, place: Path) -> None:
    digest = digest_of(b"not for you", "sha512")
    version = {"created": "2018-01-16T09:00:00Z", "state": {digest: ["report.pdf"]}}
    spoil(place, changed(place, manifest={digest: [path]}, versions={"v1": version}))
    assert damage(place) == f"its manifest has a path that leads out of its folder: {path}"


@pytest.mark.parametrize("link", ["v1/content/report.pdf", "v1/content", "v1", "inventory.json", ""])
def test_a_link_is_not_followed(link: str, place: Path) -> None:
    aside = place.parents[1] / "aside"
    (place / link).rename(aside)
    (place / link).symlink_to(aside)
    root = StorageRoot.open(place.parent)
    with pytest.raises(DamageError, match="it is a link, or lies behind one"):
        [found.read("report.pdf") for found in [root.find("report")] if found]


def test_a_link_among_the_files_of_an_object_stops_a_new_version(place: Path) -> None:
    (place / "logs").mkdir()
    (place / "logs" / "secret").symlink_to("../../../secret")
    before = tree(place)
    root = StorageRoot.open(place.parent)
    with root.writing() as writer, pytest.raises(EnvironmentFailure) as refused:
        put(writer, "report", {"other.txt": b"other"})
    assert str(refused.value) == f"cannot archive into {place}: logs/secret is neither a file nor a folder"
    assert tree(place) == before


def test_a_pipe_is_not_waited_for(place: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    (place / "v1/content/report.pdf").unlink()
    os.mkfifo(place / "v1/content/report.pdf")
    found = StorageRoot.open(place.parent).find("report")
    assert found is not None
    with pytest.raises(DamageError, match="it is not a regular file"):
        found.read("report.pdf")


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a": ' * 100_000, "it is nested too deeply"),
        (b"[]", "it is no JSON object"),
        (b"", "it is no JSON in UTF-8: Expecting value: line 1 column 1 (char 0)"),
        (b"\xff", "it is no JSON in UTF-8: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b'{"id": NaN}', "it is no JSON: NaN is no number"),
        (b'{"id": "a", "id": "b"}', "an object in it has a key twice"),
        (b'{"id": "\\ud83d"}', "a text in it is no Unicode: it has half of a character"),
        (b'"' + b" " * SIZE_LIMIT, "it has more than 67,108,864 bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_inventory_is_read_under_limits(content: bytes, fact: str, place: Path) -> None:
    spoil(place, content)
    assert damage(place) == fact


def version(**values: Any) -> dict[str, Any]:
    return {"v1": {"created": "2018-01-16T09:00:00Z", "state": {}} | values}


@pytest.mark.parametrize(
    ("values", "fact"),
    [
        ({"id": None}, "its id is missing"),
        ({"id": 1}, "its id is no text"),
        ({"id": ""}, "its id is empty"),
        ({"type": "https://ocfl.io/9/spec/#inventory"}, "its type is no version of OCFL that is known: https://ocfl.io/9/spec/#inventory"),
        ({"digestAlgorithm": "md5"}, "its digest algorithm is md5, not one of sha512, sha256"),
        ({"contentDirectory": ".."}, "its content folder is .."),
        ({"contentDirectory": "a/b"}, "its content folder is a/b"),
        ({"head": "v2"}, "its head is v2, and its last version v1"),
        ({"manifest": []}, "its manifest is no JSON object"),
        ({"manifest": {"aa": "a"}}, "its manifest has a digest without a list of paths"),
        ({"manifest": {"aa": ["a"], "AA": ["b"]}}, "its manifest has a digest twice, in upper and in lower case"),
        ({"manifest": {"aa": ["a"], "bb": ["a"]}}, "its manifest has a path twice: a"),
        ({"manifest": {"aa": ["a"], "bb": ["a/b"]}}, "its manifest has a path that is a file and a folder: a"),
        ({"fixity": {"md5": {"aa": ["../a"]}}}, "its fixity has a path that leads out of its folder: ../a"),
        ({"versions": {}}, "its versions are not named v1, v2 and so on"),
        ({"versions": {"v0": {}}}, "its versions are not named v1, v2 and so on"),
        ({"versions": {"v1": {}, "v3": {}}}, "its versions are not named v1, v2 and so on, without a gap"),
        ({"versions": {"v1": {}, "v02": {}}}, "its versions are not named v1, v2 and so on, without a gap"),
        ({"versions": {"v1": []}}, "its version 1 is no JSON object"),
        ({"versions": {"v1": {}}}, "its state is missing"),
        ({"versions": version(created="yesterday")}, "its version 1 was created at no moment of RFC 3339: yesterday"),
        ({"versions": version(created="2018-02-30T09:00:00Z")}, "its version 1 was created at no moment of RFC 3339: 2018-02-30T09:00:00Z"),
        ({"versions": version(created="0001-01-01T00:00:00+23:99")}, "its version 1 was created at no moment of RFC 3339: 0001-01-01T00:00:00+23:99"),
        ({"versions": version(created=1)}, "its created is no text"),
        ({"versions": version(user="me")}, "its user is no JSON object"),
        ({"versions": version(state={"aa": ["a"]})}, "its version 1 has a digest that its manifest lacks: aa"),
        ({"versions": version(state={"aa": ["/etc/passwd"]})}, "its version 1 has a path that leads out of its folder: /etc/passwd"),
        ({"versions": version(state={"aa": ["a", "a"]})}, "its version 1 has a path twice: a"),
    ],
)  # fmt: skip
def test_an_inventory_that_breaks_the_rules_is_not_relied_on(values: dict[str, Any], fact: str, place: Path) -> None:
    spoil(place, changed(place, **values))
    assert damage(place) == fact


def test_what_lies_in_the_staging_place_leads_nowhere(tmp_path: Path) -> None:
    """Whoever can write into an archive can lay a trap there for the next writer."""
    root = StorageRoot.create(tmp_path / "archive")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_bytes(b"mine")
    work = tmp_path / "archive/extensions/pdfgen/staging/trap"
    (work / "former").mkdir(parents=True)
    (work / "home").write_text("../stolen", encoding="utf-8")
    (work.parent / "link").symlink_to(tmp_path / "mine")
    with root.writing() as writer:
        put(writer, ID, FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "mine"]
    assert (tmp_path / "mine" / "a.txt").read_bytes() == b"mine"
    (tmp_path / "archive/extensions/pdfgen").symlink_to(tmp_path / "mine")
    with pytest.raises(EnvironmentFailure) as refused, root.writing():
        pass
    staging = tmp_path / "archive/extensions/pdfgen/staging"
    words = f"what a killed process left in {staging} cannot be cleared: {staging.parent} is a link"
    assert str(refused.value) == words


def test_an_inventory_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    before = tree(tmp_path)
    with root.writing() as writer, pytest.raises(UsageError) as refused:
        put(writer, ID, FILES, "x" * SIZE_LIMIT)
    assert str(refused.value) == (
        f"object {ID} can have no such version: of its inventory would be said: it has more than 67,108,864 bytes"
    )
    assert tree(tmp_path) == before
