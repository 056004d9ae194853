"""The outbox: a message is a row written with its cause; a job sends it."""

from __future__ import annotations

import uuid
from datetime import datetime

from codesign.core.text import one_line
from codesign.extensions import db
from codesign.models import OutboxMessage


def post(
    recipient: str,
    subject: str,
    body: str,
    *,
    at: datetime,
    project_id: uuid.UUID | None = None,
    forgets: bool = False,
) -> OutboxMessage:
    """Put a message in the outbox. Header lines cannot be smuggled in: address and subject are one line each.

    With `forgets` its address and its words are emptied once it went, or once nobody tries any more.
    """
    message = OutboxMessage(
        project_id=project_id,
        recipient=one_line(recipient),
        subject=one_line(subject)[:200],
        body=body,
        message_id=f"<{uuid.uuid4().hex}@codesign>",
        created_at=at,
        forgets=forgets,
    )
    db.session.add(message)
    db.session.flush()
    return message
