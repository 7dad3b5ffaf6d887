"""The language of templates: a small part of Jinja2, in which nothing can be called, included, or made without end.

    Dear {{ name }}, {% for report in reports %}{{ report.title }}{% if not loop.last %}, {% endif %}{% endfor %}

What a template says is checked before it runs, node by node: output, conditions, loops, comparisons, and the filters
and tests of ``filters``. Calls, macros, includes, multiplication and names with an underscore in front are refused.
While it runs, each turn of a loop and each filter takes from a budget, so that every template ends. Attributes are
those of ``View`` and of ``loop``: a template never reaches an object of Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pdfgen.mail.filters import FILTERS, OWN, TESTS, Spent, TooLong, Wrong
from pdfgen.mail.grammar import Fault, Grammar, budget
from pdfgen.model.base import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2 import Template

BUDGET = 200_000
"""What one text may cost to make: parts of loops, characters of filters in hundreds."""

OUTPUT = 200_000
"""The most characters of a text."""

SOURCE = 100_000
"""The most characters of a template."""

_AHEAD = 1_000  # what may be worked out before a text is made


class View(Mapping[str, Any]):
    """What a template sees of a thing: values by name, and nothing else."""

    __slots__ = ("_values", "_what")

    def __init__(self, what: str, values: Mapping[str, Any]) -> None:
        self._what, self._values = what, values

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def what(self) -> str:
        """What it is, in words."""
        return self._what


class _Missing(StrictUndefined):
    """A value that is not there: whatever is done with it says so, and what there is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if isinstance(name, int):
            return f"there is no item {name} here\nask whether there is one: `{{% if … | length > {name} %}}`\n"
        known = owner if isinstance(owner, View) else _LOOP if isinstance(owner, LoopContext) else ()
        remedy = did_you_mean(str(name), known) if known else "remove it"
        return f"`{name}` is not a value of {_kind(owner)}\n{remedy}\n{name}"


_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length")


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "a text"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, View):
        return value.what
    if isinstance(value, LoopContext):
        return "`loop`"
    if isinstance(value, bool):
        return "a condition"
    return "a number" if isinstance(value, int | float | Decimal) else "this"


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 with the doors closed. One text is made at a time."""

    intercepted_binops = frozenset({"+", "-"})

    def __init__(self, *, html: bool) -> None:
        super().__init__(
            autoescape=html,
            undefined=_Missing,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=0,
            auto_reload=False,
        )
        self.globals.clear()
        self.filters = {**FILTERS, **OWN}
        self.tests = dict(TESTS)
        self.left = BUDGET

    def spend(self, parts: int) -> None:
        """Take from the budget of this text. Raises Spent when it is used up."""
        self.left -= max(parts, 1)
        if self.left < 0:
            raise Spent

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a value of a View or of ``loop``, and of nothing else."""
        _there(obj)
        if isinstance(obj, View) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list or a text, a part of it, or a value of a View."""
        _there(obj)
        if isinstance(obj, View) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            try:
                return obj[argument]
            except IndexError:
                pass
        return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add or subtract numbers."""
        for value in (left, right):
            _there(value)
            if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
                raise Wrong(f"`{operator}` is for numbers, and this is {_kind(value)}", "join texts with `~`")
        return super().call_binop(context, operator, left, right)


def _there(value: Any) -> None:
    """Raise UndefinedError for a value that is not there."""
    if isinstance(value, Undefined):
        str(value)


def _printable(value: Any) -> Any:
    """Return what is written into a text: words and numbers."""
    if isinstance(value, Undefined) or (isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool) or value is None:
        raise Wrong("this is a condition, which has no words", "use it in `{% if … %}`")
    if isinstance(value, list | tuple):
        raise Wrong("this is a list", "write `{% for … in … %}`, or join it: `… | join(', ')`")
    raise Wrong(f"this is {_kind(value)}, not one of its values", "name one of its values, such as `report.title`")


class Compiled:
    """A template that was checked. ``names`` are those of the values that it will be given."""

    def __init__(self, source: str, sandbox: Sandbox, names: Collection[str]) -> None:
        if len(source) > SOURCE:
            message = f"the template has {len(source):,} characters; {SOURCE:,} is the most"
            raise Fault("template-too-long", message, "shorten it", 1)
        self._sandbox = sandbox
        try:
            tree = sandbox.parse(source)
            Grammar(names).check(tree)
            budget(tree)
            tree.set_environment(sandbox)
            sandbox.left = _AHEAD
            code = sandbox.compile(tree, "template", _FILE)
        except TemplateSyntaxError as error:
            message = f"this is no template: {str(error.message).rstrip('.')}"
            raise Fault("template-syntax", message, _OPEN, error.lineno) from None
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
            raise Fault(
                "template-syntax", "this is no template: it is nested too deep, or too long", _OPEN, 1
            ) from None
        self._template: Template = sandbox.template_class.from_code(sandbox, code, {})

    def render(self, values: Mapping[str, Any], most: int = OUTPUT) -> str:
        """Return the text with ``values``. Raises Fault, with the line of the template."""
        self._sandbox.left = BUDGET
        try:
            return self._made(values, most)
        except UndefinedError as error:
            message, remedy, name = (*str(error).split("\n", 2), "", "")[:3]
            raise Fault("undefined-name", message, remedy, self._line(error), name) from None
        except Wrong as error:
            raise Fault("template-fails", error.message, error.remedy, self._line(error)) from None
        except (Spent, TooLong, MemoryError) as error:
            message = f"the text becomes too long, or takes too long to make; {most:,} characters is the most"
            raise Fault("template-too-long", message, "shorten it, or loop over less", self._line(error)) from None
        except Exception as error:  # noqa: BLE001  # a template can fail in every way of its filters
            message = f"this cannot be worked out: {type(error).__name__}"
            raise Fault("template-fails", message, "compare and sort values of one kind", self._line(error)) from None

    def _made(self, values: Mapping[str, Any], most: int) -> str:
        made: list[str] = []
        length = 0
        for part in self._template.root_render_func(self._template.new_context(dict(values))):
            made.append(part)
            length += len(part)
            if length > most:
                raise TooLong
        return "".join(made)

    def _line(self, error: BaseException) -> int:
        place, found = error.__traceback__, 0
        while place is not None:
            if place.tb_frame.f_code.co_filename == _FILE:
                found = place.tb_lineno
            place = place.tb_next
        return self._template.get_corresponding_lineno(found) if found else 1


_FILE = "<a template of a message>"
_OPEN = "close each `{{`, `{%` and `{#`, and end what begins with `{% if %}` or `{% for %}`"
