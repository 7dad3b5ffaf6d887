"""JSON Schema of the YAML files, for editors that complete and check (yaml-language-server).

The schema of a report can be that of one edition's method: it then knows the questions, their wording and their scales.
"""

from __future__ import annotations

import ast
import inspect
import itertools
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from pdfgen.model.edition_file import FROM_EDITION
from pdfgen.model.operators import ABSENCES
from pdfgen.model.rubric_parts import Modifier
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.extending import EXTENDS
from pdfgen.source.kinds import MODELLED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from pdfgen.labels import Labels
    from pdfgen.model.measure import Measure
    from pdfgen.model.rubric import Method
    from pdfgen.model.rubric_parts import FactField

_DIALECT = "http://json-schema.org/draft-07/schema#"  # what yaml-language-server reads
_FACT_TYPES = {"integer": "integer", "number": "number", "money": "number", "percent": "number", "text": "string"}


class _Generator(GenerateJsonSchema):
    """Describes each property by the words under its field."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        found = super().model_schema(schema)
        words = _docs(schema["cls"])
        for name, part in found.get("properties", {}).items():
            part.pop("title", None)
            if name in words:
                # beside a $ref, draft-07 readers ignore all other keywords
                inner = dict(part)
                part.clear()
                part.update({"description": words[name], **({"allOf": [inner]} if "$ref" in inner else inner)})
        return found


@lru_cache(64)
def _docs(model: type[BaseModel]) -> dict[str, str]:
    """Return the words under each field of ``model`` and of the models that it extends."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is BaseModel or not issubclass(base, BaseModel):
            continue
        definition = ast.parse(inspect.getsource(base)).body[0]
        statements = definition.body if isinstance(definition, ast.ClassDef) else []
        for field, words in itertools.pairwise(statements):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(words, ast.Expr):
                text = ast.literal_eval(words.value) if isinstance(words.value, ast.Constant) else ""
                if isinstance(text, str) and text:
                    found[field.target.id] = " ".join(text.split()).replace("``", "`")  # editors read Markdown
    return found


def schema(kind: str, method: Method | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file: report, edition, rubric, labels, theme or names.

    With ``method`` the schema of a report knows the questions, facts and measures of that edition.
    """
    found = TypeAdapter(MODELLED[kind].type()).json_schema(schema_generator=_Generator)
    found = {"$schema": _DIALECT, **found}
    for part in found["$defs"].values():  # editors would show what a model is in the place of what its key says
        part.pop("description", None)
        part.pop("title", None)
    if kind == "labels":
        _quote(found, Catalogue().labels("en"))
    if MODELLED[kind].extendable:
        _extend(found)
    if kind == "report":
        # edition.yaml gives these
        found["required"] = [name for name in found["required"] if name not in FROM_EDITION]
        facts = found["properties"]["quick_facts"]
        bare = {"type": ["string", "number", "null"]}
        facts["patternProperties"] = {key: {"anyOf": [bare, part]} for key, part in facts["patternProperties"].items()}
        if method is not None:
            _specialise(found, method)
    return found


def _extend(found: dict[str, Any]) -> None:
    """Let a file leave out what it has from the file that it extends."""
    words = "The file of this kind that this one extends: it says what is different, and has the rest from there."
    found["properties"] = {EXTENDS: {"type": "string", "description": words}} | found["properties"]
    found |= {"if": {"required": [EXTENDS]}, "else": {"required": found.pop("required")}}
    for part in found["$defs"].values():
        if "id" not in part.get("properties", {}):  # an item of a list is known by its id
            part.pop("required", None)


def _quote(found: dict[str, Any], english: Labels) -> None:
    """Add to the description of each word what it is in English."""
    owners: dict[str, list[BaseModel]] = {}
    for part in _models(english):
        owners.setdefault(type(part).__name__, []).append(part)
    for name, part in ((type(english).__name__, found), *found["$defs"].items()):
        for key, value in part["properties"].items():
            words = [getattr(owner, key) for owner in owners.get(name, [])]
            if len(words) == 1 and isinstance(words[0], str):
                value["description"] = f"{value.get('description', '')} In English: “{words[0]}”".lstrip()


def _models(model: BaseModel) -> Iterator[BaseModel]:
    """Yield a model and all that are in it."""
    yield model
    for part in dict(model).values():
        if isinstance(part, BaseModel):
            yield from _models(part)


def _specialise(found: dict[str, Any], method: Method) -> None:
    """Name the questions, facts and measures of ``method`` in the schema of a report."""
    properties = found["properties"]
    found["title"] = f"{method.rubric.title} {method.edition}: report"
    given = [measure for measure in method.stated if not measure.is_item]
    known: dict[str, dict[str, Any]] = {
        "answers": {measure.id: _answer(measure) for measure in method.items},
        "quick_facts": {field.id: _fact(field) for field in method.quick_facts},
        "given": {measure.id: {"description": measure.label, **_score(measure)} for measure in given},
        "published": {measure.id: {"description": measure.label} for measure in method.measures.values()},
    }
    for name, parts in known.items():
        properties[name].pop("patternProperties")
        properties[name] |= {"properties": parts, "additionalProperties": False}
    for name in ("intervals", "standard_errors"):
        (part,) = properties[name].pop("patternProperties").values()
        others = [measure for measure in method.measures.values() if not measure.is_item]
        named = {measure.id: {"description": measure.label, "allOf": [part]} for measure in others}
        properties[name] |= {"properties": named, "additionalProperties": False}
    kind = found["$defs"]["Entity"]["properties"]["kind"]
    kind |= {"enum": [item.id for item in method.rubric.entity_kinds]}
    kind.pop("pattern", None)
    properties["answers"]["required"] = [measure.id for measure in method.items if not measure.optional]


def _answer(measure: Measure) -> dict[str, Any]:
    wording = measure.wording
    words = wording.text if wording and wording.verified else measure.label
    return {"description": words, "allOf": [{"$ref": "#/$defs/Answer"}, {"properties": {"score": _score(measure)}}]}


def _score(measure: Measure) -> dict[str, Any]:
    """Describe the numbers or the words on the scale of a measure, and why there may be none."""
    scale = measure.scale
    if measure.grades:
        names = dict.fromkeys(name for grade in measure.grades for name in (grade.code, grade.label))
        none = [None] if measure.optional and measure.is_item else []
        return {"enum": [*names, *ABSENCES, *none]}
    nullable = measure.optional and measure.is_item
    score: dict[str, Any] = {"type": ["number", "null"] if nullable else "number", "minimum": _bare(scale.min)}
    if scale.max is not None:
        score["maximum"] = _bare(scale.max)
    if scale.step is not None and not scale.min % scale.step:
        score["multipleOf"] = _bare(scale.step)
    return score if isinstance(scale, Modifier) else {"anyOf": [score, {"enum": list(ABSENCES)}]}


def _bare(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def _fact(field: FactField) -> dict[str, Any]:
    value: dict[str, Any] = {"type": [_FACT_TYPES.get(field.type, "string"), "null"]}
    if field.type == "text":
        value = {"type": ["string", "number", "null"]}
    if field.categories:
        value = {"enum": [*(category.code for category in field.categories), None]}
    ends = {"minimum": field.min, "maximum": field.max}
    value |= {key: _bare(end) for key, end in ends.items() if end is not None}
    detailed = {"allOf": [{"$ref": "#/$defs/QuickFact"}, {"properties": {"value": value}}]}
    return {"description": field.label, "anyOf": [value, detailed]}
