"""What goes into an object: the finished files, the project that builds them, and the record of both."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfgen import pipeline, volumes
from pdfgen.archive.object_record import (
    FILES,
    RECORD,
    SOURCE,
    ArchivedEntity,
    ArchivedErratum,
    ArchivedFile,
    ObjectRecord,
    report_id,
    volume_id,
)
from pdfgen.files import read_regular
from pdfgen.limits import FONT_BYTES
from pdfgen.model.entity_kinds import REGION
from pdfgen.rebuilds import profile_of
from pdfgen.source.manifest import Recipe
from pdfgen.source.restored import MANIFEST, project
from pdfgen.versions import versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfgen.errors import Problem
    from pdfgen.model.editions import EditionId
    from pdfgen.model.errata import Erratum
    from pdfgen.model.publication import Publication
    from pdfgen.model.rubric import Method
    from pdfgen.pipeline import Rendered
    from pdfgen.profiles import Profile
    from pdfgen.scoring import Value
    from pdfgen.source.carried import Carried
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded


_OWN = ("doi", "isbn", "url")


@dataclass(frozen=True, slots=True)
class Payload:
    """An object that can be added: its record, its files by logical path, and the warnings of its build."""

    record: ObjectRecord
    files: dict[str, bytes]
    warnings: tuple[Problem, ...] = ()


@dataclass(slots=True)
class ArchiveSubject(ABC):
    """What is to be archived, with the files that are made of it.

    The first of the ``recipes`` is that of a file which carries its data: the source has its manifest.
    """

    recipes: tuple[Recipe, ...]
    theme: str | None = None
    """The theme that was asked for; the source names it."""
    _carried: Carried | None = field(default=None, init=False)

    @property
    @abstractmethod
    def id(self) -> str:
        """The identifier of its object."""

    @property
    @abstractmethod
    def place(self) -> str:
        """The file that says what it is."""

    @property
    @abstractmethod
    def before(self) -> EditionId | None:
        """The edition before, of those that the method was made for."""

    @abstractmethod
    def build(self, recipe: Recipe) -> Rendered:
        """Build a file. Raises InputError for what cannot be set."""

    @abstractmethod
    def carry(self, profile: Profile, moment: str) -> Carried:
        """Return what a file carries."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """Return what the record says of it, but for files and source."""

    @property
    def carried(self) -> Carried:
        """What the first file carries."""
        if self._carried is None:
            first = self.recipes[0]
            self._carried = self.carry(self.profile(first), first.moment)
        return self._carried

    def profile(self, recipe: Recipe) -> Profile:
        """Return the profile of a file."""
        return profile_of(recipe)

    def source(self) -> dict[str, bytes]:
        """Return the project that builds the files, by path, without its manifest.

        Own fonts are in it, whether or not they may travel with a file: an archive is the publisher's own.
        """
        own = self.carried
        nothing = 0, "0" * 64
        files = {item.name: item.content for item in own.with_manifest(*nothing)}
        found = project(files, own.manifest(*nothing))
        del found[MANIFEST]
        return found | {f"fonts/{name}": read_regular(path, FONT_BYTES) for name, path in own.own_faces.items()}


@dataclass(slots=True)
class ReportSubject(ArchiveSubject):
    """A checked report."""

    loaded: Loaded = field(kw_only=True)

    @property
    def id(self) -> str:  # noqa: D102  # ArchiveSubject
        report = self.loaded.report
        return report_id(report.rubric, report.edition, report.language, report.entity.name, report.entity.id)

    @property
    def place(self) -> str:  # noqa: D102
        return self.loaded.report.origin().path

    @property
    def before(self) -> EditionId | None:  # noqa: D102
        return _before(self.loaded.method, self.loaded.report.edition)

    def build(self, recipe: Recipe) -> Rendered:  # noqa: D102
        return pipeline.build(self.loaded, self.profile(recipe), self.theme, recipe.moment)

    def carry(self, profile: Profile, moment: str) -> Carried:  # noqa: D102
        return pipeline.carried_by(self.loaded, profile, self.theme, moment)

    def facts(self) -> dict[str, Any]:  # noqa: D102
        report, card = self.loaded.report, self.loaded.card
        entity = report.entity
        said = _published(report.publication, self.loaded.method)
        # what a report has from its edition is the identifier of the volume
        said |= {name: None for name in _OWN if report.origin("publication", name).path != self.place}
        group = self.loaded.method.rubric.group
        whom = ArchivedEntity(
            name=entity.name,
            id=entity.id,
            kind=entity.kind,
            iso=entity.iso,
            region=entity.counted_to,
            grouped_by=group.singular if entity.counted_to and group.id != REGION.id else None,
        )
        named = card.status.measure.categories() if card.status else ()
        status = next((one.label for one in named if card.status and one.code == card.status.value.code), None)
        return {
            "kind": "report",
            "title": entity.name,
            "edition": report.edition,
            "year_under_review": report.year_under_review,
            "period": self.loaded.method.rubric.words_of(report.edition).covers,
            "language": report.language,
            "entity": whom,
            "scores": {id_: text for id_, scored in card.scores.items() if (text := _text(scored.value))},
            "total": (_text(card.aggregate.value) if card.aggregate else "") or None,
            "status": status,
            "flags": tuple(id_ for id_, holds in card.flags.items() if holds),
            "errata": tuple(map(_erratum, report.errata)),
            **said,
        }


@dataclass(slots=True)
class VolumeSubject(ArchiveSubject):
    """A checked edition, as a volume."""

    edition: LoadedEdition = field(kw_only=True)

    @property
    def id(self) -> str:  # noqa: D102  # ArchiveSubject
        said = self.edition.edition
        return volume_id(said.rubric, said.edition, said.language)

    def profile(self, recipe: Recipe) -> Profile:  # noqa: D102
        return profile_of(recipe, volume=True)

    @property
    def place(self) -> str:  # noqa: D102
        return self.edition.origin.path

    @property
    def before(self) -> EditionId | None:  # noqa: D102
        return _before(self.edition.method, self.edition.edition.edition)

    def build(self, recipe: Recipe) -> Rendered:  # noqa: D102
        return volumes.build_volume(self.edition, self.profile(recipe), self.theme, moment=recipe.moment)

    def carry(self, profile: Profile, moment: str) -> Carried:  # noqa: D102
        return volumes.carried_by(self.edition, profile, self.theme, moment)

    def facts(self) -> dict[str, Any]:  # noqa: D102
        said, method = self.edition.edition, self.edition.method
        return {
            "kind": "volume",
            "title": f"{said.volume.title or method.rubric.title} {said.edition}",
            "edition": said.edition,
            "year_under_review": said.year_under_review,
            "period": method.rubric.words_of(said.edition).covers,
            "language": said.language,
            "reports": tuple(ReportSubject(self.recipes, loaded=loaded).id for loaded in self.edition.reports),
            "errata": tuple(item for loaded in self.edition.reports for item in _bound(loaded)),
            **_published(said.publication, method),
        }


def _before(method: Method, edition: EditionId) -> EditionId | None:
    return method.rubric.before(edition)


def _erratum(item: Erratum) -> ArchivedErratum:
    (paragraph,) = item.text.paragraphs()
    return ArchivedErratum(date=item.date.isoformat(), text=paragraph.text(), version=item.version)


def _bound(loaded: Loaded) -> list[ArchivedErratum]:
    """Return the corrections of a report in a volume, whose versions are not those of the report."""
    name = loaded.report.entity.name
    found = map(_erratum, loaded.report.errata)
    return [item.model_copy(update={"text": f"{name}: {item.text}", "version": None}) for item in found]


def _text(value: Value) -> str:
    """Return a value as the record has it: a decimal number, or the code of a category."""
    if value.number is not None and not value.is_word:
        return f"{value.number:f}"
    return value.code or ""


def _published(said: Publication, method: Method) -> dict[str, Any]:
    rubric = method.rubric
    return {
        "rubric": rubric.id,
        "series": rubric.title,
        "publisher": said.publisher or rubric.publisher,
        "licence": said.licence,
        "rights": said.rights or None,
        "doi": said.doi,
        "isbn": said.isbn,
        "url": said.url,
    }


def payload(subject: ArchiveSubject, source: dict[str, bytes]) -> Payload:
    """Build the files of a subject, and put its object together. Raises InputError for what cannot be set."""
    made = [(recipe, subject.build(recipe)) for recipe in subject.recipes]
    base = subject.carried.base
    files = {_name(base, recipe): bytes(pdf) for recipe, pdf in made}
    entries = tuple(_entry(subject, base, recipe, pdf) for recipe, pdf in made)
    record = ObjectRecord(
        id=subject.id,
        **subject.facts(),
        versions=versions(),
        faces=subject.carried.faces,
        own_faces=tuple(subject.carried.own_faces),
        shipped=subject.carried.shipped,
        files=entries,
        source=hashes(source),
    )
    kept = {f"{SOURCE}{path}": content for path, content in source.items()}
    kept |= {f"{FILES}{name}": content for name, content in files.items()}
    warnings = dict.fromkeys(problem for _, pdf in made for problem in pdf.warnings)
    return Payload(record, kept | {RECORD: record.content()}, tuple(warnings))


def _name(base: str, recipe: Recipe) -> str:
    return f"{base}{'' if recipe.profile == 'screen' else f'-{recipe.profile}'}.pdf"


def _entry(subject: ArchiveSubject, base: str, recipe: Recipe, pdf: Rendered) -> ArchivedFile:
    profile = subject.profile(recipe)
    return ArchivedFile(
        name=_name(base, recipe),
        shows=profile.shows,
        recipe=recipe,
        standards=tuple(standard.name for standard in profile.standards),
        pages=pdf.pages,
        bytes=len(pdf),
        sha256=_sha256(bytes(pdf)),
    )


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, by path."""
    return {path: _sha256(content) for path, content in sorted(files.items())}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def recipes_for(profiles: Sequence[Profile], moment: str) -> tuple[Recipe, ...]:
    """Return the recipes of profiles; the one for the screen, which carries its data, goes first."""
    ordered = sorted(profiles, key=lambda profile: not profile.attachments)
    return tuple(Recipe.of(profile, moment) for profile in ordered)
