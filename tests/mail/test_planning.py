"""A plan: who gets what, in which language; frozen as it will go out; whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import EnvironmentFailure, InputError
from pdfgen.mail import outbox
from pdfgen.mail.journal import Journal
from pdfgen.mail.planned import Plan
from pdfgen.source.links import following
from tests.mail.newsroom import (
    EDITION,
    LIST,
    MOMENT,
    SECRET,
    brings,
    change,
    deliver,
    left,
    planned,
    write,
    write_newsroom,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose reports are built."""
    folder = tmp_path_factory.mktemp("newsroom") / "project"
    planned(write_newsroom(folder))
    shutil.rmtree(folder / "mail" / "outbox")
    for path in (folder / "mail").glob("journal.sqlite*"):
        path.unlink()
    return folder


@pytest.fixture
def campaign(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "project")
    return tmp_path / "project" / "mail" / "release.yaml"


def follow(campaign: Path, *rows: tuple[str, str]) -> None:
    """Write a list: an address and what it follows."""
    write(
        campaign.with_suffix(".csv"),
        "address,follows\n" + "".join(f"{address}@example.org,{term}\n" for address, term in rows),
    )


def refused(campaign: Path) -> str:
    with pytest.raises(InputError) as caught:
        planned(campaign)
    return str(caught.value).replace(f"{campaign.parent}/", "")


def test_each_recipient_gets_what_they_follow_in_their_language(campaign: Path) -> None:
    made = planned(campaign)
    assert brings(made) == {
        "ada@example.org": ["Alpha", "Beta", "Gamma"],
        "ben@example.org": ["Alpha", "Gamma"],  # a former name; a flag
        "eva@example.org": ["Alpha"],
    }
    assert left(made) == []
    english, spanish = made.plan.messages[0].reports[0], made.plan.messages[2].reports[0]
    assert (english.object, spanish.object) == ("urn:pdfgen:mini:2018:en:alpha", "urn:pdfgen:mini:2018:es:alpha")


@pytest.mark.parametrize(
    ("term", "titles"),
    [
        ("", ["Alpha", "Beta", "Gamma"]),
        ("ALPHA", ["Alpha"]),
        ("old alpha", ["Alpha"]),
        ("The Betas", ["Beta"]),
        ("b-2", ["Beta"]),
        ("BB", ["Beta"]),
        ("bb", ["Beta"]),
        ("AA", ["Alpha"]),  # the country's, not that of the territory which shares it
        ("north", ["Alpha", "Beta"]),
        ("low", ["Gamma"]),
        ("Gamma; Delta", ["Gamma"]),
    ],
)
def test_entities_regions_and_flags_are_followed_by_their_names(term: str, titles: list[str], campaign: Path) -> None:
    follow(campaign, ("ada", term))
    assert brings(planned(campaign)) == {"ada@example.org": titles}


def test_who_follows_what_has_no_report_gets_nothing_and_is_named(campaign: Path) -> None:
    follow(campaign, ("ada", "Delta"), ("ben", "West"), ("eva", "Beta"))
    change(campaign, "edition: 2018", "edition: 2018\nreports: [Beta]")
    made = planned(campaign)
    assert brings(made) == {"eva@example.org": ["Beta"]}
    assert left(made) == [("ada@example.org", "nothing-followed"), ("ben@example.org", "nothing-followed")]
    assert made.plan.left_out[0].told == "there is no report on what this recipient follows"
    assert made.plan.left_out[0].place == f"{campaign.with_suffix('.csv')}:2:1"


def test_what_matches_nothing_is_a_problem_with_the_nearest_name(campaign: Path) -> None:
    follow(campaign, ("ada", "Alphia"), ("ben", "Nort"), ("eva", "lo"))
    assert refused(campaign) == (
        "release.csv:2:1: error[unknown-followed]: ada@example.org follows “Alphia”, and nothing is called that\n"
        "  help: did you mean `Alpha`?\n"
        "release.csv:3:1: error[unknown-followed]: ben@example.org follows “Nort”, and nothing is called that\n"
        "  help: did you mean `North`?\n"
        "release.csv:4:1: error[unknown-followed]: eva@example.org follows “lo”, and nothing is called that\n"
        "  help: did you mean `low`?"
    )


def test_reports_that_a_campaign_names_must_be_there(campaign: Path) -> None:
    change(campaign, "edition: 2018", "edition: 2018\nreports: [Delta, Betta]")
    assert refused(campaign) == (
        "release.yaml:2:11: error[no-report]: edition 2018 has no report on “Delta”\n"
        "  2 | reports: [Delta, Betta]\n"
        "    |           ^\n"
        "  help: remove the line, or write the report\n"
        "release.yaml:2:18: error[unknown-followed]: nothing is called “Betta”\n"
        "  2 | reports: [Delta, Betta]\n"
        "    |                  ^\n"
        "  help: did you mean `Beta`?"
    )


def test_an_edition_need_not_be_a_year(campaign: Path) -> None:
    project = campaign.parent.parent
    shutil.rmtree(project / "editions" / "2018-es")
    change(project / "rubrics" / "mini.yaml", "[2017, 2018]", "[2018-H1, 2018-H2]")
    change(project / "editions" / "2018" / "edition.yaml", "edition: 2018", "edition: 2018-H2")
    change(campaign, "edition: 2018", "edition: 2018-H2")
    made = planned(campaign)
    assert brings(made)["ben@example.org"] == ["Alpha", "Gamma"]
    assert made.plan.messages[0].reports[0].object == "urn:pdfgen:mini:2018-H2:en:alpha"


@pytest.mark.parametrize(
    ("edition", "message", "remedy"),
    [
        ("2017", "there is no edition 2017 in {}/editions", "known are 2018"),
        ("2018\nrubric: big", "there is no edition big 2018 in {}/editions", "known are 2018"),
    ],
)
def test_an_edition_that_is_not_there_is_refused(edition: str, message: str, remedy: str, campaign: Path) -> None:
    change(campaign, "edition: 2018", f"edition: {edition}")
    with pytest.raises(InputError) as caught:
        planned(campaign)
    (problem,) = caught.value.problems
    project = campaign.parent.parent
    assert (problem.code, problem.message, problem.remedy) == ("unknown-edition", message.format(project), remedy)


def test_of_several_methods_the_campaign_names_one(campaign: Path) -> None:
    other = EDITION.format(language="en").replace("rubric: mini", "rubric: freedom-in-the-world")
    write(campaign.parent.parent / "editions" / "other" / "edition.yaml", other)
    assert refused(campaign) == (
        "release.yaml:1:10: error[several-methods]: edition 2018 is there by freedom-in-the-world and by mini\n"
        "  1 | edition: 2018\n"
        "    |          ^\n"
        "  help: say which one: `rubric: freedom-in-the-world`"
    )
    change(campaign, "edition: 2018", "edition: 2018\nrubric: mini")
    assert len(brings(planned(campaign))) == 3


def test_two_reports_of_one_identifier_are_refused(campaign: Path) -> None:
    editions = campaign.parent.parent / "editions"
    shutil.copytree(editions / "2018-es", editions / "2018-mx")
    told = refused(campaign).replace(f"{editions}/", "")
    assert (
        "2018-mx/reports/alpha.yaml:1:1: error[object-of-two]: its object would be urn:pdfgen:mini:2018:es:alpha"
        in told
    )


def test_a_report_that_is_wrong_stops_the_plan(campaign: Path) -> None:
    change(campaign.parent.parent / "editions" / "2018" / "reports" / "beta.yaml", "score: 9", "score: 19")
    assert "error[score-out-of-range]" in refused(campaign)
    assert not (campaign.parent / "outbox").exists()


def test_everything_is_frozen_in_the_outbox(campaign: Path) -> None:
    made = planned(campaign)
    assert made.folder is not None
    assert made.folder == campaign.parent / "outbox" / "release-1"
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "0001.eml",
        "0002.eml",
        "0003.eml",
        "plan.json",
        "recipients.csv",
    ]
    assert Plan.model_validate_json((made.folder / "plan.json").read_bytes()) == made.plan
    assert (made.plan.moment, made.plan.sender) == ("2018-02-03T05:05:06+00:00", "office@example.org")
    for one in made.plan.messages:
        content = (made.folder / one.file).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.sha256, one.bytes)
        message = message_from_bytes(content, policy=policy.SMTP)
        assert (message["To"].addresses[0].addr_spec, message["Message-ID"], message["Subject"]) == (
            one.address,
            one.message_id,
            one.subject,
        )
        assert message["Date"].datetime == MOMENT
        attached = [part.get_content() for part in message.iter_attachments()]
        assert [hashlib.sha256(file).hexdigest() for file in attached] == [
            file.sha256 for report in one.reports for file in report.files
        ]
        assert [report.version for report in one.reports] == [
            file.sha256 for report in one.reports for file in report.files
        ]


def test_the_same_plan_gives_the_same_messages(campaign: Path) -> None:
    first, second = planned(campaign), planned(campaign)
    assert first.plan.id == "release-1"
    assert second.plan.id == "release-2"
    assert first.plan.messages == second.plan.messages


def test_the_table_says_who_gets_what_and_who_does_not(campaign: Path) -> None:
    write(
        campaign.with_suffix(".csv"),
        'address,name,language,follows\nada@example.org,"=1+1",en,Beta\nADA@example.org,Ada,en,Beta\nben@example.org,Ben,en,West\n',
    )
    made = planned(campaign)
    assert made.folder is not None
    with (made.folder / "recipients.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    size = str(made.plan.messages[0].bytes)
    assert [list(row.values()) for row in rows] == [
        ["0001.eml", "ada@example.org", "'=1+1", "en", "Beta", "Mini Index 2018 Beta.pdf", size, "planned", ""],
        ["", "ADA@example.org", "", "", "", "", "", "duplicate", f"{campaign.with_suffix('.csv')}:3:1: ADA@example.org stands on line 2 too, and gets one message"],
        ["", "ben@example.org", "", "", "", "", "", "nothing-followed", f"{campaign.with_suffix('.csv')}:4:1: there is no report on what this recipient follows"],
    ]  # fmt: skip


def test_a_list_outside_the_project_is_read_on_demand_only(campaign: Path) -> None:
    elsewhere = campaign.parent.parent.parent / "contacts.csv"
    campaign.with_suffix(".csv").rename(elsewhere)
    campaign.with_suffix(".csv").symlink_to(elsewhere)
    assert refused(campaign) == (
        "release.csv:1:1: error[link-out]: this link leads out of the project\n"
        "  help: put the file itself in the project, or allow such links with --follow-links"
    )
    with following(follow=True):
        assert len(brings(planned(campaign))) == 3


# What was sent before


def test_nobody_gets_a_report_twice_and_nobody_is_forgotten(campaign: Path) -> None:
    planned(campaign)
    deliver(campaign, "ada@example.org")
    deliver(campaign, "ben@example.org", state="unknown")
    write(campaign.with_suffix(".csv"), LIST + "new@example.org,New,en,Beta,\n")
    made = planned(campaign)
    assert brings(made) == {"eva@example.org": ["Alpha"], "new@example.org": ["Beta"]}
    assert [(one.address, one.reason, one.told) for one in made.plan.left_out] == [
        ("ada@example.org", "had-it", "has had Alpha, Beta, Gamma"),
        (
            "ben@example.org",
            "uncertain",
            "may have had Alpha, Gamma: see `pdfgen mail status`, and send it again with `resend --unknown` if it is lost",
        ),
    ]
    with Journal.open(campaign.parent) as journal:
        assert [plan.counts for plan in journal.plans()] == [{"sent": 1, "unknown": 1, "replaced": 1}, {"planned": 2}]


def test_what_another_campaign_has_sent_is_warned_of(campaign: Path) -> None:
    planned(campaign)
    deliver(campaign, "ada@example.org", "eva@example.org")
    other = campaign.with_name("second.yaml")
    shutil.copy(campaign, other)
    follow(campaign, ("ADA", "Alpha; Beta"), ("ben", "Alpha"))
    made = planned(other)
    (warning,) = made.warnings
    assert (warning.code, warning.message, warning.remedy) == (
        "sent-by-another",
        "recipients who have had a report of their message by the campaign release: 1",
        "if release.yaml was renamed, give it its old name; else take them from one of the two lists",
    )
    assert [(one.address, one.warnings) for one in made.plan.messages] == [
        ("ADA@example.org", ("has had Alpha, Beta by the campaign release",)),
        ("ben@example.org", ()),
    ]


def test_a_list_without_rows_is_warned_of(campaign: Path) -> None:
    follow(campaign)
    made = planned(campaign)
    assert [(one.code, one.message) for one in made.warnings] == [("no-recipients", "the list has no recipients")]
    assert made.folder is None


def test_the_number_of_a_plan_is_never_given_twice(campaign: Path) -> None:
    outbox_folder = campaign.parent / "outbox"
    (outbox_folder / "release-1").mkdir(parents=True)  # of a plan that was killed
    assert planned(campaign).folder == outbox_folder / "release-2"
    shutil.rmtree(outbox_folder)
    assert planned(campaign).folder == outbox_folder / "release-3"


def test_what_is_newly_followed_is_sent(campaign: Path) -> None:
    follow(campaign, ("ada", "Alpha"))
    planned(campaign)
    deliver(campaign)
    follow(campaign, ("ada", "Alpha; Beta"))
    made = planned(campaign)
    assert brings(made) == {"ada@example.org": ["Beta"]}
    assert made.plan.messages[0].warnings == ()


def test_an_earlier_version_is_corrected_by_itself(campaign: Path) -> None:
    follow(campaign, ("ada", "Alpha"), ("ben", "Alpha"))
    planned(campaign)
    deliver(campaign)
    change(campaign.parent.parent / "editions" / "2018" / "reports" / "alpha.yaml", "score: 9", "score: 8")
    follow(campaign, ("ada", "Alpha"), ("ben", "Alpha; Beta"))
    made = planned(campaign)
    assert brings(made) == {"ben@example.org": ["Beta"]}
    words = "has had an earlier version of Alpha: plan it with --correction"
    assert made.plan.messages[0].warnings == (words,)
    assert [(one.address, one.reason, one.told) for one in made.plan.left_out] == [
        ("ada@example.org", "had-earlier", words)
    ]


def test_suppressed_addresses_get_nothing(campaign: Path) -> None:
    with Journal.open(campaign.parent, create=True) as journal, journal.writing() as writer:
        writer.suppress("ben@example.org", "Ben@example.org", "unsubscribed", MOMENT)
    made = planned(campaign)
    assert "ben@example.org" not in brings(made)
    assert [(one.reason, one.told) for one in made.plan.left_out] == [
        ("suppressed", "ben@example.org gets nothing since 2018-02-03 (unsubscribed)")
    ]


def test_a_plan_of_nothing_leaves_no_folder(campaign: Path) -> None:
    planned(campaign)
    deliver(campaign)
    made = planned(campaign)
    assert made.folder is None
    assert [path.name for path in (campaign.parent / "outbox").iterdir()] == ["release-1"]


def test_a_plan_of_nothing_takes_the_place_of_what_is_unsent(campaign: Path) -> None:
    planned(campaign)
    follow(campaign, ("ada", "Delta"))
    assert planned(campaign).plan.id == "release-2"
    with Journal.open(campaign.parent) as journal:
        assert [plan.counts for plan in journal.plans()] == [{"replaced": 3}, {}]


def test_two_plans_at_once_are_refused(campaign: Path) -> None:
    with (
        Journal.open(campaign.parent, create=True) as journal,
        journal.writing(),
        pytest.raises(EnvironmentFailure, match=r"^another pdfgen is planning or sending in "),
    ):
        planned(campaign)


def test_a_folder_that_the_journal_does_not_know_stays_as_it_is(campaign: Path) -> None:
    write(campaign.parent / "outbox" / "release-1" / "0001.eml", "somebody's own")
    assert planned(campaign).plan.id == "release-2"
    assert (campaign.parent / "outbox" / "release-1" / "0001.eml").read_text() == "somebody's own"


def test_a_template_that_fails_leaves_nothing(campaign: Path) -> None:
    change(campaign, "Dear {{ name }},", "Dear {{ fields['desk'] }} {{ fields['desk'] | first }},")
    assert "release.yaml:10" in refused(campaign)  # Eva has no desk
    assert list((campaign.parent / "outbox").iterdir()) == []
    with Journal.open(campaign.parent) as journal:
        assert journal.plans() == []


# What is attached


def test_a_link_alone(campaign: Path) -> None:
    change(campaign, "edition: 2018", "edition: 2018\nattach: []")
    made = planned(campaign)
    assert brings(made)["eva@example.org"] == ["Alpha"]
    assert all(report.files == () for one in made.plan.messages for report in one.reports)
    assert made.folder is not None
    message = message_from_bytes((made.folder / "0003.eml").read_bytes(), policy=policy.SMTP)
    assert message.get_content_type() == "text/plain"
    assert "Alpha https://example.org/2018/es/alpha\n" in message.get_content().replace("\r\n", "\n")


def test_the_card_and_the_volume(campaign: Path) -> None:
    change(campaign, "edition: 2018", "edition: 2018\nattach: [card, volume]\nreports: [Alpha]")
    made = planned(campaign)
    ada = made.plan.messages[0]
    assert [(report.title, [file.name for file in report.files]) for report in ada.reports] == [
        ("Mini Index 2018", ["Mini Index 2018.pdf"]),
        ("Alpha", ["Mini Index 2018 Alpha (card).pdf"]),
    ]
    report = ada.reports[1]
    assert report.version != report.files[0].sha256  # the version is that of the report


def test_an_edition_of_two_languages_has_a_report_and_a_volume_in_each(campaign: Path) -> None:
    editions = campaign.parent.parent / "editions"
    spanish = (editions / "2018-es" / "reports" / "alpha.yaml").read_text(encoding="utf-8")
    shutil.rmtree(editions / "2018-es")
    write(editions / "2018" / "reports" / "es" / "alpha.yaml", "language: es\n" + spanish)
    change(campaign, "edition: 2018", "edition: 2018\nattach: [report, volume]\nreports: [Alpha]")
    made = planned(campaign)
    assert [[report.object for report in one.reports] for one in made.plan.messages] == [
        ["urn:pdfgen:mini:2018:en", "urn:pdfgen:mini:2018:en:alpha"],
        ["urn:pdfgen:mini:2018:en", "urn:pdfgen:mini:2018:en:alpha"],
        ["urn:pdfgen:mini:2018:es", "urn:pdfgen:mini:2018:es:alpha"],
    ]


def test_the_volume_alone_goes_to_those_who_follow_something_in_it(campaign: Path) -> None:
    change(campaign, "edition: 2018", "edition: 2018\nattach: [volume]")
    follow(campaign, ("ada", "Alpha"), ("ben", "Delta"))
    made = planned(campaign)
    assert brings(made) == {"ada@example.org": ["Mini Index 2018"]}
    assert left(made) == [("ben@example.org", "nothing-followed")]


def test_a_message_that_is_too_large_is_refused_with_advice(campaign: Path) -> None:
    content = "A sentence of nothing at all, which takes its place. " * 300
    report = campaign.parent.parent / "editions" / "2018" / "reports" / "beta.yaml"
    change(report, "The overview.", content)
    for name in "abcdefghijklmnopqrstuvwxyz":
        # files that cannot be made smaller, carried with the report
        shutil.copy(report, report.with_name(f"beta-{name}.yaml"))
        change(report.with_name(f"beta-{name}.yaml"), "name: Beta", f"name: Beta {name}")
        change(report.with_name(f"beta-{name}.yaml"), "iso: BB, id: b-2", f"iso: B{name.upper()}, id: b-{name}")
    change(campaign, "edition: 2018", "edition: 2018\nlimit: 1")
    follow(campaign, ("ada", ""), ("ben", "Beta a"))
    with pytest.raises(InputError) as caught:
        planned(campaign)
    (problem,) = caught.value.problems
    assert (problem.code, problem.origin.line) == ("message-too-large", 2)
    assert problem.message.startswith("the message to ada@example.org has 1.")
    assert problem.message.endswith(" MB; 1 is the most (`limit:`)")
    assert problem.remedy == "attach the card in place of the report, or send a link alone (`attach: []`)"
    assert not (campaign.parent / "outbox").exists()


def test_what_some_servers_refuse_is_warned_of(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "RAW", 50_000)
    follow(campaign, ("ada", ""))
    (warning,) = planned(campaign).plan.messages[0].warnings
    assert warning.startswith("attachments of 0.1 MB: some servers refuse more than 7: attach the card in place of")


# The command


@pytest.mark.slow
@pytest.mark.usefixtures("keys")
def test_a_plan_that_is_killed_leaves_nothing_that_counts(campaign: Path) -> None:
    follow(campaign, *((f"reader-{number}", "") for number in range(300)))
    command = [sys.executable, "-m", "pdfgen", "mail", "plan", str(campaign)]
    outbox_folder = campaign.parent / "outbox"
    for least in (0, 1, 100, 250):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while process.poll() is None and len(list(outbox_folder.glob(".pdfgen-*/*.eml"))) < least:
                time.sleep(0.001)
            process.kill()
        assert process.returncode == -signal.SIGKILL
        with Journal.open(campaign.parent, create=True) as journal:
            assert journal.plans() == []
        assert list(outbox_folder.glob("release-*")) == []
    made = planned(campaign)
    assert len(made.plan.messages) == 300
    assert [path.name for path in outbox_folder.iterdir()] == ["release-1"]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDFGEN_UNSUBSCRIBE_KEY", SECRET.decode())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT.timestamp())))


@pytest.mark.usefixtures("keys")
def test_the_command_shows_the_table(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(campaign.with_suffix(".csv"), "alpha", "Delta")
    assert run(["mail", "plan", str(campaign)]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].split() == ["file", "address", "reports", "files", "size", "remarks"]
    assert lines[1].startswith("0001.eml  ada@example.org  Alpha, Beta, Gamma  3      ")
    assert lines[3] == (
        f"not planned: eva@example.org ({campaign.with_suffix('.csv')}:4:1): there is no report on what this recipient follows"
    )
    folder = campaign.parent / "outbox" / "release-1"
    assert err.startswith(f"{folder}: 2 messages, ")
    assert err.endswith(
        f"; nothing was sent\nnext: pdfgen mail preview {folder}\nthen: pdfgen mail send {folder} --send --count 2\n"
    )


@pytest.mark.usefixtures("keys")
def test_the_command_as_json(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mail", "plan", str(campaign), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    plan = json.loads((campaign.parent / "outbox" / "release-1" / "plan.json").read_text(encoding="utf-8"))
    assert found == {"folder": str(campaign.parent / "outbox" / "release-1"), **plan, "problems": []}


def test_no_plan_without_the_key_of_the_unsubscribe_links(
    campaign: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PDFGEN_UNSUBSCRIBE_KEY", raising=False)
    assert run(["mail", "plan", str(campaign)]) == 2
    assert capsys.readouterr().err == (
        "error: PDFGEN_UNSUBSCRIBE_KEY, which signs the unsubscribe links, is not set\n"
        "help: set it to what `openssl rand -hex 32` writes, and keep it: links of earlier messages need it\n"
    )
