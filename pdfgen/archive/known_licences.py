"""Licences of Creative Commons that a statement means without doubt, by their identifiers of SPDX.

>>> known_licence("CC BY-NC 4.0")
KnownLicence(spdx='CC-BY-NC-4.0', url='https://creativecommons.org/licenses/by-nc/4.0/')
>>> known_licence("The charts are under CC BY 4.0; the text is not")
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPDX_LICENCES = "https://spdx.org/licenses/"

_SITE = r"https?://(?:www\.)?creativecommons\.org/"
_LEAD = r"(?:(?:this (?:work|report|publication) is )?(?:published|licen[cs]ed|available) under (?:an? |the )?)?"
_NUMBER = r"2\.0|2\.5|3\.0|4\.0"
_END = r"(?:/(?:deed|legalcode)?(?:\.[a-z]+)?)?"
_URL = rf"{_SITE}licenses/(?P<url_marks>by(?:-nc)?(?:-(?:sa|nd))?)/(?P<url_version>{_NUMBER}){_END}"
_MARKS = r"(?:cc|creative commons)[ -](?P<marks>by(?:[ -]nc)?(?:[ -](?:sa|nd))?)"
_WORDS = (
    r"(?:creative commons )?attribution(?P<nc>[ -]+non-?commercial)?"
    r"(?:(?P<sa>[ -]+share[ -]?alike)|(?P<nd>[ -]+no[ -]?deriv(?:ative)?s))?"
)
_NAME = rf"(?:{_MARKS}|{_WORDS})[ -]v?(?P<version>{_NUMBER})(?: (?:international|unported|generic))?"
_LICENCE = re.compile(rf"{_LEAD}{_NAME}(?: (?:public )?licen[cs]e)?(?:[ ,:]*\(?{_URL}\)?)?\.?", re.ASCII)
_ONLY_URL = re.compile(rf"{_LEAD}{_URL}\.?", re.ASCII)
_ZERO = re.compile(
    rf"{_LEAD}(?:(?:cc[ -]?0|cc zero|creative commons zero)(?: v?1\.0)?(?: universal)?"
    rf"|{_SITE}publicdomain/zero/1\.0{_END})\.?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class KnownLicence:
    """A licence with its identifier in the list of SPDX, and where it is read."""

    spdx: str
    url: str


def known_licence(statement: str) -> KnownLicence | None:
    """Return the licence that a statement is the name of; None when it says more, or another thing.

    A licence for one country (“CC BY 3.0 US”), and one without its version, is not known.
    """
    text = re.sub(r"\s+", " ", statement.strip().lower().replace("–", "-").replace("‑", "-"))  # noqa: RUF001
    if _ZERO.fullmatch(text):
        return KnownLicence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    if found := _ONLY_URL.fullmatch(text):
        return _named(found["url_marks"], found["url_version"])
    if not (found := _LICENCE.fullmatch(text)):
        return None
    marks = (found["marks"] or "").replace(" ", "-") or "-".join(["by", *(m for m in ("nc", "sa", "nd") if found[m])])
    if found["url_marks"] and (found["url_marks"], found["url_version"]) != (marks, found["version"]):
        return None
    return _named(marks, found["version"])


def _named(marks: str, version: str) -> KnownLicence:
    return KnownLicence(f"CC-{marks.upper()}-{version}", f"https://creativecommons.org/licenses/{marks}/{version}/")
