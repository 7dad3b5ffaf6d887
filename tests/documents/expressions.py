"""Read texts out of the source: what an expression may say, with “…” for what is filled in at run time."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GAP = "…"
_DEEPEST = 4
_MOST = 12  # texts that one expression may have


@dataclass(frozen=True)
class Module:
    """A file of the package: its path from there, and its tree."""

    name: str
    tree: ast.Module

    @cached_property
    def above(self) -> dict[ast.AST, ast.AST]:
        """What each node stands in."""
        return parents(self.tree)

    def home(self, name: str) -> str:
        """Return the module that ``name`` is imported from; this one where it is not imported."""
        return self._imported.get(name, self.name)

    @cached_property
    def _imported(self) -> dict[str, str]:
        imports = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom) and node.module)
        return {
            alias.asname or alias.name: f"{str(node.module).removeprefix('pdfgen.').replace('.', '/')}.py"
            for node in imports
            for alias in node.names
        }


def source(package: Path) -> list[Module]:
    """Return the modules of the package that lies in a folder."""
    files = sorted(package.rglob("*.py"))
    return [Module(path.relative_to(package).as_posix(), ast.parse(path.read_text("utf-8"))) for path in files]


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return what each node of a tree stands in."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


class Reader:
    """Reads expressions of the package."""

    def __init__(self, modules: list[Module]) -> None:
        self._constants: dict[str, dict[str, ast.expr]] = {}
        self._functions: dict[str, tuple[ast.FunctionDef, Module]] = {}
        for module in modules:
            for node in module.tree.body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    self._constants.setdefault(node.targets[0].id, {})[module.name] = node.value
                if isinstance(node, ast.FunctionDef):
                    self._functions[node.name] = node, module

    def constant(self, name: str) -> str | None:
        """Return the text of the constant ``name``, if one module alone has it."""
        values = list(self._constants.get(name, {}).values())
        if len(values) == 1 and isinstance(values[0], ast.Constant) and isinstance(values[0].value, str):
            return values[0].value
        return None

    def texts(self, node: ast.expr, module: Module, depth: int = 0) -> list[str]:
        """Return what an expression may say; nothing where it says only what is known at run time."""
        found = dict.fromkeys(_tidied(text) for text in self._texts(node, module, depth))
        return [text for text in found if re.search(r"\w", text)]

    def _texts(self, node: ast.expr, module: Module, depth: int) -> list[str]:
        match node:
            case _ if depth > _DEEPEST:
                found = [GAP]
            case ast.Constant(value=str(text)):
                found = [text]
            case ast.Name(id=name):
                found = self._named(name, node, module, depth + 1)
            case ast.FormattedValue(value=value):
                found = self._filled(value, module, depth + 1)
            case ast.Call(func=ast.Name(id=name)):
                found = self._returned(name, depth + 1)
            case _:
                found = self._combined(node, module, depth)
        return found or [GAP]

    def _combined(self, node: ast.expr, module: Module, depth: int) -> list[str]:
        """Return what an expression that is made of others may say."""
        match node:
            case ast.JoinedStr(values=parts):
                return _joined([self._texts(part, module, depth) for part in parts])
            case ast.BinOp(left=left, right=right):
                return _joined([self._texts(part, module, depth) for part in (left, right)])
            case ast.IfExp(body=one, orelse=other):
                parts = [one, other]
            case ast.BoolOp(values=parts):
                pass
            case _:
                return []
        return [text for part in parts for text in self._texts(part, module, depth)]

    def _returned(self, name: str, depth: int) -> list[str]:
        """Return what a function of the package may return."""
        if name == "did_you_mean":
            return ["use one of the words that the message names"]
        if name not in self._functions:
            return []
        function, home = self._functions[name]
        made = [item.value for item in ast.walk(function) if isinstance(item, ast.Return) and item.value]
        return [text for value in made for text in self._texts(value, home, depth)]

    def _filled(self, value: ast.expr, module: Module, depth: int) -> list[str]:
        """Return what stands in braces: a constant is written out, and all else is a gap."""
        if isinstance(value, ast.Name) and value.id.isupper():
            return self._named(value.id, value, module, depth) or [GAP]
        return [GAP]

    def _named(self, name: str, node: ast.AST, module: Module, depth: int) -> list[str]:
        """Return what a name may say: by the assignments before ``node``, by the calls, or as a constant."""
        if values := list(_assigned(node, name, module)):
            return [text for value in values for text in self._texts(value, module, depth)]
        if function := _function(node, module):
            given = list(_given(function, name, module))
            if given:
                return [text for value in given for text in self._texts(value, module, depth)]
        homes = self._constants.get(name, {})
        value = homes.get(module.name) or (next(iter(homes.values())) if len(homes) == 1 else None)
        return self._texts(value, module, depth) if value is not None else []


def _function(node: ast.AST, module: Module) -> ast.FunctionDef | None:
    while node in module.above:
        node = module.above[node]
        if isinstance(node, ast.FunctionDef):
            return node
    return None


def _given(function: ast.FunctionDef, name: str, module: Module) -> Iterator[ast.expr]:
    """Yield what a parameter has by itself, and what the calls in the function's own module give it."""
    named = function.args
    places = [item.arg for item in (*named.posonlyargs, *named.args)]
    defaults = dict(zip(reversed(places), reversed(named.defaults), strict=False))
    defaults |= {item.arg: value for item, value in zip(named.kwonlyargs, named.kw_defaults, strict=True) if value}
    if name in defaults:
        yield defaults[name]
    if name in places or name in {item.arg for item in named.kwonlyargs}:
        index = places.index(name) - (places[:1] == ["self"]) if name in places else len(places)
        yield from _arguments(function.name, index, name, module)


def _arguments(function: str, index: int, name: str, module: Module) -> Iterator[ast.expr]:
    """Yield what the calls of a function in a module give for a parameter."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == function:
            if len(node.args) > index and not any(isinstance(item, ast.Starred) for item in node.args):
                yield node.args[index]
            yield from (item.value for item in node.keywords if item.arg == name)


def _assigned(node: ast.AST, name: str, module: Module) -> Iterator[ast.expr]:
    """Yield the values that a name may have at ``node``: what is assigned before it, up to what is sure."""
    while node in module.above and not isinstance(node, ast.FunctionDef):
        block = module.above[node]
        for _, statements in ast.iter_fields(block):
            if not isinstance(statements, list) or node not in statements:
                continue
            for statement in reversed(statements[: statements.index(node)]):
                values = list(_values(statement, name))
                yield from values
                if values and isinstance(statement, ast.Assign):
                    return
        node = block


def _values(statement: ast.AST, name: str) -> Iterator[ast.expr]:
    """Yield the values that a statement, or one inside it, gives a name."""
    for node in ast.walk(statement):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    if isinstance(target, ast.Name) and target.id == name:
                        yield value


def _joined(parts: list[list[str]]) -> list[str]:
    return ["".join(texts) for texts in _few(product(*parts))]


def _few(texts: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [text for text, _ in zip(texts, range(_MOST), strict=False)]


def _tidied(text: str) -> str:
    """Return a text in one line, where what is filled in is one sign."""
    text = re.sub(r"\{\w*\}", GAP, " ".join(text.split()))
    return re.sub(rf"{GAP}(?:[,:; ]*{GAP})+", GAP, text)
