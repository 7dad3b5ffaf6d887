"""Messages over a pipe: each whole, whatever becomes of the process that sends it."""

from __future__ import annotations

import os
import pickle
from struct import Struct
from typing import Any

_LENGTH = Struct("!I")
_AT_ONCE = 1 << 16  # bytes


def send(pipe: int, message: Any) -> None:
    """Write a message. Raises BrokenPipeError when nobody reads it."""
    content = pickle.dumps(message)
    view = memoryview(_LENGTH.pack(len(content)) + content)
    while view:
        view = view[os.write(pipe, view) :]


class Inbox:
    """What comes out of a pipe. A message that is never completed keeps nobody waiting."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self._content = bytearray()

    def read(self) -> list[Any] | None:
        """Wait for something to come; return the messages that are complete, None at the end of the pipe."""
        content = os.read(self.pipe, _AT_ONCE)
        if not content:
            return None
        self._content += content
        found = []
        while (message := self._next()) is not None:
            found.append(message)
        return found

    def _next(self) -> Any:
        if len(self._content) < _LENGTH.size:
            return None
        end = _LENGTH.size + _LENGTH.unpack_from(self._content)[0]
        if len(self._content) < end:
            return None
        content = bytes(self._content[_LENGTH.size : end])
        del self._content[:end]
        return pickle.loads(content)  # noqa: S301  # our own process wrote it
