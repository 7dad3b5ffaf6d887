"""pdfgen turns validated, structured report data into print-ready PDF.

>>> from pdfgen import build_pdf, load_report, score
>>> report = load_report("reports/kazakhstan.yaml")   # raises InputError with every problem found
>>> score(report)["Total"].value.number
>>> pdf = build_pdf(report)                            # the bytes of the file
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes a while
if TYPE_CHECKING:
    from typing import Any

    from pdfgen.errors import BatchError, InputError, PdfgenError, Problem, SurroundingsError, UsageError
    from pdfgen.pipeline import build_pdf, load_report, score

__version__ = "0.1.0"

__all__ = [
    "BatchError",
    "InputError",
    "PdfgenError",
    "Problem",
    "SurroundingsError",
    "UsageError",
    "__version__",
    "build_pdf",
    "load_report",
    "score",
]


def __getattr__(name: str) -> Any:
    # The pipeline brings ReportLab with it; a program that only wants the errors does not wait for it, and the command
    # line is ready for Ctrl-C before anything is imported.
    if name in ("build_pdf", "load_report", "score"):
        from pdfgen import pipeline  # noqa: PLC0415

        return getattr(pipeline, name)
    if name in __all__:
        from pdfgen import errors  # noqa: PLC0415

        return getattr(errors, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
