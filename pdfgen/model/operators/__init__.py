"""The operators of the rubric language, and the formula of a measure, which is one of them.

A new operator is one class in one file here, a line in ``Formula``, and a sentence in the labels
(``labels.volume_words.MethodWords``, ``data/labels``).
"""

from typing import Annotated

from pydantic import Field

from pdfgen.model.operators.absence import ABSENCES, Absence, absence
from pdfgen.model.operators.aggregation import Aggregation
from pdfgen.model.operators.banding import Banding
from pdfgen.model.operators.best import Best
from pdfgen.model.operators.category import Band, Category, Tone
from pdfgen.model.operators.choice import Choice
from pdfgen.model.operators.classification import Classification, NoCategoryError
from pdfgen.model.operators.given import GivenValue
from pdfgen.model.operators.grade import Grade, Grades, NamedScale, way_of
from pdfgen.model.operators.linear import Linear, check_line, on_line
from pdfgen.model.operators.matrix import CategoryMatrix
from pdfgen.model.operators.mean import Mean
from pdfgen.model.operators.operator import Division, Operator, Place, Teller
from pdfgen.model.operators.scaled_sum import ScaledSum
from pdfgen.model.operators.sum import Sum
from pdfgen.model.operators.value import MISSING, Exact, Value, exact
from pdfgen.model.operators.weighted_mean import WeightedMean
from pdfgen.model.operators.worst import Worst

Formula = Annotated[
    Sum | Mean | WeightedMean | ScaledSum | Linear | Banding | CategoryMatrix | Worst | Best | GivenValue,
    Field(discriminator="op"),
]

__all__ = [
    "ABSENCES",
    "MISSING",
    "Absence",
    "Aggregation",
    "Band",
    "Banding",
    "Best",
    "Category",
    "CategoryMatrix",
    "Choice",
    "Classification",
    "Division",
    "Exact",
    "Formula",
    "GivenValue",
    "Grade",
    "Grades",
    "Linear",
    "Mean",
    "NamedScale",
    "NoCategoryError",
    "Operator",
    "Place",
    "ScaledSum",
    "Sum",
    "Teller",
    "Tone",
    "Value",
    "WeightedMean",
    "Worst",
    "absence",
    "check_line",
    "exact",
    "on_line",
    "way_of",
]
