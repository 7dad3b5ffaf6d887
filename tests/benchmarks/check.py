"""How long `pdfgen check` takes beside importing its libraries alone: `python tests/benchmarks/check.py`.

Both are whole processes, in turn in one run, so that the ratio holds on a noisy machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from pdfgen.resources import shipped

ROUNDS = 20
EDITION = shipped("data") / "editions" / "2018"


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    reports = len(list((EDITION / "reports").glob("*.yaml")))
    alone, check = [], []
    for _ in range(ROUNDS):
        alone.append(seconds([sys.executable, "-c", "import pydantic, yaml, click"]))
        check.append(seconds([sys.executable, "-m", "pdfgen", "check", str(EDITION)]))
    base, took = statistics.median(alone), statistics.median(check)
    allowed = 3 * base + 0.020 * reports
    sys.stdout.write(
        f"import pydantic, yaml, click: {base * 1000:.0f} ms\n"
        f"pdfgen check, {reports} reports: {took * 1000:.0f} ms ({took / base:.2f} times)\n"
        f"three times the imports and 20 ms a report: {allowed * 1000:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
