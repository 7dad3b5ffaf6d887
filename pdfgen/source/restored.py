"""A project, made again from what a file carries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.files import refuse_used, write_folder
from pdfgen.model.editions import path_of
from pdfgen.model.entity_kinds import BUILT_IN
from pdfgen.source.canonical import canonical_values
from pdfgen.source.carried import REPORT
from pdfgen.source.carried_edition import EDITION, SCORES, unpacked
from pdfgen.source.manifest import ASK_AGAIN, Manifest
from pdfgen.source.places import EDITION_FILE
from pdfgen.source.score_tables import kept_cells, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pdfgen.source.manifest import CarriedPeer, ReportPast

MANIFEST = "manifest.json"
"""What the name of a manifest ends with, and its name in the project."""


def named_in(name: str, content: bytes) -> list[str]:
    """Return the names of the files that a manifest names. Raises UsageError when it is none of ours."""
    return [entry.name for entry in Manifest.read(content, name).files.values()]


def restore(files: Mapping[str, bytes], folder: Path) -> tuple[Manifest, list[str]]:
    """Make a project in ``folder`` of what a file carried; return the manifest, and the paths of its files.

    It is made whole or not at all. Raises UsageError when the attachments ``files`` are not what the manifest says or
    the folder has something in it, EnvironmentFailure when it cannot be made.
    """
    refuse_used(folder)
    manifest = read_manifest(files)
    found = project(files, manifest)
    write_folder(folder, found)
    return manifest, list(found)


def read_manifest(files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest among the attachments ``files``, when they are what it says.

    Raises UsageError when there is none or several, and when a file is missing or is not what the manifest says.
    """
    names = [name for name in files if name.endswith(MANIFEST)]
    if not names:
        remedy = "it may have been built with --no-attachments, or by another program"
        raise UsageError("the file carries no manifest", remedy)
    if len(names) > 1:
        raise UsageError(f"the file carries {len(names)} manifests: {', '.join(sorted(names))}", ASK_AGAIN)
    manifest = Manifest.read(files[names[0]], names[0])
    for place, entry in manifest.files.items():
        if entry.name not in files:
            raise UsageError(f"the file does not carry {entry.name}", ASK_AGAIN)
        if hashlib.sha256(files[entry.name]).hexdigest() != entry.sha256:
            raise UsageError(f"{entry.name} is not what the manifest says it is", ASK_AGAIN)
        if place == REPORT and manifest.report is None:
            raise UsageError(f"{names[0]} is not ours: it says nothing of the report", ASK_AGAIN)
    if not manifest.files.keys() & {REPORT, EDITION}:
        raise UsageError(f"{names[0]} is not ours: it names neither a report nor an edition", ASK_AGAIN)
    return manifest


def project(files: Mapping[str, bytes], manifest: Manifest) -> dict[str, bytes]:
    """Return the files of the project that builds the same file, by their paths; the manifest is among them.

    Raises UsageError for an edition that cannot be unpacked.
    """
    found: dict[str, bytes] = {}
    for place, entry in manifest.files.items():
        if place == EDITION:
            found |= unpacked(files[entry.name])
        elif place != SCORES:  # a table of results
            found[place] = files[entry.name]
    if manifest.report is not None:
        found |= _around(found[REPORT], manifest, manifest.report)
    return found | {MANIFEST: next(content for name, content in files.items() if name.endswith(MANIFEST))}


def target(folder: Path, manifest: Manifest) -> Path:
    """Return what is built in the project in ``folder``: the file of its report, or the folder of its edition."""
    return folder / (REPORT if manifest.report else f"editions/{path_of(manifest.edition)}")


def _around(report: bytes, manifest: Manifest, past: ReportPast) -> dict[str, bytes]:
    """Return the files around a report: its edition, the scores of earlier ones, and its names."""
    found = {EDITION_FILE: _edition(report, manifest)}
    scores = f"scores/{manifest.rubric}"
    if past.not_scored:
        found[f"{scores}/{path_of(past.not_scored)}.csv"] = b"entity\n"
    now = str(manifest.edition)
    for year in sorted({*past.earlier_scores, *past.published, *([now] if past.peers else [])}):
        cells = kept_cells(past.earlier_scores.get(year, {}), past.published.get(year, {}))
        rows = [{"entity": past.entity} | cells, *(_peer(item) for item in past.peers if year == now)]
        found[f"{scores}/{path_of(year)}.csv"] = table(rows)
    if past.called:
        name = {"name": past.entity, "kind": past.kind or BUILT_IN[0].id, "also": [past.called]}
        found[f"names/{manifest.rubric}.yaml"] = canonical_values({"entities": [name]})
    return found


def _peer(item: CarriedPeer) -> dict[str, str]:
    """Return the row of another entity in the score table."""
    about = {"entity": item.entity, "id": item.id, "kind": item.kind, "region": item.region}
    return {key: value for key, value in about.items() if value} | item.values


def _edition(report: bytes, manifest: Manifest) -> bytes:
    """Return an edition file that says no more than the report needs to find its method."""
    try:
        lines = report.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise UsageError(f"{REPORT} is not UTF-8", ASK_AGAIN) from None
    year = next((line for line in lines if line.startswith("year_under_review:")), "")
    return f"rubric: {manifest.rubric}\nedition: {manifest.edition}\n{year}\n".encode()
