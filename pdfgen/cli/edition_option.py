"""Editions on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId


class EditionType(click.ParamType):  # type: ignore[type-arg]  # some versions of click have no argument here
    """A year, or the id of an edition."""

    name = "edition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> EditionId:
        """Return the edition that a word names."""
        from pdfgen.model.editions import edition_of, is_edition  # noqa: PLC0415  # help needs no models

        edition = edition_of(str(value))
        if not is_edition(edition):
            self.fail(f"{value!r} is no edition: write a year such as 2018, or an id such as 2024-H1", param, ctx)
        return edition


EDITION = EditionType()
