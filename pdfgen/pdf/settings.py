"""ReportLab's settings, free of the surroundings.

ReportLab takes settings from ``RL_*`` variables, from a module ``reportlab_settings`` anywhere on the import path (the
current folder may be on it) and from ``~/.reportlab_settings``, and runs the latter two as code. The same input must
give the same bytes everywhere, so the two modules are shut out and every setting goes back to the
default that ReportLab ships, but for those below.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_OURS: dict[str, Any] = {
    "invariant": 1,  # no clock in the file
    "useA85": 0,  # binary streams
    "trustedHosts": None,  # nothing is fetched
    "trustedSchemes": [],
    "toColorCanUse": None,  # no colour is evaluated as code
    "verbose": 0,
}


def apply() -> None:
    """Set ReportLab's settings once, before anything of it is used."""
    for name in ("reportlab_settings", "reportlab.local_rl_settings"):
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]  # the import system takes None as “not there”
    config = importlib.import_module("reportlab.rl_config")
    shipped = importlib.import_module("reportlab.rl_settings")
    for name in shipped.__all__:
        if not name.endswith("SearchPath"):
            setattr(config, name, _OURS.get(name, getattr(shipped, name)))
