"""`pdfgen volume`: what it writes, says and refuses."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import page
import pytest

from pdfgen.errors import InputError, UsageError
from pdfgen.importers.edition_import import import_edition
from pdfgen.profiles import Profile
from pdfgen.source.edition import load_edition
from pdfgen.volumes import build_volume
from tests.volumes.reading import (
    ESSAYS,
    SAMPLE,
    check_contents,
    check_text,
    copied,
    leaves,
    run,
    volume,
)

if TYPE_CHECKING:
    from tests.conftest import Corpus


def test_all_problems_of_all_reports_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    edition = copied(tmp_path, "", "")
    for name in ("finland", "iraq"):
        path = edition / "reports" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("kind: country", "kind: kingdom"), encoding="utf-8")
    done = run("volume", str(edition), "-o", str(tmp_path / "out"))
    assert done.returncode == 1
    assert done.stderr.count("error[") == 2
    assert "finland.yaml:" in done.stderr
    assert "iraq.yaml:" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_volume_gives_its_edition_back(tmp_path: Path) -> None:
    (tmp_path / "volume.pdf").write_bytes(volume())
    done = run("extract", str(tmp_path / "volume.pdf"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0
    assert done.stderr.endswith(
        f"the project builds the same file, byte for byte\nnext: pdfgen volume {tmp_path}/out/editions/2018\n"
    )


def test_two_reports_about_one_entity_are_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    shutil.copy(edition / "reports" / "finland.yaml", edition / "reports" / "suomi.yaml")
    with pytest.raises(InputError) as told:
        load_edition(edition)
    first, second = told.value.problems
    assert (first.code, second.code) == ("second-report", "second-report")
    assert first.message == f"{edition / 'reports' / 'suomi.yaml'} is about Finland too"
    assert second.message == f"{edition / 'reports' / 'finland.yaml'} is about Finland too"
    assert first.remedy == second.remedy == "remove one of the two, or give each entity an `id` if they are two"


def test_an_edition_without_reports_and_a_file_are_refused(tmp_path: Path) -> None:
    edition = copied(tmp_path)
    for path in (edition / "reports").glob("*.yaml"):
        path.unlink()
    with pytest.raises(UsageError) as told:
        load_edition(edition)
    assert str(told.value) == f"there are no reports in {edition / 'reports'}"
    assert told.value.remedy == "begin one with `pdfgen new report`"
    with pytest.raises(UsageError, match=r"edition\.yaml is a file$"):
        load_edition(edition / "edition.yaml")


def test_problems_are_told_as_data_and_as_annotations(tmp_path: Path) -> None:
    edition = copied(tmp_path, ESSAYS, "No title.\n")
    done = run("volume", str(edition), "-o", str(tmp_path), "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["code"], problem["line"]) == ("no-title", 1)
    done = run("volume", str(edition), "-o", str(tmp_path), "--format", "github")
    assert done.stdout.startswith(f"::error file={edition / 'essays' / 'foreword.md'},line=1,col=1,title=no-title::")


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no edition\.yaml$") as told:
        load_edition(tmp_path)
    assert told.value.remedy == "name the folder of an edition, or begin one with `pdfgen new edition`"


def test_the_command_says_what_it_wrote_and_who_is_left_out(tmp_path: Path) -> None:
    done = run("volume", str(SAMPLE), "-o", str(tmp_path), "--profile", "print", "--json")
    target = tmp_path / "freedom-in-the-world-2018-volume-print.pdf"
    assert done.returncode == 0
    assert target.read_bytes() == volume(name="print")
    said = json.loads(done.stdout)
    assert (said["target"], said["reports"], said["problems"]) == (str(target), 6, [])
    assert len(said["without_report"]) == 203
    first, second = done.stderr.splitlines()
    assert first.startswith("entities with scores and no report, which are left out (203): Abkhazia, Afghanistan, ")
    assert first.endswith(", …")
    assert re.fullmatch(rf"wrote {re.escape(str(target))}: 6 reports in \d+\.\d s", second)


MOST_MB = 400


def bind(folder: Path) -> None:
    """Bind the edition in ``folder`` and print the most memory that it took, in MB."""
    edition = load_edition(folder)
    built = build_volume(edition, Profile.volume())
    (folder / "volume.pdf").write_bytes(built)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # what a fork leaves in getrusage is not ours
    sys.stdout.write(str(int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024))


@pytest.mark.slow
def test_a_whole_edition_is_bound(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = tmp_path / "editions" / "2018"
    texts, scores = corpus.edition(2018), corpus.scores
    imported = import_edition(texts, edition, "freedom-in-the-world", 2018, scores, complete=True)
    assert imported.failed == {}
    command = [sys.executable, __file__, str(edition)]
    root = {"PYTHONPATH": str(Path(__file__).parents[2])}  # of the module that reads volumes
    done = subprocess.run(command, env=os.environ | root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    content = (edition / "volume.pdf").read_bytes()
    for profile in ("ua1", "3a"):
        assert [failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures] == []
    check_contents(content, edition)
    assert check_text(content, edition) == 209
    with capsys.disabled():
        sys.stdout.write(f"\n{len(leaves(content))} pages, {len(content) / 1e6:.1f} MB, {done.stdout} MB of memory")
    assert int(done.stdout) < MOST_MB


if __name__ == "__main__":
    bind(Path(sys.argv[1]))
