"""The indirect objects of a file (ISO 32000-1, § 7.3.10)."""

from __future__ import annotations


class IndirectObject:
    """An object of a file; it may be filled after it was referred to."""

    __slots__ = ("content", "reference")

    def __init__(self, reference: str, content: bytes = b"") -> None:
        self.reference, self.content = reference, content

    def fill(self, content: str) -> None:
        """Give the object its content."""
        self.content = content.encode("latin-1")


class ObjectTable:
    """The objects of a file by number, from 1; the first one is empty.

    >>> objects = ObjectTable()
    >>> later = objects.reserve()
    >>> objects.add(f"<</Parent {later.reference}>>")
    '3 0 R'
    """

    def __init__(self) -> None:
        self._objects: list[IndirectObject] = []
        self.add("<<\n\n>>")  # ReportLab begins its files with it

    def reserve(self, content: bytes = b"") -> IndirectObject:
        """Return a new object."""
        item = IndirectObject(f"{len(self._objects) + 1} 0 R", content)
        self._objects.append(item)
        return item

    def add(self, content: bytes | str) -> str:
        """Make an object; return the reference to it."""
        return self.reserve(content.encode("latin-1") if isinstance(content, str) else content).reference

    def contents(self) -> list[bytes]:
        """Return what each object is, in the order of their numbers."""
        return [item.content for item in self._objects]
