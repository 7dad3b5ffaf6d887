"""The record of a folder, ``build.json``: each file that was built there, and what went into it.

What all files of one kind have in common is written once. One line for each file; the same edition gives the same
record but for times, and for what was done in the last run.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfgen import __version__
from pdfgen.editions.naming import Naming
from pdfgen.editions.snapshot import file_hash
from pdfgen.editions.versions import versions
from pdfgen.errors import InputError, Origin, Problem, SurroundingsError, UsageError
from pdfgen.files import publish, stage

if TYPE_CHECKING:
    from pdfgen.editions.snapshot import Snapshot
    from pdfgen.editions.tasks import Made, Manner, Outcome, Task

RECORD = "build.json"
_OURS = b'{\n "pdfgen": '
_FIELDS = (
    *("source", "target", "named", "profile", "page_size", "sha256", "bytes", "pages", "seconds", "pictures"),
    *("warnings", "error", "common", "inputs"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What the record has of one file."""

    data: dict[str, Any]

    @classmethod
    def read(cls, data: Any) -> Row:
        """Return a row of a record that was read. Raises KeyError or TypeError when it is none."""
        row = cls({name: data[name] for name in _FIELDS})
        # what is done with a row must be possible: it is found by its key, its numbers add up, its warnings are told
        hash(row.key)
        sum([row.data["pages"], row.data["bytes"]])
        [Problem(**{**item, "origin": Origin(**item["origin"])}) for item in row.data["warnings"]]
        dict(row.files)
        return row

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is: source, profile and file."""
        return self.data["source"], self.data["profile"], self.data["target"]

    @property
    def files(self) -> dict[str, str]:
        """Hashes by name, those of its pictures too; none when it failed."""
        data = self.data
        own = {data["target"]: data["sha256"]} if data["sha256"] else {}
        return own | {item["target"]: item["sha256"] for item in data["pictures"]}


class Record:
    """The record of ``folder``; what is in it is taken for true only as far as it still agrees with the files."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / RECORD
        self.naming = Naming(folder)
        self.rows: dict[tuple[str, str, str], Row] = {}
        self.common: dict[str, dict[str, Any]] = {}
        self._agrees: dict[tuple[str, Manner], bool] = {}
        self._read()

    def _read(self) -> None:
        """Read the file. Raises UsageError when it is somebody else's; one that is damaged is as good as none."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            message = f"cannot read {self.path}: {error.strerror}"
            raise SurroundingsError(message, "choose another folder with -o") from error
        if not content.startswith(_OURS):
            message = f"{self.path} is not a record of pdfgen, and would be written over"
            raise UsageError(message, "choose another folder with -o")
        try:
            data = json.loads(content)
            rows = [Row.read(item) for item in data["outputs"]]
            self.common = {key: dict(common) for key, common in data["common"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        self.rows = {row.key: row for row in rows}

    # What is current

    def current(self, source: Path, manner: Manner, file: str, snapshot: Snapshot) -> Row | None:
        """Return the row of a report that need not be built again; ``file`` is its name if that was asked for."""
        name = self.naming.name(str(source))
        for (theirs, profile, target), row in self.rows.items():
            wanted = target == file if file else not row.data["named"]
            if wanted and (theirs, profile) == (name, manner.profile.name):
                return row if self._is_current(row, manner, snapshot) else None
        return None

    def _is_current(self, row: Row, manner: Manner, snapshot: Snapshot) -> bool:
        try:
            common, inputs = row.data["common"], row.data["inputs"]
            return bool(
                common in self.common
                and row.files
                and self._common_agrees(common, manner, snapshot)
                and self._agree(inputs, snapshot)
                and all(_is(self.path.with_name(name), sha256) for name, sha256 in row.files.items())
            )
        except (KeyError, TypeError, AttributeError, ValueError):  # edited by hand
            return False

    def _common_agrees(self, key: str, manner: Manner, snapshot: Snapshot) -> bool:
        if (key, manner) not in self._agrees:
            common = dict(self.common[key])
            files = common.pop("files")
            self._agrees[key, manner] = common == _manner(manner) and self._agree(files, snapshot)
        return self._agrees[key, manner]

    def _agree(self, inputs: dict[str, str | None], snapshot: Snapshot) -> bool:
        return all(snapshot.hash_of(self.naming.input(name)) == sha256 for name, sha256 in inputs.items())

    # What was built

    def add(self, task: Task, outcome: Outcome, snapshot: Snapshot, *, named: bool) -> None:
        """Take in what came of a task; ``named`` says that its file has the name that was asked for.

        What was changed while it was built is not recorded as read.
        """
        first = outcome.files[0] if outcome.files else None
        profile = task.manner.profile
        data = {
            "source": self.naming.name(task.source),
            "target": Path(task.target).name,
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
            data["common"] = self._in_common(task.manner, self._hashes(shared, snapshot))
            data["inputs"] = self._hashes(own, snapshot)
        row = Row(data)
        self.rows[row.key] = row

    def _hashes(self, items: list[Any], snapshot: Snapshot) -> dict[str, str | None]:
        found = {self.naming.input_name(item): snapshot.hash_of(item) for item in items}
        return dict(sorted(found.items()))

    def _in_common(self, manner: Manner, files: dict[str, str | None]) -> str:
        common = _manner(manner) | {"files": files}
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

    def problems(self, row: Row, source: Path) -> tuple[Problem, ...]:
        """Return the warnings of a report that was built before."""
        return tuple(self.naming.problem(item, source) for item in row.data["warnings"])

    def write(self, run: dict[str, Any]) -> None:
        """Write the record, with what was done in this run. Raises SurroundingsError when it cannot be written."""
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
        publish(stage(self.path, text.encode("utf-8", "surrogateescape")), self.path)


def _manner(manner: Manner) -> dict[str, Any]:
    """Return all but the files that goes into every report that is built in this manner."""
    return {
        "profile": asdict(manner.profile),
        "theme": manner.theme,
        "pictures": manner.pictures,
        "date": manner.date,
        "versions": versions(pictures=manner.pictures),
    }


def _picture(picture: Made) -> dict[str, Any]:
    return {"target": Path(picture.target).name, "sha256": picture.sha256, "bytes": picture.size}


def _same_name(path: str, source: str) -> bool:
    return Path(path).name == Path(source).name


def _is(path: Path, sha256: str) -> bool:
    try:
        return file_hash(path) == sha256
    except OSError:
        return False


def _json(value: Any, depth: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=depth)
    return text.replace("\n", "\n" + " " * (depth or 0))
