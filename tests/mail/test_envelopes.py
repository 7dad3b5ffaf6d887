"""Addresses: what may stand on an envelope, and which spellings are one."""

from __future__ import annotations

import re

import pytest

from pdfgen.mail.envelopes import AddressError, Addresses, Envelope


@pytest.mark.parametrize(
    ("written", "address", "key"),
    [
        ("ada@example.org", "ada@example.org", "ada@example.org"),
        ("Ada.L@Example.ORG", "Ada.L@example.org", "ada.l@example.org"),
        ("ada+reports@exämple.org", "ada+reports@xn--exmple-cua.org", "ada+reports@xn--exmple-cua.org"),
        ("ada@пример.org", "ada@xn--e1afmkfd.org", "ada@xn--e1afmkfd.org"),
        ("o'brien@example.org", "o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_an_address_is_what_goes_on_the_envelope(written: str, address: str, key: str) -> None:
    assert Addresses().envelope(written) == Envelope(address, key)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ada", "an email address must have an @-sign"),
        ("ada@", "there must be something after the @-sign"),
        ("@example.org", "there must be something before the @-sign"),
        ("a b@example.org", "the email address contains invalid characters before the @-sign: SPACE"),
        (
            "a@example.org, b@example.org",
            "the part after the @-sign contains invalid characters: ',', '@', SPACE",
        ),
        ("<ada@example.org>", "a display name and angle brackets around the email address are not permitted here"),
        ("ада@example.org", "internationalized characters before the @-sign are not supported: 'а', 'д'"),
        ("ada@localhost", "the part after the @-sign is not valid. It should have a period"),
        ("ada@[127.0.0.1]", "a bracketed IP address after the @-sign is not allowed here"),
        ('"a b"@example.org', "quoting the part before the @-sign is not allowed here"),
        ("ada@exam\u200bple.org", "the email address contains unsafe characters: ZERO WIDTH SPACE"),
        (
            "ada\u202e@example.org",
            "internationalized characters before the @-sign are not supported: RIGHT-TO-LEFT OVERRIDE",
        ),
        ("ada\n@example.org", "the email address contains invalid characters before the @-sign: U+000A"),
        ("a" * 65 + "@example.org", "the part before the @-sign is longer than 64 characters"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(AddressError, match=f"^{re.escape(reason)}$"):
        Addresses().envelope(written)
