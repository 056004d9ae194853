"""The two workshops of Upper Calder Valley: who was in the room, the agenda, cards, groups and dots."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from random import Random

from codesign.core.terms import Influence, Mode, StepKind, StepPhase, SubmissionState, ThemeStance
from codesign.demo import workshop_words as said
from codesign.demo.shapes import Attendee, Card, Coding, Dots, Group, Sending, Step, Workshop

_HEARD = (5,) * 9 + (4,) * 7 + (3,) * 2
_PERSONA = "Maureen, 78, back from hospital, two buses away"


def workshops(
    seed: int, sendings: Sequence[Sending], codings: Sequence[Coding]
) -> tuple[tuple[Workshop, ...], tuple[Coding, ...]]:
    """W1 and W2, and the codings of their cards. A card is by someone who raised its theme in the questionnaire too."""
    rng = Random(seed)
    raised: dict[str, set[str]] = {}
    for coding in codings:
        if coding.stance is ThemeStance.SUPPORTS:
            raised.setdefault(coding.person, set()).add(coding.theme)
    came = _who_came(sendings, raised)
    first, codings_1 = _understand(rng, came, raised)
    second, codings_2 = _shape(rng, came, raised)
    return (first, second), codings_1 + codings_2


def _who_came(sendings: Sequence[Sending], raised: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Residents and carers among those who answered on a phone, those with most to say first, every theme present."""
    fit = [
        s for s in sendings if s.state is SubmissionState.ACCEPTED and s.mode is Mode.PHONE_WEB and s.person in raised
    ]
    older = [
        s for s in fit if s.equality.get("age_band") in {"55_64", "65_74", "75_84", "85p"} or "T10" in raised[s.person]
    ]
    carers = [s.person for s in fit if "T08" in raised[s.person]][:6]
    residents: list[str] = []
    have: Counter[str] = Counter()
    left = [s.person for s in older if s.person not in carers and "T08" not in raised[s.person]]
    while len(residents) < 24:
        person = max(left, key=lambda p: (sum(1 / (1 + have[t]) for t in raised[p]), p))
        left.remove(person)
        residents.append(person)
        have.update(raised[person])
    return {"resident": residents, "carer": carers}


def _attendees(ref: str, people: Sequence[tuple[str, str]], photos: int) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(key=f"{ref}-{n:02}", person=person, role=role, table=(n - 1) % 4 + 1, photo_consent=n <= photos)
        for n, (person, role) in enumerate(people, start=1)
    )


def _understand(
    rng: Random, came: dict[str, list[str]], raised: Mapping[str, set[str]]
) -> tuple[Workshop, tuple[Coding, ...]]:
    people = [(p, "resident") for p in came["resident"][:15]] + [(p, "carer") for p in came["carer"][:3]]
    room = _attendees("W1", [*people, ("v01", "vcse")], photos=13)
    writer = _Room(rng, room, raised)
    cards = {step: writer.cards(f"W1-{step}", block) for step, block in said.W1_CARDS.items()}
    cards["A4"] = writer.feelings("W1-A4", said.W1_FEELINGS)
    groups = {step: _groups(rows) for step, rows in said.W1_GROUPS.items()}
    make = _Steps("W1", groups, cards)
    workshop = Workshop(
        ref="W1",
        title="Understand",
        purpose="To see what getting help is like now, from one person's side.",
        influence=Influence.OPEN,
        on=date(2026, 2, 10),
        starts=time(10, 0),
        minutes=150,
        place="Hebble Bridge Methodist Hall",
        extras="Free dinner, travel paid, hearing loop, step-free",
        join_code="304817",
        booked=24,
        tables=4,
        persona=_PERSONA,
        attendees=room,
        steps=(
            make.cards("A1", "Hello", "What brought you here today?", 30),
            make.cards("A2", "Maureen", f"{_PERSONA}. What struck you?", 10),
            make.cards("A3", "Journey", "Where does it get hard for Maureen? Where does it go right?", 25),
            make.cards(
                "A4",
                "Feelings",
                "What did it feel like? One word, and a number from -3 to +3.",
                15,
                "Lowest at “First week home”: median -2, from 17 people.",
            ),
            make.cards("A5", "Group", "What needs to change?", 30),
            make.cards("A6", "How might we", "How might we ... so that ...", 10),
            make.vote(
                "A7",
                "Vote",
                "Which would help Maureen most? You have 3 dots.",
                10,
                "A6",
                _dots(rng, room, said.W1_DOTS, 3),
                "“Meet a friendly person before the first visit” came first: 14 of 57 dots.",
            ),
            make.cards("A8", "Missed", "What did we miss? What do you disagree with?", 8),
            make.cards("A9", "Goodbye", "One thing to take back to the council", 12),
        ),
        summary="24 booked and 19 came: 15 residents, 3 carers and 1 worker from a local charity. "
        "13 said yes to photos and 6 said no. The first week home was the lowest point.",
    )
    return workshop, _codings(workshop, date(2026, 4, 22))


def _shape(
    rng: Random, came: dict[str, list[str]], raised: Mapping[str, set[str]]
) -> tuple[Workshop, tuple[Coding, ...]]:
    residents = came["resident"][:4] + came["resident"][15:24]
    carers = came["carer"][2:5]
    people = [(p, "resident") for p in residents] + [(p, "carer") for p in carers]
    staff = [("v02", "provider"), ("v03", "provider"), ("v04", "nhs"), ("v05", "commissioner")]
    room = _attendees("W2", [*people, *staff], photos=15)
    writer = _Room(rng, room, raised)
    cards = {step: writer.cards(f"W2-{step}", block, table_only=step == "A4") for step, block in said.W2_CARDS.items()}
    cards["A6"] = tuple(
        Card(key=f"W2-A6-{n:02}", attendee="", table=(n - 1) % 4 + 1, text=text, group=verdict, paper=True)
        for n, (verdict, _, text) in enumerate(said.STATEMENTS, start=1)
    )
    groups = {step: _groups(rows) for step, rows in said.W2_GROUPS.items()}
    make = _Steps("W2", groups, cards)
    workshop = Workshop(
        ref="W2",
        title="Shape",
        purpose="To turn what we heard into words for the contract.",
        influence=Influence.OPEN,
        on=date(2026, 3, 10),
        starts=time(13, 0),
        minutes=180,
        place="Toddbrook Community Shop",
        extras="Tea and cake, travel paid, hearing loop, step-free",
        join_code="716293",
        booked=23,
        tables=4,
        persona=_PERSONA,
        attendees=room,
        steps=(
            make.cards("A1", "Recap", "Did we hear you right?", 15),
            make.cards("A2", "Eight ideas", "Eight quick ideas to make Maureen's month better", 20),
            make.vote(
                "A3",
                "Vote",
                "Which would you buy first? You have 3 dots.",
                10,
                "A2",
                _dots(rng, room, said.W2_DOTS, 3),
                "“A buddy” came first: 14 of 60 dots. Staff dots were counted apart.",
            ),
            make.cards(
                "A4",
                "How hard",
                "How big a difference would it make? How hard is it to do?",
                15,
                "Residents and providers saw door-to-door lifts differently: difference 5 of 5, effort 5 of 5.",
            ),
            make.cards("A5", "Behind it", "What has to happen, that you see and that you do not see?", 45),
            make.cards(
                "A6",
                "16 statements",
                "Keep it, change the words, or drop it?",
                45,
                "16 draft statements: 11 kept, 3 reworded, 2 dropped.",
            ),
            make.cards(
                "A7", "Objections", "Is there anything here you cannot live with?", 10, "3 objections, all acted on."
            ),
            make.cards("A8", "For the valley", "What good should this money do in the valley?", 10),
            make.cards("A9", "Goodbye", "How was it?", 10, "“I was heard”: 4.4 of 5, from 18 people."),
        ),
        heard_scores=_HEARD,
        summary="20 came: 13 residents, 3 carers, 2 providers, 1 surgery link worker and 1 commissioner. "
        "They kept 11 of 16 draft statements, reworded 3 and dropped 2.",
    )
    return workshop, _codings(workshop, date(2026, 4, 22))


class _Steps:
    """Puts steps together from their groups and cards."""

    def __init__(
        self, ref: str, groups: Mapping[str, tuple[Group, ...]], cards: Mapping[str, tuple[Card, ...]]
    ) -> None:
        self._ref, self._groups, self._cards = ref, groups, cards

    def cards(self, step: str, title: str, prompt: str, minutes: int, result: str = "") -> Step:
        return Step(
            ref=f"{self._ref}-{step}",
            kind=StepKind.CARDS,
            title=title,
            prompt=prompt,
            minutes=minutes,
            phase=StepPhase.CLOSED,
            groups=self._groups[step],
            cards=self._cards[step],
            result=result,
        )

    def vote(
        self, step: str, title: str, prompt: str, minutes: int, on: str, dots: tuple[Dots, ...], result: str
    ) -> Step:
        return Step(
            ref=f"{self._ref}-{step}",
            kind=StepKind.VOTE,
            title=title,
            prompt=prompt,
            minutes=minutes,
            phase=StepPhase.CLOSED,
            dots_each=3,
            votes_on=f"{self._ref}-{on}",
            dots=dots,
            result=result,
        )


class _Room:
    """Hands each card to someone in the room whom it suits, the one with fewest cards first."""

    def __init__(self, rng: Random, attendees: tuple[Attendee, ...], raised: Mapping[str, set[str]]) -> None:
        self._rng, self._raised = rng, raised
        self._residents = [a for a in attendees if a.role in {"resident", "carer"}]
        self._written: Counter[str] = Counter()

    def cards(self, step: str, block: str, *, table_only: bool = False) -> tuple[Card, ...]:
        cards = []
        for number, row in enumerate(block.strip().splitlines(), start=1):
            group, theme, text = row.split("|")
            who = None if table_only or number % 7 == 0 else self._suits(theme)
            cards.append(
                Card(
                    key=f"{step}-{number:02}",
                    attendee=who.key if who else "",
                    table=who.table if who else number % 4 + 1,
                    text=text,
                    group=group,
                    themes=(theme,) if who and theme else (),
                    paper=who is None,
                )
            )
        return tuple(cards)

    def feelings(self, step: str, block: str) -> tuple[Card, ...]:
        """The emotion map: nobody puts two words to one moment."""
        cards, seen = [], set()
        for number, row in enumerate(block.strip().splitlines(), start=1):
            group, word, score = row.split("|")
            who = next(a for a in self._shuffled() if (a.key, group) not in seen)
            seen.add((who.key, group))
            text = f"{word}, {int(score):+d}" if int(score) else f"{word}, 0"
            cards.append(
                Card(
                    key=f"{step}-{number:02}",
                    attendee=who.key,
                    table=who.table,
                    text=text,
                    group=group,
                    score=int(score),
                )
            )
        return tuple(cards)

    def _shuffled(self) -> list[Attendee]:
        return self._rng.sample(self._residents, len(self._residents))

    def _suits(self, theme: str) -> Attendee | None:
        fitting = [a for a in self._shuffled() if not theme or theme in self._raised[a.person]]
        who = min(fitting, key=lambda a: self._written[a.key], default=None)
        if who:
            self._written[who.key] += 1
        return who


def _groups(rows: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    return tuple(Group(key=key, title=title) for key, title in rows)


def _dots(rng: Random, room: tuple[Attendee, ...], totals: Mapping[str, int], each: int) -> tuple[Dots, ...]:
    """Everyone's dots, so that the groups add up to their totals and nobody has more than `each`."""
    dots = [group for group, total in totals.items() for _ in range(total)]
    rng.shuffle(dots)
    given = Counter((a.key, dots[n * each + k]) for n, a in enumerate(room) for k in range(each))
    return tuple(Dots(attendee=key, group=group, dots=count) for (key, group), count in sorted(given.items()))


def _codings(workshop: Workshop, on: date) -> tuple[Coding, ...]:
    person_of = {a.key: a.person for a in workshop.attendees}
    return tuple(
        Coding(
            item=card.key,
            person=person_of[card.attendee],
            theme=theme,
            stance=ThemeStance.SUPPORTS,
            excerpt=card.text,
            coder="analyst",
            on=on,
        )
        for step in workshop.steps
        for card in step.cards
        for theme in card.themes
    )
