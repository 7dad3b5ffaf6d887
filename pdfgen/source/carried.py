"""What a file carries of its own source, so that the same file can be built again from nothing else.

A report carries itself, its method, and what its project has of its own: theme, labels, and fonts where that is asked
for and their licences allow it. The manifest says the rest: scores of earlier editions, options, hashes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pdfgen.caches import remembered
from pdfgen.files import stamp
from pdfgen.model.spelling import slugged
from pdfgen.pdf.claims import Attachment
from pdfgen.pdf.truetype import program
from pdfgen.resources import shipped
from pdfgen.source.canonical import canonical, canonical_values
from pdfgen.source.extending import chain, merged, stamps
from pdfgen.source.manifest import CarriedEntry, CarriedPeer, MadePages, Manifest, Recipe, ReportPast
from pdfgen.source.tree import plain
from pdfgen.versions import libraries

if TYPE_CHECKING:
    from pdfgen.files import Stamp
    from pdfgen.model.editions import EditionId
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Rubric
    from pdfgen.profiles import Profile
    from pdfgen.source.catalogue import Catalogue
    from pdfgen.source.load import Loaded
    from pdfgen.theme import Theme


REPORT = "report.yaml"


@dataclass(slots=True)
class Carried:
    """What a file carries, by the paths of the project that it comes from, and what its manifest says."""

    base: str
    """What the names of all attachments begin with."""
    recipe: Recipe
    standards: tuple[str, ...]
    rubric: str
    edition: EditionId
    language: str
    theme: str
    labels: str
    report: ReportPast | None
    files: dict[str, Attachment] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)
    own_faces: dict[str, Path] = field(default_factory=dict)
    """Those of the project, with their files."""
    kept_back: list[str] = field(default_factory=list)
    """Fonts that were to be carried, and whose licences do not allow it."""
    shipped: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, name: str, content: bytes, kind: str, about: str) -> None:
        """Add a file; ``name`` comes behind the base, ``place`` is its path in the project."""
        self.files[place] = Attachment(f"{self.base}{name}", content, kind, about)

    def manifest(self, pages: int, digest: str) -> Manifest:
        """Return the manifest of a file with so many pages, whose content streams have this SHA-256."""
        return Manifest(
            versions=libraries(),
            recipe=self.recipe,
            standards=self.standards,
            rubric=self.rubric,
            edition=self.edition,
            language=self.language,
            theme=self.theme,
            labels=self.labels,
            report=self.report,
            files={place: _entry(file) for place, file in self.files.items()},
            faces=self.faces,
            own_faces=tuple(self.own_faces),
            shipped=self.shipped,
            pages=MadePages(count=pages, sha256=digest),
        )

    def with_manifest(self, pages: int, digest: str) -> list[Attachment]:
        """Return everything that a file with these pages carries."""
        content = self.manifest(pages, digest).content()
        about = "How the file was made, hashes, and the scores of earlier editions"
        return [*self.files.values(), Attachment(f"{self.base}-manifest.json", content, "application/json", about)]


def _entry(file: Attachment) -> CarriedEntry:
    return CarriedEntry(name=file.name, sha256=hashlib.sha256(file.content).hexdigest(), bytes=len(file.content))


def carried(loaded: Loaded, theme: str, profile: Profile, moment: str) -> Carried:
    """Return what the file of a report carries that is made at ``moment`` in ``theme``, the report's own."""
    report = loaded.report
    language = loaded.catalogue.labels_file(report.language, report.rubric).stem
    found = Carried(
        _base(report),
        Recipe.of(profile, moment),
        tuple(standard.name for standard in profile.standards),
        report.rubric,
        report.edition,
        report.language,
        theme,
        language,
        _past(loaded),
    )
    found.add(REPORT, ".yaml", canonical(report), _YAML, "The report as data")
    found.add(f"rubrics/{report.rubric}.yaml", "-rubric.yaml", rubric_file(loaded), _YAML, "The method of its scores")
    add_own(found, loaded.catalogue, [theme], [report.language], carry_fonts=profile.carry_fonts)
    return found


_YAML = "application/yaml"


def _base(report: Report) -> str:
    entity = report.entity
    names = [entity.name, entity.id or "", report.language if report.language != "en" else ""]
    return "-".join([report.rubric, str(report.edition), *(part for name in names if (part := slugged(name)))])


def rubric_file(loaded: Loaded) -> bytes:
    """Return the rubric of a report as it is carried."""
    return _written(_Same(loaded.method.rubric))


def add_own(
    found: Carried, catalogue: Catalogue, themes: list[str], languages: list[str], *, carry_fonts: bool
) -> None:
    """Add the themes, labels and fonts that do not come with pdfgen; note the hashes of what does.

    The file is set in the first of the themes: the fonts of the others are not needed.
    """
    for what, paths in (
        ("theme", [catalogue.theme_file(name) for name in themes]),
        ("labels", [catalogue.labels_file(language, found.rubric) for language in languages]),
    ):
        for path in dict.fromkeys(paths):
            place = f"{path.parent.name}/{path.name}"
            catalogue.note(shipped("data") / place)  # a copy of it is not carried
            if _is_shipped(path, shipped("data") / place):
                found.shipped[place] = file_hash(path)
            else:
                suffix = f"-{path.stem}" if len(paths) > 1 else ""
                found.add(place, f"-{what}{suffix}.yaml", own_file(path), _YAML, f"Its {what}")
    look = catalogue.theme(themes[0])
    _add_faces(found, look, carry_fonts=carry_fonts)
    catalogue.note(*(shipped("fonts") / name for name in found.faces))


def _add_faces(found: Carried, theme: Theme, *, carry_fonts: bool) -> None:
    for _, family in sorted(theme.families.items()):
        for _, file in family:
            if file is None:
                continue
            path = Path(file) if PurePath(file).is_absolute() else shipped("fonts") / file
            name = path.name
            if name in found.faces:
                continue
            own = not _is_shipped(path, shipped("fonts") / name)
            found.faces[name] = file_hash(path)
            if own:
                found.own_faces[name] = path
            if not own or not carry_fonts:
                continue
            font = program(path)
            if font.may_travel:
                found.add(f"fonts/{name}", f"-{name}", font.content, "font/ttf", "A font of its theme")
            else:
                found.kept_back.append(name)


def _is_shipped(path: Path, place: Path) -> bool:
    """Tell whether a file is the one that comes with pdfgen, or a copy of it under the same name."""
    return path == place or (place.is_file() and file_hash(path) == file_hash(place))


@remembered(64)
def _hash_of(path: Path, _stamp: Stamp | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, which is read again when it has changed."""
    return _hash_of(path, stamp(path))


@remembered(16)
def _own_file(files: tuple[Path, ...], _stamps: tuple[Stamp | None, ...]) -> bytes:
    tree, _ = merged(files)
    return canonical_values(plain(tree)) if tree else b""


def own_file(path: Path) -> bytes:
    """Return a YAML file of the project as it is carried: its values with those that it extends, without comments."""
    files = chain(path)
    return _own_file(files, stamps(files))


def _past(loaded: Loaded) -> ReportPast:
    """Return what the report is compared with."""
    report, rubric = loaded.report, loaded.method.rubric
    scores: dict[str, dict[str, str]] = {}
    published: dict[str, dict[str, str]] = {}
    for year in loaded.history:
        stated, kept = history_of(loaded, year)
        if stated or year != report.edition:
            scores[str(year)] = stated
        if kept:
            published[str(year)] = kept
    before = rubric.before(report.edition)
    called = loaded.called if loaded.called != report.entity.name else None
    return ReportPast(
        entity=report.entity.name,
        called=called,
        kind=report.entity.kind if called else None,
        earlier_scores=scores,
        not_scored=str(before) if before is not None and not scores else None,
        published=published,
        peers=tuple(
            CarriedPeer(
                entity=peer.name,
                id=peer.id or None,
                kind=peer.kind or None,
                region=peer.group or None,
                values={id_: f"{value:f}" for id_, value in peer.values.items()},
            )
            for peer in (loaded.peers.others if loaded.peers else ())
            if peer.values
        ),
    )


def history_of(loaded: Loaded, year: EditionId) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is known of an edition by measure: numbers that it stated, and totals that stand as published."""
    measures = loaded.method.rubric.at(year).measures
    texts = {id_: value if isinstance(value, str) else f"{value:f}" for id_, value in loaded.history[year].items()}
    stated = {id_: text for id_, text in texts.items() if id_ in measures and measures[id_].is_stated}
    return stated, {id_: text for id_, text in texts.items() if id_ not in stated}


class _Same:
    """A rubric that is equal to itself only: comparing two by their content takes longer than writing one."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return id(self.rubric)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rubric is self.rubric


@remembered(4)
def _written(rubric: _Same) -> bytes:
    return canonical(rubric.rubric)
