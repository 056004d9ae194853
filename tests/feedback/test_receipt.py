"""A person follows their words by their receipt, and can change their mind."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from codesign.core.terms import Consent, ModerationReason, Standing, SubmissionState
from codesign.extensions import db
from codesign.models import (
    Answer,
    Contribution,
    ContributionVersion,
    EqualityAnswer,
    EventRow,
    Submission,
)
from codesign.packs.commands import freeze_pack
from tests.browser import Browser, Page
from tests.feedback.story import WORDS, make_decision, make_more, make_story
from tests.make import NOW, commit, make_answer, make_submission


def open_receipt(browser: Browser, code: str) -> Page:
    return browser.submit(browser.get("/receipt"), "#receipt", code=code, follow=True)


def freeze(story_project: object, *, later: timedelta = timedelta(minutes=1)) -> None:
    freeze_pack(story_project.id, by_person_id=None, at=NOW + later, base_url="http://localhost")  # type: ignore[attr-defined]
    commit()


def test_words_are_followed_to_the_theme_the_clause_and_the_reason(browser: Browser) -> None:
    story = make_story()
    freeze(story.project)
    page = open_receipt(browser, story.receipt)
    assert page.status == 200
    assert WORDS in page.words
    assert "Open when we are free" in page.words
    assert page.text(".shape-clause__title") == ["Open after work"]
    assert page.text(".shape-clause__ways li") == ["By the theme “Open when we are free”."]
    assert "There are not enough staff for five days." in page.words
    assert "How do you travel?" in page.words
    assert "Bus" in page.words
    assert f"EP-{story.project.ref}-v1" in page.words
    assert page.headers["Cache-Control"] == "no-store, private"


def test_a_decision_is_told_once_it_is_published_or_frozen(browser: Browser) -> None:
    story = make_story()
    assert "Nothing is decided about it yet" in open_receipt(browser, story.receipt).words
    freeze(story.project)
    assert "You want the hub open after work." in open_receipt(browser, story.receipt).words


def test_an_idea_and_a_card_are_followed_too(browser: Browser) -> None:
    story = make_story()
    receipts = make_more(story)
    assert open_receipt(browser, receipts["idea"]).text(".shape-clause__ways li") == ["By the idea “Late opening”."]
    assert open_receipt(browser, receipts["card"]).text(".shape-clause__ways li") == [
        "By the group of cards “Evenings”."
    ]


def test_a_code_is_read_whatever_the_case_and_the_dashes(browser: Browser) -> None:
    story = make_story()
    page = open_receipt(browser, story.receipt.lower().replace("-", " "))
    assert WORDS in page.words


def test_a_code_that_is_nobodys_says_so_and_keeps_what_was_typed(browser: Browser) -> None:
    make_story()
    page = browser.submit(browser.get("/receipt"), "#receipt", code="2346-789A-BCDE")
    assert page.status == 422
    assert page.one("#code")["value"] == "2346-789A-BCDE"
    assert "We know no receipt with this code" in page.words
    short = browser.submit(browser.get("/receipt"), "#receipt", code="234")
    assert short.status == 422
    assert "12 letters and numbers" in short.words


def test_guessing_codes_is_slowed_down(browser: Browser) -> None:
    form = browser.get("/receipt")
    answers = [browser.submit(form, "#receipt", code="2346-789A-BCDE").status for _ in range(22)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_receipt_is_in_no_address_and_in_no_other_browser(browser: Browser, staff_browser: Browser) -> None:
    story = make_story()
    answer = browser.submit(browser.get("/receipt"), "#receipt", code=story.receipt)
    assert answer.status == 303
    assert answer.location == "/receipt/words"
    other = staff_browser.get("/receipt/words")
    assert (other.status, other.location) == (303, "/receipt")
    for path in ("/receipt/consent", "/receipt/take-back"):
        form = staff_browser.get("/receipt").one("input[name=csrf_token]")["value"]
        assert staff_browser.post(path, {"csrf_token": form, "consent": "public"}).location == "/receipt"


def test_finishing_closes_the_page_on_this_device(browser: Browser) -> None:
    story = make_story()
    page = open_receipt(browser, story.receipt)
    assert browser.submit(page, "#done").location == "/receipt"
    assert browser.get("/receipt/words").location == "/receipt"


def test_hidden_words_are_shown_to_their_author_with_the_reason(browser: Browser) -> None:
    story = make_story()
    words = db.session.get_one(Contribution, story.words.id)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.NAMED_INDIVIDUAL
    words.moderation_note = "You named a nurse."
    commit()
    page = open_receipt(browser, story.receipt)
    assert WORDS in page.words
    assert "Your words were about a person others could recognise. You named a nurse." in page.words
    assert "By the theme" not in page.words, "hidden words are not evidence"


def test_a_sending_set_aside_says_why(browser: Browser) -> None:
    story = make_story()
    submission = db.session.get_one(Submission, story.submission.id)
    submission.state, submission.state_reason = SubmissionState.EXCLUDED, "It was sent twice."
    commit()
    page = open_receipt(browser, story.receipt)
    assert "It was sent twice." in page.words
    assert not page.soup.select(".shape-clause")


def test_consent_is_changed_for_all_words_of_the_sending(browser: Browser) -> None:
    story = make_story()
    page = open_receipt(browser, story.receipt)
    assert page.one("input[name=consent][checked]")["value"] == "public"
    assert browser.submit(page, "#consent-form", consent="count_only").status == 303
    assert db.session.get_one(Contribution, story.words.id).consent is Consent.COUNT_ONLY
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "consent_changed")).one()
    assert event.details == {"code": story.words.code, "from": "public", "to": "count_only"}
    assert "We count it and do not quote it." in browser.get("/receipt/words").words


def test_a_consent_that_is_none_is_asked_for_again(browser: Browser) -> None:
    story = make_story()
    page = browser.submit(open_receipt(browser, story.receipt), "#consent-form", consent=None)
    assert page.status == 422
    assert "Select how we may use your words" in page.words


def test_words_taken_back_before_a_freeze_are_gone_and_no_longer_count(browser: Browser) -> None:
    story = make_story()
    db.session.add(
        EqualityAnswer(
            project_id=story.project.id, participant_id=story.submission.participant_id, question="carer", value="yes"
        )
    )
    commit()
    open_receipt(browser, story.receipt)
    confirm = browser.get("/receipt/take-back")
    assert "frozen" not in confirm.words
    page = browser.submit(confirm, "#take-back", follow=True)
    assert "You took this back" in page.words
    assert WORDS not in page.words
    submission = db.session.get_one(Submission, story.submission.id)
    assert (submission.state, bool(submission.withdrawn_at)) == (SubmissionState.WITHDRAWN, True)
    assert db.session.get_one(Contribution, story.words.id).text == ""
    assert not db.session.scalars(select(ContributionVersion.text).where(ContributionVersion.text.is_not(None))).all()
    assert not db.session.scalars(select(Answer)).all()
    assert not db.session.scalars(select(EqualityAnswer)).all()
    kinds = db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)).all()
    assert kinds[-2:] == ["words_withdrawn", "sending_withdrawn"]
    assert not page.soup.select("#consent-form")


def test_taking_back_twice_is_taking_back_once(browser: Browser) -> None:
    story = make_story()
    open_receipt(browser, story.receipt)
    confirm = browser.get("/receipt/take-back")
    browser.submit(confirm, "#take-back")
    browser.submit(confirm, "#take-back")
    assert len(db.session.scalars(select(EventRow).where(EventRow.kind == "sending_withdrawn")).all()) == 1
    assert browser.get("/receipt/take-back").status == 303


def test_words_taken_back_after_a_freeze_stay_in_that_version_and_it_is_said(browser: Browser) -> None:
    story = make_story()
    freeze(story.project, later=timedelta(0))
    open_receipt(browser, story.receipt)
    confirm = browser.get("/receipt/take-back")
    assert "We cannot change that pack." in confirm.words
    page = browser.submit(confirm, "#take-back", follow=True)
    assert f"EP-{story.project.ref}-v1" in page.words
    freeze(story.project, later=timedelta(days=1))
    after = browser.get("/receipt/words").words
    assert f"EP-{story.project.ref}-v1" in after
    assert f"EP-{story.project.ref}-v2" not in after


def test_one_sending_says_nothing_of_another_of_the_same_person(browser: Browser) -> None:
    story = make_story()
    activity = story.submission.activity_id
    from codesign.models import Consultation, Participant

    participant = db.session.get_one(Participant, story.submission.participant_id)
    second = make_submission(db.session.get_one(Consultation, activity), participant)
    make_answer(story.question, submission=second, text="Something else of mine.")
    commit()
    assert "Something else of mine." not in open_receipt(browser, story.receipt).words


def test_another_projects_decisions_never_show(browser: Browser) -> None:
    story, other = make_story(), make_story()
    make_decision(other.project, theme_id=other.theme.id, published_on=NOW.date())
    commit()
    assert "Nothing is decided" in open_receipt(browser, story.receipt).words
