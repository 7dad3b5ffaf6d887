"""The record of a folder, ``build.json``: each file that was built there, and what went into it.

What all files of one kind have in common is written once. One line for each file; the same edition gives the same
record but for times, and for what was done in the last run.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen.builds.record_names import Naming, decoded, encoded
from pdfgen.builds.record_schema import written
from pdfgen.builds.snapshot import file_hash
from pdfgen.errors import EnvironmentFailure, InputError, UsageError
from pdfgen.files import publish, read_regular, stage
from pdfgen.version import __version__
from pdfgen.versions import versions

if TYPE_CHECKING:
    from pdfgen.builds.snapshot import Snapshot
    from pdfgen.builds.tasks import BuildOptions, MadeFile, Outcome, Task
    from pdfgen.errors import Problem

RECORD = "build.json"
_OURS = b'{\n "pdfgen": '
_RUN, _TOTALS = b'\n "run": ', b'\n "totals": '
_MOST = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class RecordRow:
    """What the record has of one file."""

    data: dict[str, Any]

    @property
    def target(self) -> str:
        """The name of the file."""
        return decoded(self.data["target"])

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is: source, profile and file."""
        return self.data["source"], self.data["profile"], self.target

    @property
    def files(self) -> dict[str, str]:
        """Hashes by name, those of its pictures too; none when it failed."""
        data = self.data
        own = {self.target: data["sha256"]} if data["sha256"] else {}
        return own | {decoded(item["target"]): item["sha256"] for item in data["pictures"]}


class Record:
    """The record of ``folder``; what is in it is taken for true only as far as it still agrees with the files."""

    def __init__(self, folder: Path, here: Path) -> None:
        self.path = folder / RECORD
        self.naming = Naming(folder, here)
        self.rows: dict[tuple[str, str, str], RecordRow] = {}
        self.common: dict[str, dict[str, Any]] = {}
        self._before = b""
        """The record as it was read."""
        self._agrees: dict[tuple[str, BuildOptions], bool] = {}
        self._read()
        self._found: dict[tuple[str, str], list[RecordRow]] = {}
        for row in self.rows.values():
            self._found.setdefault((row.data["source"], row.data["profile"]), []).append(row)

    def _read(self) -> None:
        """Read the file. Raises UsageError when it is somebody else's; one that is damaged is as good as none."""
        try:
            content = read_regular(self.path, _MOST + 1)
        except FileNotFoundError:
            return
        except OSError as error:
            message = f"cannot read {self.path}: {error.strerror}"
            raise EnvironmentFailure(message, "choose another folder with -o") from error
        if not content.startswith(_OURS):
            message = f"{self.path} is not a record of pdfgen, and would be written over"
            raise UsageError(message, "choose another folder with -o")
        try:
            if len(content) <= _MOST:
                self.common, outputs = written(content)
                self.rows = {row.key: row for row in map(RecordRow, outputs)}
                self._before = content
        except ValueError:
            return

    # What is current

    def current(self, source: Path, options: BuildOptions, file: str, snapshot: Snapshot) -> RecordRow | None:
        """Return the row of a report that need not be built again; ``file`` is its name if that was asked for."""
        name = self.naming.name(str(source))
        for row in self._found.get((name, options.profile.name), ()):
            if row.target == file if file else not row.data["named"]:
                return row if self._is_current(row, options, snapshot) else None
        return None

    def _is_current(self, row: RecordRow, options: BuildOptions, snapshot: Snapshot) -> bool:
        common, inputs = row.data["common"], row.data["inputs"]
        try:
            return bool(
                common in self.common
                and row.files
                and self._common_agrees(common, options, snapshot)
                and inputs is not None
                and self._agree(inputs, snapshot)
                and all(_is(self.path.with_name(name), sha256) for name, sha256 in row.files.items())
            )
        except (OSError, ValueError):  # a name that no file can have
            return False

    def _common_agrees(self, key: str, options: BuildOptions, snapshot: Snapshot) -> bool:
        if (key, options) not in self._agrees:
            common = dict(self.common[key])
            files = common.pop("files")
            self._agrees[key, options] = common == _options(options) and self._agree(files, snapshot)
        return self._agrees[key, options]

    def _agree(self, inputs: dict[str, str | None], snapshot: Snapshot) -> bool:
        return all(snapshot.hash_of(self.naming.input(name)) == sha256 for name, sha256 in inputs.items())

    # What was built

    def add(self, task: Task, outcome: Outcome, snapshot: Snapshot, *, named: bool) -> None:
        """Take in what came of a task; ``named`` says that its file has the name that was asked for.

        What was changed while it was built is not recorded as read.
        """
        first = outcome.files[0] if outcome.files else None
        profile = task.options.profile
        data = {
            "source": self.naming.name(task.source),
            "target": encoded(Path(task.target).name),
            "named": named,
            "profile": profile.name,
            "page_size": profile.page.name,
            "sha256": first and first.sha256,
            "bytes": first.size if first else 0,
            "pages": outcome.pages,
            "seconds": round(outcome.seconds, 3),
            "pictures": [_picture(picture) for picture in outcome.files[1:]],
            "warnings": [self.naming.problem_data(problem) for problem in outcome.warnings],
            "error": self._error(outcome),
            "common": None,
            "inputs": None,
        }
        if first and all(snapshot.unchanged(item) for item in outcome.inputs):
            own = [item for item in outcome.inputs if item.entity is not None or _same_name(item.path, task.source)]
            shared = [item for item in outcome.inputs if item not in own]
            data["common"] = self._in_common(task.options, self._hashes(shared, snapshot))
            data["inputs"] = self._hashes(own, snapshot)
        row = RecordRow(_as_text(data))
        self.rows[row.key] = row

    def _hashes(self, items: list[Any], snapshot: Snapshot) -> dict[str, str | None]:
        found = {self.naming.input_name(item): snapshot.hash_of(item) for item in items}
        return dict(sorted(found.items()))

    def _in_common(self, options: BuildOptions, files: dict[str, str | None]) -> str:
        common = _options(options) | {"files": files}
        key = hashlib.sha256(json.dumps(common).encode()).hexdigest()[:12]
        self.common[key] = common
        return key

    def _error(self, outcome: Outcome) -> dict[str, Any] | None:
        if outcome.failure is None:
            return None
        error = outcome.failure.error()
        problems = error.problems if isinstance(error, InputError) else ()
        message = str(error) if not problems else None
        return {
            "message": message,
            "remedy": error.remedy,
            "problems": [self.naming.problem_data(problem) for problem in problems],
        }

    def problems(self, row: RecordRow, source: Path) -> tuple[Problem, ...]:
        """Return the warnings of a report that was built before."""
        return tuple(self.naming.problem(item, source) for item in row.data["warnings"])

    def write(self, run: dict[str, Any]) -> None:
        """Write the record, with what was done in this run, unless nothing else is new.

        Raises EnvironmentFailure when it cannot be written.
        """
        rows = sorted(self.rows.values(), key=lambda row: row.key[::-1])
        used = {row.data["common"] for row in rows}
        common = {key: self.common[key] for key in sorted(self.common) if key in used}
        built = [row.data for row in rows if not row.data["error"]]
        totals = {
            "outputs": len(rows),
            "failed": len(rows) - len(built),
            "pages": sum(data["pages"] for data in built),
            "bytes": sum(data["bytes"] for data in built),
        }
        head = [("pdfgen", __version__), ("run", run), ("totals", totals), ("common", common)]
        parts = [f" {_json(name)}: {_json(value, 1)}" for name, value in head]
        outputs = ",\n".join(f"  {_json(row.data)}" for row in rows)
        text = "{\n" + ",\n".join([*parts, f' "outputs": [\n{outputs}\n ]']) + "\n}\n"
        content = text.encode("utf-8")
        if _lasting(content) != _lasting(self._before):
            publish(stage(self.path, content), self.path)
            self._before = content


def _lasting(content: bytes) -> bytes:
    """Return what a record says beside the last run: a folder where nothing changes is left as it is."""
    before, _, after = content.partition(_RUN)
    return before + after.partition(_TOTALS)[2]


def _options(options: BuildOptions) -> dict[str, Any]:
    """Return all but the files that goes into every report that is built with these options."""
    return {
        "profile": options.profile.record(),
        "theme": options.theme,
        "pictures": options.pictures,
        "date": options.moment,
        "versions": versions(pictures=options.pictures),
        **({"follow_links": True} if options.follow_links else {}),
    }


def _picture(picture: MadeFile) -> dict[str, Any]:
    return {"target": encoded(Path(picture.target).name), "sha256": picture.sha256, "bytes": picture.size}


def _as_text(value: Any) -> Any:
    """Return data without what is no text: a message can name a file whose name is none."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {key: _as_text(item) for key, item in value.items()}
        case list():
            return [_as_text(item) for item in value]
    return value


def _same_name(path: str, source: str) -> bool:
    return Path(path).name == Path(source).name


def _is(path: Path, sha256: str) -> bool:
    try:
        return file_hash(path) == sha256
    except OSError:
        return False


def _json(value: Any, depth: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=depth, allow_nan=False)
    return text.replace("\n", "\n" + " " * (depth or 0))
