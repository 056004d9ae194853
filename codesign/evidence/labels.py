"""What terms of evidence are called on staff pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from codesign.core.moderation import REASONS as REASON_WORDS
from codesign.core.terms import Consent, ContributionKind, Standing

KINDS: dict[ContributionKind, Any] = {
    ContributionKind.ANSWER: _l("Answers to questions"),
    ContributionKind.IDEA: _l("Ideas"),
    ContributionKind.COMMENT: _l("Replies to ideas"),
    ContributionKind.CARD: _l("Workshop cards"),
}
STANDINGS: dict[Standing, Any] = {
    Standing.PUBLISHED: _l("Can be read"),
    Standing.WAITING: _l("Waiting to be checked"),
    Standing.HIDDEN: _l("Hidden"),
    Standing.WITHDRAWN: _l("Withdrawn by the person"),
    Standing.MERGED: _l("Joined with another idea"),
}
CONSENTS: dict[Consent, Any] = {
    Consent.COUNT_ONLY: _l("Count only, do not quote"),
    Consent.BIDDERS: _l("May be quoted to bidders"),
    Consent.PUBLIC: _l("May be quoted"),
}
REASONS = {reason: _l(words) for reason, words in REASON_WORDS.items()}
VARIABLES: dict[str, Any] = {
    "age_band": _l("Age"),
    "sex": _l("Sex"),
    "gender_identity": _l("Gender identity"),
    "health_12m": _l("Long-term health condition"),
    "activity_restriction": _l("Condition limits daily life"),
    "disabled": _l("Disability"),
    "ethnic_group": _l("Ethnic group"),
    "religion": _l("Religion"),
    "sexual_orientation": _l("Sexual orientation"),
    "carer": _l("Unpaid care"),
    "main_language": _l("Main language"),
    "relationship": _l("Link to the service"),
    "ward": _l("Area"),
}
