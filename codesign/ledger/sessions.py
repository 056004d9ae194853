"""Staff sessions as rows: started with a new id, ended on the server."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import update

from codesign.core.codes import digest, secret
from codesign.extensions import db
from codesign.models import StaffSession

SESSION_ABSOLUTE = timedelta(hours=20)


def start_session(person_id: uuid.UUID, *, second_factor: bool, at: datetime) -> str:
    """A new session row; the token to put in the cookie. Always a new id, so that none can be fixed beforehand."""
    token = secret()
    db.session.add(
        StaffSession(
            person_id=person_id,
            token_digest=digest(token),
            created_at=at,
            seen_at=at,
            expires_at=at + SESSION_ABSOLUTE,
            second_factor_at=at if second_factor else None,
        )
    )
    db.session.flush()
    return token


def end_sessions(person_id: uuid.UUID, *, at: datetime, only: uuid.UUID | None = None) -> int:
    """End one session of a person, or all of them; how many there were to end."""
    query = update(StaffSession).where(StaffSession.person_id == person_id, StaffSession.ended_at.is_(None))
    if only is not None:
        query = query.where(StaffSession.id == only)
    return len(db.session.scalars(query.values(ended_at=at).returning(StaffSession.id)).all())
