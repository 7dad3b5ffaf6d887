"""Hostile values in every place that they can reach: refused with words, or carried as they are; never a header more."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from pdfgen.errors import InputError
from pdfgen.mail.composer import Composer
from pdfgen.mail.headers import field, is_address, mailbox, parameter, words
from pdfgen.mail.opened import Opened
from pdfgen.mail.templates import Texts
from pdfgen.mail.wording import attachment_name
from pdfgen.model.campaign import Correspondent
from tests.mail.messages import MOMENT, SECRET, Mailing, offer, recipient

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = [
    "a\r\nBcc: evil@example.net",
    "a\nBcc: evil@example.net",
    "a\rBcc: evil@example.net",
    "a\r\n\r\nthe body begins here",
    "a\n Bcc: evil@example.net",
    "\0",
    "a\0Bcc: evil@example.net",
    "a\x0bBcc: evil@example.net",
    "a\x0cBcc: evil@example.net",
    "a\x1cBcc: evil@example.net",
    "a\x85Bcc: evil@example.net",
    "a\u2028Bcc: evil@example.net",
    "a\u2029Bcc: evil@example.net",
    "a\x7fb",
    "a\x1b[31mb",
    "a\tb",
    "a, evil@example.net",
    "evil@example.net, a",
    "evil@example.net,",
    "evil@example.net;",
    "<evil@example.net>",
    "<evil@example.net> <",
    '"evil@example.net" <b>',
    'a" <evil@example.net>, "b',
    "a\\",
    'a\\" <evil@example.net>',
    "(a) evil@example.net (b)",
    "group: evil@example.net;",
    "@example.net,@example.org:evil",
    "=?utf-8?q?a=0D=0ABcc:_evil@example.net?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "=?utf-8?q?=22=2C_evil=40example=2Enet=2C?=",
    "=?",
    "=?=",
    "?=",
    "=?utf-8?q?",
    "Ä, evil@example.net",
    'ä" <evil@example.net>',
    "名, <evil@example.net>",
    "\u202eten.elpmaxe@live",
    "\u2066a\u2069",
    "\u200fשלום",
    "\u061cسلام",
    "a\u200bb",
    "\ufeffa",
    "a\ud800b",
    "a\udc0d\udc0aBcc: evil@example.net",
    "\udcff",
    "ä" * 200,
    "a" * 240,
    "a b " * 60,
    "名前" * 60,
    "👩‍👩‍👧‍👧 " * 8,
    "e\u0301" * 40,
    " a",
    "a ",
    "a  b",
    "%0d%0aBcc: evil@example.net",
    "{{ 7 }}",
    "{% include 'x' %}",
    "{{ ''.__class__ }}",
    "${jndi:ldap://example.net}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "--=_1_0",
    "=_1_0",
    ".",
    "From me",
    "\n.\n",
    "\nFrom me\n",
    "a; filename=b.exe",
    'a"; filename="b.exe',
    "../../etc/passwd",
    "C:\\windows\\x",
    "a\u00adb",
    "\uffff",
    "x" * 2001,
]

HEADER = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Language",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Content-Type",
]

_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def read_back(message: bytes, to: str = "reader@example.org") -> EmailMessage:
    """Return a message as Python reads it, after everything that must hold of each was looked at."""
    assert message.isascii()
    lines = message.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998
    head = message.partition(b"\r\n\r\n")[0]
    assert [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if not line.startswith(b" ")] == HEADER
    assert all(len(line) <= 76 for line in head.split(b"\r\n") if b"https://" not in line)
    for kind in (policy.default, policy.SMTP):
        read: Any = BytesParser(policy=kind).parsebytes(message)
        assert read.keys() == HEADER
        assert [address.addr_spec for address in read["To"].addresses] == [to]
        assert [address.addr_spec for address in read["From"].addresses] == ["reports@example.org"]
        assert not [defect for part in read.walk() for defect in part.defects]
        assert not [defect for value in read.values() for defect in value.defects]
    old: Any = BytesParser(policy=policy.compat32).parsebytes(message)
    assert [address for _, address in getaddresses([old["To"]])] == [to]
    assert isinstance(read, EmailMessage)
    return read


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Mailing]:
    """Return what makes a campaign, each once: reading it takes longer than a message."""

    @cache
    def made(**words: str) -> Mailing:
        return Mailing(tmp_path_factory.mktemp("mail"), **words)  # type: ignore[arg-type]  # words only

    return made


def told_name(header: Any, name: str) -> bool:
    """Tell whether a mailbox has a name. Some versions of Python put spaces between encoded words (RFC 2047, 6.2)."""
    return "".join(header.addresses[0].display_name.split()) == "".join(name.split())


@pytest.mark.parametrize("value", HOSTILE)
def test_names(mailing: Callable[..., Mailing], value: str) -> None:
    to = recipient(name=value)
    if _BREAKS.search(value) or "\n" in value or "\t" in value or len(value) > 300:
        with pytest.raises(InputError) as raised:
            mailing().message(to)
        assert re.fullmatch(
            r"list.csv:2:1: error\[(forbidden-character|text-too-long)\]: the column `name` has .+\n  help: (remove|shorten) it",
            str(raised.value),
        )
    else:
        read = read_back(mailing().message(to))
        assert told_name(read["To"], value)


@pytest.mark.parametrize("value", HOSTILE)
def test_names_that_nobody_judged_before(value: str) -> None:
    try:
        written = field("To", mailbox(value, "reader@example.org"))
    except ValueError:
        assert _CONTROLS.search(value)
    else:
        assert written.isascii()
        assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\n[^ ]", written[:-2])
        read: Any = BytesParser(policy=policy.default).parsebytes(written + b"\r\n")
        assert read.keys() == ["To"]
        assert [address.addr_spec for address in read["To"].addresses] == ["reader@example.org"]
        assert getaddresses([written.decode()[4:]])[0][1] == "reader@example.org"
        assert len(getaddresses([written.decode()[4:]])) == 1


@pytest.mark.parametrize("value", HOSTILE)
def test_addresses(mailing: Callable[..., Mailing], value: str) -> None:
    for address in (
        f"{value}@example.org",
        f"reader@{value}",
        f"reader@example.org{value}",
        f"{value}reader@example.org",
    ):
        taken = is_address(address)
        to = recipient(address)
        if taken:
            read_back(mailing().message(to), address)
            assert re.fullmatch(r"[A-Za-z0-9.=_'+%{}$?-]{1,64}@[A-Za-z0-9.-]+", address)
        else:
            with pytest.raises(InputError) as raised:
                mailing().message(to)
            assert raised.value.problems[0].code in {"bad-address", "forbidden-character", "text-too-long"}
            assert raised.value.problems[0].origin.line == 2


@pytest.mark.parametrize("value", HOSTILE)
def test_values_in_the_subject(mailing: Callable[..., Mailing], value: str) -> None:
    made, to = mailing(subject="New: {{ fields.x }}."), recipient(x=value)
    if _BREAKS.search(value) or "\n" in value or "\t" in value or len(value) > 240:
        with pytest.raises(InputError) as raised:
            made.message(to)
        assert raised.value.problems[0].code in {"forbidden-character", "text-too-long", "template-too-long"}
    else:
        assert read_back(made.message(to))["Subject"] == f"New: {value}."


@pytest.mark.parametrize("value", HOSTILE)
def test_values_in_the_bodies(mailing: Callable[..., Mailing], value: str) -> None:
    html = '<p title="{{ fields.x }}">{{ fields.x }}</p>'
    made, to = mailing(text="<{{ fields.x }}>", html=html), recipient(x=value)
    if _BREAKS.search(value) or len(value) > 2000:
        with pytest.raises(InputError) as raised:
            made.message(to)
        assert str(raised.value).startswith("list.csv:2:1: error[")
        return
    message = made.message(to)
    read = read_back(message)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    opened = Opened.of(message)
    assert opened.text == f"<{value}>\n"
    escaped = (
        value.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )
    assert opened.html == f'<p title="{escaped}">{escaped}</p>'


@pytest.mark.parametrize("value", HOSTILE)
def test_names_of_columns(mailing: Callable[..., Mailing], value: str) -> None:
    to = recipient(**{value: "x\0"})
    with pytest.raises(InputError) as raised:
        mailing().message(to)
    assert re.fullmatch(r"list.csv:2:1: error\[forbidden-character\]: the column `.*` has U\+0000, which no message may have\n  help: remove it", str(raised.value), re.DOTALL)  # fmt: skip
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]", str(raised.value))
    if not value.startswith(" "):
        text = "{{ fields[" + repr(value).replace("{{", "{ {").replace("{%", "{ %") + "] | default('none') }}"
        if len(value) < 200 and value.isascii() and value.isprintable() and not {"'", "\\", "{"} & set(value):
            assert mailing(text=text).texts(recipient(**{value: "found"})).text == "found\n"


@pytest.mark.parametrize("value", HOSTILE)
def test_names_of_files(tmp_path: Path, value: str) -> None:
    report = offer(tmp_path, title=value)
    name = attachment_name(report, report.files[0])
    assert not re.search(r'[\\/:*?"<>|\0-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]', name)
    assert name.endswith(".pdf")
    assert len(name.encode("utf-8")) <= 180
    read = read_back(Mailing(tmp_path, subject="x", reports=(report,)).message(recipient()))
    (file,) = read.iter_attachments()
    assert file.get_filename() == name
    assert file.get_content() == report.files[0].path.read_bytes()


@pytest.mark.parametrize("value", HOSTILE)
def test_parameters_that_nobody_judged_before(value: str) -> None:
    try:
        written = field("Content-Disposition", ["attachment;", *parameter("filename", value)])
    except ValueError:
        assert _CONTROLS.search(value)
    else:
        assert written.isascii()
        assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\n[^ ]", written[:-2])
        assert max(map(len, written.split(b"\r\n"))) <= 80
        read: Any = BytesParser(policy=policy.default).parsebytes(written + b"\r\n")
        assert read.keys() == ["Content-Disposition"]
        assert read["Content-Disposition"].params["filename"] == value  # get_filename() takes “<” and “>” away


@pytest.mark.parametrize("value", HOSTILE)
def test_subjects_that_nobody_judged_before(value: str) -> None:
    try:
        written = field("Subject", words(value))
    except ValueError:
        assert _CONTROLS.search(value)
    else:
        assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\n[^ ]", written[:-2])
        assert BytesParser(policy=policy.default).parsebytes(written + b"\r\n").keys() == ["Subject"]


@pytest.mark.parametrize("value", HOSTILE)
def test_the_sender(tmp_path: Path, mailing: Callable[..., Mailing], value: str) -> None:
    campaign = mailing().read()[0]
    sender = Correspondent.model_construct(name=value, address="reports@example.org")
    texts = Texts("x", "x\n", None)

    def composed(**changed: Any) -> bytes:
        composer = Composer(campaign.model_copy(update=changed), MOMENT, None, SECRET)
        return composer.compose(recipient(), texts, [offer(tmp_path)], "<x@example.org>")

    if _CONTROLS.search(value):
        with pytest.raises(InputError, match="is no address that a message can have"):
            composed(sender=sender)
    else:
        assert told_name(read_back(composed(sender=sender))["From"], value)
    with pytest.raises(InputError, match="is no address that a message can have"):
        composed(sender=replace_address(sender, value + "@x y"))
    if not is_address(f"{value}@example.org"):
        with pytest.raises(InputError, match="is no address that a message can have"):
            composed(reply_to=replace_address(sender, f"{value}@example.org"))
    with pytest.raises(InputError, match="is no address for one-click unsubscribing"):
        composed(unsubscribe=f"http://example.org/{value}" + "{token}")


def replace_address(person: Correspondent, address: str) -> Correspondent:
    return person.model_copy(update={"address": address, "name": "x"})


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_terminal_shows(mailing: Callable[..., Mailing], value: str) -> None:
    name = value if not (_BREAKS.search(value) or "\n" in value or "\t" in value or len(value) > 300) else "Ada"
    shown = Opened.of(mailing().message(recipient(name=name))).told()
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", shown)
    assert len(shown.splitlines()) == 11


def test_many_cases() -> None:
    assert len(HOSTILE) * 11 > 800


def test_a_value_cannot_end_a_part(tmp_path: Path) -> None:
    plain = Mailing(tmp_path, text="{{ fields.x }}").message(recipient(x="a"))
    boundaries = set(re.findall(rb"boundary=\"([^\"]+)\"", plain))
    assert boundaries
    value = "\n".join(
        f"--{boundary.decode()}\n--{boundary.decode()}--\nContent-Type: text/html\n" for boundary in boundaries
    )
    message = Mailing(tmp_path, text="{{ fields.x }}").message(recipient(x=value))
    assert set(re.findall(rb"boundary=\"([^\"]+)\"", message)) == boundaries
    read = read_back(message)
    assert [part.get_content_type() for part in read.walk()] == ["multipart/mixed", "text/plain", "application/pdf"]
    assert Opened.of(message).text.strip() == value.strip()


def test_a_changed_file_is_not_sent(tmp_path: Path) -> None:
    from pdfgen.errors import UsageError  # noqa: PLC0415

    report = offer(tmp_path)
    report.files[0].path.write_bytes(b"%PDF another")
    with pytest.raises(UsageError, match=r"report\.pdf is another file than it was"):
        Mailing(tmp_path, reports=(report,)).message(recipient())


def test_words_that_look_like_a_picture(tmp_path: Path) -> None:
    made = Mailing(tmp_path, html="<p>{{ fields.x }}</p>").message(recipient(x='acid:base src="cid:x"'))
    assert Opened.of(made).html == "<p>acid:base src=&#34;cid:x&#34;</p>"


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    html = '<img src="cid:other" alt="">'
    with pytest.raises(InputError) as raised:
        Mailing(tmp_path, html=html).message(recipient())
    assert str(raised.value) == (
        "list.csv:2:1: error[unknown-picture]: the HTML shows “cid:other”, and the message to reader@example.org has no"
        " such picture\n  help: write `{{ report.card }}`, and attach the card"
    )
