"""What holds for every operator and all numbers, in exact fractions."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.model.operators import (
    Aggregation,
    Combination,
    Count,
    GeometricMean,
    HarmonicMean,
    Log,
    Maximum,
    Mean,
    Median,
    Minimum,
    Percentile,
    PowerMean,
    Product,
    Rank,
    ScaledSum,
    Sum,
    Value,
)
from pdfgen.model.operators.possible import Possible
from pdfgen.model.operators.real import root
from pdfgen.model.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.model.operators import Exact

LEAST = Fraction(1, 10**28)
"""What a root that is cut down may be off, times what ten parts of a hundred make of it."""

NUMBERS = st.fractions(min_value=0, max_value=100, max_denominator=40)
PARTS = st.lists(NUMBERS, min_size=1, max_size=6)
WEIGHTS = st.decimals(min_value="0.01", max_value=10, places=2)
MEANS: list[type[Combination]] = [Mean, GeometricMean, HarmonicMean, PowerMean, Median, Minimum, Maximum]
ALL: list[type[Combination]] = [*MEANS, Sum, ScaledSum, Product, Count]
OPTIONS: dict[type[Combination], dict[str, Any]] = {
    PowerMean: {"exponent": Decimal(2)},
    ScaledSum: {"factor": Decimal("2.5")},
}


def operator(kind: type[Combination], **options: Any) -> Combination:
    op = kind.model_fields["op"].annotation.__args__[0]  # type: ignore[union-attr]
    return kind(op=op, **OPTIONS.get(kind, {}), **options)


def made(formula: Aggregation, numbers: Sequence[Exact | None]) -> Exact:
    found = formula.value([Value() if number is None else Value(Decimal(0), number) for number in numbers])
    assert found is not None
    return found


def ids(count: int) -> list[str]:
    return [f"P{index}" for index in range(count)]


@pytest.mark.parametrize("kind", MEANS)
@given(parts=PARTS)
def test_a_mean_lies_between_its_parts(kind: type[Combination], parts: list[Fraction]) -> None:
    assert min(parts) - LEAST <= made(operator(kind), parts) <= max(parts) + LEAST


@pytest.mark.parametrize("kind", [Mean, GeometricMean, HarmonicMean, PowerMean])
@given(pairs=st.lists(st.tuples(NUMBERS, WEIGHTS), min_size=1, max_size=5))
def test_a_mean_with_weights_lies_between_its_parts_too(
    kind: type[Combination], pairs: list[tuple[Fraction, Decimal]]
) -> None:
    parts = [part for part, _ in pairs]
    weights = dict(zip(ids(len(pairs)), (weight for _, weight in pairs), strict=True))
    assert min(parts) - LEAST <= made(operator(kind, weights=weights), parts) <= max(parts) + LEAST


@given(parts=PARTS)
def test_the_means_stand_in_their_order(parts: list[Fraction]) -> None:
    kinds: list[type[Combination]] = [Minimum, HarmonicMean, GeometricMean, Mean, PowerMean, Maximum]
    found = [made(operator(kind), parts) for kind in kinds]
    assert all(one <= other + LEAST for one, other in itertools.pairwise(found))


@pytest.mark.parametrize("kind", ALL)
@given(parts=PARTS, data=st.data())
def test_the_order_of_the_parts_makes_no_difference(
    kind: type[Combination], parts: list[Fraction], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(parts))
    assert made(operator(kind), parts) == made(operator(kind), other)


@pytest.mark.parametrize("kind", ALL)
@given(parts=PARTS, places=st.lists(st.integers(0, 6), max_size=3))
def test_a_missing_part_is_as_if_the_method_did_not_have_it(
    kind: type[Combination], parts: list[Fraction], places: list[int]
) -> None:
    holes: list[Exact | None] = [*parts]
    for place in places:
        holes.insert(place, None)
    assert made(operator(kind, missing="skip"), holes) == made(operator(kind), parts)
    if places and kind is not Count:
        values = [Value() if number is None else Value(Decimal(0), number) for number in holes]
        assert operator(kind).value(values) is None
        assert operator(kind, missing="skip", min_valid=len(parts) + 1).value(values) is None


@given(parts=PARTS, missing=st.integers(0, 4))
def test_a_sum_keeps_its_size_where_others_take_the_weight(parts: list[Fraction], missing: int) -> None:
    count = len(parts) + missing
    whole = made(operator(Sum, missing="reweigh"), [*parts, *[None] * missing])
    assert whole == made(operator(Mean), parts) * count


@pytest.mark.parametrize("kind", ALL)
@given(parts=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5), data=st.data())
def test_what_is_made_was_possible(
    kind: type[Combination], parts: list[tuple[Fraction, Fraction]], data: st.DataObject
) -> None:
    ends = [sorted(pair) for pair in parts]
    possible = [Possible(low, None, low, high) for low, high in ends]
    numbers: list[Exact | None] = [data.draw(st.fractions(low, high, max_denominator=400)) for low, high in ends]
    hole = data.draw(st.integers(0, len(numbers)))
    options = {"missing": "skip"} if 0 < hole < len(numbers) else {}
    if options:
        numbers[hole] = None
    formula = operator(kind, **options)
    found, here = formula.possible(possible), made(formula, numbers)
    assert found.low is not None
    assert found.high is not None
    assert found.low - LEAST <= here <= found.high + LEAST


@pytest.mark.parametrize("kind", ALL)
@given(parts=PARTS)
def test_no_operator_makes_a_float(kind: type[Combination], parts: list[Fraction]) -> None:
    assert isinstance(made(operator(kind), parts), int | Fraction)


@given(number=st.fractions(min_value=0, max_value=10**6, max_denominator=10**6), degree=st.integers(1, 12))
def test_a_power_has_its_root(number: Fraction, degree: int) -> None:
    assert root(number**degree, degree) == number


@given(number=st.fractions(min_value=0, max_value=10**6, max_denominator=1000), degree=st.integers(2, 6))
def test_a_root_is_cut_down_at_its_last_decimal(number: Fraction, degree: int) -> None:
    found, last = root(number, degree), Fraction(1, 10**30)
    assert found**degree <= number < (found + last) ** degree


@given(power=st.integers(-8, 8), base=st.sampled_from([2, 3, 10]))
def test_a_power_has_its_logarithm(power: int, base: int) -> None:
    assert made(Log(op="log", of="A", base=Decimal(base)), [Fraction(base) ** power]) == power


@given(parts=st.lists(st.fractions(min_value=1, max_value=10**6), min_size=2, max_size=2))
def test_a_logarithm_rises(parts: list[Fraction]) -> None:
    low, high = sorted(parts)
    formula = Log(op="log", of="A", source=(Decimal(1), Decimal(10**6)))
    assert 0 <= made(formula, [low]) <= made(formula, [high]) <= 1


@given(
    value=st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6),
    decimals=st.integers(0, 6),
    unit=st.sampled_from([None, Decimal("0.5"), Decimal("0.25"), Decimal(5)]),
    how=st.sampled_from(["half_up", "half_even", "down"]),
)
def test_a_rounded_value_is_near_and_stays(value: Fraction, decimals: int, unit: Decimal | None, how: Any) -> None:
    decimals = max(decimals, 2)
    step = Fraction(unit) if unit else Fraction(1, 10**decimals)
    found = rounded(value, decimals, how, unit)
    assert not Fraction(found) % step
    assert abs(Fraction(found) - value) <= (step if how == "down" else step / 2)
    assert rounded(Fraction(found), decimals, how, unit) == found
    assert -found.as_tuple().exponent == decimals  # type: ignore[operator]
    assert rounded(-value, decimals, how, unit) == -found


VALUES = st.lists(st.integers(0, 6).map(Fraction), min_size=1, max_size=12)


@given(values=VALUES)
def test_ranks_add_up(values: list[Fraction]) -> None:
    ranks = {ties: every(Rank(op="rank", of="A", ties=ties), values) for ties in ("standard", "modified", "fractional")}
    count = len(values)
    assert sum(ranks["fractional"]) == Fraction(count * (count + 1), 2)
    assert all(
        one <= mean <= other
        for one, mean, other in zip(*(ranks[key] for key in ("standard", "fractional", "modified")), strict=True)
    )
    assert min(ranks["standard"]) == 1
    assert set(every(Rank(op="rank", of="A", ties="dense"), values)) == set(range(1, len(set(values)) + 1))


@given(values=VALUES)
def test_percentiles_lie_between_0_and_100(values: list[Fraction]) -> None:
    found = [
        every(Percentile(op="percentile", of="A", counts=counts), values)
        for counts in ("worse", "middle", "not_better")
    ]
    assert all(0 <= one < half <= other <= 100 for one, half, other in zip(*found, strict=True))
    if len(values) > 1:
        others = every(Percentile(op="percentile", of="A"), values)
        assert min(others) == 0
        assert (max(others) == 100) == (values.count(max(values)) == 1)


def test_who_is_alone_leaves_nobody_behind() -> None:
    assert Percentile(op="percentile", of="A").place(Fraction(1), []) is None


def every(formula: Rank | Percentile, values: list[Fraction]) -> list[Fraction]:
    found = [formula.place(value, [*values[:place], *values[place + 1 :]]) for place, value in enumerate(values)]
    return [Fraction(value) for value in found if value is not None]
