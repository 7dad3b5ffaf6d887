"""The JSON Schemas say of a file what the program says of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from pdfgen.resources import shipped
from pdfgen.source.kinds import MODELLED
from pdfgen.source.schema import schema
from pdfgen.source.tree import Tree, plain
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from pathlib import Path

DATA = shipped("data")
FILES = sorted(DATA.rglob("*.yaml"))


def as_json(value: Any) -> Any:
    """Return what a JSON reader would make of a value."""
    match value:
        case dict():
            return {key: as_json(item) for key, item in value.items()}
        case tuple():
            return [as_json(item) for item in value]
        case Decimal():
            return float(value)
        case _:
            return value


@pytest.mark.parametrize("kind", MODELLED)
def test_every_key_has_a_description_which_editors_show(kind: str) -> None:
    found = schema(kind)
    models = {found["title"]: found, **found["$defs"]}
    keys = [(name, key, part) for name, model in models.items() for key, part in model.get("properties", {}).items()]
    assert [f"{name}.{key}" for name, key, part in keys if not part.get("description", "").strip()] == []
    assert [f"{name}.{key}" for name, key, part in keys if "``" in part["description"]] == []


def test_a_word_is_described_with_its_english() -> None:
    words = schema("labels")["$defs"]["ErrataWords"]["properties"]
    assert words["title"]["description"] == "Above the list of corrections. In English: “Corrections”"


def parts(path: Path) -> tuple[Tree, jsonschema.Draft7Validator]:
    """Return a shipped file, and the schema that its modeline names."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# yaml-language-server: $schema=")
    schema = json.loads((path.parent / first.partition("=")[2]).read_text(encoding="utf-8"))
    tree, file = read(path)
    assert tree is not None, file.problems
    return tree, jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(DATA)) for path in FILES])
def test_every_shipped_file_is_good_by_the_schema_of_its_modeline(path: Path) -> None:
    tree, validator = parts(path)
    assert [error.message for error in validator.iter_errors(as_json(plain(tree)))] == []


CHANGES = [
    ("answers", "A1", "score", 5, "5 is greater than the maximum of 4"),
    ("answers", "A1", "score", Decimal("1.5"), "1.5 is not a multiple of 1"),
    ("answers", "A1", "narative", "x", "Additional properties are not allowed ('narative' was unexpected)"),
    ("answers", "A4", None, {"score": 1}, "Additional properties are not allowed ('A4' was unexpected)"),
    ("entity", "kind", None, "contry", "'contry' is not one of ['country', 'territory']"),
    ("published", "total", None, 22, "Additional properties are not allowed ('total' was unexpected)"),
]


@pytest.mark.parametrize(("first", "second", "third", "value", "words"), CHANGES)
def test_an_editor_is_told_what_check_would_tell(
    first: str, second: str, third: str | None, value: Any, words: str
) -> None:
    tree, validator = parts(DATA / "editions" / "2018" / "reports" / "kazakhstan.yaml")
    data = as_json(plain(tree))
    if third is None:
        data[first][second] = as_json(value)
    else:
        data[first][second][third] = as_json(value)
    messages = [error.message for error in validator.iter_errors(data)]
    messages += [inner.message for error in validator.iter_errors(data) for inner in error.context or ()]
    assert words in messages


def test_a_question_carries_its_wording_into_the_editor() -> None:
    _, validator = parts(DATA / "editions" / "2018" / "reports" / "kazakhstan.yaml")
    answers = validator.schema["properties"]["answers"]
    assert answers["properties"]["F1"]["description"] == "Is there an independent judiciary?"
    assert len(answers["required"]) == 25
    assert validator.schema["properties"]["overview"]["description"] == "The lead paragraphs."
