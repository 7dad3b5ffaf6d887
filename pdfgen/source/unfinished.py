"""Reports that are not finished: what they lack is no error, but is counted in one warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.source.tree import Mapping, Scalar
from pdfgen.source.unplaced import UnplacedProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.model.lacking import Lacking
    from pdfgen.source.tree import Tree

MISSING = frozenset({"missing-answer", "missing-score"})
"""The errors of a finished report that a draft may have."""
LACKS = "draft-lacks"
"""The code of the warning that counts what a draft lacks."""
_COUNTED = "incomplete-report"


def open_answers(tree: Tree) -> None:
    """Give a report the keys that nobody has written yet: ``answers``, and the ``score`` of each."""
    if not isinstance(tree, Mapping):
        return
    answers = tree.items.get("answers")
    if not isinstance(answers, Mapping):
        if answers is None or (isinstance(answers, Scalar) and answers.value is None):
            tree.items["answers"] = _empty(answers or tree)
            tree.keys.setdefault("answers", (tree.line, tree.column))
        return
    for id_, answer in answers.items.items():
        if isinstance(answer, Scalar) and answer.value is None:
            answers.items[id_] = answer = _empty(answer)  # noqa: PLW2901  # it goes on with what it became
        if isinstance(answer, Mapping) and "score" not in answer.items:
            line, column = answers.keys[id_]
            answer.items["score"] = Scalar(None, line, column, line, answer.file)
            answer.keys["score"] = line, column


def without_missing(faults: Iterable[UnplacedProblem]) -> list[UnplacedProblem]:
    """Return faults without those that a draft may have."""
    return [fault for fault in faults if fault.code not in MISSING and fault.code != _COUNTED]


def counted(lacks: Lacking) -> list[UnplacedProblem]:
    """Return one warning that counts what a draft lacks; nothing when it lacks nothing."""
    if not lacks:
        return []
    remedy = "fill it in; `pdfgen build --draft` shows the places"
    message = f"the draft lacks {lacks.words()}"
    return [UnplacedProblem(("answers",), LACKS, message, remedy, on_key=True, severity="warning")]


def _empty(place: Tree) -> Mapping:
    return Mapping({}, {}, place.line, place.column, place.line, place.file)
