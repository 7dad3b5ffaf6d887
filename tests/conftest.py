"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# Random examples differ from run to run at a desk, where a new failure is a find; in CI the same commit gives the same
# result.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
