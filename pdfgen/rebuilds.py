"""Build a file again from its project and its recipe; say what stands in the way of the same bytes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from pdfgen import pipeline, volumes
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.carried import file_hash
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pdfgen.pipeline import Rendered
    from pdfgen.source.manifest import Recipe


def rebuild(place: Path, recipe: Recipe, *, volume: bool = False) -> Rendered:
    """Return the file that the report at ``place`` builds by ``recipe``, or the edition in that folder as a volume.

    Raises what ``pipeline.build`` and ``volumes.build_volume`` raise.
    """
    profile = profile_of(recipe, volume=volume)
    if volume:
        return volumes.build_volume(load_edition(place), profile, moment=recipe.moment)
    return pipeline.build(load(place), profile, moment=recipe.moment)


def profile_of(recipe: Recipe, *, volume: bool = False) -> Profile:
    """Return the profile of a recipe, of a report or of a volume. Raises UsageError for one that there is not."""
    named = partial(
        Profile.volume if volume else partial(Profile.named, full_sheets=recipe.full_sheets),
        attachments=recipe.attachments,
        standard=recipe.standard,
        carry_fonts=recipe.carry_fonts,
    )
    return named(recipe.page_size, recipe.profile)


class Making(Protocol):
    """How a file was made, by hashes and versions."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The program and the libraries."""

    @property
    def faces(self) -> Mapping[str, str]:
        """SHA-256 of every font, by name."""

    @property
    def own_faces(self) -> Sequence[str]:
        """The fonts that do not come with pdfgen."""

    @property
    def shipped(self) -> Mapping[str, str]:
        """SHA-256 of the theme and the labels that come with pdfgen, by their paths in its data."""


def lacking(folder: Path, made: Making) -> dict[str, str]:
    """Return the SHA-256 of each own font that is not in the project in ``folder`` as the file was made with it."""
    return {
        f"fonts/{name}": made.faces[name]
        for name in sorted(made.own_faces)
        if not _is(folder / "fonts" / name, made.faces[name])
    }


def differences(made: Making, here: Mapping[str, str]) -> Iterator[str]:
    """Yield what is not as it was when the file was made: versions, those ``here``, and what comes with pdfgen."""
    for name, version in made.versions.items():
        if here.get(name) != version:
            yield f"{name} is {here.get(name, 'not there')} here, and {version} made the file"
    for place, sha256 in made.shipped.items():
        if not _is(shipped("data") / place, sha256):
            yield f"{place}, which comes with pdfgen, is not what the file was made with"
    for name, sha256 in made.faces.items():
        if name not in made.own_faces and not _is(shipped("fonts") / name, sha256):
            yield f"the font {name}, which comes with pdfgen, is not what the file was made with"


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and file_hash(path) == sha256
