"""Which names an object's files may have: what leads out of its folder is refused, on reading and on writing.

What is written has names that every disk can hold, so that an archive can be copied anywhere.

>>> judge_files(["report.pdf", "source/report.yaml"])
>>> is_inside("../inventory.json")
False
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_LIMIT = 255
"""Bytes of a name in UTF-8, on nearly all disks."""

PATH_LIMIT = 1000
"""Bytes of a logical path in UTF-8. Longer ones can be read, not written."""

_UNPORTABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)  # Windows


def is_inside(path: str) -> bool:
    """Tell whether a path of names joined by "/" stays in its folder (OCFL 1.1, 3.5.2 and 3.5.3.1)."""
    names = path.split("/")
    if "\0" in path or any(name in ("", ".", "..") for name in names):
        return False
    return os.sep == "/" or all(PurePath(name).name == name for name in names)  # on Windows "a:b" has a drive


def judge_files(paths: Iterable[str]) -> None:
    """Raise UsageError for the first logical path that cannot be kept, or that is another one on some disks."""
    folders: dict[str, str] = {}
    files: dict[str, str] = {}
    for path in sorted(paths):
        if fault := _fault(path):
            raise UsageError(f"{shown(path)} cannot be archived: {fault}", "give the file another name")
        same = files.setdefault(_folded(path), path)
        if same != path:
            raise UsageError(
                f"{shown(same)} and {shown(path)} cannot both be archived: some disks take them for one",
                "give one of the files another name",
            )
        parts = path.split("/")
        folders.update((_folded("/".join(parts[:end])), path) for end in range(1, len(parts)))
    for path in files.keys() & folders.keys():
        raise UsageError(
            f"{shown(files[path])} cannot be archived: {shown(folders[path])} needs a folder of this name",
            "give one of the files another name",
        )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _fault(path: str) -> str:
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        return "its name is no Unicode text"
    if length > PATH_LIMIT:
        return f"its path has more than {PATH_LIMIT} bytes"
    if not is_inside(path):
        return "a path has names joined by single slashes, and none of them is . or .."
    for name in path.split("/"):
        if fault := _name_fault(name):
            return fault
    return ""


def _name_fault(name: str) -> str:
    """Return why a name cannot stand on every disk; nothing when it can."""
    if len(name.encode()) > NAME_LIMIT:
        return f"a name has more than {NAME_LIMIT} bytes"
    if found := _UNPORTABLE.search(name):
        return f"some disks take no {found[0]!r} in a name"
    if name.endswith((".", " ")):
        return "some disks drop a full stop or a space at the end of a name"
    if _DEVICES.fullmatch(name):
        return "it is the name of a device on Windows"
    return ""


def shown(path: str) -> str:
    """Return a path or an identifier for an error: short, and harmless to a terminal."""
    text = visible(path.encode("utf-8", "backslashreplace").decode(), lines=False)
    return text if len(text) <= 120 else f"{text[:100]}… ({len(path)} characters)"  # noqa: PLR2004
