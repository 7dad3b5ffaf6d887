"""Messages between processes come whole or not at all, and keep nobody waiting."""

from __future__ import annotations

import os

import pytest

from pdfgen.builds.messages import Inbox, send


def test_messages_come_whole_in_order() -> None:
    reading, writing = os.pipe()
    inbox = Inbox(reading)
    send(writing, "one")
    send(writing, ["two"])
    assert inbox.read() == ["one", ["two"]]
    os.close(writing)
    assert inbox.read() is None
    os.close(reading)


@pytest.mark.parametrize("kept", [1, 4, 5, 20])
def test_a_part_of_a_message_is_no_message(kept: int) -> None:
    reading, writing = os.pipe()
    send(writing, "a message that is longer than its head")
    content = os.read(reading, 1000)
    inbox = Inbox(reading)
    os.write(writing, content[:kept])
    assert inbox.read() == []
    os.write(writing, content[kept:] + content[:kept])
    assert inbox.read() == ["a message that is longer than its head"]
    os.close(writing)
    assert inbox.read() is None  # whoever wrote it has ended
    os.close(reading)


def test_nobody_reads() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        send(writing, "a message")
    os.close(writing)
