"""The first page's matter: masthead, panel, quick facts, overview, notices, key developments."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.content import words
from pdfgen.content.blocks import Block, Fact, Facts, Figure, Heading, List, Masthead, NoticeBox, Panel, Paragraph, Span
from pdfgen.content.corrections import correction
from pdfgen.content.prose_blocks import FootnoteNumbers, set_prose

if TYPE_CHECKING:
    from pdfgen.content.blocks import Trend
    from pdfgen.labels import Labels
    from pdfgen.model.report import QuickFact, Report
    from pdfgen.model.rubric_parts import FactField
    from pdfgen.scoring import Scorecard, Scored


def masthead(report: Report, card: Scorecard, labels: Labels) -> Masthead:
    """Return the top of the report."""
    status = card.status
    category = status.value.category if status else None
    territory = report.entity.kind == "territory"
    parent = report.entity.parent
    particulars = [_coverage(report, card, labels)]
    if territory:
        particulars.append(labels.territory_of.format(parent=parent) if parent else labels.territory)
    particulars += [labels.term(flag.label) for flag in card.method.flags if card.flags.get(flag.id)]
    return Masthead(
        id="masthead",
        origin=report.origin("entity", "name"),
        series=series(report, card, labels),
        kind=labels.territory_report if territory else labels.country_report,
        name=report.entity.name,
        status=labels.term(category.label) if category and category.label else "",
        tone=category.tone if category else "neutral",
        particulars=tuple(particulars),
        separator=f" {labels.separator} ",
        particulars_origin=report.origin("entity", "parent" if parent else "name"),
        correction=correction(report, labels),
    )


def series(report: Report, card: Scorecard, labels: Labels) -> str:
    """Return the name of the series with its edition."""
    return labels.series_edition.format(series=card.method.rubric.title, edition=report.edition)


def _coverage(report: Report, card: Scorecard, labels: Labels) -> str:
    start, year = card.method.rubric.period.start_month, report.year_under_review
    if start == 1:
        return labels.covers_year.format(year=year)
    return labels.covers_months.format(period=_period(start, year, labels))


def _period(start: int, year: int, labels: Labels) -> str:
    """Return the twelve months that begin with month ``start`` of ``year``."""
    first = labels.month_of_year.format(month=labels.months[start - 1], year=year)
    last = labels.month_of_year.format(month=labels.months[start - 2], year=year + 1)
    return labels.period.format(first=first, last=last)


def panel(report: Report, card: Scorecard, labels: Labels) -> Panel:
    """Return the headline figures."""
    measures = card.method.headline.measures
    category = card.status.value.category if card.status else None
    aggregate = _figure(card.aggregate, card, labels)
    ends = aggregate.marks
    in_words = bool(card.aggregate.measure.grades) or aggregate.points.in_words
    title = labels.judgements.by_edition if in_words else labels.score_by_edition
    known = [item for item in card.trend[:-1] if item[1] or not in_words]
    return Panel(
        id="panel",
        origin=report.origin("answers"),
        tone=category.tone if category else "neutral",
        aggregate=aggregate,
        measures=tuple(_figure(card[id_], card, labels) for id_ in measures),
        series_title=title,
        series_in_words=in_words,
        series=tuple(
            (labels.year_short.format(year=f"{edition % 100:02d}"), words.value(value, labels), value.number)
            for edition, value in (*known, card.trend[-1])
        ),
        series_scale=labels.scale_of_series.format(min=ends[0], max=ends[-1]) if ends else "",
        series_alternative=labels.alt_series.format(
            title=title,
            values=", ".join(
                f"{year} {words.value(value, labels) or labels.missing}" for year, value in (*known, card.trend[-1])
            ),
        ),
        absent=labels.absent,
    )


def _figure(scored: Scored, card: Scorecard, labels: Labels) -> Figure:
    printed = words.points(scored, labels)
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
        points=printed,
        words=" ".join(filter(None, [whole_words, printed.margin])),
        change=words.change_phrase(scored.change, card.method.rubric.before(card.method.edition), labels),
        ends=ends,
        marks=words.marks(scored.measure, labels),
        steps=words.steps(scored.measure, printed, labels) if whole else (),
        alternative=words.alternative(
            scored,
            labels.term(scored.measure.label),
            ends,
            card.method.rubric.before(card.method.edition),
            labels,
        ),
    )


def facts(report: Report, card: Scorecard, labels: Labels) -> list[Facts]:
    """Return the quick-facts box with every field of the method; nothing when the report gives no fact at all."""
    fields = [field for field in card.method.quick_facts if report.entity.kind in field.entities]
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
        return Fact(label, labels.term(category.label), "; ".join(details), category.tone, origin=origin)
    return Fact(label, _amount(field, fact.value, labels), "; ".join(details), origin=origin)


def _amount(field: FactField, value: str | int | Decimal, labels: Labels) -> str:
    if field.type == "text" or isinstance(value, str):
        return str(value)
    number = labels.number(round(Decimal(value), field.decimals))
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
    return trends.pop() if len(trends) == 1 else card.aggregate.change.trend


def developments(report: Report, card: Scorecard, labels: Labels, notes: FootnoteNumbers) -> list[Block]:
    """Return the key developments of the year under review; a line that says so when there are none."""
    origin = report.origin("key_developments")
    start, year = card.method.rubric.period.start_month, report.year_under_review
    if start == 1:
        title = labels.key_developments.format(year=year)
    else:
        title = labels.key_developments_over.format(period=_period(start, year, labels))
    heading = Heading(id="developments", origin=origin, level=2, role="plain", text=title, outline=title)
    if not report.key_developments:
        text = (Span(labels.no_key_developments, emphasis=True),)
        return [heading, Paragraph(id="developments.none", origin=origin, role="body", spans=text)]
    items = tuple(
        set_prose(item, "body", f"developments.{index + 1}", report.origin("key_developments", index), notes, labels)
        for index, item in enumerate(report.key_developments)
    )
    return [heading, List(id="developments.list", origin=origin, items=items)]
