"""The nouns of an index in one language: its kinds of entities, their groups, what is asked of each."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field

from pdfgen.model.base import Identifier, Line, Model
from pdfgen.model.entity_kinds import EntityGroup, EntityKind, GroupWords, ItemWords, KindWords, NounWords, ScoredItem
from pdfgen.model.message import message

_N = TypeVar("_N", bound=NounWords)


class NounForms(Model):
    """How words are made of a noun that a rubric gives in two forms."""

    one: Annotated[Line, message("singular", "first")]
    """Says that there is one, named {first}."""
    many: Annotated[Line, message("plural", "count", "first", "last")]
    """Says how many there are, from {first} to {last}."""
    others: Annotated[Line, message("plural")]
    """Those that belong to no group."""
    means: Annotated[Line, message("singular", "plural")]
    """The title of the table of the means of groups."""
    this: Annotated[Line, message("singular")]
    """Points at one, inside a sentence."""
    each: Annotated[Line, message("singular")]
    """Each of them, at the beginning of a sentence."""


class NounLabels(Model):
    """The nouns of one language, and the words that are made of them."""

    terms: dict[str, Line] = Field(default_factory=dict)
    """Translations of the method's own words, by those words."""
    kinds: dict[Identifier, KindWords] = Field(default_factory=dict)
    """The words for kinds of entities, by the ids of the rubric."""
    groups: dict[Identifier, GroupWords] = Field(default_factory=dict)
    """The words for what entities are grouped by, by the id of the rubric."""
    items: dict[Identifier, ItemWords] = Field(default_factory=dict)
    """The words for what is asked of every entity, by the id of the rubric."""
    nouns: NounForms
    """How words are made of the nouns of a rubric."""

    def term(self, word: str) -> str:
        """Return a word of the method in this language, or as it is when there is no translation."""
        return self.terms.get(word, word)

    def kind(self, kind: EntityKind) -> KindWords:
        """Return the words for a kind of entities, each of them filled in; ``parent`` stays empty where it is."""
        own = self.kinds.get(kind.id)
        said = own or self._translated(kind, KindWords)
        singular, plural = said.singular, said.plural
        made = {
            "head": said.head or capital(singular),
            "reports": said.reports or capital(plural),
            "one": said.one or self.nouns.one.replace("{singular}", singular),
            "others": said.others or self.nouns.others.format(plural=plural),
        }
        return said.model_copy(update=made)

    def group(self, group: EntityGroup) -> GroupWords:
        """Return the words for a group of entities, each of them filled in."""
        own = self.groups.get(group.id)
        said = own or self._translated(group, GroupWords)
        means = said.means or self.nouns.means.format(singular=said.singular, plural=said.plural)
        return said.model_copy(update={"head": said.head or capital(said.singular), "means": means})

    def item(self, item: ScoredItem) -> dict[str, str]:
        """Return the words for what is asked, by the names of the places that messages have for them."""
        said = self.items.get(item.id) or self._translated(item, ItemWords)
        return {
            "item": said.singular,
            "items": said.plural,
            "Items": said.all or capital(said.plural),
            "this": said.this or self.nouns.this.format(singular=said.singular),
            "each": said.each or self.nouns.each.format(singular=said.singular),
        }

    def _translated(self, words: NounWords, as_type: type[_N]) -> _N:
        """Return the words of a rubric in this language, as far as they are translated."""
        found: dict[str, str | None] = {key: getattr(words, key) for key in as_type.model_fields}
        return as_type.model_validate({key: self.term(value) if value else None for key, value in found.items()})


def capital(word: str) -> str:
    """Return a word as it stands at the beginning."""
    return word[:1].upper() + word[1:]
