"""A project's first page for residents: what it is, how to take part, what happens when, what changed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from codesign.core.closing import Window, closes_soon, is_closed, is_open
from codesign.core.errors import NotFound
from codesign.core.questions.kinds import kind_of, minutes_for
from codesign.core.quoting import may_quote
from codesign.core.terms import (
    ActivityState,
    Edition,
    Influence,
    Response,
    Stance,
    Standing,
    ThemeStance,
)
from codesign.extensions import db
from codesign.models import (
    Activity,
    Coding,
    Consultation,
    Contribution,
    Decision,
    DecisionSubject,
    Draft,
    EvidenceLink,
    Idea,
    IdeaBoard,
    Project,
    Question,
    Submission,
    Workshop,
)
from codesign.tallies import taking_part
from codesign.tallies.answers import wording_of
from codesign.tallies.steps import in_tens

SHOW_COUNT_FROM = 20  # people: below it a count says who is alone (screens.md 3)


class Openness(StrEnum):
    """Whether residents can take part now."""

    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LandingStep:
    """One step of "What happens when". `on` is its date; `until` ends the current one."""

    title: str
    note: str
    on: date
    state: str  # done, now, later


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """What can still change, with the reason where it cannot."""

    influence: Influence
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkshopLine:
    """The next workshop residents can come to."""

    ref: str
    starts_at: datetime
    place: str
    offers: str
    running: bool


@dataclass(frozen=True, slots=True)
class OtherQuestions:
    """A questionnaire that is open beside the first one; `minutes` on a phone."""

    ref: str
    title: str
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SaidDid:
    """One resident's words and the change they led to."""

    quote: str
    who: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPage:
    """Everything the landing page asks."""

    name: str
    place: str
    service: str
    promise: str
    introduction: str
    who_for: str
    openness: Openness
    opens_at: datetime | None
    closes_at: datetime | None
    closes_soon: bool
    people: int | None
    consultation: str | None
    questions: int
    minutes: int
    others: tuple[OtherQuestions, ...]
    board: str | None
    board_title: str
    ideas: int
    statements: str | None
    statements_title: str
    workshop: WorkshopLine | None
    phone: str
    phone_hours: str
    paper_places: str
    steps: tuple[LandingStep, ...]
    scope: tuple[ScopeLine, ...]
    said_did: SaidDid | None
    stopped_at: int | None
    took_part_at: datetime | None
    heard_published: bool


def landing_page(project_id: uuid.UUID, participant_id: uuid.UUID | None, at: datetime) -> LandingPage:
    """The resident's first page."""
    project = db.session.scalar(
        select(Project)
        .where(Project.id == project_id)
        .options(selectinload(Project.milestones), selectinload(Project.scope_points))
    )
    if project is None:
        raise NotFound
    activities = db.session.scalars(
        select(Activity)
        .where(Activity.project_id == project_id, Activity.state != ActivityState.DRAFT)
        .order_by(Activity.ref)
    ).all()
    windows = {
        a.id: Window(a.opens_at, None if a.state is ActivityState.OPEN and a.closes_at is None else a.closes_at)
        for a in activities
    }

    def open_now(activity: Activity) -> bool:
        return activity.state is ActivityState.OPEN and is_open(windows[activity.id], at)

    asking = [a for a in activities if not isinstance(a, Workshop)]
    consultations = [a for a in asking if isinstance(a, Consultation) and open_now(a)]
    consultation = consultations[0] if consultations else None
    board = next((a for a in asking if isinstance(a, IdeaBoard) and a.asks != "statements"), None)
    statements = next((a for a in asking if isinstance(a, IdeaBoard) and a.asks == "statements" and open_now(a)), None)
    anything_open = any(open_now(a) for a in asking)
    coming = [
        a for a in asking if a.state is ActivityState.OPEN and not is_closed(windows[a.id], at) and not open_now(a)
    ]
    openness = Openness.OPEN if anything_open else Openness.SOON if coming or not asking else Openness.CLOSED
    closing = max(
        (a.closes_at for a in asking if a.closes_at and (open_now(a) or openness is Openness.CLOSED)), default=None
    )
    people = in_tens(taking_part.people(project_id))
    questions = _questions(consultation) if consultation else []
    return LandingPage(
        name=project.name,
        place=project.place,
        service=project.service,
        promise=project.promise,
        introduction=project.introduction,
        who_for=project.who_for,
        openness=openness,
        opens_at=min((a.opens_at for a in coming if a.opens_at), default=None),
        closes_at=closing,
        closes_soon=bool(closing and openness is Openness.OPEN and closes_soon(Window(None, closing), at)),
        people=people if people >= SHOW_COUNT_FROM else None,
        consultation=consultation.ref if consultation else None,
        questions=len(questions),
        minutes=minutes_for(wording_of(question) for question in questions),
        others=tuple(_other(each) for each in consultations[1:]),
        board=board.ref if board else None,
        board_title=board.title if board else "",
        ideas=_ideas(board) if board else 0,
        statements=statements.ref if statements else None,
        statements_title=statements.title if statements else "",
        workshop=_next_workshop(activities, at),
        phone=project.phone or project.organisation.phone,
        phone_hours=project.phone_hours or project.organisation.phone_hours,
        paper_places=project.paper_places,
        steps=_steps(project, at),
        scope=tuple(ScopeLine(p.influence, p.text, p.reason) for p in project.scope_points),
        said_did=_said_did(project_id),
        stopped_at=_stopped_at(consultation, questions, participant_id),
        took_part_at=_took_part(consultation, participant_id),
        heard_published=project.heard_published_at is not None,
    )


def _questions(consultation: Consultation) -> list[Question]:
    return list(
        db.session.scalars(
            select(Question)
            .where(Question.consultation_id == consultation.id, Question.withdrawn_at.is_(None))
            .order_by(Question.position, Question.id)
            .options(selectinload(Question.versions))
        )
    )


def _other(consultation: Consultation) -> OtherQuestions:
    asking = [asked for asked in map(wording_of, _questions(consultation)) if kind_of(asked).asks]
    return OtherQuestions(consultation.ref, consultation.title, len(asking), minutes_for(asking))


def _ideas(board: IdeaBoard) -> int:
    return (
        db.session.scalar(
            select(func.count(Idea.id))
            .join(Contribution, Contribution.id == Idea.contribution_id)
            .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
        )
        or 0
    )


def _next_workshop(activities: Sequence[Activity], at: datetime) -> WorkshopLine | None:
    coming = sorted(
        (a for a in activities if isinstance(a, Workshop) and a.ended_at is None and a.ends_at > at),
        key=lambda w: (w.starts_at, w.ref),
    )
    if not coming:
        return None
    first = coming[0]
    return WorkshopLine(first.ref, first.starts_at, first.place, first.offers, first.started_at is not None)


def _steps(project: Project, at: datetime) -> tuple[LandingStep, ...]:
    shown = [m for m in project.milestones if m.shown]
    today = at.date()
    past = [m for m in shown if m.on <= today]
    current = past[-1] if past else None
    return tuple(
        LandingStep(m.title, m.note, m.on, "now" if m is current else "done" if m.on <= today else "later")
        for m in shown
    )


def _said_did(project_id: uuid.UUID) -> SaidDid | None:
    """A published decision that said yes, with words somebody let us quote that lead to it."""
    decisions = db.session.scalars(
        select(Decision)
        .where(
            Decision.project_id == project_id,
            Decision.published_on.is_not(None),
            Decision.response.in_((Response.ACCEPTED, Response.PARTLY)),
            Decision.action != "",
        )
        .order_by(Decision.ref)
        .options(selectinload(Decision.subjects))
    ).all()
    for decision in decisions:
        words = _words_behind(decision.subjects)
        if words is not None:
            return SaidDid(words.text, words.shown_words, decision.action)
    return None


def _words_behind(subjects: Sequence[DecisionSubject]) -> Contribution | None:
    """Short words behind a decision: best those linked to a requirement it led to, then an idea, then its themes."""
    requirements = [s.requirement_id for s in subjects if s.requirement_id]
    ideas = [s.idea_id for s in subjects if s.idea_id]
    themes = [s.theme_id for s in subjects if s.theme_id]
    supports = EvidenceLink.stance == Stance.SUPPORTS
    sources = (
        select(EvidenceLink.contribution_id).where(EvidenceLink.requirement_id.in_(requirements), supports),
        select(Idea.contribution_id).where(Idea.id.in_(ideas)),
        select(Coding.contribution_id).where(Coding.theme_id.in_(themes), Coding.stance == ThemeStance.SUPPORTS),
    )
    for source in sources:
        candidates = db.session.scalars(
            select(Contribution)
            .where(
                Contribution.id.in_(source),
                Contribution.standing == Standing.PUBLISHED,
                func.length(Contribution.text).between(15, 140),
            )
            .order_by(Contribution.code)
            .limit(20)
        )
        found = next((c for c in candidates if may_quote(c.consent, c.standing, Edition.PUBLIC)), None)
        if found is not None:
            return found
    return None


def _stopped_at(
    consultation: Consultation | None, questions: Sequence[Question], participant_id: uuid.UUID | None
) -> int | None:
    if consultation is None or participant_id is None:
        return None
    draft = db.session.scalar(
        select(Draft).where(Draft.consultation_id == consultation.id, Draft.participant_id == participant_id)
    )
    if draft is None or not draft.answers:
        return None
    return next((n for n, q in enumerate(questions, 1) if q.ref not in draft.answers), len(questions))


def _took_part(consultation: Consultation | None, participant_id: uuid.UUID | None) -> datetime | None:
    if consultation is None or participant_id is None:
        return None
    return db.session.scalar(
        select(func.max(Submission.received_at)).where(
            Submission.activity_id == consultation.id,
            Submission.participant_id == participant_id,
            Submission.state.in_(taking_part.COUNTED),
        )
    )
