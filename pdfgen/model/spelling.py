"""What makes two spellings of a name one."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ", "'"))  # noqa: RUF001  # these are what it is about


def folded(name: str) -> str:
    """Return what names are compared by: no capitals, one kind of apostrophe, single spaces."""
    text = unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold()
    return " ".join(unicodedata.normalize("NFC", text).split())


def slugged(name: str) -> str:
    """Return a name as a part of the name of a file: small letters and digits of any script, the others one hyphen.

    >>> slugged("Côte d’Ivoire")
    'cote-d-ivoire'
    """
    letters = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    plain = unicodedata.normalize("NFC", letters.casefold())
    return "-".join("".join(char if char.isalnum() else " " for char in plain).split())[:80]
