"""What a check of an archive finds: a code of the specification, the place, the fact, the remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Literal

from pdfgen.archive.ocfl.codes import remedy, severity
from pdfgen.errors import visible

MOST = 1_000
"""So many findings of one code are told for an object; of the others, only the number."""
_LONGEST = 120  # characters of a value that a message shows


@dataclass(frozen=True, slots=True)
class ArchiveFinding:
    r"""One thing that is not as the specification says.

    ``code`` is a code of the specification (E092, W004), or one of ours, which begin with P. ``object`` is the
    identifier of the object, its folder where that is unknown, and empty for what belongs to no object. ``path`` is
    relative to the folder that is checked, with ``/``; bytes of a name that are no UTF-8 are written as ``\xff``.
    """

    code: str
    severity: Literal["error", "warning"]
    object: str
    path: str
    message: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the finding as JSON has it."""
        return asdict(self)

    def headline(self) -> str:
        """Return ``path: error[E092]: message``."""
        return f"{self.path or '.'}: {self.severity}[{self.code}]: {self.message}"


@dataclass(slots=True)
class FindingLog:
    """The findings of one object, or of the folders above the objects.

    ``folder`` is the folder of the object relative to what is checked; paths are told with it. What is told twice
    counts once.
    """

    folder: str = ""
    object: str = ""
    _told: dict[tuple[str, str, str], None] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def tell(self, code: str, path: str, message: str) -> None:
        """Keep a finding; ``path`` is relative to the folder of the object."""
        key = (code, path, message)
        if key not in self._told:
            self._counts[code] += 1
            if self._counts[code] <= MOST:
                self._told[key] = None

    def told(self, code: str, path: str, message: str) -> bool:
        """Tell whether a finding is kept."""
        return (code, path, message) in self._told

    def findings(self) -> list[ArchiveFinding]:
        """Return what was found, in the order of paths."""
        found = [
            self._finding(code, path, message)
            for code, path, message in sorted(self._told, key=lambda key: (key[1], key[0], key[2]))
        ]
        for code, count in sorted(self._counts.items()):
            if count > MOST:
                found.append(self._finding(code, "", f"{count - MOST} more findings of this code are not shown"))
        return found

    def _finding(self, code: str, path: str, message: str) -> ArchiveFinding:
        place = "/".join(part for part in (self.folder, path) if part)
        return ArchiveFinding(
            code, severity(code), readable(self.object or self.folder), readable(place), message, remedy(code)
        )


def readable(name: str) -> str:
    r"""Return a name that any encoding can write: what is no Unicode in it as ``\xff`` or ``\udc00``."""
    if name.isprintable():
        return name
    try:
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character, from an inventory
        name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return visible(name, lines=False)


def shown(value: object) -> str:
    """Return a value of somebody’s file for a message: in quotes if it is text, short, harmless to a terminal."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
        return f"“{readable(cut)}”"
    return {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}.get(type(value), "a number")
