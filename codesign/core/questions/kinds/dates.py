"""A day, typed as day, month and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from statistics import median_low
from typing import Any, Final

from babel import UnknownLocaleError
from babel.dates import format_date, get_month_names

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Sent
from codesign.core.questions.kinds.base import (
    NOT_SURE_CELL,
    BadCell,
    Bar,
    Column,
    Counts,
    Figures,
    Kept,
    Kind,
    Printed,
    Summary,
    Table,
)
from codesign.core.routing import Said
from codesign.core.words import N_, Sentence

PARTS: Final = ("day", "month", "year")
MONTHS_SHOWN: Final = 24
"""A summary counts by month up to so many months, beyond that by year."""

_LONGEST: Final = 30  # a part as typed is kept to be corrected, not without end
_MISSING: Final = {
    ("day",): N_("Add the day, such as 27."),
    ("month",): N_("Add the month, such as 3."),
    ("year",): N_("Add the year, such as 2026."),
    ("day", "month"): N_("Add the day and the month."),
    ("day", "year"): N_("Add the day and the year."),
    ("month", "year"): N_("Add the month and the year."),
}


class Date(Kind):
    """One day. `settings` bounds it: {"earliest": "2026-01-01", "latest": …}; kept as {"date": "2026-03-27"}."""

    code = "date"
    icon = "calendar"
    name = N_("Date")
    line = N_("People type a day, a month and a year.")
    template = "date"
    fields = frozenset({"earliest", "latest", "offers_not_sure"})
    seconds = 20

    def read(self, asked: Asked, sent: Sent) -> Given:
        unsure = self.says_not_sure(asked) and NOT_SURE in sent.values("not_sure")
        typed = {part: sent.text(part)[:_LONGEST] for part in PARTS}
        return Given((NOT_SURE,) if unsure else (), "", {part: words for part, words in typed.items() if words})

    def nothing(self, asked: Asked) -> Sentence:
        return Sentence(N_("Type a date, such as 27 3 2026."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        if given.not_sure and any(given.parts.values()):
            return Sentence(N_("Type a date or select “I am not sure”, not both."))
        if given.not_sure:
            return None
        missing = tuple(part for part in PARTS if not given.parts.get(part))
        if missing:
            return Sentence(_MISSING.get(missing, N_("Type a date, such as 27 3 2026.")))
        on = _read(given.parts, asked.language)
        if on is None:
            return Sentence(self._unreadable(asked, given))
        return self._outside(asked, on)

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        on = _read(given.parts, asked.language)
        typed = " ".join(given.parts[part] for part in PARTS if given.parts.get(part))
        words = day_words(on, asked.language) if on is not None else typed
        return (words,) if words else ()

    def said(self, asked: Asked, given: Given) -> Said:
        return Said(not given.empty)

    def kept(self, asked: Asked, given: Given) -> Kept:
        on = _read(given.parts, asked.language)
        return Kept(detail={"date": on.isoformat()} if on is not None else {}, not_sure=given.not_sure)

    def given(self, asked: Asked, kept: Kept) -> Given:
        on = _day(kept.detail.get("date"))
        return Given((NOT_SURE,) if kept.not_sure else (), "", _parts(on) if on is not None else {})

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        days = sorted(on for on in (_day(detail.get("date")) for detail in counts.details) if on is not None)
        if not days:
            return Summary()
        by_month = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month < MONTHS_SHOWN
        pattern = "MMMM y" if by_month else "y"
        found = Counter(day_words(on, asked.language, pattern) for on in days)  # in order: the days are sorted
        bars = tuple(Bar(label, n) for label, n in found.items())
        if self.says_not_sure(asked) or counts.not_sure:
            bars = (*bars, Bar(N_("I am not sure"), counts.not_sure, ours=True))
        middle = date.fromordinal(median_low(on.toordinal() for on in days))
        words = [day_words(on, asked.language) for on in (days[0], middle, days[-1])]
        title = N_("By month") if by_month else N_("By year")
        return Summary(tables=(Table(title=title, base=counts.base, bars=bars),), figures=Figures(*words))

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return (Column(asked.ref, asked.text),)

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        on = _read(given.parts, asked.language)
        return {asked.ref: NOT_SURE_CELL if given.not_sure else on.isoformat() if on is not None else ""}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed = cells.get(asked.ref, "").strip()
        if not typed:
            return Given()
        if typed == NOT_SURE_CELL and self.says_not_sure(asked):
            return Given((NOT_SURE,))
        on = _cell(typed)
        if on is None:
            raise BadCell(asked.ref, Sentence(N_("Write the date as 2026-03-27 or 27/3/2026.")))
        wrong = self._outside(asked, on)
        if wrong is not None:
            raise BadCell(asked.ref, wrong)
        return Given((), "", _parts(on))

    def on_paper(self, asked: Asked) -> Printed:
        boxes = (N_("I am not sure"),) if self.says_not_sure(asked) else ()
        note = Sentence(N_("Write the day, the month and the year: 27 03 2026."))
        return Printed(cells=8, boxes=boxes, ours=True, note=note)

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        earliest, latest = _bounds(asked)
        if earliest is not None and latest is not None and earliest > latest:
            return (Sentence(N_("The earliest date is after the latest, so no date fits.")),)
        return ()

    def _outside(self, asked: Asked, on: date) -> Sentence | None:
        earliest, latest = _bounds(asked)
        words = {
            name: day_words(bound, asked.language)
            for name, bound in (("earliest", earliest), ("latest", latest))
            if bound is not None
        }
        if (earliest is None or on >= earliest) and (latest is None or on <= latest):
            return None
        if earliest is not None and latest is not None:
            return Sentence(N_("Type a date from %(earliest)s to %(latest)s."), words)
        if earliest is not None:
            return Sentence(N_("Type a date on or after %(earliest)s."), words)
        return Sentence(N_("Type a date on or before %(latest)s."), words)

    def _unreadable(self, asked: Asked, given: Given) -> str:
        year = _whole(given.parts["year"])
        if year is None or not 1000 <= year <= 9999:
            return N_("Type the year with four figures, such as 2026.")
        month = _month(given.parts["month"], asked.language)
        if month is None or not 1 <= month <= 12:
            return N_("Type the month as a number from 1 to 12.")
        if _whole(given.parts["day"]) is None:
            return N_("Type the day as a number, such as 27.")
        return N_("That day is not in the calendar. Check the day and the month.")


def day_words(on: date, language: str = "", pattern: str = "d MMMM y") -> str:
    """ "27 March 2026", in the language of the question where that is known."""
    try:
        return format_date(on, pattern, locale=language.replace("-", "_") or "en")
    except (UnknownLocaleError, ValueError):
        return format_date(on, pattern, locale="en")


@cache
def _months(language: str) -> Mapping[str, int]:
    """Names of months as people write them, in English and in the language of the question."""
    names: dict[str, int] = {}
    for locale in {"en", language.replace("-", "_") or "en"}:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                try:
                    found: Mapping[Any, str] = get_month_names(width, context, locale)
                except (UnknownLocaleError, ValueError):
                    continue
                names |= {name.casefold().rstrip("."): int(month) for month, name in found.items()}
    return names


def _month(typed: str, language: str) -> int | None:
    number = _whole(typed)
    return number if number is not None else _months(language).get(typed.casefold().rstrip("."))


def _whole(typed: str) -> int | None:
    """A whole number of up to four figures, in the figures of any script."""
    return int(typed) if typed.isdecimal() and len(typed) <= 4 else None


def _read(parts: Mapping[str, str], language: str) -> date | None:
    """The day that was typed; None where a part is missing or is no such thing."""
    day, year = (_whole(parts.get(part, "")) for part in ("day", "year"))
    month = _month(parts.get("month", ""), language)
    if day is None or month is None or year is None or year < 1000:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(on: date) -> dict[str, str]:
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year)}


def _day(kept: Any) -> date | None:
    """A day as it is kept or set; None for anything else."""
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def _bounds(asked: Asked) -> tuple[date | None, date | None]:
    return _day(asked.settings.get("earliest")), _day(asked.settings.get("latest"))


def _cell(typed: str) -> date | None:
    """A day as spreadsheets write it: 2026-03-27, with or without a time, 27/3/2026, or the days since 1900."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?", typed)
    if found:
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", typed):
        day, month, year = found.groups()
    elif re.fullmatch(r"[1-9]\d{4}(?:\.0+)?", typed):
        return date(1899, 12, 30) + timedelta(days=int(typed[:5]))
    else:
        return None
    return _read({"day": day, "month": month, "year": year}, "")
