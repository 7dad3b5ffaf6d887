"""Where a storage root lies: the folders of this machine, or a place that has files and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager


class StoreWriter(Protocol):
    """The right to change a store. Each method raises EnvironmentFailure when the place cannot be written."""

    def lay(self, place: str, files: Mapping[str, bytes]) -> None:
        """Make a new folder with ``files``, by their paths in it. What makes it valid comes last in ``files``."""

    def renew(self, place: str, files: Mapping[str, bytes]) -> None:
        """Add ``files`` to a folder, or put them in the place of those that it has; its other files stay.

        What makes the new state valid comes last in ``files``.
        """

    def complete(self, place: str) -> bool:
        """Complete a folder whose writing was interrupted. Return whether anything was done."""


class Store(Protocol):
    """The files of a storage root, by their paths in it: names joined by "/"."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def promise(self) -> str:
        """What a writer can rely on when it is interrupted, in words."""

    def read(self, path: str, most: int = -1) -> bytes:
        """Return a file, or its first ``most`` bytes. Raises OSError: no file, a link, or it cannot be read."""

    def names(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the folders in a folder, and the files, sorted; links are neither. Raises OSError."""

    def create(self, files: Mapping[str, bytes]) -> None:
        """Make the storage root with ``files``. Raises UsageError when something is there, or EnvironmentFailure."""

    def writing(self) -> AbstractContextManager[StoreWriter]:
        """Keep other writers out, and undo what killed ones left. Raises EnvironmentFailure when somebody writes."""
