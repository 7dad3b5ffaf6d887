"""What a template may say. It is checked node by node, before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from pdfgen.mail.filters import CHARACTERS, FILTERS, JOINED, LOOPED, TESTS
from pdfgen.model.base import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

DEPTH, LOOPS = 40, 4
"""How deep parts may stand in each other, and loops."""


@dataclass(eq=False)
class Fault(Exception):  # noqa: N818  # what Template says becomes a Problem
    """What is wrong with a template, with its line, from 1."""

    code: str
    message: str
    remedy: str
    line: int
    snippet: str = ""


_STATEMENTS: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Extends: "extends",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Block: "block",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.AssignBlock: "set",
}
_OPERATORS: dict[type[nodes.Node], str] = {
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
}
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Pos,
    nodes.Add,
    nodes.Sub,
)


_OF_HTML = {"safe", "escape", "e", "forceescape", "striptags", "xmlattr", "urlize"}


class Grammar:
    """Refuses what a template may not say. ``names`` are those of the values that it is given."""

    def __init__(self, names: Collection[str]) -> None:
        self.known = set(names)

    def check(self, tree: nodes.Template) -> None:
        """Raise Fault at the first thing that is not allowed."""
        own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        self.given = self.known | own | ({"loop"} if any(tree.find_all(nodes.For)) else set())
        coming: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
        while coming:
            node, depth, loops = coming.pop()
            if depth > DEPTH:
                raise _refused(node, "this is nested too deep", "write it in parts")
            self._judge(node)
            if isinstance(node, nodes.For):
                loops += 1
                if loops > LOOPS:
                    raise _refused(node, f"more than {LOOPS} loops are in each other", "loop over less")
            coming += [(child, depth + 1, loops) for child in reversed(list(node.iter_child_nodes()))]

    def _judge(self, node: nodes.Node) -> None:
        if not isinstance(node, _ALLOWED):
            self._foreign(node)
        match node:
            case nodes.Name(name=name):
                self._name(node, name)
            case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))):
                self._visible(node, name)
            case nodes.Filter():
                self._known(node, "filter", FILTERS)
            case nodes.Test():
                self._known(node, "test", TESTS)
            case nodes.For(recursive=True):
                raise _refused(node, "a loop cannot call itself", "remove `recursive`", "recursive")
            case nodes.Assign(target=target) if not isinstance(target, nodes.Name):
                raise _refused(node, "`{% set %}` gives a value to one name only", "write a line for each", "set")

    def _foreign(self, node: nodes.Node) -> None:
        """Refuse what is not in the language, in the words of its author."""
        if isinstance(node, nodes.Call):
            called = node.node
            name = called.name if isinstance(called, nodes.Name) else getattr(called, "attr", "")
            remedy = "use a filter, such as `name | upper`"
            raise _refused(node, f"`{name}(…)` is not allowed: templates call nothing", remedy, name)
        if word := _STATEMENTS.get(type(node)):
            what = "messages have no such part" if word != "set" else "it can be written on one line only"
            raise _refused(node, f"`{{% {word} %}}` is not allowed: {what}", "write out what it stands for", word)
        if sign := _OPERATORS.get(type(node)):
            remedy = "have it worked out in a column of the list"
            raise _refused(node, f"`{sign}` is not allowed: templates add and subtract only", remedy, sign)
        raise _refused(node, "this is not allowed in a message", "write it in another way")

    def _known(self, node: nodes.Filter | nodes.Test, what: str, known: Collection[str]) -> None:
        name = str(node.name)
        if name in known:
            if node.dyn_args or node.dyn_kwargs:
                raise _refused(node, "`*` is not allowed here", "write the values out", "*")
            return
        message, remedy = f"`{name}` is not a {what} here", did_you_mean(name, known)
        if what == "filter" and name in _OF_HTML:
            message, remedy = f"`{name}` is not allowed: values are words, not HTML", "write HTML in the file"
        raise _refused(node, message, remedy, name)

    def _name(self, node: nodes.Name, name: str) -> None:
        if node.ctx == "store" and name in self.known:
            remedy = "use another name for your own value"
            raise _refused(node, f"`{name}` is given, and cannot be set", remedy, name)
        self._visible(node, name)
        if name not in self.given:
            raise Fault(
                "undefined-name", f"`{name}` is not a name here", did_you_mean(name, self.known), node.lineno, name
            )

    def _visible(self, node: nodes.Node, name: str) -> None:
        if name.startswith("_"):
            raise _refused(node, f"`{name}` is not allowed: it begins with “_”", "name another value", name)


def _refused(node: nodes.Node, message: str, remedy: str, snippet: str = "") -> Fault:
    return Fault("template-forbidden", message, remedy, node.lineno, snippet)


def budget(tree: nodes.Template) -> None:
    """Let each loop pay for its turns, and each joined text for its length."""
    for loop in list(tree.find_all(nodes.For)):
        cost = sum(1 + _length(node) // CHARACTERS for node in _inside(loop))
        arguments: list[nodes.Expr] = [nodes.Const(cost, lineno=loop.lineno)]
        loop.iter = nodes.Filter(loop.iter, LOOPED, arguments, [], None, None, lineno=loop.lineno)
    _Joins().visit(tree)


def _inside(loop: nodes.For) -> Iterator[nodes.Node]:
    for child in loop.iter_child_nodes(exclude=("iter",)):
        yield child
        yield from child.find_all(nodes.Node)


def _length(node: nodes.Node) -> int:
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    return len(node.value) if isinstance(node, nodes.Const) and isinstance(node.value, str) else 0


class _Joins(NodeTransformer):
    """Writes ``a ~ b`` as a filter."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  # the name of the node
        first, *rest = (self.visit(item) for item in node.nodes)
        return nodes.Filter(first, JOINED, rest, [], None, None, lineno=node.lineno)
