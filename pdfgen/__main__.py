"""``python -m pdfgen`` is ``pdfgen``."""

from pdfgen.cli.__main__ import main

main()
