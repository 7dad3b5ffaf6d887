"""Published text becomes a report: the layout of the web texts, read by the rubric.

A text has a title, header values, quick facts, notices, an overview, key developments, questions with score and change,
and a legend; any of them may be missing. Questions are found by their id, never by their wording. Every line ends in a
field or is a problem with its line number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pdfgen.errors import InputError
from pdfgen.importers.titles import title_of
from pdfgen.importers.yaml_writer import Answer, ReportText
from pdfgen.scoring import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdfgen.errors import Problem
    from pdfgen.model.method import Measure, Method
    from pdfgen.source.tree import SourceFile

_NUMBER = r"[+\u2212\u2013-]?\d+(?:\.\d+)?"
_SCORE = re.compile(rf"\s*(?P<score>{_NUMBER})\s*/\s*(?P<best>\d+(?:\.\d+)?)(?:\s*\((?P<change>{_NUMBER})\))?")
_HEADER = re.compile(rf"(?P<value>{_NUMBER}|[^(]+?)\s*(?:\((?P<change>{_NUMBER})\))?\s*(?P<hint>\([^)]*=.*\))?")
_DEVELOPMENTS = re.compile(r"key developments(?: in (?P<year>\d{4}))?\s*:?", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•*·–-]\s+")
_NOTICES = {
    "status change": "status_change",
    "rating change": "rating_change",
    "ratings change": "rating_change",
    "trend arrow": "trend_arrow",
    "note": "note",
    "notes": "note",
}
_SCORE_CHANGE = re.compile(r"\s*Score [Cc]hange:\s*")
_FROM_TO = re.compile(rf"from ({_NUMBER}) to ({_NUMBER})\b")
_LEGEND = re.compile(r"(scoring key\s*:.*|[XYZ]\s*=\s*.*)", re.IGNORECASE)
_HEADING_LINES = 8  # a question's heading may be wrapped over as many lines


def read_text(
    file: SourceFile, method: Method, entity: str, before: Mapping[str, Decimal]
) -> tuple[ReportText, list[Problem]]:
    """Return the report in the lines of ``file``, by the method of its edition, and remarks on doubtful lines.

    ``before`` has the scores of the edition before, with which printed changes are compared. Raises InputError for a
    text that contradicts itself or the method, with the line of each fault.
    """
    reader = _Reader(file, method, entity, before)
    reader.run()
    if reader.problems:
        raise InputError([*reader.problems, *reader.remarks])
    return reader.report, reader.remarks


@dataclass
class _Reader:
    file: SourceFile
    method: Method
    entity: str
    before: Mapping[str, Decimal]
    report: ReportText = field(default_factory=ReportText)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    changes: dict[str, tuple[Decimal, int]] = field(default_factory=dict)
    place: str = "header"
    paragraph: list[str] = field(default_factory=list)
    began: int = 0
    current: str = ""
    heading: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Read all lines."""
        self.report.entity["name"] = self.entity
        self.report.edition = self.method.edition
        self.labels = self._labels()
        for number, raw in enumerate(self.file.lines, 1):
            line = raw.replace("\u00a0", " ").strip() if self.heading else raw.strip()
            if self.heading:
                self._continue_heading(line)
            elif not line:
                self._close()
            else:
                self._line(line, number)
        if self.heading:
            self._fault(self.began, "cut-heading", f"the heading of {self.current} has no score", "end it with “X / Y”")
        self._close()
        self._complete()

    def _labels(self) -> dict[str, list[Measure]]:
        """Return the measures that a header line may name, by label in lower case."""
        found: dict[str, list[Measure]] = {}
        headline = self.method.headline
        names = [headline.aggregate, headline.status, *headline.measures] if headline else []
        for id_ in names:
            if id_:
                measure = self.method.measures[id_]
                found.setdefault(measure.label.lower(), []).append(measure)
        return found

    def _fault(self, line: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(self.file.problem(line, 1, code, message, remedy))

    def _remark(self, line: int, code: str, message: str, remedy: str) -> None:
        self.remarks.append(replace(self.file.problem(line, 1, code, message, remedy), severity="warning"))

    # lines

    def _line(self, line: str, number: int) -> None:
        plain = line.replace("\u00a0", " ")
        if self.place == "header" and not self.paragraph and self._header(plain, number):
            return
        if self.place == "legend":
            self._legend(plain, number)
            return
        if not self.paragraph and (self._notice(line, number) or self._part(plain, number)):
            return
        if self._question(plain, number):
            return
        if self.place in ("header", "facts") and not self.paragraph:
            self.place = "overview"
        bullet = _BULLET.match(line) if self.place == "developments" else None
        if bullet:
            self._close()
            self.report.key_developments.append([])
            line = line[bullet.end() :]
        if not self.paragraph:
            self.began = number
        self.paragraph.append(line)

    def _header(self, line: str, number: int) -> bool:
        title = title_of([line], self.method.rubric.title)
        if title:
            return True
        label, colon, rest = line.partition(":")
        key = label.strip().lower()
        if not colon:
            if key == "quick facts":
                self.place = "facts"
                return True
            return key == "overview"
        for measure in self.labels.get(key, ()):
            if measure.id not in self.report.published:
                self._published(measure, rest.strip(), number)
                return True
        return False

    def _published(self, measure: Measure, text: str, number: int) -> None:
        found = _HEADER.fullmatch(text)
        if not found:
            self._fault(number, "bad-header", f"“{text}” is no value of “{measure.label}”", "write it as “22 (0 = …)”")
            return
        value = found["value"].strip()
        self._printed(measure.id, found["change"], number)
        if found["hint"]:
            self._hint(measure, found["hint"], number)
        categories = {item.label: item.code for item in measure.categories() if item.label and item.code}
        if value in categories:
            self.report.published[measure.id] = str(categories[value])
        elif re.fullmatch(_NUMBER, value):
            self.report.published[measure.id] = _decimal(value)
        else:
            self._fault(number, "bad-header", f"“{value}” is no value of “{measure.label}”", "mend the line")

    def _printed(self, id_: str, change: str | None, number: int) -> None:
        """Remember where a value was printed, and with which change."""
        self.places[id_] = number
        if change:
            self.changes[id_] = (_decimal(change), number)

    def _hint(self, measure: Measure, hint: str, number: int) -> None:
        """Compare what the text says of a scale's ends with what the method says."""
        words = [item.partition("=")[2].strip() for item in hint.strip("()").split(",")]
        known = measure.scale.hint
        if known is None or words != [known.min, known.max]:
            message = f"the scale of “{measure.label}” is printed as {hint}, which is not the method’s"
            self._remark(number, "other-scale", message, "check the edition")

    def _notice(self, line: str, number: int) -> bool:
        label, colon, rest = line.partition(":")
        kind = _NOTICES.get(label.strip().lower())
        if not colon or not kind or self.place not in ("header", "facts", "overview", "notice"):
            return False
        self._close()
        self.place, self.began = "notice", number
        self.report.notices.append({"kind": kind})
        self.paragraph = [rest.strip()]
        return True

    def _part(self, line: str, number: int) -> bool:
        """Take a line that heads a part: quick facts, developments, a group, a section, the legend."""
        if self.place == "facts" and self._fact(line, number):
            return True
        if found := _DEVELOPMENTS.fullmatch(line):
            self.place = "developments"
            year = found["year"]
            reviewed = self.method.edition + self.method.rubric.period.offset
            if year and int(year) != reviewed:
                self._fault(
                    number, "wrong-year", f"the developments are of {year}, not {reviewed}", "check the edition"
                )
            return True
        if _LEGEND.fullmatch(line) and line.lower().startswith("scoring key"):
            self.place = "legend"
            return True
        for measure in self.method.measures.values():
            if measure.is_question and not self._is_modifier(measure):
                continue
            rest = self._after_label(line, measure)
            if rest is None:
                continue
            score = _SCORE.fullmatch(rest)
            if not self._is_modifier(measure) and score:
                self.report.published[measure.id] = _decimal(score["score"])
                self._printed(measure.id, score["change"], number)
                self.place = "section"
                return True
            if self._is_modifier(measure) and not rest:
                self.place = "section"
                return True
        return False

    @staticmethod
    def _after_label(line: str, measure: Measure) -> str | None:
        """Return what follows a heading’s words, or None when the line is no heading of ``measure``."""
        for start in (f"{measure.id}. {measure.label}", measure.label):
            if line.lower().startswith(start.lower()) and line[: len(start)].upper() == line[: len(start)]:
                return line[len(start) :].lstrip(": ")
        return None

    def _is_modifier(self, measure: Measure) -> bool:
        return any(item.id == measure.id for node in self.method.measures.values() for item in node.modifiers)

    def _fact(self, line: str, number: int) -> bool:
        label, colon, value = (part.strip() for part in line.partition(":"))
        fields = {item.label.lower(): item for item in self.method.quick_facts}
        known = fields.get(label.lower())
        if not colon or known is None:
            return False
        if known.categories:
            codes = {item.label: item.code for item in known.categories}
            if value not in codes:
                self._fault(
                    number, "bad-fact", f"“{value}” is no category of “{label}”", f"known are {', '.join(codes)}"
                )
                return True
            self.report.quick_facts[known.id] = codes[value]
        elif known.type == "text":
            self.report.quick_facts[known.id] = value
        else:
            digits = value.removeprefix(known.unit or "").replace(",", "").strip().rstrip("%")
            if not re.fullmatch(r"\d+(\.\d+)?", digits):
                self._fault(number, "bad-fact", f"“{value}” is no number for “{label}”", "write digits")
                return True
            self.report.quick_facts[known.id] = Decimal(digits)
        return True

    # questions

    def _question(self, line: str, number: int) -> bool:
        found = re.match(r"([A-Za-z][A-Za-z0-9_]*)\.\s", line)
        measure = self.method.measures.get(found[1]) if found else None
        if measure is None:
            measure = self._modifier_by_wording(line)
        elif not measure.is_question:
            return False
        if measure is None:
            return False
        self._close()
        self.current, self.began, self.heading = measure.id, number, [line]
        self._try_heading()
        return True

    def _modifier_by_wording(self, line: str) -> Measure | None:
        """Return the discretionary question whose wording begins ``line``: these have no id in print."""
        for measure in self.method.questions:
            if self._is_modifier(measure) and measure.wording:
                words = measure.wording.text[:60].lower()
                if (
                    self.place == "section"
                    and line.lower().startswith(words[: len(line)])
                    and line.lower()[:20] == words[:20]
                ):
                    return measure
        return None

    def _continue_heading(self, line: str) -> None:
        if not line:
            return  # a stray blank line
        self.heading.append(line)
        self._try_heading()

    def _try_heading(self) -> None:
        text = " ".join(self.heading).replace("\u00a0", " ")
        score = re.search(_SCORE.pattern + r"$", text)
        if score:
            self.heading = []
            self._wording(text[: score.start()])
            self._answer(self.current, score["score"], self.began, score["change"])
        elif len(self.heading) > _HEADING_LINES:
            self.heading = []
            self._fault(self.began, "cut-heading", f"the heading of {self.current} has no score", "end it with “X / Y”")

    def _wording(self, text: str) -> None:
        """Compare a printed question with the official wording; only letters and figures count."""
        wording = self.method.measures[self.current].wording
        words = re.sub(rf"^{re.escape(self.current)}\.\s+", "", text)
        if wording and wording.verified and _letters(wording.text) != _letters(words):
            message = f"{self.current} is worded otherwise than in edition {self.method.edition}"
            self._remark(self.began, "other-wording", message, "check the edition; the method’s wording is printed")

    def _answer(self, id_: str, score: str, number: int, change: str | None = None) -> None:
        self.place = "answer"
        self._printed(id_, change, number)
        measure = self.method.measures[id_]
        value = abs(_decimal(score)) if self._is_modifier(measure) else _decimal(score)
        if id_ in self.report.answers and not (self._is_modifier(measure) and self.report.answers[id_].score == value):
            self._fault(number, "second-answer", f"{id_} is answered a second time", "keep one of the two")
        elif wrong := measure.off_scale(value):
            self._fault(number, "score-out-of-range", wrong, "check the heading")
        self.report.answers.setdefault(id_, Answer(value))
        self.current = id_

    # paragraphs

    def _close(self) -> None:
        """End the paragraph that is being read, and put it where it belongs."""
        if not self.paragraph:
            return
        text = " ".join(" ".join(self.paragraph).split(" "))
        text = re.sub(r"[ \t]+", " ", text).strip()
        self.paragraph = []
        if not text:
            return
        match self.place:
            case "answer":
                self._narrative(text)
            case "developments":
                if not self.report.key_developments:
                    self.report.key_developments.append([])
                self.report.key_developments[-1].append(text)
            case "notice":
                self._notice_text(text)
            case "disclaimer":
                self.report.disclaimer.append(text)
            case _:
                if self.place == "section":
                    self._fault(
                        self.began, "stray-text", "this text belongs to no question", "move it below a question"
                    )
                else:
                    self.report.overview.append(text)

    def _notice_text(self, text: str) -> None:
        notice = self.report.notices[-1]
        if "text" in notice:  # a paragraph after the notice begins the overview
            self.place = "overview"
            self.report.overview.append(text)
            return
        notice["text"] = text
        if notice["kind"] == "trend_arrow":
            up = re.search(r"upward|improve|positive|gain", text)
            notice["direction"] = "up" if up and not re.search(r"downward|decline", text) else "down"

    def _narrative(self, text: str) -> None:
        answer = self.report.answers[self.current]
        split = self._tail(text)
        if split:
            before, id_, score, rest = split
            if before:
                self._narrative(before)
            self._answer(id_, score, self.began)
            if rest:
                self._narrative(rest)
            return
        before, *notes = _SCORE_CHANGE.split(text)
        if before.strip():
            answer.narrative.append(before.strip())
        for note in notes:
            answer.score_change = " ".join(filter(None, [answer.score_change, note.strip()]))

    def _tail(self, text: str) -> tuple[str, str, str, str] | None:
        """Split a discretionary question off the paragraph that it was glued to."""
        for measure in self.method.questions:
            if not self._is_modifier(measure) or measure.id == self.current:
                continue
            found = re.search(rf"(?:Add [ABQ]\s+)?{re.escape(measure.label.upper())}\s+[^?]*\?", text)
            score = _SCORE.match(text, found.end()) if found else None
            if found and score:
                self._printed(measure.id, score["change"], self.began)
                return text[: found.start()].strip(), measure.id, score["score"], text[score.end() :].strip()
        return None

    def _legend(self, line: str, number: int) -> None:
        if not _LEGEND.fullmatch(line):
            self.place, self.began, self.paragraph = "disclaimer", number, [line]

    def _complete(self) -> None:
        """Note what is missing, and what does not add up."""
        missing = [
            item.id for item in self.method.questions if not item.optional and item.id not in self.report.answers
        ]
        last = max(len(self.file.lines), 1)
        if len(missing) == sum(not item.optional for item in self.method.questions):
            message = f"no question of {self.method.rubric.title} was found"
            self._fault(1, "no-questions", message, "check that the text is of this series")
        elif missing:
            message = f"the text ends without {', '.join(missing)}"
            self._fault(last, "missing-answer", message, "check that the text is whole")
        order = [item.id for item in self.method.questions]
        self.report.answers = {id_: self.report.answers[id_] for id_ in order if id_ in self.report.answers}
        if not self.problems:
            self._compare()

    def _compare(self) -> None:
        """Compare printed values with those that the scores give, and printed changes with the edition before."""
        scores = {id_: answer.score for id_, answer in self.report.answers.items() if answer.score is not None}
        values = evaluate(self.method, scores)
        for id_, published in self.report.published.items():
            value = values[id_]
            if published not in (value.number, value.code):
                computed = value.code if value.number is None else value.number
                message = f"{id_} is printed as {published}, but the scores give {computed}"
                self._fault(self.places[id_], "published-differs", message, "check this line and the scores below it")
        before = self.method.rubric.before(self.method.edition)
        if not self.before or before is None:
            return
        earlier = evaluate(self.method.rubric.at(before), self.before)
        for id_, (change, line) in self.changes.items():
            now, then = values[id_].number, earlier[id_].number if id_ in earlier else None
            if now is None or then is None:
                continue
            difference = then - now if self._is_modifier(self.method.measures[id_]) else now - then
            if difference != change:
                message = f"{id_} is printed with a change of {change}, but changed by {difference}"
                self._remark(line, "change-differs", message, f"check the score of {before}")
        for id_, answer in self.report.answers.items():
            self._reason(id_, answer.score_change, values[id_].number, earlier[id_].number if id_ in earlier else None)

    def _reason(self, id_: str, text: str, now: Decimal | None, then: Decimal | None) -> None:
        """Compare the scores that the reason of a change names with those of the two editions."""
        named = _FROM_TO.search(text)
        if not named or now is None or then is None:
            return
        sign = -1 if self._is_modifier(self.method.measures[id_]) else 1
        if (_decimal(named[1]), _decimal(named[2])) != (sign * then, sign * now):
            message = (
                f"the text says that {id_} went from {named[1]} to {named[2]}; the scores went from {then} to {now}"
            )
            self._remark(self.places[id_], "change-differs", message, "check the sentence and the scores")


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("\u2212", "-").replace("\u2013", "-").replace("+", ""))
