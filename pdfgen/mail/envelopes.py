"""E-mail addresses: what may stand on an envelope, and what two spellings of one address have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pdfgen.errors import EnvironmentFailure

if TYPE_CHECKING:
    from typing import Any

_LOCAL = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)


class Envelope(NamedTuple):
    """An address that was checked."""

    address: str
    """Local part as written, domain in ASCII."""
    key: str
    """What two spellings of one address have in common."""


class AddressError(ValueError):
    """A text is no address that mail can be sent to; the message says why."""


class Addresses:
    """Checks addresses; with ``dns`` it also asks whether their domains take mail, each domain once.

    Raises EnvironmentFailure when email-validator is not installed.
    """

    def __init__(self, *, dns: bool = False) -> None:
        try:
            import email_validator  # noqa: PLC0415  # an extra
        except ImportError:
            remedy = 'install it with pip install "pdfgen[mail]"'
            raise EnvironmentFailure(
                "addresses are checked by email-validator, which is not installed", remedy
            ) from None
        self._validator = email_validator
        self._resolver: Any = email_validator.caching_resolver() if dns else None

    def envelope(self, text: str) -> Envelope:
        """Return a checked address. Raises AddressError.

        >>> Addresses().envelope("Ada.L@Exämple.org")
        Envelope(address='Ada.L@xn--exmple-cua.org', key='ada.l@xn--exmple-cua.org')
        """
        try:
            found = self._validator.validate_email(
                text,
                allow_smtputf8=False,  # most servers do not take letters beyond ASCII before the @
                check_deliverability=self._resolver is not None,
                dns_resolver=self._resolver,
            )
        except self._validator.EmailNotValidError as error:
            raise AddressError(_reason(str(error))) from None
        domain = found.ascii_domain or found.domain
        if len(found.local_part.encode()) > _LOCAL:
            raise AddressError(f"the part before the @-sign is longer than {_LOCAL} characters")
        address = f"{found.local_part}@{domain.lower()}"
        return Envelope(address, address.casefold())


def _reason(said: str) -> str:
    """Return what a library says as the end of a sentence."""
    said = said.strip().rstrip(".")
    return said[:1].lower() + said[1:]
