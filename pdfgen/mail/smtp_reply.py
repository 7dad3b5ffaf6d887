"""What the answers of a mail server mean (RFC 5321, 4.2; RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_GO_AHEAD = 354
_CLOSING = 421  # the server ends the connection
_WANTS_PASSWORD = {530, 534, 535, 538}  # or another one, or TLS (RFC 4954)
_TOO_LARGE = 552
_SURELY_NOT_TAKEN = {450, 452}  # the mailbox cannot be used; there is no room (RFC 5321, 4.2.2)
_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")


class Fate(Enum):
    """What became of a message."""

    SENT = "the server has taken it"
    REFUSED = "the server will never take it"
    DEFERRED = "the server will not take it now"
    UNKNOWN = "its content went out, and nobody knows whether the server has taken it"
    AGAIN = "the connection ended before its content went out: nothing is decided about it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a message, and the server's words."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a server: its code, and words in one line."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip() if self.code > 0 else "what it said is no answer of a mail server"

    @property
    def good(self) -> bool:
        """Whether the server did what it was asked."""
        return self.code // 100 == 2  # noqa: PLR2004

    @property
    def asks_on(self) -> bool:
        """Whether the server wants to hear more."""
        return self.code // 100 == 3  # noqa: PLR2004

    @property
    def go_ahead(self) -> bool:
        """Whether the content may go out."""
        return self.code == _GO_AHEAD

    @property
    def passing(self) -> bool:
        """Whether the error may pass."""
        return self.code // 100 == 4  # noqa: PLR2004

    @property
    def final(self) -> bool:
        """Whether another try would have the same answer."""
        return self.code // 100 == 5  # noqa: PLR2004

    @property
    def about_password(self) -> bool:
        """Whether the server wants somebody else to log in."""
        return self.code in _WANTS_PASSWORD

    @property
    def about_all(self) -> bool:
        """Whether it would answer the same for every message: nobody is let in, or nothing goes any more today."""
        return self.about_password or (self.final and self._enhanced == (4, 5))

    @property
    def about_session(self) -> bool:
        """Whether the connection is at its end, or has had what it may: a new one may do."""
        return self.code == _CLOSING or not self._understood or (self.passing and self._enhanced == (5, 3))

    @property
    def about_size(self) -> bool:
        """Whether the message is too large."""
        return self.final and (self.code == _TOO_LARGE or self._enhanced in {(2, 3), (3, 4)})

    @property
    def fate(self) -> Fate:
        """Return what an answer to the content means.

        There are servers and filters that deliver a message and answer an error, as when a time-out within strikes
        them. A passing error means that the message was not taken only where its reason does not allow anything else:
        the mailbox, room, policy.
        """
        if self.good:
            return Fate.SENT
        if self.final:
            return Fate.REFUSED
        subject, detail = self._enhanced or (0, 0)
        clear = subject in {1, 2, 7} or (subject, detail) in {(3, 1), (3, 2)} or self.code in _SURELY_NOT_TAKEN
        return Fate.DEFERRED if self.passing and clear else Fate.UNKNOWN

    @property
    def _understood(self) -> bool:
        return self.good or self.passing or self.final

    @property
    def _enhanced(self) -> tuple[int, int] | None:
        """Return subject and detail of the enhanced status code; None without one."""
        found = _ENHANCED.match(self.words)
        return (int(found[2]), int(found[3])) if found and self.code // 100 == int(found[1]) else None
