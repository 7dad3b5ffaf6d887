"""The pages of a listing: editions, reports, changes."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import datetime, timezone
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from pdfgen.archive.site_elements import Html, element, joined, link, name_in, outward
from pdfgen.archive.site_tables import Column, counted, day, digest, signed, size, table
from pdfgen.labels.noun_words import capital
from pdfgen.resources import shipped
from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.archive.object_record import ArchivedEntity, ArchivedErratum, ObjectRecord
    from pdfgen.archive.site_catalogue import ListedEdition, ListedFile, ListedObject, ListedVersion, SiteCatalogue

INDEX, CHANGES = "index.html", "changes.html"
_NEWEST = 5
_PROFILES = {"screen": "PDF for the screen", "print": "PDF for the press", "card": "Summary on a card"}


@dataclass(frozen=True, slots=True)
class SiteListing:
    """Everything that the pages show, and what the whole is called; ``moment`` is when the listing was made."""

    catalogue: SiteCatalogue
    name: str
    moment: datetime

    def pages(self) -> dict[str, bytes]:
        """Return every page by its path."""
        found = {INDEX: self._index(), CHANGES: self._changes()}
        for edition in self.catalogue.editions:
            found[edition.page] = self._edition(edition)
            for one in edition.objects:
                found[one.page] = self._object(edition, one)
        return {path: page.encode() for path, page in found.items()}

    def _page(self, path: str, title: str, *content: str | None, script: bool = False) -> str:
        top = _top(path)
        scripts = (
            f'<script defer src="{top}entries.js"></script>\n<script defer src="{top}assets/search.js"></script>\n'
        )
        entries = (("Editions", INDEX), ("Search", f"{INDEX}#find"), ("Changes", CHANGES))
        navigation = (
            element("li", element("a", text, href=f"{top}{to}", aria_current="page" if to == path else None))
            for text, to in entries
        )
        template = Template((shipped("data") / "site" / "page.html").read_text(encoding="utf-8"))
        return template.substitute(
            generator=f"pdfgen {__version__}",
            title=joined([title if title == self.name else f"{title} – {self.name}"]),
            name=joined([self.name]),
            top=top,
            scripts=scripts if script else "",
            navigation="".join(navigation).rstrip(),
            content="".join(filter(None, content)).rstrip(),
            made=joined(["This listing was made on ", day(self.moment), f" with pdfgen {__version__}."]),
        )

    # The first page

    def _index(self) -> str:
        reports = sum(len(edition.reports) for edition in self.catalogue.editions)
        volumes = sum(len(edition.volumes) for edition in self.catalogue.editions)
        changes = self.catalogue.changes()
        lead = (
            f"{counted(reports, 'report')} and {counted(volumes, 'volume')} of "
            f"{counted(len(self.catalogue.editions), 'edition')}, as they were published, with every correction since."
        )
        series: dict[str, list[ListedEdition]] = {}
        for edition in self.catalogue.editions:
            series.setdefault(edition.series, []).append(edition)
        return self._page(
            INDEX,
            self.name,
            element("h1", self.name),
            element("p", lead, class_="lead"),
            self._missing(),
            self._search(),
            *(_series(name, editions) for name, editions in series.items()),
            _section("Latest changes", _changed(changes[:_NEWEST], INDEX), _more(changes)) if changes else None,
            script=True,
        )

    def _missing(self) -> Html | None:
        number = len(self.catalogue.faults)
        if not number:
            return None
        are = "is" if number == 1 else "are"
        text = f"{counted(number, 'object')} of the archive could not be read, and {are} not listed here."
        return element("p", text, class_="notice")

    def _search(self) -> Html:
        editions = [("", "All editions"), *((edition.folder, edition.title) for edition in self.catalogue.editions)]
        found = sorted({one.record.status for one in self.catalogue.objects if one.record.status})
        statuses = [("", "Any status"), *((status, status) for status in found)]
        words = element("input", id="words", type="search", name="words", autocomplete="off", spellcheck="false")
        form = element(
            "form",
            element("div", element("label", "Name of a country, territory or report", for_="words"), words),
            element("div", element("label", "Edition", for_="edition"), _choice("edition", editions)),
            element("div", element("label", "Status", for_="status"), _choice("status", statuses)),
            id="search",
            role="search",
            aria_labelledby="find",
            hidden=True,
        )
        without = "The search needs JavaScript. Without it, choose an edition below: its page lists all reports."
        return element(
            "section",
            element("h2", "Find a report", id="find"),
            element("noscript", element("p", without, class_="notice")),
            form,
            element("p", id="count", role="status"),
            element("ul", id="results", aria_label="Found reports"),
            class_="search",
            aria_labelledby="find",
        )

    # An edition

    def _edition(self, edition: ListedEdition) -> str:
        record = edition.objects[0].record
        facts = [
            (_covers(record), record.covers),
            ("Publisher", record.publisher),
            ("Licence", record.licence),
            ("Rights", record.rights if record.rights != record.licence else None),
        ]
        return self._page(
            edition.page,
            edition.title,
            _trail(edition.page, ("Editions", INDEX), (edition.title, "")),
            element("h1", edition.title),
            _facts(facts),
            _volumes(edition) if edition.volumes else None,
            _section("Reports", _reports(edition)) if edition.reports else None,
        )

    # An object

    def _object(self, edition: ListedEdition, one: ListedObject) -> str:
        record, page = one.record, one.page
        entity = record.entity
        facts = [
            ("Edition", link(edition.title, _to(page, edition.page))),
            ("Status", record.status),
            ("Total", signed(record.total) if record.total else None),
            (_group(entity), entity.region if entity else None),
            ("Language", record.language),
            ("Publisher", record.publisher),
            ("DOI", outward(record.doi, f"https://doi.org/{quote(record.doi)}") if record.doi else None),
            ("ISBN", record.isbn),
            ("Address", outward(record.url, record.url) if record.url else None),
            ("Licence", record.licence),
            ("Rights", record.rights if record.rights != record.licence else None),
            ("Identifier", one.stored.id),
        ]
        return self._page(
            page,
            f"{record.title}, {edition.title if record.kind == 'report' else 'volume'}",
            _trail(page, ("Editions", INDEX), (edition.title, edition.page), (record.title, "")),
            element("h1", name_in(record.title, record.language)),
            element("ul", *(_download(page, file) for file in one.last.finished), class_="downloads"),
            _facts(facts),
            _section("Corrections", _errata(record.errata)) if record.errata else None,
            _bound(edition, one),
            _section("Versions", _versions(one)),
            _section("Files", _files(one)),
        )

    # All changes

    def _changes(self) -> str:
        changes = self.catalogue.changes()
        lead = "What was corrected or added after a report was first archived, the newest first."
        feed = joined(["The same as a ", link("feed", "changes.atom"), " (Atom) for programs that watch it."])
        return self._page(
            CHANGES,
            "Changes",
            element("h1", "Changes"),
            element("p", lead, class_="lead"),
            element("p", feed),
            _changed(changes, CHANGES) if changes else element("p", "Nothing has changed.", class_="notice"),
        )


def _top(path: str) -> str:
    return "../" * path.count("/")


def _to(page: str, path: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(page) or "."))


def _section(title: str, *content: str | None) -> Html:
    return element("section", element("h2", title), *content)


def _more(changes: list[tuple[ListedObject, ListedVersion]]) -> Html | None:
    return element("p", link(f"All {len(changes)} changes", CHANGES)) if len(changes) > _NEWEST else None


def _choice(name: str, options: Iterable[tuple[str, str]]) -> Html:
    return element("select", *(element("option", text, value=value) for value, text in options), id=name, name=name)


def _trail(page: str, *steps: tuple[str, str]) -> Html:
    last = element("span", steps[-1][0], aria_current="page")
    items = [*(element("li", link(text, _to(page, to))) for text, to in steps[:-1]), element("li", last)]
    return element("nav", element("ol", *items), class_="trail", aria_label="Breadcrumb")


def _facts(facts: Iterable[tuple[str, str | None]]) -> Html:
    rows = (joined([element("dt", name), element("dd", value)]) for name, value in facts if value)
    return element("dl", *rows, class_="facts")


def _covers(*records: ObjectRecord) -> str:
    return "Period" if any(record.period for record in records) else "Year under review"


def _series(name: str, editions: list[ListedEdition]) -> Html:
    columns = [
        Column("Edition", "heading short"),
        Column(_covers(*(edition.objects[0].record for edition in editions)), "number"),
        Column("Reports", "number"),
        Column("Volumes", "number"),
        Column("Corrected", "number"),
        Column("Languages"),
    ]
    rows = [
        [
            link(str(edition.year), quote(edition.page)),
            edition.objects[0].record.covers,
            str(len(edition.reports)),
            str(len(edition.volumes)),
            str(sum(bool(one.record.errata) for one in edition.objects)),
            ", ".join(sorted({one.record.language for one in edition.objects})),
        ]
        for edition in editions
    ]
    return _section(name, table(f"Editions of {name}", columns, rows, unseen=True))


def _reports(edition: ListedEdition) -> Html:
    several = len({one.record.language for one in edition.reports}) > 1
    columns = [
        Column("Report", "heading"),
        *([Column("Language")] if several else []),
        Column("Status"),
        Column("Total", "number"),
        Column("Versions", "number"),
        Column("Last change", "short"),
        Column("Corrected"),
    ]
    rows = [
        [
            link(name_in(one.record.title, one.record.language), _to(edition.page, one.page)),
            *([one.record.language] if several else []),
            one.record.status or "–",
            signed(one.record.total or "–"),
            str(len(one.versions)),
            day(one.last.created),
            "yes" if one.record.errata else "no",
        ]
        for one in edition.reports
    ]
    return table(f"{counted(len(rows), 'report')} of {edition.title}", columns, rows)


def _volumes(edition: ListedEdition) -> Html:
    items = []
    for one in edition.volumes:
        record = one.record
        made = next((file.made for file in one.last.finished if file.made), None)
        pages = [counted(made.pages, "page")] if made else []
        about = [*pages, counted(len(record.reports), "report"), f"language {record.language}"]
        to = link(name_in(record.title, record.language), _to(edition.page, one.page))
        items.append(element("li", to, element("span", " · ".join(about))))
    return _section("Bound volume" if len(items) == 1 else "Bound volumes", element("ul", *items, class_="downloads"))


def _bound(edition: ListedEdition, volume: ListedObject) -> Html | None:
    """Return the reports that a volume binds and the archive has; nothing where there are none."""
    bound = [one for one in edition.reports if one.stored.id in volume.record.reports]
    items = (
        element("li", link(name_in(one.record.title, one.record.language), _to(volume.page, one.page))) for one in bound
    )
    return _section("Reports in this volume", element("ul", *items, class_="plain columns")) if bound else None


def _download(page: str, file: ListedFile) -> Html:
    made = file.made
    kind = _PROFILES.get(made.recipe.profile, "PDF") if made else "PDF"
    about = [kind, *([counted(made.pages, "page")] if made else []), size(file.size), *(made.standards if made else ())]
    name = file.path.rpartition("/")[2]
    return element("li", link(name, _to(page, file.address)), element("span", " · ".join(about)))


def _errata(errata: Iterable[ArchivedErratum]) -> Html:
    items = (
        element(
            "li",
            _dated(erratum.date),
            f" (corrects version {erratum.version})" if erratum.version else "",
            f": {erratum.text}",
        )
        for erratum in sorted(errata, key=lambda erratum: erratum.date, reverse=True)
    )
    return element("ul", *items, class_="prose")


def _dated(date: str) -> Html:
    """Return the day of an erratum, in words where it is one."""
    try:
        return day(datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=timezone.utc), precise=False)
    except ValueError:
        return joined([date])


def _versions(one: ListedObject) -> Html:
    columns = [
        Column("Version", "heading"),
        Column("Date", "short"),
        Column("Change"),
        Column("By"),
        Column("Files"),
    ]
    rows = []
    for version in reversed(one.versions):
        files = [
            element("li", link(file.path.rpartition("/")[2], _to(one.page, file.address))) for file in version.finished
        ]
        rows.append(
            [
                str(version.number),
                day(version.created),
                _change(version),
                version.user or "–",
                element("ul", *files, class_="plain") if files else "–",
            ]
        )
    return table(f"Versions of {one.record.title}, the newest first", columns, rows, unseen=True, stacked=True)


def _group(entity: ArchivedEntity | None) -> str:
    """Return what the method calls the group of an entity."""
    return capital(entity.grouped_by) if entity and entity.grouped_by else "Region"


def _files(one: ListedObject) -> Html:
    columns = [Column("File", "heading path"), Column("Bytes", "number"), Column("SHA-512", "digest")]
    rows = [
        [
            link(file.path, _to(one.page, file.address)) if file.address else file.path,
            f"{file.size:,}",
            digest(file.sha512),
        ]
        for file in one.last.files
    ]
    return table(f"All files of version {one.last.number} as they are archived", columns, rows, stacked=True)


def _changed(changes: list[tuple[ListedObject, ListedVersion]], page: str) -> Html:
    columns = [Column("Report", "heading"), Column("Date", "short"), Column("Version", "number"), Column("Change")]
    rows = [
        [
            link(
                joined(
                    [
                        name_in(one.record.title, one.record.language),
                        f", {one.record.edition}" if one.record.kind == "report" else "",
                    ]
                ),
                _to(page, one.page),
            ),
            day(version.created),
            str(version.number),
            _change(version),
        ]
        for one, version in changes
    ]
    return table("Changes, the newest first", columns, rows, unseen=True, stacked=True)


def _change(version: ListedVersion) -> Html:
    errata = (element("li", erratum.text) for erratum in version.errata)
    return joined([version.message or "–", element("ul", *errata, class_="plain") if version.errata else None])
