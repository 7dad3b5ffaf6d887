"""Messages: words with places that are filled in."""

from __future__ import annotations

from string import Formatter
from typing import Any

from pydantic import BeforeValidator

from pdfgen.model.base import fault


def message(*placeholders: str) -> BeforeValidator:
    """Return the check of a message that may hold the given ``{placeholders}`` and no others."""

    def check(value: Any) -> Any:
        try:
            fields = [name for _, name, _, _ in Formatter().parse(str(value)) if name is not None]
        except ValueError as error:
            raise fault("bad-message", f"the braces do not match: {error}", "write {{ for a brace", "{") from None
        for name in fields:
            if name not in placeholders:
                known = ", ".join(f"{{{item}}}" for item in placeholders) or "none"
                raise fault(
                    "bad-message", f"{{{name}}} is not known in this message", f"known are: {known}", f"{{{name}"
                )
        return value

    return BeforeValidator(check)
