"""The differences of one report in words: scores with their sums, values, texts."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import click

from pdfgen.cli import output
from pdfgen.model.homonyms import told_apart
from pdfgen.model.rubric_parts import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pdfgen.diffs.arithmetic import FlagShift, Shift
    from pdfgen.diffs.comparison import Comparison, ReportChange
    from pdfgen.diffs.narrative import TextChange
    from pdfgen.diffs.word_diff import WordPiece
    from pdfgen.model.entity import Entity
    from pdfgen.scoring import Value

COLOURS = {"better": "green", "worse": "red"}
_AROUND = 5
"""Words that are shown before and after a change."""
_COUNTED = ("notices", "key_developments", "errata")


def names_of(found: Comparison) -> dict[str, str]:
    """Return the names of the entities by the files of their reports, those of one name with what tells them apart."""

    def words(entity: Entity) -> list[str]:
        return [entity.parent or "", entity.counted_to or "", entity.kind, entity.id or ""]

    sides = (
        [*(change.before for change in found.reports), *found.gone],
        [*(change.after for change in found.reports), *found.new],
    )
    said = chain.from_iterable(told_apart([report.entity for report in side], words) for side in sides)
    return {
        report.origin().path: f"{report.entity.name} ({word})" if word else report.entity.name
        for report, word in zip(chain(*sides), said, strict=True)
    }


def report_lines(change: ReportChange, name: str, *, words: bool, briefly: bool) -> Iterator[str]:
    """Yield what differs in a report on the entity that is called ``name``.

    Texts are shown with ``words``, else counted: all together where it is told ``briefly``, as one of many.
    """
    yield click.style(name, bold=True)
    scores = change.scores
    inside = [shift for shift in scores.told if shift.measure.parts or shift.measure.is_item]
    # what follows from the tree comes first, the last conclusion on top: status, from rating, from score
    yield from (_measure(shift, prominent=True) for shift in reversed(scores.told) if shift not in inside)
    yield from map(_flag, scores.flags)
    yield from map(_measure, inside)
    yield from (f"  note: {note}" for note in scores.notes)
    for item in change.values:
        yield f"  {_called(item.place)}: {item.before or 'nothing'} → {item.after or 'nothing'}"
    if briefly and not words and change.texts:
        removed, added, kept = (sum(counts) for counts in zip(*map(_counts, change.texts), strict=True))
        yield f"  {output.count(len(change.texts), 'text')}: {_told(removed, added, kept)}"
    else:
        for text in change.texts:
            yield from _text(text, words=words)


def labelled(shift: Shift) -> str:
    """Return a measure’s name: a question by its code, all else with its id, which the sums refer to."""
    measure = shift.measure
    if measure.is_item and not isinstance(measure.scale, Modifier):
        return f"{measure.id} {measure.label}"
    return f"{measure.label} ({measure.id})" if measure.has_number() else measure.label


def shown(value: Value) -> str:
    """Return a value in words: a number, or the name of a category."""
    if value.absent:
        return value.absent.replace("_", " ")
    if value.number is not None and not value.is_word:
        return f"{value.number}".replace("-", "−")
    return (value.category.label or value.code or "") if value.category else "no score"


def _signed(number: Decimal) -> str:
    return f"{number:+}".replace("-", "−")


def _measure(shift: Shift, *, prominent: bool = False) -> str:
    """Return a measure’s way from one side to the other and the sum by which it changed, indented as in the tree."""
    words = f"{'  ' * (shift.measure.level + 1)}{labelled(shift)}{_way(shift)}{_sum(shift)}"
    return click.style(words, fg=COLOURS.get(shift.trend or ""), bold=True) if prominent else words


def _way(shift: Shift) -> str:
    before, after = shown(shift.before), shown(shift.after)
    match shift.footing:
        case "new":
            return f" {after} (a new question)" if shift.measure.is_item else f" {after} (new)"
        case "gone":
            return f" {before} (no longer asked)" if shift.measure.is_item else f" {before} (no longer made)"
        case "not_comparable":
            return f" {before}, now {after} (not comparable)"
    if not shift.changed:
        return f" {after} (unchanged)"
    said = [_signed(shift.difference)] if shift.difference is not None else []
    said += [shift.trend] if shift.trend else []
    return f" {before} → {after}" + (f" ({', '.join(said)})" if said else "")


def _sum(shift: Shift) -> str:
    if not shift.terms:
        return ""
    terms = ", ".join(f"{term.id} {_signed(term.difference)}" for term in shift.terms)
    return f" = {terms}" if shift.adds_up else f", from {terms}"


def _flag(flag: FlagShift) -> str:
    words, colour = {True: ("won", "green"), False: ("lost", "red"), None: ("can no longer be told", "yellow")}[
        flag.after
    ]
    return click.style(f"  {flag.label} {words}", fg=colour, bold=True)


_CALLED = {
    "answers": "{0} {1}",
    "quick_facts": "fact {0} {1}",
    "notices": "notice {0}",
    "key_developments": "key development {0}",
    "errata": "correction {0} {1}",
    "footnotes": "footnote {0}",
    "waivers": "waiver {0}",
    "published": "published {0}",
    "intervals": "interval of {0}",
    "standard_errors": "standard error of {0}",
    "entity": "{0}",
    "publication": "{0}",
}


def _called(place: str) -> str:
    """Return what a reader calls the value at ``place``; items of lists are counted from 1."""
    first, *rest = place.split(".")
    rest = [name for name in rest if name != "text"]
    names = [str(int(name) + 1) if name.isdecimal() and first in _COUNTED else name for name in rest]
    return _CALLED.get(first, first).format(*names, "", "").strip().replace("_", " ")


def _counts(text: TextChange) -> tuple[int, int, int]:
    return text.removed, text.added, text.kept


def _told(removed: int, added: int, kept: int) -> str:
    if not removed + added:
        return f"white space only, {kept:,} words kept"
    return f"{removed:,} {'word' if removed == 1 else 'words'} removed, {added:,} added, {kept:,} kept"


def _text(text: TextChange, *, words: bool) -> Iterator[str]:
    head = f"  {_called(text.place)}"
    changed = any(piece.op != "=" for piece in text.pieces)
    if text.moved:
        head += f" moved here from {int(text.before.split('.')[1]) + 1}"
    if not text.before or not text.after:
        yield f"{head}: {'new' if text.after else 'gone'}, {output.count(text.added or text.removed, 'word')}"
    else:
        yield f"{head}: {_told(*_counts(text))}" if changed else head
    if words and changed:
        yield from (f"    {line}" for line in _stretches(text.pieces))


def _stretches(pieces: Sequence[WordPiece]) -> Iterator[str]:
    """Yield each change with a few words around it; changes that stand close together are in one line."""
    line = ""
    for index, piece in enumerate(pieces):
        match piece.op:
            case "=":
                words = _marked(piece.text).split(" ")
                begins, ends = _AROUND + (not words[0]), _AROUND + (not words[-1])
                first, last = index == 0, index == len(pieces) - 1
                if len(words) <= (not first) * begins + (not last) * ends + 1:
                    line += " ".join(words)
                    continue
                if not first:
                    yield f"{line}{' '.join(words[:begins])} …"
                line = "" if last else f"… {' '.join(words[-ends:])}"
            case "-":
                line += _bracketed(piece.text, "[-", "-]", "red")
            case "+":
                line += _bracketed(piece.text, "{+", "+}", "green")
    if line:
        yield line


def _bracketed(text: str, opening: str, closing: str, colour: str) -> str:
    """Return changed text in its brackets, the spaces at its ends outside of them."""
    marked = _marked(text)
    inner = marked.strip(" ")
    if not inner:
        return ""
    start = len(marked) - len(marked.lstrip(" "))
    return f"{marked[:start]}{click.style(opening + inner + closing, fg=colour)}{marked[start + len(inner) :]}"


def _marked(text: str) -> str:
    """Return text on one line, with a sign where a paragraph ends or an item begins."""
    return text.replace("\n\n", " ¶ ").replace("\n", " ↵ ")
