"""The file around the objects: object streams and a cross-reference stream (ISO 32000-1, § 7.5.7, § 7.5.8).

Small objects are compressed together, which makes a structure tree of thousands of elements small; PDF/A-2 and later,
PDF/UA-1 and PDF/X-4 allow it.
"""

from __future__ import annotations

import hashlib
import zlib
from struct import pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOGETHER = 200  # objects in one stream
_LEVEL = 4  # of compression: the last hundredth of a file's size costs a twentieth of the time that it takes to make
_HEADER = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n"  # four bytes above 127 say that the file is binary (ISO 19005-3, § 6.1.2)


def stream(compressed: bytes, entries: str = "", filter_: str = "/Filter/FlateDecode") -> bytes:
    """Return a stream object. Its end of line before ``endstream`` is what PDF/A asks for (ISO 19005-3, § 6.1.7.1)."""
    head = f"<<{filter_}/Length {len(compressed)}{entries}>>\nstream\n"
    return head.encode("latin-1") + compressed + b"\r\nendstream"


def assemble(objects: Sequence[bytes], root: str, information: str, version: str) -> bytes:
    """Return a file of ``objects``, numbered from 1; ``root`` and ``information`` are references to two of them.

    A file without an information dictionary has an empty ``information``.

    The identifier is made from the content: the same objects give the same bytes.
    """
    digest = hashlib.sha256()
    for body in objects:  # one by one: a volume has hundreds of thousands
        digest.update(body)
        digest.update(b"\n")
    identifier = digest.hexdigest()[:32].upper()
    parts = [_HEADER % version.encode("ascii")]
    places: dict[int, bytes] = {0: pack(">BLH", 0, 0, 0xFFFF)}
    length = len(parts[0])

    def add(number: int, body: bytes) -> None:
        nonlocal length
        places[number] = pack(">BLH", 1, length, 0)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        length += len(parts[-1])

    small = []
    for number, body in enumerate(objects, 1):
        if body.endswith(b"endstream"):
            add(number, body)
        else:
            small.append((number, body))
    number = len(objects)
    for start in range(0, len(small), _TOGETHER):
        number += 1
        group = small[start : start + _TOGETHER]
        offsets, offset = [], 0
        for index, (inner, body) in enumerate(group):
            offsets.append(b"%d %d" % (inner, offset))
            offset += len(body) + 1
            places[inner] = pack(">BLH", 2, number, index)
        head = b" ".join(offsets) + b" "
        content = zlib.compress(head + b"\n".join(body for _, body in group), _LEVEL)
        add(number, stream(content, f"/Type/ObjStm/N {len(group)}/First {len(head)}"))
    number += 1
    places[number] = pack(">BLH", 1, length, 0)
    table = zlib.compress(b"".join(places[index] for index in range(number + 1)))
    entries = f"/Root {root}/Info {information}" if information else f"/Root {root}"
    trailer = f"/Type/XRef/Size {number + 1}/W[1 4 2]{entries}/ID[<{identifier}><{identifier}>]"
    parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, stream(table, trailer), length))
    return b"".join(parts)
