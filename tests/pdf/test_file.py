"""What the file is: embedded faces, outline, information, the same bytes everywhere, and nothing that acts."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.pdf.faces import to_unicode
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = shipped("data") / "editions" / "2018" / "reports"


def built(name: str, page_size: str = "a4") -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(build_pdf(load_report(SAMPLES / f"{name}.yaml"), page_size=page_size)))


def outline(items: list[Any], level: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in items:
        found += outline(item, level + 1) if isinstance(item, list) else [(level, str(item.title))]
    return found


@pytest.mark.parametrize(("page_size", "size"), [("a4", (595.276, 841.89)), ("letter", (612.0, 792.0))])
def test_pages_have_the_size_asked_for(page_size: str, size: tuple[float, float]) -> None:
    for page in built("kazakhstan", page_size).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.01)


def test_all_faces_are_embedded_subsets() -> None:
    names = set()
    for page in built("turkey").pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            names.add(font["/BaseFont"])
            assert "/FontFile2" in font["/FontDescriptor"]
            assert "/ToUnicode" in font
    assert len(names) >= 5
    assert all(name[7] == "+" for name in names)


def test_the_file_says_what_it_is() -> None:
    reader = built("kazakhstan")
    information = reader.metadata
    assert information is not None
    assert information.title == "Freedom in the World 2018: Kazakhstan"
    assert information.author == "Freedom House"
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  # a PDF object, not a bool


def test_the_outline_has_sections_and_questions_with_their_scores() -> None:
    found = outline(built("iraq").outline)
    assert found[:5] == [
        (0, "Key developments in 2017"),
        (0, "Score overview"),
        (0, "Political Rights 16/40"),
        (1, "A. Electoral Process 8/12"),
        (2, "A1. Elections for head of government 2/4"),
    ]
    assert (1, "Additional discretionary political rights question") in found
    assert (2, "Additional discretionary political rights question −1/0") in found
    assert sum(level == 2 for level, _ in found) == 26


def test_links_are_those_of_the_source_and_nothing_acts() -> None:
    reader = built("turkey")
    catalogue: Any = reader.trailer["/Root"]
    actions = []
    for page in reader.pages:
        assert "/AA" not in page
        for item in page.get("/Annots", []):
            annotation = item.get_object()
            assert annotation["/Subtype"] == "/Link"
            if "/A" in annotation:
                actions.append((annotation["/A"]["/S"], str(annotation["/A"]["/URI"])))
    assert set(actions) == {("/URI", "https://www.osce.org/")}
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(catalogue) == set()
    assert set(catalogue["/Names"]) == {"/EmbeddedFiles"}


def test_footnote_marks_lead_to_their_notes() -> None:
    reader = built("turkey")
    targets = {
        str(item.get_object()["/Dest"])
        for page in reader.pages
        for item in page.get("/Annots", [])
        if "/Dest" in item.get_object()
    }
    assert len(targets) == 2


PROGRAM = """
import hashlib, sys
from pdfgen import build_pdf, load_report
print(hashlib.sha256(build_pdf(load_report(sys.argv[1]))).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_surroundings(tmp_path: Path) -> None:
    (tmp_path / "reportlab_settings.py").write_text(
        "useA85 = 1\ninvariant = 0\nraise SystemExit('settings were run')\n"
    )
    expected = hashlib.sha256(build_pdf(load_report(SAMPLES / "turkey.yaml"))).hexdigest()
    for seed, zone, locale in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8")):
        variables = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "RL_useA85": "1", "RL_pageCompression": "0"}
        command = [sys.executable, "-c", PROGRAM, str(SAMPLES / "turkey.yaml")]
        done = subprocess.run(
            command, env=os.environ | variables, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        assert done.stdout.strip() == expected


WATCHED = """
import json, sys
from pdfgen import build_pdf, load_report
build_pdf(load_report(sys.argv[1]))  # faces, labels and theme are read once
seen = []
def hook(event, args):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "exec", "import"):
        seen.append([event, str(args[0])])
sys.addaudithook(hook)
report = load_report(sys.argv[2])
build_pdf(report)
print(json.dumps(seen))
"""

HOSTILE = """<img src="/etc/passwd"/> <img src="https://example.org/x.png"/> <para>&amp;</para> %(x)s
<a href="file:///etc/passwd">x</a> <font name="Courier">y</font> <seq id="1"/> <onDraw name="x"/> {{7*7}} $(id) `id`
x<y and y>z <!-- gone? --> <![CDATA[ gone? ]]> <unknown>tag</unknown> &lt;b&gt; \\x00"""


def test_text_opens_no_file_and_no_connection(tmp_path: Path) -> None:
    import json  # noqa: PLC0415

    home = tmp_path / "edition"
    (home / "reports").mkdir(parents=True)
    edition = (SAMPLES.parent / "edition.yaml").read_text(encoding="utf-8")
    (home / "edition.yaml").write_text(edition, encoding="utf-8")
    text = (SAMPLES / "finland.yaml").read_text(encoding="utf-8")
    report = home / "reports" / "finland.yaml"
    prose = json.dumps(re.sub(r"([<&`$\\])", r"\\\1", HOSTILE))  # as it stands it is refused as markup
    hostile = f"overview: {prose}\n\nkey_developments:\n  - {prose}\n"
    start, end = text.index("overview:"), text.index("\nanswers:")
    report.write_text(text[:start] + hostile + text[end:], encoding="utf-8")
    command = [sys.executable, "-c", WATCHED, str(SAMPLES / "finland.yaml"), str(report)]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    opened = [args for event, args in json.loads(done.stdout) if event == "open"]
    assert {event for event, _ in json.loads(done.stdout)} <= {"open"}
    assert set(opened) == {str(report), str(home / "edition.yaml")}


def test_a_tounicode_map_has_surrogate_pairs_and_short_blocks() -> None:
    text = to_unicode([0, 0x41, 0x1F12F, *range(0x100, 0x1C8)])
    assert "<01> <0041>" in text
    assert "<02> <D83CDD2F>" in text
    assert "<00>" not in text.split("endcodespacerange")[1]
    assert "100 beginbfchar" in text
    assert "102 beginbfchar" not in text
