"""The name and password for the mail server. The password is in no file of a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, UsageError

if TYPE_CHECKING:
    from pdfgen.model.campaign import Server

SERVICE = "pdfgen"
"""What the keyring knows our passwords by."""
VARIABLE = "PDFGEN_SMTP_PASSWORD"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who logs in."""

    user: str
    password: str = field(repr=False)


def credentials(server: Server, said: str) -> Credentials | None:
    """Return who logs in: with the password that was ``said``, or that of the keyring; None where nobody does.

    Raises UsageError when there is no password.
    """
    if server.user is None:
        return None
    if password := said or _kept(f"{server.user}@{server.host}"):
        return Credentials(server.user, password)
    remedy = (
        f"set the variable {VARIABLE}, or keep it in the keyring: keyring set {SERVICE} {server.user}@{server.host}"
    )
    raise UsageError(f"there is no password for {server.user} at {server.host}", remedy)


def _kept(account: str) -> str:
    """Return the password that the keyring has; empty when it has none, or there is no keyring."""
    try:
        keyring = import_module("keyring")
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, account) or ""
    except keyring.errors.NoKeyringError:  # the package alone
        return ""
    except keyring.errors.KeyringError as error:
        message = f"the keyring gives no password: {error}"
        raise EnvironmentFailure(message, f"unlock it, or set the variable {VARIABLE}") from error
