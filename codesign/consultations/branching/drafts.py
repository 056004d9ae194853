"""What staff set about the place of a question, as typed values, and conditions as groups of rules."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.consultations.drafts import QuestionDraft
from codesign.core.questions.answering import Asked
from codesign.core.routing import AllOf, AnyOf, Condition, Rule

MOST_GROUPS = 3
MOST_RULES = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Some rules, of which all (or any one) must hold."""

    every: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """A condition as the page shows it: groups of rules, of which all (or any one) must hold."""

    every: bool = True
    groups: tuple[Group, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether the page has room for it."""
        return len(self.groups) <= MOST_GROUPS and all(len(group.rules) <= MOST_RULES for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """Where a question stands and when it is asked."""

    starts_page: bool = True
    section: str = ""
    section_words: str = ""
    condition: Condition | None = None


def in_groups(condition: Condition | None) -> Groups | None:
    """A condition as groups; None for one that is nested deeper than the page shows."""
    match condition:
        case None:
            return Groups()
        case Rule():
            return Groups(True, (Group(True, (condition,)),))
        case AllOf(parts) | AnyOf(parts):
            every = isinstance(condition, AllOf)
    alone = tuple(part for part in parts if isinstance(part, Rule))
    # More rules than a group has room for run on in the next: joined alike, they mean the same.
    groups = [Group(every, alone[at : at + MOST_RULES]) for at in range(0, len(alone), MOST_RULES)]
    for part in parts:
        match part:
            case Rule():
                continue
            case AllOf(inner) | AnyOf(inner):
                rules = tuple(one for one in inner if isinstance(one, Rule))
                if len(rules) < len(inner) or not rules:
                    return None
                groups.append(Group(isinstance(part, AllOf), rules))
    return Groups(every, tuple(groups)) if groups else None


def from_groups(groups: Groups) -> Condition | None:
    """The condition back, as flat as it can be written, single rules first; None without rules."""
    parts: list[Condition] = []
    nested: list[Condition] = []
    for group in groups.groups:
        if len(group.rules) == 1 or group.every == groups.every:
            parts += group.rules
        elif group.rules:
            nested.append(_of(group.every, group.rules))
    parts += nested
    if len(parts) < 2:
        return parts[0] if parts else None
    return _of(groups.every, tuple(parts))


def alike(one: Condition | None, other: Condition | None) -> bool:
    """Whether the page shows both conditions as the same rules."""
    first, second = in_groups(one), in_groups(other)
    return one == other or (first is not None and second is not None and from_groups(first) == from_groups(second))


def _of(every: bool, parts: tuple[Condition, ...]) -> Condition:
    return AllOf(parts) if every else AnyOf(parts)


def as_asked(asked: Asked, condition: Condition | None) -> QuestionDraft:
    """The question as it is asked now, with another condition."""
    return QuestionDraft(
        type=asked.type,
        text=asked.text,
        hint=asked.hint,
        why=asked.why,
        body=asked.body,
        required=asked.required,
        offers_not_sure=asked.offers_not_sure,
        least=asked.least,
        most=asked.most,
        low=asked.low,
        high=asked.high,
        unit=asked.unit,
        settings=asked.settings,
        condition=condition,
        options=asked.options,
        rows=asked.rows,
    )


__all__ = [
    "MOST_GROUPS",
    "MOST_RULES",
    "Group",
    "Groups",
    "PlaceDraft",
    "alike",
    "as_asked",
    "from_groups",
    "in_groups",
]
