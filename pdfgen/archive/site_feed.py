"""The changes of an archive as a feed (Atom, RFC 4287)."""

from __future__ import annotations

from datetime import timezone
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pdfgen.errors import visible
from pdfgen.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from pdfgen.archive.site_catalogue import SiteCatalogue

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 200
"""Entries of the feed; the page of changes has all."""


def feed(catalogue: SiteCatalogue, title: str, moment: datetime, page: str) -> bytes:
    """Return the newest changes as an Atom feed whose links are relative to it; ``page`` has all of them."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    changes = catalogue.changes()
    latest = changes[0][1].created if changes else moment
    _add(root, "title", f"{title}: changes")
    _add(root, "id", _identifier(f"urn:pdfgen:listing:{title}"))
    _add(root, "updated", _moment(latest))
    SubElement(root, "link", {"rel": "self", "href": "changes.atom"})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _add(SubElement(root, "author"), "name", title)
    _add(root, "generator", f"pdfgen {__version__}")
    for one, version in changes[:_MOST]:
        entry = SubElement(root, "entry")
        record = version.record
        year = f", {record.edition}" if record.entity else ""
        _add(entry, "title", f"{record.title}{year}: version {version.number}")
        _add(entry, "id", _identifier(f"{one.stored.id}#v{version.number}"))
        _add(entry, "updated", _moment(version.created))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": quote(one.page)})
        words = [version.message, *(erratum.text for erratum in version.errata)]
        _add(entry, "summary", "\n".join(filter(None, words)) or "A new version")
    indent(root)
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = visible(text.encode("utf-8", "replace").decode())


def _identifier(name: str) -> str:
    return uuid5(NAMESPACE_URL, name).urn


def _moment(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
