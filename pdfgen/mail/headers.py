"""The header of a message (RFC 5322), made of ASCII alone: words of other scripts as RFC 2047 and 2231 write them.

Python's own writer changed from version to version, and some of them took a comma in a name for the next address. Here
every value is checked, encoded and folded before it becomes a line, and the same values give the same bytes.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 76
"""Characters of a line, its end not counted."""

_LONGEST = 998  # RFC 5322, § 2.1.1
_LINE = re.compile(r"[!-~]([ -~]*[!-~])?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_ADDRESS_LENGTH, _LOCAL_LENGTH = 254, 64  # RFC 5321, § 4.5.3.1

_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9'-]+( [A-Za-z0-9'-]+)*")
_QUOTED_PHRASE = re.compile(r"[A-Za-z0-9'.-]+( [A-Za-z0-9'.-]+)*")
_PLAIN_TEXT = re.compile(r"[!-~]{1,60}( [!-~]{1,60})*")
_IN_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_WORD_BYTES = 36  # base64 makes 48 characters of them; a line has 76 at most, with the name of the field
_WORD_LENGTH = 48
_IN_PARAMETER = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`{}~")  # RFC 2231
_SECTION = 50


def field(name: str, parts: Iterable[str]) -> bytes:
    """Return a header field: its parts with a space between them, folded between parts.

    Raises ValueError for what is not printable ASCII, or too long for a line: nothing becomes another field.
    """
    lines = [f"{name}:"]
    for part in parts:
        if len(lines[-1]) + 1 + len(part) > WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {part}"
    if not _NAME.fullmatch(name) or lines == [f"{name}:"]:
        raise ValueError(f"{name} is no header field with a value")
    for line in lines:
        if not _LINE.fullmatch(line.removeprefix(" ")) or len(line) > _LONGEST:
            raise ValueError(f"the value of {name} cannot stand in a line")
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def words(text: str) -> list[str]:
    """Return the parts of an unstructured value: as it is, or as encoded words. Raises ValueError for controls."""
    if _PLAIN_TEXT.fullmatch(text) and "=?" not in text:
        return text.split(" ")
    return _encoded(text)


def mailbox(name: str, address: str) -> list[str]:
    """Return the parts of one mailbox. Raises ValueError for an address that is none, and for controls in a name."""
    if not is_address(address):
        raise ValueError(f"“{address}” is no address")
    if not name:
        return [address]
    if _PLAIN_PHRASE.fullmatch(name) and all(len(word) <= _WORD_LENGTH for word in name.split(" ")):
        phrase = name.split(" ")
    elif _QUOTED_PHRASE.fullmatch(name) and len(name) <= _WORD_LENGTH:
        phrase = [f'"{name}"']
    else:
        phrase = _encoded(name)
    return [*phrase, f"<{address}>"]


def _judge(text: str) -> None:
    """Raise ValueError for what no reader of a header should get, encoded or not."""
    if found := _CONTROLS.search(text):
        raise ValueError(f"U+{ord(found[0]):04X} cannot stand in a header")


def is_address(text: str) -> bool:
    """Tell whether a text is one address in ASCII, without comments, quotes or encoded words."""
    local = text.rpartition("@")[0]
    within = len(text) <= _ADDRESS_LENGTH and len(local) <= _LOCAL_LENGTH
    return within and "=?" not in text and bool(_ADDRESS.fullmatch(text))


def is_domain(text: str) -> bool:
    """Tell whether a text is a domain in ASCII."""
    return len(text) <= _ADDRESS_LENGTH and bool(_DOMAIN.fullmatch(text))


def parameter(name: str, value: str) -> list[str]:
    """Return the parts of a parameter such as a file name (RFC 2231), each but the last with a semicolon.

    Raises ValueError for controls.
    """
    if re.fullmatch(r"[A-Za-z0-9 ()_.+-]{1,60}", value):
        return [f'{name}="{value}"']
    _judge(value)
    sections, length = [""], len("utf-8''")
    for char in value:
        written = "".join(chr(byte) if byte in _IN_PARAMETER else f"%{byte:02X}" for byte in char.encode("utf-8"))
        if length + len(written) > _SECTION:
            sections.append("")
            length = 0
        sections[-1] += written
        length += len(written)
    sections[0] = f"utf-8''{sections[0]}"
    if len(sections) == 1:
        return [f"{name}*={sections[0]}"]
    parts = [f"{name}*{number}*={section}" for number, section in enumerate(sections)]
    return [*(f"{part};" for part in parts[:-1]), parts[-1]]


def _encoded(text: str) -> list[str]:
    """Return encoded words (RFC 2047), each of whole characters: quoted where most stand for themselves, or base64."""
    _judge(text)
    plain = 2 * sum(len(_quoted(char)) > 1 for char in text) < len(text)
    found, now, length = [], "", 0
    for char in text:
        cost = len(_quoted(char)) if plain else len(char.encode("utf-8"))
        if length + cost > (_WORD_LENGTH if plain else _WORD_BYTES):
            found.append(now)
            now, length = "", 0
        now += char
        length += cost
    found.append(now)
    if plain:
        return [f"=?utf-8?q?{''.join(map(_quoted, part))}?=" for part in found]
    return [f"=?utf-8?b?{base64.b64encode(part.encode('utf-8')).decode('ascii')}?=" for part in found]


def _quoted(char: str) -> str:
    if char == " ":
        return "_"
    return "".join(chr(byte) if byte in _IN_WORD else f"={byte:02X}" for byte in char.encode("utf-8"))
