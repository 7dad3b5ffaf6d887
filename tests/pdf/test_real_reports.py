"""Every report of two real editions follows PDF/A-3a and PDF/UA-1, is a small file, and can be built again from itself.

A process for each edition imports and builds it; started with the year of the edition, the folder of its texts, the
score table and an empty folder, this file is that process.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page
import pytest

from pdfgen import PdfgenError, build_pdf, load_report
from pdfgen.importers.edition_import import import_edition
from pdfgen.pdf.reading import attachments
from pdfgen.source.restored import MANIFEST, named_in, restore

if TYPE_CHECKING:
    from tests.conftest import Corpus

EDITIONS = (2018, 2019)
LEAST = {"2a": 154, "3a": 156, "ua1": 104}  # the rules that page-validation 0.11 knows
KINDS: dict[str, dict[str, Any]] = {"whole": {}, "bare": {"attachments": False}, "card": {"profile": "card"}}
MOST_KB = 90  # the median of a file without attachments


@dataclass
class Findings:
    """What came of an edition; sizes in bytes, of files without and with attachments."""

    reports: int = 0
    bare: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


# In a process of its own


def examine(edition: int, texts: Path, scores: Path, folder: Path) -> Findings:
    """Import an edition into ``folder``, build all of it, validate every file, and build it again from what it carries."""
    home = folder / "editions" / str(edition)
    done = import_edition(texts, home, "freedom-in-the-world", edition, scores)
    found = Findings(failures=[f"{failed.name} is not imported: {error}" for failed, error in done.failed.items()])
    for path in done.reports:
        found.reports += 1
        try:
            report = load_report(path)
            built = {what: build_pdf(report, **options) for what, options in KINDS.items()}
        except PdfgenError as error:
            found.failures.append(f"{path.stem} {edition}: {error}")
            continue
        if build_again(built["whole"], folder / "again" / path.stem) != built["whole"]:
            found.failures.append(f"{path.stem} {edition}: it is another file when it is built from what it carries")
        found.whole.append(len(built["whole"]))
        found.bare.append(len(built["bare"]))
        for what, content in built.items():
            for profile in ("ua1", "3a" if what == "whole" else "2a"):
                found.failures += [f"{path.stem} {edition}, {what}: {told}" for told in failed_rules(content, profile)]
    return found


def build_again(content: bytes, folder: Path) -> bytes:
    """Return the file that comes of what ``content`` carries."""
    folder.mkdir(parents=True)
    (folder / "built.pdf").write_bytes(content)
    restore(attachments(folder / "built.pdf", MANIFEST, named_in), folder / "project")
    return build_pdf(load_report(folder / "project" / "report.yaml"))


def failed_rules(content: bytes, profile: str) -> list[str]:
    """Return the rules of a profile that a file fails, with the first place of each."""
    report = page.validate_pdf_bytes(content, profile=profile)
    if report.rules.total < LEAST[profile]:
        return [f"only {report.rules.total} rules of {profile} were checked"]
    return [f"{failure.rule_id} {failure.message}" for failure in report.failures]


# The tests


@pytest.fixture(scope="module")
def findings(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> list[Findings]:
    """Return the findings of both editions."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(_process, repeat(corpus), EDITIONS, [tmp_path_factory.mktemp("corpus") for _ in EDITIONS]))


def _process(corpus: Corpus, edition: int, folder: Path) -> Findings:
    command = [sys.executable, __file__, str(edition), *map(str, (corpus.edition(edition), corpus.scores, folder))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Findings(**json.loads(done.stdout))


@pytest.mark.slow
def test_real_reports_follow_pdf_a_and_pdf_ua_and_can_be_built_again(findings: list[Findings]) -> None:
    failures = [failure for one in findings for failure in one.failures]
    assert not failures, f"{len(failures)} failures:\n" + "\n".join(failures[:20])
    assert [one.reports for one in findings] == [190, 190]


@pytest.mark.slow
def test_real_reports_are_small_files(findings: list[Findings], capsys: pytest.CaptureFixture[str]) -> None:
    bare = [size / 1000 for one in findings for size in one.bare]
    whole = [size / 1000 for one in findings for size in one.whole]
    with capsys.disabled():
        for what, sizes in (("without", bare), ("with", whole)):
            median = statistics.median(sizes)
            sys.stdout.write(f"\n{what} attachments: median {median:.1f} KB, {min(sizes):.1f} to {max(sizes):.1f} KB")
    assert len(bare) == len(whole) == 380
    assert statistics.median(bare) <= MOST_KB


if __name__ == "__main__":
    json.dump(asdict(examine(int(sys.argv[1]), *map(Path, sys.argv[2:]))), sys.stdout)
