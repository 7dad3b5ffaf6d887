"""pdfgen turns validated, structured report data into print-ready PDF.

>>> from pdfgen import build_pdf, load_report, score
>>> report = load_report("reports/kazakhstan.yaml")   # raises InputError with every problem found
>>> score(report)["Total"].value.number
>>> pdf = build_pdf(report)                            # the bytes of the file, pdf.pages, pdf.warnings

A report
    load_report   a report from a file, or from mappings and tables in memory
    score         every number of it
    build_pdf     the report as a PDF file
Many reports
    Project, Edition   folders
    load_edition       an edition from mappings and tables in memory
    build_edition      all reports of an edition as files
    build_volume       all reports of an edition as a book
    check              every problem of files and folders
    diff               two editions, or two versions of a report
Values
    Report, Scorecard, Rendered, Checked, Comparison, Problem
Errors
    PdfgenError, and its kinds InputError, UsageError, EnvironmentFailure, BatchError

What ``pdfgen.__all__`` names is public. Until version 1.0 a minor version may change it, and the changelog says how;
from 1.0 on only a major version may. Modules inside the package may change with any version.
"""

from __future__ import annotations

from pdfgen.version import __version__

TYPE_CHECKING = False  # typing takes a while
if TYPE_CHECKING:
    from typing import Any

    from pdfgen.diffs.comparison import Comparison
    from pdfgen.errors import BatchError, EnvironmentFailure, InputError, PdfgenError, Problem, UsageError
    from pdfgen.model.report import Report
    from pdfgen.pipeline import Rendered
    from pdfgen.projects import Edition, Project
    from pdfgen.proofs.checked import Checked
    from pdfgen.public import build_edition, build_pdf, build_volume, check, diff, load_edition, load_report, score
    from pdfgen.scoring import Scorecard

# ReportLab takes a while: a program that only wants the errors does not wait for it, and the command line is ready for
# Ctrl-C before anything is imported.
_HOMES = {
    "errors": ("BatchError", "InputError", "PdfgenError", "Problem", "EnvironmentFailure", "UsageError"),
    "projects": ("Edition", "Project"),
    "model.report": ("Report",),
    "scoring": ("Scorecard",),
    "pipeline": ("Rendered",),
    "proofs.checked": ("Checked",),
    "diffs.comparison": ("Comparison",),
    "public": ("build_edition", "build_pdf", "build_volume", "check", "diff", "load_edition", "load_report", "score"),
}

__all__ = [
    "BatchError",
    "Checked",
    "Comparison",
    "Edition",
    "EnvironmentFailure",
    "InputError",
    "PdfgenError",
    "Problem",
    "Project",
    "Rendered",
    "Report",
    "Scorecard",
    "UsageError",
    "__version__",
    "build_edition",
    "build_pdf",
    "build_volume",
    "check",
    "diff",
    "load_edition",
    "load_report",
    "score",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module  # noqa: PLC0415

            return getattr(import_module(f"pdfgen.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__doc__", "__file__", "__name__", "__path__"]
