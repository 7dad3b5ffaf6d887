"""The parts of a report: their order, their titles, and what is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from pdfgen.model.report_parts import DEFAULT, Parts, chosen


class Named(BaseModel):
    """Something that names parts."""

    parts: Parts = ()


def ids(*choices: Any) -> list[str]:
    """Return the parts that are chosen of what several places name."""
    return [part.id for part in chosen(*(Named(parts=choice).parts for choice in choices))]


def test_a_report_that_names_none_has_the_parts_of_the_program() -> None:
    assert chosen((), ()) == DEFAULT


def test_the_first_that_names_parts_is_followed() -> None:
    assert ids((), ("masthead", "about"), ("masthead", "key")) == ["masthead", "about"]


def test_a_free_section_is_not_lost_where_a_theme_cannot_know_it() -> None:
    rubric = ("masthead", {"id": "outlook", "title": "Outlook"}, "about")
    assert ids((), ("masthead", "overview", "about"), rubric) == ["masthead", "overview", "outlook", "about"]


def test_a_title_may_be_given_by_language() -> None:
    (_, part) = Named.model_validate(
        {"parts": ("masthead", {"id": "overview", "title": {"en": "Letter", "es": "Carta"}})}
    ).parts
    assert [part.title_in(language) for language in ("es-MX", "es", "en", "fr")] == [
        "Carta",
        "Carta",
        "Letter",
        "Letter",
    ]


@pytest.mark.parametrize(
    ("parts", "code", "message", "remedy"),
    [
        (("masthead", "key", "key"), "part-twice", "the part key stands here twice", "keep one of the two"),
        (("key",), "no-masthead", "the first part is key; every report begins with its masthead", "put `masthead`"),
        (
            ("masthead", "outlook"),
            "section-without-title",
            "the section outlook has no title, and the program has no part of this name",
            "write `{id: outlook, title: …}`, or one of masthead, panel,",
        ),
    ],
)
def test_what_is_wrong_with_parts_is_told(parts: Any, code: str, message: str, remedy: str) -> None:
    with pytest.raises(ValidationError) as error:
        Named(parts=parts)
    (found,) = error.value.errors()
    assert (found["type"], found["msg"]) == (code, message)
    assert found["ctx"]["remedy"].startswith(remedy)
