"""The catalogue of one language: every word that a report prints beside its own, and how it writes numbers.

Files in ``data/labels/``, one a language, checked like a report when they are read.
"""

from __future__ import annotations

from decimal import Decimal
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


class Labels(Model):
    """The words of one language."""

    language: Line
    numbers: NumberFormat
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
    score: Line
    change: Line
    score_by_edition: Line

    status_change: Line
    rating_change: Line
    trend_up: Line
    trend_down: Line
    note: Line
    score_change: Line

    scoring_key: Line
    key_form: Line
    key_score: Line
    key_best: Line
    key_worst: Line
    key_change: Line
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
        size = abs(Decimal(value))
        digits = f"{size:,}" if size >= self.numbers.least_grouped else f"{size}"
        marks = {",": self.numbers.group, ".": self.numbers.decimal}
        sign = "\u2212" if value < 0 else "+" if signed and value > 0 else ""
        return sign + "".join(marks.get(char, char) for char in digits)
