"""Find every problem code in the source of the package, with its severity and its remedies.

A code is the argument for a parameter ``code`` of a function or class of the package that also takes a message or a
remedy, or an item of a tuple of code, message and remedy. Nothing is imported: the source is read.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.documents.expressions import Reader, parents, source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.documents.expressions import Module

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = {"message", "remedy", "many", "what"}  # what stands beside a code
_LENGTH = 3  # code, message and remedy


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a code stands: the room and line, the severity, and the remedies that are told there.

    A code that is made by an f-string has ``{}`` for what is filled in.
    """

    code: str
    room: str
    place: str
    severity: str
    remedies: tuple[str, ...]


_OF_OCFL = ("archive/ocfl/", "archive/verification.py")
"""Modules whose codes are those of a specification, which says what they mean."""


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Which arguments of a call are the code and the remedy; the severity of what it makes."""

    code: int
    remedy: int
    severity: str
    home: str
    method: bool


def codes(package: Path) -> list[Found]:
    """Return every code of the package, in the order of files and lines. Raises LookupError for one it cannot read."""
    modules = [module for module in source(package) if not module.name.startswith(_OF_OCFL)]
    reader = Reader(modules)
    known = _makers(modules)
    found: list[Found] = []
    for module in modules:
        above = parents(module.tree)
        for node in ast.walk(module.tree):
            match node:
                case ast.Call():
                    told = _called(node, known, module, reader)
                case ast.Tuple():
                    told = _tuple(node, module, reader)
                case _:
                    continue
            for code, remedies, severity in told:
                place = f"{module.name}:{node.lineno}"
                room = module.name.split("/")[0].removesuffix(".py")
                found.append(Found(code, room, place, _severity(node, above) or severity, remedies))
    return found


def _makers(modules: list[Module]) -> dict[str, list[_Parameters]]:
    """Return by name each function and class that takes a code with a message or a remedy."""
    found: dict[str, list[_Parameters]] = defaultdict(list)
    for module in modules:
        for node in ast.walk(module.tree):
            match node:
                case ast.FunctionDef(name=name, args=arguments):
                    names = [item.arg for item in (*arguments.posonlyargs, *arguments.args)]
                    method = names[:1] == ["self"]
                    names = names[method:]
                case ast.ClassDef(name=name, body=body):
                    fields = [item for item in body if isinstance(item, ast.AnnAssign)]
                    names = [item.target.id for item in fields if isinstance(item.target, ast.Name)]
                    method = False
                case _:
                    continue
            if "code" in names and _WORDS & set(names):
                remedy = names.index("remedy") if "remedy" in names else names.index("code") + 2
                severity = "warning" if _makes_warnings(node) else "error"
                found[name].append(_Parameters(names.index("code"), remedy, severity, module.name, method))
    return found


def _makes_warnings(node: ast.AST) -> bool:
    calls = (item for item in ast.walk(node) if isinstance(item, ast.Call))
    return any(_is_warning(keyword) for call in calls for keyword in call.keywords)


def _is_warning(keyword: ast.keyword) -> bool:
    return keyword.arg == "severity" and isinstance(keyword.value, ast.Constant) and keyword.value.value == "warning"


Told = tuple[str, tuple[str, ...], str]
"""Code, remedies and severity."""


def _called(node: ast.Call, known: dict[str, list[_Parameters]], module: Module, reader: Reader) -> Iterator[Told]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for parameters in known.get(name, ()):
        if parameters.method != isinstance(node.func, ast.Attribute):
            continue
        if name.startswith("_") and parameters.home != module.name:
            continue
        if not parameters.method and module.home(name) != parameters.home:
            continue  # another of the same name
        codes_ = _argument(node, parameters.code, "code")
        if codes_ is None:
            continue
        remedy = _argument(node, parameters.remedy, "remedy")
        remedies = reader.texts(remedy, module) if remedy is not None else ()
        severity = parameters.severity
        if any(isinstance(item, ast.Constant) and item.value == "warning" for item in node.args):
            severity = "warning"
        for code in _codes(codes_, module, reader):
            yield code, tuple(remedies), severity
        return


def _argument(node: ast.Call, index: int, name: str) -> ast.expr | None:
    """Return an argument by its place or its name; None when it is not written out."""
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    before = node.args[: index + 1]
    if len(before) <= index or any(isinstance(item, ast.Starred) for item in before):
        return None
    return before[index]


def _codes(node: ast.expr, module: Module, reader: Reader) -> list[str]:
    """Return the codes that an expression may have; none where one is handed on. Raises LookupError."""
    match node:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.JoinedStr(values=values):
            return ["".join(str(item.value) if isinstance(item, ast.Constant) else "{}" for item in values)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_codes(body, module, reader), *_codes(orelse, module, reader)]
        case ast.Name(id="code" | "kind") | ast.Attribute(attr="code" | "type"):
            return []  # a code that somebody else gave
        case ast.Name(id=name) if (constant := reader.constant(name)) is not None:
            return [constant]
    raise LookupError(f"{module.name}:{node.lineno}: {ast.unparse(node)} may be a code, and cannot be read")


def _tuple(node: ast.Tuple, module: Module, reader: Reader) -> Iterator[Told]:
    """Yield the code of a tuple that has it, and after it a message and a remedy."""
    for index, item in enumerate(node.elts[:3]):
        rest = node.elts[index + 1 :]
        code = item.value if isinstance(item, ast.Constant) else None
        if isinstance(item, ast.Name):
            code = reader.constant(item.id)
        if isinstance(item, ast.JoinedStr):
            continue
        if not isinstance(code, str) or "-" not in code or not KEBAB.fullmatch(code) or len(rest) < _LENGTH - 1:
            continue
        if any(_is_word(other) for other in rest[:2]):
            continue
        yield code, tuple(reader.texts(rest[1], module)), "error"
        return


def _is_word(node: ast.expr) -> bool:
    """Tell whether an item is a single word or no text at all, and so neither a message nor a remedy."""
    return isinstance(node, ast.Constant) and (not isinstance(node.value, str) or not re.search(r"\s", node.value))


def _severity(node: ast.AST, above: dict[ast.AST, ast.AST]) -> str:
    """Return the severity that a call says itself, or that of what it is handed to."""
    if isinstance(node, ast.Call) and any(_is_warning(keyword) for keyword in node.keywords):
        return "warning"
    outer = above.get(node)
    if isinstance(outer, ast.Call):
        if any(_is_warning(keyword) for keyword in outer.keywords):
            return "warning"
        handed = ast.unparse(outer.func)
        if handed.endswith("remarks.append") or "warning" in handed:
            return "warning"
    return ""
