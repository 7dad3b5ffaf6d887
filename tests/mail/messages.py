"""Campaigns, recipients and reports for the tests of messages."""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pdfgen.archive.object_record import ArchivedEntity, ArchivedErratum, ObjectRecord
from pdfgen.errors import InputError, Origin
from pdfgen.mail.composer import Composer, message_id
from pdfgen.mail.offer import Offer, OfferedFile
from pdfgen.mail.recipient import Recipient
from pdfgen.mail.templates import Templates
from pdfgen.mail.unsubscribing import link
from pdfgen.model.campaign import Campaign
from pdfgen.source.catalogue import load_file
from pdfgen.source.tree import descend
from pdfgen.source.yaml_file import read

if TYPE_CHECKING:
    from pathlib import Path

    from pdfgen.mail.offer import Shows
    from pdfgen.mail.signing import Signer
    from pdfgen.mail.templates import Texts

SECRET = b"a secret of the tests"
MOMENT = datetime(2026, 11, 28, 12, 0, tzinfo=timezone.utc)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40

_CAMPAIGN = """\
edition: 2018
recipients: list.csv
sender: {name: Freedom House, address: reports@example.org}
unsubscribe: https://example.org/unsubscribe/{token}
server: {host: localhost, security: none}
messages:
  en:
"""


def recipient(address: str = "reader@example.org", name: str = "Ada", language: str = "en", **fields: str) -> Recipient:
    return Recipient(address, address.lower(), name, language, (), Origin("list.csv", 2, 1), fields)


def offer(folder: Path, *shows: Shows, content: bytes = PDF, **record: Any) -> Offer:
    """Return a report with a file of each kind."""
    values: dict[str, Any] = {
        "id": "urn:pdfgen:freedom-in-the-world:2018:en:kazakhstan",
        "kind": "report",
        "title": "Kazakhstan",
        "rubric": "freedom-in-the-world",
        "series": "Freedom in the World",
        "edition": 2018,
        "year_under_review": 2017,
        "language": "en",
        "publisher": "Freedom House",
        "entity": ArchivedEntity(name="Kazakhstan", kind="country", region="Eurasia"),
        "total": "22",
        "status": "Not Free",
        "scores": {"A1": "0", "Total": "22"},
        "versions": {},
        "files": (),
        "source": {},
    } | record
    files = []
    for kind in shows or ("report",):
        path = folder / f"{kind}.pdf"
        path.write_bytes(content)
        end = "" if kind == "report" else f"-{kind}"
        name = f"freedom-in-the-world-2018-kazakhstan{end}.pdf"
        files.append(OfferedFile(kind, name, path, len(content), hashlib.sha256(content).hexdigest()))
    link_ = "https://example.org/2018/kazakhstan"
    return Offer(ObjectRecord(**values), files[0].sha256, tuple(files), link_)


ERRATA = (ArchivedErratum(date="2018-11-05", text="The number of seats was corrected.", version=1),)


@dataclass
class Mailing:
    """A campaign in a folder: its file as an editor writes it, and what becomes of it."""

    folder: Path
    subject: str = "{{ reports[0].title }}"
    text: str = "Dear {{ name }},"
    html: str | None = None
    more: str = ""
    """Further lines of the campaign."""
    reports: tuple[Offer, ...] = ()
    signer: Signer | None = None
    correction: bool = False
    _read: list[tuple[Campaign, Templates]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "release.yaml"

    def written(self) -> str:
        """Return the campaign's YAML."""
        quoted = self.subject.replace("'", "''")
        text = textwrap.indent(self.text, "      ")
        html = "    html: release.html\n" if self.html is not None else ""
        return f"{_CAMPAIGN}    subject: '{quoted}'\n{html}    text: |\n{text}\n{self.more}"

    def read(self) -> tuple[Campaign, Templates]:
        """Write the files and read them as a plan does. Raises InputError."""
        if not self._read:
            self.path.write_text(self.written(), encoding="utf-8")
            (self.folder / "list.csv").write_text("address,name,language,follows\n", encoding="utf-8")
            if self.html is not None:
                (self.folder / "release.html").write_text(self.html, encoding="utf-8")
            campaign = load_file(self.path, Campaign)
            tree = read(self.path)[0]
            assert tree is not None

            def place(steps: tuple[str | int, ...]) -> Origin:
                node, _ = descend(tree, steps)
                line = getattr(node, "text_line", node.line)
                return Origin(node.file.path, node.line, node.column, ".".join(map(str, steps)), line, node.end_line)

            self._read.append((campaign, Templates.of(campaign, self.path, place)))
        return self._read[0]

    def offers(self) -> tuple[Offer, ...]:
        return self.reports or (offer(self.folder),)

    def texts(self, to: Recipient) -> Texts:
        campaign, templates = self.read()
        unsubscribe = link(campaign.unsubscribe, to.key, SECRET)
        return templates.render(
            to, self.offers(), campaign_name="release", unsubscribe=unsubscribe, correction=self.correction
        )

    def message(self, to: Recipient) -> bytes:
        """Return the message as it goes out."""
        texts = self.texts(to)
        versions = [(report.record.id, report.version) for report in self.offers()]
        composer = Composer(self.read()[0], MOMENT, self.signer, SECRET)
        return composer.compose(to, texts, self.offers(), message_id("release", to.key, versions, "example.org"))


def refused(error: InputError, folder: Path) -> str:
    """Return what an error tells, with paths from ``folder``."""
    return str(error).replace(f"{folder}/", "")


@cache
def key(bits: int = 2048) -> tuple[str, bytes]:
    """Return a private key as PEM, and the public one as DNS has it."""
    made = rsa.generate_private_key(65537, bits)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64  # noqa: PLC0415

    return private.decode(), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
