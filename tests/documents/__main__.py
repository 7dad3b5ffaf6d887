"""Write what is made from the code, and the sample project: ``python -m tests.documents``, in the checkout."""

from __future__ import annotations

from tests.documents.pages import ROOT, pages
from tests.documents.sample import sample

if __name__ == "__main__":
    for path, text in [*pages().items(), *sample().items()]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")  # noqa: T201  # this is its output
