"""What tells entities of one name apart."""

from __future__ import annotations

import pytest

from pdfgen.model.entity import Entity
from pdfgen.model.homonyms import told_apart


def entity(name: str, **said: str) -> Entity:
    return Entity.model_validate({"name": name, "kind": "school", **said})


def words(one: Entity) -> list[str]:
    return [one.parent or "", one.counted_to or "", one.kind, one.id or ""]


@pytest.mark.parametrize(
    ("entities", "said"),
    [
        ([entity("Hill"), entity("Trinity", region="North")], ["", ""]),
        ([entity("Trinity", region="North", id="1"), entity("Trinity", region="South", id="2")], ["North", "South"]),
        ([entity("Trinity", group="East", id="1"), entity("Hill"), entity("Trinity", id="2")], ["1", "", "2"]),
        ([entity("Trinity", region="North", id="1"), entity("Trinity", region="North", id="2")], ["1", "2"]),
        (
            [entity("Trinity", region="North", parent="Ashford"), entity("Trinity", region="South", parent="Bexley")],
            ["Ashford", "Bexley"],
        ),
        ([entity("TRINITY", kind="college"), entity("Trinity")], ["college", "school"]),
        ([entity("Trinity", region="North"), entity("Trinity", region="North")], ["", ""]),  # nothing does
    ],
)
def test_entities_of_one_name_are_told_apart_by_the_first_word_that_does(
    entities: list[Entity], said: list[str]
) -> None:
    assert told_apart(entities, words) == said
