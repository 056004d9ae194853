"""What the check page shows: findings with their reasons, which were accepted, and how far the routes were walked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from codesign.consultations import rows
from codesign.consultations.checking import rules
from codesign.core.checking import Check, Finding, Severity
from codesign.core.errors import Refused
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.readiness import Circumstances, readiness
from codesign.core.terms import ActivityState, MilestoneKind, RecordKind
from codesign.core.wording_lint import hard_to_read, wording
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.models import (
    AcceptedWarning,
    Consultation,
    Milestone,
    PaperForm,
    Person,
    RecordEntry,
    ScopePoint,
    ShownDocument,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who accepted a warning, when, and why."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one rule says of one question (or of the whole, with an empty `subject`), and why it matters.

    `digest` is of what was judged. `lapsed` is an acceptance of other words than those that stand there now.
    """

    rule: str
    severity: Severity
    subject: str
    subject_text: str
    sentences: tuple[Sentence, ...]
    why: Sentence
    digest: str
    accepted: Acceptance | None
    lapsed: Acceptance | None

    @property
    def stops(self) -> bool:
        return self.severity is Severity.STOPS

    @property
    def waits(self) -> bool:
        """Whether a person still has to accept it."""
        return not self.stops and self.accepted is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A consultation checked. `routes` were walked, all of them when `complete`; the rest says what a person meets."""

    ref: str
    title: str
    zone: str
    state: ActivityState
    closes_ahead: bool
    questions: int
    found: tuple[Found, ...]
    routes: int
    complete: bool
    fewest: int
    most: int
    minutes: int

    @property
    def stops(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found if found.stops)

    @property
    def stops_by_question(self) -> tuple[tuple[str, tuple[Found, ...]], ...]:
        """What stops it, under each question in the order they come up."""
        subjects = dict.fromkeys(found.subject for found in self.stops)
        return tuple((one, tuple(found for found in self.stops if found.subject == one)) for one in subjects)

    @property
    def waiting(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found if found.waits)

    @property
    def accepted(self) -> tuple[Found, ...]:
        return tuple(found for found in self.found if found.accepted is not None)

    @property
    def holds_up(self) -> bool:
        """Whether something that was found must be put right or accepted before staff may open it."""
        return self.has_all and bool(self.stops or self.waiting)

    @property
    def has_all(self) -> bool:
        """Whether there are questions and a closing date ahead: without them there is nothing to open."""
        return bool(self.questions) and self.closes_ahead

    @property
    def can_open(self) -> bool:
        return self.has_all and not self.holds_up


def checked(project_id: uuid.UUID, ref: str, *, at: datetime) -> Checked:
    """The consultation as it would open now. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    questionnaire = rows.questionnaire(consultation)
    routes = rules.routes_checked(questionnaire)
    return Checked(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        state=consultation.state,
        closes_ahead=consultation.closes_at is not None and consultation.closes_at > at,
        questions=len(questionnaire.questions),
        found=_with_acceptances(consultation, questionnaire, _findings(consultation, questionnaire, routes, at)),
        routes=routes.walk.routes,
        complete=routes.walk.complete,
        fewest=routes.walk.fewest,
        most=routes.walk.most,
        minutes=max(1, round(routes.walk.longest / 60)),
    )


def require_sound(consultation: Consultation) -> None:
    """Raises `Refused` with the first thing that stops it from being asked as it is built."""
    stops = rules.routes_checked(rows.questionnaire(consultation)).stops
    if stops:
        # The sentence itself has places to fill; the check page tells it whole.
        raise Refused(N_("Some questions cannot be asked as they are. Look at “Check” and put them right first."))


def _findings(consultation: Consultation, questionnaire: Questionnaire, routes: Check, at: datetime) -> list[Finding]:
    questions = [rules.worded(place.asked) for place in questionnaire.places]
    words = [consultation.title, consultation.introduction, *(question.all_words for question in questions)]
    hard = hard_to_read(words, consultation.reading_age)
    around = _circumstances(consultation, routes.walk.longest, at)
    return [*routes.findings, *wording(questions), *([hard] if hard else ()), *readiness(around)]


def _circumstances(consultation: Consultation, seconds: int, at: datetime) -> Circumstances:
    zone = ZoneInfo(consultation.zone)
    opens = consultation.opens_at
    if opens is None or (consultation.state is ActivityState.DRAFT and opens < at):
        opens = at
    own, project_id = consultation.id, consultation.project_id
    formats = _count(
        select(func.count()).where(
            RecordEntry.activity_id == own, RecordEntry.kind == RecordKind.FORMAT, RecordEntry.withdrawn_at.is_(None)
        )
    ) + _count(select(func.count()).where(PaperForm.consultation_id == own))
    return Circumstances(
        opens=opens.astimezone(zone).date(),
        closes=consultation.closes_at.astimezone(zone).date() if consultation.closes_at else None,
        seconds=seconds,
        documents=_count(
            select(func.count()).where(ShownDocument.activity_id == own, ShownDocument.withdrawn_at.is_(None))
        ),
        scope_points=_count(select(func.count()).where(ScopePoint.project_id == project_id)),
        formats=formats,
        pre_election=_pre_election(project_id),
    )


def _pre_election(project_id: uuid.UUID) -> tuple[tuple[date, date], ...]:
    """Each first day with the next last day after it."""
    dated = db.session.execute(select(Milestone.kind, Milestone.on).where(Milestone.project_id == project_id)).all()
    ends = sorted(on for kind, on in dated if kind is MilestoneKind.BLACKOUT_TO)
    found = []
    for first in sorted(on for kind, on in dated if kind is MilestoneKind.BLACKOUT_FROM):
        last = next((end for end in ends if end >= first), None)
        if last is not None:
            found.append((first, last))
    return tuple(found)


def _with_acceptances(
    consultation: Consultation, questionnaire: Questionnaire, findings: Iterable[Finding]
) -> tuple[Found, ...]:
    texts = {place.asked.ref: place.asked.text for place in questionnaire.places}
    kept = {
        (accepted.rule, accepted.subject): (
            accepted.of_digest,
            Acceptance(reason=accepted.reason, by=name or "", at=at),
        )
        for accepted, name, at in db.session.execute(
            select(AcceptedWarning, Person.name, AcceptedWarning.at)
            .join(Person, AcceptedWarning.by_id == Person.id, isouter=True)
            .where(AcceptedWarning.consultation_id == consultation.id)
        )
    }
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        together.setdefault((finding.rule, finding.subject), []).append(finding)
    found = []
    for (rule, subject), same in together.items():
        digest = rules.digest_of(same)
        of_digest, acceptance = kept.get((rule, subject), ("", None))
        warns = same[0].severity is Severity.WARNS
        found.append(
            Found(
                rule=rule,
                severity=same[0].severity,
                subject=subject,
                subject_text=texts.get(subject, ""),
                sentences=tuple(each.sentence for each in same),
                why=Sentence(rules.WHY[rule]),
                digest=digest,
                accepted=acceptance if warns and of_digest == digest else None,
                lapsed=acceptance if warns and of_digest != digest else None,
            )
        )
    return tuple(found)


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0
