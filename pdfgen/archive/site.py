"""A static listing of an archive for a publisher's server: pages, PDF files, checksums, a search, a feed.

It works from any folder, on a server or on a disk, and fetches nothing from elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from pdfgen import system
from pdfgen.archive.site_catalogue import ListedObject, SiteCatalogue, read_catalogue
from pdfgen.archive.site_elements import language_tag
from pdfgen.archive.site_feed import feed
from pdfgen.archive.site_pages import CHANGES, SiteListing
from pdfgen.archive.site_tables import signed
from pdfgen.errors import EnvironmentFailure, PdfgenError, UsageError
from pdfgen.files import locked, make_folder, write_folder
from pdfgen.resources import shipped
from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pdfgen.archive.ocfl.storage_root import StorageRoot

MARK = "listing.json"
"""The file that says that a folder is a listing: it may be replaced by a newer one."""

_FACES = ("ReportDisplay-SemiBold", "SourceSans3_400Regular", "SourceSans3_600SemiBold", "SourceSerif4_400Regular")
_LICENCES = ("OFL-source-sans-3.txt", "OFL-source-serif-4.txt")


@dataclass(frozen=True, slots=True)
class Exported:
    """A listing that was written. ``faults`` tell which objects are not in it, and why."""

    folder: Path
    editions: int
    objects: int
    files: int
    faults: tuple[PdfgenError, ...]


def export_site(root: StorageRoot, folder: Path, moment: datetime, title: str = "") -> Exported:
    """Write a listing of an archive into a new or empty folder, or in the place of a former listing.

    ``moment`` is when it is made, with its time zone; ``title`` what it is called, by default after the publishers. The
    folder is written whole or not at all; the same archive, moment and title give the same bytes.

    An object that is damaged, or that pdfgen did not make, is left out and told. Raises UsageError when the folder has
    something else, EnvironmentFailure when it cannot be written.
    """
    if moment.tzinfo is None:
        raise UsageError("the moment of the listing has no time zone", "name one, such as UTC")
    target = folder.absolute()
    former = _judge(target)
    catalogue = read_catalogue(root)
    contents = _contents(catalogue, moment, title or _named(catalogue))
    if former:
        _replace(target, contents)
    else:
        write_folder(target, contents)
    objects = list(catalogue.objects)
    return Exported(folder, len(catalogue.editions), len(objects), len(contents), tuple(catalogue.faults))


def _judge(target: Path) -> bool:
    """Tell whether a former listing is there. Raises UsageError when something else is."""
    try:
        if not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir())):
            return False
        if json.loads((target / MARK).read_bytes())["listing"] == "pdfgen":
            return True
    except (OSError, ValueError, LookupError, TypeError):
        pass
    raise UsageError(f"{target} is neither empty nor a listing of an archive", "name a new folder")


def _named(catalogue: SiteCatalogue) -> str:
    publishers = sorted({one.record.publisher for one in catalogue.objects})
    return f"Archive of {' and '.join(publishers)}" if 0 < len(publishers) <= 2 else "Archive"  # noqa: PLR2004


class _Contents(Mapping[str, bytes]):
    """The files of a listing by their paths; each is read when it is written, so that memory holds one at a time."""

    def __init__(self, made: Mapping[str, Callable[[], bytes]]) -> None:
        self._made = made

    def __getitem__(self, path: str) -> bytes:
        return self._made[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _contents(catalogue: SiteCatalogue, moment: datetime, title: str) -> _Contents:
    listing = SiteListing(catalogue, title, moment)
    data, fonts = shipped("data") / "site", shipped("fonts")
    small = listing.pages()
    small["changes.atom"] = feed(catalogue, title, moment, CHANGES)
    small["entries.js"] = _entries(catalogue)
    small["SHA512SUMS"] = _sums(catalogue)
    small[MARK] = (json.dumps({"listing": "pdfgen", "version": __version__}) + "\n").encode()
    made: dict[str, Callable[[], bytes]] = {path: partial(bytes, content) for path, content in small.items()}
    made |= {f"assets/{name}": (data / name).read_bytes for name in ("site.css", "search.js")}
    made |= {f"assets/fonts/{name}.ttf": (fonts / f"{name}.ttf").read_bytes for name in _FACES}
    made |= {f"assets/fonts/{name}": (fonts / name).read_bytes for name in _LICENCES}
    for one in catalogue.objects:
        for version in one.versions:
            for file in version.finished:
                made.setdefault(file.address, _reading(one, file.path, version.number))
    return _Contents(made)


def _reading(one: ListedObject, path: str, version: int) -> Callable[[], bytes]:
    return lambda: one.stored.read(path, version)


def _entries(catalogue: SiteCatalogue) -> bytes:
    """Return what the search looks through, as a script: a page on a disk may fetch no JSON.

    It has the editions, and for each of their objects title, other names, status, total, language and page.
    """
    editions = [[edition.folder, edition.title, list(map(_entry, edition.objects))] for edition in catalogue.editions]
    text = json.dumps(editions, ensure_ascii=True, separators=(",", ":"))
    return f"const archiveEditions = {text};\n".encode()


def _entry(one: ListedObject) -> list[str]:
    record = one.record
    also = [record.entity.iso, record.entity.region] if record.entity else []
    language = language_tag(record.language) or ""
    facts = [record.status or "", signed(record.total or ""), language]
    return [record.title, " ".join(filter(None, also)), *facts, quote(one.page)]


def _sums(catalogue: SiteCatalogue) -> bytes:
    """Return what ``sha512sum --check`` reads."""
    found = {
        file.address: file.sha512 for one in catalogue.objects for version in one.versions for file in version.finished
    }
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(found.items())).encode()


def _replace(target: Path, contents: Mapping[str, bytes]) -> None:
    """Put a listing in the place of a former one. Raises EnvironmentFailure; the former one is there then."""
    target = target.resolve()  # a link to the folder stays one
    fresh = target.with_name(f".pdfgen-{os.urandom(8).hex()}.tmp")
    make_folder(target.parent)
    with locked(target.parent, shared=True):
        try:
            write_folder(fresh, contents)
            if not system.exchange(fresh, target):
                former = target.with_name(f".pdfgen-{os.urandom(8).hex()}.tmp")
                target.rename(former)
                try:
                    fresh.rename(target)
                except OSError:
                    former.rename(target)
                    raise
                fresh = former
            system.synchronise(target.parent)
        except OSError as error:
            message = f"cannot write {target}: {error.strerror or error}"
            raise EnvironmentFailure(message, "name another folder") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
