"""Templates: what they say, what they may not say, and the lines that are named when they are refused."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pdfgen.errors import InputError
from pdfgen.mail.wording import chosen
from tests.mail.messages import ERRATA, Mailing, offer, recipient, refused

if TYPE_CHECKING:
    from pathlib import Path


def made(folder: Path, text: str, **more: str) -> str:
    return Mailing(folder, text=text).texts(recipient(**more)).text


def error(folder: Path, text: str = "x", subject: str = "x", html: str | None = None) -> str:
    with pytest.raises(InputError) as raised:
        Mailing(folder, subject, text, html).texts(recipient())
    return refused(raised.value, folder)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Dear {{ name }},", "Dear Ada,"),
        ("{{ address }} {{ language }} {{ edition }}", "reader@example.org en 2018"),
        ("{{ sender }}: {{ campaign }}", "Freedom House: release"),
        ("{{ reports[0].title }}, {{ (reports | first).status }}", "Kazakhstan, Not Free"),
        ("{{ reports[0].series }} {{ reports[0].edition }}", "Freedom in the World 2018"),
        ("{{ reports[0].scores.A1 }}{{ reports[0].scores['Total'] }}", "022"),
        ("{{ reports[0].region }}/{{ reports[0].kind }}/{{ reports[0].doi }}", "Eurasia/report/"),
        ("{{ reports[0].files[0].name }}", "Freedom in the World 2018 Kazakhstan.pdf"),
        ("{{ reports[0].files[0].size }}", "11 kB"),
        ("{{ fields.town }} {{ fields['post code'] }}", "Astana 010000"),
        ("{{ fields.title | default('reader') }}", "reader"),
        ("{{ fields.empty | default('reader') }}", "reader"),
        ("{{ name | upper }} {{ name | lower }} {{ 'a b' | title }} {{ 'ab' | capitalize }}", "ADA ada A B Ab"),
        ("{{ '  a ' | trim }}{{ 'aXa' | replace('X', '--') }}", "aa--a"),
        ("{{ 'abcdef' | truncate(4) }} {{ 'abcd' | truncate(4) }}", "abc… abcd"),
        ("{{ reports | length }} {{ name | count }}", "1 3"),
        ("{{ ['b', 'A'] | sort | join(', ') }} {{ ['b', 'A'] | sort(reverse=true) | join }}", "A, b bA"),
        ("{{ reports | map(attribute='title') | join }} {{ reports | join('', 'scores.A1') }}", "Kazakhstan 0"),
        ("{{ 'a b/ö' | urlencode }}", "a%20b%2F%C3%B6"),
        ("{{ 'a' ~ 1 ~ 'b' }} {{ 1 + 2 - 5 }}", "a1b -2"),
        ("{{ 'x' if correction else 'y' }}{{ 'z' if correction }}", "y"),
        ("{% if name == 'Ada' and not correction %}a{% elif name %}b{% else %}c{% endif %}", "a"),
        ("{% for r in reports if r.status %}{{ loop.index }}/{{ loop.length }} {{ r.title }}{% endfor %}", "1/1 Kazakhstan"),
        ("{% for r in [] %}{{ r }}{% else %}none{% endfor %}", "none"),
        ("{% set first = reports[0] %}{{ first.title }}", "Kazakhstan"),
        ("{{ reports[:3] | length }}{{ 'Kazakhstan'[:3] }}{{ reports | last is defined }}x", None),
        ("{{ 'in' if 'a' in 'abc' else 'out' }}{{ ' odd' if 3 is odd }}", "in odd"),
        ("{# a remark #}{% raw %}{{ not filled in }}{% endraw %}", "{{ not filled in }}"),
        ('<b> & "quotes" {{ fields.sign }}', '<b> & "quotes" <&>'),
        ("a{% if true %}\n{% if true %}\nb\n{% endif %}\n{% endif %}", "ab"),
    ],
)  # fmt: skip
def test_what_templates_say(tmp_path: Path, template: str, said: str | None) -> None:
    fields = {"town": "Astana", "post code": "010000", "empty": "", "sign": "<&>"}
    if said is None:
        assert "this is a condition, which has no words" in error(tmp_path, text=template)
    else:
        assert made(tmp_path, template, **fields) == said + "\n"


def test_values_are_escaped_in_html(tmp_path: Path) -> None:
    html = '<p title="{{ fields.x }}">{{ name }}{{ name | upper }}{{ name ~ "<i>" }}</p>'
    texts = Mailing(tmp_path, html=html).texts(recipient(name="<b>&", x='" onclick="x'))
    assert texts.html == (
        '<p title="&#34; onclick=&#34;x">&lt;b&gt;&amp;&lt;B&gt;&amp;&lt;b&gt;&amp;&lt;i&gt;</p>'
    )  # fmt: skip


def test_a_correction_says_what_changed(tmp_path: Path) -> None:
    text = "{% for r in reports %}{% for e in r.errata %}{{ e.date }}: {{ e.text }} {% endfor %}{{ r.changes | join('; ') }}{% endfor %}"
    from dataclasses import replace  # noqa: PLC0415

    report = replace(offer(tmp_path, errata=ERRATA), changes=("The total was 21.", "A1 was 1."))
    mailing = Mailing(tmp_path, text=text, reports=(report,), correction=True)
    assert (
        mailing.texts(recipient()).text
        == "2018-11-05: The number of seats was corrected. The total was 21.; A1 was 1.\n"
    )


def test_the_language_of_a_message(tmp_path: Path) -> None:
    more = "  es: {subject: Hola, text: Hola}\n  pt-BR: {subject: Oi, text: Oi}\n"
    campaign = Mailing(tmp_path, more=more).read()[0]
    asked = {"en": "en", "es": "es", "es-MX": "es", "ES": "es", "pt-BR": "pt-BR", "pt": "en", "fr": "en", "": "en"}
    assert {language: chosen(campaign, language) for language in asked} == asked


# What is refused, at its line. A template stands from line 10 of the campaign on.

REFUSED = {
    "{{ nam }}": "release.yaml:10:10: error[undefined-name]: `nam` is not a name here",
    "a\nb {{ fields.town }}": "release.yaml:11:19: error[undefined-name]: `town` is not a value of `fields`: the further columns of the list, for reader@example.org (list.csv:2:1)",
    "{{ reports[0].titel }}": "`titel` is not a value of a report, for reader@example.org (list.csv:2:1)",
    "{{ reports[7] }}": "release.yaml:10:7: error[undefined-name]: there is no item 7 here",
    "{{ reports[7].title }}": "there is no item 7 here",
    "{{ name.upper() }}": "release.yaml:10:15: error[template-forbidden]: `upper(…)` is not allowed: templates call nothing",
    "{{ range(10**9) }}": "`range(…)` is not allowed: templates call nothing",
    "{{ ''.__class__.__mro__ }}": "`__mro__` is not allowed: it begins with “_”",
    "{{ name['__class__'] }}": "`__class__` is not allowed: it begins with “_”",
    "{{ name._x }}": "`_x` is not allowed: it begins with “_”",
    "{{ _x }}": "`_x` is not allowed: it begins with “_”",
    "{{ name | attr('__class__') }}": "`attr` is not a filter here",
    "{{ name | safe }}": "`safe` is not allowed: values are words, not HTML",
    "{{ '%s' | format(name) }}": "`format` is not a filter here",
    "{{ name is callable }}": "`callable` is not a test here",
    "{{ 'a' * 1000000000 }}": "`*` is not allowed: templates add and subtract only",
    "{{ 9 ** 9 }}": "`**` is not allowed: templates add and subtract only",
    "{{ '%s' % name }}": "`%` is not allowed: templates add and subtract only",
    "{{ 'a' + 'b' }}": "error[template-fails]: `+` is for numbers, and this is a text",
    "{% include 'release.yaml' %}": "`{% include %}` is not allowed: messages have no such part",
    "{% extends '/etc/passwd' %}": "`{% extends %}` is not allowed: messages have no such part",
    "{% import 'x' as y %}": "`{% import %}` is not allowed: messages have no such part",
    "{% from 'x' import y %}": "`{% from %}` is not allowed: messages have no such part",
    "{% macro m() %}{{ m() }}{% endmacro %}": "`{% macro %}` is not allowed: messages have no such part",
    "{% block b %}{% endblock %}": "`{% block %}` is not allowed: messages have no such part",
    "{% filter upper %}a{% endfilter %}": "`{% filter %}` is not allowed: messages have no such part",
    "{% with a = 1 %}{% endwith %}": "`{% with %}` is not allowed: messages have no such part",
    "{% set x %}a{% endset %}": "`{% set %}` is not allowed: it can be written on one line only",
    "{% set name = 'x' %}": "`name` is given, and cannot be set",
    "{% set ns.x = 1 %}": "`{% set %}` gives a value to one name only",
    "{% set a, b = 1, 2 %}": "`{% set %}` gives a value to one name only",
    "{% for r in reports recursive %}{% endfor %}": "a loop cannot call itself",
    "{% for r in reports %}{{ loop.cycle('a') }}{% endfor %}": "`cycle(…)` is not allowed: templates call nothing",
    "{% for r in name %}{{ r }}{% endfor %}": "this is no list, and cannot be looped over",
    "{{ reports }}": "this is a list",
    "{{ reports[0] }}": "this is a report, not one of its values",
    "{{ correction }}": "this is a condition, which has no words",
    "{{ name | first }}": "this is no list",
    "{{ reports | upper }}": "this filter is for texts",
    "{% if 1 < 'a' %}{% endif %}": "this cannot be worked out: TypeError",
    "{{ reports | map(attribute='_x') }}": "`_x` is not allowed: it begins with “_”",
    "{{ name": "this is no template: unexpected end of template",
    "{% if name %}": "this is no template",
    "{{ name | upper(*reports) }}": "`*` is not allowed here",
    "{{ {'a': 1} }}": "this is not allowed in a message",
    "{% do name %}": "this is no template: Encountered unknown tag 'do'",
    "{% if correction %}a{% endif %}": "error[empty-text]: the text is empty",
}  # fmt: skip


@pytest.mark.parametrize("template", REFUSED)
def test_what_is_refused(tmp_path: Path, template: str) -> None:
    assert REFUSED[template] in error(tmp_path, text=template)


def test_remedies(tmp_path: Path) -> None:
    assert "help: did you mean `name`?" in error(tmp_path, text="{{ nam }}")
    assert "help: did you mean `title`?" in error(tmp_path, text="{{ reports[0].titel }}")
    assert "help: did you mean `upper`?" in error(tmp_path, text="{{ name | uper }}")
    assert "help: use a filter, such as `name | upper`" in error(tmp_path, text="{{ name.upper() }}")


def test_all_templates_of_a_campaign_are_told_at_once(tmp_path: Path) -> None:
    told = error(tmp_path, subject="{{ x }}", text="fine\n\n{{ y }}", html="<p>\n{{ z }}<script>")
    assert [line for line in told.splitlines() if "error[" in line] == [
        "release.html:2:4: error[undefined-name]: `z` is not a name here",
        "release.html:2:8: error[html-forbidden]: `<script>` is not allowed in a message",
        "release.yaml:8:18: error[undefined-name]: `x` is not a name here",
        "release.yaml:13:10: error[undefined-name]: `y` is not a name here",
    ]


HTML = {
    "<script>x</script>": "`<script>` is not allowed in a message",
    "<iframe src='https://a.org'></iframe>": "`<iframe>` is not allowed in a message",
    "<form action='https://a.org'></form>": "`<form>` is not allowed in a message",
    "<p onclick='x'>": "`onclick` is not allowed in a message",
    "<a href='javascript:alert(1)'>x</a>": "`href` leads to “javascript:alert(1)”",
    "<a href='java&#10;script:x'>x</a>": "`href` leads to “javascript:x”",
    "<a href='http://a.org'>x</a>": "`href` leads to “http://a.org”",
    "<a href='//a.org'>x</a>": "`href` leads to “//a.org”",
    "<a href='file:///etc/passwd'>x</a>": "`href` leads to “file:///etc/passwd”",
    "<img src='x.png' alt=''>": "`src` leads to “x.png”",
    "<img src='data:image/png;base64,x' alt=''>": "`src` leads to “data:image/png;base64,x”",
    "<img src='cid:x'>": "a picture has no words (`alt`)",
    "<style>p { background: url(http://a.org/x) }</style>": "`url(` is not allowed in a style",
    "<style>@import 'x'</style>": "`@import` is not allowed in a style",
    "<p style='width: expression(1)'>": "`expression(` is not allowed in a style",
    "<meta http-equiv='refresh' content='0;url=https://a.org'>": "`http-equiv` is not allowed in a message",
    "<base href='https://a.org'>": "`<base>` is not allowed in a message",
    "<a href={{ reports[0].link }}>x</a>": "the value of an attribute has no quotes",
    "<p {{ name }}>": "a template can fill in the value of an attribute only",
    "<style>p { color: {{ name }} }</style>": "a style sheet has a value of a template",
    "<a href='{{ fields.url }}'>x</a>": "`href` leads to “javascript:x”",
    "<p style='{{ fields.style }}'>x</p>": "`url(` is not allowed in a style",
}  # fmt: skip


@pytest.mark.parametrize("html", HTML)
def test_what_html_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(InputError) as raised:
        Mailing(tmp_path, html=html).texts(recipient(url="javascript:x", style="background: url(//a.org)"))
    told = refused(raised.value, tmp_path)
    assert HTML[html] in told
    assert "release.html:1:" in told


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    try:
        (folder / "linked.html").symlink_to(tmp_path / "secret.html")
    except OSError:
        pytest.skip("this system makes no links")
    mailing = Mailing(folder)
    mailing.__dict__["written"] = lambda: Mailing.written(mailing).replace(
        "    text: |", "    html: linked.html\n    text: |"
    )
    with pytest.raises(InputError, match=r"linked.html:1:1: error\[link-out\]: this link leads out of the project"):
        mailing.read()


# What could take for ever, or all memory. Each is refused in far less than a second; the test gives it ten.

LOOP = "{% for a in reports %}" * 4 + "x" * 100 + "{% endfor %}" * 4
ENDLESS = {
    "loops in loops": LOOP,
    "five loops": "{% for a in reports %}" * 5 + "{% endfor %}" * 5,
    "a list in lists": "{% for a in ["
    + ", ".join("1" * 1000)
    + "] %}"
    + "{% for b in ["
    + ", ".join("1" * 1000)
    + "] %}x{% endfor %}{% endfor %}",
    "doubling": "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
    "replacing": "{{ 'aaaaaaaaaa'" + " | replace('a', 'aaaaaaaaaa')" * 30 + " }}",
    "replacing at run time": "{% set x = name ~ 'aaaaaaaaaa' %}{{ x" + " | replace('a', 'aaaaaaaaaa')" * 30 + " }}",
    "joining": "{{ [" + ",".join("1" * 3000) + "] | join('" + "x" * 1000 + "') }}",
    "sorting": "{% for a in ["
    + ",".join("1" * 900)
    + "] %}{% if ["
    + ",".join("1" * 900)
    + "] | sort %}{% endif %}{% endfor %}",
    "quoting": "{% set x = 'ääääääääää' | replace('ä', 'ääääääääää') | replace('ä', 'ääääääääää') | replace('ä', 'ääääääääää') %}{{ x | urlencode | urlencode | urlencode }}",
    "brackets": "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    "lists": "{{ " + "[" * 5_000 + "]" * 5_000 + " }}",
    "dots": "{{ name" + ".a" * 20_000 + " }}",
    "sums": "{{ 1" + " + 1" * 12_000 + " }}",
    "conditions": "{% if name %}" * 3_000 + "{% endif %}" * 3_000,
    "nots": "{{ " + "not " * 12_000 + "name }}",
    "a large number": "{{ 1" + "0" * 50_000 + " }}",
    "an opened remark": "{#" * 25_000,
    "opened blocks": "{%" * 25_000,
    "comparisons": "{% for a in [" + ",".join("1" * 500) + "] %}{{ " + "'a' in 'b' ~ " * 1000 + "'c' }}{% endfor %}",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_templates_end(tmp_path: Path, name: str) -> None:
    template = ENDLESS[name]
    reports = tuple(offer(tmp_path) for _ in range(30)) if name == "loops in loops" else ()
    begun = time.process_time()
    with pytest.raises(InputError) as raised:
        Mailing(tmp_path, text=template, reports=reports).texts(recipient())
    assert time.process_time() - begun < 10
    assert {problem.code for problem in raised.value.problems} <= {
        "template-too-long",
        "template-syntax",
        "template-forbidden",
        "undefined-name",
        "text-too-long",
    }


@pytest.mark.slow
def test_templates_take_little_memory(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system does not say how much memory a process took")
    program = """
import resource, sys
from pathlib import Path
from tests.mail.messages import Mailing, recipient
from tests.mail.test_templates import ENDLESS
Mailing(Path(sys.argv[1])).texts(recipient())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, template in ENDLESS.items():
    try:
        Mailing(Path(sys.argv[1]), text=template).texts(recipient())
    except Exception:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    assert resource
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 150_000_000
