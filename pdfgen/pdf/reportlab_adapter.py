"""ReportLab's objects: the only module that knows ReportLab's names.

ReportLab writes dictionaries and arrays. tests/pdf/test_reportlab.py names each thing that is used here, and says what
breaks without it.

When it is imported, ReportLab runs modules ``reportlab_mods`` and ``reportlab_settings`` from anywhere on the import
path (the current folder may be on it), and files of these names in the home folder. Here it is imported without them,
and for this module alone: a program that uses ReportLab itself imports it anew, with its own settings. No setting
changes what is written.
"""

from __future__ import annotations

import sys
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RUN = ("reportlab_mods", "reportlab.local_rl_mods", "reportlab_settings", "reportlab.local_rl_settings")
_importing = Lock()


def _imported() -> Any:
    """Return ReportLab's module of objects: the one that the program has, or one that only this module has."""
    with _importing:
        known = sys.modules.get("reportlab.pdfbase.pdfdoc")
        if known is not None:
            return known
        before = dict(sys.modules)
        sys.modules.update({name: ModuleType(name) for name in _RUN})
        try:
            from reportlab.pdfbase import pdfdoc  # noqa: PLC0415  # nothing of the program's is run now

            pdfdoc.PDFDictionary({"First": "1"}).format(None)  # it imports more when it first writes
        finally:
            for name in set(sys.modules).difference(before):
                if name in _RUN or name.partition(".")[0] == "reportlab":
                    del sys.modules[name]
            sys.modules.update({name: before[name] for name in _RUN if name in before})
        return pdfdoc


_pdfdoc = _imported()


def dictionary(entries: Mapping[str, str]) -> bytes:
    r"""Return a dictionary of PDF code, in the order of its keys (ISO 32000-1, § 7.3.7).

    >>> dictionary({"Type": "/Catalog", "Lang": "(en)"})
    b'<<\n/Lang (en) /Type /Catalog\n>>'
    """
    return _written(_pdfdoc.PDFDictionary(dict(entries)))


def array(items: Sequence[str]) -> str:
    """Return an array of PDF code (§ 7.3.6).

    >>> array(["2 0 R", "3 0 R"])
    '[ 2 0 R 3 0 R ]'
    """
    return _written(_pdfdoc.PDFArray(list(items))).decode("latin-1")


def _written(item: Any) -> bytes:
    item.multiline = False  # independent of ReportLab's settings
    written: bytes = item.format(None)  # the document, which is asked for by references only
    return written
