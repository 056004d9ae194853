"""Answers from the commissioner: prepared in a batch, published together, told once, and shown where people look."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from codesign.core.answers import LONG_WORDS, SHORT_WORDS, STAFF_WORDS, TONES, Lack, Prepared, lacks, left_out
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import AnswerState, ReshapingKind, Role, Standing, Vote
from codesign.extensions import db, transaction
from codesign.ideas.answers import commands, publishing, queries
from codesign.ideas.answers.drafts import AnswerDraft, BatchDraft, Letter
from codesign.ideas.answers.mails import Mail, answers_mail
from codesign.ideas.staff_author import staff_author
from codesign.ideas.talk.news import Digest, send_digests
from codesign.ledger import actor_person, said, sending
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    Comment,
    Contact,
    EventRow,
    Follow,
    FollowAddress,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    OutboxMessage,
    PairChoice,
    Participant,
    Project,
    StatementVote,
)
from tests.browser import Browser
from tests.ideas.answering import (
    add,
    make_answer_to,
    make_batch,
    make_decision,
    make_lineage,
    make_requirement,
    make_support,
)
from tests.ideas.test_board import counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_participant, make_person, make_project, sign_in

SITE = "http://localhost"


def project_of(board: IdeaBoard) -> Project:
    return db.session.get_one(Project, board.project_id)


def manage(board: IdeaBoard, rest: str = "") -> str:
    return f"/manage/{project_of(board).slug}/ideas/{board.ref}/answers{rest}"


def public(board: IdeaBoard, rest: str = "") -> str:
    return f"/p/{project_of(board).slug}/ideas/{board.ref}{rest}"


def commissioner(browser: Browser, board: IdeaBoard) -> Any:
    person = make_person(Role.COMMISSIONER, project=project_of(board))
    sign_in(browser, person)
    return person


def written(letter: Letter) -> Mail:
    return answers_mail(letter, SITE)


def publish(board: IdeaBoard, ref: str = "A1") -> int | None:
    by = make_person(Role.COMMISSIONER, project=project_of(board)).id
    return publishing.publish_batch(board.project_id, board.ref, ref, written, by=by, at=NOW, secret_key="s" * 32)


def told() -> set[Any]:
    return set(db.session.scalars(select(AnswerNotice.participant_id)))


def author(idea: Idea) -> Any:
    return idea.contribution.participant_id


# The rules


def test_every_state_has_its_plain_words() -> None:
    for words in (STAFF_WORDS, SHORT_WORDS, LONG_WORDS, TONES):
        assert set(words) == set(AnswerState)


@pytest.mark.parametrize(
    ("prepared", "missing"),
    [
        ((), ((Lack.NO_IDEAS, ""),)),
        ((Prepared("I-1", Standing.HIDDEN, None),), ((Lack.NO_IDEAS, ""),)),
        ((Prepared("I-1", Standing.PUBLISHED, None),), ((Lack.NO_ANSWER, "I-1"),)),
        ((Prepared("I-1", Standing.PUBLISHED, AnswerState.LOOKING), Prepared("I-2", Standing.WITHDRAWN, None)), ()),
        ((Prepared("I-1", Standing.MERGED, AnswerState.PARTLY),), ()),
    ],
    ids=["no ideas", "only gone ones", "one without an answer", "a gone one stops nothing", "an original is answered"],
)
def test_what_a_batch_lacks(prepared: tuple[Prepared, ...], missing: tuple[tuple[Lack, str], ...]) -> None:
    assert lacks(prepared) == missing
    assert left_out(prepared) == tuple(each.ref for each in prepared if not each.shown)


# Which answer holds


def test_the_latest_published_answer_holds_and_the_earlier_ones_stay(app: Flask) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board, "A1", days_ago=9), idea, AnswerState.LOOKING, "We ask the bus company.")
    make_answer_to(make_batch(board, "A2", days_ago=2), idea, AnswerState.ACCEPTED, "")
    make_answer_to(make_batch(board, "A3"), idea, AnswerState.NOT_POSSIBLE, "Still being written.")
    found = queries.answers_on([idea.id], NOW)[idea.id]
    assert [answer.state for answer in found.holding] == [AnswerState.ACCEPTED]
    assert [answer.state for answer in found.earlier] == [AnswerState.LOOKING]
    assert found.label == "We said yes"


def test_an_answer_to_what_ideas_were_merged_into_is_theirs_too(app: Flask) -> None:
    board = make_board()
    first, second, merged, last = (make_idea(board, title) for title in ("Bus", "Minibus", "A bus", "Buses"))
    make_lineage(first, merged)
    make_lineage(second, merged)
    make_lineage(merged, last)
    make_answer_to(make_batch(board, days_ago=1), last, AnswerState.PARTLY)
    found = queries.answers_on([idea.id for idea in (first, second, merged, last)], NOW)
    assert {key: answered.holding[0].to_ref for key, answered in found.items()} == dict.fromkeys(
        (first.id, second.id, merged.id, last.id), last.ref
    )
    assert [found[key].holding[0].own for key in (first.id, last.id)] == [False, True]


def test_an_idea_that_was_split_shows_the_answer_to_each_part(app: Flask) -> None:
    board = make_board()
    whole, tea, bus = (make_idea(board, title) for title in ("Tea and a bus", "Tea", "A bus"))
    for part in (tea, bus):
        make_lineage(whole, part, ReshapingKind.SPLIT)
    batch = make_batch(board, days_ago=1)
    make_answer_to(batch, tea, AnswerState.ACCEPTED, "")
    make_answer_to(batch, bus, AnswerState.NOT_NOW)
    found = queries.answers_on([whole.id], NOW)[whole.id]
    assert {answer.state for answer in found.holding} == {AnswerState.ACCEPTED, AnswerState.NOT_NOW}
    assert (found.state, found.label) == (None, "Answered")


def test_answers_of_any_number_of_ideas_take_one_query(app: Flask) -> None:
    board = make_board()
    batch = make_batch(board, days_ago=1)
    ideas = [make_idea(board, f"Idea {n}") for n in range(30)]
    for idea in ideas[:20]:
        make_answer_to(batch, idea)
    commit()
    with counted_queries() as seen:
        assert len(queries.answers_on([idea.id for idea in ideas], NOW)) == 20
    assert len(seen) == 1


def test_a_circle_in_the_lineage_does_not_turn_for_ever(app: Flask) -> None:
    board = make_board()
    one, other = make_idea(board, "One"), make_idea(board, "Other")
    make_lineage(one, other)
    make_lineage(other, one)
    make_answer_to(make_batch(board, days_ago=1), other)
    assert set(queries.answers_on([one.id, other.id], NOW)) == {one.id, other.id}


# Publishing and telling


def test_everyone_who_took_part_is_told_once_and_staff_never(app: Flask) -> None:
    board = make_board()
    project = project_of(board)
    idea, other = make_idea(board, "A warm room"), make_idea(board, "Not in the batch")
    people = {name: make_participant(project) for name in ("supports", "votes", "chose", "follows", "replies", "none")}
    make_support(idea, people["supports"])
    make_support(other, people["none"])
    add(StatementVote(idea_id=idea.id, participant_id=people["votes"].id, vote=Vote.PASS, at=NOW))
    pair = sorted((idea.id, other.id))
    add(
        PairChoice(
            board_id=board.id, participant_id=people["chose"].id, first_id=pair[0], second_id=pair[1],
            chosen_id=idea.id, at=NOW,
        )
    )  # fmt: skip
    for name in ("follows", "supports"):
        add(Follow(idea_id=idea.id, participant_id=people[name].id, at=NOW, seen_at=NOW))
    reply_by(board, idea, people["replies"])
    staff = staff_author(board, NOW)
    make_support(idea, staff)
    batch = make_batch(board)
    make_answer_to(batch, idea)
    assert publish(board) == 6
    assert told() == {author(idea), *(people[name].id for name in ("supports", "votes", "chose", "follows", "replies"))}
    assert publish(board) is None
    assert db.session.scalar(select(func.count()).where(EventRow.kind == "answers_published")) == 1


def reply_by(board: IdeaBoard, idea: Idea, person: Participant) -> None:
    from codesign.core.terms import ContributionKind

    sent = sending(board, person, "reply-key-of-a-test", at=NOW).submission
    add(Comment(idea_id=idea.id, contribution_id=said(sent, ContributionKind.COMMENT, "Yes.", at=NOW).id))


def test_the_people_of_merged_originals_are_told_of_the_answer_to_the_result(app: Flask) -> None:
    board = make_board()
    project = project_of(board)
    original, result = make_idea(board, "Bus", standing=Standing.MERGED), make_idea(board, "A bus")
    make_lineage(original, result)
    supporter = make_participant(project)
    make_support(original, supporter)
    make_answer_to(make_batch(board), result)
    publish(board)
    assert told() == {author(original), author(result), supporter.id}


def test_an_unfinished_batch_is_refused_with_what_is_missing(app: Flask) -> None:
    board = make_board()
    batch = make_batch(board)
    with pytest.raises(publishing.NotComplete) as refused:
        publish(board)
    assert refused.value.missing == ((Lack.NO_IDEAS, ""),)
    idea = make_idea(board)
    make_answer_to(batch, idea, None)
    with pytest.raises(publishing.NotComplete) as refused:
        publish(board)
    assert refused.value.missing == ((Lack.NO_ANSWER, idea.ref),)
    assert told() == set()


def test_an_idea_taken_back_meanwhile_is_left_out(app: Flask) -> None:
    board = make_board()
    batch = make_batch(board)
    stays, goes, hidden = make_idea(board, "Stays"), make_idea(board, "Goes"), make_idea(board, "Hidden")
    make_answer_to(batch, stays)
    make_answer_to(batch, goes, None)
    make_answer_to(batch, hidden)
    goes.contribution.standing = Standing.WITHDRAWN
    hidden.contribution.standing = Standing.WAITING
    publish(board)
    assert told() == {author(stays)}
    page = queries.answers_page(board.project_id, board.ref, "", at=NOW)
    assert [one.ref for one in page.said] == [stays.ref]
    assert page.gone == 1
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "answers_published")).one()
    assert (event.details["answers"], event.details["left_out"]) == (1, 2)


def test_a_published_batch_never_changes(app: Flask) -> None:
    board = make_board()
    project_id = board.project_id
    idea, other = make_idea(board), make_idea(board, "Another")
    make_answer_to(make_batch(board, days_ago=1), idea)
    by = make_person().id
    attempts: tuple[Any, ...] = (
        lambda: commands.change_batch(project_id, board.ref, "A1", BatchDraft("New"), by=by, at=NOW),
        lambda: commands.choose_ideas(project_id, board.ref, "A1", [other.ref], by=by, at=NOW),
        lambda: commands.take_out(project_id, board.ref, "A1", idea.ref, by=by, at=NOW),
        lambda: commands.drop_batch(project_id, board.ref, "A1", by=by, at=NOW),
        lambda: commands.keep_answer(
            project_id, board.ref, "A1", idea.ref, AnswerDraft(AnswerState.ACCEPTED), by=by, at=NOW
        ),
        lambda: commands.keep_answers(
            project_id, board.ref, "A1", [idea.ref], AnswerDraft(AnswerState.ACCEPTED), by=by, at=NOW
        ),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="does not change"):
            attempt()


def test_an_answer_other_than_yes_needs_its_reason(app: Flask) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea, None)
    by = make_person().id
    with pytest.raises(Refused, match="Say why"):
        commands.keep_answer(
            board.project_id, board.ref, "A1", idea.ref, AnswerDraft(AnswerState.OUTSIDE, reason="  "), by=by, at=NOW
        )
    commands.keep_answer(board.project_id, board.ref, "A1", idea.ref, AnswerDraft(AnswerState.ACCEPTED), by=by, at=NOW)


def test_an_answer_links_only_to_its_own_project(app: Flask) -> None:
    board, elsewhere = make_board(), make_project()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea, None)
    requirement, decision = make_requirement(elsewhere), make_decision(elsewhere)
    by = make_person().id
    for draft in (
        AnswerDraft(AnswerState.ACCEPTED, requirement=requirement.ref),
        AnswerDraft(AnswerState.ACCEPTED, decision=decision.ref),
    ):
        with pytest.raises(NotFound):
            commands.keep_answer(board.project_id, board.ref, "A1", idea.ref, draft, by=by, at=NOW)
    with pytest.raises(NotFound):
        commands.choose_ideas(board.project_id, board.ref, "A1", [make_idea(make_board()).ref], by=by, at=NOW)


def test_followers_with_a_confirmed_address_get_one_message(app: Flask) -> None:
    board = make_board()
    project = project_of(board)
    idea, second = make_idea(board, "A warm room"), make_idea(board, "A bus")
    confirmed, asked = make_participant(project, language="cy"), make_participant(project)
    for person, when in ((confirmed, NOW), (asked, None)):
        for each in (idea, second):
            add(Follow(idea_id=each.id, participant_id=person.id, at=NOW, seen_at=NOW))
        contact = add(
            Contact(
                project_id=project.id, participant_id=person.id, address=f"{person.ref}@example.org",
                purpose="follow", created_at=NOW,
            )
        )  # fmt: skip
        add(
            FollowAddress(
                board_id=board.id, participant_id=person.id, contact_id=contact.id, link_digest=person.ref,
                asked_at=NOW, confirmed_at=when, told_until=NOW,
            )
        )  # fmt: skip
    batch = make_batch(board)
    make_answer_to(batch, idea, AnswerState.ACCEPTED, "")
    make_answer_to(batch, second)
    publish(board)
    assert set(db.session.scalars(select(AnswerNotice.participant_id).where(AnswerNotice.mailed_at == NOW))) == {
        confirmed.id
    }
    message = db.session.scalars(select(OutboxMessage)).one()
    assert message.recipient == f"{confirmed.ref}@example.org"
    assert "A warm room" in message.body
    assert "A bus" in message.body
    assert f"{SITE}/p/{project.slug}/ideas/{board.ref}/answers?batch=A1" in message.body
    assert f"{SITE}/p/{project.slug}/ideas/following/by-email/" in message.body
    assert message.forgets


def test_eighty_thousand_supports_are_told_in_one_statement(app: Flask) -> None:
    board = make_board()
    batch = make_batch(board)
    ideas = [make_idea(board, f"Idea {n}") for n in range(3)]
    for idea in ideas:
        make_answer_to(batch, idea)
        for _ in range(4):
            make_support(idea, make_participant(project_of(board)))
    commit()
    with counted_queries() as few:
        publish(board)
    assert sum("INSERT INTO answer_notice" in statement for statement in few) == 1
    other = make_board()
    second = make_batch(other)
    for n in range(12):
        idea = make_idea(other, f"Idea {n}")
        make_answer_to(second, idea)
        for _ in range(3):
            make_support(idea, make_participant(project_of(other)))
    commit()
    with counted_queries() as many:
        publish(other)
    assert len(many) == len(few)


def test_two_commissioners_publish_at_once_and_people_are_told_once(app: Flask) -> None:
    board = make_board()
    idea = make_idea(board)
    for _ in range(5):
        make_support(idea, make_participant(project_of(board)))
    make_answer_to(make_batch(board), idea)
    by = make_person(Role.COMMISSIONER, project=project_of(board)).id
    project_id, ref = board.project_id, board.ref
    commit()
    results: list[Any] = []
    start = threading.Barrier(4)

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    results.append(
                        publishing.publish_batch(project_id, ref, "A1", written, by=by, at=NOW, secret_key="s" * 32)
                    )
            except Exception as error:
                results.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(results, key=str) == [6, None, None, None]
    assert len(told()) == 6
    assert db.session.scalar(select(func.count()).where(EventRow.kind == "answers_published")) == 1


# Staff prepare


def test_staff_prepare_and_publish_a_batch(staff_browser: Browser, browser: Browser) -> None:
    board = make_board()
    requirement = make_requirement(project_of(board))
    bus, tea, bench = (
        make_idea(board, title, supports=supports) for title, supports in (("A bus", 9), ("Tea", 5), ("A bench", 1))
    )
    commissioner(staff_browser, board)
    page = staff_browser.get(manage(board))
    assert "3 of 3 ideas that residents can read have no answer yet." in page.words
    page = staff_browser.submit(page, "#make-batch", title="Our first answers", words="The board met.", follow=True)
    assert page.text(".shape-choose label") == ["A bus", "Tea", "A bench"]
    page = staff_browser.submit(page, "#choose", idea=[bus.ref, tea.ref, bench.ref], follow=True)
    assert "3 ideas are new in this batch." in page.words
    assert len(page.soup.select("#missing .shape-todo li")) == 3
    page = staff_browser.submit(page, "#publish")
    assert page.status == 422
    assert "This batch cannot be published yet." in page.text("#error-summary")[0]
    page = staff_browser.get(manage(board, f"/A1/ideas/{bus.ref}"))
    page = staff_browser.submit(
        page, "#answer", state="accepted", words="A minibus on market day.", requirement=requirement.ref,
        button=("next", "1"), follow=True,
    )  # fmt: skip
    assert page.text("#error-summary li") == []
    assert page.text("h1") == [f"Answer {tea.ref}"]
    page = staff_browser.get(manage(board, f"/A1/together?idea={tea.ref}&idea={bench.ref}"))
    assert page.text("#these li") == [f"{tea.ref} Tea", f"{bench.ref} A bench"]
    page = staff_browser.submit(page, "#answer", state="not_now", reason="")
    assert page.status == 422
    assert page.text("#error-summary li") == ["Say why. Residents read the reason beside the answer."]
    page = staff_browser.submit(page, "#answer", state="not_now", reason="No room for it this year.", follow=True)
    assert "2 answers are saved." in page.words
    assert page.text("#missing h2") == ["Ready to publish"]
    preview = staff_browser.get(manage(board, "/A1/preview"))
    assert preview.text(".shape-given__said") == ["A bus", "Tea", "A bench"]
    assert "Residents cannot see it yet." in preview.words
    assert "No answers yet" in browser.get(public(board, "/answers")).words
    page = staff_browser.submit(page, "#publish", follow=True)
    assert "Batch A1 is published. 3 people are told." in page.words
    shown = browser.get(public(board, "/answers"))
    assert shown.text(".shape-given__said") == ["A bus", "Tea", "A bench"]
    assert "We said yes. We will do this. A minibus on market day." in shown.text(f"#{bus.ref}")[0]
    assert "REQ-009 A market-day minibus" in shown.text(f"#{bus.ref}")[0]
    assert "1 person is behind it." in shown.text(f"#{bus.ref}")[0]
    assert "Why: No room for it this year." in shown.text(f"#{tea.ref}")[0]
    after = staff_browser.get(manage(board))
    assert "0 of 3 ideas" in after.words


def test_what_was_typed_stays_when_an_answer_lacks_its_reason(staff_browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea, None)
    commissioner(staff_browser, board)
    page = staff_browser.get(manage(board, f"/A1/ideas/{idea.ref}"))
    page = staff_browser.submit(page, "#answer", state="outside", words="We told the highways team.")
    assert page.status == 422
    assert page.text("#error-summary li") == ["Say why. Residents read the reason beside the answer."]
    assert page.one("#words").get_text().strip() == "We told the highways team."
    assert page.one("input[name=state][checked]")["value"] == "outside"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose an answer."),
        ({"state": "nonsense"}, "Select one of the answers on the page."),
        ({"state": "accepted", "words": "x" * 2001}, "Make this 2000 characters or fewer."),
    ],
    ids=["nothing chosen", "a state that does not exist", "too long"],
)
def test_an_answer_that_cannot_be_kept_says_why(staff_browser: Browser, fields: dict[str, Any], sentence: str) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea, None)
    commissioner(staff_browser, board)
    page = staff_browser.get(manage(board, f"/A1/ideas/{idea.ref}"))
    page = staff_browser.submit(page, "#answer", **fields)
    assert page.status == 422
    assert page.text("#error-summary li") == [sentence]


def test_a_batch_needs_a_title_and_a_tick(staff_browser: Browser) -> None:
    board = make_board()
    make_idea(board)
    commissioner(staff_browser, board)
    page = staff_browser.get(manage(board))
    refused = staff_browser.submit(page, "#make-batch", title="   ", words="Kept words.")
    assert refused.status == 422
    assert refused.text("#error-summary li") == ["Give the batch a title, like “Our first answers”."]
    assert refused.one("#words").get_text().strip() == "Kept words."
    page = staff_browser.submit(page, "#make-batch", title="First", follow=True)
    refused = staff_browser.submit(page, "#choose")
    assert refused.status == 422
    assert refused.text("#error-summary li") == ["Tick at least one idea."]
    page = staff_browser.get(manage(board, "/A1/together"))
    assert page.status == 422
    assert "Tick the ideas that get the same answer" in page.words


def test_two_people_on_one_answer_never_overwrite_each_other(staff_browser: Browser, app: Flask) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea, None)
    commissioner(staff_browser, board)
    page = staff_browser.get(manage(board, f"/A1/ideas/{idea.ref}"))
    other = Browser(app)
    commissioner(other, board)
    first = other.get(manage(board, f"/A1/ideas/{idea.ref}"))
    assert other.submit(first, "#answer", state="accepted", words="Theirs.").status == 303
    late = staff_browser.submit(page, "#answer", state="not_now", reason="Mine.")
    assert late.status == 422
    assert "Someone else has changed this answer" in late.text("#error-summary")[0]
    assert "Accepted Theirs." in late.text("#theirs")[0]
    assert late.one("#reason").get_text().strip() == "Mine."
    assert staff_browser.submit(late, "#answer").status == 303
    db.session.expire_all()
    assert db.session.scalars(select(IdeaAnswer.reason)).one() == "Mine."


def test_ideas_are_found_by_words_and_by_having_no_answer(staff_browser: Browser) -> None:
    board = make_board()
    bus, tea = make_idea(board, "A bus", supports=3), make_idea(board, "Tea", supports=2)
    make_idea(board, "Hidden", standing=Standing.WAITING)
    make_answer_to(make_batch(board, days_ago=3), bus)
    make_batch(board, "A2")
    commissioner(staff_browser, board)

    def listed(query: str = "") -> list[str]:
        return staff_browser.get(manage(board, f"/A2/ideas{query}")).text(".shape-choose label")

    assert listed() == ["Tea"]
    assert listed("?q=") == ["A bus", "Tea"]
    assert listed("?q=bus") == ["A bus"]
    assert listed("?q=bus&without=1") == []
    assert listed(f"?q={tea.ref}") == ["Tea"]
    assert listed("?q=%25") == []


def test_only_who_decides_prepares_answers(staff_browser: Browser, browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board), idea)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project_of(board)))
    page = staff_browser.get(manage(board, "/A1"))
    assert page.status == 200
    assert not page.soup.select("#publish, #batch-words, #drop")
    assert staff_browser.get(manage(board, f"/A1/ideas/{idea.ref}")).status == 403
    assert browser.get(manage(board, "/A1")).status == 303
    sign_in(browser, make_person(Role.COMMISSIONER, project=make_project()))
    assert browser.get(manage(board, "/A1")).status == 404


def test_a_batch_that_is_not_published_is_nowhere_for_residents(browser: Browser) -> None:
    board = make_board()
    make_answer_to(make_batch(board), make_idea(board, "A bus"))
    commit()
    assert browser.get(public(board, "/answers?batch=A1")).status == 404
    assert browser.get(public(board, "/answers?batch=" + "x" * 200)).status == 404
    assert "A bus" not in browser.get(public(board, "/answers")).words


def test_a_batch_is_deleted_with_its_answers_and_the_ideas_stay(staff_browser: Browser) -> None:
    board = make_board()
    make_answer_to(make_batch(board), make_idea(board))
    commissioner(staff_browser, board)
    page = staff_browser.submit(staff_browser.get(manage(board, "/A1")), "#drop", follow=True)
    assert "Batch A1 is deleted." in page.words
    assert db.session.scalar(select(func.count()).select_from(AnswerBatch)) == 0
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 1


# Residents read


def me_in(browser: Browser, board: IdeaBoard, idea: Idea) -> Any:
    """A resident who supports an idea; the key of their participant."""
    page = browser.get(public(board))
    button = page.one(f"#sup-{idea.ref} button")
    browser.submit(page, f"#sup-{idea.ref}", button=(str(button["name"]), str(button["value"])))
    db.session.expire_all()
    return db.session.scalars(select(Participant.id).order_by(Participant.id.desc())).first()


def test_the_notice_says_how_many_ideas_were_answered_until_it_is_read(browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board, "A bus"), make_idea(board, "Tea")
    commit()
    me = me_in(browser, board, idea)
    batch = make_batch(board)
    make_answer_to(batch, idea, AnswerState.ACCEPTED, "")
    make_answer_to(batch, other)
    publish(board)
    commit()
    notice = queries.notices_for(board.id, me, NOW)
    assert notice is not None
    assert (notice.count, [one.title for one in notice.ideas]) == (1, ["A bus"])
    page = browser.get(public(board))
    assert page.text("#answers-notice-heading") == ["We have answered 1 idea you took part in"]
    assert page.text("#answers-notice li") == ["A bus We said yes"]
    browser.get(public(board, "/answers"))
    assert queries.notices_for(board.id, me, NOW) is not None
    after = browser.submit(browser.get(public(board)), "#answers-read", follow=True)
    assert "Thank you for reading our answers." in after.words
    assert not after.soup.select("#answers-notice")
    assert "Read our answers to ideas on this board" in after.words
    db.session.expire_all()
    assert queries.notices_for(board.id, me, NOW) is None
    assert queries.notices_for(board.id, None, NOW) is None


def test_nothing_to_tell_costs_one_query(app: Flask) -> None:
    board = make_board()
    me = author(make_idea(board))
    commit()
    with counted_queries() as seen:
        assert queries.notices_for(board.id, me, NOW) is None
    assert len(seen) == 1


def test_saying_that_one_has_read_makes_no_participant(browser: Browser) -> None:
    board = make_board()
    make_idea(board)
    commit()
    before = db.session.scalar(select(func.count()).select_from(Participant))
    token = browser.get(public(board)).soup.select("input[name=csrf_token]")[0]["value"]
    assert browser.post(public(board, "/answers/read"), {"csrf_token": token}).status == 303
    assert db.session.scalar(select(func.count()).select_from(Participant)) == before


def test_the_public_page_says_who_is_behind_each_person_once(browser: Browser) -> None:
    board = make_board()
    project = project_of(board)
    original, result = make_idea(board, "Bus", standing=Standing.MERGED), make_idea(board, "A bus")
    make_lineage(original, result)
    both, one = make_participant(project), make_participant(project)
    for idea in (original, result):
        make_support(idea, both)
    make_support(original, one)
    make_answer_to(make_batch(board, days_ago=1), result, AnswerState.PARTLY, words="Every Tuesday.")
    commit()
    page = browser.get(public(board, "/answers"))
    assert "1 support. 4 people are behind it." in page.text(f"#{result.ref}")[0]
    assert "We will do part of this. Every Tuesday." in page.text(f"#{result.ref}")[0]
    assert "Not all of it, because: There is no money." in page.text(f"#{result.ref}")[0]


def test_links_lead_to_what_residents_can_read(browser: Browser) -> None:
    board = make_board()
    project = project_of(board)
    idea = make_idea(board)
    requirement, decision = make_requirement(project), make_decision(project, published=False)
    make_answer_to(make_batch(board, days_ago=1), idea, requirement_id=requirement.id, decision_id=decision.id)
    commit()
    heard = f"/p/{project.slug}/heard"
    page = browser.get(public(board, "/answers"))
    assert "REQ-009 A market-day minibus" in page.words
    assert "D-001" not in page.words
    assert not [link for link in page.links() if link.startswith(heard)]
    project.heard_published_at = NOW - timedelta(days=1)
    decision.published_on = NOW.date()
    commit()
    page = browser.get(public(board, "/answers"))
    assert [link for link in page.links() if link.startswith(heard)] == [f"{heard}#REQ-009", f"{heard}#D-001"]


def test_an_earlier_batch_says_that_a_later_answer_holds(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board, "A1", days_ago=5), idea, AnswerState.LOOKING, "We ask.")
    make_answer_to(make_batch(board, "A2", days_ago=1, title="Second"), idea, AnswerState.ACCEPTED, "")
    commit()
    assert browser.get(public(board, "/answers")).text("h1") == ["Second"]
    old = browser.get(public(board, "/answers?batch=A1"))
    assert "We have answered this again since." in old.words
    assert old.links("#other-answers ~ ul a") == [public(board, "/answers?batch=A2")]


def test_an_answer_without_a_state_is_shown_by_its_words(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_answer_to(make_batch(board, days_ago=1), idea, None, words="The government answered this.")
    commit()
    found = queries.answers_on([idea.id], NOW)[idea.id]
    assert (found.state, found.label) == (None, "Answered")
    assert "The government answered this." in browser.get(public(board, "/answers")).words


def test_a_page_of_answers_asks_a_fixed_number_of_queries(app: Flask) -> None:
    board = make_board()
    batch = make_batch(board, days_ago=1)
    make_answer_to(batch, make_idea(board))
    commit()
    with counted_queries() as one:
        queries.answers_page(board.project_id, board.ref, "", at=NOW)
    for n in range(30):
        make_answer_to(batch, make_idea(board, f"Idea {n}"))
    commit()
    with counted_queries() as many:
        page = queries.answers_page(board.project_id, board.ref, "", at=NOW)
    assert (len(page.said), page.more) == (queries.PAGE, True)
    assert len(many) == len(one)


def test_actors_of_answers_are_people_on_the_chain(app: Flask) -> None:
    board = make_board()
    by = make_person().id
    ref = commands.make_batch(board.project_id, board.ref, BatchDraft("First"), by=by, at=NOW)
    again = commands.make_batch(board.project_id, board.ref, BatchDraft("Second"), by=by, at=NOW)
    assert (ref, again) == ("A1", "A2")
    events = db.session.scalars(select(EventRow).where(EventRow.kind == "answer_batch_made")).all()
    assert {event.actor for event in events} == {actor_person(by)}


def test_the_digest_of_followed_ideas_does_not_tell_again_what_a_mail_has_told(app: Flask) -> None:
    board = make_board()
    project = project_of(board)
    idea = make_idea(board, "A warm room")
    person = make_participant(project)
    add(Follow(idea_id=idea.id, participant_id=person.id, at=NOW - timedelta(days=9), seen_at=NOW - timedelta(days=9)))
    contact = add(
        Contact(
            project_id=project.id, participant_id=person.id, address="p@example.org", purpose="follow", created_at=NOW
        )
    )
    add(
        FollowAddress(
            board_id=board.id, participant_id=person.id, contact_id=contact.id, link_digest="d",
            asked_at=NOW, confirmed_at=NOW - timedelta(days=9), told_until=NOW - timedelta(days=9),
        )
    )  # fmt: skip
    make_answer_to(make_batch(board), idea)
    publish(board)
    later = NOW + timedelta(hours=1)
    digests: list[Digest] = []

    def write(digest: Digest) -> Mail:
        digests.append(digest)
        return Mail("", "")

    assert send_digests(write, secret_key="s" * 32, at=later) == (0, None)
    db.session.execute(update(AnswerNotice).values(mailed_at=None))
    assert send_digests(write, secret_key="s" * 32, at=later) == (1, None)
    assert [news.answered for news in digests[0].news] == [True]
