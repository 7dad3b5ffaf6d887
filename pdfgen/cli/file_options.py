"""The options of a finished file, which several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pdfgen.choices import PAGE_SIZES, PROFILES, STANDARDS

if TYPE_CHECKING:
    from collections.abc import Callable

PROFILES_OPTION = click.option(
    "--profile",
    "profiles",
    type=click.Choice(PROFILES),
    multiple=True,
    default=["screen"],
    show_default=True,
    help="The whole report, the same for a press (PDF/X-4), a summary on one page of half the size. May be repeated.",
)
PAGE_SIZE = click.option(
    "--page-size", type=click.Choice(PAGE_SIZES), default="a4", show_default=True, help="The size of the pages."
)
_STANDARD = click.option(
    "--standard",
    type=click.Choice(STANDARDS),
    help="What a file for the screen follows: PDF/UA-1 with PDF/A-2a or 3a (so by default), or PDF/UA-2 with WTPDF and "
    "PDF/A-4 or 4f.",
)
_CARRY_FONTS = click.option(
    "--carry-fonts",
    is_flag=True,
    help="Carry the project's own fonts with the data, as far as their licences let them travel.",
)
_DATE = click.option(
    "--date",
    help="When the files are made, such as 2026-11-28 or 2026-11-28T12:00:00Z; goes before SOURCE_DATE_EPOCH.",
)


def provenance(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for what its files follow, carry and say of their making."""
    return _STANDARD(_CARRY_FONTS(_DATE(command)))
