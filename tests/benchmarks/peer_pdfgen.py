"""pdfgen: scores, composes and sets reports that were loaded and checked beforehand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pdfgen.profiles import Profile
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfgen.source.load import Loaded
    from tests.benchmarks.material import Material


def prepare(material: Material) -> list[Callable[[], bytes]]:
    """Return what sets each report."""
    from pdfgen import pipeline  # noqa: PLC0415  # it brings ReportLab

    # what the peers make: neither tagged nor archival
    profile = replace(Profile.named("a4"), standards=(), attachments=False)

    def work(loaded: Loaded) -> bytes:
        return pipeline.build(loaded, profile)

    return [partial(work, load(path)) for path in material.sources]
