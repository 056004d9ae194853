"""The answer to an idea on the pages of those who wrote or replied: from their words to the clause and the reason."""

from __future__ import annotations

from codesign.core.terms import AnswerState, ContributionKind, ShownAs, Standing
from codesign.extensions import db
from codesign.ledger import said
from codesign.models import Comment, Idea, Submission
from tests.browser import Browser, Page
from tests.ideas.answering import add, make_answer_to, make_batch, make_decision, make_lineage, make_requirement
from tests.make import NOW, commit, make_board, make_idea, make_project, make_submission


def receipt_page(browser: Browser, submission: Submission) -> Page:
    commit()
    return browser.submit(browser.get("/receipt"), "#receipt", code=submission.receipt, follow=True)


def sending_of(idea: Idea) -> Submission:
    return db.session.get_one(Submission, idea.contribution.submission_id)


def test_an_answer_leads_from_the_idea_to_the_clause_and_the_decision(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    idea = make_idea(board, "A bus on market day")
    make_answer_to(
        make_batch(board, days_ago=1), idea, AnswerState.PARTLY, "There is money for one.", words="One bus a week.",
        requirement_id=make_requirement(project).id, decision_id=make_decision(project).id,
    )  # fmt: skip
    page = receipt_page(browser, sending_of(idea))
    assert "Our answer to the idea “A bus on market day”" in page.words
    assert "We will do part of this. One bus a week." in page.words
    assert "Not all of it, because: There is money for one." in page.words
    assert page.text("#REQ-009 h3") == ["A market-day minibus"]
    assert "By the idea “A bus on market day”." in page.text("#REQ-009")[0]
    assert "You want a bus." in page.text("#D-001")[0]


def test_who_replied_reads_the_answer_too(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board, "A bus")
    submission = make_submission(board)
    words = said(submission, ContributionKind.COMMENT, "Yes!", at=NOW, shown_as=ShownAs.NOTHING)
    add(Comment(idea_id=idea.id, contribution_id=words.id))
    make_answer_to(make_batch(board, days_ago=1), idea, AnswerState.ACCEPTED, "")
    assert "We said yes. We will do this." in receipt_page(browser, submission).words


def test_the_author_of_a_merged_original_reads_the_answer_to_the_result_once(browser: Browser) -> None:
    board = make_board()
    original, result = make_idea(board, "Bus", standing=Standing.MERGED), make_idea(board, "A bus for all")
    original.contribution.merged_into_id = result.contribution_id
    make_lineage(original, result)
    make_answer_to(make_batch(board, days_ago=1), result, AnswerState.NOT_NOW)
    page = receipt_page(browser, sending_of(original))
    assert "We answered the idea “A bus for all”, which it became part of." in page.words
    assert page.words.count("We will not do this now.") == 1


def test_an_answer_that_is_not_published_is_not_told(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea)
    assert "Nothing is decided about it yet." in receipt_page(browser, sending_of(idea)).words
