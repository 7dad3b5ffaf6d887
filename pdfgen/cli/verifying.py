"""Tell what the preflight found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pdfgen.cli import output
from pdfgen.errors import PdfgenError
from pdfgen.pdf.preflight import Verified, verify

if TYPE_CHECKING:
    from pathlib import Path


def show(files: tuple[Path, ...], *, as_json: bool) -> int:
    """Check files and tell what was found; return the exit code, of the first file that cannot be read if there is one.

    A file that cannot be read does not keep the others from being checked.
    """
    code, rows = 0, []
    rules: dict[str, list[str]] = {}
    for path in files:
        try:
            found = verify(path)
        except PdfgenError as error:
            code = code if code > 1 else error.exit_code
            rows.append({"file": str(path), "error": output.error_data(error)})
            output.say_error(error)
            continue
        code = code or int(bool(found.findings))
        rows.append(_data(path, found))
        rules |= found.rules
        for finding in found.findings:
            output.say(f"{path}: error[{finding.rule}]: {finding.message} ({finding.clause})")
        claims = ", ".join(found.claims) or "no standard"
        checked = sum(map(len, found.rules.values()))
        counts = f"{output.count(checked, 'rule')} checked, {output.count(len(found.findings), 'error')}"
        output.say(f"{path}: claims {claims}; {counts}")
    for standard, names in rules.items():
        output.say(f"checked of {standard}: {', '.join(names)}")
    output.say("this is no certificate: what is not in these rules was not checked")
    if as_json:
        output.print_json({"files": rows})
    return code


def _data(path: Path, found: Verified) -> dict[str, Any]:
    findings = [{"rule": item.rule, "clause": item.clause, "message": item.message} for item in found.findings]
    return {"file": str(path), "claims": found.claims, "checked": found.rules, "errors": findings}
