"""The live demonstration project: half way through, with a workshop to join today. Everything moves with the day it is loaded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from codesign.core.terms import (
    BoardAsks,
    Consent,
    Influence,
    Mode,
    ModerationPolicy,
    ShownAs,
    Standing,
    SubmissionState,
    ThemeStance,
    Vote,
)
from codesign.demo import live_boards
from codesign.demo import live_words as said
from codesign.demo.ideas import KINDS
from codesign.demo.live_place import CANAL_BASIN, CLOSES, LOCKSIDE, OPENS, project
from codesign.demo.live_questions import HARD, MINUTES, WHEN, consultation
from codesign.demo.live_specification import REQUIREMENTS, links
from codesign.demo.live_workshops import first_visit, walk_in
from codesign.demo.place import ORGANISATION, TEAM
from codesign.demo.questions import AGREE, EQUALITY_QUESTIONS
from codesign.demo.shapes import (
    Answer,
    Board,
    Coding,
    Demo,
    Idea,
    Reply,
    Sending,
    Statement,
    Theme,
)

SEED = 20210417
_WHO = {"young": "young", "parent": "parent", "work": "work", "near": "near"}
_LEANS = {"T01": "shut", "T02": "wait", "T04": "seen", "T05": "far"}


def _theme(ref: str, title: str, definition: str, include: str, exclude: str) -> Theme:
    return Theme(ref=ref, title=title, definition=definition, include=include, exclude=exclude, minority=False, note="")


THEMES = (
    _theme(
        "T01",
        "Open when we are free",
        "It must open in the evening, at weekends and in the holidays.",
        "Times and days.",
        "How to get there (T05).",
    ),
    _theme(
        "T02",
        "Just turn up",
        "No forms, no booking and no waiting list.",
        "Forms, waiting, telling it again.",
        "Who says hello (T03).",
    ),
    _theme(
        "T03",
        "Someone my age",
        "Young people want to meet a young person first.",
        "Peers, paid young workers.",
        "Parents (T07).",
    ),
    _theme(
        "T04",
        "Nobody sees me go in",
        "It must be private, inside and out.",
        "Doors, names, what is passed on.",
        "Feeling warm and welcome (T06).",
    ),
    _theme(
        "T05",
        "Easy to get to",
        "It must be near, and safe to get home from.",
        "Buses, distance, light.",
        "Opening times (T01).",
    ),
    _theme(
        "T06",
        "Somewhere you want to be",
        "Warm, with food and something to do.",
        "Food, music, rooms.",
        "Privacy (T04).",
    ),
    _theme(
        "T07",
        "Help for parents",
        "Parents and grandparents want help to help.",
        "Sessions and advice for families.",
        "Young people's own needs.",
    ),
)


def build(today: date, seed: int = SEED) -> Demo:
    """The project as it stands on that day; the same day and seed give the same project."""
    rng = Random(seed)
    sendings, answer_codings = _responses(rng, today)
    people = [s.person for s in sendings]
    ideas, idea_codings = _ideas(rng, today, sendings, answer_codings)
    choosing = Random(seed + 1)
    return Demo(
        organisation=ORGANISATION,
        team=TEAM,
        project=project(today),
        consultation=consultation(today + timedelta(days=OPENS), today + timedelta(days=CLOSES)),
        sendings=sendings,
        boards=(
            _idea_board(today, ideas, people),
            _statement_board(rng, today, people),
            live_boards.pairs_board(choosing, today, people),
            live_boards.budget_board(choosing, today, people),
        ),
        workshops=(walk_in(today, sendings), first_visit(today)),
        themes=THEMES,
        codings=answer_codings + idea_codings,
        requirements=REQUIREMENTS,
        links=links(today, answer_codings),
        decisions=(),
        attestations=(),
        equality_questions=EQUALITY_QUESTIONS,
    )


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _responses(rng: Random, today: date) -> tuple[tuple[Sending, ...], tuple[Coding, ...]]:
    rows = [row.split("|") for row in said.ANSWERS.strip().splitlines()]
    rng.shuffle(rows)
    sendings, codings = [], []
    for number, (age, who, theme, words, feeling) in enumerate(rows, start=1):
        key, person = f"s{number:03}", f"p{number:03}"
        days_ago = 13 - (number - 1) * 13 // len(rows)
        sendings.append(
            Sending(
                key=key,
                person=person,
                sent_at=_at(today - timedelta(days=days_ago), 8 + number % 13, number * 11 % 60),
                mode=rng.choices((Mode.PHONE_WEB, Mode.WEB, Mode.PAPER, Mode.TELEPHONE), (30, 10, 4, 2))[0],
                state=SubmissionState.ACCEPTED,
                consent=Consent.BIDDERS if number % 6 == 0 else Consent.PUBLIC,
                area_code=LOCKSIDE if number % 5 < 3 else CANAL_BASIN,
                answers=_answers(rng, who, theme, words, feeling),
                equality=_about(rng, age),
            )
        )
        if theme and number % 8:
            codings.append(
                Coding(
                    item=f"{key}/C1-Q06",
                    person=person,
                    theme=theme,
                    stance=ThemeStance.SUPPORTS,
                    excerpt=words,
                    coder="analyst",
                    on=today - timedelta(days=1),
                )
            )
    return tuple(sendings), tuple(codings)


def _answers(rng: Random, who: str, theme: str, words: str, feeling: str) -> tuple[Answer, ...]:
    hard = [_LEANS[theme]] if theme in _LEANS else []
    more = [code for code in HARD if code not in {*hard, "nothing", "other"}]
    hard += rng.sample(more, rng.choice((0, 1, 1, 2))) if hard or rng.random() < 0.85 else ["nothing"]
    agree = rng.choices([c.code for c in AGREE], (14, 16, 6, 4, 2, 4))[0]
    book = rng.choices([c.code for c in AGREE], (20, 14, 4, 3, 1, 3))[0]
    answers = [
        Answer(question="C1-Q01", choices=(_WHO[who],)),
        Answer(question="C1-Q02", choices=tuple(hard or ["nothing"])),
        Answer(question="C1-Q03", choices=(rng.choices(WHEN, (6, 18, 4, 16, 3))[0],)),
        Answer(question="C1-Q04", choices=(agree,)),
        Answer(question="C1-Q05", number=rng.choice(MINUTES)),
        Answer(question="C1-Q06", text=words),
        Answer(question="C1-Q07", text=feeling),
        Answer(question="C1-Q08", choices=(book,)),
    ]
    skipped = rng.choice(("C1-Q03", "C1-Q05", "", "", "", ""))
    return tuple(a for a in answers if a.question != skipped)


def _about(rng: Random, age: str) -> dict[str, str]:
    if not age:
        return {}
    groups = ("english_welsh_scottish_ni_british", "pakistani", "other_white", "indian", "caribbean", "pnts")
    about = {
        "age_band": age,
        "sex": rng.choices(("female", "male", "pnts"), (21, 24, 1))[0],
        "ethnic_group": rng.choices(groups, (34, 4, 2, 1, 1, 2))[0],
        "health_12m": rng.choices(("yes", "no", "pnts"), (13, 29, 2))[0],
        "carer": rng.choices(("no", "yes_9_or_less", "yes_10_19"), (36, 5, 2))[0],
    }
    if about["health_12m"] == "yes":
        about["activity_restriction"] = rng.choices(("yes_a_lot", "yes_a_little", "not_at_all"), (3, 7, 3))[0]
    return about


def _ideas(
    rng: Random, today: date, sendings: Sequence[Sending], codings: Sequence[Coding]
) -> tuple[tuple[Idea, ...], tuple[Coding, ...]]:
    raised = {(c.person, c.theme) for c in codings}
    crowd = [s.person for s in sendings]
    authors: list[str] = []
    ideas, extra = [], []
    for number, (prompt, theme, supports, days_ago, first_name, title, words) in enumerate(said.IDEAS, start=1):
        fitting = [s for s in sendings if not theme or (s.person, theme) in raised]
        author = min(fitting, key=lambda s: (authors.count(s.person), s.key))
        authors.append(author.person)
        ref = f"I-{number:04}"
        ideas.append(
            Idea(
                ref=ref,
                prompt=f"B1-P{prompt}",
                title=title,
                words=words,
                person=author.person,
                area_code=author.area_code,
                shown_as=ShownAs.FIRST_NAME if first_name else ShownAs.AREA if number % 3 else ShownAs.NOTHING,
                first_name=first_name,
                posted_at=_at(today - timedelta(days=days_ago), 9 + number % 11, number * 13 % 60),
                standing=Standing.PUBLISHED,
                themes=(theme,) if theme else (),
                supporters=tuple(sorted(rng.sample([p for p in crowd if p != author.person], supports))),
                **live_boards.place_and_photo(number),
            )
        )
        if theme:
            extra.append(
                Coding(
                    item=ref,
                    person=author.person,
                    theme=theme,
                    stance=ThemeStance.SUPPORTS,
                    excerpt=words,
                    coder="analyst",
                    on=today,
                )
            )
    return (*ideas, _waiting(today, sendings[0])), tuple(extra)


def _waiting(today: date, author: Sending) -> Idea:
    prompt, days_ago, title, words = live_boards.WAITING
    return Idea(
        ref=f"I-{len(said.IDEAS) + 1:04}",
        prompt=f"B1-P{prompt}",
        title=title,
        words=words,
        person=author.person,
        area_code=author.area_code,
        shown_as=ShownAs.NOTHING,
        first_name="",
        posted_at=_at(today - timedelta(days=days_ago), 20, 14),
        standing=Standing.WAITING,
        themes=(),
        supporters=(),
    )


def _idea_board(today: date, ideas: tuple[Idea, ...], people: list[str]) -> Board:
    by_number = {int(idea.ref[2:]): idea for idea in ideas}
    replies: list[Reply] = []

    def reply(idea: Idea, kind: str, words: str, said_at: datetime, to: int = 0) -> None:
        person = people[-1 - len(replies)]
        replies.append(
            Reply(idea=idea.ref, kind=KINDS[kind], words=words, person=person, area_code="", said_at=said_at, to=to)
        )

    for number, kind, days, words in said.REPLIES:
        idea = by_number[number]
        reply(idea, kind, words, idea.posted_at + timedelta(days=days, hours=1))
    for to, kind, hours, words in live_boards.THREADS:
        above = replies[to - 1]
        reply(by_number[int(above.idea[2:])], kind, words, above.said_at + timedelta(hours=hours), to)
    return Board(
        ref="B1",
        title="Ideas for the drop-in",
        promise="The group that runs it will read every one.",
        asks=BoardAsks.IDEAS,
        influence=Influence.OPEN,
        moderation=ModerationPolicy.AFTER,
        opens_on=today + timedelta(days=OPENS),
        closes_on=today + timedelta(days=CLOSES),
        prompts=said.PROMPTS,
        ideas=ideas,
        replies=tuple(replies),
        asks_place=True,
        phases=live_boards.phases(today),
        team_answers=live_boards.team_answers(today),
        reported=live_boards.reported(today, people),
        merges=live_boards.merges(today, by_number[13].supporters),
        batches=live_boards.batches(today),
    )


def _statement_board(rng: Random, today: date, people: list[str]) -> Board:
    statements = []
    for number, (text, agree, disagree, passed) in enumerate(said.STATEMENTS, start=1):
        votes = [Vote.AGREE] * agree + [Vote.DISAGREE] * disagree + [Vote.PASS] * passed
        voters = rng.sample(people, len(votes))
        statements.append(Statement(number=number, text=text, votes=tuple(sorted(zip(voters, votes, strict=True)))))
    return Board(
        ref="B2",
        title="Do you agree?",
        promise="We look for what most people agree on, and where you do not.",
        asks=BoardAsks.STATEMENTS,
        influence=Influence.OPEN,
        moderation=ModerationPolicy.BEFORE,
        opens_on=today + timedelta(days=OPENS),
        closes_on=today + timedelta(days=CLOSES),
        statements=tuple(statements),
    )
