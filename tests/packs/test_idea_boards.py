"""What a pack says of ideas: what became of them, what they were made of, and what was counted elsewhere."""

from __future__ import annotations

from datetime import timedelta

from codesign.core import pack as p
from codesign.core.terms import AnswerState, Response, Standing
from codesign.extensions import db
from codesign.models import DecisionSubject, PaperTally
from codesign.packs.commands import freeze_pack, snapshot_of
from tests.ideas.answering import add, make_answer_to, make_batch, make_decision, make_lineage, make_requirement
from tests.make import NOW, make_board, make_idea, make_person, make_project


def frozen(project_id: object) -> dict[str, p.Idea]:
    pack = freeze_pack(project_id, by_person_id=None, at=NOW)  # type: ignore[arg-type]
    return {idea.ref: idea for idea in snapshot_of(pack).boards[0].ideas}


def test_the_latest_published_answer_is_the_outcome_else_the_decision(app: object) -> None:
    project = make_project()
    board = make_board(project)
    answered, decided, neither = (make_idea(board, title) for title in ("A bus", "Tea", "A bench"))
    requirement = make_requirement(project)
    first = make_batch(board, "A1", days_ago=9)
    make_answer_to(first, answered, AnswerState.LOOKING, "We ask.")
    make_answer_to(
        make_batch(board, "A2", days_ago=1), answered, AnswerState.NOT_NOW, words="Next year.",
        requirement_id=requirement.id,
    )  # fmt: skip
    make_answer_to(make_batch(board, "A3"), decided, AnswerState.ACCEPTED, "")
    decision = make_decision(project, response=Response.PARTLY, action="One a week.", reason="There is money for one.")
    for idea in (answered, decided):
        add(DecisionSubject(decision_id=decision.id, idea_id=idea.id))
    ideas = frozen(project.id)
    assert (ideas[answered.ref].outcome, ideas[answered.ref].outcome_reason) == (
        "not_now",
        "Next year. There is no money.",
    )
    assert ideas[answered.ref].requirements == ("REQ-009",)
    assert (ideas[decided.ref].outcome, ideas[decided.ref].outcome_reason) == (
        "partly",
        "One a week. There is money for one.",
    )
    assert (ideas[neither.ref].outcome, ideas[neither.ref].requirements) == ("", ())


def test_an_answer_published_after_the_freeze_is_not_in_it(app: object) -> None:
    project = make_project()
    board = make_board(project)
    idea = make_idea(board)
    make_answer_to(make_batch(board, published_at=NOW + timedelta(hours=1)), idea)
    assert frozen(project.id)[idea.ref].outcome == ""


def test_lineage_ticks_and_brought_supports_stand_apart(app: object) -> None:
    project = make_project()
    board = make_board(project)
    original = make_idea(board, "Bus", standing=Standing.MERGED)
    other = make_idea(board, "Minibus", standing=Standing.MERGED)
    result = make_idea(board, "A bus", brought_supports=40)
    for each in (original, other):
        each.contribution.merged_into_id = result.contribution_id
        make_lineage(each, result)
    make_answer_to(make_batch(board, days_ago=1), result, AnswerState.ACCEPTED, "")
    person = make_person()
    for ticks, withdrawn in ((12, None), (3, None), (99, NOW)):
        add(
            PaperTally(
                idea_id=result.id, place="Library", counted_on=NOW.date(), ticks=ticks, keyed_at=NOW,
                keyed_by_id=person.id, withdrawn_at=withdrawn,
            )
        )  # fmt: skip
    db.session.flush()
    ideas = frozen(project.id)
    made = ideas[result.ref]
    assert made.came_from == tuple(sorted((original.ref, other.ref)))
    assert (made.support, made.paper_ticks, made.brought_supports) == (0, 15, 40)
    assert ideas[original.ref].became == (result.ref,)
    assert ideas[original.ref].outcome == "accepted"
