"""The condition that leaves words held for safeguarding out of pages and files of staff."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from codesign.core.terms import ModerationReason, Standing
from codesign.models import Contribution


def not_apart() -> ColumnElement[bool]:
    """Contributions that `core.heard.set_apart` does not name."""
    return or_(
        Contribution.standing != Standing.HIDDEN, Contribution.moderation_reason != ModerationReason.SAFEGUARDING
    )
