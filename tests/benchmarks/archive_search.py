"""Searching a large archive: ``python -m tests.benchmarks.archive_search``, in the checkout.

It makes an archive of 2,000 objects with 8 pages each. Words are drawn as often as the sample reports have them; one in
30 is a rare one. Then it builds the index, brings it up to date after one correction, and searches in one process.

Exit codes: 0 the median of all searches is below the limit, 1 it is not.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pdfgen.archive.ocfl import StorageRoot
from pdfgen.archive.page_texts import page_texts
from pdfgen.archive.search_index import build_index
from pdfgen.archive.searching import search
from tests.archive.examples import EDITION, Example, lined_pdf, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 0.050  # seconds
PAGES, LINES, WORDS = 8, 46, 13  # a page of a report has about 3,600 characters, 46 lines of 13 words
_RARE = 30
_SYLLABLES = ("ka", "mo", "ri", "ten", "ul", "sa", "bek", "no", "vi", "dar", "esh", "go", "lin", "ta", "zhu")
MOMENT = datetime(2018, 1, 16, 9, 0, tzinfo=timezone.utc)

SEARCHES: dict[str, dict[str, Any]] = {
    "a word on nearly every page": {"words": "the"},
    "a frequent word": {"words": "government"},
    "two words": {"words": "independent media"},
    "three words, one edition": {"words": "court election party", "edition": 2015},
    "a phrase": {"words": '"the government"'},
    "the beginning of a word": {"words": "demo*"},
    "a short beginning": {"words": "a*"},
    "a rare word": {"words": "kamori"},
    "one entity": {"words": "police", "entity": "State 77"},
    "all versions": {"words": "government", "versions": "all"},
    "a score and a status": {"words": "torture", "score": (10, 30), "status": "NF"},
    "a flag": {"words": "election", "flags": ["downward-trend"]},
    "no words": {"score": (10, 30), "status": "NF"},
}


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive_search", description=__doc__)
    parser.add_argument("--objects", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        root = StorageRoot.create(Path(folder) / "archive")
        with _timed(f"archive of {options.objects} objects with {PAGES} pages each"):
            _fill(root, options.objects)
        with _timed(f"index of {options.objects} objects"):
            index = build_index(root).file
        _tell(f"the index has {index.stat().st_size / 1e6:.1f} MB")
        with _timed("index when nothing is new"):
            build_index(root)
        with root.writing() as writer:
            one = _example(Random(1), 1, _vocabulary())  # noqa: S311  # no secret
            writer.put(one.id, one.files(), "Corrected", "Editor", "", MOMENT)
        with _timed("index when one object is new"):
            build_index(root)
        return _search(index, options.rounds)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    start, used = time.perf_counter(), time.process_time()
    yield
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    _tell(f"{what}: {seconds:.2f} s, {processor:.2f} s of the processor")


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _search(index: Path, rounds: int) -> int:
    everything: list[float] = []
    for name, asked in SEARCHES.items():
        taken, used = [], []
        for _ in range(rounds):
            start, processor = time.perf_counter(), time.process_time()
            hits = search(index, **asked)
            taken.append(time.perf_counter() - start)
            used.append(time.process_time() - processor)
        everything += taken
        _tell(
            f"{name:30} {1000 * median(taken):7.1f} ms, at most {1000 * max(taken):7.1f} ms; "
            f"{1000 * median(used):.1f} ms of the processor; {len(hits)} hits"
        )
    _tell(f"all: median {1000 * median(everything):.1f} ms, 95 % below {1000 * quantiles(everything, n=20)[-1]:.1f} ms")
    sample = pdf("kazakhstan")
    with _timed("text of a real report"):
        page_texts(sample)
    return int(median(everything) > LIMIT)


def _fill(root: StorageRoot, objects: int) -> None:
    random, vocabulary = Random(0), _vocabulary()  # noqa: S311  # no secret
    with root.writing() as writer:
        for number in range(objects):
            one = _example(random, number, vocabulary)
            writer.put(one.id, one.files(), "As published", "Editor", "", MOMENT)


def _example(random: Random, number: int, vocabulary: tuple[list[str], list[int]]) -> Example:
    name, edition = f"State {number % 200}", 2010 + number // 200
    facts = {
        "total": str(random.randint(0, 100)),
        "status": random.choice(["F", "PF", "NF"]),
        "flags": ("downward-trend",) if random.random() < 0.1 else (),
        "scores": {f"{part}{question}": str(random.randint(0, 4)) for part in "ABCDEFG" for question in range(1, 5)},
    }
    pages = [list(_lines(random, vocabulary)) for _ in range(PAGES)]
    return Example(name, edition, content={f"state-{number}.pdf": lined_pdf(*pages)}, facts=facts)


def _lines(random: Random, vocabulary: tuple[list[str], list[int]]) -> Iterator[str]:
    for _ in range(LINES):
        words = random.choices(vocabulary[0], cum_weights=vocabulary[1], k=WORDS)
        rare = ("".join(random.choices(_SYLLABLES, k=3)) for _ in words)
        yield " ".join(other if random.randrange(_RARE) == 0 else word for word, other in zip(words, rare, strict=True))


def _vocabulary() -> tuple[list[str], list[int]]:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted((EDITION / "reports").glob("*.yaml")))
    counted = Counter(re.findall(r"[A-Za-z]{1,20}", texts))
    return list(counted), list(itertools.accumulate(counted.values()))


if __name__ == "__main__":
    sys.exit(main())
