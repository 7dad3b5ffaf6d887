"""A document becomes pages: flowables for prose, tables and figures, and the furniture around them."""

import pdfgen.pdf  # noqa: F401  # before anything of ReportLab: it keeps foreign settings out
