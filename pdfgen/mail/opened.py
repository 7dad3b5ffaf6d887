"""A message opened again, as its reader will see it: the text, the HTML with its pictures, the files."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from pdfgen.errors import visible
from pdfgen.mail.wording import rounded

if TYPE_CHECKING:
    from email.message import EmailMessage

_SHOWN = ("From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Content-Language", "List-Unsubscribe")
_MARKS = re.compile("[\u061c\u200e\u200f]")
_CID = re.compile(r"cid:([^\s\"'<>)]+)")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a message."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A message, read."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    """With pictures as ``cid:``; empty when there is none."""
    pictures: dict[str, AttachedFile]
    """By their Content-ID."""
    files: tuple[AttachedFile, ...]
    signed: bool

    @classmethod
    def of(cls, message: bytes) -> Opened:
        """Return a message that Composer made."""
        read: EmailMessage = BytesParser(policy=policy.default).parsebytes(message)
        texts = {"text/plain": "", "text/html": ""}
        pictures, files = {}, []
        for part in read.walk():
            kind = part.get_content_type()
            if part.is_multipart():
                continue
            if kind in texts and not part.is_attachment():
                texts[kind] = str(part.get_content()).replace("\r\n", "\n")
                continue
            found = AttachedFile(part.get_filename() or "", kind, bytes(part.get_content()))
            if part["Content-ID"]:
                pictures[str(part["Content-ID"]).strip("<>")] = found
            else:
                files.append(found)
        headers = tuple((name, str(read[name])) for name in _SHOWN if read[name])
        return cls(
            headers, texts["text/plain"], texts["text/html"], pictures, tuple(files), bool(read["DKIM-Signature"])
        )

    def told(self) -> str:
        """Return the message as text for a terminal."""
        width = max(len(name) for name, _ in self.headers) + 1
        lines = [f"{name + ':':<{width}} {visible(value, lines=False)}" for name, value in self.headers]
        lines += ["", visible(self.text.rstrip("\n")), ""]
        if self.html:
            lines.append(f"[HTML: {rounded(len(self.html.encode('utf-8')))}, pictures: {len(self.pictures)}]")
        lines += [
            f"[{file.kind}: {visible(file.name, lines=False)}, {rounded(len(file.content))}]" for file in self.files
        ]
        if self.signed:
            lines.append("[signed: DKIM]")
        return "\n".join(lines)

    def page(self) -> str:
        """Return the HTML with its pictures inside: it needs no network. Marks of direction are written as numbers."""

        def filled(found: re.Match[str]) -> str:
            picture = self.pictures.get(found[1])
            return f"data:{picture.kind};base64,{b64encode(picture.content).decode('ascii')}" if picture else found[0]

        return _MARKS.sub(lambda found: f"&#x{ord(found[0]):X};", _CID.sub(filled, self.html))
