"""What an archive has of an edition: its finished files, taken out as they are."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.archive.holdings import Archive
from pdfgen.archive.object_record import FILES
from pdfgen.archive.version_changes import compared
from pdfgen.errors import InputError, PdfgenError, UsageError
from pdfgen.mail.changes import sentences
from pdfgen.mail.offer import Offer
from pdfgen.mail.stock import Earlier, link_to, offered, single, the_method
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import ExitStack

    from pdfgen.archive.holdings import Holding
    from pdfgen.archive.object_record import ArchivedFile, ObjectRecord
    from pdfgen.errors import Problem
    from pdfgen.mail.offer import OfferedFile, Shows
    from pdfgen.mail.stock import SentFile
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.tree import Tree

_PROFILES = {"report": "screen", "card": "card", "volume": "screen"}
"""The profile of a file that is sent, by what it shows: never that of a press."""


class ArchiveStock:
    """The objects of an edition in their last versions. Files lie in a folder that ``stack`` removes in the end.

    Raises UsageError when there is no such archive, DamageError when one of its objects cannot be relied on.
    """

    def __init__(self, campaign: Campaign, folder: Path, tree: Tree, stack: ExitStack) -> None:
        place = campaign.archive or ""
        self._archive = Archive.open(place if "://" in place else folder / place)
        self._campaign, self._tree = campaign, tree
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pdfgen-")))
        faults: list[PdfgenError] = []
        found = [one for one in self._archive.holdings(faults) if one.record.edition == campaign.edition]
        if faults:
            raise faults[0]  # nobody is forgotten because a report is damaged
        chosen = the_method(campaign, {one.record.rubric for one in found}, tree)
        self._holdings = {one.record.id: one for one in found if one.record.rubric == chosen}
        if not self._holdings:
            message = f"the archive {place} has nothing of edition {campaign.edition}"
            remedy = "see `pdfgen archive list`, and add the edition with `pdfgen archive add`"
            raise InputError([at(tree, ("edition",), "unknown-edition", message, remedy)])
        sent = {"report", "volume"} if "volume" in campaign.attach else {"report"}
        self.records = tuple(one.record for one in self._holdings.values() if one.record.kind in sent)
        self.regions: tuple[str, ...] = ()

    def offers(self, ids: Collection[str], advance: Callable[[], None]) -> dict[str, Offer]:
        """Return what is wanted, by the identifiers of the records. Raises InputError for a file that is not there."""
        problems: list[Problem] = []
        found: dict[str, Offer] = {}
        for id_ in sorted(ids):
            if offer := self._offer(self._holdings[id_], problems):
                found[id_] = offer
            advance()
        if problems:
            raise InputError(problems)
        return found

    def _offer(self, holding: Holding, problems: list[Problem]) -> Offer | None:
        record = holding.record
        wanted: tuple[Shows, ...] = ("volume",) if record.kind == "volume" else single(self._campaign)
        main = _file(record, "volume" if record.kind == "volume" else "report")
        missing = [shows for shows in wanted if shows in self._campaign.attach and _file(record, shows) is None]
        if main is None or missing:
            profile = "screen" if main is None else _PROFILES[missing[0]]
            message = f"the archive has no file of the profile {profile} of {record.id}"
            remedy = "add it: `pdfgen archive add … --profile screen --profile card`"
            problems.append(at(self._tree, ("archive",), "not-archived", message, remedy))
            return None
        files = [self._taken(holding, file) for shows in wanted if (file := _file(record, shows))]
        return Offer(record, main.sha256, tuple(files), link_to(self._campaign, record))

    def _taken(self, holding: Holding, file: ArchivedFile) -> OfferedFile:
        """Take a file out of the archive. Raises DamageError when it is damaged."""
        content = holding.stored.read(f"{FILES}{file.name}", holding.version.number)
        path = self._folder / f"{len(list(self._folder.iterdir()))}" / Path(file.name).name
        path.parent.mkdir()
        path.write_bytes(content)
        return offered(path, file.shows, self._campaign, content)

    def earlier(self, id_: str, version: str, _sent: SentFile) -> Earlier:
        """Return what is known of an earlier version: nothing when the archive has it not."""
        last = self._holdings[id_]
        for number in range(last.version.number - 1, 0, -1):
            before = self._archive.holding(id_, number)
            if any(file.sha256 == version for file in before.record.files):
                try:
                    return Earlier(before.record.errata, sentences(compared(before, last)))
                except (InputError, UsageError):  # what an earlier program took, and this one does not
                    return Earlier(before.record.errata)
        return Earlier()


def _file(record: ObjectRecord, shows: Shows) -> ArchivedFile | None:
    """Return the file of an object that can be sent."""
    fitting = [file for file in record.files if (file.shows, file.recipe.profile) == (shows, _PROFILES[shows])]
    return fitting[0] if fitting else None
