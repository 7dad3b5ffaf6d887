"""The contract with ReportLab: each of its names that the adapter uses, what it does, and what breaks without it.

A new version of ReportLab that fails here needs a change in pdfgen/pdf/reportlab_adapter.py, and nowhere else.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfdoc

from pdfgen.pdf import reportlab_adapter
from pdfgen.pdf.canvas import Canvas
from pdfgen.pdf.reportlab_adapter import dictionary

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "editions" / "2018" / "reports" / "finland.yaml"


def test_a_dictionary_is_written_in_the_order_of_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    # PDFDictionary(dict).format(document), multiline: the bytes of every catalogue
    monkeypatch.setattr("reportlab.rl_config.pdfMultiLine", 1)
    item = pdfdoc.PDFDictionary({"Type": "/Catalog", "Lang": "(en)"})
    item.multiline = False
    assert item.format(None) == b"<<\n/Lang (en) /Type /Catalog\n>>"


def test_a_dictionary_has_six_entries_on_a_line() -> None:
    entries = dict.fromkeys("GFEDCBA", "1")
    assert dictionary(entries) == b"<<\n/A 1 /B 1 /C 1 /D 1 /E 1 /F 1 \n  /G 1\n>>"


def test_an_array_has_ten_items_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    # PDFArray(list).format(document), multiline: the bytes of every list of pages
    monkeypatch.setattr("reportlab.rl_config.pdfMultiLine", 1)
    item = pdfdoc.PDFArray([f"{number} 0 R" for number in range(11)])
    item.multiline = False
    rows = b" ".join(b"%d 0 R" % number for number in range(10))
    assert item.format(None) == b"[ " + rows + b" \n  10 0 R ]"


def test_the_adapter_uses_no_other_name_of_reportlab() -> None:
    tree = ast.parse(inspect.getsource(reportlab_adapter))
    used = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert {name for of, name in used if of == "_pdfdoc"} == {"PDFArray", "PDFDictionary"}
    assert {name for of, name in used if of == "item"} == {"format", "multiline"}


def test_nothing_is_inherited_from_reportlab() -> None:
    assert [item.__module__ for item in Canvas.__mro__] == [
        "pdfgen.pdf.canvas",
        "pdfgen.pdf.content_stream",
        "builtins",
    ]


# A program that uses ReportLab itself

SETTINGS = """
import hashlib, sys
{before}
from pdfgen import build_pdf, load_report
print(hashlib.sha256(build_pdf(load_report(sys.argv[1]))).hexdigest())
from reportlab import rl_config
print(rl_config.useA85, rl_config.pdfMultiLine, rl_config.invariant, rl_config.trustedHosts)
"""


@pytest.mark.parametrize("before", ["", "import reportlab.pdfgen.canvas"])
def test_a_program_keeps_its_settings_of_reportlab_and_they_change_no_file(before: str, tmp_path: Path) -> None:
    (tmp_path / "reportlab_settings.py").write_text(
        "useA85 = 0\npdfMultiLine = 1\ninvariant = 0\ntrustedHosts = ['example.org']\n", encoding="utf-8"
    )
    command = [sys.executable, "-c", SETTINGS.format(before=before), str(SAMPLE)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    digest, settings = done.stdout.splitlines()
    from pdfgen import build_pdf, load_report  # noqa: PLC0415

    assert digest == hashlib.sha256(build_pdf(load_report(SAMPLE))).hexdigest()
    assert settings == "0 1 0 ['example.org']"


HOSTILE = "raise SystemExit('it was run')\n"


def test_neither_the_current_folder_nor_the_home_folder_runs_anything(tmp_path: Path) -> None:
    for name in ("reportlab_mods.py", "reportlab_settings.py", ".reportlab_mods", ".reportlab_settings"):
        (tmp_path / name).write_text(HOSTILE, encoding="utf-8")
    program = "import sys, pdfgen.pipeline; print([name for name in sys.modules if 'reportlab' in name])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "['pdfgen.pdf.reportlab_adapter']\n"
