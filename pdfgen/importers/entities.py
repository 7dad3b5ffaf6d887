"""Entities by their names, as texts and reports write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.importers.filenames import slug
from pdfgen.model.spelling import folded

if TYPE_CHECKING:
    from pdfgen.model.editions import EditionId
    from pdfgen.model.rubric import Method, Rubric
    from pdfgen.source.catalogue import Catalogue


class Entities:
    """Finds entities by the names and the score tables of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._scored: dict[str, dict[str, str]] = {}

    def key(self, rubric: Rubric, edition: EditionId, name: str) -> tuple[str, EditionId, str]:
        """Return rubric, edition, and what all names of an entity have in common."""
        names = self.catalogue.entities(rubric.id)
        known = names.find(name, edition) if names else None
        return rubric.id, edition, folded(known.name if known else name)

    def knows(self, rubric: Rubric, name: str) -> bool:
        """Tell whether names or score tables have an entity of this name."""
        return folded(name) in self._known(rubric)

    def named(self, rubric: Rubric, stem: str) -> str | None:
        """Return the entity that the file name ``stem`` is made from; None when there is none."""
        wanted = slug(stem)
        return next((name for name in self._known(rubric).values() if slug(name) == wanted), None)

    def spelled(self, method: Method, name: str) -> str | None:
        """Return ``name`` with the letters, small and large, that it has in print; None when it is not known."""
        names = self.catalogue.entities(method.rubric.id)
        known = names.find(name, method.edition) if names else None
        if known:
            return next((one for one in known.spellings() if folded(one) == folded(name)), known.name)
        return self._known(method.rubric).get(folded(name))

    def _known(self, rubric: Rubric) -> dict[str, str]:
        """Return all names by their folded form."""
        if rubric.id not in self._scored:
            names = self.catalogue.entities(rubric.id)
            known = [name for edition in rubric.editions for name in self.catalogue.scored(rubric.id, edition)]
            known += names.spellings() if names else []
            self._scored[rubric.id] = {folded(name): name for name in known}
        return self._scored[rubric.id]
