"""What an edition gives all its reports."""

from __future__ import annotations

from pydantic import ConfigDict, model_validator

from pdfgen.model.base import Language, Line, Model, Slug, Year, fault
from pdfgen.model.bound_volume_settings import Volume
from pdfgen.model.editions import EditionId
from pdfgen.model.publication import Publication
from pdfgen.model.report_parts import Parts


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
