"""Objects are handed over in a bag that is whole, that others call valid, and in which no damage goes unseen."""

from __future__ import annotations

import hashlib
import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from pdfgen.archive.bag import Bag, export_bag, folder_name
from pdfgen.archive.bag_format import faults
from pdfgen.archive.ocfl import DamageError, StorageRoot
from pdfgen.archive.ocfl.inventory import digest_of
from pdfgen.errors import EnvironmentFailure, PdfgenError, UsageError
from pdfgen.version import __version__
from tests.archive.ocfl.conftest import ID, kept, put, sound, tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.archive.ocfl.conftest import Judge

__all__ = ["sound"]

ZENDA = "urn:example:zenda"
DAY = "2018-02-01"
FIRST = {"record.json": b'{"title": "Ruritania"}\n', "files/ruritania.pdf": b"%PDF-1.7", "source/copy.yaml": b"a: 1\n"}
CORRECTED = FIRST | {"files/ruritania.pdf": b"%PDF-1.7 corrected"}
OTHER = {"record.json": b'{"title": "Zenda"}\n', "files/almost 50%.pdf": b"%PDF-2.0", "files/größe 面试.pdf": b""}
FACTS = {"Source-Organization": "Freedom House", "Contact-Email": "archive@example.org"}


class BagJudge(Protocol):
    def __call__(self, folder: Path) -> None: ...


@pytest.fixture(scope="session")
def valid() -> BagJudge:
    """Return a function that asserts that bagit calls a folder a whole bag."""
    bagit = pytest.importorskip("bagit", reason="bagit is not installed: nobody else judges the bag")

    def judged(folder: Path) -> None:
        bagit.Bag(str(folder)).validate()

    return judged


@pytest.fixture
def root(tmp_path: Path) -> StorageRoot:
    root = StorageRoot.create(tmp_path / "archive")
    with root.writing() as writer:
        put(writer, ID, FIRST)
        put(writer, ID, CORRECTED, "A number was wrong")
        put(writer, ZENDA, {path: content for path, content in OTHER.items() if "%" not in path})
    return root


def strange(root: StorageRoot, object_id: str, names: dict[str, str]) -> None:
    """Give files of an object names that other tools could give them."""
    found = root.find(object_id)
    assert found is not None
    folder = Path(root.store.name) / found.place
    for place in (folder, folder / "v1"):
        inventory = json.loads((place / "inventory.json").read_bytes())
        for version in inventory["versions"].values():
            version["state"] = {d: [names.get(path, path) for path in paths] for d, paths in version["state"].items()}
        content = json.dumps(inventory).encode()
        for name, text in (
            ("inventory.json", content),
            ("inventory.json.sha512", f"{digest_of(content, 'sha512')} inventory.json\n".encode()),
        ):
            (place / name).chmod(0o644)
            (place / name).write_bytes(text)


def test_a_bag_has_the_last_version_of_each_object(root: StorageRoot, tmp_path: Path, valid: BagJudge) -> None:
    bag = export_bag(root, tmp_path / "out" / "bag", DAY, facts=FACTS)
    folder = tmp_path / "out" / "bag"
    valid(folder)
    assert faults(folder) == []
    assert [path.name for path in folder.parent.iterdir()] == ["bag"]
    payload = {f"data/urn_example_ruritania/{path}": content for path, content in CORRECTED.items()}
    payload |= {f"data/urn_example_zenda/{path}": content for path, content in OTHER.items() if "%" not in path}
    files = {path: content for path, content in tree(folder).items() if content is not None}
    assert files == payload | {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": (
            f"Bag-Size: 65 bytes\nBag-Software-Agent: pdfgen {__version__}\nBagging-Date: 2018-02-01\n"
            "Contact-Email: archive@example.org\nExternal-Identifier: urn:example:ruritania\n"
            "External-Identifier: urn:example:zenda\nInternal-Sender-Identifier: urn:example:ruritania:v2\n"
            "Internal-Sender-Identifier: urn:example:zenda:v1\nPayload-Oxum: 65.5\nSource-Organization: Freedom House\n"
        ).encode(),
        "manifest-sha512.txt": _manifest(payload),
        "tagmanifest-sha512.txt": _manifest(
            {name: files[name] or b"" for name in ("bag-info.txt", "bagit.txt", "manifest-sha512.txt")}
        ),
    }
    assert bag == Bag(objects=2, files=5, bytes=65, encoded=())


def _manifest(files: dict[str, bytes]) -> bytes:
    return "".join(
        f"{hashlib.sha512(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())
    ).encode()


def test_the_same_objects_give_the_same_bag(root: StorageRoot, tmp_path: Path) -> None:
    export_bag(root, tmp_path / "one", DAY)
    export_bag(root, tmp_path / "other", DAY, [ZENDA, ID, ZENDA])
    assert tree(tmp_path / "one") == tree(tmp_path / "other")


def test_a_bag_has_the_objects_that_were_asked_for(root: StorageRoot, tmp_path: Path, valid: BagJudge) -> None:
    assert export_bag(root, tmp_path / "bag", DAY, [ZENDA]).objects == 1
    valid(tmp_path / "bag")
    assert [path.name for path in (tmp_path / "bag" / "data").iterdir()] == ["urn_example_zenda"]


@pytest.mark.parametrize("layout", ["hashed", "flat"])
def test_a_bag_with_all_versions_is_an_archive(layout: str, tmp_path: Path, valid: BagJudge, sound: Judge) -> None:
    root = StorageRoot.create(tmp_path / "archive", layout)
    with root.writing() as writer:
        for object_id in ("zenda", "ruritania", "hentzau"):
            put(writer, object_id, FIRST)
            put(writer, object_id, CORRECTED, "A number was wrong")
    bag = export_bag(root, tmp_path / "bag", DAY, ["zenda", "ruritania"], all_versions=True)
    valid(tmp_path / "bag")
    sound(tmp_path / "bag" / "data", 2, warnings=False)  # of identifiers that are no URIs
    taken = StorageRoot.open(tmp_path / "bag" / "data")
    assert (taken.layout, sorted(taken.ids())) == (root.layout, ["ruritania", "zenda"])
    assert kept(taken, "zenda") == kept(root, "zenda") == [FIRST, CORRECTED]
    assert bag.objects == 2
    everything = {path: content for path, content in tree(tmp_path / "archive").items() if content is not None}
    for path, content in tree(tmp_path / "bag" / "data").items():
        assert content is None or everything[path] == content


@pytest.mark.parametrize("layout", ["hashed", "flat"])
@pytest.mark.parametrize("all_versions", [False, True])
def test_an_archive_at_a_url_gives_the_same_bag(tmp_path: Path, layout: str, *, all_versions: bool) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: there are no other stores")
    places = [str(tmp_path / "archive"), "memory://bagged"]
    try:
        for number, place in enumerate(places):
            root = StorageRoot.create(place, layout)
            with root.writing() as writer:
                put(writer, "zenda", FIRST)
                put(writer, "zenda", CORRECTED, "A number was wrong")
            export_bag(StorageRoot.open(place), tmp_path / str(number), DAY, all_versions=all_versions)
    finally:
        fsspec.filesystem("memory").rm("/bagged", recursive=True)
    assert tree(tmp_path / "0") == tree(tmp_path / "1")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # bagit calls re.sub as Python 3.13 does not want it
def test_names_that_end_a_line_are_encoded(root: StorageRoot, tmp_path: Path, valid: BagJudge) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such names")
    strange(root, ZENDA, {"record.json": "record\n.json", "files/größe 面试.pdf": "files/a\r\nb.pdf"})
    bag = export_bag(root, tmp_path / "bag", DAY, [ZENDA])
    valid(tmp_path / "bag")
    assert [
        line[130:] for line in (tmp_path / "bag" / "manifest-sha512.txt").read_text(encoding="utf-8").splitlines()
    ] == [
        "data/urn_example_zenda/files/a%0D%0Ab.pdf",
        "data/urn_example_zenda/record%0A.json",
    ]
    assert bag.encoded == ("data/urn_example_zenda/files/a\r\nb.pdf", "data/urn_example_zenda/record\n.json")


def test_a_percent_sign_is_encoded_and_told(tmp_path: Path) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    names = {"50%.pdf": b"1", "a%0Ab.pdf": b"2", "%25.pdf": b"3"}
    with root.writing() as writer:
        put(writer, ID, names)
    bag = export_bag(root, tmp_path / "bag", DAY)
    assert bag.encoded == tuple(f"data/urn_example_ruritania/{name}" for name in ("%25.pdf", "50%.pdf", "a%0Ab.pdf"))
    lines = (tmp_path / "bag" / "manifest-sha512.txt").read_text(encoding="utf-8").splitlines()
    assert [line.rpartition("/")[2] for line in lines] == ["%2525.pdf", "50%25.pdf", "a%250Ab.pdf"]
    assert faults(tmp_path / "bag") == []  # bagit 1.9 decodes no %25 (its issue 157), against RFC 8493, 2.1.3


@pytest.mark.parametrize("all_versions", [False, True])
def test_a_damaged_object_is_not_handed_over(root: StorageRoot, tmp_path: Path, *, all_versions: bool) -> None:
    found = root.find(ZENDA)
    assert found is not None
    path = tmp_path / "archive" / found.place / "v1" / "content" / "record.json"
    path.chmod(0o644)
    path.write_bytes(b'{"title": "zenda"}\n')
    (tmp_path / "out").mkdir()
    with pytest.raises(DamageError) as caught:
        export_bag(root, tmp_path / "out" / "bag", DAY, all_versions=all_versions)
    assert "record.json" in str(caught.value)
    assert str(caught.value).endswith("is not what was stored: its sha512 digest differs")
    assert (caught.value.object_id, caught.value.exit_code) == (ZENDA, 1)
    assert list((tmp_path / "out").iterdir()) == []


def _edit(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda o: (o / "v1" / "content" / "more.txt").write_bytes(b""),
            "v1/content/more.txt: its inventory does not know it",
        ),
        (lambda o: (o / "more.txt").write_bytes(b""), "more.txt: its inventory does not know it"),
        (lambda o: (o / "v1" / "content" / "record.json").unlink(), "v1/content/record.json: it is missing"),
        (
            lambda o: _edit(o / "v1" / "inventory.json", b"{}"),
            "v1/inventory.json: it is not what was stored: its sha512 digest differs",
        ),
        (lambda o: (o / "v1" / "inventory.json.sha512").unlink(), "v1/inventory.json: no file has its digest"),
    ],
)
def test_an_object_that_is_not_whole_is_not_handed_over_with_all_versions(
    damage: Callable[[Path], object], said: str, root: StorageRoot, tmp_path: Path
) -> None:
    found = root.find(ZENDA)
    assert found is not None
    damage(tmp_path / "archive" / found.place)
    with pytest.raises(DamageError) as caught:
        export_bag(root, tmp_path / "bag", DAY, all_versions=True)
    assert str(caught.value) == f"object {ZENDA}: {said}"
    assert not (tmp_path / "bag").exists()


def test_logs_of_another_tool_go_along(root: StorageRoot, tmp_path: Path) -> None:
    found = root.find(ZENDA)
    assert found is not None
    (tmp_path / "archive" / found.place / "logs").mkdir()
    (tmp_path / "archive" / found.place / "logs" / "inventory.json").write_bytes(b"not one")
    export_bag(root, tmp_path / "bag", DAY, all_versions=True)
    assert (tmp_path / "bag" / "data" / found.place / "logs" / "inventory.json").read_bytes() == b"not one"


def _refused(root: StorageRoot, target: Path, **changes: object) -> PdfgenError:
    arguments: dict[str, object] = {"date": DAY, "ids": None} | changes
    with pytest.raises(PdfgenError) as caught:
        export_bag(root, target, **arguments)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": "today"}, "“today” is not a day"),
        ({"ids": ["urn:example:nobody"]}, "the archive ARCHIVE has no object urn:example:nobody"),
        ({"ids": []}, "no object is named"),
        ({"facts": {"payload-oxum": "1.1"}}, "payload-oxum is a fact that the bag gives itself"),
        ({"facts": {"Bagging-Date": DAY}}, "Bagging-Date is a fact that the bag gives itself"),
        ({"facts": {"Contact: Name": "Anthony"}}, "“Contact: Name” is no label of bag-info.txt"),
        (
            {"facts": {"Contact-Name": "Anthony\nHope"}},
            "Contact-Name of bag-info.txt is “Anthony\\nHope”, which is not text of one line",
        ),
        ({"facts": {"Contact-Name": ""}}, "Contact-Name of bag-info.txt is “”, which is not text of one line"),
    ],
)
def test_what_makes_no_bag_is_refused(changes: dict[str, object], said: str, root: StorageRoot, tmp_path: Path) -> None:
    error = _refused(root, tmp_path / "bag", **changes)
    assert (type(error), str(error)) == (UsageError, said.replace("ARCHIVE", str(tmp_path / "archive")))
    assert error.remedy
    assert not (tmp_path / "bag").exists()


def test_an_empty_archive_makes_no_bag(tmp_path: Path) -> None:
    error = _refused(StorageRoot.create(tmp_path / "archive"), tmp_path / "bag")
    assert str(error) == f"the archive {tmp_path / 'archive'} has no objects"


def test_nothing_that_is_there_is_written_over(root: StorageRoot, tmp_path: Path) -> None:
    export_bag(root, tmp_path / "bag", DAY, [ZENDA])
    before = tree(tmp_path / "bag")
    error = _refused(root, tmp_path / "bag")
    assert (type(error), str(error)) == (UsageError, f"{tmp_path / 'bag'} exists already, and is not empty")
    assert tree(tmp_path / "bag") == before
    (tmp_path / "file").write_bytes(b"")
    assert type(_refused(root, tmp_path / "file" / "bag")) is EnvironmentFailure


STRANGE_IDS = [
    "..",
    ".",
    "a.",
    "a=2e",
    "a/b",
    "a\\b",
    "a:b",
    "a_b",
    "A",
    "a",
    "nul",
    "nul.txt",
    "x" * 300,
    "x" * 301,
    "é",
    "e\u0301",
    "=",
    "☃" * 600,
]


def test_every_identifier_has_a_folder_of_its_own_on_every_disk() -> None:
    names = [folder_name(one) for one in STRANGE_IDS]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_=")
        assert len(name) <= 200
        assert name.strip(".") == name
        assert name.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


def test_strange_identifiers_are_told_in_one_line(tmp_path: Path, valid: BagJudge) -> None:
    root = StorageRoot.create(tmp_path / "archive")
    with root.writing() as writer:
        for object_id in (*STRANGE_IDS, "line\nfeed: 1"):
            put(writer, object_id, {"a.txt": b"words"})
    assert export_bag(root, tmp_path / "bag", DAY).objects == len(STRANGE_IDS) + 1
    valid(tmp_path / "bag")
    assert "External-Identifier: line\\nfeed: 1\n" in (tmp_path / "bag" / "bag-info.txt").read_text(encoding="utf-8")


def _damaged(folder: Path, chance: random.Random) -> str:
    """Damage a bag in one of several ways; return which."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    one, other = chance.sample(files, 2)
    kind = chance.choice(["bit", "cut", "longer", "gone", "more", "renamed", "exchanged"])
    if kind in ("bit", "cut", "longer") and not one.stat().st_size:
        kind = "longer"
    content = one.read_bytes()
    match kind:
        case "bit":
            place = chance.randrange(len(content))
            one.write_bytes(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
        case "cut":
            one.write_bytes(content[: chance.randrange(len(content))])
        case "longer":
            one.write_bytes(content + chance.randbytes(1))
        case "gone":
            one.unlink()
        case "more":
            one.with_name("more.txt").write_bytes(content)
        case "renamed":
            one.rename(one.with_name("renamed.txt"))
        case "exchanged":
            one.write_bytes(other.read_bytes())
            other.write_bytes(content)
    return f"{kind} {one.relative_to(folder)}"


@pytest.mark.parametrize("all_versions", [False, True])
def test_every_damage_of_a_bag_is_seen(root: StorageRoot, tmp_path: Path, *, all_versions: bool) -> None:
    bag = tmp_path / "bag"
    export_bag(root, bag, DAY, all_versions=all_versions)
    whole = tree(bag)
    chance = random.Random(20180116)  # noqa: S311  # the same damages each time
    for _ in range(200):
        done = _damaged(bag, chance)
        now = tree(bag)
        assert faults(bag) != [] or now == whole, done  # two equal files may have been exchanged
        for path in now.keys() - whole.keys():
            (bag / path).unlink()
        for path, content in whole.items():
            if content is not None and now.get(path) != content:
                (bag / path).write_bytes(content)
    assert faults(bag) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda bag: (bag / "data/urn_example_zenda/record.json").unlink(),
            ["data/urn_example_zenda/record.json is missing", "bag-info.txt has another Payload-Oxum than 46.4"],
        ),
        (
            lambda bag: (bag / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\n"),
            ["bagit.txt is not that of BagIt 1.0 in UTF-8", "bagit.txt is not what was packed: its SHA-512 differs"],
        ),
        (
            lambda bag: (bag / "manifest-sha512.txt").unlink(),
            ["manifest-sha512.txt is missing", "manifest-sha512.txt is missing"],
        ),
        (lambda bag: (bag / "more.txt").write_bytes(b""), ["more.txt is not in tagmanifest-sha512.txt"]),
        (
            lambda bag: (bag / "tagmanifest-sha512.txt").write_bytes(b"0" * 128 + b"  ../x\n"),
            ["tagmanifest-sha512.txt cannot be read: line 1 leads out of the bag"],
        ),
        (
            lambda bag: (bag / "tagmanifest-sha512.txt").write_bytes(b"none"),
            ["tagmanifest-sha512.txt cannot be read: line 1 has no digest and path"],
        ),
        (
            lambda bag: (bag / "tagmanifest-sha512.txt").write_bytes((b"0" * 128 + b"  x\n") * 2),
            ["tagmanifest-sha512.txt cannot be read: line 2 names a file again"],
        ),
    ],
)
def test_damage_of_a_bag_is_named(
    damage: Callable[[Path], object], said: list[str], root: StorageRoot, tmp_path: Path
) -> None:
    export_bag(root, tmp_path / "bag", DAY)
    damage(tmp_path / "bag")
    assert faults(tmp_path / "bag") == said


def test_a_link_in_a_bag_is_not_followed(root: StorageRoot, tmp_path: Path) -> None:
    export_bag(root, tmp_path / "bag", DAY)
    path = tmp_path / "bag" / "data" / "urn_example_zenda" / "record.json"
    path.rename(tmp_path / "elsewhere.json")
    try:
        path.symlink_to(tmp_path / "elsewhere.json")
    except OSError as error:
        pytest.skip(f"no links can be made here: {error}")
    assert faults(tmp_path / "bag")[:2] == [
        "data/urn_example_zenda/record.json is neither a file nor a folder",
        "data/urn_example_zenda/record.json is missing",
    ]
