"""A rule: its name, its clause, and the check that yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.preflight.result import Finding, Violation, shortened

if TYPE_CHECKING:
    from pdfgen.preflight.subject import Subject

_MOST = 20  # findings of one rule


Check = Callable[["Subject"], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is stable and meant for filters; ``clause`` is the standard's."""

    name: str
    clause: str
    check: Check

    def findings(self, subject: Subject) -> list[Finding]:
        """Return what the rule finds, each fact once with its pages.

        A file that is not of the form that the rule reads is a finding as well: it was written by others, on purpose or
        not, and there is no end to the ways in which it can be wrong.
        """
        faults: list[Violation] = []
        try:
            faults.extend(self.check(subject))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # see above
            faults.append(
                Violation(f"the file is not of the form that the rule reads: {str(error) or type(error).__name__}")
            )
        messages = list(told_once(faults))
        more = [f"… and {len(messages) - _MOST} more"] if len(messages) > _MOST else []
        return [Finding(self.name, self.clause, shortened(message)) for message in messages[:_MOST] + more]


class Rules(list[Rule]):
    """The rules of a standard, in the order in which they are checked."""

    def rule(self, name: str, clause: str) -> Callable[[Check], Check]:
        """Return a decorator that adds a check as a rule."""

        def add(check: Check) -> Check:
            self.append(Rule(name, clause, check))
            return check

        return add


def told_once(faults: Iterable[Violation]) -> Iterator[str]:
    """Yield each fact once, with the pages that it is true of."""
    pages: dict[str, list[int]] = {}
    for fault in faults:
        pages.setdefault(fault.fact, []).append(fault.page)
    for fact, numbers in pages.items():
        places = sorted({number for number in numbers if number})
        yield f"{_named(places)}: {fact}" if places else fact


def _named(numbers: list[int]) -> str:
    """Return ``page 3``, or ``pages 1-4, 9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {words}"
