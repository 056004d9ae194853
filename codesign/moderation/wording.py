"""How moderation is put into words on pages and in its file: kinds, acts, lengths of time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from codesign.core.moderation import REASONS, Concern, Policy
from codesign.core.terms import ContributionKind, ModerationAct, ModerationReason
from codesign.ledger import Letter

KINDS: dict[str, Any] = {
    ContributionKind.ANSWER: _l("Answer"),
    ContributionKind.IDEA: _l("Idea"),
    ContributionKind.COMMENT: _l("Reply"),
    ContributionKind.CARD: _l("Card"),
}
ACTS: dict[ModerationAct, Any] = {
    ModerationAct.PUBLISHED: _l("Published"),
    ModerationAct.KEPT: _l("Looked at and kept"),
    ModerationAct.HIDDEN: _l("Hidden"),
    ModerationAct.HELD: _l("Held for the safeguarding officer"),
    ModerationAct.RELEASED: _l("Set free by the safeguarding officer"),
    ModerationAct.MERGED: _l("Made part of another idea"),
    ModerationAct.LOOKED_AGAIN: _l("Looked at again, stays hidden"),
}
CONCERNS: dict[str, Any] = {concern.name.lower(): _l(concern.value) for concern in Concern}
HOURS = (1, 24, 72, 168)


def kind_words(kind: ContributionKind) -> str:
    """Where words were said, in one word."""
    return str(KINDS.get(kind, _l("Words")))


def waited(since: datetime, at: datetime) -> str:
    """How long something has waited."""
    return lasted(at - since)


def lasted(took: timedelta) -> str:
    """A length of time in its largest whole unit."""
    minutes = max(int(took.total_seconds()) // 60, 0)
    if minutes < 60:
        return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))
    if minutes < 48 * 60:
        return str(ngettext("%(num)s hour", "%(num)s hours", minutes // 60))
    return str(ngettext("%(num)s day", "%(num)s days", minutes // 1440))


def reason_words(policy: Policy, code: str) -> str:
    """A reason's title by its code; our own reasons also where the policy has another set."""
    reason = policy.reason(code)
    if reason is not None:
        return str(_(reason.title))
    if code in set(ModerationReason):
        return str(_(REASONS[ModerationReason(code)]))
    return code


def held_letter(project: str, link: str) -> Letter:
    """To the safeguarding officer: words are held. The words are not in it, nor anything about them."""
    return Letter(
        _("Words wait for you to read: %(project)s", project=project),
        "\n\n".join(
            (
                _("Somebody may be at risk. Words in %(project)s are held for you.", project=project),
                _("Sign in to read them:"),
                link,
                _("We do not repeat the words here."),
            )
        ),
    )


def reported_letter(project: str, link: str) -> Letter:
    """To the safeguarding officer: a resident has asked for a look. Without the words."""
    return Letter(
        _("A resident worries that someone may be at risk: %(project)s", project=project),
        "\n\n".join(
            (
                _("A resident has reported words in %(project)s because someone may be at risk.", project=project),
                _("They stand first in the queue of words to check:"),
                link,
                _("We do not repeat the words here."),
            )
        ),
    )
