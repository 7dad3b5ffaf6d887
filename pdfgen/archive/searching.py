"""Searching an archive: by words, entity, edition, method, language, status, scores and flags.

Words are data. Each one must be on the page, as it is written or with other accents and capitals; words in quotes stand
together; ``demo*`` is the beginning of a word. Nothing else has a meaning.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfgen.archive.found_sentence import END, START, best_sentence
from pdfgen.archive.search_schema import PAGES_OF_A_TEXT, WORDS, opened
from pdfgen.errors import EnvironmentFailure, UsageError
from pdfgen.model.spelling import slugged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pdfgen.model.editions import EditionId


_PARTS = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_WORD_LIMIT = 50
_LATEST, _ALL = "latest", "all"


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that has the words, in a version of an object; without words, the version itself: its ``page`` is 0.

    ``found`` has start and end of each found word in ``sentence``. ``rank`` is the better the lower it is, as in FTS5.
    ``file`` is a logical path of the version; ``latest`` tells whether it is the last one.
    """

    object_id: str
    version: int
    latest: bool
    kind: str
    title: str
    entity: str | None
    rubric: str
    series: str
    edition: EditionId
    language: str
    status: str | None
    total: str | None
    file: str | None
    page: int
    sentence: str
    found: tuple[tuple[int, int], ...]
    rank: float

    def marked(self, before: str, after: str) -> str:
        """Return the sentence with ``before`` and ``after`` around each found word."""
        parts, end = [], 0
        for first, last in self.found:
            parts += [self.sentence[end:first], before, self.sentence[first:last], after]
            end = last
        return "".join([*parts, self.sentence[end:]])


def search(  # noqa: PLR0913  # one for each filter
    index: Path,
    words: str = "",
    *,
    entity: str | None = None,
    edition: EditionId | None = None,
    rubric: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    score: tuple[float | None, float | None] | None = None,
    measure: str | None = None,
    flags: Sequence[str] = (),
    versions: str = _LATEST,
    limit: int = 20,
) -> list[Hit]:
    """Return what has all of this, the best pages first; without words, versions by series, edition and title.

    ``entity`` is a name, without regard to accents and capitals, an ISO code or an id. ``score`` is the least and the
    greatest total, or value of ``measure``; None leaves an end open. All ``flags`` must hold. ``versions`` is
    ``latest``, or ``all``: a page that several versions have is told of the last one of them.

    Raises UsageError for words without a letter or digit, and when there is no index, EnvironmentFailure when it cannot
    be used: ``build_index`` makes it anew.
    """
    _judge(versions, limit)
    wanted = _Filter()
    wanted.add("v.latest" if versions == _LATEST else "1")
    if entity is not None:
        key = _plain(entity).strip().casefold()
        wanted.add("(v.slug = ? OR v.iso = ? OR v.entity_id = ?)", slugged(_plain(entity)) or key, key, key)
    if edition is not None:
        wanted.add("v.edition = ?", edition)
    if status is not None:
        coded = "EXISTS (SELECT 1 FROM scores WHERE version = v.key AND code = ? COLLATE NOCASE)"
        wanted.add(f"(v.status = ? COLLATE NOCASE OR {coded})", _plain(status), _plain(status))
    for column, value in (("rubric", rubric), ("language", language), ("kind", kind)):
        if value is not None:
            wanted.add(f"v.{column} = ? COLLATE NOCASE", _plain(value))
    if score is not None or measure is not None:
        wanted.score(score or (None, None), measure)
    for flag in flags:
        wanted.add("EXISTS (SELECT 1 FROM flags WHERE version = v.key AND flag = ? COLLATE NOCASE)", _plain(flag))
    query = _query(_plain(words))
    if not index.is_file():
        raise UsageError(f"there is no index {index}", "make it first")
    try:
        with opened(index) as base:
            found = _by_words(base, query, wanted, limit) if query else _by_facts(base, wanted, limit)
            return list(found)
    except sqlite3.Error as error:
        raise EnvironmentFailure(f"the index {index} cannot be used: {error}", "make it anew") from None


def _judge(versions: str, limit: int) -> None:
    if versions not in (_LATEST, _ALL):
        raise UsageError(f"there are no versions {versions}", f"choose {_LATEST} or {_ALL}")
    if limit < 1:
        raise UsageError(f"{limit} hits cannot be shown", "ask for 1 or more")


class _Filter:
    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.values: list[Any] = []

    def add(self, condition: str, *values: Any) -> None:
        self._conditions.append(condition)
        self.values += values

    def score(self, ends: tuple[float | None, float | None], measure: str | None) -> None:
        number, where = "v.number_of_total", "{}"
        if measure is not None:
            number = "s.number"
            where = "EXISTS (SELECT 1 FROM scores s WHERE s.version = v.key AND s.measure = ? COLLATE NOCASE AND {})"
        conditions = [f"{number} IS NOT NULL"]
        values = [] if measure is None else [_plain(measure)]
        for end, sign in zip(ends, (">=", "<="), strict=True):
            if end is not None:
                conditions.append(f"{number} {sign} ?")
                values.append(float(end))  # type: ignore[arg-type]  # SQLite compares numbers
        self.add(where.format(" AND ".join(conditions)), *values)

    def __str__(self) -> str:
        return " AND ".join(self._conditions)


def _plain(text: str) -> str:
    """Return text that SQLite takes: without null characters and halves of surrogate pairs, which no page has."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def _query(words: str) -> str:
    """Return words in FTS5's language, each one in quotes; nothing for no words. Raises UsageError."""
    parts = []
    for phrase, word in _PARTS.findall(words.translate(_QUOTES)):
        text = phrase or word
        if not any(unicodedata.category(char)[0] in "LN" for char in text):
            continue  # FTS5 finds nothing where it has no letter to look for
        begins = word.endswith("*")
        quoted = text.rstrip("*").replace('"', '""')
        parts.append(f'"{quoted}"{"*" if begins else ""}')
    if words.strip() and not parts:
        raise UsageError(f"“{words.strip()[:40]}” has no word that could be found", "write a word with letters")
    if len(parts) > _WORD_LIMIT:
        raise UsageError(f"{len(parts)} words are sought, and {_WORD_LIMIT} are the most", "write fewer words")
    return " AND ".join(parts)


_FACTS = ("kind", "title", "entity", "rubric", "series", "edition", "language", "status", "total", "file")
_COLUMNS = ", ".join(["o.id", "v.number", "v.latest", *(f"v.{name}" for name in _FACTS)])


def _by_facts(base: sqlite3.Connection, wanted: _Filter, limit: int) -> Iterator[Hit]:
    order = "v.rubric, v.edition DESC, v.slug, v.title, v.language, o.id, v.number DESC"
    rows = base.execute(
        f"SELECT {_COLUMNS} FROM versions v JOIN objects o USING (place) WHERE {wanted} ORDER BY {order} LIMIT ?",  # noqa: S608
        [*wanted.values, limit],
    )
    for row in rows:
        yield _hit(row)


def _by_words(base: sqlite3.Connection, query: str, wanted: _Filter, limit: int) -> Iterator[Hit]:
    """Yield the best pages. Pages come in order of their ranks: asking each for its version is faster than a join."""
    asked = f"SELECT v.text, v.key, v.kind FROM versions v WHERE {wanted} AND v.text IS NOT NULL ORDER BY v.number"  # noqa: S608
    eligible = {text: (key, kind) for text, key, kind in base.execute(asked, wanted.values).fetchall()}
    ranked = base.execute("SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank", [query])
    best: list[tuple[int, float]] = []
    for row, rank in ranked if eligible else ():
        if len(best) >= limit and rank > best[-1][1]:
            break
        if row // PAGES_OF_A_TEXT in eligible:
            best.append((row, rank))
    best.sort(key=lambda each: (each[1], eligible[each[0] // PAGES_OF_A_TEXT][1]))  # a report goes before its volume
    del best[limit:]
    marked = _marked(base, query, [row for row, _ in best])
    for row, rank in best:
        text, page = divmod(row, PAGES_OF_A_TEXT)
        facts = base.execute(
            f"SELECT {_COLUMNS} FROM versions v JOIN objects o USING (place) WHERE v.key = ?",  # noqa: S608
            [eligible[text][0]],
        ).fetchone()
        yield _hit(facts, page, marked[row], rank)


def _marked(base: sqlite3.Connection, query: str, rows: list[int]) -> dict[int, str]:
    """Return the text of each page with marks around what was found.

    Marking has FTS5 look for the words again, page by page. That is slow for beginnings of words, which stand for many:
    then the few pages are looked through alone.
    """
    if '"*' not in query:
        return {row: _highlighted(base, query, row) for row in rows}
    with closing(sqlite3.connect(":memory:")) as few:
        few.execute(WORDS)
        for row in rows:
            few.execute(
                "INSERT INTO words (rowid, text) VALUES (?, ?)",
                base.execute("SELECT rowid, text FROM words WHERE rowid = ?", [row]).fetchone(),
            )
        return {row: _highlighted(few, query, row) for row in rows}


def _highlighted(base: sqlite3.Connection, query: str, row: int) -> str:
    asked = "SELECT highlight(words, 0, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?"
    return str(base.execute(asked, [START, END, query, row]).fetchone()[0])


def _hit(row: tuple[Any, ...], page: int = 0, marked: str = "", rank: float = 0.0) -> Hit:
    id_, number, latest, *facts = row
    named = dict(zip(_FACTS, facts, strict=True))
    sentence, found = best_sentence(marked)
    return Hit(
        object_id=id_,
        version=number,
        latest=bool(latest),
        page=page,
        sentence=sentence,
        found=found,
        rank=rank,
        **named,
    )
