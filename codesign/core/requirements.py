"""What to look at again in a draft requirement: remarks for the person who writes it (`domain.md` d3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from codesign.core.reading import sentences_of
from codesign.core.terms import Moscow, Origin
from codesign.core.words import N_, Sentence


class RemarkCode(StrEnum):
    """What a remark is about."""

    EMPTY = "empty"
    NOT_SINGULAR = "not_singular"
    AND_OR = "and_or"
    NO_OBLIGATION = "no_obligation"
    OTHER_OBLIGATION = "other_obligation"
    WEASEL_WORD = "weasel_word"
    UNVERIFIABLE = "unverifiable"
    NAMES_SUPPLIER = "names_supplier"
    THIN_EVIDENCE = "thin_evidence"
    ONE_METHOD = "one_method"
    COMMISSIONER_ONLY = "commissioner_only"


@dataclass(frozen=True, slots=True)
class Remark:
    """What to look at, in a sentence; `start` and `end` mark the place in the statement, None for all of it."""

    code: RemarkCode
    words: Sentence
    start: int | None = None
    end: int | None = None


ENOUGH_PEOPLE: Final = 3

_BINDING = re.compile(r"\b(must|should|shall|will|could|may|might)\b", re.IGNORECASE)
_AND_OR = re.compile(r"\band\s*/\s*or\b", re.IGNORECASE)
_WEASEL = re.compile(
    r"\b(?:adequate(?:ly)?|appropriate(?:ly)?|as necessary|as required|as soon as possible|best endeavours|easy to use|"
    r"effective(?:ly)?|efficient(?:ly)?|flexible|flexibly|good quality|high[- ]quality|if possible|in a timely manner|"
    r"reasonabl[ey]|regular(?:ly)?|robust|state[- ]of[- ]the[- ]art|suitabl[ey]|sufficient(?:ly)?|timely|"
    r"user[- ]friendly|where (?:appropriate|possible|practicable)|world[- ]class|etc)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|[%£]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hourly|daily|weekly|monthly|quarterly|"
    r"annually|yearly|once|twice)\b",
    re.IGNORECASE,
)
_STANDARD = re.compile(r"\b(?:ISO|BS|EN|WCAG|NICE|CQC|DBS|PAS)\b")
_WORD_FOR = {
    Moscow.MUST: ("must", "shall"),
    Moscow.SHOULD: ("should",),
    Moscow.COULD: ("could", "may", "might"),
}


def has_number(text: str) -> bool:
    """Whether the text holds a number, an interval ("weekly") or the name of a standard: something to check against."""
    return bool(_NUMBER.search(text) or _STANDARD.search(text))


def lint(
    statement: str,
    *,
    moscow: Moscow,
    measure: str = "",
    kpi: str = "",
    evidence_people: int = 0,
    evidence_methods: int = 0,
    origin: Origin = Origin.RESIDENT,
    names: Collection[str] = (),
) -> tuple[Remark, ...]:
    """Every remark on a draft requirement, in the order of its words, then on its test, then on its evidence.

    `names` are suppliers and brands known to the project: naming one may shut others out (Procurement Act 2023 s56).
    `evidence_people` counts different people behind it, `evidence_methods` the ways of listening they used.
    """
    text = statement.strip()
    if not text:
        return (Remark(RemarkCode.EMPTY, Sentence(N_("Write what the provider must do, in one sentence."))),)
    in_words = sorted(_on_words(statement, moscow, names), key=lambda remark: (remark.start or 0, remark.code))
    return (
        *in_words,
        *_on_test(statement, moscow, measure, kpi),
        *_on_evidence(evidence_people, evidence_methods, origin),
    )


def _on_words(statement: str, moscow: Moscow, names: Collection[str]) -> Iterator[Remark]:
    binding = list(_BINDING.finditer(statement))
    if not binding:
        yield Remark(
            RemarkCode.NO_OBLIGATION, Sentence(N_("Say “must”, “should” or “could”, so a bidder knows how firm it is."))
        )
    elif moscow in _WORD_FOR and binding[0].group().lower() not in (*_WORD_FOR[moscow], "will"):
        first = binding[0]
        words = Sentence(
            N_("It says “%(word)s” but is marked as %(mark)s."), {"word": first.group(), "mark": moscow.value}
        )
        yield Remark(RemarkCode.OTHER_OBLIGATION, words, *first.span())
    if len(binding) > 1:
        words = Sentence(
            N_("It asks for more than one thing: “%(word)s” comes again. Make it two."), {"word": binding[1].group()}
        )
        yield Remark(RemarkCode.NOT_SINGULAR, words, *binding[1].span())
    elif len(sentences_of(statement)) > 1:
        yield Remark(
            RemarkCode.NOT_SINGULAR, Sentence(N_("It has more than one sentence. Keep one for each requirement."))
        )
    for match in _AND_OR.finditer(statement):
        yield Remark(
            RemarkCode.AND_OR, Sentence(N_("“And/or” can be read two ways. Choose one, or make it two.")), *match.span()
        )
    for match in _WEASEL.finditer(statement):
        words = Sentence(
            N_("“%(word)s” means something else to everyone. Say how much, how often or by when."),
            {"word": match.group()},
        )
        yield Remark(RemarkCode.WEASEL_WORD, words, *match.span())
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", statement, re.IGNORECASE) if name.strip() else ():
            words = Sentence(
                N_("It names “%(name)s”. Say what is needed, so that others can offer it too."), {"name": match.group()}
            )
            yield Remark(RemarkCode.NAMES_SUPPLIER, words, *match.span())


def _on_test(statement: str, moscow: Moscow, measure: str, kpi: str) -> Iterator[Remark]:
    if moscow is Moscow.MUST and not kpi.strip() and not has_number(statement) and not has_number(measure):
        words = Sentence(N_("Nobody can check this yet. Add a number, a date, a standard or a measure with a target."))
        yield Remark(RemarkCode.UNVERIFIABLE, words)


def _on_evidence(people: int, methods: int, origin: Origin) -> Iterator[Remark]:
    if people == 0 and origin is Origin.COMMISSIONER:
        words = Sentence(N_("Only the commissioner asked for this. Find evidence, or say why it is needed."))
        yield Remark(RemarkCode.COMMISSIONER_ONLY, words)
    elif people < ENOUGH_PEOPLE:
        words = Sentence(N_("Thin evidence: fewer than %(enough)s people said this."), {"enough": ENOUGH_PEOPLE})
        yield Remark(RemarkCode.THIN_EVIDENCE, words)
    elif methods < 2:
        words = Sentence(N_("Thin evidence: it all came from one way of listening."))
        yield Remark(RemarkCode.ONE_METHOD, words)
