"""How long an edition takes beside one report alone: `python tests/benchmarks/editions.py FOLDER`, a real edition.

All are whole processes of `pdfgen build`, in turn in one run, so that the ratios hold on a noisy machine: one report
from nothing, the edition from nothing, the edition unchanged, and the edition with one report edited. Nothing changed
and one edit may take three times as long as one report from nothing.

Exit codes: 0 they do, 1 they do not, 2 nothing could be measured.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROUNDS = 10
ALLOWED = 3.0
COLD, EDITION, UNCHANGED, EDITED = "one report from nothing", "the edition from nothing", "nothing changed", "one edit"


def seconds(paths: list[Path], output: Path) -> float:
    """Return how long a build takes."""
    command = [sys.executable, "-m", "pdfgen", "build", *map(str, paths), "-o", str(output)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def built(output: Path) -> int:
    """Return how many reports the last build had to build."""
    return int(json.loads((output / "build.json").read_text(encoding="utf-8"))["run"]["built"])


def one_round(home: Path, work: Path, number: int) -> dict[str, float]:
    """Measure each once. Raises AssertionError when more or less was built than there was to do."""
    report = sorted((home / "reports").glob("*.yaml"))[number]
    reports = len(list((home / "reports").glob("*.yaml")))
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    found = {COLD: seconds([report], work / "one.pdf"), EDITION: seconds([home], out)}
    counts = [built(out)]
    found[UNCHANGED] = seconds([home], out)
    counts.append(built(out))
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("\noverview: |\n", f"\noverview: |\n  Edit {number}.\n\n", 1), encoding="utf-8")
    found[EDITED] = seconds([home], out)
    counts.append(built(out))
    if counts != [reports, 0, 1]:
        raise AssertionError(counts)
    return found


def main() -> int:
    """Measure, print, and return the exit code."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "edition.yaml").is_file():  # the program and one
        sys.stderr.write("name the folder of an edition\n")
        return 2
    with TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        home = project / "editions" / Path(sys.argv[1]).name
        shutil.copytree(sys.argv[1], home)
        scores = Path(sys.argv[1]).absolute().parents[1] / "scores"
        if scores.is_dir():
            shutil.copytree(scores, project / "scores")
        rounds = [one_round(home, Path(folder), number) for number in range(ROUNDS)]
        reports = len(list((home / "reports").glob("*.yaml")))
    sys.stdout.write(f"{reports} reports, {ROUNDS} rounds: ms (min–max), and how many times one report from nothing\n")
    met = True
    for what in (COLD, EDITION, UNCHANGED, EDITED):
        times = [measured[what] * 1000 for measured in rounds]
        ratios = [measured[what] / measured[COLD] for measured in rounds]
        spread = f"({min(times):.0f}–{max(times):.0f})"
        told = f"{what:<26}{statistics.median(times):>7.0f} {spread:<15}{statistics.median(ratios):>6.2f}"
        if what in (UNCHANGED, EDITED):
            met = met and statistics.median(ratios) <= ALLOWED
            told += f"  of {ALLOWED:g} allowed"
        sys.stdout.write(f"{told}\n")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
