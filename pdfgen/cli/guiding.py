"""``pdfgen guide``: the pages of the guide in the terminal."""

from __future__ import annotations

import re
import shutil
import sys
from io import StringIO
from typing import TYPE_CHECKING

import click

from pdfgen.cli import output
from pdfgen.errors import UsageError
from pdfgen.model.base import did_you_mean
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

CONTENTS = "contents"
"""The page that names all others."""
_CODE = re.compile(r"#+ `([^`]+)`")
_MEASURE = 100  # the widest line, in characters


@click.command("guide")
@click.argument("topic", default=CONTENTS, required=False)
def guiding(topic: str) -> None:
    """Show a page of the guide, or what a problem code means.

    Without TOPIC it shows the contents, which name every page. At a terminal a page is set, and shown in the pager
    (PAGER) where it is long; elsewhere it is Markdown.
    """
    text = _text(topic)
    if not sys.stdout.isatty():
        output.tell(text.rstrip("\n"))
        return
    size = shutil.get_terminal_size()
    words = _set(text, min(size.columns, _MEASURE))
    if words.count("\n") < size.lines:
        click.echo(words, nl=False, color=output.coloured(results=True))
    else:
        click.echo_via_pager(words, color=None if output.coloured(results=True) else False)


def _pages() -> dict[str, Path]:
    """Return every page by its name."""
    return {path.stem: path for path in sorted((shipped("data") / "guide").rglob("*.md"))}


def _text(topic: str) -> str:
    pages = _pages()
    if page := pages.get(topic):
        return page.read_text(encoding="utf-8")
    codes: dict[str, str] = {}
    for page in pages.values():
        codes |= {code: part for code, part in _parts(page.read_text(encoding="utf-8")).items() if code not in codes}
    if topic in codes:
        return codes[topic]
    raise UsageError(f"the guide has no page “{topic}”", did_you_mean(topic, [*pages, *codes], [*pages]))


def _parts(text: str) -> dict[str, str]:
    """Return what stands under the headings of a page that are a code: up to the next heading as high."""
    lines = text.split("\n")
    heads: list[tuple[int, int, str]] = []  # line, level, code
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            found = _CODE.fullmatch(line)
            heads.append((number, len(line) - len(line.lstrip("#")), found[1] if found else ""))
    parts: dict[str, str] = {}
    for index, (number, level, code) in enumerate(heads):
        if code:
            end = next((later for later, other, _ in heads[index + 1 :] if other <= level), len(lines))
            parts.setdefault(code, "\n".join(lines[number:end]).rstrip("\n") + "\n")
    return parts


def _set(text: str, width: int) -> str:
    """Return Markdown set for a terminal."""
    from rich.console import Console  # noqa: PLC0415  # it takes a while
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console(file=StringIO(), width=width, force_terminal=True, no_color=not output.coloured(results=True))
    with console.capture() as captured:
        console.print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))
    return captured.get()
