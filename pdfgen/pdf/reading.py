"""Read back what a file carries (the extra ``verify``: pikepdf)."""

from __future__ import annotations

import stat
import zlib
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_MOST = 40_000_000  # bytes of an attachment, compressed or not
_ALL = 400_000_000  # bytes of all that are asked for
_LARGEST = 1_000_000_000  # bytes of a file
_UNSOUND = (ValueError, TypeError, LookupError, AttributeError, RuntimeError)  # what objects of other kinds end in
_REMEDY = "name a file that pdfgen built"


class _TooLarge(Exception):  # noqa: N818  # never leaves this module
    """An attachment unpacks to more bytes than are allowed."""


def attachments(path: Path, end: str, others: Callable[[str, bytes], Iterable[str]]) -> dict[str, bytes]:
    """Return files that the PDF at ``path`` carries, by name: those whose names have this ``end``, and ``others``.

    ``others`` is asked with name and content of each of the former for the names of more; what is not asked for is not
    looked at. Raises UsageError when it is not a PDF or a file is too large, EnvironmentFailure when pikepdf is not
    installed or the file cannot be read.
    """
    try:
        import pikepdf  # noqa: PLC0415  # an extra
    except ModuleNotFoundError:
        remedy = 'install it with pip install "pdfgen[verify]"'
        raise EnvironmentFailure("pikepdf, which reads PDF files, is not installed", remedy) from None
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may have no end
            raise UsageError(f"{path} is not a regular file", _REMEDY)
        if status.st_size > _LARGEST:
            raise UsageError(f"{path} is larger than {_LARGEST // 10**9} GB", _REMEDY)
        with pikepdf.open(path) as file:
            return _contents(file, end, others)
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {path}: {error.strerror}", "check the path") from error
    except _TooLarge as error:
        raise UsageError(f"{path} carries a {error} of more than {_MOST // 10**6} MB", _REMEDY) from None
    except (pikepdf.PikepdfError, zlib.error, *_UNSOUND) as error:
        raise UsageError(f"{path} is not a sound PDF: {error}", _REMEDY) from error


def _contents(file: Any, end: str, others: Callable[[str, bytes], Iterable[str]]) -> dict[str, bytes]:
    carried = file.attachments
    found: dict[str, bytes] = {}
    waiting = [name for name in carried if name.endswith(end)]
    while waiting:
        name = waiting.pop()
        if name in found or name not in carried:
            continue
        found[name] = _content(name, carried[name].get_file().obj)
        if sum(map(len, found.values())) > _ALL:
            raise ValueError(f"it carries more than {_ALL // 10**6} MB")
        if name.endswith(end):
            waiting += others(name, found[name])
    return found


def _content(name: str, stream: Any) -> bytes:
    """Return the content of an attachment. A few bytes can unpack to any number, so there is a limit."""
    content = bytes(stream.read_raw_bytes())
    for packed in _filters(stream):
        if packed not in ("/FlateDecode", "/Fl"):
            raise ValueError(f"{name} is compressed by {packed}, which pdfgen does not use")
        content = zlib.decompressobj().decompress(content, _MOST + 1)
        if len(content) > _MOST:
            raise _TooLarge(name)
    return content


def _filters(stream: Any) -> list[str]:
    found = stream.get("/Filter", ())
    if "/DecodeParms" in stream:
        raise ValueError("an attachment is compressed in a way that pdfgen does not use")
    names = str(found)
    return [names] if names.startswith("/") else [str(item) for item in found]
