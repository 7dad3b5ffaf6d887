"""What a file is made by: its bytes are the program's as much as the report's."""

from __future__ import annotations

import hashlib
import platform
import zlib
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version

from pdfgen.resources import PACKAGE
from pdfgen.version import __version__

_LIBRARIES = ("markdown-it-py", "pydantic", "pyphen", "PyYAML", "reportlab", "uharfbuzz")
_PICTURES = ("pillow", "pypdfium2")


@lru_cache(2)
def versions(*, pictures: bool = False) -> dict[str, str]:
    """Return the versions of the program and of all that has a say in the bytes of a file.

    The program's own has the hash of its code: in a checkout the version stays the same while the code changes.
    """
    found = libraries() | {
        "pdfgen": f"{__version__} {code()}",
        "python": ".".join(platform.python_version_tuple()[:2]),
    }
    return found | {name: _version(name) for name in (_PICTURES if pictures else ())}


@cache
def libraries() -> dict[str, str]:
    """Return the versions of the program and of the libraries that make the bytes of a file."""
    return {"pdfgen": __version__, "zlib": zlib.ZLIB_RUNTIME_VERSION} | {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # it is there, but nobody says so
        return "unknown"


@cache
def code() -> str:
    """Return a hash of the program's modules."""
    found = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]
