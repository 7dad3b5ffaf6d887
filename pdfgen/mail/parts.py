"""The parts of a message (RFC 2045, 2046): text, pictures and files, as ASCII in lines of 76 characters."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from pdfgen.mail.headers import field, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

_FROM = re.compile(rb"^From ", re.MULTILINE)  # mailboxes write “>” before it


def text_part(text: str, subtype: str) -> bytes:
    """Return a part of text, in the shorter of both encodings."""
    content = "\r\n".join(text.split("\n")).encode("utf-8")
    coded, encoding = _base64(content), "base64"
    quoted = binascii.b2a_qp(content).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # it ends lines either way
    if len(quoted) <= len(coded) and not _FROM.search(content):
        coded, encoding = quoted, "quoted-printable"
    head = field("Content-Type", [f"text/{subtype};", "charset=utf-8"])
    return head + field("Content-Transfer-Encoding", [encoding]) + b"\r\n" + coded


def file_part(content: bytes, kind: str, name: str, plain_name: str) -> bytes:
    """Return an attachment of a media type, under a name in any script; old programs read ``plain_name``, in ASCII."""
    head = field("Content-Type", [f"{kind};", *parameter("name", plain_name)])
    head += field("Content-Transfer-Encoding", ["base64"])
    head += field("Content-Disposition", ["attachment;", *parameter("filename", name)])
    return head + b"\r\n" + _base64(content)


def picture_part(content: bytes, kind: str, id_: str, name: str) -> bytes:
    """Return a picture that HTML shows as ``cid:ID``."""
    head = field("Content-Type", [kind]) + field("Content-Transfer-Encoding", ["base64"])
    head += field("Content-ID", [f"<{id_}>"])
    head += field("Content-Disposition", ["inline;", *parameter("filename", name)])
    return head + b"\r\n" + _base64(content)


def together(subtype: str, parts: Sequence[bytes], boundary: str, start: str = "") -> bytes:
    """Return a part of parts. ``boundary`` has “=_”, which stands in no encoded content; ``start`` is a media type."""
    kind = [f"multipart/{subtype};", *([f'type="{start}";'] if start else []), f'boundary="{boundary}"']
    between = f"--{boundary}\r\n".encode("ascii")
    body = b"".join(between + part + b"\r\n" for part in parts)
    return field("Content-Type", kind) + b"\r\n" + body + f"--{boundary}--\r\n".encode("ascii")


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
