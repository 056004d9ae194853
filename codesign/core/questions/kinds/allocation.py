"""Sharing out a fixed total: points, or pounds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import Any, Final

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Sent, plain_number, read_number
from codesign.core.questions.kinds.base import (
    NOT_SURE_CELL,
    BadCell,
    Bar,
    Column,
    Counts,
    Kept,
    Kind,
    Printed,
    Summary,
    Table,
    Taken,
)
from codesign.core.routing import Said
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence

MONEY: Final = ("£", "€", "$")
"""Units that stand before the number and may have pence."""

MOST: Final = 1_000_000_000
_LONGEST: Final = 30  # an amount as typed


class Allocation(Kind):
    """A total shared between choices: `settings` {"total": 100}, `unit` "points" or "£"; `parts` is {choice: as typed}.

    What is left empty counts as nothing. Conditions ask whether a choice was given anything.
    """

    code = "allocation"
    icon = "plus"
    name = N_("Share out a total")
    line = N_("People share out points or pounds between choices.")
    template = "allocation"
    fields = frozenset({"choices", "total", "unit", "offers_not_sure"})
    seconds = 60
    bare = True

    def total(self, asked: Asked) -> Decimal | None:
        """What has to be given away; None where it was never set."""
        set_to: Any = asked.settings.get("total")
        number = read_number(str(set_to)) if isinstance(set_to, (int, float, str)) and set_to is not True else None
        return number if number is not None and 0 < number <= MOST else None

    def amount(self, asked: Asked, number: Decimal) -> str:
        """ "£20", or "20 points"."""
        figure = plain_number(number)
        return f"{asked.unit}{figure}" if asked.unit in MONEY else f"{figure} {asked.unit}".strip()

    def given_away(self, given: Given) -> Decimal:
        """What has been shared out so far, as far as it can be read."""
        return sum((number for number in map(read_number, given.parts.values()) if number is not None), Decimal(0))

    def read(self, asked: Asked, sent: Sent) -> Given:
        unsure = self.says_not_sure(asked) and NOT_SURE in sent.values("not_sure")
        typed = {option.code: sent.text(option.code)[:_LONGEST] for option in asked.options}
        return Given((NOT_SURE,) if unsure else (), "", {code: words for code, words in typed.items() if words})

    def nothing(self, asked: Asked) -> Sentence:
        total = self.total(asked)
        if total is None:
            return super().nothing(asked)
        return Sentence(N_("Share out %(total)s between these."), {"total": self.amount(asked, total)})

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        typed = {code: words for code, words in given.parts.items() if words}
        if given.not_sure:
            return Sentence(N_("Share it out or select “I am not sure”, not both.")) if typed else None
        for code, words in typed.items():
            wrong = self._no_amount(asked, code, words)
            if wrong is not None:
                return wrong
        total = self.total(asked)
        left = total - self.given_away(given) if total is not None else Decimal(0)
        if total is None or left == 0:
            return None
        values: dict[str, str | int] = {"total": self.amount(asked, total), "by": self.amount(asked, abs(left))}
        if left > 0:
            return Sentence(N_("You have %(by)s left to give. Share out all of %(total)s."), values)
        return Sentence(N_("You gave %(by)s too much. Take some away so that it comes to %(total)s."), values)

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        lines = []
        for option in asked.options:
            words = given.parts.get(option.code, "")
            number = read_number(words) if words else None
            if words:
                lines.append(f"{option.label}: {self.amount(asked, number) if number is not None else words}")
        return tuple(lines)

    def said(self, asked: Asked, given: Given) -> Said:
        amounts = {code: read_number(words) for code, words in given.parts.items()}
        codes = {code for code, amount in amounts.items() if amount}
        return Said(not given.empty, frozenset({*codes, *given.values}))

    def space(self, asked: Asked) -> Space:
        """Any choices may get some of it."""
        unsure = frozenset({NOT_SURE}) if self.says_not_sure(asked) else frozenset[str]()
        return Space(groups=tuple((option.code,) for option in asked.options), alone=unsure)

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        own = tuple((option.code, option.label) for option in asked.options)
        return (*own, (NOT_SURE, N_("I am not sure"))) if self.says_not_sure(asked) else own

    def kept(self, asked: Asked, given: Given) -> Kept:
        amounts = [(option.code, read_number(given.parts.get(option.code, ""))) for option in asked.options]
        taken = (
            Taken(code, place, amount=number) for place, (code, number) in enumerate(amounts) if number is not None
        )
        return Kept(chosen=tuple(taken), not_sure=given.not_sure)

    def given(self, asked: Asked, kept: Kept) -> Given:
        amounts = {taken.code: plain_number(taken.amount) for taken in kept.chosen if taken.amount is not None}
        return Given((NOT_SURE,) if kept.not_sure else (), "", amounts)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        shared = counts.base - counts.not_sure
        means, medians = [], []
        for option in asked.options:
            gave = [amount for amount in counts.amounts.get(option.code, ()) if amount]
            # Whoever left a choice empty gave it nothing, and counts.
            everyone = [*gave, *[Decimal(0)] * max(0, shared - len(gave))] or [Decimal(0)]
            mean = (sum(everyone, Decimal(0)) / len(everyone)).quantize(Decimal("0.1"))
            middle = Decimal(median(everyone)).quantize(Decimal("0.1"))
            means.append(Bar(option.label, len(gave), self.amount(asked, mean)))
            medians.append(Bar(option.label, len(gave), self.amount(asked, middle)))
        return Summary(
            tables=(
                Table(
                    title=N_("What people gave on average"),
                    base=shared,
                    bars=tuple(means),
                    adds_to_more=True,
                    value_title=N_("Mean"),
                ),
                Table(
                    title=N_("What the person in the middle gave"),
                    base=shared,
                    bars=tuple(medians),
                    value_title=N_("Median"),
                    text_only=True,
                ),
            )
        )

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        own = tuple(
            Column(f"{asked.ref}_{place}", f"{asked.text} - {option.label}")
            for place, option in enumerate(asked.options, 1)
        )
        unsure = (Column(f"{asked.ref}_NS", f"{asked.text} - {NOT_SURE_CELL}"),) if self.says_not_sure(asked) else ()
        return (*own, *unsure)

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        cells = {}
        for place, option in enumerate(asked.options, 1):
            number = read_number(given.parts.get(option.code, ""))
            cells[f"{asked.ref}_{place}"] = plain_number(number) if number is not None else ""
        if self.says_not_sure(asked):
            cells[f"{asked.ref}_NS"] = NOT_SURE_CELL if given.not_sure else ""
        return cells

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed = {}
        for place, option in enumerate(asked.options, 1):
            key = f"{asked.ref}_{place}"
            words = cells.get(key, "").strip()
            wrong = self._no_amount(asked, option.code, words) if words else None
            if wrong is not None:
                raise BadCell(key, wrong)
            if words:
                typed[option.code] = words
        unsure = self.says_not_sure(asked) and cells.get(f"{asked.ref}_NS", "").strip()
        given = Given((NOT_SURE,) if unsure else (), "", typed)
        wrong = self.wrong(asked, given) if not given.empty else None
        if wrong is not None:
            raise BadCell(f"{asked.ref}_1", wrong)
        return given

    def on_paper(self, asked: Asked) -> Printed:
        total = self.total(asked)
        words = N_("Write a number beside each. Together they must come to %(total)s.")
        return Printed(
            rows=tuple(option.label for option in asked.options),
            numbers=True,
            unit=asked.unit,
            boxes=(N_("I am not sure"),) if self.says_not_sure(asked) else (),
            ours=True,
            note=Sentence(words, {"total": self.amount(asked, total)}) if total is not None else None,
        )

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        if self.total(asked) is None:
            return (Sentence(N_("It has no total, so nobody knows how much to share out.")),)
        return ()

    def _no_amount(self, asked: Asked, code: str, words: str) -> Sentence | None:
        """Why this is no amount for a choice."""
        option = asked.option(code)
        label = option.label if option is not None else ""
        number = read_number(words.removeprefix(asked.unit) if asked.unit in MONEY else words)
        if number is None:
            return Sentence(N_("Type a number in figures for “%(choice)s”, or leave it empty."), {"choice": label})
        if number < 0:
            return Sentence(N_("Type 0 or more for “%(choice)s”."), {"choice": label})
        if asked.unit in MONEY and number != number.quantize(Decimal("0.01")):
            return Sentence(N_("Type pounds and pence for “%(choice)s”, such as 2.50."), {"choice": label})
        if asked.unit not in MONEY and number != number.to_integral_value():
            return Sentence(N_("Type a whole number for “%(choice)s”."), {"choice": label})
        return None
