"""Names: every entity of the score tables by all its names, those of earlier editions among them."""

from __future__ import annotations

import csv
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from pdfgen import InputError
from pdfgen.model.names import Name, Names
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.load import load, load_all
from pdfgen.source.skeleton import new_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pdfgen.errors import Problem

METHOD = "freedom-in-the-world"
TABLES = sorted((shipped("data") / "scores" / METHOD).glob("*.csv"))
ALPHA_2 = re.compile("[A-Z]{2}")


@pytest.fixture(scope="module")
def names() -> Names:
    found = Catalogue().entities(METHOD)
    assert found is not None
    return found


def rows() -> Iterator[dict[str, str]]:
    for path in TABLES:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def own(project: Path, text: str) -> Path:
    """Give the project a names file of its own."""
    path = project / "names" / f"{METHOD}.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, str]]:
    """Return what is told, without the path before line and column."""
    return [(problem.headline().split(".yaml:")[-1], problem.remedy) for problem in problems]


def refused(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        load_file(path, Names)
    return told(caught.value.problems)


# The data


def test_every_entity_of_every_table_has_a_name_and_no_other_is_there(names: Names) -> None:
    assert len(TABLES) == 12
    assert {(name.name, name.kind) for name in names.entities} == {(row["entity"], row["kind"]) for row in rows()}


def test_no_two_have_the_same_code_and_every_country_has_that_of_a_state(names: Names) -> None:
    codes = [name.iso for name in names.entities if name.iso]
    assert len(set(codes)) == len(codes)
    countries = {name.name: name.iso for name in names.entities if name.kind == "country"}
    assert [name for name, iso in countries.items() if iso is None] == ["Kosovo"]  # ISO has none for it
    assert all(ALPHA_2.fullmatch(iso) for iso in countries.values() if iso)
    territories = {name.name: name.iso for name in names.entities if name.kind == "territory" and name.iso}
    assert territories == {
        "Abkhazia": "GE-AB",
        "Hong Kong": "HK",
        "Puerto Rico": "PR",
        "Tibet": "CN-XZ",
        "Transnistria": "MD-SN",
        "Western Sahara": "EH",
    }


@pytest.mark.parametrize(
    ("name", "iso"),
    [("Niger", "NE"), ("Nigeria", "NG"), ("Congo (Kinshasa)", "CD"), ("Congo (Brazzaville)", "CG"), ("Norway", "NO"),
     ("North Korea", "KP"), ("South Korea", "KR"), ("Dominica", "DM"), ("Dominican Republic", "DO"), ("Guinea", "GN"),
     ("Equatorial Guinea", "GQ"), ("Guinea-Bissau", "GW"), ("Sudan", "SD"), ("South Sudan", "SS")],
)  # fmt: skip
def test_states_with_names_alike_have_their_own_codes(names: Names, name: str, iso: str) -> None:
    assert {item.name: item.iso for item in names.entities}[name] == iso


@pytest.mark.parametrize("edition", [2013, 2018, 2024])
@pytest.mark.parametrize(
    ("table", "spellings"),
    [
        ("Bahamas", "The Bahamas"),
        ("Bosnia and Herzegovina", "Bosnia|Bosnia-Herzegovina|Bosnia & Herzegovina"),
        ("Cabo Verde", "Cabo Verde|Cape Verde|CAPE VERDE"),
        ("Congo (Brazzaville)", "Republic of the Congo|Congo-Brazzaville|congo (brazzaville)"),
        ("Congo (Kinshasa)", "DRC|DR Congo|Democratic Republic of the Congo|Congo-Kinshasa"),
        ("Cote d'Ivoire", "Côte d’Ivoire|Côte d'Ivoire|Cote d’Ivoire|Cote d'Ivoire|Cote d‘Ivoire|Ivory Coast"),
        ("Czech Republic", "Czechia|Czech Republic"),
        ("Eswatini", "Eswatini|eSwatini|Swaziland"),
        ("Gaza Strip", "Gaza"),
        ("Indian Kashmir", "Kashmir (India)|Indian-administered Kashmir"),
        ("Laos", "Lao PDR|Lao People's Democratic Republic"),
        ("Micronesia", "Federated States of Micronesia"),
        ("Myanmar", "Burma|Myanmar (Burma)"),
        ("North Korea", "Korea, North|DPRK"),
        ("North Macedonia", "Macedonia|North Macedonia"),
        ("Pakistani Kashmir", "Kashmir (Pakistan)|Pakistan-administered Kashmir"),
        ("Russia", "Russian Federation"),
        ("Sao Tome and Principe", "São Tomé and Príncipe|Sao Tome|São Tomé"),
        ("South Korea", "Korea, South|Republic of Korea"),
        ("St. Kitts and Nevis", "Saint Kitts and Nevis|St Kitts and Nevis"),
        ("St. Lucia", "Saint Lucia|St Lucia"),
        ("St. Vincent and the Grenadines", "St. Vincent and Grenadines|Saint Vincent and the Grenadines"),
        ("Syria", "Syrian Arab Republic"),
        ("The Gambia", "Gambia|Gambia, The|The  Gambia|The\u00a0Gambia"),
        ("Timor-Leste", "East Timor"),
        ("Turkey", "Türkiye|Turkiye"),
        ("United Kingdom", "UK|U.K.|Great Britain"),
        ("United States", "US|U.S.|USA|United States of America"),
        ("Vietnam", "Viet Nam"),
    ],
)
def test_names_resolve_in_every_edition(names: Names, table: str, spellings: str, edition: int) -> None:
    for name in spellings.split("|"):
        for written in (name, unicodedata.normalize("NFD", name)):
            found = names.find(written, edition)
            assert found is not None, name
            assert found.name == table


@pytest.mark.parametrize("name", ["Congo", "Korea", "Kashmir", "Palestine", "Ruritania", ""])
def test_what_could_be_two_or_is_none_is_not_guessed(names: Names, name: str) -> None:
    assert names.find(name, 2018) is None


def test_a_method_without_names_has_none() -> None:
    assert Catalogue().entities("nations-in-transit") is None


# Lookup


def test_a_name_that_two_had_means_the_one_of_its_edition() -> None:
    south, north = (
        Name.model_validate({"name": name, "kind": "country", "former": ({"name": "Land", "editions": editions},)})
        for name, editions in (("South", "-2014"), ("North", "2015-2017"))
    )
    names = Names(entities=(south, north))
    assert names.find("Land", 2014) is south
    assert names.find("Land", 2015) is north
    assert names.find("Land", 2018) is None
    assert names.find("south", 2018) is south


@pytest.mark.parametrize(("edition", "name"), [(2018, "Swaziland"), (2019, "Swaziland"), (2018, "swaziland")])
def test_scores_are_found_by_a_former_name(edition: int, name: str) -> None:
    row = Catalogue().scores(METHOD, edition, name)
    assert row is not None
    assert row.cells["entity"] == "Eswatini"
    assert row == Catalogue().scores(METHOD, edition, "Eswatini")


def test_a_table_of_the_project_may_have_any_of_the_names(project: Path) -> None:
    table = project / "scores" / METHOD / "2012.csv"
    table.parent.mkdir(parents=True)
    table.write_text("entity,A1\nSwaziland,1\n", encoding="utf-8")
    row = Catalogue(project).scores(METHOD, 2012, "Eswatini")
    assert row is not None
    assert row.cells == {"entity": "Swaziland", "A1": "1"}


def test_a_report_of_swaziland_finds_the_scores_of_eswatini(base: str, write: Callable[[str], Path]) -> None:
    swaziland = base[: base.index("published:")].replace("name: Kazakhstan", "name: Swaziland")
    for iso, region in (("KZ", "SZ"), ("Eurasia", "Africa")):
        swaziland = swaziland.replace(iso, region)
    row = Catalogue().scores(METHOD, 2018, "Eswatini")
    earlier = Catalogue().scores(METHOD, 2017, "Eswatini")
    assert row is not None
    assert earlier is not None
    for line in re.findall(r"  ([A-G]\d): \{score: \d", swaziland):
        changed = f", score_change: It was {earlier.cells[line]}." if row.cells[line] != earlier.cells[line] else ""
        swaziland = re.sub(
            rf"  {line}: {{score: \d, narrative: ([^}}]*)}}",
            rf"  {line}: {{score: {row.cells[line]}, narrative: \1{changed}}}",
            swaziland,
        )
    loaded = load(write(swaziland))
    assert loaded.warnings == ()
    assert loaded.report.entity.name == "Swaziland"
    assert sorted(loaded.history) == list(range(2013, 2018))
    assert loaded.history[2017]["A1"] == int(earlier.cells["A1"])
    # a score that is not Eswatini's is found out
    wrong = re.sub(r"G4: \{score: \d", f"G4: {{score: {int(row.cells['G4']) + 1}", swaziland)
    with pytest.raises(InputError) as caught:
        load(write(wrong))
    assert any(problem.code == "score-differs" for problem in caught.value.problems)


# An unknown name


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("Kasakhstan", "did you mean `Kazakhstan`?"),
        ("Swazilnd", "did you mean `Swaziland`?"),
        ("Ivori Coast", "did you mean `Ivory Coast`?"),
        ("Ruritania", "did you mean `Mauritania`?"),
        ("Zzyzx", "check the name; a new entity has no earlier scores"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(
    base: str, write: Callable[[str], Path], name: str, remedy: str
) -> None:
    loaded = load(write(base.replace("name: Kazakhstan", f"name: {name}")))
    message = f"the score tables of {METHOD} have no “{name}”: its change is not known"
    assert told(loaded.warnings) == [(f"2:9: warning[unknown-name]: {message}", remedy)]


OWN = """\
entities:
  - name: Kazakhstan
    kind: country
    iso: KZ
    also: [Kasakhstan]
  - {name: Ruritania, kind: country, iso: XR, regions: [{region: Mitteleuropa}]}
  - name: Eswatini
    kind: country
    also: [Ngwane]
    regions: [{region: The South, editions: 2017}]
"""


@pytest.mark.parametrize("name", ["Kasakhstan", "Ruritania"])
def test_a_project_adds_a_name(project: Path, base: str, write: Callable[[str], Path], name: str) -> None:
    path = write(base.replace("name: Kazakhstan", f"name: {name}"))
    assert [problem.code for problem in load(path).warnings] == ["unknown-name"]
    own(project, OWN)
    loaded = load(path)
    assert loaded.warnings == ()
    assert sorted(loaded.history) == (list(range(2013, 2018)) if name == "Kasakhstan" else [])


def test_names_of_a_project_go_before_the_shipped_and_these_stay(project: Path) -> None:
    own(project, OWN)
    names = Catalogue(project).entities(METHOD)
    assert names is not None
    found = [names.find(name, 2018) for name in ("Eswatini", "Ngwane", "Swaziland")]
    assert found[0] is not None
    assert found == [found[0]] * 3
    assert (found[0].iso, found[0].region(2017), found[0].region(2018)) == ("SZ", "The South", None)
    gambia = names.find("Gambia", 2018)
    assert gambia is not None
    assert gambia.name == "The Gambia"


def test_a_changed_file_is_read_again(project: Path) -> None:
    path = own(project, "entities: [{name: Ruritania, kind: country}]\n")
    catalogue = Catalogue(project)
    assert (first := catalogue.entities(METHOD)) is not None
    assert first.find("Graustark", 2018) is None
    path.write_text("entities: [{name: Graustark, kind: country}]\n", encoding="utf-8")
    assert (second := catalogue.entities(METHOD)) is not None
    assert second.find("Graustark", 2018) is not None


# A new report


@pytest.mark.parametrize(
    ("entity", "head"),
    [
        ("Swaziland", ["  iso: SZ", "  kind: country", "  region: Africa"]),
        ("Tunisia", ["  iso: TN", "  kind: country", "  region: Middle East"]),
        ("Côte d’Ivoire", ["  iso: CI", "  kind: country", "  region: Africa"]),
        ("Somaliland", ["  kind: territory", "  region: Africa"]),
        ("Ruritania", ["  iso: XR", "  kind: country", "  region: Mitteleuropa"]),
        ("Nowhere", ["  kind: country"]),
    ],
)
def test_a_new_report_has_what_the_names_know(project: Path, entity: str, head: list[str]) -> None:
    own(project, OWN)
    path = new_report(project / "editions" / "2018" / "reports" / "new.yaml", entity)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[2:4] == ["entity:", f'  name: "{entity}"']
    assert lines[4 : lines.index("", 4)] == head


# A names file that is not sound


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (
            "  - name: Sudan\n    kind: country\n  - name: South Sudan\n    kind: country\n    also:\n      - SUDAN\n",
            "7:9",
            "“SUDAN” leads to South Sudan, and to Sudan as well",
        ),
        (
            "  - {name: A, kind: country, also: [Korea]}\n  - {name: B, kind: country, also: [Chosen, Korea]}\n",
            "3:45",
            "“Korea” leads to B, and to A as well",
        ),
        (
            "  - {name: A, kind: country, former: [{name: Old, editions: -2015}]}\n  - name: B\n    kind: country\n    former:\n      - {name: Old, editions: 2015-}\n",
            "6:16",
            "“Old” leads to B, and to A as well",
        ),
    ],
)
def test_a_name_of_two_is_refused_at_its_line(project: Path, text: str, place: str, message: str) -> None:
    remedy = "leave it to one of the two, or give them editions that do not overlap"
    path = own(project, f"entities:\n{text}")
    assert refused(path) == [(f"{place}: error[name-of-two]: {message}", remedy)]


def test_an_entity_that_stands_twice_is_refused_at_the_second(project: Path) -> None:
    path = own(project, "entities:\n  - {name: Land, kind: country}\n  - {name: Land, kind: territory}\n")
    assert refused(path) == [
        ("3:12: error[name-of-two]: there are two entities “Land”", "make one of the two, or give each an `id`")
    ]


def test_check_knows_a_names_file(project: Path) -> None:
    sound = own(project, OWN)
    assert load_all([sound]) == ([], {})
    sound.write_text("entities:\n  - {name: Land, kind: contry, iso: Kz}\n", encoding="utf-8")
    _, failed = load_all([sound])
    error = failed[sound]
    assert isinstance(error, InputError)
    assert told(error.problems) == [
        (
            "2:24: error[unknown-kind]: “contry” is no kind of the method freedom-in-the-world",
            "did you mean `country`?",
        ),
        ("2:37: error[bad-iso-code]: expected an ISO 3166 code", "write two capitals such as KZ, or KZ-ALA for a part"),
    ]


def test_names_that_are_not_sound_are_told_with_the_report(
    project: Path, base: str, write: Callable[[str], Path]
) -> None:
    own(project, "entities: []\n")
    path = write(base.replace("name: Kazakhstan", "name: Kasakhstan"))
    with pytest.raises(InputError) as caught:
        load(path)
    message = "1:11: error[too-short]: `entities` has too few items"
    assert told(caught.value.problems) == [(message, "give it 1 or more")]
