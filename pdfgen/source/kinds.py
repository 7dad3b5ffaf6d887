"""The kinds of files of a project: the one list that says where a file lies, what it is, and who checks it.

A new kind is one entry here: the catalogue, checks, JSON Schemas, builds and clusters follow. A kind without a model is
an asset: its files are named with their ends (``Catalogue.asset_file``), and taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, cast

from pdfgen.limits import FONT_BYTES, TEXT_BYTES
from pdfgen.source.places import EDITION_FILE, is_below_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pydantic import BaseModel

    from pdfgen.errors import Problem
    from pdfgen.source.tree import Tree


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. ``model`` and ``check`` are named as ``module:name``, and imported when they are needed."""

    name: str
    """As ``pdfgen schema`` takes it."""
    folder: str = ""
    """The folder of a project that has its files; empty for what lies in the folder of an edition."""
    model: str = ""
    """The model of a YAML file; empty for an asset and for tables."""
    check: str = ""
    """What the model alone cannot check: a function of path, tree, the model (or None) and the problems so far, which
    returns all problems."""
    called: str = ""
    """What messages call one that is not there, if not by ``name``."""
    most: int = TEXT_BYTES
    """The most bytes that a file may have."""
    shipped: str = ""
    """The shipped folder of assets, which lies beside ``data/``; empty where pdfgen ships none."""
    shared: bool = True
    """Whether reports draw on the files of its folder."""
    extendable: bool = False
    """Whether a file may extend another one: it then says what is different only (``pdfgen.source.extending``)."""

    def type(self) -> type[BaseModel]:
        """Return the model."""
        return cast("type[BaseModel]", resolve_name(self.model))

    def checked(self, path: Path, tree: Tree, found: Any, problems: list[Problem]) -> list[Problem]:
        """Return the problems of a file, those of its own check among them."""
        if not self.check:
            return problems
        check = cast("Callable[[Path, Tree, Any, list[Problem]], list[Problem]]", resolve_name(self.check))
        return check(path, tree, found, problems)


REPORT = Kind("report", model="pdfgen.model.report:Report")
EDITION = Kind("edition", model="pdfgen.model.edition_file:EditionFile")
RUBRIC = Kind("rubric", "rubrics", "pdfgen.model.rubric:Rubric", "pdfgen.source.rubrics:judged", extendable=True)
LABELS = Kind(
    "labels", "labels", "pdfgen.labels:Labels", "pdfgen.source.missing_words:judged", "language", extendable=True
)
THEME = Kind("theme", "themes", "pdfgen.theme:Theme", "pdfgen.source.themes:judged", extendable=True)
NAMES = Kind("names", "names", "pdfgen.model.names:Names", "pdfgen.source.named_kinds:judged")
SCORES = Kind("scores", "scores")
CAMPAIGN = Kind("campaign", "mail", "pdfgen.model.campaign:Campaign", "pdfgen.source.campaigns:judged", shared=False)
FONT = Kind("font", "fonts", most=FONT_BYTES, shipped="fonts")

KINDS = (REPORT, EDITION, RUBRIC, LABELS, THEME, NAMES, SCORES, CAMPAIGN, FONT)
MODELLED = {kind.name: kind for kind in KINDS if kind.model}
"""The kinds of YAML files, by name: those that have a JSON Schema."""
SHARED_FOLDERS = tuple(kind.folder for kind in KINDS if kind.folder and kind.shared)
"""The folders of a project that all its reports draw on."""


def kind_of(path: Path) -> Kind:
    """Return the kind of a file by its name or its folder: a report where these say nothing else."""
    if path.name == EDITION_FILE:
        return EDITION
    folder = path.absolute().parent.name
    found = next((kind for kind in MODELLED.values() if kind.folder and kind.folder == folder), REPORT)
    return REPORT if found is not REPORT and is_below_reports(path) else found


def kind_with(model: type[BaseModel]) -> Kind:
    """Return the kind of files that have this model."""
    return next(kind for kind in MODELLED.values() if kind.model.endswith(f":{model.__name__}"))
