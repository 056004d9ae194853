"""What happens on the boards of The Landing: phases, merges, first answers, and two boards to choose on. All made up."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    Influence,
    ModerationPolicy,
    ModerationReason,
    Totals,
)
from codesign.demo.live_place import CANAL_BASIN, CLOSES, LOCKSIDE, OPENS
from codesign.demo.shapes import (
    Board,
    BoardPhase,
    EarlyAnswer,
    EarlyBatch,
    Merge,
    Option,
    Pair,
    PlaceAndPhoto,
    Reported,
    TeamAnswer,
)

TALKS, CHOOSES = 10, 17
BUDGET = 3

# What an idea is about: number: (area, a place in it)
PLACES: dict[int, tuple[str, str]] = {
    3: (LOCKSIDE, ""),
    4: (LOCKSIDE, "The old bank, towpath side"),
    8: (CANAL_BASIN, "The last stop"),
    9: (LOCKSIDE, ""),
    11: (CANAL_BASIN, "The rowing club"),
    15: (LOCKSIDE, ""),
    17: (LOCKSIDE, "Lock Street"),
    18: (CANAL_BASIN, ""),
    19: (CANAL_BASIN, "The pitch by the basin"),
}

# number: (drawing, what it shows)
PHOTOS: dict[int, tuple[str, str]] = {
    2: ("toast", "A toaster on a kitchen top. Two slices are up."),
    4: ("towpath", "A green back door beside the canal at night. One lamp lights it."),
    10: ("dog", "A brown dog with dark ears, looking at you."),
    11: ("club", "A wooden boat house with an open door, right beside the water."),
    17: ("wall", "A long wall painted with a sun and bright shapes. Pots of paint stand in front."),
}

# An idea that a moderator reads before others do, because it has a phone number: (prompt, days ago, title, words)
WAITING = (1, 1, "Ring me if you need a lift", "I drive past at nine most nights. My number is 01632 960 417.")

# (reply it answers, kind, hours after it, words); replies are counted over the board from 1
THREADS: tuple[tuple[int, str, int, str], ...] = (
    (2, "r", 20, "Or open later on Monday. Nobody comes on a Monday morning."),
    (4, "r", 30, "Me neither. It needs more than one lamp."),
    (8, "a", 26, "Would it help if the dog had its own room?"),
)


def place_and_photo(number: int) -> PlaceAndPhoto:
    """The part of an idea that says where it is and what its photo shows."""
    place, place_words = PLACES.get(number, ("", ""))
    photo, photo_shows = PHOTOS.get(number, ("", ""))
    return {"place": place, "place_words": place_words, "photo": photo, "photo_shows": photo_shows}


def phases(today: date) -> tuple[BoardPhase, ...]:
    """Collecting now; talking, choosing and answering to come."""
    talks, chooses, closes = (today + timedelta(days=days) for days in (TALKS, CHOOSES, CLOSES))
    return (
        BoardPhase(
            kind=BoardPhaseKind.COLLECTING,
            starts_on=today + timedelta(days=OPENS),
            words="You can support ideas from the first day. In the end every idea gets an answer.",
        ),
        BoardPhase(
            kind=BoardPhaseKind.TALKING,
            starts_on=talks,
            words="No new ideas now. Tell us what would make each one better, before you choose.",
        ),
        BoardPhase(
            kind=BoardPhaseKind.CHOOSING,
            starts_on=chooses,
            words="Support the ideas that you want most. After that every idea gets an answer.",
        ),
        BoardPhase(
            kind=BoardPhaseKind.ANSWERING,
            starts_on=closes + timedelta(days=1),
            words="We write an answer to every idea. You will find them here.",
        ),
    )


def team_answers(today: date) -> tuple[TeamAnswer, ...]:
    """What the team said under ideas."""
    return (
        TeamAnswer(
            idea="I-0004",
            reply=4,
            words="We walked it at nine at night and you are right. The council will put in four lamps and cut the hedge.",
            said_at=_at(today, -4, 15),
        ),
    )


def reported(today: date, people: Sequence[str]) -> tuple[Reported, ...]:
    """A reply that somebody asked a moderator to look at; it waits in the queue."""
    return (Reported(reply=9, person=people[3], reason=ModerationReason.NAMED_INDIVIDUAL, at=_at(today, -1, 18)),)


def merges(today: date, supporters: Sequence[str]) -> tuple[Merge, ...]:
    """One that was made, with people who took their support along, and one whose authors are asked."""
    return (
        Merge(
            ideas=("I-0013", "I-0016"),
            title="Clear words about what is private",
            words="Tell me what you write down, let me read it, and put on the wall what you can keep to yourself.",
            reason="Both ask to know what is private before you start to talk. Together they make one page of rules.",
            answer_by=today - timedelta(days=1),
            proposed_at=_at(today, -3, 10),
            agreed=("I-0013", "I-0016"),
            made_at=_at(today, -2, 11),
            moved=tuple((person, "I-0013") for person in supporters[:3]),
        ),
        Merge(
            ideas=("I-0006", "I-0009"),
            title="Someone your age comes out to meet you",
            words="Text when you are outside. Someone near your own age comes out, says hello and walks in with you.",
            reason="Both are about the walk from the street to the first hello. We think that one person can do both.",
            answer_by=today + timedelta(days=6),
            proposed_at=_at(today, -1, 10),
            agreed=("I-0009",),
        ),
    )


def batches(today: date) -> tuple[EarlyBatch, ...]:
    """The first answers, published while the board is open."""
    return (
        EarlyBatch(
            title="First answers",
            words="Some things need no vote. Here is what we can tell you now.",
            answers=(
                EarlyAnswer(
                    idea="I-0020",
                    state=AnswerState.ACCEPTED,
                    words="There will be a shelf with chargers for every kind of phone, free to use.",
                ),
                EarlyAnswer(
                    idea="I-0014",
                    state=AnswerState.LOOKING,
                    words="We are asking the colleges for the dates of results and exams.",
                    reason="Opening all day needs more staff in those weeks. We must see what that costs.",
                ),
                EarlyAnswer(
                    idea="I-0012",
                    state=AnswerState.ALREADY_HAPPENING,
                    words="The youth club on Lock Street has given us two consoles. They are ready.",
                    reason="They did not need them any more.",
                ),
            ),
            made_at=_at(today, -1, 14),
            published_at=_at(today, -1, 16),
        ),
    )


# (which of two is ahead is drawn for each person by these weights, title, words)
_FIRST_WINTER: tuple[tuple[int, str, str], ...] = (
    (9, "Open on Sunday evening", "From six until ten, every week."),
    (7, "Someone to meet you outside", "You text, they come out."),
    (6, "Hot food every night", "Toast, soup, something to share."),
    (4, "One night in Canal Basin", "At the rowing club, on Wednesdays."),
    (3, "A quiet room", "Low lights, nobody talks."),
    (2, "Music and consoles", "In the corner, not loud."),
)

# (people who give to it, title, words)
_SPENDING: tuple[tuple[int, str, str], ...] = (
    (21, "Two young people paid to be on the desk", "For the nights that it is open."),
    (18, "A kitchen that works", "Cooker, toaster, fridge, big table."),
    (15, "Lamps on the towpath", "From Lock Street to the back door."),
    (9, "Bus tickets home", "For when you stay past the last free bus."),
    (8, "Paint, sofas and lights", "You choose them."),
    (4, "A second opening day at the weekend", "Saturday as well as Sunday."),
)


def pairs_board(rng: Random, today: date, people: Sequence[str]) -> Board:
    """Two at a time: what matters more in the first winter."""
    weights = [weight for weight, _, _ in _FIRST_WINTER]
    every = [(a, b) for a in range(1, 7) for b in range(a + 1, 7)]
    pairs: list[Pair] = []
    for person in people[:26]:
        for of in rng.sample(every, rng.choice((3, 4, 5, 6))):
            ahead = [weights[number - 1] for number in of]
            chosen = 0 if rng.random() < 0.08 else rng.choices(of, ahead)[0]
            pairs.append(Pair(person=person, of=of, chosen=chosen))
    return Board(
        ref="B3",
        title="Which comes first?",
        promise="Two at a time. It shows us what to do before the first winter.",
        asks=BoardAsks.PAIRS,
        influence=Influence.OPEN,
        moderation=ModerationPolicy.BEFORE,
        opens_on=today + timedelta(days=OPENS),
        closes_on=today + timedelta(days=CLOSES),
        totals=Totals.AFTER_OWN,
        options=tuple(
            Option(number=n, title=title, words=words) for n, (_, title, words) in enumerate(_FIRST_WINTER, 1)
        ),
        pairs=tuple(pairs),
    )


def budget_board(rng: Random, today: date, people: Sequence[str]) -> Board:
    """Three supports each: what the first money goes to."""
    spent = dict.fromkeys(people, 0)
    options: list[Option] = []
    for number, (count, title, words) in enumerate(_SPENDING, 1):
        able = [person for person in people if spent[person] < BUDGET]
        givers = rng.sample(able, count)
        for person in givers:
            spent[person] += 1
        options.append(Option(number=number, title=title, words=words, supporters=tuple(sorted(givers))))
    return Board(
        ref="B4",
        title="What should the first money buy?",
        promise="You have 3 supports to give. The group that runs it starts with what gets most.",
        asks=BoardAsks.BUDGET,
        budget=BUDGET,
        influence=Influence.OPEN,
        moderation=ModerationPolicy.BEFORE,
        opens_on=today + timedelta(days=OPENS),
        closes_on=today + timedelta(days=CLOSES),
        options=tuple(options),
    )


def _at(today: date, days: int, hour: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(hour), UTC)
