"""What makes two spellings of a name one."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ", "'"))  # noqa: RUF001  # these are what it is about


def folded(name: str) -> str:
    """Return what names are compared by: no capitals, one kind of apostrophe, single spaces."""
    text = unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold()
    return " ".join(unicodedata.normalize("NFC", text).split())
