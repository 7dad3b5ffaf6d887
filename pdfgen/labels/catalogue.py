"""The catalogue of one language: every word that a report prints beside its own, and how it writes numbers.

Files in ``data/labels/``, one a language, checked like a report when they are read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from pdfgen.model.base import Line, Model, fault


def _message(*placeholders: str) -> BeforeValidator:
    """Return the check of a message that may hold the given ``{placeholders}`` and no others."""

    def check(value: Any) -> Any:
        try:
            fields = [name for _, name, _, _ in Formatter().parse(str(value)) if name is not None]
        except ValueError as error:
            raise fault("bad-message", f"the braces do not match: {error}", "write {{ for a brace", "{") from None
        for name in fields:
            if name not in placeholders:
                known = ", ".join(f"{{{item}}}" for item in placeholders) or "none"
                raise fault(
                    "bad-message", f"{{{name}}} is not known in this message", f"known are: {known}", f"{{{name}"
                )
        return value

    return BeforeValidator(check)


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


class Labels(Model):
    """The words of one language."""

    language: Line
    numbers: NumberFormat
    quotes: Quotes
    months: Annotated[tuple[Line, ...], Field(min_length=12, max_length=12)]
    terms: dict[str, Line] = Field(default_factory=dict)
    """Translations of the method's own words, by those words."""

    series_edition: Annotated[Line, _message("series", "edition")]
    country_report: Line
    territory_report: Line
    territory: Line
    territory_of: Annotated[Line, _message("parent")]
    covers_year: Annotated[Line, _message("year")]
    covers_months: Annotated[Line, _message("period")]
    period: Annotated[Line, _message("first", "last")]
    month_of_year: Annotated[Line, _message("month", "year")]
    day_of_month: Annotated[Line, _message("month", "day")]
    """How a date is written; no line ends between a day and its month."""
    units: tuple[Line, ...]
    """What may not be parted from the number before it: words, symbols, abbreviations."""
    titles: tuple[Line, ...]
    """Abbreviations that may not be parted from the name after them."""
    numbered: tuple[Line, ...]
    """Abbreviations that may not be parted from the number after them."""

    quick_facts: Line
    not_available: Line
    as_of: Annotated[Line, _message("date")]
    money: Annotated[Line, _message("unit", "value")]
    percent: Annotated[Line, _message("value")]
    quantity: Annotated[Line, _message("value", "unit")]

    score_of: Annotated[Line, _message("value", "max")]
    rating: Annotated[Line, _message("value", "max")]
    rating_of: Annotated[Line, _message("value", "max")]
    scale_end: Annotated[Line, _message("value", "meaning")]
    missing: Line
    no_change: Annotated[Line, _message("edition")]
    changed: Annotated[Line, _message("change", "edition")]
    no_previous_edition: Annotated[Line, _message("edition")]
    first_edition: Line
    new_entity: Line
    not_comparable: Annotated[Line, _message("edition")]

    key_developments: Annotated[Line, _message("year")]
    key_developments_over: Annotated[Line, _message("period")]
    no_key_developments: Line
    no_narrative: Line
    score_overview: Line
    category: Line
    share: Line
    score: Line
    change: Line
    score_by_edition: Line
    scale_of_series: Annotated[Line, _message("min", "max")]
    year_short: Annotated[Line, _message("year")]
    absent: Line
    """Stands where there is no figure."""
    change_in_brackets: Annotated[Line, _message("change")]
    continued: Annotated[Line, _message("code")]
    separator: Line
    """Between particulars that stand on one line."""

    unchanged: Line
    trend: Line
    alt_score: Annotated[Line, _message("value", "max")]
    alt_figure: Annotated[Line, _message("label", "value", "max")]
    alt_before: Annotated[Line, _message("edition", "value")]
    alt_series: Annotated[Line, _message("title", "values")]

    summary: Line
    covers_short: Annotated[Line, _message("year")]
    scores_by_category: Line
    more_developments: Annotated[Line, _message("count")]
    all_developments: Annotated[Line, _message("count")]
    full_report: Annotated[Line, _message("count")]
    read_online: Line

    status_change: Line
    rating_change: Line
    trend_up: Line
    trend_down: Line
    note: Line
    score_change: Line

    scoring_key: Line
    key_form: Line
    key_example: Annotated[Line, _message("example")]
    key_x: Line
    key_y: Line
    key_y_lower: Line
    key_z: Line
    key_scale: Annotated[Line, _message("min", "max", "least", "most")]
    key_sample: Annotated[Line, _message("value", "max")]
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

    def term(self, word: str) -> str:
        """Return a word of the method in this language, or as it is when there is no translation."""
        return self.terms.get(word, word)

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
