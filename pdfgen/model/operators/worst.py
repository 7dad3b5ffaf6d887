"""The worst of some judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pdfgen.model.operators.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators.value import Exact


class Worst(Choice):
    """The worst of the children, or of the measures in ``of``."""

    op: Literal["worst"]

    def chosen(self, places: Sequence[Exact]) -> Exact:
        """Return the worst place."""
        return max(places)
