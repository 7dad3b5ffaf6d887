"""A report, and its method, written out in one way: the same values give the same bytes, without comments.

A published file carries its source, but not the remarks of the editors.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from pdfgen.source.doubts import enclosed

if TYPE_CHECKING:
    from pydantic import BaseModel

_WIDTH = 100


class _Dumper(yaml.CSafeDumper):
    """Writes block style, long text as literal blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # of nothing
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not any(line != line.strip(" \t") for line in value.split("\n")) else None
    style = style or ('"' if enclosed(value) else None)  # without them it would be taken for a slip
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


def _number(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if whole else 'float'}", f"{value:f}")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(list(value)))


def canonical(model: BaseModel) -> bytes:
    """Return ``model`` as YAML, in the order of its fields, without what is at its default."""
    return canonical_values(model.model_dump(mode="python", exclude_defaults=True))


def canonical_values(values: Any) -> bytes:
    """Return plain values as YAML, in their order."""
    text = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return str(text).encode("utf-8")
