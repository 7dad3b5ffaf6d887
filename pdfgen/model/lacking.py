"""What a report lacks by its method: what a draft marks, and a check counts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pdfgen.model.report_parts import chosen

if TYPE_CHECKING:
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing, by the ids of questions, measures and facts."""

    scores: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """Values of measures that are made outside."""
    narratives: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    overview: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def counts(self) -> dict[str, int]:
        """Return how much is missing of each kind that anything is missing of, by the word for one."""
        numbers = {
            "score": len(self.scores),
            "given value": len(self.values),
            "narrative": len(self.narratives),
            "fact": len(self.facts),
            "overview": int(self.overview),
        }
        return {kind: number for kind, number in numbers.items() if number}

    def words(self) -> str:
        """Return the counts as they stand in a message.

        >>> Lacking(scores=("A1", "A2"), overview=True).words()
        '2 scores and 1 overview'
        """
        return listed(self.counts())


def listed(counts: dict[str, int]) -> str:
    """Return counts as words: ``2 scores, 1 narrative and 3 facts``."""
    *first, last = [f"{number} {kind}{'s' * (number != 1)}" for kind, number in counts.items()] or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def lacking(report: Report, method: Method) -> Lacking:
    """Return what ``report`` lacks.

    A report that has nothing but scores, and no key for any text, is meant so: it lacks no words and no facts. Of
    a part that the rubric leaves out, nothing is missing.
    """
    asked = [measure.id for measure in method.items if not measure.optional]
    given = [item.id for item in method.stated if not item.is_item and not item.optional]
    scores = tuple(id_ for id_ in asked if (answer := report.answers.get(id_)) is None or answer.score is None)
    values = tuple(id_ for id_ in given if id_ not in report.given)
    if _scores_alone(report):
        return Lacking(scores, values)
    parts = {part.id for part in chosen(report.parts, method.rubric.parts)}
    silent = [id_ for id_ in asked if (answer := report.answers.get(id_)) is None or answer.narrative is None]
    facts = [field.id for field in method.quick_facts if field.concerns(report.entity.kind)]
    empty = [id_ for id_ in facts if (fact := report.quick_facts.get(id_)) is None or fact.value is None]
    return Lacking(
        scores,
        values,
        tuple(silent) if "questions" in parts else (),
        tuple(empty) if "facts" in parts else (),
        "overview" in parts and report.overview is None,
    )


def _scores_alone(report: Report) -> bool:
    keys = {"overview", "key_developments", "quick_facts"} & report.model_fields_set
    return (
        report.scores_only
        and not keys
        and not any("narrative" in item.model_fields_set for item in report.answers.values())
    )
