"""Ticked answers in Upper Calder Valley, and what people said about themselves; they lean the way each person's words do."""

from random import Random

from codesign.demo.people import OLDER, YOUNGER, Person
from codesign.demo.shapes import Answer

_OUTWARD = {"E05999901": "uc1", "E05999902": "uc2", "E05999903": "uc3", "E05999904": "uc4"}
_WAY = {"transport": 34, "not_knowing": 33, "cost": 16, "confidence": 22, "hills": 21, "digital_only": 20, "other": 5}
_OUTCOMES = {"company": 30, "get_out": 26, "know": 28, "home": 24, "after_hospital": 17, "useful": 11, "carer_rest": 7}
_GOOD = {
    "small_grants": 34,
    "local_jobs": 24,
    "volunteers": 17,
    "young_people": 15,
    "local_spend": 14,
    "green": 8,
    "buildings": 17,
    "skills": 8,
}
_LEANS = {
    "T01": ("not_knowing", "know"),
    "T02": ("transport", "get_out"),
    "T03": ("", "company"),
    "T04": ("confidence", "after_hospital"),
    "T07": ("digital_only", ""),
    "T08": ("caring", "carer_rest"),
    "T09": ("", "useful"),
}


def closed_answers(rng: Random, p: Person) -> dict[str, Answer]:
    """Answers to the questions with options, by question; a skipped one is left out, Proposal A never is."""
    answers = {
        "C1-Q01": _relationship(rng, p),
        "C1-Q07": (p.proposal_a,),
        "C1-Q11": _booking(rng, p),
    }
    if p.ward:
        answers["C1-Q02"] = (_OUTWARD[p.ward],)
    ways = _WAY | ({"caring": 60} if p.carer else {})
    lean_ways = [way for theme in sorted(p.themes) if (way := _LEANS.get(theme, ("", ""))[0])]
    lean_outcomes = [outcome for theme in sorted(p.themes) if (outcome := _LEANS.get(theme, ("", ""))[1])]
    if rng.random() < 0.96:
        answers["C1-Q04"] = _several(rng, ways, lean_ways, rng.choice((1, 2, 2, 3, 3)))
    if rng.random() < 0.95:
        answers["C1-Q05"] = _several(rng, _OUTCOMES, lean_outcomes, 3)
    if rng.random() < 0.98:
        answers["C1-Q06"] = (_connector(rng, p),)
    if rng.random() < 0.93:
        answers["C1-Q10"] = _several(rng, _GOOD, [], 3)
    return {ref: Answer(question=ref, choices=choices) for ref, choices in answers.items()}


def _several(rng: Random, weights: dict[str, int], lean: list[str], count: int) -> tuple[str, ...]:
    chosen = [option for option in lean if rng.random() < 0.85][:count]
    left = {option: w for option, w in weights.items() if option not in chosen}
    while len(chosen) < count:
        option = rng.choices(list(left), list(left.values()))[0]
        del left[option]
        chosen.append(option)
    return tuple(chosen)


def _relationship(rng: Random, p: Person) -> tuple[str, ...]:
    told = [
        code
        for code, chance in (
            ("use_service", 0.45 if p.age in OLDER else 0.05),
            ("used_before", 0.1 if p.age in OLDER else 0.02),
            ("carer_family", 0.95 if p.carer else 0.3 if p.voice == "y" else 0.02),
            ("resident", 0.75),
            ("work_in_service", 0.07 if p.age in YOUNGER else 0.01),
            ("vcse_org", 0.05),
            ("business", 0.03 if p.age not in OLDER else 0.0),
        )
        if rng.random() < chance
    ]
    return tuple(told or ["resident"])


def _connector(rng: Random, p: Person) -> str:
    options = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "not_sure")
    weights = [30, 38, 13, 8, 4, 7] if p.themes.get("T01") != "against" else [0, 10, 20, 40, 30, 0]
    return rng.choices(options, weights)[0]


def _booking(rng: Random, p: Person) -> tuple[str, ...]:
    offline = p.themes.get("T07") == "supports"
    online = p.themes.get("T07") == "against" or p.age in YOUNGER
    chances = {
        "phone": 0.97 if offline else 0.72,
        "turn_up": 0.46,
        "in_person": 0.4,
        "paper": 0.45 if offline or p.mode == "paper" else 0.14,
        "online": 0.0 if offline else 0.6 if online else 0.26,
        "text": 0.05 if offline else 0.3 if online else 0.14,
        "app": 0.0 if offline else 0.13 if online else 0.03,
    }
    told = tuple(option for option, chance in chances.items() if rng.random() < chance)
    return told or (("online",) if p.age in YOUNGER and not offline else ("phone",))


def equality_answers(rng: Random, p: Person) -> dict[str, str]:
    """Answers to `equality_v1` by code; a question that was left blank is not there."""
    if not p.age:
        return {}
    ill = rng.random() < {"75_84": 0.62, "85p": 0.75, "65_74": 0.48}.get(p.age, 0.3)
    about = {
        "age_band": p.age,
        "sex": p.sex,
        "ethnic_group": p.ethnic,
        "health_12m": "pnts" if rng.random() < 0.04 else "yes" if ill else "no",
        "carer": "yes_9_or_less",
    }
    if about["health_12m"] == "yes":
        about["activity_restriction"] = rng.choices(("yes_a_lot", "yes_a_little", "not_at_all"), (28, 48, 24))[0]
    bands = ("yes_9_or_less", "yes_10_19", "yes_20_34", "yes_35_49", "yes_50_plus")
    about["carer"] = rng.choices(bands, (40, 22, 14, 8, 16))[0] if p.carer else "no"
    if rng.random() < 0.04:
        del about["carer"]
    return {code: answer for code, answer in about.items() if answer}
