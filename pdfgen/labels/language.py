"""The catalogue of one language: every word that a report prints beside its own, and how it writes numbers.

Files in ``data/labels/``, one a language, checked like a report when they are read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from pdfgen.labels.noun_words import NounLabels
from pdfgen.labels.occasional_words import DraftWords, ErrataWords, JudgementWords, UncertaintyWords
from pdfgen.labels.rank_words import RankWords
from pdfgen.labels.volume_words import ITEM, ITEM_WORDS, VolumeWords
from pdfgen.model.base import Line, Model
from pdfgen.model.message import message

if TYPE_CHECKING:
    from datetime import date

    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric_parts import EditionTime, EditionWords


class NumberFormat(Model):
    """How numbers are written."""

    decimal: Annotated[str, Field(min_length=1, max_length=1)]
    """The decimal mark."""
    group: Annotated[str, Field(max_length=1)]
    """The mark between groups of three digits."""
    least_grouped: int = 1000
    """Numbers below this are written without groups."""


class CoveredTime(NamedTuple):
    """The time that an edition covers, in words."""

    sentence: str
    """What a masthead says of it; empty where it is not known."""
    short: str
    period: str
    developments: str
    """What heads the developments of that time."""


_Mark = Annotated[str, Field(min_length=1, max_length=1)]


class Quotes(Model):
    """The quotation marks that straight ones in narrative become."""

    open: _Mark
    """Opens a quotation: “ in English."""
    close: _Mark
    """Closes it: ” in English."""
    inner_open: _Mark
    """For a quotation inside another; it is written with single quotes."""
    inner_close: _Mark
    """Closes a quotation inside another."""


class Labels(NounLabels):
    """The words of one language."""

    language: Line
    """The tag of the language, as BCP 47 writes it: en, es, pt-BR. It is the name of the file, too."""
    numbers: NumberFormat
    """How numbers are written."""
    quotes: Quotes
    """The quotation marks of the language."""
    months: Annotated[tuple[Line, ...], Field(min_length=12, max_length=12)]
    """The twelve months, as they stand inside a date, January first."""
    series_edition: Annotated[Line, message("series", "edition")]
    """The series with its edition, in the head of pages and on covers."""
    covers_year: Annotated[Line, message("year")]
    """Below the name: the time that the report covers, where that is a calendar year."""
    covers_months: Annotated[Line, message("period")]
    """Below the name: the time that the report covers, where that begins inside a year."""
    period: Annotated[Line, message("first", "last")]
    """Twelve months, from the first to the last; it stands inside other words."""
    month_of_year: Annotated[Line, message("month", "year")]
    """A month with its year; it stands inside other words."""
    day_of_month: Annotated[Line, message("month", "day")]
    """How a date is written; no line ends between a day and its month."""
    units: tuple[Line, ...]
    """What may not be parted from the number before it: words, symbols, abbreviations."""
    titles: tuple[Line, ...]
    """Abbreviations that may not be parted from the name after them."""
    numbered: tuple[Line, ...]
    """Abbreviations that may not be parted from the number after them."""

    quick_facts: Line
    """Above the box of facts."""
    not_available: Line
    """In the box of facts, where the report says that there is no figure."""
    as_of: Annotated[Line, message("date")]
    """Behind a fact: the day or year that it belongs to."""
    money: Annotated[Line, message("unit", "value")]
    """How an amount of money is written; {unit} is what the method gives, such as $."""
    percent: Annotated[Line, message("value")]
    """How a percentage is written."""
    quantity: Annotated[Line, message("value", "unit")]
    """How a number with its unit is written."""

    score_of: Annotated[Line, message("value", "max")]
    """A score with the best one: how all scores of a report are written."""
    rating: Annotated[Line, message("value", "max")]
    """A rating in the list of all scores."""
    rating_of: Annotated[Line, message("value", "max")]
    """A rating in the panel at the top."""
    scale_end: Annotated[Line, message("value", "meaning")]
    """What an end of a scale means, below the scale."""
    missing: Line
    """Stands for a value that is not known, such as a score that was not published."""
    no_change: Annotated[Line, message("edition")]
    """Beside a score of the panel that is the same as in the edition before."""
    changed: Annotated[Line, message("change", "edition")]
    """Beside a score that has changed; {change} has its sign."""
    no_previous_edition: Annotated[Line, message("edition")]
    """Beside a score, where the edition before has none of this entity."""
    first_edition: Line
    """Beside a score, where the method has no edition before this one."""
    new_entity: Line
    """Beside a score, where the entity was never scored before."""
    not_comparable: Annotated[Line, message("edition")]
    """Beside a score, where the method changed so much that no change can be told."""

    key_developments: Annotated[Line, message("year")]
    """Above the list of key developments, where the report covers a calendar year."""
    key_developments_over: Annotated[Line, message("period")]
    """Above the list of key developments, where the report covers other twelve months."""
    developments_alone: Line
    """Heads the developments where nothing says of which time."""
    no_key_developments: Line
    """In the place of the list, where the report has no key developments."""
    no_narrative: Annotated[Line, ITEM]
    """In the place of the text, where the answer to a question has none."""
    score_overview: Line
    """Above the table of all categories."""
    category: Line
    """Head of the first column of that table."""
    share: Line
    """Head of the column with the bars."""
    score: Line
    """Head of the column of scores."""
    change: Line
    """Head of the column of changes."""
    score_by_edition: Line
    """Above the picture of the scores of earlier editions."""
    scale_of_series: Annotated[Line, message("min", "max")]
    """Beside that title: what is drawn, and the ends of its scale."""
    year_short: Annotated[Line, message("year")]
    """A year below a bar of that picture; {year} has two digits."""
    absent: Line
    """Stands where there is no figure."""
    change_in_brackets: Annotated[Line, message("change")]
    """A change behind a score; {change} has its sign."""
    continued: Annotated[Line, message("code")]
    """At the top of a page, where a question began on the page before; {code} is the id of the question."""
    separator: Line
    """Between particulars that stand on one line."""

    unchanged: Line
    """On a card, beside a score that is the same as in the edition before."""
    trend: Line
    """On a card, above the picture of the scores of earlier editions."""
    alt_score: Annotated[Line, message("value", "max")]
    """Said by screen readers in the place of the squares of a score."""
    alt_figure: Annotated[Line, message("label", "value", "max")]
    """Said by screen readers in the place of the picture of a value of the panel."""
    alt_before: Annotated[Line, message("edition", "value")]
    """Said by screen readers: the value of the edition before, behind that of this one."""
    alt_series: Annotated[Line, message("title", "values")]
    """Said by screen readers in the place of the picture of earlier editions."""

    summary: Line
    """The kind of document that a card is."""
    covers_short: Annotated[Line, message("year")]
    """On a card: the year that it covers."""
    scores_by_category: Line
    """On a card, above the table of categories."""
    more_developments: Annotated[Line, message("count")]
    """On a card, below the key developments that found room: how many others there are."""
    all_developments: Annotated[Line, message("count")]
    """On a card, where no key development found room: how many there are."""
    full_report: Annotated[Line, message("count", *ITEM_WORDS)]
    """At the foot of a card: how many questions the full report has."""
    read_online: Line
    """Before the address where the report is read."""

    status_change: Line
    """Above a box that tells of a new status."""
    rating_change: Line
    """Above a box that tells of a new rating."""
    trend_up: Line
    """Above a box that tells of a trend upwards."""
    trend_down: Line
    """Above a box that tells of a trend downwards."""
    note: Line
    """Above a box with a note to the reader."""
    score_change: Line
    """Before the text that says why the score of a question changed."""

    judgements: JudgementWords
    """Words of scales that are no numbers."""
    uncertainty: UncertaintyWords
    """Intervals and standard errors beside a score."""
    errata: ErrataWords | None = None
    """Reports without corrections do without."""

    draft: DraftWords | None = None
    """Without them nothing is built as a draft."""

    scoring_key: Line
    """Above the key that explains how scores are written."""
    key_form: Line
    """How scores are written, in letters that the key explains."""
    key_example: Annotated[Line, message("example")]
    """An example behind it."""
    key_x: Line
    """What the letter X of the key stands for."""
    key_y: Line
    """What the letter Y stands for."""
    key_y_lower: Line
    """What the letter Y stands for, where lower scores are better."""
    key_z: Line
    """What the letter Z stands for."""
    key_scale: Annotated[Line, message("min", "max", "least", "most", *ITEM_WORDS)]
    """The ends of the scale of questions, with what they mean."""
    key_sample: Annotated[Line, message("value", "max")]
    """Beside a sample of the squares."""
    key_previous: Line
    """What the line in a bar stands for."""
    improved: Line
    """What the colour of an improvement stands for."""
    declined: Line
    """What the colour of a decline stands for."""

    notes: Line
    """Above the footnotes."""
    about: Line
    """Above the last part of a report: who published it, how to cite it."""
    cite: Line
    """Before the citation."""
    isbn: Line
    """Before the ISBN."""
    doi: Line
    """Before the DOI."""
    licence: Line
    """Before the licence."""
    unverified_wording: Annotated[Line, ITEM]
    """In the last part of a report whose questions have no official words that were checked."""
    comparability: Line
    """Above the notes on changes of the method."""
    scores_only: Line
    """Stands in the place of the text where a report has scores and nothing else."""

    ranks: RankWords
    """The words of places in a ranking."""
    volume: VolumeWords
    """The words that only a volume has."""

    def edition(self, words: EditionWords) -> str:
        """Return an edition as it is printed."""
        return self.term(words.printed)

    def edition_brief(self, words: EditionWords) -> str:
        """Return an edition as it is named beside figures: in its short form, if it has one."""
        return self.term(words.short or words.printed)

    def volume_kind(self, edition: EditionId) -> str:
        """Return the kind of book that a volume is: a yearly one where the edition is a year."""
        return self.volume.volume if isinstance(edition, int) else self.volume.volume_alone

    def series_said(self, edition: EditionId) -> str:
        """Return what the guide says of the picture of earlier editions."""
        return self.volume.guide.series if isinstance(edition, int) else self.volume.guide.series_alone

    def edition_short(self, words: EditionWords) -> str:
        """Return an edition where there is little room: a year by its last two digits."""
        if words.short or words.label or not isinstance(words.edition, int):
            return self.term(words.short or words.printed)
        return self.year_short.format(year=f"{words.edition % 100:02d}")

    def covered(self, time: EditionTime) -> CoveredTime:
        """Return the time that an edition covers: in its own words, as a year, or as the months that begin in one."""
        words, start_month, year = time
        if words.covers:
            period = self.term(words.covers)
        elif year is None:
            return CoveredTime("", "", self.term(words.printed), self.developments_alone)
        elif start_month == 1:
            heading = self.key_developments.format(year=year)
            return CoveredTime(
                self.covers_year.format(year=year), self.covers_short.format(year=year), str(year), heading
            )
        else:
            first = self.month_of_year.format(month=self.months[start_month - 1], year=year)
            last = self.month_of_year.format(month=self.months[start_month - 2], year=year + 1)
            period = self.period.format(first=first, last=last)
        short = self.covers_short.format(year=period if words.covers else year)
        heading = self.key_developments_over.format(period=period)
        return CoveredTime(self.covers_months.format(period=period), short, period, heading)

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
