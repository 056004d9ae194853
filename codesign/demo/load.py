"""Loading the two demonstration projects, once, and saying where to open them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from codesign.accounts.addresses import sign_in_address
from codesign.accounts.commands import sign_in_link
from codesign.core.terms import Edition, EvidenceKind, MilestoneKind, Role, Stance, SubmissionState
from codesign.demo import live, upper_calder
from codesign.demo.loading.about import ZONE, open_book
from codesign.demo.loading.answers import load_consultation
from codesign.demo.loading.board_acts import board_steps, make_decks
from codesign.demo.loading.boards import load_boards
from codesign.demo.loading.book import noon
from codesign.demo.loading.findings import load_decisions, load_findings
from codesign.demo.loading.idea_answers import load_idea_answers
from codesign.demo.loading.where import where_steps
from codesign.demo.loading.workshops import load_workshops
from codesign.demo.shapes import Demo
from codesign.extensions import db, transaction
from codesign.models import (
    Contribution,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Membership,
    Person,
    Project,
    Requirement,
    Submission,
    Workshop,
)
from codesign.packs.commands import build_edition, freeze_pack
from codesign.tallies.steps import take_due_steps

LINK_LIVES: Final = timedelta(hours=24)
"""How long a printed sign-in link works: a demonstration is shown within a day of starting it."""


def load_demo(app: Flask, *, base_url: str, at: datetime) -> list[str]:
    """Load what is not there yet, inside an app context; the lines to print, with sign-in links that work once each.

    `at` is the moment of loading: the live project is told from its day. A project whose slug exists is left as it is.
    """
    base_url = base_url.rstrip("/")
    today = at.astimezone(ZoneInfo(ZONE)).date()
    if _project("upper-calder-valley") is None:
        load_finished(upper_calder.build(), base_url=base_url, at=at)
    if _project("the-landing") is None:
        with transaction():
            load_taking_part(live.build(today), at, asked_today=today, base_url=base_url)
    lines = []
    with transaction():
        take_due_steps(at=at)
        for slug in ("the-landing", "upper-calder-valley"):
            project = _project(slug)
            if project is not None:
                lines += [*_lines(project, base_url, at), ""]
    return lines[:-1]


def load_taking_part(
    demo: Demo, at: datetime, *, asked_today: date | None = None, base_url: str = "http://localhost"
) -> uuid.UUID:
    """A project with all that was said and what was made of it so far; its key.

    With the day it is loaded it also gets a second questionnaire, about where and when.
    """
    book = open_book(demo, at)
    load_consultation(book, demo)
    load_boards(book, demo)
    load_workshops(book, demo)
    load_findings(book, demo)
    steps = board_steps(book, demo, base_url=base_url)
    if asked_today is not None:
        steps += where_steps(book, demo, asked_today)
    book.take(steps)
    book.record()
    make_decks(book.project_id, at=at)
    return book.project_id


def load_finished(demo: Demo, *, base_url: str, at: datetime) -> uuid.UUID:
    """A project to its end: version 1 of the pack frozen for those who decide, then decisions, then version 2 with them."""
    on = {milestone.kind: milestone.on for milestone in demo.project.milestones}
    with transaction():
        book = open_book(demo, at)
        load_consultation(book, demo)
        load_boards(book, demo)
        load_workshops(book, demo)
        load_findings(book, demo)
        book.take(board_steps(book, demo, base_url=base_url))
        book.record()
        by = book.staff["commissioner"]
        freeze_pack(book.project_id, by_person_id=by, at=noon(on[MilestoneKind.PACK_FROZEN]), base_url=base_url)
        load_decisions(book, demo)
        book.record()
        load_idea_answers(book, demo, base_url=base_url)
        make_decks(book.project_id, at=at)
        frozen_at = noon(on[MilestoneKind.RESPONSE_PUBLISHED], 30)
        freeze_pack(book.project_id, by_person_id=by, at=frozen_at, base_url=base_url)
    for edition in Edition:
        build_edition(book.project_id, edition, at=frozen_at)
    return book.project_id


def _project(slug: str) -> Project | None:
    return db.session.scalar(select(Project).where(Project.slug == slug))


def _lines(project: Project, base_url: str, at: datetime) -> Iterator[str]:
    now_on = db.session.scalar(
        select(Workshop)
        .where(Workshop.project_id == project.id, Workshop.ended_at.is_(None), Workshop.started_at.is_not(None))
        .order_by(Workshop.starts_at.desc())
        .limit(1)
    )
    room = f"/w/{now_on.join_code}/run" if now_on else f"/manage/{project.slug}/workshops"
    yield f"{project.slug}: {project.name}"
    yield f"  Resident      {base_url}/p/{project.slug}"
    yield f"  Facilitator   {_sign_in(project, Role.FACILITATOR, room, base_url, at)}"
    yield f"  Commissioner  {_sign_in(project, Role.COMMISSIONER, f'/manage/{project.slug}', base_url, at)}"
    if now_on:
        yield f"  Join code     {now_on.join_code}, at {base_url}/join"
    receipt = _telling_receipt(project.id)
    if receipt:
        yield f"  Receipt code  {receipt}, at {base_url}/receipt"


def _sign_in(project: Project, role: Role, onward: str, base_url: str, at: datetime) -> str:
    person = db.session.scalars(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.project_id == project.id, Membership.role == role)
        .order_by(Person.email)
        .limit(1)
    ).one()
    secret = sign_in_link(person, lifetime=LINK_LIVES, at=at)
    return f"{sign_in_address(base_url, secret)}?next={quote(onward, safe='/')}"


def _telling_receipt(project_id: uuid.UUID) -> str | None:
    """The receipt of someone whose words support a requirement that a published decision led to."""
    return db.session.scalar(
        select(Submission.receipt)
        .join(Contribution, Contribution.submission_id == Submission.id)
        .join(EvidenceLink, EvidenceLink.contribution_id == Contribution.id)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .join(DecisionSubject, DecisionSubject.requirement_id == Requirement.id)
        .join(Decision, Decision.id == DecisionSubject.decision_id)
        .where(
            Submission.project_id == project_id,
            Submission.state == SubmissionState.ACCEPTED,
            EvidenceLink.kind == EvidenceKind.CONTRIBUTION,
            EvidenceLink.stance == Stance.SUPPORTS,
            Decision.published_on.is_not(None),
        )
        .order_by(Requirement.position, EvidenceLink.linked_at, EvidenceLink.id)
        .limit(1)
    )
