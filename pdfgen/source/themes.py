"""What a theme names: its own colours and families, and fonts in the project's ``fonts/`` or the shipped folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.model.base import did_you_mean
from pdfgen.pdf.truetype import FontError, program
from pdfgen.resources import shipped
from pdfgen.source.assets import assets_in
from pdfgen.source.links import FOLLOW, leads_out
from pdfgen.source.tree import Mapping, Scalar, descend, walk
from pdfgen.source.validate import at
from pdfgen.theme import Style
from pdfgen.theme.tokens import Roles, Tones

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Named
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.source.tree import Path_, Tree
    from pdfgen.theme import Theme


def judged(path: Path, tree: Tree, _found: Theme | None, problems: list[Problem]) -> list[Problem]:
    """Return the ``problems`` of a theme, with unknown names and unusable fonts at places that have no other."""
    known = {problem.origin for problem in problems}
    wrong = [*unknown_names(tree), *unusable_fonts(path, tree)]
    return problems + [problem for problem in wrong if problem.origin not in known]


def unknown_names(tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each name of a colour or family that the theme does not have.

    The names come from the tree, not from the model, so that they are reported beside what the model refuses.
    """
    for kind, path, name in _named(tree):
        known, taken = descend(tree, (kind,))
        if taken and isinstance(known, Mapping) and name not in known.items:
            what = "colour" if kind == "colours" else "family"
            remedy = did_you_mean(name, known.items)
            if kind == "colours" and name in {**Roles.model_fields, **Tones.model_fields}:
                remedy = f"`{name}` is a part of the page and no colour; {remedy}"
            yield at(tree, path, f"unknown-{what}", f"there is no {what} “{name}”", remedy)


def _named(tree: Tree) -> Iterator[tuple[str, Path_, str]]:
    """Yield every name of a colour or family: the key that has those, the place, and the name."""
    for path, node in walk(tree):
        match path, node:
            case ("styles", _), Mapping(items=items) if "colour" not in items:
                yield "colours", path, Style.model_fields["colour"].default
            case (
                (("styles", _, "colour") | ("tones" | "band_tones" | "grades" | "band_grades" | "roles", _)),
                Scalar(value=str(name)),
            ):
                yield "colours", path, name
            case ((("styles", _, "family") | ("fallback", _)), Scalar(value=str(name))):
                yield "families", path, name


def unusable_fonts(path: Path, tree: Tree) -> Iterator[Problem]:
    """Yield a problem for each font of the theme at ``path`` that is not there or cannot be set."""
    own = path.absolute().parent.parent / "fonts"
    fonts = assets_in(shipped("fonts")) | assets_in(own)
    of_text = {name for kind, place, name in _named(tree) if kind == "families" and place[0] == "styles"}
    for place, node in walk(tree):
        match place, node:
            case ("families", family, _), Scalar(value=str(file)):
                if (font := fonts.get(file)) is None:
                    known = sorted(name for name in fonts if name.endswith(".ttf"))
                    remedy = f"put it into {own}, or: {did_you_mean(file, known)}"
                    yield at(tree, place, "unknown-font", f"there is no font “{file}”", remedy)
                elif leads_out(font, own.parent, shipped("fonts")):
                    yield at(tree, place, "link-out", f"the font “{file}” is a link out of the project", FOLLOW)
                elif wrong := _unusable(font, of_text=family in of_text):
                    fact, remedy = wrong
                    yield at(tree, place, "bad-font", f"“{file}” {fact}", remedy)


def _unusable(font: Path, *, of_text: bool) -> tuple[str, str] | None:
    """Return why a font cannot be set, and what to do about it; None for one that can."""
    try:
        found = program(font)
    except OSError as error:
        return f"cannot be read: {error.strerror}", "check the file and its permissions"
    except FontError as error:
        return str(error), "install pdfgen again" if font.parent == shipped("fonts") else error.remedy
    if of_text and ord(" ") not in found.glyphs:
        return "has no space", "use a font for text in `styles:`; one for symbols can stand in `fallback:`"
    return None


def located(theme: Theme, fonts: Named[str, Path]) -> Theme:
    """Return ``theme`` with whole paths for those of its ``fonts`` that its project has."""
    families = {
        name: family.model_copy(update={cut: str(fonts[file]) for cut, file in family if file in fonts})
        for name, family in theme.families.items()
    }
    return theme.model_copy(update={"families": families})
