"""What is said of an archive that is not as the specification wants it."""

from __future__ import annotations

from pdfgen.archive.ocfl.logical_paths import shown
from pdfgen.errors import PdfgenError

_REMEDY = "check the whole archive, and restore the object from a copy"


class DamageError(PdfgenError):
    """An object of an archive cannot be relied on.

    ``place`` is its folder in the storage root, ``object_id`` its identifier, ``version`` the number of a version and
    ``path`` a logical path: each is empty, or 0, where it is not known or all of them are meant.
    """

    exit_code = 1

    def __init__(
        self,
        fact: str,
        *,
        place: str = "",
        object_id: str = "",
        version: int = 0,
        path: str = "",
        remedy: str = _REMEDY,
    ) -> None:
        named = f"object {shown(object_id)}" if object_id else f"the object in {shown(place)}"
        parts = [named, *([f"version {version}"] if version else []), *([shown(path)] if path else [])]
        super().__init__(f"{', '.join(parts)}: {fact}", remedy)
        self.fact, self.place, self.object_id, self.version, self.path = fact, place, object_id, version, path
