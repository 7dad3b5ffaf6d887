"""What there is to build, and what came of it: the messages between a build and those that do its work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pdfgen.errors import EnvironmentFailure, InputError, PdfgenError, UsageError
from pdfgen.limits import size

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.limits import Limits
    from pdfgen.profiles import Profile
    from pdfgen.source.places import Input


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options that apply to every report of a build. Raises what ``Renderer.pictures`` does when they ask for some."""

    profile: Profile
    theme: str | None = None
    """The theme that goes before the report's own."""
    pictures: bool = False
    moment: str = ""
    """When the files are made, as XMP writes it; empty for no date."""
    follow_links: bool = False
    """Whether links may lead out of the project."""

    def __post_init__(self) -> None:
        if self.pictures:
            self.profile.renderer.pictures  # noqa: B018  # before anything takes time


@dataclass(frozen=True, slots=True)
class Task:
    """A report to build: its file as it was named, its options, and the file to make."""

    source: str
    options: BuildOptions
    target: str


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made: where it belongs, what it is, and where its content waits: staged beside it, or here."""

    target: str
    sha256: str
    size: int
    staged: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a report was not built. ``final`` ends the whole build: no other report would fare better."""

    kind: str
    message: str = ""
    remedy: str = ""
    problems: tuple[Problem, ...] = ()
    final: bool = False

    @classmethod
    def of(cls, error: PdfgenError, *, final: bool = False) -> Failure:
        """Return an error in a form that goes from process to process."""
        if isinstance(error, InputError):
            return cls("InputError", problems=error.problems, final=final)
        kind = "UsageError" if isinstance(error, UsageError) else "EnvironmentFailure"
        return cls(kind, str(error), error.remedy, final=final)

    def error(self) -> PdfgenError:
        """Return it as the error that it was."""
        if self.kind == "InputError":
            return InputError(self.problems)
        return (UsageError if self.kind == "UsageError" else EnvironmentFailure)(self.message, self.remedy)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: files, the report first, with all that went into them; or a failure."""

    seconds: float
    files: tuple[MadeFile, ...] = ()
    pages: int = 0
    warnings: tuple[Problem, ...] = ()
    inputs: tuple[Input, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report in one profile; ``files`` has the report first."""

    state: Literal["built", "current", "failed"]
    source: Path
    profile: str
    files: tuple[Path, ...] = ()
    warnings: tuple[Problem, ...] = ()
    error: PdfgenError | None = None


def killed(task: Task, how: str, seconds: float) -> Outcome:
    """Return the outcome of a task whose process ended before it: ``how`` says what is known."""
    message = f"{task.source}: the process that built it {how}"
    remedy = "build again; a system that runs out of memory kills processes"
    return Outcome(seconds, failure=Failure("EnvironmentFailure", message, remedy))


def unanswered(task: Task, seconds: float) -> Outcome:
    """Return the outcome of a task whose worker did not say within ``seconds`` what became of it."""
    message = f"{task.source}: its worker did not answer within {seconds:g} s"
    return Outcome(seconds, failure=Failure("EnvironmentFailure", message, "see to the workers, then build again"))


def too_slow(task: Task, limits: Limits) -> Outcome:
    """Return the outcome of a task that took longer than it may."""
    message = f"{task.source}: it took longer than {limits.seconds:g} s"
    remedy = "see what is unusual in it, or give it more time with --time-limit"
    return Outcome(limits.seconds, failure=Failure("EnvironmentFailure", message, remedy))


def too_large(task: Task, limits: Limits, seconds: float) -> Outcome:
    """Return the outcome of a task that took more memory than it may."""
    message = f"{task.source}: it took more memory than {size(limits.memory)}"
    remedy = "see what is unusual in it, or give it more with --memory-limit"
    return Outcome(seconds, failure=Failure("EnvironmentFailure", message, remedy))
