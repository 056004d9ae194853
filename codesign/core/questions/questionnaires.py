"""A questionnaire as one value: its questions in order, and the way one person takes through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from codesign.core.errors import WrongStage
from codesign.core.questions import kinds
from codesign.core.questions.answering import Asked, Given
from codesign.core.routing import Step, asked_of, pages_of, rules_in


class OffTheWay(WrongStage):
    """The question is not asked of someone who gave these answers."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question in its place: whether a page begins with it, and the section that does, if one does."""

    asked: Asked
    starts_page: bool = True
    section: str = ""
    section_words: str = ""
    section_language: str = ""
    section_words_language: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One person's way: the questions that apply, and the pages they stand on, each with at least one."""

    applying: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]

    def page_of(self, ref: str) -> tuple[str, ...] | None:
        """The page a question stands on; None when it does not apply."""
        return next((page for page in self.pages if ref in page), None)


Answers = Mapping[str, tuple[Asked, Given]]
"""What one person gave, by question, each with the wording it answers."""


@dataclass(frozen=True)
class Questionnaire:
    """The questions residents are asked now, in order."""

    places: tuple[Place, ...]

    @cached_property
    def by_ref(self) -> dict[str, Place]:
        return {place.asked.ref: place for place in self.places}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(Step(place.asked.ref, place.asked.condition, place.starts_page) for place in self.places)

    def uncertain_after(self, ref: str) -> bool:
        """Whether an answer to this question or a later one may change what is asked."""
        order = [step.ref for step in self.steps]
        ahead = set(order[order.index(ref) :])
        return any(rule.question in ahead for step in self.steps for rule in rules_in(step.condition))

    @property
    def questions(self) -> tuple[Asked, ...]:
        """What asks something: without pages that only tell."""
        return tuple(place.asked for place in self.places if kinds.kind_of(place.asked).asks)

    def way(self, answers: Answers) -> Way:
        """The way of someone who gave these answers."""
        said = {ref: kinds.said(asked, given) for ref, (asked, given) in answers.items()}
        applying = asked_of(self.steps, said)
        return Way(applying, pages_of(self.steps, applying))

    def unconditional(self) -> Questionnaire:
        """The same with every question asked of everyone, as a preview and paper show it."""
        return Questionnaire(tuple(replace(place, asked=replace(place.asked, condition=None)) for place in self.places))

    def section_at(self, ref: str) -> Place | None:
        """The place where the section of a question begins; None before the first section."""
        found = None
        for place in self.places:
            found = place if place.section else found
            if place.asked.ref == ref:
                return found
        return None


__all__ = ["Answers", "OffTheWay", "Place", "Questionnaire", "Way"]
