"""What cannot be set as it should, at its place in the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfgen.errors import Origin, Severity


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that cannot be set as it should; ``snippet`` is the text to point at in the source."""

    origin: Origin
    code: str
    message: str
    remedy: str
    snippet: str = ""
    severity: Severity = "error"
