"""Putting choices in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Sent
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
from codesign.core.words import N_, Sentence

_LONGEST: Final = 10  # a place as typed


class Ranking(Kind):
    """Choices in order of importance, all of them or the `most` important ones.

    A clean order is `values`, first place first. Places that are no order yet (two firsts, a gap) stay in `parts`, by
    choice, so that they can be put right. Conditions ask what was put first.
    """

    code = "ranking"
    icon = "arrow-up"
    name = N_("Ranking")
    line = N_("People put choices in order, the most important first.")
    template = "ranking"
    fields = frozenset({"choices", "least", "most", "offers_not_sure"})
    seconds = 45
    bare = True

    def places(self, asked: Asked) -> int:
        """How many places there are to give."""
        return min(asked.most or len(asked.options), len(asked.options))

    def placed(self, asked: Asked, given: Given) -> dict[str, str]:
        """The place of each choice as typed, or as it follows from the order."""
        order = [code for code in given.values if code != NOT_SURE]
        return dict(given.parts) or {code: str(place) for place, code in enumerate(order, 1)}

    def read(self, asked: Asked, sent: Sent) -> Given:
        typed = {option.code: sent.text(option.code)[:_LONGEST] for option in asked.options}
        typed = {code: place for code, place in typed.items() if place}
        unsure = (NOT_SURE,) if self.says_not_sure(asked) and NOT_SURE in sent.values("not_sure") else ()
        order = _order(typed)
        if order is None or len(order) > self.places(asked):
            return Given(unsure, "", typed)
        return Given((*order, *unsure))

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Put the most important choice first, then the next."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        if given.not_sure and len(given.values) + len(given.parts) > 1:
            return Sentence(N_("Give places or select “I am not sure”, not both."))
        if given.not_sure:
            return None
        if given.parts:
            return self._no_order(asked, given.parts)
        if len(given.values) > self.places(asked):
            return Sentence(N_("Give places 1 to %(last)s only."), {"last": self.places(asked)})
        if asked.least is not None and len(given.values) < asked.least:
            return Sentence(N_("Put %(least)s choices or more in order."), {"least": asked.least})
        return None

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        labels = {option.code: option.label for option in asked.options}
        placed = [(place, labels[code]) for code, place in self.placed(asked, given).items() if code in labels]
        return tuple(f"{place}. {label}" for place, label in sorted(placed, key=lambda one: _number(one[0]) or 0))

    def said(self, asked: Asked, given: Given) -> Said:
        return Said(not given.empty, frozenset(given.values[:1]))

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        own = tuple((option.code, option.label) for option in asked.options)
        return (*own, (NOT_SURE, N_("I am not sure"))) if self.says_not_sure(asked) else own

    def kept(self, asked: Asked, given: Given) -> Kept:
        codes = [code for code in given.values if asked.option(code) is not None]
        return Kept(chosen=tuple(Taken(code, place) for place, code in enumerate(codes)), not_sure=given.not_sure)

    def given(self, asked: Asked, kept: Kept) -> Given:
        codes = tuple(taken.code for taken in sorted(kept.chosen, key=lambda taken: taken.position))
        return Given((*codes, NOT_SURE) if kept.not_sure else codes)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        firsts, anywhere = [], []
        for option in asked.options:
            places = {place: n for (code, place), n in counts.places.items() if code == option.code}
            ranked = sum(places.values())
            mean = f"{sum((place + 1) * n for place, n in places.items()) / ranked:.1f}" if ranked else ""
            firsts.append(Bar(option.label, places.get(0, 0)))
            anywhere.append(Bar(option.label, ranked, mean))
        if self.says_not_sure(asked) or counts.not_sure:
            firsts.append(Bar(N_("I am not sure"), counts.not_sure, ours=True))
        # Best placed first; a choice that nobody placed comes last.
        anywhere.sort(key=lambda bar: (not bar.n, float(bar.value or 0), -bar.n))
        return Summary(
            tables=(
                Table(title=N_("Put first"), base=counts.base, bars=tuple(firsts)),
                Table(
                    title=N_("Given any place"),
                    base=counts.base,
                    bars=tuple(anywhere),
                    adds_to_more=True,
                    value_title=N_("Average place"),
                ),
            )
        )

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        own = tuple(
            Column(f"{asked.ref}_{place}", f"{asked.text} - {option.label}")
            for place, option in enumerate(asked.options, 1)
        )
        return (*own, Column(f"{asked.ref}_NS", f"{asked.text} - {NOT_SURE_CELL}")) if self._unsure(asked) else own

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        placed = self.placed(asked, given)
        cells = {f"{asked.ref}_{number}": placed.get(option.code, "") for number, option in enumerate(asked.options, 1)}
        return {**cells, f"{asked.ref}_NS": NOT_SURE_CELL if given.not_sure else ""} if self._unsure(asked) else cells

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed = {}
        for number, option in enumerate(asked.options, 1):
            key = f"{asked.ref}_{number}"
            place = cells.get(key, "").strip().removesuffix(".0")
            if place and not 1 <= (_number(place) or 0) <= self.places(asked):
                raise BadCell(
                    key,
                    Sentence(N_("Write a place from 1 to %(last)s, or leave it empty."), {"last": self.places(asked)}),
                )
            if place:
                typed[option.code] = place
        unsure = (NOT_SURE,) if self._unsure(asked) and cells.get(f"{asked.ref}_NS", "").strip() else ()
        order = _order(typed)
        given = Given((*order, *unsure)) if order is not None else Given(unsure, "", typed)
        wrong = self.wrong(asked, given) if not given.empty else None
        if wrong is not None:
            raise BadCell(f"{asked.ref}_1", wrong)
        return given

    def on_paper(self, asked: Asked) -> Printed:
        note = Sentence(N_("Write 1 beside the most important, then 2, and so on."))
        if self.places(asked) < len(asked.options):
            words = N_("Write 1 beside the most important, and go on to %(last)s.")
            note = Sentence(words, {"last": self.places(asked)})
        return Printed(
            rows=tuple(option.label for option in asked.options),
            numbers=True,
            boxes=(N_("I am not sure"),) if self.says_not_sure(asked) else (),
            ours=True,
            note=note,
        )

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        if asked.least is not None and asked.least > self.places(asked):
            words = N_("%(least)s choices must be put in order, but there are only %(last)s places.")
            return (Sentence(words, {"least": asked.least, "last": self.places(asked)}),)
        return ()

    def _unsure(self, asked: Asked) -> bool:
        return self.says_not_sure(asked)

    def _no_order(self, asked: Asked, typed: Mapping[str, str]) -> Sentence:
        labels = {option.code: option.label for option in asked.options}
        last = self.places(asked)
        seen: dict[int, str] = {}
        for code, place in typed.items():
            number = _number(place)
            if number is None or not 1 <= number <= last:
                return Sentence(N_("Give places 1 to %(last)s only."), {"last": last})
            if number in seen:
                words = N_("“%(one)s” and “%(other)s” both have place %(place)s. Give each its own.")
                values: dict[str, str | int] = {
                    "one": labels.get(seen[number], ""),
                    "other": labels.get(code, ""),
                    "place": number,
                }
                return Sentence(words, values)
            seen[number] = code
        gap = next((number for number in range(1, len(seen) + 1) if number not in seen), 1)
        return Sentence(N_("Nothing has place %(gap)s yet. Number your choices from 1 with no gap."), {"gap": gap})


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) <= 3 else None


def _order(typed: Mapping[str, str]) -> tuple[str, ...] | None:
    """The codes in order when their places are 1, 2, 3 … each once; else None."""
    places = {_number(place): code for code, place in typed.items()}
    if set(places) != set(range(1, len(typed) + 1)):
        return None
    return tuple(places[place] for place in range(1, len(typed) + 1))
