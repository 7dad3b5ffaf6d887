"""The mean."""

from __future__ import annotations

from typing import Literal

from pdfgen.model.operators.arithmetic_mean import ArithmeticMean


class Mean(ArithmeticMean):
    """The mean of the children, or of the measures in ``of``; with ``weights`` the weighted mean."""

    op: Literal["mean"]
