"""A tree becomes a model; what the model refuses becomes a problem with its place, in the words of an author."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from pdfgen.model.base import did_you_mean
from pdfgen.source.text_file import PROBLEM_LIMIT
from pdfgen.source.tree import Mapping, Path_, Scalar, Tree, descend, plain, walk

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from pdfgen.errors import Problem

_M = TypeVar("_M", bound=BaseModel)


def validate(tree: Tree, model: type[_M]) -> tuple[_M | None, list[Problem]]:
    """Return ``tree`` as ``model``, or None, and every problem of it."""
    try:
        return model.model_validate(plain(tree)), []
    except ValidationError as error:
        found: dict[tuple[str, int, int, str], Problem] = {}
        details = error.errors(include_url=False)
        missing = {detail["loc"] for detail in details if detail["type"] == "missing"}
        for detail in details:
            if detail["type"] == "too_short" and any(_below(other["loc"], detail["loc"]) for other in details):
                continue  # an item that was refused is not counted: what refused it says enough
            *above, last = detail["loc"] or ("",)
            if detail["loc"] in missing and isinstance(last, int) and (*above, last + 1) in missing:
                continue  # the last item that a list lacks says how many it needs
            problem = _problem(tree, model, detail)
            # a union complains once for each of its types; one complaint a place is enough
            place = problem.origin
            key = problem.message if problem.code in ("missing-key", "unknown-key") else ""
            found.setdefault((place.path, place.line, place.column, key), problem)
            for code, message, remedy, snippet in detail.get("ctx", {}).get("also", ()):
                more = at(tree, tuple(detail["loc"]), code, message, remedy, snippet)
                found[(place.path, more.origin.line, more.origin.column, message)] = more
            if len(found) >= PROBLEM_LIMIT:
                break
        return None, list(found.values())


def without_refused(tree: Tree, model: type[_M]) -> _M | None:
    """Return ``tree`` as ``model`` without the values that the model refuses, or None when it needs one of them."""
    data = plain(tree)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # where a key is missing, the path leads to the mapping that misses it
        locations = [
            tuple(step for step in detail["loc"] if step != "[key]") for detail in error.errors(include_url=False)
        ]
        paths = {descend(tree, location)[1] for location in locations}
    try:
        return model.model_validate(_pruned(data, (), paths))
    except ValidationError:
        return None


def _pruned(data: Any, path: Path_, paths: set[Path_]) -> Any:
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if (*path, key) not in paths}
        return {key: _pruned(value, (*path, key), paths) for key, value in kept.items()}
    if isinstance(data, tuple):
        items = [(index, value) for index, value in enumerate(data) if (*path, index) not in paths]
        return tuple(_pruned(value, (*path, index), paths) for index, value in items)
    return data


def _below(path: Path_, above: Path_) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _problem(tree: Tree, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path: Path_ = tuple(detail["loc"])
    code, message, remedy = _words(tree, model, detail, path)
    context = detail.get("ctx", {})
    if detail["type"] == "union_tag_invalid":
        path = (*path, "op")
    if owner := context.get("owner"):
        tree = _owned(tree, str(owner)) or tree
    return at(
        tree, path, code, message, remedy, str(context.get("snippet", "")), key=code in ("unknown-key", "bad-key")
    )


def _owned(tree: Tree, owner: str) -> Tree | None:
    """Return the mapping whose ``id`` is ``owner``, what stands under that key of the whole, or the last so named."""
    for _, node in walk(tree):
        if isinstance(node, Mapping) and isinstance(id_ := node.items.get("id"), Scalar) and id_.value == owner:
            return node
    if isinstance(tree, Mapping) and owner in tree.items:
        return tree.items[owner]
    named: Tree | None = None
    for _, node in walk(tree):
        if isinstance(node, Mapping) and isinstance(name := node.items.get("name"), Scalar) and name.value == owner:
            named = node
    return named


def at(  # a problem has these parts
    tree: Tree, path: Path_, code: str, message: str, remedy: str, snippet: str = "", *, key: bool = False
) -> Problem:
    """Return a problem at the node that ``path`` leads to: at ``snippet`` in it when given, at its key on request."""
    if key:
        path = tuple(step for step in path if step != "[key]")
        parent, _ = descend(tree, path[:-1])
        if isinstance(parent, Mapping) and path[-1] in parent.keys:
            # not the parent's file: an edition's entries stand in the report's mapping
            return parent.items[str(path[-1])].file.problem(*parent.keys[str(path[-1])], code, message, remedy)
    node, taken = descend(tree, path)
    place = (node.line, node.column)
    if isinstance(node, Mapping) and len(taken) and not snippet:
        # a mapping begins at its first key: the key that it belongs to says more
        parent, _ = descend(tree, taken[:-1])
        if isinstance(parent, Mapping):
            place = parent.keys[str(taken[-1])]
    if snippet:
        place = node.file.find(snippet, node.line, node.end_line) or place
    return node.file.problem(*place, code, message, remedy)


def _words(tree: Tree, model: type[BaseModel], detail: ErrorDetails, path: Path_) -> tuple[str, str, str]:
    """Return code, message and remedy for one of pydantic's errors."""
    kind, context = detail["type"], detail.get("ctx", {})
    if "remedy" in context:
        return kind, str(context["message"]), str(context["remedy"])
    if kind == "extra_forbidden":
        last = str(path[-1])
        known, needed = fields(model, path[:-1])
        return "unknown-key", f"`{last}` is not a key here", did_you_mean(last, known, needed)
    _, taken = descend(tree, path)
    last = _called(taken)
    least = context.get("min_length")
    if kind == "missing" and isinstance(path[-1], int):
        kind, least = "too_short", path[-1] + 1
    elif kind == "missing":
        last = f"`{path[-1]}`"
    elif kind == "literal_error" and isinstance(detail["input"], dict | tuple):
        kind = "string_type"
    if kind in ("literal_error", "union_tag_invalid"):
        if kind == "union_tag_invalid":
            last = "`op`"
        word = str(context.get("tag", detail["input"]))
        word = word.lower() if isinstance(detail["input"], bool) else word
        expected = str(context.get("expected_tags", context.get("expected", "")))
        words = [item.strip(" '") for item in expected.replace(" or ", ", ").split(",")]
        return "unknown-word", f"“{word}” is not one of the words for {last}", did_you_mean(word, words)
    if kind in ("greater_than_equal", "less_than_equal", "greater_than"):
        edge = next((f"{words} {context[key]}" for key, words in _EDGES.items() if key in context), "")
        return "out-of-range", f"{last} is out of range", f"write {edge}"
    code, message, remedy = _WORDS.get(kind, (kind.replace("_", "-"), detail["msg"], "see `pdfgen schema`"))
    return (
        code,
        message.format(last=last),
        remedy.format(key=f"`{path[-1] if path else ''}:`", least=least),
    )


def _called(path: Path_) -> str:
    """Return a value by its key, or by its place in a list."""
    if not path:
        return "the file"
    if isinstance(path[-1], int) and len(path) > 1:
        return f"item {path[-1] + 1} of `{path[-2]}`"
    return f"`{path[-1]}`"


_EDGES = {"ge": "at least", "gt": "more than", "le": "at most"}
_LIST = ("not-a-list", "{last} must be a list", "write the items on lines of their own, each after “- ”")
_MAPPING = ("not-a-mapping", "{last} must be a mapping", "write `key: value` lines below it")
_SINGLE = ("wrong-type", "{last} must be a single value", "write the value after the colon")
_WORDS = {
    "missing": ("missing-key", "{last} is missing", "add {key}"),
    "union_tag_not_found": ("missing-key", "`op` is missing", "add `op:` with the operator, such as `op: sum`"),
    "tuple_type": _LIST,
    "too_short": ("too-short", "{last} has too few items", "give it {least} or more"),
    "too_long": ("too-long", "{last} has too many items", "remove some"),
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "bool_type": ("not-a-truth-value", "{last} must be true or false", "write true or false, without quotes"),
    "int_type": ("not-a-whole-number", "{last} must be a whole number", "write digits only, without quotes"),
    "string_type": _SINGLE,
    "none_required": _SINGLE,
    "is_instance_of": _SINGLE,
}


def fields(model: Any, path: Path_) -> tuple[list[str], list[str]]:
    """Return the keys that are known at ``path`` in ``model``, and those of them that must be there."""
    candidates = [model]
    for step in path:
        candidates = [inner for item in candidates for inner in _inside(item, step)]
    found = {
        name: field
        for item in candidates
        if isinstance(item, type) and issubclass(item, BaseModel)
        for name, field in item.model_fields.items()
    }
    return list(found), [name for name, field in found.items() if field.is_required()]


def _inside(annotation: Any, step: str | int) -> list[Any]:
    """Return the types that ``annotation`` has behind ``step``."""
    found: list[Any] = []
    for item in _models(annotation):
        if isinstance(item, type) and issubclass(item, BaseModel):
            if step in item.model_fields:
                found += _models(item.model_fields[str(step)].annotation)
            elif any(
                field.default == step or step in get_args(field.annotation) for field in item.model_fields.values()
            ):
                found.append(item)  # the step is the tag of a union
        elif get_origin(item) in (tuple, list):  # words are the tag of a union
            found += _models(get_args(item)[0]) if isinstance(step, int) else [item]
        elif get_origin(item) is dict:
            found += _models(get_args(item)[1])
    return found


def _models(annotation: Any) -> list[Any]:
    """Return the members of a union, or the annotation itself, without their metadata."""
    if get_origin(annotation) is Annotated:
        return _models(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [inner for member in get_args(annotation) for inner in _models(member)]
    return [annotation]
