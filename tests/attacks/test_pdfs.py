"""Files as others send them to `extract`: what they carry is given back whole, or refused with what is wrong.

How `verify` takes them is in tests/preflight.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import traceback
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen import build_pdf, load_report
from pdfgen.cli.app import run
from pdfgen.errors import PdfgenError
from pdfgen.pdf.reading import attachments
from pdfgen.resources import shipped
from pdfgen.source.restored import MANIFEST, named_in, restore
from tests.attacks.test_fonts import attacked, each
from tests.preflight.test_mutations import cut, damaged, doubled, flipped

if TYPE_CHECKING:
    from collections.abc import Mapping

pytest.importorskip("pikepdf", reason="pikepdf is not installed")

_CARRIED = 1_000  # numbers below it are of damage to what a file carries, others of damage to a file
GOOD = {"given back", "refused"}
FINLAND = shipped("data") / "editions" / "2018" / "reports" / "finland.yaml"


@cache
def carried(folder: Path) -> Mapping[str, bytes]:
    """Return what a file carries."""
    path = folder / "carried.pdf"
    path.write_bytes(build_pdf(load_report(FINLAND), attachments=True))
    return attachments(path, MANIFEST, named_in)


def changed(files: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """Return files with damage to one of them; the manifest has the sums that they have then."""
    found = dict(files)
    name = chance.choice(sorted(found))
    content = bytearray(found[name])
    chance.choice((flipped, cut, doubled))(content, chance)
    found[name] = bytes(content)
    whole = next(one for one in found if one.endswith("manifest.json"))
    if name != whole:
        manifest = json.loads(found[whole])
        entry = next(entry for entry in manifest["files"].values() if entry["name"] == name)
        entry["sha256"] = hashlib.sha256(found[name]).hexdigest()
        found[whole] = json.dumps(manifest).encode()
    return found


def outcome(folder: Path, number: int) -> str:
    """Return what became of a damaged file, or of damage to one of the files that it carries."""
    path, out = folder / f"{number}.pdf", folder / f"{number}"
    chance = random.Random(number)  # noqa: S311  # the same damage each time
    try:
        if number >= _CARRIED:
            path.write_bytes(damaged(number))
            found = attachments(path, MANIFEST, named_in)
        else:
            found = changed(carried(folder), chance)
        restore(found, out)
    except PdfgenError:
        return "half of a project" if out.exists() else "refused"
    except BaseException:  # noqa: BLE001  # whatever it is, it is the find
        return traceback.format_exc()[-800:]
    finally:
        path.unlink(missing_ok=True)
        shutil.rmtree(out, ignore_errors=True)
    return "given back"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("what", ["a pipe", "a device"])
def test_what_is_no_file_is_refused(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.pdf"
    if what == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    assert run(["extract", str(path), "-o", str(tmp_path / "out"), "--time-limit", "10"]) == 2
    assert capsys.readouterr().err == f"error: {path} is not a regular file\nhelp: name a file that pdfgen built\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_a_file_that_is_damaged_at_random_is_given_back_or_refused(tmp_path: Path) -> None:
    assert min(attacked("tests.attacks.test_pdfs", tmp_path, range(100), GOOD)) > 10


@pytest.mark.attack
@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_five_thousand_damaged_files(tmp_path: Path) -> None:
    assert min(attacked("tests.attacks.test_pdfs", tmp_path, range(5_000), GOOD)) > 500


if __name__ == "__main__":
    place = Path(sys.argv[1])
    carried(place)
    numbers = range(int(sys.argv[2]), int(sys.argv[3]))
    if numbers.stop > _CARRIED:
        damaged(0)  # what is made here is made for all
    each(numbers, partial(outcome, place))
