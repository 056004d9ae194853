"""The demonstration projects as rows: they count to the numbers of the data, and what they say leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.closing import Window, is_open
from codesign.core.terms import (
    ActivityState,
    BoardPhaseKind,
    ContributionKind,
    Edition,
    ModerationAct,
    ReplyKind,
    ReshapingState,
    Standing,
    StepPhase,
    SubmissionState,
)
from codesign.core.workshop import RoomState, room_state, takes_input
from codesign.demo import live, upper_calder
from codesign.demo.codebook import EXPECTED_PEOPLE
from codesign.demo.load import load_demo
from codesign.extensions import db
from codesign.ideas import likeness
from codesign.ideas import rows as boards
from codesign.ideas.staff_author import staff_digest
from codesign.ledger import stored_links
from codesign.models import (
    Activity,
    Answer,
    AnswerBatch,
    AnswerChoice,
    Appeal,
    Area,
    Attendee,
    BudgetSlot,
    Card,
    CardGroup,
    ChainHead,
    Choice,
    Codebook,
    Coding,
    Comment,
    Consultation,
    Contribution,
    ContributionVersion,
    Decision,
    DecisionSubject,
    Dot,
    EqualityAnswer,
    EventRow,
    EvidenceLink,
    FairDeck,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    Model,
    ModerationAction,
    Pack,
    PackFile,
    PairChoice,
    PaperTally,
    Participant,
    PopulationFigure,
    Project,
    Question,
    QuestionVersion,
    Requirement,
    RequirementVersion,
    Reshaping,
    SignInLink,
    StatementVote,
    Step,
    Submission,
    Support,
    Theme,
    Upload,
    Workshop,
    WrittenPolicy,
)
from codesign.projects.landing import landing_page
from codesign.tallies.taking_part import people
from codesign.tallies.themes import people_with_words, theme_tallies
from codesign.workshops.rooms import times_of
from tests.browser import Browser
from tests.conftest import _empty_database

AT = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
BASE = "http://localhost"
FINISHED, LIVE = upper_calder.build(), live.build(AT.date())


@pytest.fixture(scope="module")
def lines(session_app: Flask, settings: Config) -> Iterator[list[str]]:
    """Both projects loaded once for this module; its tests read."""
    with session_app.app_context():
        _empty_database(settings)
        settings.instance.mkdir(exist_ok=True)
        yield load_demo(session_app, base_url=BASE, at=AT)
        db.session.remove()


@pytest.fixture
def finished(lines: list[str]) -> Iterator[Project]:
    yield _project("upper-calder-valley")
    db.session.rollback()


@pytest.fixture
def live_now(lines: list[str]) -> Iterator[Project]:
    yield _project("the-landing")
    db.session.rollback()


def _project(slug: str) -> Project:
    return db.session.scalars(select(Project).where(Project.slug == slug)).one()


def count(query: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def of(project: Project, model: Any) -> int:
    return count(select(model.id).where(model.project_id == project.id))


def activity(project: Project, ref: str) -> Any:
    return db.session.scalars(select(Activity).where(Activity.project_id == project.id, Activity.ref == ref)).one()


def test_421_were_received_and_406_count(finished: Project) -> None:
    c1 = activity(finished, "C1")
    states = Counter(
        db.session.execute(select(Submission.state, Submission.state_rule).where(Submission.activity_id == c1.id))
    )
    assert states == {
        (SubmissionState.ACCEPTED, ""): 406,
        (SubmissionState.EXCLUDED, "duplicate"): 9,
        (SubmissionState.EXCLUDED, "blank"): 4,
        (SubmissionState.WITHDRAWN, "withdrawn"): 2,
    }
    assert people(finished.id) == 406
    assert people_with_words(finished.id) == 372


def test_answers_are_those_of_the_data(finished: Project) -> None:
    c1 = activity(finished, "C1")
    rows = db.session.execute(
        select(Question.ref, Choice.code, func.count())
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(Choice, Choice.question_version_id == QuestionVersion.id)
        .join(AnswerChoice, AnswerChoice.choice_id == Choice.id)
        .join(Answer, Answer.id == AnswerChoice.answer_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Question.consultation_id == c1.id, Submission.state == SubmissionState.ACCEPTED)
        .group_by(Question.ref, Choice.code)
    )
    stored = {(f"C1-{ref}", code): n for ref, code, n in rows}
    valid = [s for s in FINISHED.sendings if s.state is SubmissionState.ACCEPTED]
    told = Counter((a.question, code) for s in valid for a in s.answers for code in a.choices)
    unsure = told.pop(("C1-Q06", "not_sure"))
    assert stored == told
    assert stored["C1-Q07", "support"] == 231
    assert (
        count(
            select(Answer.id)
            .join(Submission)
            .where(Answer.not_sure, Submission.state == "accepted", Submission.activity_id == c1.id)
        )
        == unsure
    )


def test_the_order_of_a_ranking_is_kept(finished: Project) -> None:
    first = next(s for s in FINISHED.sendings if (a := s.answer("C1-Q05")) and list(a.choices) != sorted(a.choices))
    answer = first.answer("C1-Q05")
    assert answer is not None
    rows = db.session.scalars(
        select(Choice.code)
        .join(AnswerChoice, AnswerChoice.choice_id == Choice.id)
        .join(Answer, Answer.id == AnswerChoice.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.received_at == first.sent_at, Question.ref == "Q05", Submission.project_id == finished.id)
        .order_by(AnswerChoice.position)
    )
    assert tuple(rows) == answer.choices


def test_every_theme_has_the_people_it_should_have(finished: Project) -> None:
    rows = db.session.execute(
        select(Theme.ref, func.count(Contribution.participant_id.distinct()))
        .join(Coding, Coding.theme_id == Theme.id)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.project_id == finished.id, Submission.state == SubmissionState.ACCEPTED)
        .group_by(Theme.ref)
    )
    assert dict(rows.all()) == EXPECTED_PEOPLE
    tallies = theme_tallies(finished.id)
    assert (tallies.base, tallies.by_people) == (372, True)


def test_ages_are_kept_apart_and_add_up(finished: Project) -> None:
    rows = db.session.execute(
        select(EqualityAnswer.value, func.count())
        .where(EqualityAnswer.project_id == finished.id, EqualityAnswer.question == "age_band")
        .group_by(EqualityAnswer.value)
    )
    assert dict(rows.all()) == {
        "16_24": 3, "25_34": 17, "35_44": 31, "45_54": 58, "55_64": 88, "65_74": 117, "75_84": 64, "85p": 14, "pnts": 8,
    }  # fmt: skip


def test_37_ideas_have_512_supports(finished: Project) -> None:
    b1 = activity(finished, "B1")
    ideas = db.session.scalars(select(Idea).where(Idea.board_id == b1.id)).all()
    assert len(ideas) == 37
    assert sum(idea.supports for idea in ideas) == 512
    for idea in ideas:
        assert idea.supports == count(select(Support.id).where(Support.idea_id == idea.id))
        assert idea.replies == count(select(Comment.id).where(Comment.idea_id == idea.id))
    hidden = db.session.scalars(
        select(Contribution).where(Contribution.activity_id == b1.id, Contribution.standing == Standing.HIDDEN)
    ).all()
    assert len(hidden) == sum(idea.moderation is not None for idea in FINISHED.boards[0].ideas)
    assert all(words.moderation_reason and words.moderated_by_id for words in hidden)


@pytest.mark.parametrize("plan", FINISHED.workshops, ids=lambda plan: plan.ref)
def test_a_workshop_keeps_its_room_cards_and_dots(finished: Project, plan: Any) -> None:
    workshop = activity(finished, plan.ref)
    assert workshop.attended == len(plan.attendees)
    assert workshop.harvested_at > workshop.ended_at
    assert count(select(Attendee.id).where(Attendee.workshop_id == workshop.id)) == len(plan.attendees)
    steps = {step.ref: step for step in workshop.steps}
    for each in plan.steps:
        step = steps[each.ref.removeprefix(f"{plan.ref}-")]
        assert count(select(Card.id).where(Card.step_id == step.id)) == len(each.cards)
        assert len(step.groups) == len(each.groups)
        assert (db.session.scalar(select(func.sum(Dot.dots)).where(Dot.step_id == step.id)) or 0) == sum(
            d.dots for d in each.dots
        )


def test_the_friendly_person_before_the_first_visit_has_14_of_57_dots(finished: Project) -> None:
    vote = next(step for step in activity(finished, "W1").steps if step.ref == "A7")
    dots = dict(
        db.session.execute(
            select(CardGroup.title, func.sum(Dot.dots))
            .join(Dot, Dot.group_id == CardGroup.id)
            .where(Dot.step_id == vote.id)
            .group_by(CardGroup.title)
        ).all()
    )
    assert sum(dots.values()) == 57
    assert max(dots.values()) == 14


def test_a_tables_paper_cards_are_there_and_are_nobody(finished: Project) -> None:
    paper = db.session.scalars(
        select(Submission.state)
        .join(Contribution)
        .join(Card)
        .where(Card.from_paper, Submission.project_id == finished.id)
    ).all()
    wanted = sum(card.paper for w in FINISHED.workshops for step in w.steps for card in step.cards)
    assert len(paper) == wanted
    assert set(paper) == {SubmissionState.EXCLUDED}


def test_every_link_resolves_to_something_of_its_project(finished: Project, live_now: Project) -> None:
    for project, demo in ((finished, FINISHED), (live_now, LIVE)):
        links = db.session.scalars(
            select(EvidenceLink).join(Requirement).where(Requirement.project_id == project.id)
        ).all()
        assert Counter(link.kind for link in links) == Counter(link.kind for link in demo.links)
        for link in links:
            assert link.linked_by_id
            assert link.linked_at < AT
            owner = (
                select(Contribution.project_id).where(Contribution.id == link.contribution_id)
                if link.contribution_id
                else select(Codebook.project_id).join(Theme).where(Theme.id == link.theme_id)
                if link.theme_id
                else select(Consultation.project_id).join(Question).where(Question.id == link.question_id)
                if link.question_id
                else select(IdeaBoard.project_id).join(Idea).where(Idea.id == link.idea_id)
                if link.idea_id
                else select(Workshop.project_id)
                .join(Step, Step.workshop_id == Workshop.id)
                .join(CardGroup)
                .where(CardGroup.id == link.group_id)
            )
            assert db.session.scalars(owner).one() == project.id


def test_a_vote_is_linked_to_the_group_it_was_about(finished: Project) -> None:
    titles = db.session.scalars(
        select(CardGroup.title)
        .join(EvidenceLink, EvidenceLink.group_id == CardGroup.id)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(Requirement.project_id == finished.id, Requirement.ref == "REQ-003")
    ).all()
    groups = {g.key: g.title for w in FINISHED.workshops if w.ref == "W1" for s in w.steps for g in s.groups}
    assert titles == [groups["h-meet"]]


def test_fourteen_requirements_have_one_version_and_all_decisions_are_published(finished: Project) -> None:
    assert of(finished, Requirement) == 14
    versions = db.session.scalars(
        select(RequirementVersion).join(Requirement).where(Requirement.project_id == finished.id)
    ).all()
    assert [version.number for version in versions] == [1] * 14
    assert all(version.fields["statement"] and version.fields["kpi"] for version in versions)
    assert of(finished, Decision) == len(FINISHED.decisions)
    assert count(select(Decision.id).where(Decision.project_id == finished.id, Decision.published_on.is_(None))) == 0
    subjects = count(select(DecisionSubject.id).join(Decision).where(Decision.project_id == finished.id))
    assert subjects == sum(len(d.themes) + len(d.ideas) + len(d.requirements) for d in FINISHED.decisions)
    assert finished.heard_published_at


def test_the_population_of_the_whole_place_stands_beside_its_wards(finished: Project) -> None:
    whole = db.session.scalar(
        select(func.sum(PopulationFigure.people)).where(
            PopulationFigure.project_id == finished.id,
            PopulationFigure.reference == "place_16plus",
            PopulationFigure.variable == "age_band",
            PopulationFigure.area_code == "",
        )
    )
    assert whole == 26_420
    assert of(finished, PopulationFigure) == len(FINISHED.project.population) * 5 // 4


def test_words_have_a_first_version_and_a_digest_on_the_chain(finished: Project) -> None:
    rows = db.session.execute(
        select(ContributionVersion.digest, Contribution.id)
        .join(Contribution)
        .where(Contribution.project_id == finished.id)
    ).all()
    on_chain = {
        (event.subject, event.digest)
        for event in db.session.scalars(select(EventRow).where(EventRow.kind == "words_said"))
    }
    assert len(rows) == of(finished, Contribution)
    by_staff = set(db.session.scalars(select(Comment.contribution_id).where(Comment.kind == ReplyKind.ANSWER)))
    assert {(f"contribution:{key.hex}", digest) for digest, key in rows if key not in by_staff} <= on_chain
    answers = db.session.scalars(select(EventRow.digest).where(EventRow.kind == "reply_added")).all()
    assert {digest for digest, key in rows if key in by_staff} <= set(answers)


def test_the_chain_holds_and_is_in_the_order_of_time(finished: Project) -> None:
    verdict = verify(stored_links())
    assert verdict.ok
    assert verdict.head == db.session.scalar(select(ChainHead.hash))
    times = db.session.scalars(
        select(EventRow.at)
        .where(EventRow.project_id == finished.id, EventRow.kind != "sign_in_link_made")
        .order_by(EventRow.sequence)
    ).all()
    assert list(times) == sorted(times)


def test_codes_are_random_and_receipts_are_for_everyone(finished: Project) -> None:
    codes = db.session.scalars(
        select(Contribution.code).where(Contribution.project_id == finished.id).order_by(Contribution.said_at)
    ).all()
    assert list(codes) != sorted(codes)
    assert len(set(codes)) == len(codes)
    keys = db.session.scalars(
        select(Participant.key_digest).where(Participant.project_id == finished.id, Participant.key_digest.is_not(None))
    ).all()
    assert keys == [staff_digest(activity(finished, "B1"))], "the author that stands for staff, whom no cookie has"


def test_the_pack_was_frozen_before_the_decisions_and_again_with_them(finished: Project) -> None:
    first, second = db.session.scalars(select(Pack).where(Pack.project_id == finished.id).order_by(Pack.version)).all()
    assert (first.version, second.supersedes_id) == (1, first.id)
    assert first.frozen_at.date().isoformat() == "2026-05-22"
    editions = Counter(db.session.scalars(select(PackFile.edition).where(PackFile.pack_id == second.id)))
    assert set(editions) == set(Edition)


def test_the_live_project_takes_answers_ideas_votes_and_cards(live_now: Project) -> None:
    for ref in ("C1", "B1", "B2"):
        row = activity(live_now, ref)
        assert row.state is ActivityState.OPEN
        assert is_open(Window(row.opens_at, row.closes_at), AT)
    today, later = activity(live_now, "W1"), activity(live_now, "W2")
    assert room_state(times_of(today), AT) is RoomState.LIVE
    assert room_state(times_of(later), AT) is RoomState.EARLY
    assert AT - timedelta(minutes=45) <= today.starts_at <= AT - timedelta(minutes=15)
    step = db.session.get_one(Step, today.current_step_id)
    assert step.phase is StepPhase.OPEN
    hours_later = AT + timedelta(hours=6)
    assert takes_input(step.phase, today.step_ends_at, today.paused_seconds, hours_later)
    assert room_state(times_of(today), hours_later) is RoomState.LIVE


def test_the_live_project_counts_people_and_not_staff(live_now: Project) -> None:
    c1 = activity(live_now, "C1")
    assert count(select(Submission.id).where(Submission.activity_id == c1.id)) == 46
    assert people(live_now.id) == 46 + 14, "fourteen people answered only the second questionnaire"
    votes = sum(len(s.votes) for s in LIVE.boards[1].statements)
    assert (
        count(select(StatementVote.id).join(Idea).join(IdeaBoard).where(IdeaBoard.project_id == live_now.id)) == votes
    )
    latest = db.session.scalar(select(func.max(Contribution.said_at)).where(Contribution.project_id == live_now.id))
    assert latest is not None
    assert latest <= AT


def test_the_landing_pages_say_what_is_open_and_what_came_of_it(finished: Project, live_now: Project) -> None:
    over, now = landing_page(finished.id, None, AT), landing_page(live_now.id, None, AT)
    # Outside the team people are counted in steps of ten: 406 and 60 of them took part.
    assert (over.openness, over.people, over.heard_published) == ("closed", 400, True)
    assert over.said_did is not None
    assert (now.openness, now.people, now.questions) == ("open", 60, 8)
    assert [(other.ref, other.questions) for other in now.others] == [("C2", 12)], "twelve ask, one only tells"
    assert over.others == ()
    assert now.workshop is not None
    assert now.workshop.running
    assert [step.state for step in now.steps] == ["done", "now", "later", "later"]


def test_the_lines_tell_where_to_open_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    for needed in (
        "the-landing",
        "upper-calder-valley",
        f"{BASE}/p/the-landing",
        "482913",
        f"{BASE}/p/upper-calder-valley",
    ):
        assert needed in text
    assert text.count("/sign-in/link/") == 4
    assert "?next=/w/482913/run" in text


def test_the_printed_receipt_leads_to_a_requirement_and_a_decision(lines: list[str], finished: Project) -> None:
    receipt = re.search(r"Receipt code  (\S+),", "\n".join(lines))
    assert receipt
    submission = db.session.scalars(select(Submission).where(Submission.receipt == receipt[1])).one()
    reached = db.session.scalars(
        select(Requirement.id)
        .join(EvidenceLink)
        .join(Contribution, Contribution.id == EvidenceLink.contribution_id)
        .where(Contribution.submission_id == submission.id)
    ).all()
    assert reached
    assert count(select(DecisionSubject.id).where(DecisionSubject.requirement_id.in_(reached))) > 0
    assert count(
        select(Contribution.id).where(
            Contribution.submission_id == submission.id, Contribution.kind == ContributionKind.ANSWER
        )
    )


def test_loading_twice_changes_nothing_but_the_sign_in_links(session_app: Flask, lines: list[str]) -> None:
    def rows() -> dict[str, int]:
        db.session.rollback()
        besides = {EventRow.__tablename__, SignInLink.__tablename__}
        return {table.name: count(select(table)) for table in Model.metadata.sorted_tables if table.name not in besides}

    before = rows()
    again = load_demo(session_app, base_url=BASE, at=AT + timedelta(days=1))
    assert rows() == before
    assert verify(stored_links()).ok
    assert [line.split("/sign-in/")[0] for line in again] == [line.split("/sign-in/")[0] for line in lines]


def test_a_printed_link_signs_in_once_and_leads_on(session_app: Flask, lines: list[str]) -> None:
    again = load_demo(session_app, base_url=BASE, at=datetime.now(UTC))
    link = next(line for line in again if "Commissioner" in line).split(BASE)[1]
    staff = Browser(session_app)
    answer = staff.submit(staff.get(link), "#use-link")
    assert (answer.status, answer.location) == (303, "/manage/the-landing")
    assert Browser(session_app).get(link).status == 410


def test_every_idea_that_was_decided_has_a_published_answer_that_names_its_decision(finished: Project) -> None:
    answered = db.session.execute(
        select(Idea.ref, Decision.ref)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(AnswerBatch, AnswerBatch.id == IdeaAnswer.batch_id)
        .join(Decision, Decision.id == IdeaAnswer.decision_id)
        .where(Decision.project_id == finished.id, AnswerBatch.published_at.is_not(None))
    )
    assert {row[0]: row[1] for row in answered} == {ref: d.ref for d in FINISHED.decisions for ref in d.ideas}


def test_the_hidden_ideas_stand_in_the_ledger_with_the_rules_of_that_day(finished: Project) -> None:
    acts = db.session.execute(
        select(Idea.ref, ModerationAction.act, ModerationAction.code, ModerationAction.policy_number)
        .join(Contribution, Contribution.id == ModerationAction.contribution_id)
        .join(Idea, Idea.contribution_id == Contribution.id)
        .where(ModerationAction.project_id == finished.id)
        .order_by(Idea.ref, ModerationAction.number)
    ).all()
    assert [tuple(act) for act in acts] == [
        ("I-0010", ModerationAct.HIDDEN, "named_individual", 1),
        ("I-0010", ModerationAct.LOOKED_AGAIN, "named_individual", acts[1].policy_number),
        ("I-0025", ModerationAct.HIDDEN, "personal_data", 1),
    ]
    asked = db.session.scalars(select(Appeal).join(Contribution).where(Contribution.project_id == finished.id)).one()
    assert (asked.upheld, asked.words) == (False, "")
    kept = select(ModerationAction).where(
        ModerationAction.project_id == finished.id, ModerationAction.act == ModerationAct.KEPT
    )
    assert count(kept) == 1
    policy = db.session.scalars(select(WrittenPolicy).where(WrittenPolicy.project_id == finished.id)).one()
    assert (policy.number, len(policy.reasons)) == (1, 6)


def test_people_talk_two_deep_and_the_team_answers(finished: Project) -> None:
    talk = db.session.scalars(select(Comment).join(Idea).where(Idea.board_id == activity(finished, "B1").id)).all()
    kinds = Counter(one.kind for one in talk)
    assert set(kinds) == set(ReplyKind)
    assert kinds[ReplyKind.ANSWER] == 3
    assert all(one.by_id for one in talk if one.kind is ReplyKind.ANSWER)
    assert sum(one.parent_id is not None for one in talk) >= 6
    by_key = {one.id: one for one in talk}
    for one in talk:
        if one.parent_id:
            assert by_key[one.parent_id].idea_id == one.idea_id


def test_ticks_on_paper_are_no_supports(finished: Project) -> None:
    ticks = db.session.scalar(
        select(func.sum(PaperTally.ticks)).join(Idea).where(Idea.board_id == activity(finished, "B1").id)
    )
    assert ticks == 63
    assert (
        count(
            select(Support.id)
            .join(Idea, Idea.id == Support.idea_id)
            .where(Idea.board_id == activity(finished, "B1").id)
        )
        == 512
    )


def test_photos_have_words_and_are_small(finished: Project, live_now: Project) -> None:
    for project in (finished, live_now):
        photos = db.session.execute(
            select(Upload.alt, Upload.size, Upload.media_type)
            .join(Idea, Idea.photo_id == Upload.id)
            .where(Upload.project_id == project.id)
        ).all()
        assert len(photos) == 5
        assert all(alt and size < 40_000 and media_type == "image/jpeg" for alt, size, media_type in photos)


def test_places_are_areas_of_the_project(finished: Project, live_now: Project) -> None:
    for project, fewest in ((finished, 20), (live_now, 8)):
        b1 = activity(project, "B1")
        placed = select(Idea.id).join(Area, Area.id == Idea.area_id)
        assert count(placed.where(Idea.board_id == b1.id, Area.project_id == project.id)) >= fewest


def test_the_finished_board_went_through_every_phase(finished: Project) -> None:
    b1 = activity(finished, "B1")
    assert [phase.kind for phase in b1.phases] == list(BoardPhaseKind)
    assert all(phase.words for phase in b1.phases)
    ideas = db.session.scalars(select(Idea.created_at).where(Idea.board_id == b1.id)).all()
    assert b1.phases[0].starts_at <= min(ideas)
    assert max(ideas) < b1.phases[1].starts_at


def test_every_board_has_a_fair_deck(finished: Project, live_now: Project) -> None:
    for project in (finished, live_now):
        for board in db.session.scalars(select(IdeaBoard).where(IdeaBoard.project_id == project.id)):
            assert board.deck_number == 1
            assert count(select(FairDeck.id).where(FairDeck.board_id == board.id)) == 1


def test_one_merge_is_made_and_one_waits_for_its_author(live_now: Project) -> None:
    b1 = activity(live_now, "B1")
    made, asked = db.session.scalars(select(Reshaping).where(Reshaping.board_id == b1.id).order_by(Reshaping.ref))
    assert (made.state, asked.state) == (ReshapingState.MADE, ReshapingState.PROPOSED)
    originals = db.session.execute(
        select(Idea.ref, Idea.supports, Contribution.standing)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .join(IdeaLineage, IdeaLineage.from_id == Idea.id)
        .where(IdeaLineage.reshaping_id == made.id)
        .order_by(Idea.ref)
    ).all()
    assert [tuple(row) for row in originals] == [("I-0013", 5, Standing.MERGED), ("I-0016", 6, Standing.MERGED)]
    into = db.session.scalars(select(Idea).where(Idea.id.in_(select(IdeaLineage.into_id)))).one()
    assert into.supports == 3, "three people took their support along"
    assert sorted(part.view is None for part in asked.parts) == [False, True]


def test_the_first_answers_of_the_live_board_are_published(live_now: Project) -> None:
    answers = db.session.execute(
        select(Idea.ref, IdeaAnswer.state)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(AnswerBatch, AnswerBatch.id == IdeaAnswer.batch_id)
        .where(Idea.board_id == activity(live_now, "B1").id, AnswerBatch.published_at <= AT)
    ).all()
    assert {row[0] for row in answers} == {"I-0012", "I-0014", "I-0020"}


def test_the_board_that_is_open_collects_and_takes_supports_already(live_now: Project) -> None:
    b1 = boards.facts(activity(live_now, "B1"), AT)
    assert (b1.adds, b1.talks, b1.reacts) == (True, True, True)
    assert b1.phase is not None
    assert b1.phase.kind is BoardPhaseKind.COLLECTING
    assert b1.next_phase is not None
    found = likeness.like(b1.id, "Somebody my age should say hello when I come in")
    assert found, "ideas like it are shown while somebody writes"


def test_nobody_has_more_supports_than_the_budget(live_now: Project) -> None:
    b4 = activity(live_now, "B4")
    slots = db.session.execute(
        select(BudgetSlot.participant_id, func.count(), func.max(BudgetSlot.number))
        .where(BudgetSlot.board_id == b4.id)
        .group_by(BudgetSlot.participant_id)
    ).all()
    assert (
        sum(row[1] for row in slots)
        == count(select(Support.id).join(Idea, Idea.id == Support.idea_id).where(Idea.board_id == b4.id))
        == 75
    )
    assert all(row[1] == row[2] <= b4.budget for row in slots)
    assert count(select(PairChoice.id).where(PairChoice.board_id == activity(live_now, "B3").id)) > 80


def test_a_person_of_the_team_is_the_safeguarding_officer(finished: Project, live_now: Project) -> None:
    for project in (finished, live_now):
        assert project.safeguarding_officer_id is not None
