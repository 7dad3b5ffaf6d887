"""The words of a bound volume: its front matter, its guide, its chapter on the method, its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pdfgen.model.base import Line, Model
from pdfgen.model.message import message

if TYPE_CHECKING:
    from collections.abc import Sequence

_Counted = Annotated[Line, message("count", "first", "last")]


class GuideWords(Model):
    """How to read a report."""

    title: Line
    intro: Annotated[Line, message("name")]
    total: Line
    total_alone: Line
    """Where there is no edition before."""
    ratings: Line
    ratings_alone: Line
    """Where the ends of their scales have no meaning in words."""
    series: Line
    section: Line
    section_alone: Line
    """Where the section has not changed."""
    code: Line
    points: Line
    changed: Line
    reason: Line
    judgement_reason: Line
    judgement: Line
    """Of the whole, where it is a word."""
    judgements: Line
    """Of the whole in each edition."""
    question_judgement: Line


class MethodWords(Model):
    """The method in sentences. ``{measure}`` is what is made, ``{parts}`` are what it is made from."""

    title: Line
    summary: Line
    intro: Annotated[Line, message("series", "edition")]
    intro_judgements: Annotated[Line, message("series", "edition")]
    """Where all questions are judged in words."""
    questions: Line
    most: Annotated[Line, message("max")]
    totals: Line
    judgements: Line
    """The same, where all questions are judged in words."""
    sum: Annotated[Line, message("measure", "parts")]
    mean: Annotated[Line, message("measure", "parts")]
    weighted_mean: Annotated[Line, message("measure", "parts")]
    weight: Annotated[Line, message("measure", "weight")]
    scaled_sum: Annotated[Line, message("measure", "parts", "factor", "count")]
    linear: Annotated[Line, message("measure", "parts", "source_1", "source_2", "target_1", "target_2")]
    band: Annotated[Line, message("measure", "parts")]
    band_lower: Annotated[Line, message("measure", "parts")]
    matrix: Annotated[Line, message("measure", "rows", "columns")]
    worst: Annotated[Line, message("measure", "parts")]
    best: Annotated[Line, message("measure", "parts")]
    given: Annotated[Line, message("measure")]
    limit: Annotated[Line, message("measure", "value", "condition")]
    limit_worst: Annotated[Line, message("measure", "parts")]
    limit_worst_when: Annotated[Line, message("measure", "parts", "condition")]
    unless: Annotated[Line, message("band", "condition")]
    """The exception of a band; the next one in the table is taken."""
    sections: Line
    rounded_parts: Line
    rounded: Annotated[Line, message("step")]
    added: Annotated[Line, message("modifier", "max")]
    subtracted: Annotated[Line, message("modifier", "max")]
    direction_lower: Line
    flags: Line
    flag: Annotated[Line, message("flag", "kinds", "condition")]
    flag_any: Annotated[Line, message("flag", "condition")]
    range: Annotated[Line, message("min", "max")]
    at_least: Annotated[Line, message("value")]
    at_most: Annotated[Line, message("value")]
    above: Annotated[Line, message("value")]
    below: Annotated[Line, message("value")]
    test: Annotated[Line, message("measure", "range")]
    none: Annotated[Line, message("conditions")]
    source: Line


class TableWords(Model):
    """Titles, heads and notes of the comparative tables."""

    title: Line
    summary: Line
    name: Line
    rating: Line
    change: Line
    scores: Line
    scores_countries: Line
    territories: Line
    by_status: Annotated[Line, message("status")]
    by_status_and: Annotated[Line, message("status", "measure")]
    regions: Line
    region: Line
    all: Line
    number: Line
    flag: Annotated[Line, message("flag", "count", "total")]
    gains: Line
    losses: Line
    status_changes: Annotated[Line, message("status")]
    no_status_changes: Line
    was: Annotated[Line, message("edition")]
    series: Line
    over: Annotated[Line, message("first")]
    note_territory: Line
    note_change: Annotated[Line, message("edition")]
    note_missing: Annotated[Line, message("missing")]
    note_absent: Annotated[Line, message("absent")]
    note_mean: Annotated[Line, message("step")]
    note_code: Annotated[Line, message("code", "category")]
    mark: Line
    """Stands behind the name of a territory."""


class VolumeWords(Model):
    """The words of a volume."""

    articles: tuple[Line, ...] = ()
    """Words at the beginning of a name that it is not sorted by."""
    join: Line
    """Between the items of a list but the last two; a space follows."""
    last_join: Annotated[Line, message("first", "last")]
    last_or: Annotated[Line, message("first", "last")]
    cover: Line
    contents: Line
    part: Line
    countries: Line
    territories: Line
    other_countries: Line
    """Those of no region."""
    country: Line
    """Countries, inside a sentence."""
    territory: Line
    """Territories, inside a sentence."""
    countries_are: _Counted
    country_is: Annotated[Line, message("first")]
    territories_are: _Counted
    territory_is: Annotated[Line, message("first")]
    counted: Annotated[Line, message("count", "category")]
    mean: Annotated[Line, message("measure", "value")]
    mean_of: Annotated[Line, message("measure", "value", "count")]
    """Where not every entity has a value."""
    ordered: Annotated[Line, message("count", "measure")]
    ordered_countries: Annotated[Line, message("count", "measure")]
    cite: Annotated[Line, message("publisher", "series", "edition")]
    cite_report: Line
    entity: Line
    """Stands for the name of an entity in the citation of any report."""
    index: Line
    pages: Annotated[Line, message("first", "last")]
    volume: Line
    subtitle: Line
    guide: GuideWords
    method: MethodWords
    tables: TableWords

    def listed(self, words: Sequence[str], last: str = "") -> str:
        """Return ``words`` as a list in a sentence; ``last`` is the message that joins the last two."""
        if len(words) < 2:  # noqa: PLR2004  # nothing to join
            return "".join(words)
        *first, one, other = words
        end = (last or self.last_join).format(first=one, last=other)
        return f"{self.join} ".join([*first, end])
