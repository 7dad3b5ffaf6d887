"""Pages as pictures, for people to look at: rendered by PDFium (the extra ``png``)."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from collections.abc import Callable

_DOTS = 150  # an inch


def picturing() -> Callable[[bytes], list[bytes]]:
    """Return the function that makes a PNG of each page of a PDF file.

    Raises EnvironmentFailure when PDFium is not installed.
    """
    try:
        import pypdfium2  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[png]"'
        raise EnvironmentFailure("pypdfium2, which renders pages, is not installed", remedy) from None
    return partial(_pictures, pypdfium2)


def _pictures(pdfium: Any, content: bytes) -> list[bytes]:
    document = pdfium.PdfDocument(content)
    try:
        found = []
        for page in document:
            target = BytesIO()
            page.render(scale=_DOTS / 72).to_pil().save(target, "png", optimize=True)
            found.append(target.getvalue())
        return found
    finally:
        document.close()
