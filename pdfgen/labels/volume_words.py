"""The words of a bound volume: its front matter, its guide, its chapter on the method, its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pdfgen.model.base import Line, Model
from pdfgen.model.message import message

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEM_WORDS = ("item", "items", "Items", "this", "each")
"""The places for what is asked of every entity: one, several, several at the beginning, this one, each one."""
ITEM = message(*ITEM_WORDS)


class GuideWords(Model):
    """How to read a report."""

    title: Line
    """The title of the chapter."""
    intro: Annotated[Line, message("name")]
    """Its first sentence; {name} is the entity whose report is shown."""
    total: Line
    """Explains the total in the panel."""
    total_alone: Line
    """Where there is no edition before."""
    ratings: Line
    """Explains the measures beside the total, and the words below their scales."""
    ratings_alone: Line
    """Where the ends of their scales have no meaning in words."""
    series: Line
    """Explains the picture of earlier editions."""
    series_alone: Line
    """The same, where editions are no years."""
    section: Line
    """Explains the head of a section with its bar."""
    section_alone: Line
    """Where the section has not changed."""
    code: Annotated[Line, ITEM]
    """Explains the letter and number before a question."""
    score: Annotated[Line, ITEM]
    """Explains the points beside a question."""
    changed: Line
    """Explains the change beside a question."""
    reason: Line
    """Explains the text that says why a score changed."""
    judgement_reason: Line
    """The same, where questions are judged in words."""
    judgement: Line
    """Explains the total, where it is a word."""
    judgements: Line
    """Explains the words of the last editions."""
    item_judgement: Line
    """Explains the word beside a question."""


class MethodWords(Model):
    """The method in sentences. ``{measure}`` is what is made, ``{parts}`` are what it is made from."""

    title: Line
    """The title of the chapter."""
    summary: Line
    """Below the title, on the page before the chapter."""
    intro: Annotated[Line, message("series", "edition", *ITEM_WORDS)]
    """The first paragraph of the chapter."""
    intro_judgements: Annotated[Line, message("series", "edition")]
    """Where all questions are judged in words."""
    asked: Line
    """Above the list of all questions."""
    most: Annotated[Line, message("max")]
    """The greatest number of points of a question or a section."""
    totals: Line
    """Above the part on how scores are made."""
    judgements: Line
    """The same, where all questions are judged in words."""
    sum: Annotated[Line, message("measure", "parts")]
    """A measure that is the sum of others."""
    weighted_sum: Annotated[Line, message("measure", "parts")]
    """A measure that is a sum with weights; {parts} are written as `weight` says."""
    product: Annotated[Line, message("measure", "parts")]
    """A measure that is the product of others."""
    count: Annotated[Line, message("measure", "parts")]
    """A measure that counts how many others have a value."""
    count_when: Annotated[Line, message("measure", "parts", "condition")]
    """A measure that counts how many others meet a condition."""
    mean: Annotated[Line, message("measure", "parts")]
    """A measure that is the mean of others."""
    weighted_mean: Annotated[Line, message("measure", "parts")]
    """A measure that is a mean with weights; {parts} are written as `weight` says."""
    weight: Annotated[Line, message("measure", "weight")]
    """A part of a mean with weights."""
    weights: Line
    """Added for means whose name does not say that they have weights."""
    geometric_mean: Annotated[Line, message("measure", "parts")]
    """A measure that is the geometric mean of others."""
    harmonic_mean: Annotated[Line, message("measure", "parts")]
    """A measure that is the harmonic mean of others."""
    power_mean: Annotated[Line, message("measure", "parts", "exponent")]
    """A measure that is the power mean of others."""
    median: Annotated[Line, message("measure", "parts")]
    """A measure that is the median of others."""
    min: Annotated[Line, message("measure", "parts")]
    """A measure that is the least of others."""
    max: Annotated[Line, message("measure", "parts")]
    """A measure that is the greatest of others."""
    scaled_sum: Annotated[Line, message("measure", "parts", "factor", "count")]
    """A measure that is a sum on a common scale: times {factor}, divided by the number of parts."""
    linear: Annotated[Line, message("measure", "parts", "source_1", "source_2", "target_1", "target_2")]
    """A measure that is another one on a new scale: {source_1} becomes {target_1}, {source_2} becomes {target_2}."""
    log: Annotated[Line, message("measure", "parts", "base")]
    """A measure that is the logarithm of another."""
    log_natural: Annotated[Line, message("measure", "parts")]
    """The same, where it is the natural logarithm."""
    log_scaled: Annotated[Line, message("measure", "parts", "source_1", "source_2", "target_1", "target_2")]
    """The same, on a new scale: {source_1} becomes {target_1}, {source_2} becomes {target_2}."""
    capped: Line
    """Added where values beyond the ends of the scale count as these ends."""
    rank: Annotated[Line, message("measure", "parts", "among")]
    """A measure that is the place of an entity; {among} is one of `within_edition`, `within_group`, `within_kind`."""
    percentile: Annotated[Line, message("measure", "parts", "among")]
    """A measure that says what percentage of the others are worse."""
    percentile_worse: Annotated[Line, message("measure", "parts", "among")]
    """The same, of all entities, itself included."""
    percentile_middle: Annotated[Line, message("measure", "parts", "among")]
    """The same, where those that are as good count half."""
    percentile_not_better: Annotated[Line, message("measure", "parts", "among")]
    """The same, where those that are as good count too."""
    within_edition: Line
    """Among whom an entity stands, inside a sentence: all entities."""
    within_group: Annotated[Line, message("group")]
    """The same: those of its group."""
    within_kind: Line
    """The same: those of its kind."""
    missing_error: Line
    """Added where all parts of a measure must have a value."""
    missing_skip: Line
    """Added where parts without a value are left out."""
    missing_reweigh: Line
    """Added where the other parts take the weight of those without a value."""
    min_valid: Annotated[Line, message("count")]
    """Added where so many parts must have a value."""
    band: Annotated[Line, message("measure", "parts")]
    """Above a table: a measure that is the band of another, such as a status."""
    band_lower: Annotated[Line, message("measure", "parts")]
    """The same, where lower values are better."""
    matrix: Annotated[Line, message("measure", "rows", "columns")]
    """Above a table: a measure that follows from two others."""
    worst: Annotated[Line, message("measure", "parts")]
    """A measure that is the worst of others."""
    best: Annotated[Line, message("measure", "parts")]
    """A measure that is the best of others."""
    given: Annotated[Line, message("measure")]
    """A measure whose values are made elsewhere and taken as they are."""
    limit: Annotated[Line, message("measure", "value", "condition")]
    """What a measure cannot be better than, and when."""
    limit_worst: Annotated[Line, message("measure", "parts")]
    """A measure that cannot be better than the worst of others."""
    limit_worst_when: Annotated[Line, message("measure", "parts", "condition")]
    """The same, where a condition says when."""
    unless: Annotated[Line, message("band", "condition")]
    """The exception of a band, below the table; the next band is taken."""
    sections: Annotated[Line, ITEM]
    """Said once, where every section is the sum of its questions."""
    rounded_parts: Line
    """Added where a measure is made from values that were rounded before."""
    rounded: Annotated[Line, message("step")]
    """Added where a measure is rounded; {step} is the last place that is kept, such as 0.01."""
    rounded_even: Annotated[Line, message("step")]
    """The same as `rounded`, where halves go to the even neighbour."""
    cut_off: Annotated[Line, message("step")]
    """The same as `rounded`, where what is beyond the last place is cut off."""
    added: Annotated[Line, message("modifier", "max")]
    """Added where a discretionary question can add points."""
    subtracted: Annotated[Line, message("modifier", "max")]
    """Added where a discretionary question can take points away."""
    direction_lower: Line
    """Added where lower values are better."""
    flags: Line
    """Above the list of marks, such as “electoral democracy”."""
    flag: Annotated[Line, message("flag", "kinds", "condition")]
    """A mark with its condition, for one kind of entity."""
    flag_any: Annotated[Line, message("flag", "condition")]
    """A mark with its condition, for every kind of entity."""
    range: Annotated[Line, message("min", "max")]
    """A range of numbers, both ends included."""
    at_least: Annotated[Line, message("value")]
    """A range without an upper end, the lower one included."""
    at_most: Annotated[Line, message("value")]
    """A range without a lower end, the upper one included."""
    above: Annotated[Line, message("value")]
    """A range without an upper end, the lower one left out."""
    below: Annotated[Line, message("value")]
    """A range without a lower end, the upper one left out."""
    test: Annotated[Line, message("measure", "range")]
    """A condition: a measure with its range."""
    none: Annotated[Line, message("conditions")]
    """A condition that others must not meet."""
    source: Line
    """Above the text that says where the facts of the method come from."""


class TableWords(Model):
    """Titles, heads and notes of the comparative tables."""

    title: Line
    """The title of the part of the book."""
    summary: Line
    """Below that title."""
    rating: Line
    """Stands behind the name of a rating in notes and in the chapter on the method."""
    change: Line
    """Head of a column of changes."""
    scores: Annotated[Line, message("kinds")]
    """The table of all entities; {kinds} in the singular."""
    scores_of: Annotated[Line, message("kinds")]
    """The table of those of one kind; {kinds} in the plural."""
    by_status: Annotated[Line, message("status")]
    """Title of the list of entities by their status."""
    by_status_and: Annotated[Line, message("status", "measure")]
    """Title of the list by status, where another measure orders the entities of one status."""
    all: Line
    """Its last row: all countries together."""
    number: Line
    """Head of the column that counts countries."""
    flag: Annotated[Line, message("flag", "count", "total")]
    """Title of the list of those that have a mark, with how many they are."""
    gains: Line
    """Title of the table of the largest improvements."""
    losses: Line
    """Title of the table of the largest declines."""
    status_changes: Annotated[Line, message("status")]
    """Title of the table of those whose status changed."""
    no_status_changes: Line
    """In the place of that table, where no status changed."""
    was: Annotated[Line, message("edition")]
    """Head of a column: the status in the edition before."""
    series: Line
    """Title of the table of scores of several editions."""
    over: Annotated[Line, message("first")]
    """Below the head of its column of changes: the first edition that is compared."""
    note_kind: Annotated[Line, message("mark", "kind")]
    """Below a table: what the mark behind the names of a kind stands for."""
    note_change: Annotated[Line, message("edition")]
    """Below a table: what its column of changes says."""
    note_missing: Annotated[Line, message("missing")]
    """Below a table: what stands for a value that is not known."""
    note_absent: Annotated[Line, message("absent")]
    """Below a table: what stands where there is no score."""
    note_mean: Annotated[Line, message("step", "kinds")]
    """Below a table of means: whose they are, and how they are rounded."""
    note_code: Annotated[Line, message("code", "category")]
    """Below a table: a short name of a category with its full one."""


class VolumeWords(Model):
    """The words of a volume."""

    articles: tuple[Line, ...] = ()
    """Words at the beginning of a name that it is not sorted by."""
    join: Line
    """Between the items of a list but the last two; a space follows."""
    last_join: Annotated[Line, message("first", "last")]
    """The last two items of a list that all apply."""
    last_or: Annotated[Line, message("first", "last")]
    """The last two items of a list of which one applies."""
    cover: Line
    """The cover in the bookmarks of the file."""
    contents: Line
    """Above the list of contents."""
    part: Line
    """Before the number of a part of the book."""
    counted: Annotated[Line, message("count", "category")]
    """How many have a status or another category."""
    mean: Annotated[Line, message("measure", "value")]
    """The mean of a part, below its title."""
    mean_of: Annotated[Line, message("measure", "value", "count")]
    """Where not every entity has a value."""
    ordered: Annotated[Line, message("count", "kinds", "measure")]
    """Below the picture on the cover: what it shows, where territories are among it."""
    cite: Annotated[Line, message("publisher", "series", "edition")]
    """How to cite the volume, where the edition does not say it."""
    cite_report: Line
    """Before the citation of a report of the volume."""
    entity: Annotated[Line, message("kind")]
    """Stands for the name of an entity in the citation of any report."""
    homonym: Annotated[Line, message("name", "word")]
    """A name that several entities of the volume have, with what tells one of them apart: its group, its id."""
    index: Line
    """Above the index."""
    pages: Annotated[Line, message("first", "last")]
    """A range of pages in the contents and the index."""
    volume: Line
    """The kind of book, on the cover and in the bookmarks."""
    volume_alone: Line
    """The same, where the edition is no year."""
    subtitle: Annotated[Line, message("reports")]
    """At the foot of the cover, where the edition does not say it."""
    guide: GuideWords
    """The chapter that explains how a report is read."""
    method: MethodWords
    """The chapter on the method."""
    tables: TableWords
    """The comparative tables."""

    def listed(self, words: Sequence[str], last: str = "") -> str:
        """Return ``words`` as a list in a sentence; ``last`` is the message that joins the last two."""
        if len(words) < 2:  # noqa: PLR2004  # nothing to join
            return "".join(words)
        *first, one, other = words
        end = (last or self.last_join).format(first=one, last=other)
        return f"{self.join} ".join([*first, end])
