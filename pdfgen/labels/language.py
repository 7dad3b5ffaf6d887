"""The catalogue of one language: every word that a report prints beside its own, and how it writes numbers.

Files in ``data/labels/``, one a language, checked like a report when they are read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from pdfgen.labels.volume_words import VolumeWords
from pdfgen.model.base import Line, Model
from pdfgen.model.message import message

if TYPE_CHECKING:
    from datetime import date


class NumberFormat(Model):
    """How numbers are written."""

    decimal: Annotated[str, Field(min_length=1, max_length=1)]
    """The decimal mark."""
    group: Annotated[str, Field(max_length=1)]
    """The mark between groups of three digits."""
    least_grouped: int = 1000
    """Numbers below this are written without groups."""


_Mark = Annotated[str, Field(min_length=1, max_length=1)]


class Quotes(Model):
    """The quotation marks that straight ones in narrative become."""

    open: _Mark
    close: _Mark
    inner_open: _Mark
    """For a quotation inside another; it is written with single quotes."""
    inner_close: _Mark


class ErrataWords(Model):
    """The words of a report that was corrected."""

    title: Line
    full_date: Annotated[Line, message("day", "year")]
    """How a date with its year is written; the day is written with its month."""
    corrected: Annotated[Line, message("date")]
    last_corrected: Annotated[Line, message("date")]
    """Where there is more than one correction."""
    corrects_version: Annotated[Line, message("date", "version")]


class JudgementWords(Model):
    """What is said of words of a scale, and of questions that have no score."""

    not_rated: Line
    """Stands in the place of a score."""
    not_applicable: Line
    """The same."""
    no_rating: Line
    """Stands in the place of the narrative of a question that was not rated."""
    no_application: Line
    """The same, of one that does not apply."""
    up_from: Annotated[Line, message("previous")]
    down_from: Annotated[Line, message("previous")]
    up: Line
    """Where there is little room."""
    down: Line
    same: Line
    by_edition: Line
    """Above the words of each edition."""
    scale: Annotated[Line, message("words")]
    """What a question can be judged as."""
    counted: Annotated[Line, message("word", "value")]
    """A word and the number that it counts as."""


class Labels(Model):
    """The words of one language."""

    language: Line
    numbers: NumberFormat
    quotes: Quotes
    months: Annotated[tuple[Line, ...], Field(min_length=12, max_length=12)]
    terms: dict[str, Line] = Field(default_factory=dict)
    """Translations of the method's own words, by those words."""

    series_edition: Annotated[Line, message("series", "edition")]
    country_report: Line
    territory_report: Line
    territory: Line
    territory_of: Annotated[Line, message("parent")]
    covers_year: Annotated[Line, message("year")]
    covers_months: Annotated[Line, message("period")]
    period: Annotated[Line, message("first", "last")]
    month_of_year: Annotated[Line, message("month", "year")]
    day_of_month: Annotated[Line, message("month", "day")]
    """How a date is written; no line ends between a day and its month."""
    units: tuple[Line, ...]
    """What may not be parted from the number before it: words, symbols, abbreviations."""
    titles: tuple[Line, ...]
    """Abbreviations that may not be parted from the name after them."""
    numbered: tuple[Line, ...]
    """Abbreviations that may not be parted from the number after them."""

    quick_facts: Line
    not_available: Line
    as_of: Annotated[Line, message("date")]
    money: Annotated[Line, message("unit", "value")]
    percent: Annotated[Line, message("value")]
    quantity: Annotated[Line, message("value", "unit")]

    score_of: Annotated[Line, message("value", "max")]
    rating: Annotated[Line, message("value", "max")]
    rating_of: Annotated[Line, message("value", "max")]
    scale_end: Annotated[Line, message("value", "meaning")]
    missing: Line
    no_change: Annotated[Line, message("edition")]
    changed: Annotated[Line, message("change", "edition")]
    no_previous_edition: Annotated[Line, message("edition")]
    first_edition: Line
    new_entity: Line
    not_comparable: Annotated[Line, message("edition")]

    key_developments: Annotated[Line, message("year")]
    key_developments_over: Annotated[Line, message("period")]
    no_key_developments: Line
    no_narrative: Line
    score_overview: Line
    category: Line
    share: Line
    score: Line
    change: Line
    score_by_edition: Line
    scale_of_series: Annotated[Line, message("min", "max")]
    year_short: Annotated[Line, message("year")]
    absent: Line
    """Stands where there is no figure."""
    change_in_brackets: Annotated[Line, message("change")]
    continued: Annotated[Line, message("code")]
    separator: Line
    """Between particulars that stand on one line."""

    unchanged: Line
    trend: Line
    alt_score: Annotated[Line, message("value", "max")]
    alt_figure: Annotated[Line, message("label", "value", "max")]
    alt_before: Annotated[Line, message("edition", "value")]
    alt_series: Annotated[Line, message("title", "values")]

    summary: Line
    covers_short: Annotated[Line, message("year")]
    scores_by_category: Line
    more_developments: Annotated[Line, message("count")]
    all_developments: Annotated[Line, message("count")]
    full_report: Annotated[Line, message("count")]
    read_online: Line

    status_change: Line
    rating_change: Line
    trend_up: Line
    trend_down: Line
    note: Line
    score_change: Line

    judgements: JudgementWords
    errata: ErrataWords | None = None
    """Reports without corrections do without."""

    scoring_key: Line
    key_form: Line
    key_example: Annotated[Line, message("example")]
    key_x: Line
    key_y: Line
    key_y_lower: Line
    key_z: Line
    key_scale: Annotated[Line, message("min", "max", "least", "most")]
    key_sample: Annotated[Line, message("value", "max")]
    key_previous: Line
    improved: Line
    declined: Line

    notes: Line
    about: Line
    cite: Line
    isbn: Line
    doi: Line
    licence: Line
    unverified_wording: Line
    comparability: Line
    scores_only: Line
    """Stands in the place of the text where a report has scores and nothing else."""

    volume: VolumeWords

    def term(self, word: str) -> str:
        """Return a word of the method in this language, or as it is when there is no translation."""
        return self.terms.get(word, word)

    def date(self, day: date, form: str) -> str:
        """Return ``day`` as a date is written in ``form``, with spaces that a line may end at."""
        written = self.day_of_month.format(month=self.months[day.month - 1], day=day.day)
        return form.format(day=written, year=day.year)

    def number(self, value: Decimal | int, *, signed: bool = False) -> str:
        """Return ``value`` with this language's marks and a true minus (U+2212); ``signed`` writes a plus as well."""
        numbers = self.numbers
        return _written(str(value), signed, numbers.decimal, numbers.group, numbers.least_grouped)


@lru_cache(10_000)  # the same few numbers come again and again
def _written(value: str, signed: bool, decimal: str, group: str, least_grouped: int) -> str:  # noqa: FBT001  # a key
    number = Decimal(value)
    size = abs(number)
    digits = f"{size:,}" if size >= least_grouped else f"{size}"
    marks = {",": group, ".": decimal}
    sign = "\u2212" if number < 0 else "+" if signed and number > 0 else ""
    return sign + "".join(marks.get(char, char) for char in digits)
