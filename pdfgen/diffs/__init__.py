"""Two editions, or two versions of a report: what differs, in numbers and in words.

The room is ``diffs`` and not ``diff``: that name is the public function ``pdfgen.diff``.
"""
