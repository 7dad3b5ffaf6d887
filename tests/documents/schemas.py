"""The JSON Schemas that are kept in ``data/``, for editors: of each kind of file, and of each edition's reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pdfgen.model.edition_file import EditionFile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.kinds import MODELLED
from pdfgen.source.places import EDITION_FILE
from pdfgen.source.schema import schema

DATA = Path(shipped("data"))


def schemas() -> dict[Path, str]:
    """Return what each file has."""
    made = {DATA / "schemas" / f"{kind}.schema.json": _text(schema(kind)) for kind in MODELLED}
    for path in sorted((DATA / "editions").glob(f"*/{EDITION_FILE}")):
        said = load_file(path, EditionFile)
        method = Catalogue().method(said.rubric, said.edition)
        made[path.parent / "report.schema.json"] = _text(schema("report", method))
    return made


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
