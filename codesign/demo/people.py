"""The 406 people who answered in Upper Calder Valley: who they are, before they say a word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

MODES = {"phone_web": 214, "web": 82, "paper": 78, "telephone": 14, "easy_read": 12, "assisted": 6}
AGES = {
    "16_24": 3,
    "25_34": 17,
    "35_44": 31,
    "45_54": 58,
    "55_64": 88,
    "65_74": 117,
    "75_84": 64,
    "85p": 14,
    "pnts": 8,
    "": 6,
}
PROPOSAL_A = {"support": 231, "oppose": 118, "neither": 49, "dont_know": 8}
WITH_WORDS = 372
OLDER = frozenset({"65_74", "75_84", "85p"})
YOUNGER = frozenset({"16_24", "25_34", "35_44", "45_54"})

WARDS = {
    "E05999901": ("Mytholm Clough", 94),
    "E05999902": ("Hebble Bridge", 138),
    "E05999903": ("Toddbrook", 112),
    "E05999904": ("Moor Edge", 48),
    "": ("the valley", 14),
}


@dataclass(slots=True, eq=False)
class Person:
    """One made-up resident; an empty string means the person did not say."""

    number: int
    age: str
    mode: str = ""
    ward: str = ""
    sex: str = ""
    carer: bool = False
    ethnic: str = "english_welsh_scottish_ni_british"
    voice: str = "n"
    terse: bool = False
    spelling: str = "plain"
    kin: tuple[str, str] = ("my mum", "she")
    proposal_a: str = ""
    has_words: bool = True
    themes: dict[str, str] = field(default_factory=dict)
    elder_line: int | None = None

    @property
    def town(self) -> str:
        """The name of the ward, or the valley."""
        return WARDS[self.ward][0]


def drawn(rng: Random, people: Iterable[Person], weight: Callable[[Person], float], count: int) -> list[Person]:
    """That many people, drawn without replacement by weight; weight 0 is never drawn."""
    keyed = [(rng.random() ** (1 / w), p.number, p) for p in people if (w := weight(p)) > 0]
    if len(keyed) < count:
        raise ValueError(f"only {len(keyed)} people fit, {count} are wanted")
    return [p for _, _, p in sorted(keyed, key=lambda k: (-k[0], k[1]))[:count]]


def residents(rng: Random) -> list[Person]:
    """406 people with the ages, ways of answering, wards and views on Proposal A that domain.md h gives."""
    ages = [age for age, count in AGES.items() for _ in range(count)]
    rng.shuffle(ages)
    people = [Person(number=n, age=age) for n, age in enumerate(ages, start=1)]
    _share_out(rng, people, "mode", MODES, _mode_weight)
    _share_out(rng, people, "ward", {code: count for code, (_, count) in WARDS.items()}, lambda p, v: 1.0)
    _share_out(rng, people, "sex", {"female": 252, "male": 138, "pnts": 9, "": 7}, lambda p, v: 1.0)
    _share_out(rng, people, "proposal_a", PROPOSAL_A, _view_weight)
    for p in drawn(rng, people, _carer_weight, 96):
        p.carer = True
    for p in drawn(rng, people, _silent_weight, len(people) - WITH_WORDS):
        p.has_words = False
    _ethnic_groups(rng, people)
    for p in people:
        p.voice = _voice(rng, p)
        brief = p.mode in {"paper", "phone_web"} and rng.random() < 0.22
        p.terse = brief and p.voice != "y" and p.age not in YOUNGER
        p.spelling = _spelling(rng, p)
    return people


def _share_out(
    rng: Random, people: list[Person], name: str, counts: dict[str, int], weight: Callable[[Person, str], float]
) -> None:
    left = list(people)
    for value, count in sorted(counts.items(), key=lambda item: item[1]):
        chosen = drawn(rng, left, lambda p, v=value: weight(p, v), count)  # type: ignore[misc]
        for p in chosen:
            setattr(p, name, value)
        gone = {p.number for p in chosen}
        left = [p for p in left if p.number not in gone]


def _mode_weight(p: Person, mode: str) -> float:
    if mode in {"paper", "telephone", "assisted"}:
        return {"85p": 12.0, "75_84": 7.0, "65_74": 2.5, "55_64": 1.0}.get(p.age, 0.25)
    if mode == "easy_read":
        return 2.0 if p.age in {"45_54", "55_64", "65_74", "75_84"} else 0.2
    return 1.0


def _view_weight(p: Person, view: str) -> float:
    if view == "oppose":
        return (1.6 if p.ward in {"E05999904", "E05999903"} else 1.0) * (1.5 if p.age in OLDER else 1.0)
    return 1.0


def _carer_weight(p: Person) -> float:
    return {"16_24": 0.6, "25_34": 0.8, "35_44": 1.4, "45_54": 2.4, "55_64": 2.2, "65_74": 1.2}.get(p.age, 0.7)


def _silent_weight(p: Person) -> float:
    if p.mode in {"telephone", "easy_read", "assisted"}:
        return 0.0
    return 5.0 if p.proposal_a == "dont_know" else 1.0


def _ethnic_groups(rng: Random, people: list[Person]) -> None:
    groups = {
        "irish": 6,
        "other_white": 9,
        "caribbean": 3,
        "white_asian": 2,
        "indian": 3,
        "pakistani": 6,
        "pnts": 12,
        "": 8,
    }
    left = list(people)
    rng.shuffle(left)
    for group, count in groups.items():
        for _ in range(count):
            left.pop().ethnic = group


def _voice(rng: Random, p: Person) -> str:
    """Whether a person speaks as someone older, for someone older, or neither."""
    chance = rng.random()
    if p.age in OLDER:
        return "y" if chance < (0.25 if p.carer else 0.04) else "o"
    if p.age == "55_64":
        return "y" if p.carer or chance < 0.35 else ("o" if chance < 0.55 else "n")
    if p.age in YOUNGER:
        return "y" if p.carer or chance < 0.7 else "n"
    return "o" if chance < 0.6 else "n"


def _spelling(rng: Random, p: Person) -> str:
    if p.mode in {"telephone", "assisted", "easy_read"}:
        return "plain"
    chance = rng.random()
    return "low" if chance < 0.07 else "no_marks" if chance < 0.16 else "slips" if chance < 0.30 else "plain"
