"""What a file carries of its own source: the report, its method, and a manifest; and how a project is made of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, ValidationError

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.files import write_folder
from pdfgen.model.base import EntityName, Identifier, Model, Slug, Year
from pdfgen.source.canonical import canonical
from pdfgen.source.places import EDITION_FILE
from pdfgen.source.scores import WAIVERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.model.rubric import Rubric
    from pdfgen.source.load import Loaded

REPORT, RUBRIC, MANIFEST = "report.yaml", "rubric.yaml", "manifest.json"
SCORES = "scores.csv"
"""What a volume carries beside its rubric."""
NAMES = (REPORT, RUBRIC, MANIFEST, SCORES)

_REMEDY = "ask for the original file"
_Edition = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
_Score = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+([.][0-9]+)?$", max_length=1000)]


class _Manifest(Model):
    """What was carried, and what the report is compared with. Paths are made of it, so nothing is taken on trust."""

    pdfgen: str
    rubric: Slug
    edition: Year
    entity: EntityName
    sha256: dict[str, str]
    earlier_scores: dict[_Edition, dict[Identifier, _Score]]
    not_scored: _Edition | None = None
    """The edition before, where it is known not to have scored the entity."""
    published: dict[_Edition, dict[Identifier, _Score | Identifier]] = Field(default_factory=dict)
    """Totals that stand as published, of earlier editions and of the score table of this one."""
    standard: Slug | None = None
    """The option ``--standard`` of the build, where it was needed."""


def carried(loaded: Loaded, theme: str | None, version: str, standard: str | None = None) -> dict[str, bytes]:
    """Return the files by name. ``theme`` and ``standard`` are what was asked for beside the report's own."""
    report = loaded.report.model_copy(update={"theme": theme}) if theme else loaded.report
    files = {REPORT: canonical(report), RUBRIC: _written(_Same(loaded.method.rubric))}
    scores: dict[str, dict[str, str]] = {str(year): {} for year in loaded.history if year < report.edition}
    published: dict[str, dict[str, str]] = {}
    for year, row in loaded.history.items():
        measures = loaded.method.rubric.at(year).measures
        for id_, value in row.items():
            into = scores if measures[id_].is_stated else published
            into.setdefault(str(year), {})[id_] = value if isinstance(value, str) else f"{value:f}"
    manifest = {
        "pdfgen": version,
        "rubric": report.rubric,
        "edition": report.edition,
        "entity": report.entity.name,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "earlier_scores": scores,
        **({"published": published} if published else {}),
        **({"standard": standard} if standard else {}),
    }
    before = loaded.method.rubric.before(report.edition)
    if before is not None and not scores:
        manifest["not_scored"] = str(before)
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return files


class _Same:
    """A rubric that is equal to itself only: comparing two by their content takes longer than writing one."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric

    def __hash__(self) -> int:
        return id(self.rubric)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rubric is self.rubric


@lru_cache(4)
def _written(rubric: _Same) -> bytes:
    return canonical(rubric.rubric)


def restore(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Make a project in ``folder`` from what a file carried, so that its report can be built again; return its files.

    It is made whole or not at all. Raises UsageError when ``files`` are not those of a report, are not what the
    manifest says they are, or the folder has something in it; EnvironmentFailure when it cannot be made.
    """
    manifest = _read(files)
    found = {
        REPORT: files[REPORT],
        MANIFEST: files[MANIFEST],
        f"rubrics/{manifest.rubric}.yaml": files[RUBRIC],
        EDITION_FILE: _edition(files[REPORT], manifest),
    }
    if manifest.not_scored:
        found[f"scores/{manifest.rubric}/{manifest.not_scored}.csv"] = b"entity\n"
    for year in sorted({*manifest.earlier_scores, *manifest.published}):
        totals = manifest.published.get(year, {})
        cells = {"entity": manifest.entity, **manifest.earlier_scores.get(year, {}), **totals}
        if totals:
            cells[WAIVERS] = "; ".join(f"{id_}: as published" for id_ in totals)
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([list(cells), list(cells.values())])
        found[f"scores/{manifest.rubric}/{year}.csv"] = table.getvalue().encode("utf-8")
    _refuse_used(folder)
    write_folder(folder, found)
    return [folder / name for name in found]


def options(files: Mapping[str, bytes]) -> list[str]:
    """Return the options of ``pdfgen build`` that make the same file of the project that ``restore`` makes.

    Raises UsageError when ``files`` are not those of a report.
    """
    standard = _read(files).standard
    return ["--standard", standard] if standard else []


def _refuse_used(folder: Path) -> None:
    """Raise UsageError when something stands in the way of a new folder."""
    remedy = "choose another folder with -o"
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} exists already, and is not empty", remedy)
        if folder.is_dir() and folder.samefile(Path.cwd()):
            raise UsageError(f"{folder} is the current folder", "name a new folder in it with -o")
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise UsageError(f"{folder} exists already, and is not a folder", remedy)
    except OSError as error:
        raise EnvironmentFailure(f"cannot read {folder}: {error.strerror}", remedy) from error


def _read(files: Mapping[str, bytes]) -> _Manifest:
    missing = [name for name in (REPORT, RUBRIC, MANIFEST) if name not in files]
    if missing and SCORES in files:
        raise UsageError("the file is a volume: it carries its scores, and no report", "name the file of a report")
    if missing:
        remedy = "it may have been built with --no-attachments, or by another program"
        raise UsageError(f"the file does not carry {', '.join(missing)}", remedy)
    try:
        manifest = _Manifest.model_validate_json(files[MANIFEST])
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"])) or "the whole"
        raise UsageError(f"{MANIFEST} is not ours: {place}: {wrong['msg']}", _REMEDY) from None
    for name in (REPORT, RUBRIC):
        if hashlib.sha256(files[name]).hexdigest() != manifest.sha256.get(name):
            raise UsageError(f"{name} is not what the manifest says it is", _REMEDY)
    return manifest


def _edition(report: bytes, manifest: _Manifest) -> bytes:
    """Return an edition file that says no more than the report needs to find its method."""
    try:
        lines = report.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise UsageError(f"{REPORT} is not UTF-8", _REMEDY) from None
    year = next((line for line in lines if line.startswith("year_under_review:")), "")
    return f"rubric: {manifest.rubric}\nedition: {manifest.edition}\n{year}\n".encode()
