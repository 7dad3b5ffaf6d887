"""Check a file by the rules of the standards that it claims to follow."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pikepdf

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.preflight import common, own, press_file, press_page
from pdfgen.preflight.metadata import PDF, Claim, Metadata, MetadataError
from pdfgen.preflight.result import Finding, Verified, shortened
from pdfgen.preflight.subject import Subject

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.preflight.rule import Rule

PRESS = "PDF/X-4"
_PRESS_RULES = [*press_file.RULES, *press_page.RULES]


def verify(path: Path) -> Verified:
    """Return what our rules find in the PDF at ``path``: in this process, without limits and without validators.

    What the standards that it claims leave to validators is in ``not_checked``. Raises UsageError when it is no PDF,
    EnvironmentFailure when the file cannot be read.
    """
    found, claims = inspect(path)
    for claim in claims:
        if claim.name != PRESS:
            found.skip(claim.name, "the rules of PDF/A and PDF/UA are those of validators")
    return found


def inspect(path: Path) -> tuple[Verified, tuple[Claim, ...]]:
    """Return what our rules find in the PDF at ``path``, and what it claims. Raises as ``verify`` does."""
    try:
        if not path.exists():
            raise UsageError(f"there is no file {path}", "check the path")
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(f"{path} is not a regular file", "name a PDF file")
        with pikepdf.open(path) as file:
            return _inspected(Subject(file))
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {path}: {error.strerror}", "check the path") from error
    except pikepdf.PasswordError as error:
        raise UsageError(f"{path} is encrypted with a password", "remove the password") from error
    except (pikepdf.PikepdfError, RuntimeError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise UsageError(f"{path} is not a sound PDF: {error}", "name a PDF file") from error


def _inspected(subject: Subject) -> tuple[Verified, tuple[Claim, ...]]:
    found = Verified()
    claims: tuple[Claim, ...] = ()
    try:
        claims = subject.metadata.claims()
        if (version := subject.information.get("GTS_PDFXVersion", "")) and PRESS not in [
            claim.name for claim in claims
        ]:
            claims = (*claims, Claim(version))  # as the parts before PDF/X-4 have it
    except (MetadataError, pikepdf.PikepdfError, AttributeError) as error:
        found.findings.append(Finding("metadata", "ISO 32000-1, § 14.3.2", shortened(str(error))))
        found.skip("the standards that the file claims", "its metadata cannot be read")
        vars(subject)["metadata"] = Metadata()
    found.claims = tuple(shortened(claim.name) for claim in claims)
    rules: dict[str, list[Rule]] = {"every file": list(common.RULES)}
    if PRESS in found.claims:
        rules[PRESS] = _PRESS_RULES
    if own.PRODUCER in (subject.information.get("Producer"), subject.metadata.first(PDF, "Producer")):
        asked = {rule.name for rule in rules.get(PRESS, [])}
        rules["files of pdfgen"] = [rule for rule in own.RULES if rule.name not in asked]
    for standard, of_standard in rules.items():
        for rule in of_standard:
            found.add(standard, rule.name)
            found.findings += rule.findings(subject)
    for page, reason in subject.content.unread.items() if PRESS in rules else ():
        found.skip(f"page {page}", reason)
    found.pages = len(subject.file.pages)
    return found, claims
