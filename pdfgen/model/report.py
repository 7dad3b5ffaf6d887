"""The report: facts, scores and narrative of one entity in one edition, and what the edition gives all its reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, WithJsonSchema, model_validator

from pdfgen.errors import Origin
from pdfgen.model.base import (
    EntityName,
    Identifier,
    Kind,
    Line,
    Model,
    Number,
    Score,
    Slug,
    Statement,
    Text,
    Year,
    fault,
    undoubted,
)
from pdfgen.model.bound_volume_settings import Volume
from pdfgen.model.editions import EditionId
from pdfgen.model.errata import Erratum
from pdfgen.model.message import message
from pdfgen.model.prose import Prose, ProseText, checked_link
from pdfgen.model.report_parts import Parts
from pdfgen.model.uncertainty import Interval, StandardError

_ISO = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"
_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"
_DOI = r"10\.\d{4,9}/[!-~]+"
_ISBN_DIGITS = 13


def _matching(pattern: str, code: str, what: str, remedy: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise fault(code, f"expected {what}", remedy)
        return value

    return BeforeValidator(check)


def _isbn(value: Any) -> str:
    digits = re.sub(r"[- ]", "", str(value))
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) if digits.isdecimal() else 1
    wrong = ""
    if len(digits) != _ISBN_DIGITS or weighted % 10:
        wrong = "length or check digit is wrong"
    elif not digits.startswith(("978", "979")):
        wrong = "it begins with neither 978 nor 979"
    if wrong:
        remedy = "check the thirteen digits against the imprint"
        raise fault("bad-isbn", f"“{value}” is not an ISBN-13: {wrong}", remedy)
    return str(value)


IsoCode = Annotated[
    str,
    _matching(_ISO, "bad-iso-code", "an ISO 3166 code", "write two capitals such as KZ, or KZ-ALA for a part"),
    WithJsonSchema({"type": "string", "pattern": f"^{_ISO}$"}),
]
"""ISO 3166-1 alpha-2, or ISO 3166-2 for a part of a country."""

_ENTITY_ID = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,62}"


def _spelled_id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


EntityId = Annotated[
    str,
    _matching(_ENTITY_ID, "bad-id", "the id of an entity", "use letters, digits, “.”, “_”, “:” or “-”, 63 at most"),
    BeforeValidator(_spelled_id),  # the last one named is the first one called
    WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{_ENTITY_ID}$"}),
]
"""The id that a publisher gives an entity: a register's number, a code; it tells entities of one name apart."""

NoteId = Annotated[
    str,
    _matching(r"[A-Za-z0-9_-]{1,63}", "bad-note-id", "the id of a note", "use letters, digits, “_” or “-”, 63 at most"),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,63}$"}),
]
"""The id of a footnote, as it stands in its mark ``[^id]``."""

Language = Annotated[
    str,
    _matching(_LANGUAGE, "bad-language", "a language tag", "write a tag such as en, es or pt-BR"),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE}$"}),
]
"""A language tag of BCP 47: language, script, region."""


class SourceMap(Mapping[tuple[str | int, ...], Origin]):
    """Where each value of a report was read.

    Two maps are always equal: they say where a report was read, not what it says.
    """

    def __init__(
        self,
        origins: Mapping[tuple[str | int, ...], Origin] | None = None,
        home: Path | None = None,
        data: Any = None,
        name: str = "<report>",
    ) -> None:
        self._origins = dict(origins or {})
        self.home = home
        """Of a report that was not read from a file: the folder of the edition or the project that it is made for."""
        self.data = data
        """Of such a report: the rubric and the scores that are in memory, too."""
        self.name = name
        """Of such a report: what stands in place of the name of a file."""

    def __getitem__(self, path: tuple[str | int, ...]) -> Origin:
        return self._origins[path]

    def get(self, path: tuple[str | int, ...], default: Origin | None = None) -> Origin | None:  # type: ignore[override]
        """Return where a value was read; quicker than the method that it inherits."""
        return self._origins.get(path, default)

    def __iter__(self) -> Any:
        return iter(self._origins)

    def __len__(self) -> int:
        return len(self._origins)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceMap)

    __hash__ = None  # type: ignore[assignment]  # equality says nothing here


class Entity(Model):
    """What a report is about, by the name and in the group of its edition."""

    name: EntityName
    """The name that this edition prints."""
    id: EntityId | None = None
    """The publisher's id of the entity, the same in every edition; it tells entities of one name apart."""
    kind: Kind
    """What it is: country, territory, or a kind that the rubric declares."""
    iso: IsoCode | None = None
    """ISO 3166-1 alpha-2 code, or 3166-2 for a part of a country."""
    parent: EntityName | None = None
    """What it belongs to, where its kind may: the state of a territory, the town of a school."""
    region: EntityName | None = None
    """The region that this edition counts the entity to."""
    group: EntityName | None = None
    """The same for an index whose rubric calls its groups otherwise: a province, a sector."""

    @property
    def counted_to(self) -> str | None:
        """The group that the edition counts the entity to."""
        return self.group or self.region

    @model_validator(mode="after")
    def _is_in_one_group(self) -> Entity:
        if self.group and self.region:
            raise fault("group-twice", "both `group` and `region` are given", "write one of the two", "region")
        return self


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


class WarningWaiver(Model):
    """Warnings that an edition knows of: they are counted, and not shown any more."""

    code: Slug
    """The word in brackets behind `warning`, such as unknown-name."""
    file: Line | None = None
    """The file that the warnings stand in, by its name or by its path in the edition; any file when left out."""
    text: Line | None = None
    """Words of the warnings, such as the name of an entity; any words when left out."""
    reason: Line
    """Why the warnings are known and right."""


def _url(value: Any) -> Any:
    return checked_link(value) if isinstance(value, str) else value


class Publication(Model):
    """What is said of the publication itself."""

    publisher: Line | None = None
    """Who publishes the reports; the publisher of the method when left out."""
    citation: Annotated[Text, message("entity", "edition", "series")] | None = None
    """How to cite the report; {entity}, {edition} and {series} are filled in."""
    isbn: Annotated[str, BeforeValidator(_isbn), WithJsonSchema({"type": ["string", "integer"]})] | None = None
    """The ISBN-13 of the publication, with or without hyphens: 978-3-16-148410-0."""
    doi: (
        Annotated[
            str,
            _matching(_DOI, "bad-doi", "a DOI", "write it as 10.1234/abc, without https://"),
            WithJsonSchema({"type": "string", "pattern": f"^{_DOI}$"}),
        ]
        | None
    ) = None
    """The DOI, without the address of a resolver: 10.1234/abc."""
    url: Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})] | None = None
    """Where the report is read online: https://…"""
    licence: Statement | None = None
    """The licence in words or by its name, such as CC BY 4.0."""
    copyright: Statement | None = None
    """Who holds the copyright, and since when: © 2018 the publisher."""
    disclaimer: Prose | None = None
    """Words of a third party, printed as they are."""

    @property
    def rights(self) -> str:
        """Copyright and licence, as a file says them of itself; empty when there is neither."""
        return ". ".join(filter(None, [self.copyright, self.licence]))

    @property
    def identifiers(self) -> tuple[str, ...]:
        """DOI and ISBN with their kinds: ``doi:10.1234/abc``, ``urn:isbn:…``."""
        named = (("doi", self.doi), ("urn:isbn", self.isbn))
        return tuple(f"{kind}:{value}" for kind, value in named if value)


FROM_EDITION = ("rubric", "edition", "year_under_review")
"""What a report needs and its edition can give."""


class EditionFile(Model):
    """What an edition gives all its reports; a report may override the language and the publication."""

    model_config = ConfigDict(title="Edition")

    rubric: Slug
    """The id of the method: the file of that name in ``rubrics/``."""
    edition: EditionId
    """The edition: the year that it is named after, or its id in the rubric."""
    year_under_review: Year | None = None
    """The year that the edition covers; where the twelve months begin in one year and end in the next, the first. Left
    out where the rubric has words for the time that an edition covers."""
    language: Language = "en"
    """The language of the reports, as a BCP 47 tag."""
    theme: Slug | None = None
    """How the reports look: the file of that name in ``themes/``; the standard theme when left out."""
    regions: tuple[Line, ...] = ()
    """The regions of this edition; a report's region must be one of them."""
    groups: tuple[Line, ...] = ()
    """The same for an index whose rubric calls its groups otherwise."""
    parts: Parts = ()
    """The parts of a report, in their order; those of the theme or the rubric when left out."""
    publication: Publication = Publication()
    """What is said of the publication, for all reports that do not say it themselves."""
    volume: Volume = Volume()
    """What is said of the bound volume of the edition."""
    waivers: tuple[WarningWaiver, ...] = ()
    """Warnings that are known and not shown any more. Errors cannot be waived."""

    @property
    def all_groups(self) -> tuple[str, ...]:
        """The groups that the edition names."""
        return self.groups or self.regions

    @model_validator(mode="after")
    def _names_groups_once(self) -> EditionFile:
        if self.groups and self.regions:
            raise fault("group-twice", "both `groups` and `regions` are given", "write one of the two", "regions")
        return self


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
