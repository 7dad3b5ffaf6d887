"""What a campaign can offer: the reports and volumes of its edition, finished."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from pdfgen.errors import InputError
from pdfgen.mail.offer import OfferedFile
from pdfgen.model.editions import path_of
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from pdfgen.archive.object_record import ArchivedErratum, ObjectRecord
    from pdfgen.mail.offer import Offer, Shows
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.tree import Tree


SentFile = Callable[[str], "bytes | None"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version: its errata, and what changed since in sentences; None where that is not known."""

    errata: tuple[ArchivedErratum, ...] | None = None
    changes: tuple[str, ...] | None = None


class Stock(Protocol):
    """Reports and volumes of an edition."""

    @property
    def records(self) -> Sequence[ObjectRecord]:
        """What there is, in every language."""

    @property
    def regions(self) -> Collection[str]:
        """The regions of the edition, where it names them."""

    def offers(self, ids: Collection[str], advance: Callable[[], None]) -> dict[str, Offer]:
        """Return what is wanted, finished, by the identifiers of the records; ``advance`` is called for each report.

        Raises InputError for what cannot be built or is not there.
        """

    def earlier(self, id_: str, version: str, sent: SentFile) -> Earlier:
        """Return what is known of an earlier version; ``sent`` returns a file by its SHA-256, if it is there still."""


def the_method(campaign: Campaign, there: Collection[str], tree: Tree) -> str:
    """Return the method whose edition is sent; empty where there is none. Raises InputError where it can be several."""
    if campaign.rubric or len(there) == 1:
        return campaign.rubric or next(iter(there))
    if there:
        rubrics = sorted(there)
        message = f"edition {campaign.edition} is there by {' and by '.join(rubrics)}"
        remedy = f"say which one: `rubric: {rubrics[0]}`"
        raise InputError([at(tree, ("edition",), "several-methods", message, remedy)])
    return ""


def link_to(campaign: Campaign, record: ObjectRecord) -> str:
    """Return where a report or a volume is online; empty where the campaign does not say."""
    if campaign.link is None:
        return ""
    name = record.id.rpartition(":")[2] if record.kind == "report" else "volume"
    return campaign.link.format(edition=path_of(record.edition), language=record.language, name=quote(name))


def single(campaign: Campaign) -> tuple[Shows, ...]:
    """Return the files of a report that a message needs: those that are attached, and the card that its HTML shows."""
    pictured = any(words.html for words in campaign.messages.values()) and "card" not in campaign.attach
    return (*(shows for shows in campaign.attach if shows != "volume"), *(("card",) if pictured else ()))


def offered(path: Path, shows: Shows, campaign: Campaign, content: bytes | None = None) -> OfferedFile:
    """Return a finished file that lies at ``path``."""
    content = path.read_bytes() if content is None else content
    digest = hashlib.sha256(content).hexdigest()
    return OfferedFile(shows, _plain(path.name), path, len(content), digest, attached=shows in campaign.attach)


def _plain(name: str) -> str:
    """Return the name of a file in ASCII."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return letters.replace("-.", ".")
