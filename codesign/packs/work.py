"""Long work on packs, outside a request: the files of both editions of a freeze are made here, once."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, or_, select, update

from codesign.core.terms import Edition, JobState
from codesign.core.words import N_
from codesign.extensions import Busy, db, transaction
from codesign.models import Job
from codesign.packs.commands import build_edition

log = logging.getLogger("codesign.packs")

BUILD = "build_pack"
LEASE = timedelta(minutes=15)  # longer than any making; after it another worker may take over
STEPS = {
    Edition.COMMISSIONER: N_("Making the files for commissioners and bidders, 1 of 2"),
    Edition.PUBLIC: N_("Making the public files, 2 of 2"),
}
WAITS = N_("Waiting to start")
FAILED = {
    Edition.COMMISSIONER: N_("The files for commissioners and bidders could not be made."),
    Edition.PUBLIC: N_("The public files could not be made."),
}


def ask_for_files(project_id: uuid.UUID, version: int, *, by: uuid.UUID | None, at: datetime) -> None:
    """Put the making of both editions of a version on the list; once, while it is neither done nor failed."""
    open_jobs = db.session.scalars(
        select(Job).where(
            Job.project_id == project_id, Job.kind == BUILD, Job.state.in_((JobState.WAITING, JobState.RUNNING))
        )
    )
    if any(job.arguments.get("version") == version for job in open_jobs):
        return
    db.session.add(
        Job(
            project_id=project_id,
            kind=BUILD,
            arguments={"version": version},
            progress=WAITS,
            requested_by_id=by,
            created_at=at,
        )
    )
    db.session.flush()


def run_waiting_jobs(limit: int = 1, *, at: datetime | None = None) -> int:
    """Make the files of the packs that wait, oldest first; how many jobs were taken. Needs an app context.

    A job that fails says which part, and what was made before stays. A job whose worker died is taken again.
    """
    taken = 0
    while taken < limit and (job_id := _take(at or _now())) is not None:
        taken += 1
        _run(job_id, at)
    return taken


def _take(at: datetime) -> uuid.UUID | None:
    """The oldest job that waits, now ours; whoever changes its row first has it."""
    free = and_(
        Job.kind == BUILD,
        or_(
            Job.state == JobState.WAITING,
            and_(Job.state == JobState.RUNNING, Job.started_at <= at - LEASE),
        ),
    )
    oldest = db.session.scalar(select(Job.id).where(free).order_by(Job.created_at, Job.id).limit(1))
    db.session.rollback()  # the read holds up nobody
    if oldest is None:
        return None
    with transaction():
        return db.session.scalar(
            update(Job)
            .where(Job.id == oldest, free)
            .values(state=JobState.RUNNING, started_at=at, error="")
            .returning(Job.id)
            .execution_options(synchronize_session=False)
        )


def _run(job_id: uuid.UUID, at: datetime | None) -> None:
    job = db.session.get_one(Job, job_id)
    project_id, version = job.project_id, int(job.arguments["version"])
    db.session.rollback()
    for edition in Edition:
        _note(job_id, progress=STEPS[edition])
        try:
            build_edition(project_id, edition, version=version, at=at or _now())
        except Busy:
            _note(job_id, state=JobState.WAITING, progress=WAITS)
            return
        except Exception as error:
            # The class only: a message may carry a resident's words.
            log.error("pack of job %s, %s edition: %s", job_id, edition.value, type(error).__name__)
            _note(job_id, state=JobState.FAILED, error=FAILED[edition], finished_at=at or _now())
            return
    _note(job_id, state=JobState.DONE, progress="", finished_at=at or _now())


def _note(job_id: uuid.UUID, **values: object) -> None:
    with transaction():
        db.session.execute(
            update(Job).where(Job.id == job_id).values(**values).execution_options(synchronize_session=False)
        )
    db.session.expire_all()


def _now() -> datetime:
    return datetime.now(UTC)
