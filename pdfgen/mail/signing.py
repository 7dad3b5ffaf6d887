"""DKIM signatures (RFC 6376): the domain of the sender vouches for what readers and their programs act on."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from pdfgen.model.campaign import Signing

SIGNED = (
    b"from",
    b"reply-to",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"content-language",
    b"content-transfer-encoding",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"auto-submitted",
)
"""What is signed, once more than it is there: nobody can add another one on the way (RFC 6376, § 8.15).

RFC 8058, § 4, asks for both of the unsubscribe headers.
"""

KEY_VARIABLE = "PDFGEN_DKIM_KEY"
_PEM = "-----BEGIN "
_LEAST_BITS = 1024  # RFC 8301, § 3.2
_MOST_BYTES = 20_000


class Signer:
    """The key of a domain. Its text is in no error and no ``repr``."""

    __slots__ = ("_domain", "_key", "_library", "_selector")

    def __init__(self, library: Any, domain: str, selector: str, key: bytes) -> None:
        self._library = library
        self._domain, self._selector = domain.encode("ascii"), selector.encode("ascii")
        self._key = key

    @classmethod
    def of(cls, signing: Signing, folder: Path, env_value: str) -> Self:
        """Return the signer of a campaign in ``folder``.

        The key is ``env_value``, as PEM or as the path of a file, or else the file that the campaign names. Raises
        UsageError when it is no RSA key, EnvironmentFailure when dkimpy is missing or the file cannot be read.
        """
        library = _dkimpy()
        value = env_value.strip()
        if value.startswith(_PEM):
            where, key = KEY_VARIABLE, value
        elif value or signing.key:
            path = Path(value) if value else folder / str(signing.key)
            where, key = str(path), _read(path)
        else:
            remedy = (
                f"set {KEY_VARIABLE} to the private key or to the path of its file, or write `key:` below `signing:`"
            )
            raise UsageError("the campaign signs its messages, and there is no key", remedy)
        _check(library, key, where)
        for name, word in (("domain", signing.domain), ("selector", signing.selector)):
            if not word.isascii():
                message = f"the {name} of the signature is not in ASCII: {word}"
                raise UsageError(message, "write it as DNS has it, such as xn--bcher-kva.example")
        return cls(library, signing.domain, signing.selector, key.encode("ascii"))

    def sign(self, message: bytes) -> bytes:
        """Return a message, line ends CR LF, with its signature before all other headers.

        The time of the signature is the date of the message: the same message gives the same bytes.
        """
        head, body = message.partition(b"\r\n\r\n")[::2]
        maker = self._library.DKIM(head + b"\r\n\r\n")
        maker.body = body  # dkimpy would look for line ends in all of it
        there = [name.lower() for name, _ in maker.headers]
        names = [name for name in SIGNED for _ in range(there.count(name) + 1)]
        date = next(value for name, value in maker.headers if name.lower() == b"date")
        second = str(int(parsedate_to_datetime(date.decode("ascii").strip()).timestamp())).encode("ascii")
        maker.gen_header = partial(_dated, maker.gen_header, second)
        signature: bytes = maker.sign(
            self._selector, self._domain, self._key, canonicalize=(b"relaxed", b"simple"), include_headers=names
        )
        return signature + message


def _dated(made: Callable[..., Any], second: bytes, fields: list[tuple[bytes, bytes]], *rest: Any) -> bytes:
    """Return dkimpy's header, with the time of the signature given instead of the clock's."""
    signed: bytes = made([(name, second if name == b"t" else value) for name, value in fields], *rest)
    return signed


def _dkimpy() -> Any:
    try:
        import dkim  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[dkim]", or remove `signing:` from the campaign'
        raise EnvironmentFailure("dkimpy, which signs messages, is not installed", remedy) from None
    return dkim


def _read(path: Path) -> str:
    remedy = "check the path and its rights"
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no path"
        raise EnvironmentFailure(f"the key of the signature cannot be read: {path}: {reason}", remedy) from None
    try:
        return content.decode("ascii").strip()
    except UnicodeDecodeError:
        return ""  # no PEM, which is told for its content


def _check(library: Any, key: str, where: str) -> None:
    """Raise UsageError when ``key`` is no private RSA key that receivers take."""
    remedy = "name an RSA key as PEM, such as `openssl genrsa 2048` writes"
    try:
        parsed = library.crypto.parse_pem_private_key(key.encode("ascii"))
        bits = parsed["modulus"].bit_length()
    except Exception:  # noqa: BLE001  # dkimpy fails in many ways; none of their words may show the key
        raise UsageError(f"the key of the signature is no private RSA key: {where}", remedy) from None
    if bits < _LEAST_BITS:
        raise UsageError(f"the key of the signature has {bits} bits; receivers ask for {_LEAST_BITS} at least", remedy)
