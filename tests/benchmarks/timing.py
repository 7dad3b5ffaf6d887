"""Rounds: each program sets all reports in a process of its own, the programs in turn.

A process of its own, because Typst keeps what it laid out, and pdfgen its subsets of faces: a second round in the same
process would find half its work done. What a program reads and starts once (its libraries, its faces, Typst's compiler)
is ready before the clock runs, and one report of another series is set to warm up.
"""

from __future__ import annotations

import gc
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pypdfium2

from tests.benchmarks.same_words import fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.material import Material

PEERS = ("pdfgen", "platypus", "typst")

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Round:
    """What one program needed for all reports: seconds by the clock and of the processor, bytes and pages made."""

    seconds: float
    processor: float
    size: int
    pages: int


def apart(function: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> _T:
    """Call ``function`` in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **options).result()


def first_fault(peer: str, material: Material, numbers: list[int]) -> str:
    """Let a program set the reports of these numbers; return what is wrong with the first that is not right."""
    jobs = _prepare(peer, material)
    for number in numbers:
        report = material.reports[number]
        if wrong := fault(report, jobs[number]()):
            return f"{peer}, {report.name}: {wrong}"
    return ""


def set_all(peer: str, material: Material) -> Round:
    """Let a program set all reports once, against the clock."""
    *jobs, warm_up = _prepare(peer, material.warmed())
    warm_up()
    gc.collect()
    gc.freeze()  # what was made beforehand is none of the collector's business
    start, used = time.perf_counter(), time.process_time()
    files = [job() for job in jobs]
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    return Round(seconds, processor, sum(map(len, files)), sum(map(page_count, files)))


def page_count(content: bytes) -> int:
    """Return the number of pages of a PDF file."""
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def _prepare(peer: str, material: Material) -> list[Callable[[], bytes]]:
    # Imported here: a program's libraries, and its settings of them, stay out of the others' processes.
    jobs: list[Callable[[], bytes]] = import_module(f"tests.benchmarks.peer_{peer}").prepare(material)
    return jobs
