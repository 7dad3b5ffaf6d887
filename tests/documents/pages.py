"""The files that are made from the code, each with its content."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.documents import command_page, json_pages, key_pages, problems, schemas

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "data" / "guide" / "reference"
SCHEMAS = ROOT / "data" / "schemas" / "output"


@cache
def pages() -> dict[Path, str]:
    """Return what each file has."""
    made = {
        REFERENCE / "problems.md": problems.problems(),
        REFERENCE / "verify-rules.md": problems.rules(),
        REFERENCE / "json.md": json_pages.printed(),
        REFERENCE / "build-record.md": json_pages.record(),
        REFERENCE / "commands.md": command_page.commands(),
    }
    made |= {REFERENCE / f"{name}.md": text for name, text in key_pages.keys().items()}
    made |= {SCHEMAS / name: text for name, text in json_pages.schemas().items()}
    return made | schemas.schemas()
