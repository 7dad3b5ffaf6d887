"""Begin something: a project, an edition, a report, a campaign, a rubric, a theme, labels, names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pdfgen.cli import output
from pdfgen.cli.edition_option import EDITION
from pdfgen.cli.environment import now
from pdfgen.cli.linking import follow_links
from pdfgen.errors import BatchError
from pdfgen.source.kinds import LABELS, NAMES, RUBRIC, THEME, Kind

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId

_PATH = click.argument("path", type=click.Path(path_type=Path))


@click.group("new")
def beginning() -> None:
    """Begin a project, an edition, a report, or a file of your own.

    What is written works as it is, says what it is for, and replaces nothing.
    """


@beginning.command("project")
@click.argument("folder", type=click.Path(path_type=Path))
def new_project(folder: Path) -> None:
    """Make a project: a method, its looks and words, and an edition of one report.

    It is named after the folder.
    """
    from pdfgen.source import scaffolds  # noqa: PLC0415

    found = scaffolds.new_project(folder, now().year)
    for path in found:
        output.say(f"wrote {path}")
    output.say(f"next: pdfgen build {found[-1].parent.parent}")


@beginning.command("edition")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rubric", required=True, help="The method, such as freedom-in-the-world.")
@click.option("--edition", required=True, type=EDITION, help="The edition: the year that it is named after, or its id.")
@click.option(
    "--from-scores", is_flag=True, help="Also write a report with scores alone for each row of the score table."
)
@follow_links
def new_edition(folder: Path, rubric: str, edition: EditionId, *, from_scores: bool) -> int:
    """Make the folder of an edition, with the schema of its reports."""
    from pdfgen.source import skeleton  # noqa: PLC0415

    for path in skeleton.new_edition(folder, rubric, edition):
        output.say(f"wrote {path}")
    if from_scores:
        return _from_scores(folder)
    output.say(f"next: pdfgen new report {folder / 'reports' / 'NAME.yaml'} --entity NAME")
    return 0


def _from_scores(folder: Path) -> int:
    """Write reports of scores alone, and tell what became of each entity."""
    from pdfgen.importers.scores_alone import write_from_scores  # noqa: PLC0415

    done = write_from_scores(folder)
    for error in done.failed.values():
        if not (problems := output.problems_of(error)):
            output.say_error(error)
        output.say_problems(problems)
    output.say(f"{output.count(len(done.reports), 'report')} made from scores alone, {len(done.failed)} failed")
    output.say(f"next: pdfgen build {folder}")
    return BatchError.exit_code if done.failed else 0


@beginning.command("report")
@_PATH
@click.option("--entity", required=True, help="The name of the entity, as the edition prints it.")
@follow_links
def new_report(path: Path, entity: str) -> None:
    """Write a report with every question of its edition, ready to be filled in."""
    from pdfgen.source import skeleton  # noqa: PLC0415

    output.say(f"wrote {skeleton.new_report(path, entity)}")


@beginning.command("campaign")
@_PATH
def new_campaign(path: Path) -> None:
    """Write a campaign that mails the last edition, with a list of recipients and an HTML body: mail/NAME.yaml."""
    from pdfgen.source import campaign_scaffold  # noqa: PLC0415

    for file in campaign_scaffold.new_campaign(path):
        output.say(f"wrote {file}")
    output.say(f"next: pdfgen mail plan {path}")


@beginning.command("rubric")
@_PATH
def new_rubric(path: Path) -> None:
    """Write a method to change: rubrics/NAME.yaml."""
    _write(path, RUBRIC)


@beginning.command("theme")
@_PATH
def new_theme(path: Path) -> None:
    """Write a theme to change: themes/NAME.yaml."""
    _write(path, THEME)


@beginning.command("labels")
@_PATH
def new_labels(path: Path) -> None:
    """Write words to change: labels/LANGUAGE.yaml, or labels/LANGUAGE.RUBRIC.yaml for the reports of one method.

    Of a language that pdfgen does not have, the file has all words in English, to be translated.
    """
    _write(path, LABELS)


@beginning.command("names")
@_PATH
def new_names(path: Path) -> None:
    """Write a list of the entities of a method: names/RUBRIC.yaml."""
    _write(path, NAMES)


def _write(path: Path, kind: Kind) -> None:
    from pdfgen.source import scaffolds  # noqa: PLC0415

    for written in scaffolds.new_file(path, kind):
        output.say(f"wrote {written}")
    output.say(f"next: pdfgen check {path}")
