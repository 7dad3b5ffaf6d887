"""Messages as others read them: Python's parser, a second one, and the tools of mail programs."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from email import message_from_bytes, policy
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.mail.opened import Opened
from pdfgen.mail.wording import attachment_name
from tests.mail.messages import Mailing, offer, recipient

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
Dear {{ name }},

Ça va? Жазғы шілде, 日本語, العربية, 👋.
.
From here on
LONG
 trailing blanks  \u00a0
-- \nFreedom House""".replace("LONG", "a line without end " * 100)
HTML = '<html lang="en"><body><p>Ça va, {{ name }}? 日本語</p><img src="{{ reports[0].card }}" alt="{{ reports[0].card_text }}"></body></html>'
NAMES = {
    "Kazakhstan": "Freedom in the World 2018 Kazakhstan.pdf",
    "Côte d’Ivoire": "Freedom in the World 2018 Côte d’Ivoire.pdf",
    "Қазақстан": "Freedom in the World 2018 Қазақстан.pdf",
    "日本国憲法の下における自由と権利": "Freedom in the World 2018 日本国憲法の下における自由と権利.pdf",
    "المملكة العربية السعودية": "Freedom in the World 2018 المملكة العربية السعودية.pdf",
    "ประเทศไทย": "Freedom in the World 2018 ประเทศไทย.pdf",
    "🇰🇿": "Freedom in the World 2018 🇰🇿.pdf",
    "A/B: C?": "Freedom in the World 2018 A B C.pdf",
    "x" * 200: "freedom-in-the-world-2018-kazakhstan.pdf",
    "a\u202efdp.exe": "freedom-in-the-world-2018-kazakhstan.pdf",
}


@pytest.fixture(scope="module")
def card() -> bytes:
    """Return a PDF file of one page, which has a picture."""
    pikepdf = pytest.importorskip("pikepdf")
    pytest.importorskip("pypdfium2")
    file = pikepdf.new()
    file.add_blank_page(page_size=(420, 595))
    target = BytesIO()
    file.save(target, deterministic_id=True)
    return target.getvalue()


@pytest.fixture
def whole(tmp_path: Path, card: bytes) -> tuple[Mailing, bytes]:
    """Return a message with everything that one can have."""
    report = offer(tmp_path, "report", "card", content=card, title="Қазақстан")
    mailing = Mailing(tmp_path, subject="Қазақстан: {{ name }}", text=TEXT, html=HTML, reports=(report,))
    return mailing, mailing.message(recipient(name="Әли"))


def test_the_parts(whole: tuple[Mailing, bytes]) -> None:
    read = message_from_bytes(whole[1], policy=policy.default)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
        "application/pdf",
    ]
    assert not [defect for part in read.walk() for defect in part.defects]
    assert read["Content-Language"] == "en"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime.isoformat() == "2026-11-28T12:00:00+00:00"


def test_python_reads_what_was_written(whole: tuple[Mailing, bytes]) -> None:
    mailing, message = whole
    texts = mailing.texts(recipient(name="Әли"))
    opened = Opened.of(message)
    assert opened.text == texts.text
    assert opened.html == texts.html
    assert dict(opened.headers)["Subject"] == "Қазақстан: Әли"
    assert [file.name for file in opened.files] == [
        "Freedom in the World 2018 Қазақстан.pdf",
        "Freedom in the World 2018 Қазақстан (card).pdf",
    ]
    files = mailing.offers()[0].files
    assert [hashlib.sha256(file.content).hexdigest() for file in opened.files] == [file.sha256 for file in files]
    (picture,) = opened.pictures.values()
    assert picture.content.startswith(b"\x89PNG")
    assert f"cid:{next(iter(opened.pictures))}" in opened.html


def test_the_same_values_give_the_same_bytes(whole: tuple[Mailing, bytes]) -> None:
    assert whole[0].message(recipient(name="Әли")) == whole[1]


@pytest.mark.parametrize("title", NAMES)
def test_names_of_attachments(tmp_path: Path, title: str) -> None:
    report = offer(tmp_path, title=title)
    assert attachment_name(report, report.files[0]) == NAMES[title]
    message = Mailing(tmp_path, subject="x", reports=(report,)).message(recipient())
    for kind in (policy.default, policy.SMTP, policy.compat32):
        read: Any = message_from_bytes(message, policy=kind)
        assert [part.get_filename() for part in read.walk()][-1] == NAMES[title]
        assert read.get_payload()[-1].get_param("name") == "freedom-in-the-world-2018-kazakhstan.pdf"


def test_a_parser_in_rust_reads_it(whole: tuple[Mailing, bytes]) -> None:
    parser = pytest.importorskip("fast_mail_parser", reason="fast-mail-parser is not installed: it needs Python 3.11")
    read = parser.parse_email(whole[1])
    texts = whole[0].texts(recipient(name="Әли"))
    assert read.warnings == []
    assert read.subject == "Қазақстан: Әли"
    assert [(one.display_name, one.address) for one in read.to] == [("Әли", "reader@example.org")]
    assert (read.from_.display_name, read.from_.address) == ("Freedom House", "reports@example.org")
    assert read.cc == read.bcc == []
    assert read.text_plain == [texts.text.replace("\n", "\r\n")]
    assert read.text_html == [texts.html]
    files = whole[0].offers()[0].files
    assert [(one.filename, one.content) for one in read.attachments if one.mimetype == "application/pdf"] == [
        ("Freedom in the World 2018 Қазақстан.pdf", files[0].path.read_bytes()),
        ("Freedom in the World 2018 Қазақстан (card).pdf", files[1].path.read_bytes()),
    ]


def test_mail_parser_reads_it(whole: tuple[Mailing, bytes]) -> None:
    parser = pytest.importorskip("mailparser", reason="mail-parser is not installed: pip install mail-parser")
    read = parser.parse_from_bytes(whole[1])
    texts = whole[0].texts(recipient(name="Әли"))
    assert read.subject == "Қазақстан: Әли"
    assert read.to == [("Әли", "reader@example.org")]
    assert read.from_ == [("Freedom House", "reports@example.org")]
    assert read.text_plain[0].replace("\r\n", "\n").rstrip("\n") == texts.text.rstrip("\n")
    assert read.text_html[0] == texts.html
    found = {item["filename"]: base64.b64decode(item["payload"]) for item in read.attachments}
    files = whole[0].offers()[0].files
    assert found["Freedom in the World 2018 Қазақстан.pdf"] == files[0].path.read_bytes()
    assert found["Freedom in the World 2018 Қазақстан (card).pdf"] == files[1].path.read_bytes()


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {PACKAGES[name]}")
    return found


PACKAGES = {"munpack": "mpack", "ripmime": "ripmime", "mshow": "mblaze", "mu": "maildir-utils", "reformime": "maildrop"}


def _unpacked(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_munpack_reads_it(whole: tuple[Mailing, bytes], tmp_path: Path) -> None:
    program, folder = _program("munpack"), tmp_path / "out"
    folder.mkdir()
    subprocess.run([program, "-q", "-t", "-C", str(folder)], input=whole[1], check=True, capture_output=True)
    found = _unpacked(folder)
    assert whole[0].offers()[0].files[0].path.read_bytes() in found
    assert (folder / "freedom-in-the-world-2018-kazakhstan.pdf").exists() or len(found) >= 3


def test_ripmime_reads_it(whole: tuple[Mailing, bytes], tmp_path: Path) -> None:
    program, folder = _program("ripmime"), tmp_path / "out"
    folder.mkdir()
    path = tmp_path / "message.eml"
    path.write_bytes(whole[1])
    subprocess.run([program, "-i", str(path), "-d", str(folder)], check=True, capture_output=True)
    texts = whole[0].texts(recipient(name="Әли"))
    found = _unpacked(folder)
    assert whole[0].offers()[0].files[0].path.read_bytes() in found
    assert texts.text.encode() in {content.replace(b"\r\n", b"\n") for content in found}
    assert str(texts.html).encode() in {content.rstrip(b"\r\n") for content in found}


def test_mblaze_reads_it(whole: tuple[Mailing, bytes], tmp_path: Path) -> None:
    program = _program("mshow")
    path = tmp_path / "message.eml"
    path.write_bytes(whole[1])

    def run(*arguments: str) -> bytes:
        environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        return subprocess.run([program, *arguments], check=True, capture_output=True, env=environment).stdout

    listed = run("-t", str(path)).decode()
    assert "text/plain" in listed
    assert 'name="Freedom in the World 2018 Қазақстан.pdf"' in listed
    files = whole[0].offers()[0].files
    assert run("-O", str(path), "7") == files[0].path.read_bytes()
    shown = run("-h", "from:to:subject", str(path)).decode()
    assert "Subject: Қазақстан: Әли" in shown
    assert "Әли <reader@example.org>" in shown
    assert "Жазғы шілде, 日本語" in shown


def test_mu_reads_it(whole: tuple[Mailing, bytes], tmp_path: Path) -> None:
    program, folder = _program("mu"), tmp_path / "out"
    folder.mkdir()
    path = tmp_path / "message.eml"
    path.write_bytes(whole[1])
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MUHOME": str(tmp_path)}
    done = subprocess.run([program, "view", "--nocolor", str(path)], check=True, capture_output=True, env=environment)
    assert "Subject: Қазақстан: Әли" in done.stdout.decode()
    command = [program, "extract", "--save-attachments", f"--target-dir={folder}", str(path)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert whole[0].offers()[0].files[0].path.read_bytes() in _unpacked(folder)
