"""Files of all kinds, damaged at random: each is read, or refused in words. The seed is fixed."""

from __future__ import annotations

import random
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen import PdfgenError, load_report
from pdfgen.importers.candidates import Asked
from pdfgen.importers.score_import import import_scores
from pdfgen.importers.texts import ImportOptions, import_texts
from pdfgen.labels import Labels
from pdfgen.model.names import Names
from pdfgen.model.rubric import Rubric
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.load import check_edition, load
from pdfgen.theme import Theme
from tests.importers.test_text import published_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS = 20.0  # of processor time, in the long form
SEED = 4711
BITS = [
    *(
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "|",
        ">",
        "'",
        '"',
        "#",
        "---\n",
    ),
    *(
        "\t",
        "\r",
        "\n",
        "\n\n",
        " ",
        " " * 400,
        "\0",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\u2028",
        "\U0001f600",
        "e\u0301",
    ),
    *("null", "true", "NO", "1e999", "NaN", ".inf", "-1", "0", "9" * 30, "0." + "9" * 30, "010", "1:30", "2018-01-01"),
    *(
        "=1+1",
        "[^x]",
        "[a](javascript:x)",
        "**",
        "__",
        "`",
        "<b>",
        "~~",
        "{0.__class__}",
        "{series:>999999999}",
        "../../x",
    ),
    *(",", ";", ",,,,,", '""', "%", "/", "(", ")", "A1", "entity", "edition", "2018", "Score Change: ", "### "),
]


def mutated(text: str, chance: random.Random) -> bytes:
    """Return a text with some damage."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 3, 20, 200)))
        match chance.randrange(7):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + text[start:end] * chance.choice((2, 3, 50)) + text[end:]
            case 2 | 3:
                text = text[:start] + chance.choice(BITS) + text[start:]
            case 4:
                text = text[:start] + chance.choice(BITS) + text[end:]
            case 5:
                lines = text.split("\n")
                one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
            case _:
                text = text[:start] if chance.random() < 0.3 else text
        if len(text) > 200_000:
            break
    content = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.1 and content:
        place = chance.randrange(len(content))
        content = content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
    return content


def read_with(model: type[Any]) -> Callable[[Path], object]:
    return lambda path: load_file(path, model)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped data as a project of its own."""
    return shutil.copytree(shipped("data"), tmp_path_factory.mktemp("fuzz") / "data")


def files(project: Path) -> list[tuple[Path, Callable[[Path], object]]]:
    """Return all YAML files of a project, each with what reads it."""
    found: list[tuple[Path, Callable[[Path], object]]] = []
    for folder, model in (("rubrics", Rubric), ("labels", Labels), ("themes", Theme), ("names", Names)):
        found += [(path, read_with(model)) for path in sorted((project / folder).glob("*.yaml"))]
    found += [(path, check_edition) for path in sorted(project.glob("editions/*/edition.yaml"))]
    return found + [(path, load) for path in sorted(project.glob("editions/*/reports/*.yaml"))]


def damage(project: Path, count: int, seed: int) -> tuple[int, list[str]]:
    """Damage files so many times; return how many were refused, and what ended otherwise than in words."""
    chance = random.Random(seed)  # noqa: S311  # the same each time
    known = [(path, reader, path.read_text(encoding="utf-8")) for path, reader in files(project)]
    refused, lost = 0, []
    for number in range(count):
        path, reader, text = known[number % len(known)]
        content = mutated(text, chance)
        path.write_bytes(content)
        begun = time.process_time()
        try:
            reader(path)
        except PdfgenError as error:
            refused += 1
            str(error)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            lost.append(f"{path.name} {number}: {type(error).__name__}: {error}"[:300])
        if time.process_time() - begun > SECONDS:
            lost.append(f"{path.name} {number}: {time.process_time() - begun:.0f} s")
        path.write_text(text, encoding="utf-8")
    return refused, lost


def damage_imports(project: Path, count: int, seed: int) -> tuple[int, list[str]]:
    """Do the same with tables and texts that are imported."""
    chance = random.Random(seed)  # noqa: S311  # the same each time
    reports = sorted(project.glob("editions/2018/reports/*.yaml"))[:3]
    texts = [published_text(load_report(path)) for path in reports]
    tables = [path.read_text(encoding="utf-8") for path in sorted(project.glob("scores/*/201*.csv"))]
    rubric = Catalogue().rubric("freedom-in-the-world")
    source, refused, lost = project.parent / "source", 0, []
    for number in range(count):
        is_text = number % 2
        text = chance.choice(texts) if is_text else "\n".join(chance.choice(tables).split("\n")[:20])
        path = source.with_suffix(".txt" if is_text else ".csv")
        path.write_bytes(mutated(text, chance))
        begun = time.process_time()
        try:
            if is_text:
                found = import_texts([path], project.parent / "out", ImportOptions(edition=2018))
                refused += sum(isinstance(item, PdfgenError) for item in found.values())
            else:
                import_scores(path, project.parent / "tables", rubric, replace=False, asked=Asked(2018))
        except PdfgenError as error:
            refused += 1
            str(error)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            lost.append(f"{path.name} {number}: {type(error).__name__}: {error}"[:300])
        if time.process_time() - begun > SECONDS:
            lost.append(f"{path.name} {number}: {time.process_time() - begun:.0f} s")
        shutil.rmtree(project.parent / "out", ignore_errors=True)
        shutil.rmtree(project.parent / "tables", ignore_errors=True)
    return refused, lost


def test_some_damaged_files_are_read_or_refused(project: Path) -> None:
    refused, lost = damage(project, 100, SEED)
    assert lost == []
    assert 50 < refused < 100


def test_some_damaged_imports_are_read_or_refused(project: Path) -> None:
    refused, lost = damage_imports(project, 40, SEED)
    assert lost == []
    assert 10 < refused < 40


@pytest.mark.attack
@pytest.mark.parametrize("part", range(8))
def test_many_damaged_files_are_read_or_refused(part: int, project: Path) -> None:
    _, lost = damage(project, 1_250, SEED + 1 + part)
    assert lost == []


@pytest.mark.attack
@pytest.mark.parametrize("part", range(4))
def test_many_damaged_imports_are_read_or_refused(part: int, project: Path) -> None:
    _, lost = damage_imports(project, 1_250, SEED + 1 + part)
    assert lost == []
