"""What the record of consultations shows (`domain.md` b4), counted: one consultation's page and a pack read the same."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from codesign.core.gunning import GunningFacts
from codesign.core.terms import Influence, MilestoneKind, OptionStatus, RecordKind
from codesign.extensions import db
from codesign.models import (
    Answer,
    Codebook,
    Consultation,
    Decision,
    DecisionSubject,
    Milestone,
    OptionConsidered,
    Pack,
    Project,
    Question,
    QuestionVersion,
    RecordEntry,
    ScopePoint,
    ShownDocument,
    Theme,
)

WORDING, OUT, BACK = "wording", "out", "back"
"""What a CHANGE entry is about, in its title: "wording Q3.2", "out Q3", "back Q3"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The counts of the record of one or several consultations. `mandate` is the earliest, a local date."""

    mandate: date | None
    documents: int
    documents_late: int
    late_policy: bool
    no_other_option_reason: str
    formats: int
    promises: int
    moved: int
    moved_without_reason: int
    out_minutes: int
    petitions: int
    changed: int
    changed_without_reason: int
    told: int


def recorded(consultations: Sequence[Consultation]) -> Recorded:
    """What is on record about these, together. Entries taken out of the record do not count."""
    entries: list[RecordEntry] = []
    documents = late = changed = unexplained = 0
    days: list[date] = []
    for consultation in consultations:
        mine = list(
            db.session.scalars(
                select(RecordEntry)
                .where(RecordEntry.activity_id == consultation.id, RecordEntry.withdrawn_at.is_(None))
                .order_by(RecordEntry.at, RecordEntry.id)
            )
        )
        entries += mine
        zone = ZoneInfo(consultation.zone)
        days += [entry.at.astimezone(zone).date() for entry in mine if entry.kind is RecordKind.MANDATE]
        for first in db.session.scalars(
            select(func.min(ShownDocument.shown_from))
            .where(ShownDocument.activity_id == consultation.id)
            .group_by(ShownDocument.ref)
        ):
            documents += 1
            late += bool(consultation.opens_at and first and first > consultation.opens_at)
        changes = changed_after_answers(consultation.id)
        reasons = {entry.title for entry in mine if entry.kind is RecordKind.CHANGE and entry.words.strip()}
        changed += len(changes)
        unexplained += sum(change not in reasons for change in changes)

    def of(kind: RecordKind) -> list[RecordEntry]:
        return [entry for entry in entries if entry.kind is kind]

    moves = of(RecordKind.EXTENSION)
    return Recorded(
        mandate=min(days, default=None),
        documents=documents,
        documents_late=late,
        late_policy=bool(consultations) and all(each.late_rule.strip() for each in consultations),
        no_other_option_reason=next((entry.words for entry in of(RecordKind.NO_OPTIONS)), ""),
        formats=len(of(RecordKind.FORMAT)),
        promises=len(of(RecordKind.PROMISE)),
        moved=len(moves),
        moved_without_reason=sum(not entry.words.strip() for entry in moves),
        out_minutes=sum(minutes_out(entry) for entry in of(RecordKind.OUTAGE)),
        petitions=len(of(RecordKind.PETITION)),
        changed=changed,
        changed_without_reason=unexplained,
        told=len(of(RecordKind.CHANGE_TOLD)),
    )


def minutes_out(entry: RecordEntry) -> int:
    """How long an outage lasted, in whole minutes begun."""
    return -(-int((entry.until - entry.at).total_seconds()) // 60) if entry.until is not None else 0


def changed_after_answers(consultation_id: uuid.UUID) -> tuple[str, ...]:
    """The title of each change after the first answer, as a CHANGE entry bears it: new wordings, questions taken out."""
    wordings = db.session.execute(
        select(Question.ref, QuestionVersion.number)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(Question.consultation_id == consultation_id, QuestionVersion.number > 1)
        .order_by(Question.position, Question.ref, QuestionVersion.number)
    )
    answered = select(Answer.id).where(Answer.question_id == Question.id).exists()
    taken_out = db.session.scalars(
        select(Question.ref)
        .where(Question.consultation_id == consultation_id, Question.withdrawn_at.is_not(None), answered)
        .order_by(Question.position, Question.ref)
    )
    return (*(f"{WORDING} {ref}.{number}" for ref, number in wordings), *(f"{OUT} {ref}" for ref in taken_out))


def with_record(facts: GunningFacts, record: Recorded) -> GunningFacts:
    """The facts of a project with what the record of its consultations adds."""
    mandates = [day for day in (facts.mandate, record.mandate) if day is not None]
    return replace(
        facts,
        mandate=min(mandates, default=None),
        documents=record.documents,
        documents_late=record.documents_late,
        late_policy=record.late_policy,
        no_other_option_reason=record.no_other_option_reason,
        formats=record.formats,
        promises=record.promises,
        moved=record.moved,
        moved_without_reason=record.moved_without_reason,
        out_minutes=record.out_minutes,
        petitions=record.petitions,
        changed=record.changed,
        changed_without_reason=record.changed_without_reason,
        told=record.told,
    )


def facts_of(consultation: Consultation) -> GunningFacts:
    """What the record shows about one consultation within its project."""
    project = db.session.get_one(Project, consultation.project_id)
    dates: dict[MilestoneKind, date] = {}
    for milestone in db.session.scalars(
        select(Milestone).where(Milestone.project_id == project.id).order_by(Milestone.on.desc(), Milestone.id)
    ):
        dates[milestone.kind] = milestone.on
    zone = ZoneInfo(consultation.zone)
    opens, closes = consultation.opens_at, consultation.closes_at
    first, last = dates.get(MilestoneKind.BLACKOUT_FROM), dates.get(MilestoneKind.BLACKOUT_TO)
    frozen = db.session.scalar(select(func.min(Pack.frozen_at)).where(Pack.project_id == project.id))
    themes = (
        select(func.count(Theme.id))
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project.id)
    )
    answered = (
        select(func.count(DecisionSubject.theme_id.distinct()))
        .join(Decision, Decision.id == DecisionSubject.decision_id)
        .where(Decision.project_id == project.id)
    )
    facts = GunningFacts(
        opens=opens.astimezone(zone).date() if opens else None,
        closes=closes.astimezone(zone).date() if closes else None,
        mandate=dates.get(MilestoneKind.MANDATE),
        open_points=_count(
            select(func.count()).where(ScopePoint.project_id == project.id, ScopePoint.influence != Influence.DECIDED)
        ),
        decided_on=tuple(
            db.session.scalars(
                select(Decision.decided_on).where(Decision.project_id == project.id, Decision.decided_on.is_not(None))
            )
        ),
        tender_notice=dates.get(MilestoneKind.UK4),
        other_options=_count(
            select(func.count()).where(
                OptionConsidered.project_id == project.id, OptionConsidered.status != OptionStatus.PREFERRED
            )
        ),
        blackouts=((first, last),) if first and last else (),
        # A day in the plan is no record: what came of the answers counts once a pack is frozen.
        themes_agreed=dates.get(MilestoneKind.THEMES_AGREED) if frozen else None,
        pack_frozen=frozen.astimezone(zone).date() if frozen else None,
        decision=dates.get(MilestoneKind.DECISION),
        themes=_count(themes),
        themes_decided=_count(answered),
        dissent_recorded=bool(_count(themes.where(Theme.minority_note != ""))),
    )
    return with_record(facts, recorded([consultation]))


def _count(query: object) -> int:
    return db.session.scalar(query) or 0  # type: ignore[call-overload]
