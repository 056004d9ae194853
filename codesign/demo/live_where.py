"""The second questionnaire of the live demonstration: where The Landing goes and when it opens. Made up, told from a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from codesign.consultations.drafts import ConsultationDraft, QuestionDraft
from codesign.core.questions.answering import Option
from codesign.core.questions.kinds.place import AREA, POINT, POSTCODE
from codesign.core.routing import AnyOf, Rule, Test
from codesign.core.terms import Influence, QuestionType
from codesign.demo.live_place import CLOSES
from codesign.demo.live_where_words import FACTS

OPENED: Final = -12
EXTRAS: Final = 500
"""Pounds a week to share out."""

FIRST_DAYS: Final = (245, 305)
"""Days from today between which it can open for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuestion:
    """A question with its page and section; `pictures` are named in `drawings`, with what each shows, by choice."""

    ref: str
    draft: QuestionDraft
    starts_page: bool = True
    section: str = ""
    section_words: str = ""
    pictures: dict[str, str] = field(default_factory=dict)


def consultation(today: date) -> ConsultationDraft:
    """Its words and its window: open for twelve days already, closing with all the rest."""
    return ConsultationDraft(
        title="Where and when should The Landing be?",
        introduction=(
            "There are three empty buildings, and money for 30 hours a week. Help us choose where it goes and when it opens."
        ),
        influence=Influence.PARTLY_OPEN,
        influence_reason="We can pay for one place, in one of three buildings.",
        opens_on=today + timedelta(days=OPENED),
        closes_on=today + timedelta(days=CLOSES),
    )


def questions(today: date) -> tuple[PlacedQuestion, ...]:
    """Thirteen places: two sections, one page of two questions, two questions that only some are asked."""
    first, last = (today + timedelta(days=days) for days in FIRST_DAYS)
    return (
        PlacedQuestion(
            ref="Q1",
            section="Where",
            section_words="First the three buildings, then you.",
            draft=QuestionDraft(
                type=QuestionType.INFORMATION,
                text="Three buildings it could be in",
                hint="Read this first. It takes a minute.",
                body=FACTS,
            ),
        ),
        PlacedQuestion(
            ref="Q2",
            draft=QuestionDraft(
                type=QuestionType.ONE_CHOICE,
                text="Who would The Landing be for?",
                hint="Choose the one that fits best.",
                why="Parents and carers get one question more.",
                options=_options(
                    ("me", "Me"),
                    ("mine", "A young person I look after"),
                    ("both", "Both of us"),
                    ("neither", "Neither, but I have a view"),
                ),
            ),
        ),
        PlacedQuestion(
            ref="Q3",
            draft=QuestionDraft(
                type=QuestionType.PICTURE_CHOICE,
                text="Which building should it be in?",
                hint="Choose one.",
                offers_not_sure=True,
                options=(
                    *_options(("bank", "The old bank"), ("library", "The library rooms"), ("club", "The rowing club")),
                    Option("none", "None of these", exclusive=True),
                ),
            ),
            pictures={
                "bank": "A stone house with pillars and a round clock",
                "library": "A long low house with books in the windows",
                "club": "A wooden boathouse beside the water",
            },
        ),
        PlacedQuestion(
            ref="Q4",
            draft=QuestionDraft(
                type=QuestionType.LONG_TEXT,
                text="Where else could it be?",
                hint="Name a street or a place.",
                condition=Rule("Q3", Test.IS, "none"),
            ),
        ),
        PlacedQuestion(
            ref="Q5",
            draft=QuestionDraft(
                type=QuestionType.PLACE,
                text="Where would you come from?",
                hint="An area is enough. We do not keep your postcode.",
                why="So that we see who can get there.",
                offers_not_sure=True,
                settings={"ways": [AREA, POSTCODE, POINT]},
            ),
        ),
        PlacedQuestion(
            ref="Q6",
            section="When, and what for",
            section_words="We can pay for 30 hours a week.",
            draft=QuestionDraft(
                type=QuestionType.MATRIX,
                text="How well would these times suit you?",
                hint="Choose one answer for each time.",
                offers_not_sure=True,
                rows=_options(
                    ("after", "Weekdays from 4 to 7"),
                    ("late", "Weekdays from 7 to 10"),
                    ("saturday", "Saturday afternoon"),
                    ("sunday", "Sunday evening"),
                ),
                options=_options(("well", "Well"), ("just", "Just about"), ("badly", "Badly")),
            ),
        ),
        PlacedQuestion(
            ref="Q7",
            draft=QuestionDraft(
                type=QuestionType.RANKING,
                text="What should be ready on the first day?",
                hint="Put up to three in order. The most important comes first.",
                offers_not_sure=True,
                most=3,
                options=_options(
                    ("food", "Hot food and drinks"),
                    ("quiet", "A quiet room"),
                    ("music", "Music and games"),
                    ("wifi", "Wi-Fi and places to charge"),
                    ("talk", "Someone to talk to"),
                ),
            ),
        ),
        PlacedQuestion(
            ref="Q8",
            draft=QuestionDraft(
                type=QuestionType.ALLOCATION,
                text="We have £500 a week for extras. How would you share it out?",
                hint="What you leave empty counts as nothing.",
                offers_not_sure=True,
                unit="£",
                settings={"total": EXTRAS},
                options=_options(
                    ("fares", "Bus fares home"),
                    ("food", "Food"),
                    ("paid", "Pay for young people who help"),
                    ("trips", "Trips out"),
                    ("parents", "Sessions for parents"),
                ),
            ),
        ),
        PlacedQuestion(
            ref="Q9",
            draft=QuestionDraft(
                type=QuestionType.DATE,
                text="Which day should it open for the first time?",
                hint="A day when you would come.",
                offers_not_sure=True,
                settings={"earliest": first.isoformat(), "latest": last.isoformat()},
            ),
        ),
        PlacedQuestion(
            ref="Q10",
            starts_page=False,
            draft=QuestionDraft(
                type=QuestionType.SHORT_TEXT,
                text="What should happen on that day?",
                hint="One thing is enough.",
            ),
        ),
        PlacedQuestion(
            ref="Q11",
            draft=QuestionDraft(
                type=QuestionType.SEVERAL_CHOICES,
                text="What would help you as a parent or carer?",
                hint="Choose all that fit.",
                condition=AnyOf((Rule("Q2", Test.IS, "mine"), Rule("Q2", Test.IS, "both"))),
                options=(
                    *_options(
                        ("home", "To know how they get home"),
                        ("ring", "Someone I can ring"),
                        ("look", "To look round before it opens"),
                    ),
                    Option("other", "Something else", takes_text=True),
                    Option("leave", "Nothing. I would leave them to it", exclusive=True),
                ),
            ),
        ),
        PlacedQuestion(
            ref="Q12",
            draft=QuestionDraft(
                type=QuestionType.LONG_TEXT,
                text="Is there anything else about where or when?",
                hint="A few words are fine. Leave out names and phone numbers.",
            ),
        ),
        PlacedQuestion(
            ref="Q13",
            draft=QuestionDraft(
                type=QuestionType.CONTACT,
                text="Shall we tell you what is chosen?",
                hint="Leave it empty if not.",
            ),
        ),
    )


def _options(*named: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, label) for code, label in named)


__all__ = ["EXTRAS", "FIRST_DAYS", "OPENED", "PlacedQuestion", "consultation", "questions"]
