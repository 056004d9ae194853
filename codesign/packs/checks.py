"""What is looked at before a pack is made. Nothing stops a freeze: each gap is printed among its limits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.pack import EvidencePack
from codesign.core.terms import Consent, Standing
from codesign.extensions import db
from codesign.models import Coding, Contribution, Project, Submission
from codesign.tallies.themes import words_count

REDACTED = "[redacted: "  # as `core.quoting.redact` writes it


class Look(StrEnum):
    """One thing that is looked at, in the order of the page."""

    DETAILS = "details"
    GROUPS = "groups"
    CONSENT = "consent"
    WAITING = "waiting"
    NOT_CODED = "not_coded"
    NO_VOICE = "no_voice"
    THEMES_OPEN = "themes_open"
    MISSING = "missing"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCheck:
    """What was found: how many, of how many, and a few names. `ok` gets a tick."""

    look: Look
    ok: bool
    count: int = 0
    base: int = 0
    names: tuple[str, ...] = ()


def pack_checks(project_id: uuid.UUID, snapshot: EvidencePack) -> tuple[PackCheck, ...]:
    """Every check of a snapshot that `gather` made just now."""
    words = [said for said in snapshot.contributions if said.text is not None]
    redacted = [said.ref for said in words if REDACTED in (said.text or "")]
    kept_back = sum(said.consent is Consent.COUNT_ONLY for said in snapshot.contributions)
    hidden = sum(row.n is None for table in snapshot.participation.comparisons for row in table.rows)
    voiceless = [requirement.ref for requirement in snapshot.requirements_without_voice()]
    undecided = [theme.ref for theme in snapshot.themes_without_answer()]
    waiting, not_coded, readable = _words_to_read(project_id)
    limits = db.session.scalar(select(Project.limitations).where(Project.id == project_id)) or ""
    missing = snapshot.participation.not_heard
    return (
        PackCheck(look=Look.DETAILS, ok=not redacted, count=len(redacted), base=len(words), names=tuple(redacted)),
        PackCheck(look=Look.GROUPS, ok=True, count=hidden),
        PackCheck(look=Look.CONSENT, ok=True, count=kept_back, base=len(snapshot.contributions)),
        PackCheck(look=Look.WAITING, ok=not waiting, count=waiting),
        PackCheck(look=Look.NOT_CODED, ok=not not_coded, count=not_coded, base=readable),
        PackCheck(
            look=Look.NO_VOICE,
            ok=bool(snapshot.requirements) and not voiceless,
            count=len(voiceless),
            base=len(snapshot.requirements),
            names=tuple(voiceless),
        ),
        PackCheck(
            look=Look.THEMES_OPEN,
            ok=bool(snapshot.themes) and not undecided,
            count=len(undecided),
            base=len(snapshot.themes),
            names=tuple(undecided),
        ),
        PackCheck(look=Look.MISSING, ok=not missing, count=len(missing), names=missing),
        PackCheck(look=Look.LIMITS, ok=bool(limits.strip())),
    )


def _words_to_read(project_id: uuid.UUID) -> tuple[int, int, int]:
    """Words that wait for a reader; words that can be read and are in no theme; words that can be read."""
    mine = (
        select(func.count(Contribution.id))
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.project_id == project_id, words_count())
    )
    waiting = db.session.scalar(mine.where(Contribution.standing == Standing.WAITING)) or 0
    readable = mine.where(Contribution.standing.in_(READABLE_STANDINGS))
    coded = select(Coding.id).where(Coding.contribution_id == Contribution.id).exists()
    return waiting, db.session.scalar(readable.where(~coded)) or 0, db.session.scalar(readable) or 0
