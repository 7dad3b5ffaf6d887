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

from pdfgen.archive.object_record import Event
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
    agent: str
    """Who checked it."""
    program: str
    """The program, with its version."""

    @property
    def event(self) -> Event:
        """The check as an event of the object; it lies beside it, since each would be a version otherwise."""
        return Event(
            kind="verified",
            moment=self.moment,
            version=int(self.head.lstrip("v") or 0),
            agent=self.agent,
            program=self.program,
            note="sound" if self.sound else "not sound",
        )

    @property
    def when(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.moment.replace("Z", "+00:00"))


@dataclass(slots=True)
class Checks:
    """The record of checks, by the folders of the objects."""

    path: Path
    known: dict[str, Check]
    fault: str = ""
    """Why a record that is there cannot be used; empty when it can."""

    @classmethod
    def of(cls, root: Path) -> Checks:
        """Return the record of an archive; one that is damaged says so, and knows of no check."""
        path = root / PLACE
        try:
            found = json.loads(read_regular(path, _LIMIT))
            known = {folder: Check.model_validate(value) for folder, value in found.items()}
        except FileNotFoundError:
            return cls(path, {})
        except (OSError, ValueError, AttributeError, ValidationError, RecursionError) as error:
            return cls(path, {}, str(error).partition("\n")[0])
        return cls(path, known)

    def save(self) -> None:
        """Write the record. Raises EnvironmentFailure when it cannot be written."""
        make_folder(self.path.parent)
        values = {folder: check.model_dump() for folder, check in sorted(self.known.items())}
        write_whole(self.path, (json.dumps(values, indent=1) + "\n").encode())
