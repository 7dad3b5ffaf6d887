"""The rules of PDF/A, PDF/UA and WTPDF: those of page-validation, and of veraPDF where it is installed."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pdfgen.preflight.programs import COPY, NotCheckedError, run
from pdfgen.preflight.result import Finding, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdfgen.limits import Limits
    from pdfgen.preflight.metadata import Claim
    from pdfgen.preflight.result import Verified

INSTALL = 'page-validation is not installed: pip install "pdfgen[verify]"'
_ARCHIVAL = "2b"
_GLYPHS = ("NOTDEF-GLYPH", "TRUETYPE-GLYPH-PRESENCE", "TYPE1-GLYPH-PRESENCE", "TRUETYPE-GLYPH-WIDTH")


def by_page_validation(path: Path, claims: Sequence[Claim], found: Verified, press: str) -> None:
    """Let page-validation check what it knows, also the glyphs of a file for the press, as PDF/A asks the same."""
    wanted = [(claim.name, claim.page) for claim in claims if claim.page]
    wanted += [(claim.name, _ARCHIVAL) for claim in claims if claim.name == press]
    if not wanted:
        return
    try:
        import page  # noqa: PLC0415  # an extra
    except ImportError:
        for name, _ in wanted:
            found.skip(f"{name}: glyphs" if name == press else name, INSTALL)
        return
    by = f"page-validation {page.__version__}"
    for name, profile in wanted:
        try:
            report = page.validate_pdf(path, profile=profile)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # noqa: BLE001  # what was Rust's panic is no Exception
            found.skip(f"{name}: glyphs" if name == press else name, f"{by}: {error}")
            continue
        failures = [(failure.rule_id, failure.message) for failure in report.failures]
        if name == press:
            found.add(name, f"glyphs ({by})")
            glyphs = [message for rule, message in failures if rule.partition("-")[2].startswith(_GLYPHS)]
            found.findings += [Finding("glyphs", f"ISO 32000-1, § 9.6, 9.7; {by}", shortened(text)) for text in glyphs]
        else:
            found.add(name, f"{by}: {report.rules.total} rules", report.rules.total)
            found.findings += _findings(failures, f"{name}; {by}")


def _findings(failures: Sequence[tuple[str, str]], clause: str) -> list[Finding]:
    """Return each rule once, with its first message and the number of others."""
    by_rule: dict[str, list[str]] = {}
    for rule, message in failures:
        by_rule.setdefault(rule, []).append(message)
    return [
        Finding(rule, clause, shortened(messages[0]) + (f" (and {len(messages) - 1} more)" if messages[1:] else ""))
        for rule, messages in by_rule.items()
    ]


def verapdf() -> str | None:
    """Return where veraPDF is, None where it is not installed."""
    return shutil.which("verapdf")


class VeraPdf:
    """veraPDF as it is installed: its own command line, or one that takes the names of its profiles."""

    def __init__(self, command: str, folder: Path, limits: Limits) -> None:
        self.command, self.folder, self.limits = command, folder, limits
        said = run([command, "--version"], folder, limits, java=True).words
        version = re.search(r"veraPDF (\d[\w.]*)", said)
        self.name = f"veraPDF {version[1]}" if version else "veraPDF"
        self._by_profile = version is None and "PROFILE" in said

    def check(self, claim: Claim, found: Verified) -> None:
        """Add what veraPDF says of a claim that it knows. Raises NotCheckedError."""
        profile = _PROFILES.get(claim.verapdf, f"PDFA-{claim.verapdf.upper()}")
        asked = [profile] if self._by_profile else ["--format", "mrr", "--flavour", claim.verapdf]
        ran = run([self.command, *asked, COPY], self.folder, self.limits, java=True)
        count, failures = _by_line(ran.words) if self._by_profile else _by_report(ran.words)
        if not count:
            raise NotCheckedError(f"{self.name} failed with exit code {ran.code}: {ran.last}")
        found.add(claim.name, f"{self.name}: {count} rules", count)
        found.findings += _findings(failures, f"{claim.name}; {self.name}")


_PROFILES = {
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
    "wt1a": "WTPDF-1-0-Accessibility",
    "wt1r": "WTPDF-1-0-Reuse",
}


def _by_line(words: str) -> tuple[int, list[tuple[str, str]]]:
    """Return the number of rules, and the failures: lines such as ``6.2.4.3-t2 words @ place``."""
    verdict = re.search(r"^(?:PASS|FAIL) \S+ (\d+) rules", words, re.MULTILINE)
    return int(verdict[1]) if verdict else 0, re.findall(r"^  (\S+-t\d+) (.*)$", words, re.MULTILINE)


def _by_report(words: str) -> tuple[int, list[tuple[str, str]]]:
    """Return the number of rules, and the failures, of veraPDF's machine-readable report."""
    start, end = words.find("<report"), words.rfind("</report>")
    try:
        report = ET.fromstring(words[start : end + 9])  # noqa: S314  # veraPDF's own words
    except ET.ParseError:
        return 0, []
    details = report.find(".//validationReport/details")
    if details is None:
        return 0, []
    failures = [
        (f"{rule.get('clause')}-t{rule.get('testNumber')}", " ".join((rule.findtext("description") or "").split()))
        for rule in details.iter("rule")
        if rule.get("status") == "failed"
    ]
    return sum(int(details.get(name, "0")) for name in ("passedRules", "failedRules")), failures
