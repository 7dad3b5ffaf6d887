"""The words that only some reports need: of corrections, of judgements, of how sure a score is, of drafts."""

from __future__ import annotations

from typing import Annotated

from pdfgen.model.base import Line, Model
from pdfgen.model.message import message


class ErrataWords(Model):
    """The words of a report that was corrected."""

    title: Line
    """Above the list of corrections."""
    full_date: Annotated[Line, message("day", "year")]
    """How a date with its year is written; the day is written with its month."""
    corrected: Annotated[Line, message("date")]
    """On the first page of a report with one correction."""
    last_corrected: Annotated[Line, message("date")]
    """Where there is more than one correction."""
    corrects_version: Annotated[Line, message("date", "version")]
    """Before a correction in the list, where it names the version that it corrects."""


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
    """A judgement that is better than in the edition before, whose word is {previous}."""
    down_from: Annotated[Line, message("previous")]
    """A judgement that is worse."""
    up: Line
    """The same, where there is little room."""
    down: Line
    """The same."""
    same: Line
    """A judgement that has not changed, in a column of changes."""
    by_edition: Line
    """Above the words of each edition."""
    scale: Annotated[Line, message("words")]
    """What a question can be judged as."""
    limited: Annotated[Line, message("measure", "value", "made", "reason")]
    """Below the scores: why a value is not what its parts give ({made}), in the words of the method."""
    limited_by_rule: Annotated[Line, message("measure", "value", "made")]
    """The same, where the method gives no reason."""
    counted: Annotated[Line, message("word", "value")]
    """A word and the number that it counts as."""


class UncertaintyWords(Model):
    """What is said of how sure a score is."""

    error: Annotated[Line, message("error")]
    """A standard error, behind a score."""
    interval: Annotated[Line, message("low", "high")]
    """An interval, behind a score."""
    alt_error: Annotated[Line, message("error")]
    """A standard error, as a screen reader says it behind a score."""
    alt_interval: Annotated[Line, message("low", "high")]
    """An interval, as a screen reader says it."""


class DraftWords(Model):
    """The words of a report that is not finished."""

    draft: Line
    """Stands on every page."""
    title: Line
    """Heads the list of what is missing."""
    nothing: Line
    """Stands in place of the list where nothing is missing."""
    missing: Line
    """Begins what stands in the place of a missing text, and stands in that of a missing fact."""
    no_score: Line
    """Stands in the place of a missing score."""
    overview: Line
    """What a missing overview is called."""
    narrative: Line
    """What a missing narrative is called."""
    scores: Annotated[Line, message("count", "names")]
    """In the list: the questions without a score."""
    values: Annotated[Line, message("count", "names")]
    """In the list: what is given, not scored, and has no value."""
    narratives: Annotated[Line, message("count", "names")]
    """In the list: the questions without a narrative."""
    facts: Annotated[Line, message("count", "names")]
    """In the list: the quick facts without a value."""
