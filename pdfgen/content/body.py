"""The questions: groups, sections, questions with their scores, answers and reasons for change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pdfgen.content import words
from pdfgen.content.blocks import Block, Heading, NoticeBox, OverviewRow, Paragraph, ScoreOverview, Span
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.content.punctuation import punctuated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from pdfgen.model.rubric_parts import Modifier
    from pdfgen.scoring import Scorecard

RowKind = Literal["section", "modifier", "subtotal", "total"]
_Role = Literal["group", "section", "item", "plain"]


def score_tables(report: Report, card: Scorecard, labels: Labels) -> list[ScoreOverview]:
    """Return the overview; nothing where the method has no tree of scores."""
    return [score_table(report, card, labels)] if card.method.roots else []


def limits(report: Report, card: Scorecard, labels: Labels) -> Iterator[Paragraph]:
    """Yield for each value that the method limits what it would be, and why it is not."""
    for id_, scored in card.scores.items():
        limit, made = scored.value.limit, scored.value.unlimited
        if limit is None or made is None:
            continue
        said = {
            "measure": labels.term(scored.measure.label),
            "value": words.value(scored.value, labels),
            "made": words.value(made, labels),
        }
        reason = labels.term(limit.reason) if limit.reason else ""
        form = labels.judgements.limited if reason else labels.judgements.limited_by_rule
        spans = (Span(form.format(**said, reason=reason)),)
        yield Paragraph(id=f"limit.{id_}", origin=report.origin("answers"), role="small", spans=spans)


def score_table(report: Report, card: Scorecard, labels: Labels) -> ScoreOverview:
    """Return the overview: sections, then what they add up to."""
    rows = [row for root in card.method.roots for row in _rows(card, root, labels)]
    aggregate = card.method.headline.aggregate
    if aggregate and aggregate not in card.method.roots:
        rows.append(_row(card, aggregate, "total", labels))
    share = labels.share if any(row.score.most is not None for row in rows if row.kind != "total") else ""
    columns = (labels.category, share, labels.score, words.before(card.method, labels), labels.change)
    return ScoreOverview(
        id="scores",
        origin=report.origin("answers"),
        title=labels.score_overview,
        columns=columns,
        absent=labels.absent,
        rows=tuple(rows),
    )


def _rows(card: Scorecard, id_: str, labels: Labels) -> Iterator[OverviewRow]:
    method = card.method
    children = [method.measures[child] for child in method.measures[id_].parts]
    has_sections = any(not child.is_item for child in children)
    # the questions themselves are listed only where nothing else parts the whole
    if has_sections or (children and method.roots == (id_,)):
        for child in children:
            yield from _rows(card, child.id, labels)
        for modifier in shown_modifiers(card, method.measures[id_]):
            row = _row(card, modifier.id, "modifier", labels)
            negated = modifier.effect == "subtract"
            change = words.change_cell(card[modifier.id].change, labels, negated=negated)
            yield replace(row, score=replace(row.score, best=""), change=change)
    if id_ == method.headline.aggregate:
        yield _row(card, id_, "total", labels)
    else:
        yield _row(card, id_, "subtotal" if has_sections else "section", labels)


def _row(card: Scorecard, id_: str, kind: RowKind, labels: Labels) -> OverviewRow:
    scored = card[id_]
    code = id_ if kind == "section" else ""
    change = labels.absent if scored.value.absent else words.change_cell(scored.change, labels)
    return OverviewRow(kind, code, labels.term(scored.measure.label), words.score(scored, labels), change)


def shown_modifiers(card: Scorecard, measure: Measure) -> list[Modifier]:
    """Return the modifiers of ``measure`` that are not zero."""
    return [item for item in measure.modifiers if card[item.id].value.number]


def asked(report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the body: every question under its headings, in the method's order.

    A single root that has children is the report itself and has no heading; its children begin at level 2.
    """
    return _Body(report, card, labels, notes).blocks()


class _Body:
    def __init__(self, report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers) -> None:
        self.report, self.card, self.labels, self.notes = report, card, labels, notes
        self.method: Method = card.method
        self.scores_only = report.scores_only

    def blocks(self) -> list[Block]:
        roots = self.method.roots
        if len(roots) == 1 and not (root := self.method.measures[roots[0]]).is_item:
            return self._inside(root, 2)
        return [block for root in roots for block in self._node(root, 2)]

    def _inside(self, measure: Measure, level: int) -> list[Block]:
        found = [block for child in measure.parts for block in self._node(child, level)]
        shown = shown_modifiers(self.card, measure)
        for modifier in measure.modifiers:
            answer = self.report.answers.get(modifier.id)
            if modifier not in shown and not (answer and (answer.narrative or answer.score_change)):
                continue  # not asked, or answered with nothing but “no”
            item = self.method.measures[modifier.id]
            if words.wording(item, self.labels):  # its name heads the official wording; without one it is the question
                label = self.labels.term(modifier.label)
                origin = self.report.origin("answers", modifier.id)
                id_ = f"section.{modifier.id}"
                found.append(Heading(id=id_, origin=origin, level=level, role="section", text=label, outline=label))
                found += self._item(item, level + 1, code="")
            else:
                found += self._item(item, level, code="")
        return found

    def _node(self, id_: str, level: int) -> list[Block]:
        measure = self.method.measures[id_]
        if measure.is_item:
            return self._item(measure, level, code=id_)
        is_group = any(not self.method.measures[child].is_item for child in measure.parts)
        role: _Role = "group" if is_group else "section"
        score = words.score(self.card[id_], self.labels)
        label = self.labels.term(measure.label)
        aside = f" {self.labels.separator} ".join(filter(None, [self._rating(id_), self.labels.score]))
        heading = Heading(
            id=f"section.{id_}",
            origin=self.report.origin("answers"),
            level=level,
            role=role,
            text=label,
            outline=label if is_group else f"{id_}. {label}",
            code="" if is_group else id_,
            score=score,
            aside=aside if is_group else "",
        )
        return [heading, *self._inside(measure, level + 1)]

    def _rating(self, id_: str) -> str:
        """Return the rating that the headline draws from the measure ``id_``, in words; empty when there is none."""
        for name in self.method.headline.measures:
            measure = self.method.measures[name]
            value = self.card[name].value.number
            if measure.is_banded and measure.made_from == (id_,) and value is not None and measure.scale.max:
                best = self.labels.number(measure.scale.max)
                return self.labels.rating.format(value=self.labels.number(value), max=best)
        return ""

    def _item(self, measure: Measure, level: int, code: str) -> list[Block]:
        id_, labels = measure.id, self.labels
        (asked,) = punctuated([words.wording(measure, labels) or labels.term(measure.label)], labels)
        answer = self.report.answers.get(id_)
        score = words.score(self.card[id_], labels)
        outline = f"{code}. {labels.term(measure.label)}" if code else labels.term(measure.label)
        origin = self.report.origin("answers", id_)
        found: list[Block] = [
            Heading(
                id=f"{self.method.rubric.item.id}.{id_}",
                origin=origin,
                level=level,
                role="item",
                text=asked,
                outline=outline,
                code=code,
                score=score,
                change=words.changed(score, self.card[id_], words.before(self.method, labels), labels),
                continued=labels.continued.format(code=code) if code else "",
            )
        ]
        if answer and answer.narrative:
            place = self.report.origin("answers", id_, "narrative")
            found += set_prose(answer.narrative, "body", f"answer.{id_}", place, self.notes, labels)
        elif not self.scores_only:
            item = labels.item(self.method.rubric.item)
            said = {"not_rated": labels.judgements.no_rating, "not_applicable": labels.judgements.no_application}
            text = said.get(self.card[id_].value.absent) or labels.no_narrative.format(**item)
            spans = (Span(text, emphasis=True),)
            found.append(Paragraph(id=f"answer.{id_}.none", origin=origin, role="body", spans=spans))
        if answer and answer.score_change:
            place = self.report.origin("answers", id_, "score_change")
            content = set_prose(answer.score_change, "remark", f"change.{id_}", place, self.notes, labels)
            trend = self.card[id_].change.trend
            found.append(
                NoticeBox(
                    id=f"change.{id_}",
                    origin=place,
                    kind="score_change",
                    label=labels.score_change,
                    trend=trend,
                    content=content,
                    keep_with_previous=True,
                )
            )
        return found
