"""What a text is of: its series, edition and entity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.importers.heading_lines import bare
from pdfgen.model.editions import edition_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Rubric


_SHARE = 0.5  # of a rubric's questions, for a text without a title
_SEARCHED = 10  # lines with words in which a title can stand
_LONGEST = 400  # characters
YEAR = r"[0-9]{4}"
_SIGN = r" ?[\u2010-\u2015:|,-] ?"
_TAIL = r"(?: \(?(?:country |territory )?report\)?)?"


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the lines that it takes, counted from 1, the edition that it names, and the entity as it is written."""

    lines: tuple[int, ...]
    edition: EditionId | None
    entity: str


def title_of(
    lines: list[str],
    series: str,
    is_entity: Callable[[str], bool] = lambda _: False,
    editions: Iterable[EditionId] = (),
) -> Title | None:
    """Return the title of a text, such as ``Freedom in the World 2018 - Syria``; None when it has none.

    It can be in capitals, name the entity first, and part its words by a colon. A first line that is nothing but an
    entity, by ``is_entity``, is a title as well. ``editions`` are those of the series; a year is one anyway.
    """
    numbered = _with_words(lines)
    named = sorted((str(edition) for edition in editions if not isinstance(edition, int)), key=len, reverse=True)
    year_words = rf"\(?(?P<year>{'|'.join([*map(re.escape, named), YEAR])})\)?"
    for place, (number, text) in enumerate(numbered):
        found = next(filter(None, (pattern.fullmatch(text) for pattern in _patterns(series, year_words))), None)
        if found is None:
            continue
        year = edition_of(found["year"]) if found["year"] else None
        entity = found.groupdict().get("entity")
        if entity:
            return Title((number,), year, entity.strip())
        follow = numbered[place + 1 : place + 2]  # the entity stands on a line of its own
        if follow and ":" not in follow[0][1] and (is_entity(follow[0][1]) or follow[0][1][-1] not in ".?!)"):
            return Title((number, follow[0][0]), year, follow[0][1])
    if numbered:
        number, text = numbered[0]
        alone = re.fullmatch(rf"(?P<entity>.+?)(?:(?:{_SIGN}| ){year_words})?{_TAIL}", text, re.IGNORECASE)
        if alone and is_entity(alone["entity"]):
            return Title((number,), edition_of(alone["year"]) if alone["year"] else None, alone["entity"])
    return None


def series_of(lines: list[str], rubrics: Iterable[Rubric]) -> Rubric | None:
    """Return the rubric that a text is of: by its title, else by the share of the rubric's questions that it heads."""
    rubrics = list(rubrics)
    for rubric in rubrics:
        if title_of(lines, rubric.title, editions=rubric.editions):
            return rubric
    heads = {found[1] for line in lines if (found := re.match(r"([A-Za-z][A-Za-z0-9_]*)[.):]\s", bare(line[:100])))}

    def share(rubric: Rubric) -> float:
        questions = {item.id for item in rubric.at(rubric.editions[-1]).items if not item.optional}
        return len(questions & heads) / len(questions) if questions else 0.0

    best = max(rubrics, key=share, default=None)
    return best if best and share(best) >= _SHARE else None


def _with_words(lines: list[str]) -> list[tuple[int, str]]:
    """Return the first lines that have words, with their numbers; a long line cannot be a title."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if len(found) == _SEARCHED:
            break
        if line.strip() and len(line) <= _LONGEST and (text := bare(line)):
            found.append((number, text))
        elif line.strip():
            break
    return found


def _patterns(series: str, year: str) -> Iterator[re.Pattern[str]]:
    """Yield the ways to write a title; a title may name no entity, or no edition."""
    name = re.escape(series)
    for pattern in (
        rf"{name}(?:{_SIGN}| ){year}{_TAIL}(?:{_SIGN}| )(?P<entity>\D.*?){_TAIL}",
        rf"{name}{_SIGN}(?P<entity>.+?)(?:{_SIGN}| ){year}{_TAIL}",
        rf"(?P<entity>.+?){_SIGN}{name}(?:{_SIGN}| ){year}{_TAIL}",
        rf"(?P<entity>.+?)(?:{_SIGN}| ){year}{_SIGN}{name}{_TAIL}",
        rf"{name}(?:(?:{_SIGN}| ){year})?{_TAIL}",
    ):
        yield re.compile(pattern, re.IGNORECASE)
