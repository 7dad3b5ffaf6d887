"""What PDF/X-4 (ISO 15930-7) asks of a file as a whole.

A clause of ISO 32000-1 behind the standard's name is that of the feature which the standard restricts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf

from pdfgen.preflight import metadata
from pdfgen.preflight.agreement import disagreements
from pdfgen.preflight.colours import profile_kind, profile_space, profile_words
from pdfgen.preflight.objects import entries, entry, items
from pdfgen.preflight.result import Violation
from pdfgen.preflight.rule import Rules
from pdfgen.preflight.subject import actions, program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.preflight.subject import Subject

RULES = Rules()


@RULES.rule("version", "ISO 15930-7, § 6.1")
def _version(subject: Subject) -> Iterator[Violation]:
    if (version := subject.file.pdf_version) > "1.6":
        yield Violation(f"the file is PDF {version}; 1.6 is the most")


@RULES.rule("not-encrypted", "ISO 15930-7; ISO 32000-1, § 7.6")
def _encrypted(subject: Subject) -> Iterator[Violation]:
    if subject.file.is_encrypted:
        yield Violation("the file is encrypted")


@RULES.rule("identifier", "ISO 15930-7; ISO 32000-1, § 14.4")
def _identifier(subject: Subject) -> Iterator[Violation]:
    if len(items(subject.file.trailer.get("/ID"))) != 2:  # noqa: PLR2004  # when made, when changed
        yield Violation("the trailer has no /ID")


@RULES.rule("output-intent", "ISO 15930-7, § 6.2.2")
def _intent(subject: Subject) -> Iterator[Violation]:
    intents = [item for item in items(entry(subject.root, "/OutputIntents")) if entry(item, "/S") == "/GTS_PDFX"]
    if len(intents) != 1:
        yield Violation("the file does not have exactly one output intent GTS_PDFX")
        return
    profile = entry(intents[0], "/DestOutputProfile")
    if profile is None:
        yield Violation("the output intent has no profile")
        return
    data = profile.read_bytes()
    space, kind, inks = profile_space(data), profile_kind(data), entry(profile, "/N")
    if space != "CMYK" or inks != 4:  # noqa: PLR2004  # CMYK
        yield Violation(f"the profile of the output intent is for {space or 'nothing'} with /N {inks}, not for CMYK")
    if kind != "prtr":
        yield Violation(f"the profile of the output intent is of the class “{kind}”, not of an output device")
    if wrong := _condition(str(entry(intents[0], "/OutputConditionIdentifier") or ""), data):
        yield Violation(wrong)


_CONDITIONS = re.compile(r"FOGRA ?0*(\d+)|\bTR ?0*(\d{1,3})\b|(SWOP)|(GRACoL)|(JC\d{6})|(IFRA\d+)", re.IGNORECASE)
_FAMILIES = {"swop": {"1", "3", "5"}, "gracol": {"6"}}  # reports of CGATS


def _condition(identifier: str, profile: bytes) -> str:
    """Return what is wrong with the printing condition that the intent names, or nothing."""
    if not identifier:
        return "the output intent names no printing condition"
    words = list(profile_words(profile))
    made_for = set().union(*map(_named, words))
    if not made_for or any(identifier in text for text in words) or made_for & _named(identifier):
        return ""
    text = next(iter(words), "").strip()
    return f"the output intent names {identifier}, its profile was made for another printing condition: {text[-60:]}"


def _named(text: str) -> set[str]:
    """Return the characterised printing conditions that a text names."""
    found = set()
    for fogra, report, *others in _CONDITIONS.findall(text):
        family = "".join(others).lower()
        found |= {f"fogra {fogra}"} if fogra else set()
        found |= {f"tr {number}" for number in ([report] if report else _FAMILIES.get(family, ()))}
        found |= {family} if family and family not in _FAMILIES else set()
    return found


@RULES.rule("metadata", "ISO 15930-7, § 6.7")
def _metadata(subject: Subject) -> Iterator[Violation]:
    said = subject.metadata
    for space, prefix, name in (
        (metadata.DC, "dc", "title"),
        (metadata.XMP, "xmp", "CreateDate"),
        (metadata.XMP, "xmp", "ModifyDate"),
        (metadata.MEDIA, "xmpMM", "DocumentID"),
    ):
        if not said.first(space, name):
            yield Violation(f"the metadata have no {prefix}:{name}")
    trapped = said.first(metadata.PDF, "Trapped") or subject.information.get("Trapped", "").lstrip("/")
    if trapped not in ("True", "False"):
        yield Violation("the metadata have no pdf:Trapped, True or False")


@RULES.rule("information", "ISO 15930-7, § 6.7")
def _information(subject: Subject) -> Iterator[Violation]:
    yield from disagreements(subject)


@RULES.rule("fonts-embedded", "ISO 15930-7; ISO 32000-1, § 9.9")
def _fonts(subject: Subject) -> Iterator[Violation]:
    for page, name, font in subject.fonts():
        if not program(font):
            yield Violation(f"the font {name} is not embedded", page)


@RULES.rule("graphics-states", "ISO 15930-7; ISO 32000-1, § 8.4.5, 10.5")
def _states(subject: Subject) -> Iterator[Violation]:
    for page, found in subject.resources:
        for state in entries(entry(found, "/ExtGState")).values():
            for name in ("/TR", "/HTP"):
                if entry(state, name) is not None:
                    yield Violation(f"a graphics state has {name}", page)
            if entry(state, "/TR2") not in (None, "/Default"):
                yield Violation("a graphics state has a transfer function", page)


@RULES.rule("complete", "ISO 15930-7; ISO 32000-1, § 7.3.8, 8.8.2, 8.9.5.4, 8.10.4, 14.11.7")
def _complete(subject: Subject) -> Iterator[Violation]:
    for item in subject.dictionaries:
        if entry(item, "/Subtype") == "/PS" or entry(item, "/Subtype2") == "/PS":
            yield Violation("there is an object in PostScript")
        if "/OPI" in item:
            yield Violation("there is a reference to a picture elsewhere (OPI)")
        if "/Alternates" in item:
            yield Violation("an image has alternates")
        if entry(item, "/Subtype") == "/Form" and "/Ref" in item:
            yield Violation("a form refers to a page of another file")
        if isinstance(item, pikepdf.Stream) and "/F" in item:
            yield Violation("the data of a stream are in another file")


@RULES.rule("layers", "ISO 15930-7; ISO 32000-1, § 8.11; design: no layer is hidden")
def _layers(subject: Subject) -> Iterator[Violation]:
    said = entry(subject.root, "/OCProperties")
    configurations = [entry(said, "/D"), *items(entry(said, "/Configs"))]
    for number, configuration in enumerate(configurations):
        if entry(configuration, "/AS") is not None:
            yield Violation("layers are shown and hidden on their own (/AS)")
        off = items(entry(configuration, "/OFF"))
        if number == 0 and (off or entry(configuration, "/BaseState") not in (None, "/ON")):
            names = ", ".join(str(entry(group, "/Name") or "without a name") for group in off) or "all"
            yield Violation(f"layers are hidden: {names}")
    for item in subject.dictionaries:
        name = entry(item, "/Name")
        if entry(item, "/Type") == "/OCG" and entry(item, "/Usage", "/Print", "/PrintState") == "/OFF":
            yield Violation(f"a layer is not printed: {name}")
        if entry(item, "/Type") == "/OCMD" and (entry(item, "/P") in ("/AllOff", "/AnyOff") or "/VE" in item):
            yield Violation("something is shown only while a layer is hidden")


@RULES.rule("views", "ISO 15930-7; ISO 32000-1, § 12.2")
def _views(subject: Subject) -> Iterator[Violation]:
    wishes = entry(subject.root, "/ViewerPreferences")
    for name in ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip"):
        if entry(wishes, name) not in (None, "/MediaBox", "/BleedBox"):
            yield Violation(f"{name} is {entry(wishes, name)}")


@RULES.rule("no-actions", "ISO 15930-7; ISO 32000-1, § 12.6, 12.7")
def _interactive(subject: Subject) -> Iterator[Violation]:
    for name in ("/AA", "/AcroForm"):
        if entry(subject.root, name) is not None:
            yield Violation(f"the catalogue has {name}")
    yield from actions(subject)
    if any(entry(page.obj, "/AA") is not None for page in subject.file.pages):
        yield Violation("a page has actions")
