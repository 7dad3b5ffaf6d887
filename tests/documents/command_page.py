"""The page of the command line: every command with its arguments and options, as click has them."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

from pdfgen.cli.app import pdfgen

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOLD = re.compile(r" *\[default: ([^]]+)\]")


def commands() -> str:
    """Return the page."""
    lines = ["# The command line", "", *_words(pdfgen), ""]
    for names, command in walk(pdfgen, ()):
        lines += [f"## `{' '.join(['pdfgen', *names])}`", "", *_words(command), ""]
        arguments = [part for part in command.params if isinstance(part, click.Argument)]
        options = [part for part in command.params if isinstance(part, click.Option) and not part.hidden]
        usage = ["pdfgen", *names, *(["[OPTIONS]"] if options else []), *map(_argument, arguments)]
        lines += ["```text", " ".join(usage), "```", ""]
        if options:
            rows = [f"| {_option(part)} | {_default(part)} | {_help(part)} |" for part in options]
            lines += ["| option | left out | what it does |", "| --- | --- | --- |", *rows, ""]
    return "\n".join(lines)


def walk(group: click.Group, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that does something, with its words, in their order."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from walk(command, (*above, name))
        elif command is not None and not command.hidden:
            yield (*above, name), command


def _words(command: click.Command) -> list[str]:
    """Return the help of a command, its paragraphs in lines of their own."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    return [line for part in re.split(r"\n{2,}", text) for line in (*part.split("\n"), "")][:-1]


def _argument(part: click.Argument) -> str:
    many = "..." if part.nargs != 1 else ""
    name = part.metavar or (part.name or "").upper()
    return f"{name}{many}" if part.required else f"[{name}{many}]"


def _option(part: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*part.opts, *part.secondary_opts))
    if part.is_flag or part.count:
        return names
    kind = part.type
    if part.metavar:
        value = f"`{part.metavar}`"
    elif isinstance(kind, click.Choice):
        value = ", ".join(f"`{item}`" for item in kind.choices)
    else:
        value = f"`{kind.name.upper()}`"
    return f"{names} {value}"


def _default(part: click.Option) -> str:
    if part.required:
        return "needed"
    if told := _TOLD.search(part.help or ""):
        return f"`{told[1]}`"
    if part.secondary_opts:
        names = part.opts if part.default else part.secondary_opts
        return f"`{names[0]}`" if isinstance(part.default, bool) else ""
    shown = part.default if part.show_default and isinstance(part.default, str | int | float) else ""
    return f"`{shown}`" if shown not in ("", False) else ""


def _help(part: click.Option) -> str:
    words = " ".join(_TOLD.sub("", part.help or "").split()).replace("|", r"\|")
    return f"{words} May be repeated." if part.multiple and "repeated" not in words else words
