"""Where files go: this module alone decides the names of what is built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.model.editions import path_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from pdfgen.model.editions import EditionId
    from pdfgen.profiles import Profile

DRAFT = "draft"
"""What the name of every draft has."""
_MAIN = "screen"
"""The profile whose files have no more than the name of what they show."""


def report_file(rubric: str, edition: EditionId, stem: str, profile: Profile) -> str:
    """Return the name of a report's file: series, edition, the name of its source, and the profile but for screens.

    A draft says so at the end.
    """
    own = "" if profile.name == _MAIN else f"-{profile.name}"
    own += f"-{DRAFT}" if profile.draft else ""
    return f"{rubric}-{path_of(edition)}-{stem}{own}{profile.renderer.suffix}"


def volume_file(rubric: str, edition: EditionId, profile: Profile, language: str = "") -> str:
    """Return the name of a volume's file; with the ``language`` that was asked for, if one was."""
    return report_file(rubric, edition, "-".join(filter(None, ["volume", language])), profile)


def unnamed_file(source: Path, profile: Profile) -> str:
    """Return the name of the file of a report whose series is not known: it cannot be built, and is named in errors."""
    return f"{source.stem}{f'-{DRAFT}' if profile.draft else ''}{profile.renderer.suffix}"


def picture_files(target: Path, pages: int) -> list[Path]:
    """Return the files of so many pages of ``target`` as pictures, numbered from 1, in the order of the pages."""
    digits = len(str(pages))
    return [target.with_name(f"{target.stem}-{page:0{digits}}.png") for page in range(1, pages + 1)]


def names_file(output: Path, profiles: Collection[Profile]) -> bool:
    """Tell whether ``output`` names a file of one of ``profiles``; everything else names a folder."""
    suffixes = {profile.renderer.suffix for profile in profiles}
    return output.suffix.lower() in suffixes and not output.is_dir()


@dataclass(frozen=True, slots=True)
class Destination:
    """The folder that files go to; with ``file``, the name of the only one."""

    folder: Path
    file: str = ""

    @classmethod
    def of(cls, output: Path | None, profiles: Collection[Profile], reports: int = 1) -> Destination:
        """Return where so many reports in ``profiles`` go: ``output`` is a folder, or a file for one.

        Raises UsageError when it is one file for several, or the name of a draft does not say that it is one.
        """
        output = output or Path()
        if not names_file(output, profiles):
            return cls(output)
        for number, what in ((len(profiles), "profiles"), (reports, "reports")):
            if number > 1:
                raise UsageError(f"{output} is one file for {number} {what}", "name a folder with -o")
        if any(profile.draft for profile in profiles) and DRAFT not in output.stem.lower():
            remedy = f"name it {output.stem}-{DRAFT}{output.suffix}"
            raise UsageError(f"{output} does not say that it is a draft", remedy)
        return cls(output.parent, output.name)

    def path(self, name: str) -> Path:
        """Return the path of a file that is called ``name`` unless a name was asked for."""
        return self.folder / (self.file or name)
