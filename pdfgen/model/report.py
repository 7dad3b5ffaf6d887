"""The report: facts, scores and narrative of one entity in one edition."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from pdfgen.errors import Origin
from pdfgen.model.base import (
    Identifier,
    Language,
    Line,
    Model,
    Number,
    Score,
    Slug,
    Statement,
    Year,
    fault,
    matching,
    undoubted,
)
from pdfgen.model.editions import EditionId
from pdfgen.model.entity import Entity
from pdfgen.model.errata import Erratum
from pdfgen.model.prose import Prose, ProseText
from pdfgen.model.publication import Publication
from pdfgen.model.report_parts import Parts
from pdfgen.model.source_map import SourceMap
from pdfgen.model.uncertainty import Interval, StandardError

NoteId = Annotated[
    str,
    matching(r"[A-Za-z0-9_-]{1,63}", "bad-note-id", "the id of a note", "use letters, digits, “_” or “-”, 63 at most"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,63}$"}),
]
"""The id of a footnote, as it stands in its mark ``[^id]``."""


def _spelled(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else undoubted(value)


class QuickFact(Model):
    """A value of the quick-facts box. In YAML the bare value will do."""

    value: Annotated[str | int | Decimal | None, BeforeValidator(_spelled)]
    """The figure or the words; null when not available."""
    as_of: Line | None = None
    """The date or year that the figure belongs to."""
    source: Line | None = None
    """Who published the figure."""


def _fact(value: Any) -> Any:
    return value if isinstance(value, dict | QuickFact) else {"value": value}


class Answer(Model):
    """The answer to one question: score and narrative."""

    score: Score | None
    """The points given, or a word of the question's scale; ``not_rated`` or ``not_applicable`` where there are none;
    null only where the method lets a score be missing."""
    interval: Interval | None = None
    """The ends of the interval that the score lies in, such as [58, 66]."""
    standard_error: StandardError | None = None
    """The standard error of the score."""
    narrative: Prose | None = None
    """Why: paragraphs in the small Markdown."""
    score_change: Prose | None = None
    """Why the score differs from the previous edition: one paragraph."""


class Notice(Model):
    """A box after the overview: what changed, or what the reader must know."""

    kind: Literal["status_change", "rating_change", "trend_arrow", "note"]
    """What the box tells; the labels have its title."""
    direction: Literal["up", "down"] | None = None
    """Which way the trend arrow points."""
    text: Prose
    """The text of the box: paragraphs in the small Markdown."""

    @model_validator(mode="after")
    def _direction_fits(self) -> Notice:
        if (self.kind == "trend_arrow") != (self.direction is not None):
            remedy = "write `direction: up` or `direction: down` for a trend arrow, and for nothing else"
            raise fault("bad-notice", "a trend arrow, and only it, has a direction", remedy)
        return self


class Waiver(Model):
    """A known disagreement, with the reason: what is published is printed and used."""

    measure: Identifier
    """The id of the measure whose published value differs from the computed one."""
    reason: Statement
    """Why that is known and right; readers of the source see it."""


class Report(Model):
    """A report as its author wrote it, checked. ``rubric`` to ``publication`` may come from ``edition.yaml``."""

    rubric: Slug
    """The id of the method: the file of that name in ``rubrics/``."""
    edition: EditionId
    """The edition: the year that it is named after, or its id in the rubric."""
    year_under_review: Year | None = None
    """The year that the edition covers; left out where the rubric has words for that."""
    language: Language = "en"
    """The language of the report, as a BCP 47 tag."""
    theme: Slug | None = None
    """How it looks: the file of that name in ``themes/``; the standard theme when left out."""
    entity: Entity
    """Whom the report is about."""
    quick_facts: dict[Identifier, Annotated[QuickFact, BeforeValidator(_fact)]] = Field(default_factory=dict)
    """Figures by the ids that the method names; the bare value, or value, as_of and source."""
    overview: Prose | None = None
    """The lead paragraphs."""
    key_developments: tuple[Prose, ...] = ()
    """What happened in the year under review, one item each."""
    notices: tuple[Notice, ...] = ()
    """Boxes after the overview, in this order."""
    parts: Parts = ()
    """The parts of the report, in their order; those of the theme or the rubric when left out."""
    sections: dict[Identifier, Prose] = Field(default_factory=dict)
    """The texts of free sections, by the ids that the rubric or the edition gives these parts."""
    answers: dict[Identifier, Answer] = Field(default_factory=dict)
    """Score and narrative by question id."""
    given: dict[Identifier, Score] = Field(default_factory=dict)
    """Values of measures that are made outside."""
    intervals: dict[Identifier, Interval] = Field(default_factory=dict)
    """The interval that each measure lies in which is no question, by its id: [58, 66]."""
    standard_errors: dict[Identifier, StandardError] = Field(default_factory=dict)
    """The standard error of each measure that is no question, by its id."""
    footnotes: dict[NoteId, Prose] = Field(default_factory=dict)
    """Notes by id; a mark ``[^id]`` in any prose refers to them."""
    errata: tuple[Erratum, ...] = ()
    """Corrections since the report was published, the oldest first; the report prints them."""
    published: dict[Identifier, Number | Line] = Field(default_factory=dict)
    """Values as published, by measure id; they must agree with the computed ones, unless they are waived."""
    waivers: tuple[Waiver, ...] = ()
    """Disagreements that are known: what is published is then printed and used."""
    publication: Publication = Publication()
    """What is said of the publication: publisher, citation, licence and the like."""
    _origins: SourceMap = PrivateAttr(default_factory=SourceMap)

    @property
    def origins(self) -> SourceMap:
        """Where the values were read; empty for a report that was not read from a file."""
        return self._origins

    def located(self, origins: SourceMap) -> Report:
        """Return the same report, knowing where it was read."""
        report = self.model_copy()
        report._origins = origins  # noqa: SLF001
        return report

    def origin(self, *path: str | int) -> Origin:
        """Return where the value at ``path`` was read, or the nearest value above it."""
        for length in range(len(path), -1, -1):
            if (found := self._origins.get(path[:length])) is not None:
                return found
        return Origin(self._origins.name, 0, 0, ".".join(map(str, path)))

    @property
    def scores_only(self) -> bool:
        """Whether the report has scores and no text of its own."""
        said = self.overview or self.key_developments or self.notices or self.footnotes or self.sections
        return (
            bool(self.answers)
            and not said
            and not any(answer.narrative or answer.score_change for answer in self.answers.values())
        )

    def prose(self) -> list[tuple[tuple[str | int, ...], ProseText]]:
        """Return every narrative with its path, in the order of the file."""
        found: list[tuple[tuple[str | int, ...], ProseText | None]] = [(("overview",), self.overview)]
        found += [(("notices", index, "text"), item.text) for index, item in enumerate(self.notices)]
        found += [(("key_developments", index), item) for index, item in enumerate(self.key_developments)]
        found += [(("sections", key), item) for key, item in self.sections.items()]
        for key, answer in self.answers.items():
            found.append((("answers", key, "narrative"), answer.narrative))
            found.append((("answers", key, "score_change"), answer.score_change))
        found += [(("footnotes", key), item) for key, item in self.footnotes.items()]
        found += [(("errata", index, "text"), item.text) for index, item in enumerate(self.errata)]
        found.append((("publication", "disclaimer"), self.publication.disclaimer))
        return [(path, prose) for path, prose in found if prose is not None]
