"""Files to begin with: a project, a rubric, a theme, labels, names. They work as they are, and say what they do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.files import refuse_used, write_folder, write_whole
from pdfgen.model.base import did_you_mean
from pdfgen.model.spelling import slugged
from pdfgen.resources import shipped
from pdfgen.source.kinds import LABELS, MODELLED
from pdfgen.source.schema import schema
from pdfgen.source.skeleton import EDITION_SCHEMA_FILE, SCHEMA_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.source.kinds import Kind

_ID, _TITLE, _YEAR = "example-index", "Example Index", "2026"
_ENGLISH = "en"
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")


def new_project(folder: Path, year: int) -> list[Path]:
    """Make a project with a method, its looks and words, and an edition of one report; return its files.

    It is named after the folder. It is made whole or not at all. Raises UsageError when the folder has something in it.
    """
    refuse_used(folder)
    name = slugged(folder.absolute().name)
    if not _IDENTIFIER.match(name):
        raise UsageError(f"the project cannot be named after “{folder.name}”", "use letters from a to z and digits")
    home = f"editions/{year}"
    places = {
        f"rubrics/{name}.yaml": "rubric",
        f"themes/{name}.yaml": "theme",
        f"labels/en.{name}.yaml": "labels",
        f"names/{name}.yaml": "names",
        f"{home}/edition.yaml": "edition",
        f"{home}/reports/ruritania.yaml": "report",
    }
    files = {place: _adapted(_scaffold(kind), name, year) for place, kind in places.items()}
    for place, schemas in ((f"{home}/edition.yaml", b""), (f"{home}/reports/ruritania.yaml", b"../")):
        files[place] = files[place].replace(b"$schema=../schemas/", b"$schema=" + schemas)
    files |= {f"schemas/{kind}.schema.json": _schema(kind) for kind, of in MODELLED.items() if of.folder}
    files |= {f"{home}/{SCHEMA_FILE}": _schema("report"), f"{home}/{EDITION_SCHEMA_FILE}": _schema("edition")}
    write_folder(folder, files)
    return [folder / place for place in places]


def new_file(path: Path, kind: Kind) -> list[Path]:
    """Write a file of a kind that all reports of a project draw on, with the schema for editors; return what is new.

    Raises UsageError when the file exists, or does not lie in the folder of its kind.
    """
    if path.suffix != ".yaml":
        raise UsageError(f"{path} is not named as YAML", f"name it {path.name}.yaml")
    if path.absolute().parent.name != kind.folder:
        message = f"a file of this kind lies in the folder “{kind.folder}” of a project"
        raise UsageError(message, f"write {path.parent / kind.folder / path.name}")
    if path.exists():
        raise UsageError(f"{path} exists already", "choose another name")
    if kind is not LABELS and not _IDENTIFIER.match(path.stem):
        raise UsageError(f"“{path.stem}” is no name for it", "use small letters from a to z, digits and “-”")
    content = _labels(path.stem) if kind is LABELS else _scaffold(kind.name)
    written = {path: _adapted(content, path.stem)}
    described = path.absolute().parent.parent / "schemas" / f"{kind.name}.schema.json"
    if not described.exists():
        written[described] = _schema(kind.name)
    for place, text in written.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, text)
    return list(written)


def shown(kind: Kind, name: str) -> str:
    """Return a file that pdfgen ships. Raises UsageError when it ships none of this name."""
    known = names(kind)
    if name not in known:
        raise UsageError(f"pdfgen ships no {kind.called or kind.name} “{name}”", did_you_mean(name, known))
    return (shipped("data") / kind.folder / f"{name}.yaml").read_text(encoding="utf-8")


def names(kind: Kind) -> list[str]:
    """Return the names of the files of a kind that pdfgen ships."""
    return sorted(path.stem for path in (shipped("data") / kind.folder).glob("*.yaml"))


def _labels(stem: str) -> str:
    """Return labels to begin with: what is different from those of the language, or all words of a new language."""
    language = stem.partition(".")[0]
    known = next((tag for tag in (language, language.partition("-")[0]) if tag in names(LABELS)), None)
    if known is None:
        return shown(LABELS, _ENGLISH).replace(f"\nlanguage: {_ENGLISH}\n", f"\nlanguage: {language}\n")
    head, extends, examples = _scaffold(LABELS.name).partition(f"extends: {_ENGLISH}\n")
    return head + (extends + examples if known == _ENGLISH else f"extends: {known}\n")


def _scaffold(name: str) -> str:
    return (shipped("data") / "scaffolds" / f"{name}.yaml").read_text(encoding="utf-8")


def _adapted(text: str, name: str, year: int | None = None) -> bytes:
    title = name.replace("-", " ").title()
    text = text.replace(_ID, name).replace(_TITLE, title)
    return (text if year is None else text.replace(_YEAR, str(year))).encode()


def _schema(kind: str) -> bytes:
    return (json.dumps(schema(kind), ensure_ascii=False, indent=1) + "\n").encode()
