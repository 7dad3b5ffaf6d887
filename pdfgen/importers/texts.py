"""Import texts: from files of published text to report files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Problem, UsageError
from pdfgen.files import write_whole
from pdfgen.importers.text import read_text
from pdfgen.importers.titles import series_of, title_of
from pdfgen.importers.yaml_writer import ReportText, write_report
from pdfgen.model.report import Edition
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.places import EDITION_FILE, project_folder
from pdfgen.source.skeleton import SCHEMA_FILE
from pdfgen.source.tree import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.model.method import Method
    from pdfgen.model.rubric import Rubric
    from pdfgen.source.tree import SourceFile


@dataclass(frozen=True, slots=True)
class Given:
    """What the text itself does not say: the entity and the edition of a text without a title."""

    entity: str | None = None
    edition: int | None = None
    rubric: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A report that was imported: its file, whether the file changed, and remarks on doubtful lines."""

    path: Path
    entity: str
    changed: bool
    remarks: tuple[Problem, ...]


def import_text(path: Path, folder: Path, given: Given, *, strict: bool = False, replace: bool = False) -> Imported:
    """Import the text at ``path`` into ``folder``: an edition's folder, or any other for reports that stand alone.

    Raises InputError with the lines that contradict the method or each other (with ``strict``, doubtful ones as well),
    UsageError when the text does not say what it is of, or another report is in the way. Nothing is written then.
    """
    file = read_lines(path)
    if not file.problems and not any(line.strip() for line in file.lines):
        file.report(1, 1, "empty-file", "the file has no content", "name a file with a report")
    if file.problems:
        raise InputError(file.problems)
    home = next((place for place in (folder, folder.absolute().parent) if (place / EDITION_FILE).is_file()), None)
    catalogue = Catalogue(project_folder(home) if home else None)
    edition = load_file(home / EDITION_FILE, Edition) if home else None
    rubric = _rubric(file, catalogue, given, edition)
    title = title_of(file.lines, rubric.title)
    year, entity = _known(file, title, given, edition)
    method = catalogue.method(rubric.id, year)
    before = rubric.before(year)
    row = catalogue.scores(rubric.id, before, entity) if before else None
    earlier = row.read(rubric.at(before).questions, []).numbers if row and before else {}
    report, remarks = read_text(file, method, entity, earlier)
    if strict and remarks:
        raise InputError(remarks)
    _describe(report, method, catalogue, by_hand=title is None)
    target = (folder / "reports" if home == folder else folder) / f"{slug(path.stem, entity)}.yaml"
    schema = "../" * (1 if home else 0) + SCHEMA_FILE
    text = write_report(report, schema if home else "", None if home else method)
    return Imported(target, entity, write_unless_there(target, text, replace=replace), tuple(remarks))


def _rubric(file: SourceFile, catalogue: Catalogue, given: Given, edition: Edition | None) -> Rubric:
    name = given.rubric or (edition.rubric if edition else None)
    if name:
        return catalogue.rubric(name)
    found = series_of(file.lines, map(catalogue.rubric, catalogue.names("rubrics")))
    if found is None:
        remedy = "name the method with --rubric, or import into an edition’s folder"
        raise InputError([file.problem(1, 1, "unknown-series", "this text is of no series that is known", remedy)])
    return found


def _known(file: SourceFile, title: tuple[int, str] | None, given: Given, edition: Edition | None) -> tuple[int, str]:
    """Return edition and entity: from the title, else as given."""
    year = given.edition or (title[0] if title else None) or (edition.edition if edition else None)
    entity = given.entity or (title[1] if title else None)
    missing = [option for option, value in (("--entity", entity), ("--edition", year)) if not value]
    if year is None or entity is None:
        raise InputError([file.problem(1, 1, "no-title", "the text has no title", f"give {' and '.join(missing)}")])
    if edition and edition.edition != year:
        message = f"the text is of edition {year}, the folder of {edition.edition}"
        raise InputError([file.problem(1, 1, "edition-differs", message, "import it into the folder of its edition")])
    return year, entity


def _describe(report: ReportText, method: Method, catalogue: Catalogue, *, by_hand: bool) -> None:
    """Fill in what the score tables know of the entity, and say what was not in the text."""
    known = catalogue.particulars(method, report.entity["name"])
    report.entity |= {"kind": "country"} | known
    remarks = ["the name was given by hand: the text has no title"] if by_hand else []
    if known:
        remarks.append(f"not in the text, but known of the entity: {', '.join(known)}")
    else:
        remarks.append("the kind is assumed: the entity is not known")
    report.comments["entity"] = "\n".join(remarks)
    sections = [item.id for item in method.measures.values() if item.parts and item.id not in report.published]
    if sections:
        report.comments["published"] = f"not in the text, derived from the scores: {', '.join(sections)}"


def slug(stem: str, entity: str) -> str:
    """Return the name of a report's file: that of the text where it will do, else made from the entity."""
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", stem):
        return stem
    plain = unicodedata.normalize("NFKD", entity).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63] or "report"


def write_unless_there(target: Path, text: str, *, replace: bool) -> bool:
    """Write ``text`` unless it is there already; return whether the file changed.

    Raises UsageError when another text is there and is not to be replaced.
    """
    content = text.encode()
    if target.exists():
        if target.read_bytes() == content:
            return False
        if not replace:
            raise UsageError(f"{target} is there already and differs", "let it be replaced with --replace")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, content)
    return True
