"""The manifest of a file: how the file was made, what it carries, and what its report is compared with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, ValidationError

from pdfgen.errors import UsageError
from pdfgen.model.base import (
    EntityName,
    Identifier,
    Kind,
    Language,  # pydantic evaluates annotations at run time
    Line,
    Model,
    Slug,
    first_fault,
)
from pdfgen.model.editions import EditionId  # noqa: TC001  # pydantic evaluates annotations at run time
from pdfgen.model.entity import EntityId  # noqa: TC001  # pydantic evaluates annotations at run time

if TYPE_CHECKING:
    from pdfgen.profiles import Profile

ASK_AGAIN = "ask for the original file"

_Edition = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$")]
_Score = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+([.][0-9]+)?$", max_length=1000)]
_Column = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,62}(\.(low|high|standard_error))?$",
    ),
]
_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Moment = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$")]
_FILE = r"[^\x00-\x1f/\\:*?\"<>|. ][^\x00-\x1f/\\:*?\"<>|]*"
# A path of a project that cannot lead anywhere else, on any system: a kind's folder, and a file in it.
_Place = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(report\.yaml|edition\.zip|scores\.csv|(rubrics|themes|labels|names|fonts|images)/{_FILE})$",
        max_length=200,
    ),
]


class Recipe(Model):
    """The options that a file was made with, but for the theme: what is carried names its own.

    Their words are those of ``pdfgen build`` and ``pdfgen volume``.
    """

    profile: Slug = "screen"
    page_size: Slug = "a4"
    standard: Slug | None = None
    attachments: bool = True
    carry_fonts: bool = False
    full_sheets: bool = False
    moment: _Moment = ""
    """When the file was made, as XMP writes it; empty for no date."""

    @classmethod
    def of(cls, profile: Profile, moment: str) -> Recipe:
        """Return the options of a file that follows ``profile``."""
        return cls(
            profile=profile.name,
            page_size=profile.size,
            standard=profile.standard,
            attachments=profile.attachments,
            carry_fonts=profile.carry_fonts,
            full_sheets=profile.sheets > 1 and profile.shows != "volume",
            moment=moment,
        )

    def options(self) -> list[str]:
        """Return the options as words of a command; what is so anyway is left out."""
        default = Recipe()
        words = []
        for name, option in (("profile", "--profile"), ("page_size", "--page-size"), ("standard", "--standard")):
            if (value := getattr(self, name)) != getattr(default, name):
                words += [option, str(value)]
        if self.attachments != (self.profile == default.profile):
            words.append("--attachments" if self.attachments else "--no-attachments")
        words += ["--carry-fonts"] if self.carry_fonts else []
        words += ["--full-sheets"] if self.full_sheets else []
        return words + (["--date", self.moment] if self.moment else [])


class CarriedEntry(Model):
    """A file that is carried: its name among the attachments, and what it must be."""

    name: Line
    sha256: _Hash
    bytes: int


class CarriedPeer(Model):
    """Another entity of the edition, with the values that the entities are ordered by."""

    entity: EntityName
    id: EntityId | None = None
    kind: Line | None = None
    region: EntityName | None = None
    values: dict[Identifier, _Score]


class ReportPast(Model):
    """What a report is compared with."""

    entity: EntityName
    called: EntityName | None = None
    """The name that the breaks of the method have for the entity, where it is another one."""
    kind: Kind | None = None
    """What the entity is; it stands beside the other name."""
    earlier_scores: dict[_Edition, dict[Identifier, _Score | EntityName]] = Field(default_factory=dict)
    not_scored: _Edition | None = None
    """The edition before, where it is known not to have scored the entity."""
    published: dict[_Edition, dict[_Column, _Score | EntityName]] = Field(default_factory=dict)
    """Totals that stand as published, of earlier editions and of the score table of this one, which may also say how
    sure they are."""
    peers: tuple[CarriedPeer, ...] = ()
    """The other entities of the edition, where the method says how one stands among them."""


class MadePages(Model):
    """What the pages of the file must be, whatever it carries. A file cannot have the hash of itself."""

    count: int
    sha256: _Hash
    """Of the SHA-256 (32 bytes) of each page's content stream, decoded, one after the other."""


class Manifest(Model):
    """What stands in a manifest. Paths are made of it, so nothing is taken on trust."""

    versions: dict[str, Line]
    """The program and the libraries that have a say in the bytes of the file."""
    recipe: Recipe
    standards: tuple[Line, ...]
    """What the file claims to follow."""
    rubric: Slug
    edition: EditionId
    language: Language
    theme: Slug
    labels: Line
    """The name of the file of the labels."""
    report: ReportPast | None = None
    """None in the manifest of a volume, whose edition has the score tables themselves."""
    files: dict[_Place, CarriedEntry]
    """What is carried beside the manifest, by its path in the project."""
    faces: dict[Line, _Hash]
    """Every font of the theme, by name; those of ``files`` and those that come with pdfgen among them."""
    own_faces: tuple[Line, ...] = ()
    """The fonts that do not come with pdfgen."""
    shipped: dict[Line, _Hash] = Field(default_factory=dict)
    """The theme and the labels that come with pdfgen, by their paths in its data."""
    pages: MadePages

    def content(self) -> bytes:
        """Return the manifest as the file carries it: the same values give the same bytes."""
        values = self.model_dump(mode="json", exclude_defaults=True)
        values["recipe"] = self.recipe.model_dump(mode="json")  # what is so by default may be otherwise one day
        return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @classmethod
    def read(cls, content: bytes, name: str) -> Manifest:
        """Return the manifest ``name``. Raises UsageError when it is none of ours."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise UsageError(f"{name} is not ours: {first_fault(error)}", ASK_AGAIN) from None
