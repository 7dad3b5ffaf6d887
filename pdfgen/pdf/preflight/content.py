"""A page's content, read once: what is painted, in which colour, and inside which marked content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = frozenset(("Tj", "TJ", "'", '"'))
_PATHS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"))
_STROKED = frozenset(("S", "s", "B", "B*", "b", "b*"))
_COLOURS = frozenset(("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"))


@dataclass(slots=True)
class Painted:
    """A painting operator with the state that it paints in."""

    page: int
    operator: str
    marked: bool
    """Whether it stands in marked content."""
    fill: tuple[str, tuple[float, ...]]
    stroke: tuple[str, tuple[float, ...]]
    width: float

    @property
    def is_text(self) -> bool:
        """Whether it shows text."""
        return self.operator in TEXT

    @property
    def strokes(self) -> bool:
        """Whether it draws lines."""
        return self.operator in _STROKED


@dataclass(slots=True)
class _State:
    fill: tuple[str, tuple[float, ...]] = ("g", (0.0,))
    stroke: tuple[str, tuple[float, ...]] = ("G", (0.0,))
    width: float = 1.0
    saved: list[tuple[Any, Any, float]] = field(default_factory=list)


def painted(file: Any) -> Iterator[Painted]:
    """Yield what all pages paint, in order."""
    for number, page in enumerate(file.pages, 1):
        state, depth = _State(), 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in TEXT or operator in _PATHS:
                yield Painted(number, operator, depth > 0, state.fill, state.stroke, state.width)
            else:
                _follow(state, operator, instruction.operands)


def _follow(state: _State, operator: str, operands: Any) -> None:
    """Follow the graphics state."""
    if operator == "w":
        state.width = float(operands[0])
    elif operator == "q":
        state.saved.append((state.fill, state.stroke, state.width))
    elif operator == "Q" and state.saved:
        state.fill, state.stroke, state.width = state.saved.pop()
    elif operator in _COLOURS:
        numbers = tuple(float(item) for item in operands if isinstance(item, int | float) or hasattr(item, "as_tuple"))
        if operator[0].isupper():
            state.stroke = (operator, numbers)
        else:
            state.fill = (operator, numbers)
