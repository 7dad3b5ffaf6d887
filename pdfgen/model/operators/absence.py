"""Answers that say why there is no value: not rated, not applicable."""

from __future__ import annotations

from typing import Literal, get_args

Absence = Literal["", "not_rated", "not_applicable"]
"""Why there is no value; empty where nobody says so. What is not applicable is no missing part of anything."""

ABSENCES: tuple[Absence, ...] = get_args(Absence)[1:]


def absence(stated: object) -> Absence:
    """Return why there is no value, of an answer such as “not rated” or ``not_rated``; empty for any other."""
    word = stated.strip().casefold().replace(" ", "_").replace("-", "_") if isinstance(stated, str) else ""
    return next((item for item in ABSENCES if item == word), "")
