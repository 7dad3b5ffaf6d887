"""What a recipient has not had: a report is sent once, and an earlier version is corrected by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.mail.letter import Letter
from pdfgen.mail.wishes import left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pdfgen.mail.journal import Held
    from pdfgen.mail.offer import Offer
    from pdfgen.mail.planned import LeftOut
    from pdfgen.mail.wishes import Wish

_WORDS = {
    "had-it": "has had {}",
    "had-earlier": "has had an earlier version of {}: plan it with --correction",
    "uncertain": "may have had {}: see `pdfgen mail status`, and send it again with `resend --unknown` if it is lost",
}
_GRAVEST = ("uncertain", "had-earlier", "had-it")


def letters(
    wishes: Iterable[Wish],
    offers: Mapping[str, Offer],
    held: Mapping[tuple[str, str], Held],
    left_out: list[LeftOut],
) -> list[Letter]:
    """Return the messages that bring what each recipient has not had; who gets none is noted in ``left_out``."""
    found: list[Letter] = []
    for wish in wishes:
        new: list[Offer] = []
        told: dict[str, list[str]] = {}
        for id_ in wish.objects:
            reason = reason_against(offers[id_], held.get((wish.recipient.key, id_)))
            if reason:
                told.setdefault(reason, []).append(offers[id_].record.title)
            else:
                new.append(offers[id_])
        words = {reason: _WORDS[reason].format(_listed(told[reason])) for reason in _GRAVEST if reason in told}
        if new:
            kept = tuple(words[reason] for reason in words if reason != "had-it")
            found.append(Letter(wish.recipient, tuple(new), kept))
        else:
            left_out.append(left(wish.recipient, next(iter(words)), "; ".join(words.values())))
    return found


def marked(letters: Iterable[Letter], others: Mapping[tuple[str, str], str]) -> tuple[list[Letter], Counter[str]]:
    """Note in messages what another campaign has sent; return them, and how many it is by campaign.

    ``others`` are the names of campaigns, by address key and report.
    """
    found: list[Letter] = []
    counts: Counter[str] = Counter()
    for letter in letters:
        had: dict[str, list[str]] = {}
        for offer in letter.reports:
            if other := others.get((letter.recipient.key, offer.record.id)):
                had.setdefault(other, []).append(offer.record.title)
        counts.update(had.keys())
        told = tuple(f"has had {_listed(titles)} by the campaign {other}" for other, titles in had.items())
        found.append(replace(letter, warnings=letter.warnings + told))
    return found, counts


def reason_against(offer: Offer, had: Held | None) -> str:
    """Return why a report is not sent to who had something of it; empty when it is."""
    if had is None:
        return ""
    if had.state != "sent":
        return "uncertain"
    return "had-it" if had.version == offer.version else "had-earlier"


_MOST = 5


def _listed(titles: list[str]) -> str:
    more = f" and {len(titles) - _MOST} more" if len(titles) > _MOST else ""
    return ", ".join(titles[:_MOST]) + more
