"""The standards that files follow, one small module each.

To add one, write its module, and name it in ``pdfgen.profiles`` where a profile follows it.
"""
