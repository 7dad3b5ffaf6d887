"""Who gets reports: the list of a campaign, checked. An address that stands there twice is one recipient."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, Problem
from pdfgen.mail.envelopes import AddressError, Addresses
from pdfgen.mail.list_rows import ADDRESS, COLUMNS, FOLLOWS, LANGUAGE, NAME, rows_of
from pdfgen.mail.planned import LeftOut
from pdfgen.mail.recipient import Recipient
from pdfgen.model.base import LINE_LIMIT
from pdfgen.source.text_file import PROBLEM_LIMIT, judged

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.envelopes import Envelope
    from pdfgen.mail.list_rows import ListRow

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}))?")
_BROKEN = re.compile("[\n\r\t]")
_FIELD_LIMIT = 2_000  # characters of a further column


@dataclass(frozen=True, slots=True)
class RecipientList:
    """The recipients in the order of the list, and the rows that repeat an address."""

    recipients: tuple[Recipient, ...]
    duplicates: tuple[LeftOut, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_recipients(path: Path, language: str, *, dns: bool = False) -> RecipientList:
    """Return the recipients of the list at ``path``; ``language`` is that of a row that names none.

    Rows of one address are one recipient, who gets what any of them follows. Raises InputError with the problems of all
    rows, EnvironmentFailure when email-validator is not installed.
    """
    addresses = Addresses(dns=dns)
    warnings: list[Problem] = []
    problems: list[Problem] = []
    found: dict[str, Recipient] = {}
    duplicates: list[LeftOut] = []
    for row in rows_of(path, warnings):
        made = _recipient(row, addresses, language, problems)
        if len(problems) >= PROBLEM_LIMIT:
            break
        if made is None:
            continue
        first = found.setdefault(made.key, made)
        if first is not made:
            found[made.key], duplicate, told = _joined(first, made, row)
            duplicates.append(duplicate)
            warnings.append(told)
    if problems:
        raise InputError(problems)
    if not found:
        remedy = "write a row for each recipient below the names of the columns"
        place = Origin(str(path), 1, 1)
        warnings.append(Problem(place, "no-recipients", "the list has no recipients", remedy, severity="warning"))
    return RecipientList(tuple(found.values()), tuple(duplicates), tuple(warnings))


def _recipient(row: ListRow, addresses: Addresses, language: str, problems: list[Problem]) -> Recipient | None:
    """Return the recipient of a row; what is wrong with the row is noted in ``problems``, and None returned."""
    wrong: list[Problem] = []
    values = {column: _value(row, column, text, wrong) for column, text in row.values.items()}
    envelope = None if wrong else _envelope(row, values.get(ADDRESS, ""), addresses, wrong)
    tag = _tag(values.get(LANGUAGE, ""), language)
    if tag is None:
        message = f"“{values[LANGUAGE]}” is not a language tag"
        wrong.append(row.fault_in(LANGUAGE, "bad-language", message, "write a tag such as en, es or pt-BR"))
    problems += wrong
    if wrong or envelope is None or tag is None:
        return None
    follows = tuple(filter(None, (item.strip() for item in values.get(FOLLOWS, "").split(";"))))
    fields = {column: text for column, text in values.items() if column not in COLUMNS}
    return Recipient(
        envelope.address, envelope.key, values.get(NAME, ""), tag, tuple(dict.fromkeys(follows)), row.origin, fields
    )


def _value(row: ListRow, column: str, text: str, problems: list[Problem]) -> str:
    """Return the text of a cell as it may go into a message."""
    if _BROKEN.search(text):
        message = f"the {column} has a line end or a tab in it"
        problems.append(row.fault_in(column, "forbidden-character", message, "write a space"))
        return ""
    text, faults = judged(text.strip())
    for code, message, remedy in faults:
        problems.append(row.fault_in(column, code, f"the {column}: {message}", remedy))
    most = LINE_LIMIT if column in (ADDRESS, NAME, LANGUAGE) else _FIELD_LIMIT
    if len(text) > most:
        message = f"the {column} has {len(text):,} characters; {most:,} is the most"
        problems.append(row.fault_in(column, "text-too-long", message, "shorten it"))
    return text


def _envelope(row: ListRow, text: str, addresses: Addresses, problems: list[Problem]) -> Envelope | None:
    if not text:
        problems.append(row.fault_in(ADDRESS, "no-address", "the row has no address", "write one, or remove the row"))
        return None
    try:
        return addresses.envelope(text)
    except AddressError as error:
        message = f"mail cannot be sent to “{text}”: {error}"
        problems.append(row.fault_in(ADDRESS, "bad-address", message, "correct the address, or remove the row"))
        return None


def _tag(text: str, default: str) -> str | None:
    """Return a language tag in its letters (BCP 47, 2.1.1); None for what is none."""
    if not text:
        return default
    found = _LANGUAGE.fullmatch(text.replace("_", "-"))
    if not found:
        return None
    language, script, region = found.groups("")
    return "-".join(filter(None, [language.lower(), script.title(), region.upper()]))


def _joined(first: Recipient, other: Recipient, row: ListRow) -> tuple[Recipient, LeftOut, Problem]:
    """Return a recipient with what a further row of its address follows, and what is told of that row."""
    follows = tuple(dict.fromkeys(first.follows + other.follows)) if first.follows and other.follows else ()
    more = set(follows) != set(first.follows)
    told = f"{other.address} stands on line {first.origin.line} too"
    told += ", which now follows what this one does" if more else ", and gets one message"
    remedy = "keep one of the two lines"
    problem = replace(row.fault_in(ADDRESS, "duplicate-address", told, remedy), severity="warning")
    left = LeftOut(address=other.address, place=str(other.origin), reason="duplicate", told=told)
    return replace(first, follows=follows), left, problem
