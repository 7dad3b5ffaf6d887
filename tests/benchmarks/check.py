"""What `pdfgen check` takes, in full and of the data alone: `python tests/benchmarks/check.py [EDITION]`.

All are whole processes, in turn in one run, so that the ratios hold on a noisy machine; the processor's time is told.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from pdfgen.resources import shipped
from pdfgen.source.places import find_reports

ROUNDS = 10
EDITION = shipped("data") / "editions" / "2018"


def seconds(command: list[str]) -> float:
    """Return how much of the processor's time a command takes."""
    before = os.times()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(edition: Path) -> None:
    """Measure and print."""
    reports = len(find_reports([edition]))
    check = [sys.executable, "-m", "pdfgen", "check", str(edition)]
    commands = {
        "import pydantic, yaml, click": [sys.executable, "-c", "import pydantic, yaml, click"],
        "pdfgen check --data-only": [*check, "--data-only"],
        "pdfgen check": check,
    }
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            took[name].append(seconds(command))
    medians = {name: statistics.median(found) for name, found in took.items()}
    for name, median in medians.items():
        sys.stdout.write(f"{name}: {median * 1000:.0f} ms, {median * 1000 / reports:.1f} ms for each of {reports}\n")
    ratio = medians["pdfgen check"] / medians["pdfgen check --data-only"]
    sys.stdout.write(f"in full: {ratio:.2f} times the data alone\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EDITION)
