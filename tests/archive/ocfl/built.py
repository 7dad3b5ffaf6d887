"""Builds objects and roots for the tests of the checker, by the specification and by nothing of the program."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

USER = {"name": "An Archivist", "address": "mailto:archive@example.org"}
HASHED = {"extension": "0004-hashed-n-tuple-storage-layout", "description": "Hashed tuples"}
FLAT = {"extension": "0002-flat-direct-storage-layout", "description": "Each object in a folder of its name"}


def version_name(number: int, padding: int = 0) -> str:
    return f"v{number:0{padding}d}" if padding else f"v{number}"


def build_object(
    folder: Path,
    identifier: str,
    states: Sequence[Mapping[str, bytes]],
    *,
    spec: str = "1.1",
    algorithm: str = "sha512",
    fixity: Sequence[str] = (),
    directory: str = "",
    padding: int = 0,
) -> Path:
    """Write an object whose versions have these files; return its folder."""
    folder.mkdir(parents=True)
    (folder / f"0=ocfl_object_{spec}").write_bytes(f"ocfl_object_{spec}\n".encode())
    inventory: dict[str, Any] = {
        "id": identifier,
        "type": f"https://ocfl.io/{spec}/spec/#inventory",
        "digestAlgorithm": algorithm,
        "head": "",
        **({"contentDirectory": directory} if directory else {}),
        "manifest": {},
        "versions": {},
    }
    for number, state in enumerate(states, 1):
        name = version_name(number, padding)
        (folder / name).mkdir()
        block: dict[str, list[str]] = {}
        for path, content in state.items():
            digest = hashlib.new(algorithm, content).hexdigest()
            block.setdefault(digest, []).append(path)
            if digest not in inventory["manifest"]:
                place = f"{name}/{directory or 'content'}/{path}"
                file = folder / place
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                inventory["manifest"][digest] = [place]
                for other in fixity:
                    values = inventory.setdefault("fixity", {}).setdefault(other, {})
                    values.setdefault(hashlib.new(other, content).hexdigest(), []).append(place)
        inventory["head"] = name
        inventory["versions"][name] = {
            "created": f"2026-01-{number:02d}T12:00:00Z",
            "message": f"Version {number}",
            "user": USER,
            "state": block,
        }
        for holder in (folder / name, folder):
            write_inventory(holder, inventory)
    return folder


def write_inventory(folder: Path, inventory: Mapping[str, Any] | bytes, algorithm: str = "") -> None:
    """Write an inventory, and its digest."""
    content = inventory if isinstance(inventory, bytes) else json.dumps(inventory, indent=2).encode() + b"\n"
    (folder / "inventory.json").write_bytes(content)
    if not algorithm:
        algorithm = inventory["digestAlgorithm"] if not isinstance(inventory, bytes) else "sha512"
    write_sidecar(folder, algorithm)


def write_sidecar(folder: Path, algorithm: str = "sha512") -> None:
    content = (folder / "inventory.json").read_bytes()
    line = f"{hashlib.new(algorithm, content).hexdigest()} inventory.json\n"
    (folder / f"inventory.json.{algorithm}").write_text(line, encoding="ascii")


def read_inventory(folder: Path) -> Any:
    return json.loads((folder / "inventory.json").read_bytes())


def edit(folder: Path, change: Callable[[Any], object], *places: str, algorithm: str = "") -> None:
    """Change the inventories of an object in these folders, with their digests."""
    for place in places:
        inventory = read_inventory(folder / place)
        change(inventory)
        write_inventory(folder / place, inventory, algorithm)


def hashed_place(identifier: str) -> str:
    digest = hashlib.sha256(identifier.encode()).hexdigest()
    return f"{digest[:3]}/{digest[3:6]}/{digest[6:9]}/{digest}"


def build_root(
    root: Path,
    objects: Mapping[str, Sequence[Mapping[str, bytes]]],
    layout: Mapping[str, str] | None = HASHED,
    *,
    spec: str = "1.1",
    **options: Any,
) -> Path:
    """Write a root with objects by identifier; return it."""
    root.mkdir(parents=True)
    (root / f"0=ocfl_{spec}").write_bytes(f"ocfl_{spec}\n".encode())
    if layout:
        (root / "ocfl_layout.json").write_text(json.dumps(layout, indent=2) + "\n", encoding="utf-8")
    for identifier, states in objects.items():
        place = hashed_place(identifier) if layout == HASHED else identifier
        build_object(root / place, identifier, states, spec=spec, **options)
    return root


THREE: tuple[dict[str, bytes], ...] = (
    {"report.pdf": b"%PDF-1.7 first", "report.yaml": b"title: First\n", "images/map.png": b"PNG map"},
    {"report.pdf": b"%PDF-1.7 second", "report.yaml": b"title: Second\n", "images/map.png": b"PNG map"},
    {"report.pdf": b"%PDF-1.7 third", "report.yaml": b"title: Second\n", "copy.yaml": b"title: Second\n"},
)
"""The files of three versions: one is changed, one moved, one copied."""
