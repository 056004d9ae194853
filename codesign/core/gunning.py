"""The four Gunning principles of a fair consultation, from what is recorded (`domain.md` b4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from codesign.core.dates import working_days
from codesign.core.words import N_, Sentence

SHORTEST_DAYS: Final = 28
NOTED_DAYS: Final = 42
BENCHMARK_DAYS: Final = 84
HOLIDAY_DAYS: Final = 7
ANALYSIS_WORKING_DAYS: Final = 10
LONG_OUTAGE: Final = 24 * 60
"""Minutes out of reach from which people lost a day to answer."""


class Principle(StrEnum):
    """What a consultation owes the people it asks."""

    FORMATIVE = "G1"
    REASONS = "G2"
    TIME = "G3"
    CONSCIENTIOUS = "G4"


class Shown(StrEnum):
    """Whether the records show it. Never a verdict on the law."""

    PASS = "pass"  # noqa: S105 - a finding, not a secret
    AT_RISK = "at_risk"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class GunningFacts:
    """What is recorded about one consultation. Dates are local; None and 0 mean not recorded.

    The fields from `formats` on are of a consultation's own record: None where that was not looked at.
    """

    opens: date | None = None
    closes: date | None = None
    mandate: date | None = None
    open_points: int = 0
    decided_on: tuple[date, ...] = ()
    tender_notice: date | None = None
    other_options: int = 0
    no_other_option_reason: str = ""
    documents: int = 0
    documents_late: int = 0
    blackouts: tuple[tuple[date, date], ...] = ()
    late_policy: bool = False
    themes_agreed: date | None = None
    pack_frozen: date | None = None
    decision: date | None = None
    themes: int = 0
    themes_decided: int = 0
    dissent_recorded: bool = False
    formats: int | None = None
    promises: int | None = None
    moved: int | None = None
    moved_without_reason: int = 0
    out_minutes: int | None = None
    petitions: int | None = None
    changed: int | None = None
    changed_without_reason: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the records say, and what it means for the principle."""

    shown: Shown
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class GunningCheck:
    """One principle: at risk when one fact is, not shown when one is missing, and the facts themselves."""

    principle: Principle
    rule: Sentence
    shown: Shown
    facts: tuple[Fact, ...]


_RULES: Final = {
    Principle.FORMATIVE: N_("People are asked while it can still change."),
    Principle.REASONS: N_("People are told enough to answer well."),
    Principle.TIME: N_("People have enough time to answer."),
    Principle.CONSCIENTIOUS: N_("What people say is taken into account before the decision."),
}


def gunning(facts: GunningFacts) -> tuple[GunningCheck, ...]:
    """The four principles, each with the facts it stands on. Thresholds are this product's, not the law's."""
    found = {
        Principle.FORMATIVE: tuple(_formative(facts)),
        Principle.REASONS: tuple(_reasons(facts)),
        Principle.TIME: tuple(_time(facts)),
        Principle.CONSCIENTIOUS: tuple(_conscientious(facts)),
    }
    return tuple(
        GunningCheck(principle, Sentence(_RULES[principle]), _worst(each), each) for principle, each in found.items()
    )


def _worst(facts: Sequence[Fact]) -> Shown:
    shown = {fact.shown for fact in facts}
    return next((each for each in (Shown.AT_RISK, Shown.NOT_SHOWN) if each in shown), Shown.PASS)


def _fact(shown: Shown, message: str, **values: str | int) -> Fact:
    return Fact(shown, Sentence(message, values))


def _formative(facts: GunningFacts) -> Iterator[Fact]:
    if facts.mandate is None or facts.opens is None:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: a mandate dated before opening."))
    elif facts.mandate < facts.opens:
        yield _fact(Shown.PASS, N_("The mandate of %(day)s comes before opening."), day=facts.mandate.isoformat())
    else:
        yield _fact(Shown.AT_RISK, N_("The mandate of %(day)s comes after opening."), day=facts.mandate.isoformat())
    if facts.open_points:
        yield _fact(Shown.PASS, N_("People were told what is still open: %(count)s points."), count=facts.open_points)
    else:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: what is still open."))
    if facts.promises:
        yield _fact(Shown.PASS, N_("Promises on record: %(count)s."), count=facts.promises)
    if facts.closes is None:
        return
    early = sorted(day for day in facts.decided_on if day < facts.closes)
    if early:
        message = N_("A decision is dated %(day)s, before it closed.")
        yield _fact(Shown.AT_RISK, message, day=early[0].isoformat())
    if facts.tender_notice is not None and facts.tender_notice < facts.closes:
        message = N_("The tender notice is dated %(day)s, before it closed.")
        yield _fact(Shown.AT_RISK, message, day=facts.tender_notice.isoformat())


def _reasons(facts: GunningFacts) -> Iterator[Fact]:
    if facts.other_options:
        message = N_("Other options were shown, with reasons: %(count)s.")
        yield _fact(Shown.PASS, message, count=facts.other_options)
    elif facts.no_other_option_reason.strip():
        yield _fact(Shown.PASS, N_("The record says why there was no other option."))
    else:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: other options, or why there were none."))
    if facts.documents == 0:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: the documents people could read."))
    elif facts.documents_late:
        message = N_("%(late)s of %(count)s documents came after opening.")
        yield _fact(Shown.AT_RISK, message, late=facts.documents_late, count=facts.documents)
    else:
        yield _fact(
            Shown.PASS, N_("Documents that were there from opening: %(count)s, all of them."), count=facts.documents
        )
    if facts.formats == 0:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: other formats, such as paper or Easy Read."))
    elif facts.formats:
        yield _fact(Shown.PASS, N_("Other formats were offered: %(count)s."), count=facts.formats)
    if facts.changed_without_reason:
        message = N_("Changes after the first answer: %(changed)s. Without a reason: %(count)s.")
        yield _fact(Shown.AT_RISK, message, count=facts.changed_without_reason, changed=facts.changed or 0)
    elif facts.changed:
        yield _fact(
            Shown.PASS, N_("Changes after the first answer: %(changed)s. Each has its reason."), changed=facts.changed
        )
    if facts.changed and not facts.told:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: how people who had answered were told of a change."))
    elif facts.changed:
        yield _fact(Shown.PASS, N_("It is recorded how people were told of changes."))


def _time(facts: GunningFacts) -> Iterator[Fact]:
    if facts.opens is None or facts.closes is None:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: when it opens and closes."))
        return
    # Opening and closing day both count as days a person can answer on.
    days = (facts.closes - facts.opens).days + 1
    holidays = sum(_overlaps(facts.opens, facts.closes, *each) for each in _holidays(facts.opens, facts.closes))
    wanted = SHORTEST_DAYS + HOLIDAY_DAYS * holidays
    if days < wanted:
        message = N_("Open for %(days)s days. At least %(wanted)s are advised, a week more for a holiday.")
        yield _fact(Shown.AT_RISK, message, days=days, wanted=wanted)
    elif days < NOTED_DAYS:
        message = N_("Open for %(days)s days. Many councils give %(noted)s or more.")
        yield _fact(Shown.PASS, message, days=days, noted=NOTED_DAYS)
    else:
        message = N_("Open for %(days)s days. The old benchmark was %(benchmark)s.")
        yield _fact(Shown.PASS, message, days=days, benchmark=BENCHMARK_DAYS)
    if facts.moved_without_reason:
        message = N_("Times the closing date moved: %(count)s. Without a reason: %(without)s.")
        yield _fact(Shown.AT_RISK, message, count=facts.moved or 0, without=facts.moved_without_reason)
    elif facts.moved:
        yield _fact(Shown.PASS, N_("Times the closing date moved: %(count)s. Each has its reason."), count=facts.moved)
    if facts.out_minutes and not facts.moved and facts.out_minutes >= LONG_OUTAGE:
        message = N_("Minutes it could not be reached: %(count)s. It was not open longer for it.")
        yield _fact(Shown.AT_RISK, message, count=facts.out_minutes)
    elif facts.out_minutes:
        message = N_("Minutes it could not be reached: %(count)s. They are on record.")
        yield _fact(Shown.PASS, message, count=facts.out_minutes)
    for first, last in facts.blackouts:
        if _overlaps(facts.opens, facts.closes, first, last):
            message = N_("It was open in the pre-election period from %(first)s to %(last)s.")
            yield _fact(Shown.AT_RISK, message, first=first.isoformat(), last=last.isoformat())
    if facts.late_policy:
        yield _fact(Shown.PASS, N_("The rule for late answers is recorded."))
    else:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: the rule for late answers."))


def _conscientious(facts: GunningFacts) -> Iterator[Fact]:
    if facts.decision is None or facts.pack_frozen is None:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: a pack that was frozen before the decision."))
    elif facts.pack_frozen < facts.decision:
        yield _fact(Shown.PASS, N_("The pack was frozen before the decision."))
    else:
        yield _fact(Shown.AT_RISK, N_("The decision came before the pack was frozen."))
    if facts.themes == 0:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: themes."))
    elif facts.themes_decided >= facts.themes:
        yield _fact(Shown.PASS, N_("All %(count)s themes have a decision."), count=facts.themes)
    else:
        message = N_("%(decided)s of %(count)s themes have a decision.")
        yield _fact(Shown.NOT_SHOWN, message, decided=facts.themes_decided, count=facts.themes)
    if facts.dissent_recorded:
        yield _fact(Shown.PASS, N_("Views against are recorded."))
    else:
        yield _fact(Shown.NOT_SHOWN, N_("Not recorded: views against, or that there were none."))
    if facts.petitions:
        message = N_("Petitions and campaigns are reported apart: %(count)s.")
        yield _fact(Shown.PASS, message, count=facts.petitions)
    if facts.closes is not None and facts.themes_agreed is not None:
        days = working_days(facts.closes, facts.themes_agreed)
        if days >= ANALYSIS_WORKING_DAYS:
            yield _fact(Shown.PASS, N_("Reading the answers took %(days)s working days."), days=days)
        else:
            message = N_("Reading the answers took %(days)s working days. At least %(wanted)s are advised.")
            yield _fact(Shown.AT_RISK, message, days=days, wanted=ANALYSIS_WORKING_DAYS)


def _holidays(opens: date, closes: date) -> Iterator[tuple[date, date]]:
    for year in range(opens.year - 1, closes.year + 1):
        yield date(year, 8, 1), date(year, 8, 31)
        yield date(year, 12, 24), date(year, 12, 24) + timedelta(days=9)


def _overlaps(opens: date, closes: date, first: date, last: date) -> bool:
    return opens <= last and first <= closes
