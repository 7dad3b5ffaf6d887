"""The picture of a card, which a message shows in its text."""

from __future__ import annotations

from io import BytesIO

from pdfgen.pdf.pictures import picturing

_COLOURS = 128  # a card has few, and the edges of its letters


def card_picture(content: bytes) -> bytes:
    """Return the first page of a PDF file as a PNG of few colours. Raises EnvironmentFailure without the extra png."""
    first = picturing()(content)[0]
    from PIL import Image  # noqa: PLC0415  # an extra, which the pictures of pages need, too

    target = BytesIO()
    with Image.open(BytesIO(first)) as page:
        page.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(target, "png", optimize=True)
    return target.getvalue()
