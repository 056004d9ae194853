"""Turning a line into one person's own sentence: the right grandmother, bus and spelling."""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from codesign.demo.people import Person

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_BUSES = {
    "E05999901": ("the 14", "the 41"),
    "E05999902": ("the 27", "the 14"),
    "E05999903": ("the V3", "the 27"),
    "E05999904": ("the 61", "the V8"),
}
_SURGERIES = {
    "E05999901": ("the Clough practice", "the health centre"),
    "E05999902": ("Wharf House", "the surgery"),
    "E05999903": ("the Toddbrook surgery", "the health centre"),
    "E05999904": ("the branch surgery", "the surgery"),
}
_CLUBS = {
    "E05999901": ("St Aidan's",),
    "E05999902": ("St Aidan's",),
    "E05999903": ("the Tuesday Table",),
    "E05999904": ("the chapel lunch",),
}
_STREETS = ("Chapel Lane", "Delph Terrace", "Weavers Fold", "Wharf Lane", "Hollin Bank", "Station Row", "Nab Lane")
_YOUNG_KIN = (("my nan", "she"), ("my grandad", "he"), ("my gran", "she"), ("my great-auntie", "she"))
_KIN = (
    ("my mum", "she"),
    ("my dad", "he"),
    ("my mother-in-law", "she"),
    ("my auntie", "she"),
    ("my father-in-law", "he"),
    ("mum", "she"),
    ("my neighbour", "she"),
)
_OLD_KIN = (("my mother", "she"), ("my sister", "she"), ("my brother", "he"), ("my neighbour", "she"))
_FIRST_AGE = {"55_64": 58, "65_74": 66, "75_84": 75, "85p": 85}
_LEAD_INS = (
    "To be honest, ",
    "I'll tell you what. ",
    "Like I told the lady in the library, ",
    "Honestly? ",
    "As far as I can see, ",
    "For me it's this. ",
    "Same as I said last time. ",
    "Main thing: ",
)
_SLIPS = (
    ("because", "becuase"),
    ("friend", "freind"),
    ("neighbour", "nieghbour"),
    ("hospital", "hosptial"),
    ("definitely", "definately"),
    ("lovely", "lovley"),
    ("people", "poeple"),
    ("really", "realy"),
    ("until", "untill"),
    ("their", "there"),
    ("company", "compony"),
    ("knows", "nows"),
    ("tomorrow", "tommorow"),
    ("separate", "seperate"),
    ("surgery", "sugery"),
    ("something", "somthing"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One written line with the voice it suits and a word to find it by."""

    voice: str
    text: str
    tag: str


def lines(block: str) -> tuple[Line, ...]:
    """The lines of a block of `words`: voice, text and tag."""
    found = []
    for row in block.strip().splitlines():
        voice, _, rest = row.strip().partition(" ")
        text, _, tag = rest.partition(" #")
        found.append(Line(voice, text.strip(), tag.strip()))
    return tuple(found)


def fits(line: Line, person: Person) -> bool:
    """Whether this person could have said that line."""
    if line.tag == "paper" and person.mode != "paper":
        return False
    if line.tag == "widow" and person.carer:
        return False
    if line.voice in "ns":
        return True
    if line.voice == "m":
        return person.sex == "male" and person.voice == "o"
    if line.voice == "w":
        return person.sex == "female" and person.voice == "o"
    return line.voice == person.voice


@dataclass(slots=True)
class Pen:
    """Writes for many people and takes each line about as often as the others."""

    rng: Random
    used: Counter[str] = field(default_factory=Counter)

    def pick(self, choices: tuple[Line, ...], person: Person) -> Line:
        """The least used line that fits; short ones go to people who write short."""
        fitting = [line for line in choices if fits(line, person)]
        short = [line for line in fitting if line.voice == "s"]
        if person.mode == "easy_read" or (person.terse and short):
            fitting = short
        else:
            fitting = [line for line in fitting if line.voice != "s"] or short
        line = min(fitting, key=lambda each: (self.used[each.text], self.rng.random()))
        self.used[line.text] += 1
        return line

    def plain(self, block: str) -> str:
        """The least used line of a block without voices."""
        rows = block.strip().splitlines()
        text = min(rows, key=lambda each: (self.used[each], self.rng.random()))
        self.used[text] += 1
        return text

    def say(self, text: str, person: Person, *, lead_in: bool = True, named: bool = False) -> str:
        """The line in this person's words; `named` says that the answer has already said who it is about."""
        if named and text.startswith("{Who} "):
            text = "{She} " + text.removeprefix("{Who} ")
        words = re.sub(r"\[([^\]]*)\]", lambda m: self.rng.choice(m[1].split("|")), text).replace(" .", ".")
        words = self._fill(words, person)
        if (
            lead_in
            and not words.startswith("NO")
            and "?" not in words
            and not person.terse
            and person.mode != "easy_read"
            and self.rng.random() < 0.16
        ):
            opening = self.rng.choice(_LEAD_INS)
            keeps_capital = opening.endswith((". ", "? ")) or words.startswith(("I ", "I'", "St "))
            words = opening + (words if keeps_capital else words[0].lower() + words[1:])
        return _rough(words, person.spelling, self.rng)

    def _fill(self, text: str, person: Person) -> str:
        kin, she = person.kin
        him, her = ("him", "his") if she == "he" else ("her", "her")
        ward = person.ward or "E05999902"
        filled = {
            "who": kin,
            "she": she,
            "him": him,
            "her": her,
            "town": person.town,
            "day": self.rng.choice(_DAYS),
            "bus": self.rng.choice(_BUSES[ward]),
            "surgery": self.rng.choice(_SURGERIES[ward]),
            "club": self.rng.choice(_CLUBS[ward]),
            "street": self.rng.choice(_STREETS),
            "year": str(self.rng.randint(1976, 2004)),
            "age": str(_FIRST_AGE.get(person.age, 66) + self.rng.randint(0, 7)),
            "elder": str(self.rng.randint(79, 94)),
        }
        filled |= {key.capitalize(): value[0].upper() + value[1:] for key, value in filled.items()}
        return re.sub(r"\{(\w+)\}", lambda m: filled[m[1]], text)


def kin_of(age: str, rng: Random) -> tuple[str, str]:
    """Whom a person of that age speaks for, and how that person is spoken of."""
    if age in {"16_24", "25_34"}:
        return rng.choice(_YOUNG_KIN)
    return rng.choice(_OLD_KIN if age in {"65_74", "75_84", "85p"} else _KIN)


def _rough(text: str, spelling: str, rng: Random) -> str:
    if spelling == "plain":
        return text
    if spelling in {"no_marks", "low"}:
        text = text.replace("'", "")
    if spelling == "low":
        text = re.sub(r"\bI\b", "i", text.lower() if rng.random() < 0.7 else text[0].lower() + text[1:])
        text = text.rstrip(".")
    for right, slip in _SLIPS:
        if right in text and rng.random() < 0.5:
            return text.replace(right, slip, 1)
    return text
