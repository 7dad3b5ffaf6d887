"""Messages: words with places that are filled in."""

from __future__ import annotations

from string import Formatter
from typing import Any

from pydantic import BeforeValidator

from pdfgen.model.base import fault


def message(*placeholders: str) -> BeforeValidator:
    """Return the check of a message that may hold the given ``{placeholders}`` and no others.

    A placeholder is filled in as it is: it has no format, no conversion and no parts.
    """

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        known = ", ".join(f"{{{item}}}" for item in placeholders)
        remedy = f"use {known}; write {{{{ and }}}} for braces that are printed" if known else "remove it"
        try:
            fields = [(name, spec, how) for _, name, spec, how in Formatter().parse(value) if name is not None]
        except ValueError as error:
            raise fault(
                "bad-message", f"the braces do not match: {error}", remedy, "{" if "{" in value else "}"
            ) from None
        for name, spec, how in fields:
            if name not in placeholders:
                shown = f"{{{name}}}"
                raise fault("bad-message", f"“{shown}” is not a placeholder of this text", remedy, f"{{{name}")
            if spec or how:
                written = f"{{{name}" + (f"!{how}" if how else "") + (f":{spec}" if spec else "")
                raise fault("bad-message", f"“{written}}}” has a format", f"write {{{name}}} alone", written[:40])
        return value

    return BeforeValidator(check)
