"""Templates as they are written: in the campaign, or in an HTML file beside it; their faults at their lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfgen.errors import EnvironmentFailure, InputError
from pdfgen.mail.html_rules import faults
from pdfgen.source.links import leads_out, outside
from pdfgen.source.text_file import SourceFile, read_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pdfgen.errors import Origin, Problem
    from pdfgen.mail.grammar import Fault
    from pdfgen.mail.recipient import Recipient
    from pdfgen.mail.sandbox import Compiled, Sandbox

HTML_BYTES = 100_000
"""The most bytes of a body as HTML: mail programs cut what is longer."""

_SHORTER = "shorten it, or put what is long into the attached report"


@dataclass(frozen=True, slots=True)
class TemplatePlace:
    """Where a template stands: its lines in a file, from 1."""

    file: SourceFile
    first: int
    last: int
    column: int = 0
    """Where it begins in its first line; 0 for a block of text, whose lines are indented."""

    @classmethod
    def of(cls, file: SourceFile, origin: Origin) -> TemplatePlace:
        """Return the place of a value of ``file``."""
        first, last = origin.text_line or origin.line, origin.end_line or origin.line
        if first > origin.line:  # a block of text: the blank lines before it are no part of it
            while first < last and first <= len(file.lines) and not file.lines[first - 1].strip():
                first += 1
        inline = first == origin.line
        return cls(file, first, max(first, last), origin.column if inline else 0)

    def fault_at(self, line: int, code: str, message: str, remedy: str, snippet: str = "") -> Problem:
        """Return a problem at a line of the template, at ``snippet`` where it is there."""
        number = min(self.first + line - 1, self.last)
        found = self.file.find(snippet, number, number) if snippet else None
        number, column = found or (number, self.column if self.column and number == self.first else self._text(number))
        return self.file.problem(number, column, code, message, remedy)

    def _text(self, number: int) -> int:
        """Return the column where the text of a line begins."""
        written = self.file.lines[number - 1] if number <= len(self.file.lines) else ""
        return len(written) - len(written.lstrip()) + 1


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was checked, and its place."""

    compiled: Compiled
    place: TemplatePlace

    def text(self, values: Mapping[str, Any], recipient: Recipient, most: int) -> str:
        """Return the text for a recipient, of ``most`` characters at most. Raises InputError."""
        from pdfgen.mail.grammar import Fault  # noqa: PLC0415  # it needs Jinja2

        try:
            return self.compiled.render(values, most)
        except Fault as fault:
            raise self.refused(recipient, fault.code, fault.message, fault.remedy, fault.line, fault.snippet) from None

    def refused(  # a problem has these parts
        self, recipient: Recipient, code: str, message: str, remedy: str, line: int = 1, snippet: str = ""
    ) -> InputError:
        """Return the error of a text that cannot be sent to a recipient."""
        told = f"{message}, for {recipient.address} ({recipient.origin})"
        return InputError([self.place.fault_at(line, code, told, remedy, snippet)])


@dataclass(frozen=True, slots=True)
class WrittenMessage:
    """The templates of one language."""

    subject: Template
    text: Template
    html: Template | None


class TemplateReader:
    """Reads and checks templates; ``problems`` has all faults. Raises EnvironmentFailure when Jinja2 is missing."""

    def __init__(self) -> None:
        try:
            from pdfgen.mail import grammar, sandbox  # noqa: PLC0415  # an extra
        except ModuleNotFoundError as error:
            if error.name != "jinja2":
                raise
            remedy = 'install it with pip install "pdfgen[mail]"'
            raise EnvironmentFailure("Jinja2, which fills in templates, is not installed", remedy) from None
        self._fault: type[Fault] = grammar.Fault
        self._plain, self._html = sandbox.Sandbox(html=False), sandbox.Sandbox(html=True)
        self._compiled = sandbox.Compiled
        self.problems: list[Problem] = []

    def take(self, source: str, place: TemplatePlace, names: tuple[str, ...]) -> Template | None:
        """Return a template of plain text; None when it is refused."""
        return self._checked(source, place, names, self._plain)

    def html(self, name: str, folder: Path, names: tuple[str, ...]) -> Template | None:
        """Return the template in an HTML file in ``folder`` or below it; None when it is refused."""
        path = folder / name
        if leads_out(path, folder):
            self.problems.append(outside(path))
            return None
        file = read_lines(path, most=HTML_BYTES, remedy=_SHORTER)
        if file.problems:
            self.problems += file.problems
            return None
        source = "\n".join(file.lines)
        place = TemplatePlace(file, 1, len(file.lines))
        for fault in faults(source, template=True):
            self.problems.append(
                place.fault_at(fault.line, "html-forbidden", fault.message, fault.remedy, fault.snippet)
            )
        return self._checked(source, place, names, self._html)

    def _checked(self, source: str, place: TemplatePlace, names: tuple[str, ...], sandbox: Sandbox) -> Template | None:
        try:
            return Template(self._compiled(source, sandbox, names), place)
        except self._fault as fault:
            self.problems.append(place.fault_at(fault.line, fault.code, fault.message, fault.remedy, fault.snippet))
            return None
