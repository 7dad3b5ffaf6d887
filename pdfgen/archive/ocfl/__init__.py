"""The Oxford Common File Layout 1.1: versions of objects in folders that can be read without this program.

This room knows nothing of reports. Specification: https://ocfl.io/1.1/spec/.
"""

from __future__ import annotations

from pdfgen.archive.ocfl.damage import DamageError
from pdfgen.archive.ocfl.inventory import Inventory, Version
from pdfgen.archive.ocfl.root_writer import RootWriter
from pdfgen.archive.ocfl.storage_root import StorageRoot
from pdfgen.archive.ocfl.stored_object import StoredObject

__all__ = ["DamageError", "Inventory", "RootWriter", "StorageRoot", "StoredObject", "Version"]
