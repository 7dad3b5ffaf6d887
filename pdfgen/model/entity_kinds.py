"""What an index calls the things that it is about: kinds of entities, groups of them, what is asked of each.

A rubric gives the words; the labels of a language may give them in that language, under the same id.
"""

from __future__ import annotations

from typing import Annotated

from pdfgen.model.base import Identifier, Line, Model
from pdfgen.model.message import message


class NounWords(Model):
    """A noun, as it stands inside a sentence."""

    singular: Line
    """One of them, inside a sentence: municipality."""
    plural: Line
    """Several of them, inside a sentence: municipalities."""


class KindWords(NounWords):
    """The words for entities of a kind."""

    title: Line
    """What a report on one is called: Municipality report."""
    head: Line | None = None
    """What heads a column of them; ``singular`` with a capital when left out."""
    reports: Line | None = None
    """The title of a part of a volume that has their reports; ``plural`` with a capital when left out."""
    one: Annotated[Line, message("first")] | None = None
    """Says that there is one, named {first}."""
    others: Line | None = None
    """Those that belong to no group."""
    parent: Annotated[Line, message("parent")] | None = None
    """Says to which {parent} one belongs. In a rubric: without these words an entity of the kind has no parent."""


class EntityKind(KindWords):
    """A kind of entities."""

    id: Identifier
    """What a report and a table write as ``kind``."""
    grouped: bool = True
    """Whether its entities count in the means of the groups, and stand in the part of their group in a volume."""
    mark: Line | None = None
    """Stands behind the names of these entities in tables."""


class GroupWords(NounWords):
    """The words for a group of entities."""

    head: Line | None = None
    """What heads a column of them; ``singular`` with a capital when left out."""
    means: Line | None = None
    """The title of the table of their means."""


class EntityGroup(GroupWords):
    """What entities are grouped by."""

    id: Identifier = "group"
    """The id, under which labels may give other words; tables may have it as the heading of a column."""


class ItemWords(NounWords):
    """The words for what is asked of every entity."""

    this: Line | None = None
    """Points at one, inside a sentence: this indicator."""
    each: Line | None = None
    """Each of them, at the beginning of a sentence: Each indicator."""
    all: Line | None = None
    """All of them, at the beginning of a sentence; ``plural`` with a capital when left out."""


class ScoredItem(ItemWords):
    """What is asked of every entity: a leaf of the tree."""

    id: Identifier = "item"
    """The id, under which labels may give other words."""


COUNTRY = EntityKind(id="country", singular="country", plural="countries", title="Country report")
TERRITORY = EntityKind(
    id="territory",
    singular="territory",
    plural="territories",
    title="Territory report",
    parent="Territory ({parent})",
    grouped=False,
    mark="*",
)
BUILT_IN = (COUNTRY, TERRITORY)
"""The kinds of a rubric that declares none."""
REGION = EntityGroup(id="region", singular="region", plural="regions", means="Regional averages")
QUESTION = ScoredItem(id="question", singular="question", plural="questions")
