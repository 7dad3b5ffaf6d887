"""Signatures (DKIM) and unsubscribe links: what they cover, and what they refuse."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import dkim
import pytest

from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.mail.composer import message_id
from pdfgen.mail.signing import SIGNED, Signer
from pdfgen.mail.unsubscribing import address_of, link, token
from pdfgen.model.campaign import Signing
from tests.mail.messages import SECRET, Mailing, key, recipient

if TYPE_CHECKING:
    from pathlib import Path

SIGNING = Signing(domain="example.org", selector="reports")


def published(name: bytes, timeout: int = 5) -> bytes:  # noqa: ARG001  # dkimpy gives it
    assert name == b"reports._domainkey.example.org."
    return key()[1]


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    signer = Signer.of(SIGNING, tmp_path, key()[0])
    html = "<p>{{ name }}</p>"
    return Mailing(tmp_path, html=html, signer=signer).message(recipient(name="Ädä, “x”"))


def valid(message: bytes) -> bool:
    return bool(dkim.verify(message, dnsfunc=published))


def test_a_signature_is_valid(signed: bytes) -> None:
    assert signed.startswith(b"DKIM-Signature: ")
    assert valid(signed)


def test_what_is_signed(signed: bytes) -> None:
    head = signed.partition(b"\r\nFrom:")[0]
    names = re.search(rb"h=([^;]+);", head)
    assert names
    listed = [name.strip() for name in names[1].split(b":")]
    present = [
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"mime-version",
        b"content-type",
        b"content-language",
    ]
    present += [b"list-unsubscribe", b"list-unsubscribe-post", b"auto-submitted"]
    assert {name for name in SIGNED if listed.count(name) == 2} == set(present)
    assert {name for name in SIGNED if listed.count(name) == 1} == set(SIGNED) - set(present)
    assert b"a=rsa-sha256; c=relaxed/simple; d=example.org;" in head
    assert b"t=1795867200;" in head  # the date of the message


@pytest.mark.parametrize("name", [name.decode() for name in SIGNED])
def test_no_header_can_be_added_or_changed(signed: bytes, name: str) -> None:
    end = signed.index(b"\r\n\r\n")
    assert not valid(signed[:end] + f"\r\n{name}: <https://example.net/x>".encode() + signed[end:])
    assert not valid(f"{name}: <https://example.net/x>\r\n".encode() + signed)
    changed = re.sub(rb"(?im)^(%s: )." % name.encode(), rb"\1X", signed.partition(b"\r\nFrom:")[2])
    if changed != signed.partition(b"\r\nFrom:")[2]:
        assert not valid(signed.partition(b"\r\nFrom:")[0] + b"\r\nFrom:" + changed)


def test_no_byte_of_the_body_can_be_changed(signed: bytes) -> None:
    end = signed.index(b"\r\n\r\n") + 4
    for at in range(end, len(signed) - 2, max(1, (len(signed) - end) // 40)):
        if signed[at : at + 1] not in b"\r\n":
            assert not valid(signed[:at] + b"~" + signed[at + 1 :]), at
    assert not valid(signed + b"x\r\n")


def test_the_same_message_has_the_same_signature(tmp_path: Path) -> None:
    signer = Signer.of(SIGNING, tmp_path, key()[0])
    made = {Mailing(tmp_path, signer=signer).message(recipient()) for _ in range(2)}
    assert len(made) == 1
    other = Mailing(tmp_path).message(recipient())
    assert made.pop().endswith(other)


def test_keys_from_files(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text(key()[0], encoding="ascii")
    message = Mailing(tmp_path).message(recipient())
    for signing, value in (
        (SIGNING.model_copy(update={"key": "key.pem"}), ""),
        (SIGNING, str(path)),
        (SIGNING.model_copy(update={"key": "none.pem"}), key()[0]),
    ):
        assert valid(Signer.of(signing, tmp_path, value).sign(message))


def test_keys_that_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text(
        "-----BEGIN PRIVATE KEY-----\nsecretsecret\n-----END PRIVATE KEY-----", encoding="ascii"
    )
    (tmp_path / "binary.pem").write_bytes(b"\xff\xfesecret")
    named = SIGNING.model_copy(update={"key": "text.pem"})
    cases: list[tuple[Any, str, str]] = [
        (SIGNING, "", "the campaign signs its messages, and there is no key"),
        (named, "", f"the key of the signature is no private RSA key: {tmp_path / 'text.pem'}"),
        (SIGNING, "-----BEGIN x secretsecret", "the key of the signature is no private RSA key: PDFGEN_DKIM_KEY"),
        (SIGNING, str(tmp_path / "binary.pem"), f"the key of the signature is no private RSA key: {tmp_path / 'binary.pem'}"),
        (SIGNING.model_copy(update={"domain": "bücher.example"}), key()[0], "the domain of the signature is not in ASCII: bücher.example"),
    ]  # fmt: skip
    for signing, value, message in cases:
        with pytest.raises(UsageError) as raised:
            Signer.of(signing, tmp_path, value)
        assert str(raised.value) == message
        assert raised.value.remedy
        assert "secret" not in str(raised.value)
    with pytest.raises(EnvironmentFailure, match=r"the key of the signature cannot be read: .*none\.pem: No such file"):
        Signer.of(SIGNING, tmp_path, str(tmp_path / "none.pem"))
    with pytest.raises(EnvironmentFailure, match="the key of the signature cannot be read"):
        Signer.of(SIGNING, tmp_path, "a\0b")


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    # no library makes one any more: an RSA key in PKCS #1 (RFC 8017, A.1.2) made of two known primes
    p, q = 2**127 - 1, 2**89 - 1

    def integer(value: int) -> bytes:
        content = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return b"\x02" + bytes([len(content)]) + content

    numbers = (0, p * q, 65537, pow(65537, -1, (p - 1) * (q - 1)), p, q, 1, 1, 1)
    body = b"".join(map(integer, numbers))
    content = base64.b64encode(b"\x30\x81" + bytes([len(body)]) + body).decode()
    pem = f"-----BEGIN RSA PRIVATE KEY-----\n{content}\n-----END RSA PRIVATE KEY-----"
    with pytest.raises(UsageError, match="the key of the signature has 216 bits; receivers ask for 1024 at least"):
        Signer.of(SIGNING, tmp_path, pem)


def test_a_key_is_not_shown(tmp_path: Path) -> None:
    signer = Signer.of(SIGNING, tmp_path, key()[0])
    secret = key()[0].splitlines()[1]
    assert secret not in repr(signer)
    assert not hasattr(signer, "__dict__")
    assert secret.encode() not in Mailing(tmp_path, signer=signer).message(recipient())


# The links with which a recipient ends the messages


@pytest.mark.parametrize("who", ["reader@example.org", "a", "x" * 254, "ü@example.org", "a.b+c@example.org", "\udcff"])
def test_tokens(who: str) -> None:
    made = token(who, SECRET)
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}", made)
    assert address_of(made, SECRET) == (who if who != "\udcff" else None)
    assert address_of(made, SECRET + b"x") is None


def test_tokens_that_nobody_made() -> None:
    made = token("reader@example.org", SECRET)
    name, _, signature = made.partition(".")
    other = token("other@example.org", SECRET)
    forged = [
        "",
        ".",
        name,
        f"{name}.",
        f".{signature}",
        f"{other.partition('.')[0]}.{signature}",
        made + "=",
        made + "\n",
        f" {made}",
        made[:-1],
        made[:-1] + ("B" if made[-1] != "B" else "C"),
        f"{name}.{'A' * 43}",
        f"{name}=.{signature}",
        made.swapcase(),
        "x" * 10_000,
        "\0",
        "ü.ü",
    ]
    assert [address_of(one, SECRET) for one in forged] == [None] * len(forged)
    assert all(address_of(made[:at] + other_char + made[at + 1 :], SECRET) is None for at in range(len(made)) for other_char in "A" if made[at] != other_char)  # fmt: skip


def test_a_secret_has_sixteen_bytes() -> None:
    with pytest.raises(UsageError) as raised:
        token("reader@example.org", b"short")
    assert str(raised.value) == "the secret of the unsubscribe links has 5 bytes; 16 is the least"
    assert raised.value.remedy == "set PDFGEN_UNSUBSCRIBE_KEY to a longer one, such as `openssl rand -hex 32` writes"


def test_links() -> None:
    made = link("https://example.org/u/{token}?x=1", "reader@example.org", SECRET)
    assert made == f"https://example.org/u/{token('reader@example.org', SECRET)}?x=1"


def test_a_message_has_its_link(tmp_path: Path) -> None:
    message = Mailing(tmp_path, text="{{ unsubscribe }}").message(recipient("Reader@example.org"))
    made = link("https://example.org/unsubscribe/{token}", "reader@example.org", SECRET)
    assert f"List-Unsubscribe: <{made}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode() in message
    assert made in message.replace(b"=\r\n", b"").decode()


def test_message_ids() -> None:
    reports = [("urn:pdfgen:a", "1"), ("urn:pdfgen:b", "2")]
    one = message_id("release", "reader@example.org", reports, "example.org")
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", one)
    assert message_id("release", "reader@example.org", reversed(reports), "example.org") == one
    others = {
        message_id("other", "reader@example.org", reports, "example.org"),
        message_id("release", "other@example.org", reports, "example.org"),
        message_id("release", "reader@example.org", reports[:1], "example.org"),
        message_id("release", "reader@example.org", [("urn:pdfgen:a", "1"), ("urn:pdfgen:b", "3")], "example.org"),
        message_id("release", "reader@example.org", [("urn:pdfgen:a1", ""), ("urn:pdfgen:b", "2")], "example.org"),
    }
    assert len(others | {one}) == 6
    for domain in ("", "a b", "a\r\nBcc: x", "example.org>", "bücher.example", "x" * 300):
        with pytest.raises(UsageError, match="is no domain for a Message-ID"):
            message_id("release", "reader@example.org", reports, domain)
