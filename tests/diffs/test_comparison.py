"""Two editions side by side: who is who, and what became of every text."""

from __future__ import annotations

import random
import string
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdfgen.diffs.comparison import Comparison, compare
from pdfgen.diffs.comparison_data import as_data
from pdfgen.diffs.matching import matched
from pdfgen.diffs.narrative import compare_texts, compare_values, one_line
from pdfgen.importers.scores_alone import Writer
from pdfgen.model.prose import parse
from pdfgen.model.report import Report
from pdfgen.scoring import score
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.load import Loaded
from pdfgen.source.skeleton import new_edition

if TYPE_CHECKING:
    from pathlib import Path

SERIES = "freedom-in-the-world"


# Whole editions, made from the score tables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Return the comparison of editions 2018 and 2019 as the score tables have them."""
    project = tmp_path_factory.mktemp("project")
    folders = [project / "editions" / str(year) for year in (2018, 2019)]
    catalogue = Catalogue(project)
    for year, folder in zip((2018, 2019), folders, strict=True):
        new_edition(folder, SERIES, year)
        method = catalogue.method(SERIES, year)
        done = Writer(folder, method, catalogue, (), replace=False).write(catalogue.scored(SERIES, year))
        assert (len(done.reports), done.changed, done.failed) == (209, 209, {})
    return compare(*folders)


def test_an_entity_that_was_renamed_is_one_entity(tables: Comparison) -> None:
    renamed = [(change.before.entity.name, change.after.entity.name) for change in tables.reports if change.renamed]
    assert renamed == [("Swaziland", "Eswatini")]
    assert (len(tables.reports), tables.new, tables.gone) == (209, (), ())


def test_as_many_countries_got_better_and_worse_as_were_published(tables: Comparison) -> None:
    # “a total of 68 countries suffered net declines … with only 50 registering gains” (edition 2019, Democracy in
    # Retreat)
    countries = [item for item in tables.reports if item.after.entity.kind == "country"]
    trends = Counter(item.scores.aggregate.trend for item in countries if item.scores.aggregate)
    assert trends == {"worse": 68, "better": 50, "same": 77}


def test_the_status_of_five_changed(tables: Comparison) -> None:
    status = {
        item["name"]: (item["status"]["before"], item["status"]["after"])
        for item in as_data(tables)["reports"]
        if item["status"]["before"] != item["status"]["after"]
    }
    assert status == {
        "Hungary": ("F", "PF"),
        "Nicaragua": ("PF", "NF"),
        "Serbia": ("F", "PF"),
        "Uganda": ("PF", "NF"),
        "Zimbabwe": ("NF", "PF"),
    }


# Who is who


def loaded(name: str, iso: str | None = None, kind: str = "country") -> Loaded:
    entity = {"name": name, "iso": iso, "kind": kind}
    report, method = made(entity=entity), Catalogue().method(SERIES, 2018)
    return Loaded(report, method, {}, score(report, method, {}), Catalogue(), "")


def made(**values: Any) -> Report:
    """Return a report that nobody would check: what is compared is what it says."""
    base: dict[str, Any] = {"rubric": SERIES, "edition": 2018, "year_under_review": 2017, "answers": {}}
    return Report.model_validate(base | {"entity": {"name": "Ruritania", "kind": "country"}} | values)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("Finland",), ("FINLAND",)),
        (("Swaziland",), ("Eswatini",)),
        (("Ruritania", "XR"), ("Kingdom of Ruritania", "XR")),
        (("Swaziland", "SZ"), ("Ngwane", "SZ")),
    ],
)
def test_one_entity_is_known_by_name_by_former_name_and_by_code(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    before, after = loaded(*old), loaded(*new)
    others = [loaded("Chad", "TD"), loaded("Palau", "PW")]
    found = matched([*others, before], [after, *others[::-1]])
    assert found.pairs == ((before, after), (others[1], others[1]), (others[0], others[0]))
    assert (found.new, found.gone) == ((), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("Ruritania",), ("Zenda",)),
        (("Sudan", "SD"), ("South Sudan", "SD")),  # both are known, and not the same
        (("Ruritania", "XR"), ("Zenda", "XR", "territory")),  # a code can cover a territory as well
    ],
)
def test_two_entities_are_not_taken_for_one(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    before, after = loaded(*old), loaded(*new)
    found = matched([before], [after])
    assert (found.pairs, found.new, found.gone) == ((), (after,), (before,))


def test_a_code_that_two_share_leads_to_neither() -> None:
    before = [loaded("Ruritania", "XR"), loaded("Zenda", "XR")]
    after = [loaded("Strelsau", "XR")]
    assert matched(before, after).gone == tuple(before)


# Texts

ITEMS = st.lists(st.lists(st.sampled_from(["king", "crown", "vote", "law", "court", "press", "was", "held"]), min_size=1, max_size=9).map(" ".join), max_size=5)  # fmt: skip


@given(ITEMS, ITEMS, ITEMS, ITEMS)
def test_every_text_of_both_sides_is_the_same_or_told(
    old: list[str], new: list[str], old_notices: list[str], new_notices: list[str]
) -> None:
    before, after = (
        made(
            overview="\n\n".join(items) or None,
            key_developments=tuple(items),
            notices=tuple({"kind": "note", "text": text} for text in notices),
        )
        for items, notices in ((old, old_notices), (new, new_notices))
    )
    changes = compare_texts(before, after)
    ours, theirs = (
        {".".join(map(str, place)): one_line(prose) for place, prose in report.prose()} for report in (before, after)
    )
    for change in changes:
        pieces = change.pieces
        assert "".join(piece.text for piece in pieces if piece.op != "+") == (ours.pop(change.before) if change.before else "")  # fmt: skip
        assert "".join(piece.text for piece in pieces if piece.op != "-") == (theirs.pop(change.after) if change.after else "")  # fmt: skip
    assert Counter(ours.values()) == Counter(theirs.values())
    assert compare_texts(before, before) == []


def test_only_what_left_its_order_has_moved() -> None:
    letters = [f"the {letter} item has words of its own {letter}" for letter in "abcde"]
    one, two, three, four, five = letters
    before = made(key_developments=tuple(letters))
    for items, expected in (
        ([two, three, four, five], []),  # the first is gone: the others only have other numbers
        (["an item that is new here", *letters], []),
        ([five, one, two, three, four], ["key_developments.0"]),
        ([one, three, two, four, five], ["key_developments.1"]),
    ):
        changes = compare_texts(before, made(key_developments=tuple(items)))
        assert [change.after for change in changes if change.moved] == expected


def test_a_notice_that_changed_its_kind_is_told_with_its_text_in_its_place() -> None:
    text = "the rating for political rights rose from five to four"
    before = made(notices=({"kind": "trend_arrow", "direction": "up", "text": text}, {"kind": "note", "text": "Gone."}))
    after = made(notices=({"kind": "note", "text": "Here at last."}, {"kind": "rating_change", "text": f"{text} now"}))
    values = [(item.place, item.before, item.after) for item in compare_values(before, after)]
    assert values == [("notices.0.kind", None, "note"), ("notices.1.kind", "trend_arrow up", "rating_change")]


def test_a_new_correction_is_told_and_an_old_one_is_not() -> None:
    first = {"date": "2018-03-05", "text": "The score of the first question was wrong.", "version": 1}
    second = {"date": "2018-04-19", "text": "A name was wrong."}
    before, after = made(errata=(first,)), made(errata=(first, second))
    assert [(change.before, change.after, change.added) for change in compare_texts(before, after)] == [
        ("", "errata.1.text", 4)
    ]
    assert [(item.place, item.before, item.after) for item in compare_values(before, after)] == [
        ("errata.1.date", None, "2018-04-19")
    ]
    assert compare_texts(after, after) == []
    later = made(errata=({**first, "date": "2018-03-06", "version": 2}, second))
    assert [(item.place, item.before, item.after) for item in compare_values(after, later)] == [
        ("errata.0.date", "2018-03-05", "2018-03-06"),
        ("errata.0.version", "1", "2"),
    ]


def test_every_single_value_is_compared() -> None:
    before = made(
        entity={"name": "Ruritania", "kind": "country", "region": "Europe"},
        quick_facts={"population": {"value": 1, "as_of": "2016", "source": "census"}, "capital": None},
        publication={"isbn": "978-1-5381-1202-1", "licence": "CC BY 4.0"},
        published={"Total": Decimal(3)},
    )
    after = made(
        language="es",
        entity={"name": "Ruritania", "kind": "country", "region": "Eurasia"},
        quick_facts={"population": {"value": 2, "as_of": "2017", "source": "census"}, "capital": "Strelsau"},
        publication={"licence": "CC BY 4.0"},
        published={"Total": Decimal(4)},
        waivers=({"measure": "A1", "reason": "a slip"},),
    )
    assert [(item.place, item.before, item.after) for item in compare_values(before, after)] == [
        ("language", "en", "es"),
        ("entity.region", "Europe", "Eurasia"),
        ("quick_facts.population", "1", "2"),
        ("quick_facts.population.as_of", "2016", "2017"),
        ("quick_facts.capital", "null", "Strelsau"),
        ("waivers.A1", None, "a slip"),
        ("published.Total", "3", "4"),
        ("publication.isbn", "978-1-5381-1202-1", None),
    ]
    later = after.model_copy(update={"edition": 2019})
    assert "published.Total" not in [item.place for item in compare_values(before, later)]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("One line\nand another.", "One line and another."),
        ("It began in\n1991. Then it ended.", "It began in 1991. Then it ended."),
        ("One  wide\tspace.  \n\n\n \nTwo.", "One wide space.\n\nTwo."),
        ("Words.\n\n- one\n  goes on\n- two\n  - three", "Words.\n\n- one goes on\n- two\n  - three"),
        ("1. one\n2. two", "1. one\n2. two"),
    ],
)
def test_where_lines_end_says_nothing_but_where_items_do(source: str, line: str) -> None:
    assert one_line(parse(source)) == line


# The greatest input


def test_two_reports_as_long_as_a_file_may_be_are_compared(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  # not for secrets
    ids = [measure.id for measure in Catalogue().method(SERIES, 2018).items if not measure.optional]
    for name in ("old", "new"):
        lines = ["rubric: freedom-in-the-world", "edition: 2018", "year_under_review: 2017"]
        lines += ["entity: {name: Ruritania, kind: country}", "answers:"]
        for id_ in ids:
            lines += [f"  {id_}:", "    score: 2", "    narrative: |"]
            for _ in range(4):
                words = ("".join(chance.choices(string.ascii_lowercase, k=4)) for _ in range(3000))
                lines += [f"      {' '.join(words)}", ""]
        (tmp_path / f"{name}.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert (tmp_path / "new.yaml").stat().st_size > 1_500_000
    found = compare(tmp_path / "old.yaml", tmp_path / "new.yaml")
    assert len(found.reports[0].texts) == 25
    assert all(text.kept < 1000 < text.added for text in found.reports[0].texts)
