"""A campaign as its files say it: the campaign itself, the templates of its messages, and its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Origin, UsageError
from pdfgen.mail.recipients import read_recipients
from pdfgen.mail.templates import Templates
from pdfgen.model.campaign import Campaign
from pdfgen.source.catalogue import load_file
from pdfgen.source.links import refuse_outside
from pdfgen.source.tree import descend
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.errors import Problem
    from pdfgen.mail.recipients import RecipientList
    from pdfgen.source.tree import Path_, Tree


def read_campaign(path: Path) -> tuple[Campaign, Tree]:
    """Return a campaign with the places of its values. Raises InputError; UsageError for one that cannot be sent."""
    if path.suffix != ".yaml":  # `send` finds it by its name
        raise UsageError(f"{path} is not named as a campaign", "name it NAME.yaml")
    campaign = load_file(path, Campaign)
    tree, file = read(path)
    if tree is None:
        raise InputError(file.problems)
    return campaign, tree


def words_and_list(campaign: Campaign, tree: Tree, path: Path, *, dns: bool) -> tuple[Templates, RecipientList]:
    """Return the templates and the recipients. Raises InputError with the problems of both."""

    def place(steps: Path_) -> Origin:
        node, _ = descend(tree, steps)
        text_line = getattr(node, "text_line", node.line)
        return Origin(node.file.path, node.line, node.column, ".".join(map(str, steps)), text_line, node.end_line)

    problems: list[Problem] = []
    try:
        templates = Templates.of(campaign, path, place)
    except InputError as error:
        problems += error.problems
    try:
        refuse_outside(path.parent / campaign.recipients, path.absolute().parent.parent)
        listed = read_recipients(path.parent / campaign.recipients, next(iter(campaign.messages)), dns=dns)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return templates, listed
