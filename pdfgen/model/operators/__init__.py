"""The operators of the rubric language, and the formula of a measure, which is one of them.

A new operator is one class in one file here, a line in ``Formula``, and a sentence in the labels
(``labels.volume_words.MethodWords``, ``data/labels``).
"""

from typing import Annotated

from pydantic import Field

from pdfgen.model.operators.absence import ABSENCES, Absence, absence
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.arithmetic_mean import ArithmeticMean
from pdfgen.model.operators.banding import Banding
from pdfgen.model.operators.best import Best
from pdfgen.model.operators.category import Band, Category, Tone
from pdfgen.model.operators.choice import Choice
from pdfgen.model.operators.classification import Classification, NoCategoryError
from pdfgen.model.operators.combination import Combination
from pdfgen.model.operators.count import Count
from pdfgen.model.operators.geometric_mean import GeometricMean
from pdfgen.model.operators.given import GivenValue
from pdfgen.model.operators.grade import Grade, Grades, NamedScale, way_of
from pdfgen.model.operators.harmonic_mean import HarmonicMean
from pdfgen.model.operators.linear import Linear, check_line, on_line
from pdfgen.model.operators.log import Log
from pdfgen.model.operators.matrix import CategoryMatrix
from pdfgen.model.operators.maximum import Maximum
from pdfgen.model.operators.mean import Mean
from pdfgen.model.operators.median import Median
from pdfgen.model.operators.minimum import Minimum
from pdfgen.model.operators.operator import Division, Operator, Place, Teller
from pdfgen.model.operators.percentile import Percentile
from pdfgen.model.operators.power_mean import PowerMean
from pdfgen.model.operators.product import Product
from pdfgen.model.operators.rank import Rank
from pdfgen.model.operators.scaled_sum import ScaledSum
from pdfgen.model.operators.standing import Standing
from pdfgen.model.operators.sum import Sum
from pdfgen.model.operators.value import MISSING, Exact, Value, exact
from pdfgen.model.operators.weighted import Weighted
from pdfgen.model.operators.weighted_mean import WeightedMean
from pdfgen.model.operators.worst import Worst

Formula = Annotated[
    Sum
    | ScaledSum
    | Product
    | Count
    | Mean
    | WeightedMean
    | GeometricMean
    | HarmonicMean
    | PowerMean
    | Median
    | Minimum
    | Maximum
    | Linear
    | Log
    | Rank
    | Percentile
    | Banding
    | CategoryMatrix
    | Worst
    | Best
    | GivenValue,
    Field(discriminator="op"),
]

__all__ = [
    "ABSENCES",
    "MISSING",
    "Absence",
    "Aggregation",
    "ArithmeticMean",
    "Band",
    "Banding",
    "Best",
    "Category",
    "CategoryMatrix",
    "Choice",
    "Classification",
    "Combination",
    "Count",
    "Division",
    "Exact",
    "Formula",
    "GeometricMean",
    "GivenValue",
    "Grade",
    "Grades",
    "HarmonicMean",
    "Linear",
    "Log",
    "Maximum",
    "Mean",
    "Median",
    "Minimum",
    "NamedScale",
    "NoCategoryError",
    "Operator",
    "Percentile",
    "Place",
    "PowerMean",
    "Product",
    "Rank",
    "ScaledSum",
    "Standing",
    "Sum",
    "Teller",
    "Tone",
    "Value",
    "Weighted",
    "WeightedMean",
    "Worst",
    "absence",
    "check_line",
    "exact",
    "on_line",
    "way_of",
]
