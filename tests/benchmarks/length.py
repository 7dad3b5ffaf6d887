"""How the time to set one document grows with its length."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfgen.model.prose import ProseParagraph, ProseText, Run
from pdfgen.profiles import Profile
from pdfgen.source.load import Loaded, load
from tests.benchmarks.material import WARM_UP
from tests.benchmarks.timing import page_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.material import Material

LENGTHS = tuple(1000 * 2**power for power in range(7))


def longest(material: Material) -> int:
    """Return how many words of narrative there are."""
    return sum(len(part.words.split()) for report in material.reports for part in report.narrative())


def set_words(material: Material, words: int) -> tuple[float, int]:
    """Let pdfgen set a report with a narrative of so many words; return the seconds and the pages."""
    from pdfgen import pipeline  # noqa: PLC0415  # as the programs that are compared do

    profile = Profile.named("a4")
    loaded = _lengthened(load(material.sources[0]), material, words)
    pipeline.build(load(WARM_UP), profile)
    gc.collect()
    gc.freeze()
    start = time.perf_counter()
    content = pipeline.build(loaded, profile)
    return time.perf_counter() - start, page_count(content)


def _lengthened(loaded: Loaded, material: Material, words: int) -> Loaded:
    """Return a report with ``words`` words of the corpus, spread over its questions, and no other narrative."""
    report = loaded.report
    shares: list[list[ProseParagraph]] = [[] for _ in report.answers]
    done = 0
    for paragraph, length in _paragraphs(material, words):
        shares[done * len(shares) // words].append(paragraph)
        done += length
    answers = {
        id_: answer.model_copy(
            update={"narrative": ProseText("", tuple(share)) if share else None, "score_change": None}
        )
        for (id_, answer), share in zip(report.answers.items(), shares, strict=True)
    }
    changes = {"answers": answers, "overview": None, "key_developments": (), "notices": ()}
    return replace(loaded, report=report.model_copy(update=changes))


def _paragraphs(material: Material, words: int) -> Iterator[tuple[ProseParagraph, int]]:
    """Yield paragraphs of the corpus and their lengths, together ``words`` words long."""
    for report in material.reports:
        for part in report.narrative():
            taken = part.words.split()[:words]
            words -= len(taken)
            yield ProseParagraph((Run(" ".join(taken)),)), len(taken)
            if not words:
                return
