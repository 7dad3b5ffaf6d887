"""Editions: what may be one, the order of the rubric, and what belongs to some of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from pdfgen.model.editions import EditionId, EditionRange, Editions, natural, path_of

ORDER: tuple[EditionId, ...] = (2022, "2023-H2", "2024-H1", "2024-H2")


class Dated(BaseModel):
    """Something with an edition, and something that belongs to some."""

    edition: EditionId = 2018
    editions: EditionRange | None = None


@pytest.mark.parametrize("value", [2018, "2024-H1", "2023/24", "1983-84", "2024-03", "Q1.2024", "12"])
def test_an_edition_is_a_year_or_an_id(value: EditionId) -> None:
    assert Dated(edition=value).edition == value


def test_a_number_with_decimals_is_the_id_that_was_written() -> None:
    assert Dated.model_validate({"edition": Decimal("2024.10")}).edition == "2024.10"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (20188, "expected an edition, found the number 20188"),
        ("../2018", "expected an edition, found the text “../2018”"),
        ("a..b", "expected an edition, found the text “a..b”"),
        (True, "expected an edition, found true"),
        ("2018", "expected an edition, found the text “2018”"),
    ],
)
def test_what_is_no_edition_is_told(value: Any, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        Dated(edition=value)
    (found,) = error.value.errors()
    assert (found["type"], found["msg"]) == ("not-an-edition", message)
    remedy = "write 2018 without quotes" if value == "2018" else "write a year such as 2018, or an id such as"
    assert found["ctx"]["remedy"].startswith(remedy)


@pytest.mark.parametrize(
    ("written", "among"),
    [
        ("2024-H1", ["2024-H1"]),
        (["2023-H2", "2024-H2"], ["2023-H2", "2024-H2"]),
        ("2023-H2..2024-H1", ["2023-H2", "2024-H1"]),
        ("2024-H1..", ["2024-H1", "2024-H2"]),
        ("..2023-H2", [2022, "2023-H2"]),
        ("2013-2022", [2022]),
        ("2022-", [2022]),
        (2022, [2022]),
    ],
)
def test_a_range_has_what_lies_between_its_ends_in_the_order_of_the_rubric(written: Any, among: list[Any]) -> None:
    editions = Dated(editions=written).editions
    assert editions is not None
    assert [edition for edition in ORDER if editions.has(edition, ORDER)] == among


def test_an_edition_that_looks_like_a_range_of_years_is_that_edition() -> None:
    order: tuple[EditionId, ...] = ("2018-2019", 2019, "2019-2020")
    editions = Editions(written=("2018-2019",))
    assert [edition for edition in order if editions.has(edition, order)] == ["2018-2019"]


@pytest.mark.parametrize("value", ["2019-2013", "..", [], "a b", "x..y..z", {"a": 1}])
def test_what_names_no_editions_is_told(value: Any) -> None:
    with pytest.raises(ValidationError) as error:
        Dated(editions=value)
    assert [found["type"] for found in error.value.errors()] == ["not-editions"]


def test_an_edition_has_one_name_in_paths() -> None:
    assert [path_of(edition) for edition in (2018, "2023/24", "2024-H1")] == ["2018", "2023-24", "2024-H1"]


def test_without_a_rubric_numbers_count() -> None:
    some: list[EditionId] = ["2024-H10", 2024, "2023/24", "2024-H9"]
    assert sorted(some, key=natural) == ["2023/24", 2024, "2024-H9", "2024-H10"]
