"""Conditions in words, as staff read them beside a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from codesign.core.questions.answering import NOT_SURE, Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Test
from codesign.core.words import N_, Sentence

Say = Callable[[Sentence], str]
"""A sentence in the reader's language."""


def asked_only_if(condition: Condition | None, asked: Mapping[str, Asked], say: Say = str) -> str:
    """When a question is asked, as a whole sentence; empty when everyone is asked. `asked` are all questions, by ref."""
    if condition is None:
        return ""
    words = condition_in_words(condition, asked, say)
    return say(Sentence(N_("Asked only if %(condition)s."), {"condition": words}))


def condition_in_words(condition: Condition, asked: Mapping[str, Asked], say: Say = str) -> str:
    """A condition as it reads after "only if"; groups inside it stand in brackets."""
    return _words(condition, asked, say, inside=False)


def answers_of(asked: Asked, say: Say = str) -> tuple[tuple[str, str], ...]:
    """Every (code, label) of an answer that a condition can name."""
    kind = kind_of(asked)
    return tuple(
        (code, say(Sentence(label)) if label and (kind.ours or code == NOT_SURE) else label)
        for code, label in kind.values(asked)
    )


def _words(condition: Condition, asked: Mapping[str, Asked], say: Say, *, inside: bool) -> str:
    match condition:
        case Rule():
            return _rule(condition, asked.get(condition.question), say)
        case AllOf(parts):
            joined, none = N_("%(first)s and %(second)s"), N_("always")
        case AnyOf(parts):
            joined, none = N_("%(first)s or %(second)s"), N_("never")
    if not parts:
        return say(Sentence(none))
    said = [_words(part, asked, say, inside=len(parts) > 1) for part in parts]
    whole = reduce(lambda first, second: say(Sentence(joined, {"first": first, "second": second})), said)
    return f"({whole})" if inside and len(parts) > 1 else whole


def _rule(rule: Rule, asked: Asked | None, say: Say) -> str:
    label = rule.value
    one_only = False
    if asked is not None:
        label = dict(answers_of(asked, say)).get(rule.value, rule.value)
        one_only = kind_of(asked).space(asked).one_only
    match rule.test:
        case Test.ANSWERED:
            message = N_("%(question)s is answered")
        case Test.NOT_ANSWERED:
            message = N_("%(question)s is not answered")
        case Test.INCLUDES if not one_only:
            message = N_("%(question)s includes “%(answer)s”")
        case Test.IS if not one_only:
            message = N_("%(question)s is “%(answer)s” and nothing else")
        case Test.IS_NOT if not one_only:
            message = N_("%(question)s is anything but “%(answer)s” alone")
        case Test.IS | Test.INCLUDES:
            message = N_("%(question)s is “%(answer)s”")
        case Test.IS_NOT:
            message = N_("%(question)s is not “%(answer)s”")
    return say(Sentence(message, {"question": rule.question, "answer": label}))


__all__ = ["Say", "answers_of", "asked_only_if", "condition_in_words"]
