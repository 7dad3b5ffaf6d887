"""New files: a report with every question of its method, an edition with its schema."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.files import write_whole
from pdfgen.model.edition_file import EditionFile
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.places import EDITION_FILE, edition_folder, project_folder, real_place
from pdfgen.source.schema import schema

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.model.editions import EditionId
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.scoring import Stated


SCHEMA_FILE = "report.schema.json"
EDITION_SCHEMA_FILE = "edition.schema.json"


def new_edition(folder: Path, rubric: str, edition: EditionId) -> list[Path]:
    """Make the folder of an edition: its edition file, the schema of its reports, and a place for them.

    Returns the files written. Raises UsageError when the folder already has an edition, or the method no such edition.
    """
    if (folder / EDITION_FILE).exists():
        raise UsageError(f"{folder / EDITION_FILE} exists already", "choose another folder")
    method = Catalogue(project_folder(folder)).method(rubric, edition)
    found = method.rubric
    year = found.reviewed(edition)
    reviewed = "" if year is None or found.words_of(edition).covers else f"year_under_review: {year}\n"
    text = f"""\
# yaml-language-server: $schema={EDITION_SCHEMA_FILE}
#
# {found.title} {edition}: what the edition gives all its reports.

rubric: {rubric}
edition: {edition}
{reviewed}language: en

publication:
  publisher: {json.dumps(found.publisher, ensure_ascii=False)}
  citation: "“{{entity}},” in {{series}} {{edition}}."
"""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    schemas = {EDITION_SCHEMA_FILE: schema("edition"), SCHEMA_FILE: schema("report", method)}
    for name, content in schemas.items():
        write_whole(folder / name, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    write_whole(folder / EDITION_FILE, text.encode())
    return [folder / EDITION_FILE, *(folder / name for name in schemas)]


def new_report(path: Path, entity: str) -> Path:
    """Write a report with every question of its edition, ready to be filled in.

    Kind, code and region come from the names and the score tables where the entity is known, its scores from the score
    table of the edition. Raises UsageError when the
    file exists, is not named ``.yaml``, or no edition file is above it.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{path} is not named as a report", f"name it {path.name}.yaml")
    if path.exists():
        raise UsageError(f"{path} exists already", "choose another name")
    home = edition_folder(path)
    if home is None:
        remedy = "begin with `pdfgen new edition FOLDER`, and name FOLDER/reports/NAME.yaml"
        raise UsageError(f"{path.parent} is in no edition", remedy)
    edition = load_file(home / EDITION_FILE, EditionFile)
    catalogue = Catalogue(project_folder(home))
    method = catalogue.method(edition.rubric, edition.edition)
    known = catalogue.particulars(method, entity)
    row = catalogue.scores(edition.rubric, edition.edition, entity)
    scores = row.read(method, []).scores if row else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _report(method, entity, known, scores, _schema_path(path, home)).encode())
    return path


def _schema_path(path: Path, home: Path) -> str:
    depth = len(real_place(path).parent.relative_to(home).parts)
    return "../" * depth + SCHEMA_FILE


def _report(method: Method, entity: str, known: dict[str, str], scores: dict[str, Stated], schema_path: str) -> str:
    kind = known.get("kind", method.rubric.entity_kinds[0].id)
    lines = [
        f"# yaml-language-server: $schema={schema_path}",
        "",
        "entity:",
        f"  name: {json.dumps(entity, ensure_ascii=False)}",
        *(f"  {key}: {value}" for key, value in {"iso": known.get("iso"), "kind": kind}.items() if value),
    ]
    if known.get("region"):
        lines.append(f"  region: {known['region']}")
    facts = [field for field in method.quick_facts if field.concerns(kind)]
    if facts:
        lines += ["", "quick_facts:"]
    for field in facts:
        codes = ", ".join(category.code for category in field.categories)
        note = f"{field.label}: {codes or field.type}"
        lines.append(f"  {field.id}:   # {note}")
    lines += [
        "",
        "overview:   # one or two paragraphs: write `|`, and the text on the lines below",
        "",
        "key_developments: []   # what happened in the year under review: items after `- |`",
        "",
        "answers:",
    ]
    for measure in method.items:
        if not measure.optional or measure.id in scores:
            lines += _question(measure, scores.get(measure.id))
    if given := {item.id: scores[item.id] for item in method.stated if not item.is_item and item.id in scores}:
        lines += ["given:", *(f"  {id_}: {number:f}" for id_, number in given.items())]
    return "\n".join(lines) + "\n"


def _question(measure: Measure, score: Stated | None) -> list[str]:
    wording = measure.wording
    words = wording.text if wording and wording.verified else measure.label
    comment = textwrap.wrap(words, 110, initial_indent="  # ", subsequent_indent="  # ")
    scale = measure.scale
    ends = f"from {scale.min}" if scale.max is None else f"{scale.min} to {scale.max}"
    if measure.grades:
        ends = ", ".join(grade.code for grade in measure.grades)
    known = "" if score is None else f" {json.dumps(score, ensure_ascii=False) if isinstance(score, str) else score}"
    return [*comment, f"  {measure.id}:", f"    score:{known}   # {ends}", "    narrative:   # why", ""]
