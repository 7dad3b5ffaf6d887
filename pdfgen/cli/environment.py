"""What the command line takes from the environment; nothing below it reads a variable that changes a file."""

from __future__ import annotations

import os
from datetime import datetime, timezone

from pdfgen.errors import UsageError


def moment() -> str:
    """Return the moment that SOURCE_DATE_EPOCH gives all files, as XMP writes it; empty when it is not set.

    Raises UsageError when it is not a number of seconds (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        return ""
    from pdfgen.pipeline import as_moment  # noqa: PLC0415  # few set it

    try:
        return as_moment(datetime.fromtimestamp(int(said), timezone.utc))
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is “{said}”", "set it to seconds since 1970, or unset it") from None
