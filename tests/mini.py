"""The mini index, a method of two questions: small enough that a test can say what comes of it."""

from __future__ import annotations


def rubric(*editions: int, question: str = "step: 1", total: str = "decimals: 0", more: str = "") -> str:
    """Return the rubric as YAML. ``question`` and ``total`` are the rest of their scales; ``more`` stands at the top."""
    return f"""\
id: mini
title: Mini Index
publisher: Nobody
editions: [{", ".join(map(str, editions))}]
headline: [{{aggregate: Total, status: status}}]
{more}tree:
  - id: Total
    label: Total
    max: 20
    {total}
    children:
      - {{id: Q1, label: First, max: 10, {question}}}
      - {{id: Q2, label: Second, max: 10, {question}}}
derived:
  - id: status
    label: Status
    formula: {{op: band, of: Total, bands: [{{code: High, label: High score, min: 10}}, {{code: Low, below: 10}}]}}
"""
