"""Read back what a file carries (the extra ``verify``: pikepdf)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.errors import SurroundingsError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def attachments(path: Path) -> dict[str, bytes]:
    """Return the files that the PDF at ``path`` carries, by name.

    Raises UsageError when it is no PDF, SurroundingsError when pikepdf is not installed or the file cannot be read.
    """
    try:
        import pikepdf  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[verify]"'
        raise SurroundingsError("pikepdf, which reads PDF files, is not installed", remedy) from None
    try:
        with pikepdf.open(path) as file:
            return {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
    except OSError as error:
        raise SurroundingsError(f"cannot read {path}: {error.strerror}", "check the path") from error
    except pikepdf.PikepdfError as error:
        raise UsageError(f"{path} is not a sound PDF: {error}", "name a file that pdfgen built") from error
