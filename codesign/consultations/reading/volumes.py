"""How many came, how many count, and by which way: the totals in the header of every page of results."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.core.terms import Mode, SubmissionState
from codesign.extensions import db
from codesign.models import Consultation, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """Sendings of one consultation. `modes` are those that count, each way of equal standing, the most used first."""

    ref: str
    title: str
    received: int
    counted: int
    flagged: int
    quarantined: int
    excluded: int
    withdrawn: int
    late: int
    modes: tuple[tuple[Mode, int], ...]
    languages: tuple[tuple[str, int], ...]


def volumes(project_id: uuid.UUID, ref: str) -> Volumes:
    """Both totals of a consultation, and what lies between them. Raises `NotFound`."""
    return volumes_of(rows.consultation_row(project_id, ref))


def volumes_of(consultation: Consultation) -> Volumes:
    here = Submission.activity_id == consultation.id
    counts = Submission.state.in_(rows.COUNTED)
    by_state = select(Submission.state, func.count()).where(here).group_by(Submission.state)
    states: Mapping[SubmissionState, int] = dict(db.session.execute(by_state).all())
    late = select(func.count()).select_from(Submission).where(here, counts, Submission.state_rule == "late")
    modes = db.session.execute(select(Submission.mode, func.count()).where(here, counts).group_by(Submission.mode))
    languages = db.session.execute(
        select(Submission.language, func.count()).where(here, counts).group_by(Submission.language)
    )
    return Volumes(
        ref=consultation.ref,
        title=consultation.title,
        received=sum(states.values()),
        counted=sum(states.get(state, 0) for state in rows.COUNTED),
        flagged=states.get(SubmissionState.FLAGGED, 0),
        quarantined=states.get(SubmissionState.QUARANTINED, 0),
        excluded=states.get(SubmissionState.EXCLUDED, 0),
        withdrawn=states.get(SubmissionState.WITHDRAWN, 0),
        late=db.session.scalar(late) or 0,
        modes=tuple(sorted(((mode, n) for mode, n in modes), key=lambda pair: (-pair[1], pair[0]))),
        languages=tuple(sorted(((code, n) for code, n in languages), key=lambda pair: (-pair[1], pair[0]))),
    )
