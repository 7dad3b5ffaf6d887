"""Which addresses get nothing any more: as a person, a list or an unsubscribe link names them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.files import is_file
from pdfgen.mail.envelopes import AddressError, Addresses
from pdfgen.mail.unsubscribing import address_of
from pdfgen.source.text_file import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEADING = "address"
_BYTES = 50_000_000


class Unwanted(NamedTuple):
    """An address that gets nothing."""

    key: str
    address: str


def unwanted(named: Sequence[str], secret: Callable[[], bytes]) -> list[Unwanted]:
    """Return the addresses that are named: by themselves, by tokens, or in files with one on each line.

    A file that begins with a heading ``address`` is a table whose column has them. ``secret`` gives what the tokens
    were made with, and is asked only for tokens. Raises InputError that has all faults.
    """
    reader = _Reader(secret)
    for name in named:
        if is_file(Path(name)):
            reader.read_list(Path(name))
        else:
            reader.take(name, Origin(name, 0, 0))
    if reader.problems:
        raise InputError(reader.problems)
    return list(dict.fromkeys(reader.found))


class _Reader:
    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret, self._addresses = secret, Addresses()
        self.found: list[Unwanted] = []
        self.problems: list[Problem] = []

    def read_list(self, path: Path) -> None:
        file = read_lines(path, most=_BYTES, remedy="part the list into several files")
        self.problems += file.problems
        column = -1
        for number, cells in _rows(file.lines):
            if number == 1 and _HEADING in (headings := [cell.strip().lower() for cell in cells]):
                column = headings.index(_HEADING)
            elif column < 0 or column < len(cells):
                self.take((cells[column] if column >= 0 else ",".join(cells)).strip(), Origin(str(path), number, 1))

    def take(self, name: str, origin: Origin) -> None:
        if not name:
            return
        if "@" not in name:
            if key := address_of(name, self._secret()):
                self.found.append(Unwanted(key, key))
                return
            message = f"“{name}” is no address, no file, and no token of an unsubscribe link"
            remedy = "write the address, or set PDFGEN_UNSUBSCRIBE_KEY to the key that the link was made with"
            self.problems.append(Problem(origin, "unknown-token", message, remedy))
            return
        try:
            found = self._addresses.envelope(name)
        except AddressError as error:
            message = f"“{name}” is no e-mail address: {error}"
            self.problems.append(Problem(origin, "bad-address", message, "correct it, or remove the line"))
            return
        self.found.append(Unwanted(found.key, found.address))


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    import csv  # noqa: PLC0415  # few need it

    for number, line in enumerate(lines, 1):
        yield number, next(csv.reader([line]), [])
