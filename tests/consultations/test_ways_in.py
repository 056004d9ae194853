"""Codes for invited people, and kiosks: everyone can answer once, nobody can be joined to what they said."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from codesign.consultations import commands
from codesign.consultations.rows import people_counted
from codesign.consultations.ways_in import lists
from codesign.consultations.ways_in.codes import code_digest, invitation_code, read_invitation_code
from codesign.core.terms import Access, Mode, Role
from codesign.extensions import db
from codesign.models import Consultation, Draft, EventRow, Kiosk, Model, Project, RollEntry, Submission
from tests.browser import Browser, Page
from tests.consultations.asking import address, begin, count, go_on, questionnaire, send
from tests.make import NOW, commit, make_person, sign_in

PEOPLE = b'name,reference,street\r\nAnn Lee,T-1,Mill Lane\r\nBo Khan,T-2,"4, High St"\r\n=1+1,T-3,Hill\r\n'


def of(consultation: Consultation) -> Project:
    return db.session.get_one(Project, consultation.project_id)


def office(browser: Browser, consultation: Consultation, role: Role = Role.COMMISSIONER) -> str:
    project = of(consultation)
    sign_in(browser, make_person(role, project=project))
    return f"/manage/{project.slug}/questions/{consultation.ref}/ways-in"


def upload(browser: Browser, ways: str, content: bytes) -> Page:
    token = browser.get(ways).one("#invite [name=csrf_token]")["value"]
    return browser.post(f"{ways}/list", {"csrf_token": token, "file": (io.BytesIO(content), "people.csv")})


def lines_of(page: Page) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page.body.decode("utf-8-sig"))))


def codes(browser: Browser, ways: str, number: int) -> list[str]:
    page = browser.submit(browser.get(ways), "#make-codes", count=str(number))
    assert page.status == 200, page.words
    return [line["code"] for line in lines_of(page)]


def enter(browser: Browser, consultation: Consultation, code: str, **options: Any) -> Page:
    return browser.submit(browser.get(address(consultation, "/code")), "#enter", code=code, **options)


def answer_and_send(browser: Browser, page: Page) -> Page:
    page = go_on(browser, page, answer="c1")
    while page.soup.select("#question-form"):
        page = browser.get(page.links("#question-form a")[0], follow=True)
    return send(browser, page, follow=True)


def test_a_code_has_fifty_bits_and_none_of_the_letters_that_are_taken_for_others() -> None:
    made = {invitation_code() for _ in range(300)}
    assert len(made) == 300
    for code in made:
        assert len(code.replace("-", "")) == 12  # of 29 symbols: 58 bits
        assert not set(code) & set("01ILOS5")
        assert read_invitation_code(code.lower().replace("-", "  ")) == code
    assert read_invitation_code("7K3-QXW") is None


def test_a_list_comes_back_with_a_code_for_each_person_and_only_references_and_digests_are_kept(
    staff_browser: Browser,
) -> None:
    consultation = questionnaire()
    ways = office(staff_browser, consultation)
    page = upload(staff_browser, ways, PEOPLE)
    assert page.status == 200
    assert "attachment" in page.headers["Content-Disposition"]
    people = lines_of(page)
    assert [(line["name"], line["reference"]) for line in people] == [
        ("Ann Lee", "T-1"), ("Bo Khan", "T-2"), ("'=1+1", "T-3")
    ]  # fmt: skip
    assert all(line["web address"].endswith(address(consultation, "/code")) for line in people)
    kept = {entry.reference: entry.code_digest for entry in db.session.scalars(select(RollEntry))}
    assert kept == {line["reference"]: code_digest(consultation.id, line["code"]) for line in people}
    everything = str([list(db.session.execute(select(table))) for table in Model.metadata.sorted_tables])
    for private in ("Ann Lee", "Mill Lane", people[0]["code"], people[0]["code"].replace("-", "")):
        assert private not in everything
    again = upload(staff_browser, ways, PEOPLE)
    assert again.status == 422
    assert "Everyone in this file has a code already" in again.words
    made = db.session.scalars(select(EventRow).where(EventRow.kind == "codes_made")).one()
    assert made.details == {"count": 3}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"reference\r\n", "The file has no people in it"),
        (b"name,reference\r\nAnn,1\r\nBo,\r\n", "Row 3 has nothing in the column “reference”"),
        (b"reference\r\nA\r\nB\r\na\r\n", "Row 4 has the same reference as row 2"),
        (b"reference\r\n" + b"x" * 121 + b"\r\n", "make the reference 120 characters or fewer"),
        (b"PK\x03\x04\x00\x00", "This is not a CSV file"),
    ],
)
def test_a_bad_list_names_the_row_and_what_to_do_and_nothing_is_taken(
    staff_browser: Browser, content: bytes, told: str
) -> None:
    ways = office(staff_browser, questionnaire())
    page = upload(staff_browser, ways, content)
    assert page.status == 422
    assert told in page.words
    assert count(RollEntry) == 0


def test_ten_thousand_rows_with_one_bad_one_take_nothing() -> None:
    content = "reference\r\n" + "".join(f"P{number}\r\n" for number in range(9_999)) + "P7\r\n"
    with pytest.raises(lists.BadList, match="Row 10001 has the same reference as row 9"):
        lists.read_people(content.encode())


def test_codes_are_made_once_however_often_the_button_is_pressed(staff_browser: Browser) -> None:
    ways = office(staff_browser, questionnaire())
    page = staff_browser.get(ways)
    assert staff_browser.submit(page, "#make-codes", count="5").status == 200
    second = staff_browser.submit(page, "#make-codes", count="5")
    assert second.status == 422
    assert "made a moment ago" in second.words
    assert count(RollEntry) == 5
    assert codes(staff_browser, ways, 2)
    references = set(db.session.scalars(select(RollEntry.reference)))
    assert references == {"1", "2", "3", "4", "5", "6", "7"}
    for wrong in ("0", "many", "5001"):
        assert staff_browser.submit(staff_browser.get(ways), "#make-codes", count=wrong).status == 422


def test_one_code_sends_one_response_and_nothing_joins_the_two(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(access=Access.INVITED)
    first, second = codes(staff_browser, office(staff_browser, consultation), 2)
    start = browser.get(address(consultation))
    assert not start.soup.select("#begin")
    assert "Type the code from your letter to start." in start.words
    page = enter(browser, consultation, first.lower(), follow=True)
    assert page.soup.select("#question-form")
    entry_id = db.session.scalars(
        select(RollEntry.id).where(RollEntry.id == select(Draft.roll_entry_id).scalar_subquery())
    ).one()
    assert "Thank you" in answer_and_send(browser, page).words or count(Submission) == 1
    sent = db.session.scalars(select(Submission)).one()
    assert sent.invited
    entry = db.session.get_one(RollEntry, entry_id)
    assert entry.used
    assert count(Draft) == 0
    # No row of any table but the roll's own names the entry, and no event does.
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            if table.name != "roll_entry":
                assert entry_id not in tuple(row), table.name
                assert entry_id.hex not in str(row), table.name
    for column in inspect(Submission).columns:
        assert "roll" not in column.name
    again = enter(Browser(browser.client.application), consultation, first)
    assert again.status == 422
    assert "This code was used to send answers." in again.words
    assert enter(Browser(browser.client.application), consultation, second).status == 303


def test_without_a_code_nobody_gets_in_where_only_invited_people_may_answer(browser: Browser) -> None:
    consultation = questionnaire()
    page = browser.get(address(consultation))
    consultation = db.session.get_one(Consultation, consultation.id)
    consultation.access = Access.INVITED
    commit()
    turned = browser.submit(page, "#begin")
    assert (turned.status, turned.location) == (303, address(consultation, "/code"))
    assert count(Draft) == 0
    wrong = enter(browser, consultation, "2222-2222-2222")
    assert wrong.status == 422
    assert "We do not know this code." in wrong.words
    assert wrong.one("#code")["value"] == "2222-2222-2222"


def test_answers_begun_before_codes_were_needed_are_kept_and_sent_once_a_code_is_shown(
    browser: Browser, staff_browser: Browser
) -> None:
    consultation = questionnaire()
    page = go_on(browser, begin(browser, consultation), answer="c1")
    ways = office(staff_browser, consultation)
    staff_browser.submit(staff_browser.get(ways), "#change-access", access="invited")
    check = browser.get(address(consultation, "/check"))
    asked = send(browser, check)
    assert asked.location == address(consultation, "/code")
    assert count(Submission) == 0
    code = codes(staff_browser, ways, 1)[0]
    page = enter(browser, consultation, code, follow=True)
    kept = db.session.scalars(select(Draft)).one()
    assert kept.answers["Q1"]["values"] == ["c1"]
    assert kept.roll_entry_id is not None
    send(browser, browser.get(address(consultation, "/check")))
    assert count(Submission) == 1
    assert page.status == 200


def test_the_same_code_on_another_device_brings_the_answers_there(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(access=Access.BOTH)
    code = codes(staff_browser, office(staff_browser, consultation), 1)[0]
    go_on(browser, enter(browser, consultation, code, follow=True), answer="c2")
    laptop = Browser(browser.client.application)
    page = enter(laptop, consultation, code, follow=True)
    assert page.url.endswith("/q/Q2")
    assert count(Draft) == 1
    gone = browser.get(address(consultation, "/q/Q2"))
    assert gone.status == 303


def test_a_code_taken_back_no_longer_works_and_a_used_one_cannot_be_taken_back(
    browser: Browser, staff_browser: Browser
) -> None:
    consultation = questionnaire(access=Access.INVITED)
    ways = office(staff_browser, consultation)
    first, second = codes(staff_browser, ways, 2)
    answer_and_send(browser, enter(browser, consultation, first, follow=True))
    other = Browser(browser.client.application)
    go_on(other, enter(other, consultation, second, follow=True), answer="c1")
    roll = staff_browser.get(f"{ways}/roll")
    assert sorted(roll.text("td .govuk-tag")) == ["Used", "Waiting"]
    used = db.session.scalars(select(RollEntry).where(RollEntry.used.is_(True))).one().id
    token = roll.one("#revoke-unused [name=csrf_token]")["value"]
    refused = staff_browser.post(f"{ways}/revoke", {"csrf_token": token, "entry": used.hex})
    assert refused.status == 422
    staff_browser.submit(roll, "#revoke-unused", follow=True)
    assert count(Draft) == 0
    late = enter(Browser(browser.client.application), consultation, second)
    assert "This code no longer works." in late.words
    assert staff_browser.post(f"{ways}/revoke", {"csrf_token": token, "entry": "nonsense"}).status == 404


def test_wrong_codes_slow_a_network_down_and_right_ones_do_not(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(access=Access.INVITED)
    good = codes(staff_browser, office(staff_browser, consultation), 60)
    for code in good:  # a care home: sixty people on one address
        assert enter(Browser(browser.client.application), consultation, code).status == 303
    page = browser.get(address(consultation, "/code"))
    answers = [browser.submit(page, "#enter", code=invitation_code()).status for _ in range(42)]
    assert answers == [422] * 40 + [429] * 2


def test_a_code_of_one_consultation_opens_no_other(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(access=Access.INVITED)
    code = codes(staff_browser, office(staff_browser, consultation), 1)[0]
    other = questionnaire(project=of(consultation), access=Access.INVITED)
    assert enter(browser, other, code).status == 422


def test_only_those_who_may_edit_make_codes_and_other_projects_see_nothing(staff_browser: Browser) -> None:
    consultation = questionnaire()
    ways = office(staff_browser, consultation, Role.OBSERVER)
    page = staff_browser.get(ways)
    assert page.status == 200
    assert not page.soup.select("main form")
    assert staff_browser.get(f"{ways}/roll").status == 403
    stranger = Browser(staff_browser.client.application)
    office(stranger, questionnaire())
    assert stranger.get(ways).status == 404


# Kiosks


def make_kiosk(browser: Browser, consultation: Consultation, place: str = "Hebble Bridge Library") -> str:
    ways = office(browser, consultation)
    page = browser.submit(browser.get(ways), "#open-kiosk", place=place)
    assert page.status == 200, page.words
    return page.text("#address")[0].removeprefix("http://localhost")


def at_kiosk(browser: Browser, consultation: Consultation, opened: str) -> Page:
    return browser.submit(browser.get(opened), "#become", follow=True)


def test_a_kiosk_address_is_shown_once_and_only_its_digest_is_kept(staff_browser: Browser) -> None:
    consultation = questionnaire()
    ways = office(staff_browser, consultation)
    page = staff_browser.get(ways)
    made = staff_browser.submit(page, "#open-kiosk", place="Library")
    assert staff_browser.submit(page, "#open-kiosk", place="Library").text("#address") == made.text("#address")
    kiosk = db.session.scalars(select(Kiosk)).one()
    key = made.text("#address")[0].rsplit("/", 1)[1]
    assert len(key) == 64
    assert key not in str([list(db.session.execute(select(table))) for table in Model.metadata.sorted_tables])
    assert key not in staff_browser.get(ways).html
    assert kiosk.place == "Library"


def test_a_kiosk_starts_each_person_clean_and_counts_them_by_mode(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire(asks_equality=False)
    page = at_kiosk(browser, consultation, make_kiosk(staff_browser, consultation))
    for _person in range(3):
        page = browser.submit(page, "#kiosk-start", follow=True)
        assert page.soup.select("[data-shared-device]")
        assert not page.soup.select("[data-draft-key]")
        assert not page.soup.select("input:checked")
        thanks = answer_and_send(browser, page)
        assert "Thank you. We have your answers" in thanks.words
        assert not thanks.soup.select("[download]")
        ended = browser.submit(thanks, "#finish")
        assert ended.headers["Clear-Site-Data"] == '"storage"'
        page = browser.get(ended.location)
        assert browser.get(address(consultation, "/thanks")).status == 303  # nobody's answers can be seen any more
    assert set(db.session.scalars(select(Submission.mode))) == {Mode.KIOSK}
    assert people_counted(consultation) == 3
    assert count(Draft) == 0


def test_who_walks_away_from_a_kiosk_leaves_nothing_there(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire()
    page = at_kiosk(browser, consultation, make_kiosk(staff_browser, consultation))
    page = go_on(browser, browser.submit(page, "#kiosk-start", follow=True), answer="c1")
    assert page.soup.select("dialog[data-kiosk-idle]")
    assert 'http-equiv="refresh"' in page.html
    browser.submit(page, "#kiosk-end")  # what the script presses after two minutes and a half
    assert count(Draft) == 0
    page = browser.submit(browser.get(address(consultation, "/kiosk")), "#kiosk-start", follow=True)
    go_on(browser, page, answer="c2")
    home = browser.get(address(consultation, "/kiosk"))  # where no script runs, the page goes back by itself
    assert home.headers["Clear-Site-Data"] == '"storage"'
    assert browser.get(address(consultation, "/q/Q2")).status == 303
    left = db.session.scalars(select(Draft)).one()
    left.updated_at = NOW - timedelta(hours=1)
    commit()
    browser.submit(home, "#kiosk-start")
    drafts = db.session.scalars(select(Draft)).all()
    assert [draft.answers for draft in drafts] == [{}]


def test_answers_begun_at_a_kiosk_are_carried_on_at_home(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire()
    page = at_kiosk(browser, consultation, make_kiosk(staff_browser, consultation))
    page = go_on(browser, browser.submit(page, "#kiosk-start", follow=True), answer="c1")
    saved = go_on(browser, page, "save")
    code = saved.text("#code")[0]
    browser.submit(saved, "#finish")
    assert count(Draft) == 1
    home = Browser(browser.client.application)
    page = home.submit(home.get(address(consultation, "/carry-on")), "#carry-on", code=code, follow=True)
    answer_all = home.get(address(consultation, "/check"))
    send(home, answer_all)
    assert db.session.scalars(select(Submission.mode)).one() is Mode.WEB
    assert page.status == 200


def test_an_ended_kiosk_stops_at_once(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire()
    opened = make_kiosk(staff_browser, consultation)
    page = at_kiosk(browser, consultation, opened)
    ways = f"/manage/{of(consultation).slug}/questions/{consultation.ref}/ways-in"
    kiosk = db.session.scalars(select(Kiosk)).one()
    staff_browser.submit(staff_browser.get(ways), f"#end-{kiosk.id.hex}")
    over = browser.submit(page, "#kiosk-start", follow=True)
    assert (over.status, "This device is not a kiosk" in over.words) == (410, True)
    assert Browser(browser.client.application).get(opened).status == 404
    assert [row.kind for row in db.session.scalars(select(EventRow).where(EventRow.kind.startswith("kiosk_")))] == [
        "kiosk_opened", "kiosk_ended"
    ]  # fmt: skip


def test_a_link_to_a_kiosk_takes_nothing_from_anybody_who_is_not_at_one(browser: Browser) -> None:
    consultation = questionnaire()
    go_on(browser, begin(browser, consultation), answer="c1")
    page = browser.get(address(consultation, "/kiosk"))
    assert (page.status, page.headers.get("Clear-Site-Data")) == (410, None)
    assert browser.get(address(consultation, "/q/Q2")).status == 200


def test_setting_up_a_kiosk_signs_the_staff_out_on_that_device(staff_browser: Browser) -> None:
    consultation = questionnaire()
    opened = make_kiosk(staff_browser, consultation)
    at_kiosk(staff_browser, consultation, opened)
    assert staff_browser.get(f"/manage/{of(consultation).slug}/questions").status == 303


def test_the_nightly_job_deletes_what_was_left_at_a_kiosk(browser: Browser, staff_browser: Browser) -> None:
    consultation = questionnaire()
    page = at_kiosk(browser, consultation, make_kiosk(staff_browser, consultation))
    go_on(browser, browser.submit(page, "#kiosk-start", follow=True), answer="c1")
    assert commands.clear_old_drafts(at=NOW + timedelta(minutes=10)) == 0
    assert commands.clear_old_drafts(at=NOW + timedelta(hours=2)) == 1


def test_sixty_people_on_one_address_and_one_shared_tablet_all_send_and_all_count(
    browser: Browser, staff_browser: Browser
) -> None:
    """P6: nobody honest is locked out."""
    consultation = questionnaire(asks_equality=False)
    app = browser.client.application
    for _person in range(20):  # phones behind one address
        phone = Browser(app)
        answer_and_send(phone, begin(phone, consultation))
    tablet = Browser(app)
    page = tablet.get(address(consultation))
    for _person in range(20):  # one tablet handed round
        thanks = answer_and_send(tablet, tablet.submit(page, "#begin", follow=True, shared_device="yes"))
        page = tablet.submit(thanks, "#another", button=("go", "another"), follow=True)
    kiosk = Browser(app)
    page = at_kiosk(kiosk, consultation, make_kiosk(staff_browser, consultation))
    for _person in range(20):  # the kiosk by the door
        thanks = answer_and_send(kiosk, kiosk.submit(page, "#kiosk-start", follow=True))
        page = kiosk.submit(thanks, "#finish", follow=True)
    db.session.rollback()
    assert count(Submission) == 60
    assert len(set(db.session.scalars(select(Submission.participant_id)))) == 60
    assert people_counted(consultation) == 60
    assert count(Draft) == 0
