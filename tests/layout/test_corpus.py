"""Every report of two real editions, built in both page sizes and both alignments: the words are those of the source.

The words of the text column are read one after the other, and each must be the next word of the report: the words of
its narratives and, between them, those of headings and labels. So no word is lost and none is doubled, not even where a
page ends. Only tables, bands and heads of sections reach into the column from its left; there, any of their words may
stand, and no others.

A process for each edition imports and builds it; started with the year of the edition, the folder of its texts, the
score table and an empty folder, this file is that process.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import product, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from pdfgen import PdfgenError, build_pdf, load_report, score
from pdfgen.importers.edition_import import import_edition
from pdfgen.layout.page_geometry import Geometry
from pdfgen.pdf.characters import INKLESS
from pdfgen.profiles import PAGE_SIZES
from pdfgen.source.catalogue import Catalogue

if TYPE_CHECKING:
    from pdfgen.labels import Labels
    from pdfgen.model.prose import ProseText
    from pdfgen.model.report import Report
    from pdfgen.model.rubric import Method
    from tests.conftest import Corpus

EDITIONS = (2018, 2019)
RUBRIC = "freedom-in-the-world"
VARIANTS = tuple(product(("a4", "letter"), ("standard", "compact")))  # standard is set ragged, compact justified
NOTICES = ("status_change", "rating_change", "trend_arrow", "note")  # the order in which they are printed

# Where a line ends inside a word it cannot be told what the source has there. pdfium writes U+0002 for the hyphen.
HYPHEN, DASH = "\x02", "\x03"
_AT_HYPHEN, _AT_DASH = "(?:|-|- )", " ?"


@dataclass
class Findings:
    """What came of an edition in one variant."""

    reports: int = 0
    pages: int = 0
    words: int = 0
    failures: list[str] = field(default_factory=list)


# In a process of its own


def examine(edition: int, texts: Path, scores: Path, folder: Path) -> dict[str, Findings]:
    """Import an edition into ``folder`` and build all of it in every variant."""
    home = folder / "editions" / str(edition)
    done = import_edition(texts, home, RUBRIC, edition, scores)
    found = {f"{size} {theme}": Findings() for size, theme in VARIANTS}
    for failed, error in done.failed.items():
        found[" ".join(VARIANTS[0])].failures.append(f"{failed.name} is not imported: {error}")
    for path in done.reports:
        report = load_report(path)
        for size, theme in VARIANTS:
            findings = found[f"{size} {theme}"]
            findings.reports += 1
            try:
                pages = columns(build_pdf(report, page_size=size, theme=theme), size, theme)
                findings.pages += len(pages)
                findings.words += compare(report, "\r\n".join(pages))
            except (PdfgenError, Unlike) as error:
                findings.failures.append(f"{path.stem} {edition}: {error}")
    return found


def columns(content: bytes, size: str, theme: str) -> list[str]:
    """Return the text of the text column, page by page."""
    page_size = Geometry.of(PAGE_SIZES[size], Catalogue().theme(theme))
    box = (page_size.column - 3, page_size.bottom - 5, page_size.width, page_size.top + 8)
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded(*box) for page in document]
    finally:
        document.close()


def compare(report: Report, text: str) -> int:
    """Raise Unlike unless ``text`` is that of the column of ``report``; return the number of words of the narratives."""
    method, labels = Catalogue().method(report.rubric, report.edition), Catalogue().labels(report.language)
    reader = Reader(read(text))
    reader.skip_behind(words(labels.scale_of_series.format(min=0, max=100)))  # the last words of the panel
    count = _first_page(reader, report, labels) + _questions(reader, report, method, labels)
    reader.take(words(key_words(labels)))
    for note in score(report).notes:
        reader.take(words(f"{labels.comparability}: {note}"))
    reader.take(words(f"{labels.cite}: “{report.entity.name},” in {method.rubric.title} {report.edition}."))
    reader.end()
    if count != sum(len(prose_words(prose)) for _, prose in report.prose()):
        raise Unlike("the report has narratives that were not looked for")
    return count


def _first_page(reader: Reader, report: Report, labels: Labels) -> int:
    """Take overview, notices and key developments; return the number of their words."""
    count = reader.take(prose_words(report.overview)) if report.overview else 0
    named = {"status_change": labels.status_change, "rating_change": labels.rating_change, "note": labels.note}
    for notice in sorted(report.notices, key=lambda notice: NOTICES.index(notice.kind)):
        arrow = labels.trend_up if notice.direction == "up" else labels.trend_down
        reader.take(words(f"{named.get(notice.kind, arrow)}:"))
        count += reader.take(prose_words(notice.text))
    reader.take(words(labels.key_developments.format(year=report.year_under_review)))
    for item in report.key_developments:
        reader.take(["•"])
        count += reader.take(prose_words(item))
    if not report.key_developments:
        reader.take(words(labels.no_key_developments))
    return count


def _questions(reader: Reader, report: Report, method: Method, labels: Labels) -> int:
    """Take the questions with their answers, and the score table before them; return the number of the answers' words."""
    loose = loose_words(method, labels)
    count = 0
    section = ""
    for question in method.items:
        answer = report.answers.get(question.id)
        if answer is None or not (answer.score or answer.narrative or not question.optional):
            continue
        heading = words(question.wording.text if question.wording else question.label)
        if question.id[0] != section:
            section = question.id[0]
            reader.skip_to(heading, loose)
        reader.take(heading)
        if answer.narrative:
            count += reader.take(prose_words(answer.narrative))
        else:
            reader.take(words(labels.no_narrative))
        if answer.score_change:
            reader.take(words(f"{labels.score_change}:"))
            count += reader.take(prose_words(answer.score_change))
    return count


def loose_words(method: Method, labels: Labels) -> set[str]:
    """Return what may stand in the column of tables, bands and heads of sections, whole or cut off at its left."""
    names = [measure.label for measure in method.measures.values() if not measure.is_item or measure.optional]
    heads = [labels.score_overview, labels.category, labels.share, labels.score, labels.change, labels.missing]
    heads += [labels.rating.format(value="", max=""), labels.separator, labels.absent]
    whole = {word for text in (*names, *heads) for word in words(text)}
    whole |= {word.upper() for word in whole}
    return {word[start:] for word in whole for start in range(len(word))}


def key_words(labels: Labels) -> str:
    """Return what stands in the column of the key to the scores."""
    letters = f"X {labels.key_x} Y {labels.key_y} Z {labels.key_z}"
    scale = labels.key_scale.format(min=0, max=4, least="Least Free", most="Most Free")
    sample = labels.key_sample.format(value=3, max=4)
    return f"{letters} {scale} {sample} {labels.improved} {labels.declined} {labels.key_previous}"


# Words


class Unlike(Exception):  # noqa: N818  # it is what was found, not what went wrong
    """The page says something else than the report."""


class Reader:
    """Words read back from pages, taken one after the other."""

    _number = re.compile(r"[\d/()+.-]+")

    def __init__(self, got: list[str]) -> None:
        self.got, self.at = got, 0

    def take(self, expected: list[str]) -> int:
        """Take exactly the words ``expected``, and return their number."""
        end = self._match(self.at, expected)
        if end < 0:
            raise Unlike(self._told(expected))
        self.at = end
        return len(expected)

    def skip_to(self, expected: list[str], loose: set[str]) -> None:
        """Go to where the words ``expected`` begin; before them may stand numbers and ``loose`` words."""
        while self._match(self.at, expected) < 0:
            if self.at == len(self.got) or not (
                self._number.fullmatch(self.got[self.at]) or self.got[self.at] in loose
            ):
                raise Unlike(self._told(expected))
            self.at += 1

    def skip_behind(self, expected: list[str]) -> None:
        """Go behind the first place where the words ``expected`` stand."""
        while (end := self._match(self.at, expected)) < 0:
            self.at += 1
            if self.at == len(self.got):
                raise Unlike(f"“{' '.join(expected)}” is nowhere")
        self.at = end

    def end(self) -> None:
        """Raise Unlike when anything is left."""
        if self.at != len(self.got):
            raise Unlike(f"“{' '.join(self.got[self.at :])[:80]}” stands at the end")

    def _match(self, at: int, expected: list[str]) -> int:
        """Return where ``expected`` ends if it stands at ``at``; -1 when something else does."""
        done = 0
        while done < len(expected):
            if at == len(self.got):
                return -1
            word = self.got[at]
            taken = 1 if word == expected[done] else _covered(word, expected[done : done + 4])
            if not taken:
                return -1
            done += taken
            at += 1
        return at

    def _told(self, expected: list[str]) -> str:
        good = max(range(len(expected) + 1), key=lambda count: (self._match(self.at, expected[:count]) >= 0) * count)
        at = self._match(self.at, expected[:good])
        before = " ".join(self.got[max(at - 5, 0) : at])
        return (
            f"after “{before}” stands “{' '.join(self.got[at : at + 8])}”, not “{' '.join(expected[good : good + 8])}”"
        )


def _covered(word: str, expected: list[str]) -> int:
    """Return how many of the words ``expected`` a word covers that was joined where a line ends; 0 for none."""
    if HYPHEN not in word and DASH not in word:
        return 0
    pattern = re.escape(word).replace(re.escape(HYPHEN), _AT_HYPHEN).replace(re.escape(DASH), _AT_DASH)
    counts = range(1, min(len(expected), 1 + word.count(HYPHEN) + word.count(DASH)) + 1)
    return next((count for count in counts if re.fullmatch(pattern, " ".join(expected[:count]))), 0)


def read(text: str) -> list[str]:
    """Return the words of text that was read back; where a line ends inside a word, or may do so, it has a mark."""
    text = re.sub(f"{HYPHEN}\\s*", HYPHEN, text)
    return words(re.sub("(?<=\\S[-‐–—/])[\r\n]+(?=\\S)", DASH, text))


def words(text: str) -> list[str]:
    """Return the words of ``text`` with quotes, dashes, the minus and the ellipsis as a keyboard has them."""
    text = re.sub("[‘’‚]", "'", re.sub("[“”„]", '"', text))
    text = re.sub("[-‐–—−]+", "-", text).replace("…", "...")
    text = "".join(unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" else char for char in text)
    return unicodedata.normalize("NFC", "".join(char for char in text if char not in INKLESS)).split()


def prose_words(prose: ProseText) -> list[str]:
    """Return the words of a narrative."""
    return [word for paragraph in prose.paragraphs() for word in words(paragraph.text())]


# The tests


TEXT = "The self-styled council of 2016–17 chose\r\nits chair—a lawyer—and/or a govern\x02ment-friendly deputy.\r\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("The self-styled council of 2016–17 chose its chair—a lawyer—and/or a government-friendly deputy.", ""),
        ("The self-styled council of 2016–17 chose its chair—a lawyer—and/or a govern-ment-friendly deputy.", ""),
        ("The self-styled council of 2016–17 chose chose its chair", "stands “its chair-a"),
        ("The self-styled council chose its chair—a lawyer", "after “The self-styled council” stands “of 2016-17"),
        ("The selfstyled council of 2016–17", "stands “self-styled council"),
        (
            "The self-styled council of 2016–17 chose its chair—a lawyer—and/or a governmentfriendly deputy.",
            "stands “govern",
        ),
    ],
)
def test_words_that_are_lost_or_doubled_are_found(source: str, told: str) -> None:
    reader = Reader(read(TEXT))
    if told:
        with pytest.raises(Unlike, match=re.escape(told)):
            reader.take(words(source))
    else:
        reader.take(words(source))
        reader.end()


@pytest.fixture(scope="module")
def findings(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Findings]]:
    """Return the findings of both editions, by variant."""
    with ThreadPoolExecutor() as pool:
        told = list(pool.map(_process, repeat(corpus), EDITIONS, [tmp_path_factory.mktemp("corpus") for _ in EDITIONS]))
    return {variant: [Findings(**one[variant]) for one in told] for variant in told[0]}


def _process(corpus: Corpus, edition: int, folder: Path) -> dict[str, dict[str, Any]]:
    command = [sys.executable, __file__, str(edition), *map(str, (corpus.edition(edition), corpus.scores, folder))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return told


@pytest.mark.slow
@pytest.mark.parametrize("variant", [f"{size} {theme}" for size, theme in VARIANTS])
def test_real_reports_have_every_word_once_and_in_order(findings: dict[str, list[Findings]], variant: str) -> None:
    failures = [failure for one in findings[variant] for failure in one.failures]
    assert not failures, f"{len(failures)} failures:\n" + "\n".join(failures[:20])
    assert [one.reports for one in findings[variant]] == [190, 190]
    assert sum(one.words for one in findings[variant]) > 800_000
    assert sum(one.pages for one in findings[variant]) > 2_500


if __name__ == "__main__":
    examined = examine(int(sys.argv[1]), *map(Path, sys.argv[2:]))
    json.dump({variant: asdict(one) for variant, one in examined.items()}, sys.stdout)
