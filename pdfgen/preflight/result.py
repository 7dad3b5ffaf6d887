"""What comes of a check: what was checked by whom, what was found, and what could not be checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

_LONGEST = 300  # characters of a message


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong, and on which page; 0 is the whole file."""

    fact: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule found wrong; ``message`` has no character that a terminal would obey."""

    rule: str
    clause: str
    message: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What was not checked, and why."""

    what: str
    reason: str


@dataclass(slots=True)
class Verified:
    """What was checked of a file.

    ``claims`` are the standards that it says it follows. ``checked`` has, for each standard, the names of our rules and
    the validators that checked it (``page-validation 0.11.0: 104 rules``); ``count`` is how many rules that makes.
    ``pages`` is 0 where they cannot be counted.
    """

    claims: tuple[str, ...] = ()
    checked: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[Unchecked] = field(default_factory=list)
    pages: int = 0

    def add(self, standard: str, name: str, count: int = 1) -> None:
        """Say that a rule, or a validator with so many, checked a standard."""
        self.checked.setdefault(standard, []).append(name)
        self.count += count

    def skip(self, what: str, reason: str) -> None:
        """Say what was not checked, and why."""
        self.not_checked.append(Unchecked(shortened(what), shortened(reason)))

    def as_data(self) -> dict[str, Any]:
        """Return it in a form that goes from process to process."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Verified:
        """Return what ``as_data`` gave."""
        findings = [Finding(**item) for item in data["findings"]]
        skipped = [Unchecked(**item) for item in data["not_checked"]]
        rest = {name: data[name] for name in ("checked", "count", "pages")}
        return cls(claims=tuple(data["claims"]), findings=findings, not_checked=skipped, **rest)


def visible(text: str) -> str:
    r"""Return ``text`` with what a terminal would obey, or not show, as ``\x1b``."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def shortened(text: str) -> str:
    """Return what a file says, visible, and cut where it is very long."""
    return visible(text[:_LONGEST]) + ("…" if len(text) > _LONGEST else "")
