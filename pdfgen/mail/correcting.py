"""Corrections: exactly those who were sent an earlier version of a report get the one that there is now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.errors import Origin
from pdfgen.mail.earlier_versions import sent_file
from pdfgen.mail.journal import UNSENT
from pdfgen.mail.letter import Letter
from pdfgen.mail.planned import JOURNAL
from pdfgen.mail.recipient import Recipient
from pdfgen.mail.wishes import left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pdfgen.mail.journal import Held, Journal
    from pdfgen.mail.offer import Offer
    from pdfgen.mail.planned import LeftOut
    from pdfgen.mail.stock import Stock


class Corrections:
    """Makes the messages of a correction, by what the journal says that each recipient was sent."""

    def __init__(self, stock: Stock, journal: Journal, campaign: str) -> None:
        self._stock, self._journal, self._campaign = stock, journal, campaign
        self._held, self._suppressed = journal.held(campaign), journal.suppressed()
        self._made: dict[tuple[str, str], Offer] = {}
        there = {record.id for record in stock.records}
        self.objects = {id_ for _, id_ in self._held if id_ in there}
        """The identifiers of what was sent and is offered still."""
        self.gone = {id_ for _, id_ in self._held if id_ not in there}
        """The identifiers of what was sent and is offered no more."""

    def letters(
        self, recipients: Mapping[str, Recipient], offers: Mapping[str, Offer], left_out: list[LeftOut]
    ) -> list[Letter]:
        """Return the messages; who should get one and does not is noted in ``left_out``."""
        found: list[Letter] = []
        ordered = sorted(self.objects, key=lambda id_: (offers[id_].record.title, id_))
        for key, recipient in recipients.items():
            earlier = {
                id_: had
                for id_ in ordered
                if (had := self._held.get((key, id_))) and had.version != offers[id_].version
            }
            if not earlier:
                continue
            unsure = [offers[id_].record.title for id_, had in earlier.items() if had.state != "sent"]
            words = f"may have had an earlier version of {', '.join(unsure)}: see `pdfgen mail status`"
            if stop := self._suppressed.get(key):
                told = f"{recipient.address} gets nothing since {stop.moment[:10]} ({stop.reason})"
                left_out.append(left(recipient, "suppressed", told))
            elif len(unsure) == len(earlier):
                left_out.append(left(recipient, "uncertain", words))
            else:
                sure = tuple(self._corrected(offers[id_], had) for id_, had in earlier.items() if had.state == "sent")
                found.append(Letter(recipient, sure, (words,) if unsure else ()))
        return found

    def _corrected(self, offer: Offer, had: Held) -> Offer:
        """Return an offer that says what was corrected since the version that somebody had."""
        key = offer.record.id, had.version
        if key not in self._made:
            earlier = self._stock.earlier(*key, lambda version: sent_file(self._journal, self._campaign, version))
            known = earlier.errata or ()
            new = tuple(item for item in offer.record.errata if item not in known)
            told = offer.record.model_copy(update={"errata": new})
            self._made[key] = replace(offer, record=told, changes=earlier.changes or ())
        return self._made[key]

    def unexplained(self, letters: Iterable[Letter]) -> list[str]:
        """Return the titles of the corrected reports of which nothing says what was corrected."""
        offers = (offer for letter in letters for offer in letter.reports)
        return sorted({offer.record.title for offer in offers if not offer.record.errata and not offer.changes})


def sent_to(journal: Journal, campaign: str, listed: Iterable[Recipient], folder: Path) -> dict[str, Recipient]:
    """Return everybody whom a campaign has a message for, by key: as the list has them, or else as the journal has."""
    found = {recipient.key: recipient for recipient in listed}
    known: dict[str, Recipient] = {}
    for plan in journal.plans(campaign):
        for entry in journal.entries(plan.id):
            if entry.key not in found:
                place = Origin(str(folder / JOURNAL), 0, 0, entry.address)
                known[entry.key] = Recipient(entry.address, entry.key, entry.name, entry.language, (), place)
    return found | known


def outdated(journal: Journal, campaign: str, offers: Mapping[str, Offer]) -> int:
    """Return how many messages are not sent yet, and would bring an earlier version than is offered now."""
    unsent = (
        entry for plan in journal.plans(campaign) if not plan.correction for entry in journal.entries(plan.id, UNSENT)
    )
    return sum(
        any(id_ in offers and version != offers[id_].version for id_, version, _ in entry.reports) for entry in unsent
    )
