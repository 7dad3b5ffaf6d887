"""Which other objects of an archive belong to one: its volume, the edition before, its translations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfgen.archive.object_record import ObjectRecord
    from pdfgen.model.editions import EditionId


class Related(TypedDict):
    """Records, by what they are to an object: as ``CatalogueFacts`` takes them."""

    volume: ObjectRecord | None
    before: ObjectRecord | None
    original: ObjectRecord | None
    translations: tuple[ObjectRecord, ...]
    counterparts: tuple[ObjectRecord, ...]
    parts: tuple[ObjectRecord, ...]


def related_records(
    record: ObjectRecord, others: Iterable[ObjectRecord], *, before: EditionId | None, original: str | None
) -> Related:
    """Return those of ``others`` that belong to ``record``, in the order of their identifiers.

    ``before`` is the edition before; ``original`` the language that the others are translated from, None where nobody
    says so. An entity is the same when its ISO code, its id or its name is: where both have a code, the code decides.
    """
    series = sorted((one for one in others if one.rubric == record.rubric and one.id != record.id), key=lambda o: o.id)
    siblings = [one for one in series if one.edition == record.edition]
    bound = [one for one in siblings if one.language == record.language and one.kind != record.kind]
    same = [one for one in siblings if one.language != record.language and _is_same(one, record)]
    earlier = [
        one for one in series if one.edition == before and one.language == record.language and _is_same(one, record)
    ]
    return {
        "volume": next((one for one in bound if one.kind == "volume"), None),
        "before": next(iter(earlier), None),
        "original": next((one for one in same if one.language == original), None),
        "translations": tuple(same) if record.language == original else (),
        "counterparts": () if original else tuple(same),
        "parts": tuple(one for one in bound if one.id in record.reports),
    }


def _is_same(one: ObjectRecord, other: ObjectRecord) -> bool:
    if one.entity is None or other.entity is None:
        return one.kind == other.kind
    for mine, theirs in ((one.entity.iso, other.entity.iso), (one.entity.id, other.entity.id)):
        if mine and theirs:
            return mine == theirs
    return one.entity.name == other.entity.name
