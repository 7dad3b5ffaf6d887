"""Composed reports: the samples as readable text (golden files), and rules that hold for every report.

``golden/*.txt`` hold what the samples are composed to, one line a block or row. After a change that is meant, write
them anew with ``python tests/content/test_compose.py`` and read the difference before you keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import dedent, indent, wrap
from typing import TYPE_CHECKING

import pytest

from pdfgen import scoring
from pdfgen.content import (
    Block,
    Callouts,
    Cover,
    DataRow,
    DataTable,
    Document,
    Facts,
    Figure,
    HalfTitle,
    Heading,
    List,
    Masthead,
    NoticeBox,
    Opener,
    Panel,
    Paragraph,
    PrintedScore,
    Register,
    RegisterEntry,
    ScoreLegend,
    ScoreOverview,
    Span,
    compose,
)
from pdfgen.content.volume.compose_volume import compose_volume
from pdfgen.content.volume.entries import VolumeEntry
from pdfgen.resources import shipped
from pdfgen.source.edition import load_edition
from pdfgen.source.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pdfgen.errors import Origin

    MakeDocument = Callable[..., Document]

GOLDEN = Path(__file__).with_name("golden")
SAMPLES = [
    "2018/finland",
    "2018/iraq",
    "2018/kazakhstan",
    "2018/somaliland",
    "2018/syria",
    "2018/turkey",
    "freedom-on-the-net-2018/ruritania",
    "nations-in-transit-2018/ruritania",
]
VOLUME = GOLDEN / "2018-volume.txt"
WIDTH = 100


def composed(path: Path) -> Document:
    """Take a report through load, score and compose, as ``pipeline.build`` does."""
    loaded = load(path)
    card = scoring.score(loaded.report, loaded.method, loaded.history)
    return compose(loaded.report, card, loaded.catalogue.labels(loaded.report.language))


def sample(name: str) -> Document:
    edition, stem = name.split("/")
    return composed(shipped("data") / "editions" / edition / "reports" / f"{stem}.yaml")


def dump(document: Document) -> str:
    """Return ``document`` as text: a line a block or row, prose wrapped, marks for style, links and footnotes.

    A space that no line may end at is shown as “~”.
    """
    about = document.metadata
    lines = [
        f"head: {document.head} | {document.name}",
        f"foot: {document.foot}",
        f"file: {about.title} | {about.author} | {about.subject} | {about.language} | {', '.join(about.keywords)}",
    ]
    for block in document.blocks:
        lines += ["", *_lines(block)] if isinstance(block, Heading | ScoreLegend | Facts | Panel) else _lines(block)
    return "\n".join(lines).replace("\u00a0", "~") + "\n"


def _lines(block: Block) -> list[str]:  # noqa: PLR0911  # one return for each kind of block
    match block:
        case Masthead():
            status = f"{block.status} ({block.tone})"
            return [
                f"{block.id}: {block.series} | {block.kind} | {block.name} | {status}",
                *map(_in, block.particulars),
            ]
        case Panel():
            past = ", ".join(f"{year} {'?' if number is None else words}" for year, words, number in block.series)
            figures = [_figure(figure) for figure in (block.aggregate, *block.measures) if figure]
            return [block.id, *map(_in, figures), _in(f"{block.series_title} ({block.series_scale}): {past}")]
        case Facts():
            rows = [
                f"{row.label}: {row.value}{f' ({row.detail})' if row.detail else ''}"
                f"{f' [{row.tone}]' if row.tone else ''}{' [missing]' if row.missing else ''}"
                for row in block.rows
            ]
            return [f"{block.id}: {block.title}", *map(_in, rows)]
        case Heading():
            parts = [block.code, block.text, block.aside, _points(block.score) if block.score else "", block.change]
            said = " | ".join(filter(None, parts))
            other = "" if block.outline == block.text else [_in(f"outline: {block.outline}")]
            return [f"{'#' * block.level} {block.role} {block.id}: {said}", *other]
        case ScoreOverview():
            rows = [
                f"{row.kind}: {row.code or '-'} | {row.label} | {_points(row.score)} | {row.change}"
                for row in block.rows
            ]
            return ["", f"{block.id}: {block.title} ({' | '.join(block.columns)})", *map(_in, rows)]
        case Paragraph():
            mark = f"{block.mark}. " if block.mark else ""
            follows = "" if block.first else ", follows"
            return [f"{block.id} ({block.role}{follows}):", *_wrapped(mark + _text(block.spans))]
        case List():
            start = "bullets" if block.start is None else f"from {block.start}"
            items = [line for item in block.items for inner in item for line in _lines(inner)]
            return [f"{block.id} ({start})", *map(_in, items)]
        case NoticeBox():
            content = [line for inner in block.content for line in _lines(inner)]
            trend = f", {block.trend}" if block.trend else ""
            return [f"{block.id} [{block.kind}{trend}] {block.label}", *map(_in, content)]
        case ScoreLegend():
            return [
                f"{block.id}: {block.title}: {block.form}",
                *(_in(f"{letter} {words}") for letter, words in block.letters),
                *map(_in, filter(None, (block.example, block.scale, block.sample_words))),
                *map(_in, (block.improved, block.declined, block.previous)),
            ]
        case _:
            return _lines_of_a_volume(block)


def _lines_of_a_volume(block: Block) -> list[str]:
    match block:
        case Cover():
            legend = [f"{count} {category} ({tone})" for tone, category, count in block.legend]
            bars = ", ".join(f"{share:.2f} {tone}" for share, tone in block.bars)
            words = [block.overline, block.title, block.edition, *legend, block.caption, block.foot, bars]
            return [block.id, *map(_in, words)]
        case HalfTitle():
            return [f"{block.id}: {block.title} | {block.edition}"]
        case Opener():
            return [f"{block.id}: {block.part} {block.number} | {block.title}", *map(_in, block.lines)]
        case Register():
            pages = f", pages {block.pages}" if block.pages else ""
            return [f"{block.id} ({block.role}{pages})", *(_in(_listed(entry)) for entry in block.entries)]
        case DataTable():
            columns = [f"{column.head}{f' ({column.below})' if column.below else ''}" for column in block.columns]
            note = [_in(f"note: {block.note}")] if block.note else []
            head = f"{'#' * block.level} {block.id}: {block.title} ({' | '.join([block.stub, *columns])})"
            return ["", head, *(_in(_row(row)) for row in block.rows), *note]
        case Callouts():
            return [f"{block.id}: {', '.join(f'{mark} at {part}' for mark, part in block.marks)}"]
        case _:
            raise AssertionError(block)


def _listed(entry: RegisterEntry) -> str:
    if entry.heading:
        return f"-- {entry.text}"
    until = f" to {entry.until}" if entry.until else ""
    return f"{entry.text}{f' [{entry.status}]' if entry.status else ''} → {entry.target or 'nowhere'}{until}"


def _row(row: DataRow) -> str:
    trends = ", ".join(f"{number} {trend}" for number, trend in row.trends if trend)
    strong = "**" if row.strong else ""
    said = f"{strong}{row.label}{strong}: {' | '.join(row.cells)}"
    return f"{said}{f' [{row.status}]' if row.status else ''}{f' ({trends})' if trends else ''}"


def _in(line: str) -> str:
    return indent(line, "    ")


def _wrapped(text: str) -> list[str]:
    return [_in(line) for line in wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)]


def _points(points: PrintedScore) -> str:
    change = f" ({points.change})" if points.change else ""
    previous = f", was {points.previous}" if points.previous else ""
    trend = f", {points.trend}" if points.trend else ""
    return f"{points.value}{f' / {points.best}' if points.best else ''}{change}{previous}{trend}"


def _figure(figure: Figure) -> str:
    scale = " ".join(figure.steps or figure.marks)
    said = " | ".join(filter(None, [figure.words, *figure.ends, figure.change, scale and f"[{scale}]"]))
    return f"{figure.label}: {said} <{_points(figure.score)}>"


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.raised:
        return f"^{span.text}→{span.target}"
    mark = "*" * (span.emphasis + 2 * span.strong)
    text = f"{mark}{span.text}{mark}"
    return f"[{text}]({span.link})" if span.link else text


def _golden(name: str) -> Path:
    return GOLDEN / f"{name.replace('/', '-')}.txt"


def dump_volume() -> str:
    """Return the volume of the sample edition as text, without its reports, which are samples of their own."""
    edition = load_edition(shipped("data") / "editions" / "2018")
    said = edition.edition
    entries = [VolumeEntry(loaded.report, loaded.card, loaded.card.trend) for loaded in edition.reports]
    labels = edition.catalogue.labels(said.language)
    document = compose_volume(said, edition.method, entries, edition.essays, edition.origin, labels)
    parts = [f"letters: {' '.join(document.thumbs)}\n"]
    for chapter in document.chapters:
        parts.append(f"== {chapter.level} {chapter.id} ({chapter.tag}): {chapter.title or 'not in the outline'}\n")
        if chapter.tag != "Art":
            parts.append(dump(chapter.document))
    return "\n".join(parts)


def test_the_volume_is_composed_as_before() -> None:
    assert dump_volume().splitlines() == VOLUME.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_composed_as_before(name: str) -> None:
    assert dump(sample(name)).splitlines() == _golden(name).read_text(encoding="utf-8").splitlines()


def test_each_golden_file_and_each_shipped_report_belongs_to_a_sample() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {VOLUME.name, *(_golden(name).name for name in SAMPLES)}
    editions = shipped("data") / "editions"
    assert {f"{path.parts[-3]}/{path.stem}" for path in editions.glob("*/reports/*.yaml")} == set(SAMPLES)


# Rules for every report


def blocks_of(document: Document) -> Iterator[Block]:
    """Yield every block, those inside lists and notices as well."""
    for block in document.blocks:
        yield from _inside(block)


def _inside(block: Block) -> Iterator[Block]:
    yield block
    content: tuple[Block, ...] = ()
    if isinstance(block, NoticeBox):
        content = block.content
    elif isinstance(block, List):
        content = tuple(inner for item in block.items for inner in item)
    for inner in content:
        yield from _inside(inner)


def spans_of(document: Document) -> list[Span]:
    return [span for block in blocks_of(document) if isinstance(block, Paragraph) for span in block.spans]


def headings(document: Document) -> list[Heading]:
    return [block for block in document.blocks if isinstance(block, Heading)]


def found(document: Document, id_: str) -> Block:
    (block,) = [block for block in blocks_of(document) if block.id == id_]
    return block


def words(document: Document, id_: str) -> str:
    block = found(document, id_)
    assert isinstance(block, Paragraph)
    return _text(block.spans)


@pytest.mark.parametrize("name", SAMPLES)
def test_ids_are_unique_and_jumps_have_a_goal(name: str) -> None:
    document = sample(name)
    ids = [block.id for block in blocks_of(document)]
    assert len(ids) == len(set(ids))
    assert {span.target for span in spans_of(document) if span.target} <= set(ids)


@pytest.mark.parametrize("name", SAMPLES)
def test_heading_levels_begin_at_two_and_never_skip(name: str) -> None:
    levels = [1, *(heading.level for heading in headings(sample(name)))]  # the name of the entity is level 1
    assert levels[1] == 2
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert min(levels[1:]) == 2


# Small reports, written here


@dataclass(frozen=True)
class Edition:
    """What a test says of its edition; the rest is the same for all."""

    rubric: str = "freedom-in-the-world"
    year: int = 2018
    more: str = ""


FIW = Edition()
QUESTIONS = [
    f"{section}{number}"
    for section, count in zip("ABCDEFG", (3, 4, 3, 4, 3, 4, 4), strict=True)
    for number in range(1, count + 1)
]
COUNTRY = "entity: {name: Ruritania, kind: country}\n"


def answers(*own: str, ids: list[str] | None = None) -> str:
    """Return answers with two points to every question; ``own`` answers, by their first line, stand as they are."""
    written = {text.split(":")[0]: indent(dedent(text), "  ") for text in own}
    asked = [*(ids or QUESTIONS), *(key for key in written if key not in (ids or QUESTIONS))]
    return "answers:\n" + "".join(written.get(id_, f"  {id_}: {{score: 2}}\n") for id_ in asked)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a report, its edition and its rubric into a project of their own."""

    def _write(text: str, edition: Edition = FIW, rubric: str = "") -> Path:
        home = tmp_path / "editions" / f"{edition.rubric}-{edition.year}"
        (home / "reports").mkdir(parents=True, exist_ok=True)
        head = f"rubric: {edition.rubric}\nedition: {edition.year}\nyear_under_review: {edition.year - 1}\n"
        (home / "edition.yaml").write_text(head + dedent(edition.more), encoding="utf-8")
        if rubric:
            (tmp_path / "rubrics").mkdir(exist_ok=True)
            (tmp_path / "rubrics" / f"{edition.rubric}.yaml").write_text(dedent(rubric), encoding="utf-8")
        path = home / "reports" / f"report-{len(list((home / 'reports').iterdir()))}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def make(write: Callable[..., Path]) -> MakeDocument:
    """Return a function that writes a report and composes it."""
    return lambda text, edition=FIW, rubric="": composed(write(text, edition, rubric))


FULL = (
    COUNTRY
    + """\
quick_facts: {population: 17800000}
overview: |
  First paragraph
  goes on.

  Second with a mark.[^one]

  - item one
  - item two

    with a second paragraph
key_developments:
  - One development.
  - |
    Another.
notices:
  - kind: note
    text: |
      Read this.
"""
    + answers("A1:\n  score: 3\n  narrative: |\n    Why.\n\n    And why else.\n")
    + """\
footnotes:
  one: |
    A note.

    Its second paragraph.
publication:
  isbn: 978-0-306-40615-7
  disclaimer: |
    Own words.
"""
)


def test_every_block_has_its_place_in_the_source(write: Callable[..., Path]) -> None:
    path = write(FULL, Edition(more="publication: {citation: 'Cite {entity}', licence: Free}\n"))
    document = composed(path)
    origins: list[tuple[str, Origin]] = [(block.id, block.origin) for block in blocks_of(document)]
    facts = found(document, "facts")
    assert isinstance(facts, Facts)
    origins += [("fact", row.origin) for row in facts.rows if row.origin]
    files = {path: path.read_text(encoding="utf-8") for path in (path, path.parents[1] / "edition.yaml")}
    assert {Path(origin.path) for _, origin in origins} <= set(files)
    for id_, origin in origins:
        lines = files[Path(origin.path)].splitlines()
        assert 1 <= origin.line <= len(lines), id_
        assert 1 <= origin.column <= len(lines[origin.line - 1]) + 1, id_
        assert lines[origin.line - 1].strip(), f"{id_} points at an empty line"


def test_a_paragraph_lies_on_the_line_where_its_words_begin(write: Callable[..., Path]) -> None:
    path = write(FULL)
    lines = path.read_text(encoding="utf-8").splitlines()
    begun = {
        block.id: (lines[block.origin.line - 1].strip(" -"), _text(block.spans))
        for block in blocks_of(composed(path))
        if isinstance(block, Paragraph)
        and block.id.startswith(("overview", "answer.A1", "note.", "notice.", "disclaimer"))
    }
    assert len(begun) == 11
    for id_, (line, text) in begun.items():
        assert line.split("[^", maxsplit=1)[0][:9] == text[:9], id_


def test_blank_lines_before_a_text_do_not_move_its_place(write: Callable[..., Path]) -> None:
    path = write(COUNTRY + "overview: |\n\n\n  First.\n\n  Second.\n" + answers())
    document = composed(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [found(document, id_).origin.line for id_ in ("overview.1", "overview.2")]
    assert [lines[place - 1] for place in places] == ["  First.", "  Second."]


def test_ids_do_not_depend_on_the_words_or_the_edition(make: MakeDocument) -> None:
    before = [block.id for block in blocks_of(make(FULL))]
    again = [block.id for block in blocks_of(make(FULL))]
    other = [
        block.id for block in blocks_of(make(FULL.replace("Why.", "For other reasons.").replace("Ruritania", "X")))
    ]
    later = [block.id for block in blocks_of(make(FULL, Edition(year=2019)))]
    assert before == again == other == later
    assert {"section.A", "question.A1", "answer.A1.1", "answer.A1.2", "overview.3", "note.one"} <= set(before)


def test_an_unverified_wording_is_not_printed(make: MakeDocument) -> None:
    document = make(COUNTRY + answers(), Edition(year=2017))
    heading = found(document, "question.A1")
    assert isinstance(heading, Heading)
    assert (heading.code, heading.text) == ("A1", "Elections for head of government")
    assert words(document, "about.1") == (
        "**Note: **Questions are headed by short titles, because the official wording of this edition has not been"
        " verified."
    )
    verified = make(COUNTRY + answers())
    heading = found(verified, "question.A1")
    assert isinstance(heading, Heading)
    assert heading.text == (
        "Was the current head of government or other chief national authority elected through free and fair elections?"
    )
    assert heading.outline == "A1. Elections for head of government"
    assert not any("short titles" in span.text for span in spans_of(verified))


ERRATA = """\
errata:
  - date: 2018-03-05
    text: |
      The *score* of A1 was wrong; see [the list](https://example.org/list).
  - {date: 2018-12-01, version: 2, text: "A name was wrong.[^one]"}
"""


def test_a_report_prints_its_corrections(make: MakeDocument) -> None:
    document = make(FULL + ERRATA)
    top = document.blocks[0]
    assert isinstance(top, Masthead)
    assert top.particulars == ("Covers calendar year 2017", "Electoral democracy")
    assert top.correction
    assert (top.correction.text.replace("\u00a0", " "), top.correction.target, top.correction.hint) == (
        "Last corrected on December 1, 2018",
        "corrections",
        "Corrections",
    )
    place = next(index for index, block in enumerate(document.blocks) if block.id == "corrections")
    before, heading, first, second, after = document.blocks[place - 1 : place + 4]
    assert (before.id, after.id) == ("answer.G4.none", "notes")
    assert isinstance(heading, Heading)
    assert (heading.level, heading.role, heading.text, heading.outline) == (2, "plain", "Corrections", "Corrections")
    for block, label in ((first, "March\u00a05, 2018"), (second, "December\u00a01, 2018, corrects version 2")):
        assert isinstance(block, NoticeBox)
        assert (block.kind, block.label, block.trend) == ("correction", label, None)
    assert words(document, "correction.1.1") == (
        "The *score* of A1 was wrong; see [the list](https://example.org/list)."
    )
    assert words(document, "correction.2.1") == "A name was wrong.^1→note.one"


def test_one_correction_is_told_by_its_day(make: MakeDocument) -> None:
    one = "errata: [{date: 2018-03-05, text: A score was wrong.}]\n"
    for more, said, part in (
        ("", "Corrected on March 5, 2018", "Corrections"),
        ("language: es\n", "Corregido el 5 de marzo de 2018", "Correcciones"),
    ):
        document = make(COUNTRY + answers() + one, Edition(more=more))
        top, heading = document.blocks[0], found(document, "corrections")
        assert isinstance(top, Masthead)
        assert isinstance(heading, Heading)
        assert top.correction
        assert top.correction.text.replace("\u00a0", " ") == said
        assert heading.text == part
        assert document.blocks[1].id == "panel"


def test_a_report_without_corrections_says_nothing_of_them(make: MakeDocument) -> None:
    document = make(FULL)
    top = document.blocks[0]
    assert isinstance(top, Masthead)
    assert top.correction is None
    assert not [block for block in blocks_of(document) if block.id.startswith("correction")]


def test_the_labels_of_a_language_translate_terms_and_numbers(make: MakeDocument) -> None:
    facts = "quick_facts: {population: 17800000, gdp_per_capita: 10510, press_freedom_status: PF}\n"
    own = [f"{section}{number}: {{score: 0}}\n" for section in "DE" for number in range(1, 4)]
    document = make(
        COUNTRY + facts + answers(*own, "D4: {score: 0}\n", "A1: {score: 0}\n"), Edition(more="language: es\n")
    )
    top, panel, box = document.blocks[:3]
    assert isinstance(top, Masthead)
    assert (top.kind, top.status, top.particulars) == ("Informe de país", "Parcialmente libre", ("Abarca el año 2017",))
    assert isinstance(panel, Panel)
    assert panel.aggregate is not None
    assert (panel.aggregate.label, panel.aggregate.words) == ("Puntuación total", "34")
    assert panel.aggregate.ends == ("0 = menos libre", "100 = más libre")
    assert (panel.measures[2].label, panel.measures[2].words) == ("Índice de libertad", "5,0")
    assert panel.aggregate.change == "Primera puntuación en esta edición"
    assert isinstance(box, Facts)
    assert [(row.label, " ".join(row.value.split())) for row in box.rows] == [
        ("Población", "17 800 000"),
        ("Capital", "no disponible"),
        ("PIB per cápita", "10 510 $"),
        ("Libertad de prensa", "Parcialmente libre"),
        ("Libertad en la red", "no disponible"),
    ]
    assert [heading.text for heading in headings(document) if heading.role in ("group", "section")][:3] == [
        "Derechos políticos", "Proceso electoral", "Pluralismo y participación política",
    ]  # fmt: skip
    assert document.metadata.language == "es"
    assert document.foot == "Ruritania · Parcialmente libre · 34/100"


def test_a_language_serves_its_regions_and_small_numbers_are_not_grouped(make: MakeDocument) -> None:
    text = COUNTRY + "quick_facts: {population: 9800}\n" + answers()
    box = found(make(text, Edition(more="language: es-MX\n")), "facts")
    assert isinstance(box, Facts)
    assert box.rows[0].value == "9800"


def test_a_number_is_not_broken_over_lines(make: MakeDocument) -> None:
    text = COUNTRY + "quick_facts: {population: 17800000}\n" + answers()
    box = found(make(text, Edition(more="language: es\n")), "facts")
    assert isinstance(box, Facts)
    assert " " not in box.rows[0].value


def test_missing_facts_say_so(make: MakeDocument) -> None:
    text = COUNTRY + "quick_facts: {gdp_per_capita: null, population: {value: 1200, as_of: 2017, source: Census}}\n"
    box = found(make(text + answers()), "facts")
    assert isinstance(box, Facts)
    assert [(row.label, row.value, row.detail, row.missing) for row in box.rows] == [
        ("Population", "1,200", "as of 2017; Census", False),
        ("Capital", "not available", "", True),
        ("GDP/capita", "not available", "", True),
        ("Press Freedom Status", "not available", "", True),
        ("Net Freedom Status", "not available", "", True),
    ]


def test_every_narrative_is_punctuated_in_the_language_of_the_report(make: MakeDocument) -> None:
    typed = "'\"Here\"[^a] -- *there*, 7 %'"
    report = (
        f"{COUNTRY}overview: {typed}\nkey_developments: [{typed}]\nnotices: [{{kind: note, text: {typed}}}]\n"
        + answers(f"A1: {{score: 2, narrative: {typed}, score_change: {typed}}}\n")
        + f"footnotes: {{a: {typed}}}\npublication: {{disclaimer: {typed}}}\n"
    )
    places = ("overview.1", "developments.1.1", "notice.1.1", "answer.A1.1", "change.A1.1", "note.a", "disclaimer.1")
    for language, expected in (("en", "“Here”^1→note.a — *there*, 7~%"), ("es", "«Here»^1→note.a — *there*, 7~%")):
        document = make(report, Edition(more=f"language: {language}\n"))
        assert {words(document, place) for place in places} == {expected.replace("~", "\u00a0")}


def test_a_report_without_facts_overview_and_developments(make: MakeDocument) -> None:
    document = make(COUNTRY + answers("A1: {score: 2, narrative: Why.}\n"))
    ids = [block.id for block in document.blocks]
    assert ids[:6] == ["masthead", "panel", "developments", "developments.none", "scores", "section.PR"]
    assert ids[-1] == "key"
    assert words(document, "developments.none") == "*No key developments were listed for this edition.*"
    assert words(document, "answer.G4.none") == "*No narrative was published for this question.*"


def test_a_report_with_nothing_but_scores_says_so_once(make: MakeDocument) -> None:
    document = make(COUNTRY + answers())
    ids = [block.id for block in document.blocks]
    assert ids[:6] == ["masthead", "panel", "overview.none", "scores", "section.PR", "section.A"]
    assert words(document, "overview.none") == "*For this edition the scores were published without a text.*"
    assert [id_ for id_ in ids if id_.startswith(("answer.", "developments"))] == []
    assert [id_ for id_ in ids if id_.startswith("question.")] == [f"question.{id_}" for id_ in QUESTIONS]


def test_the_discretionary_question_of_iraq_is_printed_negative() -> None:
    document = sample("2018/iraq")
    heading, section = found(document, "question.add_q"), found(document, "section.add_q")
    assert isinstance(heading, Heading)
    assert heading.score is not None
    assert _points(heading.score) == "−1 / 0 (+2), was −3, better"
    assert [str(number) for number in (heading.score.number, heading.score.before, heading.score.most)] == [
        "-1", "-3", "None",
    ]  # fmt: skip
    assert heading.change == "+2 from 2017"
    assert (heading.level, heading.code) == (4, "")
    assert isinstance(section, Heading)
    assert (section.level, section.role) == (3, "section")
    table = found(document, "scores")
    assert isinstance(table, ScoreOverview)
    (row,) = [row for row in table.rows if row.kind == "modifier"]
    assert (row.label, _points(row.score), row.change) == (
        "Additional discretionary political rights question", "−1 (+2), was −3, better", "+2",
    )  # fmt: skip


def test_a_discretionary_question_of_zero_is_not_printed(make: MakeDocument) -> None:
    document = make(COUNTRY + answers("add_q: {score: 0}\n"))
    assert not [block for block in blocks_of(document) if "add_q" in block.id]


FOOTNOTES = (
    COUNTRY
    + """\
overview: Overview[^b] and again.[^b]
key_developments: ["Development[^d]"]
notices:
  - {kind: note, text: "Note[^a]"}
  - {kind: trend_arrow, direction: up, text: "Arrow[^c]"}
"""
    + answers("A1: {score: 2, narrative: 'Answer[^a] and[^e]'}\n")
    + """\
footnotes:
  a: First written.
  b: Second written.[^f]
  c: Third.
  d: Fourth.
  e: Fifth.
  f: Only a note refers to this.
  g: The disclaimer refers to this.
publication: {disclaimer: "Disclaimer[^g]"}
"""
)


def test_footnotes_are_numbered_by_first_mention(make: MakeDocument) -> None:
    document = make(FOOTNOTES)
    marks = [(span.text, span.target) for span in spans_of(document) if span.raised]
    assert marks[:7] == [
        ("1", "note.b"), ("1", "note.b"),
        ("2", "note.c"), ("3", "note.a"),  # the arrow's box stands before the note's
        ("4", "note.d"), ("3", "note.a"), ("5", "note.e"),
    ]  # fmt: skip
    notes = [block for block in document.blocks if isinstance(block, Paragraph) and block.id.startswith("note.")]
    assert [(block.mark, block.id) for block in notes[:5]] == [
        ("1", "note.b"), ("2", "note.c"), ("3", "note.a"), ("4", "note.d"), ("5", "note.e"),
    ]  # fmt: skip
    assert sorted(block.mark for block in notes) == ["1", "2", "3", "4", "5", "6", "7"]
    assert {span.target for span in spans_of(document) if span.target} == {block.id for block in notes}


def test_notes_are_numbered_in_the_order_in_which_the_report_mentions_them(make: MakeDocument) -> None:
    order: list[str] = []
    for span in spans_of(make(FOOTNOTES)):
        if span.raised and span.text not in order:
            order.append(span.text)
    assert order == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize("note", ["|\n    - a list\n    - of two\n", "|\n    A paragraph.\n\n    - and a list\n"])
def test_the_mark_of_a_note_leads_to_it_whatever_it_begins_with(make: MakeDocument, note: str) -> None:
    document = make(f"{COUNTRY}overview: Mark.[^a]\n{answers()}footnotes:\n  a: {note}")
    assert "note.a" in {block.id for block in blocks_of(document)}
    assert "1" in {block.mark for block in blocks_of(document) if isinstance(block, Paragraph)}


@pytest.mark.parametrize(
    ("entity", "kind", "particulars"),
    [
        ("{name: Ruritania, kind: country}", "Country report", ("Covers calendar year 2017",)),
        ("{name: Zenda, kind: territory}", "Territory report", ("Covers calendar year 2017", "Territory")),
        (
            "{name: Zenda, kind: territory, parent: Ruritania}",
            "Territory report",
            ("Covers calendar year 2017", "Territory (Ruritania)"),
        ),
    ],
)
def test_a_territory_says_whose_it_is(make: MakeDocument, entity: str, kind: str, particulars: tuple[str, ...]) -> None:
    document = make(f"entity: {entity}\nquick_facts: {{population: 1000}}\n{answers()}")
    top = document.blocks[0]
    assert isinstance(top, Masthead)
    assert (top.kind, top.particulars) == (kind, particulars)
    box = found(document, "facts")
    assert isinstance(box, Facts)
    assert ("Capital" in [row.label for row in box.rows]) == (kind == "Country report")


def test_an_electoral_democracy_is_called_one(make: MakeDocument) -> None:
    top = make(COUNTRY + answers("A1: {score: 4}\n", "A2: {score: 4}\n")).blocks[0]
    assert isinstance(top, Masthead)
    assert top.particulars == ("Covers calendar year 2017", "Electoral democracy")


def test_about_fills_in_the_citation_and_names_what_is_there(make: MakeDocument) -> None:
    about = """\
    publication:
      publisher: Somebody
      citation: "{entity}, {series} {edition}. {{other}}"
      isbn: 978-0-306-40615-7
      doi: 10.1234/abc
      licence: CC BY 4.0
      copyright: © Somebody
    """
    document = make(COUNTRY + answers(), Edition(more=about))
    assert [words(document, f"about.{number}") for number in range(1, 6)] == [
        "**Cite as: **Ruritania, Freedom in the World 2018. {other}",
        "**ISBN: **978-0-306-40615-7",
        "**DOI: **10.1234/abc",
        "**Licence: **CC BY 4.0",
        "© Somebody",
    ]
    assert document.metadata.author == "Somebody"
    assert document.metadata.title == "Freedom in the World 2018: Ruritania"


def test_the_box_on_a_rating_goes_the_way_of_the_rating(make: MakeDocument) -> None:
    # Political rights rise by one point, from rating 5 to 4; civil liberties fall by four points within rating 4.
    before = [f"{id_}: {{score: {score}}}\n" for id_, score in (("A1", 0), ("A2", 1), ("D1", 3), ("D2", 3), ("D3", 3))]
    make(COUNTRY + answers(*before, "D4: {score: 3}\n"), Edition(year=2017))
    notice = "notices: [{kind: rating_change, text: Political rights improved from 5 to 4.}]\n"
    document = make(COUNTRY + notice + answers("A1: {score: 1}\n", "A2: {score: 1}\n"))
    panel, box = document.blocks[1], found(document, "notice.1")
    assert isinstance(panel, Panel)
    assert [_points(figure.score) for figure in (panel.aggregate, *panel.measures[:2]) if figure] == [
        "48 / 100 (−3), was 51, worse",
        "4 / 7 (−1), was 5, better",
        "4 / 7, was 4, same",
    ]
    assert isinstance(box, NoticeBox)
    assert box.trend == "better"


def test_the_note_on_monarchies_stands_in_about(make: MakeDocument) -> None:
    points = zip(QUESTIONS, "0100011020011110101111111", strict=True)  # the published row
    own = (f"{id_}: {{score: {score}}}\n" for id_, score in points)
    document = make("entity: {name: United Arab Emirates, kind: country}\n" + answers(*own))
    assert words(document, "about.1").startswith("**Comparability: **From edition 2018 the additional question")
    panel = document.blocks[1]
    assert isinstance(panel, Panel)
    assert panel.aggregate is not None
    assert (panel.aggregate.words, panel.aggregate.change) == ("17", "−3 from 2017")
    assert [words for _, words, _ in panel.series] == ["22", "21", "21", "20", "20", "17"]


SMALL = """\
id: small
title: Small Index
publisher: Somebody
editions: [2018]
headline: [{aggregate: T}]
tree:
"""
ONE = "  - {id: T, label: Openness, max: 10}\n"
ROOTS = """\
  - {id: T, label: Openness, max: 10}
  - id: G
    label: Governance
    children:
      - {id: G1, label: Steering, max: 10}
      - id: H
        label: Resources
        children: [{id: H1, label: Budget, max: 10}, {id: H2, label: Staff, max: 10}]
"""
DEEP = """\
  - id: T
    label: Total
    children:
      - id: P
        label: Part
        children:
          - id: Q
            label: Chapter
            children:
              - id: R
                label: Section
                children: [{id: R1, label: Question, max: 10}]
"""


def small(tree: str) -> dict[str, object]:
    return {"edition": Edition(rubric="small"), "rubric": SMALL + tree}


@pytest.mark.parametrize(
    ("tree", "ids", "expected"),
    [
        (ONE, ["T"], [(2, "item", "T", "Openness")]),
        (
            ROOTS,
            ["T", "G1", "H1", "H2"],
            [
                (2, "item", "T", "Openness"),
                (2, "group", "", "Governance"),
                (3, "item", "G1", "Steering"),
                (3, "section", "H", "Resources"),
                (4, "item", "H1", "Budget"),
                (4, "item", "H2", "Staff"),
            ],
        ),
        (
            DEEP,
            ["R1"],
            [
                (2, "group", "", "Part"),
                (3, "group", "", "Chapter"),
                (4, "section", "R", "Section"),
                (5, "item", "R1", "Question"),
            ],
        ),
    ],
    ids=["one question", "several roots", "five levels"],
)
def test_a_tree_of_any_depth_is_set_with_all_its_answers(
    make: MakeDocument, tree: str, ids: list[str], expected: list[tuple[int, str, str, str]]
) -> None:
    own = [f"{id_}: {{score: 3, narrative: Why {id_}.}}\n" for id_ in ids]
    document = make(COUNTRY + answers(*own, ids=ids), **small(tree))
    body = [heading for heading in headings(document) if heading.role != "plain"]
    assert [(heading.level, heading.role, heading.code, heading.text) for heading in body] == expected
    assert [words(document, f"answer.{id_}.1") for id_ in ids] == [f"Why {id_}." for id_ in ids]


def test_a_missing_score_is_printed_as_missing(make: MakeDocument) -> None:
    tree = "  - id: T\n    label: Total\n    formula: {op: mean, min_valid: 1}\n    children:\n"
    tree += "      - {id: A, label: A, max: 10}\n      - {id: B, label: B, max: 10, optional: true}\n"
    document = make(COUNTRY + answers("A: {score: 3}\n", "B: {score: null}\n", ids=["A", "B"]), **small(tree))
    heading = found(document, "question.B")
    assert isinstance(heading, Heading)
    assert heading.score is not None
    assert (heading.score.value, heading.score.best, heading.score.number) == ("n/a", "", None)
    assert document.foot == "Ruritania · 3"


def test_a_method_whose_questions_are_all_optional_has_a_key_too(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "some.yaml").write_text(
        "id: some\ntitle: Some\npublisher: Nobody\neditions: [2018]\nheadline: [{aggregate: T}]\n"
        "tree: [{id: T, label: Total, children: [{id: Q, label: Question, max: 4, optional: true}]}]\n",
        encoding="utf-8",
    )
    (tmp_path / "edition.yaml").write_text("rubric: some\nedition: 2018\nyear_under_review: 2017\n", encoding="utf-8")
    path = tmp_path / "report.yaml"
    path.write_text(
        "entity: {name: Nowhere, kind: country}\nanswers: {Q: {score: 1, narrative: Why.}}\n", encoding="utf-8"
    )
    key = found(composed(path), "key")
    assert isinstance(key, ScoreLegend)
    assert key.sample_words == "scored 3 of 4"


def _write_golden() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.iterdir():
        path.unlink()
    for name in SAMPLES:
        _golden(name).write_text(dump(sample(name)), encoding="utf-8")
    VOLUME.write_text(dump_volume(), encoding="utf-8")


if __name__ == "__main__":
    _write_golden()
