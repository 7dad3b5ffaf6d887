"""The volume, the edition before and the translations of an object are found among all records of an archive."""

from __future__ import annotations

from pdfgen.archive.object_record import ArchivedEntity
from pdfgen.archive.related_records import related_records
from tests.archive.records import report, volume


def entity(name: str, **changes: str) -> ArchivedEntity:
    return ArchivedEntity.model_validate({"name": name, "kind": "country"} | changes)


KAZAKHSTAN = report()
SPANISH = report("Kazajistán", language="es", entity=entity("Kazajistán", iso="KZ"))
FRENCH = report(language="fr", entity=entity("Kazakhstan"))
BEFORE = report("Republic of Kazakhstan", 2017, entity=entity("Republic of Kazakhstan", iso="KZ"))
VOLUME = volume()
OTHERS = [
    report("Syria", entity=entity("Syria", iso="SY")),
    report("Syria", 2017, entity=entity("Syria", iso="SY")),
    report(edition=2016),
    report(edition=2017, language="es"),
    report(rubric="nations-in-transit", id="urn:pdfgen:nations-in-transit:2018:en:kazakhstan"),
    volume(language="es"),
    volume(2017),
]
ALL = [FRENCH, SPANISH, BEFORE, VOLUME, KAZAKHSTAN, *OTHERS]


def test_all_that_belongs_to_a_report_is_found() -> None:
    assert related_records(KAZAKHSTAN, ALL, before=2017, original="en") == {
        "volume": VOLUME,
        "before": BEFORE,
        "original": None,
        "translations": (SPANISH, FRENCH),
        "counterparts": (),
        "parts": (),
    }


def test_a_translation_has_its_original_only() -> None:
    found = related_records(SPANISH, ALL, before=2017, original="en")
    assert (found["original"], found["translations"], found["counterparts"]) == (KAZAKHSTAN, (), ())
    assert found["volume"] == volume(language="es")
    assert found["before"] == report(edition=2017, language="es")


def test_nobody_is_the_original_where_nobody_says_so() -> None:
    found = related_records(SPANISH, ALL, before=None, original=None)
    assert (found["original"], found["translations"], found["before"]) == (None, (), None)
    assert found["counterparts"] == (KAZAKHSTAN,)  # the French one has no code, and another name


def test_a_volume_has_the_reports_that_it_binds() -> None:
    assert related_records(VOLUME, ALL, before=2017, original=None) == {
        "volume": None,
        "before": volume(2017),
        "original": None,
        "translations": (),
        "counterparts": (volume(language="es"),),
        "parts": (KAZAKHSTAN, OTHERS[0]),
    }
    assert related_records(volume(reports=(KAZAKHSTAN.id,)), ALL, before=None, original=None)["parts"] == (KAZAKHSTAN,)


def test_entities_of_one_name_are_told_apart_by_their_codes() -> None:
    congo = report("Congo", entity=entity("Congo", id="cog"))
    other = report("Congo", 2017, entity=entity("Congo", id="cod"))
    same = report("Brazzaville", 2017, entity=entity("Brazzaville", id="cog"))
    assert related_records(congo, [other], before=2017, original=None)["before"] is None
    assert related_records(congo, [other, same], before=2017, original=None)["before"] == same
