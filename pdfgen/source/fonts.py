"""The fonts that a theme names: in the project's ``fonts/``, beside ``themes/``, or in the shipped folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.resources import shipped
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.source.tree import Tree
    from pdfgen.theme import Theme

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")  # what a program with TrueType outlines begins with


def missing(path: Path, tree: Tree, theme: Theme) -> list[Problem]:
    """Return a problem for each font of the theme at ``path`` that is not there, or has no TrueType outlines."""
    folders = (_own(path), shipped("fonts"))
    problems = []
    for name, family in theme.families.items():
        for cut, file in family:
            if not file:
                continue
            place = ("families", name, cut)
            found = next((folder / file for folder in folders if (folder / file).is_file()), None)
            if found is None:
                known = sorted({font.name for folder in folders for font in folder.glob("*.ttf")})
                message = f"there is no font “{file}”"
                remedy = f"put it into {folders[0]}, or: {did_you_mean(file, known)}"
                problems.append(at(tree, place, "unknown-font", message, remedy))
            elif not found.read_bytes().startswith(_TRUETYPE):
                message = f"“{file}” is not a TrueType font"
                remedy = "use a .ttf file; fonts with PostScript outlines and collections cannot be set"
                problems.append(at(tree, place, "bad-font", message, remedy))
    return problems


def located(path: Path, theme: Theme) -> Theme:
    """Return the theme at ``path`` with whole paths for the fonts that its project has."""
    folder = _own(path)
    families = {
        name: family.model_copy(
            update={cut: str(folder / file) for cut, file in family if file and (folder / file).is_file()}
        )
        for name, family in theme.families.items()
    }
    return theme.model_copy(update={"families": families})


def _own(path: Path) -> Path:
    return path.absolute().parent.parent / "fonts"
