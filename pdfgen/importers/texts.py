"""Import texts: from files of published text to report files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, PdfgenError, Problem, UsageError
from pdfgen.files import write_whole
from pdfgen.importers.entities import Entities
from pdfgen.importers.filenames import candidates
from pdfgen.importers.reports import Key, NewReport, Reports
from pdfgen.importers.text import read_text
from pdfgen.importers.titles import Title, series_of, title_of
from pdfgen.importers.yaml_writer import ReportText, write_report
from pdfgen.model.edition_file import EditionFile
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.kinds import RUBRIC
from pdfgen.source.places import EDITION_FILE, project_folder, real_place
from pdfgen.source.skeleton import SCHEMA_FILE
from pdfgen.source.text_file import read_lines
from pdfgen.source.yaml_file import MARK_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Method, Rubric
    from pdfgen.source.text_file import SourceFile


_MARKS = "*_[\\<>#|"
"""Characters that reports take for markup; to escape many of them takes long."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the text itself does not say: the entity and the edition of a text without a title."""

    entity: str | None = None
    edition: EditionId | None = None
    rubric: str | None = None
    by_options: bool = True
    """Whether a person can give entity and edition as options."""


@dataclass(frozen=True, slots=True)
class ImportedTexts:
    """A report that was imported: its file, whether the file changed, and remarks on doubtful lines."""

    path: Path
    entity: str
    changed: bool
    remarks: tuple[Problem, ...]


@dataclass
class _Read:
    """A text that was read, and is to be written: ``key`` is what two texts on one entity share."""

    file: SourceFile
    key: Key
    report: ReportText
    content: str
    remarks: list[Problem] = field(default_factory=list)


def import_text(
    path: Path, folder: Path, given: ImportOptions, *, strict: bool = False, replace: bool = False
) -> ImportedTexts:
    """Import the text at ``path`` into ``folder``: an edition's folder, or any other for reports that stand alone.

    Raises InputError with the lines that contradict the method or each other (with ``strict``, doubtful ones as well),
    UsageError when the text does not say what it is of, or another report is in the way. Nothing is written then.
    """
    done = import_texts([path], folder, given, strict=strict, replace=replace)[path]
    if isinstance(done, PdfgenError):
        raise done
    return done


def import_texts(
    paths: Iterable[Path], folder: Path, given: ImportOptions, *, strict: bool = False, replace: bool = False
) -> dict[Path, ImportedTexts | PdfgenError]:
    """Import texts into ``folder``, as ``import_text`` does each; return what became of each of them.

    Two texts on one entity fail both. Reports never replace each other: names that would be the same are kept apart.
    Raises InputError for an edition file that is not sound, UsageError for a rubric that does not exist.
    """
    importer = _Importer(folder, given, strict=strict)
    found: dict[Path, ImportedTexts | PdfgenError] = {}
    read: dict[Path, _Read] = {}
    for path in dict.fromkeys(paths):
        try:
            read[path] = importer.read(path)
        except PdfgenError as error:
            found[path] = error
    for path, text in list(read.items()):
        same = [other for other, one in read.items() if other != path and one.key == text.key]
        if same:
            found[path] = _second_text(text, same)
    new = {path: importer.new_report(path, text) for path, text in read.items() if path not in found}
    importer.reports.settle(list(new.values()))
    for path, report in new.items():
        try:
            found[path] = importer.write(read[path], report, replace=replace)
        except PdfgenError as error:
            found[path] = error
    return found


def _second_text(text: _Read, others: list[Path]) -> InputError:
    names = ", ".join(map(str, others))
    message = f"this text is about {text.report.entity['name']}, and so is {names}"
    return InputError([text.file.problem(1, 1, "second-text", message, "keep one text for each entity")])


class _Importer:
    """Reads and writes the texts of one run."""

    def __init__(self, folder: Path, given: ImportOptions, *, strict: bool) -> None:
        self.given, self.strict = given, strict
        self.home = next(
            (place for place in (folder, real_place(folder).parent) if (place / EDITION_FILE).is_file()), None
        )
        self.catalogue = Catalogue(project_folder(self.home))
        self.edition = load_file(self.home / EDITION_FILE, EditionFile) if self.home else None
        name = given.rubric or (self.edition.rubric if self.edition else None)
        self.rubric = self.catalogue.rubric(name) if name else None
        place = folder / "reports" if self.home == folder else folder
        self.entities = Entities(self.catalogue)
        self.reports = Reports(place, self.entities)

    def read(self, path: Path) -> _Read:
        """Read a text. Raises InputError for one that is not sound, UsageError for an edition that does not exist."""
        file = read_lines(path, utf16=True)
        if not file.problems and not any(line.strip() for line in file.lines):
            file.report(1, 1, "empty-file", "the file has no content", "name a file with a report")
        if sum(line.count(mark) for line in file.lines for mark in _MARKS) > MARK_LIMIT:
            message = f"the text has more than {MARK_LIMIT:,} of the marks {' '.join(_MARKS)}"
            file.report(1, 1, "too-much-markup", message, "check that the file is a text")
        if file.problems:
            raise InputError(file.problems)
        rubric = self.rubric or self._series(file)
        title = title_of(file.lines, rubric.title, lambda name: self.entities.knows(rubric, name), rubric.editions)
        year, written = self._known(file, title, rubric, path.stem)
        method = self.catalogue.method(rubric.id, year)
        entity, remarks = self._spelled(file, written, title, method)
        before = rubric.before(year)
        row = self.catalogue.scores(rubric.id, before, entity) if before else None
        earlier = row.read(rubric.at(before), []).scores if row and before else {}
        source = ""
        if title is None:
            source = "was given by hand" if self.given.entity else "is that of the file"
        if title is None and not self.given.entity:
            message = f"the text has no title: “{entity}” is taken from the name of the file"
            remedy = f"write “{rubric.title} {year} - {entity}” on the first line"
            remarks.append(_as_warning(file.problem(1, 1, "no-title", message, remedy)))
        try:
            report, more = read_text(file, method, title, entity, earlier)
        except InputError as error:
            raise InputError([*remarks, *error.problems]) from None
        remarks += more
        if self.strict and remarks:
            raise InputError([replace(item, severity="error") for item in remarks])
        _describe(report, method, self.catalogue, source)
        schema = "../" * (1 if self.home else 0) + SCHEMA_FILE
        content = write_report(report, schema if self.home else "", None if self.home else method)
        return _Read(file, self.entities.key(rubric, year, entity), report, content, remarks)

    def new_report(self, path: Path, text: _Read) -> NewReport:
        """Return what is to be written, with names for its file: that of the text or the entity."""
        entity = text.report.entity
        additions = (entity.get("iso", ""), "" if self.edition else str(text.report.edition))
        names = candidates(path.stem, entity["name"], *additions)
        return NewReport(text.key, text.content.encode(), names)

    def write(self, text: _Read, report: NewReport, *, replace: bool) -> ImportedTexts:
        """Write a report to its target. Raises UsageError when another one is there and may not be replaced."""
        if report.target is None:
            raise AssertionError
        remarks = text.remarks
        if report.other:
            message = f"{report.other} exists already, and is about another entity; this report is {report.target.name}"
            problem = text.file.problem(1, 1, "name-taken", message, "check that the two are not the same entity")
            if self.strict:
                raise InputError([problem])
            remarks = [*remarks, _as_warning(problem)]
        changed = write_unless_there(report.target, text.content, replace=replace)
        return ImportedTexts(report.target, text.report.entity["name"], changed, tuple(remarks))

    def _series(self, file: SourceFile) -> Rubric:
        found = series_of(file.lines, map(self.catalogue.rubric, self.catalogue.names(RUBRIC)))
        if found is None:
            remedy = "name the method with --rubric, or import into an edition’s folder"
            message = "this text belongs to no series that is known"
            raise InputError([file.problem(1, 1, "unknown-series", message, remedy)])
        return found

    def _known(self, file: SourceFile, title: Title | None, rubric: Rubric, stem: str) -> tuple[EditionId, str]:
        """Return edition and entity: as given, else from the title, else from the edition and the file's name."""
        edition = self.edition.edition if self.edition else None
        year = self.given.edition or (title.edition if title else None) or edition
        entity = self.given.entity or (title.entity if title else None) or self.entities.named(rubric, stem)
        missing = [option for option, value in (("--entity", entity), ("--edition", year)) if not value]
        if year is None or entity is None:
            remedy = f"write “{rubric.title} {year or 'YEAR'} - NAME” on the first line, or "
            remedy += f"give {' and '.join(missing)}" if self.given.by_options else "name the file after the entity"
            raise InputError([file.problem(1, 1, "no-title", "the text has no title", remedy)])
        said = title.edition if title and title.edition and not self.given.edition else year
        if edition and edition != said:
            message = f"the text is of edition {said}, the folder of {edition}"
            raise InputError(
                [file.problem(1, 1, "edition-differs", message, "import it into the folder of its edition")]
            )
        return year, entity

    def _spelled(
        self, file: SourceFile, written: str, title: Title | None, method: Method
    ) -> tuple[str, list[Problem]]:
        """Return the entity's name; one in capitals as it is known, else in small letters, with a remark."""
        if self.given.entity or not (written.isupper() or written.islower()):
            return written, []
        if known := self.entities.spelled(method, written):
            return known, []
        if len(written) <= 3 or title is None or not written.isupper():  # noqa: PLR2004  # an abbreviation, such as USA
            return written, []
        name = _in_small_letters(written)
        message = f"the name “{written}” is written in capitals; it is taken as “{name}”"
        problem = file.problem(
            title.lines[-1], 1, "name-in-capitals", message, "write the name in the title as it is printed"
        )
        return name, [_as_warning(problem)]


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity="warning")


def _in_small_letters(name: str) -> str:
    """Return a name that is written in capitals as names are written."""
    small = {"Of": "of", "And": "and", "The": "the", "In": "in"}
    first, *rest = name.title().replace("’S", "’s").replace("'S", "'s").split(" ")
    return " ".join([first, *(small.get(word, word) for word in rest)])


def _describe(report: ReportText, method: Method, catalogue: Catalogue, source: str) -> None:
    """Fill in what the score tables know of the entity, and say what was not in the text.

    ``source`` says where the name comes from, when it is not from the text.
    """
    known = catalogue.particulars(method, report.entity["name"])
    report.entity |= {"kind": "country"} | known
    remarks = [f"the name {source}: the text has no title"] if source else []
    if known:
        remarks.append(f"not in the text, but known of the entity: {', '.join(known)}")
    else:
        remarks.append("the kind is assumed: the entity is not known")
    report.comments["entity"] = "\n".join(remarks)
    sections = [item.id for item in method.measures.values() if item.parts and item.id not in report.published]
    if sections:
        report.comments["published"] = f"not in the text, derived from the scores: {', '.join(sections)}"


def write_unless_there(target: Path, text: str, *, replace: bool) -> bool:
    """Write ``text`` unless it is there already; return whether the file changed.

    Raises UsageError when another text is there and may not be replaced.
    """
    content = text.encode()
    if target.exists():
        if target.read_bytes() == content:
            return False
        if not replace:
            raise UsageError(f"{target} exists already and differs", "add --replace to replace it")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content)
    return True
