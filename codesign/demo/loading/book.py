"""What the loaders of one project share: who is who, fresh codes, sendings and words, and what goes on the chain."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.codes import digest as secret_digest
from codesign.core.codes import public_code, receipt_code
from codesign.core.terms import Consent, ContributionKind, Mode, ModerationReason, ShownAs, Standing, SubmissionState
from codesign.core.text import normalise
from codesign.extensions import db
from codesign.ledger import Happening, actor_participant, record_all
from codesign.models import (
    Activity,
    Contribution,
    ContributionVersion,
    Model,
    Participant,
    Submission,
)

Row = dict[str, Any]
Step = tuple[datetime, Callable[[datetime], object]]
"""Something that a command does, at its moment."""


def put(model: type[Model], rows: list[Row]) -> None:
    """Insert many rows at once; each brings its own key or gets a new one."""
    if rows:
        db.session.execute(insert(model), rows)


def noon(day: date, minute: int = 0) -> datetime:
    """The moment used where the data knows only the day; `minute` keeps things of one day in their order."""
    return datetime.combine(day, time(12 + minute // 60, minute % 60), UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """A sending that words can hang on."""

    id: uuid.UUID
    activity_id: uuid.UUID
    participant_id: uuid.UUID
    language: str


@dataclass(slots=True, kw_only=True)
class Book:
    """One project being loaded. Rows of participants, sendings and words wait here until `write`."""

    project_id: uuid.UUID
    zone: str
    at: datetime
    staff: Mapping[str, uuid.UUID]
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    """Participants by the key that the data gives them."""
    words: dict[str, uuid.UUID] = field(default_factory=dict)
    """Contributions by what codings and links call them: s012/C1-Q08, I-0003, a card's key."""
    consents: dict[str, Consent] = field(default_factory=dict)
    questions: dict[str, uuid.UUID] = field(default_factory=dict)
    ideas: dict[str, uuid.UUID] = field(default_factory=dict)
    groups: dict[str, uuid.UUID] = field(default_factory=dict)
    """Groups of cards as links name them: W1-A7/h-meet."""
    themes: dict[str, uuid.UUID] = field(default_factory=dict)
    requirements: dict[str, uuid.UUID] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _participants: dict[uuid.UUID, Row] = field(default_factory=dict)
    _submissions: list[Row] = field(default_factory=list)
    _contributions: list[Row] = field(default_factory=list)
    _versions: list[Row] = field(default_factory=list)
    _happenings: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        for column in (Participant.ref, Submission.ref, Submission.receipt, Contribution.code):
            self._taken.update(db.session.scalars(select(column)))

    def fresh(self, prefix: str) -> str:
        """A public code nobody has; without a prefix a receipt."""
        while True:
            code = public_code(prefix) if prefix else receipt_code()
            if code not in self._taken:
                self._taken.add(code)
                return code

    def person(self, key: str, at: datetime, *, language: str = "en", key_digest: str | None = None) -> uuid.UUID:
        """The participant of this key, here since the first thing they did."""
        known = self.people.get(key)
        if known is None:
            known = self.people[key] = uuid7()
            self._participants[known] = {
                "id": known,
                "project_id": self.project_id,
                "ref": self.fresh("P"),
                "key_digest": key_digest,
                "groups": {},
                "language": language,
                "created_at": at,
            }
        elif known in self._participants and at < self._participants[known]["created_at"]:
            self._participants[known]["created_at"] = at
        return known

    def send(
        self,
        activity: Activity,
        participant_id: uuid.UUID,
        key: str,
        *,
        at: datetime,
        mode: Mode,
        language: str = "en",
        state: SubmissionState = SubmissionState.ACCEPTED,
        reason: str = "",
        rule: str = "",
        withdrawn_at: datetime | None = None,
    ) -> Sent:
        """One sending, as `ledger.sending` keeps it."""
        sent = Sent(uuid7(), activity.id, participant_id, language)
        self._submissions.append(
            {
                "id": sent.id,
                "project_id": self.project_id,
                "activity_id": activity.id,
                "participant_id": participant_id,
                "idempotency_key": secret_digest(f"{participant_id.hex}:{activity.id.hex}:{key}"),
                "ref": self.fresh("R"),
                "receipt": self.fresh(""),
                "state": state,
                "state_reason": reason,
                "state_rule": rule,
                "mode": mode,
                "language": language,
                "received_at": at,
                "withdrawn_at": withdrawn_at,
            }
        )
        self.happened(
            "words_sent",
            f"submission:{sent.id.hex}",
            by=actor_participant(participant_id),
            at=at,
            details={"activity": activity.ref, "mode": mode.value},
        )
        return sent

    def say(
        self,
        sent: Sent,
        kind: ContributionKind,
        text: str,
        *,
        at: datetime,
        consent: Consent,
        name: str = "",
        question_id: uuid.UUID | None = None,
        standing: Standing = Standing.PUBLISHED,
        hidden_for: ModerationReason | None = None,
        note: str = "",
        moderated_at: datetime | None = None,
        moderated_by: uuid.UUID | None = None,
        shown_as: ShownAs = ShownAs.NOTHING,
        shown_words: str = "",
        source_id: str | None = None,
        language: str = "",
    ) -> uuid.UUID:
        """Words with their first version and the salted digest that goes on the chain, as `ledger.said` keeps them."""
        words, salt, key, code = normalise(text), secrets.token_bytes(16), uuid7(), self.fresh("K")
        digest = chain.salted_digest(salt, words)
        self._contributions.append(
            {
                "id": key,
                "project_id": self.project_id,
                "activity_id": sent.activity_id,
                "participant_id": sent.participant_id,
                "submission_id": sent.id,
                "question_id": question_id,
                "code": code,
                "kind": kind,
                "text": words,
                "language": language or sent.language,
                "consent": consent,
                "standing": standing,
                "moderation_reason": hidden_for,
                "moderation_note": note,
                "moderated_at": moderated_at,
                "moderated_by_id": moderated_by,
                "shown_as": shown_as,
                "shown_words": shown_words,
                "source_id": source_id,
                "said_at": at,
            }
        )
        self._versions.append(
            {"contribution_id": key, "number": 1, "text": words, "salt": salt, "digest": digest, "at": at}
        )
        self.happened(
            "words_said",
            f"contribution:{key.hex}",
            by=actor_participant(sent.participant_id),
            at=at,
            digest=digest,
            details={"kind": kind.value, "code": code},
        )
        if name:
            self.words[name] = key
        return key

    def happened(
        self,
        kind: str,
        subject: str,
        *,
        at: datetime,
        by: str = "system",
        digest: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Note what goes on the chain; `record` puts all of it there in the order of time."""
        self._happenings.append(
            Happening(
                kind=kind,
                subject=subject,
                project_id=self.project_id,
                by=by,
                at=at,
                digest=digest,
                details=details or {},
            )
        )

    def loaded(self, kind: str, *, at: datetime, **counts: int) -> None:
        """One event for a whole kind of thing, with how many there are."""
        self.happened(f"{kind}_loaded", f"project:{self.project_id.hex}", at=at, details=counts)

    def write(self) -> None:
        """Put everybody and everything said so far into the database."""
        put(Participant, list(self._participants.values()))
        put(Submission, self._submissions)
        put(Contribution, self._contributions)
        put(ContributionVersion, self._versions)
        self._participants.clear()
        self._submissions.clear()
        self._contributions.clear()
        self._versions.clear()

    def record(self, until: datetime | None = None) -> None:
        """Append what happened to the chain, the earliest first; with `until` only what was before that moment."""
        due = [each for each in self._happenings if until is None or each.at < until]
        record_all(sorted(due, key=lambda each: each.at))
        self._happenings = [each for each in self._happenings if until is not None and each.at >= until]

    def take(self, steps: Iterable[Step]) -> None:
        """Do every step at its moment, so that the chain is in the order of time."""
        for at, do in sorted(steps, key=lambda step: step[0]):
            self.record(until=at)
            do(at)
