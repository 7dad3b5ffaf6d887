"""Corrections of a published report, as the report prints them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from pdfgen.model.base import Model, fault
from pdfgen.model.prose import Prose, ProseParagraph, ProseText

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DAY, value):
        raise fault("bad-date", "expected a day as ISO 8601 writes it", "write year, month and day, such as 2018-03-05")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault("bad-date", f"there is no day {value}", "check it against a calendar") from None


Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DAY}$"}),
]
"""A day of the calendar, written as ISO 8601 has it: ``2018-03-05``."""


def _one_paragraph(text: ProseText) -> ProseText:
    if len(text.blocks) > 1 or not isinstance(text.blocks[0], ProseParagraph):
        message = "a correction is one paragraph, without a list"
        raise fault("not-one-paragraph", message, "join its parts to one paragraph, or make two corrections of it")
    return text


class Erratum(Model):
    """A correction of the report after it was published."""

    date: Day
    """The day of the correction: 2018-03-05."""
    text: Annotated[Prose, AfterValidator(_one_paragraph)]
    """What was wrong, and what is right now: one paragraph in the small Markdown."""
    version: Annotated[int, Field(ge=1)] | None = None
    """The number of the archived version that it corrects."""
