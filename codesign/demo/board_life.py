"""What happened on the idea board of Upper Calder Valley besides ideas and supports. All made up."""

from datetime import UTC, date, datetime

from codesign.core.terms import BoardPhaseKind, ModerationReason
from codesign.demo.place import HEBBLE, MOOR_EDGE, MYTHOLM, TODDBROOK
from codesign.demo.shapes import AskedAgain, BoardPhase, PlaceAndPhoto, Reported, TeamAnswer, Ticks

PHASES = (
    BoardPhase(
        kind=BoardPhaseKind.COLLECTING,
        starts_on=date(2026, 1, 19),
        words="When all ideas are in, we talk about them.",
    ),
    BoardPhase(
        kind=BoardPhaseKind.TALKING,
        starts_on=date(2026, 2, 25),
        words="No new ideas now. Tell us what would make each one better, before you choose.",
    ),
    BoardPhase(
        kind=BoardPhaseKind.CHOOSING,
        starts_on=date(2026, 3, 9),
        words="Support the ideas that you want most. After that every idea gets an answer.",
    ),
    BoardPhase(
        kind=BoardPhaseKind.ANSWERING,
        starts_on=date(2026, 3, 23),
        words="We read every idea and write an answer to each. Cabinet decides on 22 June.",
    ),
    BoardPhase(
        kind=BoardPhaseKind.CLOSED,
        starts_on=date(2026, 6, 26),
        words="Every idea has its answer. The service starts in April 2027.",
    ),
)

# What an idea is about: number: (area, a place in it)
PLACES: dict[int, tuple[str, str]] = {
    1: (MOOR_EDGE, "The stop by the chapel"),
    2: (TODDBROOK, "Toddbrook Community Shop"),
    3: (MOOR_EDGE, ""),
    5: (HEBBLE, "The lock"),
    6: (HEBBLE, "The cafe by the lock"),
    7: (MYTHOLM, ""),
    9: (MYTHOLM, "The ginnel steps"),
    12: (MYTHOLM, ""),
    14: (HEBBLE, "Behind the station"),
    15: (TODDBROOK, "The library"),
    17: (TODDBROOK, ""),
    19: (HEBBLE, ""),
    21: (MOOR_EDGE, ""),
    22: (HEBBLE, "Bank Street"),
    23: (TODDBROOK, ""),
    26: (HEBBLE, ""),
    27: (MYTHOLM, "The old school"),
    28: (MYTHOLM, ""),
    31: (HEBBLE, "The baths"),
    32: (TODDBROOK, "The bowling green"),
    33: (MYTHOLM, "St Aidan's"),
    34: (HEBBLE, "The precinct"),
    35: (HEBBLE, "The baths"),
}

# number: (drawing, what it shows)
PHOTOS: dict[int, tuple[str, str]] = {
    1: ("bus_stop", "A bus stop sign beside a road on the moor. There is nowhere to sit."),
    3: ("minibus", "A green minibus with its side door open and a ramp down to the kerb."),
    7: ("sheet", "A sheet of paper in big print, pinned to a board. It is headed What's On."),
    14: ("bench", "A work bench with a toaster on it. Tools hang on the wall behind."),
    33: ("table", "A long table with a white cloth, laid for dinner. All the chairs are taken."),
}

# (reply it answers, kind: r adds to it, a asks, days after it, words); replies are counted over the board from 1
THREADS: tuple[tuple[int, str, int, str], ...] = (
    (3, "r", 1, "It goes round full in Moor Edge now. I have been left at the stop twice."),
    (3, "a", 2, "How many seats would it have?"),
    (8, "r", 1, "Not everyone picks the phone up. A sheet stays on the fridge."),
    (15, "r", 2, "You'd be welcome, love. It says shed, it doesn't say men."),
    (22, "r", 1, "Some of us can't get on the bus."),
    (28, "r", 2, "That's why there should be two."),
)

# (idea, reply it answers or 0, day, words)
TEAM_ANSWERS: tuple[tuple[int, int, date, str], ...] = (
    (
        3,
        2,
        date(2026, 2, 3),
        "We asked the surgery. They say yes, the minibus can stop at the side door. We will put that to the bidders.",
    ),
    (
        14,
        17,
        date(2026, 2, 27),
        "Whoever runs it has to be insured, and the council checks that they are. You would not pay.",
    ),
    (
        33,
        0,
        date(2026, 3, 2),
        "Nobody has decided to stop St Aidan's. What you write here goes to the people who decide, in your words.",
    ),
)

TICKS = (
    Ticks(
        place="Hebble Bridge Library",
        counted_on=date(2026, 3, 6),
        counts={"I-0003": 12, "I-0007": 9, "I-0011": 7, "I-0022": 4},
        typed_at=datetime(2026, 3, 9, 10, 20, tzinfo=UTC),
    ),
    Ticks(
        place="Toddbrook Community Shop",
        counted_on=date(2026, 3, 14),
        counts={"I-0003": 17, "I-0017": 8, "I-0033": 6},
        typed_at=datetime(2026, 3, 16, 9, 40, tzinfo=UTC),
    ),
)

REPORTED = (
    Reported(
        reply=20,
        person="b007",
        reason=ModerationReason.OFF_TOPIC,
        at=datetime(2026, 3, 11, 19, 5, tzinfo=UTC),
        kept_at=datetime(2026, 3, 12, 9, 15, tzinfo=UTC),
    ),
)

ASKED_AGAIN = (
    AskedAgain(
        idea="I-0010",
        words="I did not write his name. Why is it hidden?",
        asked_at=datetime(2026, 2, 3, 20, 10, tzinfo=UTC),
        upheld=False,
        reply="There is one person with that job, so people would know. What you say about the depot went to its boss.",
        settled_at=datetime(2026, 2, 5, 11, 0, tzinfo=UTC),
    ),
)


def team_answers() -> tuple[TeamAnswer, ...]:
    """What the team said under ideas."""
    return tuple(
        TeamAnswer(
            idea=f"I-{number:04}",
            reply=reply,
            words=words,
            said_at=datetime(on.year, on.month, on.day, 10, 30, tzinfo=UTC),
        )
        for number, reply, on, words in TEAM_ANSWERS
    )


def place_and_photo(number: int) -> PlaceAndPhoto:
    """The part of an idea that says where it is and what its photo shows."""
    place, place_words = PLACES.get(number, ("", ""))
    photo, photo_shows = PHOTOS.get(number, ("", ""))
    return {"place": place, "place_words": place_words, "photo": photo, "photo_shows": photo_shows}
