"""Routing said in words for paper: which questions a person answers, and where to go on if not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

from codesign.core.questions.answering import NOT_SURE, Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Test
from codesign.core.words import N_

Say = Callable[..., str]
"""A message id and its values to words in one language."""


@dataclass(frozen=True, slots=True)
class Run:
    """Questions in a row with one condition: the first and the last, and what comes after (None: the end)."""

    first: int
    last: int
    after: int | None
    condition: Condition


def numbers_of(questionnaire: Questionnaire) -> dict[str, int]:
    """The number that each question has on paper, counted from 1; what only tells something has none."""
    return {asked.ref: place for place, asked in enumerate(questionnaire.questions, 1)}


def runs_of(questionnaire: Questionnaire) -> dict[str, Run]:
    """Each run of questions with one condition, under the reference of the place where it begins."""
    numbers = numbers_of(questionnaire)
    places = [place.asked for place in questionnaire.places]
    found: dict[str, Run] = {}
    at = 0
    while at < len(places):
        condition, end = places[at].condition, at
        while end + 1 < len(places) and places[end + 1].condition == condition:
            end += 1
        inside = [numbers[one.ref] for one in places[at : end + 1] if one.ref in numbers]
        if condition is not None:
            after = next((numbers[one.ref] for one in places[end + 1 :] if one.ref in numbers), None)
            first = inside[0] if inside else 0
            found[places[at].ref] = Run(first, inside[-1] if inside else 0, after, condition)
        at = end + 1
    return found


def routing_words(questionnaire: Questionnaire, run: Run, say: Say) -> str:
    """The instruction that stands above a run."""
    when = condition_words(run.condition, questionnaire, say)
    if not run.first:
        return say(N_("Read this part only if %(condition)s."), condition=when)
    if run.first == run.last:
        start = say(N_("Answer question %(first)s only if %(condition)s."), first=run.first, condition=when)
    elif run.first + 1 == run.last:
        start = say(
            N_("Answer questions %(first)s and %(last)s only if %(condition)s."),
            first=run.first,
            last=run.last,
            condition=when,
        )
    else:
        start = say(
            N_("Answer questions %(first)s to %(last)s only if %(condition)s."),
            first=run.first,
            last=run.last,
            condition=when,
        )
    if run.after is None:
        return say(N_("%(instruction)s If not, go to the end."), instruction=start)
    return say(N_("%(instruction)s If not, go to question %(after)s."), instruction=start, after=run.after)


def condition_words(condition: Condition, questionnaire: Questionnaire, say: Say) -> str:
    """A condition as it reads after "only if"."""
    asked = {place.asked.ref: place.asked for place in questionnaire.places}
    return _words(condition, asked, numbers_of(questionnaire), say, inside=False)


def _words(
    condition: Condition, asked: Mapping[str, Asked], numbers: Mapping[str, int], say: Say, *, inside: bool
) -> str:
    match condition:
        case Rule():
            return _rule(condition, asked.get(condition.question), numbers, say)
        case AllOf(parts):
            message = N_("%(first)s and %(second)s")
        case AnyOf(parts):
            message = N_("%(first)s or %(second)s")
    if not parts:
        return say(N_("always")) if isinstance(condition, AllOf) else say(N_("never"))
    said = [_words(part, asked, numbers, say, inside=len(parts) > 1) for part in parts]
    whole = reduce(lambda first, second: say(message, first=first, second=second), said)
    return f"({whole})" if inside and len(parts) > 1 else whole


def _rule(rule: Rule, asked: Asked | None, numbers: Mapping[str, int], say: Say) -> str:
    if asked is None or asked.ref not in numbers:
        return say(N_("never"))
    number = numbers[asked.ref]
    kind = kind_of(asked)
    printed = kind.on_paper(asked)
    labels = dict(kind.values(asked))
    label = labels.get(rule.value, rule.value)
    if rule.value == NOT_SURE or printed.ours:
        label = say(label)
    ticked, alone = rule.value in labels, not printed.one_only
    match rule.test:
        case Test.ANSWERED:
            message = N_("you answered question %(number)s")
        case Test.NOT_ANSWERED:
            message = N_("you left question %(number)s empty")
        case Test.INCLUDES:
            message = (
                N_("you ticked “%(label)s” in question %(number)s")
                if ticked
                else N_("you wrote “%(label)s” in question %(number)s")
            )
        case Test.IS if not ticked:
            message = N_("you wrote “%(label)s” in question %(number)s")
        case Test.IS if alone:
            message = N_("you ticked only “%(label)s” in question %(number)s")
        case Test.IS:
            message = N_("you ticked “%(label)s” in question %(number)s")
        case Test.IS_NOT if not ticked:
            message = N_("you did not write “%(label)s” in question %(number)s")
        case Test.IS_NOT if alone:
            message = N_("you did not tick only “%(label)s” in question %(number)s")
        case Test.IS_NOT:
            message = N_("you did not tick “%(label)s” in question %(number)s")
    if "label" not in message:
        return say(message, number=number)
    return say(message, number=number, label=label)


__all__ = ["Run", "Say", "condition_words", "numbers_of", "routing_words", "runs_of"]
