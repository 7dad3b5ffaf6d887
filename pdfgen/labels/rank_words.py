"""Places in a ranking, in words: “3rd of 12”, “3=”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from pdfgen.model.base import Line, Model
from pdfgen.model.message import message

if TYPE_CHECKING:
    from decimal import Decimal


class RankWords(Model):
    """The words of places among others.

    An ordinal number is written by the end of its digits: the longest end that is named goes first.
    """

    ordinals: Annotated[dict[str, Annotated[Line, message("number")]], Field(min_length=1)]
    """How ordinal numbers are written, by how their digits end; "" for all others."""
    place: Annotated[Line, message("place")]
    """A place where nothing says of how many."""
    place_of: Annotated[Line, message("place", "count")]
    """A place with the number of all."""
    place_in: Annotated[Line, message("place", "count", "group")]
    """The same inside a group."""
    shared: Annotated[Line, message("place")]
    """A place that others have as well; it stands for {place} in the three above."""
    shared_number: Annotated[Line, message("number")]
    """The same as a number, in a table."""
    ranking: Annotated[Line, message("measure")]
    """The title of a table of all entities in the order of their places."""

    def ordinal(self, number: Decimal) -> str:
        """Return a place as an ordinal number; one between two places as it is."""
        text = f"{number.normalize():f}"
        ends = [end for end in self.ordinals if text.endswith(end)]
        if not ends or not text.isdecimal():
            return text
        return self.ordinals[max(ends, key=len)].format(number=text)

    def said(self, number: Decimal, count: int | None, group: str, *, shared: bool) -> str:
        """Return a place in words; ``count`` is the number of all among whom it is, None where that is not known."""
        place = self.ordinal(number)
        place = self.shared.format(place=place) if shared else place
        if count is None:
            return self.place.format(place=place)
        form = self.place_in if group else self.place_of
        return form.format(place=place, count=count, **({"group": group} if group else {}))
