"""Chapters of the volume beside its reports: essays, the guide, the method."""

from __future__ import annotations

import re

from tests.volumes.reading import (
    chapter,
    leaves,
    volume,
)


def test_an_essay_is_set_with_its_headings_and_notes() -> None:
    found = next(leaf.text for leaf in leaves(volume()) if "\nForeword\nThis volume" in leaf.text)
    assert "\nThe year in figures\n" in found
    assert "the losses." in found.split("Notes 1 ")[1]
    assert "Turkey lost six points and with them the status of Partly Free" in found.replace("\n", " ")


def test_the_guide_shows_the_parts_of_a_report_and_numbers_them() -> None:
    found = next(leaf.text for leaf in leaves(volume()) if "How to read a report\nEvery report" in leaf.text)
    assert "The parts shown here are from the report on Turkey." in re.sub(r"\s+", " ", found)
    for number, words in enumerate(("The total and its change", "The measures beside", "The total by edition"), 1):
        assert f"{number}. {words}" in found
    assert "8. Why its points have changed." in found


def test_the_method_is_stated_from_the_rubric() -> None:
    said = re.sub(r"\s+", " ", chapter(volume(), "Method\nThis chapter states", "PART\n4"))
    for sentence in (
        "D3 Is there academic freedom, and is the educational system free from extensive political indoctrination?",
        "Is the government or occupying power deliberately changing the ethnic composition",
        "Aggregate Score is the sum of Political Rights and Civil Liberties.",
        "Each section is the sum of its questions.",
        "Additional discretionary political rights question takes up to 4 points from it.",
        "Political Rights (rating) follows from Political Rights; lower values are better:",
        "36–40 1 30–35 2 24–29 3 18–23 4 12–17 5 6–11 6 −4–5 7",
        "It is rounded once, to the nearest 0.1, halves away from zero.",
        "1.0–2.5 Free 3.0–5.0 Partly Free 5.5–7.0 Not Free",
        "Electoral democracy: countries with Electoral Process at least 7, Political Rights at least 20 and Civil",
        "Brunei, Oman, Qatar, Saudi Arabia and United Arab Emirates.",
    ):
        assert sentence in said, sentence


def test_other_methods_are_stated_by_configuration_alone() -> None:
    said = re.sub(r"\s+", " ", chapter(volume("nations-in-transit-2018"), "Method\nThis chapter", "PART\n3"))
    assert "Democracy Score is the mean of National Democratic Governance, Electoral Process, Civil Society," in said
    assert "where Democracy Score is 7 it is 0, and where that is 1 it is 100." in said
    said = re.sub(r"\s+", " ", chapter(volume("freedom-on-the-net-2018"), "Method\nThis chapter", "PART\n3"))
    assert (
        "Total Score is the sum of Obstacles to Access, Limits on Content and Violations of User Rights. Lower" in said
    )
