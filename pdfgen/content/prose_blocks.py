"""Narrative becomes paragraphs and lists; footnote marks become numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pdfgen.content.blocks import List, Paragraph, Span
from pdfgen.content.punctuation import punctuated
from pdfgen.errors import Origin
from pdfgen.model import prose as markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.labels import Labels
    from pdfgen.model.prose import ProseText, Run

Role = Literal["lead", "body", "small", "remark"]


class FootnoteNumbers:
    """Numbers footnotes by the order in which the printed report refers to them."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def number(self, note: str) -> int:
        """Return the number of ``note``, the next one when it is new."""
        if note not in self.order:
            self.order.append(note)
        return self.order.index(note) + 1


def set_prose(
    prose: ProseText, role: Role, id_: str, origin: Origin, notes: FootnoteNumbers, labels: Labels
) -> tuple[Paragraph | List, ...]:
    """Return the blocks of ``prose``, punctuated; their ids begin with ``id_``, their origins lie in ``origin``."""
    return _blocks(prose.blocks, role, id_, origin, notes, labels)


def _blocks(
    blocks: Iterable[markup.ProseParagraph | markup.ItemList],
    role: Role,
    id_: str,
    origin: Origin,
    notes: FootnoteNumbers,
    labels: Labels,
) -> tuple[Paragraph | List, ...]:
    found: list[Paragraph | List] = []
    for index, block in enumerate(blocks):
        name = f"{id_}.{index + 1}"
        if isinstance(block, markup.ProseParagraph):
            line = min(origin.text_line + block.line, origin.end_line) or origin.line
            column = origin.column if line == origin.line else 1
            place = Origin(origin.path, line, column, origin.field, origin.text_line, origin.end_line)
            texts = punctuated([run.text for run in block.runs], labels)
            spans = tuple(_span(run, text, notes, labels) for run, text in zip(block.runs, texts, strict=True))
            follows = bool(found) and isinstance(found[-1], Paragraph)
            found.append(Paragraph(id=name, origin=place, role=role, spans=spans, first=not follows))
        else:
            items = tuple(
                _blocks(item, role, f"{name}.{number + 1}", origin, notes, labels)
                for number, item in enumerate(block.items)
            )
            found.append(List(id=name, origin=origin, items=items, start=block.start))
    return tuple(found)


def _span(run: Run, text: str, notes: FootnoteNumbers, labels: Labels) -> Span:
    if run.note:
        number = str(notes.number(run.note))
        return Span(number, target=f"note.{run.note}", raised=True, hint=f"{labels.note} {number}")
    return Span(text, emphasis=run.emphasis, strong=run.strong, link=run.link)
