"""Names of files: one module decides them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdfgen.errors import UsageError
from pdfgen.outputs import Destination, names_file, picture_files, report_file, volume_file
from pdfgen.profiles import Profile

SCREEN, PRINT, CARD = (Profile.named(name=name) for name in ("screen", "print", "card"))


def test_a_file_is_named_by_what_it_is() -> None:
    names = [report_file("rubric", 2018, "iraq", profile) for profile in (SCREEN, PRINT, CARD)]
    assert names == ["rubric-2018-iraq.pdf", "rubric-2018-iraq-print.pdf", "rubric-2018-iraq-card.pdf"]
    assert volume_file("rubric", 2018, Profile.volume()) == "rubric-2018-volume.pdf"
    assert volume_file("rubric", 2018, Profile.volume(name="print")) == "rubric-2018-volume-print.pdf"


def test_pictures_are_numbered_with_as_many_digits_as_the_last_one_needs() -> None:
    assert [path.name for path in picture_files(Path("out/iraq.pdf"), 2)] == ["iraq-1.png", "iraq-2.png"]
    assert picture_files(Path("out/iraq.pdf"), 10)[0] == Path("out/iraq-01.png")


def test_an_output_is_a_file_by_its_suffix_unless_it_is_a_folder(tmp_path: Path) -> None:
    assert names_file(tmp_path / "x.PDF", [SCREEN])
    (tmp_path / "y.pdf").mkdir()
    assert not names_file(tmp_path / "y.pdf", [SCREEN])
    assert Destination.of(tmp_path / "x.pdf", [SCREEN]) == Destination(tmp_path, "x.pdf")
    assert Destination.of(tmp_path / "y.pdf", [SCREEN], 7).path("iraq.pdf") == tmp_path / "y.pdf" / "iraq.pdf"
    assert Destination.of(None, [SCREEN]).path("iraq.pdf") == Path("iraq.pdf")


@pytest.mark.parametrize(
    ("reports", "profiles", "message"),
    [(2, [SCREEN], "x.pdf is one file for 2 reports"), (1, [SCREEN, PRINT, CARD], "x.pdf is one file for 3 profiles")],
)
def test_one_file_is_not_for_several(reports: int, profiles: list[Profile], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        Destination.of(Path("x.pdf"), profiles, reports)
    assert (str(refused.value), refused.value.remedy) == (message, "name a folder with -o")
