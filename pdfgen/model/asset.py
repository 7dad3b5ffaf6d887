"""Files of a project that are taken as they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a project with its bytes: a font, or a YAML file that is handed on as it was written."""

    kind: str
    """The name of its kind, as ``pdfgen.source.kinds`` has it."""
    path: Path
    """The place where it was found."""
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()
