"""Archives that somebody made to deceive, to hang or to crash the check."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from pdfgen.archive.ocfl import check_json
from pdfgen.archive.ocfl.check_object import check_object
from pdfgen.archive.ocfl.check_root import check_root
from pdfgen.archive.ocfl.findings import MOST
from tests.archive.ocfl.built import (
    THREE,
    build_object,
    build_root,
    edit,
    hashed_place,
    read_inventory,
    write_inventory,
)

if TYPE_CHECKING:
    from pathlib import Path

needs_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
needs_rights = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser reads all")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return build_object(tmp_path / "object", "urn:report:1", THREE[:1])


def said(folder: Path) -> list[str]:
    return [finding.headline() for finding in check_object(folder)]


@needs_posix
@pytest.mark.parametrize("place", ["v1/content/pipe", "v1/pipe", "pipe"])
def test_a_pipe_is_told_and_not_opened(built: Path, place: str) -> None:
    os.mkfifo(built / place)
    assert said(built) == [f"{place}: error[E089]: the name is a pipe, not a file or a folder"]


@needs_posix
@pytest.mark.parametrize("place", ["inventory.json", "inventory.json.sha512", "0=ocfl_object_1.1", "v1/inventory.json"])
def test_a_pipe_in_place_of_a_file_of_the_object_is_not_opened(built: Path, place: str) -> None:
    (built / place).unlink()
    os.mkfifo(built / place)
    assert f"{place}: error[E089]: the name is a pipe, not a file or a folder" in said(built)


@needs_posix
def test_a_pipe_in_place_of_content_is_not_opened(built: Path) -> None:
    (built / "v1/content/report.pdf").unlink()
    os.mkfifo(built / "v1/content/report.pdf")
    assert said(built) == ["v1/content/report.pdf: error[E089]: the name is a pipe, not a file or a folder"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets with names here")
def test_a_socket_is_told(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built)
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("v1/content/s")
    assert said(built) == ["v1/content/s: error[E089]: the name is a socket, not a file or a folder"]


def test_links_are_not_followed(built: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"title: First\n")
    (built / "v1/content/report.yaml").unlink()
    (built / "v1/content/report.yaml").symlink_to(secret)
    (built / "v1/content/loop").symlink_to("..")
    assert said(built) == [
        f"v1/content/{name}: error[E090]: the name is a link; an archive has files and folders only"
        for name in ("loop", "report.yaml")
    ]


def test_an_inventory_leads_nowhere_out(built: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"%PDF-1.7 first")
    (built / "v1/content/report.pdf").unlink()

    def lead_out(inventory: dict[str, dict[str, list[str]]]) -> None:
        digest = next(key for key, paths in inventory["manifest"].items() if paths[0].endswith("report.pdf"))
        inventory["manifest"][digest] = ["v1/content/../../../secret"]

    edit(built, lead_out, "", "v1")
    assert said(built) == [
        "inventory.json: error[E099]: the path “v1/content/../../../secret” of the manifest has an empty element, “.” or “..”"
    ]


@needs_rights
@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("", "folder"),
        ("v1", "folder"),
        ("v1/content", "folder"),
        ("v1/content/images", "folder"),
        ("v1/content/report.pdf", "file"),
        ("inventory.json", "file"),
        ("inventory.json.sha512", "file"),
        ("v1/inventory.json", "file"),
        ("0=ocfl_object_1.1", "file"),
    ],
)
def test_what_may_not_be_read_is_told_as_not_checked(tmp_path: Path, place: str, what: str) -> None:
    root = build_root(tmp_path / "root", {"urn:report:1": THREE[:1], "urn:report:2": THREE[:1]})
    folder = root / hashed_place("urn:report:1")
    mode = (folder / place).stat().st_mode
    (folder / place).chmod(0)
    try:
        found = list(check_root(root))
    finally:
        (folder / place).chmod(mode)
    path = f"{hashed_place('urn:report:1')}/{place}".rstrip("/")
    assert [finding.headline() for finding in found] == [
        f"{path}: error[P001]: the {what} cannot be read, and is not checked: Permission denied"
    ]
    assert found[0].remedy == "give the program the right to read it, or mend the disk, and check again"


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_names_that_are_no_utf_8(built: Path) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m.txt")
    (built / "v1/content" / name).touch()
    found = check_object(built)
    assert [finding.headline() for finding in found] == [
        "v1/content/caf\\xe9\\x1b[31m.txt: error[E023]: the file is not in the manifest of inventory.json"
    ]
    assert json.dumps(found[0].as_json()).isascii()


def test_a_deep_tree_and_a_deep_root_end(tmp_path: Path) -> None:
    root = build_root(tmp_path / "root", {"urn:report:1": THREE[:1]})
    for base in (root / "zzz", root / hashed_place("urn:report:1") / "v1/content/deep"):
        base.joinpath(*["d"] * 900).mkdir(parents=True)
    found = list(check_root(root))
    assert [finding.code for finding in found] == ["E073", "E024"]


def test_many_faults_are_counted(built: Path) -> None:
    for number in range(MOST + 234):
        (built / f"v1/content/{number}").touch()
    found = check_object(built)
    assert len(found) == MOST + 1
    assert found[-1].headline() == ".: error[E023]: 234 more findings of this code are not shown"


def test_a_long_value_is_cut(built: Path) -> None:
    edit(built, lambda inventory: inventory.update({"x" * 1_000_000: 1}), "", "v1")
    shown = "x" * 119 + "…"
    assert said(built) == [
        f"inventory.json: error[E102]: the inventory has the key “{shown}”, which the specification does not know"
    ]


def test_an_inventory_that_is_too_large_is_not_read(built: Path) -> None:
    with (built / "inventory.json").open("r+b") as file:
        file.truncate(check_json.LARGEST + 1)  # it has no blocks on the disk
    assert said(built) == ["inventory.json: error[P001]: the inventory is larger than 64 MB, and is not checked"]


def test_many_paths_are_checked(built: Path) -> None:
    inventory = read_inventory(built)
    digest = next(iter(inventory["manifest"]))
    inventory["manifest"][digest] += [f"v1/content/{number}/{number}" for number in range(100_000)]
    inventory["versions"]["v1"]["state"][digest] += ["a/" * number + "x" for number in range(1, 500)]
    for place in (built, built / "v1"):
        write_inventory(place, inventory)
    found = check_object(built)
    assert {finding.code for finding in found} == {"E092"}
    assert len(found) == MOST + 1


def test_long_paths_are_checked(built: Path) -> None:
    inventory = read_inventory(built)
    digest = next(iter(inventory["manifest"]))
    inventory["versions"]["v1"]["state"][digest] += ["a/" * 1_000_000 + "x", "a/" * 999_999 + "a"]
    for place in (built, built / "v1"):
        write_inventory(place, inventory)
    shown = "a/" * 59 + "a…"
    assert said(built) == [f"inventory.json: error[E095]: the path “{shown}” of version v1 is a file and a folder"]


def test_numbers_of_versions_are_limited(built: Path) -> None:
    def number(inventory: dict[str, dict[str, object]]) -> None:
        inventory["versions"]["v" + "9" * 100_000] = inventory["versions"]["v1"]

    edit(built, number, "", "v1")
    shown = "v" + "9" * 118 + "…"
    assert said(built) == [f"inventory.json: error[E105]: the version “{shown}” has no number that counts from 1"]
