"""Run the command line and give its exit code.

0 done; 1 problems in the input; 2 usage; 3 the machine does not do its part; 4 some of a batch failed; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run ``pdfgen`` with the arguments of the process."""
    # building the models makes many objects that all live on: looking for garbage among them is a tenth of a check
    gc.set_threshold(100_000)
    # pydantic looks for plugins among all installed packages when it is imported; pdfgen has none
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pdfgen.cli.app import run  # noqa: PLC0415  # after the variable is set

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
