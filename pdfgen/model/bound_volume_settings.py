"""The bound volume of an edition: what its edition file says of it, and the essays that stand before its reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from pdfgen.model.base import Line, Model, Text, fault
from pdfgen.model.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.errors import Origin
    from pdfgen.model.prose import ProseText

_PLACE = r"(?!.*(^|/)\.\.?(/|$))[^/\\][^\\]*\.md"


def _markdown_file(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(_PLACE, value):
        remedy = "write its path from the edition’s folder, such as essays/foreword.md"
        raise fault("bad-essay", "expected a Markdown file in the edition’s folder", remedy)
    return value


MarkdownFile = Annotated[
    str, BeforeValidator(_markdown_file), WithJsonSchema({"type": "string", "pattern": f"^{_PLACE}$"})
]
"""The path of a Markdown file, from the folder of the edition."""


class Volume(Model):
    """What is said of the bound volume."""

    title: Line | None = None
    """The title of the series when left out."""
    overline: Line | None = None
    """Above the title on the cover: what kind of book it is."""
    subtitle: Line | None = None
    """At the foot of the cover."""
    citation: Annotated[Text, message("edition", "series")] | None = None
    """How to cite the volume; {edition} and {series} are filled in."""
    order: Literal["alphabetical", "region", "group", "score"] = "alphabetical"
    """The reports of each kind in one part, from A to Z or from the best total down (score); or in a part for each
    group, which ``region`` means as well."""
    start: Literal["next", "right"] = "next"
    """Where a report begins: on the next page, or on the next right-hand one."""
    essays: tuple[MarkdownFile, ...] = ()
    """Forewords and essays, in order, before the reports."""

    @property
    def is_by_group(self) -> bool:
        """Whether each group has a part of its own."""
        return self.order in ("region", "group")

    @model_validator(mode="after")
    def _no_essay_comes_twice(self) -> Volume:
        for name in self.essays:
            if self.essays.count(name) > 1:
                raise fault("second-essay", f"the essay {name} comes twice", "name it once", name, "essays")
        return self


@dataclass(frozen=True, slots=True)
class EssaySection:
    """A stretch of an essay under a heading; ``heading`` is empty for what stands before the first one."""

    heading: str
    level: int
    """2 or 3, below the title."""
    text: ProseText | None
    heading_origin: Origin
    origin: Origin


@dataclass(frozen=True, slots=True)
class Essay:
    """A text of its own in a volume: a foreword, an essay."""

    title: str
    origin: Origin
    sections: tuple[EssaySection, ...]
    footnotes: Mapping[str, ProseText]
    footnote_origins: Mapping[str, Origin]
