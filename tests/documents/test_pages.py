"""The pages that are made from the code are those of this code, and have words for every code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.documents import problems
from tests.documents.codes import codes
from tests.documents.pages import ROOT, pages

if TYPE_CHECKING:
    from pathlib import Path

QUOTED = re.compile(r"(?:error|warning|waived)\[([a-z0-9-]+)\]|\bcode == \"([a-z0-9-]+)\"")


def test_each_code_has_words_and_a_remedy_and_nothing_is_described_that_is_not_there() -> None:
    assert problems.lacking() == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_is_that_of_this_code(path: Path) -> None:
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert kept.splitlines() == pages()[path].splitlines(), "run `python -m tests.documents`"


def test_every_code_that_a_test_quotes_is_found_in_the_source() -> None:
    quoted: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        # rules of verify and codes of categories look the same
        if not {"preflight", "scoring"} & {*path.parts} and path.stem not in {"test_verify", "test_pages"}:
            quoted.update(one or other for one, other in QUOTED.findall(path.read_text("utf-8")))
    assert len(quoted) > 100
    assert sorted(quoted - problems.known().keys()) == []


def test_codes_are_read_from_calls_tuples_and_conditions(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "one.py").write_text(
        'WRITE = "write it"\n'
        "def tell(line, code, message, remedy): ...\n"
        "def warn(code, message):\n"
        '    return Problem(code, message, severity="warning")\n'
        "def found(wide, name):\n"
        '    remedy = f"write {name}"\n'
        "    if wide:\n"
        '        remedy = "make it narrow"\n'
        '    tell(1, "too-wide" if wide else "too-high", "it does not fit", remedy)\n'
        '    warn("bad-name", f"{name} is bad")\n'
        '    yield "no-name", "there is no name", WRITE\n'
        '    return tell(1, f"not-a-{name}", "no", f"{WRITE}; {name} is enough")\n',
        encoding="utf-8",
    )
    found = {item.code: (item.severity, item.remedies) for item in codes(tmp_path)}
    assert found == {
        "too-wide": ("error", ("make it narrow", "write …")),
        "too-high": ("error", ("make it narrow", "write …")),
        "bad-name": ("warning", ()),
        "no-name": ("error", ("write it",)),
        "not-a-{}": ("error", ("write it; … is enough",)),
    }


def test_a_code_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path) -> None:
    text = "def tell(code, message): ...\ntell(names[0], 'it is wrong')\n"
    (tmp_path / "one.py").write_text(text, encoding="utf-8")
    with pytest.raises(LookupError, match=r"^one\.py:2: names\[0\] may be a code, and cannot be read$"):
        codes(tmp_path)
