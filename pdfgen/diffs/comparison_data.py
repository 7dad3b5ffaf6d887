"""A comparison as data for other programs.

The keys, all of them always there::

    before, after     path, rubric, edition, number of reports
    same              whether nothing differs
    questions         new, gone: the ids of questions that only one side's method asks
    notes             what the method says of comparing the two editions
    new, gone         reports that only one side has: name, path
    renamed           entities with another name: before, after
    reports           the reports that both sides have and that differ, each with
      name, before, after    the entity's name on the newer side; the paths
      aggregate, status      a measure (below), changed or not; status may be null
      scores                 questions that changed, as measures
      measures               what is made from them and changed, or has a change inside, as measures
      flags                  id, label, before, after: true, false, or null where scores are missing
      notes                  what the method says of comparing this entity's scores
      values                 place, before, after: single values; null where there is none
      texts                  before, after: places in the two reports, null where it is not; moved: an item of a list in
                             another order; removed, added, kept: words; pieces: [op, text]

A measure has ``id``, ``label``, ``before``, ``after`` (numbers, the code of a category or of a word, ``not_rated`` or
``not_applicable``; null where there is none),
``before_label``, ``after_label`` (the category's name, else null), ``difference`` (a signed number, or null), ``trend``
(``better``, ``worse``, ``same`` or null), ``basis`` (``compared``, ``not_comparable``, ``missing``, ``new``, ``gone``),
``terms`` (id, difference) and ``adds_up``: whether the terms are the difference. Numbers are in their printed sign: a
subtracted question is negative. An op is ``=``, ``-`` or ``+``; the texts of ``=`` and ``-`` make the old text, those
of ``=`` and ``+`` the new one, to the character, each paragraph on one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from pdfgen.diffs.arithmetic import Shift
    from pdfgen.diffs.comparison import Comparison, ReportChange, Side
    from pdfgen.diffs.narrative import TextChange
    from pdfgen.model.report import Report
    from pdfgen.scoring import Value


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return ``comparison`` as this module's description says."""
    new, gone = comparison.questions
    return {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "same": comparison.same,
        "questions": {"new": [measure.id for measure in new], "gone": [measure.id for measure in gone]},
        "notes": list(comparison.notes),
        "new": [_entry(report) for report in comparison.new],
        "gone": [_entry(report) for report in comparison.gone],
        "renamed": [
            {"before": report.before.entity.name, "after": report.after.entity.name}
            for report in comparison.reports
            if report.renamed
        ],
        "reports": [_report(report) for report in comparison.reports if not report.same],
    }


def _side(side: Side) -> dict[str, Any]:
    method = side.method
    return {
        "path": str(side.path),
        "rubric": method.rubric.id,
        "edition": method.edition,
        "reports": len(side.reports),
    }


def _entry(report: Report) -> dict[str, Any]:
    return {"name": report.entity.name, "path": report.origin().path}


def _report(change: ReportChange) -> dict[str, Any]:
    scores = change.scores
    return {
        "name": change.after.entity.name,
        "before": change.before.origin().path,
        "after": change.after.origin().path,
        "aggregate": _measure(scores.aggregate) if scores.aggregate else None,
        "status": _measure(scores.status) if scores.status else None,
        "scores": [_measure(shift) for shift in scores.told if shift.measure.is_item],
        "measures": [_measure(shift) for shift in scores.told if not shift.measure.is_item],
        "flags": [
            {"id": flag.id, "label": flag.label, "before": flag.before, "after": flag.after} for flag in scores.flags
        ],
        "notes": list(scores.notes),
        "values": [{"place": item.place, "before": item.before, "after": item.after} for item in change.values],
        "texts": [_text(text) for text in change.texts],
    }


def _measure(shift: Shift) -> dict[str, Any]:
    return {
        "id": shift.measure.id,
        "label": shift.measure.label,
        "before": _value(shift.before),
        "after": _value(shift.after),
        "before_label": _label(shift.before),
        "after_label": _label(shift.after),
        "difference": _number(shift.difference),
        "trend": shift.trend,
        "basis": shift.footing,
        "terms": [{"id": term.id, "difference": _number(term.difference)} for term in shift.terms],
        "adds_up": shift.adds_up,
    }


def _value(value: Value) -> int | float | str | None:
    if value.number is None or value.is_word:
        return value.code or value.absent or None
    return _number(value.number)


def _label(value: Value) -> str | None:
    return value.category.label if value.category else None


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _text(text: TextChange) -> dict[str, Any]:
    return {
        "before": text.before or None,
        "after": text.after or None,
        "moved": text.moved,
        "removed": text.removed,
        "added": text.added,
        "kept": text.kept,
        "pieces": [list(piece) for piece in text.pieces],
    }
