"""What is said of a publication: who publishes it, how it is cited, under which licence."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from pdfgen.model.base import Line, Model, Statement, Text, fault, matching
from pdfgen.model.message import message
from pdfgen.model.prose import Prose, checked_link

_DOI = r"10\.\d{4,9}/[!-~]+"
_ISBN_DIGITS = 13


def _isbn(value: Any) -> str:
    digits = re.sub(r"[- ]", "", str(value))
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) if digits.isdecimal() else 1
    wrong = ""
    if len(digits) != _ISBN_DIGITS or weighted % 10:
        wrong = "length or check digit is wrong"
    elif not digits.startswith(("978", "979")):
        wrong = "it begins with neither 978 nor 979"
    if wrong:
        remedy = "check the thirteen digits against the imprint"
        raise fault("bad-isbn", f"“{value}” is not an ISBN-13: {wrong}", remedy)
    return str(value)


def _url(value: Any) -> Any:
    return checked_link(value) if isinstance(value, str) else value


class Publication(Model):
    """What is said of the publication itself."""

    publisher: Line | None = None
    """Who publishes the reports; the publisher of the method when left out."""
    citation: Annotated[Text, message("entity", "edition", "series")] | None = None
    """How to cite the report; {entity}, {edition} and {series} are filled in."""
    isbn: Annotated[str, BeforeValidator(_isbn), WithJsonSchema({"type": ["string", "integer"]})] | None = None
    """The ISBN-13 of the publication, with or without hyphens: 978-3-16-148410-0."""
    doi: (
        Annotated[
            str,
            matching(_DOI, "bad-doi", "a DOI", "write it as 10.1234/abc, without https://"),
            WithJsonSchema({"type": "string", "pattern": f"^{_DOI}$"}),
        ]
        | None
    ) = None
    """The DOI, without the address of a resolver: 10.1234/abc."""
    url: Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})] | None = None
    """Where the report is read online: https://…"""
    licence: Statement | None = None
    """The licence in words or by its name, such as CC BY 4.0."""
    copyright: Statement | None = None
    """Who holds the copyright, and since when: © 2018 the publisher."""
    disclaimer: Prose | None = None
    """Words of a third party, printed as they are."""

    @property
    def rights(self) -> str:
        """Copyright and licence, as a file says them of itself; empty when there is neither."""
        return ". ".join(filter(None, [self.copyright, self.licence]))

    @property
    def identifiers(self) -> tuple[str, ...]:
        """DOI and ISBN with their kinds: ``doi:10.1234/abc``, ``urn:isbn:…``."""
        named = (("doi", self.doi), ("urn:isbn", self.isbn))
        return tuple(f"{kind}:{value}" for kind, value in named if value)
