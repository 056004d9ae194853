"""Whether a consultation is ready to open: time to answer, time in the year, papers, formats. From what is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from codesign.core.checking import Finding, Severity
from codesign.core.gunning import SHORTEST_DAYS
from codesign.core.words import N_, Sentence

MOST_MINUTES: Final = 10

WHY: Final[Mapping[str, str]] = {
    "too_many_minutes": N_("Beyond ten minutes on a phone more and more people give up, and the busiest first."),
    "short_time": N_(
        "People need time to hear of it and to answer. Too little of it is the easiest thing to challenge."
    ),
    "christmas": N_("Many people are away or busy then. Give a week more, and say why it is open then."),
    "august": N_("Many people are away in August. Give a week more, and say why it is open then."),
    "pre_election": N_("Councils do not open new consultations before an election, unless the matter cannot wait."),
    "no_documents": N_("People can only answer well when they can read what the council knows."),
    "no_scope": N_("People are owed honesty about what can still change. It is the first test of a fair consultation."),
    "no_formats": N_("A form on the web alone shuts out those without it, and those who need it in another way."),
}
"""Why each rule matters, for staff. Thresholds are those of `core.gunning` (`domain.md` b4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What stands around the questions. Dates are local; `opens` is today where no opening is set.

    `seconds` are those of the longest route; `documents`, `scope_points` and `formats` are how many are shown.
    """

    opens: date
    closes: date | None
    seconds: int = 0
    documents: int = 0
    scope_points: int = 0
    formats: int = 0
    pre_election: tuple[tuple[date, date], ...] = ()

    @property
    def days(self) -> int:
        """Days on which a person can answer, the first and the last among them; 0 without a closing date."""
        return (self.closes - self.opens).days + 1 if self.closes is not None else 0


def readiness(around: Circumstances) -> tuple[Finding, ...]:
    """What a person should look at before it opens; every finding is a warning about the whole."""
    return tuple(_found(around))


def _found(around: Circumstances) -> Iterator[Finding]:
    minutes = round(around.seconds / 60)
    if minutes > MOST_MINUTES:
        message = N_("It takes about %(minutes)s minutes on a phone. Try to stay under %(most)s.")
        yield _warn("too_many_minutes", Sentence(message, {"minutes": minutes, "most": MOST_MINUTES}), str(minutes))
    if around.closes is not None:
        yield from _time(around, around.closes)
    if not around.scope_points:
        yield _warn("no_scope", Sentence(N_("Nothing says what is open and what is fixed.")))
    if not around.documents:
        yield _warn("no_documents", Sentence(N_("There is no document to read.")))
    if not around.formats:
        message = N_("There is no paper form and no other format, such as Easy Read.")
        yield _warn("no_formats", Sentence(message))


def _time(around: Circumstances, closes: date) -> Iterator[Finding]:
    if around.days < SHORTEST_DAYS:
        message = N_("It is open for %(days)s days. At least %(least)s are advised.")
        # Weeks, not days: what was accepted on Monday still holds on Tuesday.
        judged = f"{closes.isoformat()} {around.days // 7}"
        yield _warn("short_time", Sentence(message, {"days": around.days, "least": SHORTEST_DAYS}), judged)
    for year in range(around.opens.year - 1, closes.year + 1):
        for rule, first, last, message in (
            ("christmas", date(year, 12, 24), date(year + 1, 1, 2), N_("It is open over Christmas.")),
            ("august", date(year, 8, 1), date(year, 8, 31), N_("It is open in August.")),
        ):
            if _overlaps(around, closes, first, last):
                yield _warn(rule, Sentence(message), closes.isoformat())
    for first, last in around.pre_election:
        if _overlaps(around, closes, first, last):
            message = N_("It is open in the pre-election period from %(first)s to %(last)s.")
            days: dict[str, str | int] = {"first": first.isoformat(), "last": last.isoformat()}
            yield _warn("pre_election", Sentence(message, days), f"{closes} {first} {last}")


def _overlaps(around: Circumstances, closes: date, first: date, last: date) -> bool:
    return around.opens <= last and first <= closes


def _warn(rule: str, sentence: Sentence, judged: str = "") -> Finding:
    return Finding(rule=rule, severity=Severity.WARNS, sentence=sentence, judged=judged)


__all__ = ["MOST_MINUTES", "WHY", "Circumstances", "readiness"]
