"""What the parts of PDF/UA have in common (ISO 14289)."""

from __future__ import annotations

FAMILY = "PDF/UA"
NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
"""The namespace of the properties by which a file claims to follow a part (§ 5)."""
