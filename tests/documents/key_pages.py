"""The pages of the keys of each kind of file, made from the JSON Schemas that editors use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pdfgen.model.base import Model
from pdfgen.model.edition_file import FROM_EDITION
from pdfgen.model.report import Report
from pdfgen.source.kinds import MODELLED, Kind
from pdfgen.source.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

WORDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "null": "null"}


def keys() -> dict[str, str]:
    """Return the page of each kind of file, by its name."""
    return {name: _page(kind, schema(name)) for name, kind in MODELLED.items()}


def _page(kind: Kind, found: dict[str, Any]) -> str:
    place = (
        f"{kind.folder}/NAME.yaml" if kind.folder else {"edition": "edition.yaml"}.get(kind.name, "reports/NAME.yaml")
    )
    lines = [
        f"# Keys of `{place}`",
        "",
        _one_line(kind.type().__doc__ or ""),
        "",
        f"Every key of a file of the kind {kind.name}. Where a key may be left out, the third column has the value that is",
        f"taken then, if there is one. `pdfgen schema {kind.name}` prints the same for editors.",
        *(["A file with `extends:` needs none of the keys: it has the rest from the other file."] * kind.extendable),
        "",
        *_table(found, kind.type()),
        "",
    ]
    models = {model.__name__: model for model in _below(Model)}
    for name in dict.fromkeys(_parts(found, found)):
        part = found["$defs"][name]
        lines += [f"## {name}", "", _one_line(models[name].__doc__ or ""), "", *_table(part, models[name]), ""]
    return "\n".join(lines)


def _below(model: type[Model]) -> Iterator[type[Model]]:
    """Yield every model that extends another."""
    for part in model.__subclasses__():
        yield part
        yield from _below(part)


def _table(part: dict[str, Any], model: type[BaseModel]) -> list[str]:
    rows = [
        f"| `{name}` | {_type(value)} | {_left_out(name, value, model)} | {_cell(value['description'])} |"
        for name, value in _mapping(part)["properties"].items()
    ]
    return ["| key | value | left out | meaning |", "| --- | --- | --- | --- |", *rows] if rows else []


def _mapping(part: dict[str, Any]) -> dict[str, Any]:
    """Return the part itself, or the mapping that may stand in the place of a bare value."""
    return part if "properties" in part else next(kind for kind in part["anyOf"] if "properties" in kind)


def _left_out(name: str, value: dict[str, Any], model: type[BaseModel]) -> str:
    field = model.model_fields.get(name)
    if field and field.is_required():
        return "in the edition" if model is Report and name in FROM_EDITION else "needed"
    default = value.get("default")
    if default in (None, [], {}) or isinstance(default, dict | list):
        return ""
    return f"`{json.dumps(default, ensure_ascii=False) if isinstance(default, bool) else default}`"


def _type(value: dict[str, Any]) -> str:
    """Return the type of a value in words."""
    if kinds := value.get("anyOf") or value.get("oneOf") or value.get("allOf"):
        return " or ".join(dict.fromkeys(words for kind in kinds if (words := _type(kind)) != "null"))
    if target := value.get("$ref"):
        name = target.rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if known := value.get("enum") or ([value["const"]] if "const" in value else []):
        return ", ".join(f"`{item}`" for item in known)
    kind: Any = value.get("type", "any value")
    if kind in ("array", "object"):
        return _many(value)
    if isinstance(kind, list):
        return "text" if "string" in kind else " or ".join(WORDS[item] for item in kind if item != "null")
    return f"{WORDS.get(kind, kind)}{_ends(value)}"


def _many(value: dict[str, Any]) -> str:
    """Return the type of a list or a mapping in words."""
    items = value.get("prefixItems") or value.get("items")
    if isinstance(items, list):
        return "[" + ", ".join(map(_type, items)) + "]"
    if value["type"] == "array":
        return f"list of {_type(items or {})}"
    inner = next(iter(value.get("patternProperties", {}).values()), value.get("additionalProperties"))
    return f"mapping to {_type(inner)}" if isinstance(inner, dict) else "mapping"


def _ends(value: dict[str, Any]) -> str:
    """Return the ends of a number in words."""
    least, most = value.get("minimum"), value.get("maximum")
    over = value.get("exclusiveMinimum")
    if over is not None:
        return f" above {over}" + (f", {most} at most" if most is not None else "")
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return f" from {least}" if least is not None else ""


def _parts(value: Any, whole: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of the models inside a schema, each before those that it has."""
    if isinstance(value, list):
        for item in value:
            yield from _parts(item, whole, above)
    elif isinstance(value, dict):
        name = str(value.get("$ref", "")).rpartition("/")[2]
        if name and name not in above:
            yield name
            yield from _parts(whole["$defs"][name], whole, (*above, name))
        for key, item in value.items():
            if key not in ("$defs", "discriminator"):
                yield from _parts(item, whole, above)


def _cell(words: str) -> str:
    return _one_line(words).replace("|", r"\|")


def _one_line(words: str) -> str:
    return " ".join(words.split()).replace("``", "`")
