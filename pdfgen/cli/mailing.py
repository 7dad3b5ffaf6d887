"""Send finished reports to the people who wait for them: the commands of campaigns."""

from __future__ import annotations

from pathlib import Path

import click

from pdfgen.choices import MESSAGE_STATES, SUPPRESSION_REASONS
from pdfgen.cli.environment import now
from pdfgen.cli.limiting import limited
from pdfgen.cli.linking import follow_links

_GB = 10**9
_DAY = 24 * 3600
_CAMPAIGN = click.argument("campaign", metavar="CAMPAIGN.yaml", type=click.Path(path_type=Path))
_PLAN = click.argument("folder", metavar="PLAN-FOLDER", type=click.Path(path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_SEND = click.option("--send", "really", is_flag=True, help="Send. Nothing leaves without it.")
_COUNT = click.option(
    "--count", type=click.IntRange(1), metavar="N", help="How many messages go; it is asked for at a terminal."
)


@click.group("mail")
def mailing() -> None:
    """Send finished reports to the people who wait for them, each message once.

    A campaign is a file mail/NAME.yaml of a project. `plan` freezes its messages in a folder, mail/outbox/NAME-1;
    `preview` shows them; `send` sends them, and notes in mail/journal.sqlite what happened to each. It can be
    interrupted at any time: `send` again does the rest, and only that.
    """


@mailing.command("plan")
@_CAMPAIGN
@click.option(
    "--correction",
    is_flag=True,
    help="Plan for those who were sent an earlier version of a report, and for these reports only.",
)
@click.option("--dns", is_flag=True, help="Ask the DNS whether the domain of each address takes mail.")
@_JSON
@follow_links
@limited(_DAY, 8 * _GB)
def plan(campaign: Path, *, correction: bool, dns: bool, as_json: bool) -> int:
    """Freeze the messages of a campaign, each as it will go out. Nothing is sent.

    Who was sent a report gets it no second time; who was sent an earlier version gets a correction by --correction.
    Messages of an earlier plan that are not sent yet are replaced.

    Exit codes: 0 planned, 1 problems in the campaign, the list or the reports, 2 usage, 3 system error.
    """
    from pdfgen.cli.mail_planning import plan as run  # noqa: PLC0415  # help needs none of it

    return run(campaign, correction=correction, dns=dns, as_json=as_json)


@mailing.command("preview")
@_PLAN
@click.argument("which", metavar="[ADDRESS|NUMBER]", required=False)
@click.option("--html", is_flag=True, help="Print the HTML body instead of the text.")
@click.option("--png", type=click.Path(path_type=Path), help="Write a picture of the HTML body, by a browser.")
@click.option(
    "--width", type=click.IntRange(200, 4000), default=390, show_default=True, help="Of the picture, in pixels."
)
@click.option("--dark", is_flag=True, help="The picture as who prefers dark colours sees it.")
@limited(600, 2 * _GB)
def preview(folder: Path, which: str | None, *, html: bool, png: Path | None, width: int, dark: bool) -> int:
    """Show a message of a plan: the first one, or that to an address, or the one with a number."""
    from pdfgen.cli.mail_previewing import preview as run  # noqa: PLC0415

    if png is None and dark:
        raise click.UsageError("--dark is for --png")
    return run(folder, which, html=html, png=png, width=width, dark=dark)


@mailing.command("send")
@_PLAN
@_SEND
@_COUNT
@_JSON
@limited(7 * _DAY, 2 * _GB)
def send(folder: Path, *, really: bool, count: int | None, as_json: bool) -> int:
    """Send what is unsent of a plan; without --send, say what would go.

    The server is that of the campaign; its password is in the variable PDFGEN_SMTP_PASSWORD, or in the keyring (service
    pdfgen, account USER@HOST). A message that the server puts off is tried again; one that went out without an answer
    is unknown, and is not sent again by itself. An interrupted run is taken up by the same command.

    Exit codes: 0 all went out, 1 problems in the campaign, 2 usage, 3 the server could not be used: what is unsent
    stays so, 4 some were refused, put off or are unknown.
    """
    from pdfgen.cli.mail_sending import run  # noqa: PLC0415

    return run(folder, ("planned", "deferred"), really=really, count=count, as_json=as_json)


@mailing.command("resend")
@_PLAN
@click.option("--unknown", "state", flag_value="unknown", help="What may have arrived: it may arrive twice.")
@click.option("--refused", "state", flag_value="refused", help="What the server refused.")
@_SEND
@_COUNT
@_JSON
@limited(7 * _DAY, 2 * _GB)
def resend(folder: Path, *, state: str | None, really: bool, count: int | None, as_json: bool) -> int:
    """Send again what is unknown or was refused, the same message with the same Message-ID.

    Look first whether it arrived: in the mailbox of a recipient whom you know, or in the log of the server.
    """
    from pdfgen.cli.mail_sending import run  # noqa: PLC0415

    if state is None:
        raise click.UsageError("say which: --unknown or --refused")
    return run(folder, (state,), really=really, count=count, as_json=as_json)


@mailing.command("status")
@click.argument("place", metavar="CAMPAIGN.yaml|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(MESSAGE_STATES),
    help="List messages in this state. May be repeated.",
)
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write all messages, or those listed, as CSV.")
@_JSON
@limited(600, 2 * _GB)
def status(place: Path, *, states: tuple[str, ...], table: Path | None, as_json: bool) -> int:
    """Tell how many messages are in which state; list them; write them as CSV or JSON.

    Of a campaign; of the folder of a plan; or of all campaigns in the folder mail.
    """
    from pdfgen.cli.mail_status import run  # noqa: PLC0415

    return run(place, states, table, as_json=as_json)


@mailing.command("bounces")
@click.argument("paths", nargs=-1, required=True, metavar="FILE.mbox|FOLDER…", type=click.Path(path_type=Path))
@click.option(
    "--journal",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The folder of the campaigns, which has the journal.",
)
@_JSON
@limited(3600, 2 * _GB)
def bounces(paths: tuple[Path, ...], journal: Path, *, as_json: bool) -> int:
    """Read delivery reports (RFC 3464); addresses that do not exist are suppressed.

    From mbox files, maildirs, and folders of .eml files.
    """
    from pdfgen.cli.mail_bounces import bounces as run  # noqa: PLC0415

    return run(paths, journal, as_json=as_json)


@mailing.command("suppress")
@click.argument("what", nargs=-1, metavar="ADDRESS|FILE|TOKEN…")
@click.option(
    "--journal",
    default="mail",
    show_default=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The folder of the campaigns, which has the journal.",
)
@click.option("--reason", type=click.Choice(SUPPRESSION_REASONS), help="Why an address gets nothing any more.")
@click.option("--list", "listed", is_flag=True, help="List the addresses that get nothing.")
@click.option("--remove", is_flag=True, help="Let the addresses get messages again.")
@_JSON
@limited(600, 2 * _GB)
def suppress(
    what: tuple[str, ...], journal: Path, *, reason: str | None, listed: bool, remove: bool, as_json: bool
) -> int:
    """Send addresses nothing from now on, whatever campaign it is.

    A FILE has an address or a token on each line, or is CSV with a column `address`. A TOKEN is what stands at the end
    of the unsubscribe link; the key is in PDFGEN_UNSUBSCRIBE_KEY.
    """
    from pdfgen.cli.mail_suppressing import add, show  # noqa: PLC0415
    from pdfgen.cli.mail_suppressing import remove as take_out  # noqa: PLC0415

    if sum([listed, remove, reason is not None]) != 1 or listed == bool(what):
        raise click.UsageError("name addresses with --reason or --remove, or give --list alone")
    if listed:
        return show(journal, as_json=as_json)
    if remove:
        return take_out(journal, what, as_json=as_json)
    return add(journal, what, str(reason), now(), as_json=as_json)
