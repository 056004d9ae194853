"""Words held because somebody may be at risk: the named officer, what they read, how a hold ends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.errors import NotFound, Refused
from codesign.core.heard import set_apart
from codesign.core.terms import ContributionKind, HoldOutcome, ModerationAct, ModerationReason, Standing
from codesign.extensions import db
from codesign.ledger import Letter, actor_person, moderated, officer_of, policy_in_force, record, tell_officer
from codesign.models import Activity, Contribution, Idea, Membership, Person, Project, SafeguardingHold
from codesign.moderation.commands import _hide, stand


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """Somebody of the team who could be named."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldWords:
    """One hold as its officer sees it. `text` and `title` are empty until the officer has opened the words."""

    code: str
    kind: ContributionKind
    activity: str
    title: str
    text: str
    held_at: datetime
    held_by: str
    read_at: datetime | None
    settled_at: datetime | None
    outcome: HoldOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage:
    """What waits for the officer, oldest first, and what was settled, newest first (without words)."""

    open: tuple[HeldWords, ...]
    settled: tuple[HeldWords, ...]


def team(project_id: uuid.UUID, organisation_id: uuid.UUID) -> tuple[TeamPerson, ...]:
    """Who could be the safeguarding officer: everybody with a role on the project or its organisation, by name."""
    people = db.session.scalars(
        select(Person)
        .where(
            Person.disabled_at.is_(None),
            Person.id.in_(
                select(Membership.person_id).where(
                    (Membership.project_id == project_id) | (Membership.organisation_id == organisation_id)
                )
            ),
        )
        .order_by(Person.name, Person.email)
    )
    return tuple(TeamPerson(person.id.hex, person.name or person.email) for person in people)


def officer_name(project_id: uuid.UUID) -> TeamPerson | None:
    """The project's safeguarding officer."""
    officer = officer_of(project_id)
    return TeamPerson(officer.id.hex, officer.name or officer.email) if officer else None


def name_officer(
    project_id: uuid.UUID,
    organisation_id: uuid.UUID,
    person: str,
    *,
    by: uuid.UUID,
    at: datetime,
    letter: Letter,
) -> None:
    """Name who reads held words, or nobody (""). What is open goes to the new one, who is told. Raises `Refused`."""
    if person and person not in {one.id for one in team(project_id, organisation_id)}:
        raise Refused("That person is not in the team. Add them to the team first.")
    waiting = list(
        db.session.scalars(
            select(SafeguardingHold).where(
                SafeguardingHold.project_id == project_id, SafeguardingHold.settled_at.is_(None)
            )
        )
    )
    if not person and waiting:
        raise Refused("Words are held now. Name somebody else to read them.")
    project = db.session.get_one(Project, project_id)
    project.safeguarding_officer_id = uuid.UUID(person) if person else None
    db.session.flush()
    record(
        "safeguarding_officer_named",
        project,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"officer": person},
    )
    officer = officer_of(project_id)
    if officer is None:
        return
    moved = [one for one in waiting if one.officer_id != officer.id]
    for one in moved:
        one.officer_id, one.read_at = officer.id, None
    if moved:
        db.session.flush()
        tell_officer(officer, project_id, letter, at=at)


def is_officer(project_id: uuid.UUID, person: uuid.UUID) -> bool:
    """Whether this person reads what is held in a project."""
    officer = officer_of(project_id)
    return officer is not None and officer.id == person


def held_page(project_id: uuid.UUID, *, by: uuid.UUID) -> HeldPage:
    """The officer's page. Raises `NotFound` for everybody else."""
    if not is_officer(project_id, by):
        raise NotFound("There is no such page for you.")
    rows = db.session.execute(
        select(SafeguardingHold, Contribution, Activity.title, Idea.title.label("line"), Person.name)
        .join(Contribution, Contribution.id == SafeguardingHold.contribution_id)
        .join(Activity, Activity.id == Contribution.activity_id)
        .outerjoin(Idea, Idea.contribution_id == Contribution.id)
        .outerjoin(Person, Person.id == SafeguardingHold.held_by_id)
        .where(SafeguardingHold.project_id == project_id, SafeguardingHold.officer_id == by)
        .order_by(SafeguardingHold.held_at, SafeguardingHold.id)
    ).all()
    made = [
        HeldWords(
            code=words.code,
            kind=words.kind,
            activity=activity,
            title=(line or "") if _readable(hold, words) else "",
            text=words.text if _readable(hold, words) else "",
            held_at=hold.held_at,
            held_by=name or "",
            read_at=hold.read_at,
            settled_at=hold.settled_at,
            outcome=hold.outcome,
        )
        for hold, words, activity, line, name in rows
    ]
    return HeldPage(
        open=tuple(one for one in made if one.settled_at is None),
        settled=tuple(reversed([one for one in made if one.settled_at is not None])),
    )


def _readable(hold: SafeguardingHold, words: Contribution) -> bool:
    return hold.settled_at is None and hold.read_at is not None and set_apart(words.standing, words.moderation_reason)


def open_held(project_id: uuid.UUID, code: str, *, by: uuid.UUID, at: datetime) -> None:
    """The officer opens held words: who and when is kept. Opening again changes nothing."""
    hold, words = _held(project_id, code, by)
    if hold.read_at is None:
        hold.read_at = at
        record(
            "held_words_read", words, project_id=project_id, by=actor_person(by), at=at, details={"code": words.code}
        )


def settle_hold(
    project_id: uuid.UUID,
    code: str,
    outcome: HoldOutcome,
    then: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """End a hold. `then` is "" (they stay apart), "publish", or the code of a reason by which they are hidden.

    Words that are set free come back to the queue; those that stay apart are read by nobody any more.
    """
    hold, words = _held(project_id, code, by)
    policy = policy_in_force(project_id)
    reason = policy.reason(then) if then not in ("", "publish") else None
    if then not in ("", "publish") and (reason is None or reason.kind is ModerationReason.SAFEGUARDING):
        raise Refused("Select what happens with the words.")
    if outcome is HoldOutcome.NO_CONCERN and not then:
        raise Refused("Nobody is at risk: publish the words, or hide them for another reason.")
    hold.settled_at, hold.outcome = at, outcome
    db.session.flush()
    record(
        "hold_settled",
        words,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "outcome": outcome.value},
    )
    if words.standing is not Standing.HIDDEN:
        return
    if then == "publish":
        stand(words, Standing.PUBLISHED, by=by, at=at)
        moderated(words, ModerationAct.RELEASED, before=Standing.HIDDEN, by=by, at=at)
        record(
            "words_published",
            words,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"code": words.code, "from": "hidden"},
        )
    elif reason is not None:
        _hide(words, reason, policy.number, words.moderation_note, by=by, at=at)


def _held(project_id: uuid.UUID, code: str, by: uuid.UUID) -> tuple[SafeguardingHold, Contribution]:
    if not is_officer(project_id, by):
        raise NotFound("There is no such page for you.")
    row = db.session.execute(
        select(SafeguardingHold, Contribution)
        .join(Contribution, Contribution.id == SafeguardingHold.contribution_id)
        .where(
            SafeguardingHold.project_id == project_id,
            SafeguardingHold.officer_id == by,
            SafeguardingHold.settled_at.is_(None),
            Contribution.code == code,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("Nothing under that code waits for you.")
    return row[0], row[1]
