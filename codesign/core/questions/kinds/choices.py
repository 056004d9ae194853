"""Choosing from a list: one, several, or how far one agrees."""

from __future__ import annotations

from collections.abc import Mapping

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Option, Sent
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
    kept_words,
    too_long,
)
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence

AGREE_SCALE = (
    Option("strongly_agree", N_("Strongly agree")),
    Option("agree", N_("Agree")),
    Option("neither", N_("Neither agree nor disagree")),
    Option("disagree", N_("Disagree")),
    Option("strongly_disagree", N_("Strongly disagree")),
)
"""The five answers of every agree scale, most agreeing first."""


class OneChoice(Kind):
    """One of several, as radio buttons."""

    code = "one_choice"
    icon = "check"
    name = N_("One choice")
    line = N_("People pick one answer from a list.")
    template = "choices"
    fields = frozenset({"choices", "offers_not_sure"})
    seconds = 20
    closed = True
    several = False

    def read(self, asked: Asked, sent: Sent) -> Given:
        known = [option.code for option in asked.options]
        if self.says_not_sure(asked):
            known.append(NOT_SURE)
        wanted = sent.values()
        chosen = tuple(code for code in known if code in wanted)
        if not self.several:
            chosen = chosen[:1]
        writes = {option.code for option in asked.options if option.takes_text}
        return Given(chosen, kept_words(sent.text("words")) if writes & set(chosen) else "")

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Select one answer."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        return too_long(given.words, self.limit(asked))

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        labels = tuple(option.label for option in asked.options if option.code in given.values)
        return (*labels, given.words) if given.words else labels

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        own = tuple((option.code, option.label) for option in asked.options)
        return (*own, (NOT_SURE, N_("I am not sure"))) if self.says_not_sure(asked) else own

    def kept(self, asked: Asked, given: Given) -> Kept:
        codes = [code for code in given.values if asked.option(code) is not None]
        return Kept(
            chosen=tuple(Taken(code, place) for place, code in enumerate(codes)),
            not_sure=given.not_sure and self.says_not_sure(asked),
            words=given.words,
        )

    def given(self, asked: Asked, kept: Kept) -> Given:
        codes = tuple(taken.code for taken in kept.chosen)
        return Given((*codes, NOT_SURE) if kept.not_sure else codes, kept.words)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        bars = tuple(Bar(option.label, counts.taken.get(option.code, 0), ours=self.ours) for option in asked.options)
        if self.says_not_sure(asked) or counts.not_sure:
            bars = (*bars, Bar(N_("I am not sure"), counts.not_sure, ours=True))
        return Summary(tables=(Table(base=counts.base, bars=bars, adds_to_more=self.several),))

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return (Column(asked.ref, asked.text), *self._text_column(asked))

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        label = next((option.label for option in asked.options if option.code in given.values), "")
        cells = {asked.ref: NOT_SURE_CELL if given.not_sure and not label else label}
        return self._with_text(asked, given, cells)

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed = cells.get(asked.ref, "").strip()
        if not typed:
            return Given()
        if typed == NOT_SURE_CELL and self.says_not_sure(asked):
            return Given((NOT_SURE,))
        option = self.named(asked, asked.ref, typed)
        return Given((option.code,), cells.get(f"{asked.ref}_TEXT", "").strip() if option.takes_text else "")

    def named(self, asked: Asked, key: str, typed: str) -> Option:
        """The choice with this label or code. Raises `BadCell`."""
        for names in ([option.label for option in asked.options], [option.code for option in asked.options]):
            for option, name in zip(asked.options, names, strict=True):
                if typed.casefold() == name.casefold():
                    return option
        raise BadCell(
            key,
            Sentence(N_("“%(typed)s” is not one of the choices. Use the words of a choice."), {"typed": typed[:60]}),
        )

    def on_paper(self, asked: Asked) -> Printed:
        # In the order of the page, so that the number of a box on paper is its key on the entry screen.
        labels = tuple(option.label for option in (*asked.plain_options, *asked.exclusive_options))
        return Printed(
            boxes=(*labels, N_("I am not sure")) if self.says_not_sure(asked) else labels,
            ours=self.ours,
            one_only=not self.several,
            writes_after=tuple(option.label for option in asked.options if option.takes_text),
            note=Sentence(N_("Tick one box.")),
        )

    def _text_column(self, asked: Asked) -> tuple[Column, ...]:
        writes = [option for option in asked.options if option.takes_text]
        return (Column(f"{asked.ref}_TEXT", f"{asked.text} - {writes[0].label} - Text"),) if writes else ()

    def _with_text(self, asked: Asked, given: Given, cells: dict[str, str]) -> dict[str, str]:
        return {**cells, **{column.key: given.words for column in self._text_column(asked)}}


class AgreeScale(OneChoice):
    """How far one agrees, in five words."""

    code = "agree_scale"
    icon = "thumb"
    name = N_("Agree or disagree")
    line = N_("Five steps from strongly agree to strongly disagree.")
    fields = frozenset({"offers_not_sure"})
    ours = True


class SeveralChoices(OneChoice):
    """Any number of several, as checkboxes, with "none of these" apart."""

    code = "several_choices"
    icon = "clipboard"
    name = N_("Several choices")
    line = N_("People tick all that fit.")
    fields = frozenset({"choices", "least", "most", "offers_not_sure"})
    seconds = 35
    several = True

    def nothing(self, asked: Asked) -> Sentence:
        if asked.exclusive_options:
            message = N_("Select all that fit, or select “%(none)s”.")
            return Sentence(message, {"none": asked.exclusive_options[0].label})
        return Sentence(N_("Select at least one answer."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        alone = {option.code: option.label for option in asked.exclusive_options}
        if len(given.values) > 1:
            for code in given.values:
                if code in alone:
                    return Sentence(N_("Select “%(none)s” or other answers, not both."), {"none": alone[code]})
            if given.not_sure:
                return Sentence(N_("Select “I am not sure” or other answers, not both."))
        if asked.most is not None and len(given.values) > asked.most:
            return Sentence(N_("Select %(most)s answers or fewer."), {"most": asked.most})
        stands_alone = given.values[0] in alone or given.not_sure
        if asked.least is not None and len(given.values) < asked.least and not stands_alone:
            return Sentence(N_("Select %(least)s answers or more."), {"least": asked.least})
        return super().wrong(asked, given)

    def space(self, asked: Asked) -> Space:
        unsure = {NOT_SURE} if self.says_not_sure(asked) else set()
        return Space(
            groups=tuple((option.code,) for option in asked.plain_options),
            least=asked.least or 1,
            most=asked.most,
            alone=frozenset({option.code for option in asked.exclusive_options} | unsure),
        )

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        own = tuple(
            Column(f"{asked.ref}_{place}", f"{asked.text} - {option.label}")
            for place, option in enumerate(asked.options, 1)
        )
        unsure = (Column(f"{asked.ref}_NS", f"{asked.text} - {NOT_SURE_CELL}"),) if self.says_not_sure(asked) else ()
        return (*own, *unsure, *self._text_column(asked))

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        cells = {
            f"{asked.ref}_{place}": option.label if option.code in given.values else ""
            for place, option in enumerate(asked.options, 1)
        }
        if self.says_not_sure(asked):
            cells[f"{asked.ref}_NS"] = NOT_SURE_CELL if given.not_sure else ""
        return self._with_text(asked, given, cells)

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        codes = []
        for place, option in enumerate(asked.options, 1):
            key = f"{asked.ref}_{place}"
            typed = cells.get(key, "").strip()
            own = (option.label.casefold(), option.code.casefold())
            if not typed or (typed == "0" and typed not in own):
                continue
            if typed.casefold() not in (*own, "1", "yes", "x"):
                raise BadCell(key, Sentence(N_("Put “%(label)s” or leave it empty."), {"label": option.label}))
            codes.append(option.code)
        if cells.get(f"{asked.ref}_NS", "").strip():
            codes.append(NOT_SURE)
        writes = {option.code for option in asked.options if option.takes_text}
        words = cells.get(f"{asked.ref}_TEXT", "").strip()
        return Given(tuple(codes), words if writes & set(codes) else "")

    def on_paper(self, asked: Asked) -> Printed:
        printed = super().on_paper(asked)
        note = Sentence(N_("Tick all that fit."))
        if asked.most is not None:
            note = Sentence(N_("Tick up to %(most)s boxes."), {"most": asked.most})
        return Printed(
            boxes=printed.boxes, ours=printed.ours, one_only=False, writes_after=printed.writes_after, note=note
        )

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        most = len(asked.plain_options) if asked.most is None else min(asked.most, len(asked.plain_options))
        if asked.least is not None and asked.least > most:
            return (
                Sentence(
                    N_("At least %(least)s answers are needed, but only %(most)s can be chosen."),
                    {"least": asked.least, "most": most},
                ),
            )
        return ()
