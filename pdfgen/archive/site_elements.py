"""HTML elements. Text is data: it is escaped wherever it stands, and never becomes markup.

>>> element("a", "Côte d’Ivoire <script>", href="x.html")
'<a href="x.html">Côte d’Ivoire &lt;script&gt;</a>'
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from pdfgen.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_EMPTY = frozenset({"input", "br", "wbr"})
_TEXT_BLOCKS = ("section", "nav", "form", "div", "noscript", "h1", "h2", "p", "ul", "ol", "li", "dl", "dd", "option")
_BLOCKS = frozenset({*_TEXT_BLOCKS, "table", "caption", "thead", "tbody", "tr"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(tag: str, *content: str | None, **attributes: str | bool | None) -> Html:
    """Return an element; what of ``content`` is not Html is escaped, and None is left out.

    An attribute that is True stands without a value, one that is False or None is left out. A name ends with ``_``
    where Python has the word, and other ``_`` are hyphens.
    """
    given = "".join(
        f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_escaped(value)}"')
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    line = "\n" if tag in _BLOCKS else ""
    if tag in _EMPTY:
        return Html(f"<{tag}{given}>")
    return Html(f"<{tag}{given}>{joined(content)}</{tag}>{line}")


def joined(parts: Iterable[str | None]) -> Html:
    """Return parts one after the other, those that are text escaped."""
    return Html("".join(part if isinstance(part, Html) else _escaped(part) for part in parts if part is not None))


def _escaped(text: str) -> str:
    return escape(visible(text.encode("utf-8", "replace").decode(), lines=False))


def name_in(text: str, language: str) -> Html:
    """Return a name in its language; letters that run from right to left disturb nothing around it."""
    return element("bdi", text, lang=language_tag(language))


def language_tag(language: str) -> str | None:
    """Return a language as an attribute; None for that of the page, English, and for what is no language."""
    return language if _LANGUAGE.fullmatch(language) and language != "en" else None


def link(text: str | Html, address: str) -> Html:
    """Return a link to a page of the listing."""
    return element("a", text, href=address)


def outward(text: str, address: str) -> Html:
    """Return a link that leads away; text alone when the address is none of the web's."""
    if not _ADDRESS.match(address) or not address.isprintable():
        return joined([text])
    return element("a", text, href=address, rel="noreferrer")
