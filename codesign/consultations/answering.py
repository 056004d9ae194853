"""What a question asks, what a resident gave, and whether the one answers the other: values and rules, no rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from codesign.core.terms import QuestionType
from codesign.core.words import N_, Sentence

NOT_SURE: Final = "not_sure"
"""What "I am not sure" sends; never the code of a choice we make."""

SHORT_LIMIT: Final = 300
LONG_LIMIT: Final = 5000
KEPT_LIMIT: Final = 20_000
"""A draft keeps what was typed beyond the limit of an answer, so that it can be cut by its writer; not without end."""

CLOSED_TYPES: Final = frozenset({QuestionType.ONE_CHOICE, QuestionType.SEVERAL_CHOICES, QuestionType.AGREE_SCALE})
TEXT_TYPES: Final = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})

# How long a question takes, in seconds, to read and to answer on a phone.
_SECONDS: Final = {
    QuestionType.ONE_CHOICE: 20,
    QuestionType.SEVERAL_CHOICES: 35,
    QuestionType.AGREE_SCALE: 20,
    QuestionType.NUMBER: 15,
    QuestionType.SHORT_TEXT: 40,
    QuestionType.LONG_TEXT: 80,
}
_LARGEST: Final = Decimal(10) ** 10  # what the column holds: 14 digits, 4 of them decimals


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: `exclusive` is "none of these", `takes_text` is "something else"."""

    code: str
    label: str
    exclusive: bool = False
    takes_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One wording of a question as residents see it."""

    ref: str
    version: int
    type: QuestionType
    text: str
    hint: str = ""
    why: str = ""
    required: bool = False
    offers_not_sure: bool = False
    most: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    options: tuple[Option, ...] = ()

    @property
    def takes_several(self) -> bool:
        return self.type is QuestionType.SEVERAL_CHOICES

    @property
    def chosen_from_list(self) -> bool:
        return self.type in CLOSED_TYPES

    @property
    def plain_options(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.exclusive)

    @property
    def exclusive_options(self) -> tuple[Option, ...]:
        """What stands after the "or"."""
        return tuple(option for option in self.options if option.exclusive)

    @property
    def says_not_sure(self) -> bool:
        """Whether "I am not sure" is added here: not where it is already one of the choices, nor beside free words."""
        known = any(option.code == NOT_SURE for option in self.options)
        return self.offers_not_sure and self.type not in TEXT_TYPES and not known

    @property
    def limit(self) -> int:
        """Characters of free words."""
        return LONG_LIMIT if self.type is QuestionType.LONG_TEXT else SHORT_LIMIT


@dataclass(frozen=True, slots=True)
class Given:
    """What a resident gave: codes of choices, and words (free text, a number as typed, or "something else")."""

    values: tuple[str, ...] = ()
    words: str = ""

    @property
    def empty(self) -> bool:
        return not self.values and not self.words

    @property
    def not_sure(self) -> bool:
        return NOT_SURE in self.values


def given_to(asked: Asked, values: Sequence[str], words: str) -> Given:
    """What was sent, as far as the question knows it: known codes in its order, words where it takes any."""
    known = [option.code for option in asked.options] if asked.chosen_from_list else []
    if asked.says_not_sure:
        known.append(NOT_SURE)
    chosen = tuple(code for code in known if code in values)
    if asked.chosen_from_list and not asked.takes_several:
        chosen = chosen[:1]
    writes = {option.code for option in asked.options if option.takes_text}
    if asked.chosen_from_list and not writes & set(chosen):
        words = ""
    return Given(chosen, words[:KEPT_LIMIT])


def stored(asked: Asked, given: Given) -> dict[str, Any]:
    """The answer as a draft keeps it, with the wording it answers."""
    return {"version": asked.version, "values": list(given.values), "words": given.words}


def restored(kept: Any) -> tuple[int, Given]:
    """The wording's number and the answer from a draft; whatever cannot be read counts as skipped."""
    if not isinstance(kept, dict):
        return 0, Given()
    version, values, words = kept.get("version"), kept.get("values"), kept.get("words")
    codes = tuple(code for code in values if isinstance(code, str)) if isinstance(values, list) else ()
    return version if isinstance(version, int) else 0, Given(codes, words if isinstance(words, str) else "")


def problem(asked: Asked, given: Given) -> Sentence | None:
    """Why this is no answer to the question, as a sentence that says what to do; None when it is one, or a skip."""
    if given.empty:
        return _nothing(asked) if asked.required else None
    if asked.type is QuestionType.NUMBER:
        return _number_problem(asked, given)
    if len(given.words) > asked.limit:
        return Sentence(N_("Make this %(limit)s characters or fewer."), {"limit": asked.limit})
    if asked.takes_several:
        return _several_problem(asked, given.values)
    return None


def read_number(words: str) -> Decimal | None:
    """The number someone typed, with or without commas for thousands; None when it is not one we can keep."""
    try:
        number = Decimal(words.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= _LARGEST:
        return None
    return number.quantize(Decimal("0.0001"))


def plain_number(number: Decimal) -> str:
    """A number without the zeros that storing it adds."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def minutes_for(types: Collection[QuestionType]) -> int:
    """Whole minutes, at least one, that questions of these types take."""
    return max(1, round(sum(_SECONDS[kind] for kind in types) / 60))


def _nothing(asked: Asked) -> Sentence:
    if asked.type is QuestionType.NUMBER:
        return Sentence(N_("Type a number."))
    if asked.type in TEXT_TYPES:
        return Sentence(N_("Write your answer."))
    if asked.takes_several:
        if asked.exclusive_options:
            message = N_("Select all that fit, or select “%(none)s”.")
            return Sentence(message, {"none": asked.exclusive_options[0].label})
        return Sentence(N_("Select at least one answer."))
    return Sentence(N_("Select one answer."))


def _several_problem(asked: Asked, values: tuple[str, ...]) -> Sentence | None:
    alone = {option.code: option.label for option in asked.exclusive_options}
    if len(values) > 1:
        for code in values:
            if code in alone:
                return Sentence(N_("Select “%(none)s” or other answers, not both."), {"none": alone[code]})
        if NOT_SURE in values:
            return Sentence(N_("Select “I am not sure” or other answers, not both."))
    if asked.most is not None and len(values) > asked.most:
        return Sentence(N_("Select %(most)s answers or fewer."), {"most": asked.most})
    return None


def _number_problem(asked: Asked, given: Given) -> Sentence | None:
    if given.not_sure:
        return Sentence(N_("Type a number or select “I am not sure”, not both.")) if given.words else None
    number = read_number(given.words)
    if number is None:
        return Sentence(N_("Type a number in figures, such as 4."))
    low, high = asked.low, asked.high
    if low is not None and high is not None and not low <= number <= high:
        values: dict[str, str | int] = {"low": plain_number(low), "high": plain_number(high)}
        return Sentence(N_("Type a number from %(low)s to %(high)s."), values)
    if low is not None and number < low:
        return Sentence(N_("Type a number that is %(low)s or more."), {"low": plain_number(low)})
    if high is not None and number > high:
        return Sentence(N_("Type a number that is %(high)s or less."), {"high": plain_number(high)})
    return None
