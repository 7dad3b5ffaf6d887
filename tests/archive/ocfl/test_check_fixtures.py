"""The fixtures of OCFL (https://github.com/OCFL/fixtures), which are no part of the project.

The variable PDFGEN_OCFL_FIXTURES names a folder that has them: 1.0/good-objects and so on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pdfgen.archive.ocfl.check_object import check_object

ALSO = {
    # v08 has the path v1/content/test.txt, where the object has v01
    "E011_E013_invalid_padded_head_version": {"E014"},
    # the message is a list
    "E049_E050_E054_bad_version_block_values": {"E094"},
    # the manifest has v1/content/content/file-1.txt, where the object has v1/content/file-1.txt
    "E100_E099_fixity_invalid_content_paths": {"E023", "E092"},
}
"""What is wrong with a fixture beside what its name says."""


def fixtures(kind: str) -> list[Path]:
    named = os.environ.get("PDFGEN_OCFL_FIXTURES", "")
    found = sorted(path for path in Path(named).glob(f"1.*/{kind}-objects/*") if path.is_dir()) if named else []
    if not found:
        pytest.skip("PDFGEN_OCFL_FIXTURES names no folder with the fixtures of OCFL")
    return found


def named(folder: Path) -> set[str]:
    return set(re.findall(r"[EW]\d{3}", folder.name))


def codes(folder: Path, severity: str) -> set[str]:
    return {finding.code for finding in check_object(folder) if finding.severity == severity}


def test_good_objects_are_good() -> None:
    assert {str(folder): check_object(folder) for folder in fixtures("good")} == {
        str(folder): [] for folder in fixtures("good")
    }


def test_objects_with_warnings_have_those_of_their_names() -> None:
    for folder in fixtures("warn"):
        assert (folder, codes(folder, "error"), codes(folder, "warning")) == (folder, set(), named(folder))


def test_bad_objects_have_the_errors_of_their_names() -> None:
    for folder in fixtures("bad"):
        assert (folder, codes(folder, "error")) == (folder, named(folder) | ALSO.get(folder.name, set()))
