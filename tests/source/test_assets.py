"""Assets: a project's own files as bytes, and which of them a report uses."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.model.asset import Asset
from pdfgen.pipeline import build
from pdfgen.profiles import Profile
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.kinds import FONT, KINDS
from pdfgen.source.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.source.load import Loaded

REGULAR = "SourceSans3_400Regular.ttf"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with files of its own of each kind, and some that no report uses."""
    data = shipped("data")
    home = tmp_path / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    shutil.copy(data / "editions" / "2018" / "edition.yaml", home)
    shutil.copy(data / "editions" / "2018" / "reports" / "finland.yaml", home / "reports")
    for kind in KINDS:
        if kind.folder:
            (tmp_path / kind.folder).mkdir()
    for folder, name in (("rubrics", "freedom-in-the-world"), ("labels", "en"), ("names", "freedom-in-the-world")):
        shutil.copy(data / folder / f"{name}.yaml", tmp_path / folder)
    compact = (data / "themes" / "compact.yaml").read_text("utf-8")
    (tmp_path / "themes" / "own.yaml").write_text(compact.replace(REGULAR, "Öwn.ttf"), encoding="utf-8")
    shutil.copy(shipped("fonts") / REGULAR, tmp_path / "fonts" / "Öwn.ttf")
    shutil.copy(data / "labels" / "es.yaml", tmp_path / "labels")  # another language
    shutil.copy(shipped("fonts") / REGULAR, tmp_path / "fonts" / "Other.ttf")
    return tmp_path


def loaded(project: Path) -> Loaded:
    return load(project / "editions" / "2018" / "reports" / "finland.yaml")


def used(report: Loaded) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for asset in report.catalogue.own_files():
        found.setdefault(asset.kind, []).append(asset.name)
    return found


def test_a_report_uses_the_files_that_its_catalogue_found(project: Path) -> None:
    report = loaded(project)
    build(report, Profile.named(), "own")
    own = {"rubric": ["freedom-in-the-world.yaml"], "labels": ["en.yaml"], "theme": ["own.yaml"], "font": ["Öwn.ttf"]}
    assert {kind: names for kind, names in used(report).items() if kind != "names"} == own
    font = next(asset for asset in report.catalogue.own_files() if asset.kind == "font")
    content = (shipped("fonts") / REGULAR).read_bytes()
    assert font == Asset("font", project / "fonts" / "Öwn.ttf", content)
    assert font.sha256 == hashlib.sha256(content).hexdigest()


def test_what_is_shipped_is_no_file_of_a_project(project: Path) -> None:
    report = loaded(project)
    build(report, Profile.named(), "standard")
    assert not {"theme", "font"} & used(report).keys()
    assert Catalogue().own_files() == []


def test_a_project_s_asset_goes_before_the_shipped_one_and_both_places_are_inputs(project: Path) -> None:
    catalogue = Catalogue(project)
    assert catalogue.asset_file(FONT, REGULAR, project) == shipped("fonts") / REGULAR
    shutil.copy(shipped("fonts") / REGULAR, project / "fonts")
    assert catalogue.asset_file(FONT, REGULAR, project) == project / "fonts" / REGULAR
    assert catalogue.asset_file(FONT, "None.ttf", project) is None
    places = [project / "fonts" / REGULAR, shipped("fonts") / REGULAR]
    places += [folder / "None.ttf" for folder in (project / "fonts", shipped("fonts"))]
    assert [item.path for item in catalogue.looked] == list(map(str, places))


def refusal(catalogue: Catalogue) -> tuple[str, str]:
    with pytest.raises(InputError) as refused:
        catalogue.own_files()
    (problem,) = refused.value.problems
    return problem.message, problem.remedy


def test_an_asset_is_read_under_guard(project: Path) -> None:
    catalogue, place = Catalogue(project), project / "fonts" / "Own.ttf"
    with place.open("wb") as file:
        file.truncate(30_000_001)
    catalogue.note(place)
    assert refusal(catalogue) == ("the file has 30,000,001 bytes; 30,000,000 is the most", "use a smaller file")
    place.unlink()
    place.mkdir()
    assert refusal(catalogue) == ("this is not a regular file", "name a file")
    place.rmdir()
    assert catalogue.own_files() == []


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_an_asset_is_no_link_out_of_its_project(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text("secret", encoding="utf-8")
    place = project / "fonts" / "Own.ttf"
    place.symlink_to(outside)
    catalogue = Catalogue(project)
    catalogue.note(place)
    remedy = "put the file itself in the project, or allow such links with --follow-links"
    assert refusal(catalogue) == ("this link leads out of the project", remedy)
