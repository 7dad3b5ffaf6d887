"""The option of commands that read projects: whether links may lead out of them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def follow_links(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option to read what links in the project lead to outside it."""

    @wraps(command)
    def run(*arguments: Any, follow_links: bool, **options: Any) -> Any:
        from pdfgen.source.links import following  # noqa: PLC0415  # help needs none of it

        with following(follow_links):
            return command(*arguments, **options)

    option = click.option(
        "--follow-links", is_flag=True, help="Read files outside the project that links in it lead to."
    )
    return option(run)
