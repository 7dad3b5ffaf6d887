"""Corrections go to exactly those who were sent an earlier version, and say what is different."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError
from pdfgen.mail.journal import Journal
from tests.mail.newsroom import (
    LIST,
    MOMENT,
    brings,
    change,
    correct,
    deliver,
    left,
    planned,
    write,
    write_newsroom,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.planning import Planned


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose reports were sent to everybody on the list."""
    folder = tmp_path_factory.mktemp("newsroom") / "project"
    campaign = write_newsroom(folder)
    planned(campaign)
    deliver(campaign)
    return folder


@pytest.fixture
def sent(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "project")
    return tmp_path / "project" / "mail" / "release.yaml"


def body(made: Planned, number: int = 1) -> list[str]:
    """Return the lines of a message that stand between the greeting and the unsubscribe link."""
    assert made.folder is not None
    message = message_from_bytes((made.folder / f"{number:04}.eml").read_bytes(), policy=policy.SMTP)
    part = message.get_body(("plain",))
    assert part is not None
    return list(part.get_content().splitlines()[1:-1])


def test_who_was_sent_the_earlier_version_gets_the_correction_with_errata_and_differences(sent: Path) -> None:
    correct(sent)
    made = planned(sent, correction=True)
    assert brings(made) == {"ada@example.org": ["Alpha"], "ben@example.org": ["Alpha"]}  # Eva has the Spanish one
    assert left(made) == []
    assert made.warnings == ()
    assert made.plan.correction
    assert made.plan.messages[0].subject == "Corrected: Alpha"
    assert body(made) == [
        "Alpha https://example.org/2018/en/alpha",
        "The score was wrong.",
        "- Total: 12 → 10.",
        "- Q1 First: 9 → 7.",
    ]


def test_a_correction_is_sent_once(sent: Path) -> None:
    correct(sent)
    planned(sent, correction=True)
    again = planned(sent, correction=True)  # it was not sent yet: the second plan takes its place
    assert sorted(brings(again)) == ["ada@example.org", "ben@example.org"]
    deliver(sent, "ada@example.org")
    assert sorted(brings(planned(sent, correction=True))) == ["ben@example.org"]
    deliver(sent)
    assert planned(sent, correction=True).folder is None
    with Journal.open(sent.parent) as journal:
        assert [plan.counts for plan in journal.plans()] == [
            {"sent": 3},
            {"replaced": 2},
            {"sent": 1, "replaced": 1},
            {"sent": 1},
        ]


def test_who_never_had_it_gets_no_correction(sent: Path) -> None:
    correct(sent)
    write(sent.with_suffix(".csv"), LIST + "new@example.org,New,en,Alpha,\n")
    assert "new@example.org" not in brings(planned(sent, correction=True))
    assert brings(planned(sent)) == {"new@example.org": ["Alpha"]}


def test_who_is_on_the_list_no_more_gets_the_correction_all_the_same(sent: Path) -> None:
    correct(sent)
    write(sent.with_suffix(".csv"), "address\nzoe@example.org\n")
    made = planned(sent, correction=True)
    assert [(one.address, one.name) for one in made.plan.messages] == [
        ("ada@example.org", "Ada"),
        ("ben@example.org", "Ben"),
    ]


def test_whoever_may_have_had_it_is_named_and_not_written_to(tmp_path: Path) -> None:
    campaign = write_newsroom(tmp_path)
    planned(campaign)
    deliver(campaign, "ada@example.org")
    deliver(campaign, "ben@example.org", state="unknown")
    deliver(campaign, "eva@example.org", state="refused")
    correct(campaign)
    made = planned(campaign, correction=True)
    assert list(brings(made)) == ["ada@example.org"]
    assert [(one.address, one.reason, one.told) for one in made.plan.left_out] == [
        ("ben@example.org", "uncertain", "may have had an earlier version of Alpha: see `pdfgen mail status`")
    ]


def test_whoever_ended_the_messages_gets_no_correction(sent: Path) -> None:
    correct(sent)
    with Journal.open(sent.parent) as journal, journal.writing() as writer:
        writer.suppress("ada@example.org", "ada@example.org", "complaint", MOMENT)
    made = planned(sent, correction=True)
    assert list(brings(made)) == ["ben@example.org"]
    assert left(made) == [("ada@example.org", "suppressed")]


def test_a_correction_that_nothing_explains_is_warned_of(sent: Path) -> None:
    report = sent.parent.parent / "editions" / "2018" / "reports" / "alpha.yaml"
    report.write_text(f"{report.read_text('utf-8')}publication: {{licence: Free}}\n", "utf-8")
    made = planned(sent, correction=True)
    (warning,) = made.warnings
    assert warning.headline() == (
        f"{sent}:1:1: warning[unexplained-correction]: nothing says what was corrected in “Alpha”: its file is another one than was sent"
    )


def test_without_the_outbox_the_errata_alone_are_told(sent: Path) -> None:
    correct(sent)
    shutil.rmtree(sent.parent / "outbox")
    assert body(planned(sent, correction=True)) == ["Alpha https://example.org/2018/en/alpha", "The score was wrong."]


def test_a_report_that_is_gone_is_not_corrected_and_told(sent: Path) -> None:
    (sent.parent.parent / "editions" / "2018" / "reports" / "gamma.yaml").unlink()
    made = planned(sent, correction=True)
    assert made.folder is None
    (warning,) = made.warnings
    assert (warning.code, warning.message) == (
        "not-offered",
        "urn:pdfgen:mini:2018:en:gamma was sent, and the campaign does not offer it any more: it is not corrected",
    )


def test_unsent_messages_with_the_earlier_version_are_told(tmp_path: Path) -> None:
    campaign = write_newsroom(tmp_path)
    planned(campaign)
    deliver(campaign, "ada@example.org")
    correct(campaign)
    (warning,) = planned(campaign, correction=True).warnings
    assert (warning.code, warning.message) == (
        "unsent-earlier",
        "unsent messages with an earlier version of a report: 1",
    )
    assert brings(planned(campaign))["ben@example.org"] == ["Alpha", "Gamma"]
    assert planned(campaign, correction=True).warnings == ()


# From an archive


@pytest.fixture
def archived(built: Path, tmp_path: Path) -> Path:
    """Return a campaign that takes its files from an archive."""
    shutil.copytree(built, tmp_path / "project")
    campaign = tmp_path / "project" / "mail" / "release.yaml"
    shutil.rmtree(campaign.parent)
    write_newsroom(tmp_path / "project")
    change(campaign, "edition: 2018", "edition: 2018\narchive: ../../archive")
    assert run(["archive", "init", str(tmp_path / "archive")]) == 0
    add(campaign)
    return campaign


def add(campaign: Path, *more: str) -> None:
    project = campaign.parent.parent
    editions = [str(project / "editions" / name) for name in ("2018", "2018-es")]
    options = ["--profile", "screen", "--profile", "print", "--author", "Ada", "--address", "mailto:ada@example.org"]
    assert run(["archive", "add", str(project.parent / "archive"), *editions, *options, *more]) == 0


def test_files_of_an_archive_are_sent_as_they_are_and_corrected(archived: Path) -> None:
    shutil.move(archived.parent.parent / "editions", archived.parent.parent.parent / "editions")
    made = planned(archived)
    assert brings(made) == {
        "ada@example.org": ["Alpha", "Beta", "Gamma"],
        "ben@example.org": ["Alpha", "Gamma"],
        "eva@example.org": ["Alpha"],
    }
    assert [report.files[0].sha256 for report in made.plan.messages[0].reports] == [
        report.version for report in made.plan.messages[0].reports
    ]
    assert not (archived.parent / "built").exists()
    deliver(archived)
    assert planned(archived, correction=True).folder is None

    shutil.move(archived.parent.parent.parent / "editions", archived.parent.parent / "editions")
    correct(archived)
    assert planned(archived, correction=True).folder is None  # the archive has the earlier version still
    add(archived)
    made = planned(archived, correction=True)
    assert brings(made) == {"ada@example.org": ["Alpha"], "ben@example.org": ["Alpha"]}
    assert body(made) == [
        "Alpha https://example.org/2018/en/alpha",
        "The score was wrong.",
        "- Total: 12 → 10.",
        "- Q1 First: 9 → 7.",
    ]
    deliver(archived)
    change(
        archived.parent.parent / "editions" / "2018" / "reports" / "alpha.yaml",
        "]\n",
        ", {date: 2018-04-01, text: So was the overview.}]\n",
    )
    change(archived.parent.parent / "editions" / "2018" / "reports" / "alpha.yaml", "The overview.", "This overview.")
    add(archived)
    assert body(planned(archived, correction=True)) == [  # errata that were told are not told again
        "Alpha https://example.org/2018/en/alpha",
        "So was the overview.",
        "- Words changed in the overview.",
    ]


def test_the_volume_of_an_archive_is_sent_where_the_campaign_says_so(archived: Path) -> None:
    add(archived, "--volume")
    made = planned(archived)
    assert brings(made)["ada@example.org"] == ["Alpha", "Beta", "Gamma"]
    change(archived, "edition: 2018", "edition: 2018\nattach: [report, volume]")
    assert brings(planned(archived))["ada@example.org"] == ["Mini Index 2018", "Alpha", "Beta", "Gamma"]


def test_what_the_archive_lacks_is_told(archived: Path) -> None:
    change(archived, "edition: 2018", "edition: 2018\nattach: [card]\nreports: [Beta]")
    with pytest.raises(InputError) as caught:
        planned(archived)
    assert str(caught.value).replace(f"{archived.parent}/", "") == (
        "release.yaml:4:10: error[not-archived]: the archive has no file of the profile card of urn:pdfgen:mini:2018:en:beta.b-2\n"
        "  4 | archive: ../../archive\n"
        "    |          ^\n"
        "  help: add it: `pdfgen archive add … --profile screen --profile card`"
    )
    change(archived, "edition: 2018", "edition: 2017")
    with pytest.raises(InputError) as caught:
        planned(archived)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (
        "unknown-edition",
        "the archive ../../archive has nothing of edition 2017",
    )
