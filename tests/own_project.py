"""A project that has everything of its own: method, scores, theme, labels, fonts; with remarks that nobody must see."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import yaml

from pdfgen.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = """\
# REMARK: the secretary does not like this method
id: towns
title: Towns
publisher: Office
editions: [2016, 2017, 2018]
headline: [{aggregate: T}]
tree:
  - id: T  # REMARK: total
    label: Total
    children:
      - {id: A, label: First, children: [{id: A1, label: One, max: 4}, {id: A2, label: Two, max: 4}]}
      - {id: B, label: Second, children: [{id: A3, label: Three, max: 4, step: 0.5, decimals: 1}]}
"""
EDITION = """\
# REMARK: to be published in May
rubric: towns
edition: 2018
year_under_review: 2017
theme: compact
publication: {publisher: Office, licence: CC BY 4.0}
"""
REPORT = """\
# REMARK: the author is late
entity: {name: Ruritania, kind: country}
overview: |  # REMARK: too long
  A text with “quotes”, a [link](https://example.org/a), and a mark.[^a]

  - an item # which is text
  - another: item
key_developments:
  - "1e5"
  - 'yes'
answers:
  A1: {score: 3, narrative: Why.}
  # REMARK: this one is wrong
  A2: {score: 1, narrative: "NO", score_change: Fewer.}
  A3: {score: 2.0, narrative: Why., score_change: More.}
footnotes:
  a: The note.
"""


def write_project(folder: Path) -> Path:
    """Write method, scores and a report into ``folder``; return the report."""
    (folder / "rubrics").mkdir()
    (folder / "rubrics" / "towns.yaml").write_text(RUBRIC, encoding="utf-8")
    (folder / "scores" / "towns").mkdir(parents=True)
    (folder / "scores" / "towns" / "2016.csv").write_text("entity,A1,A2,A3\nRuritania,1,2,0.5\n", encoding="utf-8")
    (folder / "scores" / "towns" / "2017.csv").write_text("entity,A1,A2,A3\nRuritania,3,2,1.5\n", encoding="utf-8")
    home = folder / "editions" / "2018"
    (home / "reports").mkdir(parents=True)
    (home / "edition.yaml").write_text(EDITION, encoding="utf-8")
    path = home / "reports" / "ruritania.yaml"
    path.write_text(REPORT, encoding="utf-8")
    return path


def write_looks(folder: Path) -> None:
    """Add a theme, labels and two fonts to the project; one of them may not travel with a file."""
    data = shipped("data")
    for name in ("themes", "labels", "names", "fonts"):
        (folder / name).mkdir()
    theme = yaml.safe_load((data / "themes" / "compact.yaml").read_text(encoding="utf-8"))
    theme["families"]["serif"] = {"regular": "Own.ttf"}
    theme["families"]["sans"]["strong"] = "Tied.ttf"
    theme["colours"]["ink"] = {"rgb": "#203040", "cmyk": [80, 60, 40, 40]}
    text = "# REMARK: the printer complains\n" + yaml.safe_dump(theme, allow_unicode=True, sort_keys=False)
    (folder / "themes" / "house.yaml").write_text(text, encoding="utf-8")
    labels = (data / "labels" / "en.yaml").read_text(encoding="utf-8").replace("Key developments", "Milestones")
    assert "Milestones" in labels
    (folder / "labels" / "en.yaml").write_text(labels, encoding="utf-8")
    shutil.copy(shipped("fonts") / "SourceSerif4_400Regular.ttf", folder / "fonts" / "Own.ttf")
    tied = bytearray((shipped("fonts") / "SourceSans3_700Bold.ttf").read_bytes())
    tied[table_of(tied, b"OS/2") + 8 : table_of(tied, b"OS/2") + 10] = (4).to_bytes(2, "big")  # preview and print
    (folder / "fonts" / "Tied.ttf").write_bytes(bytes(tied))
    home = folder / "editions" / "2018" / "edition.yaml"
    home.write_text(home.read_text(encoding="utf-8").replace("theme: compact", "theme: house"), encoding="utf-8")


def table_of(font: bytearray, tag: bytes) -> int:
    """Return where a table of a font begins."""
    place = font.index(tag, 12)
    return int.from_bytes(font[place + 8 : place + 12], "big")
