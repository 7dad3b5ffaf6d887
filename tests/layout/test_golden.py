"""The samples as they are read back from the file: the outline, and the text of every page in reading order.

``golden/*.txt`` are read before they are kept. After a change that is meant, write them anew with
``python tests/layout/test_golden.py``, read the difference from its first line to its last, and keep it only when each
line of it is what a reader of the report should meet there. A space that no line may end at is shown as “~”.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest

from pdfgen import build_pdf, load_report
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).with_name("golden")
REPORTS = {
    f"{path.parts[-3]}-{path.stem}": path for path in sorted((shipped("data") / "editions").glob("*/reports/*.yaml"))
}
BOUND = ("finland", "somaliland")  # a country and a territory make a small volume
CASES = [
    *((name, "screen") for name in REPORTS),
    *((name, "card") for name in REPORTS if name.startswith("2018-")),
    ("2018", "volume"),
]


def dump(content: bytes) -> str:
    """Return the outline and the pages of a file as text."""
    reader = pypdf.PdfReader(BytesIO(content))
    pages = f"{len(reader.pages)} pages" if len(reader.pages) > 1 else "1 page"
    outline = list(entries(reader, reader.outline))
    lines = [pages, "", "level, title and page of the outline" if outline else "no outline", *outline]
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage().get_text_bounded().replace("\x02", "-\n").replace("\u00a0", "~")
            lines += ["", f"-- page {number} --", "", *(line.rstrip() for line in text.splitlines())]
    finally:
        document.close()
    return "\n".join(lines) + "\n"


def entries(reader: pypdf.PdfReader, outline: list[Any], level: int = 1) -> Iterator[str]:
    """Yield a line for each entry of the outline; pypdf gives what is below an entry as a list behind it."""
    for entry in outline:
        if isinstance(entry, list):
            yield from entries(reader, entry, level + 1)
        else:
            page = reader.get_destination_page_number(entry)
            assert page is not None
            yield f"{level}  {'    ' * (level - 1)}{entry.title} … {page + 1}"


def built(name: str, profile: str) -> str:
    if profile == "volume":
        return dump(bound(name))
    return dump(build_pdf(load_report(REPORTS[name]), profile=profile))


def bound(name: str) -> bytes:
    """Return the volume of an edition that has but two reports."""
    with TemporaryDirectory() as folder:
        edition = Path(folder) / "editions" / name
        shutil.copytree(shipped("data") / "editions" / name, edition)
        for path in (edition / "reports").iterdir():
            if path.stem not in BOUND:
                path.unlink()
        return build_volume(load_edition(edition), Profile.volume())


def golden(name: str, profile: str) -> Path:
    return GOLDEN / f"{name}{'' if profile == 'screen' else f'-{profile}'}.txt"


@pytest.mark.parametrize(("name", "profile"), CASES)
def test_the_samples_read_as_before(name: str, profile: str) -> None:
    assert built(name, profile).splitlines() == golden(name, profile).read_text(encoding="utf-8").splitlines()


def test_each_golden_file_belongs_to_a_sample() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {golden(*case).name for case in CASES}
    assert len(CASES) == 15


def write_golden() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.iterdir():
        path.unlink()
    for case in CASES:
        golden(*case).write_text(built(*case), encoding="utf-8")


if __name__ == "__main__":
    write_golden()
