"""What is asked of the files that pdfgen makes, beyond the standards that they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.preflight.agreement import disagreements
from pdfgen.preflight.objects import entry, items
from pdfgen.preflight.result import Violation
from pdfgen.preflight.rule import Rules
from pdfgen.preflight.subject import actions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.subject import Subject

PRODUCER = "pdfgen"
RULES = Rules()
_SCHEMES = ("https:", "mailto:")
_MANIFEST, _RUBRIC = "-manifest.json", "-rubric.yaml"  # what every file carries that carries anything


@RULES.rule("no-actions", "design: nothing acts but links")
def _actions(subject: Subject) -> Iterator[Violation]:
    yield from actions(subject)


@RULES.rule("links-safe", "design: https and mailto only")
def _links(subject: Subject) -> Iterator[Violation]:
    for number, annotation in subject.annotations():
        action = entry(annotation, "/A")
        kind, uri = str(entry(action, "/S") or "/URI"), str(entry(action, "/URI") or "https:")
        if kind not in ("/URI", "/GoTo"):
            yield Violation(f"a link that is an action {kind}", number)
        elif not uri.startswith(_SCHEMES):
            yield Violation(f"a link to {uri}", number)


@RULES.rule("attachments", "design: its own data as a report or a volume carries it, or none")
def _attachments(subject: Subject) -> Iterator[Violation]:
    names = sorted(subject.file.attachments)
    bases = [name.removesuffix(_MANIFEST) for name in names if name.endswith(_MANIFEST)]
    foreign = [name for name in names if not bases or not name.startswith(bases[0])]
    if names and (foreign or len(bases) != 1 or f"{bases[0]}{_RUBRIC}" not in names):
        yield Violation(f"the file carries {', '.join(names)}")
    for item in items(entry(subject.root, "/AF")):
        if entry(item, "/AFRelationship") != "/Source":
            yield Violation(f"the relationship of {entry(item, '/UF')} is not Source")


@RULES.rule("information", "ISO 32000-1, § 14.3.3: the same as the metadata")
def _information(subject: Subject) -> Iterator[Violation]:
    yield from disagreements(subject)
