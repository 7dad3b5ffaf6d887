"""What was done to an object is written, read and added to; what is no list of events is refused."""

from __future__ import annotations

import pytest

from pdfgen.archive.events import appended, read_events, written
from pdfgen.errors import UsageError
from tests.archive.records import event

BUILT = event()
CHECKED = event("checked", "2018-01-16T09:00:01Z", note="no error, 2 warnings: “zu kurz”")


def test_events_are_read_as_they_were_written() -> None:
    content = written([BUILT, CHECKED])
    assert read_events(content, "urn:example:1") == (BUILT, CHECKED)
    assert content == written(read_events(content, "urn:example:1"))
    assert content.decode().splitlines()[1:8] == [
        " {",
        '  "kind": "built",',
        '  "moment": "2018-01-16T09:00:00Z",',
        '  "version": 1,',
        '  "agent": "Editor",',
        '  "program": "pdfgen 0.1.0"',
        " },",
    ]
    assert written(()) == b"[]\n"


def test_events_come_after_those_that_are_there() -> None:
    added = event("added", "2018-01-17T09:00:00Z")
    assert appended([BUILT], [CHECKED, added]) == (BUILT, CHECKED, added)


def test_what_is_done_again_after_an_interruption_is_told_once() -> None:
    later = event(moment="2018-01-16T10:00:00Z")
    assert appended(appended([BUILT], [CHECKED]), [BUILT, CHECKED, later]) == (BUILT, CHECKED, later)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{}", "the whole"),
        (b"", "the whole"),
        (b"[" * 100_000, "the whole"),
        (b"\xff", "the whole"),
        (b"[{}]", "0.kind"),
        (written([BUILT, CHECKED]).replace(b'"version": 1', b'"version": "1"'), "0.version"),
        (written([CHECKED, BUILT]).replace(b'"built"', b'"eaten"'), "1.kind"),
        (written([BUILT]).replace(b"09:00:00Z", b"09:00"), "0.moment"),
        (written([BUILT]).replace(b'"agent"', b'"actor"'), "0.agent"),
    ],
)
def test_what_is_no_list_of_events_is_refused(content: bytes, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_events(content, "urn:example:1")
    assert str(caught.value).startswith(f"events.json of urn:example:1 is not ours: {place}: ")
    assert caught.value.remedy == "see which program wrote it"
