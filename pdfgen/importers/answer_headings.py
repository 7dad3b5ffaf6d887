"""The headings of a table of answers: each column is a value of a report, by its path or by a short name.

>>> from pdfgen.source.catalogue import Catalogue
>>> known = AnswerHeadings(Catalogue().method("nations-in-transit", 2018))
>>> known.path("CS"), known.path("CS narrative"), known.path("Population")
(('answers', 'CS', 'score'), ('answers', 'CS', 'narrative'), ('quick_facts', 'population', 'value'))
>>> known.path("notices.1.text")
('notices', 0, 'text')
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pdfgen.importers.sheet import cleaned
from pdfgen.importers.table_layout import is_heading, plain
from pdfgen.model.entity import Entity
from pdfgen.model.report import Answer, Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.rubric import Method
    from pdfgen.source.tree import Path_

NAME: Path_ = ("entity", "name")
QUESTION = "question"
LABEL = "label"
"""The column that says what a question is about; nobody reads it but people."""
SERIES = ("rubric", "edition")
_PARTS = tuple(Answer.model_fields)
_FROM_EDITION = ("rubric", "edition", "year_under_review")
_SEPARATORS = " ._-:/"


class AnswerHeadings:
    """Knows what the headings of a table mean by the method of an edition."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.questions = {measure.id for measure in method.items}
        self.facts = {field.id: field for field in method.quick_facts}
        self._short: dict[str, Path_] = {"entity": NAME}
        for key in Entity.model_fields:
            self._short.setdefault(key, ("entity", key))
        self._short |= {key: (key,) for key in ("overview", "language", "theme")}
        for measure in method.measures.values():
            self._short.setdefault(plain(measure.id), self._measure(measure.id))
        for field in method.quick_facts:
            for name in (field.id, field.label):
                self._short.setdefault(plain(name), ("quick_facts", field.id, "value"))

    def path(self, heading: str) -> Path_ | None:
        """Return the path of the value that a heading names; None for one that is not known."""
        heading = cleaned(heading)
        if is_heading(heading):
            return NAME
        if heading in self.method.measures:
            return self._measure(heading)
        return self._exact(heading) or self._short.get(plain(heading)) or self._part(heading)

    def names(self) -> list[str]:
        """Return headings that are known, for hints."""
        return [*self.method.measures, *self.facts, *Entity.model_fields, *Report.model_fields, QUESTION, *_PARTS]

    def heading(self, path: Path_) -> str:
        """Return the shortest heading that leads to ``path``."""
        if path == NAME:
            return "entity"
        short = str(path[0]) if len(path) == 1 else ""
        match path:
            case ("entity" | "given" | "published", key) | ("answers", key, "score") | ("quick_facts", key, "value"):
                short = str(key)
            case ("answers", key, part):
                short = f"{key}.{part}"
        if short and self.path(short) == path:
            return short
        if path[0] == "quick_facts" and path[2:] == ("value",):
            path = path[:2]
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)

    def _measure(self, id_: str) -> Path_:
        measure = self.method.measures[id_]
        if measure.is_item:
            return ("answers", id_, "score")
        return ("given" if measure.is_stated else "published", id_)

    def _exact(self, heading: str) -> Path_ | None:
        """Return a heading that is a path, such as ``quick_facts.population.as_of``; items are counted from 1."""
        first, *rest = heading.split(".")
        if first not in Report.model_fields or first in _FROM_EDITION or (not rest and first in _OF_PARTS):
            return None
        path: list[str | int] = [first]
        for step in rest:
            counted = len(path) == 1 and first in _LISTS
            if not step or (counted and not re.fullmatch(r"[1-9][0-9]{0,3}", step)):
                return None
            path.append(int(step) - 1 if counted else step)
        if first == "quick_facts" and len(path) == 2:  # noqa: PLR2004  # the bare value will do
            path.append("value")
        return tuple(path)

    def _part(self, heading: str) -> Path_ | None:
        """Return the part of an answer that ``Q1 narrative`` or ``Q1.score`` names."""
        for part in sorted(_PARTS, key=len, reverse=True):
            if heading.casefold().endswith(part) and (id_ := heading[: -len(part)].rstrip(_SEPARATORS)) != heading:
                known = self._short.get(plain(id_))
                if known and known[0] == "answers":
                    return (*known[:2], part)
        return None


_LISTS = ("key_developments", "notices", "errata", "waivers", "parts")
_OF_PARTS = (
    *("entity", "quick_facts", "answers", "given", "footnotes", "errata", "published", "notices", "waivers"),
    *("publication", "sections", "parts"),
)


def _step(step: str | int) -> str:
    """Return what a step of a path is sorted by: the value itself before what is said of it."""
    return f"{step:05}" if isinstance(step, int) else step.removeprefix("value")


def columns_of(headings: AnswerHeadings, paths: Mapping[Path_, None]) -> list[Path_]:
    """Return paths in the order in which a table has them: the entity, the facts, the texts, the method's questions."""
    order = ["entity", "language", "theme", "quick_facts", *Report.model_fields]
    measures = list(headings.method.measures)
    facts = list(headings.facts)

    def place(path: Path_) -> tuple[object, ...]:
        first, second = str(path[0]), path[1] if len(path) > 1 else ""
        known: list[str] = {"entity": list(Entity.model_fields), "quick_facts": facts}.get(first, measures)
        at = known.index(str(second)) if second in known else len(known)
        part = _PARTS.index(str(path[2])) if first == "answers" and len(path) > 2 else 0  # noqa: PLR2004
        return order.index(first), at, part, tuple(map(_step, path))

    return sorted(paths, key=place)
