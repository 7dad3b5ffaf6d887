"""Strings as they are written in a file (ISO 32000-1, § 7.3.4)."""

from __future__ import annotations


def text_string(text: str) -> str:
    """Return a text string (§ 7.9.2.2)."""
    if text.isascii():
        return f"({literal(text)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def literal(text: str) -> str:
    """Return ``text`` as it stands between the parentheses of a literal string (§ 7.3.4.2)."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
