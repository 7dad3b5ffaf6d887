"""The codes of findings: which are errors, and what to do about each (https://ocfl.io/1.1/spec/validation-codes.html).

Codes of the specification begin with E (an error) or W (a warning). What it has no code for begins with P: P001 is
something that could not be read, and so was not checked.
"""

from __future__ import annotations

from typing import Literal

_OURS: dict[str, Literal["error", "warning"]] = {
    "P001": "error",  # cannot be read
    "P002": "warning",  # places of objects cannot be checked
    "P003": "error",  # parameters of the layout cannot be used
    "P004": "warning",  # the digest of an inventory in capital and small letters
    "P005": "warning",  # the digest of an inventory without an end of the line
}

_FILE = "bring the file back from another copy of the archive"
_INVENTORY = "bring the inventory and the file with its digest back from another copy of the archive"
_EXTRA = "move it out of the archive; keep it until you know what it is"
_FOLDER = "bring the folder back from another copy of the archive"
_WRITER = "let the program that wrote the object write a new version, or write the object anew"

_REMEDIES: dict[str, tuple[str, ...]] = {
    _FILE: ("E003", "E006", "E007", "E069", "E079", "E080", "E092", "E093", "P005"),
    _FOLDER: ("E009", "E010", "E016", "E046"),
    _INVENTORY: (
        *("E033", "E036", "E037", "E038", "E040", "E041", "E043", "E044", "E047", "E048", "E049", "E050", "E058"),
        *("E059", "E060", "E061", "E063", "E064", "E066", "E106", "E107", "E111", "P004", "W010", "W011"),
    ),
    _EXTRA: (
        *("E001", "E005", "E015", "E023", "E024", "E067", "E072", "E073", "E076", "E078", "E084", "E086", "E112"),
        *("W002", "W003"),
    ),
    _WRITER: (
        *("E008", "E011", "E012", "E013", "E014", "E017", "E018", "E019", "E020", "E025", "E042", "E052", "E053"),
        *("E054", "E056", "E057", "E081", "E094", "E095", "E096", "E097", "E099", "E100", "E101", "E102", "E103"),
        *("E104", "E105", "E108"),
    ),
    "put the file itself where the link is": ("E090",),
    "move it out of the archive, or keep it in a disk image": ("E089",),
    "move the object to the folder that the layout gives it": ("E083",),
    "write ocfl_layout.json anew, with the layout that the folders have": ("E070", "E071", "P003"),
    "give the program the right to read it, or mend the disk, and check again": ("P001",),
}
_BY_CODE = {code: remedy for remedy, codes in _REMEDIES.items() for code in codes}


def severity(code: str) -> Literal["error", "warning"]:
    """Return how bad a finding is."""
    return _OURS[code] if code in _OURS else "error" if code.startswith("E") else "warning"


def remedy(code: str) -> str:
    """Return what to do; empty where that depends on what one wants."""
    return _BY_CODE.get(code, "")
