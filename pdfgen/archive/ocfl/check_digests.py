"""Digests of files, as many as are asked for in one reading (OCFL 1.1, section 3.4; extensions 0001 and 0009).

>>> algorithm("sha512").fits("ab" * 64), algorithm("md5").fits("ab" * 64)
(True, False)
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_BLOCK = 1 << 20  # bytes
_HEX = re.compile("[0-9a-fA-F]+")
CONTENT = ("sha512", "sha256")
"""What content is addressed with (section 3.4)."""


class _Digest(Protocol):
    def update(self, data: memoryview, /) -> None: ...
    def hexdigest(self) -> str: ...


class _Size:
    """The size of a file in bytes, which extension 0009 counts among the digests."""

    def __init__(self) -> None:
        self.bytes = 0

    def update(self, data: memoryview) -> None:
        self.bytes += len(data)

    def hexdigest(self) -> str:
        return str(self.bytes)


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A digest algorithm; ``length`` is that of its digests in hexadecimal digits, 0 for a decimal number.

    ``make`` is None where this Python has no such algorithm.
    """

    name: str
    length: int
    make: Callable[[], _Digest] | None

    def fits(self, digest: str) -> bool:
        """Tell whether a text has the form of a digest."""
        if not self.length:
            return digest.isascii() and digest.isdigit()
        return len(digest) == self.length and bool(_HEX.fullmatch(digest))


def _blake(bits: int) -> Callable[[], _Digest]:
    return partial(hashlib.blake2b, digest_size=bits // 8)


def _old(name: str) -> Callable[[], _Digest]:
    return partial(hashlib.new, name, usedforsecurity=False)


@lru_cache(64)
def algorithm(name: str) -> Algorithm | None:
    """Return an algorithm of the specification or of its extensions, by its name; None for any other name."""
    known: dict[str, tuple[int, Callable[[], _Digest]]] = {
        "md5": (32, _old("md5")),
        "sha1": (40, _old("sha1")),
        "sha256": (64, hashlib.sha256),
        "sha512": (128, hashlib.sha512),
        "sha512/256": (64, _old("sha512_256")),
        "blake2b-160": (40, _blake(160)),
        "blake2b-256": (64, _blake(256)),
        "blake2b-384": (96, _blake(384)),
        "blake2b-512": (128, _blake(512)),
        "size": (0, _Size),
    }
    if name not in known:
        return None
    length, make = known[name]
    try:
        make()
    except ValueError:  # a library without it
        return Algorithm(name, length, None)
    return Algorithm(name, length, make)


def digest(name: str, content: bytes) -> str:
    """Return a digest of ``content`` in small letters; empty when there is no such algorithm here."""
    known = algorithm(name)
    if known is None or known.make is None:
        return ""
    made = known.make()
    made.update(memoryview(content))
    return made.hexdigest()


def digests(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the digests of a file by algorithm, in small letters; it is read once. Raises OSError.

    Algorithms that are not known, or not here, are left out.
    """
    made = {name: known.make() for name in names if (known := algorithm(name)) and known.make}
    with path.open("rb", buffering=0) as file:
        # clearing a large block takes longer than reading a small file
        block = memoryview(bytearray(min(os.fstat(file.fileno()).st_size + 1, _BLOCK)))
        while count := file.readinto(block):
            part = block[:count]
            for one in made.values():
                one.update(part)
    return {name: one.hexdigest() for name, one in made.items()}
