"""Check files and tell what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.cli import output
from pdfgen.errors import PdfgenError
from pdfgen.model.lacking import listed
from pdfgen.proofs.check import check
from pdfgen.source.kinds import CAMPAIGN, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.proofs.checked import Checked


def show(
    paths: Sequence[Path], form: str, *, data_only: bool, page_size: str, theme: str | None, draft: bool = False
) -> int:
    """Check what ``paths`` name, tell every problem once, and return the exit code."""
    checked = check(paths, data_only=data_only, page_size=page_size, theme=theme, draft=draft)
    for path in checked.files:
        if path not in checked.failed and kind_of(path) is CAMPAIGN:
            _check_campaign(path, checked)
    problems = sorted(checked.problems, key=lambda item: (item.origin.path, item.origin.line, item.origin.column))
    shown = [problem for problem in problems if problem.severity != "waived"]
    errors = sum(problem.severity == "error" for problem in shown)
    waived, warnings = len(problems) - len(shown), len(shown) - errors
    if form == "json":
        counts: dict[str, Any] = {"files": len(checked.files), "sound": len(checked.files) - len(checked.failed)}
        counts |= {"waived": waived, "missing": checked.missing()}
        output.print_json({**counts, "problems": list(map(output.as_data, shown))})
    output.show(shown, form)
    for error in checked.errors.values():
        output.say_error(error, form)
    tail = f", {output.count(warnings, 'warning')}" if warnings else ""
    tail += f", {output.count(waived, 'warning')} waived" if waived else ""
    output.say(f"{output.count(len(checked.files), 'file')} checked: {output.count(errors, 'error')}{tail}")
    if checked.lacking:
        reports = output.count(len(checked.lacking), "report")
        output.say(f"{reports} not finished: {listed(checked.missing())} missing; see `pdfgen build --draft`")
    return checked.exit_code


def _check_campaign(path: Path, checked: Checked) -> None:
    """Check the templates and the list of a campaign that is sound itself."""
    from pdfgen.mail.campaign_file import read_campaign, words_and_list  # noqa: PLC0415  # few projects have one

    try:
        _, recipients = words_and_list(*read_campaign(path), path, dns=False)
        checked.add(recipients.warnings)
    except PdfgenError as error:
        checked.add_error(error, path)
