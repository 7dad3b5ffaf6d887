"""Caches: bounded, one value for all threads, and a file that is replaced is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import TYPE_CHECKING

import pytest

from pdfgen import build_pdf, load_report
from pdfgen.caches import Recent, remembered
from pdfgen.pdf.faces import face
from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

REPORT = shipped("data") / "editions" / "nations-in-transit-2018"
BUILT = "import sys; from pdfgen import build_pdf, load_report; sys.stdout.buffer.write(build_pdf(load_report(sys.argv[1]), theme='own'))"


def test_the_least_recently_used_value_goes_first() -> None:
    made = []

    @remembered(2)
    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    assert [double(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert made == [1, 2, 3, 2]


def test_an_error_is_not_kept() -> None:
    answers = iter([False, True])

    @remembered(2)
    def answer() -> bool:
        if not (found := next(answers)):
            raise ValueError
        return found

    with pytest.raises(ValueError, match=r"^$"):
        answer()
    assert answer()


def test_threads_that_ask_at_once_get_one_value() -> None:
    begin = Barrier(8)

    @remembered(2)
    def thing(_number: int) -> object:
        sleep(0.05)  # so that the others come meanwhile
        return object()

    def ask(_: int) -> object:
        begin.wait()
        return thing(1)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(map(id, pool.map(ask, range(8))))) == 1


def test_what_is_kept_of_an_object_is_not_that_of_its_equal() -> None:
    recent: Recent[str] = Recent(2)
    one, other = [1], [1]
    recent.keep(one, "one")
    assert (recent.get(one), recent.get(other)) == ("one", None)
    for owner in ([2], [3]):
        recent.keep(owner, "more")
    assert recent.get(one) is None


def test_a_font_that_is_replaced_between_two_builds_is_seen(tmp_path: Path) -> None:
    home = tmp_path / "editions" / "nit"
    shutil.copytree(REPORT, home)
    (tmp_path / "themes").mkdir()
    (tmp_path / "fonts").mkdir()
    theme = (shipped("data") / "themes" / "standard.yaml").read_text(encoding="utf-8")
    regular, other = "SourceSerif4_400Regular.ttf", "SourceSans3_400Regular.ttf"
    (tmp_path / "themes" / "own.yaml").write_text(theme.replace(regular, "Own.ttf"), encoding="utf-8")
    font = tmp_path / "fonts" / "Own.ttf"
    shutil.copy(shipped("fonts") / regular, font)
    (path,) = sorted((home / "reports").glob("*.yaml"))[:1]
    before = build_pdf(load_report(path), theme="own")
    shutil.copy(shipped("fonts") / other, font)
    after = build_pdf(load_report(path), theme="own")
    alone = subprocess.run([sys.executable, "-c", BUILT, str(path)], capture_output=True, check=True).stdout
    assert before != after
    assert after == alone
    assert face(str(font)) is face(str(font))
