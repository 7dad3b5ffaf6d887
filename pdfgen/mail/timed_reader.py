"""What a server says, within a time for all of it: one that sends a byte now and then holds nobody up."""

from __future__ import annotations

import io
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Buffer  # type: ignore[attr-defined]  # since Python 3.12

_MOST = 100_000  # bytes of an answer


class TimedReader(io.RawIOBase):
    """Reads a connection, which it does not close, answer by answer. It changes the time-out of the connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._until, self._left = 0.0, 0

    def expect(self, seconds: float) -> None:
        """Wait for the next answer, all of it, for so many seconds at most; with 0, read only what is there."""
        self._until, self._left = monotonic() + seconds, _MOST

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read some bytes. Raises OSError: TimeoutError when the time is over, and for an answer without end."""
        self._connection.settimeout(max(self._until - monotonic(), 0))
        try:
            number = self._connection.recv_into(buffer)
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        self._left -= number
        if self._left < 0:
            raise OSError("an answer without end")
        return number
