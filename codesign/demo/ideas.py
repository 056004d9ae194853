"""The idea board B1 of Upper Calder Valley: who wrote, who supported, what came of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from codesign.core.terms import (
    BoardAsks,
    Consent,
    Influence,
    Mode,
    ModerationPolicy,
    ModerationReason,
    ReplyKind,
    ShownAs,
    Standing,
    SubmissionState,
    ThemeStance,
)
from codesign.demo.board_life import (
    ASKED_AGAIN,
    PHASES,
    REPORTED,
    THREADS,
    TICKS,
    place_and_photo,
    team_answers,
)
from codesign.demo.board_words import IDEAS, MODERATED, PROMPTS, REPLIES
from codesign.demo.decisions import DECISIONS
from codesign.demo.shapes import Board, Coding, Idea, Reply, Sending

SUPPORTS = 512
_BOARD_ONLY = 70
_FIRST_DAY = date(2026, 1, 20)
KINDS = {"r": ReplyKind.REPLY, "o": ReplyKind.ANOTHER_WAY, "a": ReplyKind.ASKS}


def board(seed: int, sendings: Sequence[Sending], codings: Sequence[Coding]) -> tuple[Board, tuple[Coding, ...]]:
    """The board and the codings of its ideas. An idea is by someone who raised the same theme in the questionnaire."""
    rng = Random(seed)
    writers = [
        s for s in sendings if s.state is SubmissionState.ACCEPTED and s.mode in {Mode.PHONE_WEB, Mode.WEB} and s.words
    ]
    open_handed = [s for s in writers if s.consent is Consent.PUBLIC and s.language == "en"]
    raised = {(c.person, c.theme) for c in codings if c.stance is ThemeStance.SUPPORTS}
    crowd = [s.person for s in writers] + [f"b{n:03}" for n in range(1, _BOARD_ONLY + 1)]
    came_of = {ref: decision for decision in DECISIONS for ref in decision.ideas}
    authors: set[str] = set()
    ideas, extra = [], []
    for number, prompt, theme, supports, leads_to, first_name, title, words in IDEAS:
        ref = f"I-{number:04}"
        author = next(s for s in open_handed if s.person not in authors and (not theme or (s.person, theme) in raised))
        authors.add(author.person)
        decision = came_of.get(ref)
        reason, note = MODERATED.get(number, ("", ""))
        idea = Idea(
            ref=ref,
            prompt=f"B1-P{prompt}",
            title=title,
            words=words,
            person=author.person,
            area_code=author.area_code,
            shown_as=ShownAs.FIRST_NAME
            if first_name
            else ShownAs.AREA
            if author.area_code and number % 4
            else ShownAs.NOTHING,
            first_name=first_name,
            posted_at=_at(_FIRST_DAY + timedelta(days=(number - 1) * 35 // 36), 8 + number % 13, number * 7 % 60),
            standing=Standing.HIDDEN if reason else Standing.PUBLISHED,
            themes=(theme,) if theme else (),
            supporters=tuple(sorted(_supporters(rng, crowd, raised, author.person, theme, supports))),
            outcome=decision.response if decision else None,
            outcome_reason=(decision.reason or decision.action) if decision else "",
            leads_to=leads_to,
            moderation=ModerationReason(reason) if reason else None,
            moderation_note=note,
            **place_and_photo(number),
        )
        ideas.append(idea)
        if theme:
            extra.append(
                Coding(
                    item=ref,
                    person=author.person,
                    theme=theme,
                    stance=ThemeStance.SUPPORTS,
                    excerpt=words,
                    coder="analyst",
                    on=date(2026, 4, 21),
                )
            )
    b1 = Board(
        ref="B1",
        title="Ideas for growing older well",
        promise="We will read every one, and tell you what came of it.",
        asks=BoardAsks.IDEAS,
        influence=Influence.OPEN,
        moderation=ModerationPolicy.AFTER,
        opens_on=date(2026, 1, 19),
        closes_on=date(2026, 3, 22),
        prompts=PROMPTS,
        ideas=tuple(ideas),
        replies=_replies(ideas, open_handed, authors),
        asks_place=True,
        phases=PHASES,
        team_answers=team_answers(),
        ticks=TICKS,
        asked_again=ASKED_AGAIN,
        reported=REPORTED,
    )
    return b1, tuple(extra)


def _supporters(
    rng: Random, crowd: list[str], raised: set[tuple[str, str]], author: str, theme: str, count: int
) -> list[str]:
    others = [p for p in crowd if p != author]
    keyed = sorted((rng.random() ** (1 / (2.5 if (p, theme) in raised else 1.0)), p) for p in others)
    return [p for _, p in keyed[len(keyed) - count :]] if count else []


def _replies(ideas: list[Idea], writers: list[Sending], authors: set[str]) -> tuple[Reply, ...]:
    by_number = {int(idea.ref[2:]): idea for idea in ideas}
    voices = iter([s for s in reversed(writers) if s.person not in authors])
    replies: list[Reply] = []

    def reply(idea: Idea, kind: str, words: str, said_at: datetime, to: int = 0) -> None:
        author = next(voices)
        replies.append(
            Reply(
                idea=idea.ref,
                kind=KINDS[kind],
                words=words,
                person=author.person,
                area_code=author.area_code,
                said_at=min(said_at, _at(date(2026, 3, 22), 20, 15)),
                to=to,
            )
        )

    for number, kind, days, words in REPLIES:
        idea = by_number[number]
        reply(idea, kind, words, idea.posted_at + timedelta(days=days, hours=1))
    for to, kind, days, words in THREADS:
        above = replies[to - 1]
        idea = by_number[int(above.idea[2:])]
        reply(idea, kind, words, above.said_at + timedelta(days=days, hours=2), to)
    return tuple(replies)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
