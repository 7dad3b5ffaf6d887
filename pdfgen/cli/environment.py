"""What the command line takes from the environment; nothing below it reads a variable that changes a file."""

from __future__ import annotations

import os
import re
from datetime import datetime, timezone

from pdfgen.errors import UsageError

_DATE_ALONE = len("2026-11-28")


def moment(said: str | None = None) -> str:
    """Return when files are made, as XMP writes it: what was ``said``, else SOURCE_DATE_EPOCH; empty without both.

    Raises UsageError when it is no date, or no number of seconds (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if said is None and not seconds:
        return ""
    from pdfgen.pipeline import as_moment  # noqa: PLC0415  # few set it

    if said is not None:
        return as_moment(_date(said))
    try:
        return as_moment(datetime.fromtimestamp(int(seconds), timezone.utc))
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is “{seconds}”", "set it to seconds since 1970, or unset it") from None


def _date(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", said))
    except ValueError:
        remedy = "write a date such as 2026-11-28, or a time with its zone such as 2026-11-28T12:00:00Z"
        raise UsageError(f"“{said}” is no date", remedy) from None
    return found.replace(tzinfo=timezone.utc) if len(said) == _DATE_ALONE else found


def now() -> datetime:
    """Return when something is done: SOURCE_DATE_EPOCH where it is set, else now. Raises UsageError as ``moment``."""
    said = moment()
    return _date(said) if said else datetime.now(timezone.utc).replace(microsecond=0)


def author() -> str:
    """Return who does something: PDFGEN_AUTHOR, else the name of the account."""
    return os.environ.get("PDFGEN_AUTHOR", "").strip() or _account()


def account() -> str:
    """Return the account as a URI (RFC 7565), such as acct:name@machine."""
    from platform import node  # noqa: PLC0415  # few ask
    from urllib.parse import quote  # noqa: PLC0415

    return f"acct:{quote(_account())}@{quote(node() or 'localhost')}"


def _account() -> str:
    from getpass import getuser  # noqa: PLC0415  # few ask

    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "unknown"


def smtp_password() -> str:
    """Return the password of the mail server; empty where it is not set."""
    return os.environ.get("PDFGEN_SMTP_PASSWORD", "")


def unsubscribe_key() -> bytes:
    """Return the key that unsubscribe links are signed with: PDFGEN_UNSUBSCRIBE_KEY. Raises UsageError without one."""
    found = os.environ.get("PDFGEN_UNSUBSCRIBE_KEY", "")
    if not found:
        remedy = "set it to what `openssl rand -hex 32` writes, and keep it: links of earlier messages need it"
        raise UsageError("PDFGEN_UNSUBSCRIBE_KEY, which signs the unsubscribe links, is not set", remedy)
    return found.encode()


def dkim_key() -> str:
    """Return the key that messages are signed with, or its file: PDFGEN_DKIM_KEY; empty without one."""
    return os.environ.get("PDFGEN_DKIM_KEY", "")
