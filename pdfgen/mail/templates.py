"""The words of messages: the templates of a campaign, checked once, and the text that each recipient gets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfgen.errors import InputError, Problem
from pdfgen.mail.html_rules import faults
from pdfgen.mail.template_source import HTML_BYTES, TemplatePlace, TemplateReader, WrittenMessage
from pdfgen.mail.wording import chosen
from pdfgen.source.text_file import read_lines
from pdfgen.source.yaml_syntax import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from typing_extensions import Self

    from pdfgen.errors import Origin
    from pdfgen.mail.offer import Offer
    from pdfgen.mail.recipient import Recipient
    from pdfgen.model.campaign import Campaign

SUBJECT = 250
"""The most characters of a subject: mail programs show about a hundred."""

TEXT = 200_000
"""The most characters of a body as plain text."""

FIELD = 2_000
"""The most characters of a column."""

NAME = 300
"""The most characters of a name."""

_TURNING = "\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"  # ends of lines, another order, no characters
_NOT_IN_LINES = re.compile(f"[\x00-\x1f\x7f-\x9f{_TURNING}]")
_NOT_IN_TEXTS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNING}]")


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one message."""

    subject: str
    text: str
    html: str | None


class Templates:
    """The templates of a campaign. One message is made at a time."""

    def __init__(self, campaign: Campaign, written: dict[str, WrittenMessage]) -> None:
        self._campaign, self._written = campaign, written

    @classmethod
    def of(cls, campaign: Campaign, path: Path, origins: Callable[[tuple[str | int, ...]], Origin]) -> Self:
        """Return the templates of the campaign at ``path``; HTML is read from files beside it.

        ``origins`` gives the place of a value of the campaign. Raises InputError with every template that is refused,
        at its line; EnvironmentFailure when Jinja2 is missing.
        """
        reader = TemplateReader()
        from pdfgen.mail.template_values import NAMES  # noqa: PLC0415  # it needs Jinja2

        file = read_lines(path)
        written = {}
        for language, words in campaign.messages.items():
            places = {key: TemplatePlace.of(file, origins(("messages", language, key))) for key in ("subject", "text")}
            subject = reader.take(words.subject, places["subject"], NAMES)
            text = reader.take(words.text, places["text"], NAMES)
            html = None
            if words.html:
                html = reader.html(words.html, path.parent, NAMES)
            if subject and text:
                written[language] = WrittenMessage(subject, text, html)
        if reader.problems:
            raise InputError(reader.problems)
        return cls(campaign, written)

    def render(
        self, recipient: Recipient, reports: Sequence[Offer], *, campaign_name: str, unsubscribe: str, correction: bool
    ) -> Texts:
        """Return the words of one message; ``unsubscribe`` is the recipient's own link.

        Raises InputError: at the line of a template, or at the row of a recipient whose values cannot be sent.
        """
        from pdfgen.mail.template_values import values  # noqa: PLC0415  # it needs Jinja2

        if problems := refusals(recipient):
            raise InputError(problems)
        given = values(
            self._campaign,
            recipient,
            reports,
            campaign_name=campaign_name,
            unsubscribe=unsubscribe,
            correction=correction,
        )
        words = self._written[chosen(self._campaign, recipient.language)]
        subject = words.subject.text(given, recipient, SUBJECT).strip()
        text = words.text.text(given, recipient, TEXT).strip("\n") + "\n"
        html = words.html.text(given, recipient, HTML_BYTES) if words.html else None
        _judge(words, recipient, Texts(subject, text, html))
        return Texts(subject, text, html)


def _judge(words: WrittenMessage, recipient: Recipient, texts: Texts) -> None:
    """Raise InputError when a text cannot be sent."""
    if not texts.subject or not texts.text.strip():
        template, what = (words.text, "text") if texts.subject else (words.subject, "subject")
        raise template.refused(recipient, "empty-text", f"the {what} is empty", "write words that are always there")
    for template, what, text, forbidden in (
        (words.subject, "subject", texts.subject, _NOT_IN_LINES),
        (words.text, "text", texts.text, _NOT_IN_TEXTS),
        (words.html or words.text, "HTML", texts.html or "", _NOT_IN_TEXTS),
    ):
        if found := forbidden.search(text):
            message = f"the {what} has {named(found[0])}, which no message may have"
            raise template.refused(recipient, "forbidden-character", message, "remove it")
    for fault in faults(texts.html or "")[:1]:
        template = words.html or words.text
        raise template.refused(recipient, "html-forbidden", fault.message, fault.remedy)


def refusals(recipient: Recipient) -> list[Problem]:
    """Return what is wrong with the values of a row: characters that no message may have, texts without end."""
    found = []
    own = {"address": recipient.address, "name": recipient.name, "language": recipient.language}
    columns = [(*item, _NOT_IN_LINES, NAME) for item in own.items()]
    columns += [(*item, _NOT_IN_TEXTS, FIELD) for item in recipient.fields.items()]
    for column, value, forbidden, most in columns:
        if char := forbidden.search(value):
            message = f"the column `{column[:80]}` has {named(char[0])}, which no message may have"
            found.append(Problem(recipient.origin, "forbidden-character", message, "remove it"))
        elif len(value) > most:
            message = f"the column `{column[:80]}` has {len(value):,} characters; {most:,} is the most"
            found.append(Problem(recipient.origin, "text-too-long", message, "shorten it"))
    return found
