"""The first page's matter: masthead, panel, quick facts, overview, notices, key developments."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.blocks import Block, Fact, Facts, Figure, Heading, List, Masthead, NoticeBox, Panel, Paragraph, Span
from pdfgen.content.corrections import correction
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose
from pdfgen.model.rounding import rounded

if TYPE_CHECKING:
    from decimal import Decimal

    from pdfgen.content.blocks import Trend
    from pdfgen.labels import Labels
    from pdfgen.model.report import QuickFact, Report
    from pdfgen.model.rubric_parts import FactField
    from pdfgen.scoring import Scorecard, Scored


def masthead(report: Report, card: Scorecard, labels: Labels) -> Masthead:
    """Return the top of the report."""
    status = card.status
    category = status.value.category if status else None
    own = labels.kind(card.method.rubric.kind(report.entity.kind))
    parent = report.entity.parent
    covers = words.covered(report, card.method, labels).sentence
    particulars = [covers] if covers else []
    if own.parent:
        particulars.append(own.parent.format(parent=parent) if parent else own.head or own.singular)
    particulars += [labels.term(flag.label) for flag in card.method.flags if card.flags.get(flag.id)]
    return Masthead(
        id="masthead",
        origin=report.origin("entity", "name"),
        series=series(report, card, labels),
        kind=own.title,
        name=report.entity.name,
        status=labels.term(category.label) if category and category.label else "",
        tone=words.tone(category, status.measure) if category and status else "neutral",
        particulars=tuple(particulars),
        separator=f" {labels.separator} ",
        particulars_origin=report.origin("entity", "parent" if parent else "name"),
        correction=correction(report, labels),
    )


def series(report: Report, card: Scorecard, labels: Labels) -> str:
    """Return the name of the series with its edition."""
    edition = words.edition(card.method, report.edition, labels)
    return labels.series_edition.format(series=labels.term(card.method.rubric.title), edition=edition)


def panels(report: Report, card: Scorecard, labels: Labels) -> list[Panel]:
    """Return the headline figures; nothing where the method has none."""
    return [panel(report, card, labels)] if card.aggregate or card.method.headline.measures else []


def panel(report: Report, card: Scorecard, labels: Labels) -> Panel:
    """Return the headline figures."""
    measures = card.method.headline.measures
    status = card.status
    category = status.value.category if status else None
    aggregate = _figure(card.aggregate, card, labels) if card.aggregate else None
    ends = aggregate.marks if aggregate else ()
    in_words = bool(card.aggregate and (card.aggregate.measure.grades or card.aggregate.value.absent))
    known = [item for item in card.trend[:-1] if item[1] or not in_words] + list(card.trend[-1:])
    trend = [(card.method.rubric.words_of(edition), value) for edition, value in known]
    said = [f"{labels.edition(edition)} {words.value(value, labels) or labels.missing}" for edition, value in trend]
    title = labels.judgements.by_edition if in_words else labels.score_by_edition
    return Panel(
        id="panel",
        origin=report.origin("answers"),
        tone=words.tone(category, status.measure) if category and status else "neutral",
        aggregate=aggregate,
        measures=tuple(_figure(card[id_], card, labels) for id_ in measures),
        series_title=title,
        series_in_words=in_words,
        series=tuple((labels.edition_short(one), words.value(value, labels), value.number) for one, value in trend),
        series_scale=labels.scale_of_series.format(min=ends[0], max=ends[-1]) if ends else "",
        series_alternative=labels.alt_series.format(title=title, values=", ".join(said)),
        absent=labels.absent,
    )


def _figure(scored: Scored, card: Scorecard, labels: Labels) -> Figure:
    printed = words.score(scored, labels)
    before = words.before(card.method, labels)
    scale = scored.measure.scale
    whole = scored.measure.categories() and printed.best
    form = labels.rating_of if whole else labels.score_of
    bare = not printed.best or (scale.hint is not None and not whole)
    ends: tuple[str, ...] = ()
    if scale.hint and scale.max is not None:
        least = scale.min if scale.hint.min_value is None else scale.hint.min_value
        low = labels.scale_end.format(value=labels.number(least), meaning=labels.term(scale.hint.min))
        high = labels.scale_end.format(value=labels.number(scale.max), meaning=labels.term(scale.hint.max))
        ends = (low, high)
    whole_words = printed.value if bare else form.format(value=printed.value, max=printed.best)
    return Figure(
        label=labels.term(scored.measure.label),
        score=printed,
        words=words.place(scored, labels) or " ".join(filter(None, [whole_words, printed.margin])),
        change=words.change_phrase(scored.change, before, labels),
        ends=ends,
        marks=words.marks(scored.measure, labels),
        steps=words.steps(scored.measure, printed, labels) if whole else (),
        alternative=words.alternative(
            scored,
            labels.term(scored.measure.label),
            ends,
            before,
            labels,
        ),
    )


def facts(report: Report, card: Scorecard, labels: Labels) -> list[Facts]:
    """Return the quick-facts box with every field of the method; nothing when the report gives no fact at all."""
    fields = [field for field in card.method.quick_facts if field.concerns(report.entity.kind)]
    if not any(field.id in report.quick_facts for field in fields):
        return []
    rows = tuple(_fact(field, report.quick_facts.get(field.id), report, labels) for field in fields)
    return [Facts(id="facts", origin=report.origin("quick_facts"), title=labels.quick_facts, rows=rows)]


def _fact(field: FactField, fact: QuickFact | None, report: Report, labels: Labels) -> Fact:
    label = labels.term(field.label)
    if fact is None or fact.value is None:
        return Fact(label, labels.not_available, missing=True)
    details = [labels.as_of.format(date=fact.as_of)] if fact.as_of else []
    details += [fact.source] if fact.source else []
    category = next((item for item in field.categories if item.code == fact.value), None)
    origin = report.origin("quick_facts", field.id)
    if category:
        tone = words.graded(category.tone, field.categories.index(category) + 1, len(field.categories))
        return Fact(label, labels.term(category.label), "; ".join(details), tone, origin=origin)
    return Fact(label, _amount(field, fact.value, labels), "; ".join(details), origin=origin)


def _amount(field: FactField, value: str | int | Decimal, labels: Labels) -> str:
    if field.type == "text" or isinstance(value, str):
        return str(value)
    number = labels.number(rounded(Fraction(value), field.decimals, "half_even"))
    match field.type:
        case "money":
            return labels.money.format(unit=field.unit or "", value=number)
        case "percent":
            return labels.percent.format(value=number)
        case _:
            return labels.quantity.format(value=number, unit=field.unit) if field.unit else number


def overview(report: Report, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the lead paragraphs; in a report with nothing but scores, that it is one."""
    if report.scores_only:
        said = (Span(labels.scores_only, emphasis=True),)
        return [Paragraph(id="overview.none", origin=report.origin("answers"), role="lead", spans=said)]
    if report.overview is None:
        return []
    return list(set_prose(report.overview, "lead", "overview", report.origin("overview"), notes, labels))


def notices(report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the boxes, in the order of the design: status, rating, trend arrow, note."""
    order = ("status_change", "rating_change", "trend_arrow", "note")
    found: list[Block] = []
    for index, notice in sorted(enumerate(report.notices), key=lambda item: order.index(item[1].kind)):
        id_, origin = f"notice.{index + 1}", report.origin("notices", index, "text")
        trend: Trend | None = None
        label = labels.note
        match notice.kind:
            case "status_change":
                label, trend = labels.status_change, card.status.change.trend if card.status else None
            case "rating_change":
                label, trend = labels.rating_change, _rating_trend(card)
            case "trend_arrow":
                up = notice.direction == "up"
                label, trend = (labels.trend_up, "better") if up else (labels.trend_down, "worse")
        content = set_prose(notice.text, "remark", id_, origin, notes, labels)
        found.append(NoticeBox(id=id_, origin=origin, kind=notice.kind, label=label, trend=trend, content=content))
    return found


def _rating_trend(card: Scorecard) -> Trend | None:
    """Return which way the ratings go together; where they part, which way the total goes."""
    ratings = [item for item in card.scores.values() if item.measure.is_banded]
    trends = {item.change.trend for item in ratings if item.value.number is not None} - {"same", None}
    if len(trends) == 1:
        return trends.pop()
    return card.aggregate.change.trend if card.aggregate else None


def developments(report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the key developments of the time that the edition covers; a line that says so when there are none.

    A report of a method without scores that lists none has no such part.
    """
    if not (report.key_developments or report.answers):
        return []
    origin = report.origin("key_developments")
    title = words.covered(report, card.method, labels).developments
    heading = Heading(id="developments", origin=origin, level=2, role="plain", text=title, outline=title)
    if not report.key_developments:
        text = (Span(labels.no_key_developments, emphasis=True),)
        return [heading, Paragraph(id="developments.none", origin=origin, role="body", spans=text)]
    items = tuple(
        set_prose(item, "body", f"developments.{index + 1}", report.origin("key_developments", index), notes, labels)
        for index, item in enumerate(report.key_developments)
    )
    return [heading, List(id="developments.list", origin=origin, items=items)]
