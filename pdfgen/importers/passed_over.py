"""Rows of a table that are on no entity: totals and averages, repeated headings, notes."""

from __future__ import annotations

import re

from pdfgen.model.base import is_like_a_formula

_AGGREGATES = frozenset(
    {
        *("total", "totals", "subtotal", "subtotals", "sum", "sums"),
        *("mean", "means", "average", "averages", "avg", "median"),
        *("gesamt", "insgesamt", "summe", "mittelwert", "durchschnitt", "schnitt"),
        *("somme", "moyenne", "médiane", "totaux", "suma", "promedio", "mediana", "soma", "média"),
        *("totale", "totali", "somma", "średnia", "ogółem", "razem", "gemiddelde", "totaal"),
        *("genomsnitt", "summa", "medelvärde", "итого", "всего", "среднее"),
    }
)
_WHOLE = frozenset(
    {
        *("world", "global", "globe", "all", "overall", "allcountries", "n", "count"),
        *("minimum", "maximum", "min", "max", "standarddeviation", "stdev", "stddev"),
        *("alle", "welt", "monde", "mundo", "mondo"),
    }
)
_FOOTNOTE = re.compile(r".*\S\s*([*†‡§¶⁰¹²³⁴-⁹]+|\^\w+|\[\w{1,3}\]|\([0-9*]{1,2}\))", re.DOTALL)


def is_aggregate(text: str) -> bool:
    """Tell whether a row’s name says that it adds up other rows: ``TOTAL``, ``World average``, ``Mean (n = 20)``."""
    words = re.findall(r"[^\W_]+", re.sub(r"\(.*?\)|\[.*?\]", " ", text).casefold())
    if not words or is_like_a_formula(text):
        return False
    return words[0] in _AGGREGATES or words[-1] in _AGGREGATES or "".join(words) in _WHOLE


def has_footnote_mark(text: str) -> bool:
    """Tell whether a name ends with the mark of a footnote."""
    return _FOOTNOTE.fullmatch(text) is not None
