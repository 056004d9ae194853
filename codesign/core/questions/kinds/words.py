"""Free words, short and long, and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median

from codesign.core.questions.answering import LONG_LIMIT, NOT_SURE, Asked, Given, Sent, plain_number, read_number
from codesign.core.questions.kinds.base import (
    NOT_SURE_CELL,
    BadCell,
    Counts,
    Figures,
    Kept,
    Kind,
    Printed,
    Summary,
    kept_words,
    too_long,
)
from codesign.core.routing import Said
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence


class ShortText(Kind):
    """A few words."""

    code = "short_text"
    icon = "pencil"
    name = N_("Short text")
    line = N_("A line or two in their own words, up to 300 letters.")
    template = "words"
    own_words = True
    seconds = 40
    rows = 3

    def says_not_sure(self, asked: Asked) -> bool:
        return False

    def read(self, asked: Asked, sent: Sent) -> Given:
        return Given((), kept_words(sent.text()))

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Write your answer."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        return too_long(given.words, self.limit(asked))


class LongText(ShortText):
    """As much as someone wants to say."""

    code = "long_text"
    icon = "page"
    name = N_("Long text")
    line = N_("As much as they like in their own words, up to 5,000 letters.")
    seconds = 80
    rows = 8

    def limit(self, asked: Asked) -> int:
        return LONG_LIMIT

    def on_paper(self, asked: Asked) -> Printed:
        return Printed(lines=8)


class Number(Kind):
    """A number, with a unit and a range."""

    code = "number"
    icon = "chart"
    name = N_("Number")
    line = N_("A number in figures, such as miles or hours.")
    template = "number"
    fields = frozenset({"low", "high", "unit", "offers_not_sure"})
    seconds = 15

    def read(self, asked: Asked, sent: Sent) -> Given:
        unsure = self.says_not_sure(asked) and NOT_SURE in sent.values("not_sure")
        return Given((NOT_SURE,) if unsure else (), kept_words(sent.text()))

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Type a number."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
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

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        if not given.words:
            return ()
        number = read_number(given.words)
        figure = plain_number(number) if number is not None else given.words
        return (f"{figure} {asked.unit}".strip(),)

    def said(self, asked: Asked, given: Given) -> Said:
        number = read_number(given.words) if given.words else None
        codes = {plain_number(number)} if number is not None else set(given.values)
        return Said(not given.empty, frozenset(codes))

    def space(self, asked: Asked) -> Space:
        unsure = frozenset({NOT_SURE}) if self.says_not_sure(asked) else frozenset[str]()
        return Space(within=(asked.low, asked.high), alone=unsure)

    def kept(self, asked: Asked, given: Given) -> Kept:
        return Kept(number=read_number(given.words) if given.words else None, not_sure=given.not_sure)

    def given(self, asked: Asked, kept: Kept) -> Given:
        words = plain_number(kept.number) if kept.number is not None else ""
        return Given((NOT_SURE,) if kept.not_sure else (), words)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        if not counts.numbers:
            return Summary()
        middle = Decimal(median(counts.numbers)).quantize(Decimal("0.01"))
        low, high = min(counts.numbers), max(counts.numbers)
        return Summary(figures=Figures(plain_number(low), plain_number(middle), plain_number(high), asked.unit))

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        number = read_number(given.words) if given.words else None
        figure = plain_number(number) if number is not None else given.words
        return {asked.ref: NOT_SURE_CELL if given.not_sure else figure}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        given = super().from_cells(asked, cells)
        wrong = self.wrong(asked, given) if not given.empty else None
        if wrong is not None:
            raise BadCell(asked.ref, wrong)
        return given

    def on_paper(self, asked: Asked) -> Printed:
        boxes = (N_("I am not sure"),) if self.says_not_sure(asked) else ()
        return Printed(cells=8, unit=asked.unit, boxes=boxes, ours=True)

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        if asked.low is not None and asked.high is not None and asked.low > asked.high:
            return (Sentence(N_("The lowest number is more than the highest, so no number fits.")),)
        return ()
