"""Whether a questionnaire can be asked as it is built: conditions that cannot work, questions that nobody reaches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from codesign.core.routing import AllOf, AnyOf, Condition, Test, rules_in, written
from codesign.core.walking import MOST_STATES, Space, Stop, Walk, can_hold, walk
from codesign.core.words import N_, Sentence


class Severity(StrEnum):
    """What a finding means for opening."""

    STOPS = "stops"  # it cannot open like this
    WARNS = "warns"  # it can, once a person accepts it in writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found. `subject` is a question's reference, empty for the whole questionnaire.

    `judged` is what was looked at: when it changes, an acceptance no longer holds.
    """

    rule: str
    severity: Severity
    subject: str = ""
    sentence: Sentence
    judged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One question as it is built. `flaws` say why nobody could answer it."""

    stop: Stop
    flaws: tuple[Sentence, ...] = ()

    @property
    def ref(self) -> str:
        return self.stop.step.ref


@dataclass(frozen=True, slots=True)
class Check:
    """What the checker found, and the walk it rests on."""

    findings: tuple[Finding, ...]
    walk: Walk

    @property
    def stops(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.STOPS)


WHY: Final[Mapping[str, str]] = {
    "unknown_question": N_("A condition can only ask about a question that is here."),
    "unknown_choice": N_("Nobody can give an answer that is not there. The choice may have been changed or taken out."),
    "asks_nothing": N_("A page that only tells something has no answer."),
    "itself": N_("A question cannot wait for its own answer."),
    "later_question": N_("When this question comes, nobody has seen the later one yet."),
    "loop": N_("Each of these questions waits for another, so none can come first."),
    "same_page": N_("Both questions are shown at once, so the first has no answer yet."),
    "contradiction": N_("No answers at all can meet it, so nobody would be asked."),
    "unreachable": N_("A question that nobody is asked gives no answers."),
    "required_unreachable": N_("An answer is needed, and nobody is ever asked."),
    "page_never_shown": N_("A page without questions is never shown."),
    "cannot_answer": N_("Nobody could give an answer that is accepted."),
    "dead_end": N_("People would be stuck there and could not send their answers."),
    "always_asked": N_("A condition that everyone meets changes nothing. It may not be the one you meant."),
    "part_never": N_("One side of an “or” that never holds changes nothing. It may not be the one you meant."),
    "not_all_walked": N_("There are too many routes to walk each of them. What was not walked is not known."),
}
"""Why each rule matters, for staff."""


def check(questions: Sequence[Built], most_states: int = MOST_STATES) -> Check:
    """Everything that is wrong with the routes, in the order of the questions; first what stops opening.

    Reaches no further than its walk: a question is called unreachable only when every route was walked.
    """
    walked = walk([question.stop for question in questions], most_states)
    found = _Found(questions, walked)
    findings = [*found.all()]
    findings.sort(key=lambda each: each.severity is Severity.WARNS)
    return Check(tuple(findings), walked)


@dataclass(slots=True)
class _Found:
    questions: Sequence[Built]
    walked: Walk
    places: dict[str, int] = field(init=False)
    spaces: dict[str, Space] = field(init=False)
    pages: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {question.ref: place for place, question in enumerate(self.questions)}
        self.spaces = {question.ref: question.stop.space for question in self.questions}
        self.pages = []
        for question in self.questions:
            starts = question.stop.step.starts_page or not self.pages
            self.pages.append((self.pages[-1] + 1 if self.pages else 0) if starts else self.pages[-1])

    def all(self) -> Iterator[Finding]:
        for question in self.questions:
            yield from self._rules(question)
            yield from self._reaching(question)
            for flaw in question.flaws:
                yield self._stop("cannot_answer", question, flaw)
            if question.ref in self.walked.dead_ends and not question.flaws:
                message = N_("%(question)s needs an answer, but none can be given.")
                yield self._stop("dead_end", question, Sentence(message, {"question": question.ref}))
        yield from self._loops()
        yield from self._pages()
        if not self.walked.complete:
            message = N_("%(routes)s routes were walked. There are more, and those were not walked.")
            judged = json.dumps([written(question.stop.step.condition) for question in self.questions])
            yield Finding(
                rule="not_all_walked",
                severity=Severity.WARNS,
                sentence=Sentence(message, {"routes": self.walked.routes}),
                judged=judged,
            )

    def _rules(self, question: Built) -> Iterator[Finding]:
        """What is wrong with single rules of its condition; each thing said once."""
        place = self.places[question.ref]
        said: set[tuple[str, str, str]] = set()
        for rule in rules_in(question.stop.step.condition):
            named = {"question": question.ref, "other": rule.question}
            other = self.places.get(rule.question)
            sort, message = "", ""
            if other is None:
                sort = "unknown_question"
                message = N_("%(question)s asks about %(other)s, which is not in this questionnaire.")
            elif other == place:
                sort, message = "itself", N_("%(question)s asks about its own answer.")
            elif other > place:
                sort = "later_question"
                message = N_("%(question)s asks about %(other)s, which comes later. Move one of them.")
            elif self.pages[other] == self.pages[place]:
                sort = "same_page"
                message = N_("%(question)s asks about %(other)s on the same page. Start a new page at %(question)s.")
            elif not self.spaces[rule.question].asks:
                sort = "asks_nothing"
                message = N_("%(question)s asks about %(other)s, which only tells something.")
            if sort and (sort, rule.question, "") not in said:
                said.add((sort, rule.question, ""))
                yield self._stop(sort, question, Sentence(message, named))
            needs_code = rule.test in (Test.IS, Test.IS_NOT, Test.INCLUDES)
            unknown = needs_code and other is not None and not self.spaces[rule.question].knows(rule.value)
            if unknown and sort != "asks_nothing" and ("choice", rule.question, rule.value) not in said:
                said.add(("choice", rule.question, rule.value))
                message = N_("%(question)s asks about an answer to %(other)s that is not there: “%(code)s”.")
                yield self._stop("unknown_choice", question, Sentence(message, {**named, "code": rule.value}))

    def _reaching(self, question: Built) -> Iterator[Finding]:
        condition = question.stop.step.condition
        named = {"question": question.ref}
        if question.ref not in self.walked.reached:
            if condition is not None and not can_hold(condition, self._earlier(question)):
                message = N_("The condition of %(question)s can never be met.")
                yield self._stop("contradiction", question, Sentence(message, named))
            if not self.walked.complete:
                return
            if question.stop.required:
                message = N_("%(question)s needs an answer, but no route leads to it.")
                yield self._stop("required_unreachable", question, Sentence(message, named))
            else:
                message = N_("No route leads to %(question)s.")
                yield self._stop("unreachable", question, Sentence(message, named))
            return
        if condition is None:
            return
        if self.walked.complete and question.ref not in self.walked.skipped:
            message = N_("%(question)s has a condition, but everyone is asked.")
            yield self._warn("always_asked", question, Sentence(message, named))
            return
        for part in _alternatives(condition):
            if not can_hold(part, self._earlier(question)):
                message = N_("One part of the condition of %(question)s can never be met.")
                yield self._warn("part_never", question, Sentence(message, named))
                return

    def _earlier(self, question: Built) -> dict[str, Space]:
        """What can be answered before this question; a later one has no answer yet."""
        return {each.ref: each.stop.space for each in self.questions[: self.places[question.ref]]}

    def _loops(self) -> Iterator[Finding]:
        """Questions that wait for one another, each loop once, told from its first question on."""
        waits = {
            question.ref: tuple(
                dict.fromkeys(
                    rule.question
                    for rule in rules_in(question.stop.step.condition)
                    if rule.question in self.places and rule.question != question.ref
                )
            )
            for question in self.questions
        }
        told: set[str] = set()
        for question in self.questions:
            round_trip = _way_back(question.ref, waits) if question.ref not in told else ()
            if round_trip:
                told.update(round_trip)
                message = N_("These questions wait for each other: %(questions)s.")
                names = ", ".join((*round_trip, question.ref))
                yield self._stop("loop", question, Sentence(message, {"questions": names}))

    def _pages(self) -> Iterator[Finding]:
        if not self.walked.complete:
            return
        for page in sorted(set(self.pages)):
            here = [question for question, own in zip(self.questions, self.pages, strict=True) if own == page]
            if not any(question.ref in self.walked.reached for question in here):
                message = N_("Page %(page)s is never shown, because nobody is asked anything on it.")
                yield self._stop("page_never_shown", here[0], Sentence(message, {"page": page + 1}))

    def _stop(self, rule: str, question: Built, sentence: Sentence) -> Finding:
        return Finding(rule=rule, severity=Severity.STOPS, subject=question.ref, sentence=sentence)

    def _warn(self, rule: str, question: Built, sentence: Sentence) -> Finding:
        judged = json.dumps(written(question.stop.step.condition), sort_keys=True)
        return Finding(rule=rule, severity=Severity.WARNS, subject=question.ref, sentence=sentence, judged=judged)


def _alternatives(condition: Condition) -> Iterator[Condition]:
    """Every side of every "or"."""
    match condition:
        case AnyOf(parts):
            if len(parts) > 1:
                yield from parts
            for part in parts:
                yield from _alternatives(part)
        case AllOf(parts):
            for part in parts:
                yield from _alternatives(part)


def _way_back(start: str, waits: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from a question back to itself, without the last step; empty where there is none."""
    trails: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while trails:
        onward: list[tuple[str, ...]] = []
        for trail in trails:
            for ref in waits[trail[-1]]:
                if ref == start:
                    return trail
                if ref not in seen:
                    seen.add(ref)
                    onward.append((*trail, ref))
        trails = onward
    return ()


__all__ = ["WHY", "Built", "Check", "Finding", "Severity", "check"]
