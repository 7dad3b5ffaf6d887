"""New files: a report with every question of its method, an edition with its schema."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, UsageError
from pdfgen.files import write_whole
from pdfgen.model.base import did_you_mean
from pdfgen.model.report import Edition
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import EDITION_FILE
from pdfgen.source.schema import schema
from pdfgen.source.tree import read
from pdfgen.source.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.model.method import Measure, Method

SCHEMA_FILE = "report.schema.json"


def new_edition(folder: Path, rubric: str, edition: int) -> list[Path]:
    """Make the folder of an edition: its edition file, the schema of its reports, and a place for them.

    Returns the files written. Raises UsageError when the folder already has an edition, or the method no such edition.
    """
    if (folder / EDITION_FILE).exists():
        raise UsageError(f"{folder / EDITION_FILE} exists already", "choose another folder")
    found = Catalogue(folder.absolute().parent.parent).rubric(rubric)
    if edition not in found.editions:
        editions = f"its editions are {found.editions[0]} to {found.editions[-1]}; add {edition} to its file"
        raise UsageError(f"the rubric {rubric} has no edition {edition}", editions)
    text = f"""\
# {found.title} {edition}: what the edition gives all its reports.

rubric: {rubric}
edition: {edition}
year_under_review: {edition + found.period.offset}
language: en

publication:
  publisher: {json.dumps(found.publisher, ensure_ascii=False)}
  citation: "“{{entity}},” in {{series}} {{edition}}."
"""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    write_whole(folder / EDITION_FILE, text.encode())
    content = json.dumps(schema("report", found.at(edition)), ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / SCHEMA_FILE, content.encode())
    return [folder / EDITION_FILE, folder / SCHEMA_FILE]


def new_report(path: Path, entity: str) -> Path:
    """Write a report with every question of its edition, ready to be filled in.

    Region and kind come from the score tables where the entity is known. Raises UsageError when the file exists or no
    edition file is above it.
    """
    if path.exists():
        raise UsageError(f"{path} exists already", "choose another name")
    home = next((folder for folder in path.absolute().parents[:2] if (folder / EDITION_FILE).is_file()), None)
    if home is None:
        raise UsageError(
            f"{path.parent} is in no edition",
            "begin with `pdfgen new edition FOLDER`, and name FOLDER/reports/NAME.yaml",
        )
    tree, file = read(home / EDITION_FILE)
    edition, problems = validate(tree, Edition) if tree else (None, [])
    if edition is None:
        raise InputError([*file.problems, *problems])
    catalogue = Catalogue(home.parent.parent if home.parent.name == "editions" else home)
    rubric = catalogue.rubric(edition.rubric)
    if edition.edition not in rubric.editions:
        raise UsageError(
            f"the rubric {rubric.id} has no edition {edition.edition}",
            did_you_mean(str(edition.edition), map(str, rubric.editions)),
        )
    known = next(
        (row for year in (edition.edition, edition.edition - 1) if (row := catalogue.scores(rubric.id, year, entity))),
        {},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _report(rubric.at(edition.edition), entity, known, _schema_path(path, home)).encode())
    return path


def _schema_path(path: Path, home: Path) -> str:
    depth = len(path.absolute().parent.relative_to(home).parts)
    return "../" * depth + SCHEMA_FILE


def _report(method: Method, entity: str, known: dict[str, str], schema_path: str) -> str:
    kind = known.get("kind", "country")
    lines = [
        f"# yaml-language-server: $schema={schema_path}",
        "",
        "entity:",
        f"  name: {json.dumps(entity, ensure_ascii=False)}",
        f"  kind: {kind}",
    ]
    if known.get("region"):
        lines.append(f"  region: {known['region']}")
    facts = [field for field in method.quick_facts if kind in field.entities]
    if facts:
        lines += ["", "quick_facts:"]
    for field in facts:
        codes = ", ".join(category.code for category in field.categories)
        note = f"{field.label}: {codes or field.type}"
        lines.append(f"  {field.id}:   # {note}")
    lines += [
        "",
        "overview: |",
        "  The lead, one or two paragraphs.",
        "",
        "key_developments:",
        "  - |",
        "    What happened in the year under review.",
        "",
        "answers:",
    ]
    for measure in method.questions:
        if not measure.optional:
            lines += _question(measure)
    return "\n".join(lines) + "\n"


def _question(measure: Measure) -> list[str]:
    wording = measure.wording
    words = wording.text if wording and wording.verified else measure.label
    comment = textwrap.wrap(words, 110, initial_indent="  # ", subsequent_indent="  # ")
    scale = measure.scale
    return [
        *comment,
        f"  {measure.id}:",
        f"    score:   # {scale.min} to {scale.max}",
        "    narrative: |",
        "      Why.",
        "",
    ]
