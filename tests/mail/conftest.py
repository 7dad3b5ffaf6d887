"""What tests of mail share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mail.server import Authority

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return an authority whose certificates the client of a test trusts, and no other does."""
    return Authority.make(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """Return the folder of a project's campaigns."""
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder
