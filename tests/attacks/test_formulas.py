"""What a spreadsheet would run as a formula goes into no table that is written for people (CWE-1236)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError, build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.errors import UsageError
from pdfgen.pdf.reading import attachments
from pdfgen.source.load import load
from pdfgen.source.restored import MANIFEST, named_in, restore
from tests.attacks.projects import FILES, sound
from tests.attacks.projects import REPORT as WORDS

if TYPE_CHECKING:
    from pathlib import Path

FORMULAS = ["=1+cmd|'/C calc'!A0", "=HYPERLINK(0)", "+1", "-2", "@SUM(1)", "\uff1d1"]
FACT = "begins like a formula, which spreadsheet programs would run"


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("key", ["name", "region", "parent"])
def test_a_report_has_no_name_like_a_formula(key: str, name: str, tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = home / "reports" / "alpha.yaml"
    entity = {"name": "Alpha", "kind": "territory", key: name}
    lines = "".join(f'  {one}: "{value}"\n' for one, value in entity.items())
    text = WORDS.format("Alpha").replace("  name: Alpha\n  kind: country\n", lines)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    (problem,) = [item for item in caught.value.problems if item.code == "formula-like-name"]
    line = list(entity).index(key) + 2
    assert problem.headline().startswith(f"{path}:{line}:")
    assert problem.message == f"“{name}” {FACT}"
    assert problem.remedy == "begin the name with a letter"


@pytest.mark.parametrize("name", FORMULAS)
def test_names_have_none_either(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound(tmp_path / "project")
    path = tmp_path / "project" / FILES["names"]
    path.write_text(f'entities:\n  - {{name: Alpha, kind: country, also: ["{name}"]}}\n', encoding="utf-8")
    assert run(["check", str(path)]) == 1
    assert f"{path}:2:" in (said := capsys.readouterr().err)
    assert f"error[formula-like-name]: “{name}” {FACT}\n" in said


def test_a_manifest_makes_no_table_with_a_formula(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(build_pdf(load_report(sound(tmp_path / "project") / "reports" / "alpha.yaml")))
    files = attachments(tmp_path / "r.pdf", MANIFEST, named_in)
    name = next(name for name in files if name.endswith("manifest.json"))
    files[name] = files[name].replace(b'"entity": "Alpha"', b'"entity": "=1+1"')
    with pytest.raises(UsageError, match=r"manifest\.json is not ours: report\.entity: “=1\+1” begins like a formula"):
        restore(files, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["Côte d’Ivoire", "‘Eua", "(Western) Sahara", "Åland", "1 Malaysia", "ελλάδα"])
def test_names_that_are_none_are_sound(name: str, tmp_path: Path) -> None:
    home = sound(tmp_path / "project")
    path = home / "reports" / "alpha.yaml"
    path.write_text(WORDS.format(f'"{name}"'), encoding="utf-8")
    assert load(path).report.entity.name == name
