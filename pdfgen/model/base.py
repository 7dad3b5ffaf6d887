"""The base of every model, and the scalar types that they share.

Models are frozen and refuse unknown keys. Values arrive from ``source`` as ``str``, ``int``, ``Decimal``, ``bool`` or
``None``; nothing is coerced but a number that stands where text is asked for, whose exact spelling is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from typing_extensions import Self

PARAGRAPH_LIMIT = 20_000
LINE_LIMIT = 300
STATEMENT_LIMIT = 1_000

_NOT_IN_LINES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # control characters, and what ends a line


class Model(BaseModel):
    """Base of all models: frozen, strict, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def first_fault(error: ValidationError) -> str:
    """Return the first thing that a validator refuses in JSON: its place, and why."""
    wrong = error.errors()[0]
    return f"{'.'.join(map(str, wrong['loc'])) or 'the whole'}: {wrong['msg']}"


Words = tuple[str, str, str, str]
"""Code, message, remedy and snippet of a fault."""


def fault(
    code: str,
    message: str,
    remedy: str,
    snippet: str = "",
    owner: str = "",
    *,
    also: tuple[Words, ...] = (),
    line: int | None = None,
) -> PydanticCustomError:
    """Return the exception that a validator raises.

    ``snippet`` is the text to point at inside the value; ``owner`` narrows that down to the mapping with this ``id``,
    or to what stands under this key; ``line`` is that of a text, from 0. ``also`` has further faults of the same value.
    """
    context = {"message": message, "remedy": remedy, "snippet": snippet, "owner": owner, "also": also, "line": line}
    return PydanticCustomError(code, "{message}", context)


def told(error: PydanticCustomError) -> tuple[Words, ...]:
    """Return every fault that an exception of ``fault`` stands for."""
    context = error.context or {}
    return (error.type, context["message"], context["remedy"], context["snippet"]), *context["also"]


class Doubtful(str):  # noqa: SLOT000  # it has words of its own
    """Text that seems to mean something else than what was read; ``words`` is the fault that reports it."""

    words: Words

    def __new__(cls, text: str, words: Words) -> Self:
        """Return ``text`` with ``words``."""
        self = super().__new__(cls, text)
        self.words = words
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Keep the text alone: whoever is handed it on trusts it."""
        return str, (str(self),)


COMMENT = "comment-after-text"
"""The code of text that a comment follows. In a short text it is a warning."""


def undoubted(value: Any) -> Any:
    """Return ``value`` if it may be taken as it was read. Raises a fault for text in doubt, but a comment after it."""
    if isinstance(value, Doubtful):
        if value.words[0] != COMMENT:
            raise fault(*value.words)
        return str(value)
    return value


def _text(value: Any) -> Any:
    if isinstance(value, Doubtful):
        raise fault(*value.words)
    # A plain scalar that reads as a number or a truth value keeps its exact spelling where text is asked for:
    # the resolver only accepts spellings that survive the round trip.
    if isinstance(value, bool):
        value = "true" if value else "false"
    elif isinstance(value, int | Decimal):
        value = str(value)
    if not isinstance(value, str):
        remedy = "write the text after the colon; put text that begins with “#” in quotes"
        if isinstance(value, dict):
            remedy = "put text that has “: ” in it in quotes, or write it below a `|`"
        elif isinstance(value, tuple):
            remedy = "write `|` after the colon and the text below it; put text that begins with “[” or “- ” in quotes"
        raise fault("not-text", f"expected text, found {described(value)}", remedy)
    if not value.strip():
        raise fault("empty-text", "the text is empty", "write the text, or leave the key out")
    return value.strip("\n")


def _line(value: Any, most: int = LINE_LIMIT) -> Any:
    text: str = _text(undoubted(value)).strip()
    if "\n" in text:
        raise fault("not-one-line", "expected one line, found several", "join the lines")
    if found := _NOT_IN_LINES.search(text):
        remedy = "write a space" if found[0] == "\t" else "remove it"
        raise fault("forbidden-character", f"U+{ord(found[0]):04X} cannot stand in a line", remedy, found[0])
    if len(text) > most:
        message = f"the text has {len(text):,} characters; {most} is the most here"
        raise fault("text-too-long", message, "shorten it", text[:40])
    return text


def one_line(value: Any) -> str:
    """Return ``value`` as text of one line. Raises the faults of ``Line``."""
    text: str = _line(value)
    return text


def not_a_number(value: Any) -> PydanticCustomError:
    """Return the fault of what stands where a number is asked for."""
    return fault("not-a-number", f"expected a number, found {described(value)}", _number_hint(value))


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise not_a_number(value)
    return Decimal(value)


def _score(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return _line(value)
    return _number(value)


def _number_hint(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return f"write {text} without quotes"
    if re.fullmatch(r"-?\d+,\d+", text):
        return f"write {text.replace(',', '.')}, with a point"
    return "write digits, as 4 or 2.5"


def described(value: Any) -> str:
    """Return ``value`` in an author's words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text “{value if len(value) <= 40 else value[:39] + '…'}”"  # noqa: PLR2004
        case int() | Decimal():
            return f"the number {value}"
        case tuple():
            return "a list"
        case _:
            return "a mapping"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are wide


def is_like_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would take a text in a CSV for a formula (CWE-1236)."""
    return text.startswith(_FORMULA)


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text of any length, kept as written."""

Line = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text of one line: a name, a title, a label; 300 characters at most."""


def _name(value: Any) -> Any:
    text: str = _line(value)
    if is_like_a_formula(text):
        message = f"“{text[:40]}” begins like a formula, which spreadsheet programs would run"
        raise fault("formula-like-name", message, "begin the name with a letter", text[:40])
    return text


EntityName = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""A name that goes into tables, of an entity or a region: a line that does not begin with “=”, “+”, “-” or “@”."""

Statement = Annotated[
    str,
    BeforeValidator(lambda value: _line(value, STATEMENT_LIMIT)),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
"""Text of one line that says more: a reason, a licence; 1,000 characters at most."""

Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
"""An exact decimal number; NaN and infinity cannot be written."""


Score = Annotated[Decimal | str, BeforeValidator(_score), WithJsonSchema({"type": ["number", "string"]})]
"""A number, or a word of a scale, or why there is none: ``not_rated``, ``not_applicable``."""


def _identifier(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,62}", value):
        hint = "use a letter, then letters, digits, “_” or “-”, 63 at most"
        raise fault("bad-identifier", f"expected an identifier, found {described(value)}", hint)
    return value


Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,62}$"})
]
"""An identifier: a letter, then letters, digits, ``_`` or ``-``."""


def _slug(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", value):
        hint = "use lower-case letters, digits and “-”, 63 at most"
        raise fault("bad-slug", f"expected a short name, found {described(value)}", hint)
    return value


Slug = Annotated[
    str, BeforeValidator(_slug), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"})
]
"""A name that is safe in a path: lower-case letters, digits and ``-``."""

Year = Annotated[
    int,
    BeforeValidator(lambda value: _whole(value, 1900, 2199, "year")),
    WithJsonSchema({"type": "integer", "minimum": 1900, "maximum": 2199}),
]


def _whole(value: Any, least: int, most: int, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise fault(f"not-a-{what}", f"expected a {what}, found {described(value)}", f"write a {what} such as 2018")
    return value


class Range(Model):
    """A range of numbers: ``min`` and ``max`` are inside it, ``above`` and ``below`` are just outside it."""

    min: Number | None = None
    """The least value, itself included."""
    max: Number | None = None
    """The greatest value, itself included."""
    above: Number | None = None
    """Every value must be greater than this."""
    below: Number | None = None
    """Every value must be less than this."""

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.common(self) is None:
            remedy = "the lower end must be less than the upper one"
            raise fault("empty-range", "no value lies in this range", remedy)
        return self

    def common(self, other: Range) -> Decimal | None:
        """Return a value that lies in both ranges, or None."""
        lows = [(end, 0) for end in (self.min, other.min) if end is not None]
        lows += [(end, 1) for end in (self.above, other.above) if end is not None]
        highs = [(end, 0) for end in (self.max, other.max) if end is not None]
        highs += [(end, -1) for end in (self.below, other.below) if end is not None]
        # an end that is left out stands a little further in than the same end included
        low, high = max(lows, default=None), min(highs, default=None)
        if low and high and low > high:
            return None
        if low and (not low[1] or not high):
            return low[0] + low[1]
        if high and (not high[1] or not low):
            return high[0] + high[1]
        return (low[0] + high[0]) / 2 if low and high else Decimal(0)

    def __contains__(self, value: Any) -> bool:
        return (
            (self.min is None or value >= self.min)
            and (self.max is None or value <= self.max)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )


Direction = Literal["higher", "lower"]
"""Which way a number gets better."""

Kind = Identifier
"""What an entity is: the id of a kind that the rubric declares."""


_NEAR = 0.7  # how alike two words must be (difflib's ratio), so that one can be a slip for the other
_LISTED = 30


def did_you_mean(word: str, known: Iterable[str], needed: Iterable[str] = ()) -> str:
    """Return a remedy that names the known words nearest to ``word``, or the known ones when none is near.

    Of more than 30 words those that are ``needed`` are named, and those most like ``word``.
    """
    words = list(dict.fromkeys(str(item) for item in known))
    lowered = {item.lower(): item for item in reversed(words)}
    asked = str(word).lower()
    near = [lowered[item] for item in get_close_matches(asked, lowered, n=3, cutoff=_NEAR)]
    if near:
        return f"did you mean {' or '.join(f'`{item}`' for item in near)}?"
    if not words:
        return "this list is empty"
    named = set(words)
    if len(words) > _LISTED:
        first = [item for item in needed if item in named][:_LISTED]
        alike = [lowered[item] for item in get_close_matches(asked, lowered, n=_LISTED, cutoff=0)]
        named = set(list(dict.fromkeys([*first, *alike]))[:_LISTED])
    shown = ", ".join(f"`{item}`" for item in words if item in named)
    return f"known are {shown}{', …' if len(words) > len(named) else ''}"


def matching(pattern: str, code: str, what: str, remedy: str) -> BeforeValidator:
    """Return a check that a value is text of this pattern."""

    def check(value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise fault(code, f"expected {what}", remedy)
        return value

    return BeforeValidator(check)


_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"

Language = Annotated[
    str,
    matching(_LANGUAGE, "bad-language", "a language tag", "write a tag such as en, es or pt-BR"),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE}$"}),
]
"""A language tag of BCP 47: language, script, region."""
