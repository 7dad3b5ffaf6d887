"""The same report gives the same bytes: whatever the hashes, the zone, the locale, the clock, and what was built before.

A file depends on its source, on the version of the program, and on nothing else but SOURCE_DATE_EPOCH, which is unset
here (test_standards.py sets it).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from itertools import permutations, product
from pathlib import Path

import pytest

import pdfgen
from pdfgen.resources import shipped

EDITIONS = shipped("data") / "editions"
SAMPLES = sorted(EDITIONS.glob("*/reports/*.yaml"))
TURKEY, SYRIA, NATIONS = (
    EDITIONS / "2018" / "reports" / "turkey.yaml",
    EDITIONS / "2018" / "reports" / "syria.yaml",
    EDITIONS / "nations-in-transit-2018" / "reports" / "ruritania.yaml",
)
KINDS = ("screen", "card")
CLOCKS = {"930830400": 1999, "1940673600": 2031}  # seconds since 1970, and the year in every zone

# Builds each report that is named, in order or at once, and says what clock, zone, and hashes it had.
PROGRAM = """
import datetime, hashlib, json, locale, os, sys, time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
locale.setlocale(locale.LC_ALL, "")
from pdfgen import build_pdf, load_report
threads = int(os.environ.get("PDFGEN_TEST_THREADS", "1"))
begin = Barrier(threads)
def built(name):
    begin.wait()
    path, profile, page_size, theme = name.split(":")
    content = build_pdf(load_report(path), profile=profile, page_size=page_size, theme=theme or None)
    return hashlib.sha256(content).hexdigest()
if threads > 1:
    sys.setswitchinterval(1e-5)  # seconds
with ThreadPoolExecutor(threads) as pool:
    told = list(pool.map(built, sys.argv[1:]))
surroundings = {
    "year": datetime.datetime.now().year,
    "today": datetime.date.today().year,
    "time": time.gmtime(time.time()).tm_year,
    "zone": time.strftime("%z"),
    "locale": locale.setlocale(locale.LC_ALL),
    "hash": hash("a word"),
}
print(json.dumps([told, surroundings]))
"""

# Python runs a module of this name before anything else; PDFGEN_TEST_CLOCK is the time that it then is.
CLOCK = """
import datetime, os, time

offset = int(os.environ["PDFGEN_TEST_CLOCK"]) - time.time()
_time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
_strftime, _ctime, _asctime = time.strftime, time.ctime, time.asctime
time.time = lambda: _time() + offset
time.time_ns = lambda: _time_ns() + int(offset * 1e9)
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, when=None: _strftime(form, time.localtime() if when is None else when)
time.ctime = lambda seconds=None: _ctime(time.time() if seconds is None else seconds)
time.asctime = lambda when=None: _asctime(time.localtime() if when is None else when)


class _Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class _DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


datetime.date, datetime.datetime = _Date, _DateTime
"""


def asked(path: Path, profile: str = "screen", page_size: str = "a4", theme: str = "") -> str:
    return f"{path}:{profile}:{page_size}:{theme}"


def told(wanted: list[str], folder: Path, **variables: str) -> tuple[list[str], dict[str, object]]:
    """Build in a process of its own; return the hashes of the files, and the surroundings that it had."""
    package = str(Path(pdfgen.__file__).parents[1])
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    environment |= {"PYTHONPATH": os.pathsep.join([str(folder), package])} | variables
    command = [sys.executable, "-c", PROGRAM, *wanted]
    if clock := environment.get("PDFGEN_TEST_CLOCK"):
        if faketime := shutil.which("faketime"):
            command = [faketime, f"@{clock}", *command]
        else:
            (folder / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    hashes, surroundings = json.loads(done.stdout)
    return hashes, surroundings


@cache
def expected(wanted: str) -> str:
    """Return the hash of a file that was built here."""
    path, profile, page_size, theme = wanted.split(":")
    report = pdfgen.load_report(path)
    content = pdfgen.build_pdf(report, profile=profile, page_size=page_size, theme=theme or None)
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


SURROUNDINGS = list(product(("0", "4711"), ("UTC+11", "Asia/Kathmandu"), ("C", "C.UTF-8"), CLOCKS))


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "zone", "locale", "clock"), SURROUNDINGS)
def test_the_surroundings_are_not_in_the_file(seed: str, zone: str, locale: str, clock: str, tmp_path: Path) -> None:
    wanted = [asked(TURKEY), asked(TURKEY, "card")]
    hashes, surroundings = told(
        wanted, tmp_path, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale, PYTHONUTF8="0", PDFGEN_TEST_CLOCK=clock
    )
    assert hashes == [expected(one) for one in wanted]
    # the process did have them
    assert {surroundings["year"], surroundings["today"], surroundings["time"]} == {CLOCKS[clock]}
    assert surroundings["zone"] == {"UTC+11": "-1100", "Asia/Kathmandu": "+0545"}[zone]
    assert surroundings["locale"] == locale


def test_hashes_of_strings_do_differ_by_the_seed(tmp_path: Path) -> None:
    assert len({told([], tmp_path, PYTHONHASHSEED=seed)[1]["hash"] for seed in ("0", "0", "4711")}) == 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_built_before_is_not_in_the_file(kind: str, tmp_path: Path) -> None:
    every = [asked(path, kind) for path in SAMPLES]
    alone = [told([one], tmp_path)[0][0] for one in every[::3]]
    assert told(every, tmp_path)[0][::3] == alone
    assert told(every[::-1], tmp_path)[0][::-1][::3] == alone
    assert told(every + every, tmp_path)[0] == [expected(one) for one in every] * 2


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_first_files_of_a_process_may_be_built_at_once(seed: str, tmp_path: Path) -> None:
    every = [asked(path, kind) for path in (TURKEY, NATIONS) for kind in KINDS] * 2
    found, _ = told(every, tmp_path, PDFGEN_TEST_THREADS=str(len(every)), PYTHONHASHSEED=seed)
    assert found == [expected(one) for one in every]


@pytest.mark.slow
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_neither_themes_nor_sizes_nor_methods_built_before_are_in_the_file(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    wanted = [asked(TURKEY, theme="compact"), asked(SYRIA, "card", "letter"), asked(NATIONS, page_size="letter")]
    hashes, _ = told([wanted[index] for index in order], tmp_path)
    assert hashes == [expected(wanted[index]) for index in order]


def test_a_report_that_was_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    """A character that no face has is told, and the next file is what it always is."""
    (tmp_path / "edition.yaml").write_bytes((TURKEY.parent.parent / "edition.yaml").read_bytes())
    path = tmp_path / "report.yaml"
    text = TURKEY.read_text(encoding="utf-8").replace("Emergency rule, in force", "Emergency \u0e01 rule, in force", 1)
    path.write_text(text, encoding="utf-8")
    report = pdfgen.load_report(path)
    with pytest.raises(pdfgen.InputError, match="unsupported-script"):
        pdfgen.build_pdf(report)
    content = pdfgen.build_pdf(pdfgen.load_report(TURKEY))
    assert hashlib.sha256(content).hexdigest() == told([asked(TURKEY)], tmp_path)[0][0]


def test_the_place_of_the_source_is_not_in_the_file(tmp_path: Path) -> None:
    shutil.copytree(TURKEY.parent.parent, tmp_path / "a" / "editions" / "2018")
    copy = tmp_path / "a" / "editions" / "2018" / "reports" / "turkey.yaml"
    assert told([asked(copy)], tmp_path)[0][0] == expected(asked(TURKEY))


def test_the_identifier_of_a_file_is_made_of_its_content() -> None:
    import re  # noqa: PLC0415

    contents = [pdfgen.build_pdf(pdfgen.load_report(path), profile=kind) for path, kind in product(SAMPLES, KINDS)]
    found = [re.findall(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]", content) for content in contents]
    assert all(len(one) == 1 and one[0][0] == one[0][1] for one in found)
    assert len({one[0][0] for one in found}) == len(contents)
