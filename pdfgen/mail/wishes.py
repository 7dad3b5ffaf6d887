"""Who wants what: the list of a campaign against the reports that it offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Problem
from pdfgen.mail.following import Following
from pdfgen.mail.planned import LeftOut
from pdfgen.source.catalogue import Catalogue
from pdfgen.source.kinds import RUBRIC
from pdfgen.source.text_file import PROBLEM_LIMIT
from pdfgen.source.validate import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pdfgen.mail.journal import Suppression
    from pdfgen.mail.recipient import Recipient
    from pdfgen.mail.stock import Stock
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.tree import Tree

    Subjects = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A recipient, and the identifiers of what they follow, in the order of titles; a volume comes first."""

    recipient: Recipient
    objects: tuple[str, ...]


class Wishes:
    """What a campaign offers to those who follow it. Raises InputError for a report that nobody knows or has."""

    def __init__(self, campaign: Campaign, tree: Tree, stock: Stock, project: Path) -> None:
        self._campaign = campaign
        self._following = following(stock, project)
        self._single = not campaign.attach or set(campaign.attach) != {"volume"}
        self._volumes = {record.language: record for record in stock.records if record.kind == "volume"}
        self._chosen = self._chose(tree)

    def _chose(self, tree: Tree) -> Subjects:
        """Return whom the reports of the campaign are about."""
        found: set[tuple[str, str]] = set()
        problems = []
        for index, term in enumerate(self._campaign.reports):
            subjects = self._following.find(term)
            if subjects is None:
                message, remedy = f"nothing is called “{term}”", self._following.remedy(term)
                problems.append(at(tree, ("reports", index), "unknown-followed", message, remedy))
            elif not subjects:
                message = f"edition {self._campaign.edition} has no report on “{term}”"
                problems.append(
                    at(tree, ("reports", index), "no-report", message, "remove the line, or write the report")
                )
            found |= subjects or frozenset()
        if problems:
            raise InputError(problems)
        return frozenset(found) if self._campaign.reports else self._following.all()

    def of(
        self, recipients: Iterable[Recipient], suppressed: Mapping[str, Suppression], left_out: list[LeftOut]
    ) -> list[Wish]:
        """Return the wish of each recipient; who gets nothing is noted in ``left_out``.

        Raises InputError for what somebody follows and nobody knows.
        """
        problems: list[Problem] = []
        found: list[Wish] = []
        for recipient in recipients:
            subjects = self._followed(recipient, problems)
            if len(problems) >= PROBLEM_LIMIT:
                break
            if stop := suppressed.get(recipient.key):
                told = f"{recipient.address} gets nothing since {stop.moment[:10]} ({stop.reason})"
                left_out.append(left(recipient, "suppressed", told))
            elif not subjects:
                told = "there is no report on what this recipient follows"
                left_out.append(left(recipient, "nothing-followed", told))
            else:
                found.append(Wish(recipient, self._objects(recipient, subjects)))
        if problems:
            raise InputError(problems)
        return found

    def _followed(self, recipient: Recipient, problems: list[Problem]) -> Subjects:
        found: set[tuple[str, str]] = set()
        for term in recipient.follows:
            subjects = self._following.find(term)
            if subjects is None:
                message = f"{recipient.address} follows “{term}”, and nothing is called that"
                problems.append(Problem(recipient.origin, "unknown-followed", message, self._following.remedy(term)))
            found |= subjects or frozenset()
        return self._chosen & found if recipient.follows else self._chosen

    def _objects(self, recipient: Recipient, subjects: Subjects) -> tuple[str, ...]:
        languages = (recipient.language, next(iter(self._campaign.messages)))
        records = [self._following.report(subject, languages) for subject in subjects] if self._single else []
        ordered = [record.id for record in sorted(records, key=lambda record: (record.title, record.id))]
        if self._volumes:
            language = next((tag for tag in languages if tag in self._volumes), min(self._volumes))
            ordered.insert(0, self._volumes[language].id)
        return tuple(ordered)


def left(recipient: Recipient, reason: str, told: str) -> LeftOut:
    """Return that a recipient gets nothing, and why."""
    return LeftOut.model_validate(
        {"address": recipient.address, "place": str(recipient.origin), "reason": reason, "told": told}
    )


def following(stock: Stock, project: Path) -> Following:
    """Return what can be followed: names of the method, regions and flags of the edition, and what reports have."""
    first = next((record for record in stock.records if record.kind == "report"), None)
    if first is None:
        return Following(stock.records, regions=stock.regions)
    catalogue = Catalogue(project)
    flags = catalogue.method(first.rubric, first.edition).flags if _has(catalogue, first.rubric) else []
    return Following(stock.records, catalogue.entities(first.rubric), stock.regions, flags)


def _has(catalogue: Catalogue, rubric: str) -> bool:
    return rubric in catalogue.names(RUBRIC)
