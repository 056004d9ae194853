"""What stands around boards, for an attacker to find: talk, phases, budgets, pairs, reshaping, answers, mail, holds."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from codesign.core.codes import digest
from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    ContributionKind,
    EvidenceKind,
    ModerationAct,
    ModerationReason,
    PartView,
    ReplyKind,
    ReshapingKind,
    ReshapingState,
    Role,
    ShownAs,
    Stance,
    Standing,
    Totals,
    UploadPurpose,
)
from codesign.extensions import db
from codesign.ideas.decks import count_looks
from codesign.ideas.likeness import keep_terms
from codesign.ideas.rows import facts
from codesign.ledger import said
from codesign.ledger.events import actor_participant
from codesign.ledger.words import change_words
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    BoardPhase,
    BudgetSlot,
    Comment,
    Contact,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Follow,
    FollowAddress,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    IdeaVersion,
    Model,
    ModerationAction,
    PairChoice,
    PaperTally,
    Person,
    Project,
    Report,
    Requirement,
    Reshaping,
    ReshapingPart,
    SafeguardingHold,
    Support,
    Upload,
    WordList,
    WrittenPolicy,
)
from tests import make
from tests.adversarial.depth import a_photo
from tests.make import NOW

FOLLOW_LINK: Final = "f" * 43
FOLLOWER: Final = "follower@home.example"
"""An address that only mail goes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boards:
    """The boards beside the first, and one idea of every kind on the first by what is special about it."""

    budget: IdeaBoard
    pairs: IdeaBoard
    with_photo: Idea
    changed: Idea
    held: Idea
    officer: Person
    proposed: Idea
    merged: Idea
    result: Idea
    answered: Idea


def deepen_boards(
    project: Project, board: IdeaBoard, ideas: list[Idea], people: dict[Role, Person], *, hidden: Idea
) -> Boards:
    """Rows of every table of boards and of moderation, around the ideas of one board and two boards beside it."""
    staff = people[Role.COMMISSIONER]
    board.phases += [
        BoardPhase(kind=kind, starts_on=(NOW + after).date(), starts_at=NOW + after, words="Then we read them all.")
        for kind, after in (
            (BoardPhaseKind.COLLECTING, timedelta(days=-2)),
            (BoardPhaseKind.CHOOSING, timedelta(days=30)),
            (BoardPhaseKind.ANSWERING, timedelta(days=60)),
        )
    ]
    with_photo, placed, changed, proposed, merged, answered, held = ideas[0], ideas[1], ideas[2], *ideas[6:10]
    _photo(with_photo, project, board)
    placed.area_id, placed.place_words = project.areas[0].id, "By the canal"
    placed.latitude, placed.longitude = Decimal("53.7412"), Decimal("-2.0131")
    _change(changed)
    _talk(board, with_photo, staff)
    officer = _moderation(project, held, hidden, staff)
    result = _reshaping(board, proposed, merged, staff)
    _answers(board, answered, with_photo, staff)
    _follow(project, board, with_photo)
    _add(PaperTally(
        idea_id=with_photo.id, place="Library", counted_on=NOW.date(), ticks=7, keyed_at=NOW, keyed_by_id=staff.id
    ))  # fmt: skip
    budget, pairs = _beside(project)
    for idea in db.session.scalars(select(Idea).join(IdeaBoard).where(IdeaBoard.project_id == project.id)):
        keep_terms(idea.id)
    count_looks(facts(board, NOW), [idea.ref for idea in ideas[:6]], NOW)
    return Boards(
        budget=budget, pairs=pairs, with_photo=with_photo, changed=changed, held=held, officer=officer, proposed=proposed,
        merged=merged, result=result, answered=answered,
    )  # fmt: skip


def _photo(idea: Idea, project: Project, board: IdeaBoard, alt: str = "A bench in the sun") -> None:
    content = a_photo()
    upload = Upload(
        project_id=project.id, activity_id=board.id, participant_id=idea.contribution.participant_id,
        purpose=UploadPurpose.IDEA, media_type="image/jpeg", alt=alt, content=content,
        size=len(content), width=40, height=30, sha256=digest("bench"), created_at=NOW,
    )  # fmt: skip
    _add(upload)
    idea.photo_id = upload.id


def _change(idea: Idea) -> None:
    version = change_words(
        idea.contribution, "Other words now.", by=actor_participant(idea.contribution.participant_id), at=NOW
    )
    assert version is not None
    _add(IdeaVersion(idea_id=idea.id, number=1, title="An earlier line", shown=True, at=NOW))


def _talk(board: IdeaBoard, idea: Idea, staff: Person) -> None:
    first = db.session.scalars(select(Comment).where(Comment.idea_id == idea.id)).one()
    for kind, words, by in (
        (ReplyKind.ANOTHER_WAY, "I see it another way.", None),
        (ReplyKind.ASKS, "Who would pay for it?", None),
        (ReplyKind.ANSWER, "The council would.", staff.id),
    ):
        told = said(make.make_submission(board), ContributionKind.COMMENT, words, at=NOW)
        _add(Comment(
            idea_id=idea.id, contribution_id=told.id, kind=kind, parent_id=first.id, thread_id=first.id, by_id=by
        ))  # fmt: skip
        idea.replies += 1


def _moderation(project: Project, held: Idea, hidden: Idea, staff: Person) -> Person:
    """A written policy, a list of words, and one idea that only the officer may read."""
    officer = make.make_person(Role.FACILITATOR, project=project, name="Sam officer")
    project.safeguarding_officer_id = officer.id
    held.contribution.standing = Standing.HIDDEN
    held.contribution.moderation_reason = ModerationReason.SAFEGUARDING
    reason = {"code": "abuse", "title": "Rude words", "told": "Write it without the name.", "kind": "abuse"}
    danger = {"code": "danger", "title": "Someone at risk", "told": "We keep you safe.", "kind": "safeguarding"}
    _add(
        WrittenPolicy(
            project_id=project.id, number=1, words="Be kind.", reasons=[reason, danger], made_at=NOW,
            made_by_id=staff.id,
        ),
        WordList(project_id=project.id, language="en", words="gobbledegook\nflapdoodle", changed_at=NOW),
        SafeguardingHold(
            project_id=project.id, contribution_id=held.contribution_id, number=1, officer_id=officer.id, held_at=NOW,
            held_by_id=staff.id,
        ),
        ModerationAction(
            project_id=project.id, contribution_id=held.contribution_id, number=1, act=ModerationAct.HELD,
            before=Standing.PUBLISHED, after=Standing.HIDDEN, reason=ModerationReason.SAFEGUARDING, code="danger",
            policy_number=1, at=NOW, by_id=staff.id,
        ),
    )  # fmt: skip
    hidden.contribution.moderation_code = "abuse"
    return officer


def _reshaping(board: IdeaBoard, proposed: Idea, merged: Idea, staff: Person) -> Idea:
    """A split that waits for its author, and a merge that was made, with someone whose support stayed behind."""
    result = make.make_idea(board, "Both in one", "What two people said, in one.")
    merged.contribution.standing = Standing.MERGED
    merged.contribution.merged_into_id = result.contribution_id
    waits = Reshaping(
        board_id=board.id, ref="RS1", kind=ReshapingKind.SPLIT, reason="It says two things.", proposed_at=NOW,
        results=[{"title": "One thing", "text": "The first."}, {"title": "The other", "text": "The second."}],
        answer_by=NOW.date() + timedelta(days=7), proposed_by_id=staff.id,
    )  # fmt: skip
    made = Reshaping(
        board_id=board.id, ref="RS2", kind=ReshapingKind.MERGE, state=ReshapingState.MADE, reason="They ask the same.",
        into_id=result.id, answer_by=NOW.date(), proposed_at=NOW, proposed_by_id=staff.id, settled_at=NOW,
        settled_by_id=staff.id,
    )  # fmt: skip
    _add(waits, made)
    fan = make.make_participant(db.session.get_one(Project, board.project_id))
    _add(
        ReshapingPart(reshaping_id=waits.id, idea_id=proposed.id),
        ReshapingPart(reshaping_id=made.id, idea_id=merged.id, view=PartView.AGREED, answered_at=NOW),
        IdeaLineage(from_id=merged.id, into_id=result.id, kind=ReshapingKind.MERGE, reshaping_id=made.id, at=NOW),
        Support(idea_id=merged.id, participant_id=fan.id, at=NOW),
    )
    merged.supports += 1
    return result


def _answers(board: IdeaBoard, answered: Idea, prepared: Idea, staff: Person) -> None:
    """A batch that is published, with somebody who was told, and one that is being written."""
    out = AnswerBatch(
        board_id=board.id, ref="A1", title="Our first answers", words="We read them all.", made_at=NOW,
        made_by_id=staff.id, published_at=NOW, published_by_id=staff.id,
    )  # fmt: skip
    begun = AnswerBatch(board_id=board.id, ref="A2", title="Still being written", made_at=NOW, made_by_id=staff.id)
    _add(out, begun)
    _add(
        IdeaAnswer(batch_id=out.id, idea_id=answered.id, state=AnswerState.NOT_NOW, reason="There is no money."),
        IdeaAnswer(batch_id=begun.id, idea_id=prepared.id, state=AnswerState.ACCEPTED, words="We will."),
        AnswerNotice(batch_id=out.id, participant_id=answered.contribution.participant_id, at=NOW),
    )


def _follow(project: Project, board: IdeaBoard, idea: Idea) -> None:
    person = make.make_participant(project)
    contact = Contact(
        project_id=project.id, participant_id=person.id, address=FOLLOWER, purpose=f"{board.ref}-follow", created_at=NOW
    )
    _add(contact, Follow(idea_id=idea.id, participant_id=person.id, at=NOW, seen_at=NOW))
    _add(FollowAddress(
        board_id=board.id, participant_id=person.id, contact_id=contact.id, link_digest=digest(FOLLOW_LINK),
        asked_at=NOW, confirmed_at=NOW, told_until=NOW,
    ))  # fmt: skip


def _beside(project: Project) -> tuple[IdeaBoard, IdeaBoard]:
    """A board with two supports a person, one of them given, and a board of pairs with one choice."""
    budget = make.make_board(
        project, asks=BoardAsks.BUDGET, budget=2, title="Which two matter most?", totals=Totals.AFTER_OWN
    )
    given, *_others = [make.make_idea(budget, f"Worth {n}", f"This matters to me, {n}.") for n in range(3)]
    giver = make.make_participant(project)
    _add(
        Support(idea_id=given.id, participant_id=giver.id, at=NOW),
        BudgetSlot(board_id=budget.id, participant_id=giver.id, number=1, idea_id=given.id),
    )
    given.supports = 1
    pairs = make.make_board(project, asks=BoardAsks.PAIRS, title="Which of the two?")
    first, second, _ = sorted((make.make_idea(pairs, f"Choice {n}") for n in range(3)), key=lambda idea: idea.id)
    _add(PairChoice(
        board_id=pairs.id, participant_id=giver.id, first_id=first.id, second_id=second.id, chosen_id=first.id, at=NOW
    ))  # fmt: skip
    return budget, pairs


def entangle(boards: Boards, idea: Idea, word: str) -> None:
    """Put a word wherever an idea has some, and the idea wherever staff and others can lay hands on one."""
    board = db.session.get_one(IdeaBoard, idea.board_id)
    project = db.session.get_one(Project, board.project_id)
    words = idea.contribution
    _photo(idea, project, board, alt=f"A {word} in the sun")
    idea.title, idea.place_words, idea.extra = f"A {word} line", f"By the {word}", {"column": word}
    words.text, words.shown_words, words.shown_as = f"It says {word}.", word.title(), ShownAs.FIRST_NAME
    words.versions[0].text = words.text
    _add(IdeaVersion(idea_id=idea.id, number=1, title=f"An earlier {word}", shown=True, at=NOW))
    reply = said(make.make_submission(board), ContributionKind.COMMENT, "I say so too.", at=NOW)
    person = make.make_participant(project)
    decision = db.session.scalars(select(Decision).where(Decision.published_on.is_not(None))).first()
    requirement = db.session.scalars(select(Requirement)).first()
    into = boards.result
    assert decision is not None
    assert requirement is not None
    _add(
        Comment(idea_id=idea.id, contribution_id=reply.id, kind=ReplyKind.REPLY),
        Report(contribution_id=reply.id, participant_id=person.id, reason=ModerationReason.ABUSE, at=NOW),
        Support(idea_id=idea.id, participant_id=person.id, at=NOW),
        Follow(idea_id=idea.id, participant_id=person.id, at=NOW, seen_at=NOW),
        DecisionSubject(decision_id=decision.id, idea_id=idea.id),
        EvidenceLink(
            requirement_id=requirement.id,
            kind=EvidenceKind.IDEA,
            stance=Stance.SUPPORTS,
            idea_id=idea.id,
            linked_at=NOW,
        ),
        PaperTally(
            idea_id=idea.id, place="Library", counted_on=NOW.date(), ticks=3, keyed_at=NOW, keyed_by_id=into_by(boards)
        ),
        IdeaLineage(from_id=idea.id, into_id=into.id, kind=ReshapingKind.MERGE, at=NOW),
    )
    for proposal in db.session.scalars(select(Reshaping).where(Reshaping.board_id == board.id)):
        proposal.parts.append(ReshapingPart(idea_id=idea.id))
    for batch in db.session.scalars(select(AnswerBatch).where(AnswerBatch.board_id == board.id)):
        batch.answers.append(IdeaAnswer(idea_id=idea.id, state=AnswerState.NOT_NOW, reason="There is no money."))
    keep_terms(idea.id)


def into_by(boards: Boards) -> uuid.UUID:
    """Who of the staff made what was merged."""
    made = select(Reshaping.proposed_by_id).where(Reshaping.into_id == boards.result.id)
    return db.session.scalars(made).one()


def _add(*rows: Model) -> None:
    db.session.add_all(rows)
    db.session.flush()
