"""Staff put ideas together, split or reword them; nothing is taken from anybody, and nothing moves by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.reshaping import CannotReshape
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    BoardPhaseKind,
    ContributionKind,
    ModerationAct,
    ModerationReason,
    PartView,
    ReplyKind,
    ReshapingKind,
    ReshapingState,
    Role,
    Standing,
    SubmissionState,
    Totals,
)
from codesign.extensions import db, transaction
from codesign.ideas.reshaping import making, queries, residents, staff_queries
from codesign.ideas.reshaping.commands import drop, lineage, propose
from codesign.ideas.reshaping.shapes import NOTHING, OnIdea, ReshapingDraft, Wording
from codesign.ideas.supporting import support_idea, take_support_back
from codesign.ledger import actor_participant, said, withdraw_words
from codesign.models import (
    BoardPhase,
    BudgetSlot,
    Comment,
    Contribution,
    EventRow,
    Idea,
    IdeaBoard,
    IdeaLineage,
    ModerationAction,
    Participant,
    Person,
    Project,
    Reshaping,
    Submission,
    Support,
)
from tests.browser import Browser
from tests.ideas.test_board import counted_queries
from tests.make import (
    NOW,
    commit,
    make_board,
    make_idea,
    make_participant,
    make_person,
    make_project,
    make_submission,
    sign_in,
)

MERGE, SPLIT, REWORD = ReshapingKind.MERGE, ReshapingKind.SPLIT, ReshapingKind.REWORD
TODAY = NOW.date()
LATER = NOW + timedelta(days=9)
BENCH = Wording("Benches and shade on the hill", "Somewhere to sit, out of the sun.")


def written(*titles: str, reason: str) -> dict[str, Any]:
    """What staff type of a proposal: a line for each new idea, and why."""
    return {f"results-{number}-title": title for number, title in enumerate(titles)} | {"reason": reason}


class World:
    """A board with an author who can be asked, and everything done by the same member of staff."""

    def __init__(self, project: Project, **board: object) -> None:
        self.project = project
        self.board: IdeaBoard = make_board(project, **board)  # type: ignore[arg-type]
        self.staff: Person = make_person(Role.FACILITATOR, project=project)
        self._keys = 0

    def person(self) -> Participant:
        self._keys += 1
        return make_participant(self.project, key_digest=f"{self.board.ref}-{self._keys}")

    def idea(self, title: str = "More benches", *, by: Participant | None = None, **fields: object) -> Idea:
        idea = make_idea(self.board, title, f"{title}, please.", **fields)  # type: ignore[arg-type]
        author = by or self.person()
        words = db.session.get_one(Contribution, idea.contribution_id)
        words.participant_id = author.id
        db.session.get_one(Submission, words.submission_id).participant_id = author.id
        db.session.flush()
        return idea

    def supported(self, idea: Idea, *people: Participant, at: datetime = NOW) -> None:
        for person in people:
            support_idea(self.project.id, self.board.ref, idea.ref, by=person.id, at=at)
        db.session.flush()

    def draft(self, kind: ReshapingKind, *ideas: Idea | str, into: str = "", **fields: object) -> ReshapingDraft:
        wordings = {MERGE: (BENCH,), SPLIT: (BENCH, Wording("A water tap", "")), REWORD: (BENCH,)}[kind]
        return ReshapingDraft(
            **{
                "kind": kind,
                "ideas": tuple(idea if isinstance(idea, str) else idea.ref for idea in ideas),
                "into": into,
                "results": () if into else wordings,
                "reason": "They ask for the same thing.",
                "answer_by": TODAY + timedelta(days=7),
                **fields,
            }  # type: ignore[arg-type]
        )

    def propose(
        self, kind: ReshapingKind, *ideas: Idea | str, into: str = "", at: datetime = NOW, **fields: object
    ) -> str:
        draft = self.draft(kind, *ideas, into=into, **fields)
        return propose(self.project.id, self.board.ref, draft, by=self.staff.id, at=at)

    def answer(self, idea: Idea, ref: str, view: PartView, *, at: datetime = NOW) -> None:
        residents.answer(self.project.id, self.board.ref, idea.ref, ref, view, by=author(idea).id, at=at)

    def make(self, ref: str, at: datetime = LATER) -> tuple[Idea, ...]:
        made = making.make(self.project.id, self.board.ref, ref, by=self.staff.id, at=at)
        return tuple(self.one(one) for one in made)

    def made(self, kind: ReshapingKind, *ideas: Idea, into: str = "") -> tuple[Idea, ...]:
        return self.make(self.propose(kind, *ideas, into=into))

    def undo(self, ref: str) -> None:
        making.undo(self.project.id, self.board.ref, ref, "It was a mistake.", by=self.staff.id, at=LATER)

    def move(self, idea: Idea, into: Idea, by: Participant, at: datetime = LATER) -> bool:
        return residents.move_support(self.project.id, self.board.ref, idea.ref, into.ref, by=by.id, at=at)

    def one(self, ref: str) -> Idea:
        return db.session.scalars(select(Idea).where(Idea.board_id == self.board.id, Idea.ref == ref)).one()

    def on(self, idea: Idea, me: Participant | None = None) -> OnIdea:
        return queries.on_idea(idea.id, me.id if me else None)


def author(idea: Idea) -> Participant:
    words = db.session.get_one(Contribution, idea.contribution_id)
    return db.session.get_one(Participant, words.participant_id)


def words(idea: Idea) -> Contribution:
    found = db.session.get_one(Contribution, idea.contribution_id)
    db.session.refresh(found)
    return found


def supports(idea: Idea) -> int:
    db.session.refresh(idea)
    given = db.session.scalar(select(func.count()).select_from(Support).where(Support.idea_id == idea.id))
    assert idea.supports == given
    return idea.supports


@pytest.fixture
def world(app: Flask) -> World:
    return World(make_project())


# Proposing


def test_a_proposal_changes_nothing_but_asks_the_authors(world: World) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    ref = world.propose(MERGE, first, second)
    assert ref == "RS1"
    assert [words(one).standing for one in (first, second)] == [Standing.PUBLISHED] * 2
    assert db.session.scalar(select(func.count()).select_from(IdeaLineage)) == 0
    seen = world.on(first, author(first)).proposal
    assert seen is not None
    assert (seen.mine, seen.view, seen.reason) == (True, None, "They ask for the same thing.")
    assert [one.title for one in seen.others] == ["Seats on the hill"]
    assert [one.title for one in seen.results] == [BENCH.title]
    stranger = world.on(first, world.person()).proposal
    assert stranger is not None
    assert not stranger.mine
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "reshaping_proposed")).one()
    assert event.details == {"board": "B1", "proposal": "RS1", "kind": "merge", "ideas": [first.ref, second.ref]}


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing.WITHDRAWN, "was taken back by its author. Choose another idea."),
        (Standing.HIDDEN, "is hidden. Show it to residents first, or choose another idea."),
        (Standing.WAITING, "has not been read yet. Check it first, or choose another idea."),
    ],
)
def test_an_idea_that_others_do_not_read_cannot_be_taken_up(world: World, standing: Standing, sentence: str) -> None:
    fine, other = world.idea(), world.idea("Seats")
    row = words(other)
    row.standing = standing
    row.moderation_reason = ModerationReason.SPAM if standing is Standing.HIDDEN else None
    with pytest.raises(CannotReshape) as refused:
        world.propose(MERGE, fine, other)
    assert str(refused.value) == f"{other.ref} {sentence}"


def test_an_idea_that_is_already_part_of_another_names_that_one(world: World) -> None:
    first, second, third = world.idea("a"), world.idea("b"), world.idea("c")
    (made,) = world.made(MERGE, first, second)
    with pytest.raises(CannotReshape) as refused:
        world.propose(MERGE, first, third)
    assert str(refused.value) == f"{first.ref} is already part of {made.ref}. Choose {made.ref} instead."
    with pytest.raises(CannotReshape, match=f"already part of {made.ref}"):
        world.propose(MERGE, third, into=second.ref)


def test_an_idea_of_another_board_and_one_that_is_not_there(world: World) -> None:
    here = world.idea()
    other = make_board(world.project)
    there = make_idea(other)
    with pytest.raises(CannotReshape) as refused:
        world.propose(MERGE, here, there)
    assert str(refused.value) == f"{there.ref} is on board B2. Only ideas of one board can be taken up together."
    with pytest.raises(CannotReshape, match="There is no idea I-9999 on this board"):
        world.propose(MERGE, here, "I-9999")
    foreign = make_idea(make_board(make_project()))
    with pytest.raises(CannotReshape, match="There is no idea"):
        world.propose(MERGE, here, foreign)


def test_an_idea_cannot_be_put_into_itself_and_twice_is_once(world: World) -> None:
    idea = world.idea()
    with pytest.raises(CannotReshape, match="cannot be put into itself"):
        world.propose(MERGE, idea, into=idea.ref)
    with pytest.raises(CannotReshape, match="Choose two ideas or more"):
        world.propose(MERGE, idea, idea)


def test_a_circle_is_refused_when_proposed_and_when_written(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    lineage(first, second, MERGE, NOW)
    words(first).standing = Standing.PUBLISHED  # a moderator showed it again
    db.session.flush()
    with pytest.raises(CannotReshape) as refused:
        world.propose(MERGE, second, into=first.ref)
    assert str(refused.value) == (
        f"{second.ref} came from {first.ref}, so it cannot become part of it. Choose another idea."
    )
    with pytest.raises(CannotReshape):
        lineage(second, first, MERGE, NOW)


def test_an_idea_is_in_one_open_proposal_at_a_time(world: World) -> None:
    first, second, third = world.idea("a"), world.idea("b"), world.idea("c")
    ref = world.propose(MERGE, first, second)
    with pytest.raises(CannotReshape) as refused:
        world.propose(MERGE, second, third)
    assert str(refused.value) == f"{second.ref} is in proposal RS1 already. Settle that one first."
    drop(world.project.id, world.board.ref, ref, "Not now.", by=world.staff.id, at=NOW)
    assert world.propose(MERGE, second, third) == "RS2"


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=61)])
def test_the_day_for_answers_is_near_and_not_over(world: World, day: date) -> None:
    with pytest.raises(CannotReshape, match="Choose a date from today to 60 days from now"):
        world.propose(REWORD, world.idea(), answer_by=day)


def test_two_staff_making_the_same_proposal_at_once_make_one(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    draft = world.draft(MERGE, first, second)
    other = make_person(Role.FACILITATOR, project=world.project)
    commit()
    said_to = at_once(
        world,
        [partial(propose, world.project.id, "B1", draft, by=person.id, at=NOW) for person in (world.staff, other)],
    )
    assert sorted(said_to, key=len)[0] == "RS1"
    assert "is in proposal RS1 already. Settle that one first." in sorted(said_to, key=len)[1]
    assert db.session.scalar(select(func.count()).select_from(Reshaping)) == 1


def test_two_staff_making_it_at_once_make_it_once(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    ref = world.propose(MERGE, first, second)
    commit()

    def press() -> str:
        return making.make(world.project.id, world.board.ref, ref, by=world.staff.id, at=LATER)[0]

    said_to = sorted(at_once(world, [press, press, press]), key=len)
    assert said_to[1:] == ["Somebody has settled this proposal already. Look at it again."] * 2
    assert db.session.scalar(select(func.count()).select_from(IdeaLineage)) == 2


def at_once(world: World, acts: list[Callable[[], str]]) -> list[str]:
    """What each is told who acts at the same moment, in a transaction of their own."""
    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    told: list[str] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], str]) -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    told.append(act())
            except Refused as refused:
                told.append(str(refused))

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    db.session.expire_all()
    return told


# Authors answer


def test_nobody_but_the_author_answers(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    ref = world.propose(MERGE, first, second)
    with pytest.raises(NotFound):
        residents.answer(world.project.id, "B1", first.ref, ref, PartView.AGREED, by=world.person().id, at=NOW)
    with pytest.raises(NotFound):
        residents.answer(world.project.id, "B1", first.ref, ref, PartView.AGREED, by=author(second).id, at=NOW)


def test_an_author_can_change_their_answer_until_it_is_settled(world: World) -> None:
    first, second, third = world.idea("a"), world.idea("b"), world.idea("c")
    ref = world.propose(MERGE, first, second, third)
    world.answer(first, ref, PartView.OBJECTED)
    world.answer(first, ref, PartView.OBJECTED)
    world.answer(first, ref, PartView.AGREED)
    told = db.session.scalars(select(EventRow).where(EventRow.kind == "reshaping_answered").order_by(EventRow.sequence))
    assert [event.details["view"] for event in told] == ["objected", "agreed"]
    world.make(ref)
    with pytest.raises(Refused, match="We have decided this already"):
        world.answer(first, ref, PartView.OBJECTED)


def test_before_the_day_an_open_answer_holds_it_up(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    ref = world.propose(MERGE, first, second)
    world.answer(first, ref, PartView.AGREED)
    with pytest.raises(CannotReshape, match="Not every author has answered"):
        world.make(ref, at=NOW + timedelta(days=7))
    world.answer(second, ref, PartView.AGREED)
    assert world.make(ref, at=NOW + timedelta(hours=1))


def test_after_the_day_silence_lets_staff_go_ahead(world: World) -> None:
    ref = world.propose(MERGE, world.idea("a"), world.idea("b"))
    assert world.make(ref, at=NOW + timedelta(days=8))


def test_an_author_who_objects_keeps_their_idea_out(world: World) -> None:
    first, second, third = world.idea("a"), world.idea("b"), world.idea("c")
    ref = world.propose(MERGE, first, second, third)
    world.answer(second, ref, PartView.OBJECTED)
    (made,) = world.make(ref)
    assert words(second).standing is Standing.PUBLISHED
    assert world.on(second) == NOTHING
    found = world.on(made).made
    assert found is not None
    assert [part.ref for part in found.makings[0].parts] == sorted([first.ref, third.ref])


def test_with_one_idea_left_there_is_nothing_to_put_together(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    ref = world.propose(MERGE, first, second)
    world.answer(second, ref, PartView.OBJECTED)
    with pytest.raises(CannotReshape, match="Fewer than two ideas are left"):
        world.make(ref)


def test_an_idea_whose_author_cannot_be_asked_holds_nothing_up(world: World) -> None:
    imported = [world.idea(name, by=make_participant(world.project)) for name in "ab"]
    assert world.make(world.propose(MERGE, *imported), at=NOW)


# Made


def test_originals_keep_words_author_supports_replies_and_address(world: World, browser: Browser) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    people = [world.person() for _ in range(3)]
    world.supported(first, *people)
    world.supported(second, people[0])
    reply = said(make_submission(world.board), ContributionKind.COMMENT, "And a bin", at=NOW)
    db.session.add(Comment(idea_id=first.id, contribution_id=reply.id, kind=ReplyKind.REPLY))
    before = (words(first).text, words(first).participant_id, words(first).code)
    (made,) = world.made(MERGE, first, second)
    assert words(first).standing is Standing.MERGED
    assert words(first).merged_into_id == made.contribution_id
    assert (words(first).text, words(first).participant_id, words(first).code) == before
    assert (supports(first), supports(second), supports(made)) == (3, 1, 0)
    commit()
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{first.ref}")
    assert page.status == 200
    assert "More benches, please." in page.words
    assert "And a bin" in page.words
    assert "It is now part of" in page.text("#part-of")[0]
    assert page.links("#part-of a") == [f"/p/{world.project.slug}/ideas/B1/{made.ref}"]
    acts = db.session.scalars(select(ModerationAction)).all()
    assert {(act.act, act.before, act.after, act.by_id) for act in acts} == {
        (ModerationAct.MERGED, Standing.PUBLISHED, Standing.MERGED, world.staff.id)
    }
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "ideas_reshaped")).one()
    assert (event.details["ideas"], event.details["into"]) == (sorted([first.ref, second.ref]), [made.ref])


def test_the_new_idea_is_staffs_and_counts_for_no_resident(world: World, browser: Browser) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    (made,) = world.made(MERGE, first, second)
    sent = db.session.get_one(Submission, words(made).submission_id)
    assert (sent.state, sent.state_rule) == (SubmissionState.EXCLUDED, "staff_reshaping")
    assert (made.title, words(made).text) == (BENCH.title, BENCH.text)
    commit()
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{made.ref}")
    assert "2 people stand behind these ideas." in page.text("#people-behind")[0]
    assert page.text("#made h3") == [one.title for one in sorted((first, second), key=lambda one: one.ref)]
    assert "They ask for the same thing." in page.text("#made")[0]
    listed = browser.get(f"/p/{world.project.slug}/ideas/B1")
    assert listed.text("article h2") == [BENCH.title]


def test_an_idea_that_is_there_takes_others_in_as_it_is(world: World) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    (made,) = world.made(MERGE, second, into=first.ref)
    assert made.id == first.id
    assert words(first).standing is Standing.PUBLISHED
    assert (words(second).standing, words(second).merged_into_id) == (Standing.MERGED, first.contribution_id)


def test_a_target_that_became_part_of_another_since_is_refused(world: World) -> None:
    first, second, third, fourth = (world.idea(name) for name in "abcd")
    ref = world.propose(MERGE, second, into=first.ref)
    (made,) = world.made(MERGE, first, third, fourth)
    with pytest.raises(CannotReshape, match=f"{first.ref} is already part of {made.ref}"):
        world.make(ref)


def test_one_idea_is_split_and_both_lead_back_to_it(world: World) -> None:
    long = world.idea("Benches, shade and a tap")
    one, two = world.made(SPLIT, long)
    assert (one.title, two.title, words(two).text) == (BENCH.title, "A water tap", "A water tap")
    assert [became.result.ref for became in world.on(long).part_of] == sorted([one.ref, two.ref])
    for part in (one, two):
        made = world.on(part).made
        assert made is not None
        assert made.makings[0].parts[0].ref == long.ref
        assert (made.makings[0].kind, made.people) == (SPLIT, 1)


def test_one_idea_is_put_into_other_words(world: World) -> None:
    old = world.idea("benchs!!")
    (new,) = world.made(REWORD, old)
    assert [(became.result.title, became.kind) for became in world.on(old).part_of] == [(BENCH.title, REWORD)]
    assert words(new).text == BENCH.text


def test_people_behind_a_merge_of_a_merge_are_counted_once_each(world: World) -> None:
    people = [world.person() for _ in range(6)]
    a, b, c = (world.idea(name, by=people[n]) for n, name in enumerate("abc"))
    world.supported(a, people[3], people[4])
    world.supported(b, people[3], people[0])
    world.supported(c, people[4], people[5])
    take_support_back(world.project.id, "B1", c.ref, by=people[5].id, at=NOW)
    (first,) = world.made(MERGE, a, b)
    ref = world.propose(MERGE, first, c, at=LATER, answer_by=LATER.date())
    (second,) = world.make(ref, at=LATER + timedelta(days=1))
    # Three authors, two supporters who took nothing back; neither staff nor anybody twice.
    found = world.on(second).made
    assert found is not None
    assert (found.people, found.supports) == (5, 0)
    behind: set[object] = set()
    for idea in (a, b, c):
        behind |= {
            author(idea).id,
            *db.session.scalars(select(Support.participant_id).where(Support.idea_id == idea.id)),
        }
    assert found.people == len(behind)
    assert words(a).merged_into_id == first.contribution_id
    assert words(first).merged_into_id == second.contribution_id
    moved = world.on(a, people[3]).move
    assert moved is not None
    assert [one.ref for one in moved.results] == [second.ref]


def test_an_original_taken_back_later_leaves_the_result(world: World, browser: Browser) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    fan = world.person()
    world.supported(first, fan)
    (made,) = world.made(MERGE, first, second)
    withdraw_words(words(first), by=actor_participant(author(first).id), at=LATER)
    found = world.on(made).made
    assert found is not None
    assert [(part.ref, part.shown, part.standing) for part in found.makings[0].parts if part.ref == first.ref] == [
        (first.ref, False, Standing.WITHDRAWN)
    ]
    assert found.people == 2  # the other author and the fan
    commit()
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{made.ref}")
    assert "Its author took this idea back. Its words are gone." in page.words
    assert "More benches" not in page.words
    assert [move.idea.shown for move in queries.on_board(world.board.id, fan.id).moves] == [False]
    assert world.move(first, made, fan)
    assert (supports(first), supports(made)) == (0, 1)


def test_totals_that_are_kept_back_are_kept_back_here_too(app: Flask, browser: Browser) -> None:
    world = World(make_project(), totals=Totals.END)
    (made,) = world.made(MERGE, world.idea("a"), world.idea("b"))
    commit()
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{made.ref}")
    assert page.text("#made h2") == ["Where this idea comes from"]
    assert not page.soup.select("#people-behind")


# Supports move only by their people


def test_a_support_moves_as_one_act_and_once(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    world.supported(second, fan)
    (made,) = world.made(MERGE, first, second)
    assert (supports(first), supports(second), supports(made)) == (1, 1, 0)
    assert world.move(first, made, fan)
    assert (supports(first), supports(second), supports(made)) == (0, 1, 1)
    assert not world.move(first, made, fan)
    assert world.move(second, made, fan)  # they support it already: still once
    assert (supports(first), supports(second), supports(made)) == (0, 0, 1)
    events = list(db.session.scalars(select(EventRow.kind).where(EventRow.kind == "support_moved")))
    assert len(events) == 2


def test_nobody_moves_what_they_never_gave(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    (made,) = world.made(MERGE, first, second)
    assert not world.move(first, made, world.person())
    assert supports(made) == 0


def test_a_support_moves_only_to_what_the_idea_became(world: World) -> None:
    first, second, other = world.idea("a"), world.idea("b"), world.idea("c")
    fan = world.person()
    world.supported(first, fan)
    (made,) = world.made(MERGE, first, second)
    with pytest.raises(NotFound):
        world.move(first, other, fan)
    with pytest.raises(NotFound):
        world.move(made, first, fan)
    assert supports(first) == 1


def test_a_merged_idea_takes_no_new_support_and_gives_support_back(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    world.made(MERGE, first, second)
    with pytest.raises(Refused):
        world.supported(first, world.person(), at=LATER)
    take_support_back(world.project.id, "B1", first.ref, by=fan.id, at=LATER)
    assert supports(first) == 0


def test_when_people_cannot_choose_support_does_not_move(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    (made,) = world.made(MERGE, first, second)
    world.board.phases.append(
        BoardPhase(kind=BoardPhaseKind.ANSWERING, starts_on=TODAY, starts_at=NOW - timedelta(days=1), words="")
    )
    db.session.flush()
    with pytest.raises(WrongStage):
        world.move(first, made, fan)
    world.board.state = ActivityState.CLOSED
    with pytest.raises(WrongStage):
        world.move(first, made, fan)
    assert supports(first) == 1


def test_on_a_board_with_a_budget_the_place_in_it_moves_too(app: Flask) -> None:
    world = World(make_project(), asks=BoardAsks.BUDGET, budget=2)
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    world.supported(second, fan)
    (made,) = world.made(MERGE, first, second)
    assert world.move(first, made, fan)
    slots = list(db.session.scalars(select(BudgetSlot.idea_id).where(BudgetSlot.participant_id == fan.id)))
    assert sorted(slots) == sorted([made.id, second.id])
    assert world.move(second, made, fan)
    assert list(db.session.scalars(select(BudgetSlot.idea_id))) == [made.id]  # one place is free again


def test_many_presses_at_once_move_one_support(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    (made,) = world.made(MERGE, first, second)
    commit()
    told = at_once(world, [lambda: str(world.move(first, made, fan)) for _ in range(12)])
    assert sorted(told) == ["False"] * 11 + ["True"]
    assert (supports(first), supports(made)) == (0, 1)


def test_a_support_that_stays_is_not_asked_about_again_until_it_becomes_part_of_more(world: World) -> None:
    a, b, c = (world.idea(name) for name in "abc")
    fan = world.person()
    world.supported(a, fan)
    (made,) = world.made(MERGE, a, b)
    assert [move.idea.ref for move in queries.on_board(world.board.id, fan.id).moves] == [a.ref]
    residents.keep_support(world.project.id, "B1", a.ref, by=fan.id, at=LATER)
    assert queries.on_board(world.board.id, fan.id).moves == ()
    stays = world.on(a, fan).move
    assert stays is not None
    assert stays.kept
    assert world.move(a, made, fan)
    assert c.supports == 0


# Undo


def test_a_merge_nobody_acted_on_is_undone(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, fan)
    (made,) = world.made(MERGE, first, second)
    world.undo("RS1")
    assert [words(one).standing for one in (first, second)] == [Standing.PUBLISHED] * 2
    assert words(first).merged_into_id is None
    assert words(made).standing is Standing.WITHDRAWN
    assert supports(first) == 1
    assert world.on(first) == NOTHING
    row = db.session.scalars(select(Reshaping)).one()
    assert (row.state, row.settled_reason) == (ReshapingState.UNDONE, "It was a mistake.")
    kinds = set(db.session.scalars(select(EventRow.kind)))
    assert {"ideas_reshaped", "reshaping_undone"} <= kinds
    assert world.propose(MERGE, first, second) == "RS2"
    with pytest.raises(Refused, match="Somebody has settled"):
        world.undo("RS1")


def test_what_people_have_acted_on_is_not_undone(world: World) -> None:
    first, second, third = world.idea("a"), world.idea("b"), world.idea("c")
    (made,) = world.made(MERGE, first, second)
    world.supported(made, world.person(), at=LATER)
    with pytest.raises(CannotReshape) as refused:
        world.undo("RS1")
    assert str(refused.value) == (
        f"People have acted on {made.ref} since. It cannot be undone, so that nothing is taken from them."
    )
    assert words(first).standing is Standing.MERGED
    assert third.supports == 0


def test_a_moved_support_holds_the_undoing_of_a_merge_into_an_idea_that_was_there(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    fan = world.person()
    world.supported(first, world.person())
    world.supported(second, fan)
    world.made(MERGE, second, into=first.ref)
    assert world.move(second, first, fan)
    with pytest.raises(CannotReshape, match="People have acted on"):
        world.undo("RS1")


def test_undoing_a_merge_into_an_idea_that_was_there_leaves_that_one(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    world.supported(first, world.person())
    world.made(MERGE, second, into=first.ref)
    world.undo("RS1")
    assert [words(one).standing for one in (first, second)] == [Standing.PUBLISHED] * 2
    assert supports(first) == 1


def test_an_author_who_took_their_idea_back_stays_gone_after_an_undo(world: World) -> None:
    first, second = world.idea("a"), world.idea("b")
    world.made(MERGE, first, second)
    withdraw_words(words(first), by=actor_participant(author(first).id), at=LATER)
    world.undo("RS1")
    assert [words(one).standing for one in (first, second)] == [Standing.WITHDRAWN, Standing.PUBLISHED]


# Lineage from elsewhere


def test_an_imported_merge_is_lineage_without_a_proposal(world: World) -> None:
    petition, target = world.idea("a"), world.idea("b")
    lineage(petition, target, MERGE, NOW)
    assert (words(petition).standing, words(petition).merged_into_id) == (Standing.MERGED, target.contribution_id)
    found = world.on(target).made
    assert found is not None
    assert (found.makings[0].reason, found.people) == ("", 2)


def test_lineage_leaves_hidden_and_withdrawn_words_as_they_are(world: World) -> None:
    gone, target = world.idea("a", standing=Standing.WITHDRAWN), world.idea("b")
    lineage(gone, target, MERGE, NOW)
    assert words(gone).standing is Standing.WITHDRAWN


# Pages


def test_an_idea_that_nothing_was_done_with_costs_one_query(world: World) -> None:
    idea = world.idea()
    idea_id, me = idea.id, author(idea).id
    commit()
    with counted_queries() as seen:
        assert queries.on_idea(idea_id, me) == NOTHING
    assert len(seen) == 1


def test_the_number_of_queries_does_not_grow_with_what_was_put_together(world: World) -> None:
    counts = []
    for many in (2, 8):
        ideas = [world.idea(f"{many} {n}") for n in range(many)]
        fan = world.person()
        world.supported(ideas[0], fan)
        (made,) = world.made(MERGE, *ideas)
        commit()
        db.session.expire_all()
        made_id, first_id, me = made.id, ideas[0].id, fan.id
        with counted_queries() as seen:
            queries.on_idea(made_id, me)
            queries.on_idea(first_id, me)
            queries.on_board(world.board.id, me)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_staff_pick_word_propose_and_make_without_javascript(world: World, staff_browser: Browser) -> None:
    sign_in(staff_browser, world.staff)
    first, second = world.idea("More benches on the hill"), world.idea("Benches at the top of the hill")
    other = world.idea("A library van")
    commit()
    at = f"/manage/{world.project.slug}/ideas/B1/reshape"
    page = staff_browser.get(at)
    assert page.status == 200
    page = staff_browser.get(f"{at}/pick?idea={first.ref}")
    assert [str(tag["value"]) for tag in page.soup.select("#picked input[checked]")] == [first.ref]
    found = staff_browser.submit(page, "#pick", q="van")
    assert [str(tag["value"]) for tag in found.soup.select("#found input")] == [other.ref]
    page = staff_browser.get(f"{at}/write?kind=merge&idea={first.ref}&refs={second.ref.lower()}")
    assert page.status == 200
    empty = staff_browser.submit(page, "#proposal")
    assert empty.status == 422
    assert empty.text(".govuk-error-summary li") == ["Write the idea in one line", "Say why, in a sentence or two"]
    kept = staff_browser.submit(page, "#proposal", **written("Benches on the hill", reason=""))
    assert kept.one("#results-0-title")["value"] == "Benches on the hill"
    page = staff_browser.submit(
        page, "#proposal", **written("Benches on the hill", reason="Both ask for benches."), follow=True
    )
    assert page.text("h1") == ["Proposal RS1: put together"]
    assert "Not every author has answered." in page.text("#not-yet")[0]
    assert not page.soup.select("#make")
    for idea in (first, second):
        world.answer(idea, "RS1", PartView.AGREED)
    commit()
    page = staff_browser.submit(staff_browser.get(f"{at}/RS1"), "#make", follow=True)
    assert "Supporters are asked if they want to move their support." in page.words
    page = staff_browser.submit(page, "#settle", reason="A mistake", follow=True)
    assert "It is undone. The old ideas are shown again." in page.words
    assert staff_browser.get(at).text("#proposals tbody tr td:nth-of-type(1)") == ["Undone"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Choose what you want to do."),
        ("kind=nothing", "Choose what you want to do."),
        ("kind=merge&idea=I-9", "Choose two ideas or more to put together."),
        ("kind=merge&idea=I-9&idea=I-8", "There is no idea I-9 on this board. A reference looks like I-0042."),
        ("kind=split&idea=I-9&idea=I-8", "Choose one idea to split."),
    ],
)
def test_what_cannot_be_picked_is_said_on_the_page_of_picking(
    world: World, staff_browser: Browser, query: str, sentence: str
) -> None:
    sign_in(staff_browser, world.staff)
    commit()
    page = staff_browser.get(f"/manage/{world.project.slug}/ideas/B1/reshape/write?{query}")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [sentence]


def test_staff_split_an_idea_into_two(world: World, staff_browser: Browser) -> None:
    sign_in(staff_browser, world.staff)
    idea = world.idea("Benches, shade and a tap")
    commit()
    page = staff_browser.get(f"/manage/{world.project.slug}/ideas/B1/reshape/write?kind=split&idea={idea.ref}")
    one = staff_browser.submit(page, "#proposal", **written("Benches", reason="Three wishes."))
    assert one.text(".govuk-error-summary li") == ["Write two ideas or more that come out of it"]
    page = staff_browser.submit(
        page,
        "#proposal",
        **written("Benches", "", "", "A tap", reason="Three wishes."),
        follow=True,
    )
    assert [one.title for one in staff_queries.proposal_page(world.project.id, "B1", "RS1", at=NOW).results] == [
        "Benches",
        "A tap",
    ]


def test_an_author_answers_and_a_supporter_moves_without_javascript(world: World, app: Flask, browser: Browser) -> None:
    first, second = world.idea("More benches"), world.idea("Seats on the hill")
    commit()
    board = f"/p/{world.project.slug}/ideas/B1"
    page = browser.get(f"{board}/{first.ref}")
    browser.submit(page, f"#sup-{first.ref}", button=("support", "give"))
    me = db.session.scalars(select(Support.participant_id)).one()
    words(second).participant_id = me  # the same person wrote the other one
    world.propose(MERGE, first, second, at=NOW - timedelta(days=9), answer_by=TODAY - timedelta(days=2))
    commit()
    assert browser.get(board).text("#asked-of-you h2") == ["We have a question about your idea"]
    page = browser.get(f"{board}/{second.ref}")
    assert page.text("#proposal h2") == ["Can we put your idea together with others?"]
    page = browser.submit(page, "#answer", button=("view", "agreed"), follow=True)
    assert "You said yes." in page.text("#proposal")[0]
    assert not browser.get(board).soup.select("#asked-of-you")
    stranger = Browser(app).get(f"{board}/{second.ref}")
    assert stranger.text("#proposal h2") == ["We propose to put this idea together with others"]
    assert not stranger.soup.select("#answer")
    (made,) = world.make("RS1", at=NOW)
    commit()
    page = browser.get(board)
    assert page.text("#asked-of-you h2") == ["An idea you support became part of another"]
    assert page.text("#asked-of-you h3") == ["More benches", BENCH.title]
    page = browser.submit(page, f"#keep-{first.ref}", follow=True)
    assert "Your support stays here. You can still move it." in page.text("#part-of")[0]
    page = browser.submit(page, f"#move-{first.ref}-{made.ref}", follow=True)
    assert f"Your support is moved. You support {made.ref} now." in page.words
    assert (supports(first), supports(made)) == (0, 1)


def test_a_stranger_cannot_answer_or_move(world: World, browser: Browser) -> None:
    first, second = world.idea("a"), world.idea("b")
    world.propose(MERGE, first, second)
    commit()
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{first.ref}")
    token = page.soup.select_one("input[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": str(token["value"]), "view": "objected"}
    address = f"/p/{world.project.slug}/ideas/B1/{first.ref}"
    assert browser.post(f"{address}/proposal/RS1", sent).status == 404
    assert browser.post(f"{address}/move/{second.ref}", sent).status == 404


def test_votes_on_statements_stay_and_the_page_says_so(app: Flask, browser: Browser) -> None:
    world = World(make_project(), asks=BoardAsks.STATEMENTS)
    (made,) = world.made(MERGE, world.idea("a"), world.idea("b"))
    assert words(made).text == BENCH.text
    lost = world.idea("c")
    (again,) = world.made(REWORD, lost)
    commit()
    assert again.board_id == world.board.id
    page = browser.get(f"/p/{world.project.slug}/ideas/B1/{lost.ref}")
    assert "Votes on these words stay here. You can vote on the new words too." in page.text("#part-of")[0]
