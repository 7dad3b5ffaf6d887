"""Plan a campaign: everything that is sent is made, judged and frozen now; nothing is sent.

campaign ─▶ recipients ─▶ what they follow ─▶ finished files ─▶ what they have not had ─▶ outbox, journal
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from shutil import rmtree
from typing import TYPE_CHECKING, Protocol

from pdfgen.errors import Origin, Problem
from pdfgen.mail import first_time, outbox
from pdfgen.mail.archive_stock import ArchiveStock
from pdfgen.mail.campaign_file import read_campaign, words_and_list
from pdfgen.mail.composer import Composer
from pdfgen.mail.correcting import Corrections, outdated, sent_to
from pdfgen.mail.journal import UNSENT, Journal
from pdfgen.mail.planned import Plan
from pdfgen.mail.project_stock import ProjectStock
from pdfgen.mail.signing import Signer
from pdfgen.mail.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pdfgen.builds.build import Executor
    from pdfgen.mail.letter import Letter
    from pdfgen.mail.offer import Offer
    from pdfgen.mail.planned import LeftOut
    from pdfgen.mail.recipients import RecipientList
    from pdfgen.mail.stock import Stock
    from pdfgen.model.campaign import Campaign
    from pdfgen.source.tree import Tree


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What to plan, and what only the caller knows."""

    campaign: Path
    moment: datetime
    """The date of every message, with its time zone."""
    unsubscribe_key: bytes
    executor: Executor
    """Builds the reports, where they are not taken from an archive."""
    here: Path
    """The working directory: problems name files from there."""
    dkim_key: str = ""
    """The key of the signature, or its file, where the campaign does not name one."""
    correction: bool = False
    """Whether those are meant who were sent an earlier version."""
    dns: bool = False
    """Whether the DNS is asked for the domains of addresses."""


class Progress(Protocol):
    """Is told how the work goes on."""

    def stage(self, words: str, total: int) -> Callable[[], None]:
        """Begin with ``total`` items; return what is called after each."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan in its folder, and the warnings met on the way; no folder where there is nothing to send or replace."""

    folder: Path | None
    plan: Plan
    warnings: tuple[Problem, ...]


def plan(request: PlanRequest, progress: Progress) -> Planned:
    """Make a plan, its outbox, and its messages in the journal; all of it, or nothing.

    Raises InputError with the problems of campaign, list and reports; UsageError for keys that cannot be used;
    EnvironmentFailure when a library is missing, a folder cannot be written, or another process plans or sends here.
    """
    path = request.campaign
    campaign, tree = read_campaign(path)
    signer = Signer.of(campaign.signing, path.parent, request.dkim_key) if campaign.signing else None
    templates, listed = words_and_list(campaign, tree, path, dns=request.dns)
    with ExitStack() as stack:
        journal = stack.enter_context(Journal.open(path.parent, create=True))
        writer = stack.enter_context(journal.writing())
        stock: Stock
        if campaign.archive:
            stock = ArchiveStock(campaign, path.parent, tree, stack)
        else:
            stock = ProjectStock(campaign, path.parent, tree, request.executor, request.here)
        chosen = _Choice(request, campaign, tree, stock, journal, listed, progress)
        letters = chosen.corrections() if request.correction else chosen.first_time()
        outbox.refuse_large(letters, campaign.limit)
        folder = outbox.next_folder(path.parent, path.stem, {known.id for known in journal.plans(path.stem)})
        head = Plan(
            id=folder.name,
            campaign=path.stem,
            moment=request.moment.isoformat(),
            correction=request.correction,
            sender=campaign.bounces or campaign.sender.address,
            messages=(),
            left_out=tuple(chosen.left_out),
        )
        if not letters and not _unsent(journal, head):
            return Planned(None, head, tuple(chosen.warnings))
        composer = Composer(campaign, request.moment, signer, request.unsubscribe_key)
        press = outbox.Press(campaign, path.stem, templates, composer, request.unsubscribe_key, request.correction)
        made = outbox.write_outbox(folder, head, letters, press, progress.stage("writing messages", len(letters)))
        try:
            writer.add(made)
        except BaseException:
            rmtree(folder, ignore_errors=True)  # nobody knows of it
            raise
    return Planned(folder, made, tuple(chosen.warnings))


def _unsent(journal: Journal, head: Plan) -> bool:
    """Tell whether earlier plans of the same sort have messages that this one takes the place of."""
    earlier = [plan for plan in journal.plans(head.campaign) if plan.correction == head.correction]
    return any(journal.count(plan.id, UNSENT) for plan in earlier)


class _Choice:
    """Who gets what."""

    def __init__(  # one for each value that it is made from
        self,
        request: PlanRequest,
        campaign: Campaign,
        tree: Tree,
        stock: Stock,
        journal: Journal,
        listed: RecipientList,
        progress: Progress,
    ) -> None:
        self._request, self._campaign, self._tree = request, campaign, tree
        self._stock, self._journal, self._listed, self._progress = stock, journal, listed, progress
        self._name = request.campaign.stem
        self.warnings = list(listed.warnings)
        self.left_out: list[LeftOut] = list(listed.duplicates)

    def first_time(self) -> list[Letter]:
        """Return the messages with what each recipient follows and has not had. Raises InputError."""
        project = self._request.campaign.absolute().parent.parent
        wishes = Wishes(self._campaign, self._tree, self._stock, project)
        found = wishes.of(self._listed.recipients, self._journal.suppressed(), self.left_out)
        offers = self._offers({id_ for wish in found for id_ in wish.objects})
        letters = first_time.letters(found, offers, self._journal.held(self._name), self.left_out)
        letters, others = first_time.marked(letters, self._journal.sent_by_others(self._name))
        for other, count in others.items():
            message = f"recipients who have had a report of their message by the campaign {other}: {count}"
            remedy = f"if {other}.yaml was renamed, give it its old name; else take them from one of the two lists"
            place = Origin(str(self._request.campaign), 1, 1)
            self.warnings.append(Problem(place, "sent-by-another", message, remedy, severity="warning"))
        return letters

    def corrections(self) -> list[Letter]:
        """Return the messages to those who were sent an earlier version. Raises InputError."""
        self.left_out.clear()  # who is meant, the journal says
        corrections = Corrections(self._stock, self._journal, self._name)
        offers = self._offers(corrections.objects)
        people = sent_to(self._journal, self._name, self._listed.recipients, self._request.campaign.parent)
        letters = corrections.letters(people, offers, self.left_out)
        place = Origin(str(self._request.campaign), 1, 1)
        if count := outdated(self._journal, self._name, offers):
            message = f"unsent messages with an earlier version of a report: {count}"
            remedy = "plan without --correction too: they are replaced, and bring the version that there is now"
            self.warnings.append(Problem(place, "unsent-earlier", message, remedy, severity="warning"))
        for id_ in sorted(corrections.gone):
            message = f"{id_} was sent, and the campaign does not offer it any more: it is not corrected"
            remedy = "see `attach:` and `edition:`, or tell its recipients in another way"
            self.warnings.append(Problem(place, "not-offered", message, remedy, severity="warning"))
        for title in corrections.unexplained(letters):
            message = f"nothing says what was corrected in “{title}”: its file is another one than was sent"
            remedy = "write `errata:` in the report; a file that pdfgen built anew is another one, too"
            self.warnings.append(Problem(place, "unexplained-correction", message, remedy, severity="warning"))
        return letters

    def _offers(self, ids: set[str]) -> dict[str, Offer]:
        return self._stock.offers(ids, self._progress.stage("preparing reports", len(ids)))
