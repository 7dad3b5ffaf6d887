"""When each object was last checked, and what its inventories were then.

The record lies in ``extensions/pdfgen/checks.json`` of the archive. The seals of an object, the SHA-512 of the
inventory of each version, show a change that is consistent in itself: versions do not change. Who can rewrite the
archive can rewrite the record, so that a copy of it must lie elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pdfgen.files import make_folder, read_regular, write_whole
from pdfgen.model.base import Model

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "extensions/pdfgen/checks.json"
_LIMIT = 100_000_000  # bytes


class Check(Model):
    """The last check of an object."""

    moment: str
    """As ISO 8601 in UTC."""
    id: str
    """The identifier of the object."""
    head: str
    """The last version that there was, such as v2."""
    seals: dict[str, str]
    """SHA-512 of the inventory of each version."""
    sound: bool

    @property
    def when(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.moment.replace("Z", "+00:00"))


@dataclass(slots=True)
class Checks:
    """The record of checks, by the folders of the objects."""

    path: Path
    known: dict[str, Check]

    @classmethod
    def of(cls, root: Path) -> Checks:
        """Return the record of an archive; one that is damaged is as good as none."""
        path = root / PLACE
        try:
            found = json.loads(read_regular(path, _LIMIT))
            known = {folder: Check.model_validate(value) for folder, value in found.items()}
        except (OSError, ValueError, AttributeError, ValidationError, RecursionError):
            known = {}
        return cls(path, known)

    def save(self) -> None:
        """Write the record. Raises EnvironmentFailure when it cannot be written."""
        make_folder(self.path.parent)
        values = {folder: check.model_dump() for folder, check in sorted(self.known.items())}
        write_whole(self.path, (json.dumps(values, indent=1) + "\n").encode())
