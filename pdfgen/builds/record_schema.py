"""What stands in a record as it is read back. Anybody may have written it: what is not exactly so is none.

Models would take longer to make than a record takes to read.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core import core_schema as kind

_STRICT = kind.CoreConfig(strict=True)
_TEXT = kind.str_schema()
_HASH = kind.str_schema(pattern=r"^[0-9a-f]{64}$")
_FILE_NAME = kind.str_schema(pattern=r"^[^/\\\x00-\x1f]{1,800}$")
_PATH = kind.str_schema(pattern=r"^[^\x00]+$", max_length=8000)
_NUMBER = kind.int_schema(ge=0, le=10**12)
_FILES = kind.dict_schema(_PATH, kind.nullable_schema(_HASH))


def _mapping(**kinds: CoreSchema) -> CoreSchema:
    fields = {name: kind.typed_dict_field(value) for name, value in kinds.items()}
    return kind.typed_dict_schema(fields, extra_behavior="forbid", config=_STRICT)


_ORIGIN = _mapping(path=_TEXT, line=_NUMBER, column=_NUMBER, field=_TEXT, text_line=_NUMBER, end_line=_NUMBER)
_PROBLEMS = kind.list_schema(
    _mapping(
        origin=_ORIGIN,
        code=_TEXT,
        message=_TEXT,
        remedy=_TEXT,
        excerpt=_TEXT,
        excerpt_column=_NUMBER,
        severity=kind.literal_schema(["error", "warning"]),
    )
)
_PICTURES = kind.list_schema(_mapping(target=_FILE_NAME, sha256=_HASH, bytes=_NUMBER))
_ERROR = _mapping(message=kind.nullable_schema(_TEXT), remedy=_TEXT, problems=_PROBLEMS)
_OUTPUT = _mapping(
    source=_PATH,
    target=_FILE_NAME,
    named=kind.bool_schema(),
    profile=_TEXT,
    page_size=_TEXT,
    sha256=kind.nullable_schema(_HASH),
    bytes=_NUMBER,
    pages=_NUMBER,
    seconds=kind.float_schema(ge=0, allow_inf_nan=False),
    pictures=_PICTURES,
    warnings=_PROBLEMS,
    error=kind.nullable_schema(_ERROR),
    common=kind.nullable_schema(_TEXT),
    inputs=kind.nullable_schema(_FILES),
)
_COMMON = kind.typed_dict_schema({"files": kind.typed_dict_field(_FILES)}, extra_behavior="allow")
_RECORD = SchemaValidator(
    _mapping(
        pdfgen=_TEXT,
        run=kind.any_schema(),
        totals=kind.any_schema(),
        common=kind.dict_schema(_TEXT, _COMMON),
        outputs=kind.list_schema(_OUTPUT),
    )
)


def written(content: bytes) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Return what files have in common, and the row of each, of a record. Raises ValueError when it is none."""
    found = _RECORD.validate_json(content)
    for item in found["common"].values():
        item["files"] = item.pop("files")  # last, as it was written
    return found["common"], found["outputs"]
