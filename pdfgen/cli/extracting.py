"""Give back what a file carries, and tell whether the same file can be built of it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.cli import output
from pdfgen.errors import PdfgenError, UsageError
from pdfgen.files import refuse_used
from pdfgen.pdf.reading import attachments
from pdfgen.rebuilds import differences, lacking, rebuild
from pdfgen.source.restored import MANIFEST, named_in, restore, target
from pdfgen.versions import libraries

if TYPE_CHECKING:
    from pdfgen.source.manifest import Manifest


def extract(file: Path, folder: Path | None, *, compare: bool, as_json: bool) -> int:
    """Write the project that ``file`` carries into ``folder``; return the exit code.

    It is 1 when the project lacks something, or does not build the same bytes.
    """
    if folder is None:
        folder = Path(file.stem)
        if not file.stem.strip(". "):
            raise UsageError(f"{file.name} gives no name for a folder", "name the folder with -o")
    refuse_used(folder)  # before the file is read
    manifest, files = restore(attachments(file, MANIFEST, named_in), folder)
    lacks = lacking(folder, manifest)
    same, differs = _compared(folder, manifest, file) if compare and not lacks else (None, [])
    command = _command(folder, manifest)
    if as_json:
        places = [str(folder / name) for name in files]
        told = {"folder": str(folder), "files": places, "same": same, "lacks": lacks, "differs": differs}
        output.print_json({**told, "next": command})
        return int(bool(lacks) or same is False)
    for name in files:
        output.say(f"wrote {folder / name}")
    for place, sha256 in lacks.items():
        output.say(f"it lacks {place}, SHA-256 {sha256}: put it into {folder / 'fonts'}, then build")
    if same:
        output.say("the project builds the same file, byte for byte")
    for difference in differs:
        output.say(f"the project builds another file: {difference}")
    output.say(f"next: {command}")
    return int(bool(lacks) or same is False)


def _compared(folder: Path, manifest: Manifest, file: Path) -> tuple[bool, list[str]]:
    """Tell whether the project builds the same file, and why not."""
    try:
        built = rebuild(target(folder, manifest), manifest.recipe, volume=manifest.report is None)
    except PdfgenError as error:
        return False, [*differences(manifest, libraries()), f"it cannot be built here: {error}"]
    if bytes(built) == file.read_bytes():
        return True, []
    return False, list(differences(manifest, libraries())) or [
        "the file was changed after it was built, or was made by other code of pdfgen"
    ]


def _command(folder: Path, manifest: Manifest) -> str:
    verb = "build" if manifest.report else "volume"
    words = [str(target(folder, manifest)), *manifest.recipe.options()]
    return f"pdfgen {verb} {shlex.join(words)}"
