"""Pages as pictures, for people to look at: rendered by PDFium (the extra ``png``)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pdfgen.errors import EnvironmentFailure

_DOTS = 150  # an inch


def pictures(content: bytes, dots: int = _DOTS) -> list[bytes]:
    """Return each page of the PDF ``content`` as PNG, at ``dots`` an inch.

    Raises EnvironmentFailure when PDFium is not installed.
    """
    document = renderer().PdfDocument(content)
    try:
        found = []
        for page in document:
            target = BytesIO()
            page.render(scale=dots / 72).to_pil().save(target, "png", optimize=True)
            found.append(target.getvalue())
        return found
    finally:
        document.close()


def renderer() -> Any:
    """Return the module that renders. Raises EnvironmentFailure when it is not installed."""
    try:
        import pypdfium2  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[png]"'
        raise EnvironmentFailure("pypdfium2, which renders pages, is not installed", remedy) from None
    return pypdfium2
