"""What a text is of: its series, edition and entity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.model.rubric import Rubric

_SHARE = 0.5  # of a rubric's questions, for a text without a title


def title_of(lines: list[str], series: str) -> tuple[int, str] | None:
    """Return edition and entity of a title line such as ``Freedom in the World 2018 - Syria``, or None."""
    first = next((line.strip() for line in lines if line.strip()), "")
    found = re.fullmatch(rf"{re.escape(series)}\s+(\d{{4}})\s*[\u2010-\u2015:-]\s*(.+)", first.replace("\u00a0", " "))
    return (int(found[1]), found[2].strip()) if found else None


def series_of(lines: list[str], rubrics: Iterable[Rubric]) -> Rubric | None:
    """Return the rubric that a text is of: by its title, else by the share of the rubric's questions that it heads."""
    rubrics = list(rubrics)
    for rubric in rubrics:
        if title_of(lines, rubric.title):
            return rubric
    heads = {found[1] for line in lines if (found := re.match(r"\s*([A-Za-z][A-Za-z0-9_]*)\.\s", line))}

    def share(rubric: Rubric) -> float:
        questions = {item.id for item in rubric.at(rubric.editions[-1]).questions if not item.optional}
        return len(questions & heads) / len(questions)

    best = max(rubrics, key=share, default=None)
    return best if best and share(best) >= _SHARE else None
