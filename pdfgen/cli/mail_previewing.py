"""Show a message of a plan: in the terminal, as HTML, or as a picture."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pdfgen.cli import output
from pdfgen.errors import EnvironmentFailure, UsageError, visible
from pdfgen.files import write_whole
from pdfgen.mail.opened import Opened
from pdfgen.mail.planned import PLAN, Plan
from pdfgen.model.base import did_you_mean, first_fault

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.planned import PlannedMessage


def preview(folder: Path, which: str | None, *, html: bool, png: Path | None, width: int, dark: bool) -> int:
    """Show the first message of the plan in ``folder``, the one with a number, or that to an address.

    Raises UsageError when there is no such message, or it has no HTML; EnvironmentFailure when its file is another one
    than was planned, or a picture cannot be made.
    """
    plan = _plan(folder)
    planned = _wanted(plan, which)
    opened = Opened.of(_content(folder, planned))
    if png is None and not html:
        output.tell(opened.told())
        for warning in planned.warnings:
            output.say(f"warning: {visible(warning)}")
        return 0
    if not opened.html:
        raise UsageError(f"the message to {planned.address} has no HTML", "leave out --html and --png")
    if html:
        output.tell(opened.page())
    if png is not None:
        from pdfgen.mail.browser import picture  # noqa: PLC0415  # few ask for one

        write_whole(png, picture(opened.page(), width, dark=dark))
        output.say(f"wrote {png}")
    return 0


def _plan(folder: Path) -> Plan:
    path = folder / PLAN
    try:
        return Plan.model_validate_json(path.read_bytes())
    except OSError as error:
        remedy = "name the folder of a plan, such as mail/outbox/release-1"
        raise UsageError(f"{path} cannot be read: {error.strerror}", remedy) from None
    except ValidationError as error:
        raise UsageError(f"{path} is no plan: {first_fault(error)}", "plan again") from None


def _wanted(plan: Plan, which: str | None) -> PlannedMessage:
    if not plan.messages:
        raise UsageError(f"{plan.id} has no messages", "see what its plan left out")
    if which is None:
        return plan.messages[0]
    if which.isdecimal() and "@" not in which:
        number = int(which) if len(which) < 10 else 0  # noqa: PLR2004  # no plan has so many
        if not 0 < number <= len(plan.messages):
            raise UsageError(f"{plan.id} has no message {which}", f"name one of 1 to {len(plan.messages)}")
        return plan.messages[number - 1]
    asked = which.casefold()
    for planned in plan.messages:
        if asked in (planned.address.casefold(), planned.key.casefold()):
            return planned
    known = [planned.address for planned in plan.messages]
    raise UsageError(f"{plan.id} has no message to {which}", did_you_mean(which, known))


def _content(folder: Path, planned: PlannedMessage) -> bytes:
    path = folder / planned.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EnvironmentFailure(f"{path} cannot be read: {error.strerror}", "plan again") from None
    if hashlib.sha256(content).hexdigest() != planned.sha256:
        raise EnvironmentFailure(f"{path} is another message than was planned", "plan again")
    return content
