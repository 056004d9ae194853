"""From paper to a response: printed, typed, compared, sent, and summed up as it was ticked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.paper.numbers import check_digit, form_number, read_form_number
from codesign.consultations.results import results
from codesign.consultations.taking_in import given_in
from codesign.core.questions.kinds import KINDS, kind_of
from codesign.core.terms import ActivityState, Mode, QuestionType, Role, SubmissionState
from codesign.extensions import db
from codesign.models import (
    Consultation,
    Contact,
    Contribution,
    EqualityAnswer,
    EventRow,
    PaperBatch,
    PaperEntry,
    PaperForm,
    Submission,
)
from tests.browser import Browser
from tests.consultations.asking import questionnaire
from tests.consultations.paper.typing import fields_for, keep, manage, new_batch, open_form, print_copies, typist
from tests.consultations.reading.every_kind import answers_for, every_kind, taken_in
from tests.make import NOW, commit, make_consultation, make_project, make_question


def sent_forms(consultation: Consultation) -> list[Submission]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Submission).where(Submission.activity_id == consultation.id).order_by(Submission.form_number)
        )
    )


def entries() -> list[PaperEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(PaperEntry).order_by(PaperEntry.form_number, PaperEntry.keying)))


def events(kind: str) -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).where(EventRow.kind == kind)))


# --- the number


def test_one_wrong_digit_or_two_exchanged_never_make_another_number() -> None:
    for place in (1, 27, 9999, 12345):
        number = form_number("C12", place)
        assert read_form_number(number) == number
        digits = [at for at, letter in enumerate(number) if letter.isdigit()]
        for at in digits:
            for other in "0123456789":
                if other != number[at]:
                    assert read_form_number(number[:at] + other + number[at + 1 :]) != number
                    assert read_form_number(number[:at] + other + number[at + 1 :]) is None
        for one, two in pairwise(digits):
            if number[one] != number[two]:
                turned = list(number)
                turned[one], turned[two] = number[two], number[one]
                assert read_form_number("".join(turned)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "C1-0001-{}",
        "c1 0001 {}",
        " C1–0001–{} ",
        "c10001{}",
        "https://x.example/p/hub/c/C1?form=C1-0001-{}",
        "Ｃ1-0001-{}",
    ],
)
def test_a_number_is_read_however_it_is_typed_or_scanned(typed: str) -> None:
    check = check_digit("C10001")
    assert read_form_number(typed.format(check)) == f"C1-0001-{check}"


# --- every kind


@pytest.mark.parametrize("person", [0, 1, 2])
def test_every_kind_is_typed_from_paper_and_kept_as_it_was_ticked(staff_browser: Browser, person: int) -> None:
    consultation = every_kind()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    page = open_form(staff_browser, batch, number)
    assert page.status == 200
    answers = answers_for(consultation, person)
    typed = {ref for ref, (asked, _given) in answers.items()}
    kept = staff_browser.submit(page, "#entry", **fields_for(page, answers), consent="public")
    assert kept.status == 303, kept.text(".govuk-error-summary")
    assert staff_browser.submit(staff_browser.get(batch.url), "#send-batch").status == 303
    (sent,) = sent_forms(consultation)
    assert (sent.mode, sent.form_number, sent.keyed_by_id is not None) == (Mode.PAPER, number, True)
    back = given_in(sent)
    for ref, (asked, given) in answers.items():
        own = kind_of(asked)
        if not own.in_results:
            assert ref not in back
            assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
            continue
        assert own.kept(asked, back[ref][1]) == own.kept(asked, own.given(asked, own.kept(asked, given))), asked.type
    assert typed >= set(back)


def test_every_kind_that_asks_is_on_the_entry_screen_in_the_order_of_the_paper(staff_browser: Browser) -> None:
    consultation = every_kind()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    page = open_form(staff_browser, new_batch(staff_browser, consultation), number)
    asks = [question for question in consultation.questions if KINDS[question.current.type].asks]
    assert [tag["id"] for tag in page.soup.select(".shape-keying__question[id^=asked-]")] == [
        f"asked-{question.ref}" for question in asks
    ]
    headings = [words for words in page.text(".shape-keying h3") if words[0].isdigit()]
    assert [words.split(".")[0] for words in headings] == [str(place) for place in range(1, len(asks) + 1)]
    assert page.text(".shape-keying__page h2")[0] == "Page 2"


def figures_of(consultation: Consultation) -> list[tuple[object, ...]]:
    """The summary of every question: base, tables and figures."""
    found = results(consultation.project_id, consultation.ref)
    return [
        (one.base, one.not_sure, one.tables, one.figures, one.texts)
        for each in found.questions
        for one in each.wordings
    ]


def test_the_summary_of_typed_forms_equals_that_of_the_same_answers_given_online(staff_browser: Browser) -> None:
    online, consultation = every_kind(), every_kind()
    typist(staff_browser, consultation)
    numbers = print_copies(staff_browser, consultation, 3)
    batch = new_batch(staff_browser, consultation)
    for person, number in enumerate(numbers):
        taken_in(online, answers_for(online, person))
        page = open_form(staff_browser, batch, number)
        fields = fields_for(page, answers_for(consultation, person))
        assert staff_browser.submit(page, "#entry", **fields, consent="public").status == 303
    staff_browser.submit(staff_browser.get(batch.url), "#send-batch")
    db.session.rollback()
    assert len(sent_forms(consultation)) == 3
    assert figures_of(consultation) == figures_of(online)
    assert any(base == 3 for base, *_rest in figures_of(consultation))


# --- numbers at the door


def test_a_wrong_number_is_said_to_be_wrong_and_stays_in_the_field(staff_browser: Browser) -> None:
    consultation = questionnaire()
    other = make_consultation(make_project())
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)

    def said(typed: str) -> str:
        page = open_form(staff_browser, batch, typed)
        assert page.status == 422
        assert page.one("#number")["value"] == typed
        return page.text("#number-error")[0]

    assert "has a slip in it" in said(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert "has a slip in it" in said("hello")
    assert "Type the number at the top of the form." in said("")
    assert "No form has the number C1-0007-" in said(form_number("C1", 7))
    assert "is of other questions, not of C1" in said(form_number("C2", 1))
    assert other.ref == "C1"  # of another project: its numbers mean nothing here


def test_a_form_is_typed_in_once_whatever_the_pile(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    first, second = new_batch(staff_browser, consultation), new_batch(staff_browser, consultation)
    keep(staff_browser, open_form(staff_browser, first, number), Q1="c1")
    again = open_form(staff_browser, first, number)
    assert f"Form {number} was typed in already, in this batch." in again.words
    assert staff_browser.get(again.links("#find-form a")[0]).status == 200
    assert "was typed in already, in batch PB1" in open_form(staff_browser, second, number).words
    staff_browser.submit(staff_browser.get(first.url), "#send-batch")
    assert "was typed in already, in batch PB1" in open_form(staff_browser, second, number).words
    assert len(sent_forms(consultation)) == 1


def test_a_form_printed_at_home_gets_a_number(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    batch = new_batch(staff_browser, consultation)
    page = staff_browser.submit(batch, "#give-number", follow=True)
    assert page.status == 200
    (form,) = db.session.scalars(select(PaperForm)).all()
    assert form.number in page.words
    assert keep(staff_browser, page, Q1="c1").status == 303


# --- bad input


def test_what_was_typed_is_never_lost_on_an_error(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    page = open_form(staff_browser, batch, number)
    wrong = keep(
        staff_browser,
        page,
        Q1="c1",
        Q3="The garden",
        Q4="Warm,\nand a kettle",
        Q6="far away",
        consent="public",
        wants_receipt="1",
        about__sex="female",
    )
    assert wrong.status == 422
    assert "Question 6: Type a number in figures, such as 4." in wrong.words
    assert entries() == []
    fixed = keep(staff_browser, wrong, Q6="4")
    assert fixed.status == 303
    (entry,) = entries()
    assert entry.answers["Q3"]["words"] == "The garden"
    assert entry.answers["Q4"]["words"] == "Warm,\nand a kettle"
    assert (entry.consent, entry.wants_receipt, entry.equality) == ("public", True, {"sex": "female"})


def test_a_missing_page_is_kept_and_its_questions_count_as_not_answered(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    page = open_form(staff_browser, batch, number)
    pages = [str(tag["value"]) for tag in page.soup.select("[name=missing]")]
    assert pages[0] == "2"
    clash = keep(staff_browser, page, missing="2", Q1="c1", Q4="Warm")
    assert clash.status == 422
    assert "You said that this page is missing." in clash.words
    last = pages[-1]
    fine = keep(staff_browser, page, missing=last, Q1="c1")
    assert fine.status == 303
    pile = staff_browser.get(batch.url)
    assert f"Page {last} was missing: its questions count as not answered" in pile.words
    staff_browser.submit(pile, "#send-batch")
    (sent,) = sent_forms(consultation)
    assert list(given_in(sent)) == ["Q1"]
    assert entries()[0].missing == [last]
    assert events("paper_form_typed")[-1].details["missing"] == [last]


def routed() -> Consultation:
    """Q1 yes or no; Q2 and Q3 only after yes; Q4 for everyone."""
    consultation = make_consultation(make_project())
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been?", labels=("Yes", "No"))
    only = {"question": "Q1", "test": "is", "value": "c1"}
    make_question(consultation, QuestionType.SHORT_TEXT, "What did you like?", condition=only)
    make_question(consultation, QuestionType.NUMBER, "How many times?", condition=only, required=True)
    make_question(consultation, QuestionType.LONG_TEXT, "What else?", required=True)
    commit()
    return consultation


def test_an_answer_that_was_not_asked_is_shown_and_the_typist_says_what_was_meant(staff_browser: Browser) -> None:
    consultation = routed()
    typist(staff_browser, consultation)
    one, two = print_copies(staff_browser, consultation, 2)
    batch = new_batch(staff_browser, consultation)
    page = open_form(staff_browser, batch, one)
    assert page.text(".shape-keying__route") == [
        "Answer questions 2 and 3 only if you ticked “Yes” in question 1. If not, go to question 4."
    ]
    kept = keep(staff_browser, page, Q1="c2", Q2="The garden", Q4="No")
    look = staff_browser.get(kept.location)
    assert "Question 2 was answered, but after the other answers it is not asked." in look.words
    assert look.one("#Q2").get_text(strip=True) == "The garden"
    pile = staff_browser.get(batch.url)
    assert "Question 2 was answered, but it is not asked. Say what the person meant." in pile.words
    assert not pile.soup.select("#send-batch")
    # To skip it: the answer is left out of the response, and stays in the typing until then.
    assert keep(staff_browser, look, meant__Q2="left_out").location.endswith("PB1")
    # To answer it: the earlier answer is put right.
    other = staff_browser.get(
        keep(staff_browser, open_form(staff_browser, batch, two), Q1="c2", Q2="All", Q4="x").location
    )
    assert keep(staff_browser, other, Q1="c1", meant__Q2="counts").location.endswith("PB1")
    staff_browser.submit(staff_browser.get(batch.url), "#send-batch")
    first, second = sent_forms(consultation)
    assert list(given_in(first)) == ["Q1", "Q4"]
    assert list(given_in(second)) == ["Q1", "Q2", "Q4"]  # question 3 was needed and left empty: paper cannot be asked


def test_forms_without_an_answer_stay_in_the_pile_and_do_not_count(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    empty, full = print_copies(staff_browser, consultation, 2)
    batch = new_batch(staff_browser, consultation)
    keep(staff_browser, open_form(staff_browser, batch, empty))
    assert "No answer. It is kept here and does not count." in staff_browser.get(batch.url).words
    keep(staff_browser, open_form(staff_browser, batch, full), Q1="c1")
    staff_browser.submit(staff_browser.get(batch.url), "#send-batch")
    assert [sent.form_number for sent in sent_forms(consultation)] == [full]


def test_a_batch_sent_twice_is_sent_once(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    numbers = print_copies(staff_browser, consultation, 3)
    batch = new_batch(staff_browser, consultation)
    for number in numbers:
        keep(staff_browser, open_form(staff_browser, batch, number), Q1="c1", Q4=f"Words of {number}")
    pile = staff_browser.get(batch.url)
    assert staff_browser.submit(pile, "#send-batch").status == 303
    assert staff_browser.submit(pile, "#send-batch").status == 303
    assert [sent.form_number for sent in sent_forms(consultation)] == numbers
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 3
    assert all(entry.answers == {} and entry.submission_id is not None for entry in entries())
    assert len(events("paper_batch_sent")) == 1
    assert "This batch was sent." in open_form(staff_browser, pile, numbers[0]).words


# --- two typists


def test_the_second_typing_is_blind_and_every_difference_is_settled(app: Flask, staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    other = Browser(app)
    typist(other, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation, keyed_twice="y")
    keep(
        staff_browser,
        open_form(staff_browser, batch, number),
        Q1="c1",
        Q3="The garden",
        Q6="4",
        consent="public",
        about__sex="female",
    )
    own = open_form(staff_browser, batch, number)
    assert "Somebody else types it the second time." in own.words
    pile = other.get(batch.url)
    assert "Typed once. Somebody else types it a second time." in pile.words
    assert not pile.soup.select("#send-batch")
    blind = open_form(other, pile, number)
    assert "The garden" not in blind.html
    assert "checked" not in str(blind.one("#entry"))
    peek = other.get(f"{batch.url}/form?number={number}&keying=1")
    assert "The garden" not in peek.html
    keep(other, blind, Q1="c2", Q3="the  Garden", Q6="7", consent="public", about__sex="male")
    assert "The two differ in 3 places" in other.get(batch.url).words
    compare = other.get(f"{batch.url}/compare/{number}")
    assert compare.text("#settle h2") == [
        "1. Have you been to the hub?",
        "6. How far do you travel?",
        "What is your sex?",
    ]
    half = keep(other, compare, "#settle", pick__Q1="1", pick__Q6="2")
    assert half.text("#settle h2") == ["What is your sex?"]
    assert "1 place is still open." in half.words
    assert keep(other, half, "#settle", pick__about__sex="1").status == 303
    assert other.submit(other.get(batch.url), "#send-batch").status == 303
    (sent,) = sent_forms(consultation)
    back = given_in(sent)
    assert back["Q1"][1].values == ("c1",)
    assert (back["Q3"][1].words, back["Q6"][1].words) == ("The garden", "7")
    assert db.session.scalars(select(EqualityAnswer.value)).all() == ["female"]
    assert sum(event.details["settled"] for event in events("paper_differences_settled")) == 3


# --- late paper


def closed(consultation: Consultation, days_ago: int) -> date:
    closed_at = NOW - timedelta(days=days_ago)
    consultation.state = ActivityState.CLOSED
    consultation.closes_at = closed_at
    consultation.closes_on = closed_at.date()
    commit()
    return closed_at.date()


def test_late_paper_counts_within_the_rule_and_not_beyond_it(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    in_time, after, unmarked = print_copies(staff_browser, consultation, 3)
    closes = closed(consultation, 4)
    page = staff_browser.get(manage(consultation, "paper"))
    bare = staff_browser.submit(page, "#paper-rules", late_days="7", late_rule="")
    assert "Write the rule" in bare.words
    staff_browser.submit(page, "#paper-rules", late_days="7", late_rule="Posted by the close and here within 7 days.")
    pile = new_batch(staff_browser, consultation, arrived_on=NOW.date())
    assert "The rule: Posted by the close and here within 7 days." in pile.words
    for number, posted in ((in_time, closes), (after, closes + timedelta(days=1)), (unmarked, None)):
        form = open_form(staff_browser, pile, number)
        day = [str(posted.day), str(posted.month), str(posted.year)] if posted else ["", "", ""]
        assert keep(staff_browser, form, Q1="c1", postmarked_on=day).status == 303
    seen = staff_browser.get(pile.url)
    assert seen.words.count("Came too late. It is kept here and does not count.") == 2
    staff_browser.submit(seen, "#send-batch")
    (sent,) = sent_forms(consultation)
    assert (sent.form_number, sent.state_rule, sent.state) == (in_time, "late", SubmissionState.ACCEPTED)


def test_paper_that_arrived_before_the_close_may_be_typed_after_it(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    closes = closed(consultation, 4)
    pile = new_batch(staff_browser, consultation, arrived_on=closes)
    form = open_form(staff_browser, pile, number)
    assert not form.soup.select("[name=postmarked_on]")
    keep(staff_browser, form, Q1="c1")
    staff_browser.submit(staff_browser.get(pile.url), "#send-batch")
    (sent,) = sent_forms(consultation)
    assert sent.state_rule == ""


# --- receipts, consent, what is kept apart


def test_receipts_are_listed_for_those_who_asked_until_they_are_given(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    asks, asks_not = print_copies(staff_browser, consultation, 2)
    batch = new_batch(staff_browser, consultation)
    keep(staff_browser, open_form(staff_browser, batch, asks), Q1="c1", Q4="Mine", wants_receipt="1", consent="public")
    keep(staff_browser, open_form(staff_browser, batch, asks_not), Q1="c1", Q4="Count me", about__carer="no")
    done = staff_browser.submit(staff_browser.get(batch.url), "#send-batch", follow=True)
    first, second = sent_forms(consultation)
    assert first.receipt in done.words
    assert second.receipt not in done.words
    gone = staff_browser.submit(done, "#receipts-given", follow=True)
    assert first.receipt not in gone.words
    consents = dict(db.session.execute(select(Contribution.text, Contribution.consent)).all())
    assert consents == {"Mine": "public", "Count me": "count_only"}
    assert db.session.scalars(select(EqualityAnswer.participant_id)).all() == [second.participant_id]


def test_a_form_of_an_earlier_wording_keeps_that_wording(staff_browser: Browser) -> None:
    from codesign.models import QuestionVersion

    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    question = consultation.questions[2]
    question.versions.append(
        QuestionVersion(number=2, type=QuestionType.SHORT_TEXT, text="What would you never change?", created_at=NOW)
    )
    commit()
    batch = new_batch(staff_browser, consultation)
    page = open_form(staff_browser, batch, number)
    assert "3. What is one thing you would keep?" in page.words
    assert "never change" not in page.words
    keep(staff_browser, page, Q3="The garden")
    staff_browser.submit(staff_browser.get(batch.url), "#send-batch")
    (sent,) = sent_forms(consultation)
    assert given_in(sent)["Q3"][0].version == 1
    assert rows.asked(consultation.questions[2]).version == 2


def test_only_those_who_may_type_in_answers_reach_paper(staff_browser: Browser, browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation, Role.ANALYST)
    for path in ("paper", "paper/batches/PB1", "by-telephone"):
        assert staff_browser.get(manage(consultation, path)).status == 403
        assert browser.get(manage(consultation, path)).status == 303  # to sign in


def test_a_batch_of_another_consultation_is_not_found(staff_browser: Browser) -> None:
    consultation = questionnaire()
    other = questionnaire()
    typist(staff_browser, other)
    new_batch(staff_browser, other)
    typist(staff_browser, consultation)
    assert db.session.scalar(select(func.count()).select_from(PaperBatch)) == 1
    for path in ("paper/batches/PB1", "paper/batches/PB1/form?number=C1-0001-4", "paper/batches/PB1/compare/C1-0001-4"):
        assert staff_browser.get(manage(consultation, path)).status == 404
    assert staff_browser.get(manage(other, "paper/batches/PB1")).status == 404
