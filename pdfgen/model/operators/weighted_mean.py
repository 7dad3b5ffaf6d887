"""The mean with weights."""

from __future__ import annotations

from typing import Literal

from pdfgen.model.operators.arithmetic_mean import ArithmeticMean
from pdfgen.model.operators.weighted import Weights  # pydantic evaluates annotations at run time


class WeightedMean(ArithmeticMean):
    """The mean with weights: sum of weight times value, over the sum of the weights."""

    op: Literal["weighted_mean"]
    weights: Weights
    """The weight of each part."""
