"""What ReportLab lacks. Importing this room first keeps foreign settings out of ReportLab."""

from pdfgen.pdf import settings

settings.apply()
