"""The catalogue of one language: every word that a report prints beside its own, and how it writes numbers.

Files in ``data/labels/``, one a language, checked like a report when they are read.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any, TYPE_CHECKING

from pydantic import BeforeValidator, Field, WithJsonSchema

from pdfgen.model.base import Line, Model, fault

if TYPE_CHECKING:
    from decimal import Decimal


def _message(*placeholders: str) -> Any:
    """Return the type of a message that may hold the given ``{placeholders}`` and no others."""

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

    return Annotated[Line, BeforeValidator(check), WithJsonSchema({"type": "string"})]


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

    series_edition: _message("series", "edition")
    country_report: Line
    territory_report: Line
    territory: Line
    territory_of: _message("parent")
    covers_year: _message("year")
    covers_months: _message("period")
    period: _message("first", "last")
    month_of_year: _message("month", "year")

    quick_facts: Line
    not_available: Line
    as_of: _message("date")
    money: _message("unit", "value")
    percent: _message("value")
    quantity: _message("value", "unit")

    score_of: _message("value", "max")
    rating: _message("value", "max")
    rating_of: _message("value", "max")
    scale_end: _message("value", "meaning")
    missing: Line
    no_change: _message("edition")
    changed: _message("change", "edition")
    no_previous_edition: _message("edition")
    first_edition: Line
    new_entity: Line
    not_comparable: _message("edition")
    previous_status: _message("status", "edition")

    key_developments: _message("year")
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
        digits = f"{abs(value):,}" if abs(value) >= self.numbers.least_grouped else f"{abs(value)}"
        marks = {",": self.numbers.group, ".": self.numbers.decimal}
        sign = "\u2212" if value < 0 else "+" if signed and value > 0 else ""
        return sign + "".join(marks.get(char, char) for char in digits)
