"""Where the values of a report were read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pdfgen.errors import Origin


class SourceMap(Mapping[tuple[str | int, ...], Origin]):
    """Where each value of a report was read.

    Two maps are always equal: they say where a report was read, not what it says.
    """

    def __init__(
        self,
        origins: Mapping[tuple[str | int, ...], Origin] | None = None,
        home: Path | None = None,
        data: Any = None,
        name: str = "<report>",
    ) -> None:
        self._origins = dict(origins or {})
        self.home = home
        """Of a report that was not read from a file: the folder of the edition or the project that it is made for."""
        self.data = data
        """Of such a report: the rubric and the scores that are in memory, too."""
        self.name = name
        """Of such a report: what stands in place of the name of a file."""

    def __getitem__(self, path: tuple[str | int, ...]) -> Origin:
        return self._origins[path]

    def get(self, path: tuple[str | int, ...], default: Origin | None = None) -> Origin | None:  # type: ignore[override]
        """Return where a value was read; quicker than the method that it inherits."""
        return self._origins.get(path, default)

    def __iter__(self) -> Any:
        return iter(self._origins)

    def __len__(self) -> int:
        return len(self._origins)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceMap)

    __hash__ = None  # type: ignore[assignment]  # equality says nothing here
