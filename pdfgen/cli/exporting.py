"""Export an edition to tables that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from pdfgen.cli import output
from pdfgen.cli.limiting import limited
from pdfgen.cli.linking import follow_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.importers.answer_export import Form
    from pdfgen.importers.table_file import Table

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))
_TARGET = click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help='The file: .csv, or .xlsx (pip install "pdfgen[xlsx]").',
)


@click.group("export")
def exporting() -> None:
    """Export an edition to tables that can be filled in and imported again."""


@exporting.command("answers")
@_FOLDER
@_TARGET
@click.option(
    "--form",
    type=click.Choice(["long", "wide"]),
    default="long",
    show_default=True,
    help="A row for each answer, or a row for each entity.",
)
@follow_links
@limited(300, 2_000_000_000)
def export_answers(folder: Path, target: Path, form: str) -> None:
    """Export scores, texts and facts of the reports of an edition, with a cell for everything that is missing.

    `pdfgen import answers` reads the table again. Text that begins as a formula does is never one; in a CSV an
    apostrophe stands before it, which the import takes away.
    """
    from pdfgen.importers import answer_export  # noqa: PLC0415  # help needs none of it

    together = target.suffix.lower() != ".xlsx"
    _write(target, answer_export.export_answers(folder, form=cast("Form", form), together=together))


@exporting.command("scores")
@_FOLDER
@_TARGET
@click.option("--totals", is_flag=True, help="Export what is made of the scores, too: totals, ratings, status.")
@follow_links
@limited(300, 2_000_000_000)
def export_scores(folder: Path, target: Path, *, totals: bool) -> None:
    """Export the scores of an edition: of its reports, and of the entities that only its score table has.

    `pdfgen import scores` reads the table again.
    """
    from pdfgen.importers import score_export  # noqa: PLC0415

    _write(target, [score_export.export_scores(folder, totals=totals)])


def _write(target: Path, tables: Sequence[Table]) -> None:
    from pdfgen.files import write_whole  # noqa: PLC0415
    from pdfgen.importers.table_file import table_content  # noqa: PLC0415

    write_whole(target, table_content(target, tables))
    rows = sum(len(table.rows) for table in tables)
    output.say(f"wrote {target}: {output.count(rows, 'row')}")
