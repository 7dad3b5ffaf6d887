"""Files that extend another one: what is different, and where problems are told."""

from __future__ import annotations

import shutil
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from pdfgen.cli.app import run
from pdfgen.errors import InputError, UsageError
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.extending import chain
from pdfgen.source.inputs import inputs
from pdfgen.source.load import load
from tests import mini

REPORT = """\
entity: {name: Ruritania, kind: country}
overview: A report on Ruritania.
answers:
  Q1: {score: 4, narrative: Words on the first.}
  Q2: {score: 7, narrative: Words on the second.}
"""


def wrote(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    wrote(tmp_path / "rubrics/mini.yaml", mini.rubric(2018))
    wrote(tmp_path / "editions/2018/edition.yaml", "rubric: mini\nedition: 2018\nyear_under_review: 2017\n")
    wrote(tmp_path / "editions/2018/reports/ruritania.yaml", REPORT)
    return tmp_path


def problems(project: Path, what: str) -> list[str]:
    catalogue = Catalogue(project)
    read = partial(catalogue.labels, "en") if what == "labels" else partial(catalogue.rubric, what)
    with pytest.raises(InputError) as refused:
        read()
    return [
        f"{Path(problem.origin.path).name}:{problem.origin.line}: {problem.message}; {problem.remedy}"
        for problem in refused.value.problems
    ]


def test_one_changed_word_is_one_line(project: Path) -> None:
    wrote(project / "labels/en.yaml", "extends: en\nno_narrative: Nothing was written.\n")
    labels, shipped = Catalogue(project).labels("en"), Catalogue().labels("en")
    assert labels.no_narrative == "Nothing was written."
    assert labels == shipped.model_copy(update={"no_narrative": "Nothing was written."})


def test_a_word_of_a_part_leaves_the_other_words_of_the_part(project: Path) -> None:
    wrote(project / "labels/en.yaml", "extends: en\nvolume: {contents: What is inside}\n")
    volume = Catalogue(project).labels("en").volume
    assert volume == Catalogue().labels("en").volume.model_copy(update={"contents": "What is inside"})


def test_words_of_one_method_go_before_those_of_all(project: Path) -> None:
    wrote(project / "labels/en.yaml", "extends: en\nscore_overview: Of all\n")
    wrote(project / "labels/en.mini.yaml", "extends: en\nscore_overview: Of the mini index\n")
    catalogue = Catalogue(project)
    assert catalogue.labels("en", "mini").score_overview == "Of the mini index"
    assert catalogue.labels("en-GB", "mini").score_overview == "Of the mini index"
    assert catalogue.labels("en", "other").score_overview == "Of all"
    assert catalogue.labels("es", "mini") == Catalogue().labels("es")


def test_a_theme_changes_one_ink(project: Path) -> None:
    wrote(project / "themes/own.yaml", 'extends: standard\ncolours: {ink: {rgb: "#000000", cmyk: [0, 0, 0, 100]}}\n')
    own, standard = Catalogue(project).theme("own"), Catalogue().theme("standard")
    assert own.colours["ink"].rgb == "#000000"
    assert {name: colour for name, colour in own.colours.items() if name != "ink"} == {
        name: colour for name, colour in standard.colours.items() if name != "ink"
    }
    assert own.styles == standard.styles


def test_a_rubric_changes_a_question_where_it_stands(project: Path) -> None:
    wrote(
        project / "rubrics/longer.yaml",
        """\
extends: mini
id: longer
tree:
  - id: Total
    children:
      - {id: Q2, label: The second one}
      - {id: Q3, label: Third, max: 10, step: 1}
    max: 30
""",
    )
    longer = Catalogue(project).rubric("longer")
    assert longer.title == "Mini Index"
    assert [(item.id, item.label, item.max) for item in longer.tree[0].children] == [
        ("Q1", "First", Decimal(10)),
        ("Q2", "The second one", Decimal(10)),
        ("Q3", "Third", Decimal(10)),
    ]


def test_a_file_extends_one_that_extends_another(project: Path) -> None:
    wrote(project / "labels/en.yaml", "extends: en\nno_narrative: Nothing.\n")
    wrote(project / "labels/en.mini.yaml", "extends: en\nfirst_edition: The first.\n")
    labels = Catalogue(project).labels("en", "mini")
    assert (labels.no_narrative, labels.first_edition) == ("Nothing.", "The first.")
    assert [path.name for path in chain(project / "labels/en.mini.yaml")] == ["en.mini.yaml", "en.yaml", "en.yaml"]


def test_all_files_of_a_chain_are_inputs(project: Path) -> None:
    own = wrote(project / "labels/en.yaml", "extends: en\nno_narrative: Nothing.\n")
    wrote(project / "labels/en.mini.yaml", "extends: en\nfirst_edition: The first.\n")
    loaded = load(project / "editions/2018/reports/ruritania.yaml")
    loaded.catalogue.labels("en", "mini")
    assert str(own) in {item.path for item in inputs(loaded)}


def test_a_change_of_the_file_that_is_extended_is_seen(project: Path) -> None:
    own = wrote(project / "labels/en.yaml", "extends: en\nno_narrative: Nothing.\n")
    wrote(project / "labels/en.mini.yaml", "extends: en\n")
    assert Catalogue(project).labels("en", "mini").no_narrative == "Nothing."
    own.write_text("extends: en\nno_narrative: Not a word was written.\n")
    assert Catalogue(project).labels("en", "mini").no_narrative == "Not a word was written."


@pytest.mark.parametrize(
    ("name", "content", "what", "told"),
    [
        (
            "labels/en.yaml",
            "extends: eng\n",
            "labels",
            "en.yaml:1: there is no file “eng.yaml” to extend|",
        ),
        (
            "labels/en.yaml",
            "extends: ../rubrics/mini\n",
            "labels",
            "en.yaml:1: there is no file “../rubrics/mini.yaml” to extend",
        ),
        (
            "labels/en.yaml",
            "extends: en\nno_narative: Nothing.\n",
            "labels",
            "en.yaml:2: `no_narative` is not a key here",
        ),
        ("rubrics/longer.yaml", "extends: mini\ntitle: Longer\n", "longer", "longer.yaml:1: `id` is missing"),
        ("rubrics/mini.yaml", "extends: mini\n", "mini", "mini.yaml:1: there is no file “mini.yaml” to extend"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(project: Path, name: str, content: str, what: str, told: str) -> None:
    wrote(project / name, content)
    (found,) = problems(project, what)
    assert found.startswith(told.split("|", maxsplit=1)[0])


def test_files_that_extend_each_other_are_refused(project: Path) -> None:
    wrote(project / "rubrics/a.yaml", "extends: b\nid: a\n")
    wrote(project / "rubrics/b.yaml", "extends: a\nid: b\n")
    (found,) = problems(project, "a")
    assert found.startswith("b.yaml:1: b.yaml extends a.yaml, which extends it in turn")


def test_a_problem_in_the_file_that_is_extended_is_told_there(project: Path) -> None:
    wrote(project / "labels/en.yaml", "extends: en\nno_narrative: [a]\n")
    wrote(project / "labels/en.mini.yaml", "extends: en\n")
    with pytest.raises(InputError) as refused:
        Catalogue(project).labels("en", "mini")
    (problem,) = refused.value.problems
    assert (Path(problem.origin.path).name, problem.origin.line) == ("en.yaml", 2)


def test_a_part_of_several_editions_must_be_named_with_them(project: Path) -> None:
    rubric = mini.rubric(2017, 2018).replace(
        "      - {id: Q2, label: Second, max: 10, step: 1}",
        "      - {id: Q2, label: Second, max: 10, step: 1, editions: 2017}\n"
        "      - {id: Q2, label: The second, max: 10, step: 1, editions: 2018}",
    )
    wrote(project / "rubrics/mini.yaml", rubric)
    tree = "extends: mini\nid: other\ntree: [{{id: Total, children: [{{id: Q2, label: New{0}}}]}}]\n"
    wrote(project / "rubrics/other.yaml", tree.format(""))
    (found,) = problems(project, "other")
    assert found.startswith("other.yaml:3: there are several Q2 to extend, of several editions")
    wrote(project / "rubrics/other.yaml", tree.format(", editions: 2018"))
    other = Catalogue(project).rubric("other")
    assert [(item.label, item.editions) for item in other.tree[0].children[1:]] == [
        ("Second", other.tree[0].children[1].editions),
        ("New", other.tree[0].children[2].editions),
    ]


def test_what_a_file_carries_stands_alone(project: Path, tmp_path: Path) -> None:
    wrote(project / "labels/en.mini.yaml", "extends: en\nno_narrative: Nothing.\n")
    wrote(project / "themes/own.yaml", "extends: compact\ngrid: 12\ncolumns: {rail: 70}\n")
    report = project / "editions/2018/reports/ruritania.yaml"
    assert run(["build", str(report), "--theme", "own", "-o", str(tmp_path / "a.pdf")]) == 0
    for name in ("rubrics", "labels", "themes", "editions"):
        shutil.rmtree(project / name)
    assert run(["extract", str(tmp_path / "a.pdf"), "-o", str(tmp_path / "again")]) == 0  # it compares the bytes
    assert "extends" not in (tmp_path / "again/labels/en.mini.yaml").read_text(encoding="utf-8")


def test_the_words_of_a_method_are_no_language(project: Path) -> None:
    wrote(project / "labels/en.mini.yaml", "extends: en\n")
    with pytest.raises(UsageError) as refused:
        Catalogue(project).labels("xx")
    assert (str(refused.value), refused.value.remedy) == ("there is no language “xx”", "known are `en`, `es`")
