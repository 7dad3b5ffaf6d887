"""Tell what the preflight found, who checked what, and what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.cli import output
from pdfgen.errors import PdfgenError
from pdfgen.preflight.process import Inspector
from pdfgen.preflight.result import visible

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.limits import Limits
    from pdfgen.preflight.result import Verified


def show(files: tuple[Path, ...], limits: Limits, *, coverage: bool | None, as_json: bool) -> int:
    """Check files and tell what was found; return the exit code, of the first file that cannot be read if there is one.

    A file that cannot be read does not keep the others from being checked.
    """
    code, rows = 0, []
    checked: dict[str, list[str]] = {}
    with Inspector(limits, coverage=coverage) as inspector:
        for path in files:
            try:
                found = inspector.check(path)
            except PdfgenError as error:
                code = code if code > 1 else error.exit_code
                rows.append({"file": _name(path), "error": _error(error)})
                output.say_error(PdfgenError(**_error(error)))
                continue
            code = code or int(bool(found.findings))
            rows.append(_data(path, found))
            for standard, names in found.checked.items():
                checked.setdefault(standard, names)
            _tell(path, found)
    for standard, names in checked.items():
        output.say(f"checked of {standard}: {', '.join(names)}")
    output.say("this is no certificate: what is not in these rules was not checked")
    if as_json:
        output.print_json({"files": rows})
    return code


def _tell(path: Path, found: Verified) -> None:
    name = visible(str(path))
    for finding in found.findings:
        output.say(f"{name}: error[{finding.rule}]: {finding.message} ({finding.clause})")
    for item in found.not_checked:
        output.say(f"{name}: not checked: {item.what} ({item.reason})")
    claims = ", ".join(found.claims) or "no standard"
    counts = f"{output.count(found.count, 'rule')} checked, {output.count(len(found.findings), 'error')}"
    rest = f", {len(found.not_checked)} not checked" if found.not_checked else ""
    output.say(f"{name}: claims {claims}; {counts}{rest}")


def _error(error: PdfgenError) -> dict[str, str]:
    return {name: visible(text) for name, text in output.error_data(error).items()}


def _name(path: Path) -> str:
    """Return a path as JSON can hold it: bytes that are no UTF-8 are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _data(path: Path, found: Verified) -> dict[str, Any]:
    findings = [{"rule": item.rule, "clause": item.clause, "message": item.message} for item in found.findings]
    skipped = [{"what": item.what, "reason": item.reason} for item in found.not_checked]
    data = {"file": _name(path), "claims": list(found.claims), "checked": found.checked}
    return {**data, "errors": findings, "not_checked": skipped}
