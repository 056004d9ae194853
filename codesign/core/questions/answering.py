"""What a question asks and what a resident gave, as values; what each kind of question makes of them is in `kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol

from codesign.core.routing import Condition
from codesign.core.terms import QuestionType

NOT_SURE: Final = "not_sure"
"""What "I am not sure" sends; never the code of a choice we make."""

SHORT_LIMIT: Final = 300
LONG_LIMIT: Final = 5000
KEPT_LIMIT: Final = 20_000
"""A draft keeps what was typed beyond the limit of an answer, so that it can be cut by its writer; not without end."""

NEVER_KEPT: Final = frozenset({"postcode", "refused"})
"""Parts of an answer that go back to the page at most: a postcode we do not know, and why a file was not taken."""

_LARGEST: Final = Decimal(10) ** 10  # what the column holds: 14 digits, 4 of them decimals


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: `exclusive` is "none of these", `takes_text` is "something else"; `picture` names an upload."""

    code: str
    label: str
    exclusive: bool = False
    takes_text: bool = False
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One wording of a question as residents see it. `options` are the choices or a matrix's columns, `rows` its rows."""

    ref: str
    version: int
    type: QuestionType
    text: str
    hint: str = ""
    why: str = ""
    body: str = ""
    required: bool = False
    offers_not_sure: bool = False
    least: int | None = None
    most: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    condition: Condition | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    language: str = ""  # of its words; empty where nobody has asked
    others: Mapping[str, str] = field(default_factory=dict)  # part of it → language, of words that are in another one

    @property
    def plain_options(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.exclusive)

    @property
    def exclusive_options(self) -> tuple[Option, ...]:
        """What stands after the "or"."""
        return tuple(option for option in self.options if option.exclusive)

    def language_of(self, part: str) -> str:
        """The language of one of its texts: "text", "hint", "choice.c3"."""
        return self.others.get(part, self.language)

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)


@dataclass(frozen=True, slots=True)
class Given:
    """What a resident gave, as typed: codes of choices, words, and named parts (a day, a matrix row, an amount)."""

    values: tuple[str, ...] = ()
    words: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.values and not self.words and not any(self.parts.values())

    @property
    def not_sure(self) -> bool:
        return NOT_SURE in self.values


class Sent(Protocol):
    """The fields of one question as they came: `suffix` is empty, "words", "not_sure" or the name of a part."""

    def values(self, suffix: str = "") -> list[str]: ...

    def text(self, suffix: str = "") -> str: ...


def stored(asked: Asked, given: Given) -> dict[str, Any]:
    """The answer as a draft keeps it, with the wording it answers."""
    kept: dict[str, Any] = {"version": asked.version, "values": list(given.values), "words": given.words}
    parts = {name: part for name, part in given.parts.items() if name not in NEVER_KEPT}
    return {**kept, "parts": parts} if parts else kept


def restored(kept: Any) -> tuple[int, Given]:
    """The wording's number and the answer from a draft; whatever cannot be read counts as skipped."""
    if not isinstance(kept, dict):
        return 0, Given()
    version, values, words, parts = (kept.get(name) for name in ("version", "values", "words", "parts"))
    codes = tuple(code for code in values if isinstance(code, str)) if isinstance(values, list) else ()
    named = (
        {str(name): part for name, part in parts.items() if isinstance(part, str)} if isinstance(parts, dict) else {}
    )
    return version if isinstance(version, int) else 0, Given(codes, words if isinstance(words, str) else "", named)


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
