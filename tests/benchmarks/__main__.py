"""pdfgen beside Typst and Platypus on real reports: ``python -m tests.benchmarks``, in the checkout.

Needs ``pip install ".[bench]"`` and a folder of published texts named after its edition (``--corpus``). First a check
that the files of all three have the same words in order, in embedded faces; then rounds, on one core. pdfgen sets
as its theme says; Typst and Platypus set justified with their own defaults, which for Typst is to weigh all lines of a
paragraph together and to divide words, as pdfgen does, for Platypus neither. With ``--simple`` both set ragged, first-fit
and undivided. ``--length`` tells instead how the time for one document grows with its length.

Exit codes: 0 the required ratios are met, 1 they are not, or a file is not right, 2 nothing could be measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pdfgen
from pdfgen.errors import PdfgenError

if TYPE_CHECKING:
    from tests.benchmarks.material import Material
    from tests.benchmarks.timing import Round

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "2018"
REQUIRED = {"platypus": 3.0, "typst": 4.0}
"""How many times as many reports a second pdfgen must set."""
QUICK = 20
_STRAIGHT = 2.2  # what twice the words may take, when the time grows in a straight line


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    options = _options(arguments)
    for name in ("typst", "pypdfium2"):
        if find_spec(name) is None:
            return _refuse(f'{name} is not installed: pip install ".[bench]"')
    corpus: Path = options.corpus
    if not corpus.is_dir():
        return _refuse(f"there is no corpus at {corpus}: name a folder of texts with --corpus")
    if not corpus.name.isdecimal():
        return _refuse(f"{corpus} is not named after its edition, such as 2018")
    from tests.benchmarks.material import gather  # noqa: PLC0415  # only now is it sure that there is anything to do

    with TemporaryDirectory() as folder:
        try:
            material = gather(corpus, Path(folder), options.limit, simple=options.simple)
        except PdfgenError as error:
            return _refuse(f"the corpus cannot be imported: {error}")
        if options.length:
            return _length(material, options.rounds)
        return _compare(material, options)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="pdfgen beside Typst and Platypus.")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="texts, in a folder named after the edition")
    parser.add_argument("--rounds", type=_count, default=5, help="rounds of all programs (5)")
    parser.add_argument("--limit", type=_count, help="set only so many reports")
    parser.add_argument("--quick", action="store_true", help=f"check the words of {QUICK} reports, not of all")
    parser.add_argument(
        "--simple",
        action="store_true",
        help="let the others set ragged, first-fit, undivided",
    )
    parser.add_argument("--length", action="store_true", help="how the time grows with the length of a document")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number above zero")
    return int(text)


def _compare(material: Material, options: argparse.Namespace) -> int:
    from tests.benchmarks.timing import PEERS, apart, first_fault, set_all  # noqa: PLC0415

    reports = len(material)
    checked = min(QUICK, reports) if options.quick else reports
    numbers = [number * reports // checked for number in range(checked)]
    for peer in PEERS:
        _say(f"checking the words of {peer}", progress=True)
        if wrong := apart(first_fault, peer, material, numbers):
            _say(wrong, progress=True)
            return 1
    paragraphs = sum(len(list(report.narrative())) for report in map(material.reports.__getitem__, numbers))
    _say(f"{paragraphs} paragraphs of {checked} reports are the same in all files; all faces are embedded")
    core = _one_core()
    rounds: dict[str, list[Round]] = defaultdict(list)
    for number in range(options.rounds):
        turn = number % len(PEERS)
        for peer in (*PEERS[turn:], *PEERS[:turn]):
            _say(f"round {number + 1} of {options.rounds}: {peer}", progress=True)
            rounds[peer].append(apart(set_all, peer, material))
    _say(f"{reports} reports of {options.corpus}; rounds: {options.rounds}; {core}")
    _say(f"Python {platform.python_version()}, ReportLab {version('reportlab')}, Typst {version('typst')}")
    _say(
        "Typst and Platypus: " + ("ragged, first-fit, undivided" if material.simple else "justified, by their defaults")
    )
    _say(f"pdfgen of {Path(pdfgen.__file__).parent}\n")
    return _table(reports, rounds)


def _one_core() -> str:
    """Bind this process, and those that it starts, to one core where the system can; say what was done."""
    if not hasattr(os, "sched_setaffinity"):
        return "any core"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"core {core}"


def _table(reports: int, rounds: dict[str, list[Round]]) -> int:
    """Print what was measured and whether it is enough; return the exit code."""
    _say("            ms a report (min–max)    processor   reports/s   × pdfgen   KB a report   pages")
    ratios = {}
    for peer, measured in rounds.items():
        times = [item.seconds / reports * 1000 for item in measured]
        used = median(item.processor / reports * 1000 for item in measured)
        ratios[peer] = [ours.seconds / item.seconds for ours, item in zip(rounds["pdfgen"], measured, strict=True)]
        spread = f"({min(times):.1f}–{max(times):.1f})"
        _say(
            f"{peer:<10}  {median(times):>11.1f} {spread:<15} {used:>7.1f} ms {1000 / median(times):>11.1f}"
            f" {median(ratios[peer]):>10.2f} {measured[0].size / reports / 1024:>13.1f} {measured[0].pages:>7}"
        )
    _say("")
    met = True
    for peer, least in REQUIRED.items():
        times_as_fast = [1 / ratio for ratio in ratios[peer]]
        enough = median(times_as_fast) >= least
        met = met and enough
        _say(
            f"pdfgen sets {median(times_as_fast):.2f} times ({min(times_as_fast):.2f}–{max(times_as_fast):.2f}) as many"
            f" reports a second as {peer}; required {least:g}: {'met' if enough else 'NOT met'}"
        )
    return 0 if met else 1


def _length(material: Material, rounds: int) -> int:
    from tests.benchmarks.length import LENGTHS, longest, set_words  # noqa: PLC0415
    from tests.benchmarks.timing import apart  # noqa: PLC0415

    core = _one_core()
    most = longest(material)
    lengths = [words for words in LENGTHS if words <= most]
    times: dict[int, list[float]] = defaultdict(list)
    pages = {}
    for number in range(rounds):
        for words in lengths:
            _say(f"round {number + 1} of {rounds}: {words} words", progress=True)
            seconds, pages[words] = apart(set_words, material, words)
            times[words].append(seconds * 1000)
    _say(f"one document of so many words of narrative; rounds: {rounds}; {core}\n")
    _say("  words   pages   ms (min–max)            ms per 1,000 words   for twice the words")
    before = 0.0
    for words in lengths:
        took = median(times[words])
        spread = f"({min(times[words]):.1f}–{max(times[words]):.1f})"
        growth = f"{took / before:.2f} times" if before else ""
        _say(f"{words:>7,} {pages[words]:>7}   {took:>7.1f} {spread:<17} {took / words * 1000:>15.2f} {growth:>21}")
        last, before = (took / before if before else 0.0), took
    if len(lengths) > 1:
        verdict = "in a straight line" if last <= _STRAIGHT else "faster than in a straight line"
        _say(f"\nat the end, time grows {verdict} with length")
    return 0


def _say(text: str, *, progress: bool = False) -> None:
    (sys.stderr if progress else sys.stdout).write(f"{text}\n")


def _refuse(reason: str) -> int:
    _say(reason, progress=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
