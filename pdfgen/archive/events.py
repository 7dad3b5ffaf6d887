"""The events of an object: who did what, when, with which version of the program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from pdfgen.archive.object_record import EVENTS, Event
from pdfgen.errors import UsageError
from pdfgen.model.base import first_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LIST = TypeAdapter(tuple[Event, ...])


def written(events: Sequence[Event]) -> bytes:
    """Return events as they are stored, the first one first."""
    values = [event.model_dump(mode="json", exclude_defaults=True) for event in events]
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_events(content: bytes, where: str) -> tuple[Event, ...]:
    """Return events. Raises UsageError when they are none; ``where`` names the object."""
    try:
        return _LIST.validate_json(content)
    except ValidationError as error:
        message = f"{EVENTS} of {where} is not ours: {first_fault(error)}"
        raise UsageError(message, "see which program wrote it") from None


def appended(events: Iterable[Event], new: Iterable[Event]) -> tuple[Event, ...]:
    """Return events with new ones after them. An event that is there already is not told twice.

    So what was interrupted can be done again.
    """
    return tuple(dict.fromkeys([*events, *new]))
