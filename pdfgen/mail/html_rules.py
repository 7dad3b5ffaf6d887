"""What HTML in a message may have: nothing that runs, nothing that leads elsewhere than it says, words for pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_FORBIDDEN = re.compile(
    "script|iframe|frame|frameset|object|embed|applet|form|input|button|select|textarea|base|link|audio|video|svg|math"
    "|portal|template|noscript|plaintext|xmp|listing"
)
_ADDRESSES = re.compile(
    "href|src|action|formaction|background|poster|cite|longdesc|data|xlink:href|srcset|ping|manifest"
)
_HREF = re.compile(r"(https://[^\s/]|mailto:|#)", re.IGNORECASE)
_SRC = re.compile(r"(https://[^\s/]|cid:)", re.IGNORECASE)
_STYLE = re.compile(
    r"@import|expression\s*\(|behavior\s*:|binding\s*:|javascript|\\|url\((?!\s*[\"']?https://)", re.IGNORECASE
)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_BARE = re.compile(r"=\s*[^\s\"'>]*\{[{%]")
_OPENING = "{{"


@dataclass(frozen=True, slots=True)
class MarkupFault:
    """Something that HTML in a message may not have, with its line, from 1."""

    message: str
    remedy: str
    line: int
    snippet: str = ""


def faults(html: str, *, template: bool = False) -> list[MarkupFault]:
    """Return what is wrong with a body as HTML. A template is judged by what it says itself; its values come later."""
    found = _Reader(template=template)
    found.feed(html)
    found.close()
    return found.found


class _Reader(HTMLParser):
    def __init__(self, *, template: bool) -> None:
        super().__init__()
        self.template = template
        self.found: list[MarkupFault] = []
        self.styling = False

    def _tell(self, message: str, remedy: str, snippet: str = "") -> None:
        self.found.append(MarkupFault(message, remedy, self.getpos()[0], snippet))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element and its attributes."""
        self.styling = tag == "style"
        if _FORBIDDEN.fullmatch(tag):
            self._tell(f"`<{tag}>` is not allowed in a message", "remove it", f"<{tag}")
        if tag == "img" and not any(name == "alt" for name, _ in attrs):
            self._tell("a picture has no words (`alt`)", 'give it `alt="…"`; empty for one that only decorates', "<img")
        if self.template and _BARE.search(self.get_starttag_text() or ""):
            self._tell("the value of an attribute has no quotes", "put quotes around it", _OPENING)
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in {"srcdoc", "http-equiv"}:
            if name != "http-equiv" or value.lower() not in {"content-type", "x-ua-compatible"}:
                self._tell(f"`{name}` is not allowed in a message", "remove it", name)
        elif "{" in name and self.template:
            self._tell("a template can fill in the value of an attribute only", 'write `name="{{ … }}"`', name)
        elif name == "style":
            self._style(value)
        elif _ADDRESSES.fullmatch(name):
            self._address(tag, name, _BLANKS.sub("", value))

    def _address(self, tag: str, name: str, value: str) -> None:
        if self.template and value.startswith(_OPENING):
            return
        picture = tag != "a"
        if (not value and picture) or not (_SRC if picture else _HREF).match(value or "#"):
            allowed = "https:// or cid:" if picture else "https://, mailto: or #"
            self._tell(f"`{name}` leads to “{value[:60]}”", f"write an address that begins with {allowed}", value[:20])

    def _style(self, text: str) -> None:
        if found := _STYLE.search(text):
            self._tell(f"`{found[0]}` is not allowed in a style", "remove it", found[0])
        if self.template and self.styling and _OPENING in text:
            self._tell("a style sheet has a value of a template", "put it into a `style` attribute", _OPENING)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # every end is one
        """Leave a style sheet."""
        self.styling = False

    def handle_data(self, data: str) -> None:
        """Judge a style sheet."""
        if self.styling:
            self._style(data)
