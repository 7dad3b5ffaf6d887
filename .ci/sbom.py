"""Writes .ci/pdfgen.cdx.json, the bill of materials that the wheel carries (CycloneDX 1.6).

It lists the fonts and colour profiles that are in the wheel, with hashes, and the packages that pip installs with it,
in the versions of .ci/requirements.txt, all with their licences. Run it where these packages are installed (Python 3.11
or later): their licences are read from them. The same commit gives the same file.
"""  # noqa: INP001  # a script, not a package

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import tomllib

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / ".ci" / "pdfgen.cdx.json"
LOCK = ROOT / ".ci" / "requirements.txt"
FILES = {"fonts/*.ttf": "OFL-1.1", "data/icc/*.icc": "Zlib"}
LICENCES = {
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",  # three classifiers, as its LICENSE says
}
# Licences that packages tell in words or classifiers.
SAID = {
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "MIT": "MIT",
    "MIT License": "MIT",
}

_ENTRY = re.compile(r"([a-z0-9-]+)==(\S+)")
_VIA = re.compile(r"^ +# +(?:via +)?([a-z0-9-]+)(?:\[|$| )")


def locked() -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the version of each locked package, the last of several, and which packages each one brings along."""
    versions: dict[str, str] = {}
    brought: dict[str, set[str]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if entry := _ENTRY.match(line):
            name = entry[1]
            versions[name] = entry[2]
        elif (via := _VIA.match(line)) and via[1] != "via":
            brought.setdefault(via[1], set()).add(name)
    return versions, brought


def direct(project: dict[str, Any]) -> list[str]:
    """Return the packages that pdfgen itself asks for."""
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in project["dependencies"])
    return sorted(re.sub(r"[._]", "-", name[0].lower()) for name in names if name)


def closure(names: list[str], brought: dict[str, set[str]]) -> list[str]:
    """Return ``names`` and all that comes with them."""
    found, ahead = set(names), list(names)
    while ahead:
        new = brought.get(ahead.pop(), set()) - found
        found |= new
        ahead += sorted(new)
    return sorted(found)


def licence(name: str) -> dict[str, Any]:
    """Return the licence of a package, as CycloneDX has it."""
    said = LICENCES.get(name)
    if said is None:
        try:
            about: Any = metadata(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed: its licence cannot be read") from None
        kinds = [kind.rpartition(" :: ")[2] for kind in about.get_all("Classifier") or [] if kind.startswith("License")]
        said = about.get("License-Expression") or next(
            (SAID[words] for words in (about.get("License") or "", *kinds) if words in SAID), None
        )
    if said is None:
        raise SystemExit(f"{name} does not say its licence in a known way: add it to LICENCES in {__file__}")
    return {"license": {"id": said}} if re.fullmatch(r"[\w.+-]+", said) else {"expression": said}


def package(name: str, version: str) -> dict[str, Any]:
    """Return a package that is installed beside pdfgen."""
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "required",
        "licenses": [licence(name)],
        "purl": purl,
    }


def files() -> list[dict[str, Any]]:
    """Return the files of others that are in the wheel."""
    found = []
    for pattern, id_ in FILES.items():
        for path in sorted(ROOT.glob(pattern)):
            name = f"pdfgen/{path.relative_to(ROOT).as_posix()}"
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            entry = {"type": "file", "bom-ref": name, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
            found.append({**entry, "licenses": [{"license": {"id": id_}}]})
    return found


def bill() -> dict[str, Any]:
    """Return the bill of materials."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions, brought = locked()
    asked = direct(project)
    names = closure(asked, brought)
    refs = {name: f"pkg:pypi/{name}@{versions[name]}" for name in names}
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    shipped = files()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": own,
                "components": shipped,
            }
        },
        "components": [package(name, versions[name]) for name in names],
        "dependencies": [
            {"ref": own, "dependsOn": [refs[name] for name in asked]},
            *(
                {"ref": refs[name], "dependsOn": sorted(refs[one] for one in brought.get(name, set()))}
                for name in names
            ),
        ],
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(bill(), indent=2) + "\n", encoding="utf-8")
