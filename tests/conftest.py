"""What all tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# Random examples differ from run to run at a desk, where a new failure is a find; in CI the same commit gives the same
# result.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pixels", action="store_true", help="compare pages with their pictures (tests/layout/states)")
    parser.addoption("--attacks", action="store_true", help="run the long attacks too (tests marked attack)")
    parser.addoption("--kills", type=int, default=2, help="how often the build of a real edition is killed (2)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than ten seconds")
    config.addinivalue_line("markers", "attack: takes minutes, and runs with --attacks only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--attacks"):
        return
    left_out = [item for item in items if item.get_closest_marker("attack")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
