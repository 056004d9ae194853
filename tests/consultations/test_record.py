"""The record of a consultation: entries, documents as shown, changes for everyone, and the four checks over them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from codesign.consultations import building
from codesign.consultations.drafts import ConsultationDraft
from codesign.consultations.record import changes, commands, documents, queries
from codesign.consultations.record.drafts import DocumentDraft, EntryDraft
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ActivityState, Influence, OptionStatus, QuestionType, RecordKind, Role
from codesign.extensions import db
from codesign.models import (
    Consultation,
    EventRow,
    OptionConsidered,
    Project,
    RecordEntry,
    ScopePoint,
    ShownDocument,
    Upload,
)
from codesign.packs.gather import gather
from tests.browser import Browser
from tests.consultations.asking import address, answer_all, questionnaire, send
from tests.make import NOW, commit, make_answer, make_consultation, make_person, make_project, make_question, sign_in

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
BY: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def consultation(app: object) -> Consultation:
    row = questionnaire()
    commit()
    return row


def project_of(consultation: Consultation) -> Project:
    return db.session.get_one(Project, consultation.project_id)


def manage(consultation: Consultation, rest: str = "") -> str:
    return f"/manage/{project_of(consultation).slug}/questions/{consultation.ref}{rest}"


@pytest.fixture
def staff(browser: Browser, consultation: Consultation) -> Browser:
    other = Browser(browser.client.application)
    sign_in(other, make_person(Role.COMMISSIONER, project=project_of(consultation)))
    return other


def entry(kind: RecordKind, title: str = "It", **fields: Any) -> EntryDraft:
    return EntryDraft(**{"kind": kind, "title": title, "on": (NOW - timedelta(days=20)).date(), **fields})


def check(consultation: Consultation, principle: str) -> Any:
    page = queries.record_page(consultation.project_id, consultation.ref)
    return next(one for one in page.checks if one.principle.value == principle)


def sentences(consultation: Consultation, principle: str) -> str:
    return " ".join(str(fact.sentence) for fact in check(consultation, principle).facts)


def docx(*extra: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in ("[Content_Types].xml", "word/document.xml", *extra):
            file.writestr(name, "<a/>")
    return packed.getvalue()


def test_a_mandate_before_opening_is_recorded_and_one_after_it_is_at_risk(consultation: Consultation) -> None:
    assert "Not recorded: a mandate dated before opening." in sentences(consultation, "G1")
    late = entry(RecordKind.MANDATE, "Cabinet agreed", who="Cabinet", on=(NOW - timedelta(days=2)).date())
    made = commands.add_entry(consultation.project_id, consultation.ref, late, **BY)
    assert check(consultation, "G1").shown == "at_risk"
    commands.take_out_entry(consultation.project_id, consultation.ref, made, **BY)
    commands.add_entry(consultation.project_id, consultation.ref, entry(RecordKind.MANDATE, who="Cabinet"), **BY)
    db.session.add(ScopePoint(project_id=consultation.project_id, influence=Influence.OPEN, text="The hours"))
    db.session.flush()
    assert check(consultation, "G1").shown == "pass"
    taken_out = queries.record_page(consultation.project_id, consultation.ref).of("mandate")
    assert [line.withdrawn_at is not None for line in taken_out] == [True, False], "nothing is deleted"


def test_reasons_need_options_documents_and_formats(consultation: Consultation) -> None:
    assert check(consultation, "G2").shown == "not_shown"
    none = entry(RecordKind.NO_OPTIONS, words="The law leaves one way.")
    commands.add_entry(consultation.project_id, consultation.ref, none, **BY)
    assert "The record says why there was no other option." in sentences(consultation, "G2")
    db.session.add(
        OptionConsidered(
            project_id=consultation.project_id,
            label="B",
            title="Close it",
            status=OptionStatus.DISCARDED,
            reason="Too far to walk",
        )
    )
    commands.add_entry(consultation.project_id, consultation.ref, entry(RecordKind.FORMAT, "Easy Read"), **BY)
    before = NOW - timedelta(days=15)
    documents.show_document(
        consultation.project_id, consultation.ref, DocumentDraft(title="Plan", content=PDF), by=None, at=before
    )
    assert check(consultation, "G2").shown == "pass"
    documents.show_document(
        consultation.project_id, consultation.ref, DocumentDraft(title="Cost", content=docx()), **BY
    )
    assert "1 of 2 documents came after opening." in sentences(consultation, "G2")


def test_time_knows_outages_and_the_late_rule(consultation: Consultation) -> None:
    assert "Not recorded: the rule for late answers." in sentences(consultation, "G3")
    commands.set_late_rule(consultation.project_id, consultation.ref, "Paper posted in time is taken.", **BY)
    from datetime import time

    start = (NOW - timedelta(days=3)).date()
    outage = entry(RecordKind.OUTAGE, "No power", on=start, at=time(9), until_on=start, until_at=time(9, 45))
    commands.add_entry(consultation.project_id, consultation.ref, outage, **BY)
    said = sentences(consultation, "G3")
    assert "The rule for late answers is recorded." in said
    assert "Minutes it could not be reached: 45." in said
    wrong = entry(RecordKind.OUTAGE, on=start, at=time(9), until_on=start, until_at=time(8))
    with pytest.raises(Refused, match="after the beginning"):
        commands.add_entry(consultation.project_id, consultation.ref, wrong, **BY)


def test_without_a_proposal_the_checks_are_off_and_the_page_says_so(consultation: Consultation, staff: Browser) -> None:
    page = staff.get(manage(consultation, "/record"))
    assert "Nobody has said yet whether there is a proposal." in page.words
    page = staff.submit(page, "#is-proposal", proposal="no", follow=True)
    assert page.text("#checks-off")
    assert not page.soup.select(".shape-gunning")
    page = staff.submit(page, "#is-proposal", proposal="yes", follow=True)
    assert len(page.soup.select(".shape-gunning__item")) == 4
    assert db.session.scalar(select(func.count()).where(EventRow.kind == "proposal_answered")) == 2


def test_staff_put_an_outage_on_record_and_what_is_missing_is_said(consultation: Consultation, staff: Browser) -> None:
    page = staff.get(manage(consultation, "/record/add/outage"))
    page = staff.submit(page, "#entry", title="The server was down")
    assert page.status == 422
    assert "This is needed here." in page.words
    assert page.one("#title")["value"] == "The server was down"
    day: dict[str, Any] = {"on": ["4", "5", "2026"], "until_on": ["4", "5", "2026"]}
    page = staff.submit(page, "#entry", at="9am", until_at="9:30am", follow=True, **day)
    assert "30 minutes" in page.text("#outage")[0]
    assert staff.get(manage(consultation, "/record/add/extension")).status == 404


def test_a_document_is_kept_byte_for_byte_with_its_digest_and_versions(
    consultation: Consultation, staff: Browser, browser: Browser
) -> None:
    page = staff.get(manage(consultation, "/record/documents/add"))
    page = staff.submit(page, "#document", title="The plan")
    assert page.status == 422
    assert "Choose a file." in page.words
    page = staff.submit(page, "#document", title="The plan", file=[(io.BytesIO(PDF), "plan.pdf")], follow=True)
    assert hashlib.sha256(PDF).hexdigest() in page.words
    start = browser.get(address(consultation))
    link = next(link for link in start.links("#documents a") if "document/DOC1" in link)
    answer = browser.client.get(link)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    newer = PDF + b"% second\n"
    page = staff.get(manage(consultation, "/record/documents/add?of=DOC1"))
    staff.submit(page, "#document", file=[(io.BytesIO(newer), "plan-2.pdf")])
    everything = browser.get(address(consultation, "/documents"))
    assert [
        text
        for text in (hashlib.sha256(PDF).hexdigest(), hashlib.sha256(newer).hexdigest())
        if text not in everything.words
    ] == []
    assert browser.client.get(address(consultation, "/document/DOC1")).data == newer
    assert browser.client.get(address(consultation, "/document/DOC1?version=1")).data == PDF, "answered with, so kept"
    staff.submit(staff.get(manage(consultation, "/record")), "#withdraw-DOC1")
    assert browser.client.get(address(consultation, "/document/DOC1")).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 2
    again = staff.client.get(manage(consultation, "/record/documents/DOC1/1"))
    assert again.data == PDF, "staff still have it"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "Choose a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a PDF"),
        (b"PK\x03\x04 not a zip", "Choose a PDF"),
        (docx("word/vbaProject.bin"), "Choose a PDF"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), "over 10 MB"),
    ],
    ids=["empty", "page", "drawing", "broken zip", "macros", "11 MB"],
)
def test_a_file_that_is_no_document_is_refused_in_words(consultation: Consultation, content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        documents.show_document(
            consultation.project_id, consultation.ref, DocumentDraft(title="It", content=content), **BY
        )
    assert db.session.scalar(select(func.count()).select_from(ShownDocument)) == 0


def test_documents_of_another_project_and_of_a_draft_are_not_found(consultation: Consultation) -> None:
    documents.show_document(consultation.project_id, consultation.ref, DocumentDraft(title="Plan", content=PDF), **BY)
    other = make_consultation(make_project(), ref=consultation.ref)
    with pytest.raises(NotFound):
        documents.document_file(other.project_id, other.ref, "DOC1")
    consultation.state = ActivityState.DRAFT
    db.session.flush()
    with pytest.raises(NotFound):
        documents.document_file(consultation.project_id, consultation.ref, "DOC1")


def test_the_same_bytes_again_are_no_new_version(consultation: Consultation) -> None:
    draft = DocumentDraft(title="Plan", content=PDF)
    assert documents.show_document(consultation.project_id, consultation.ref, draft, **BY) == ("DOC1", 1)
    same = DocumentDraft(title="Plan", content=PDF, ref="DOC1")
    assert documents.show_document(consultation.project_id, consultation.ref, same, **BY) == ("DOC1", 1)
    # The button pressed twice shows it once; under another title it is another document.
    assert documents.show_document(consultation.project_id, consultation.ref, draft, **BY) == ("DOC1", 1)
    other = DocumentDraft(title="Plan in large print", content=PDF)
    assert documents.show_document(consultation.project_id, consultation.ref, other, **BY) == ("DOC2", 1)


def test_moving_the_closing_date_of_an_open_consultation_needs_a_reason_that_everyone_reads(
    consultation: Consultation, staff: Browser, browser: Browser
) -> None:
    consultation.closes_on = (NOW + timedelta(days=28)).date()
    commit()
    page = staff.get(manage(consultation, "/edit"))
    later = NOW + timedelta(days=40)
    moved: dict[str, Any] = {"closes_on": [str(later.day), str(later.month), str(later.year)]}
    page = staff.submit(page, "#consultation", **moved)
    assert page.status == 422
    assert "Write why the closing date moves. Residents can read it." in page.words
    page = staff.submit(page, "#consultation", reason="The letters went out late.", follow=True)
    assert db.session.scalars(select(RecordEntry.words)).all() == ["The letters went out late."]
    assert "Times the closing date moved: 1. Each has its reason." in sentences(consultation, "G3")
    ledger = browser.get(address(consultation, "/changes"))
    assert "open for longer" in ledger.words
    assert "Why: The letters went out late." in ledger.words


def test_moving_a_date_before_it_opened_is_no_extension(app: object) -> None:
    consultation = make_consultation(opens_at=NOW + timedelta(days=2), state=ActivityState.OPEN)
    draft = ConsultationDraft(
        title="Have your say",
        opens_on=(NOW + timedelta(days=3)).date(),
        closes_on=(NOW + timedelta(days=60)).date(),
    )
    building.change_consultation(consultation.project_id, consultation.ref, draft, **BY)
    assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == 0


def test_closing_early_is_on_record(consultation: Consultation) -> None:
    building.close_consultation(consultation.project_id, consultation.ref, reason="The fund was cut.", **BY)
    found = changes.changes_of(db.session.get_one(Consultation, consultation.id))
    assert [(type(one).__name__, one.reason) for one in found] == [("DateMoved", "The fund was cut.")]


def test_a_question_changed_after_answers_asks_why_and_both_wordings_are_public(
    consultation: Consultation, staff: Browser, browser: Browser
) -> None:
    send(browser, answer_all(browser, consultation))
    page = staff.get(manage(consultation, "/Q3/edit"))
    page = staff.submit(page, "#question", text="What would you keep above all?")
    assert page.status == 422
    assert page.one("#text")["value"] == "What would you keep above all?"
    staff.submit(page, "#question", reason="People asked what it meant.")
    assert browser.get(address(consultation)).links('a[href$="/changes"]')
    ledger = browser.get(address(consultation, "/changes"))
    assert "What is one thing you would keep?" in ledger.words
    assert "What would you keep above all?" in ledger.words
    assert "Why: People asked what it meant." in ledger.words
    told = [line for line in ledger.text(".shape-two-wordings .shape-small") if "answered" in line]
    assert told == ["Fewer than 10 people answered these words."] * 2, "counts for everyone move in steps of ten"
    assert "how people who had answered were told" in sentences(consultation, "G2")
    commands.add_entry(
        consultation.project_id, consultation.ref, entry(RecordKind.CHANGE_TOLD, "A note at the library"), **BY
    )
    assert "It is recorded how people were told of changes." in sentences(consultation, "G2")
    for event in db.session.scalars(select(EventRow)):
        assert "meant" not in str(event.details), "reasons are words: they never stand on the chain"


def test_a_question_with_answers_is_taken_out_and_put_back_with_reasons(
    consultation: Consultation, staff: Browser, browser: Browser
) -> None:
    send(browser, answer_all(browser, consultation))
    page = staff.get(manage(consultation, "/record/questions/Q3/out"))
    page = staff.submit(page, "#why")
    assert page.status == 422
    page = staff.submit(page, "#why", reason="It was asked twice.", follow=True)
    assert "Taken out" in page.words
    link = next(link for link in page.links() if link.endswith("/questions/Q3/back"))
    staff.submit(staff.get(link), "#why", reason="It was not.")
    found = changes.changes_of(db.session.get_one(Consultation, consultation.id))
    assert [(one.back, one.reason, one.people) for one in found if isinstance(one, changes.QuestionGone)] == [
        (True, "It was not.", 0),
        (False, "It was asked twice.", 0),
    ]
    live = [question.ref for question in db.session.get_one(Consultation, consultation.id).questions]
    assert live[-1] == "Q3", "asked again, at the end"
    kinds = db.session.scalars(select(EventRow.kind)).all()
    assert "question_put_back" in kinds


def test_the_pack_prints_the_record(app: object) -> None:
    project = make_project()
    consultation = make_consultation(project, questions=((QuestionType.LONG_TEXT, "What should the hub be like?"),))
    make_answer(consultation.questions[0], text="Warm")
    make_question(consultation, QuestionType.SHORT_TEXT, "And what not?")
    draft = DocumentDraft(title="Plan", content=PDF)
    documents.show_document(project.id, consultation.ref, draft, by=None, at=NOW - timedelta(days=20))
    for kind, title in (
        (RecordKind.FORMAT, "Easy Read"),
        (RecordKind.PROMOTION, "Posters"),
        (RecordKind.PETITION, "Keep the hub"),
        (RecordKind.MANDATE, "Cabinet agreed"),
    ):
        commands.add_entry(project.id, consultation.ref, entry(kind, title, who="Cabinet"), **BY)
    building.close_consultation(project.id, consultation.ref, reason="The fund was cut.", **BY)
    commit()
    pack = gather(project.id, at=NOW)
    method = pack.methods[0]
    assert (method.formats, method.promotion) == ("Easy Read, Cabinet", "Posters, Cabinet")
    assert any(hashlib.sha256(PDF).hexdigest() in row.note for row in pack.dates)
    assert any(row.note == "The fund was cut." for row in pack.dates)
    assert any("petition" in limit.text for limit in pack.limits)
    gunning = {one.ref: one.value for one in pack.checks if one.group == "gunning"}
    assert "Documents that were there from opening: 1, all of them." in gunning["G2"]
    assert "Each has its reason." in gunning["G3"]


def test_a_member_of_another_project_sees_no_record(consultation: Consultation, browser: Browser) -> None:
    sign_in(browser, make_person(Role.COMMISSIONER, project=make_project()))
    assert browser.get(manage(consultation, "/record")).status in (403, 404)
