"""What staff see: the proposals of a board, one proposal, and the ideas to take up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.reshaping import CannotReshape, PartFacts, require_ready
from codesign.core.terms import PartView, ReshapingState, ShownAs, Standing
from codesign.core.text import excerpt
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.likeness import like
from codesign.ideas.reshaping.rows import idea_words, local_day, one_proposal, parts_of, words_of
from codesign.ideas.reshaping.shapes import (
    BoardHead,
    IdeaWords,
    Pick,
    PickPage,
    ProposalLine,
    ProposalPage,
    StaffPart,
)
from codesign.models import Contribution, Idea, IdeaBoard, IdeaLineage, Person, Reshaping, ReshapingPart

PAGE = 20
MOST_LIKE = 5
EXCERPT = 140


def proposals(project_id: uuid.UUID, board_ref: str, *, at: datetime) -> tuple[ProposalLine, ...]:
    """Every proposal of a board, open ones first, then the newest. Two queries."""
    board = staff_board(project_id, board_ref)
    today = local_day(board, at)
    rows = db.session.execute(
        _lines()
        .where(Reshaping.board_id == board.id)
        .order_by(
            case((Reshaping.state == ReshapingState.PROPOSED, 0), else_=1), Reshaping.proposed_at.desc(), Reshaping.id
        )
    )
    return tuple(_line(row, today) for row in rows)


def proposal_page(project_id: uuid.UUID, board_ref: str, ref: str, *, at: datetime) -> ProposalPage:
    """One proposal with its ideas, their authors' answers, and whether it can be made now. Raises `NotFound`."""
    board = staff_board(project_id, board_ref)
    row = one_proposal(board.id, ref)
    today = local_day(board, at)
    line = _line(db.session.execute(_lines().where(Reshaping.id == row.id)).one(), today)
    parts = parts_of(board, row.id)
    made = db.session.scalars(select(IdeaLineage.into_id).where(IdeaLineage.reshaping_id == row.id).distinct()).all()
    words = words_of([*[idea.id for idea, _, _ in parts], *made, *([row.into_id] if row.into_id else [])])
    settler = db.session.scalar(select(Person.name).where(Person.id == row.settled_by_id)) if row.settled_by_id else ""
    return ProposalPage(
        line=line,
        reason=row.reason,
        parts=tuple(
            StaffPart(idea=words[idea.id], view=facts.view, asked=facts.asked, supports=idea.supports)
            for idea, _, facts in parts
        ),
        results=tuple(IdeaWords(ref="", title=str(new["title"]), text=str(new["text"])) for new in row.results),
        into=words[row.into_id] if row.into_id else None,
        made=tuple(sorted((words[one] for one in made), key=lambda one: one.ref)),
        not_yet=_not_yet(row, [facts for _, _, facts in parts], today),
        settled_at=row.settled_at,
        settled_by=settler or "",
        settled_reason=row.settled_reason,
    )


def picks(project_id: uuid.UUID, board_ref: str, chosen: Sequence[str], words: str, *, page: int = 1) -> PickPage:
    """Ideas to tick: those chosen, those that hold `words`, newest first, and those most like the chosen ones."""
    board = staff_board(project_id, board_ref)
    picked = db.session.execute(_pickable(board, READABLE_STANDINGS).where(Idea.ref.in_(chosen))).all()
    ids = [row.id for row in picked]
    wanted = _pickable(board).where(Idea.id.not_in(ids))
    for word in words.split()[:6]:
        wanted = wanted.where(
            or_(
                Idea.title.icontains(word, autoescape=True),
                Contribution.text.icontains(word, autoescape=True),
                func.upper(Idea.ref) == word.upper(),
            )
        )
    found = db.session.execute(
        wanted.order_by(Idea.created_at.desc(), Idea.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    ).all()
    alike = like(board.id, " ".join(f"{row.title} {row.text}" for row in picked)[:2000], limit=MOST_LIKE, but=ids)
    near = {row.id: row for row in db.session.execute(_pickable(board).where(Idea.id.in_([one for one, _ in alike])))}
    return PickPage(
        picked=tuple(_pick(row) for row in sorted(picked, key=lambda row: list(chosen).index(row.ref))),
        found=tuple(_pick(row) for row in found[:PAGE]),
        like=tuple(_pick(near[one]) for one, _ in alike if one in near),
        page=page,
        more=len(found) > PAGE,
    )


def words_picked(project_id: uuid.UUID, board_ref: str, chosen: Sequence[str]) -> tuple[IdeaWords, ...]:
    """The chosen ideas with all their words, in the order chosen; one that is not on the board is left out."""
    board = staff_board(project_id, board_ref)
    found = {
        row.ref: idea_words(row)
        for row in db.session.execute(_pickable(board, tuple(Standing)).where(Idea.ref.in_(chosen)))
    }
    return tuple(found[ref] for ref in chosen if ref in found)


def board_head(project_id: uuid.UUID, board_ref: str, *, at: datetime) -> BoardHead:
    """The board's name, and the date on its clock."""
    board = staff_board(project_id, board_ref)
    return BoardHead(board.ref, board.title, board.asks, local_day(board, at))


def _not_yet(row: Reshaping, parts: Sequence[PartFacts], today: date) -> Sentence | None:
    if row.state is not ReshapingState.PROPOSED:
        return None
    try:
        require_ready(row.kind, parts, into=row.into_id is not None, answer_by=row.answer_by, today=today)
    except CannotReshape as reason:
        return reason.sentence
    return None


def _lines() -> Select[*tuple[Any, ...]]:
    counted = {
        name: select(func.count())
        .select_from(ReshapingPart)
        .where(ReshapingPart.reshaping_id == Reshaping.id, *which)
        .scalar_subquery()
        .label(name)
        for name, which in (
            ("parts", ()),
            ("agreed", (ReshapingPart.view == PartView.AGREED,)),
            ("objected", (ReshapingPart.view == PartView.OBJECTED,)),
        )
    }
    return select(
        Reshaping.ref,
        Reshaping.kind,
        Reshaping.state,
        Reshaping.answer_by,
        Reshaping.proposed_at,
        Person.name,
        *counted.values(),
    ).join(Person, Reshaping.proposed_by_id == Person.id)


def _line(row: Any, today: date) -> ProposalLine:
    return ProposalLine(
        ref=row.ref,
        kind=row.kind,
        state=row.state,
        parts=row.parts,
        agreed=row.agreed,
        objected=row.objected,
        answer_by=row.answer_by,
        proposed_at=row.proposed_at,
        proposed_by=row.name,
        over=row.answer_by < today,
    )


def _pickable(board: IdeaBoard, standings: Sequence[Standing] = (Standing.PUBLISHED,)) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Idea.id,
            Idea.ref,
            Idea.title,
            Idea.supports,
            Contribution.text,
            Contribution.language,
            Contribution.standing,
            Contribution.shown_as,
            Contribution.shown_words,
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board.id, Contribution.standing.in_(standings))
    )


def _pick(row: Any) -> Pick:
    return Pick(
        ref=row.ref,
        title=row.title,
        excerpt=str(excerpt(row.text, "", EXCERPT)) if row.text != row.title else "",
        supports=row.supports,
        who="" if row.shown_as is ShownAs.NOTHING else row.shown_words,
    )
