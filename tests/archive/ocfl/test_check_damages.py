"""Damage at random: each is found and named, and what is sound has no finding. The seed is fixed."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from pdfgen.archive.ocfl.check_root import CheckedObject, check_root
from tests.archive.ocfl.built import edit, hashed_place, read_inventory, write_inventory
from tests.archive.ocfl.damages import DAMAGES, archive, objects, remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pdfgen.archive.ocfl.findings import ArchiveFinding

SEED = 4711


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("sound") / "root", Random(SEED))  # noqa: S311  # the same each time


def is_named(finding: ArchiveFinding, place: str) -> bool:
    """Tell whether a finding is about a place: it is there, in it, or above it and says its name."""
    path = finding.path
    if path == place or path.startswith(f"{place}/"):
        return True
    name = place.rpartition("/")[2]
    inventory = name.removesuffix(".sha512")
    same_object = place.split("/")[:4] == path.split("/")[:4] or not path
    return same_object and (
        place.startswith(f"{path}/") or not path or name in finding.message or path.endswith(inventory)
    )


def missed(sound: Path, work: Path, numbers: range) -> tuple[Counter[str], list[str]]:
    """Damage fresh copies; return how often each kind of damage was done, and what was not found or not named."""
    done: Counter[str] = Counter()
    lost: list[str] = []
    for number in numbers:
        chance = Random(SEED * 100_000 + number)  # noqa: S311
        damage = DAMAGES[number % len(DAMAGES)]
        root = shutil.copytree(sound, work / "root", copy_function=shutil.copyfile)
        while not (places := damage(root, chance)):
            pass
        done[damage.__name__] += 1
        found = list(check_root(root))
        told = [place.relative_to(root).as_posix() for place in places]
        unnamed = [place for place in told if not any(is_named(finding, place) for finding in found)]
        # of what has another name, one of both names is enough
        if not found or (unnamed and (damage.__name__ not in ("renamed", "moved") or len(unnamed) == len(told))):
            lost.append(f"{damage.__name__} {number} {unnamed}: {[finding.headline() for finding in found[:3]]}")
        shutil.rmtree(root)
    return done, lost


def test_damage_is_found_and_named(sound: Path, tmp_path: Path) -> None:
    done, lost = missed(sound, tmp_path, range(48))
    assert lost == []
    assert len(done) == len(set(DAMAGES))


@pytest.mark.attack
@pytest.mark.parametrize("part", range(8))
def test_a_thousand_damages_are_found_and_named(sound: Path, tmp_path: Path, part: int) -> None:
    done, lost = missed(sound, tmp_path, range(part, 1000, 8))
    assert lost == []
    assert sum(done.values()) == 125


def test_what_is_sound_has_no_finding(sound: Path) -> None:
    assert [list(check_root(sound)) for _ in range(3)] == [[]] * 3


@pytest.mark.attack
def test_a_hundred_sound_archives_have_no_finding(tmp_path: Path) -> None:
    for number in range(100):
        root = archive(tmp_path / str(number), Random(number))  # noqa: S311
        assert (number, list(check_root(root))) == (number, [])


# What the specification allows, so that nothing is said of it: whoever keeps the seals of the inventories sees it.


def seals(root: Path) -> dict[str, dict[str, str]]:
    seen: list[CheckedObject] = []
    assert list(check_root(root, advance=seen.append)) == []
    return {one.id: dict(one.seals) for one in seen}


def rewrite(folder: Path) -> None:
    """Change the message of the latest version everywhere, with all digests."""
    latest = read_inventory(folder)["head"]
    edit(folder, lambda i: i["versions"][latest].update(message="Nothing happened"), "", latest)


def roll_back(folder: Path) -> None:
    """Take the latest version away, with all that says that it was there."""
    latest = read_inventory(folder)["head"]
    remove(folder / latest)
    write_inventory(folder, read_inventory(folder / f"v{int(latest[1:]) - 1}"))


def take_away(folder: Path) -> None:
    while not any(folder.iterdir()) or (folder / "inventory.json").exists():
        remove(folder)
        folder = folder.parent


def without_fixity(folder: Path) -> None:
    edit(folder, lambda inventory: inventory.pop("fixity"), "v1")


def earlier(folder: Path) -> None:
    edit(folder, lambda inventory: inventory.update(type="https://ocfl.io/1.0/spec/#inventory"), "v1")


CHANGED = "urn:report:3"


@pytest.mark.parametrize("change", [rewrite, roll_back, take_away, without_fixity, earlier], ids=lambda f: f.__name__)
def test_seals_show_what_an_archive_cannot_say(sound: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    root = shutil.copytree(sound, tmp_path / "root")
    before = seals(root)
    change(root / hashed_place(CHANGED))
    now = seals(root)
    assert {name for name, found in before.items() if found.items() - now.get(name, {}).items()} == {CHANGED}


def test_words_of_the_layout_and_files_of_nobody_are_not_checked(sound: Path, tmp_path: Path) -> None:
    root = shutil.copytree(sound, tmp_path / "root")
    layout = json.loads((root / "ocfl_layout.json").read_bytes())
    (root / "ocfl_layout.json").write_text(json.dumps({**layout, "description": "x"}), encoding="utf-8")
    (root / "README.txt").touch()
    (objects(root)[0] / "logs").mkdir()
    (objects(root)[0] / "logs/x").touch()
    (root / "extensions/pdfgen").mkdir(parents=True)
    (root / "extensions/pdfgen/x").touch()
    assert list(check_root(root)) == []
