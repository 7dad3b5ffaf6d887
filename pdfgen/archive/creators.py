"""Who made a report: people with an ORCID, organisations with a ROR.

>>> Creator.read("Hope, Anthony https://orcid.org/0000-0002-1825-0097")
Creator(name='Hope, Anthony', orcid='https://orcid.org/0000-0002-1825-0097', ror=None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pdfgen.errors import UsageError, visible

_ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])", re.ASCII)
_ROR = re.compile(r"(?:(?:https?://)?ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})", re.ASCII)
_ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32
_HOSTS = ("orcid.org/", "ror.org/")


@dataclass(frozen=True, slots=True)
class Creator:
    """Somebody who is named as an author. Raises UsageError for an identifier that is none.

    A person can have an ORCID, an organisation a ROR; both become URLs. People are named “Family, Given”.
    """

    name: str
    orcid: str | None = None
    ror: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable():
            raise UsageError(f"“{visible(self.name)}” is no name of an author", "write the name in one line")
        if self.orcid and self.ror:
            raise UsageError(
                f"{self.name} has an ORCID and a ROR", "give a person an ORCID, or an organisation a ROR, not both"
            )
        if self.orcid:
            object.__setattr__(self, "orcid", orcid(self.orcid))
        if self.ror:
            object.__setattr__(self, "ror", ror(self.ror))

    @classmethod
    def read(cls, text: str) -> Creator:
        """Return the creator that a name stands for, with an ORCID or a ROR behind it as a URL. Raises UsageError."""
        name, _, last = text.strip().rpartition(" ")
        host = re.sub("^https?://", "", last)
        if name and host.startswith(_HOSTS):
            return cls(name.strip(), orcid=last) if host.startswith(_HOSTS[0]) else cls(name.strip(), ror=last)
        return cls(text.strip())


def orcid(text: str) -> str:
    """Return an ORCID as a URL. Raises UsageError when its check character is wrong (ISO/IEC 7064, MOD 11-2)."""
    found = _ORCID.fullmatch(text)
    if found:
        digits = found[1].replace("-", "")
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        if "0123456789X"[(12 - total % 11) % 11] == digits[-1]:
            return f"https://orcid.org/{found[1]}"
    remedy = "write it as https://orcid.org/0000-0002-1825-0097, and compare the digits"
    raise UsageError(f"“{visible(text)}” is not an ORCID: {_wrong(found)}", remedy)


def ror(text: str) -> str:
    """Return a ROR as a URL. Raises UsageError when its check digits are wrong (ISO/IEC 7064, MOD 97-10)."""
    found = _ROR.fullmatch(text)
    if found:
        number = 0
        for digit in found[1][:-2]:
            number = number * 32 + _ROR_DIGITS.index(digit)
        if 98 - number * 100 % 97 == int(found[1][-2:]):
            return f"https://ror.org/{found[1]}"
    remedy = "write it as https://ror.org/04wxnsj81, and compare the characters"
    raise UsageError(f"“{visible(text)}” is not a ROR: {_wrong(found)}", remedy)


def _wrong(found: re.Match[str] | None) -> str:
    return "a character is wrong, or two are exchanged" if found else "it is not written as one"
