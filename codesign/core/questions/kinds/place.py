"""A place: an area from the project's list, a postcode that becomes an area and is dropped, or a point on a map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Sent
from codesign.core.questions.kinds.base import (
    NOT_SURE_CELL,
    BadCell,
    Bar,
    Column,
    Counts,
    Ground,
    Kept,
    Kind,
    Printed,
    Summary,
    Table,
    kept_words,
    too_long,
)
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence

AREA, POSTCODE, POINT = "area", "postcode", "point"
WAYS: Final = (AREA, POSTCODE, POINT)
"""How a place can be given; staff choose which."""

ELSEWHERE: Final = "elsewhere"
"""The code of a place outside the project's areas."""

SOMEWHERE_ELSE: Final = N_("Somewhere else")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*")


def clean_postcode(typed: str) -> str | None:
    """Upper case without spaces, as the look-up keeps it; None when it has not the form of a whole UK postcode."""
    packed = "".join(typed.split()).upper()
    return packed if _POSTCODE.fullmatch(packed) else None


def read_point(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees (WGS84), to about ten metres; None when it is no point on Earth."""
    found = _POINT.fullmatch(typed)
    if found is None:
        return None
    latitude, longitude = round(float(found[1]), 4) + 0.0, round(float(found[2]), 4) + 0.0
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def written_point(point: tuple[float, float]) -> str:
    return f"{point[0]:.4f},{point[1]:.4f}"


class Place(Kind):
    """Where: `settings` hold {"ways": [...]}; the project's areas stand in `options`, and what can be looked up in "can"."""

    code = "place"
    icon = "pin"
    name = N_("Place")
    line = N_("People choose an area, type a postcode, or mark a point on a map.")
    template = "place"
    fields = frozenset({"ways", "offers_not_sure"})
    seconds = 25
    on_ground = True
    ours = True

    def ways(self, asked: Asked) -> tuple[str, ...]:
        """The ways that staff chose, in our order; the list of areas unless they chose."""
        wanted = asked.settings.get("ways") or [AREA]
        return tuple(way for way in WAYS if way in wanted)

    def offered(self, asked: Asked) -> tuple[str, ...]:
        """The ways that work in this project: a list needs areas, a postcode a look-up file, a map shapes."""
        can = asked.settings.get("can", WAYS)
        return tuple(way for way in self.ways(asked) if way in can and (way != AREA or asked.options))

    def shows_map(self, asked: Asked) -> bool:
        return POINT in self.offered(asked)

    def takes_words(self, asked: Asked) -> bool:
        """Whether a place may be told in words: beside a map always, and where there is no list to choose from."""
        return POINT in self.ways(asked) or AREA not in self.offered(asked)

    def read(self, asked: Asked, sent: Sent) -> Given:
        known = [*(option.code for option in asked.options), ELSEWHERE]
        if self.says_not_sure(asked):
            known.append(NOT_SURE)
        wanted = sent.values()
        chosen = tuple(code for code in known if code in wanted)[:1]
        if self.says_not_sure(asked) and NOT_SURE in sent.values("not_sure"):
            chosen = (*(code for code in chosen if code != NOT_SURE), NOT_SURE)
        parts = {}
        if POSTCODE in self.ways(asked) and (typed := sent.text(POSTCODE)[:40]):
            parts[POSTCODE] = typed
        point = read_point(sent.text(POINT)[:60]) if POINT in self.ways(asked) else None
        if point is not None:
            parts[POINT] = written_point(point)
        words = kept_words(sent.text("words")) if self.takes_words(asked) else ""
        if POSTCODE in self.ways(asked) and POSTCODE not in parts and clean_postcode(words) is not None:
            parts, words = {**parts, POSTCODE: words}, ""  # a postcode in the wrong box is dropped all the same
        return Given(chosen, words, parts)

    def settle(self, asked: Asked, given: Given, ground: Ground) -> Given:
        """A point or a postcode becomes the code of its area; a postcode that is known goes no further than here."""
        codes = {option.code for option in asked.options}
        unsure = tuple(code for code in given.values if code == NOT_SURE)
        parts = dict(given.parts)
        point = read_point(parts.get(POINT, ""))
        postcode = clean_postcode(parts.get(POSTCODE, ""))
        area = ground.area_of(postcode) if postcode is not None else None
        if area is not None:
            del parts[POSTCODE]
        if point is not None:
            area = ground.area_at(*point) or ELSEWHERE
        if area is None:
            return given
        return Given((area if area in codes else ELSEWHERE, *unsure), given.words, parts)

    def nothing(self, asked: Asked) -> Sentence:
        match self.offered(asked):
            case ("area",):
                return Sentence(N_("Select an area."))
            case ("postcode",):
                return Sentence(N_("Type a postcode, or write the place in your words."))
            case ("area", "postcode"):
                return Sentence(N_("Select an area or type a postcode."))
            case ("point",):
                return Sentence(N_("Mark a point on the map, or write the place in your words."))
            case ():
                return Sentence(N_("Write the place in your words."))
            case _:
                return Sentence(N_("Tell us the place in one of these ways."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        typed = given.parts.get(POSTCODE, "")
        if given.not_sure and (len(given.values) > 1 or given.words or any(given.parts.values())):
            return Sentence(N_("Tell us a place or select “I am not sure”, not both."))
        if typed and clean_postcode(typed) is None:
            return Sentence(N_("Type a whole postcode, such as AB1 2CD."))
        if typed and AREA in self.offered(asked):
            return Sentence(N_("We do not know this postcode. Check it, or clear it and select an area."))
        if typed:
            return Sentence(
                N_("We do not know this postcode. Check it, or clear it and write the place in your words.")
            )
        return too_long(given.words, self.limit(asked))

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        point = (N_("A point on the map"),) if POINT in given.parts else ()
        words = (given.words,) if given.words else ()
        return (*(self.label(asked, code) for code in given.values if code != NOT_SURE), *point, *words)

    def label(self, asked: Asked, code: str) -> str:
        """The name of an area; its code once the project has it no more."""
        option = asked.option(code)
        return SOMEWHERE_ELSE if code == ELSEWHERE else (option.label if option is not None else code)

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        own = (*((option.code, option.label) for option in asked.options), (ELSEWHERE, SOMEWHERE_ELSE))
        return (*own, (NOT_SURE, N_("I am not sure"))) if self.says_not_sure(asked) else own

    def space(self, asked: Asked) -> Space:
        """A place told in words alone has no code."""
        codes = tuple(code for code, _label in self.values(asked))
        return Space(groups=(codes,), words=self.takes_words(asked))

    def kept(self, asked: Asked, given: Given) -> Kept:
        area = next((code for code in given.values if code != NOT_SURE), "")
        point = read_point(given.parts.get(POINT, ""))
        detail = {**({"area": area} if area else {}), **({"point": list(point)} if point is not None else {})}
        return Kept(not_sure=given.not_sure, words=given.words, detail=detail)

    def given(self, asked: Asked, kept: Kept) -> Given:
        area, point = kept.detail.get("area", ""), kept.detail.get("point")
        parts = {POINT: written_point((point[0], point[1]))} if point else {}
        values = (area,) if area else ()
        return Given((*values, NOT_SURE) if kept.not_sure else values, kept.words, parts)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        people = Counter(str(detail.get("area", "")) for detail in counts.details)
        codes = [option.code for option in asked.options]
        gone = sorted(code for code in people if code and code not in codes and code != ELSEWHERE)
        bars = [Bar(self.label(asked, code), people[code], ours=True) for code in (*codes, *gone, ELSEWHERE)]
        if self.takes_words(asked):
            bars.append(Bar(N_("In words only"), people[""], ours=True))
        if self.says_not_sure(asked) or counts.not_sure:
            bars.append(Bar(N_("I am not sure"), counts.not_sure, ours=True))
        return Summary(tables=(Table(base=counts.base, bars=tuple(bars)),))

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        columns = [Column(asked.ref, asked.text)]
        if POINT in self.ways(asked):
            columns.append(Column(f"{asked.ref}_POINT", f"{asked.text} - Latitude, longitude"))
        if self.takes_words(asked):
            columns.append(Column(f"{asked.ref}_TEXT", f"{asked.text} - Text"))
        return tuple(columns)

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        area = next((self.label(asked, code) for code in given.values if code != NOT_SURE), "")
        cells = {asked.ref: area or (NOT_SURE_CELL if given.not_sure else "")}
        if POINT in self.ways(asked):
            cells[f"{asked.ref}_POINT"] = given.parts.get(POINT, "").replace(",", ", ")
        if self.takes_words(asked):
            cells[f"{asked.ref}_TEXT"] = given.words
        return cells

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed, key = cells.get(asked.ref, "").strip(), f"{asked.ref}_POINT"
        written = cells.get(key, "").strip()
        point = read_point(written)
        if written and point is None:
            raise BadCell(key, Sentence(N_("Write a point as latitude, longitude, such as 53.7412, -2.0134.")))
        parts = {POINT: written_point(point)} if point is not None else {}
        return Given(self._area_named(asked, typed), cells.get(f"{asked.ref}_TEXT", "").strip(), parts)

    def _area_named(self, asked: Asked, typed: str) -> tuple[str, ...]:
        if not typed:
            return ()
        if typed == NOT_SURE_CELL and self.says_not_sure(asked):
            return (NOT_SURE,)
        known = self.values(asked)
        # A name wins over a code: one area may be called what another is coded.
        named = [code for code, label in known if typed.casefold() == label.casefold()]
        coded = [code for code, _label in known if typed.casefold() == code.casefold()]
        if named or coded:
            return ((named or coded)[0],)
        sentence = Sentence(
            N_("“%(typed)s” is not one of the areas. Use an area's name or code."), {"typed": typed[:60]}
        )
        raise BadCell(asked.ref, sentence)

    def on_paper(self, asked: Asked) -> Printed:
        if not asked.options or (AREA not in self.ways(asked) and POSTCODE not in self.ways(asked)):
            return Printed(lines=2, note=Sentence(N_("Write the place: a street, or what is near it.")))
        labels = (*(option.label for option in asked.options), SOMEWHERE_ELSE)
        printed = Printed(boxes=labels, ours=True, one_only=True, note=Sentence(N_("Tick one box.")))
        if self.says_not_sure(asked):
            printed = replace(printed, boxes=(*labels, N_("I am not sure")))
        return replace(printed, lines=1) if self.takes_words(asked) else printed

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        ways, can = self.ways(asked), asked.settings.get("can", WAYS)
        found = []
        if (AREA in ways or POSTCODE in ways) and not asked.options:
            found.append(Sentence(N_("It asks for an area, but the project has no areas. Add them to the project.")))
        if POSTCODE in ways and POSTCODE not in can:
            found.append(Sentence(N_("It asks for a postcode, but no postcode file is loaded. Load one under Places.")))
        if POINT in ways and POINT not in can:
            found.append(
                Sentence(N_("It asks for a point on a map, but the areas have no shapes. Load them under Places."))
            )
        return tuple(found)
