"""Who answered the questionnaire about where and when, and what: 34 people from a seed, three of whom sent one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from codesign.core.questions.answering import NOT_SURE, Given
from codesign.core.terms import Consent, Mode
from codesign.demo import live_where_words as words
from codesign.demo.live_place import CANAL_BASIN, LOCKSIDE
from codesign.demo.live_where import EXTRAS, FIRST_DAYS, OPENED
from codesign.demo.maps import postcodes_of
from codesign.demo.shapes import Sending

SEED: Final = 20240607
KNOWN_PEOPLE: Final = 20
NEW_PEOPLE: Final = 14
CAMPAIGN_FROM: Final = 20
_MODES: Final = (
    *[Mode.PHONE_WEB] * 18,
    *[Mode.WEB] * 6,
    *[Mode.KIOSK] * 4,
    *[Mode.PAPER] * 4,
    *[Mode.TELEPHONE] * 2,
)
_BUILDINGS: Final = ("bank", "library", "club", "none", NOT_SURE)
_READY: Final = ("food", "quiet", "music", "wifi", "talk")
_EXTRAS: Final = ("fares", "food", "paid", "trips", "parents")
_TIMES: Final[Mapping[str, tuple[int, int, int, int]]] = {
    # well, just about, badly, not sure
    "after": (12, 10, 8, 2),
    "late": (18, 8, 5, 2),
    "saturday": (14, 12, 4, 2),
    "sunday": (20, 6, 5, 2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """One response to come: `about` is what a person not met before says of themselves; `revised` replaces answers later."""

    person: str
    sent_at: datetime
    mode: Mode
    language: str
    consent: Consent
    invited: bool
    given: Mapping[str, Given]
    about: Mapping[str, str]
    revised: Mapping[str, Given]


def replies(today: date, known: Sequence[Sending], seed: int = SEED) -> tuple[Answering, ...]:
    """All of them in the order of coming in; the same day, people and seed give the same ones."""
    rng = Random(seed)
    people = [
        *rng.sample([sending.person for sending in known], KNOWN_PEOPLE),
        *(f"w{n:02}" for n in range(NEW_PEOPLE)),
    ]
    rng.shuffle(people)
    modes = list(_MODES)
    rng.shuffle(modes)
    for place in range(CAMPAIGN_FROM, CAMPAIGN_FROM + 3):  # a campaign comes over the web
        spare = place if modes[place] is Mode.WEB else _other_place(modes, Mode.WEB)
        modes[place], modes[spare] = modes[spare], modes[place]
    said = _said(rng, len(people))
    once = {"Q4": list(words.ELSEWHERE), "Q11": [words.OTHER_HELP]}  # what one person said, nobody says again
    found = []
    for number, (person, mode) in enumerate(zip(people, modes, strict=True)):
        language, first_day, other, campaign = said[number]
        found.append(
            Answering(
                person=person,
                sent_at=_moment(today, number, len(people)),
                mode=mode,
                language=language,
                consent=Consent.BIDDERS if number % 7 == 0 else Consent.PUBLIC,
                invited=mode is Mode.PHONE_WEB and number % 9 == 0,
                given=_given(rng, today, person, mode, first_day, other, campaign, once),
                about=_about(rng) if person.startswith("w") else {},
                revised={"Q3": Given(("club",)), "Q12": Given((), "I went to look. The rowing club is better.")}
                if number == 11
                else {},
            )
        )
    return tuple(found)


def _other_place(modes: Sequence[Mode], wanted: Mode) -> int:
    """A place outside the campaign where that mode stands."""
    campaign = range(CAMPAIGN_FROM, CAMPAIGN_FROM + 3)
    return next(place for place, mode in enumerate(modes) if mode is wanted and place not in campaign)


def _moment(today: date, number: int, of: int) -> datetime:
    """Spread from the first day to yesterday, in order, never two at one second."""
    days, rest = divmod(number * (-OPENED - 1), of)
    hour = 8 + rest * 13 // of
    return datetime.combine(today + timedelta(days=OPENED + 1 + days), time(hour, number * 7 % 60, number), UTC)


def _said(rng: Random, of: int) -> list[tuple[str, str, str, bool]]:
    """For each person: the language, what should happen on the first day, what else, and whether it is the campaign."""
    first = [tuple(line.split("|", 1)) for line in words.FIRST_DAY.strip().splitlines()]
    other = [tuple(line.split("|", 1)) for line in words.ELSE.strip().splitlines()]
    rows: list[tuple[str, str, str, bool]] = []
    for language, text in other:
        mine = next((one for one in first if one[0] == language), ("", ""))
        if mine[0]:
            first.remove(mine)
        rows.append((language, mine[1], text, False))
    rows += [("en", text, "", False) for _language, text in first]
    rows += [("en", "", "", False)] * (of - len(rows) - 3)
    rng.shuffle(rows)
    return [*rows[:CAMPAIGN_FROM], *[("en", "", words.CAMPAIGN, True)] * 3, *rows[CAMPAIGN_FROM:]]


def _given(
    rng: Random,
    today: date,
    person: str,
    mode: Mode,
    first_day: str,
    other: str,
    campaign: bool,
    once: Mapping[str, list[str]],
) -> dict[str, Given]:
    young = person.startswith("w") or rng.random() < 0.3
    who = rng.choices(("me", "both"), (8, 1))[0] if young else rng.choices(("mine", "both", "neither"), (6, 2, 3))[0]
    building = rng.choices(_BUILDINGS, (0, 4, 5, 0, 1) if campaign else (13, 7, 7, 5 if once["Q4"] else 0, 2))[0]
    given = {
        "Q2": Given((who,)),
        "Q3": Given((building,)),
        "Q5": _place(rng, mode),
        "Q6": Given(
            (), "", {row: rng.choices(("well", "just", "badly", NOT_SURE), odds)[0] for row, odds in _TIMES.items()}
        ),
        "Q7": Given(tuple(_in_order(rng))),
        "Q8": Given((), "", _shared_out(rng)),
    }
    if building == "none":
        given["Q4"] = Given((), once["Q4"].pop())
    if who in ("mine", "both"):
        given["Q11"] = _help(rng, once["Q11"])
    if rng.random() < 0.6:
        on = today + timedelta(days=rng.randint(*FIRST_DAYS))
        given["Q9"] = Given((), "", {"day": str(on.day), "month": str(on.month), "year": str(on.year)})
    if first_day:
        given["Q10"] = Given((), first_day)
    if other:
        given["Q12"] = Given((), other)
    if rng.random() < 0.2:
        given["Q13"] = Given((), "", {"phone": f"01632 960 {rng.randint(100, 999)}"})
    for skipped in rng.sample(("Q5", "Q6", "Q7", "Q8"), rng.choice((0, 0, 0, 1, 1, 2))):
        del given[skipped]
    return given


def _place(rng: Random, mode: Mode) -> Given:
    area = rng.choices((LOCKSIDE, CANAL_BASIN), (5, 4))[0]
    if mode is Mode.PHONE_WEB and rng.random() < 0.4:
        return Given((), "", {"postcode": rng.choice(postcodes_of(area))})
    if mode is Mode.WEB and rng.random() < 0.5:
        return Given((), "", {"point": f"{53.783 + rng.random() * 0.016:.4f},{-1.700 + rng.random() * 0.016:.4f}"})
    return Given((area,))


def _in_order(rng: Random) -> list[str]:
    weight = dict(zip(_READY, (9, 6, 4, 5, 8), strict=True))
    return sorted(_READY, key=lambda code: -weight[code] * rng.random())[: rng.choice((2, 3, 3, 3))]


def _shared_out(rng: Random) -> dict[str, str]:
    """Steps of £50 that come to the total."""
    gave = dict.fromkeys(_EXTRAS, 0)
    for _step in range(EXTRAS // 50):
        gave[rng.choices(_EXTRAS, (6, 5, 5, 2, 2))[0]] += 50
    return {code: str(pounds) for code, pounds in gave.items() if pounds}


def _help(rng: Random, texts: list[str]) -> Given:
    if rng.random() < 0.15:
        return Given(("leave",))
    chosen = tuple(code for code in ("home", "ring", "look") if rng.random() < 0.55) or ("ring",)
    return Given((*chosen, "other"), texts.pop()) if texts and rng.random() < 0.3 else Given(chosen)


def _about(rng: Random) -> dict[str, str]:
    groups = ("english_welsh_scottish_ni_british", "pakistani", "other_white", "white_asian")
    return {
        "age_band": rng.choices(("16_24", "25_34", "35_44"), (10, 2, 2))[0],
        "sex": rng.choice(("female", "male")),
        "ethnic_group": rng.choices(groups, (9, 3, 1, 1))[0],
        "health_12m": "no",
        "carer": "no",
    }
