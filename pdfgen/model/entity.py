"""What a report is about."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from pdfgen.model.base import EntityName, Kind, Model, fault, matching

_ISO = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"

IsoCode = Annotated[
    str,
    matching(_ISO, "bad-iso-code", "an ISO 3166 code", "write two capitals such as KZ, or KZ-ALA for a part"),
    WithJsonSchema({"type": "string", "pattern": f"^{_ISO}$"}),
]
"""ISO 3166-1 alpha-2, or ISO 3166-2 for a part of a country."""

_ENTITY_ID = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,62}"


def _spelled_id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


EntityId = Annotated[
    str,
    matching(_ENTITY_ID, "bad-id", "the id of an entity", "use letters, digits, “.”, “_”, “:” or “-”, 63 at most"),
    BeforeValidator(_spelled_id),  # the last one named is the first one called
    WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{_ENTITY_ID}$"}),
]
"""The id that a publisher gives an entity: a register's number, a code; it tells entities of one name apart."""


class Entity(Model):
    """What a report is about, by the name and in the group of its edition."""

    name: EntityName
    """The name that this edition prints."""
    id: EntityId | None = None
    """The publisher's id of the entity, the same in every edition; it tells entities of one name apart."""
    kind: Kind
    """What it is: country, territory, or a kind that the rubric declares."""
    iso: IsoCode | None = None
    """ISO 3166-1 alpha-2 code, or 3166-2 for a part of a country."""
    parent: EntityName | None = None
    """What it belongs to, where its kind may: the state of a territory, the town of a school."""
    region: EntityName | None = None
    """The region that this edition counts the entity to."""
    group: EntityName | None = None
    """The same for an index whose rubric calls its groups otherwise: a province, a sector."""

    @property
    def counted_to(self) -> str | None:
        """The group that the edition counts the entity to."""
        return self.group or self.region

    @model_validator(mode="after")
    def _is_in_one_group(self) -> Entity:
        if self.group and self.region:
            raise fault("group-twice", "both `group` and `region` are given", "write one of the two", "region")
        return self
