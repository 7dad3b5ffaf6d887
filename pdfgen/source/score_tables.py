"""Score tables that are written: what is known of entities in earlier editions, as the program reads it again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pdfgen.source.scores import WAIVERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def kept_cells(scores: Mapping[str, str], published: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of what an entity scored, and of totals that stand as published, each waived."""
    cells = {**scores, **published}
    if published:
        cells[WAIVERS] = "; ".join(f"{id_}: as published" for id_ in published if "." not in id_)
    return cells


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return rows, each with its ``entity``, as CSV; the columns come in the order in which they are met."""
    columns = list(dict.fromkeys(["entity", *(column for row in rows for column in row)]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode("utf-8")
