"""The file that says what a folder is: an object or a root of OCFL 1.0 or 1.1 (sections 3.2 and 4.2; NAMASTE)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.archive.ocfl.check_tree import reason
from pdfgen.archive.ocfl.findings import shown

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.archive.ocfl.check_tree import Listing
    from pdfgen.archive.ocfl.findings import FindingLog

SPECS = ("1.0", "1.1")
_NAME = re.compile("([0-9]+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Codes:
    """What faults of a declaration are called, for an object or for a root."""

    prefix: str
    missing: str
    several: str
    type: str
    value: str
    content: str


_OBJECT = _Codes("ocfl_object_", missing="E003", several="E003", type="E005", value="E006", content="E007")
_ROOT = _Codes("ocfl_", missing="E069", several="E076", type="E078", value="E079", content="E080")


def check_declaration(folder: Path, listing: Listing, log: FindingLog, *, root: bool = False) -> str:
    """Check the declaration in a folder; return the version of the specification, empty when there is none."""
    codes = _ROOT if root else _OBJECT
    names = sorted(name for name in listing.files if _NAME.fullmatch(name))
    if not names:
        kind = "root of an archive" if root else "object"
        log.tell(
            codes.missing,
            "",
            f"the folder does not say that it is an {kind}: 0={codes.prefix}1.1 is missing".replace(
                "an root", "a root"
            ),
        )
        return ""
    if len(names) > 1:
        log.tell(codes.several, "", f"the folder has {len(names)} declarations: {', '.join(map(shown, names))}")
    specs = []
    for name in names:
        found = _NAME.fullmatch(name)
        kind, value = (found[1], found[2]) if found else ("", "")
        spec = value[len(codes.prefix) :] if value.startswith(codes.prefix) else ""
        if kind != "0":
            log.tell(codes.type, name, f"the declaration begins with {kind}=, not with 0=")
        if spec not in SPECS:
            log.tell(codes.value, name, f"the declaration is not that of OCFL {' or '.join(SPECS)}")
            continue
        specs.append(spec)
        _check_content(folder, name, value, codes.content, log)
    return max(specs, default="")


def _check_content(folder: Path, name: str, value: str, code: str, log: FindingLog) -> None:
    try:
        with (folder / name).open("rb") as file:
            content = file.read(len(value) + 2)
    except OSError as error:
        log.tell("P001", name, f"the file cannot be read, and is not checked: {reason(error)}")
        return
    if content != f"{value}\n".encode():
        log.tell(code, name, f"the declaration does not have the line {value}")
