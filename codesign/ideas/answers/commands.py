"""Preparing answers: a batch, the ideas in it, and what is answered to each, saved as it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from codesign.core.answers import require_reason
from codesign.core.codes import is_reference
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import RequirementStatus, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.answers.drafts import AnswerDraft, BatchDraft, fingerprint
from codesign.ledger import actor_person, record
from codesign.models import AnswerBatch, Contribution, Decision, Idea, IdeaAnswer, IdeaBoard, Requirement

PUBLISHED = N_("This batch is published, so it does not change. Answer these ideas again in a new batch.")
CHANGED = N_(
    "Someone else has changed this answer since you opened it. Read theirs below, then save yours if it is better."
)
MOST_AT_ONCE = 500


class ChangedMeanwhile(Refused):
    """Another person saved the same answer first."""


def make_batch(project_id: uuid.UUID, board_ref: str, draft: BatchDraft, *, by: uuid.UUID, at: datetime) -> str:
    """Begin a batch of answers; its reference. Raises `NotFound` for another project's board."""
    board = board_row(project_id, board_ref, lock=True)
    refs = db.session.scalars(select(AnswerBatch.ref).where(AnswerBatch.board_id == board.id)).all()
    number = 1 + max((int(ref[1:]) for ref in refs if ref[1:].isdigit()), default=0)
    batch = AnswerBatch(
        board_id=board.id, ref=f"A{number}", title=draft.title, words=draft.words, made_at=at, made_by_id=by
    )
    db.session.add(batch)
    db.session.flush()
    _note("answer_batch_made", project_id, batch, board_ref, by, at)
    return batch.ref


def change_batch(
    project_id: uuid.UUID, board_ref: str, batch_ref: str, draft: BatchDraft, *, by: uuid.UUID, at: datetime
) -> None:
    """Change the title and the words above. Raises `Refused` once the batch is published."""
    batch = draft_batch(project_id, board_ref, batch_ref)
    batch.title, batch.words = draft.title, draft.words
    _note("answer_batch_changed", project_id, batch, board_ref, by, at)


def drop_batch(project_id: uuid.UUID, board_ref: str, batch_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Delete a batch that is not published, with the answers in it."""
    batch = draft_batch(project_id, board_ref, batch_ref)
    _note("answer_batch_deleted", project_id, batch, board_ref, by, at)
    db.session.execute(delete(IdeaAnswer).where(IdeaAnswer.batch_id == batch.id))
    db.session.execute(delete(AnswerBatch).where(AnswerBatch.id == batch.id))
    db.session.expunge(batch)


def choose_ideas(
    project_id: uuid.UUID, board_ref: str, batch_ref: str, refs: Collection[str], *, by: uuid.UUID, at: datetime
) -> int:
    """Put published ideas of the board into a batch; how many are new in it. Raises `Refused` when none was chosen."""
    batch = draft_batch(project_id, board_ref, batch_ref)
    _require_some(refs)
    ideas = _ideas(batch.board_id, refs, (Standing.PUBLISHED,))
    known = set(db.session.scalars(select(IdeaAnswer.idea_id).where(IdeaAnswer.batch_id == batch.id)))
    new = [idea for idea in ideas if idea.id not in known]
    db.session.add_all([IdeaAnswer(batch_id=batch.id, idea_id=idea.id) for idea in new])
    db.session.flush()
    if new:
        _note("answer_ideas_chosen", project_id, batch, board_ref, by, at, ideas=len(new))
    return len(new)


def take_out(
    project_id: uuid.UUID, board_ref: str, batch_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Take an idea out of a batch, with the answer written for it."""
    batch = draft_batch(project_id, board_ref, batch_ref)
    (answer,) = _answers(batch, [idea_ref])
    db.session.delete(answer)
    db.session.flush()
    _note("answer_idea_taken_out", project_id, batch, board_ref, by, at, idea=idea_ref)


def keep_answer(
    project_id: uuid.UUID,
    board_ref: str,
    batch_ref: str,
    idea_ref: str,
    draft: AnswerDraft,
    *,
    by: uuid.UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Keep the answer to one idea of a batch.

    `seen` is the fingerprint of the answer that its writer read before; raises `ChangedMeanwhile` when it is no more so,
    `Refused` without a reason where one is needed.
    """
    batch = draft_batch(project_id, board_ref, batch_ref)
    (answer,) = _answers(batch, [idea_ref])
    if seen is not None and seen != fingerprint(kept(answer)):
        raise ChangedMeanwhile(CHANGED)
    _write(project_id, [answer], draft)
    _note("answer_kept", project_id, batch, board_ref, by, at, idea=idea_ref, state=draft.state.value)


def keep_answers(
    project_id: uuid.UUID,
    board_ref: str,
    batch_ref: str,
    refs: Collection[str],
    draft: AnswerDraft,
    *,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """Keep the same answer to many ideas of a batch; how many. It takes the place of what was written before."""
    batch = draft_batch(project_id, board_ref, batch_ref)
    _require_some(refs)
    answers = _answers(batch, refs)
    _write(project_id, answers, draft)
    _note("answers_kept", project_id, batch, board_ref, by, at, ideas=len(answers), state=draft.state.value)
    return len(answers)


def kept(answer: IdeaAnswer) -> AnswerDraft | None:
    """What is written for an idea, None while nothing is."""
    if answer.state is None:
        return None
    requirement = answer.requirement_id and db.session.get(Requirement, answer.requirement_id)
    decision = answer.decision_id and db.session.get(Decision, answer.decision_id)
    return AnswerDraft(
        answer.state,
        answer.words,
        answer.reason,
        requirement.ref if requirement else "",
        decision.ref if decision else "",
    )


def board_row(project_id: uuid.UUID, board_ref: str, *, lock: bool = False) -> IdeaBoard:
    """A board of the project, drafts too. Raises `NotFound`."""
    query = select(IdeaBoard).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == board_ref)
    if lock:
        query = query.with_for_update()
    board = db.session.scalar(query) if is_reference(board_ref) else None
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def batch_row(project_id: uuid.UUID, board_ref: str, batch_ref: str, *, lock: bool = False) -> AnswerBatch:
    """A batch of a board; with `lock` nobody else writes in it or publishes it until this write ends."""
    board = board_row(project_id, board_ref)
    query = select(AnswerBatch).where(AnswerBatch.board_id == board.id, AnswerBatch.ref == batch_ref)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    batch = db.session.scalar(query) if is_reference(batch_ref) else None
    if batch is None:
        raise NotFound("There is no such batch of answers on this board.")
    return batch


def draft_batch(project_id: uuid.UUID, board_ref: str, batch_ref: str) -> AnswerBatch:
    """A batch to write in. Raises `Refused` once it is published."""
    batch = batch_row(project_id, board_ref, batch_ref, lock=True)
    if batch.published_at is not None:
        raise Refused(PUBLISHED)
    return batch


def _require_some(refs: Collection[str]) -> None:
    if not refs:
        raise Refused(N_("Tick at least one idea."))
    if len(refs) > MOST_AT_ONCE:
        raise Refused(N_("That is too many ideas at once. Tick 500 or fewer."))


def _ideas(board_id: uuid.UUID, refs: Collection[str], standings: tuple[Standing, ...]) -> list[Idea]:
    found = db.session.scalars(
        select(Idea)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(
            Idea.board_id == board_id,
            Idea.ref.in_([ref for ref in refs if is_reference(ref)]),
            Contribution.standing.in_(standings),
        )
        .order_by(Idea.ref)
    ).all()
    if len(found) != len(set(refs)):
        raise NotFound("One of these ideas is no longer on this board.")
    return list(found)


def _answers(batch: AnswerBatch, refs: Collection[str]) -> list[IdeaAnswer]:
    found = db.session.scalars(
        select(IdeaAnswer)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .where(IdeaAnswer.batch_id == batch.id, Idea.ref.in_([ref for ref in refs if is_reference(ref)]))
        .order_by(Idea.ref)
    ).all()
    if len(found) != len(set(refs)):
        raise NotFound("One of these ideas is no longer in this batch.")
    return list(found)


def _write(project_id: uuid.UUID, answers: list[IdeaAnswer], draft: AnswerDraft) -> None:
    require_reason(draft.state, draft.reason)
    requirement, decision = _requirement(project_id, draft.requirement), _decision(project_id, draft.decision)
    for answer in answers:
        answer.state, answer.words, answer.reason = draft.state, draft.words, draft.reason
        answer.requirement_id, answer.decision_id = requirement, decision
    db.session.flush()


def _requirement(project_id: uuid.UUID, ref: str) -> uuid.UUID | None:
    if not ref:
        return None
    found = db.session.scalar(
        select(Requirement.id).where(
            Requirement.project_id == project_id,
            Requirement.ref == ref,
            Requirement.status != RequirementStatus.DROPPED,
        )
    )
    if found is None:
        raise NotFound("There is no such requirement in this project.")
    return found


def _decision(project_id: uuid.UUID, ref: str) -> uuid.UUID | None:
    if not ref:
        return None
    found = db.session.scalar(select(Decision.id).where(Decision.project_id == project_id, Decision.ref == ref))
    if found is None:
        raise NotFound("There is no such decision in this project.")
    return found


def _note(
    kind: str,
    project_id: uuid.UUID,
    batch: AnswerBatch,
    board_ref: str,
    by: uuid.UUID,
    at: datetime,
    **details: int | str,
) -> None:
    record(
        kind,
        batch,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"board": board_ref, "batch": batch.ref, **details},
    )
