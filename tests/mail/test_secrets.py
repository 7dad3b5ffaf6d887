"""The password of the server is in no file, no message, no error and no list of processes."""

from __future__ import annotations

from base64 import b64encode
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import UsageError
from pdfgen.mail.credentials import Credentials, credentials
from pdfgen.model.campaign import Server as ServerFacts
from tests.mail.outboxes import write_campaign, write_outbox
from tests.mail.senders import started
from tests.mail.server import PASSWORD, USER, Reaction, Server

if TYPE_CHECKING:
    from tests.mail.server import Authority, Seen


def forms(password: str) -> list[bytes]:
    """Return the password as it may stand somewhere."""
    plain = f"\0{USER}\0{password}".encode()
    return [password.encode(), b64encode(password.encode()), b64encode(plain), repr(password).encode()]


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system has no /proc")
@pytest.mark.parametrize("right", [True, False])
def test_the_password_is_nowhere(mail: Path, authority: Authority, *, right: bool) -> None:
    password = PASSWORD if right else "another horse"
    write_outbox(mail, 3)
    seen_of_process: list[bytes] = []

    def look(at: str, _seen: Seen, _recipient: str) -> Reaction | None:
        seen_of_process.append(Path(f"/proc/{server.post.victim}/cmdline").read_bytes())
        if at == "auth" and not right:  # a server that repeats what it heard
            heard = f"{password} {b64encode(password.encode()).decode()} {forms(password)[2].decode()}"
            return Reaction(f"535 5.7.8 wrong: {heard}")
        return Reaction("550 5.1.1 no such user") if at == "rcpt" and _recipient.startswith("reader2@") else None

    with Server(look, authority.server(), login=True) as server:
        write_campaign(mail, server.port, "starttls", "localhost", f"rate: 60000\nuser: {USER}")
        program = started(mail, 3, SSL_CERT_FILE=str(authority.file), PDFGEN_SMTP_PASSWORD=password)
        server.post.victim = program.pid
        out, err = program.communicate()
    assert program.returncode == (4 if right else 3)
    assert right or b"does not let press@example.org log in: 535 5.7.8 wrong: " in err
    assert seen_of_process
    files = [path.read_bytes() for path in mail.rglob("*") if path.is_file()]
    for form in forms(password):
        for place in (out, err, *seen_of_process, *files):
            assert form not in place


def test_a_password_is_not_shown() -> None:
    assert repr(Credentials("ada", "secret")) == "Credentials(user='ada')"


def test_the_keyring_has_the_password(tmp_path: Path) -> None:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed")
    backend = import_module("keyring.backend")

    class InFiles(backend.KeyringBackend):  # type: ignore[misc, name-defined]
        """A keyring of this test: a file for each password."""

        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            path = tmp_path / f"{service} {username}"
            return path.read_text(encoding="utf-8") if path.exists() else None

        def set_password(self, service: str, username: str, password: str) -> None:
            (tmp_path / f"{service} {username}").write_text(password, encoding="utf-8")

        def delete_password(self, service: str, username: str) -> None:
            (tmp_path / f"{service} {username}").unlink()

    before = keyring.get_keyring()
    keyring.set_keyring(InFiles())
    try:
        server = ServerFacts(host="mail.example.org", user="ada")
        with pytest.raises(UsageError):
            credentials(server, "")
        keyring.set_password("pdfgen", "ada@mail.example.org", "kept")
        found, said = credentials(server, ""), credentials(server, "said")
    finally:
        keyring.set_keyring(before)
    assert found is not None
    assert said is not None
    assert (found.user, found.password, said.password) == ("ada", "kept", "said")


def test_a_password_in_any_script(mail: Path, authority: Authority) -> None:
    write_outbox(mail, 1)
    with Server(secure=authority.server(), login=True) as server:
        write_campaign(mail, server.port, "starttls", "localhost", f"rate: 60000\nuser: {USER}")
        variables = {"SSL_CERT_FILE": str(authority.file), "PDFGEN_SMTP_PASSWORD": "пароль-ä"}
        program = started(mail, 1, **variables)
        _, err = program.communicate()
    assert program.returncode == 3
    assert b"535 5.7.8" in err
