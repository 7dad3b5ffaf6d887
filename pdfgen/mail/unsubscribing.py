"""Where a recipient ends the messages: an address with a token that nobody else can make."""

from __future__ import annotations

import base64
import hmac
import re

from pdfgen.errors import UsageError

SECRET_BYTES = 16
"""The least bytes of the secret."""

_PURPOSE = b"pdfgen: unsubscribe\0"  # the same secret signs nothing else by accident
_TOKEN = re.compile(r"([A-Za-z0-9_-]{2,700})\.([A-Za-z0-9_-]{43})")


def token(key: str, secret: bytes) -> str:
    """Return the token of the recipient with this ``key``: the key and its HMAC (SHA-256), for a URL.

    Raises UsageError when the secret has fewer than 16 bytes.

    >>> token("reader@example.org", b"sixteen bytes or more")
    'cmVhZGVyQGV4YW1wbGUub3Jn.vo0M1MCt2xJtcbSwpeP1CucxlGvM8-Z3ZomGvMT3AhE'
    """
    name = key.encode("utf-8", "surrogatepass")
    return f"{_written(name)}.{_written(_signature(name, secret))}"


def address_of(token: str, secret: bytes) -> str | None:
    """Return the key of the recipient whose token this is; None when it was not made with ``secret``."""
    found = _TOKEN.fullmatch(token)
    if not found:
        return None
    try:
        name, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in found.groups())
        key = name.decode("utf-8")
    except ValueError:
        return None
    if not hmac.compare_digest(signature, _signature(name, secret)) or _written(name) != found[1]:
        return None
    return key if _written(signature) == found[2] else None


def link(pattern: str, key: str, secret: bytes) -> str:
    """Return the address for one recipient: the campaign's ``unsubscribe`` with ``{token}`` filled in."""
    return pattern.replace("{token}", token(key, secret))


def _signature(name: bytes, secret: bytes) -> bytes:
    if len(secret) < SECRET_BYTES:
        message = f"the secret of the unsubscribe links has {len(secret)} bytes; {SECRET_BYTES} is the least"
        raise UsageError(message, "set PDFGEN_UNSUBSCRIBE_KEY to a longer one, such as `openssl rand -hex 32` writes")
    return hmac.digest(secret, _PURPOSE + name, "sha256")


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")
