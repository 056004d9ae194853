"""Planning and harvest: staff make a workshop and its agenda, count who came, and keep what came out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from codesign.core.terms import ActivityState, Role, StepKind
from codesign.extensions import db
from codesign.models import Attendee, EventRow, Workshop
from tests import make
from tests.browser import Browser, Page
from tests.workshops.room import open_room, put_card, start_vote, tap

FORM: dict[str, Any] = {
    "title": "Family hub workshop",
    "day": ["14", "7", "2027"],
    "starts": "6pm",
    "ends": "8.30pm",
    "place": "Hebble Bridge Library",
    "offers": "Food and childcare",
    "host_name": "Sam",
}


def a_facilitator(app: Flask) -> tuple[Browser, str]:
    project = make.make_project()
    browser = Browser(app)
    make.sign_in(browser, make.make_person(Role.FACILITATOR, project=project))
    return browser, f"/manage/{project.slug}/workshops"


def planned(browser: Browser, base: str) -> Page:
    return browser.submit(browser.get(f"{base}/new"), "#workshop-form", follow=True, **FORM)


def test_a_facilitator_plans_a_workshop_and_gets_its_code(app: Flask) -> None:
    browser, base = a_facilitator(app)
    assert "No workshops yet" in browser.get(base).words
    page = planned(browser, base)
    row = db.session.scalars(select(Workshop)).one()
    assert (row.ref, row.title, row.state) == ("W1", "Family hub workshop", ActivityState.OPEN)
    assert row.starts_at == datetime(2027, 7, 14, 17, tzinfo=UTC)
    assert row.opens_at == datetime(2027, 7, 14, 16, 30, tzinfo=UTC)
    assert f"{row.join_code[:3]} {row.join_code[3:]}" in page.words
    assert page.soup.select(".shape-qr svg path[d]")
    assert "Family hub workshop" in browser.get(base).words


def test_what_is_wrong_with_a_plan_is_said_beside_it(app: Flask) -> None:
    browser, base = a_facilitator(app)
    wrong = {**FORM, "title": "", "ends": "5pm", "day": ["31", "2", "2027"], "influence": "decided"}
    answer = browser.submit(browser.get(f"{base}/new"), "#workshop-form", **wrong)
    assert answer.status == 422
    for sentence in (
        "Give the workshop a name.", "Enter a real date, like 27 3 2026.",
        "The end must be after the start, on the same day.", "Say why it is not all open.",
    ):  # fmt: skip
        assert sentence in answer.words
    assert answer.one("input[name=place]")["value"] == "Hebble Bridge Library"
    assert db.session.scalars(select(Workshop)).all() == []


def test_a_plan_is_changed(app: Flask) -> None:
    browser, base = a_facilitator(app)
    planned(browser, base)
    form = browser.get(f"{base}/W1/edit")
    assert form.one("input[name=starts]")["value"] == "18:00"
    answer = browser.submit(form, "#workshop-form", starts="18:30", title="Hub evening", follow=True)
    assert "Hub evening" in answer.text("h1")
    assert "6:30pm" in answer.words


def test_one_button_adds_write_group_vote(app: Flask) -> None:
    browser, base = a_facilitator(app)
    page = browser.submit(planned(browser, base), "#template", follow=True)
    assert page.text(".shape-agenda__step strong") == ["A1 Write", "A2 Vote"]
    assert "Vote on the groups of A1, 5 dots each" in page.words
    steps = db.session.scalars(select(Workshop)).one().steps
    assert [step.kind for step in steps] == [StepKind.CARDS, StepKind.VOTE]
    assert steps[1].votes_on_id == steps[0].id


def test_steps_are_added_changed_moved_and_removed(app: Flask) -> None:
    browser, base = a_facilitator(app)
    planned(browser, base)
    for title in ("Arrive", "Write"):
        browser.submit(
            browser.get(f"{base}/W1/steps/new/cards"), "#step-form", title=title, prompt=f"{title}?", minutes=5
        )
    form = browser.get(f"{base}/W1/steps/new/vote")
    page = browser.submit(form, "#step-form", title="Vote", prompt="Which?", dots=3, follow=True)
    assert page.text(".shape-agenda__step strong") == ["A1 Arrive", "A2 Write", "A3 Vote"]
    page = browser.submit(page, "#move-A2", button=("way", "up"), follow=True)
    assert page.text(".shape-agenda__step strong") == ["A2 Write", "A1 Arrive", "A3 Vote"]
    answer = browser.submit(page, "#move-A1", button=("way", "down"))
    assert (answer.status, "A vote comes after the cards it is about." in answer.words) == (422, True)
    answer = browser.submit(page, "#remove-A1")
    assert "A vote is about this step." in answer.words
    page = browser.submit(page, "#remove-A2", follow=True)
    assert page.text(".shape-agenda__step strong") == ["A1 Arrive", "A3 Vote"]
    page = browser.submit(
        browser.get(f"{base}/W1/steps/A1"), "#step-form", title="Write", prompt="Why?", names="hidden", follow=True
    )
    assert "face down until grouping" in page.words


def test_groups_have_one_vote(app: Flask) -> None:
    browser, base = a_facilitator(app)
    browser.submit(planned(browser, base), "#template")
    assert "Add a cards step first." in browser.get(f"{base}/W1/steps/new/vote").words


def test_people_in_the_hall_are_counted(app: Flask) -> None:
    browser, base = a_facilitator(app)
    page = planned(browser, base)
    answer = browser.submit(page, "#attendance-form", attended="lots")
    assert answer.status == 422
    page = browser.submit(
        page, "#attendance-form", attended=19, note="15 residents, 3 carers, 1 VCSE worker", follow=True
    )
    assert page.one("input[name=attended]")["value"] == "19"
    assert "19 people were in the hall. 15 residents" in browser.get(f"{base}/W1/harvest").words


def test_results_are_dots_of_phones_and_of_hands_with_their_bases(app: Flask) -> None:
    room = open_room(app)
    put_card(room.person(), room, "Someone I know on the front desk")
    face, bus = start_vote(room, "A face I know", "Easy to get in")
    phones = [room.person() for _person in range(3)]
    for phone, taps in zip(phones, ((face, face), (face, bus), ()), strict=True):
        for group in taps:
            tap(phone, room, group, 1)
    page = room.remote.get(room.url("/run"))
    room.remote.submit(page, f"#hands-{bus.id}", people=4, dots=6)
    page = room.remote.get(f"/manage/{room.project.slug}/workshops/{room.workshop.ref}/harvest")
    assert page.text("#step-A2 tbody tr") == [
        "Easy to get in 7 5 6 dots from 4 people",
        "A face I know 3 2 0 dots from 0 people",
    ]
    assert "2 people voted on a phone. Each person had 5 dots. 10 dots in all." in page.words
    assert "1 card from 1 person." in page.words
    assert "4 people joined on a phone." in page.words


def test_harvest_closes_the_book_and_forgets_nicknames(app: Flask) -> None:
    room = open_room(app)
    phone = room.person("Mo")
    put_card(phone, room, "Saturday mornings")
    [face] = start_vote(room, "A face I know")
    url = f"/manage/{room.project.slug}/workshops/{room.workshop.ref}/harvest"
    page = room.remote.submit(room.remote.get(url), "#harvest-form", follow=True)
    assert "Every card and group can be linked to a requirement." in page.words
    row = room.fresh()
    assert row.harvested_at is not None
    assert (row.state, row.ended_at is not None) == (ActivityState.CLOSED, True)
    assert db.session.scalars(select(Attendee.nickname)).all() == [""]
    details = db.session.scalars(select(EventRow.details).where(EventRow.kind == "workshop_harvested")).one()
    assert details == {"cards": 1, "groups": 1}
    token = phone.get("/join").one("[name=csrf_token]")["value"]
    tapped = {"csrf_token": token, "group": str(face.id), "had": "0", "change": "1"}
    assert phone.post(room.url("/vote"), tapped).status in (303, 422)
    token = room.remote.get("/join").soup.select("#join [name=csrf_token]")[0]["value"]
    answer = room.remote.post(room.url(f"/run/groups/{face.id}/rename"), {"csrf_token": token, "title": "Other"})
    assert answer.status == 422
    assert "This workshop is harvested." in answer.words


def test_a_workshop_that_has_not_begun_is_not_harvested(app: Flask) -> None:
    browser, base = a_facilitator(app)
    planned(browser, base)
    page = browser.get(f"{base}/W1/harvest")
    assert not page.soup.select("#harvest-form")
    token = browser.get("/join").soup.select("#join [name=csrf_token]")[0]["value"]
    assert browser.post(f"{base}/W1/harvest", {"csrf_token": token}).status == 422


def test_staff_of_another_project_find_nothing(app: Flask) -> None:
    browser, base = a_facilitator(app)
    planned(browser, base)
    stranger, own = a_facilitator(app)
    for page in (base, f"{base}/W1", f"{base}/W1/edit", f"{base}/W1/harvest", f"{base}/new", f"{own}/W1"):
        assert stranger.get(page).status == 404, page


def test_an_observer_reads_and_changes_nothing(app: Flask) -> None:
    room = open_room(app)
    observer = Browser(app)
    make.sign_in(observer, make.make_person(Role.OBSERVER, project=room.project))
    base = f"/manage/{room.project.slug}/workshops"
    page = observer.get(f"{base}/W1")
    assert page.status == 200
    assert not page.soup.select("main form")
    assert observer.get(f"{base}/W1/harvest").status == 200
    assert observer.get(f"{base}/new").status == 403
