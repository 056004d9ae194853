"""What the parts of a pack refer to: every activity, question, idea, group and theme by its printed reference, read once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from codesign.core.quoting import personal_details, redact
from codesign.core.terms import ContributionKind, Standing
from codesign.extensions import db
from codesign.models import (
    Activity,
    Card,
    CardGroup,
    Codebook,
    Coding,
    Comment,
    Consultation,
    Contribution,
    Idea,
    IdeaBoard,
    Participant,
    Project,
    Question,
    QuestionVersion,
    Step,
    Submission,
    Theme,
    Workshop,
)
from codesign.tallies.taking_part import COUNTED


def printable(text: str) -> str:
    """Words as they may be printed: personal details marked as redacted, all else exact (domain.md d2)."""
    found = personal_details(text)
    return redact(text, found) if found else text


class Sources:
    """One project's sources, each kind read in one query on first need."""

    def __init__(self, project: Project, activities: Sequence[Activity], today: date) -> None:
        self.project = project
        self.project_id = project.id
        self.activities = activities
        self.today = today
        self.activity_refs = {a.id: a.ref for a in activities}

    def of_kind(self, kind: type[Consultation] | type[IdeaBoard] | type[Workshop]) -> list[Activity]:
        return [a for a in self.activities if isinstance(a, kind)]

    @property
    def consultations(self) -> list[Consultation]:
        return [a for a in self.activities if isinstance(a, Consultation)]

    @cached_property
    def questions(self) -> list[Question]:
        return list(
            db.session.scalars(
                select(Question)
                .where(Question.consultation_id.in_([a.id for a in self.of_kind(Consultation)]))
                .order_by(Question.consultation_id, Question.position, Question.ref)
                .options(selectinload(Question.versions).selectinload(QuestionVersion.choices))
            )
        )

    @cached_property
    def question_refs(self) -> dict[uuid.UUID, str]:
        return {q.id: f"{self.activity_refs[q.consultation_id]}-{q.ref}" for q in self.questions}

    @cached_property
    def ideas(self) -> list[Idea]:
        return list(
            db.session.scalars(
                select(Idea)
                .where(Idea.board_id.in_([a.id for a in self.of_kind(IdeaBoard)]))
                .order_by(Idea.board_id, Idea.ref)
                .options(selectinload(Idea.contribution))
            )
        )

    @cached_property
    def idea_refs(self) -> dict[uuid.UUID, str]:
        """The idea's own reference; with its board's in front where two boards use the same one."""
        times: dict[str, int] = defaultdict(int)
        for idea in self.ideas:
            times[idea.ref] += 1
        return {i.id: i.ref if times[i.ref] == 1 else f"{self.activity_refs[i.board_id]}-{i.ref}" for i in self.ideas}

    @cached_property
    def steps(self) -> list[Step]:
        return list(
            db.session.scalars(
                select(Step)
                .where(Step.workshop_id.in_([a.id for a in self.of_kind(Workshop)]))
                .order_by(Step.workshop_id, Step.position)
                .options(selectinload(Step.groups))
            )
        )

    @cached_property
    def step_refs(self) -> dict[uuid.UUID, str]:
        return {s.id: f"{self.activity_refs[s.workshop_id]}-{s.ref}" for s in self.steps}

    @cached_property
    def group_refs(self) -> dict[uuid.UUID, str]:
        return {g.id: f"{self.step_refs[s.id]}/{g.position}" for s in self.steps for g in s.groups}

    @cached_property
    def groups(self) -> dict[uuid.UUID, CardGroup]:
        return {g.id: g for s in self.steps for g in s.groups}

    @cached_property
    def cards(self) -> list[Card]:
        return list(
            db.session.scalars(
                select(Card)
                .where(Card.step_id.in_([s.id for s in self.steps]))
                .order_by(Card.created_at, Card.id)
                .options(selectinload(Card.contribution))
            )
        )

    @cached_property
    def words(self) -> dict[uuid.UUID, Contribution]:
        """Every contribution of a sending that counts."""
        return {
            c.id: c
            for c in db.session.scalars(
                select(Contribution)
                .join(Submission, Submission.id == Contribution.submission_id)
                .where(Contribution.project_id == self.project_id, Submission.state.in_(COUNTED))
                .order_by(Contribution.code)
            )
        }

    @cached_property
    def voice(self) -> dict[uuid.UUID, int]:
        """A number for each participant inside this pack, in the order of their random references."""
        ids = db.session.scalars(
            select(Participant.id)
            .where(Participant.project_id == self.project_id)
            .order_by(Participant.ref, Participant.id)
        )
        return {participant: number for number, participant in enumerate(ids, 1)}

    @cached_property
    def theme_rows(self) -> list[Theme]:
        return list(
            db.session.scalars(
                select(Theme)
                .join(Codebook, Codebook.id == Theme.codebook_id)
                .where(Codebook.project_id == self.project_id)
                .order_by(Theme.position, Theme.ref)
            )
        )

    @cached_property
    def theme_refs(self) -> dict[uuid.UUID, str]:
        return {t.id: t.ref for t in self.theme_rows}

    @cached_property
    def codings(self) -> list[Coding]:
        """Codings of words that count, in the order of theme and public code."""
        rows = [
            coding
            for coding in db.session.scalars(select(Coding).where(Coding.theme_id.in_(list(self.theme_refs))))
            if coding.contribution_id in self.words
            and self.words[coding.contribution_id].standing not in (Standing.HIDDEN, Standing.WITHDRAWN)
        ]
        return sorted(rows, key=lambda c: (self.theme_refs[c.theme_id], self.words[c.contribution_id].code))

    @cached_property
    def themes_of(self) -> dict[uuid.UUID, frozenset[str]]:
        found: dict[uuid.UUID, set[str]] = defaultdict(set)
        for coding in self.codings:
            found[coding.contribution_id].add(self.theme_refs[coding.theme_id])
        return {key: frozenset(refs) for key, refs in found.items()}

    @cached_property
    def place_of(self) -> dict[uuid.UUID, str]:
        """Where each contribution was said, as printed: C1-Q08, I-0003, W1-A3."""
        places: dict[uuid.UUID, str] = {i.contribution_id: self.idea_refs[i.id] for i in self.ideas}
        places |= {c.contribution_id: self.step_refs[c.step_id] for c in self.cards}
        replies = db.session.execute(
            select(Comment.contribution_id, Comment.idea_id).where(Comment.idea_id.in_(list(self.idea_refs)))
        )
        places |= {contribution: self.idea_refs[idea] for contribution, idea in replies}
        for c in self.words.values():
            if c.kind is ContributionKind.ANSWER and c.question_id in self.question_refs:
                places[c.id] = self.question_refs[c.question_id]
            places.setdefault(c.id, self.activity_refs.get(c.activity_id, ""))
        return places
