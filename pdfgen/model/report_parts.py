"""The parts of a report as data: which there are, in which order, under which title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from pdfgen.model.base import Identifier, Line, Model, fault

ASKED = "questions"
"""The part with everything that is asked, and the answers."""
BUILT_IN = (
    *("masthead", "panel", "facts", "overview", "notices", "developments", "table"),
    *(ASKED, "corrections", "notes", "key", "about"),
)
"""The parts that every report can have, in the order of a report that names none."""

_FIRST = "masthead"


class ReportPart(Model):
    """A part of a report: one of the program's own, or a section of the publisher's with an id and a title."""

    id: Identifier
    """masthead, panel, facts, overview, notices, developments, table, questions, corrections, notes, key or about; or
    the id of a free section, whose text a report has below ``sections``."""
    title: Line | dict[Identifier, Line] | None = None
    """What heads the part, in one language or by language; the words of the labels when left out."""

    @property
    def is_free(self) -> bool:
        """Whether the text of the part is the report's own section."""
        return self.id not in BUILT_IN

    def title_in(self, language: str) -> str:
        """Return the title in a language, or in the first one that it is given in; empty where it is not given."""
        if not isinstance(self.title, dict):
            return self.title or ""
        alone = language.split("-", maxsplit=1)[0]
        return self.title.get(language) or self.title.get(alone) or next(iter(self.title.values()), "")


def _part(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


def _in_order(parts: tuple[ReportPart, ...]) -> tuple[ReportPart, ...]:
    for id_, count in Counter(part.id for part in parts).items():
        if count > 1:
            raise fault("part-twice", f"the part {id_} stands here twice", "keep one of the two", id_, id_)
    if parts and parts[0].id != _FIRST:
        message = f"the first part is {parts[0].id}; every report begins with its {_FIRST}"
        raise fault("no-masthead", message, f"put `{_FIRST}` before it", parts[0].id)
    for part in parts:
        if part.is_free and not part.title:
            message = f"the section {part.id} has no title, and the program has no part of this name"
            remedy = f"write `{{id: {part.id}, title: …}}`, or one of {', '.join(BUILT_IN)}"
            raise fault("section-without-title", message, remedy, part.id)
    return parts


PART_LIMIT = 60
Parts = Annotated[
    tuple[Annotated[ReportPart, BeforeValidator(_part, json_schema_input_type=str | ReportPart)], ...],
    Field(max_length=PART_LIMIT),
    AfterValidator(_in_order),
]
"""The parts of a report in their order, each by its id, or with a title of its own."""

DEFAULT = tuple(ReportPart(id=id_) for id_ in BUILT_IN)


def chosen(*choices: Iterable[ReportPart]) -> tuple[ReportPart, ...]:
    """Return the first of ``choices`` that names any part, with the free sections of the others before its end.

    So no section is lost because a theme leaves it out, which cannot know the sections of a rubric.
    """
    named = [tuple(choice) for choice in choices]
    parts = next((choice for choice in named if choice), DEFAULT)
    ids = {part.id for part in parts}
    free = {part.id: part for choice in named for part in choice if part.is_free and part.id not in ids}
    end = next((index for index, part in enumerate(parts) if part.id in _END), len(parts))
    return (*parts[:end], *free.values(), *parts[end:])


_END = ("corrections", "notes", "key", "about")
