"""The commands."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, cast

import click

from pdfgen.cli import output
from pdfgen.cli.building_options import CliOptions, executor_options
from pdfgen.cli.edition_option import EDITION
from pdfgen.cli.environment import moment
from pdfgen.cli.file_options import PAGE_SIZE, PROFILES_OPTION, provenance
from pdfgen.cli.limiting import limit_options, limited, within
from pdfgen.cli.linking import follow_links
from pdfgen.cli.system_errors import system_error
from pdfgen.errors import PdfgenError
from pdfgen.limits import MEMORY, Limits
from pdfgen.source.kinds import MODELLED
from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pdfgen.model.editions import EditionId


INTERRUPTED = 130
CLOSED_PIPE = 141
"""128 and SIGPIPE, as a shell tells of a command whose reader has gone."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code."""
    try:
        return _run(arguments)
    except BrokenPipeError:
        return CLOSED_PIPE
    except (OSError, UnicodeError, MemoryError, RecursionError) as error:
        told = system_error(error)
        with suppress(OSError, ValueError):  # there may be nobody to tell
            output.say_error(told)
        with suppress(OSError, ValueError):
            _tell_in_json(arguments, told)
        return told.exit_code


def _tell_in_json(arguments: Sequence[str], error: PdfgenError) -> None:
    if {"--json", "--format=json", "json"} & set(arguments):
        output.print_refusal(error)


def _run(arguments: Sequence[str]) -> int:
    try:
        code = pdfgen.main(args=list(arguments), prog_name="pdfgen", standalone_mode=False)
    except click.exceptions.Abort:
        output.say("interrupted; nothing half written is left")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except PdfgenError as error:
        _tell_in_json(arguments, error)
        if not (found := output.problems_of(error)):
            output.say_error(error)
        output.say_problems(found)
        return error.exit_code
    except KeyboardInterrupt:
        output.say("interrupted; nothing half written is left")
        return INTERRUPTED
    except SystemExit:  # so click ends at a closed pipe, and only there
        return CLOSED_PIPE
    return code if isinstance(code, int) else 0


_GROUPS = {
    "archive": "pdfgen.cli.archiving:archiving",
    "export": "pdfgen.cli.exporting:exporting",
    "guide": "pdfgen.cli.guiding:guiding",
    "import": "pdfgen.cli.importing:importing",
    "mail": "pdfgen.cli.mailing:mailing",
    "new": "pdfgen.cli.beginning:beginning",
}


class _Commands(click.Group):
    """Commands, and groups of commands that are imported when somebody asks for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # click.Group
        return sorted([*super().list_commands(ctx), *_GROUPS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if place := _GROUPS.get(cmd_name):
            return cast("click.Command", resolve_name(place))
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pdfgen")
def pdfgen() -> None:
    """Turn validated, structured report data into print-ready PDF.

    Exit codes: 0 done, 1 problems in the input, 2 usage, 3 system error (disk, permission, missing extra),
    4 some of a batch failed.
    """


_GB = 10**9
_CHECK = 60.0  # seconds for the check of a file
_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def _forms(command: Callable[..., Any]) -> Callable[..., Any]:
    choice = click.Choice(["text", "json", "github"])
    command = click.option("--json", "as_json", is_flag=True, help="The same as --format json.")(command)
    return click.option(
        "--format", "form", type=choice, default="text", show_default=True, help="The form of the problems."
    )(command)


@pdfgen.command()
@_PATHS
@click.option("--data-only", is_flag=True, help="Check the data alone, which is quicker: nothing of how it is set.")
@PAGE_SIZE
@click.option("--theme", help="The theme, such as compact; goes before the one that an edition names.")
@click.option("--draft", is_flag=True, help="Take what is missing as a warning, one a report, with counts.")
@_forms
@follow_links
@limited(300, 2 * _GB)
def check(  # one for each option
    paths: tuple[Path, ...],
    page_size: str,
    theme: str | None,
    form: str,
    *,
    data_only: bool,
    draft: bool,
    as_json: bool,
) -> int:
    """Check reports: files, or folders with reports. One run shows all problems of all files.

    It shows whatever build would refuse or warn of, for the whole report, for print and for the card: data and scores,
    characters that no face has, names and words that do not fit, labels and theme. Of the folder of an edition, it
    shows what volume would refuse as well: essays, titles, tables. Warnings can be waived in the edition's `waivers:`.

    An edition file, and a file in rubrics/, labels/, themes/ or names/, is checked as what it is.

    Exit codes: 0 nothing but warnings, 1 errors in the files, 2 usage, 3 a font or a file cannot be read.
    """
    from pdfgen.cli.checking import show  # noqa: PLC0415  # help needs none of it

    form = "json" if as_json else form
    return show(paths, form, data_only=data_only, page_size=page_size, theme=theme, draft=draft)


@pdfgen.command()
@_PATHS
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), help="A file for one report, a folder for several."
)
@PROFILES_OPTION
@PAGE_SIZE
@click.option("--theme", help="The theme, such as compact; goes before the one that an edition names.")
@click.option(
    "--attachments/--no-attachments",
    default=None,
    help="Whether a report for the screen carries its own data: PDF/A-3a (so by default), else PDF/A-2a.",
)
@provenance
@click.option("--full-sheets", is_flag=True, help="Fill a print file up to a multiple of four pages.")
@click.option(
    "--draft",
    is_flag=True,
    help="Build reports that are not finished: what is missing is marked and listed, each page says Draft.",
)
@click.option("--png", is_flag=True, help='Write each page as a picture too (pip install "pdfgen[png]").')
@executor_options
@_forms
@follow_links
def build(  # noqa: PLR0913  # one for each option
    paths: tuple[Path, ...],
    target: Path | None,
    profiles: tuple[str, ...],
    page_size: str,
    theme: str | None,
    form: str,
    *,
    attachments: bool | None,
    standard: str | None,
    carry_fonts: bool,
    date: str | None,
    full_sheets: bool,
    draft: bool,
    png: bool,
    as_json: bool,
    **values: Any,
) -> int:
    """Build reports: files, or folders with reports. Reports that fail are named; the others are built.

    Of folders, only what is not current is built, on all cores; build.json beside the files says what went into each.
    It is believed: build what others sent you into a folder of your own. A draft stands in no build.json.
    """
    from pdfgen.builds.build import BuildRequest  # noqa: PLC0415  # help needs none of it
    from pdfgen.builds.tasks import BuildOptions  # noqa: PLC0415
    from pdfgen.outputs import Destination  # noqa: PLC0415
    from pdfgen.profiles import Profile  # noqa: PLC0415
    from pdfgen.source.links import followed  # noqa: PLC0415

    form, chosen, made = "json" if as_json else form, CliOptions(**values), moment(date)
    chosen.refuse_contradictions(form)
    named = partial(Profile.named, page_size, attachments=attachments, standard=standard, full_sheets=full_sheets)
    wanted = [named(name, carry_fonts=carry_fonts, draft=draft) for name in dict.fromkeys(profiles)]
    Destination.of(target, wanted)  # it is refused before anything is read
    options = tuple(BuildOptions(profile, theme, png, made, followed()) for profile in wanted)
    if any(path.is_dir() for path in paths):
        from pdfgen.cli.building import build_and_watch, build_once  # noqa: PLC0415

        request = BuildRequest(paths, options, chosen.executor(Path.cwd()), Path.cwd(), target, recorded=True)
        return build_and_watch(request, form) if chosen.watch else build_once(request, form, _note(chosen))
    chosen.refuse_without_folder()
    from pdfgen.builds.in_process import InProcess  # noqa: PLC0415
    from pdfgen.cli.building import build_once  # noqa: PLC0415

    with within(len(paths) * chosen.limits.seconds, chosen.limits.memory):
        return build_once(BuildRequest(paths, options, InProcess(), Path.cwd(), target), form)


def _note(chosen: CliOptions) -> str:
    if not chosen.unlimited_memory():
        return ""
    return "note: memory was not limited: this system does not, and psutil is not there (pip install psutil)"


@pdfgen.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="The file, or its folder.")
@click.option(
    "--profile",
    type=click.Choice(["screen", "print"]),
    default="screen",
    show_default=True,
    help="Tagged and archival for the screen, or for a press (PDF/X-4).",
)
@PAGE_SIZE
@click.option("--theme", help="The theme, such as compact; goes before the one that the edition names.")
@click.option(
    "--language", metavar="TAG", help="Bind the reports in this language, such as es; the edition's if left out."
)
@click.option(
    "--attachments/--no-attachments",
    default=None,
    help="Whether a volume for the screen carries its edition as data: PDF/A-3a (so by default), else PDF/A-2a.",
)
@provenance
@_forms
@follow_links
@limited(900, 4 * _GB)
def volume(  # noqa: PLR0913  # one for each option
    folder: Path,
    target: Path | None,
    profile: str,
    page_size: str,
    theme: str | None,
    language: str | None,
    form: str,
    *,
    attachments: bool | None,
    standard: str | None,
    carry_fonts: bool,
    date: str | None,
    as_json: bool,
) -> int:
    """Bind an edition: all its reports in one volume, with contents, the method, comparative tables and an index.

    Of an entity that has reports in several languages, the one in the language of the edition is bound; with
    --language, all reports in that language are.

    FOLDER has the edition's `edition.yaml`; what stands under `volume:` there says how the volume is made, and names
    forewords and essays (Markdown).
    """
    from pdfgen.cli.binding import bind  # noqa: PLC0415
    from pdfgen.profiles import Profile  # noqa: PLC0415

    wanted = Profile.volume(page_size, profile, attachments=attachments, standard=standard, carry_fonts=carry_fonts)
    return bind(folder, target, wanted, theme, "json" if as_json else form, moment(date), language)


@pdfgen.command()
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--words/--no-words",
    default=None,
    help="Whether texts are shown word by word, or their words counted: shown by default unless the editions differ.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="As text, or as JSON.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@follow_links
@limited(300, 2 * _GB)
def diff(before: Path, after: Path, form: str, *, words: bool | None, as_json: bool) -> int:
    """Compare two editions (folders), or two versions of a report (files): A is the older side, B the newer.

    It shows scores with the sums that they change, status and ratings, what is new, gone or renamed, and the texts,
    with [-what was taken out-] and {+what was put in+}. It checks both sides first.

    The exit code is 0 when the two could be compared, whether they differ or not (`same` in the JSON says which); 1
    means problems in the input, as everywhere.
    """
    from pdfgen.cli.comparing import show  # noqa: PLC0415  # help needs none of it

    return show(before, after, as_json=as_json or form == "json", words=words)


@pdfgen.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="The folder to make.")
@click.option(
    "--compare/--no-compare",
    default=True,
    show_default=True,
    help="Whether the file is built again from the project, and compared byte for byte.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was written, and how the files compare, as JSON.")
@limited(900, 4 * _GB)
def extract(file: Path, folder: Path | None, *, compare: bool, as_json: bool) -> int:
    """Give back what a file carries, as a project that builds the same file again, and compare the two.

    A report carries its data, its method, the earlier scores, and theme, labels and fonts of its project; a volume
    carries its edition. The folder is made whole or not at all; it may be there if it is empty.

    The exit code is 1 when the project lacks something (a font that may not travel) or builds other bytes: what the
    difference is comes with it.
    """
    from pdfgen.cli.extracting import extract as give_back  # noqa: PLC0415

    return give_back(file, folder, compare=compare, as_json=as_json)


@pdfgen.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--ink-coverage/--no-ink-coverage",
    "coverage",
    default=None,
    help="Whether Ghostscript measures the ink: by default of files for the press, where it is installed.",
)
@limit_options("a file, and each program that checks it,", _CHECK, MEMORY)
@click.option("--json", "as_json", is_flag=True, help="Print what was checked and found as JSON.")
def verify(
    files: tuple[Path, ...], time_limit: float | None, memory_limit: int | None, *, coverage: bool | None, as_json: bool
) -> int:
    """Check PDF files by the rules of the standards that they claim. It tells what it checked; it certifies nothing.

    The rules of PDF/X-4 are checked here, those of PDF/A and PDF/UA by page-validation, and by veraPDF where there is a
    command `verapdf`. What could not be checked is named with the reason.

    The JSON has `files`, in the order in which they are named: `file`, and either `error` (`message`, `remedy`) or
    `claims`, `checked` (by standard, the rules and the validators), `errors` (`rule`, `clause`, `message`) and
    `not_checked` (`what`, `reason`).
    """
    from pdfgen.cli.verifying import show  # noqa: PLC0415  # help needs none of it

    limits = Limits(time_limit or _CHECK, memory_limit or MEMORY)
    return show(files, limits, coverage=coverage, as_json=as_json)


@pdfgen.command("show")
@click.argument("kind", type=click.Choice([name for name, kind in MODELLED.items() if kind.folder and kind.shared]))
@click.argument("name", required=False)
def show_file(kind: str, name: str | None) -> None:
    """Print a file that pdfgen ships, to read or to begin with; without NAME, the names of all.

    A file of your own need not be a copy: with `extends: NAME` it says what is different, and has the rest from there.
    """
    from pdfgen.source import scaffolds  # noqa: PLC0415

    output.tell(
        "\n".join(scaffolds.names(MODELLED[kind])) if name is None else scaffolds.shown(MODELLED[kind], name).rstrip()
    )


@pdfgen.command()
@click.argument("kind", type=click.Choice(list(MODELLED)))
@click.option("--rubric", help="For a report: the method whose questions the schema knows.")
@click.option("--edition", type=EDITION, help="For a report: the edition of that method.")
def schema(kind: str, rubric: str | None, edition: EditionId | None) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check."""
    from pdfgen.source import schema as schemas  # noqa: PLC0415
    from pdfgen.source.catalogue import Catalogue  # noqa: PLC0415

    if (rubric is None) != (edition is None) or (rubric and kind != "report"):
        raise click.UsageError("--rubric and --edition go together, and with `report` only")
    method = None
    if rubric is not None and edition is not None:
        method = Catalogue(Path.cwd()).method(rubric, edition)
    output.print_json(schemas.schema(kind, method))
