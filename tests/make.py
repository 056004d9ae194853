"""Rows for tests, made plainly: make_project(), make_person() … Each flushes; `commit()` lets other connections see."""

from __future__ import annotations

import itertools
import secrets
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from codesign.core.codes import digest, public_code, secret
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    Consent,
    ContributionKind,
    MilestoneKind,
    Mode,
    QuestionType,
    Role,
    Standing,
    StepKind,
)
from codesign.extensions import db
from codesign.ledger import said, sending
from codesign.models import (
    Answer,
    AnswerChoice,
    Area,
    Card,
    CardGroup,
    Choice,
    Codebook,
    Consultation,
    Idea,
    IdeaBoard,
    Membership,
    Milestone,
    Organisation,
    Participant,
    Person,
    Project,
    Question,
    QuestionVersion,
    StaffSession,
    Step,
    Submission,
    Theme,
    Workshop,
)
from tests.browser import Browser

Row = TypeVar("Row")
_number = itertools.count(1)
NOW = datetime.now(UTC).replace(microsecond=0)


def commit() -> None:
    db.session.commit()


def _add(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row


def make_organisation(name: str = "Upper Calder Council") -> Organisation:
    n = next(_number)
    return _add(
        Organisation(
            name=name,
            slug=f"council-{n}",
            phone="01632 960114",
            phone_hours="Monday to Friday, 9am to 5pm",
            created_at=NOW,
        )
    )


def make_project(*, organisation: Organisation | None = None, published: bool = True, **fields: Any) -> Project:
    n = next(_number)
    values: dict[str, Any] = {
        "ref": f"CP-2026-{n:03d}",
        "slug": f"family-hub-{n}",
        "name": "Help design the new family hub",
        "promise": "What you tell us goes into that list.",
        "introduction": "A local group will run the hub. The council writes down what that group must do.",
        "place": "Hebble Bridge",
        "service": "Family support",
        "who_for": "Families with children under 11",
        "created_at": NOW,
        "published_at": NOW if published else None,
        **fields,
    }
    project = Project(organisation=organisation or make_organisation(), **values)
    project.areas.append(Area(code="E05999902", name="Hebble Bridge"))
    project.milestones.append(Milestone(kind=MilestoneKind.OPENS, title="We listen", on=NOW.date(), shown=True))
    return _add(project)


def make_person(
    role: Role | None = None, *, project: Project | None = None, organisation: Organisation | None = None, **fields: Any
) -> Person:
    n = next(_number)
    person: Person = _add(
        Person(**{"email": f"person{n}@council.example", "name": f"Person {n}", "created_at": NOW, **fields})
    )
    if role is not None:
        _add(
            Membership(
                person=person,
                role=role,
                created_at=NOW,
                project_id=project.id if project else None,
                organisation_id=organisation.id if organisation else None,
            )
        )
    return person


def sign_in(browser: Browser, person: Person, *, second_factor: bool = True) -> None:
    """Give the browser a staff session, as a good sign-in would."""
    token = secret()
    _add(
        StaffSession(
            person_id=person.id,
            token_digest=digest(token),
            created_at=NOW,
            seen_at=datetime.now(UTC),
            expires_at=NOW + timedelta(hours=20),
            second_factor_at=NOW if second_factor else None,
        )
    )
    commit()
    browser.client.set_cookie("codesign-staff", token, domain="localhost")


def make_participant(project: Project, **fields: Any) -> Participant:
    return _add(Participant(project_id=project.id, ref=public_code("P"), created_at=NOW, **fields))


OPEN = {"state": ActivityState.OPEN, "opens_at": NOW - timedelta(days=14), "closes_at": NOW + timedelta(days=28)}


def _ref(project: Project, letter: str) -> str:
    from sqlalchemy import func, select

    from codesign.models import Activity

    count = db.session.scalar(
        select(func.count()).where(Activity.project_id == project.id, Activity.ref.startswith(letter))
    )
    return f"{letter}{(count or 0) + 1}"


def make_consultation(
    project: Project | None = None, *, questions: tuple[Any, ...] = (), **fields: Any
) -> Consultation:
    """An open consultation. `questions` are (type, text) or (type, text, labels) tuples."""
    project = project or make_project()
    row: Consultation = _add(
        Consultation(
            **{
                "project_id": project.id,
                "ref": _ref(project, "C"),
                "title": "Have your say",
                "created_at": NOW,
                **OPEN,
                **fields,
            }
        )
    )
    for position, spec in enumerate(questions, 1):
        make_question(row, spec[0], spec[1], labels=spec[2] if len(spec) > 2 else (), position=position)
    return row


def make_question(
    consultation: Consultation,
    type: QuestionType,
    text: str,
    *,
    labels: tuple[str, ...] = (),
    position: int | None = None,
    **fields: Any,
) -> Question:
    position = position or len(consultation.questions) + 1
    question = Question(ref=f"Q{position}", position=position)
    version = QuestionVersion(number=1, type=type, text=text, created_at=NOW, **fields)
    version.choices = [Choice(position=i, code=f"c{i}", label=label) for i, label in enumerate(labels, 1)]
    question.versions.append(version)
    consultation.questions.append(question)
    db.session.flush()
    return question


def make_submission(activity: Any, participant: Participant | None = None, *, mode: Mode = Mode.WEB) -> Submission:
    if participant is None:
        project = db.session.get_one(Project, activity.project_id)
        participant = make_participant(project)
    return sending(activity, participant, secrets.token_urlsafe(18), at=NOW, mode=mode).submission


def make_answer(
    question: Question,
    *,
    submission: Submission | None = None,
    choice: str | None = None,
    text: str | None = None,
    **said_fields: Any,
) -> Answer:
    """An answer to a question by a new participant (or within `submission`): a choice by label, or words."""
    consultation = db.session.get_one(Consultation, question.consultation_id)
    submission = submission or make_submission(consultation)
    contribution = None
    if text is not None:
        contribution = said(submission, ContributionKind.ANSWER, text, at=NOW, question_id=question.id, **said_fields)
    answer = Answer(
        submission_id=submission.id,
        question_id=question.id,
        question_version_id=question.current.id,
        contribution_id=contribution.id if contribution else None,
    )
    if choice is not None:
        chosen = next(c for c in question.current.choices if c.label == choice)
        answer.chosen.append(AnswerChoice(choice_id=chosen.id))
    return _add(answer)


def make_board(project: Project | None = None, *, asks: BoardAsks = BoardAsks.IDEAS, **fields: Any) -> IdeaBoard:
    project = project or make_project()
    return _add(
        IdeaBoard(
            **{
                "project_id": project.id,
                "ref": _ref(project, "B"),
                "title": "Ideas for the hub",
                "asks": asks,
                "created_at": NOW,
                **OPEN,
                **fields,
            }
        )
    )


def make_idea(
    board: IdeaBoard,
    title: str = "More benches",
    text: str = "Somewhere to sit on the hill.",
    *,
    standing: Standing = Standing.PUBLISHED,
    consent: Consent = Consent.PUBLIC,
    **fields: Any,
) -> Idea:
    submission = make_submission(board)
    contribution = said(submission, ContributionKind.IDEA, text, at=NOW, consent=consent)
    contribution.standing = standing
    return _add(
        Idea(
            **{
                "board_id": board.id,
                "ref": f"I-{next(_number):04d}",
                "title": title,
                "contribution": contribution,
                "created_at": NOW,
                **fields,
            }
        )
    )


def make_workshop(
    project: Project | None = None,
    *,
    steps: tuple[Any, ...] = ((StepKind.CARDS, "What would make you walk in the door?"),),
    **fields: Any,
) -> Workshop:
    """A workshop today. `steps` are (kind, prompt) tuples."""
    project = project or make_project()
    row: Workshop = _add(
        Workshop(
            **{
                "project_id": project.id,
                "ref": _ref(project, "W"),
                "title": "Family hub workshop",
                "created_at": NOW,
                "join_code": f"{482000 + next(_number)}",
                "place": "Hebble Bridge Library",
                "host_name": "Sam",
                "starts_at": NOW - timedelta(minutes=10),
                "ends_at": NOW + timedelta(hours=2),
                **OPEN,
                **fields,
            }
        )
    )
    for position, (kind, prompt) in enumerate(steps, 1):
        row.steps.append(
            Step(position=position, ref=f"A{position}", kind=kind, title=kind.value.title(), prompt=prompt)
        )
    db.session.flush()
    return row


def make_card(
    step: Step,
    text: str = "Someone I know on the front desk",
    *,
    group: CardGroup | None = None,
    workshop: Workshop | None = None,
) -> Card:
    workshop = workshop or db.session.get_one(Workshop, step.workshop_id)
    submission = make_submission(workshop, mode=Mode.WORKSHOP)
    contribution = said(submission, ContributionKind.CARD, text, at=NOW)
    return _add(Card(step_id=step.id, contribution=contribution, group_id=group.id if group else None, created_at=NOW))


def make_theme(project: Project, title: str = "A face I know", **fields: Any) -> Theme:
    from sqlalchemy import select

    codebook = db.session.scalar(select(Codebook).where(Codebook.project_id == project.id))
    if codebook is None:
        codebook = _add(Codebook(project_id=project.id, title="What people said", created_at=NOW))
    ref = f"T{len(codebook.themes) + 1:02d}"
    theme = Theme(**{"ref": ref, "title": title, "definition": "People want someone they know.", **fields})
    codebook.themes.append(theme)
    db.session.flush()
    return theme


def make_area(project: Project, name: str = "Alderbrook East", **fields: Any) -> Area:
    """An area of the project."""
    row: Area = _add(
        Area(**{"project_id": project.id, "code": f"E0{next(_number):07d}", "name": name, "kind": "ward", **fields})
    )
    return row


__all__ = [name for name in dir() if name.startswith("make_")] + ["NOW", "OPEN", "commit", "sign_in", "uuid"]
