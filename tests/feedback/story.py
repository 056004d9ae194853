"""One resident's words with everything that became of them: the rows that tests of the way back and of packs share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from codesign.core.terms import (
    CodedBy,
    Consent,
    EvidenceKind,
    Moscow,
    QuestionType,
    Response,
    Stance,
    ThemeStance,
)
from codesign.extensions import db
from codesign.models import (
    CardGroup,
    Coding,
    Consultation,
    Contribution,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Participant,
    Person,
    Project,
    Question,
    Requirement,
    Submission,
    Theme,
)
from tests.make import (
    NOW,
    commit,
    make_answer,
    make_board,
    make_card,
    make_consultation,
    make_idea,
    make_person,
    make_project,
    make_submission,
    make_theme,
    make_workshop,
)

WORDS = "The group stops at 3. I am still at work at 3."


@dataclass(frozen=True)
class Story:
    """A project in which one person's words reached a clause and a decision."""

    project: Project
    person: Person
    question: Question
    closed: Question
    submission: Submission
    words: Contribution
    theme: Theme
    requirement: Requirement
    decision: Decision

    @property
    def receipt(self) -> str:
        return self.submission.receipt


def make_requirement(project: Project, title: str = "Open after work", **fields: Any) -> Requirement:
    n = len(db.session.query(Requirement).filter_by(project_id=project.id).all()) + 1
    row = Requirement(
        **{
            "project_id": project.id, "ref": f"REQ-{n:03d}", "position": n, "title": title, "moscow": Moscow.MUST,
            "statement": "The provider must open until 7pm on two weekdays.", "created_at": NOW, "updated_at": NOW,
            **fields,
        }
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def link(requirement: Requirement, *, stance: Stance = Stance.SUPPORTS, **to: Any) -> EvidenceLink:
    """`to` names one thing by its column: contribution_id, theme_id, question_id, idea_id or group_id."""
    kinds = {
        "contribution_id": EvidenceKind.CONTRIBUTION,
        "theme_id": EvidenceKind.THEME,
        "question_id": EvidenceKind.QUESTION,
        "idea_id": EvidenceKind.IDEA,
        "group_id": EvidenceKind.WORKSHOP,
    }
    row = EvidenceLink(requirement_id=requirement.id, kind=kinds[next(iter(to))], stance=stance, linked_at=NOW, **to)
    db.session.add(row)
    db.session.flush()
    return row


def code(words: Contribution, theme: Theme, person: Person, stance: ThemeStance = ThemeStance.SUPPORTS) -> None:
    db.session.add(
        Coding(
            contribution_id=words.id,
            theme_id=theme.id,
            coded_by=CodedBy.PERSON,
            coder_id=person.id,
            stance=stance,
            at=NOW,
        )
    )
    db.session.flush()


def make_decision(project: Project, *, response: Response = Response.PARTLY, **subjects: Any) -> Decision:
    n = len(db.session.query(Decision).filter_by(project_id=project.id).all()) + 1
    published = subjects.pop("published_on", None)
    row = Decision(
        project_id=project.id, ref=f"D-{n:03d}", said="You want the hub open after work.", response=response,
        action="It opens until 7pm on two days.", reason="There are not enough staff for five days.",
        decided_by="Cabinet", decided_on=NOW.date(), published_on=published, created_at=NOW,
    )  # fmt: skip
    row.subjects = [DecisionSubject(**subjects)] if subjects else []
    db.session.add(row)
    db.session.flush()
    return row


def make_story(*, project: Project | None = None, consent: Consent = Consent.PUBLIC, text: str = WORDS) -> Story:
    """Words → theme → requirement → decision, told but not published; a closed answer beside them."""
    project = project or make_project()
    person = make_person()
    consultation = make_consultation(
        project,
        questions=(
            (QuestionType.LONG_TEXT, "What makes it hard to come?"),
            (QuestionType.ONE_CHOICE, "How do you travel?", ("Bus", "On foot")),
        ),
    )
    question, closed = consultation.questions
    submission = make_submission(consultation)
    answer = make_answer(question, submission=submission, text=text, consent=consent)
    make_answer(closed, submission=submission, choice="Bus")
    words = db.session.get_one(Contribution, answer.contribution_id)
    theme = make_theme(project, "Open when we are free")
    code(words, theme, person)
    requirement = make_requirement(project)
    link(requirement, theme_id=theme.id)
    decision = make_decision(project, requirement_id=requirement.id)
    commit()
    return Story(project, person, question, closed, submission, words, theme, requirement, decision)


def make_more(story: Story) -> dict[str, str]:
    """An idea and a card of other people that reached the same clause; their receipts by kind."""
    board, workshop = make_board(story.project), make_workshop(story.project)
    idea = make_idea(board, "Late opening", "Stay open late on Fridays.")
    group = CardGroup(step_id=workshop.steps[0].id, position=1, title="Evenings")
    db.session.add(group)
    db.session.flush()
    card = make_card(workshop.steps[0], "Open evenings", group=group)
    link(story.requirement, idea_id=idea.id)
    link(story.requirement, group_id=group.id)
    commit()
    return {
        kind: db.session.get_one(Submission, row.contribution.submission_id).receipt
        for kind, row in (("idea", idea), ("card", card))
    }


def people(story: Story, number: int) -> list[Participant]:
    """More people who answered, so that numbers get a percentage."""
    made = []
    for n in range(number):
        submission = make_submission(db.session.get_one(Consultation, story.submission.activity_id))
        make_answer(story.question, submission=submission, text=f"It is hard for me too, says {n}.")
        made.append(db.session.get_one(Participant, submission.participant_id))
    commit()
    return made
