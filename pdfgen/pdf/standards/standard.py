"""What a standard asks of a file, and what it says in the file.

A standard is data. ``Conformance`` answers questions about all standards of a file; the rest of the program asks it,
and names no standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.pdf.tags import Tag

_LATEST = "1.7"  # the PDF version of a file that follows no standard
_REMEDY = "ask for standards that one file can follow"


class Feature(Enum):
    """What a standard requires or forbids; the value is how a message names it."""

    TAGS = "a structure tree"
    ATTACHMENTS = "attachments"
    LINKS = "links"
    TRIM_BOX = "a trim box"
    INFORMATION = "an information dictionary"
    STRUCTURE_DESTINATIONS = "destinations that are structure elements"


class Role(NamedTuple):
    """How a structure type is written where it is not written as it is: another type, in a namespace."""

    tag: Tag
    type: str
    namespace: str


class Intent(NamedTuple):
    """An output intent (ISO 32000-1, § 14.11.5): its subtype, its condition as entries, and the profile's file name."""

    subtype: str
    condition: str
    profile: str
    components: int
    """The number of colour components of the profile."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard.

    >>> from pdfgen.pdf.standards.pdfa3a import PDFA3A
    >>> PDFA3A.name, PDFA3A.latest, Feature.TAGS in PDFA3A.requires
    ('PDF/A-3a', '1.7', True)
    """

    name: str
    family: str
    """A file follows one standard of a family."""
    claim: Callable[[str], str]
    """Returns the XMP by which a file claims to follow the standard; the argument is a UUID made from the content."""
    earliest: str = "1.4"
    """The first PDF version that a file may have."""
    latest: str = _LATEST
    """The last PDF version that a file may have."""
    requires: frozenset[Feature] = frozenset()
    allows: frozenset[Feature] = frozenset()
    """What a file may have by this standard, and not without one."""
    forbids: frozenset[Feature] = frozenset()
    intent: Intent | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Conformance:
    """The standards that one file follows. Raises UsageError for a set that no file can follow."""

    standards: tuple[Standard, ...] = ()

    def __post_init__(self) -> None:
        for first, second in combinations(self.standards, 2):
            _refuse_conflict(first, second)

    def requires(self, feature: Feature) -> bool:
        """Tell whether a standard requires a feature."""
        return any(feature in standard.requires for standard in self.standards)

    def allows(self, feature: Feature) -> bool:
        """Tell whether a standard requires or allows a feature."""
        return any(feature in standard.requires | standard.allows for standard in self.standards)

    def forbids(self, feature: Feature) -> bool:
        """Tell whether a standard forbids a feature."""
        return any(feature in standard.forbids for standard in self.standards)

    @property
    def version(self) -> str:
        """The PDF version of the file."""
        return min((standard.latest for standard in self.standards), default=_LATEST)

    @property
    def intents(self) -> list[Intent]:
        """The output intents that the standards ask for."""
        return [standard.intent for standard in self.standards if standard.intent]

    def claims(self, identifier: str) -> list[str]:
        """Return the claims of all standards as XMP; ``identifier`` is a UUID made from the content."""
        return [standard.claim(identifier) for standard in self.standards]

    def roles(self) -> dict[Tag, Role]:
        """Return the structure types that are written as others."""
        return {role.tag: role for standard in self.standards for role in standard.roles}


def _refuse_conflict(first: Standard, second: Standard) -> None:
    """Raise UsageError when no file can follow both standards."""
    both = f"{first.name} and {second.name}"
    if first.family == second.family:
        raise UsageError(f"{both} are two standards of {first.family}", "ask for one of them")
    for one, other in ((first, second), (second, first)):
        for feature in Feature:
            if feature in one.requires and feature in other.forbids:
                raise UsageError(f"{one.name} requires {feature.value}, {other.name} forbids it", _REMEDY)
        if one.earliest > other.latest:
            fact = f"{one.name} requires PDF {one.earliest} or later, {other.name} PDF {other.latest} or earlier"
            raise UsageError(fact, _REMEDY)
    if first.intent and second.intent and first.intent.profile != second.intent.profile:
        raise UsageError(f"{both} have different output intents", _REMEDY)
