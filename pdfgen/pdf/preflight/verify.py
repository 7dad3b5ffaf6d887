"""Check a file by the rules of the standards that it claims to follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from pdfgen.errors import SurroundingsError, UsageError
from pdfgen.pdf.preflight import accessible, archival, common, press

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.pdf.preflight.rule import Rule, Rules

_ALL = "every file"
_CLAIMS = (  # what the metadata say, and the name that it makes
    (r"<pdfuaid:part>(\d)</", "PDF/UA-{}", accessible.RULES),
    (r"<pdfaid:part>(\d)</", "PDF/A-{}a", archival.RULES),
    (r"<pdfxid:GTS_PDFXVersion>(PDF/X-4)</", "{}", press.RULES),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule found wrong."""

    rule: str
    clause: str
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked of a file: the standards that it claims, the rules' names by standard, and what they found."""

    claims: tuple[str, ...]
    rules: dict[str, list[str]]
    findings: tuple[Finding, ...]


def verify(path: Path) -> Verified:
    """Return what the rules find in the PDF at ``path``.

    Raises UsageError when it is no PDF, SurroundingsError when the file cannot be read.
    """
    try:
        with pikepdf.open(path) as file:
            return _verified(path, file)
    except OSError as error:
        raise SurroundingsError(f"cannot read {path}: {error.strerror}", "check the path") from error
    except pikepdf.PikepdfError as error:
        raise UsageError(f"{path} is not a sound PDF: {error}", "name a PDF file") from error


def _messages(rule: Rule, file: Any) -> list[str]:
    try:
        return list(dict.fromkeys(rule.check(file)))
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:  # of what others wrote
        return [f"the file is not of the form that the rule reads: {error}"]


def _verified(path: Path, file: Any) -> Verified:
    packet = file.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in file.Root else ""
    claimed: list[tuple[str, Rules]] = [
        (name.format(said[1]), rules) for mark, name, rules in _CLAIMS if (said := re.search(mark, packet))
    ]
    findings = []
    rules = {name: [rule.name for rule in of_standard] for name, of_standard in [(_ALL, common.RULES), *claimed]}
    for rule in [*common.RULES, *(rule for _, of_standard in claimed for rule in of_standard)]:
        findings += [Finding(rule.name, rule.clause, message) for message in _messages(rule, file)]
    if (of_press := rules.get("PDF/X-4")) and (covered := press.coverage(path)) is not None:
        of_press.append("ink-coverage")
        findings += [Finding("ink-coverage", "design: as Ghostscript paints it", message) for message in covered]
    return Verified(tuple(name for name, _ in claimed), rules, tuple(findings))
