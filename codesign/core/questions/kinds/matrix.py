"""The same few answers asked for one row after another."""

from __future__ import annotations

from collections import Counter
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
)
from codesign.core.routing import Said
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence


class Matrix(Kind):
    """Rows that each take one of the same answers: `parts` is {row code: column code}; facts are `row:column`.

    "I am not sure" is one more answer of each row; it is no choice of the question, so it is kept in the detail.
    """

    code = "matrix"
    icon = "menu"
    name = N_("Grid")
    line = N_("People give each line one of the same answers.")
    template = "matrix"
    fields = frozenset({"rows", "choices", "offers_not_sure"})
    seconds = 60
    bare = True

    def read(self, asked: Asked, sent: Sent) -> Given:
        known = {code for code, _label in self.answers(asked)}
        chosen = {}
        for row in asked.rows:
            code = next((code for code in sent.values(row.code) if code in known), "")
            if code:
                chosen[row.code] = code
        return Given((), "", chosen)

    def answers(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        """Every (code, label) a row can take."""
        own = tuple((option.code, option.label) for option in asked.options)
        return (*own, (NOT_SURE, N_("I am not sure"))) if self.says_not_sure(asked) else own

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Select one answer for each line."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        if not asked.required:
            return None
        missing = [row.label for row in asked.rows if not given.parts.get(row.code)]
        return Sentence(N_("Select an answer for “%(row)s”."), {"row": missing[0]}) if missing else None

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        labels = {option.code: option.label for option in asked.options} | {NOT_SURE: NOT_SURE_CELL}
        taken = [(row.label, labels.get(given.parts.get(row.code, ""), "")) for row in asked.rows]
        return tuple(f"{row}: {label}" for row, label in taken if label)

    def said(self, asked: Asked, given: Given) -> Said:
        return Said(not given.empty, frozenset(f"{row}:{column}" for row, column in given.parts.items() if column))

    def space(self, asked: Asked) -> Space:
        lines = tuple(tuple(f"{row.code}:{code}" for code, _label in self.answers(asked)) for row in asked.rows)
        return Space(groups=lines, least=len(lines) if asked.required else 1)

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        return tuple(
            (f"{row.code}:{code}", f"{row.label} – {label}")
            for row in asked.rows
            for code, label in self.answers(asked)
        )

    def kept(self, asked: Asked, given: Given) -> Kept:
        taken = [(place, row.code, given.parts.get(row.code, "")) for place, row in enumerate(asked.rows)]
        unsure = [row for _place, row, column in taken if column == NOT_SURE and asked.option(NOT_SURE) is None]
        return Kept(
            chosen=tuple(Taken(column, place, row) for place, row, column in taken if asked.option(column) is not None),
            detail={"not_sure": unsure} if unsure else {},
        )

    def given(self, asked: Asked, kept: Kept) -> Given:
        taken = {one.row: one.code for one in kept.chosen} | dict.fromkeys(_unsure(kept.detail), NOT_SURE)
        return Given((), "", {row.code: taken[row.code] for row in asked.rows if row.code in taken})

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        unsure = Counter(row for detail in counts.details for row in _unsure(detail))
        tables = []
        for row in asked.rows:
            bars = [Bar(option.label, counts.cells.get((row.code, option.code), 0)) for option in asked.options]
            if self.says_not_sure(asked) or unsure[row.code]:
                bars.append(Bar(N_("I am not sure"), unsure[row.code], ours=True))
            tables.append(Table(title=row.label, base=sum(bar.n for bar in bars), bars=tuple(bars)))
        return Summary(tables=tuple(tables))

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return tuple(
            Column(f"{asked.ref}_{place}", f"{asked.text} - {row.label}") for place, row in enumerate(asked.rows, 1)
        )

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        labels = {option.code: option.label for option in asked.options}
        labels.setdefault(NOT_SURE, NOT_SURE_CELL)
        return {
            f"{asked.ref}_{place}": labels.get(given.parts.get(row.code, ""), "")
            for place, row in enumerate(asked.rows, 1)
        }

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        chosen = {}
        for place, row in enumerate(asked.rows, 1):
            key = f"{asked.ref}_{place}"
            typed = cells.get(key, "").strip()
            if typed == NOT_SURE_CELL and self.says_not_sure(asked):
                chosen[row.code] = NOT_SURE
            elif typed:
                chosen[row.code] = _named(asked.options, key, typed)
        return Given((), "", chosen)

    def on_paper(self, asked: Asked) -> Printed:
        return Printed(
            rows=tuple(row.label for row in asked.rows),
            boxes=tuple(label for _code, label in self.answers(asked)),
            ours=True,
            one_only=True,
            note=Sentence(N_("Tick one box on each line.")),
        )

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        return (Sentence(N_("It has no lines, so nobody can answer it.")),) if not asked.rows else ()


def _unsure(detail: Mapping[str, object]) -> list[str]:
    rows = detail.get("not_sure")
    return [row for row in rows if isinstance(row, str)] if isinstance(rows, list) else []


def _named(options: tuple[Option, ...], key: str, typed: str) -> str:
    """The code of the answer with this label or code. Raises `BadCell`."""
    for names in ([option.label for option in options], [option.code for option in options]):
        for option, called in zip(options, names, strict=True):
            if typed.casefold() == called.casefold():
                return option.code
    words = N_("“%(typed)s” is not one of the answers. Use the words of an answer.")
    raise BadCell(key, Sentence(words, {"typed": typed[:60]}))
