"""Where the files of a project lie: the edition of a report, the project of an edition, the reports of a folder.

Places are compared by their real paths, so that ``..``, links and another working directory lead to the same project.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.source.links import leads_out

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITION_FILE = "edition.yaml"
EDITIONS = "editions"
"""The folder of a project that has its editions."""
REPORTS = "reports"
"""The folder of an edition that has its reports, in sub-folders too."""

_SUFFIXES = (".yaml", ".yml")
# what editors, spreadsheets, archives and version control leave beside a file
_DROPPING = re.compile(r"[.].*|~[$].*|#.*#|.*~|.*[.](?:sw[a-z]|bak|orig|rej|tmp)|__MACOSX", re.IGNORECASE)
# d.yaml.txt, e.yaml.docx, f.ymal, g.yaml2: these names are meant for reports
_MISNAMED = re.compile(r".*[.](?:ya?ml[. _(-].*|ya?ml[0-9]*|y[aml]{2,4})", re.IGNORECASE)
_ABOUT = re.compile(rb"^(?:\xef\xbb\xbf)?entity[ \t]*:", re.MULTILINE)
_LOOK = 4_096  # bytes of a text file that are searched for `entity:`


ALL_NAMES = ""


class Input(NamedTuple):
    """A file that goes into a report; or, with ``entity``, the row of that entity in a score table.

    ``ALL_NAMES`` stands for all entities of a table, or of the reports of an edition folder; an id stands behind the
    name and a tab. Of the folder of the editions, it is the editions of the rubric of that name.
    """

    path: str
    entity: str | None = None


def edition_folder(path: Path) -> Path | None:
    """Return the folder with the edition file of the report at ``path``; None when there is none.

    It is the folder of the report, the one above, or the one that has ``reports/`` above the report. The place that
    ``path`` names goes first, then that of the file behind a link; a place in a project goes before any other.
    """
    first: Path | None = None
    for place in _real_places(path):
        home = _above(place)
        if home and home.parent.name == EDITIONS:
            return home
        first = first or home
    return first


def real_place(path: Path) -> Path:
    """Return a path by the real path of its folder; if it is a link itself, it stays one."""
    return Path(os.path.realpath(path.parent)) / path.name


def _real_places(path: Path) -> Iterator[Path]:
    """Yield where ``path`` leads: the real folder with the name, the file behind a link, the path as it was named."""
    yield real_place(path)
    yield Path(os.path.realpath(path))
    yield path.absolute()


def _above(path: Path) -> Path | None:
    is_file = os.path.isfile  # a folder that is closed to us has none
    return next((folder for folder in _homes(path) if is_file(folder / EDITION_FILE)), None)


def _homes(path: Path) -> Iterator[Path]:
    """Yield the folders above ``path`` that can be the one of its edition, the nearest first."""
    yield from path.parents[:2]
    yield from (folder.parent for folder in path.parents[1:] if folder.name == REPORTS)


def named_home(path: Path) -> list[Path]:
    """Return the edition folders of the report at ``path`` by its place alone, not by the file behind a link."""
    places = (real_place(path), path.absolute())
    return list(dict.fromkeys(home for place in places if (home := _above(place))))


def report_leads_out(path: Path) -> bool:
    """Tell whether a report leads out of the project of the edition that its path names; one in no edition does not."""
    return any(leads_out(path, home, project_folder(home)) for home in named_home(path))


def edition_places(path: Path) -> list[Path]:
    """Return the folders that may have the edition of the report at ``path``."""
    home = edition_folder(path)
    for place in _real_places(path):
        if home is None or home in place.parents:
            return list(_homes(place))
    return [home] if home else []


def project_folder(home: Path | None) -> Path | None:
    """Return the project of an edition folder: what has ``editions/``, or the edition folder itself."""
    if home is None:
        return None
    for place in _real_places(home):
        if place.parent.name == EDITIONS:
            return place.parent.parent
    return Path(os.path.realpath(home))


def is_there(path: Path) -> bool:
    """Tell whether there is anything at ``path``. Raises EnvironmentFailure where the system does not say."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise EnvironmentFailure(message, "check the path and its rights") from error
    return True


def shown(path: Path, here: Path | None = None) -> Path:
    """Return ``path`` as problems name it: from ``here``, the working directory, where it is below that.

    Without ``here``, it is the folder that relative paths start from.
    """
    here = here or Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def editions_beside(home: Path) -> Iterator[Path]:
    """Yield the folders with an edition file in the folder of ``home``, itself among them, in the order of names."""
    try:
        names = sorted(os.listdir(home.parent))  # noqa: PTH208  # names are enough
    except OSError:  # it may be entered, not read
        names = [home.name]
    for name in names:
        if os.path.isfile(home.parent / name / EDITION_FILE):  # noqa: PTH113  # a folder that is closed to us has none
            yield home.parent / name


def reports_of(home: Path) -> list[Path]:
    """Return the reports of an edition folder: those beside the edition file, then all of ``reports/`` and below.

    A file that looks like a report and is not named as one is among them: ``load`` refuses it by name.
    """
    beside = [path for path in home.iterdir() if is_named_as_report(path) and _is_report(path) and _says_entity(path)]
    return sorted(beside) + _reports_below(home / REPORTS)


def is_named_as_report(path: Path) -> bool:
    """Tell whether a file has the suffix of a report, in small letters or capitals."""
    return path.suffix.lower() in _SUFFIXES


def is_below_reports(path: Path) -> bool:
    """Tell whether ``path`` lies in the ``reports/`` of an edition."""
    home = edition_folder(path)
    return home is not None and any((home / REPORTS) in place.parents for place in _real_places(path))


def _reports_below(folder: Path) -> list[Path]:
    """Return the reports below a folder; a link to a folder outside the project is among them: ``load`` refuses it."""
    found = []
    for place, folders, files in walked(folder):
        folders[:] = sorted(name for name in folders if not _DROPPING.fullmatch(name))
        out = [name for name in folders if (place / name).is_symlink() and report_leads_out(place / name)]
        folders[:] = [name for name in folders if name not in out]
        found += [place / name for name in out]
        found += [path for name in files if _is_report(path := place / name)]
    return sorted(found)


def walked(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield every folder below ``folder`` once, itself first, whichever links lead to it; with its folders and files.

    A caller that removes a folder from the list keeps it from being visited.
    """
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield Path(place), folders, files


def _is_report(path: Path) -> bool:
    """Tell whether a file in ``reports/`` is a report, or looks like one and is not named so."""
    if _DROPPING.fullmatch(path.name) or path.name == EDITION_FILE:
        return False
    if is_named_as_report(path) or _MISNAMED.fullmatch(path.name):
        return True
    return path.suffix.lower() in ("", ".txt", ".text") and _says_entity(path)


def _says_entity(path: Path) -> bool:
    """Tell whether a file begins like a report."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return bool(_ABOUT.search(file.read(_LOOK)))
    except OSError:
        return False


def find_reports(paths: list[Path]) -> list[Path]:
    """Return the report files that ``paths`` name: files as they are, folders by the reports in them.

    A folder holds reports in ``reports/`` when it has an edition file, else in itself; a folder of editions holds those
    of all its editions. Raises UsageError when a path does not exist or a folder has no report.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            editions = sorted(item for item in path.rglob(EDITION_FILE) if not _is_hidden(item.relative_to(path)))
            files = _reports_in(path) or [file for item in editions for file in reports_of(item.parent)] or editions
            if not files:
                raise UsageError(f"there are no reports in {path}", "name a report, or a folder with `reports/*.yaml`")
            found += files
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(f"{path} does not exist", "check the path")
    return list(dict.fromkeys(found))


def _is_hidden(path: Path) -> bool:
    """Tell whether a file lies in a hidden folder: another program may be making it."""
    return any(part.startswith(".") for part in path.parts[:-1])


def _reports_in(folder: Path) -> list[Path]:
    if (folder / EDITION_FILE).is_file():
        return reports_of(folder)
    if is_below_reports(folder / EDITION_FILE):
        return _reports_below(folder)
    return sorted(path for path in folder.iterdir() if is_named_as_report(path) and _is_report(path))
