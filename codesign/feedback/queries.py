"""What the way back shows one person: their words, their standing, where they went and what can still be done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true

from codesign.core.codes import read_receipt
from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.terms import (
    Consent,
    ContributionKind,
    Standing,
    SubmissionState,
)
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.feedback.paths import Path, ThemeSaid, path_of
from codesign.models import (
    Activity,
    Answer,
    Comment,
    Contribution,
    Idea,
    Organisation,
    Pack,
    Project,
    Question,
    QuestionVersion,
    Submission,
)
from codesign.tallies.answers import kept_in, wording_of
from codesign.tallies.inclusion import counted_at
from codesign.tallies.told import Told, told


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectShown:
    """What a page that names no project in its address shows of one. Field names are those of the page shell."""

    slug: str
    name: str
    organisation: str
    partners: str
    phone: str
    phone_hours: str
    time_zone: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """One thing a person said. `told` is why it is hidden; `text` is empty once taken back."""

    code: str
    kind: ContributionKind
    asked: str
    title: str
    text: str
    language: str
    standing: Standing
    told: Sentence | None
    note: str
    asking: Told | None
    merged_into: str
    consent: Consent
    themes: tuple[ThemeSaid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One answer without its free words, as its giver reads it; with `ours` the words are message ids."""

    asked: str
    said: tuple[str, ...]
    ours: bool
    not_sure: bool


@dataclass(frozen=True, slots=True)
class PackName:
    """A frozen version that counts this sending."""

    ref: str
    check_code: str
    frozen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """Everything about one sending. `packs` are the versions that count it, newest first."""

    project: ProjectShown
    activity: str
    kind: str
    received_at: datetime
    state: SubmissionState
    state_reason: str
    withdrawn_at: datetime | None
    words: tuple[OwnWords, ...]
    answers: tuple[OwnAnswer, ...]
    path: Path
    packs: tuple[PackName, ...]
    heard_published: bool

    @property
    def taken_back(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def counts(self) -> bool:
        return self.state in COUNTED_SENDINGS

    @property
    def quotable(self) -> tuple[OwnWords, ...]:
        """The words whose use the person can still change."""
        return tuple(said for said in self.words if said.standing is not Standing.WITHDRAWN)

    @property
    def consent(self) -> Consent | None:
        """The consent of all of it; None where there is nothing to quote, or each thing has its own."""
        found = {said.consent for said in self.quotable}
        return found.pop() if len(found) == 1 else None


def sending_of(typed: str) -> uuid.UUID | None:
    """The key of the sending with that receipt, however it was typed; None for none."""
    receipt = read_receipt(typed)
    if receipt is None:
        return None
    return db.session.scalar(select(Submission.id).where(Submission.receipt == receipt))


def receipt_page(submission_id: uuid.UUID, *, at: datetime) -> ReceiptPage:
    """The page of one sending. Raises `NotFound`."""
    found = db.session.execute(
        select(Submission, Activity, Project, Organisation)
        .join(Activity, Activity.id == Submission.activity_id)
        .join(Project, Project.id == Submission.project_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(Submission.id == submission_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    submission, activity, project, organisation = found
    words = db.session.scalars(
        select(Contribution)
        .where(Contribution.submission_id == submission.id)
        .order_by(Contribution.said_at, Contribution.id)
    ).all()
    answers = _answers(submission.id)
    questions = {question.id: asked.text for question, asked, _given in answers}
    counted = submission.state in COUNTED_SENDINGS
    path = path_of(project.id, words, questions, at=at) if counted else Path()
    return ReceiptPage(
        project=_project(project, organisation),
        activity=activity.title,
        kind=activity.kind,
        received_at=submission.received_at,
        state=submission.state,
        state_reason=submission.state_reason,
        withdrawn_at=submission.withdrawn_at,
        words=_words(words, questions, path),
        answers=tuple(_answer(asked, given) for _question, asked, given in answers if not given.empty),
        path=path,
        packs=_packs(submission),
        heard_published=is_published(project, at),
    )


def _project(project: Project, organisation: Organisation) -> ProjectShown:
    return ProjectShown(
        slug=project.slug,
        name=project.name,
        organisation=organisation.name,
        partners=project.partners,
        phone=project.phone or organisation.phone,
        phone_hours=project.phone_hours or organisation.phone_hours,
        time_zone=project.time_zone,
        published=project.published_at is not None,
    )


def _answers(submission_id: uuid.UUID) -> list[tuple[Question, Asked, Given]]:
    """Every answer of the sending with the wording it answers, without its free words."""
    rows = db.session.execute(
        select(Answer, QuestionVersion, Question)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.submission_id == submission_id)
        .order_by(Question.position, Question.id)
    ).all()
    found = []
    for answer, version, question in rows:
        asked = wording_of(question, version)
        found.append((question, asked, kind_of(asked).given(asked, kept_in(answer, version.choices, ""))))
    return found


def _answer(asked: Asked, given: Given) -> OwnAnswer:
    kind = kind_of(asked)
    return OwnAnswer(
        asked=asked.text,
        said=kind.in_words(asked, given),
        ours=kind.ours,
        not_sure=given.not_sure and kind.says_not_sure(asked),
    )


def _words(rows: Sequence[Contribution], questions: Mapping[uuid.UUID, str], path: Path) -> tuple[OwnWords, ...]:
    keys = [row.id for row in rows]
    titles = dict(_titles(keys))
    telling = told([row.id for row in rows if row.standing is Standing.HIDDEN])
    merged = {row.merged_into_id for row in rows if row.merged_into_id}
    into = dict(_titles(list(merged), readable=True))
    return tuple(
        OwnWords(
            code=row.code,
            kind=row.kind,
            asked=questions.get(row.question_id, "") if row.question_id else "",
            title=titles.get(row.id, ""),
            text=row.text,
            language=row.language,
            standing=row.standing,
            told=telling[row.id].reason if row.id in telling else None,
            note=telling[row.id].note if row.id in telling else "",
            asking=telling.get(row.id),
            merged_into=into.get(row.merged_into_id, "") if row.merged_into_id else "",
            consent=row.consent,
            themes=path.themes.get(row.id, ()),
        )
        for row in rows
    )


def _titles(contributions: Sequence[uuid.UUID], *, readable: bool = False) -> list[tuple[uuid.UUID, str]]:
    """The title of each idea (only a `readable` one), and of the idea that a reply answers while others may read it."""
    shown = Contribution.standing.in_(READABLE_STANDINGS)
    ideas = db.session.execute(
        select(Idea.contribution_id, Idea.title)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(Idea.contribution_id.in_(contributions), shown if readable else true())
    )
    replies = db.session.execute(
        select(Comment.contribution_id, Idea.title)
        .join(Idea, Idea.id == Comment.idea_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(Comment.contribution_id.in_(contributions), shown)
    )
    return [(key, title) for key, title in (*ideas, *replies)]


def _packs(submission: Submission) -> tuple[PackName, ...]:
    """The versions that count this sending, by the same rule as the list of receipts."""
    rows = db.session.execute(
        select(Pack.ref, Pack.check_code, Pack.frozen_at)
        .where(Pack.project_id == submission.project_id)
        .order_by(Pack.version.desc())
    ).all()
    this = select(Submission.id).where(Submission.id == submission.id)
    return tuple(
        PackName(ref, code, frozen_at)
        for ref, code, frozen_at in rows
        if db.session.scalar(this.where(counted_at(frozen_at))) is not None
    )


def is_published(project: Project, at: datetime) -> bool:
    """Whether residents may read what was heard and decided."""
    return (
        project.published_at is not None and project.heard_published_at is not None and project.heard_published_at <= at
    )
