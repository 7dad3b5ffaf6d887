"""An ORCID or a ROR that was mistyped is told before it stands in a catalogue."""

from __future__ import annotations

import pytest

from pdfgen.archive.creators import Creator, orcid, ror
from pdfgen.errors import UsageError


@pytest.mark.parametrize("digits", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_an_orcid_is_written_as_a_url(digits: str) -> None:
    assert orcid(digits) == orcid(f"http://orcid.org/{digits}") == f"https://orcid.org/{digits}"


@pytest.mark.parametrize(
    "name", ["04wxnsj81", "05dxps055", "03vek6s52", "013meh722", "052gg0110", "042nb2s44", "01ggx4157"]
)
def test_a_ror_is_written_as_a_url(name: str) -> None:
    assert ror(name) == ror(f"ror.org/{name}") == f"https://ror.org/{name}"


def test_every_wrong_character_of_an_orcid_is_seen() -> None:
    good = "0000-0002-1694-233X"
    for place, right in enumerate(good):
        for other in "0123456789X":
            if right not in (other, "-"):
                with pytest.raises(UsageError, match=" is not an ORCID: "):
                    orcid(good[:place] + other + good[place + 1 :])


def test_every_wrong_character_of_a_ror_is_seen() -> None:
    good = "04wxnsj81"
    for place, right in enumerate(good):
        for other in "0123456789abcdefghjkmnpqrstvwxyz":
            if other != right:
                with pytest.raises(UsageError, match=" is not a ROR: "):
                    ror(good[:place] + other + good[place + 1 :])


@pytest.mark.parametrize(
    ("text", "said", "remedy"),
    [
        (
            "Hope, Anthony https://orcid.org/0000-0002-1825-0079",
            "“https://orcid.org/0000-0002-1825-0079” is not an ORCID: a character is wrong, or two are exchanged",
            "write it as https://orcid.org/0000-0002-1825-0097, and compare the digits",
        ),
        (
            "Freedom House https://ror.org/O4wxnsj81",
            "“https://ror.org/O4wxnsj81” is not a ROR: it is not written as one",
            "write it as https://ror.org/04wxnsj81, and compare the characters",
        ),
        ("  ", "“” is no name of an author", "write the name in one line"),
        ("Anthony\nHope", "“Anthony\nHope” is no name of an author", "write the name in one line"),
    ],
)
def test_what_is_no_creator_is_refused(text: str, said: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        Creator.read(text)
    assert (str(caught.value), caught.value.remedy) == (said, remedy)


def test_nobody_is_a_person_and_an_organisation() -> None:
    with pytest.raises(UsageError, match="Zenda has an ORCID and a ROR"):
        Creator("Zenda", orcid="0000-0002-1825-0097", ror="04wxnsj81")


def test_a_creator_is_read_from_one_text() -> None:
    assert Creator.read(" Freedom House ") == Creator("Freedom House")
    assert Creator.read("Freedom House ror.org/04wxnsj81") == Creator("Freedom House", ror="https://ror.org/04wxnsj81")
    person = Creator.read("Hope, Anthony https://orcid.org/0000-0002-1825-0097")
    assert (person.name, person.orcid, person.ror) == ("Hope, Anthony", "https://orcid.org/0000-0002-1825-0097", None)
