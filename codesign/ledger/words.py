"""Words said: participants, sendings with receipts, contributions and their versions. The one way words enter."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.codes import digest as secret_digest
from codesign.core.codes import public_code, receipt_code
from codesign.core.terms import (
    Consent,
    ContributionKind,
    Mode,
    ReshapingKind,
    ReshapingState,
    ShownAs,
    Standing,
    SubmissionState,
)
from codesign.core.text import normalise
from codesign.extensions import db
from codesign.ledger.events import Happening, actor_participant, record, record_all, subject_of
from codesign.ledger.files import erase_photos
from codesign.ledger.moderated import forget_moderation
from codesign.models import (
    Activity,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    IdeaTerm,
    IdeaVersion,
    Participant,
    Reshaping,
    ReshapingPart,
    Submission,
    forget_deleted_words,
)


def participant_digest(project_id: uuid.UUID, key: str) -> str:
    """The cookie's key, bound to one project: the same phone in two projects cannot be told to be the same."""
    return secret_digest(f"{project_id.hex}:{key}")


_OF_KEY = select(Participant.id).where(
    Participant.project_id == bindparam("project"), Participant.key_digest == bindparam("key")
)


def participant_of(project_id: uuid.UUID, key: str) -> uuid.UUID | None:
    """The participant of this key in this project, if there is one."""
    asked = {"project": project_id, "key": participant_digest(project_id, key)}
    found: uuid.UUID | None = db.session.connection().execute(_OF_KEY, asked).scalar()
    return found


def participant_for(project_id: uuid.UUID, key: str, *, at: datetime, language: str = "en") -> Participant:
    """The participant of this key in this project, made on first need."""
    found = db.session.scalar(
        select(Participant).where(
            Participant.project_id == project_id, Participant.key_digest == participant_digest(project_id, key)
        )
    )
    if found is None:
        found = Participant(
            project_id=project_id,
            ref=public_code("P"),
            key_digest=participant_digest(project_id, key),
            language=language,
            created_at=at,
        )
        db.session.add(found)
        db.session.flush()
    return found


@dataclass(frozen=True, slots=True)
class Sending:
    """A submission, and whether this very sending had been accepted before (then nothing may be added to it)."""

    submission: Submission
    repeated: bool


def sent_with(activity: Activity, participant: Participant, key: str) -> Submission | None:
    """What this person sent here under this idempotency key, if anything."""
    bound = _bound(activity, participant, key)
    return db.session.scalar(select(Submission).where(Submission.idempotency_key == bound))


def _bound(activity: Activity, participant: Participant, key: str) -> str:
    return secret_digest(f"{participant.id.hex}:{activity.id.hex}:{key}")


def sending(
    activity: Activity,
    participant: Participant,
    key: str,
    *,
    at: datetime,
    mode: Mode = Mode.WEB,
    language: str = "en",
    started_at: datetime | None = None,
    state: SubmissionState = SubmissionState.ACCEPTED,
    count_event: bool = True,
    into: list[Happening] | None = None,
) -> Sending:
    """Accept one sending under its idempotency key: the same key from the same person gives the same receipt again.

    A key is bound to its participant and activity, so that nobody can fetch another's receipt by guessing keys.
    With `into` its event is put there, for `record_all` to write with those of what was said.
    """
    known = sent_with(activity, participant, key)
    if known is not None:
        return Sending(known, True)
    row = Submission(
        id=uuid7(),
        project_id=activity.project_id,
        activity_id=activity.id,
        participant_id=participant.id,
        idempotency_key=_bound(activity, participant, key),
        ref=_fresh(Submission.ref, "R"),
        receipt=receipt_code(),
        state=state,
        mode=mode,
        language=language,
        started_at=started_at,
        received_at=at,
    )
    db.session.add(row)
    if count_event:
        happening = Happening(
            kind="words_sent",
            subject=subject_of(row),
            project_id=activity.project_id,
            by=actor_participant(participant.id),
            at=at,
            details={"activity": activity.ref, "mode": mode.value},
        )
        _write(happening, into)
    if into is None:
        db.session.flush()
    return Sending(row, False)


def _write(happening: Happening, into: list[Happening] | None) -> None:
    """Write an event now, or leave it to whoever gathers several."""
    if into is None:
        record_all([happening])
    else:
        into.append(happening)


def said(
    submission: Submission,
    kind: ContributionKind,
    text: str,
    *,
    at: datetime,
    question_id: uuid.UUID | None = None,
    consent: Consent = Consent.PUBLIC,
    standing: Standing = Standing.PUBLISHED,
    shown_as: ShownAs = ShownAs.NOTHING,
    shown_words: str = "",
    source_id: str | None = None,
    language: str | None = None,
    said_at: datetime | None = None,
    with_event: bool = True,
    code: str = "",
    into: list[Happening] | None = None,
) -> Contribution:
    """Keep what a participant said. The event holds a salted digest, never the words (trust.md 7, rule 7).

    For several at once: codes drawn by `fresh_codes`, and with `into` the event is put there and nothing is flushed.
    """
    words = normalise(text)
    salt = secrets.token_bytes(16)
    row = Contribution(
        id=uuid7(),
        project_id=submission.project_id,
        activity_id=submission.activity_id,
        participant_id=submission.participant_id,
        submission_id=submission.id,
        question_id=question_id,
        code=code or _fresh(Contribution.code, "K"),
        kind=kind,
        text=words,
        language=language or submission.language,
        consent=consent,
        standing=standing,
        shown_as=shown_as,
        shown_words=shown_words,
        source_id=source_id,
        said_at=said_at or at,
    )
    version = ContributionVersion(number=1, text=words, salt=salt, digest=chain.salted_digest(salt, words), at=at)
    row.versions.append(version)
    db.session.add(row)
    if with_event:
        happening = Happening(
            kind="words_said",
            subject=subject_of(row),
            project_id=submission.project_id,
            by=actor_participant(submission.participant_id),
            at=at,
            digest=version.digest,
            details={"kind": kind.value, "code": row.code},
        )
        _write(happening, into)
    if into is None:
        db.session.flush()
    return row


def change_words(
    contribution: Contribution, text: str, *, by: str, at: datetime, always: bool = False
) -> ContributionVersion | None:
    """Append a new wording; earlier ones stay. None for the same words, unless `always` counts them as another one."""
    words = normalise(text)
    if words == contribution.text and not always:
        return None
    salt = secrets.token_bytes(16)
    number = 1 + (
        db.session.scalar(
            select(func.max(ContributionVersion.number)).where(ContributionVersion.contribution_id == contribution.id)
        )
        or 0
    )
    version = ContributionVersion(
        contribution_id=contribution.id,
        number=number,
        text=words,
        salt=salt,
        digest=chain.salted_digest(salt, words),
        at=at,
    )
    db.session.add(version)
    contribution.text = words
    record(
        "words_changed",
        contribution,
        project_id=contribution.project_id,
        by=by,
        at=at,
        digest=version.digest,
        details={"version": number},
    )
    return version


def withdraw_words(contribution: Contribution, *, by: str, at: datetime) -> None:
    """Take words back: text and salts go, the digests stay on the chain as a tombstone."""
    shown_reply = contribution.kind is ContributionKind.COMMENT and contribution.standing is Standing.PUBLISHED
    contribution.standing = Standing.WITHDRAWN
    contribution.text = ""
    contribution.shown_words = ""
    forget_moderation(contribution)
    db.session.execute(
        update(ContributionVersion)
        .where(ContributionVersion.contribution_id == contribution.id)
        .values(text=None, salt=None)
    )
    # The digest by which the same words are found is of these words too.
    db.session.execute(update(Submission).where(Submission.id == contribution.submission_id).values(words_digest=None))
    record("words_withdrawn", contribution, project_id=contribution.project_id, by=by, at=at)
    if contribution.kind is ContributionKind.IDEA:
        _empty_idea(contribution)
    else:
        db.session.execute(update(Comment).where(Comment.contribution_id == contribution.id).values(extra={}))
    if shown_reply:
        of_idea = select(Comment.idea_id).where(Comment.contribution_id == contribution.id).scalar_subquery()
        db.session.execute(update(Idea).where(Idea.id == of_idea).values(replies=Idea.replies - 1))
    forget_deleted_words(db.session.connection())


def _empty_idea(contribution: Contribution) -> None:
    """The line an idea is known by, its photo and its place are its author's too, and so are the words it is found by."""
    for idea in db.session.scalars(select(Idea).where(Idea.contribution_id == contribution.id)):
        photos = [idea.photo_id] if idea.photo_id is not None else []
        idea.title = idea.place_words = ""
        idea.extra = {}
        idea.photo_id = idea.area_id = idea.latitude = idea.longitude = None
        db.session.flush()
        erase_photos(photos)
        db.session.execute(delete(IdeaTerm).where(IdeaTerm.idea_id == idea.id))
        db.session.execute(update(IdeaVersion).where(IdeaVersion.idea_id == idea.id).values(title=""))
        _empty_proposals(idea.id)


def _empty_proposals(idea_id: uuid.UUID) -> None:
    """New wordings that staff proposed from an idea begin as its words: they go with it, unless they were made.

    A merge that still waits keeps its wording, which is of other ideas too, until it is dropped or undone.
    """
    of_idea = select(ReshapingPart.reshaping_id).where(ReshapingPart.idea_id == idea_id)
    waits_for_others = (Reshaping.kind == ReshapingKind.MERGE) & (Reshaping.state == ReshapingState.PROPOSED)
    proposals = select(Reshaping).where(
        Reshaping.id.in_(of_idea), Reshaping.state != ReshapingState.MADE, ~waits_for_others
    )
    for proposal in db.session.scalars(proposals):
        proposal.results = [{"title": "", "text": ""} for _ in proposal.results]


def _fresh(column: InstrumentedAttribute[str], prefix: str) -> str:
    return fresh_codes(column, prefix, 1)[0]


def fresh_codes(column: InstrumentedAttribute[str], prefix: str, count: int) -> list[str]:
    """Random public codes not yet taken; five symbols of 29 give 20 million, so a second draw is rare."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {public_code(prefix) for _ in range(count - len(codes))}
        listed = sorted(drawn)
        for start in range(0, len(listed), 10_000):  # a statement takes 65,535 values at most
            drawn -= set(db.session.scalars(select(column).where(column.in_(listed[start : start + 10_000]))))
        codes |= drawn
    return list(codes)
