"""``pdfgen new campaign`` writes a campaign that works as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from tests.mail.newsroom import EDITION, brings, planned, write, write_newsroom

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_newsroom(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_campaign_is_sound_and_can_be_planned(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "campaign", "mail/spring.yaml"]) == 0
    assert capsys.readouterr().err == (
        "wrote mail/spring.yaml\n"
        "wrote mail/spring.csv\n"
        "wrote mail/spring.html\n"
        f"wrote {project}/schemas/campaign.schema.json\n"
        "next: pdfgen mail plan mail/spring.yaml\n"
    )
    assert run(["check", "mail/spring.yaml"]) == 0
    made = planned(project / "mail" / "spring.yaml")
    assert brings(made) == {"ada@example.org": ["Alpha", "Beta", "Gamma"], "ben@example.org": ["Alpha"]}
    assert [one.subject for one in made.plan.messages] == ["Mini Index 2018", "Mini Index 2018: Alpha"]
    assert made.warnings == ()
    schema = json.loads((project / "schemas" / "campaign.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "Campaign"


def test_the_method_is_named_where_there_are_several(project: Path) -> None:
    write(
        project / "editions" / "big" / "edition.yaml",
        EDITION.format(language="en").replace("mini", "freedom-in-the-world"),
    )
    assert run(["new", "campaign", "mail/spring.yaml"]) == 0
    lines = (project / "mail" / "spring.yaml").read_text(encoding="utf-8").splitlines()
    at = lines.index("edition: 2018")
    assert lines[at + 1] in ("rubric: mini", "rubric: freedom-in-the-world")


def test_an_old_file_is_never_replaced(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / "mail" / "release.csv").read_bytes()
    (project / "mail" / "release.yaml").unlink()
    assert run(["new", "campaign", "mail/release.yaml"]) == 2
    assert capsys.readouterr().err == "error: mail/release.csv exists already\nhelp: choose another name\n"
    assert (project / "mail" / "release.csv").read_bytes() == before
    assert not (project / "mail" / "release.yaml").exists()


@pytest.mark.parametrize("place", ["spring.yaml", "mail/spring.yml", "mail/spring", "letters/spring.yaml"])
def test_a_campaign_lies_in_the_folder_mail(place: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "campaign", place]) == 2
    assert capsys.readouterr().err == (
        f"error: {place} is not named as a campaign\nhelp: name it mail/NAME.yaml, in the folder that has `editions/`\n"
    )
    assert not (project / place).exists()


def test_a_project_without_an_edition_has_nothing_to_send(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "campaign", str(tmp_path / "mail" / "spring.yaml")]) == 2
    assert capsys.readouterr().err == (
        f"error: there is no edition in {tmp_path}/editions\nhelp: begin one with `pdfgen new edition`\n"
    )
