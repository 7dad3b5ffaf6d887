"""One defect in all inventories of an object, and what the check says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.archive.ocfl.check_object import check_object
from tests.archive.ocfl.built import THREE, build_object, read_inventory, write_inventory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[Any], object]


def of(*keys: str, value: object) -> Change:
    """Return a change of one value in an inventory."""

    def change(inventory: Any) -> None:
        for key in keys[:-1]:
            inventory = inventory[key]
        inventory[keys[-1]] = value

    return change


def without(*keys: str) -> Change:
    """Return a change that takes a value out."""

    def change(inventory: Any) -> None:
        for key in keys[:-1]:
            inventory = inventory[key]
        del inventory[keys[-1]]

    return change


def paths(block: str, path: object) -> Change:
    """Return a change of the path of the report in a block of digests."""

    def change(inventory: Any) -> None:
        digests = {
            "manifest": inventory["manifest"],
            "state": inventory["versions"]["v1"]["state"],
            "fixity": inventory["fixity"]["md5"],
        }[block]
        digest = next(digest for digest, found in digests.items() if found[0].endswith("report.pdf"))
        digests[digest] = path if not isinstance(path, str) else [path]

    return change


def digest(block: str, write: Callable[[str], str]) -> Change:
    """Return a change of the first digest in a block."""

    def change(inventory: Any) -> None:
        digests = {
            "manifest": inventory["manifest"],
            "state": inventory["versions"]["v1"]["state"],
            "fixity": inventory["fixity"]["md5"],
        }[block]
        first = next(iter(digests))
        digests[write(first)] = digests.pop(first)

    return change


def twice(block: str) -> Change:
    """Return a change that writes the first digest of a block in capital letters, too."""

    def change(inventory: Any) -> None:
        digests = {"manifest": inventory["manifest"], "fixity": inventory["fixity"]["md5"]}[block]
        first = next(iter(digests))
        digests[first.upper()] = digests[first]

    return change


def version(key: str, value: object) -> Change:
    return of("versions", "v1", key, value=value)


USER = {"name": "A", "address": "mailto:a@example.org"}

CASES: dict[str, tuple[Change, dict[str, str]]] = {
    "no id": (without("id"), {"E036": "the inventory has no id"}),
    "no type": (without("type"), {"E036": "the inventory has no type"}),
    "no algorithm": (without("digestAlgorithm"), {"E036": "the inventory has no digestAlgorithm"}),
    "no head": (without("head"), {"E036": "the inventory has no head"}),
    "id is no text": (of("id", value=7), {"E037": "the id is a number; it must be a text that is not empty"}),
    "id is empty": (of("id", value=""), {"E037": "the id is “”; it must be a text that is not empty"}),
    "id steers": (of("id", value="urn:\x1b[31m"), {"W005": "the id “urn:\\x1b[31m” is no URI"}),
    "type is null": (
        of("type", value=None),
        {"E038": "the type is null; it must be https://ocfl.io/1.1/spec/#inventory"},
    ),
    "type of 1.0": (
        of("type", value="https://ocfl.io/1.0/spec/#inventory"),
        {"E038": "the type is that of OCFL 1.0, but the object declares OCFL 1.1"},
    ),
    "algorithm of the fixity": (
        of("digestAlgorithm", value="blake2b-512"),
        {"E025": "the digestAlgorithm is “blake2b-512”; it must be sha512 or sha256", "E059": "", "E092": ""},
    ),
    "head of the future": (of("head", value="v2"), {"E040": "the head is “v2”, but the latest version is v1"}),
    "head is an object": (of("head", value={}), {"E040": "the head is an object, but the latest version is v1"}),
    "key that nobody knows": (
        of("colour", value="blue"),
        {"E102": "the inventory has the key “colour”, which the specification does not know"},
    ),
    "content folder with a slash": (
        of("contentDirectory", value="content/deep"),
        {"E017": "the contentDirectory is “content/deep”; the name of a folder has no “/”"},
    ),
    "content folder above": (
        of("contentDirectory", value=".."),
        {"E018": "the contentDirectory is “..”, which is no name of a folder"},
    ),
    "content folder a list": (
        of("contentDirectory", value=[]),
        {"E108": "the contentDirectory is a list; it must be the name of a folder"},
    ),
    "no manifest": (without("manifest"), {"E041": "the inventory has no manifest", "E023": "", "E057": ""}),
    "manifest is a list": (
        of("manifest", value=[]),
        {"E106": "the manifest is a list, not an object", "E023": "", "E057": ""},
    ),
    "manifest without a list": (
        paths("manifest", {}),
        {"E092": "the manifest has an object for the digest “{pdf}”, not a list of paths", "E023": "", "E057": ""},
    ),
    "manifest with a number": (
        paths("manifest", [1]),
        {"E092": "the manifest has a number among the paths of the digest “{pdf}”", "E023": "", "E057": ""},
    ),
    "manifest leads out": (
        paths("manifest", "v1/content/../../../../etc/passwd"),
        {
            "E099": "the path “v1/content/../../../../etc/passwd” of the manifest has an empty element, “.” or “..”",
            "E023": "",
            "E057": "",
        },
    ),
    "manifest from the root of the disk": (
        paths("manifest", "/v1/content/report.pdf"),
        {"E100": "the path “/v1/content/report.pdf” of the manifest begins or ends with “/”", "E057": ""},
    ),
    "manifest outside of a version": (
        paths("manifest", "report.pdf"),
        {"E042": "the path “report.pdf” of the manifest does not begin with a version", "E023": "", "E057": ""},
    ),
    "manifest with another padding": (
        paths("manifest", "v01/content/report.pdf"),
        {"E014": "the path “v01/content/report.pdf” of the manifest begins with v01, not with v1", "E057": ""},
    ),
    "manifest beside the content": (
        paths("manifest", "v1/other/report.pdf"),
        {"E042": "the path “v1/other/report.pdf” is in no content folder of a version", "E023": "", "E057": ""},
    ),
    "manifest of nothing": (
        paths("manifest", []),
        {"E023": "", "E057": ""},
    ),
    "path twice": (
        paths("manifest", ["v1/content/report.pdf"] * 2),
        {"E101": "the manifest has the path “v1/content/report.pdf” more than once"},
    ),
    "path is a folder, too": (
        paths("manifest", ["v1/content/report.pdf", "v1/content/report.pdf/x"]),
        {"E101": "the path “v1/content/report.pdf” of the manifest is a file and a folder", "E092": ""},
    ),
    "digest in capitals": (digest("manifest", str.upper), {"E050": ""}),
    "digest in capitals, too": (
        twice("manifest"),
        {"E096": "the manifest says the digest “{PDF}” in capital and in small letters"},
    ),
    "digest is none": (
        digest("manifest", lambda _: "abc"),
        {"E025": "“abc” in the manifest is no digest of sha512", "E050": "", "E092": "", "E107": ""},
    ),
    "digest that nobody uses": (
        lambda i: i["versions"]["v1"]["state"].popitem(),
        {"E107": "no version uses the digest “{map}” of the manifest"},
    ),
    "no versions": (without("versions"), {"E043": "the inventory has no versions", "E046": ""}),
    "versions are a text": (
        of("versions", value="v1"),
        {"E044": "the versions are “v1”, not an object", "E046": ""},
    ),
    "versions are empty": (
        of("versions", value={}),
        {"E008": "the inventory has no version", "E046": ""},
    ),
    "version is null": (of("versions", "v1", value=None), {"E047": "version v1 is null, not an object"}),
    "version without a number": (
        lambda i: i["versions"].update({"vx": i["versions"]["v1"]}),
        {"E105": "the version “vx” has no number that counts from 1"},
    ),
    "version zero": (
        lambda i: i["versions"].update({"v0": i["versions"]["v1"]}),
        {"E105": "the version “v0” has no number that counts from 1"},
    ),
    "version of another name": (
        lambda i: i["versions"].update({"first": i["versions"]["v1"]}),
        {"E104": "the version “first” has no name like v1"},
    ),
    "version twice": (
        lambda i: i["versions"].update({"v01": i["versions"]["v1"]}),
        {"E012": "“v1” and “v01” are the same version"},
    ),
    "version left out": (
        lambda i: (i["versions"].update({"v3": i["versions"]["v1"]}), i.update(head="v3")),
        {"E010": "between the versions v1 and v3 number 2 is missing", "E040": "", "E046": ""},
    ),
    "no first version": (
        lambda i: (i["versions"].update({"v2": i["versions"].pop("v1")}), i.update(head="v2")),
        {"E009": "the versions begin with v2, not with number 1", "E042": "", "E046": ""},
    ),
    "padding in one": (
        lambda i: (i["versions"].update({"v02": i["versions"]["v1"]}), i.update(head="v02")),
        {"E012": "the version v02 is padded with zeros, but v1 is not", "E040": "", "E046": ""},
    ),
    "no moment": (without("versions", "v1", "created"), {"E048": "version v1 has no created"}),
    "no state": (without("versions", "v1", "state"), {"E048": "version v1 has no state"}),
    "moment without a zone": (
        version("created", "2026-01-01T12:00:00"),
        {"E049": "version v1 is created at “2026-01-01T12:00:00”, which is no moment like 2018-01-31T12:00:00Z"},
    ),
    "moment that is none": (
        version("created", "2026-02-30T12:00:00Z"),
        {"E049": "version v1 is created at “2026-02-30T12:00:00Z”, which is no moment like 2018-01-31T12:00:00Z"},
    ),
    "moment with a leap second": (version("created", "2016-12-31t23:59:60.5+01:30"), {}),
    "message is a list": (version("message", []), {"E094": "the message of version v1 is a list, not a text"}),
    "no message": (without("versions", "v1", "message"), {"W007": "version v1 has no message"}),
    "no user": (without("versions", "v1", "user"), {"W007": "version v1 has no user"}),
    "user is a text": (version("user", "A"), {"E054": "the user of version v1 is “A”, not an object"}),
    "user without a name": (
        version("user", {"address": "mailto:a@example.org"}),
        {"E054": "the user of version v1 has no name"},
    ),
    "user without an address": (version("user", {"name": "A"}), {"W008": "the user of version v1 has no address"}),
    "address is no URI": (
        version("user", {"name": "A", "address": "here"}),
        {"W009": "the address “here” of the user of version v1 is no URI"},
    ),
    "address is a number": (
        version("user", {"name": "A", "address": 7}),
        {"E054": "the address of the user of version v1 is a number, not a text"},
    ),
    "key of a user that nobody knows": (
        version("user", {**USER, "age": "7"}),
        {"E102": "the user of version v1 has the key “age”, which the specification does not know"},
    ),
    "key of a version that nobody knows": (
        version("note", ""),
        {"E102": "version v1 has the key “note”, which the specification does not know"},
    ),
    "state is a list": (version("state", []), {"E050": "the state of version v1 is a list, not an object"}),
    "state without a list": (
        paths("state", {}),
        {"E050": "the state of version v1 has no list of paths for the digest “{pdf}”"},
    ),
    "state with a digest that is not there": (
        digest("state", lambda _: "0" * 128),
        {"E050": "version v1 has the digest “{zero}”, which the manifest does not have", "E107": ""},
    ),
    "state in capitals": (digest("state", str.upper), {"E050": ""}),
    "state leads out": (
        paths("state", "../report.pdf"),
        {"E052": "the path “../report.pdf” of version v1 has an empty element, “.” or “..”"},
    ),
    "state from the root of the disk": (
        paths("state", "/report.pdf"),
        {"E053": "the path “/report.pdf” of version v1 begins or ends with “/”"},
    ),
    "state with a path twice": (
        paths("state", ["report.pdf", "report.pdf"]),
        {"E095": "version v1 has the path “report.pdf” more than once"},
    ),
    "state with a file that is a folder": (
        paths("state", ["report.pdf", "report.pdf/x"]),
        {"E095": "the path “report.pdf” of version v1 is a file and a folder"},
    ),
    "fixity is null": (of("fixity", value=None), {"E111": "the fixity is null, not an object"}),
    "fixity is empty": (of("fixity", value={}), {}),
    "fixity of an algorithm that nobody knows": (
        of("fixity", value={"crc": {}}),
        {"E056": "the fixity has the algorithm “crc”, which nothing defines"},
    ),
    "fixity of an extension": (of("fixity", value={"size": {"14": ["v1/content/report.pdf"]}}), {}),
    "fixity of an extension is wrong": (
        of("fixity", value={"size": {"15": ["v1/content/report.pdf"]}}),
        {"E093": "the file has the size 14…, but the fixity of inventory.json says 15…"},
    ),
    "fixity is a list": (of("fixity", value={"md5": []}), {"E057": "the fixity has a list for “md5”, not an object"}),
    "fixity of a file that is not there": (
        paths("fixity", "v1/content/none.pdf"),
        {"E057": "the fixity has the path “v1/content/none.pdf”, which the manifest does not have"},
    ),
    "fixity leads out": (
        paths("fixity", "../../etc/passwd"),
        {"E099": "the path “../../etc/passwd” of the fixity has an empty element, “.” or “..”"},
    ),
    "fixity in capitals": (digest("fixity", str.upper), {}),
    "fixity in capitals, too": (twice("fixity"), {"E097": ""}),
    "fixity is wrong": (digest("fixity", lambda _: "0" * 32), {"E093": ""}),
    "fixity is no digest": (
        digest("fixity", lambda _: "0"),
        {"E057": "“0” in the fixity is no digest of md5", "E093": ""},
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_a_defect_is_said(tmp_path: Path, name: str) -> None:
    change, expected = CASES[name]
    folder = build_object(tmp_path / "object", "urn:report:1", THREE[:1], fixity=["md5"])
    sound = read_inventory(folder)
    named = {path[0].rsplit("/")[-1].rsplit(".")[-1]: digest for digest, path in sound["manifest"].items()}
    changed = read_inventory(folder)
    change(changed)
    for place in (folder, folder / "v1"):
        write_inventory(place, changed, "sha512")
    found = check_object(folder)
    assert {finding.code for finding in found} == set(expected)
    known = {"pdf": shortened(named["pdf"]), "map": shortened(named["png"]), "zero": shortened("0" * 128)}
    for code, words in expected.items():
        for key, value in {**known, "PDF": known["pdf"].upper()}.items():
            words = words.replace(f"{{{key}}}", value)  # noqa: PLW2901
        assert not words or words in {finding.message for finding in found if finding.code == code}


def shortened(value: str) -> str:
    return value[:119] + "…"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the inventory is no JSON: Expecting value (line 1, column 1)"),
        (b"{", "the inventory is no JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"[]", "the inventory is a list, not an object"),
        (b"\xff{}", "the inventory is no UTF-8 at byte 0"),
        (b"\xef\xbb\xbf{}", "the inventory begins with a byte order mark, which JSON does not have"),
        (b'{"id": NaN}', "the inventory is no JSON: NaN is no value"),
        (b'{"id": ' + b"9" * 100_000 + b"}", "the inventory has a number of 100000 digits"),
        (b'{"id": 1e999999999999999}', "the inventory has a number of 17 digits"),
        (b'{"id": "\\ud800"}', "the inventory has half a character (a lone surrogate)"),
        (b'{"id":' * 100_000, "the inventory is nested too deeply"),
        (b"[" * 1_000_000, "the inventory is nested too deeply"),
    ],
    ids=["empty", "open", "list", "bytes", "mark", "nan", "digits", "exponent", "half", "objects", "lists"],
)
def test_what_is_no_inventory_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    folder = build_object(tmp_path / "object", "urn:report:1", THREE[:1])
    for place in (folder, folder / "v1"):
        write_inventory(place, content)
    found = check_object(folder)
    assert [finding.headline() for finding in found] == [
        f"inventory.json: error[E033]: {message}",
        f"v1/inventory.json: error[E033]: {message}",
    ]
    assert found[0].remedy == "bring the inventory and the file with its digest back from another copy of the archive"


def test_keys_that_are_said_twice_are_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = build_object(tmp_path / "object", "urn:report:1", THREE[:1], fixity=["md5"])
    sound = (folder / "inventory.json").read_text(encoding="utf-8")
    inventory = read_inventory(folder)
    digest, other = list(inventory["manifest"])[:2]
    md5 = next(iter(inventory["fixity"]["md5"]))
    text = sound.replace('"id": "urn:report:1",', '"id": "urn:report:1", "id": "urn:report:1",')
    text = text.replace('"manifest": {', f'"manifest": {{"{digest}": [],')
    text = text.replace('"state": {', f'"state": {{"{other}": [],')
    text = text.replace('"md5": {', f'"md5": {{"{md5}": [],')
    for place in (folder, folder / "v1"):
        write_inventory(place, text.encode())
    assert [finding.message.replace(digest, "D")[:60] for finding in check_object(folder)] == [
        "the inventory says “id” more than once",
        f"the state of version v1 says the digest “{other}"[:60],
        f"the manifest says the digest “{digest}"[:60],
        f"the fixity of “md5” says the digest “{md5}"[:60],
    ]


def test_an_inventory_of_another_version_is_not_told_twice(tmp_path: Path) -> None:
    folder = build_object(tmp_path / "object", "no uri", THREE)
    assert [finding.path for finding in check_object(folder)] == ["inventory.json"]
