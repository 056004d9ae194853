"""What staff do with evidence: link it to a requirement with a stance, take the link back, write a reply."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.codes import is_reference
from codesign.core.errors import NotFound, Refused
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.terms import EvidenceKind, Stance, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import (
    Activity,
    CardGroup,
    Codebook,
    Contribution,
    EvidenceLink,
    Idea,
    IdeaBoard,
    Question,
    Requirement,
    Step,
    Submission,
    Theme,
)

COLUMNS = {
    EvidenceKind.CONTRIBUTION: "contribution_id",
    EvidenceKind.THEME: "theme_id",
    EvidenceKind.QUESTION: "question_id",
    EvidenceKind.IDEA: "idea_id",
    EvidenceKind.WORKSHOP: "group_id",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can bear on a requirement: its kind and its key. `str()` is how pages name it: "theme-0197…"."""

    kind: EvidenceKind
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.kind.value}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Source:
        """The source that a page named. Raises `NotFound` for anything else."""
        kind, _dash, key = text.partition("-")
        try:
            return cls(EvidenceKind(kind), uuid.UUID(hex=key))
        except ValueError as error:
            raise NotFound from error


def requirement_of(project_id: uuid.UUID, ref: str, *, lock: bool = False) -> Requirement:
    """A requirement of this project, locked against other writers if asked. Raises `NotFound`."""
    if not is_reference(ref):
        raise NotFound
    query = select(Requirement).where(Requirement.project_id == project_id, Requirement.ref == ref)
    requirement = db.session.scalar(query.with_for_update() if lock else query)
    if requirement is None:
        raise NotFound
    return requirement


def link(
    project_id: uuid.UUID, ref: str, source: Source, stance: Stance, *, note: str = "", by: uuid.UUID, at: datetime
) -> EvidenceLink:
    """Link a source; one that is linked already takes the new stance. Raises `NotFound` for another project's.

    Words must be published: nobody could read them in the pack otherwise.
    """
    requirement = requirement_of(project_id, ref, lock=True)
    _require_here(project_id, source)
    column = COLUMNS[source.kind]
    known = db.session.scalar(
        select(EvidenceLink).where(
            EvidenceLink.requirement_id == requirement.id, getattr(EvidenceLink, column) == source.id
        )
    )
    if known is not None and known.stance is stance:
        return known
    row = known or EvidenceLink(requirement_id=requirement.id, kind=source.kind, **{column: source.id})
    row.stance, row.note, row.linked_by_id, row.linked_at = stance, note, by, at
    db.session.add(row)
    record(
        "evidence_linked",
        requirement,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": ref, "kind": source.kind.value, "stance": stance.value, "source": str(source)},
    )
    return row


def unlink(project_id: uuid.UUID, ref: str, source: Source, *, by: uuid.UUID, at: datetime) -> Stance | None:
    """Take a link away and say how it stood; None where there was none. Raises `Refused` while it carries a reply."""
    requirement = requirement_of(project_id, ref, lock=True)
    row = _link_of(requirement, source)
    if row is None:
        return None
    if row.reply:
        raise Refused(N_("It has a reply from you. Clear the reply first, then remove it."))
    stance = row.stance
    db.session.delete(row)
    record(
        "evidence_unlinked",
        requirement,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": ref, "kind": source.kind.value, "stance": stance.value, "source": str(source)},
    )
    return stance


def write_reply(project_id: uuid.UUID, ref: str, source: Source, reply: str, *, by: uuid.UUID, at: datetime) -> None:
    """Keep our reply to what points the other way; empty takes it back. Raises `NotFound` where it is not linked."""
    requirement = requirement_of(project_id, ref, lock=True)
    row = _link_of(requirement, source)
    if row is None:
        raise NotFound
    if row.reply == reply:
        return
    row.reply = reply
    record(
        "reply_written" if reply else "reply_cleared",
        requirement,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": ref, "kind": source.kind.value, "source": str(source)},
    )


def _link_of(requirement: Requirement, source: Source) -> EvidenceLink | None:
    return db.session.scalar(
        select(EvidenceLink).where(
            EvidenceLink.requirement_id == requirement.id, getattr(EvidenceLink, COLUMNS[source.kind]) == source.id
        )
    )


def _require_here(project_id: uuid.UUID, source: Source) -> None:
    queries = {
        EvidenceKind.CONTRIBUTION: select(Contribution.id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            Submission.state.in_(COUNTED_SENDINGS),
            Contribution.id == source.id,
        ),
        EvidenceKind.THEME: select(Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.id == source.id),
        EvidenceKind.QUESTION: select(Question.id)
        .join(Activity, Activity.id == Question.consultation_id)
        .where(Activity.project_id == project_id, Question.id == source.id),
        EvidenceKind.IDEA: select(Idea.id)
        .join(IdeaBoard, IdeaBoard.id == Idea.board_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaBoard.project_id == project_id, Contribution.standing == Standing.PUBLISHED, Idea.id == source.id),
        EvidenceKind.WORKSHOP: select(CardGroup.id)
        .join(Step, Step.id == CardGroup.step_id)
        .join(Activity, Activity.id == Step.workshop_id)
        .where(Activity.project_id == project_id, CardGroup.id == source.id),
    }
    if db.session.scalar(queries[source.kind]) is None:
        raise NotFound
