"""Damage to a root, at random: what disks, people and programs do to files. The seed says which."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.archive.ocfl.built import build_object, build_root, hashed_place, read_inventory, write_inventory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    Damage = Callable[[Path, Random], list[Path]]
    """Does damage, and returns the places where it is; none when it changed nothing."""

VERSIONS = {"urn:report:1": 1, "urn:report:2": 2, "urn:report:3": 3, "urn:volume:2018": 4, "urn:report:5": 2}
LAYOUT = "ocfl_layout.json"


def archive(root: Path, chance: Random) -> Path:
    """Write a root with several objects and versions; what is in them is random, and mostly text."""
    build_root(root, {})
    for identifier, count in VERSIONS.items():
        states = []
        state: dict[str, bytes] = {}
        for number in range(count):
            for name in ("report.pdf", "report.yaml", "images/map.png", f"pages/{number}.txt"):
                if name not in state or chance.random() < 0.6:
                    state[name] = f"{identifier} {name} {number} ".encode() * chance.randrange(1, 60)
            states.append(dict(state))
        fixity = ["md5", "sha1"] if count % 2 else []
        directory = "data" if count == 4 else ""
        build_object(root / hashed_place(identifier), identifier, states, fixity=fixity, directory=directory)
    return root


def objects(root: Path) -> list[Path]:
    return [root / hashed_place(identifier) for identifier in VERSIONS]


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def inner_folders(root: Path) -> list[Path]:
    """Return the folders in objects."""
    return sorted(path for folder in objects(root) for path in folder.rglob("*") if path.is_dir())


def inventories(root: Path) -> list[Path]:
    return [path for path in files(root) if path.name == "inventory.json"]


def flipped(root: Path, chance: Random) -> list[Path]:
    """Flip a bit of a file."""
    path = chance.choice(files(root))
    content = bytearray(path.read_bytes())
    start, end = described(path, bytes(content))
    bit = chance.choice([bit for bit in range(8 * len(content)) if not start <= bit // 8 < end])
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    return [path]


def described(path: Path, content: bytes) -> tuple[int, int]:
    """Return where a layout has words of its own: whatever they are, no rule is broken."""
    if path.name != LAYOUT:
        return (0, 0)
    start = content.index(b'"', content.index(b'"description":') + 14) + 1
    return start, content.index(b'"', start)


def cut(root: Path, chance: Random) -> list[Path]:
    """Cut a file short; of the layout, more than the end of its last line."""
    path = chance.choice([path for path in files(root) if path.stat().st_size > 2])
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content) - (path.name == LAYOUT))])
    return [path]


def overwritten(root: Path, chance: Random) -> list[Path]:
    """Fill a part of a file with zeros, as a disk does that lost a block."""
    path = chance.choice([path for path in files(root) if path.name != LAYOUT])
    content = path.read_bytes()
    start = chance.randrange(len(content))
    path.write_bytes(content[:start] + bytes(min(512, len(content) - start)) + content[start + 512 :])
    return [path]


def deleted(root: Path, chance: Random) -> list[Path]:
    path = chance.choice(files(root))
    path.unlink()
    return [path]


def folder_deleted(root: Path, chance: Random) -> list[Path]:
    path = chance.choice(inner_folders(root))
    remove(path)
    return [path]


def remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def added(root: Path, chance: Random) -> list[Path]:
    """Add a file, a folder or a link somewhere below the root."""
    folder = chance.choice([path for path in root.rglob("*") if path.is_dir()])
    path = folder / chance.choice(("new.txt", ".DS_Store", "Thumbs.db", "report.pdf~", "v9", "0=x", "ünï", "inventory"))
    match chance.randrange(4):
        case 0:
            path.mkdir()
        case 1:
            path.symlink_to(chance.choice(("..", "/etc/passwd", "nothing")))
        case _:
            path.write_bytes(chance.randbytes(chance.randrange(40)))
    return [path]


def copied(root: Path, chance: Random) -> list[Path]:
    """Add a copy of a file beside it."""
    path = chance.choice([path for path in files(root) if path.parent != root])
    copy = path.with_name(f"{path.name} (1)")
    copy.write_bytes(path.read_bytes())
    return [copy]


def renamed(root: Path, chance: Random) -> list[Path]:
    """Rename a file or a folder, also one above objects."""
    path = chance.choice(sorted(root.rglob("*")))
    name = chance.choice((path.name.upper(), f"{path.name}.bak", f"x{path.name}", path.name[:-1]))
    if not name or name in (path.name, ".", "..") or (path.parent / name).exists():
        return []
    return [path, path.rename(path.parent / name)]


def moved(root: Path, chance: Random) -> list[Path]:
    """Move a file into another folder below the root."""
    path = chance.choice([path for path in files(root) if path.parent != root])
    target = chance.choice([folder for folder in root.rglob("*") if folder.is_dir()]) / path.name
    if target.exists():
        return []
    return [path, path.rename(target)]


def exchanged(root: Path, chance: Random) -> list[Path]:
    """Exchange two files that differ."""
    one, other = chance.sample([path for path in files(root) if path.name != LAYOUT], 2)
    contents = one.read_bytes(), other.read_bytes()
    if contents[0] == contents[1]:
        return []
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])
    return [one, other]


def folders_exchanged(root: Path, chance: Random) -> list[Path]:
    """Exchange two objects, or two versions of one."""
    folders = objects(root)
    if chance.random() < 0.5:
        folder = chance.choice(folders[1:])
        folders = sorted(path for path in folder.iterdir() if path.is_dir())
    one, other = chance.sample(folders, 2)
    one.rename(root / "x")
    other.rename(one)
    (root / "x").rename(other)
    return [one, other]


def rolled_back(root: Path, chance: Random) -> list[Path]:
    """Put the inventory of an earlier version in place of that of an object, with its digest."""
    folder = chance.choice([folder for folder in objects(root) if (folder / "v2").is_dir()])
    write_inventory(folder, read_inventory(folder / "v1"))
    return [folder / "inventory.json"]


# Edits of inventories


def first(block: Any) -> Any:
    return next(iter(block))


def version(inventory: Any, chance: Random) -> Any:
    return inventory["versions"][chance.choice(sorted(inventory["versions"]))]


def other_digest(block: Any, chance: Random) -> None:
    digest = chance.choice(sorted(block))
    block[hashlib.new("sha512" if len(digest) == 128 else "md5", digest.encode()).hexdigest()] = block.pop(digest)


def other_path(block: Any, chance: Random) -> None:
    block[chance.choice(sorted(block))].append(f"v1/content/{chance.randrange(99)}.txt")


def one_path_less(block: Any, chance: Random) -> None:
    del block[chance.choice(sorted(block))]


EDITS: dict[str, Callable[[Any, Random], object]] = {
    "id": lambda i, _: i.update(id=i["id"] + "0"),
    "head": lambda i, _: i.update(head="v9"),
    "type": lambda i, _: i.update(type="https://ocfl.io/1.0/spec/#inventory"),
    "algorithm": lambda i, _: i.update(digestAlgorithm="sha256"),
    "content folder": lambda i, _: i.update(contentDirectory="other"),
    "key": lambda i, _: i.update(note="x"),
    "digest": lambda i, c: other_digest(i["manifest"], c),
    "path": lambda i, c: other_path(i["manifest"], c),
    "entry": lambda i, c: one_path_less(i["manifest"], c),
    "state": lambda i, c: other_path(version(i, c)["state"], c),
    "state less": lambda i, c: one_path_less(version(i, c)["state"], c),
    "version": lambda i, c: i["versions"].pop(chance_of(i, c)),
    "created": lambda i, c: version(i, c).update(created="2001-01-01T00:00:00Z"),
    "message": lambda i, c: version(i, c).update(message="Nothing happened"),
    "user": lambda i, c: version(i, c).update(user={"name": "Nobody", "address": "mailto:nobody@example.org"}),
    "no user": lambda i, c: version(i, c).pop("user"),
}
"""Edits that mean something. All are seen, unless they are made in all inventories that have the same."""

SEEN_EVERYWHERE = ("id", "head", "type", "content folder", "key", "digest", "path", "entry", "version", "no user")


def chance_of(inventory: Any, chance: Random) -> str:
    return str(chance.choice(sorted(inventory["versions"])))


def edited(root: Path, chance: Random) -> list[Path]:
    """Edit an inventory; its digest stays."""
    path = chance.choice(inventories(root))
    inventory = read_inventory(path.parent)
    EDITS[chance.choice(sorted(EDITS))](inventory, chance)
    path.write_text(json.dumps(inventory, indent=2) + "\n", encoding="utf-8")
    return [path]


def mended(root: Path, chance: Random) -> list[Path]:
    """Edit an inventory, and mend its digest."""
    path = chance.choice(inventories(root))
    inventory = read_inventory(path.parent)
    name = chance.choice(sorted(EDITS))
    if name == "type" and path.parent.name == "v1" and (path.parent.parent / "v2").exists():
        return []  # an object may begin with an earlier version of the specification
    EDITS[name](inventory, chance)
    write_inventory(path.parent, inventory, "sha512")
    return [path]


def mended_twice(root: Path, chance: Random) -> list[Path]:
    """Edit the inventory of an object and its copy, and mend both digests."""
    folder = chance.choice(objects(root))
    inventory = read_inventory(folder)
    latest = inventory["head"]
    EDITS[chance.choice(SEEN_EVERYWHERE)](inventory, chance)
    for place in (folder, folder / latest):
        write_inventory(place, inventory, "sha512")
    return [folder / "inventory.json"]


DAMAGES: tuple[Damage, ...] = (
    *(flipped, flipped, cut, overwritten, deleted, folder_deleted, added, copied, renamed, moved, exchanged),
    *(folders_exchanged, rolled_back, edited, mended, mended_twice),
)
