"""The page of one idea and the talk under it: two deep, answers from the team, and what others do not see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    BoardPhaseKind,
    ContributionKind,
    ModerationPolicy,
    ModerationReason,
    ReplyKind,
    Role,
    ShownAs,
    Standing,
    SubmissionState,
)
from codesign.extensions import db
from codesign.ledger import said, withdraw_words
from codesign.models import BoardPhase, Comment, Contribution, EventRow, Idea, IdeaBoard, Project, Submission
from tests.browser import Browser, Page
from tests.ideas.test_board import address, counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_person, make_submission, sign_in


def make_reply(
    idea: Idea,
    text: str = "And a bin.",
    *,
    to: Comment | None = None,
    kind: ReplyKind = ReplyKind.REPLY,
    standing: Standing = Standing.PUBLISHED,
    minutes: int = 0,
    **fields: Any,
) -> Comment:
    """A reply by a new person, `minutes` after now; to the idea, or to another reply under it."""
    board = db.session.get_one(IdeaBoard, idea.board_id)
    words = said(
        make_submission(board), ContributionKind.COMMENT, text, at=NOW, said_at=NOW + timedelta(minutes=minutes - 600)
    )
    words.standing = standing
    if standing is Standing.HIDDEN:
        words.moderation_reason = ModerationReason.ABUSE
    row = Comment(
        idea_id=idea.id,
        contribution_id=words.id,
        kind=kind,
        parent_id=to.id if to else None,
        thread_id=(to.thread_id or to.id) if to else None,
        **fields,
    )
    db.session.add(row)
    if standing is Standing.PUBLISHED:
        idea.replies = (idea.replies or 0) + 1
    db.session.flush()
    return row


def code_of(comment: Comment) -> str:
    return db.session.get_one(Contribution, comment.contribution_id).code


def idea_page(browser: Browser, idea: Idea, rest: str = "") -> Page:
    return browser.get(address(db.session.get_one(IdeaBoard, idea.board_id), f"/{idea.ref}{rest}"))


def send(browser: Browser, page: Page, **fields: Any) -> Page:
    return browser.submit(page, "#reply", **{"text": "I know a carpenter.", "consent": "public", **fields})


def test_the_page_shows_the_idea_whole_and_who_wrote_it_as_they_chose(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board, "More benches", "On the hill.\nFacing the river.", place_words="Top of Hebble Hill")
    words = db.session.get_one(Contribution, idea.contribution_id)
    words.shown_as, words.shown_words = ShownAs.FIRST_NAME, "Asha"
    commit()
    page = idea_page(browser, idea)
    assert page.text("h1") == ["More benches"]
    assert page.text("article .shape-words") == ["On the hill. Facing the river."]
    assert page.text("article .shape-idea__who") == ["Asha Today"]
    assert page.text(".shape-one-idea__place") == ["Where: Top of Hebble Hill"]
    assert page.text("#replies-heading") == ["No replies yet"]
    assert f"/report/{words.code}" in " ".join(page.links())


def test_a_reply_to_a_reply_stands_under_it(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea, "And a bin.", minutes=1)
    make_reply(idea, "Another thread.", minutes=2)
    commit()
    page = idea_page(browser, idea)
    link = next(link for link in page.links("#replies a") if f"to={code_of(first)}" in link)
    assert link.endswith("#reply")
    page = browser.get(link.partition("#")[0])
    assert page.text("#your-reply") == ["Answer this reply"]
    assert "In answer to “And a bin.”" in page.text("#in-answer-to")[0]
    assert send(browser, page, kind="asks").status == 303
    page = idea_page(browser, idea)
    assert page.text(f"#thread-{code_of(first)} .shape-thread__replies .shape-words") == ["I know a carpenter."]
    assert page.text(f"#thread-{code_of(first)} h4") == ["I want to ask something"]
    assert page.text("#replies .shape-words") == ["And a bin.", "I know a carpenter.", "Another thread."]
    made = db.session.scalars(select(Comment).where(Comment.kind == ReplyKind.ASKS)).one()
    assert (made.parent_id, made.thread_id) == (first.id, first.id)
    assert db.session.get_one(Idea, idea.id).replies == 3


def test_a_reply_to_a_second_level_reply_stays_in_the_thread_and_says_what_it_answers(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea, "And a bin.", minutes=1)
    second = make_reply(idea, "Bins smell in summer, I would put it at the gate.", to=first, minutes=2)
    commit()
    page = idea_page(browser, idea, f"?to={code_of(second)}")
    send(browser, page, text="At the gate is fine.")
    made = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert made is not None
    assert (made.parent_id, made.thread_id) == (second.id, first.id)
    page = idea_page(browser, idea)
    assert page.text(".shape-thread__replies .shape-talk-reply__to") == [
        "In answer to “Bins smell in summer, I would put it at the gate.”"
    ]
    assert page.links(".shape-thread__replies .shape-talk-reply__to a")[0].endswith(f"#reply-{code_of(second)}")


def test_seeing_it_another_way_is_words_beside_the_idea_and_no_number(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_reply(idea, "Benches draw noise.", kind=ReplyKind.ANOTHER_WAY)
    commit()
    page = idea_page(browser, idea)
    assert page.text("#replies h3") == ["I see it another way"]
    assert page.text(".shape-talk-reply--another_way .shape-words") == ["Benches draw noise."]
    assert [each["value"] for each in page.soup.select("#reply [name=kind]")] == ["reply", "another_way", "asks"]


def test_only_staff_can_answer_as_the_team_and_it_counts_as_nobody(browser: Browser, staff_browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    asked = make_reply(idea, "Who pays?", kind=ReplyKind.ASKS)
    project = db.session.get_one(Project, board.project_id)
    url = f"/manage/{project.slug}/ideas/{board.ref}/{idea.ref}/talk"
    commit()
    assert browser.get(url).status == 303
    person = make_person(Role.FACILITATOR, project=project)
    sign_in(staff_browser, person)
    page = staff_browser.get(url)
    link = next(link for link in page.links() if "to=" in link)
    page = staff_browser.get(link.partition("#")[0])
    empty = staff_browser.submit(page, "#answer", text=" ")
    assert empty.status == 422
    assert empty.text(".govuk-error-summary li") == ["Write your answer"]
    once = staff_browser.submit(page, "#answer", text="The council does.")
    again = staff_browser.submit(page, "#answer", text="The council does.")
    assert (once.status, once.location) == (303, again.location)
    shown = idea_page(browser, idea)
    assert shown.text("#replies h4") == [f"Answer from the team at {project.organisation.name}"]
    assert shown.text(".shape-talk-reply--answer .shape-words") == ["The council does."]
    assert person.name not in shown.words
    made = db.session.scalars(select(Comment).where(Comment.kind == ReplyKind.ANSWER)).one()
    assert (made.by_id, made.parent_id) == (person.id, asked.id)
    sent = db.session.scalars(
        select(Submission)
        .join(Contribution, Contribution.submission_id == Submission.id)
        .where(Contribution.id == made.contribution_id)
    ).one()
    assert (sent.state, sent.state_rule) == (SubmissionState.EXCLUDED, "staff_answer")
    forged = idea_page(browser, idea)
    _, action, values = forged.form_values("#reply")
    fields = {**dict(values), "kind": "answer", "text": "We pay.", "consent": "public"}
    assert browser.post(action, fields).status == 422


def test_an_observer_may_not_answer(staff_browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    project = db.session.get_one(Project, board.project_id)
    sign_in(staff_browser, make_person(Role.OBSERVER, project=project))
    assert staff_browser.get(f"/manage/{project.slug}/ideas/{board.ref}/{idea.ref}/talk").status == 403


def test_a_waiting_reply_is_seen_by_its_author_alone(app: Flask, browser: Browser) -> None:
    board = make_board(moderation=ModerationPolicy.BEFORE)
    idea = make_idea(board)
    first = make_reply(idea)
    commit()
    send(browser, idea_page(browser, idea, f"?to={code_of(first)}"), text="Only mine so far.")
    assert "Only mine so far." in idea_page(browser, idea).words
    assert "Only mine so far." not in idea_page(Browser(app), idea).words
    assert db.session.get_one(Idea, idea.id).replies == 1


def test_a_first_reply_that_is_gone_keeps_the_place_of_those_under_it(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea, "Gone soon.")
    under = make_reply(idea, "Still here.", to=first)
    deeper = make_reply(idea, "And here.", to=under)
    alone = make_reply(idea, "Nothing under this.")
    for each in (first, alone, under):
        words = db.session.get_one(Contribution, each.contribution_id)
        withdraw_words(words, by="test", at=NOW)
    commit()
    page = idea_page(browser, idea)
    assert page.text(".shape-talk-reply--gone") == ["The author took this reply back."]
    assert page.text("#replies .shape-words") == ["And here."]
    assert page.text(".shape-talk-reply__to") == ["In answer to a reply that is no longer shown"]
    assert not page.soup.select(f"#thread-{code_of(alone)}")
    assert code_of(deeper)


def test_a_talk_twenty_deep_is_shown_two_deep_and_none_of_it_is_lost(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    last = make_reply(idea, "Level 0", minutes=0)
    first = last
    for level in range(1, 20):
        last = make_reply(idea, f"Level {level}", to=last, minutes=level)
    commit()
    page = idea_page(browser, idea)
    assert page.text("#replies .shape-words") == [f"Level {level}" for level in range(11)]
    assert page.text(".shape-thread__more") == ["Show 9 more replies"]
    whole = browser.get(page.links(".shape-thread__more a")[0])
    assert whole.text(".shape-words") == [f"Level {level}" for level in range(20)]
    assert whole.text("h1") == ["Replies to one reply"]
    assert whole.links(".shape-thread__replies .shape-idea__who a")[0].partition("?")[0] == address(
        board, f"/{idea.ref}"
    )
    region = browser.get(page.links(".shape-thread__more a")[0], htmx=True)
    assert region.text(f"#thread-{code_of(first)} .shape-words") == [f"Level {level}" for level in range(20)]
    assert not region.soup.select("h1")


def test_a_very_long_thread_has_pages(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea, "Level 0")
    for number in range(1, 64):
        make_reply(idea, f"Reply {number}", to=first, minutes=number)
    commit()
    page = browser.get(address(board, f"/{idea.ref}/replies/{code_of(first)}"))
    assert page.text(".shape-thread__replies .shape-words") == [f"Reply {number}" for number in range(1, 51)]
    assert page.text(".shape-thread__more") == ["Show 13 more replies"]
    page = browser.get(page.links(".shape-thread__more a")[0])
    assert page.text(".shape-thread__replies .shape-words") == [f"Reply {number}" for number in range(51, 64)]
    assert page.text(".shape-thread__more") == []


def test_threads_come_twenty_at_a_time_the_oldest_first(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    for number in range(45):
        make_reply(idea, f"Reply {number}", minutes=number)
    commit()
    pages = [idea_page(browser, idea, f"?page={number}") for number in (1, 2, 3, "-1", "no")]
    found = [page.text("#replies .shape-words") for page in pages]
    assert found[0] + found[1] + found[2] == [f"Reply {number}" for number in range(45)]
    assert found[3] == found[4] == found[0]
    assert [("Later replies" in page.words, "Earlier replies" in page.words) for page in pages[:3]] == [
        (True, False),
        (True, True),
        (False, True),
    ]


def test_a_reply_whose_parent_is_gone_meanwhile_keeps_its_words(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea)
    commit()
    page = idea_page(browser, idea, f"?to={code_of(first)}")
    words = db.session.get_one(Contribution, first.contribution_id)
    withdraw_words(words, by="test", at=NOW)
    commit()
    refused = send(browser, page, text="My long words.")
    assert refused.status == 422
    assert "The reply you answer is no longer shown." in refused.text(".govuk-error-summary li")[0]
    assert refused.text("#reply textarea") == ["My long words."]
    assert send(browser, refused, text="My long words.").status == 303
    made = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
    assert made is not None
    assert made.parent_id is None


@pytest.mark.parametrize("to", ["K-ZZZZZ", "'; DROP", "%00x", "x" * 300])
def test_a_reply_that_is_none_is_not_answered(browser: Browser, to: str) -> None:
    idea = make_idea(make_board())
    make_reply(idea)
    commit()
    page = idea_page(browser, idea, f"?to={to}")
    assert page.status in (200, 400)
    assert not page.soup.select("#in-answer-to")


def test_a_reply_under_another_idea_cannot_be_answered_here(browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board), make_idea(board, "Another")
    elsewhere = make_reply(other)
    commit()
    assert not idea_page(browser, idea, f"?to={code_of(elsewhere)}").soup.select("#in-answer-to")
    assert browser.get(address(board, f"/{idea.ref}/replies/{code_of(elsewhere)}")).status == 404


def test_a_phase_without_replies_says_so_in_place_of_the_form(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    first = make_reply(idea)
    commit()
    page = idea_page(browser, idea)
    db.session.add(
        BoardPhase(
            board_id=board.id,
            kind=BoardPhaseKind.ANSWERING,
            starts_on=(NOW - timedelta(days=1)).date(),
            starts_at=NOW - timedelta(days=1),
        )
    )
    commit()
    now = idea_page(browser, idea)
    assert now.text("#no-replies") == ["This board takes no replies now."]
    assert not now.soup.select("#reply")
    assert f"to={code_of(first)}" not in now.html
    assert send(browser, page).status == 410
    board.phases.clear()
    board.state = ActivityState.CLOSED
    commit()
    assert idea_page(browser, idea).text("#no-replies") == ["This board is closed. It takes no more replies."]


def test_a_merged_idea_keeps_its_page_and_takes_replies_elsewhere(browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board, "A bench"), make_idea(board, "Benches")
    make_reply(idea, "Yes!")
    words = db.session.get_one(Contribution, idea.contribution_id)
    words.standing, words.merged_into_id = Standing.MERGED, other.contribution_id
    commit()
    page = idea_page(browser, idea)
    assert page.status == 200
    assert page.text("h1") == ["A bench"]
    assert page.text("#replies .shape-words") == ["Yes!"]
    assert page.text("#no-replies") == ["This idea is now part of another one. You can reply there."]


def test_a_statement_has_a_talk_only_where_the_board_talks(browser: Browser) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS)
    idea = make_idea(board)
    commit()
    assert idea_page(browser, idea).status == 200
    assert not idea_page(browser, idea).soup.select(f"#sup-{idea.ref}")
    board.state = ActivityState.CLOSED
    commit()
    assert idea_page(browser, idea).status == 404


def test_replies_say_their_language_where_it_is_another(browser: Browser) -> None:
    idea = make_idea(make_board())
    reply = make_reply(idea, "Więcej ławek")
    db.session.get_one(Contribution, reply.contribution_id).language = "pl"
    commit()
    assert idea_page(browser, idea).one("#replies .shape-words")["lang"] == "pl"


def test_the_page_of_an_idea_takes_eight_queries_however_much_was_said(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    url = address(board, f"/{idea.ref}")
    browser.submit(browser.get(url), "#follow", button=("follow", "start"))  # this browser has its person now
    counts = []
    for many in (1, 9, 40):
        for number in range(many):
            first = make_reply(idea, f"Thread {number}", minutes=number)
            under = make_reply(idea, "Under it", to=first, minutes=number)
            make_reply(idea, "Deeper", to=under, minutes=number)
        commit()
        with counted_queries() as seen:
            assert browser.get(url).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2] <= 8, (counts, seen)


def test_every_reply_is_on_the_chain_without_its_words(browser: Browser) -> None:
    idea = make_idea(make_board())
    commit()
    send(browser, idea_page(browser, idea))
    row = db.session.scalars(select(EventRow).where(EventRow.kind == "reply_added")).one()
    assert row.details == {"idea": idea.ref, "kind": "reply", "standing": "published"}
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
