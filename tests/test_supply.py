"""What is installed is locked for development, and what is shipped is listed."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:  # pytest brings it along
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / ".ci" / "requirements.txt"
BILL = ROOT / ".ci" / "pdfgen.cdx.json"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def asked(*kinds: str) -> list[Requirement]:
    """Return what pyproject.toml asks for: itself, extras and groups of packages."""
    extras = PROJECT["project"]["optional-dependencies"] | PROJECT["dependency-groups"]
    return [Requirement(line) for kind in kinds for line in (extras | {"": PROJECT["project"]["dependencies"]})[kind]]


def locked() -> dict[str, list[str]]:
    """Return the versions of each locked package: one, or one for each range of Python versions."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found


@pytest.mark.parametrize("requirement", asked("", "test", "lint", "ci"), ids=str)
def test_what_is_asked_for_is_locked_in_a_version_that_fits(requirement: Requirement) -> None:
    versions = locked()[canonicalize_name(requirement.name)]
    assert [version for version in versions if version not in requirement.specifier] == []


def test_each_locked_package_has_hashes_and_no_address() -> None:
    text = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 100
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BILL.read_text(encoding="utf-8"))
    return found


def test_the_bill_lists_the_shipped_files_of_others_with_hashes_and_licences() -> None:
    listed = {
        part["name"].removeprefix("pdfgen/"): (part["hashes"][0]["content"], part["licenses"])
        for part in bill()["metadata"]["component"]["components"]
    }
    files = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "fonts").iterdir()}
    files |= {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "data" / "icc").iterdir()}
    others = {name: path for name, path in files.items() if path.suffix not in {".md", ".txt"}}
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in others.items()}
    assert {name: digest for name, (digest, _) in listed.items()} == found, "run .ci/sbom.py"
    assert {licences[0]["license"]["id"] for _, licences in listed.values()} == {"OFL-1.1", "Zlib"}


def test_the_bill_lists_the_packages_that_are_installed_with_pdfgen() -> None:
    listed = {part["name"]: part for part in bill()["components"]}
    assert {canonicalize_name(one.name) for one in asked("")} <= listed.keys()
    assert {name: part["version"] for name, part in listed.items()} == {name: locked()[name][-1] for name in listed}
    assert [name for name, part in listed.items() if not part["licenses"]] == []
    assert bill()["metadata"]["component"]["version"] == PROJECT["project"]["version"]
