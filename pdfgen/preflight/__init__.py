"""What a preflight would ask of a file (the extra ``verify``: pikepdf, page-validation, Pillow).

The rules of this room are the press's (PDF/X-4) and those of the files that pdfgen makes; those of PDF/A and PDF/UA are
other libraries'. It says what was checked by whom, and what was not. It certifies nothing.
"""
