"""The two workshops of the live demonstration project: one open to join now, one later."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from codesign.core.terms import Influence, Mode, StepKind, StepPhase
from codesign.demo import live_words as said
from codesign.demo.shapes import Attendee, Card, Group, Sending, Step, Workshop


def walk_in(today: date, sendings: Sequence[Sending]) -> Workshop:
    """The workshop that is open to join at the moment the demonstration is loaded."""
    young = [s.person for s in sendings if s.equality.get("age_band") == "16_24"]
    others = [s.person for s in sendings if s.mode is Mode.PHONE_WEB and s.person not in young]
    room = tuple(
        Attendee(key=f"W1-{n:02}", person=person, role="resident", table=(n - 1) % 2 + 1, photo_consent=False)
        for n, person in enumerate([*young[:5], *others[:3]], start=1)
    )
    cards = tuple(
        Card(
            key=f"W1-A1-{n:02}",
            attendee=room[(n - 1) % len(room)].key if n != 7 else "",
            table=(n - 1) % 2 + 1,
            text=row.split("|")[1],
            group=row.split("|")[0],
            paper=n == 7,
        )
        for n, row in enumerate(said.TODAY.strip().splitlines(), start=1)
    )
    return Workshop(
        ref="W1",
        title="What would make you walk in?",
        purpose="To write the first rules for the drop-in together.",
        influence=Influence.OPEN,
        on=today,
        starts=None,
        minutes=120,
        place="Lockside Sixth Form College, room 4",
        extras="Free pizza and bus fare",
        join_code="482913",
        booked=18,
        tables=2,
        persona="",
        attendees=room,
        steps=(
            Step(
                ref="W1-A1",
                kind=StepKind.CARDS,
                title="Write",
                prompt="What would make you walk in the door, and stay?",
                minutes=15,
                phase=StepPhase.OPEN,
                groups=tuple(Group(key=key, title=title) for key, title in said.TODAY_GROUPS),
                cards=cards,
            ),
            Step(
                ref="W1-A2",
                kind=StepKind.VOTE,
                title="Vote",
                prompt="What matters most to you? You have 5 dots.",
                minutes=10,
                phase=StepPhase.WAITING,
                dots_each=5,
                votes_on="W1-A1",
            ),
            _waiting("W1-A3", "Worries", "What could go wrong? What would make you walk out?", 15),
            _waiting("W1-A4", "Goodbye", "One thing to tell the council", 5),
        ),
    )


def first_visit(today: date) -> Workshop:
    """The one nine days later."""
    return Workshop(
        ref="W2",
        title="The first visit",
        purpose="To plan the first five minutes, step by step.",
        influence=Influence.OPEN,
        on=today + timedelta(days=9),
        starts=time(18, 0),
        minutes=90,
        place="Lockside Library",
        extras="Free food and childcare",
        join_code="730264",
        booked=6,
        tables=4,
        persona="",
        attendees=(),
        steps=(
            _waiting("W2-A1", "Write", "What should happen in the first five minutes?", 20),
            Step(
                ref="W2-A2",
                kind=StepKind.VOTE,
                title="Vote",
                prompt="Which would you want most? You have 3 dots.",
                minutes=10,
                phase=StepPhase.WAITING,
                dots_each=3,
                votes_on="W2-A1",
            ),
            _waiting("W2-A3", "Goodbye", "How was today?", 5),
        ),
    )


def _waiting(ref: str, title: str, prompt: str, minutes: int) -> Step:
    return Step(ref=ref, kind=StepKind.CARDS, title=title, prompt=prompt, minutes=minutes, phase=StepPhase.WAITING)
