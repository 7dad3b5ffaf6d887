"""The tables of a search index: what versions say of themselves, and the words of their pages."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from pdfgen.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION = 0x70646673
"""What SQLite's ``application_id`` says of our files."""

MADE_BY = f"pdfgen {__version__}, 2"
"""The program, and the number of this arrangement of tables. An index of another one is made anew."""

PAGES_OF_A_TEXT = 1 << 16
"""The number of a page's row is that of its text times this, plus the page."""

WORDS = 'CREATE VIRTUAL TABLE words USING fts5(text, tokenize = "unicode61 remove_diacritics 2")'

TABLES = f"""
PRAGMA application_id = {APPLICATION};
CREATE TABLE made (by TEXT NOT NULL);
CREATE TABLE objects (place TEXT PRIMARY KEY, id TEXT NOT NULL, head TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (key INTEGER PRIMARY KEY, place TEXT NOT NULL, digest TEXT NOT NULL, pages INTEGER NOT NULL,
    UNIQUE (place, digest));
CREATE TABLE versions (
    key INTEGER PRIMARY KEY, place TEXT NOT NULL, number INTEGER NOT NULL, latest INTEGER NOT NULL,
    created TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, entity TEXT, slug TEXT, entity_id TEXT, iso TEXT,
    rubric TEXT NOT NULL, series TEXT NOT NULL, edition NOT NULL, language TEXT NOT NULL,
    status TEXT, total TEXT, number_of_total REAL, file TEXT, text INTEGER, UNIQUE (place, number));
CREATE INDEX versions_by_text ON versions (text);
CREATE TABLE scores (version INTEGER NOT NULL, measure TEXT NOT NULL, number REAL, code TEXT,
    PRIMARY KEY (version, measure)) WITHOUT ROWID;
CREATE TABLE flags (version INTEGER NOT NULL, flag TEXT NOT NULL, PRIMARY KEY (version, flag)) WITHOUT ROWID;
{WORDS};
"""


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield an index that is read only. It is never changed, only replaced: no locks are needed. Raises sqlite3.Error.

    A file that is no index of this version raises sqlite3.DatabaseError too.
    """
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        base.execute("PRAGMA trusted_schema = OFF")
        if base.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
            raise sqlite3.DatabaseError("it is no index of an archive")
        made = base.execute("SELECT by FROM made").fetchone()
        if made != (MADE_BY,):
            raise sqlite3.DatabaseError("another version of pdfgen made it")
        yield base
