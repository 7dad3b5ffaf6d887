"""Pages as pictures, for people to look at: rendered by PDFium (the extra ``png``)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdfgen.errors import SurroundingsError

if TYPE_CHECKING:
    from pathlib import Path

_DOTS = 150  # an inch


def pictures(content: bytes, dots: int = _DOTS) -> list[bytes]:
    """Return each page of the PDF ``content`` as PNG, at ``dots`` an inch.

    Raises SurroundingsError when PDFium is not installed.
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
    """Return the module that renders. Raises SurroundingsError when it is not installed."""
    try:
        import pypdfium2  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[png]"'
        raise SurroundingsError("pypdfium2, which renders pages, is not installed", remedy) from None
    return pypdfium2


def picture_names(target: Path, count: int) -> list[Path]:
    """Return the files of so many pages of ``target`` as PNG, numbered from 1."""
    digits = len(str(count))
    return [target.with_name(f"{target.stem}-{at:0{digits}}.png") for at in range(1, count + 1)]
