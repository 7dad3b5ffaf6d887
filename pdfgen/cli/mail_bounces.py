"""Read delivery reports, and tell what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from pdfgen.cli import output
from pdfgen.cli.environment import now
from pdfgen.errors import visible
from pdfgen.mail.bounces import take_bounces
from pdfgen.mail.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.mail.bounces import Fate

_WORDS: dict[Fate, str] = {
    "suppressed": "gets nothing from now on",
    "known": "gets nothing already",
    "soft": "may take mail another time",
    "forwarded": "behind an address of ours: nothing was changed",
    "delivered": "has the message",
    "foreign": "no message of this journal: nothing was changed",
}
_SHORT: dict[Fate, str] = {
    "suppressed": "suppressed",
    "known": "suppressed before",
    "soft": "for the time being",
    "forwarded": "behind another address",
    "delivered": "delivered",
    "foreign": "about other messages",
}


def bounces(paths: Sequence[Path], folder: Path, *, as_json: bool) -> int:
    """Read delivery reports; suppress addresses that do not exist. Return the exit code."""
    with Journal.open(folder) as journal, journal.writing() as writer:
        result = take_bounces(paths, journal, writer, now())
    counts = Counter(one.fate for one in result.found)
    if as_json:
        output.print_json({"bounces": [asdict(one) for one in result.found], "others": result.others})
        return 0
    for one in result.found:
        said = f" ({visible(one.said, lines=False)})" if one.said else ""
        output.tell(f"{one.address}: {one.status or 'no status'}: {_WORDS[one.fate]}{said}")
    told = ", ".join(f"{counts[fate]} {word}" for fate, word in _SHORT.items() if counts[fate])
    output.say(f"{told or 'no delivery report'}; {output.count(result.others, 'other message')}")
    return 0
