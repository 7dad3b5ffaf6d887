"""How many examples hypothesis makes: a fifth of a thorough run, so that the tests of a checkout are quick."""

from __future__ import annotations

from hypothesis import settings


def examples(number: int) -> settings:
    """Return the settings of a test that has so many examples in a thorough run."""
    return settings(max_examples=max(number * settings().max_examples // 100, 10), deadline=None, database=None)
