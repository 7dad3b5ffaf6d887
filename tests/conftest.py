"""What all tests share."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# The same commit gives the same result everywhere: examples derive from the tests themselves, and none is remembered
# from run to run. At a desk, `--hypothesis-profile desk` looks for new ones: a failure there is a find.
settings.register_profile("default", derandomize=True, deadline=None, max_examples=20)
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("thorough", derandomize=True, deadline=None)
settings.register_profile("desk", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("default")


@dataclass(frozen=True)
class Corpus:
    """Real reports, which are no part of the project: texts of whole editions, and the scores of all of them."""

    folder: Path

    @property
    def scores(self) -> Path:
        return self.folder / "domain" / "fiw-scores-2013-2024.csv"

    @property
    def seed(self) -> Path:
        return self.folder / "seed" / "kazakhstan-2018.txt"

    def edition(self, year: int) -> Path:
        return self.folder / "corpus" / str(year)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Return the corpus where it lies beside the checkout, or where PDFGEN_SHARED says."""
    found = Corpus(Path(os.environ.get("PDFGEN_SHARED") or Path(__file__).resolve().parents[2] / "shared"))
    for path in (found.scores, found.seed, found.edition(2018), found.edition(2019)):
        if not path.exists():
            pytest.skip(f"the corpus of real reports is not there: no {path}")
    return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pixels", action="store_true", help="compare pages with their pictures (tests/layout/states)")
    parser.addoption("--slow", action="store_true", help="run the long tests too (tests marked slow), as CI does")
    parser.addoption("--attacks", action="store_true", help="run the long attacks too (tests marked attack)")
    parser.addoption("--kills", type=int, default=2, help="how often the build of a real edition is killed (2)")


def pytest_configure(config: pytest.Config) -> None:
    # A job in the background ignores Ctrl-C, and so would all programs that tests start.
    with suppress(ValueError):  # outside of the main thread nothing can be set
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "slow: takes long, alone or with its like, and runs with --slow only")
    config.addinivalue_line("markers", "attack: takes minutes, and runs with --attacks only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long and is not asked for."""
    asked = {"slow": config.getoption("--slow"), "attack": config.getoption("--attacks")}
    left_out = [item for item in items if any(item.get_closest_marker(name) for name, on in asked.items() if not on)]
    kept = set(map(id, items)) - set(map(id, left_out))
    items[:] = [item for item in items if id(item) in kept]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and what runs it."""
    if not config.getoption("--slow"):
        terminalreporter.write_line("what takes long was left out: `pytest --slow` runs it, as CI does")
