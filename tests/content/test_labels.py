"""The catalogues of labels: every word of every method that is shipped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pdfgen.source.catalogue import Catalogue

CATALOGUE = Catalogue()


@pytest.mark.parametrize("name", ["freedom-in-the-world", "freedom-on-the-net", "nations-in-transit"])
def test_spanish_has_every_word_that_a_method_prints(name: str) -> None:
    terms = CATALOGUE.labels("es").terms
    rubric = CATALOGUE.rubric(name)
    for edition in rubric.editions:
        method = rubric.at(edition)
        words = [field.label for field in method.quick_facts] + [flag.label for flag in method.flags]
        words += [category.label for field in method.quick_facts for category in field.categories]
        for measure in method.measures.values():
            words += [measure.label, *(category.label for category in measure.categories() if category.label)]
            if measure.scale.hint:
                words += [measure.scale.hint.min, measure.scale.hint.max]
        assert sorted(set(words) - set(terms)) == []


@pytest.mark.parametrize(
    ("language", "value", "signed", "expected"),
    [
        ("en", "1234567.5", False, "1,234,567.5"),
        ("en", "-3", False, "\u22123"),
        ("en", "2", True, "+2"),
        ("en", "0", True, "0"),
        ("es", "1234", False, "1234"),
        ("es", "12345", False, "12\u00a0345"),
        ("es", "-0.5", True, "\u22120,5"),
        ("es-MX", "2.50", False, "2,50"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, value: str, *, signed: bool, expected: str) -> None:
    assert CATALOGUE.labels(language).number(Decimal(value), signed=signed) == expected
