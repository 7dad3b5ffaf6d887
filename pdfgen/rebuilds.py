"""Build a file again from its project and its manifest; say what stands in the way of the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen import pipeline, volumes
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.carried import file_hash
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load
from pdfgen.source.restored import target
from pdfgen.versions import libraries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pdfgen.pipeline import Pdf
    from pdfgen.source.manifest import Manifest, Recipe


def rebuild(folder: Path, manifest: Manifest, recipe: Recipe | None = None) -> Pdf:
    """Return the file that the project in ``folder`` builds by its manifest, or by another ``recipe``.

    Raises what ``pipeline.build`` and ``volumes.build_volume`` raise.
    """
    asked = recipe or manifest.recipe
    place = target(folder, manifest)
    if manifest.report is None:
        return volumes.build_volume(load_edition(place), _bound(asked), asked.theme, moment=asked.moment)
    return pipeline.build(load(place), _single(asked), asked.theme, asked.moment)


def _single(recipe: Recipe) -> Profile:
    return Profile.named(
        recipe.page_size,
        recipe.profile,
        attachments=recipe.attachments,
        standard=recipe.standard,
        full_sheets=recipe.full_sheets,
        carry_fonts=recipe.carry_fonts,
    )


def _bound(recipe: Recipe) -> Profile:
    return Profile.volume(
        recipe.page_size,
        recipe.profile,
        attachments=recipe.attachments,
        standard=recipe.standard,
        carry_fonts=recipe.carry_fonts,
    )


def lacking(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Return the SHA-256 of each own font that is not in the project in ``folder`` as the file was made with it."""
    found = {}
    for name in sorted(manifest.own_faces):
        place = folder / "fonts" / name
        if not place.is_file() or file_hash(place) != manifest.faces[name]:
            found[f"fonts/{name}"] = manifest.faces[name]
    return found


def differences(manifest: Manifest) -> Iterator[str]:
    """Yield what is not here as it was when the file was made: libraries, and what comes with pdfgen."""
    here = libraries()
    for name, version in manifest.versions.items():
        if here.get(name, "none") != version:
            yield f"{name} is {here.get(name, 'not there')} here, and {version} made the file"
    for place, sha256 in manifest.shipped.items():
        if not _is(shipped("data") / place, sha256):
            yield f"{place}, which comes with pdfgen, is not what the file was made with"
    for name, sha256 in manifest.faces.items():
        if name not in manifest.own_faces and not _is(shipped("fonts") / name, sha256):
            yield f"the font {name}, which comes with pdfgen, is not what the file was made with"


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and file_hash(path) == sha256
