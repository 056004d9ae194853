"""A photo or a document as an answer: sent with the page, shown to whom it belongs, gone when it is taken back."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.consultations.uploads import commands as uploads
from codesign.core.files import MadeAnew, NotTaken
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds.base import Kept
from codesign.core.questions.kinds.files import File
from codesign.core.terms import ActivityState, QuestionType, Role, UploadPurpose
from codesign.extensions import db, limiter
from codesign.feedback.commands import take_back
from codesign.ledger import files as kept_files
from codesign.models import Answer, Consultation, Contribution, Draft, EventRow, Project, Question, Submission, Upload
from codesign.web.uploads import arriving
from codesign.web.uploads.reading import read_file
from tests import make
from tests.browser import Browser, Page
from tests.consultations import sent_files as files
from tests.consultations.asking import address, begin, go_on, send

FILE = File()
PHOTO = files.photo(telling=True)


def showing(*, accepts: tuple[str, ...] = ("photo",), **fields: Any) -> Consultation:
    consultation = make.make_consultation(asks_equality=False)
    make.make_question(
        consultation, QuestionType.FILE, "Show us the place", settings={"accepts": list(accepts)}, **fields
    )
    make.make_question(consultation, QuestionType.SHORT_TEXT, "Anything else?").starts_page = False
    make.commit()
    return consultation


@pytest.fixture(autouse=True)
def room_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)


def sent(raw: bytes, name: str = "IMG_1234.jpg") -> list[Any]:
    return [(io.BytesIO(raw), name)]


def press(browser: Browser, page: Page, fields: dict[str, Any], *, follow: bool = False) -> Page:
    """Continue, with fields under the names of the form."""
    return browser.submit(page, "#question-form", button=("go", "continue"), follow=follow, **fields)


def uploaded() -> list[Upload]:
    db.session.rollback()
    return list(db.session.scalars(select(Upload).where(Upload.size > 0).order_by(Upload.id)))


def slug(consultation: Consultation) -> str:
    return db.session.get_one(Project, consultation.project_id).slug


def test_a_photo_goes_with_the_page_and_comes_back_without_its_place(browser: Browser) -> None:
    page = begin(browser, showing())
    assert page.one("button[value='continue']")["formenctype"] == "multipart/form-data"
    assert not page.one("#question-form").get("enctype")
    assert page.one("#question-form")["hx-params"] == "not Q1-file"
    page = go_on(browser, page, file=sent(PHOTO), words="The steps at the door")
    assert "A photo" in page.words
    assert "The steps at the door" in page.words
    answer = send(browser, page)
    assert answer.status == 303
    (upload,) = uploaded()
    assert (upload.purpose, upload.media_type, upload.width) == (UploadPurpose.ANSWER, "image/jpeg", 640)
    assert files.CANARY not in upload.content
    assert db.session.scalars(select(Answer)).one().detail == {"upload": upload.id.hex, "sort": "photo"}
    assert db.session.scalars(select(Contribution)).one().text == "The steps at the door"


def test_a_photo_chosen_before_stays_until_another_comes_or_it_is_taken_off(browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    page = browser.get(address(consultation, "/q/Q1"))
    shown = str(page.one("#Q1-kept img")["src"])
    assert browser.get(shown).headers["Content-Type"] == "image/jpeg"
    go_on(browser, page, "save", words="The door")
    page = browser.get(address(consultation, "/q/Q1"))
    assert str(page.one("#Q1-kept img")["src"]) == shown
    go_on(browser, page, "save", file=sent(files.photo((100, 80))))
    page = browser.get(address(consultation, "/q/Q1"))
    assert str(page.one("#Q1-kept img")["src"]) != shown
    go_on(browser, page, "save", remove="yes", words="")
    assert not browser.get(address(consultation, "/q/Q1")).soup.select("#Q1-kept")


def test_autosave_neither_loses_nor_takes_off_a_photo(browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    page = browser.get(address(consultation, "/q/Q1"))
    values = {**dict(page.form_values("#question-form")[2]), "Q1-words": "The door", "Q1-remove": "yes"}
    assert browser.post(address(consultation, "/q/Q1/draft"), values, htmx=True).status == 200
    page = browser.get(address(consultation, "/q/Q1"))
    assert page.soup.select("#Q1-kept img")
    assert page.one("#Q1-words").get_text(strip=True) == "The door"


@pytest.mark.parametrize(
    ("raw", "name", "sentence"),
    [
        (files.SVG, "photo.jpg", "We cannot read this file. Choose a JPEG, PNG or WebP photo, or a PDF."),
        (files.HTML, "photo.png", "We cannot read this file. Choose a JPEG, PNG or WebP photo, or a PDF."),
        (PHOTO[:2000], "photo.jpg", "This file is damaged, so we cannot open it. Choose another one."),
        (files.document(), "photo.jpg", "This is not a photo that we can read. Choose a JPEG, PNG or WebP file."),
        (files.pixel_bomb(), "photo.png", "This photo has over 40 million dots. Take a screenshot of it,"
         " and send the screenshot."),
        (b"", "photo.jpg", "This file is empty. Choose another one."),
    ],
    ids=["svg", "html", "half", "pdf", "bomb", "empty"],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    browser: Browser, raw: bytes, name: str, sentence: str
) -> None:
    page = begin(browser, showing())
    page = press(browser, page, {"Q1-file": sent(raw, name), "Q1-words": "The steps", "Q2": "Thank you for asking"})  # fmt: skip
    assert page.status == 422
    assert page.text(".govuk-error-summary__list") == [sentence]
    assert page.one("#Q1-words").get_text(strip=True) == "The steps"
    assert page.one("[name='Q2']").get_text(strip=True) == "Thank you for asking"
    assert uploaded() == []


def test_a_photo_of_forty_megabytes_says_what_to_do_and_loses_nothing_typed(browser: Browser) -> None:
    page = begin(browser, showing())
    large = b"\xff\xd8\xff" + bytes(40 * 1024 * 1024)
    page = press(browser, page, {"Q1-file": sent(large), "Q1-words": "The steps", "Q2": "Thank you for asking"})  # fmt: skip
    assert page.status == 422
    assert "This file is over 10 MB. Send a smaller one, such as a screenshot of the photo." in page.words
    assert page.one("[name='Q2']").get_text(strip=True) == "Thank you for asking"


def test_a_form_beyond_all_measure_is_refused_before_it_is_read(browser: Browser) -> None:
    consultation = showing()
    begin(browser, consultation)
    answer = browser.client.post(
        address(consultation, "/q/Q1"),
        data=b"x",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "Make the file or the text smaller" in answer.get_data(as_text=True)


def test_other_pages_still_take_one_megabyte(browser: Browser) -> None:
    consultation = showing()
    assert browser.post(address(consultation), {"x": "y" * 2_000_000}).status == 413


def test_a_good_photo_beside_a_wrong_answer_need_not_be_chosen_again(browser: Browser) -> None:
    page = begin(browser, showing())
    page = press(browser, page, {"Q1-file": sent(PHOTO), "Q1-words": "The steps", "Q2": "a" * 400}, follow=True)  # fmt: skip
    assert page.text(".govuk-error-summary__list") == ["Make this 300 characters or fewer."]
    assert page.soup.select("#Q1-kept img")
    assert page.one("[name='Q2']").get_text(strip=True) == "a" * 400


def test_words_without_a_file_ask_for_it(browser: Browser) -> None:
    page = go_on(browser, begin(browser, showing()), words="The steps")
    assert "Choose the file that your words are about, or clear the words." in page.words


def test_a_document_is_taken_off_to_save_and_never_shown(browser: Browser) -> None:
    consultation = showing(accepts=("document",))
    go_on(browser, begin(browser, consultation), "save", file=sent(files.document(telling=True), "plan.pdf"))
    link = browser.get(address(consultation, "/q/Q1")).links("#Q1-kept a")[0]
    answer = browser.get(link)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=document-")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "plan" not in answer.headers["Content-Disposition"]


def test_a_picture_goes_out_sandboxed_and_not_to_be_guessed(browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    shown = browser.get(str(browser.get(address(consultation, "/q/Q1")).one("#Q1-kept img")["src"]))
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith("inline; filename=photo-")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "no-store" in shown.headers["Cache-Control"]


def test_nobody_but_its_sender_and_staff_sees_a_photo(app: Flask, browser: Browser, staff_browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    key = uploaded()[0].id.hex
    own, of_staff = address(consultation, f"/file/{key}"), f"/manage/{slug(consultation)}/questions/C1/file/{key}"
    other = Browser(app)
    begin(other, consultation)
    assert browser.get(own).status == 200
    assert other.get(own).status == 404
    assert Browser(app).get(own).status == 404
    assert browser.get(address(consultation, f"/picture/{key}")).status == 404
    assert browser.get(address(consultation, "/file/x")).status == 404
    assert browser.get(address(consultation, f"/file/{uuid.uuid4().hex}")).status == 404
    project = db.session.get_one(Project, consultation.project_id)
    make.sign_in(staff_browser, make.make_person(Role.OBSERVER, project=project))
    assert staff_browser.get(of_staff).status == 403
    make.sign_in(staff_browser, make.make_person(Role.ANALYST, project=project))
    assert staff_browser.get(of_staff).status == 200
    assert staff_browser.get(own).status == 404
    elsewhere = make.make_project()
    make.sign_in(staff_browser, make.make_person(Role.COMMISSIONER, project=elsewhere))
    assert staff_browser.get(of_staff).status == 404


def test_nobody_answers_with_the_photo_of_another(app: Flask, browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    key = uploaded()[0].id.hex
    other = Browser(app)
    page = begin(other, consultation)
    values = {
        **dict(page.form_values("#question-form")[2]), "Q1-upload": key, "Q1-sort": "photo", "Q2": "x", "go": "continue"
    }  # fmt: skip
    assert other.post(address(consultation, "/q/Q1"), values).status == 303
    db.session.rollback()
    drafts = [
        one.answers.get("Q1", {}) for one in db.session.scalars(select(Draft).order_by(Draft.started_at, Draft.id))
    ]
    assert [("parts" in one) for one in drafts] == [True, False]


def test_photos_go_when_the_answers_are_taken_back(browser: Browser) -> None:
    consultation = showing()
    page = go_on(browser, begin(browser, consultation), file=sent(PHOTO), words="The steps")
    send(browser, page)
    (upload,) = uploaded()
    key, submission = upload.id, db.session.scalars(select(Submission)).one()
    take_back(submission.id, at=make.NOW)
    make.commit()
    db.session.expire_all()
    assert uploaded() == []
    gone = db.session.get_one(Upload, key)
    assert (gone.content, gone.sha256, gone.alt) == (b"", "", "")
    assert browser.get(address(consultation, f"/file/{key.hex}")).status == 404
    withdrawn = db.session.scalars(select(EventRow).where(EventRow.kind == "sending_withdrawn")).one()
    assert withdrawn.details["files"] == 1


def test_photos_that_nothing_names_are_deleted_after_a_day(browser: Browser) -> None:
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    go_on(browser, browser.get(address(consultation, "/q/Q1")), "save", file=sent(files.photo((90, 90))))
    assert len(uploaded()) == 2
    assert uploads.clear_unnamed_files(at=uploaded()[0].created_at) == 0
    assert uploads.clear_unnamed_files(at=uploaded()[1].created_at + uploads.KEPT_UNNAMED) == 1
    make.commit()
    assert [one.width for one in uploaded()] == [90]


def test_a_project_holds_only_so_much(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_IN_A_PROJECT", 1000)
    page = go_on(browser, begin(browser, showing()), file=sent(PHOTO), words="The steps")
    assert page.status == 422
    assert "We cannot take more files now. Tell us in words what your file shows." in page.words


def test_a_full_disk_takes_words_and_no_files(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "FREE_SHARE", 1.0)
    page = press(browser, begin(browser, showing()), {"Q1-file": sent(PHOTO), "Q2": "Words"})
    assert page.status == 422
    assert "We cannot take more files now." in page.words


def test_too_many_files_from_one_network_wait(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from limits import parse

    limiter.reset()
    monkeypatch.setattr(arriving, "FILES_OF_A_NETWORK", parse("1 per 10 minutes"))
    consultation = showing()
    go_on(browser, begin(browser, consultation), "save", file=sent(PHOTO))
    page = go_on(browser, browser.get(address(consultation, "/q/Q1")), file=sent(PHOTO))
    assert "Too many files came from your network." in page.words


def test_others_can_write_while_a_photo_is_read(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading stands before the transaction, so a slow photo holds up nobody."""
    from codesign.extensions import writing

    held = []

    def watched(raw: bytes) -> MadeAnew | NotTaken:
        held.append(writing.get())
        return read_file(raw)

    monkeypatch.setattr(arriving, "read_file", watched)
    go_on(browser, begin(browser, showing()), file=sent(PHOTO))
    assert held == [False]


def test_an_answer_with_a_file_goes_into_cells_and_back() -> None:
    asked = Asked(ref="Q1", version=1, type=QuestionType.FILE, text="Show us")
    given = Given((), "The steps", {"upload": "0" * 32, "sort": "photo"})
    assert FILE.from_cells(asked, FILE.cells(asked, given)) == given
    assert FILE.given(asked, FILE.kept(asked, given)) == given
    assert FILE.kept(asked, given) == Kept(words="The steps", detail={"upload": "0" * 32, "sort": "photo"})


# Pictures of choices.


def with_pictures() -> tuple[Consultation, Question]:
    consultation = make.make_consultation(asks_equality=False)
    question = make.make_question(
        consultation, QuestionType.PICTURE_CHOICE, "Which front door?", labels=("Glass", "Wood")
    )
    make.commit()
    return consultation, question


def give(browser: Browser, consultation: Consultation, **fields: Any) -> Page:
    page = browser.get(f"/manage/{slug(consultation)}/questions/{consultation.ref}/Q1/pictures")
    return browser.submit(page, "#pictures", **fields)


def both_doors() -> dict[str, Any]:
    return {"c1-file": sent(PHOTO), "c1-alt": "A glass door", "c2-file": sent(PHOTO), "c2-alt": "A wooden door"}


def signed_in(browser: Browser, consultation: Consultation) -> None:
    project = db.session.get_one(Project, consultation.project_id)
    make.sign_in(browser, make.make_person(Role.FACILITATOR, project=project))


def test_staff_give_choices_their_pictures_with_words(browser: Browser, staff_browser: Browser) -> None:
    consultation, _question = with_pictures()
    signed_in(staff_browser, consultation)
    assert give(staff_browser, consultation, **both_doors()).status == 303
    page = begin(browser, consultation)
    pictures = page.soup.select("#question-form img")
    assert [one["alt"] for one in pictures] == ["A glass door", "A wooden door"]
    shown = browser.get(str(pictures[0]["src"]))
    assert shown.status == 200
    assert files.CANARY not in shown.body


def test_a_picture_without_words_is_not_taken(staff_browser: Browser) -> None:
    consultation, _question = with_pictures()
    signed_in(staff_browser, consultation)
    page = give(staff_browser, consultation, **{"c1-file": sent(PHOTO), "c2-alt": "A wooden door"})
    assert page.status == 422
    assert "Say what this picture shows, for people who cannot see it." in page.words
    assert page.one("[name='c2-alt']")["value"] == "A wooden door"
    assert uploaded() == []


def test_a_new_picture_after_the_first_answer_is_a_new_wording(browser: Browser, staff_browser: Browser) -> None:
    consultation, question = with_pictures()
    signed_in(staff_browser, consultation)
    give(staff_browser, consultation, **both_doors())
    send(browser, go_on(browser, begin(browser, consultation), answer="c1"))
    give(staff_browser, consultation, **{"c1-file": sent(files.photo((90, 90))), "c1-alt": "Another glass door"})
    db.session.expire_all()
    versions = db.session.get_one(Question, question.id).versions
    assert [one.choices[0].picture_alt for one in versions] == ["A glass door", "Another glass door"]
    assert len(uploaded()) == 3
    assert uploads.clear_unnamed_files(at=uploaded()[2].created_at + uploads.KEPT_UNNAMED) == 0


def test_pictures_are_seen_once_residents_may_know_of_the_questions(browser: Browser, staff_browser: Browser) -> None:
    consultation, _question = with_pictures()
    signed_in(staff_browser, consultation)
    give(staff_browser, consultation, **both_doors())
    where = address(consultation, f"/picture/{uploaded()[0].id.hex}")
    assert browser.get(where).status == 200
    db.session.get_one(Consultation, consultation.id).state = ActivityState.DRAFT
    make.commit()
    assert browser.get(where).status == 404
    assert staff_browser.get(where).status == 200


def test_a_question_without_pictures_has_no_such_page(staff_browser: Browser) -> None:
    consultation = showing()
    signed_in(staff_browser, consultation)
    assert staff_browser.get(f"/manage/{slug(consultation)}/questions/C1/Q1/pictures").status == 404
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0
