"""An editor with yaml-language-server completes, explains and checks the files of a project, over its protocol."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.cli.app import run
from pdfgen.source import schema as schemas
from pdfgen.source.kinds import MODELLED
from tests.own_project import write_looks, write_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = os.environ.get("PDFGEN_YAML_LANGUAGE_SERVER")
SERVER = NAMED or shutil.which("yaml-language-server")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        SERVER is None,
        reason="yaml-language-server is not installed (npm i -g yaml-language-server, or PDFGEN_YAML_LANGUAGE_SERVER)",
    ),
]
SNIPPETS = 15
"""The kind of completions that write several lines."""


class Editor:
    """A client of the language server protocol (LSP 3.17): JSON-RPC with headers, on standard input and output."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self.process = process
        self.last = 0
        self.problems: dict[str, list[str]] = {}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=CAPABILITIES)
        self.send("initialized", {})

    def send(self, method: str, params: Any, **more: Any) -> None:
        text = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._write(text)

    def _write(self, text: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(text), text))
        self.process.stdin.flush()

    def ask(self, method: str, **params: Any) -> Any:
        """Return the answer to a request; what the server asks and tells before it is heard."""
        self.last += 1
        self.send(method, params, id=self.last)
        while True:
            told = self._read()
            if told.get("id") == self.last and "method" not in told:
                assert "error" not in told, told
                return told["result"]
            self._hear(told)

    def checked(self, path: Path) -> list[str]:
        """Return what the server finds wrong with a file that was opened: line and words."""
        while path.as_uri() not in self.problems:
            self._hear(self._read())
        return self.problems[path.as_uri()]

    def open(self, path: Path, text: str) -> None:
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.problems.pop(path.as_uri(), None)
        self.send("textDocument/didOpen", {"textDocument": document})

    def completed(self, path: Path, text: str) -> dict[str, str]:
        """Return the completions at the mark ``@`` of a text, each with its explanation."""
        place = self._opened(path, text)
        found = self.ask("textDocument/completion", **place)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _words(item.get("documentation")) for item in items if item.get("kind") != SNIPPETS}

    def explained(self, path: Path, text: str) -> str:
        """Return what is shown for the word at the mark ``@`` of a text."""
        found = self.ask("textDocument/hover", **self._opened(path, text))
        return _words(found["contents"]) if found else ""

    def _opened(self, path: Path, text: str) -> dict[str, Any]:
        before = text[: text.index("@")]
        self.open(path, text.replace("@", ""))
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return {"textDocument": {"uri": path.as_uri()}, "position": position}

    def _read(self) -> Any:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has gone"
        return json.loads(self.process.stdout.read(length))

    def _hear(self, told: dict[str, Any]) -> None:
        if "id" in told:  # the server asks for settings, or registers what it can do
            asked = told.get("params") or {}
            answer = [_setting(item) for item in asked.get("items", [])] if "items" in asked else None
            self._write(json.dumps({"jsonrpc": "2.0", "id": told["id"], "result": answer}).encode())
        elif told["method"] == "textDocument/publishDiagnostics":
            found = told["params"]["diagnostics"]
            self.problems[told["params"]["uri"]] = [
                f"{item['range']['start']['line'] + 1}: {item['message']}" for item in found
            ]


CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
    },
}


def _setting(item: dict[str, Any]) -> Any:
    """Return the settings of a section: everything on, and no schemas from the net."""
    yaml = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False, "url": ""}}
    return yaml if item.get("section") == "yaml" else {}


def _words(told: Any) -> str:
    return told if isinstance(told, str) else (told or {}).get("value", "")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with everything of its own, and the schemas that the modelines of its files name."""
    folder = tmp_path_factory.mktemp("project")
    write_project(folder)
    write_looks(folder)
    assert run(["new", "campaign", str(folder / "mail" / "release.yaml")]) == 0
    return folder


@contextmanager
def an_editor(project: Path) -> Iterator[Editor]:
    assert SERVER is not None
    with subprocess.Popen([SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=project) as process:
        try:
            yield Editor(process, project)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def editor(project: Path) -> Iterator[Editor]:
    with an_editor(project) as found:
        yield found


@pytest.fixture
def schema(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that writes the schema of a kind into the project, and returns the modeline that names it."""

    def written(kind: str, *options: str) -> str:
        monkeypatch.chdir(project)
        capsys.readouterr()
        assert run(["schema", kind, *options]) == 0
        path = project / f"{kind}.schema.json"
        path.write_text(capsys.readouterr().out, encoding="utf-8")
        return f"# yaml-language-server: $schema={path.as_uri()}\n"

    return written


METHOD = ("--rubric", "towns", "--edition", "2018")
CASES = [
    (
        "report",
        METHOD,
        "entity: {name: Ruritania, kind: country}\nanswers:\n  @",
        {"A1": "One", "A2": "Two", "A3": "Three"},
    ),
    (
        "rubric",
        (),
        "id: towns\ntitle: Towns\ntree:\n  - id: T\n    @",
        {"label": "The title in print; a short title of a question that has a wording."},
    ),
    ("theme", (), "prose:\n  @", {"indent": "Of the first line of a paragraph that follows another, and of lists."}),
    ("labels", (), "language: en\nvolume:\n  @", {"index": "Above the index. In English: “Index”"}),
    ("campaign", (), "edition: 2018\nserver:\n  @", {"user": "The name to log in with; nobody logs in without it."}),
]


@pytest.mark.parametrize(("kind", "options", "text", "offered"), CASES, ids=[case[0] for case in CASES])
def test_keys_are_completed_with_their_descriptions(
    editor: Editor, project: Path, schema: Any, kind: str, options: tuple[str, ...], text: str, offered: dict[str, str]
) -> None:
    found = editor.completed(project / f"complete-{kind}.yaml", schema(kind, *options) + text)
    assert {key: found.get(key) for key in offered} == offered


INNER = [
    ("report", METHOD, "answers:\n  A@1: {score: 3}\n", "One"),
    ("rubric", (), "tree:\n  - id: T\n    lab@el: Total\n", "The title in print"),
    ("theme", (), "roles:\n  acc@ent: blue\n", "Bars, pips, section letters, links."),
    ("labels", (), "score_@of: '{value}'\n", "In English: “{value}/{max}”"),
]


@pytest.mark.parametrize(("kind", "options", "text", "words"), INNER, ids=[case[0] for case in INNER])
def test_a_key_is_explained_where_the_pointer_rests(
    editor: Editor, project: Path, schema: Any, kind: str, options: tuple[str, ...], text: str, words: str
) -> None:
    told = editor.explained(project / f"hover-{kind}.yaml", schema(kind, *options) + text)
    assert _bare(words) in _bare(told)


@pytest.mark.parametrize("kind", MODELLED)
def test_every_key_at_the_top_of_every_kind_of_file_is_explained(
    editor: Editor, project: Path, schema: Any, kind: str
) -> None:
    modeline = schema(kind)
    for key, part in schemas.schema(kind)["properties"].items():
        value = {"object": "{}", "array": "[]"}.get(str(part.get("type")), "{}" if "allOf" in part else "x")
        told = editor.explained(project / f"key-{kind}-{key}.yaml", f"{modeline}@{key}: {value}\n")
        assert _bare(part["description"]) in _bare(told), key


def _bare(words: str) -> str:
    """Return the letters of Markdown: some of its marks are escaped on the way."""
    return re.sub(r"[\W_]+", "", words)


PLACES = {
    "report": "editions/2018/reports/ruritania.yaml",
    "edition": "editions/2018/edition.yaml",
    "rubric": "rubrics/towns.yaml",
    "theme": "themes/house.yaml",
    "labels": "labels/en.yaml",
    "campaign": "mail/release.yaml",
}
WRONG = [
    ("report", "score: 3", "score: 9", "Value is above the maximum of 4."),
    ("rubric", "publisher:", "publishre:", "Property publishre is not allowed."),
    ("theme", "hyphenate: words", "hyphenate: word", 'Value is not accepted. Valid values: "never", "words", "all".'),
    ("labels", "quick_facts:", "quick_fact:", "Property quick_fact is not allowed."),
    ("edition", "rubric: towns", "rubrik: towns", "Property rubrik is not allowed."),
    ("campaign", "recipients:", "recipient:", "Property recipient is not allowed."),
]


@pytest.mark.parametrize(("kind", "right", "wrong", "words"), WRONG, ids=[case[0] for case in WRONG])
def test_a_file_is_checked_while_it_is_written(
    editor: Editor, project: Path, schema: Any, kind: str, right: str, wrong: str, words: str
) -> None:
    path = project / PLACES[kind]
    text = schema(kind, *(METHOD if kind == "report" else ())) + path.read_text(encoding="utf-8")
    assert right in text
    editor.open(path.with_stem("right"), text)
    assert editor.checked(path.with_stem("right")) == []
    editor.open(path.with_stem("wrong"), text.replace(right, wrong, 1))
    found = editor.checked(path.with_stem("wrong"))
    assert [line for line in found if words in line] != [], found
