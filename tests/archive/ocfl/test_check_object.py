"""One defect in an object, and what the check names."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl.check_object import check_object
from pdfgen.errors import EnvironmentFailure
from tests.archive.ocfl.built import THREE, build_object, edit, read_inventory, write_inventory, write_sidecar
from tests.archive.ocfl.ocfl_py import judged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Damage = Callable[[Path], object]

ALL = ("", "v1", "v2", "v3")
LATEST = ("", "v3")
PDF = "v1/content/report.pdf"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return build_object(tmp_path / "object", "urn:report:1", THREE, fixity=["md5"])


def codes(folder: Path, **options: bool) -> set[str]:
    return {finding.code for finding in check_object(folder, **options)}


def exchange(folder: Path, one: str, other: str) -> None:
    (folder / one).rename(folder / "x")
    (folder / other).rename(folder / one)
    (folder / "x").rename(folder / other)


def replace(folder: Path, name: str, old: bytes, new: bytes) -> None:
    content = (folder / name).read_bytes()
    assert old in content
    (folder / name).write_bytes(content.replace(old, new))


def write(folder: Path, name: str, text: str = "") -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def linked(folder: Path, name: str) -> None:
    away = (folder / name).rename(folder.parent / f"{folder.name}-{name}")
    (folder / name).symlink_to(away)


def of_1_0(folder: Path) -> None:
    (folder / "0=ocfl_object_1.1").unlink()
    write(folder, "0=ocfl_object_1.0", "ocfl_object_1.0\n")


def digested_with_sha256(folder: Path) -> None:
    (folder / "inventory.json.sha512").unlink()
    write_sidecar(folder, "sha256")


def without_inventory(folder: Path) -> None:
    for path in (folder / "v2").glob("inventory*"):
        path.unlink()


def one_version_less(folder: Path) -> None:
    for name in LATEST:
        write_inventory(folder / name, read_inventory(folder / "v2"))


def first_version(change: Callable[[Any], object]) -> Damage:
    return lambda folder: edit(folder, change, "v1")


def latest(change: Callable[[Any], object]) -> Damage:
    return lambda folder: edit(folder, change, *LATEST)


def digest_of(inventory: Any, path: str) -> str:
    return next(str(digest) for digest, paths in inventory["manifest"].items() if path in paths)


def moved(inventory: Any, key: str, value: object) -> None:
    inventory[key] = value


def of_version(name: str, key: str, value: object) -> Callable[[Any], object]:
    return lambda inventory: inventory["versions"][name].update({key: value})


FILES: dict[str, tuple[Damage, set[str]]] = {
    "content changed": (lambda f: replace(f, PDF, b"first", b"fjrst"), {"E092", "E093"}),
    "content cut": (lambda f: os.truncate(f / PDF, 3), {"E092", "E093"}),
    "content emptied": (lambda f: os.truncate(f / PDF, 0), {"E092", "E093"}),
    "content deleted": (lambda f: (f / PDF).unlink(), {"E092", "E093"}),
    "content renamed": (lambda f: (f / PDF).rename(f / "v1/content/r.pdf"), {"E023", "E092", "E093"}),
    "content moved": (lambda f: (f / PDF).rename(f / "v2/content/old.pdf"), {"E023", "E092", "E093"}),
    "contents exchanged": (lambda f: exchange(f, PDF, "v1/content/report.yaml"), {"E092", "E093"}),
    "file added": (lambda f: (f / "v1/content/new.txt").write_text("new"), {"E023"}),
    "empty folder added": (lambda f: (f / "v1/content/new/deep").mkdir(parents=True), {"E024"}),
    "content folder gone": (lambda f: shutil.rmtree(f / "v2/content"), {"E016", "E092", "E093"}),
    "content folder without files": (lambda f: (f / "v3/content/report.pdf").unlink(), {"E092", "E093", "W003"}),
    "file in a version": (lambda f: (f / "v1/new.txt").write_text("new"), {"E015"}),
    "folder in a version": (lambda f: (f / "v1/new").mkdir(), {"W002"}),
    "file in the object": (lambda f: (f / "new.txt").write_text("new"), {"E001"}),
    "folder in the object": (lambda f: (f / "new").mkdir(), {"E001"}),
    "file named as a version": (lambda f: (f / "v4").write_text("new"), {"E001"}),
    "version that nobody knows": (lambda f: (f / "v4").mkdir(), {"E046"}),
    "first version gone": (lambda f: shutil.rmtree(f / "v1"), {"E009", "E092", "E093"}),
    "version between gone": (lambda f: shutil.rmtree(f / "v2"), {"E010", "E092", "E093"}),
    "latest version gone": (lambda f: shutil.rmtree(f / "v3"), {"E046", "E092", "E093"}),
    "versions exchanged": (lambda f: exchange(f, "v1", "v2"), {"E023", "E040", "E092", "E093"}),
    "link to a file": (lambda f: ((f / "v1/content/l").symlink_to("report.pdf")), {"E090"}),
    "link to a folder": (lambda f: ((f / "v1/content/l").symlink_to("/")), {"E090"}),
    "link in the object": (lambda f: ((f / "l").symlink_to("/")), {"E090"}),
    "link in a version": (lambda f: ((f / "v1/l").symlink_to("content")), {"E090"}),
    "link for a version": (lambda f: linked(f, "v2"), {"E090"}),
    "hard link": (lambda f: os.link(f / PDF, f / "v2/content/twin.pdf"), {"E023", "E090"}),
    "logs are nobody’s": (lambda f: write(f, "logs/2026.txt", "fine"), set()),
    "extension": (lambda f: (f / "extensions/0001-digest-algorithms").mkdir(parents=True), set()),
    "extension that is not registered": (lambda f: (f / "extensions/mine").mkdir(parents=True), {"W013"}),
    "file among extensions": (lambda f: write(f, "extensions/x"), {"E067"}),
    "declaration gone": (lambda f: (f / "0=ocfl_object_1.1").unlink(), {"E003"}),
    "declaration changed": (lambda f: replace(f, "0=ocfl_object_1.1", b"1.1", b"1.0"), {"E007"}),
    "declaration without its end": (lambda f: os.truncate(f / "0=ocfl_object_1.1", 15), {"E007"}),
    "declaration emptied": (lambda f: os.truncate(f / "0=ocfl_object_1.1", 0), {"E007"}),
    "declaration of something": (lambda f: (f / "0=ocfl_object_1.1").rename(f / "0=bag_1.1"), {"E006"}),
    "declaration of another type": (lambda f: (f / "0=ocfl_object_1.1").rename(f / "1=ocfl_object_1.1"), {"E005"}),
    "declaration of the future": (lambda f: (f / "0=ocfl_object_1.1").rename(f / "0=ocfl_object_9.0"), {"E006"}),
    "two declarations": (lambda f: (f / "0=ocfl_object_1.0").write_text("ocfl_object_1.0\n"), {"E003"}),
    "declaration of 1.0": (of_1_0, {"E038"}),
}  # fmt: skip

INVENTORIES: dict[str, tuple[Damage, set[str]]] = {
    "inventory gone": (lambda f: (f / "inventory.json").unlink(), {"E063"}),
    "inventory emptied": (lambda f: os.truncate(f / "inventory.json", 0), {"E033", "E060"}),
    "inventory cut": (lambda f: os.truncate(f / "inventory.json", 99), {"E033", "E060"}),
    "inventory changed": (lambda f: replace(f, "inventory.json", b"Version 1", b"Version 9"), {"E060", "E064", "W011"}),
    "inventory changed, digest mended": (lambda f: edit(f, of_version("v3", "message", "x"), ""), {"E064"}),
    "copy of the latest version changed": (lambda f: edit(f, of_version("v3", "message", "x"), "v3"), {"E064"}),
    "copy gone": (lambda f: (f / "v2/inventory.json").unlink(), {"E015", "W010"}),
    "copy and its digest gone": (without_inventory, {"W010"}),
    "inventories exchanged": (lambda f: exchange(f, "v1/inventory.json", "v2/inventory.json"), {"E023", "E040", "E060"}),
    "digest gone": (lambda f: (f / "v2/inventory.json.sha512").unlink(), {"E058"}),
    "digest of the object gone": (lambda f: (f / "inventory.json.sha512").unlink(), {"E058"}),
    "digest emptied": (lambda f: os.truncate(f / "inventory.json.sha512", 0), {"E061"}),
    "digest without a name": (lambda f: replace(f, "inventory.json.sha512", b" inventory.json", b""), {"E061"}),
    "digest without its end": (lambda f: replace(f, "inventory.json.sha512", b"\n", b""), {"P005"}),
    "digest with a second line": (lambda f: replace(f, "inventory.json.sha512", b"\n", b"\n\n"), {"E061"}),
    "digest of another algorithm": (digested_with_sha256, {"E059"}),
    "second digest": (lambda f: write_sidecar(f, "sha256"), {"E001"}),
    "second digest in a version": (lambda f: write_sidecar(f / "v1", "md5"), {"E015"}),
    "id changed in a version": (first_version(lambda i: moved(i, "id", "urn:report:2")), {"E037"}),
    "head of a version changed": (first_version(lambda i: moved(i, "head", "v2")), {"E040"}),
    "type of a later version earlier": (
        lambda f: edit(f, lambda i: moved(i, "type", "https://ocfl.io/1.0/spec/#inventory"), "v2"),
        {"E103"},
    ),
    "state changed in a version": (first_version(lambda i: i["versions"]["v1"]["state"].popitem()), {"E066", "E107"}),
    "moment changed in a version": (first_version(of_version("v1", "created", "2020-01-01T00:00:00Z")), {"W011"}),
    "message changed in a version": (first_version(of_version("v1", "message", "other")), {"W011"}),
    "user changed in a version": (
        first_version(of_version("v1", "user", {"name": "Somebody", "address": "mailto:a@example.org"})),
        {"W011"},
    ),
    "file left out in a version": (
        first_version(lambda i: (i["manifest"].pop(digest_of(i, PDF)), i.pop("fixity"))),
        {"E023", "E050"},
    ),
    "digest changed in a version": (
        first_version(lambda i: i["fixity"]["md5"].update({"0" * 32: i["fixity"]["md5"].popitem()[1]})),
        {"E093"},
    ),
    "content folder set in a version": (first_version(lambda i: moved(i, "contentDirectory", "data")), {"E019"}),
    "one version less in the inventory": (one_version_less, {"E046"}),
}  # fmt: skip


UNSEEN_BY_OCFL_PY = {"declaration without its end", "digest with a second line", "link in a version"}
"""What ocfl-py does not look at: each is against the specification."""


@pytest.mark.parametrize("name", [*FILES, *INVENTORIES])
def test_a_defect_has_its_codes(built: Path, name: str) -> None:
    damage, expected = (FILES | INVENTORIES)[name]
    damage(built)
    assert codes(built) == expected


def test_ocfl_py_refuses_what_the_check_calls_an_error(tmp_path: Path) -> None:
    errors: dict[str, bool] = {}
    for number, (damage, _) in enumerate((FILES | INVENTORIES).values()):
        folder = build_object(tmp_path / str(number), "urn:report:1", THREE, fixity=["md5"])
        damage(folder)
        errors[str(folder)] = any(finding.severity == "error" for finding in check_object(folder))
    names = dict(zip(errors, [*FILES, *INVENTORIES], strict=True))
    others = judged([tmp_path / str(number) for number in range(len(errors))])
    different = {names[folder] for folder, wrong in errors.items() if others[folder][0] == wrong}
    assert different == UNSEEN_BY_OCFL_PY


@pytest.fixture
def sound(tmp_path: Path) -> list[Path]:
    return [
        build_object(tmp_path / "plain", "urn:report:1", THREE),
        build_object(tmp_path / "fixity", "urn:report:1", THREE, fixity=["md5", "sha1", "sha256"]),
        build_object(tmp_path / "old", "urn:report:1", THREE, spec="1.0"),
        build_object(tmp_path / "data", "urn:report:1", THREE, directory="data"),
        build_object(tmp_path / "nothing", "urn:report:1", [{}]),
        build_object(tmp_path / "same", "urn:report:1", [THREE[0], THREE[0]]),
    ]


def test_a_sound_object_has_no_findings(sound: list[Path]) -> None:
    assert [check_object(folder) for folder in sound] == [[]] * 6


def test_ocfl_py_finds_it_sound_too(sound: list[Path]) -> None:
    assert [valid for valid, _ in judged(sound).values()] == [True] * 6


def test_the_content_folder_keeps_its_name(tmp_path: Path) -> None:
    folder = build_object(tmp_path / "object", "urn:report:1", THREE, directory="data")
    edit(folder, lambda inventory: inventory.update(contentDirectory="other"), "v2")
    assert [finding.headline() for finding in check_object(folder)] == [
        "v2/inventory.json: error[E020]: the content folder is “other”, but inventory.json has “data”"
    ]


def test_what_should_be_better_is_a_warning(tmp_path: Path) -> None:
    folder = build_object(tmp_path / "object", "report 1", THREE, algorithm="sha256", padding=4)
    assert [asdict(finding) for finding in check_object(folder)] == [
        {
            "code": code,
            "severity": "warning",
            "object": "report 1",
            "path": "inventory.json",
            "message": message,
            "remedy": "",
        }
        for code, message in (
            ("W001", "the versions are padded with zeros (v0001); v1 is better"),
            ("W004", "the digestAlgorithm is sha256; sha512 is better"),
            ("W005", "the id “report 1” is no URI"),
        )
    ]


def test_a_finding_names_place_fact_and_remedy(built: Path) -> None:
    exchange(built, PDF, "v2/content/report.pdf")
    (built / "v1/content/report.yaml").rename(built / "v1/content/report.yml")
    back = "bring the file back from another copy of the archive"
    has, other = "c8e4e29f900a3460…", "a8e877cb03dae8a0…; that is the content of “v2/content/report.pdf”"
    renamed = "it has the content of “v1/content/report.yaml”, which is missing"
    found = [finding for finding in check_object(built) if finding.path.startswith("v1") and finding.code != "E093"]
    assert {finding.object for finding in found} == {"urn:report:1"}
    assert [(finding.headline(), finding.remedy) for finding in found] == [
        (f"{PDF}: error[E092]: the file has the sha512 {has}, but the manifest of inventory.json says {other}", back),
        (
            "v1/content/report.yaml: error[E092]: the file is missing; the manifest of inventory.json has it",
            back,
        ),
        (
            f"v1/content/report.yml: error[E023]: the file is not in the manifest of inventory.json; {renamed}",
            "move it out of the archive; keep it until you know what it is",
        ),
    ]


def test_without_content_files_are_counted_and_not_read(built: Path) -> None:
    replace(built, PDF, b"first", b"fjrst")
    (built / "v2/content/report.pdf").unlink()
    (built / "v1/content/new.txt").touch()
    assert [finding.headline() for finding in check_object(built, content=False)] == [
        "v1/content/new.txt: error[E023]: the file is not in the manifest of inventory.json",
        "v2/content/report.pdf: error[E092]: the file is missing; the manifest of inventory.json has it",
        "v2/content/report.pdf: error[E093]: the file is missing; the fixity of inventory.json has it",
    ]


def test_an_object_without_its_inventory_is_checked_by_the_copy(built: Path) -> None:
    (built / "inventory.json").unlink()
    replace(built, PDF, b"first", b"fjrst")
    assert codes(built) == {"E063", "E092", "E093"}


def test_a_folder_that_is_not_there_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure) as caught:
        check_object(tmp_path / "none")
    assert str(caught.value) == f"{tmp_path / 'none'} cannot be checked: No such file or directory"
    assert caught.value.remedy == "name a folder that is there and that you may read"


def test_nothing_is_written(built: Path) -> None:
    before = {path: path.stat() for path in built.rglob("*")}
    check_object(built)
    after = {path: path.stat() for path in built.rglob("*")}
    assert {path: (was.st_mtime_ns, was.st_ctime_ns) for path, was in before.items()} == {
        path: (now.st_mtime_ns, now.st_ctime_ns) for path, now in after.items()
    }


def test_large_files_are_read_in_threads(tmp_path: Path) -> None:
    large = {f"{number}.pdf": bytes([number]) * 3_000_000 for number in range(4)}
    folder = build_object(tmp_path / "object", "urn:large", [large], fixity=["md5"])
    assert check_object(folder) == []
    with (folder / "v1/content/2.pdf").open("r+b") as file:
        file.seek(2_999_999)
        file.write(b"x")
    assert [(finding.code, finding.path) for finding in check_object(folder)] == [
        ("E092", "v1/content/2.pdf"),
        ("E093", "v1/content/2.pdf"),
    ]
