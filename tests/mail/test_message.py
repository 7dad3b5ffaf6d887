"""Messages: their header, their parts, what a plan keeps of them; and previews."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from pdfgen.cli.app import pdfgen
from pdfgen.errors import EnvironmentFailure, InputError, UsageError
from pdfgen.mail import browser, composer
from pdfgen.mail.card_picture import card_picture
from pdfgen.mail.composer import Composer
from pdfgen.mail.headers import field, mailbox, parameter, words
from pdfgen.mail.opened import Opened
from pdfgen.mail.planned import Plan, PlannedMessage
from pdfgen.mail.templates import Texts
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue
from pdfgen.theme.screen_colours import DARK, contrast, screen_colours
from tests.mail.messages import ERRATA, MOMENT, SECRET, Mailing, offer, recipient


@pytest.mark.parametrize("name", ["mail.unsubscribing", "mail.composer", "mail.wording", "theme.screen_colours"])
def test_examples(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"pdfgen.{name}"))
    assert not failed
    assert tried


def test_a_whole_message(tmp_path: Path) -> None:
    made = Mailing(tmp_path, text="Dear {{ name }},\n\nit is\u00a0out.", html="<p>{{ name }}</p>")
    report = offer(tmp_path, content=b"%PDF-1.7")
    text = replace(made, reports=(report,)).message(recipient(name="Zoë")).decode()
    identity = re.findall(r"Message-ID: <([0-9a-f]{40})@example.org>", text)
    assert len(identity) == 1
    boundary = re.findall(r'boundary="=_1_([0-9a-f]{40})"', text)[0]
    token = re.findall(r"unsubscribe/([^>]+)>", text)[0]
    assert (
        text.replace("\r\n", "\n")
        == f"""\
From: Freedom House <reports@example.org>
To: =?utf-8?q?Zo=C3=AB?= <reader@example.org>
Subject: Kazakhstan
Date: Sat, 28 Nov 2026 12:00:00 +0000
Message-ID: <{identity[0]}@example.org>
MIME-Version: 1.0
Content-Language: en
List-Unsubscribe: <https://example.org/unsubscribe/{token}>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Auto-Submitted: auto-generated
Content-Type: multipart/mixed;
 boundary="=_1_{boundary}"

--=_1_{boundary}
Content-Type: multipart/alternative;
 boundary="=_2_{boundary}"

--=_2_{boundary}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Dear Zo=C3=AB,

it is=C2=A0out.

--=_2_{boundary}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>Zo=C3=AB</p>
--=_2_{boundary}--

--=_1_{boundary}
Content-Type: application/pdf;
 name="freedom-in-the-world-2018-kazakhstan.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="Freedom in the World 2018 Kazakhstan.pdf"

JVBERi0xLjc=

--=_1_{boundary}--
"""
    )


def test_a_message_with_a_link_alone(tmp_path: Path) -> None:
    report = replace(offer(tmp_path), files=())
    made = Mailing(tmp_path, text="{{ reports[0].link }}", reports=(report,)).message(recipient())
    assert made.endswith(b"\r\n\r\nhttps://example.org/2018/kazakhstan\r\n")
    assert b"multipart" not in made


def test_a_file_that_is_there_for_its_picture_alone_is_not_attached(tmp_path: Path) -> None:
    report = offer(tmp_path, "report", "card")
    hidden = replace(report.files[1], attached=False)
    opened = Opened.of(
        Mailing(tmp_path, reports=(replace(report, files=(report.files[0], hidden)),)).message(recipient())
    )
    assert [file.name for file in opened.files] == ["Freedom in the World 2018 Kazakhstan.pdf"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", "To: a@b.org"),
        ("Ada", "To: Ada <a@b.org>"),
        ("Ada O'Neill-Smith", "To: Ada O'Neill-Smith <a@b.org>"),
        ("Dr. Ada", 'To: "Dr. Ada" <a@b.org>'),
        ("Smith, Ada", "To: =?utf-8?q?Smith=2C_Ada?= <a@b.org>"),
        ('Ada "x"', "To: =?utf-8?q?Ada_=22x=22?= <a@b.org>"),
        ("Zoë", "To: =?utf-8?q?Zo=C3=AB?= <a@b.org>"),
        ("Әли", "To: =?utf-8?b?05jQu9C4?= <a@b.org>"),
        ("=?utf-8?q?x?=", "To: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= <a@b.org>"),
        ("é" * 30, "To: =?utf-8?b?" + "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp?=\r\n =?utf-8?b?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp?= <a@b.org>"),
    ],
)  # fmt: skip
def test_names_in_headers(name: str, written: str) -> None:
    assert field("To", mailbox(name, "a@b.org")).decode() == written + "\r\n"


def test_long_headers_are_folded() -> None:
    assert field("Subject", words("word " * 30 + "end")) == (
        b"Subject: word word word word word word word word word word word word word\r\n"
        b" word word word word word word word word word word word word word word word\r\n"
        b" word word end\r\n"
    )
    assert field("X", parameter("name", "日本.pdf")) == b"X: name*=utf-8''%E6%97%A5%E6%9C%AC.pdf\r\n"


@pytest.mark.parametrize("parts", [["a\r\nBcc: x"], ["a\nb"], [""], [], ["ä"], ["a\0"], ["x" * 1000]])
def test_what_is_no_field(parts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"cannot stand in a line|is no header field with a value"):
        field("Subject", parts)
    with pytest.raises(ValueError, match="is no header field"):
        field("Sub ject", ["x"])


def test_lines_that_mailboxes_would_change(tmp_path: Path) -> None:
    made = Mailing(tmp_path, text="a\nFrom here\n.\n>From\nblanks  \nb").message(recipient())
    assert b"\r\nFrom here" not in made
    assert b"\r\n.\r\n" not in made
    assert not re.search(rb"[ \t]\r\n", made.partition(b"\r\n\r\n")[2])
    assert Opened.of(made).text == "a\nFrom here\n.\n>From\nblanks  \nb\n"


def test_encoded_files_are_kept_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = Mailing(tmp_path).read()[0]
    made_by = Composer(campaign, MOMENT, None, SECRET)
    texts = Texts("x", "x\n", None)
    report = offer(tmp_path)
    made = made_by.compose(recipient(), texts, [report], "<1@b.org>")
    report.files[0].path.unlink()
    again = made_by.compose(recipient(), texts, [report], "<1@b.org>")  # nothing is read a second time
    assert again == made
    monkeypatch.setattr(composer, "KEPT", 20_000)
    others = []
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        others.append(offer(folder, content=bytes([number]) * 10_000))
        made_by.compose(recipient(), texts, [others[-1]], "<1@b.org>")
    with pytest.raises(EnvironmentFailure, match=r"report\.pdf cannot be read: No such file or directory"):
        made_by.compose(recipient(), texts, [report], "<1@b.org>")


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the card of a report, as it is built."""
    pytest.importorskip("pypdfium2")
    path = tmp_path_factory.mktemp("card") / "card.pdf"
    source = shipped("data") / "editions" / "2018" / "reports" / "kazakhstan.yaml"
    run = CliRunner().invoke(pdfgen, ["build", str(source), "--profile", "card", "-o", str(path)])
    assert run.exit_code == 0, run.output
    return path.read_bytes()


def test_the_picture_of_a_card(card: bytes) -> None:
    image = pytest.importorskip("PIL.Image")
    made = card_picture(card)
    assert made == card_picture(card)
    assert len(made) < 200_000
    with image.open(BytesIO(made)) as picture:
        assert picture.size[0] > 2 * 400  # sharp on a phone, too
        assert picture.convert("RGB").getpixel((5, 5)) == (23, 50, 77)  # the band of the theme


# The HTML of a new campaign


def scaffold(theme: str = "standard") -> str:
    source = (shipped("data") / "scaffolds" / "campaign" / "message.html").read_text(encoding="utf-8")
    colours = screen_colours(Catalogue(Path.cwd()).theme(theme))
    return re.sub("@([A-Z]+)@", lambda found: colours[found[1]], source)


@pytest.mark.parametrize("theme", ["standard", "compact"])
def test_the_colours_of_a_new_campaign_can_be_read(theme: str) -> None:
    colours = screen_colours(Catalogue(Path.cwd()).theme(theme))
    for text, ground in (
        ("TEXT", "PAPER"),
        ("SECONDARY", "PAPER"),
        ("ACCENT", "PAPER"),
        ("ONBAND", "BAND"),
        ("TEXT", "GROUND"),
    ):
        assert contrast(colours[text], colours[ground]) >= 4.5
    assert contrast(colours["ACCENTONDARK"], DARK) >= 4.5
    html = scaffold(theme)
    assert "@" not in re.sub("@media", "", html)
    for text, ground in (("#E8ECF0", "#1A212A"), ("#A9B4C0", "#1A212A"), ("#E8ECF0", "#232C37")):
        assert text in html
        assert ground in html
        assert contrast(text, ground) >= 4.5


def shown(folder: Path, card: bytes, *, correction: bool = False) -> str:
    report = offer(folder, "report", "card", content=card, errata=ERRATA if correction else ())
    report = replace(report, changes=("The total was 21 and is 22.",) if correction else ())
    made = Mailing(folder, html=scaffold(), reports=(report,), correction=correction)
    return Opened.of(made.message(recipient())).page()


def test_the_html_of_a_new_campaign(tmp_path: Path, card: bytes) -> None:
    page = shown(tmp_path, card)
    assert '<html lang="en">' in page
    assert 'alt="Freedom in the World 2018: Kazakhstan (22, Not Free)"' in page
    assert page.count("<h1") == 1
    assert page.count("<h2") == 1
    assert "Attached: Freedom in the World 2018 Kazakhstan.pdf" in page
    assert '<a href="https://example.org/2018/kazakhstan"' in page
    assert "Correction of" not in page
    corrected = shown(tmp_path, card, correction=True)
    assert "<strong>Correction of 2018-11-05:</strong> The number of seats was corrected." in corrected
    assert "The total was 21 and is 22.</li>" in corrected


@pytest.fixture
def pictures() -> None:
    if not any(map(shutil.which, browser.NAMES)):
        pytest.skip("no browser of the Chromium family is installed")
    pytest.importorskip("PIL")


@pytest.mark.slow
@pytest.mark.usefixtures("pictures")
@pytest.mark.parametrize("width", [390, 1280])
def test_pictures_of_the_html(tmp_path: Path, card: bytes, width: int) -> None:
    image = pytest.importorskip("PIL.Image")
    page = shown(tmp_path, card)
    for dark, ground in ((False, (242, 244, 247)), (True, (16, 21, 27))):
        with image.open(BytesIO(browser.picture(page, width, dark=dark))) as opened:
            picture = opened.convert("RGB")
        assert picture.width == width
        assert 700 < picture.height < 2000
        colours = {colour for _, colour in picture.getcolors(1_000_000)}
        assert (23, 50, 77) in colours  # the band
        assert ((232, 236, 240) in colours) == dark
        if width > 600:  # there is ground beside the sheet
            assert picture.getpixel((5, picture.height - 5)) == ground
        assert picture.getpixel((width // 2, picture.height - 1)) != (255, 0, 254)


@pytest.mark.slow
@pytest.mark.usefixtures("pictures")
def test_a_picture_fetches_nothing_and_runs_nothing(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    secret = tmp_path / "secret.png"
    image.new("RGB", (50, 50), (0, 200, 0)).save(secret)
    page = f"""<body style="margin:0;background:#eee"><script>document.body.style.background = "red"</script>
      <img src="{secret.as_uri()}" alt="" width="50" height="50"><iframe src="{secret.as_uri()}"></iframe>
      <img src="x" alt="" onerror="document.body.style.background = 'red'"><p style="height:200px">x</p></body>"""
    with image.open(BytesIO(browser.picture(page, 300, dark=False))) as opened:
        colours = {colour for _, colour in opened.convert("RGB").getcolors(1_000_000)}
    assert (238, 238, 238) in colours
    assert not {(0, 200, 0), (255, 0, 0)} & colours


def test_widths_that_no_screen_has() -> None:
    with pytest.raises(UsageError, match="100 is no width for a picture"):
        browser.picture("<p>", 100, dark=False)


def test_without_a_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_PLACES", ())
    with pytest.raises(EnvironmentFailure) as raised:
        browser.picture("<p>", 390, dark=False)
    assert str(raised.value) == "there is no browser that makes pictures of HTML"
    assert raised.value.remedy == "install Chromium, Chrome or Edge; or open what --html writes in another browser"


# The command


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """Return the folder of a plan with two messages."""
    import hashlib  # noqa: PLC0415

    folder = tmp_path / "outbox" / "release-1"
    folder.mkdir(parents=True)
    made = Mailing(tmp_path, text="Dear {{ name }},\nit is out.", html="<p>{{ name }}\u200f</p>")
    planned = []
    for number, name in enumerate(("Ada", "Ben"), 1):
        address = f"{name.lower()}@example.org"
        content = made.message(recipient(address, name))
        (folder / f"000{number}.eml").write_bytes(content)
        planned.append(
            PlannedMessage(
                message_id=f"<{number}@example.org>",
                address=address,
                key=address,
                name=name,
                language="en",
                subject="Kazakhstan",
                file=f"000{number}.eml",
                sha256=hashlib.sha256(content).hexdigest(),
                bytes=len(content),
                reports=(),
                warnings=("it is large",) if name == "Ben" else (),
            )
        )
    plan = Plan(
        id="release-1",
        campaign="release",
        moment=MOMENT.isoformat(),
        sender="reports@example.org",
        messages=tuple(planned),
    )
    (folder / "plan.json").write_text(plan.model_dump_json(), encoding="utf-8")
    return folder


def preview(*arguments: str) -> tuple[int, str, str]:
    run = CliRunner().invoke(pdfgen, ["mail", "preview", *arguments])
    if isinstance(run.exception, InputError | UsageError | EnvironmentFailure):
        return run.exception.exit_code, run.stdout, str(run.exception)
    return run.exit_code, run.stdout, run.stderr


def test_previews(outbox: Path) -> None:
    code, said, _ = preview(str(outbox))
    assert code == 0
    assert (
        re.sub(r"<[0-9a-f]{40}@|unsubscribe/[^>]+", "…", said)
        == """\
From:             Freedom House <reports@example.org>
To:               Ada <ada@example.org>
Subject:          Kazakhstan
Date:             Sat, 28 Nov 2026 12:00:00 +0000
Message-ID:       …example.org>
Content-Language: en
List-Unsubscribe: <https://example.org/…>

Dear Ada,
it is out.

[HTML: 1 kB, pictures: 0]
[application/pdf: Freedom in the World 2018 Kazakhstan.pdf, 11 kB]
"""
    )
    for which in ("2", "Ben@example.org"):
        code, said, told = preview(str(outbox), which)
        assert (code, told) == (0, "warning: it is large\n")
        assert "To:               Ben <ben@example.org>" in said
    assert preview(str(outbox), "1", "--html") == (0, "<p>Ada&#x200F;</p>\n", "")


def test_previews_of_what_is_not_there(outbox: Path, tmp_path: Path) -> None:
    assert preview(str(outbox), "3") == (2, "", "release-1 has no message 3")
    assert preview(str(outbox), "0") == (2, "", "release-1 has no message 0")
    assert preview(str(outbox), "9" * 5000)[0] == 2
    assert preview(str(outbox), "bem@example.org") == (2, "", "release-1 has no message to bem@example.org")
    assert preview(str(tmp_path)) == (2, "", f"{tmp_path / 'plan.json'} cannot be read: No such file or directory")
    (outbox / "0001.eml").write_bytes(b"Subject: changed\r\n\r\n")
    assert preview(str(outbox)) == (3, "", f"{outbox / '0001.eml'} is another message than was planned")
    (outbox / "0001.eml").unlink()
    assert preview(str(outbox)) == (3, "", f"{outbox / '0001.eml'} cannot be read: No such file or directory")
    (outbox / "plan.json").write_text("{}", encoding="utf-8")
    assert preview(str(outbox)) == (2, "", f"{outbox / 'plan.json'} is no plan: id: Field required")


@pytest.mark.usefixtures("pictures")
def test_a_preview_as_a_picture(outbox: Path, tmp_path: Path) -> None:
    target = tmp_path / "message.png"
    code, _, said = preview(str(outbox), "--png", str(target), "--width", "390", "--dark")
    assert (code, said) == (0, f"wrote {target}\n")
    assert target.read_bytes().startswith(b"\x89PNG")
