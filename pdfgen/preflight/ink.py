"""How much ink a press would lay down, as Ghostscript paints it."""

from __future__ import annotations

import shutil
import time
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from pdfgen.limits import Limits
from pdfgen.preflight.programs import COPY, NotCheckedError, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_RESOLUTION = 50  # pixels an inch; finer ones find no more ink in areas that are large enough to stay wet
_AT_ONCE = 20  # pages
_LARGEST = 20_000_000  # pixels of a page
_FULL = 255
_PROCESS = 4  # plates without spot colours


class Coverage(NamedTuple):
    """Ghostscript's version, and the most ink on each page: the sum of all plates in per cent, at one place."""

    version: str
    most: list[int]


def program() -> str | None:
    """Return where Ghostscript is, None where it is not installed."""
    return shutil.which("gs") or shutil.which("gswin64c")


def coverage(ghostscript: str, folder: Path, pages: int, limits: Limits) -> Coverage:
    """Return the most ink on each page of the copy in ``folder``, inside its bleed box.

    Raises NotCheckedError when Ghostscript fails, takes too long or paints less than all pages.
    """
    version = run([ghostscript, "--version"], folder, limits).last
    most: list[int] = []
    deadline = time.monotonic() + limits.seconds
    for first in range(1, pages + 1, _AT_ONCE):
        count = min(_AT_ONCE, pages - first + 1)
        left = Limits(max(0.0, deadline - time.monotonic()), limits.memory)
        try:
            _paint(ghostscript, version, folder, (first, count), left)
        except NotCheckedError as error:
            if time.monotonic() < deadline:
                raise
            done = f"after {first - 1} of {pages} pages"
            raise NotCheckedError(f"Ghostscript {version} took longer than {limits.seconds:g} s, {done}") from error
        most += [_most(folder, number, first + number - 1, version) for number in range(1, count + 1)]
    return Coverage(version, most)


def _paint(ghostscript: str, version: str, folder: Path, pages: tuple[int, int], limits: Limits) -> None:
    first, count = pages
    ran = run(
        [
            ghostscript,
            *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-dUseBleedBox"),
            *("-sDEVICE=tiffsep", "-sCompression=lzw", f"-r{_RESOLUTION}"),
            *(f"-dFirstPage={first}", f"-dLastPage={first + count - 1}"),
            *("-o", "page-%d.tif", "-f", COPY),
        ],
        folder,
        limits,
    )
    if ran.code:
        raise NotCheckedError(f"Ghostscript {version} failed with exit code {ran.code}: {ran.last}")


def _most(folder: Path, number: int, page: int, version: str) -> int:
    """Return the most ink at one place of a page; its pictures are deleted."""
    plates = [path for path in folder.iterdir() if path.name.startswith(f"page-{number}(")]
    if not plates:
        raise NotCheckedError(f"Ghostscript {version} gave no picture of page {page}")
    least = min(map(sum, _levels(plates, page)), default=_FULL * len(plates))
    for path in (*plates, folder / f"page-{number}.tif"):
        path.unlink(missing_ok=True)
    return round((_FULL * len(plates) - least) * 100 / _FULL)


def _levels(plates: list[Path], page: int) -> Iterable[tuple[int, ...]]:
    """Return the combinations of inks that there are on a page: a number for each plate, 255 is no ink."""
    try:
        from PIL import Image  # noqa: PLC0415  # an extra
    except ImportError:
        raise NotCheckedError('Pillow is not installed: pip install "pdfgen[verify]"') from None
    pictures = []
    for path in plates:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                picture = Image.open(path)
            with picture:
                wide, high = picture.size
                if wide * high > _LARGEST:
                    raise NotCheckedError(f"page {page} is too large")
                # a mark beside the bleed may reach into its last row of pixels
                pictures.append(picture.convert("L").crop((1, 1, wide - 1, high - 1)))
        except (OSError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NotCheckedError(f"the picture of page {page} cannot be read: {error}") from error
    if len(pictures) == _PROCESS:
        merged = Image.merge("CMYK", pictures)
        found: list[tuple[int, Any]] = merged.getcolors(merged.width * merged.height) or []
        return [level for _, level in found]
    return set(zip(*(picture.tobytes() for picture in pictures), strict=True))
