"""The files of a bag, and whether a folder is one (RFC 8493, BagIt 1.0).

A manifest has a line for each file: digest, two spaces, path. In a path only “%” and what ends a line are encoded:

>>> print(manifest({"data/almost 100%.png": "12ab"}).decode())
12ab  data/almost 100%25.png
<BLANKLINE>
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.logical_paths import is_inside, shown
from pdfgen.errors import UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

DECLARATION, INFORMATION = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha512.txt", "tagmanifest-sha512.txt"
PAYLOAD = "data/"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
OXUM = "Payload-Oxum"

_ENCODED = {"%": "%25", "\n": "%0A", "\r": "%0D"}
_LINE = re.compile(rb"([0-9a-fA-F]{128})[ \t]+\*?(.+)")
_CHUNK = 1 << 20  # bytes
_SIZES = ("bytes", "kB", "MB", "GB", "TB")


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return a manifest, in the order of the paths (RFC 8493, 2.1.3)."""
    return "".join(f"{digest}  {_encoded(path)}\n" for path, digest in sorted(digests.items())).encode()


def information(facts: Iterable[tuple[str, str]]) -> bytes:
    """Return the content of ``bag-info.txt``, in the order of the labels (RFC 8493, 2.2.2). Raises UsageError."""
    lines = []
    for label, value in sorted(facts, key=lambda fact: fact[0]):
        if not re.fullmatch(r"[^\s:](?:[^:\r\n]*[^\s:])?", label):
            raise UsageError(f"“{visible(label, lines=False)}” is no label of {INFORMATION}", "leave the colon out")
        if value != value.strip() or not value.isprintable() or not value:
            raise UsageError(
                f"{label} of {INFORMATION} is “{visible(value, lines=False)}”, which is not text of one line",
                "write it in one line",
            )
        lines.append(f"{label}: {value}\n")
    return "".join(lines).encode()


def size(count: int) -> str:
    """Return a number of bytes as a person reads it.

    >>> size(1), size(260_300_000)
    ('1 byte', '260.3 MB')
    """
    if count < 1000:  # noqa: PLR2004
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min((len(str(count)) - 1) // 3, len(_SIZES) - 1)
    return f"{count / 1000**power:.1f} {_SIZES[power]}"


def _encoded(path: str) -> str:
    return re.sub("[%\r\n]", lambda found: _ENCODED[found[0]], path)


def _decoded(path: str) -> str:
    return re.sub("%(25|0A|0D)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE)


def faults(folder: Path) -> list[str]:
    """Return why a folder is not a whole bag, fault by fault; nothing when it is (RFC 8493, 3). Raises OSError.

    Bags with a SHA-512 manifest that fetch nothing from elsewhere are known: those that are made here.
    """
    everything = dict(_files(folder))
    there = {path: octets for path, octets in everything.items() if octets is not None}
    found = [f"{shown(path)} is neither a file nor a folder" for path in everything.keys() - there.keys()]
    if DECLARATION not in there or (folder / DECLARATION).read_bytes() != DECLARED:
        found.append(f"{DECLARATION} is not that of BagIt 1.0 in UTF-8")
    for name, payload in ((MANIFEST, True), (TAG_MANIFEST, False)):
        expected = {path for path in there if path.startswith(PAYLOAD) == payload and path != TAG_MANIFEST}
        found += _manifest_faults(folder, name, expected)
    sizes = [octets for path, octets in there.items() if path.startswith(PAYLOAD)]
    if f"{OXUM}: {sum(sizes)}.{len(sizes)}" not in _text(folder / INFORMATION).splitlines():
        found.append(f"{INFORMATION} has another {OXUM} than {sum(sizes)}.{len(sizes)}")
    return found


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, int | None]]:
    """Yield the paths of all files with their sizes; None for what is no file."""
    with os.scandir(folder / below) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, f"{below}{entry.name}/")
            else:
                regular = entry.is_file(follow_symlinks=False)
                yield f"{below}{entry.name}", entry.stat().st_size if regular else None


def _manifest_faults(folder: Path, name: str, expected: set[str]) -> Iterator[str]:
    try:
        listed = _read_manifest((folder / name).read_bytes())
    except FileNotFoundError:
        yield f"{name} is missing"
        return
    except ValueError as error:
        yield f"{name} cannot be read: {error}"
        return
    yield from (f"{shown(path)} is missing" for path in sorted(listed.keys() - expected))
    yield from (f"{shown(path)} is not in {name}" for path in sorted(expected - listed.keys()))
    for path in sorted(listed.keys() & expected):
        if _digest(folder / path) != listed[path]:
            yield f"{shown(path)} is not what was packed: its SHA-512 differs"


def _read_manifest(content: bytes) -> dict[str, str]:
    """Return the digests of a manifest by their paths. Raises ValueError."""
    found: dict[str, str] = {}
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", content.removesuffix(b"\n")), 1):
        parts = _LINE.fullmatch(line)
        if not parts:
            raise ValueError(f"line {number} has no digest and path")
        path = _decoded(parts[2].decode().removeprefix("./"))
        if not is_inside(path):
            raise ValueError(f"line {number} leads out of the bag")
        if path in found:
            raise ValueError(f"line {number} names a file again")
        found[path] = parts[1].decode().lower()
    return found


def _digest(path: Path) -> str:
    found = hashlib.sha512()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
