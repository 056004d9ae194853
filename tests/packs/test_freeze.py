"""A freeze takes what is there, names its gaps, and never changes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from codesign.core.pack import seal_of
from codesign.core.terms import (
    CodedBy,
    Consent,
    Edition,
    EvidenceKind,
    ModerationReason,
    QuestionType,
    Response,
    Stance,
    Standing,
    StepKind,
)
from codesign.extensions import db
from codesign.models import (
    CardGroup,
    Coding,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Project,
    Requirement,
    Support,
)
from codesign.packs.commands import build_edition, edition_files, freeze_pack, snapshot_of
from codesign.renderers.manifest import verify
from tests.make import (
    NOW,
    commit,
    make_answer,
    make_board,
    make_card,
    make_consultation,
    make_idea,
    make_participant,
    make_project,
    make_question,
    make_theme,
    make_workshop,
)


def make_everything() -> Project:
    """A small project with something of every kind."""
    project = make_project()
    consultation = make_consultation(project)
    choice = make_question(consultation, QuestionType.ONE_CHOICE, "How do you travel?", labels=("Bus", "Car"))
    why = make_question(consultation, QuestionType.LONG_TEXT, "Why?")
    for n in range(31):
        answer = make_answer(choice, choice="Bus" if n < 20 else "Car")
        if n < 3:
            from codesign.models import Submission

            sent = db.session.get_one(Submission, answer.submission_id)
            make_answer(why, submission=sent, text=f"The {n} bus stops at the market, and nowhere near my street.")
    theme = make_theme(project, "Getting there and back")
    for contribution in _answers(project):
        db.session.add(Coding(contribution_id=contribution.id, theme_id=theme.id, coded_by=CodedBy.RULE, at=NOW))
    board = make_board(project)
    idea = make_idea(board, "Market day bus", "A shared minibus on market day.")
    db.session.add(Support(idea_id=idea.id, participant_id=make_participant(project).id, at=NOW))
    hidden = make_idea(board, "Rude", "Rude words about Bob.")
    hidden.contribution.standing = Standing.HIDDEN
    hidden.contribution.moderation_reason = ModerationReason.ABUSE
    quiet = make_idea(board, "Quiet", "Count me and do not quote me.", consent=Consent.COUNT_ONLY)
    workshop = make_workshop(project, steps=((StepKind.CARDS, "What helps?"), (StepKind.VOTE, "Which matter?")))
    group = CardGroup(position=1, title="Lifts", people=2, paper_dots=3)
    workshop.steps[0].groups.append(group)
    db.session.flush()
    workshop.steps[1].votes_on_id = workshop.steps[0].id
    make_card(workshop.steps[0], "A lift home after dark", group=group)
    requirement = Requirement(
        project_id=project.id,
        ref="REQ-001",
        title="Market bus",
        created_at=NOW,
        updated_at=NOW,
        statement="The provider must run a minibus on market day.",
        measure="Seats used each week",
    )
    for kind, field, row, stance in (
        (EvidenceKind.THEME, "theme_id", theme, Stance.SUPPORTS),
        (EvidenceKind.IDEA, "idea_id", idea, Stance.SUPPORTS),
        (EvidenceKind.WORKSHOP, "group_id", group, Stance.SUPPORTS),
        (EvidenceKind.QUESTION, "question_id", choice, Stance.QUALIFIES),
        (EvidenceKind.CONTRIBUTION, "contribution_id", _answers(project)[0], Stance.OPPOSES),
    ):
        requirement.links.append(EvidenceLink(kind=kind, stance=stance, linked_at=NOW, **{field: row.id}))
    silent = Requirement(
        project_id=project.id, ref="REQ-002", title="Reports", created_at=NOW, updated_at=NOW, statement=""
    )
    decision = Decision(
        project_id=project.id,
        ref="D-001",
        said="People asked for a bus on market day.",
        response=Response.ACCEPTED,
        action="We put it in the specification.",
        created_at=NOW,
    )
    db.session.add_all([requirement, silent, decision])
    db.session.flush()
    decision.subjects = [DecisionSubject(theme_id=theme.id), DecisionSubject(requirement_id=requirement.id)]
    assert quiet.id
    commit()
    return project


def _answers(project: Project) -> list:  # type: ignore[type-arg]
    from sqlalchemy import select

    from codesign.models import Contribution

    return list(
        db.session.scalars(
            select(Contribution)
            .where(Contribution.project_id == project.id, Contribution.question_id.is_not(None))
            .order_by(Contribution.code)
        )
    )


def test_a_freeze_holds_what_was_said_and_what_was_made_of_it(app: object) -> None:
    project = make_everything()
    pack = freeze_pack(project.id, by_person_id=None, at=NOW)
    snapshot = snapshot_of(pack)
    assert pack.ref == f"EP-{project.ref}-v1"
    assert seal_of(snapshot) == pack.seal
    question = snapshot.questions[0]
    assert (question.ref, question.base) == ("C1-Q1", 31)
    assert [(r.label, r.n, r.percent) for r in question.results] == [("Bus", 20, 65), ("Car", 11, 35)]
    assert snapshot.themes[0].people == 3
    assert snapshot.boards[0].ideas[0].support == 1
    vote = snapshot.workshops[0].steps[1]
    assert [(g.title, g.dots, g.voters) for g in vote.groups] == [("Lifts", 3, 2)]
    assert {link.kind for link in snapshot.trace} == set(EvidenceKind)
    assert snapshot.decisions[0].resulting == ("REQ-001",)
    words = " ".join(limit.text for limit in snapshot.limits)
    assert "No evidence supports REQ-002" in words
    assert "1 contributions were hidden" in words or "1 contribution" in words


def test_an_empty_project_can_be_frozen_and_says_what_is_not_there(app: object) -> None:
    project = make_project()
    pack = freeze_pack(project.id, by_person_id=None, at=NOW)
    texts = [limit.text for limit in snapshot_of(pack).limits]
    assert "No requirements have been written yet." in texts
    assert "No themes have been agreed yet." in texts


def test_a_later_freeze_is_the_next_version_and_names_the_one_before(app: object) -> None:
    project = make_everything()
    first = freeze_pack(project.id, by_person_id=None, at=NOW)
    second = freeze_pack(project.id, by_person_id=None, at=NOW + timedelta(days=1))
    assert second.version == 2
    assert second.supersedes_id == first.id
    assert snapshot_of(second).pack.supersedes == first.ref
    assert snapshot_of(first).pack.supersedes is None


def test_each_edition_verifies_and_shows_only_what_its_readers_may_see(app: object, tmp_path: Path) -> None:
    project = make_everything()
    freeze_pack(project.id, by_person_id=None, at=NOW)
    commit()
    for edition in Edition:
        build_edition(project.id, edition, at=NOW)
        folder = tmp_path / edition.value
        folder.mkdir()
        for path, content in edition_files(project.id, edition):
            (folder / path).write_bytes(content)
        assert verify(folder).ok
        pack = json.loads((folder / "pack.json").read_text())
        ideas = {idea["ref"]: idea for idea in pack["boards"][0]["ideas"]}
        statuses = sorted(idea["status"] for idea in ideas.values())
        everything = (folder / "pack.json").read_text() + (folder / "pack.html").read_text()
        assert "Rude words" not in everything
        assert "do not quote me" not in everything
        assert statuses == (
            ["hidden", "published", "published"] if edition is Edition.COMMISSIONER else ["published", "published"]
        )
        assert all(idea["text"] is None for idea in ideas.values() if idea["status"] == "hidden")
        (folder / "pack.json").write_bytes((folder / "pack.json").read_bytes()[:-2] + b" \n")
        broken = verify(folder)
        assert not broken.ok
        assert broken.changed == ("pack.json",)


def test_the_same_freeze_gives_the_same_json_and_csv_however_often_it_is_made(app: object) -> None:
    from codesign import renderers
    from codesign.core.pack import edition_of

    project = make_everything()
    pack = freeze_pack(project.id, by_person_id=None, at=NOW)
    made = [
        {
            f.path: f.content
            for f in renderers.build(edition_of(snapshot_of(pack), Edition.PUBLIC), pack.seal, ("json", "csv"))
        }
        for _ in range(2)
    ]
    assert made[0] == made[1]
