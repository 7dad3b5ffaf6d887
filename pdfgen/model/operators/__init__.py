"""The operators of the rubric language, and the formula of a measure, which is one of them.

A new operator is one class in one file here, a line in ``Formula``, and a sentence in the labels
(``labels.volume_words.MethodWords``, ``data/labels``).
"""

from typing import Annotated

from pydantic import Field

from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.banding import Banding
from pdfgen.model.operators.category import Band, Category, Tone
from pdfgen.model.operators.classification import Classification, NoCategoryError
from pdfgen.model.operators.given import GivenValue
from pdfgen.model.operators.linear import Linear, check_line, on_line
from pdfgen.model.operators.matrix import CategoryMatrix
from pdfgen.model.operators.mean import Mean
from pdfgen.model.operators.operator import Division, Operator, Place, Teller
from pdfgen.model.operators.scaled_sum import ScaledSum
from pdfgen.model.operators.sum import Sum
from pdfgen.model.operators.value import MISSING, Exact, Value, exact
from pdfgen.model.operators.weighted_mean import WeightedMean

Formula = Annotated[
    Sum | Mean | WeightedMean | ScaledSum | Linear | Banding | CategoryMatrix | GivenValue,
    Field(discriminator="op"),
]

__all__ = [
    "MISSING",
    "Aggregation",
    "Band",
    "Banding",
    "Category",
    "CategoryMatrix",
    "Classification",
    "Division",
    "Exact",
    "Formula",
    "GivenValue",
    "Linear",
    "Mean",
    "NoCategoryError",
    "Operator",
    "Place",
    "ScaledSum",
    "Sum",
    "Teller",
    "Tone",
    "Value",
    "WeightedMean",
    "check_line",
    "exact",
    "on_line",
]
