"""What the way back shows: one person's words and where they went; what was heard and decided by all."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from codesign.core.codes import read_receipt
from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.moderation import told_to_author
from codesign.core.numbers import Share
from codesign.core.quoting import personal_details
from codesign.core.strength import Strength
from codesign.core.terms import (
    Consent,
    ContributionKind,
    Moscow,
    QuestionType,
    RequirementStatus,
    Standing,
    SubmissionState,
    ThemeStance,
)
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.feedback.paths import Decided, Path, ThemeSaid, decided, path_of, shown_themes
from codesign.models import (
    Activity,
    Answer,
    AnswerChoice,
    Choice,
    Coding,
    Comment,
    Contribution,
    Decision,
    Idea,
    Organisation,
    Pack,
    Project,
    Question,
    QuestionVersion,
    Requirement,
    Submission,
)
from codesign.tallies import taking_part
from codesign.tallies.bearing import bearings
from codesign.tallies.inclusion import counted_at
from codesign.tallies.themes import theme_tallies

QUOTES_A_THEME = 2
LONGEST_QUOTE = 260


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
    merged_into: str
    consent: Consent
    themes: tuple[ThemeSaid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One closed answer. `chosen` are labels; those of an agree scale are message ids."""

    asked: str
    chosen: tuple[str, ...]
    scale: bool
    number: Decimal | None
    unit: str
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
    questions = {question: asked.text for question, asked, _answer, _chosen in answers}
    counted = submission.state in COUNTED_SENDINGS
    path = path_of(project.id, words, questions) if counted else Path()
    return ReceiptPage(
        project=_project(project, organisation),
        activity=activity.title,
        kind=activity.kind,
        received_at=submission.received_at,
        state=submission.state,
        state_reason=submission.state_reason,
        withdrawn_at=submission.withdrawn_at,
        words=_words(words, questions, path),
        answers=tuple(
            _answer(asked, answer, chosen)
            for _question, asked, answer, chosen in answers
            if chosen or answer.number is not None or answer.not_sure
        ),
        path=path,
        packs=_packs(submission),
        heard_published=_is_published(project, at),
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


def _answers(submission_id: uuid.UUID) -> list[tuple[uuid.UUID, QuestionVersion, Answer, tuple[str, ...]]]:
    rows = db.session.execute(
        select(Answer, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Answer.question_version_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.submission_id == submission_id)
        .order_by(Question.position, Question.id)
    ).all()
    labels: dict[uuid.UUID, list[str]] = defaultdict(list)
    chosen = db.session.execute(
        select(AnswerChoice.answer_id, Choice.label)
        .join(Choice, Choice.id == AnswerChoice.choice_id)
        .join(Answer, Answer.id == AnswerChoice.answer_id)
        .where(Answer.submission_id == submission_id)
        .order_by(AnswerChoice.position, Choice.position)
    )
    for answer_id, label in chosen:
        labels[answer_id].append(label)
    return [(answer.question_id, asked, answer, tuple(labels[answer.id])) for answer, asked in rows]


def _answer(asked: QuestionVersion, answer: Answer, chosen: tuple[str, ...]) -> OwnAnswer:
    return OwnAnswer(
        asked=asked.text,
        chosen=chosen,
        scale=asked.type is QuestionType.AGREE_SCALE,
        number=answer.number,
        unit=asked.unit,
        not_sure=answer.not_sure,
    )


def _words(rows: Sequence[Contribution], questions: Mapping[uuid.UUID, str], path: Path) -> tuple[OwnWords, ...]:
    keys = [row.id for row in rows]
    titles = dict(_titles(keys))
    merged = {row.merged_into_id for row in rows if row.merged_into_id}
    into = dict(_titles(list(merged)))
    return tuple(
        OwnWords(
            code=row.code,
            kind=row.kind,
            asked=questions.get(row.question_id, "") if row.question_id else "",
            title=titles.get(row.id, ""),
            text=row.text,
            language=row.language,
            standing=row.standing,
            told=told_to_author(row.moderation_reason)
            if row.moderation_reason and row.standing is Standing.HIDDEN
            else None,
            note=row.moderation_note if row.standing is Standing.HIDDEN else "",
            merged_into=into.get(row.merged_into_id, "") if row.merged_into_id else "",
            consent=row.consent,
            themes=path.themes.get(row.id, ()),
        )
        for row in rows
    )


def _titles(contributions: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """The title of each idea, and of the idea that a reply answers."""
    ideas = db.session.execute(select(Idea.contribution_id, Idea.title).where(Idea.contribution_id.in_(contributions)))
    replies = db.session.execute(
        select(Comment.contribution_id, Idea.title)
        .join(Idea, Idea.id == Comment.idea_id)
        .where(Comment.contribution_id.in_(contributions))
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


def _is_published(project: Project, at: datetime) -> bool:
    return (
        project.published_at is not None and project.heard_published_at is not None and project.heard_published_at <= at
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words that their author lets us quote in public, and how they stand towards their theme."""

    text: str
    language: str
    stance: ThemeStance


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTheme:
    """A theme in the words of those who said it: people, of everyone who gave any words."""

    ref: str
    title: str
    definition: str
    people: Share
    few: bool
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRequirement:
    """A clause with what stands behind it."""

    ref: str
    title: str
    statement: str
    moscow: Moscow
    council_reason: str
    strength: Strength
    ways: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPage:
    """What was heard and decided. `published` False is a preview for staff."""

    published: bool
    people: int
    gave_words: int
    themes: tuple[HeardTheme, ...]
    decisions: tuple[Decided, ...]
    requirements: tuple[HeardRequirement, ...]
    packs: tuple[PackName, ...]


def heard_page(project_id: uuid.UUID, *, at: datetime) -> HeardPage:
    """The page of a project as it stands; the caller says who may read it before it is published."""
    project = db.session.get_one(Project, project_id)
    tallies = theme_tallies(project_id)
    themes = shown_themes(project_id)
    quotes = _quotes([theme.id for theme in themes])
    shown = [
        HeardTheme(
            ref=theme.ref,
            title=theme.title,
            definition=theme.definition,
            people=Share(tallies.of(theme.id).people, tallies.base),
            few=bool(theme.minority_note),
            quotes=quotes.get(theme.id, ()),
        )
        for theme in themes
    ]
    packs = db.session.execute(
        select(Pack.ref, Pack.check_code, Pack.frozen_at)
        .where(Pack.project_id == project_id, Pack.files.any())
        .order_by(Pack.version.desc())
    )
    return HeardPage(
        published=_is_published(project, at),
        people=taking_part.people(project_id),
        gave_words=tallies.base,
        themes=tuple(sorted(shown, key=lambda theme: (-theme.people.n, theme.ref))),
        decisions=decided(project_id, Decision.published_on.is_not(None)),
        requirements=_clauses(project_id),
        packs=tuple(PackName(ref, code, frozen_at) for ref, code, frozen_at in packs),
    )


def _clauses(project_id: uuid.UUID) -> tuple[HeardRequirement, ...]:
    found = bearings(project_id)
    rows = db.session.scalars(
        select(Requirement)
        .where(Requirement.project_id == project_id, Requirement.status != RequirementStatus.DROPPED)
        .order_by(Requirement.position, Requirement.ref)
    )
    return tuple(
        HeardRequirement(
            ref=row.ref,
            title=row.title,
            statement=row.statement,
            moscow=row.moscow,
            council_reason=row.council_reason,
            strength=found[row.id].strength,
            ways=len(found[row.id].ways),
        )
        for row in rows
    )


def _quotes(themes: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Quoted, ...]]:
    """One or two for each theme, short ones first; one that points the other way where there is one (domain.md d2)."""
    rows = db.session.execute(
        select(Coding.theme_id, Coding.stance, Contribution.text, Contribution.language)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(
            Coding.theme_id.in_(themes),
            # `core.quoting.may_quote` for the public edition, asked of the database.
            Contribution.standing == Standing.PUBLISHED,
            Contribution.consent == Consent.PUBLIC,
            Contribution.text != "",
            Submission.state.in_(COUNTED_SENDINGS),
        )
        .order_by(Coding.theme_id, Contribution.code)
    )
    found: dict[uuid.UUID, dict[bool, list[Quoted]]] = defaultdict(lambda: {True: [], False: []})
    for theme, stance, text, language in rows:
        if len(text) <= LONGEST_QUOTE and not personal_details(text):
            against = stance is ThemeStance.AGAINST
            found[theme][against].append(Quoted(text=text, language=language, stance=stance))
    return {theme: tuple(_chosen(sides[False], sides[True])) for theme, sides in found.items()}


def _chosen(towards: list[Quoted], against: list[Quoted]) -> list[Quoted]:
    # The length nearest to a sentence or two; equal lengths keep the random order of their codes.
    def best(words: Quoted) -> int:
        return abs(len(words.text) - 90)

    other = sorted(against, key=best)[:1]
    return [*sorted(towards, key=best)[: QUOTES_A_THEME - len(other)], *other]
