"""A small publisher: a project of four reports, one of them in two languages, with a campaign and its list."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pdfgen.builds.in_process import InProcess
from pdfgen.mail.journal import Journal, State
from pdfgen.mail.planning import Planned, PlanRequest
from pdfgen.mail.planning import plan as make_plan
from tests import mini

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOMENT = datetime(2018, 2, 3, 5, 5, 6, tzinfo=timezone.utc)
SECRET = b"0123456789abcdef0123456789abcdef"
FLAGS = """\
flags: [{id: low, label: Low score, when: {measure: Total, below: 10}}]
"""
NAMES = """\
entities:
  - {name: Alpha, kind: country, iso: AA, former: [{name: Old Alpha, editions: -2017}]}
  - {name: Beta, kind: country, iso: BB, also: [The Betas]}
  - {name: Gamma, kind: territory, iso: AA}
  - {name: Delta, kind: country, iso: DD}
"""
EDITION = """\
rubric: mini
edition: 2018
year_under_review: 2017
language: {language}
regions: [North, South, West]
publication: {{publisher: Office}}
"""
REPORT = """\
entity: {entity}
overview: The overview.
answers:
  Q1: {{score: {score}, narrative: Why.}}
  Q2: {{score: 3, narrative: Because.}}
"""
ENTITIES = {
    "alpha": "{name: Alpha, kind: country, iso: AA, region: North}",
    "beta": "{name: Beta, kind: country, iso: BB, id: b-2, region: North}",
    "gamma": "{name: Gamma, kind: territory, iso: AA, region: South}",
}
CAMPAIGN = """\
edition: 2018
recipients: release.csv
sender: {name: Office, address: office@example.org}
unsubscribe: https://example.org/unsubscribe/{token}
link: https://example.org/{edition}/{language}/{name}
messages:
  en:
    subject: "{% if correction %}Corrected: {% endif %}{{ reports | map(attribute='title') | join(', ') }}"
    text: |
      Dear {{ name }},
      {% for report in reports %}
      {{ report.title }} {{ report.link }}
      {% for erratum in report.errata %}
      {{ erratum.text }}
      {% endfor %}
      {% for change in report.changes %}
      - {{ change }}
      {% endfor %}
      {% endfor %}
      {{ unsubscribe }}
server: {host: mail.example.org}
"""
LIST = """\
address,name,language,follows,desk
ada@example.org,Ada,en,,Politics
ben@example.org,Ben,en,Old Alpha; low,Economy
eva@example.org,Eva,es,alpha,
"""


def write_newsroom(folder: Path) -> Path:
    """Write the project into ``folder``; return the campaign."""
    for name, text in {
        "rubrics/mini.yaml": mini.rubric(2017, 2018, more=FLAGS),
        "names/mini.yaml": NAMES,
        "mail/release.yaml": CAMPAIGN,
        "mail/release.csv": LIST,
    }.items():
        write(folder / name, text)
    for home, language, names in (("2018", "en", ENTITIES), ("2018-es", "es", {"alpha": ENTITIES["alpha"]})):
        write(folder / "editions" / home / "edition.yaml", EDITION.format(language=language))
        for name, entity in names.items():
            score = 2 if name == "gamma" else 9
            write(folder / "editions" / home / "reports" / f"{name}.yaml", REPORT.format(entity=entity, score=score))
    return folder / "mail" / "release.yaml"


def write(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Change words of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def correct(campaign: Path, *, score: int = 7, name: str = "alpha") -> None:
    """Correct the report on Alpha: a score, and an erratum that says so."""
    report = campaign.parent.parent / "editions" / "2018" / "reports" / f"{name}.yaml"
    change(report, "score: 9", f"score: {score}")
    report.write_text(
        f"{report.read_text('utf-8')}errata: [{{date: 2018-03-05, text: The score was wrong.}}]\n", "utf-8"
    )


class Quiet:
    """Shows no progress."""

    def stage(self, _words: str, _total: int) -> Callable[[], None]:
        return lambda: None


def planned(campaign: Path, **options: Any) -> Planned:
    """Plan a campaign in this process."""
    given: dict[str, Any] = {
        "moment": MOMENT,
        "unsubscribe_key": SECRET,
        "executor": InProcess(),
        "here": campaign.parent,
    } | options
    return make_plan(PlanRequest(campaign, **given), Quiet())


def deliver(campaign: Path, *addresses: str, state: State = "sent") -> None:
    """Note in the journal that what is planned was sent, or is unknown: all of it, or to these addresses."""
    with Journal.open(campaign.parent) as journal, journal.writing() as writer:
        planned: tuple[State, ...] = ("planned",)
        for entry in list(journal.entries(states=planned)):
            if not addresses or entry.address in addresses:
                writer.sending(entry.number, MOMENT)
                getattr(writer, state)(entry.number, "250 ok", MOMENT)


def brings(made: Planned) -> dict[str, list[str]]:
    """Return the titles that each recipient gets."""
    return {one.address: [report.title for report in one.reports] for one in made.plan.messages}


def left(made: Planned) -> list[tuple[str, str]]:
    """Return who gets nothing, and why."""
    return [(one.address, one.reason) for one in made.plan.left_out]
