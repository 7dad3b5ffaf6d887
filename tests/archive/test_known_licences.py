"""A licence has an identifier when the statement means it without doubt, and only then."""

from __future__ import annotations

import pytest

from pdfgen.archive.known_licences import known_licence

SITE = "https://creativecommons.org"


@pytest.mark.parametrize(
    ("statement", "spdx", "url"),
    [
        ("CC BY 4.0", "CC-BY-4.0", "/licenses/by/4.0/"),
        ("CC-BY-SA-3.0", "CC-BY-SA-3.0", "/licenses/by-sa/3.0/"),
        ("cc by-nc-nd 2.5", "CC-BY-NC-ND-2.5", "/licenses/by-nc-nd/2.5/"),
        (
            "This work is licensed under a Creative Commons Attribution 4.0 International License.",
            "CC-BY-4.0",
            "/licenses/by/4.0/",
        ),
        (
            "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
            "CC-BY-NC-SA-4.0",
            "/licenses/by-nc-sa/4.0/",
        ),
        ("Attribution–NonCommercial–NoDerivatives 4.0", "CC-BY-NC-ND-4.0", "/licenses/by-nc-nd/4.0/"),
        ("CC BY-ND 4.0 (https://creativecommons.org/licenses/by-nd/4.0/)", "CC-BY-ND-4.0", "/licenses/by-nd/4.0/"),
        ("https://creativecommons.org/licenses/by/3.0/deed.es", "CC-BY-3.0", "/licenses/by/3.0/"),
        (
            "Licensed under http://creativecommons.org/licenses/by-nc/4.0/legalcode",
            "CC-BY-NC-4.0",
            "/licenses/by-nc/4.0/",
        ),
        ("CC0 1.0 Universal", "CC0-1.0", "/publicdomain/zero/1.0/"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0", "/publicdomain/zero/1.0/"),
    ],
)
def test_a_licence_is_known(statement: str, spdx: str, url: str) -> None:
    found = known_licence(statement)
    assert found is not None
    assert (found.spdx, found.url) == (spdx, SITE + url)


@pytest.mark.parametrize(
    "statement",
    [
        "Sample text under Apache-2.0; scores are facts published by Freedom House",
        "CC BY",
        "CC BY 5.0",
        "CC BY 3.0 US",
        "https://creativecommons.org/licenses/by/3.0/us/",
        "CC BY 4.0, but for the photographs",
        "Not CC BY 4.0",
        "CC BY 4.0 (https://creativecommons.org/licenses/by-nc/4.0/)",
        "CC BY 4.0 (https://creativecommons.org/licenses/by/3.0/)",
        "CC BY-SA-ND 4.0",
        "https://creativecommons.org.example.com/licenses/by/4.0/",
        "All rights reserved",
        "",
    ],
)
def test_any_other_statement_is_only_a_statement(statement: str) -> None:
    assert known_licence(statement) is None
