"""Invitations: by mail, once, for seven days, for one address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from codesign.accounts import commands
from codesign.accounts.addresses import invitation_address
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import EventRow, Invitation, Membership, OutboxMessage, Person, Project
from tests.accounts.make import PASSWORD, mails, make_staff, path_in, sign_in_as, signed_in
from tests.browser import Browser, Page
from tests.make import NOW, commit, make_organisation, make_person, make_project, sign_in

ADDRESS = "new.person@council.example"


def invited(project: Project, role: Role = Role.ANALYST, address: str = ADDRESS, **fields: Any) -> str:
    """The path of a fresh invitation."""
    values = {"project_id": project.id, "invited_by": None, "base_url": "http://localhost", "at": NOW, **fields}
    _, key = commands.invite(address, role, **values)
    commit()
    return f"/invitation/{key}"


def accept(browser: Browser, path: str, **fields: str) -> Page:
    typed: dict[str, Any] = {"name": "Nia Hughes", "email": ADDRESS, "password": PASSWORD, **fields}
    return browser.submit(browser.get(path), "#accept-invitation", **typed)


def test_somebody_new_accepts_and_lands_on_the_project(app: Flask, browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    answer = staff_browser.submit(page, "#invite", email=" New.Person@Council.example", role="analyst")
    assert (answer.status, answer.location) == (303, f"/manage/{project.slug}/team#waiting")
    [message] = mails(app)
    assert message["To"] == ADDRESS
    page = browser.get(path_in(message))
    assert ADDRESS not in page.html
    assert project.name in page.words
    answer = accept(browser, path_in(message))
    assert (answer.status, answer.location) == (303, f"/manage/{project.slug}")
    assert signed_in(browser)
    person = db.session.scalars(select(Person).where(Person.email == ADDRESS)).one()
    assert (person.name, [member.role for member in person.memberships]) == ("Nia Hughes", [Role.ANALYST])
    kinds = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert kinds == ["person_invited", "invitation_accepted", "signed_in"]


def test_the_password_of_the_invitation_signs_in_later(app: Flask, browser: Browser) -> None:
    accept(browser, invited(make_project()))
    assert sign_in_as(Browser(app), ADDRESS).status == 303


def test_the_key_of_an_invitation_is_kept_only_as_a_digest(app: Flask) -> None:
    key = invited(make_project()).rsplit("/", 1)[1]
    mails(app)
    db.session.expire_all()
    assert key not in str(db.session.execute(select(Invitation.__table__)).all())
    assert key not in db.session.scalars(select(OutboxMessage.body)).one()


def test_an_invitation_works_once(app: Flask, browser: Browser) -> None:
    path = invited(make_project())
    other = Browser(app)
    page = other.get(path)
    accept(browser, path)
    assert other.get(path).status == 410
    late = other.submit(page, "#accept-invitation", name="B", email=ADDRESS, password=PASSWORD)
    assert late.status in (410, 422)
    assert not signed_in(other)
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 1


@pytest.mark.parametrize(
    "change",
    [{"expires_at": NOW - timedelta(seconds=1)}, {"revoked_at": NOW}, {"used_at": NOW}],
    ids=["expired", "revoked", "used"],
)
def test_an_invitation_that_is_over_opens_nothing(browser: Browser, change: dict[str, Any]) -> None:
    path = invited(make_project())
    page = browser.get(path)
    db.session.execute(update(Invitation).values(**change))
    commit()
    assert browser.get(path).status == 410
    answer = browser.submit(page, "#accept-invitation", name="A", email=ADDRESS, password=PASSWORD)
    assert answer.status == 410
    assert "This invitation can no longer be used" in answer.words
    assert db.session.scalar(select(Person.id)) is None


def test_an_invitation_lives_seven_days(app: Flask) -> None:
    invited(make_project())
    row = db.session.scalars(select(Invitation)).one()
    assert row.expires_at - row.created_at == timedelta(days=7)


def test_a_forwarded_invitation_does_not_fit_another_address(browser: Browser) -> None:
    path = invited(make_project())
    answer = accept(browser, path, email="somebody.else@council.example")
    assert answer.status == 422
    assert "This is not the email address that we invited." in answer.words
    assert answer.one("#name")["value"] == "Nia Hughes"
    assert accept(browser, path).status == 303


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "at least 12"), ("password1234", "many people use"), ("new.person@council.example", "must not hold")],
)
def test_a_weak_password_is_refused_and_the_rest_is_kept(browser: Browser, password: str, said: str) -> None:
    answer = accept(browser, invited(make_project()), password=password)
    assert answer.status == 422
    assert said in answer.words
    assert answer.one("#email")["value"] == ADDRESS


def test_an_invitation_cannot_set_the_password_of_an_account_that_exists(app: Flask, browser: Browser) -> None:
    project = make_project()
    path = invited(project)
    page = browser.get(path)
    make_staff(Role.OBSERVER, email=ADDRESS)
    answer = browser.submit(page, "#accept-invitation", name="A", email=ADDRESS, password="another long password here")
    assert answer.status == 422
    assert "You already have an account." in answer.words
    assert sign_in_as(Browser(app), ADDRESS).status == 303
    assert not browser.get(path).soup.select("#accept-invitation")


def test_somebody_with_an_account_signs_in_and_accepts(browser: Browser) -> None:
    project = make_project()
    make_staff(Role.OBSERVER, email=ADDRESS)
    path = invited(project)
    page = browser.get(path)
    [onward] = page.links("main a.govuk-button")
    signed = browser.submit(browser.get(onward), "#sign-in", email=ADDRESS, password=PASSWORD)
    assert signed.location == path
    answer = browser.submit(browser.get(path), "#accept-invitation")
    assert (answer.status, answer.location) == (303, f"/manage/{project.slug}")
    assert browser.get(path).status == 410


def test_somebody_signed_in_cannot_accept_for_another(staff_browser: Browser) -> None:
    project = make_project()
    other = make_staff(Role.OBSERVER)
    path = invited(project)
    sign_in(staff_browser, other)
    page = staff_browser.get(path)
    assert not page.soup.select("#accept-invitation")
    token = str(page.one("#sign-out-first input[name=csrf_token]")["value"])
    assert staff_browser.post(f"{path}/accept", {"csrf_token": token}).status == 422
    assert len(db.session.scalars(select(Membership)).all()) == 1
    assert db.session.scalars(select(Invitation)).one().used_at is None


def test_a_person_who_was_stopped_is_not_let_in_by_an_old_invitation(app: Flask, browser: Browser) -> None:
    project = make_project()
    make_staff(Role.OBSERVER, email=ADDRESS, disabled_at=NOW)
    path = invited(project)
    page = browser.get(path)
    assert not page.soup.select("#accept-invitation")
    assert sign_in_as(browser, ADDRESS).status == 422


def test_inviting_again_replaces_the_invitation_before(browser: Browser) -> None:
    project = make_project()
    first, second = invited(project), invited(project, Role.FACILITATOR)
    assert browser.get(first).status == 410
    assert "Facilitator" in browser.get(second).words


def test_staff_take_an_invitation_back(browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    path = invited(project)
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert ADDRESS in page.text("#waiting li strong")
    revoke = page.soup.select_one('form[id^="revoke-"]')
    assert revoke is not None
    assert staff_browser.submit(page, f"#{revoke['id']}").status == 303
    assert browser.get(path).status == 410
    assert not staff_browser.get(f"/manage/{project.slug}/team").soup.select("#waiting")


def test_an_invitation_of_another_project_cannot_be_taken_back(staff_browser: Browser) -> None:
    mine, theirs = make_project(), make_project()
    invited(theirs)
    sign_in(staff_browser, make_staff(project=mine))
    page = staff_browser.get(f"/manage/{mine.slug}/team")
    token = str(page.one("#invite input[name=csrf_token]")["value"])
    row = db.session.scalars(select(Invitation)).one()
    path = f"/manage/{mine.slug}/team/invitations/{row.id}/revoke"
    assert staff_browser.post(path, {"csrf_token": token}).status == 404
    db.session.expire_all()
    assert db.session.scalars(select(Invitation)).one().revoked_at is None


def test_a_commissioner_cannot_make_an_organisation_admin(staff_browser: Browser) -> None:
    project = make_project()
    commissioner = make_staff(project=project)
    sign_in(staff_browser, commissioner)
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert not page.soup.select("input[value=organisation_admin]")
    assert staff_browser.submit(page, "#invite", email=ADDRESS, role="organisation_admin").status == 422
    with pytest.raises(Refused):
        invited(project, Role.ORGANISATION_ADMIN, invited_by=commissioner.id)
    assert db.session.scalar(select(Invitation.id)) is None


def test_an_organisation_admin_invites_another_to_the_whole_organisation(
    app: Flask, browser: Browser, staff_browser: Browser
) -> None:
    project = make_project()
    sign_in(staff_browser, make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert staff_browser.submit(page, "#invite", email=ADDRESS, role="organisation_admin").status == 303
    answer = accept(browser, path_in(mails(app)[0]))
    assert answer.status == 303
    member = db.session.scalars(select(Membership).join(Person).where(Person.email == ADDRESS)).one()
    assert (member.role, member.project_id, member.organisation_id) == (
        Role.ORGANISATION_ADMIN,
        None,
        project.organisation_id,
    )


def test_the_admin_of_another_organisation_cannot_invite_here(app: Flask) -> None:
    project = make_project()
    stranger = make_person(Role.ORGANISATION_ADMIN, organisation=make_organisation("Another council"))
    with pytest.raises(Refused):
        invited(project, Role.ORGANISATION_ADMIN, invited_by=stranger.id)


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@b", "two words@council.example", "a@council.example\nBcc: x@y.example"]
)
def test_what_is_no_address_is_not_invited(staff_browser: Browser, typed: str) -> None:
    project = make_project()
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert staff_browser.submit(page, "#invite", email=typed, role="analyst").status == 422
    assert db.session.scalar(select(OutboxMessage.id)) is None


def test_nobody_is_invited_twice_to_the_same_role(app: Flask) -> None:
    project = make_project()
    person = make_staff(Role.OBSERVER, project=project)
    with pytest.raises(Refused):
        invited(project, address=person.email)
    with pytest.raises(NotFound):
        commands.invite(ADDRESS, Role.ANALYST, project_id=person.id, invited_by=None, base_url="", at=NOW)


def test_the_address_of_an_invitation_is_the_one_that_the_app_serves(app: Flask) -> None:
    from flask import url_for

    with app.test_request_context():
        assert invitation_address("http://localhost", "abc") == "http://localhost" + url_for(
            "accounts.invitation", secret="abc"
        )


def test_a_sign_in_link_is_no_invitation_and_the_other_way_round(browser: Browser) -> None:
    project = make_project()
    key = invited(project).rsplit("/", 1)[1]
    link = commands.sign_in_link(make_staff(project=project).id, lifetime=timedelta(hours=1), at=NOW)
    commit()
    assert browser.get(f"/sign-in/link/{key}").status == 410
    assert browser.get(f"/invitation/{link}").status == 410
