"""What stands in a record as it is read back. Anybody may have written it: what is not exactly so is none."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from pdfgen.errors import Origin, Severity  # noqa: TC001  # pydantic evaluates annotations at run time
from pdfgen.model.base import Model

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f]{1,800}$")]
_Path = Annotated[str, StringConstraints(pattern=r"^[^\x00]{1,8000}$")]
_Number = Annotated[int, Field(ge=0, le=10**12)]
_Files = dict[_Path, _Hash | None]


class _Problem(Model):
    origin: Origin
    code: str
    message: str
    remedy: str
    excerpt: str
    excerpt_column: _Number
    severity: Severity


class _Picture(Model):
    target: _FileName
    sha256: _Hash
    bytes: _Number


class _Error(Model):
    message: str | None
    remedy: str
    problems: list[_Problem]


class _Output(Model):
    source: _Path
    target: _FileName
    named: bool
    profile: str
    page_size: str
    sha256: _Hash | None
    bytes: _Number
    pages: _Number
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    pictures: list[_Picture]
    warnings: list[_Problem]
    error: _Error | None
    common: str | None
    inputs: _Files | None


class _Common(Model):
    model_config = ConfigDict(extra="allow")

    files: _Files


class Written(Model):
    """A record that was written: what files have in common, and the row of each."""

    pdfgen: str
    run: Any
    totals: Any
    common: dict[str, _Common]
    outputs: list[_Output]
