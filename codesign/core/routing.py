"""Which questions of a questionnaire a person is asked: conditions on earlier answers, and pages of questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Test(StrEnum):
    """What a rule asks of an earlier answer. `IS` means this and nothing else; `INCLUDES` means this among others."""

    IS = "is"
    IS_NOT = "is_not"
    INCLUDES = "includes"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"

    __test__ = False  # not a test class, whatever pytest thinks of its name


@dataclass(frozen=True, slots=True)
class Rule:
    """One test of one earlier answer; `value` is a choice's code (`row:column` in a matrix), empty where none is needed."""

    question: str
    test: Test
    value: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. Without parts it holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. Without parts it never holds."""

    parts: tuple[Condition, ...]


Condition = Rule | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Said:
    """What routing knows of an answer: whether there is one, and the codes in it (none for free words)."""

    answered: bool = False
    values: frozenset[str] = frozenset()


UNSAID = Said()


@dataclass(frozen=True, slots=True)
class Step:
    """A question in its place: when it is asked (None: always), and whether a new page begins with it."""

    ref: str
    condition: Condition | None = None
    starts_page: bool = True


def holds(condition: Condition | None, said: Mapping[str, Said]) -> bool:
    """Whether a person who said this meets the condition. `IS_NOT` also holds for someone who did not answer."""
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(holds(part, said) for part in parts)
        case AnyOf(parts):
            return any(holds(part, said) for part in parts)
        case Rule(question, test, value):
            answer = said.get(question, UNSAID)
            match test:
                case Test.ANSWERED:
                    return answer.answered
                case Test.NOT_ANSWERED:
                    return not answer.answered
                case Test.IS:
                    return answer.values == {value}
                case Test.IS_NOT:
                    return answer.values != {value}
                case Test.INCLUDES:
                    return value in answer.values


def asked_of(steps: Sequence[Step], said: Mapping[str, Said]) -> tuple[str, ...]:
    """The questions that apply, in order. An answer to a question that does not apply counts as not given."""
    known: dict[str, Said] = {}
    applying = []
    for step in steps:
        if holds(step.condition, known):
            applying.append(step.ref)
            if step.ref in said:
                known[step.ref] = said[step.ref]
    return tuple(applying)


def pages_of(steps: Sequence[Step], applying: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The pages of a person's way, each with the questions on it that apply; a page with none is left out."""
    pages: list[list[str]] = []
    for step in steps:
        if step.starts_page or not pages:
            pages.append([])
        if step.ref in applying:
            pages[-1].append(step.ref)
    return tuple(tuple(page) for page in pages if page)


def rules_in(condition: Condition | None) -> Iterator[Rule]:
    """Every rule of a condition, however deep."""
    match condition:
        case Rule():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from rules_in(part)


def written(condition: Condition | None) -> dict[str, Any] | None:
    """A condition as it is kept: {"all": […]}, {"any": […]} or {"question", "test", "value"}."""
    match condition:
        case None:
            return None
        case AllOf(parts):
            return {"all": [written(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [written(part) for part in parts]}
        case Rule(question, test, value):
            return {"question": question, "test": test.value, "value": value}


def read(kept: Any) -> Condition | None:
    """The condition back from how it is kept. Raises `ValueError` for anything else."""
    if kept is None:
        return None
    if not isinstance(kept, dict):
        raise ValueError("a condition is a table")
    for word, kind in (("all", AllOf), ("any", AnyOf)):
        if word in kept:
            parts = tuple(read(part) for part in kept[word])
            return kind(tuple(part for part in parts if part is not None))
    return Rule(str(kept["question"]), Test(kept["test"]), str(kept.get("value", "")))


__all__ = [
    "UNSAID",
    "AllOf",
    "AnyOf",
    "Condition",
    "Rule",
    "Said",
    "Step",
    "Test",
    "asked_of",
    "holds",
    "pages_of",
    "read",
    "rules_in",
    "written",
]
