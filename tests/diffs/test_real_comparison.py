"""Two real editions side by side: the sentences that were published on changes of scores say what is computed.

Every third report of each edition is taken.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pdfgen.diffs.comparison import Comparison, compare
from pdfgen.diffs.narrative import one_line
from pdfgen.importers.edition_import import import_edition

if TYPE_CHECKING:
    from tests.conftest import Corpus

EDITIONS = (2018, 2019)
SENTENCE = re.compile(r"The score (improved|declined) from (\d) to (\d)")


@pytest.fixture(scope="module")
def made(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Return the comparison."""
    project = tmp_path_factory.mktemp("project")
    for edition in EDITIONS:
        texts = project / "texts" / str(edition)
        texts.mkdir(parents=True)
        for path in sorted(corpus.edition(edition).glob("*.txt"))[::3]:
            shutil.copy(path, texts)
        done = import_edition(texts, project / "editions" / str(edition), "freedom-in-the-world", edition)
        assert (len(done.reports), done.failed) == (64, {})
    return compare(*(project / "editions" / str(edition) for edition in EDITIONS))


def test_every_report_is_found_again(made: Comparison) -> None:
    assert (len(made.reports), made.new, made.gone) == (64, (), ())


def test_each_published_sentence_on_a_change_is_a_change_that_is_told(made: Comparison) -> None:
    sentences, wrong = 0, []
    for change in made.reports:
        for id_, answer in change.after.answers.items():
            if answer.score_change and (said := SENTENCE.search(one_line(answer.score_change))):
                sentences += 1
                shift = change.scores.shifts[id_]
                way = {"better": "improved", "worse": "declined"}.get(shift.trend or "")
                if said.groups() != (way, str(shift.before.number), str(shift.after.number)):
                    wrong.append((change.after.entity.name, id_, said.group()))
    assert sentences > 40
    assert wrong == []


def test_the_pieces_are_both_texts_of_every_report(made: Comparison) -> None:
    texts = 0
    for change in made.reports:
        old, new = (Counter(one_line(prose) for _, prose in report.prose()) for report in (change.before, change.after))
        for text in change.texts:
            texts += 1
            old["".join(piece.text for piece in text.pieces if piece.op != "+")] -= 1
            new["".join(piece.text for piece in text.pieces if piece.op != "-")] -= 1
        assert +old - Counter([""]) == +new - Counter([""])
    assert texts > 1500
