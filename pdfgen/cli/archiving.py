"""Keep editions for years: the commands of an archive."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pdfgen.cli import output
from pdfgen.cli.edition_option import EDITION
from pdfgen.cli.environment import account, moment, now
from pdfgen.cli.environment import author as default_author
from pdfgen.cli.file_options import PAGE_SIZE, PROFILES_OPTION, provenance
from pdfgen.cli.limiting import limited
from pdfgen.cli.linking import follow_links

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId

_GB = 10**9
_ARCHIVE = click.argument("archive")
_ID = click.argument("name", metavar="OBJECT")
_VERSION = click.option("--version", "number", type=int, help="The number of a version; the last one when left out.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_UNITS = {"d": "days", "h": "hours", "w": "weeks"}


@click.group("archive")
def archiving() -> None:
    """Keep finished editions for years, so that they can be trusted and built again.

    ARCHIVE is a folder (an OCFL 1.1 storage root), or a URL that fsspec knows (pip install "pdfgen[archive]"). OBJECT
    is the identifier of a report or a volume, or as much of its end as names it.
    """


@archiving.command("init")
@_ARCHIVE
@click.option(
    "--layout",
    type=click.Choice(["hashed", "flat"]),
    default="hashed",
    show_default=True,
    help="Where objects lie: in folders by the hash of their identifiers, for any number; or all in one folder.",
)
def init(archive: str, layout: str) -> None:
    """Make an empty archive."""
    from pdfgen.archive.holdings import Archive  # noqa: PLC0415  # help needs none of it

    made = Archive.create(archive, layout)
    output.say(f"made the archive {archive}")
    if "://" in archive:  # a folder keeps what a reader expects
        output.say(f"note: {made.root.store.promise}")
    output.say(f"next: pdfgen archive add {archive} EDITION")


@archiving.command("add")
@_ARCHIVE
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@PROFILES_OPTION
@click.option("--volume", is_flag=True, help="Add the volume of each edition as well.")
@PAGE_SIZE
@click.option("--theme", help="The theme; goes before the one that an edition names.")
@provenance
@click.option("--author", help="Who adds them; PDFGEN_AUTHOR, or the name of the account, when left out.")
@click.option("--address", help="A URI of the author, such as mailto:…; that of the account when left out.")
@click.option("--message", default="", help="What is added.")
@click.option(
    "--creator",
    "creators",
    multiple=True,
    metavar="NAME",
    help="An author, with an ORCID or a ROR behind the name as a URL; the publisher when left out.",
)
@click.option("--issued", default="", metavar="DAY", help="The day of publication; today when left out.")
@click.option("--reason", default="", help="Why reports that are there already are corrected, if they do not say it.")
@_JSON
@follow_links
@limited(24 * 3600, 4 * _GB)
def add(archive: str, paths: tuple[Path, ...], *, as_json: bool, **values: Any) -> int:
    """Build reports and editions, and add them with all that builds them again.

    Each report is an object of its own, in one language; --volume adds that of its edition. What the archive has
    already is not added again: an interrupted run is taken up by the same command. A report that differs from what the
    archive has becomes a new version; it says what was corrected (`errata:`), or --reason does.

    Exit codes: 0 all is there, 1 the only report is refused, 4 some of several are refused.
    """
    from pdfgen.cli.archive_adding import Adding, run  # noqa: PLC0415

    values["moment"] = moment(values.pop("date"))
    values["author"] = values["author"] or default_author()
    values["address"] = values["address"] or account()
    return run(archive, paths, Adding(now=now(), **values), as_json=as_json)


@archiving.command("list")
@_ARCHIVE
@click.option("--edition", type=EDITION, help="Of this edition only.")
@click.option("--changed-since", metavar="DATE", help="Those that were added or corrected on this day or later.")
@_JSON
@limited(600, 2 * _GB)
def list_objects(archive: str, edition: EditionId | None, changed_since: str | None, *, as_json: bool) -> int:
    """List reports and volumes in their last version."""
    from pdfgen.cli.archive_showing import listed  # noqa: PLC0415

    return listed(archive, edition, _day(changed_since), as_json=as_json)


@archiving.command("show")
@_ARCHIVE
@_ID
@_VERSION
@_JSON
@limited(600, 2 * _GB)
def show(archive: str, name: str, number: int | None, *, as_json: bool) -> int:
    """Show what the archive has of a report or a volume: files, options, versions, events."""
    from pdfgen.cli.archive_showing import shown  # noqa: PLC0415

    return shown(archive, name, number, as_json=as_json)


@archiving.command("get")
@_ARCHIVE
@_ID
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), help="The folder to make.")
@_VERSION
@limited(900, 4 * _GB)
def get(archive: str, name: str, folder: Path | None, number: int | None) -> int:
    """Take an object out of the archive: its files, and its source as a project that builds them again.

    The folder is made whole or not at all.
    """
    from pdfgen.cli.archive_showing import taken  # noqa: PLC0415

    return taken(archive, name, folder, number)


@archiving.command("history")
@_ARCHIVE
@_ID
@click.option("--words/--no-words", default=True, show_default=True, help="Whether texts are shown word by word.")
@_JSON
@limited(900, 4 * _GB)
def history(archive: str, name: str, *, words: bool, as_json: bool) -> int:
    """Tell the versions of a report: who added each, when and why, and how it differs from the one before."""
    from pdfgen.cli.archive_showing import told_history  # noqa: PLC0415

    return told_history(archive, name, words=words, as_json=as_json)


@archiving.command("verify")
@_ARCHIVE
@click.option("--older-than", metavar="AGE", help="Only what was not found sound within this time, such as 90d or 12h.")
@click.option("--rebuild", is_flag=True, help="Build every file again from its source, and compare byte for byte.")
@_JSON
@limited(24 * 3600, 8 * _GB)
def verify(archive: str, older_than: str | None, *, rebuild: bool, as_json: bool) -> int:
    """Check every file of an archive against its digest, and every object against the specification (OCFL).

    It names what is damaged, missing, extra or misplaced, and notes when each object was checked; nothing is repaired.
    An object whose past was rewritten since the last check, or that is gone, is found by that note.

    Exit codes: 0 sound, 1 something is wrong, 3 the archive cannot be read.
    """
    from pdfgen.cli.archive_verifying import run  # noqa: PLC0415

    return run(archive, _age(older_than), now(), default_author(), rebuild=rebuild, as_json=as_json)


def _day(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=timezone.utc)
    except ValueError:
        raise click.BadParameter(f"“{said}” is no day, such as 2026-11-28") from None


def _age(said: str | None) -> timedelta | None:
    if said is None:
        return None
    number, unit = said[:-1], said[-1:]
    if not number.isdecimal() or unit not in _UNITS or len(number) > 5:  # noqa: PLR2004
        raise click.BadParameter(f"“{said}” is no age, such as 90d, 12h or 2w")
    return timedelta(**{_UNITS[unit]: int(number)})


@archiving.command("search")
@_ARCHIVE
@click.argument("words", nargs=-1)
@click.option("--entity", help="A name, an ISO code or an id.")
@click.option("--edition", type=EDITION, help="Of this edition only.")
@click.option("--rubric", help="The id of the method.")
@click.option("--language", help="The language tag.")
@click.option("--status", help="The code of a status, such as NF.")
@click.option("--score", metavar="FROM..TO", help="The least and the greatest total: 20..40, ..40 or 20..")
@click.option("--measure", help="The measure that --score is about, if not the total.")
@click.option("--flag", "flags", multiple=True, help="A flag that must hold. May be repeated.")
@click.option("--all-versions", is_flag=True, help="Earlier versions as well.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="The most hits.")
@click.option("--index", type=click.Path(path_type=Path), help="The file of the index, if not in the archive.")
@_JSON
@limited(3600, 4 * _GB)
def search(archive: str, words: tuple[str, ...], *, as_json: bool, **values: Any) -> int:
    """Find words in archived reports: object, version, page, and the sentence; or reports by their facts.

    Words in quotes stand together; a word with * at its end is the beginning of words. Accents and capitals do not
    matter. The index is brought up to date first; it is made of the objects and can be removed at any time.
    """
    from pdfgen.cli.archive_searching import run  # noqa: PLC0415

    values["score"] = _range(values["score"])
    asked = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)  # shells eat quotes
    return run(archive, asked, as_json=as_json, **values)


@archiving.command("export")
@_ARCHIVE
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--bagit", "form", flag_value="bagit", help="A bag (BagIt 1.0, SHA-512), to hand objects on.")
@click.option("--site", "form", flag_value="site", help="A listing in HTML, for a publisher's server.")
@click.option("--object", "names", multiple=True, help="Of a bag: this object only. May be repeated.")
@click.option("--all-versions", is_flag=True, help="Of a bag: whole objects with all versions, not their last one.")
@click.option("--title", default="", help="Of a listing: what it is called.")
@limited(24 * 3600, 8 * _GB)
def export(
    archive: str, folder: Path, form: str | None, names: tuple[str, ...], title: str, *, all_versions: bool
) -> int:
    """Write a bag of objects, or a listing of the whole archive, into FOLDER, whole or not at all."""
    from pdfgen.cli.archive_exporting import bag, site  # noqa: PLC0415

    if form is None:
        raise click.UsageError("say what to write: --bagit or --site")
    if form == "site":
        if names or all_versions:
            raise click.UsageError("--object and --all-versions are for --bagit")
        return site(archive, folder, now(), title)
    if title:
        raise click.UsageError("--title is for --site")
    return bag(archive, folder, now(), names, all_versions=all_versions)


def _range(said: str | None) -> tuple[float | None, float | None] | None:
    if said is None:
        return None
    first, dots, last = said.partition("..")
    try:
        ends = tuple(float(end) if end else None for end in ((first, last) if dots else (first, first)))
    except ValueError:
        raise click.BadParameter(f"“{said}” is no range, such as 20..40") from None
    if any(end is not None and not math.isfinite(end) for end in ends):
        raise click.BadParameter(f"“{said}” is no range, such as 20..40")
    return ends[0], ends[1]
