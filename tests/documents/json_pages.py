"""The pages of what commands print as JSON and of ``build.json``, and their JSON Schemas."""

from __future__ import annotations

import json
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter

from tests.documents import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.documents.shapes import Shape


def printed() -> str:
    """Return the page of what each command prints with ``--json``."""
    lines = [
        "# What commands print as JSON",
        "",
        "`--json` prints one JSON value on standard output; words for people go to standard error. All keys are always",
        "there, unless their words say when they are not. Keys are added in later versions; keys keep their meaning. The",
        "JSON Schemas are in `data/schemas/output/`.",
        "",
        "A command that does nothing (an unknown name, a full disk, errors in its input) prints this instead:",
        "",
        *_table(shapes.Refused),
        "",
        *_section(shapes.ErrorRow, "###"),
        *_section(shapes.ProblemRow, "###"),
    ]
    known: set[type[Shape]] = {shapes.ErrorRow, shapes.ProblemRow}
    for command, kinds in shapes.PRINTED.items():
        lines += [f"## `pdfgen {command}`", ""]
        for kind in kinds:
            lines += [*_described(kind), "", *_table(kind), ""]
            for part in _parts(kind):
                if part not in known:
                    known.add(part)
                    lines += _section(part, "###")
    return "\n".join(lines)


def record() -> str:
    """Return the page of ``build.json``."""
    lines = [
        "# The record of a build, `build.json`",
        "",
        "`pdfgen build FOLDER` writes `build.json` beside the files that it builds. It says what went into each file, so",
        "that the next build builds only what changed. Paths lead from the folder of the record, so that the folder can be",
        "moved. The record is believed: build what others sent you into a folder of your own. The JSON Schema is",
        "`data/schemas/output/record.schema.json`.",
        "",
        *_table(shapes.Record),
        "",
    ]
    for part in dict.fromkeys(_parts(shapes.Record)):
        lines += _section(part, "##")
    return "\n".join(lines)


def schemas() -> dict[str, str]:
    """Return the JSON Schema of each, by the name of its file."""
    kinds: dict[str, Any] = {"record": shapes.Record}
    for command, found in shapes.PRINTED.items():
        kinds[command.replace(" ", "-")] = Union[(*found, shapes.Refused)]
    return {
        f"{name}.schema.json": json.dumps({"$schema": _DIALECT, **_open(TypeAdapter(kind).json_schema())}, indent=1)
        + "\n"
        for name, kind in kinds.items()
    }


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _open(value: Any) -> Any:
    """Return a schema that allows further keys, as later versions may have them."""
    match value:
        case dict():
            return {key: _open(item) for key, item in value.items() if not (key == "additionalProperties" and not item)}
        case list():
            return [_open(item) for item in value]
    return value


def _section(kind: type[Shape], head: str) -> list[str]:
    return [f"{head} {kind.__name__}", "", *_described(kind), "", *_table(kind), ""]


def _described(kind: type[Shape]) -> list[str]:
    return [_one_line(kind.__doc__)]


def _table(kind: type[Shape]) -> list[str]:
    rows = [
        f"| `{name}` | {_type(field.annotation, always=field.is_required())} | {_one_line(field.description)} |"
        for name, field in kind.model_fields.items()
    ]
    return ["| key | value | meaning |", "| --- | --- | --- |", *rows]


_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", NoneType: "null", Any: "any value"}


def _one_line(words: str | None) -> str:
    return " ".join((words or "").split())


def _type(annotation: Any, *, always: bool = True) -> str:
    """Return a type in words; null is left out where it stands for a key that is not always there."""
    inner = get_args(annotation)
    match get_origin(annotation):
        case None if annotation in _PLAIN:
            return _PLAIN[annotation]
        case None:
            return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
        case origin if origin is Literal:
            return ", ".join("true" if item is True else f"`{item}`" for item in inner)
        case origin if origin in (Union, UnionType):
            kinds = [
                item for item in inner if not (item is int and float in inner) and (always or item is not NoneType)
            ]
            return " or ".join(_type(item) for item in kinds)
        case origin if origin is list:
            return f"list of {_type(inner[0])}"
    return f"mapping to {_type(inner[1])}"


def _parts(kind: type[Shape]) -> Iterator[type[Shape]]:
    """Yield the shapes inside a shape, from the top."""
    for field in kind.model_fields.values():
        for part in _shapes(field.annotation):
            yield part
            yield from _parts(part)


def _shapes(annotation: Any) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, shapes.Shape):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes(inner)
