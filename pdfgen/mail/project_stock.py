"""What a project has of an edition: its reports, built as ``pdfgen build`` builds them.

Files lie in ``mail/built/EDITION/LANGUAGE/`` with a ``build.json``: what is current is not built again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen import volumes
from pdfgen.archive.object_record import ObjectRecord
from pdfgen.archive.payload import ReportSubject, VolumeSubject
from pdfgen.builds.build import BuildRequest, opened
from pdfgen.builds.tasks import BuildOptions
from pdfgen.errors import InputError, Origin, PdfgenError, Problem
from pdfgen.files import make_folder, write_whole
from pdfgen.mail.earlier_versions import changes_since
from pdfgen.mail.offer import Offer
from pdfgen.mail.stock import Earlier, link_to, offered, single, the_method
from pdfgen.outputs import volume_file
from pdfgen.profiles import Profile
from pdfgen.source.edition import assemble
from pdfgen.source.heads import series_of
from pdfgen.source.links import followed
from pdfgen.source.load import load_all
from pdfgen.source.places import EDITION_FILE, EDITIONS, editions_beside, find_reports
from pdfgen.source.validate import at
from pdfgen.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pdfgen.archive.payload import ArchiveSubject
    from pdfgen.builds.build import Executor
    from pdfgen.mail.offer import OfferedFile, Shows
    from pdfgen.mail.stock import SentFile
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.edition import LoadedEdition
    from pdfgen.source.load import Loaded
    from pdfgen.source.tree import Tree

BUILT = "built"
"""The folder of finished files, beside the campaigns. It can be removed at any time."""


class ProjectStock:
    """The checked reports of an edition. Raises InputError with the problems of all of them."""

    def __init__(self, campaign: Campaign, folder: Path, tree: Tree, executor: Executor, here: Path) -> None:
        self._campaign, self._built = campaign, folder / BUILT
        self._executor, self._here = executor, here
        self._homes = _homes(campaign, folder.absolute().parent, tree)
        self._loaded: dict[str, tuple[Path, Loaded]] = {}
        self._volumes: dict[str, tuple[Path, LoadedEdition]] = {}
        self.regions: tuple[str, ...] = ()
        records: list[ObjectRecord] = []
        for home in self._homes:
            records += self._read(home)
        self.records = tuple(records)

    def _read(self, home: Path) -> Iterator[ObjectRecord]:
        """Yield the records of an edition folder. Raises InputError."""
        sound, failed = load_all(find_reports([home]))
        _refuse(failed.values())
        edition, _ = assemble(home, sound)
        self.regions = tuple(dict.fromkeys((*self.regions, *edition.edition.regions)))
        for loaded in sound:
            subject = ReportSubject((), loaded=loaded)
            self._keep(subject)
            self._loaded[subject.id] = home, loaded
            yield _record(subject)
        if "volume" in self._campaign.attach:
            for language in dict.fromkeys(loaded.report.language for loaded in sound):
                edition, wrong = assemble(home, sound, language)
                if wrong:
                    raise InputError(wrong)
                bound = VolumeSubject((), edition=edition)
                self._keep(bound)
                self._volumes[bound.id] = home, edition
                yield _record(bound)

    def _keep(self, subject: ArchiveSubject) -> None:
        known = {**self._loaded, **self._volumes}
        if subject.id in known:
            message = f"its object would be {subject.id}, and so is that of another one in {known[subject.id][0]}"
            raise InputError(
                [Problem(Origin(subject.place, 1, 1), "object-of-two", message, "give each entity an `id`")]
            )

    def offers(self, ids: Collection[str], advance: Callable[[], None]) -> dict[str, Offer]:
        """Build what is wanted; return it by the identifiers of the records. Raises InputError for what cannot be."""
        campaign = self._campaign
        wanted = single(campaign)
        records = {record.id: record for record in self.records}
        found: dict[str, Offer] = {}
        folders: dict[Path, dict[str, str]] = {}
        for id_, (home, loaded) in self._loaded.items():
            if id_ in ids:
                folder = self._built / home.name / loaded.report.language
                folders.setdefault(folder, {})[loaded.report.origin().path] = id_
        for folder, own in folders.items():
            for id_, made in self._reports(folder, own, advance).items():
                record = records[id_]
                sent = tuple(made[shows] for shows in wanted)
                found[id_] = Offer(record, made["report"].sha256, sent, link_to(campaign, record))
        for id_, (home, edition) in self._volumes.items():
            if id_ in ids:
                file = self._volume(home, edition)
                found[id_] = Offer(records[id_], file.sha256, (file,), link_to(campaign, records[id_]))
                advance()
        return found

    def _reports(
        self, folder: Path, own: dict[str, str], advance: Callable[[], None]
    ) -> dict[str, dict[Shows, OfferedFile]]:
        """Build reports, which are in ``own`` by their sources; return their files by identifier. Raises InputError."""
        campaign = self._campaign
        names = ["screen", *(["card"] if "card" in single(campaign) else [])]
        profiles = [Profile.named(campaign.page_size, name, standard=campaign.standard) for name in names]
        options = tuple(BuildOptions(profile, campaign.theme, follow_links=followed()) for profile in profiles)
        request = BuildRequest(tuple(map(Path, own)), options, self._executor, self._here, folder, recorded=True)
        found: dict[str, dict[Shows, OfferedFile]] = {}
        failed: list[PdfgenError] = []
        with opened(request) as build:
            for result in build.results:
                if result.error:
                    failed.append(result.error)
                else:
                    shows: Shows = "card" if result.profile == "card" else "report"
                    found.setdefault(own[str(result.source)], {})[shows] = offered(result.files[0], shows, campaign)
                    if shows == "report":
                        advance()
        _refuse(failed)
        return found

    def _volume(self, home: Path, edition: LoadedEdition) -> OfferedFile:
        campaign, said = self._campaign, edition.edition
        profile = Profile.volume(campaign.page_size, "screen", standard=campaign.standard)
        content = volumes.build_volume(edition, profile, campaign.theme)
        path = self._built / home.name / said.language / volume_file(said.rubric, said.edition, profile)
        make_folder(path.parent)
        write_whole(path, content)
        return offered(path, "volume", campaign, content)

    def earlier(self, id_: str, version: str, sent: SentFile) -> Earlier:
        """Return what is known of an earlier version: what changed since, by the data that its file carries."""
        content = sent(version)
        now = self._volumes[id_][0] if id_ in self._volumes else Path(self._loaded[id_][1].report.origin().path)
        return Earlier(changes=changes_since(content, now) if content else None)


def _record(subject: ArchiveSubject) -> ObjectRecord:
    """Return the record of what is sent; of files and source it says nothing."""
    return ObjectRecord(id=subject.id, **subject.facts(), versions=versions(), files=(), source={})


def _homes(campaign: Campaign, project: Path, tree: Tree) -> list[Path]:
    """Return the folders of an edition, one for each language where they are several. Raises InputError."""
    known = {home: series_of(home) for home in editions_beside(project / EDITIONS / EDITION_FILE)}
    found = {home: str(rubric) for home, (rubric, year) in known.items() if year == campaign.edition}
    chosen = the_method(campaign, set(found.values()), tree)
    if chosen not in found.values():
        named = f"{chosen} {campaign.edition}".strip()
        years = ", ".join(sorted({str(year) for _, year in known.values()}))
        message = f"there is no edition {named} in {project / EDITIONS}"
        remedy = f"known are {years}" if years else "begin one with `pdfgen new edition`, or name an `archive:`"
        raise InputError([at(tree, ("edition",), "unknown-edition", message, remedy)])
    return [home for home, rubric in found.items() if rubric == chosen]


def _refuse(errors: Iterable[PdfgenError]) -> None:
    """Raise errors as one, if there are any."""
    found = list(errors)
    problems = [problem for error in found if isinstance(error, InputError) for problem in error.problems]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    for error in found:
        raise error
