"""Names for the files of reports: in plain letters, short, and each only once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 63  # characters; with its suffix a name stays far below what file systems and archives take
_STEM = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{_LONGEST - 1}}}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def candidates(stem: str, entity: str, *more: str) -> Iterator[str]:
    """Yield names for the report on ``entity``, best first, without end.

    The text's own name goes first where it is possible, then one made from the entity, then that with each of ``more``,
    such as a country code, then with a number.
    """
    if _STEM.fullmatch(stem) and stem not in _DEVICES:
        yield stem
    plain = slug(entity)
    yield plain
    for addition in (slug(item) for item in more if item):
        yield _with(plain, addition)
    number = 1
    while True:
        number += 1
        yield _with(plain, str(number))


def slug(name: str) -> str:
    """Return ``name`` in small Latin letters, figures and hyphens, at most 63 of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    if sum(map(str.isalnum, plain)) < sum(map(_counts, name)):
        plain = _transliterated(name)
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].rstrip("-") or "report"
    return f"{found}-report" if found in _DEVICES else found


def _with(plain: str, addition: str) -> str:
    return f"{plain[: _LONGEST - len(addition) - 1].rstrip('-')}-{addition}"


def _counts(char: str) -> bool:
    """Tell whether a name made without ``char`` would say less."""
    return char.isalnum() and unicodedata.category(char) != "Lm"


def _transliterated(name: str) -> str:
    """Return ``name`` in Latin letters; its letters by their code points where the library is not installed."""
    try:
        from anyascii import anyascii  # noqa: PLC0415  # an extra
    except ImportError:
        decomposed = unicodedata.normalize("NFKD", name)
        return "".join(char if char.isascii() else f" {ord(char):x} " for char in decomposed if not _is_mark(char))
    return anyascii(name)


def _is_mark(char: str) -> bool:
    return bool(unicodedata.combining(char))
