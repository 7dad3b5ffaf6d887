"""Import what is already published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pdfgen.cli import output
from pdfgen.cli.edition_option import EDITION
from pdfgen.cli.limiting import limited
from pdfgen.cli.linking import follow_links
from pdfgen.errors import BatchError, PdfgenError
from pdfgen.model.lacking import listed

if TYPE_CHECKING:
    from pdfgen.errors import Problem
    from pdfgen.importers.score_import import ImportedScores
    from pdfgen.model.editions import EditionId


@click.group("import")
def importing() -> None:
    """Import what is already published."""


@importing.command("text")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="An edition’s folder, or any other.",
)
@click.option("--entity", help="The name, for a text without a title.")
@click.option("--edition", type=EDITION, help="The edition, for a text without a title.")
@click.option("--rubric", help="The method; found from the text when left out.")
@click.option("--strict", is_flag=True, help="Doubtful lines are errors.")
@click.option("--replace", is_flag=True, help="Replace reports that are there and differ.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON on standard output.")
@follow_links
@limited(900, 4_000_000_000)
def import_text(  # the options of the command
    files: tuple[Path, ...],
    folder: Path,
    entity: str | None,
    edition: EditionId | None,
    rubric: str | None,
    *,
    strict: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Import reports from published text, such as the publisher's web pages."""
    from pdfgen.importers import texts  # noqa: PLC0415  # help needs none of it

    if entity and len(files) > 1:
        raise click.UsageError("--entity is for one text")
    rows: list[dict[str, Any]] = []
    failed: dict[str, PdfgenError] = {}
    told: list[Problem] = []
    given = texts.ImportOptions(entity, edition, rubric, by_options=len(files) == 1)
    results = texts.import_texts(files, folder, given, strict=strict, replace=replace)
    for path in results:
        done = results[path]
        row: dict[str, Any] = {"source": str(path), "target": None, "changed": False, "error": None}
        if isinstance(done, PdfgenError):
            failed[str(path)] = done
            problems = output.problems_of(done)
            if not problems:
                row["error"] = output.error_data(done)
                output.say_error(done)
        else:
            problems = list(done.remarks)
            row |= {"target": str(done.path), "changed": done.changed}
            if len(results) == 1 or done.changed:
                output.say(f"{'wrote' if done.changed else 'unchanged:'} {done.path}")
        told += problems
        rows.append(row | {"problems": [output.as_data(item) for item in problems]})
    output.show(output.grouped(told), "json" if as_json else "text")
    if as_json:
        output.print_json({"texts": rows})
    output.say(f"{len(rows) - len(failed)} of {output.count(len(rows), 'text')} imported")
    if not failed:
        return 0
    return BatchError.exit_code if len(rows) > 1 else next(iter(failed.values())).exit_code


@importing.command("scores")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The project: it gets scores/RUBRIC/EDITION.csv.",
)
@click.option("--rubric", default="freedom-in-the-world", show_default=True, help="The method of the scores.")
@click.option("--edition", type=EDITION, help="The edition, for a table without a column for it.")
@click.option("--sheet", "sheets", multiple=True, help="A sheet to read instead of all visible ones; can be repeated.")
@click.option("--replace", is_flag=True, help="Replace rows that are there and differ.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON on standard output.")
@follow_links
@limited(900, 4_000_000_000)
def import_scores(  # the options of the command
    file: Path,
    folder: Path,
    rubric: str,
    edition: EditionId | None,
    sheets: tuple[str, ...],
    *,
    replace: bool,
    as_json: bool,
) -> None:
    """Import a score table (CSV or XLSX), such as the publisher's workbook.

    A workbook's hidden sheets, rows and columns are passed over, and so are totals and notes; all of them are named.
    """
    from pdfgen.importers import score_import  # noqa: PLC0415
    from pdfgen.importers.candidates import Asked  # noqa: PLC0415
    from pdfgen.source.catalogue import Catalogue  # noqa: PLC0415

    catalogue = Catalogue(folder.absolute())
    method, names = catalogue.rubric(rubric), catalogue.entities(rubric)
    target = folder / "scores" / rubric
    done = score_import.import_scores(
        file, target, method, replace=replace, names=names, asked=Asked(edition, sheets=sheets)
    )
    output.show(list(done.warnings), "json" if as_json else "text")
    if as_json:
        output.print_json(_scores_data(done))
    for path in done.paths:
        output.say(f"wrote {path}")
    output.say(f"{done.added} rows added, {done.replaced} replaced, {done.unchanged} unchanged")


@importing.command("answers")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The edition’s folder.")
@click.option("--rubric", help="The method, for an edition that is not there yet.")
@click.option("--edition", type=EDITION, help="The edition, where it is not there yet.")
@click.option("--sheet", "sheets", multiple=True, help="A sheet to read instead of all visible ones; can be repeated.")
@click.option("--replace", is_flag=True, help="Replace what reports say otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON on standard output.")
@follow_links
@limited(900, 4_000_000_000)
def import_answers(  # the options of the command
    file: Path,
    folder: Path,
    rubric: str | None,
    edition: EditionId | None,
    sheets: tuple[str, ...],
    *,
    replace: bool,
    as_json: bool,
) -> None:
    """Import answers (CSV or XLSX): scores, texts and facts become reports, or fill in those that are there.

    A table has a row for each answer (entity, question, score, narrative) or a row for each entity (entity, and columns
    named by the ids of questions and facts: Q1, Q1 narrative, population, overview). Any other value is named by its
    path, such as notices.1.text. Cells without content change nothing.
    """
    from pdfgen.importers import answer_import  # noqa: PLC0415

    answer_import.begin_edition(folder, rubric, edition)
    done = answer_import.import_answers(file, folder, sheets=sheets, replace=replace)
    output.show(list(done.warnings), "json" if as_json else "text")
    if as_json:
        groups = {"new": done.new, "filled": done.filled, "unchanged": done.unchanged}
        data: dict[str, Any] = {name: [str(path) for path in paths] for name, paths in groups.items()}
        data["missing"] = done.missing
        output.print_json(data | {"problems": [output.as_data(item) for item in done.warnings]})
    for path in (*done.new, *done.filled):
        output.say(f"wrote {path}")
    output.say(f"{len(done.new)} new, {len(done.filled)} filled in, {len(done.unchanged)} unchanged")
    if done.missing:
        output.say(f"{listed(done.missing)} missing; see `pdfgen build --draft`")


def _scores_data(done: ImportedScores) -> dict[str, Any]:
    return {
        "added": done.added,
        "replaced": done.replaced,
        "unchanged": done.unchanged,
        "paths": [str(path) for path in done.paths],
        "problems": [output.as_data(item) for item in done.warnings],
    }


@importing.command("edition")
@click.argument("texts", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="The edition’s folder.")
@click.option("--edition", type=EDITION, required=True, help="The edition: the year that it is named after, or its id.")
@click.option("--rubric", default="freedom-in-the-world", show_default=True, help="The method of the edition.")
@click.option("--scores", type=click.Path(path_type=Path), help="A score table (CSV or XLSX) to import as well.")
@click.option(
    "--complete", is_flag=True, help="Also write reports with scores alone, for entities that have scores and no text."
)
@click.option("--replace", is_flag=True, help="Replace reports and rows that are there and differ.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON on standard output.")
@follow_links
@limited(900, 4_000_000_000)
def import_edition(  # the options of the command
    texts: Path,
    folder: Path,
    edition: EditionId,
    rubric: str,
    scores: Path | None,
    *,
    complete: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Import a folder of texts and a score table into a complete edition, and tell what is missing or disagrees."""
    from pdfgen.importers.edition_import import import_edition as run_import  # noqa: PLC0415

    done = run_import(texts, folder, rubric, edition, scores, replace=replace, complete=complete)
    told = [*done.remarks, *done.disagreements]
    told += [problem for error in done.failed.values() for problem in output.problems_of(error)]
    output.show(output.grouped(told), "json" if as_json else "text")
    for error in done.failed.values():
        if not output.problems_of(error):
            output.say_error(error)
    if as_json:
        data = {
            "reports": [str(path) for path in done.reports],
            "changed": done.changed,
            "failed": {str(path): output.error_data(error) for path, error in done.failed.items()},
            "without_text": done.without_text,
            "without_scores": done.without_scores,
            "scores_alone": [str(path) for path in done.scores_alone],
            "scores": _scores_data(done.scores) if done.scores else None,
            "problems": [output.as_data(item) for item in told],
        }
        output.print_json(data)
    for words, names in (("scores and no text", done.without_text), ("a text and no scores", done.without_scores)):
        if names:
            output.say(f"entities with {words} ({len(names)}): {', '.join(names)}")
    if complete and any(path.is_relative_to(texts) for path in done.failed):
        output.say("no report is made from scores alone while texts fail")
    made = f"{output.count(len(done.scores_alone), 'report')} made from scores alone, " if complete else ""
    output.say(
        f"{output.count(len(done.reports), 'report')} imported, {made}{done.changed} written, {len(done.failed)} failed"
    )
    return BatchError.exit_code if done.failed or done.disagreements else 0
