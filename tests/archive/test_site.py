"""The listing of an archive: pages that anybody can read, in any browser, and checksums that are right."""

from __future__ import annotations

import doctest
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

import pdfgen.archive.site_elements
from pdfgen.archive.object_record import RECORD, ArchivedEntity, ArchivedErratum, volume_id
from pdfgen.archive.ocfl import StorageRoot
from pdfgen.archive.site import export_site
from pdfgen.errors import EnvironmentFailure, UsageError
from tests.archive.browser import CHROMIUM, Browser, browser
from tests.archive.examples import MOMENT, SERIES, Example, lined_pdf, pdf, shelve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfgen.archive.site import Exported

MADE = datetime(2018, 4, 1, 12, 0, tzinfo=timezone.utc)
HOSTILE = "<script>alert('1')</script> & \"Co\" \u202e ${top}"


def one_page(name: str) -> dict[str, bytes]:
    return {f"{name}.pdf": lined_pdf([name])}


FINLAND = Example("Finland", content=one_page("finland"), facts={"status": "F", "total": "100"})
ZENDA = Example(
    "Zenda",
    content=one_page("zenda") | {"zenda-print.pdf": lined_pdf(["press"])},
    facts={
        "entity": ArchivedEntity(
            name="Zenda", kind="territory", iso="ZEN", region="Middle Earth", grouped_by="province"
        ),
        "doi": "10.1234/zenda(1)",
        "url": "javascript:alert(1)",
        "licence": "CC BY 4.0",
        "total": "-1",
    },
)
ZENDA_CORRECTED = Example(
    "Zenda",
    content=one_page("zenda") | {"zenda-print.pdf": lined_pdf(["press again"])},
    facts=ZENDA.facts | {"errata": (ArchivedErratum(date="2018-03-02", text="A1 was 0 & is <1>.", version=1),)},
)
IVORY_COAST = Example("Côte d’Ivoire", 2017, "fr", one_page("ivory"), {"status": "PF", "total": "52"})
EGYPT = Example("مصر", 2017, "ar", one_page("egypt"))
ODD = Example(HOSTILE, 2016, content=one_page("a b&c"), facts={"status": '"><b>', "publisher": "Freedom House"})


@dataclass
class Volume(Example):
    facts: dict[str, object] = field(
        default_factory=lambda: {
            "id": volume_id(SERIES, 2018, "en"),
            "kind": "volume",
            "title": "Freedom in the World 2018",
            "entity": None,
            "status": None,
            "total": None,
            "reports": (FINLAND.id, ZENDA.id),
        }
    )

    @property
    def id(self) -> str:
        return volume_id(SERIES, 2018, "en")


ALL = [FINLAND, ZENDA, IVORY_COAST, EGYPT, ODD, Volume(content=one_page("volume"))]


@dataclass
class Page:
    """An HTML page as a program reads it. Its faults are against the syntax of HTML."""

    path: Path
    faults: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]

    def text(self, tag: str) -> list[str]:
        return [text for inside, text in self.texts if inside == tag]


class Reader(HTMLParser):
    EMPTY = frozenset({"meta", "link", "input", "br", "wbr", "img"})

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.open = page, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(dict(attrs)) != len(attrs):
            self.page.faults.append(f"{tag} has an attribute twice")
        self.page.elements.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.page.faults.append(f"</{tag}> at {self.getpos()} ends another element")

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.page.texts.append((self.open[-1], data))

    def close(self) -> None:
        super().close()
        self.page.faults += [f"{tag} has no end" for tag in self.open]


def read(path: Path) -> Page:
    page = Page(path)
    reader = Reader(page)
    text = path.read_text(encoding="utf-8")
    if not text.startswith("<!doctype html>\n"):
        page.faults.append("no doctype")
    reader.feed(text)
    reader.close()
    return page


@dataclass
class Site:
    root: StorageRoot
    folder: Path
    done: Exported

    def page(self, path: str) -> Page:
        return read(self.folder / path)

    def pages(self) -> list[Page]:
        return [read(path) for path in sorted(self.folder.rglob("*.html"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    root = StorageRoot.create(folder / "archive")
    shelve(root, *ALL)
    shelve(root, ZENDA_CORRECTED, message="Correction of <A1>", day=45)
    return Site(root, folder / "listing", export_site(root, folder / "listing", MADE))


@pytest.fixture
def root(tmp_path: Path) -> StorageRoot:
    return StorageRoot.create(tmp_path / "archive")


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


ZENDA_PAGE = f"{SERIES}/2018/en/zenda/index.html"

# What the pages are


def test_what_was_written_is_told(site: Site) -> None:
    assert (site.done.editions, site.done.objects, site.done.faults) == (3, 6, ())
    assert site.done.files == len(content(site.folder))


def test_every_page_is_well_formed(site: Site) -> None:
    pages = site.pages()
    assert len(pages) == 2 + 3 + 6
    assert [(page.path, page.faults) for page in pages if page.faults] == []
    assert [page.path for page in pages if len(set(page.ids)) != len(page.ids)] == []


def test_no_link_is_dangling_and_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    ids = {page.path.resolve(): page.ids for page in site.pages()}
    outward = set()
    followed = set()
    for page in site.pages():
        for tag, attributes in page.elements:
            address = attributes.get("href") or attributes.get("src")
            if address is None:
                continue
            parts = urlsplit(address)
            if parts.scheme:
                assert tag == "a"
                outward.add(address)
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path.resolve()
            assert target.is_file(), f"{page.path}: {address}"
            assert target.is_relative_to(site.folder.resolve())
            followed.add(target)
            if parts.fragment:
                assert parts.fragment in ids[target]
    assert outward == {"https://doi.org/10.1234/zenda%281%29"}
    linked = {path.relative_to(site.folder.resolve()).as_posix() for path in followed}
    unlinked = {path for path in content(site.folder) if path not in linked and "/fonts/" not in path}
    assert unlinked == {"listing.json"}
    css = (site.folder / "assets" / "site.css").read_text(encoding="utf-8")
    for address in re.findall(r"url\(\"([^\"]+)\"\)", css):
        assert (site.folder / "assets" / address).is_file()
    assert "//" not in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_pages_have_what_a_screen_reader_asks_for(site: Site) -> None:
    for page in site.pages():
        tags = [tag for tag, _ in page.elements]
        assert page.all("html") == [{"lang": "en"}]
        assert [tags.count(tag) for tag in ("title", "h1", "main", "header", "footer")] == [1] * 5
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert page.elements[tags.index("body") + 1] == ("a", {"class": "skip", "href": "#content"})
        assert len({nav["aria-label"] for nav in page.all("nav")}) == tags.count("nav") >= 1
        assert all("alt" in image for image in page.all("img"))
        labels = {label["for"] for label in page.all("label")}
        assert labels == {control["id"] for control in page.all("input", "select", "textarea")}
        assert tags.count("caption") == tags.count("table")
        assert {cell.get("scope") for cell in page.all("th")} <= {"col", "row"}
        for _, attributes in page.elements:
            assert attributes.get("aria-labelledby", "") in ["", *page.ids]


def test_titles_tell_pages_apart(site: Site) -> None:
    titles = [page.text("title")[0] for page in site.pages()]
    assert len(set(titles)) == len(titles)
    assert "Zenda, Freedom in the World 2018 – Archive of Freedom House" in titles


# What they say


def test_names_are_data(site: Site) -> None:
    shown = HOSTILE.replace("\u202e", "\\u202e")
    folder = f"{SERIES}/2016/en/script-alert-1-script-co-top"
    page = site.page(f"{folder}/index.html")
    assert "".join(page.text("bdi")) == shown
    assert page.all("script", "b") == []
    for path, data in content(site.folder).items():
        if path.endswith((".html", ".atom")):
            assert b"<script>alert" not in data
            assert "\u202e".encode() not in data
    first = site.page("index.html")
    assert [script["src"] for script in first.all("script")] == ["entries.js", "assets/search.js"]
    assert '"><b>' in [option["value"] for option in first.all("option")]
    assert (site.folder / folder / "v1" / "a b&c.pdf").is_file()
    assert "javascript:alert(1)" in site.page(ZENDA_PAGE).text("dd")  # shown, and no link


def test_the_first_page_lists_series_and_editions(site: Site) -> None:
    page = site.page("index.html")
    assert page.text("h1") == ["Archive of Freedom House"]
    assert page.text("h2") == ["Find a report", "Freedom in the World", "Latest changes"]
    lead = "5 reports and 1 volume of 3 editions, as they were published, with every correction since."
    without = "The search needs JavaScript. Without it, choose an edition below: its page lists all reports."
    assert {lead, without} <= set(page.text("p"))
    assert page.text("td")[:5] == ["2017", "2", "1", "1", "en"]


def test_an_edition_lists_its_reports(site: Site) -> None:
    page = site.page(f"{SERIES}/2018/index.html")
    assert page.text("caption") == ["2 reports of Freedom in the World 2018"]
    assert page.text("td") == ["F", "100", "1", "no", "NF", "−1", "2", "yes"]
    assert page.text("time")[:2] == ["16 January 2018", "2 March 2018"]
    assert page.text("span")[-1] == "8 pages · 2 reports · language en"
    volume = site.page(f"{SERIES}/2018/volume-en/index.html")
    assert volume.text("h2") == ["Reports in this volume", "Versions", "Files"]
    assert volume.text("bdi") == ["Freedom in the World 2018", "Finland", "Zenda"]
    several = site.page(f"{SERIES}/2017/index.html")
    assert several.text("th")[:2] == ["Report", "Language"]
    assert [name.get("lang") for name in several.all("bdi")] == ["fr", "ar"]
    assert several.text("bdi") == ["Côte d’Ivoire", "مصر"]


def test_a_report_has_files_versions_and_corrections(site: Site) -> None:
    page = site.page(ZENDA_PAGE)
    digests = [hashlib.sha512(data).hexdigest() for data in ZENDA_CORRECTED.files().values()]
    cells = "".join(page.text("td"))
    assert all(digest in cells for digest in digests)
    links = [link["href"] for link in page.all("a") if (link["href"] or "").endswith(".pdf")]
    assert links == [
        *["v1/zenda.pdf", "v2/zenda-print.pdf"],  # to take
        *["v1/zenda.pdf", "v2/zenda-print.pdf", "v1/zenda.pdf", "v1/zenda-print.pdf"],  # versions
        *["v2/zenda-print.pdf", "v1/zenda.pdf"],  # files
    ]
    assert page.text("li")[-2:] == [" (corrects version 1): A1 was 0 & is <1>.", "A1 was 0 & is <1>."]
    assert "Correction of <A1>" in page.text("td")
    assert "As published" in page.text("td")
    facts = page.text("dd")
    assert {"NF", "−1", "Middle Earth", "CC BY 4.0", ZENDA.id} <= set(facts)
    assert "Province" in page.text("dt")
    assert "Region" not in page.text("dt")


def test_changes_are_on_a_page_and_in_a_feed(site: Site) -> None:
    page = site.page("changes.html")
    assert page.text("td") == ["2", "Correction of <A1>"]
    assert page.text("time")[0] == "2 March 2018"
    feed = ET.fromstring((site.folder / "changes.atom").read_bytes())  # noqa: S314  # our own
    names = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = feed.findall("a:entry", names)
    assert entry.findtext("a:title", "", names) == "Zenda, 2018: version 2"
    assert entry.findtext("a:updated", "", names) == "2018-03-02T09:00:00Z"
    assert entry.findtext("a:summary", "", names) == "Correction of <A1>\nA1 was 0 & is <1>."
    link = entry.find("a:link", names)
    assert link is not None
    assert link.get("href") == ZENDA_PAGE
    ids = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_ or "") for id_ in ids)


def test_files_are_the_archived_ones_and_what_versions_share_lies_there_once(site: Site) -> None:
    files = {path: data for path, data in content(site.folder).items() if path.endswith(".pdf")}
    kept = {}
    for found in site.root.objects():
        for version in found.versions:
            for path in version.state:
                if path.endswith(".pdf"):
                    data = found.read(path, version.number)
                    kept[hashlib.sha512(data).hexdigest()] = data
    assert sorted(files.values()) == sorted(kept.values())
    sums = (site.folder / "SHA512SUMS").read_text(encoding="utf-8").splitlines()
    assert sums == [f"{hashlib.sha512(data).hexdigest()}  {path}" for path, data in sorted(files.items())]


@pytest.mark.skipif(not shutil.which("sha512sum"), reason="sha512sum is not installed")
def test_the_checksums_can_be_checked(site: Site) -> None:
    done = subprocess.run(["sha512sum", "--check", "--quiet", "--strict", "SHA512SUMS"], cwd=site.folder, check=False)
    assert done.returncode == 0


# How it is written


def test_the_same_archive_and_moment_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    export_site(site.root, tmp_path / "again", MADE)
    assert content(tmp_path / "again") == content(site.folder)
    export_site(site.root, tmp_path / "later", MADE + timedelta(days=1))
    differ = {path for path, data in content(tmp_path / "later").items() if data != content(site.folder)[path]}
    assert {path.rpartition(".")[2] for path in differ} == {"html"}


def test_a_newer_listing_takes_the_place_of_a_former_one(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, FINLAND)
    target = tmp_path / "sites" / "listing"
    export_site(root, target, MADE)
    (target / "own.txt").write_text("what somebody put there goes with it")
    shelve(root, ZENDA)
    assert export_site(root, target, MADE).objects == 2
    fresh = tmp_path / "fresh"
    export_site(root, fresh, MADE)
    assert content(target) == content(fresh)
    assert [path.name for path in target.parent.iterdir()] == ["listing"]


@pytest.mark.parametrize("name", ["index.html", "listing.json"])
def test_a_folder_with_something_else_is_refused(root: StorageRoot, tmp_path: Path, name: str) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / name).write_text('{"listing": "another"}')
    with pytest.raises(UsageError, match=r"web is neither empty nor a listing of an archive") as caught:
        export_site(root, tmp_path / "web", MADE)
    assert caught.value.remedy == "name a new folder"
    assert [path.name for path in (tmp_path / "web").iterdir()] == [name]


@pytest.mark.parametrize("former", [False, True])
def test_a_listing_that_cannot_be_written_leaves_what_was(root: StorageRoot, tmp_path: Path, *, former: bool) -> None:
    resource = pytest.importorskip("resource", reason="this system limits no files")
    shelve(root, FINLAND)
    target = tmp_path / "sites" / "listing"
    target.parent.mkdir()
    if former:
        export_site(root, target, MADE)
    before = content(tmp_path / "sites")
    shelve(root, ZENDA)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))  # less than a font
    try:
        with pytest.raises(EnvironmentFailure, match=r"cannot write .*: File too large"):
            export_site(root, target, MADE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert content(tmp_path / "sites") == before
    assert {path.name for path in target.parent.iterdir()} == ({"listing"} if former else set())


def test_a_moment_without_a_time_zone_is_refused(root: StorageRoot, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the moment of the listing has no time zone"):
        export_site(root, tmp_path / "listing", datetime(2018, 4, 1))  # noqa: DTZ001  # that is the point


def test_an_empty_archive_has_a_listing(root: StorageRoot, tmp_path: Path) -> None:
    assert export_site(root, tmp_path / "listing", MADE, "Nothing & more").objects == 0
    page = read(tmp_path / "listing" / "index.html")
    assert page.faults == []
    assert page.text("h1") == ["Nothing & more"]
    assert "Nothing has changed." in read(tmp_path / "listing" / "changes.html").text("p")


# What is not as it should be


@pytest.mark.parametrize("name", ["files/zenda.pdf", RECORD])
def test_what_is_damaged_is_left_out_and_told(root: StorageRoot, tmp_path: Path, name: str) -> None:
    shelve(root, FINLAND, ZENDA)
    found = root.find(ZENDA.id)
    assert found
    path = tmp_path / "archive" / found.place / "v1" / "content" / name
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    path.write_bytes(path.read_bytes() + b" ")
    done = export_site(root, tmp_path / "listing", MADE)
    assert list(map(str, done.faults)) == [
        f"object {ZENDA.id}, version 1, {name}: v1/content/{name} is not what was stored: its sha512 digest differs"
    ]
    assert done.objects == 1
    page = read(tmp_path / "listing" / "index.html")
    assert "1 object of the archive could not be read, and is not listed here." in page.text("p")
    assert not list((tmp_path / "listing").rglob("zenda*"))


def test_objects_of_others_have_pages_that_lead_nowhere_else(root: StorageRoot, tmp_path: Path) -> None:
    files = FINLAND.files()
    ids = ["urn:example:../../../outside", "urn:pdfgen:freedom-in-the-world:2018:en:..", "urn:example:photos"]
    with root.writing() as writer:
        for id_ in ids[:2]:
            writer.put(id_, files | {"files/a\u202eb.pdf": b"%PDF-"}, "", "Editor", "", MOMENT)
        writer.put(ids[2], {"photo.jpg": b"no report"}, "Added", "Editor", "", MOMENT)
    done = export_site(root, tmp_path / "listing", MADE)
    assert list(map(str, done.faults)) == ["version 1 of object urn:example:photos has no file record.json"]
    folders = sorted(f"objects/{hashlib.sha256(id_.encode()).hexdigest()[:16]}" for id_ in ids[:2])
    pages = sorted(
        path.parent.relative_to(tmp_path / "listing").as_posix() for path in (tmp_path / "listing").rglob("v1")
    )
    assert pages == folders
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "listing"]
    assert all(read(path).faults == [] for path in (tmp_path / "listing").rglob("*.html"))


def test_a_store_without_folders_has_a_listing(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    root = StorageRoot.create("memory://site-archive")
    shelve(root, FINLAND)
    assert export_site(root, tmp_path / "listing", MADE).objects == 1


def test_elements_have_an_example() -> None:
    assert doctest.testmod(pdfgen.archive.site_elements) == (0, 1)


# In a browser

needs_chromium = pytest.mark.skipif(CHROMIUM is None or os.name != "posix", reason="Chromium is not installed")


def axe_core() -> Path | None:
    """Return axe-core: where PDFGEN_AXE says, or where npm puts it."""
    root = Path(__file__).resolve().parents[2]
    folders = [root / "node_modules", Path("/usr/lib/node_modules"), Path("/usr/local/lib/node_modules")]
    named = os.environ.get("PDFGEN_AXE")
    found = [Path(named)] if named else [folder / "axe-core" / "axe.min.js" for folder in folders]
    return next((path for path in found if path.is_file()), None)


AXE = axe_core()
needs_axe = pytest.mark.skipif(AXE is None, reason="axe-core is not installed (npm i axe-core, or PDFGEN_AXE)")

# axe cannot judge the contrast of what is scrolled out of sight; that is all it may leave open.
JUDGE = """
axe.run(document, {
  preload: false,
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"],
}).then((found) => ({
  passed: found.passes.length,
  wrong: found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]),
  open: found.incomplete.filter((rule) => rule.id !== "color-contrast").map((rule) => rule.id),
  width: [document.documentElement.scrollWidth, window.innerWidth],
}))
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@needs_chromium
def test_the_search_finds_by_name_edition_and_status(site: Site, chromium: Browser) -> None:
    chromium.told.clear()
    chromium.open((site.folder / "index.html").as_uri())
    results = "[...document.querySelectorAll('#results li')].map((item) => item.textContent)"
    chromium.run("document.getElementById('words').focus()")
    chromium.type("COTE d'iv")
    assert chromium.run(results) == ["Côte d’IvoireFreedom in the World 2017 · PF · 52 · fr"]
    assert chromium.run("document.getElementById('count').textContent") == "1 found."
    assert chromium.run("location.search") == "?words=COTE+d%27iv"
    chromium.press("Tab", 9)
    assert chromium.run("document.activeElement.id") == "edition"
    chromium.type("x")  # nothing is found by letters alone
    chromium.open((site.folder / "index.html").as_uri() + "?words=&status=NF&edition=freedom-in-the-world/2018")
    assert chromium.run(results) == ["ZendaFreedom in the World 2018 · NF · −1"]
    assert chromium.run("document.getElementById('status').value") == "NF"
    chromium.open((site.folder / "index.html").as_uri() + "?words=nowhere")
    assert chromium.run(results) == []
    assert chromium.run("document.getElementById('count').textContent").startswith("Nothing found.")
    chromium.open((site.folder / "index.html").as_uri() + "?words=" + "script")
    assert chromium.run(results)[0].startswith("<script>alert('1')</script>")
    chromium.run("document.querySelector('#results a').click()")
    assert chromium.told == []


@needs_chromium
def test_results_lead_to_pages(site: Site, chromium: Browser) -> None:
    chromium.open((site.folder / "index.html").as_uri() + "?words=free")  # the series: all of them
    links = chromium.run("[...document.querySelectorAll('#results a')].map((link) => link.href)")
    assert len(links) == 6
    assert all(Path(unquote(urlsplit(link).path)).is_file() for link in links)


@needs_chromium
def test_without_scripts_the_page_says_so(site: Site, chromium: Browser) -> None:
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.call("Page.navigate", url=(site.folder / "index.html").as_uri())
        chromium.settle()
        document = chromium.call("DOM.getDocument")["root"]["nodeId"]
        shown = {}
        for selector in ("noscript p", "#search", "table a"):
            node = chromium.call("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
            shown[selector] = chromium.has_box(node)
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)
    assert shown == {"noscript p": True, "#search": False, "table a": True}


@needs_chromium
def test_the_first_stop_of_the_keyboard_leads_to_the_content(site: Site, chromium: Browser) -> None:
    chromium.open((site.folder / ZENDA_PAGE).as_uri())
    chromium.press("Tab", 9)
    assert chromium.run("document.activeElement.textContent") == "Skip to the content"
    assert chromium.run("document.activeElement.getBoundingClientRect().top >= 0")
    assert chromium.run("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    chromium.press("Enter", 13)
    assert chromium.run("document.activeElement.id") == "content"


@needs_chromium
@needs_axe
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: Site, chromium: Browser, scheme: str, width: int) -> None:
    assert AXE
    chromium.media(prefers_color_scheme=scheme)
    pages = [
        "index.html?words=free",
        "changes.html",
        f"{SERIES}/2017/index.html",
        f"{SERIES}/2018/index.html",
        f"{SERIES}/2018/volume-en/index.html",
        ZENDA_PAGE,
    ]
    for page in pages:
        chromium.open(f"{site.folder.as_uri()}/{page}", width)
        found = chromium.run(AXE.read_text(encoding="utf-8") + ";" + JUDGE)
        assert (page, found["wrong"], found["open"]) == (page, [], [])
        assert found["passed"] > 25
        assert found["width"][0] <= found["width"][1]


@needs_chromium
def test_the_faces_of_the_listing_are_those_that_are_shown(site: Site, chromium: Browser) -> None:
    chromium.open((site.folder / ZENDA_PAGE).as_uri())
    loaded = (
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => `${face.family} ${face.weight}`)"
    )
    assert sorted(chromium.run(loaded)) == [
        "Report Display 600",
        "Source Sans 3 400",
        "Source Sans 3 600",
        "Source Serif 4 400",
    ]


def test_real_reports_are_listed_with_what_they_follow(root: StorageRoot, tmp_path: Path) -> None:
    shelve(root, Example(content={"kazakhstan.pdf": pdf("kazakhstan")}))
    export_site(root, tmp_path / "listing", MADE)
    page = read(tmp_path / "listing" / SERIES / "2018" / "en" / "kazakhstan" / "index.html")
    assert "PDF for the screen · 8 pages · 84 kB · PDF/UA-1 · PDF/A-3a" in page.text("span")
    assert json.loads((tmp_path / "listing" / "listing.json").read_bytes())["listing"] == "pdfgen"
