"""The band that a value falls in: ratings and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pdfgen.model.base import Identifier, fault
from pdfgen.model.operators.category import Band
from pdfgen.model.operators.classification import Classification
from pdfgen.model.operators.operator import Division

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from pydantic_core import PydanticCustomError

    from pdfgen.model.condition import Condition
    from pdfgen.model.operators.operator import Place, Teller


class Banding(Classification):
    """The band that a measure falls in. Bands that carry codes are listed best first."""

    op: Literal["band"]
    of: Identifier
    """The id of the measure whose values are divided."""
    bands: tuple[Band, ...]
    """The bands, which together hold every value that the measure can have; the best first."""

    @property
    def has_number(self) -> bool:
        """Whether every band stands for a number, as in a rating from 1 to 7."""
        return all(band.value is not None for band in self.bands)

    def parts(self, children: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG002  # `of` names it
        """Return the measure whose values are divided."""
        return (self.of,)

    def check(self, parts: tuple[str, ...]) -> str:
        """Return why there can be no value: there are no bands."""
        return super().check(parts) or ("" if self.bands else "it has no bands")

    def outcomes(self) -> tuple[Band, ...]:
        """Return the bands."""
        return self.bands

    def divisions(self) -> tuple[Division, ...]:
        """Return the bands as the ranges that divide the values."""
        return (Division(self.of, self.bands, "band", ("bands",)),)

    def conditions(self) -> tuple[Condition, ...]:
        """Return the exceptions of the bands."""
        return tuple(band.unless for band in self.bands if band.unless)

    def flaws(self, id_: str, children: tuple[str, ...]) -> Iterator[tuple[Place, PydanticCustomError]]:
        """Yield an exception of the last band, which no band follows."""
        yield from super().flaws(id_, children)
        if self.bands and self.bands[-1].unless:
            message = f"no band of {id_} follows the last one, which has an exception"
            remedy = "remove `unless`, or list a worse band below it"
            yield ("bands", len(self.bands) - 1, "unless"), fault("last-band-unless", message, remedy)

    def category(self, numbers: Sequence[Decimal | None]) -> Band | None:
        """Return the band that the number lies in, exceptions aside."""
        (index,) = self.places(numbers)
        return None if index is None else self.bands[index]

    def excepted(self, band: Band, holds: Callable[[Condition], bool | None]) -> Band:
        """Return the band, or the next one without an exception that ``holds``; one that cannot be told does not."""
        for following in self.bands[self.bands.index(band) + 1 :]:
            if not (band.unless and holds(band.unless)):
                break
            band = following
        return band

    def sentence(self, teller: Teller) -> str:
        """Return the sentence above the table of bands."""
        lower = teller.lower_is_better and self.has_number
        return teller.say("band_lower" if lower else self.op, parts=teller.listed(teller.parts))
