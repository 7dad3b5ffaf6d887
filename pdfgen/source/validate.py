"""A tree becomes a model; whatever the model refuses becomes a problem with its place, in an author's words."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from pdfgen.errors import Problem
from pdfgen.model.base import did_you_mean
from pdfgen.source.tree import Mapping, Path_, Scalar, Tree, descend, plain, walk

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_M = TypeVar("_M", bound=BaseModel)


def validate(tree: Tree, model: type[_M], root: tuple[str, ...] = ()) -> tuple[_M | None, list[Problem]]:
    """Return ``tree`` as ``model``, or None and every problem that stands against it."""
    try:
        return model.model_validate(plain(tree)), []
    except ValidationError as error:
        found: dict[tuple[str, int, int], Problem] = {}
        for detail in error.errors(include_url=False):
            problem = _problem(tree, model, detail)
            # a union complains once for each of its types; one complaint a place is enough
            place = problem.origin
            found.setdefault((place.path, place.line, place.column), problem)
        return None, list(found.values())


def _problem(tree: Tree, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path: Path_ = tuple(detail["loc"])
    code, message, remedy = _words(tree, model, detail, path)
    context = detail.get("ctx", {})
    if detail["type"] == "union_tag_invalid":
        path = (*path, "op")
    if owner := context.get("owner"):
        tree = _owned(tree, str(owner)) or tree
    return at(tree, path, code, message, remedy, str(context.get("snippet", "")), key=code in ("unknown-key", "bad-key"))


def _owned(tree: Tree, owner: str) -> Tree | None:
    """Return the mapping whose ``id`` is ``owner``, or what stands under that key of the whole."""
    for _, node in walk(tree):
        if isinstance(node, Mapping) and isinstance(id_ := node.items.get("id"), Scalar) and id_.value == owner:
            return node
    return tree.items.get(owner) if isinstance(tree, Mapping) else None


def at(  # noqa: PLR0913  # a problem has these parts
    tree: Tree, path: Path_, code: str, message: str, remedy: str, snippet: str = "", *, key: bool = False
) -> Problem:
    """Return a problem at the node that ``path`` leads to: at ``snippet`` in it when given, at its key on request."""
    if key:
        path = tuple(step for step in path if step != "[key]")
        parent, _ = descend(tree, path[:-1])
        if isinstance(parent, Mapping) and path[-1] in parent.keys:
            return parent.file.problem(*parent.keys[str(path[-1])], code, message, remedy)
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


def _words(tree: Tree, model: type[BaseModel], detail: ErrorDetails, path: Path_) -> tuple[str, str, str]:  # noqa: PLR0911
    """Return code, message and remedy for one of pydantic's errors."""
    kind, context = detail["type"], detail.get("ctx", {})
    if "remedy" in context:
        return kind, str(context["message"]), str(context["remedy"])
    last = str(path[-1]) if path else ""
    if kind not in ("extra_forbidden", "missing"):
        _, taken = descend(tree, path)
        last = str(taken[-1]) if taken else ""
    match kind:
        case "extra_forbidden":
            return "unknown-key", f"`{last}` is not a key here", did_you_mean(last, fields(model, path[:-1]))
        case "missing":
            return "missing-key", f"`{last}` is missing", f"add `{last}:`"
        case "literal_error":
            words = [item.strip(" '") for item in str(context.get("expected", "")).replace(" or ", ", ").split(",")]
            return "unknown-word", f"“{detail['input']}” is not one of the words for `{last}`", did_you_mean(str(detail["input"]), words)
        case "union_tag_invalid":
            words = [item.strip(" '") for item in str(context.get("expected_tags", "")).split(",")]
            return "unknown-word", f"“{context.get('tag')}” is not an operator", did_you_mean(str(context.get("tag")), words)
        case "union_tag_not_found":
            return "missing-key", "`op` is missing", "add `op:` with the operator, such as `op: sum`"
        case "tuple_type":
            return "not-a-list", f"`{last}` must be a list", "write the items on lines of their own, each after “- ”"
        case "dict_type" | "mapping_type" | "model_type" | "model_attributes_type":
            return "not-a-mapping", f"{f'`{last}`' if last else 'the file'} must be a mapping", "write `key: value` lines below it"
        case "too_short":
            return "too-short", f"`{last}` has too few items", f"give it {context.get('min_length')} or more"
        case "bool_type":
            return "not-a-truth-value", f"`{last}` must be true or false", "write true or false, without quotes"
        case "int_type" | "int_from_float":
            return "not-a-whole-number", f"`{last}` must be a whole number", "write digits only, without quotes"
        case "greater_than_equal" | "less_than_equal":
            least = kind.startswith("greater")
            edge = context.get("ge" if least else "le")
            return "out-of-range", f"`{last}` is out of range", f"write {edge} or {'more' if least else 'less'}"
        case "none_required" | "string_type" | "decimal_type" | "is_instance_of":
            return "wrong-type", f"`{last}` has a value of the wrong kind", "write a single value after the colon"
        case _:
            return kind.replace("_", "-"), detail["msg"], "see `pdfgen schema`"


def fields(model: Any, path: Path_) -> list[str]:
    """Return the keys that are known at ``path`` in ``model``."""
    candidates = [model]
    for step in path:
        candidates = [inner for item in candidates for inner in _inside(item, step)]
    return [name for item in candidates if isinstance(item, type) and issubclass(item, BaseModel) for name in item.model_fields]


def _inside(annotation: Any, step: str | int) -> list[Any]:
    """Return the types that ``annotation`` has behind ``step``."""
    found: list[Any] = []
    for item in _models(annotation):
        if isinstance(item, type) and issubclass(item, BaseModel):
            if step in item.model_fields:
                found += _models(item.model_fields[str(step)].annotation)
            elif any(field.default == step or step in get_args(field.annotation) for field in item.model_fields.values()):
                found.append(item)  # the step is the tag of a union
        elif get_origin(item) in (tuple, list) and isinstance(step, int):
            found += _models(get_args(item)[0])
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
