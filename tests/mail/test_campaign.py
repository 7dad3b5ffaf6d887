"""A campaign as a file of a project: what is wrong is told at its line, by ``check`` and by ``mail plan`` alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError
from pdfgen.model.campaign import is_loopback
from tests.mail.newsroom import change, planned, write_newsroom

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    return write_newsroom(tmp_path)


def told(campaign: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one problem of a campaign, as ``check`` tells it, without its place."""
    assert run(["check", str(campaign)]) == 1
    err = capsys.readouterr().err
    assert err.endswith("1 file checked: 1 error\n")
    return err.replace(f"{campaign.parent}/", "").removesuffix("\n\n1 file checked: 1 error\n")


FAULTS = [
    (
        "address: office@example.org",
        'address: "office@example.org\\nBcc: eve@example.org"',
        "release.yaml:3:33: error[not-one-line]: expected one line, found several",
        "join the lines",
    ),
    (
        "name: Office",
        'name: "Office\\rBcc: eve@example.org"',
        "release.yaml:3:16: error[forbidden-character]: the character U+000D is not allowed",
        "remove the escape",
    ),
    (
        "address: office@example.org",
        "address: Office <office@example.org>",
        "release.yaml:3:33: error[bad-address]: “Office <office@example.org>” is not an e-mail address",
        "write it alone, as name@example.org",
    ),
    (
        "https://example.org/unsubscribe/{token}",
        "http://example.org/{token}",
        "release.yaml:4:14: error[bad-url]: “http://example.org/{token}” is not the address of a page by HTTPS",
        "write it as https://example.org/unsubscribe/{token}",
    ),
    (
        "https://example.org/unsubscribe/{token}",
        "https://example.org/unsubscribe",
        "release.yaml:4:14: error[bad-url]: “https://example.org/unsubscribe” does not have {token} in one place behind the host",
        "write it as https://example.org/unsubscribe/{token}",
    ),
    (
        "https://example.org/unsubscribe/{token}",
        "https://{token}.example.org/",
        "release.yaml:4:14: error[bad-url]: “https://{token}.example.org/” does not have {token} in one place behind the host",
        "write it as https://example.org/unsubscribe/{token}",
    ),
    (
        "{edition}/{language}",
        "{editon}/{language}",
        "release.yaml:5:27: error[bad-message]: “{editon}” is not a placeholder of this text",
        "use {edition}, {language}, {name}; write {{ and }} for braces that are printed",
    ),
    (
        "release.csv",
        "gone.csv",
        "release.yaml:2:13: error[missing-list]: there is no file gone.csv",
        "write the list, with the columns address, name, language and follows",
    ),
    (
        "release.csv",
        "list.docx",
        "release.yaml:2:13: error[unknown-format]: “list.docx” does not end in .csv, .tsv, .xlsx, .yaml or .yml",
        "save the list as one of these",
    ),
    (
        "server: {host: mail.example.org}",
        "server: {host: mail.example.org, security: none}",
        "release.yaml:21:44: error[open-connection]: mail to mail.example.org would go over the net for everybody to read",
        "write `security: starttls` or `security: tls`",
    ),
    (
        "host: mail.example.org",
        "host: smtp://mail.example.org",
        "release.yaml:21:16: error[bad-host]: “smtp://mail.example.org” is not the name of a server",
        "write its name alone, as mail.example.org",
    ),
    (
        "edition: 2018",
        "edition: 2018\npage_size: a5",
        "release.yaml:2:12: error[unknown-word]: “a5” is not one of the words here",
        "known are `a4`, `letter`",
    ),
    (
        "    text: |",
        "    html: ../message.html\n    text: |",
        "release.yaml:9:11: error[file-outside]: “../message.html” is not in the folder of the campaign",
        "put the file beside the campaign, and write its name",
    ),
    (
        "    text: |",
        "    html: message.pdf\n    text: |",
        "release.yaml:9:11: error[bad-html-file]: “message.pdf” does not end in .html",
        "name the file of the body, as message.html",
    ),
    (
        "    text: |",
        "    html: message.html\n    text: |",
        "release.yaml:9:11: error[missing-html]: there is no file message.html",
        "write the body, or remove the line",
    ),
]


@pytest.mark.parametrize(("old", "new", "headline", "remedy"), FAULTS, ids=[row[1][:30] for row in FAULTS])
def test_what_is_wrong_is_told_at_its_line(
    old: str, new: str, headline: str, remedy: str, campaign: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(campaign, old, new)
    head, *_, last = told(campaign, capsys).splitlines()
    assert (head, last) == (headline, f"  help: {remedy}")


def test_a_campaign_that_brings_nothing_is_refused(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(campaign, "link: https://example.org/{edition}/{language}/{name}", "attach: []")
    assert told(campaign, capsys) == (
        "release.yaml:5:9: error[nothing-to-send]: nothing is attached, and there is no link\n"
        "  5 | attach: []\n"
        "    |         ^\n"
        "  help: write `link:` with the place of the reports, or name in `attach:` what is sent"
    )


def test_a_sound_campaign_is_sound(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(campaign, "{host: mail.example.org}", "{host: localhost, security: none, port: 2525}")
    assert run(["check", str(campaign)]) == 0
    assert capsys.readouterr().err == "1 file checked: 0 errors\n"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("192.168.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # it is not bound to
        ("mail", False),
    ],
)
def test_only_this_machine_may_be_spoken_to_openly(host: str, loopback: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is loopback


def test_problems_of_templates_and_list_are_told_together(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(campaign, "{{ unsubscribe }}", "{{ unsubscribed }}")
    change(campaign.with_suffix(".csv"), "ben@example.org", "ben@")
    assert run(["check", str(campaign)]) == 1
    assert capsys.readouterr().err.replace(f"{campaign.parent}/", "") == (
        "release.csv:3:1: error[bad-address]: mail cannot be sent to “ben@”: there must be something after the @-sign\n"
        "  3 | ben@,Ben,en,Old Alpha; low,Economy\n"
        "    | ^\n"
        "  help: correct the address, or remove the row\n\n"
        "release.yaml:20:10: error[undefined-name]: `unsubscribed` is not a name here\n"
        "  20 |       {{ unsubscribed }}\n"
        "     |          ^\n"
        "  help: did you mean `unsubscribe`?\n\n"
        "1 file checked: 2 errors\n"
    )
    with pytest.raises(InputError) as caught:
        planned(campaign)
    assert sorted(problem.origin.path.rpartition("/")[2] for problem in caught.value.problems) == [
        "release.csv",
        "release.yaml",
    ]
    assert not (campaign.parent / "outbox").exists()
