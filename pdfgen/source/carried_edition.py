"""What a volume carries: its edition as one archive file, and how that is unpacked again.

The archive is a ZIP whose entries are sorted and have the first date that ZIP knows, so that the same edition gives the
same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.files import read_regular
from pdfgen.model.editions import path_of
from pdfgen.model.spelling import slugged
from pdfgen.source.canonical import canonical
from pdfgen.source.carried import Carried, add_own, history_of, rubric_file
from pdfgen.source.identity import Identity
from pdfgen.source.manifest import ASK_AGAIN, Recipe
from pdfgen.source.places import EDITION_FILE
from pdfgen.source.score_tables import kept_cells, table
from pdfgen.source.scores import WAIVERS, each_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfgen.model.editions import EditionId
    from pdfgen.profiles import Profile
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded


EDITION = "edition.zip"
SCORES = "scores.csv"

_MOST_FILES, _MOST_BYTES = 20_000, 500_000_000  # of an archive, unpacked
_FOLDERS = ("editions", "rubrics", "themes", "labels", "names", "fonts", "images", "scores")


def carried_by_volume(edition: LoadedEdition, theme: str, profile: Profile, moment: str, scores: bytes) -> Carried:
    """Return what the file of a volume carries; ``scores`` is the table of all its measures.

    Raises EnvironmentFailure when an essay cannot be read any more.
    """
    said = edition.edition
    languages = list(dict.fromkeys([said.language, *(loaded.report.language for loaded in edition.reports)]))
    labels = edition.catalogue.labels_file(said.language, said.rubric).stem
    found = Carried(
        f"{said.rubric}-{path_of(said.edition)}-volume",
        Recipe.of(profile, moment),
        tuple(standard.name for standard in profile.standards),
        said.rubric,
        said.edition,
        said.language,
        theme,
        labels,
        None,
    )
    named = [loaded.report.theme for loaded in edition.reports if loaded.report.theme]
    add_own(found, edition.catalogue, [theme, *named], languages, carry_fonts=profile.carry_fonts)
    rubric = rubric_file(edition.reports[0])
    inside = dict(_edition(edition)) | {f"rubrics/{said.rubric}.yaml": rubric}
    inside |= {place: file.content for place, file in found.files.items()}
    found.files.clear()
    found.add(EDITION, "-edition.zip", packed(inside), "application/zip", "The edition as data")
    found.add(SCORES, "-scores.csv", scores, "text/csv", "The scores of all entities")
    found.add(f"rubrics/{said.rubric}.yaml", "-rubric.yaml", rubric, "application/yaml", "The method of the scores")
    return found


def _edition(edition: LoadedEdition) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an edition's project, but for what it has of its own beside: its path and its content."""
    said, home = edition.edition, Path(edition.origin.path).parent
    root = f"editions/{path_of(said.edition)}"
    yield f"{root}/{EDITION_FILE}", canonical(said)
    for essay in edition.edition.volume.essays:
        try:
            yield f"{root}/{essay}", read_regular(home / essay, _MOST_BYTES)
        except OSError as error:
            raise EnvironmentFailure(f"cannot read {home / essay}: {error.strerror}", "check the file") from error
    for name, loaded in _named(edition):
        yield f"{root}/reports/{name}.yaml", canonical(loaded.report)
    names = edition.catalogue.entities(said.rubric)
    if names is not None:
        yield f"names/{said.rubric}.yaml", canonical(names)
    for year in edition.method.rubric.editions:
        later = edition.method.rubric.is_earlier(said.edition, year)
        if not later and (rows := _rows(edition, year)) is not None:
            yield f"scores/{said.rubric}/{path_of(year)}.csv", table(rows)


def _named(edition: LoadedEdition) -> Iterator[tuple[str, Loaded]]:
    """Yield each report with a name for its file that depends on nothing but the report."""
    used: dict[str, int] = {}
    for loaded in edition.reports:
        entity, language = loaded.report.entity, loaded.report.language
        own = [entity.name, entity.id or "", language if language != edition.edition.language else ""]
        name = "-".join(part for item in own if (part := slugged(item))) or "report"
        used[name] = used.get(name, 0) + 1
        yield (name if used[name] == 1 else f"{name}-{used[name]}"), loaded


def _rows(edition: LoadedEdition, year: EditionId) -> list[Mapping[str, str]] | None:
    """Return the rows of the score tables of an edition, and those of entities that only earlier reports have.

    None where there is no table, and nothing is known.
    """
    rubric = edition.edition.rubric
    rows = each_once(edition.catalogue.rows(rubric, year))
    found: list[Mapping[str, str]] = [row.cells for row in rows]
    for loaded in edition.reports if year != edition.edition.edition else ():
        report = loaded.report
        entity = Identity.of(report.entity, year)
        if not loaded.history.get(year):
            continue
        if row := edition.catalogue.scores(rubric, year, entity):
            place = next(place for place, other in enumerate(rows) if other is row)
            found[place] = _with_places(row.cells, loaded, year)
            continue
        id_ = {"id": entity.id} if entity.id else {}
        found.append({"entity": entity.name, **id_, **kept_cells(*history_of(loaded, year))})
    known = any(place.is_file() for place in edition.catalogue.tables(rubric, year))
    return found if found or known else None


def _with_places(cells: Mapping[str, str], loaded: Loaded, year: EditionId) -> Mapping[str, str]:
    """Return a row with the ranks of its entity: those of the table alone may be others."""
    _, kept = history_of(loaded, year)
    ordered = (measure.id for measure, _ in loaded.method.rubric.at(year).standings)
    added = kept_cells({}, {id_: kept[id_] for id_ in ordered if id_ in kept and not cells.get(id_)})
    if added and cells.get(WAIVERS):
        added[WAIVERS] = f"{cells[WAIVERS]}; {added[WAIVERS]}"
    return {**cells, **added}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive that depends on nothing but their paths and contents."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)  # of 1980-01-01, the first date that there is
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return whole.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive that ``packed`` made. Raises UsageError for any other, and for one too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise UsageError(f"{EDITION} is larger than an edition can be", ASK_AGAIN)
            found: dict[str, bytes] = {}
            for entry in entries:
                _refuse_foreign(entry, found)
                with archive.open(entry) as file:
                    found[entry.filename] = file.read(entry.file_size + 1)
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{EDITION} cannot be unpacked: {error}", ASK_AGAIN) from None


def _refuse_foreign(entry: zipfile.ZipInfo, found: Mapping[str, bytes]) -> None:
    """Raise UsageError for an entry that leads anywhere but into a folder of a project."""
    name = entry.filename
    parts = PurePosixPath(name).parts
    odd = any(part in ("", ".", "..") or not part.isprintable() or set(part) & set('\\:*?"<>|') for part in parts)
    if odd or len(parts) < 2 or parts[0] not in _FOLDERS or name != "/".join(parts) or name in found:  # noqa: PLR2004
        raise UsageError(f"{EDITION} has a file “{name!a}” that no edition has", ASK_AGAIN)
