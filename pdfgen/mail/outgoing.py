"""A plan that lies in the outbox: where its journal is, and the server that its campaign names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, UsageError
from pdfgen.mail.planned import OUTBOX, PLAN
from pdfgen.model.campaign import Campaign
from pdfgen.source.validate import validate
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from pdfgen.mail.journal import Journal, KnownPlan


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A folder of the outbox."""

    campaigns: Path
    """The folder of the campaigns, which has the journal."""
    id: str

    @classmethod
    def of(cls, folder: Path) -> PlanFolder:
        """Return the plan that lies in ``folder``. Raises UsageError when none does."""
        found = Path(os.path.abspath(folder))  # noqa: PTH100  # a link is no other place
        if found.parent.name != OUTBOX or not (found / PLAN).is_file():
            remedy = f"name the folder of a plan, such as mail/{OUTBOX}/release-1: pdfgen mail plan makes it"
            raise UsageError(f"{folder} is not the folder of a plan", remedy)
        return cls(found.parent.parent, found.name)

    def known(self, journal: Journal) -> KnownPlan:
        """Return what the journal knows of the plan. Raises UsageError when it does not know it."""
        for plan in journal.plans():
            if plan.id == self.id:
                return plan
        message = f"the journal in {self.campaigns} does not know the plan {self.id}"
        raise UsageError(message, "plan the campaign again: pdfgen mail plan CAMPAIGN.yaml")


def campaign_of(folder: Path, name: str) -> Campaign:
    """Return a campaign as its file says it now, whatever became of the list and the texts that it names.

    Raises UsageError when the file is not there, InputError for what is wrong in it.
    """
    path = folder / f"{name}.yaml"
    if not path.is_file():
        message = f"there is no file {path}, the campaign of this plan, which names the server"
        raise UsageError(message, "put it back; if it was renamed, give it its old name")
    tree, file = read(path)
    problems = file.problems
    if tree is not None:
        found, more = validate(tree, Campaign)
        problems = problems + more
        if found is not None and not problems:
            return found
    raise InputError(problems)
