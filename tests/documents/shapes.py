"""What commands print as JSON, and what ``build.json`` has: a model for each, whose words are its description.

Tests hold every command to its model. Keys are always there unless their words say when they are not.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Hash = str
Score = int | float | str | None


class Shape(BaseModel):
    """Base of all shapes: no key that is not described, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class ProblemRow(Shape):
    """A problem."""

    path: str
    """The file, as the command was given it."""
    line: int
    """The line, from 1."""
    column: int
    """The character in the line, from 1."""
    severity: Literal["error", "warning"]
    """An error stops the file that it is in."""
    code: str
    """One of the problem codes: see problems.md."""
    message: str
    """What is wrong."""
    remedy: str
    """What to do; may be empty."""


class ErrorRow(Shape):
    """An error that is not about a place in a file, such as an unknown option or a full disk."""

    message: str
    """What is wrong."""
    remedy: str
    """What to do; may be empty."""


class Refused(Shape):
    """What any command prints when it cannot do anything at all; the exit code says what kind of error it is."""

    error: ErrorRow | None
    """The error; null when it is in `problems`."""
    problems: list[ProblemRow]
    """What is wrong with the input: the errors, and the warnings that are not waived."""


class Check(Shape):
    """What `pdfgen check --json` prints."""

    files: int
    """How many files were checked."""
    sound: int
    """How many of them have no errors."""
    waived: int
    """How many warnings are waived."""
    missing: dict[str, int]
    """What the reports lack that are not finished: how many of each kind (score, given value, narrative, fact, overview)."""
    problems: list[ProblemRow]
    """The problems that are not waived, by file, line and column."""


class BuiltReport(Shape):
    """What became of a report in a profile."""

    source: str
    """The file of the report."""
    target: str | None
    """The PDF file; null when the report failed."""
    error: ErrorRow | None
    """Why the report failed, when that is not in `problems`."""
    problems: list[ProblemRow]
    """The errors of the report, or its warnings."""
    pictures: list[str] | None = None
    """The pictures of the pages. Only with `--png`, and not when the report failed."""
    profile: str
    """The profile, such as screen."""
    state: Literal["built", "current", "failed"]
    """What was done: nothing when the file was current, which is asked of folders only."""


class Build(Shape):
    """What `pdfgen build --json` prints."""

    reports: list[BuiltReport]
    """A row for each report and profile."""
    waived: int
    """How many warnings are waived."""


class Volume(Shape):
    """What `pdfgen volume --json` prints when the volume was built."""

    target: str
    """The PDF file."""
    reports: int
    """How many reports are bound in it."""
    without_report: list[str]
    """Entities that have scores and no report, which the volume leaves out."""
    waived: int
    """How many warnings are waived."""
    problems: list[ProblemRow]
    """The warnings."""


class DiffSide(Shape):
    """One of the two sides that are compared."""

    path: str
    """The folder or the file."""
    rubric: str
    """The id of the rubric."""
    edition: int | str
    """The edition."""
    reports: int
    """How many reports it has."""


class DiffQuestions(Shape):
    """Questions that only one of the two methods asks."""

    new: list[str]
    """The ids of questions that only the newer method asks."""
    gone: list[str]
    """The ids of questions that only the older method asks."""


class DiffEntry(Shape):
    """A report that only one side has."""

    name: str
    """The entity."""
    path: str
    """The file."""


class DiffRenamed(Shape):
    """An entity that has another name."""

    before: str
    """The older name."""
    after: str
    """The newer name."""


class DiffTerm(Shape):
    """A part of the difference of a measure."""

    id: str
    """The measure that changed."""
    difference: int | float
    """How much it adds to the difference, with its sign in the sum."""


class DiffMeasure(Shape):
    """A measure on both sides. Numbers have their printed sign: a question that is subtracted is negative."""

    id: str
    """The id of the measure."""
    label: str
    """The name of the measure."""
    before: Score
    """The value on the older side: a number, or the code of a category; null where there is none."""
    after: Score
    """The value on the newer side, in the same form."""
    before_label: str | None
    """The name of the category on the older side."""
    after_label: str | None
    """The name of the category on the newer side."""
    difference: int | float | None
    """The newer number less the older one."""
    trend: Literal["better", "worse", "same"] | None
    """Whether the value got better."""
    basis: Literal["compared", "not_comparable", "missing", "new", "gone"]
    """Whether the two values can be compared, and if not, why."""
    terms: list[DiffTerm]
    """The changes that this change is made of."""
    adds_up: bool
    """Whether the terms together are the difference."""


class DiffFlag(Shape):
    """A flag, such as electoral democracy, that was won or lost."""

    id: str
    """The id of the flag."""
    label: str
    """The name of the flag."""
    before: bool | None
    """Whether it was set on the older side; null where scores are missing."""
    after: bool | None
    """Whether it is set on the newer side; null where scores are missing."""


class DiffValue(Shape):
    """A single value that differs."""

    place: str
    """Where it stands in the report, such as quick_facts.capital."""
    before: str | None
    """The older value; null where there is none."""
    after: str | None
    """The newer value; null where there is none."""


class DiffText(Shape):
    """A text that differs."""

    before: str | None
    """Where it stands in the older report; null where it is not there."""
    after: str | None
    """Where it stands in the newer report; null where it is not there."""
    moved: bool
    """Whether it is an item of a list that now has another place."""
    removed: int
    """How many words were removed."""
    added: int
    """How many words were added."""
    kept: int
    """How many words stayed."""
    pieces: list[list[str]]
    """The text in pieces of two strings. The first is `=`, `-` or `+`, the second the words. The words of `=` and `-`
    together are the older text, those of `=` and `+` the newer text."""


class DiffReport(Shape):
    """A report that both sides have and that differs."""

    name: str
    """The entity, as the newer side names it."""
    before: str
    """The older file."""
    after: str
    """The newer file."""
    aggregate: DiffMeasure | None
    """The total, changed or not."""
    status: DiffMeasure | None
    """The status, changed or not; null when the method has none."""
    scores: list[DiffMeasure]
    """The questions whose scores changed."""
    measures: list[DiffMeasure]
    """The measures computed from them that changed, or that have a change inside."""
    flags: list[DiffFlag]
    """The flags that were won or lost."""
    notes: list[str]
    """What the method says about comparing these scores."""
    values: list[DiffValue]
    """The single values that differ."""
    texts: list[DiffText]
    """The texts that differ."""


class Diff(Shape):
    """What `pdfgen diff --json` prints."""

    before: DiffSide
    """The older side."""
    after: DiffSide
    """The newer side."""
    same: bool
    """Whether nothing differs."""
    questions: DiffQuestions
    """Questions that only one of the two methods asks."""
    notes: list[str]
    """What the method says about comparing the two editions."""
    new: list[DiffEntry]
    """Reports that only the newer side has."""
    gone: list[DiffEntry]
    """Reports that only the older side has."""
    renamed: list[DiffRenamed]
    """Entities that have another name."""
    reports: list[DiffReport]
    """Reports that both sides have and that differ."""


class VerifyFinding(Shape):
    """Something that is wrong with a file."""

    rule: str
    """The rule: see verify-rules.md."""
    clause: str
    """The clause of the standard."""
    message: str
    """What is wrong, with the pages."""


class VerifySkipped(Shape):
    """Something that was not checked."""

    what: str
    """The standard or the rules."""
    reason: str
    """Why it was not checked."""


class VerifyFile(Shape):
    """What was checked and found in a file."""

    file: str
    """The file."""
    claims: list[str]
    """The standards that the file says it follows."""
    checked: dict[str, list[str]]
    """The rules and the programs that checked the file, by standard."""
    errors: list[VerifyFinding]
    """What is wrong."""
    not_checked: list[VerifySkipped]
    """What was not checked."""


class VerifyUnread(Shape):
    """A file that could not be read."""

    file: str
    """The file."""
    error: ErrorRow
    """Why it could not be read."""


class Verify(Shape):
    """What `pdfgen verify --json` prints."""

    files: list[VerifyFile | VerifyUnread]
    """A row for each file, in the order of the command line."""


class ImportedText(Shape):
    """What became of a text."""

    source: str
    """The text."""
    target: str | None
    """The report; null when the import failed."""
    changed: bool
    """Whether the report was written; false when it was there already."""
    error: ErrorRow | None
    """Why the import failed, when that is not in `problems`."""
    problems: list[ProblemRow]
    """The errors of the text, or its warnings."""


class ImportText(Shape):
    """What `pdfgen import text --json` prints."""

    texts: list[ImportedText]
    """A row for each text."""


class ImportScores(Shape):
    """What `pdfgen import scores --json` prints."""

    added: int
    """How many rows were added."""
    replaced: int
    """How many rows were replaced."""
    unchanged: int
    """How many rows were there already."""
    paths: list[str]
    """The score tables that were written."""
    problems: list[ProblemRow]
    """The warnings."""


class ImportAnswers(Shape):
    """What `pdfgen import answers --json` prints."""

    new: list[str]
    """The reports that were made."""
    filled: list[str]
    """The reports that were there, and got values."""
    unchanged: list[str]
    """The reports that said all of it already."""
    missing: dict[str, int]
    """What these reports lack: how many of each kind (score, given value, narrative, fact, overview)."""
    problems: list[ProblemRow]
    """The warnings."""


class ImportEdition(Shape):
    """What `pdfgen import edition --json` prints."""

    reports: list[str]
    """The reports that were imported."""
    changed: int
    """How many of them were written; the others were there already."""
    failed: dict[str, ErrorRow]
    """The texts that were not imported."""
    without_text: list[str]
    """Entities that have scores and no text."""
    without_scores: list[str]
    """Entities that have a text and no scores."""
    scores_alone: list[str]
    """Reports that were made from scores alone, with `--complete`."""
    scores: ImportScores | None
    """What became of the score table, with `--scores`."""
    problems: list[ProblemRow]
    """The errors and warnings of all texts."""


class RecordOrigin(Shape):
    """The place of a problem."""

    path: str
    """The file, as a path from the folder of the record; `pdfgen:` begins the path of a file that pdfgen ships."""
    line: int
    """The line, from 1."""
    column: int
    """The character in the line, from 1."""
    field: str
    """The value in the author's terms, such as answers.A1.narrative; may be empty."""
    text_line: int
    """The line on which the text of the value begins; 0 where that is not known."""
    end_line: int
    """The line on which the value ends; 0 where that is not known."""


class RecordProblem(Shape):
    """A problem of a report."""

    origin: RecordOrigin
    """The place."""
    code: str
    """One of the problem codes: see problems.md."""
    message: str
    """What is wrong."""
    remedy: str
    """What to do; may be empty."""
    excerpt: str
    """The line of the source, or a part of it."""
    excerpt_column: int
    """The column at which the excerpt begins."""
    severity: Literal["error", "warning", "waived"]
    """An error stops the report."""


class RecordPicture(Shape):
    """The picture of a page."""

    target: str
    """The name of the file, in the folder of the record."""
    sha256: Hash
    """The hash of the file."""
    bytes: int
    """The size of the file."""


class RecordError(Shape):
    """Why a report failed."""

    message: str | None
    """What is wrong, when that is not in `problems`."""
    remedy: str
    """What to do."""
    problems: list[RecordProblem]
    """The errors and warnings of the report."""


class RecordOutput(Shape):
    """A file that was built, or should have been."""

    source: str
    """The report, as a path from the folder of the record."""
    target: str
    """The name of the file, in the folder of the record."""
    named: bool
    """Whether the name was asked for with `-o`."""
    profile: str
    """The profile, such as screen."""
    page_size: str
    """The size of the page, such as a4."""
    sha256: Hash | None
    """The hash of the file; null when the report failed."""
    bytes: int
    """The size of the file; 0 when the report failed."""
    pages: int
    """The number of pages; 0 when the report failed."""
    seconds: float
    """How long the build of the file took."""
    pictures: list[RecordPicture]
    """The pictures of its pages, with `--png`."""
    warnings: list[RecordProblem]
    """The warnings of the report."""
    error: RecordError | None
    """Why the report failed."""
    common: str | None
    """The key of what this file shares with others, in `common`; null when the report is to be built again."""
    inputs: dict[str, Hash | None] | None
    """The inputs that are this report's own, each with its hash; null as the hash of a file that was not there. The whole
    is null when the report is to be built again."""


class RecordCommon(Shape):
    """What goes into several files."""

    profile: dict[str, Any]
    """All that the profile sets: what it shows, its page, its standards."""
    theme: str | None
    """The theme that was asked for; null when each report has its own."""
    pictures: bool
    """Whether pictures were asked for."""
    date: str
    """What SOURCE_DATE_EPOCH was; may be empty."""
    versions: dict[str, str]
    """The versions of the program, of Python and of the libraries that a file depends on."""
    follow_links: Literal[True] | None = None
    """Only with `--follow-links`: links that lead out of the project were followed."""
    files: dict[str, Hash | None]
    """The inputs, each with its hash; null for a file that was not there."""


class RecordRun(Shape):
    """What the last run did."""

    built: int
    """How many files it built."""
    current: int
    """How many files were current."""
    failed: int
    """How many reports failed."""
    seconds: float
    """How long it took."""


class RecordTotals(Shape):
    """The sums of all outputs."""

    outputs: int
    """How many files the record has, failed ones included."""
    failed: int
    """How many of them failed."""
    pages: int
    """The pages of all files."""
    bytes: int
    """The size of all files."""


class Record(Shape):
    """What `build.json` has."""

    pdfgen: str
    """The version of the program that wrote the record."""
    run: RecordRun
    """What the last run did that changed anything."""
    totals: RecordTotals
    """The sums of all outputs."""
    common: dict[str, RecordCommon]
    """What several files share, by a key that `outputs` name."""
    outputs: list[RecordOutput]
    """A row for each file."""


class Extract(Shape):
    """What `pdfgen extract --json` prints."""

    folder: str
    """The folder of the project that was made."""
    files: list[str]
    """Every file of it."""
    same: bool | None
    """Whether the project builds the same file, byte for byte; null when that was not tried."""
    lacks: dict[str, str]
    """Fonts that the project needs and the file does not carry, by their places in it, with their SHA-256."""
    differs: list[str]
    """What is not here as it was when the file was made, in words."""
    next: str
    """The command that builds the file again."""


class ArchiveCheck(Shape):
    """When an object was last checked."""

    moment: str
    """When it was checked, as ISO 8601 in UTC."""
    id: str
    """Its identifier."""
    head: str
    """Its last version then."""
    seals: dict[str, str]
    """SHA-512 of the inventory of each version then."""
    sound: bool
    """Whether it was sound."""
    agent: str
    """Who checked it."""
    program: str
    """The program with its version."""


class ArchiveAdded(Shape):
    """What became of a report, or of the volume of an edition."""

    source: str
    """The file of the report, or the folder of the edition."""
    id: str | None
    """The identifier of the object; null when it failed."""
    version: int | None
    """The number of the version that was added; null when none was."""
    state: Literal["added", "unchanged", "failed"]
    """Whether a version was added; whether the archive has it already; or neither."""
    problems: list[ProblemRow]
    """Why it failed, or the warnings."""


class ArchiveAdd(Shape):
    """What `pdfgen archive add --json` prints."""

    archive: str
    """The archive."""
    objects: list[ArchiveAdded]
    """A row for each report and volume, in order."""
    added: int
    """How many versions were added."""
    unchanged: int
    """How many the archive has already."""
    failed: int
    """How many were refused."""


class ArchiveListed(Shape):
    """An object in its last version."""

    object: str
    """The identifier."""
    kind: Literal["report", "volume"]
    """What it is."""
    version: int
    """The number of its last version."""
    changed: str
    """The day of that version."""
    checked: str | None
    """The day of the last check; null when there was none."""
    title: str
    """The name of the entity, or the title of the volume."""
    edition: int | str
    """The edition."""
    language: str
    """The language tag."""
    total: str | None
    """The headline number; null where there is none."""
    status: str | None
    """The status in words; null where there is none."""
    corrected: bool
    """Whether there is more than one version."""
    message: str
    """Why the version was added."""


class ArchiveList(Shape):
    """What `pdfgen archive list --json` prints."""

    archive: str
    """The archive."""
    objects: list[ArchiveListed]
    """A row for each object."""


class ArchiveVersion(Shape):
    """A version of an object."""

    number: int
    """Its number, from 1."""
    created: str
    """When it was added, as ISO 8601."""
    author: str
    """Who added it."""
    address: str
    """A URI of the author; may be empty."""
    message: str
    """Why."""


class ArchiveEvent(Shape):
    """Something that was done to an object."""

    kind: Literal["built", "checked", "added", "verified", "corrected"]
    """What was done."""
    moment: str
    """When, as ISO 8601 in UTC."""
    version: int
    """The version that it is about."""
    agent: str
    """Who did it."""
    program: str
    """The program with its version."""
    note: str
    """Further words; may be empty."""


class ArchiveShow(Shape):
    """What `pdfgen archive show --json` prints."""

    place: str
    """The folder of the object in the archive."""
    version: int
    """The version that is shown."""
    checked: ArchiveCheck | None
    """The last check; null when there was none."""
    record: dict[str, Any]
    """The content of `record.json` in that version: what it is, its scores, its files with options and hashes."""
    versions: list[ArchiveVersion]
    """All versions."""
    events: list[ArchiveEvent]
    """What was done up to that version, and the last check."""


class ArchiveHistoryVersion(ArchiveVersion):
    """A version, and what it changed."""

    changes: list[DiffReport] | None
    """How its reports differ from those of the version before; null for the first version."""


class ArchiveHistory(Shape):
    """What `pdfgen archive history --json` prints."""

    object: str
    """The identifier of the object."""
    versions: list[ArchiveHistoryVersion]
    """All versions, the first one first."""


class ArchiveFindingRow(Shape):
    """Something that is wrong with an archive."""

    code: str
    """A code of the specification (https://ocfl.io/1.1/spec/validation-codes.html), or one that begins with P."""
    severity: Literal["error", "warning"]
    """An error means that something cannot be relied on."""
    object: str
    """The identifier of the object, or its folder; empty for what belongs to no object."""
    path: str
    """The place in the archive."""
    message: str
    """What is wrong."""
    remedy: str
    """What to do; may be empty."""


class ArchiveHit(Shape):
    """A page that has the words, or a version that has the facts."""

    object_id: str
    """The identifier of the object."""
    version: int
    """The number of the version."""
    latest: bool
    """Whether it is the last one."""
    kind: Literal["report", "volume"]
    """What it is."""
    title: str
    """The name of the entity, or the title of the volume."""
    entity: str | None
    """The name of the entity; null for a volume."""
    rubric: str
    """The id of the rubric."""
    series: str
    """The title of the series."""
    edition: int | str
    """The edition."""
    language: str
    """The language tag."""
    status: str | None
    """The status in words; null where there is none."""
    total: str | None
    """The headline number; null where there is none."""
    file: str | None
    """The PDF file in the object; null where it has none with text."""
    page: int
    """The page, from 1; 0 when no words were searched."""
    sentence: str
    """The sentence with the words; may be empty."""
    found: list[list[int]]
    """Where the words stand in the sentence: first character and end of each, from 0."""
    rank: float
    """How well the page fits: the smallest number fits best."""


class ArchiveSearch(Shape):
    """What `pdfgen archive search --json` prints."""

    archive: str
    """The archive."""
    hits: list[ArchiveHit]
    """What was found, the best first."""


class ArchiveVerify(Shape):
    """What `pdfgen archive verify --json` prints."""

    archive: str
    """The archive."""
    sound: bool
    """Whether there is no error."""
    checked: int
    """How many objects were checked."""
    passed_over: int
    """How many were checked lately enough."""
    rebuilt: int | None
    """How many were built again; null without `--rebuild`."""
    bytes: int
    """How many bytes were read."""
    findings: list[ArchiveFindingRow]
    """What is wrong."""
    objects: dict[str, ArchiveCheck]
    """The last check of every object that was ever checked, by its folder."""


class CarriedFileRow(Shape):
    """A file that a message carries."""

    name: str
    """As the recipient sees it."""
    shows: Literal["report", "card", "volume"]
    """What it is."""
    bytes: int
    """Its size."""
    sha256: str
    """Its SHA-256."""


class CarriedReportRow(Shape):
    """A report or a volume that a message brings, attached or as a link."""

    object: str
    """Its identifier, the same for every version."""
    title: str
    """The name of the entity, or the title of the volume."""
    version: str
    """SHA-256 of the finished report: another one is another version."""
    files: list[CarriedFileRow]
    """What is attached of it."""


class MessageRow(Shape):
    """A message to one recipient."""

    message_id: str
    """The same for the same campaign, reports, versions and recipient."""
    address: str
    """The recipient on the envelope."""
    key: str
    """What two spellings of the address have in common."""
    name: str
    """As the list says; may be empty."""
    language: str
    """The language of the recipient."""
    subject: str
    """The subject."""
    file: str
    """Its file in the folder of the plan."""
    sha256: str
    """SHA-256 of the message as it goes out."""
    bytes: int
    """Its size as it goes over the wire."""
    reports: list[CarriedReportRow]
    """What it brings."""
    warnings: list[str]
    """What is to be said of it, in words."""


class LeftOutRow(Shape):
    """A row of the list that gets nothing."""

    address: str
    """The address."""
    place: str
    """The row: file, line and column."""
    reason: Literal["suppressed", "duplicate", "nothing-followed", "had-it", "had-earlier", "uncertain"]
    """Why. `had-it`: this version was sent; `had-earlier`: an earlier version was; `uncertain`: it may have arrived."""
    told: str
    """Why, in words."""


class MailPlan(Shape):
    """What `pdfgen mail plan --json` prints; but for `folder` and `problems`, this is `plan.json` in that folder."""

    folder: str | None
    """The folder of the plan; null where there is nothing to send."""
    id: str
    """The name of the plan: the campaign with a number."""
    campaign: str
    """The name of the campaign's file, without its end."""
    moment: str
    """When it was planned: the date of every message."""
    correction: bool
    """Whether it is for those who were sent an earlier version."""
    sender: str
    """The sender on the envelope."""
    messages: list[MessageRow]
    """A row for each recipient who gets something."""
    left_out: list[LeftOutRow]
    """A row for each one who gets nothing."""
    problems: list[ProblemRow]
    """The warnings."""


class UnsentRow(Shape):
    """A message that was taken up and not sent."""

    address: str
    """The recipient."""
    name: str
    """As the recipient is addressed; may be empty."""
    state: Literal["refused", "deferred", "unknown", "suppressed"]
    """What became of it."""
    moment: str
    """Since when."""
    reply: str
    """What the server answered, or why it was not sent."""
    message_id: str
    """Its Message-ID."""
    file: str
    """Its file in the folder of the plan."""


class MailSent(Shape):
    """What `--send --json` prints: what became of the messages that were taken up."""

    plan: str
    """The name of the plan."""
    sent: int
    """How many the server has taken."""
    refused: int
    """How many it will never take, or cannot be sent."""
    deferred: int
    """How many it puts off: the next run tries them again."""
    unknown: int
    """How many went out without an answer that says whether the server has them."""
    suppressed: int
    """How many were for those who get nothing any more."""
    left: int
    """How many messages of the plan are still to be sent."""
    error: ErrorRow | None
    """Why the run ended before all were taken up; null when all were."""
    messages: list[UnsentRow]
    """A row for each that was taken up and not sent."""


class MailUnsent(Shape):
    """What it prints without `--send`: what would go."""

    plan: str
    """The name of the plan."""
    messages: int
    """How many messages would go."""
    bytes: int
    """Their size."""
    host: str
    """The server."""
    rate: int
    """The most messages in a minute."""
    sent: Literal[False]
    """Nothing was sent."""


class StateCounts(Shape):
    """How many messages are in each state."""

    planned: int
    """Nobody has tried to send them."""
    sending: int
    """They go out now; or a crash left them, and the next run calls them unknown."""
    sent: int
    """The server has taken them."""
    refused: int
    """The server will never take them, or they cannot be sent."""
    deferred: int
    """The server puts them off: the next run tries them again."""
    unknown: int
    """They went out without an answer that says whether the server has them."""
    replaced: int
    """They were not sent when a later plan took their place."""
    suppressed: int
    """Their recipients get nothing any more."""


class PlanRow(Shape):
    """A plan."""

    id: str
    """The name of its folder."""
    campaign: str
    """The name of the campaign's file, without its end."""
    moment: str
    """When it was planned."""
    correction: bool
    """Whether it is for those who were sent an earlier version."""
    counts: StateCounts
    """How many of its messages are in each state."""


class JournalReport(Shape):
    """A report or a volume that a message brings."""

    object: str
    """Its identifier, the same for every version."""
    version: str
    """SHA-256 of the finished report."""
    title: str
    """Its title."""


class JournalRow(Shape):
    """A message of the journal."""

    plan: str
    """The name of its plan."""
    address: str
    """The recipient."""
    name: str
    """As the recipient is addressed; may be empty."""
    language: str
    """The language of the message."""
    state: Literal["planned", "sending", "sent", "refused", "deferred", "unknown", "replaced", "suppressed"]
    """Its state: see StateCounts."""
    moment: str
    """Since when it has this state."""
    reply: str
    """What the server answered, or why it has this state; empty for what nobody has tried to send."""
    message_id: str
    """Its Message-ID."""
    file: str
    """Its file in the folder of the plan."""
    subject: str
    """Its subject."""
    bytes: int
    """As it goes over the wire."""
    sha256: Hash
    """SHA-256 of the message as it goes out."""
    reports: list[JournalReport]
    """What it brings."""


class MailStatus(Shape):
    """What `pdfgen mail status --json` prints."""

    plans: list[PlanRow]
    """A row for each plan, in their order."""
    suppressed: int
    """How many addresses get nothing."""
    messages: list[JournalRow]
    """A row for each message; with `--state`, for those in these states."""


class SuppressionRow(Shape):
    """An address that gets nothing."""

    key: str
    """What two spellings of the address have in common."""
    address: str
    """The address."""
    reason: Literal["unsubscribed", "complaint", "bounce", "manual"]
    """Why."""
    moment: str
    """Since when."""
    note: str
    """What a delivery report said; may be empty."""


class Suppressed(Shape):
    """What `--reason REASON --json` prints."""

    suppressed: list[str]
    """The addresses that get nothing from now on; those that got nothing before are not among them."""
    named: int
    """How many were named."""


class Unsuppressed(Shape):
    """What `--remove --json` prints."""

    removed: list[str]
    """The addresses that get messages again."""
    named: int
    """How many were named."""


class Suppressions(Shape):
    """What `--list --json` prints."""

    suppressions: list[SuppressionRow]
    """A row for each address that gets nothing."""


class BounceRow(Shape):
    """What a delivery report says of one address."""

    fate: Literal["suppressed", "known", "soft", "forwarded", "delivered", "foreign"]
    """suppressed: it gets nothing from now on; known: it got nothing before; soft: it may take mail another time;
    forwarded: it is behind an address of ours; delivered: it has the message; foreign: the report is about no message
    of the journal."""
    place: str
    """The file of the report; its number in an mbox."""
    address: str
    """The address, as the report has it."""
    status: str
    """Such as 5.1.1 (RFC 3463); may be empty."""
    said: str
    """What the server said; may be empty."""


class MailBounces(Shape):
    """What `pdfgen mail bounces --json` prints."""

    bounces: list[BounceRow]
    """A row for each address of each report."""
    others: int
    """How many messages were no delivery reports."""


PRINTED: dict[str, tuple[type[Shape], ...]] = {
    "check": (Check,),
    "build": (Build,),
    "volume": (Volume,),
    "diff": (Diff,),
    "extract": (Extract,),
    "verify": (Verify,),
    "archive add": (ArchiveAdd,),
    "archive list": (ArchiveList,),
    "archive show": (ArchiveShow,),
    "archive history": (ArchiveHistory,),
    "archive verify": (ArchiveVerify,),
    "archive search": (ArchiveSearch,),
    "import text": (ImportText,),
    "import scores": (ImportScores,),
    "import answers": (ImportAnswers,),
    "import edition": (ImportEdition,),
    "mail plan": (MailPlan,),
    "mail send": (MailSent, MailUnsent),
    "mail resend": (MailSent, MailUnsent),
    "mail status": (MailStatus,),
    "mail bounces": (MailBounces,),
    "mail suppress": (Suppressed, Unsuppressed, Suppressions),
}
"""What each command prints with ``--json``: one of these, or ``Refused``."""
