"""What a person can still do with what they sent: change how it may be used, or take it back."""

from __future__ import annotations

import uuid
from datetime import datetime

from codesign.core.terms import Consent, Standing
from codesign.ledger import actor_participant, own_sending, record, take_back_sending, words_of


def change_consent(submission_id: uuid.UUID, consent: Consent, *, at: datetime) -> int:
    """Let all words of a sending be used in one way from now on; how many changed. A frozen version stays as it is."""
    submission = own_sending(submission_id)
    changed = 0
    for words in words_of(submission):
        if words.standing is Standing.WITHDRAWN or words.consent is consent:
            continue
        before, words.consent = words.consent, consent
        record(
            "consent_changed",
            words,
            project_id=submission.project_id,
            by=actor_participant(submission.participant_id),
            at=at,
            details={"code": words.code, "from": before.value, "to": consent.value},
        )
        changed += 1
    return changed


def take_back(submission_id: uuid.UUID, *, at: datetime) -> None:
    """Take a whole sending back. Twice changes nothing."""
    take_back_sending(submission_id, at=at)
