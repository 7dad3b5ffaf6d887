"""Typst: one compiler for all reports, its template beside this file, only the shipped faces, no tags."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pdfgen.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.material import Material


def prepare(material: Material) -> list[Callable[[], bytes]]:
    """Return what sets each report; its JSON is made beforehand."""
    os.environ["RAYON_NUM_THREADS"] = "1"  # read when typst starts its threads
    import typst  # noqa: PLC0415

    folder = Path(__file__).parent
    compiler = typst.Compiler(
        folder / "report.typ", root=folder, font_paths=[shipped("fonts")], ignore_system_fonts=True
    )

    def job(data: str) -> Callable[[], bytes]:
        def work() -> bytes:
            content, warnings = compiler.compile_with_warnings(
                format="pdf", sys_inputs={"report": data, "simple": json.dumps(material.simple)}, pdf_tags=False
            )
            if warnings:
                raise RuntimeError(f"Typst warns: {warnings[0]}")  # of a face that it does not find, among others
            return cast("bytes", content)  # it is asked for one file

        return work

    return [job(json.dumps(asdict(report), ensure_ascii=False)) for report in material.reports]
