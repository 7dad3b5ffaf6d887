"""An earlier version of a report out of a message that brought it: a file for the screen carries its own data."""

from __future__ import annotations

import email
import email.policy
import hashlib
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.diffs.comparison import compare
from pdfgen.errors import PdfgenError
from pdfgen.mail.changes import sentences
from pdfgen.mail.journal import HAD
from pdfgen.mail.planned import OUTBOX
from pdfgen.pdf.reading import attachments
from pdfgen.source.restored import MANIFEST, named_in, restore, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.mail.journal import Journal

_TRIES = 3  # messages that are looked into
_MOST = 100_000_000  # bytes of a message


def sent_file(journal: Journal, campaign: str, version: str) -> bytes | None:
    """Return a file that was sent, by its SHA-256, from the outbox; None where no message there has it."""
    for path in islice(_messages(journal, campaign, version), _TRIES):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for part in message.walk():
            content = part.get_payload(decode=True) if part.get_content_type() == "application/pdf" else None
            if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == version:
                return content
    return None


def _messages(journal: Journal, campaign: str, version: str) -> Iterator[Path]:
    """Yield the messages that brought a version and are in the outbox still."""
    for plan in journal.plans(campaign):
        for entry in journal.entries(plan.id, HAD):
            path = journal.folder / OUTBOX / plan.id / entry.file
            brought = any(found == version for _, found, _ in entry.reports)
            if brought and path.is_file() and path.stat().st_size <= _MOST:
                yield path


def changes_since(content: bytes, now: Path) -> tuple[str, ...] | None:
    """Return what differs between a file that was sent and the report, or the edition, at ``now``; None if unknown.

    It is unknown where the file carries no data, where they cannot be read here, or are not what this program takes.
    """
    with tempfile.TemporaryDirectory(prefix="pdfgen-") as place:
        file, folder = Path(place) / "sent.pdf", Path(place) / "sent"
        file.write_bytes(content)
        try:
            manifest, _ = restore(attachments(file, MANIFEST, named_in), folder)
            return sentences(compare(target(folder, manifest), now))
        except PdfgenError:
            return None
