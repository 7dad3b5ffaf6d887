"""A campaign to begin with: its list of recipients and its HTML lie beside it, and it works as it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pdfgen.errors import UsageError
from pdfgen.files import write_whole
from pdfgen.model.edition_file import EditionFile
from pdfgen.model.editions import is_edition, natural
from pdfgen.resources import shipped
from pdfgen.source.catalogue import Catalogue, load_file
from pdfgen.source.heads import heads_of, series_of
from pdfgen.source.kinds import CAMPAIGN
from pdfgen.source.places import EDITION_FILE, EDITIONS, editions_beside
from pdfgen.source.schema import schema

if TYPE_CHECKING:
    from pathlib import Path


_FILES = {".yaml": "campaign.yaml", ".csv": "campaign/recipients.csv", ".html": "campaign/message.html"}
"""What lies in the folder of a campaign, by how its name ends, and what it begins with."""
_COLOUR = re.compile("@([A-Z]+)@")
_WORDS = re.compile(r"edition: 2026|mail/example\b|\bexample(?=[.](?:csv|html))|Example Office|Ruritania")


def new_campaign(path: Path) -> list[Path]:
    """Write a campaign of the last edition of a project, with its list and its HTML; return what is new.

    Raises UsageError when one of the files exists, or ``path`` is not ``mail/NAME.yaml`` in a project with an edition.
    """
    if path.suffix != ".yaml" or path.absolute().parent.name != CAMPAIGN.folder:
        remedy = f"name it {CAMPAIGN.folder}/NAME.yaml, in the folder that has `{EDITIONS}/`"
        raise UsageError(f"{path} is not named as a campaign", remedy)
    words, colours = _particulars(path)
    scaffold = shipped("data") / "scaffolds"
    files = {path.with_suffix(end): (scaffold / name).read_text(encoding="utf-8") for end, name in _FILES.items()}
    for file in files:
        if file.exists():
            raise UsageError(f"{file} exists already", "choose another name")
    written = {
        file: _COLOUR.sub(lambda found: colours[found[1]], text)
        if file.suffix == ".html"
        else _WORDS.sub(lambda found: words[found[0]], text)
        for file, text in files.items()
    }
    described = path.absolute().parent.parent / "schemas" / f"{CAMPAIGN.name}.schema.json"
    if not described.exists():
        written[described] = json.dumps(schema(CAMPAIGN.name), ensure_ascii=False, indent=1) + "\n"
    for file, text in written.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    return list(written)


def _particulars(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what stands for the words of the example, and the colours of its HTML: those of the last edition.

    Raises UsageError when the project has none.
    """
    from pdfgen.theme.screen_colours import screen_colours  # noqa: PLC0415  # other files need no theme

    project = path.absolute().parent.parent
    known = {home: series_of(home) for home in editions_beside(project / EDITIONS / EDITION_FILE)}
    homes = [home for home, (_, year) in known.items() if is_edition(year)]
    if not homes:
        raise UsageError(f"there is no edition in {project / EDITIONS}", "begin one with `pdfgen new edition`")
    home = max(homes, key=lambda home: (natural(known[home][1]), home.name))
    rubric, year = known[home]
    several = len({other for other, edition in known.values() if edition == year}) > 1
    edition, catalogue = load_file(home / EDITION_FILE, EditionFile), Catalogue(project)
    publisher = edition.publication.publisher or catalogue.rubric(edition.rubric).publisher
    followed = next((item.entity.name for item in heads_of(home)), "")
    words = {
        "edition: 2026": f"edition: {year}" + (f"\nrubric: {rubric}" if several else ""),
        "mail/example": path.with_suffix("").as_posix(),
        "example": path.stem,
        "Example Office": json.dumps(publisher, ensure_ascii=False),
        "Ruritania": f'"{followed}"' if "," in followed else followed,
    }
    return words, screen_colours(catalogue.theme(edition.theme or "standard"))
