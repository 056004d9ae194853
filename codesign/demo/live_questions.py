"""The eight short questions of the live demonstration project: one of each kind, and two of the common ones."""

from datetime import date

from codesign.core.terms import Influence, QuestionType
from codesign.demo.questions import AGREE
from codesign.demo.shapes import Choice, Consultation, Question

HARD = {
    "shut": "It is shut when I am free",
    "wait": "I would have to wait or book",
    "seen": "Someone might see me go in",
    "far": "It is hard to get there and back",
    "alone": "I do not want to go in on my own",
    "unsure": "I do not know what it is for",
    "other": "Something else",
    "nothing": "Nothing makes it hard",
}
WHEN = ("after_school", "evening", "late", "weekend", "holidays")
MINUTES = (5, 10, 10, 15, 15, 15, 20, 20, 25, 30, 40)

QUESTIONS = (
    Question(
        ref="C1-Q01",
        slug="who",
        type=QuestionType.ONE_CHOICE,
        text="Who are you?",
        hint="Choose the one that fits best.",
        why="Young people and adults may want different things. We look at both.",
        choices=(
            Choice(code="young", label="I am aged 16 to 25"),
            Choice(code="parent", label="I am a parent or carer"),
            Choice(code="work", label="I work with young people"),
            Choice(code="near", label="I live or work near here"),
            Choice(code="other", label="Something else", opens_text=True),
        ),
    ),
    Question(
        ref="C1-Q02",
        slug="what-makes-it-hard",
        type=QuestionType.SEVERAL_CHOICES,
        text="What makes it hard to go to a drop-in?",
        hint="Choose all that fit. Think of yourself, or of someone you know.",
        why="If we know what gets in the way, we can write a rule about it.",
        choices=tuple(
            Choice(code=code, label=label, exclusive=code == "nothing", opens_text=code == "other")
            for code, label in HARD.items()
        ),
    ),
    Question(
        ref="C1-Q03",
        slug="when",
        type=QuestionType.ONE_CHOICE,
        text="When would it help most if it was open?",
        hint="",
        why="We can pay for about 30 hours a week. You help us choose which.",
        choices=(
            Choice(code="after_school", label="Straight after school or college"),
            Choice(code="evening", label="In the evening, until 8"),
            Choice(code="late", label="Late, until 10"),
            Choice(code="weekend", label="At the weekend"),
            Choice(code="holidays", label="In the holidays"),
            Choice(code="not_sure", label="I am not sure"),
        ),
    ),
    Question(
        ref="C1-Q04",
        slug="own-age",
        type=QuestionType.AGREE_SCALE,
        text="It is easier to talk to someone near my own age first.",
        hint="",
        why="It helps us decide who should be at the door.",
        choices=AGREE,
    ),
    Question(
        ref="C1-Q05",
        slug="how-far",
        type=QuestionType.NUMBER,
        text="How many minutes would you travel to get there?",
        hint="Write a number, like 15.",
        why="There are three buildings it could be in.",
        lowest=0,
        highest=120,
        unit="minutes",
    ),
    Question(
        ref="C1-Q06",
        slug="walk-in",
        type=QuestionType.LONG_TEXT,
        text="What would make you walk in, and stay?",
        hint="A few words are fine. Leave out names and phone numbers.",
        why="Your own words can go into the rules.",
        letters=2000,
    ),
    Question(
        ref="C1-Q07",
        slug="one-word",
        type=QuestionType.SHORT_TEXT,
        text="One word for how it should feel inside",
        hint="",
        why="We give these words to whoever plans the rooms.",
        letters=60,
    ),
    Question(
        ref="C1-Q08",
        slug="no-booking",
        type=QuestionType.AGREE_SCALE,
        text="You should be able to turn up without booking.",
        hint="",
        why="It costs more staff time. We want to know if it is worth it.",
        choices=AGREE,
    ),
)


def consultation(opens_on: date, closes_on: date) -> Consultation:
    """The questionnaire with its window."""
    return Consultation(
        ref="C1",
        title="Help design the drop-in",
        purpose="To find out what would make young people walk in, before we write the rules for whoever runs it.",
        influence=Influence.OPEN,
        opens_on=opens_on,
        closes_on=closes_on,
        minutes=6,
        questions=QUESTIONS,
    )
