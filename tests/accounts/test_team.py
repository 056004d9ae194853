"""The team of a project: who is in it, and roles taken away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from codesign.accounts import commands
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import EventRow, Membership, Person
from tests.accounts.make import make_staff
from tests.browser import Browser
from tests.make import NOW, commit, make_organisation, make_person, make_project, sign_in


def role_of(person: Person) -> Membership:
    return db.session.scalars(select(Membership).where(Membership.person_id == person.id)).one()


def test_the_team_page_lists_people_with_their_roles(staff_browser: Browser) -> None:
    project = make_project()
    one = make_staff(project=project, name="Ada Lewis")
    make_staff(Role.OBSERVER, project=project, name="Bo Khan")
    make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation, name="Cy Reed")
    make_staff(name="Dee Elsewhere")
    sign_in(staff_browser, one)
    words = staff_browser.get(f"/manage/{project.slug}/team").text("#people li")
    assert ["Ada Lewis You" in words[0], "Bo Khan" in words[1], "Cy Reed" in words[2]] == [True, True, True]
    assert ["Commissioner" in words[0], "Observer" in words[1], "Organisation admin" in words[2]] == [True, True, True]
    assert len(words) == 3


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.ANALYST, Role.OBSERVER])
def test_only_commissioners_see_the_team_and_the_mail(staff_browser: Browser, role: Role) -> None:
    project = make_project()
    sign_in(staff_browser, make_staff(role, project=project))
    assert staff_browser.get(f"/manage/{project.slug}/team").status == 403
    assert staff_browser.get(f"/manage/{project.slug}/mail").status == 403


def test_a_commissioner_of_another_project_finds_nothing(staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_staff())
    assert staff_browser.get(f"/manage/{project.slug}/team").status == 404
    assert staff_browser.get(f"/manage/{project.slug}/mail").status == 404


def test_a_role_is_removed_and_ends_at_once(browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    other = make_staff(Role.ANALYST, project=project)
    sign_in(browser, other)
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    answer = staff_browser.submit(page, f"#remove-{role_of(other).id}")
    assert answer.status == 303
    assert browser.get(f"/manage/{project.slug}/team").status == 404
    assert list(db.session.scalars(select(EventRow.kind))) == ["role_removed"]


def test_the_last_commissioner_stays(staff_browser: Browser) -> None:
    project = make_project()
    person = make_staff(project=project)
    make_staff(Role.COMMISSIONER, project=project, disabled_at=NOW)
    make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation)
    sign_in(staff_browser, person)
    page = staff_browser.get(f"/manage/{project.slug}/team")
    answer = staff_browser.submit(page, f"#remove-{role_of(person).id}")
    assert answer.status == 422
    assert "A project needs a commissioner." in answer.words
    db.session.expire_all()
    assert role_of(person).role is Role.COMMISSIONER


def test_one_of_two_commissioners_may_leave(staff_browser: Browser) -> None:
    project = make_project()
    person = make_staff(project=project)
    make_staff(project=project)
    sign_in(staff_browser, person)
    answer = staff_browser.submit(staff_browser.get(f"/manage/{project.slug}/team"), f"#remove-{role_of(person).id}")
    assert (answer.status, answer.location) == (303, "/manage")


def test_a_commissioner_cannot_touch_roles_on_the_organisation(staff_browser: Browser) -> None:
    project = make_project()
    admin = make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation)
    commissioner = make_staff(project=project)
    sign_in(staff_browser, commissioner)
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert not page.soup.select(f"#remove-{role_of(admin).id}, form[id^=stop-]")
    token = str(page.one("#invite input[name=csrf_token]")["value"])
    base = f"/manage/{project.slug}/team"
    assert staff_browser.post(f"{base}/roles/{role_of(admin).id}/remove", {"csrf_token": token}).status == 422
    assert staff_browser.post(f"{base}/people/{admin.id}/stop", {"csrf_token": token}).status == 403
    db.session.expire_all()
    assert role_of(admin).role is Role.ORGANISATION_ADMIN


def test_a_role_in_another_project_or_organisation_cannot_be_removed_from_here(staff_browser: Browser) -> None:
    project = make_project()
    stranger = make_staff(Role.ANALYST)
    foreign = make_person(Role.ORGANISATION_ADMIN, organisation=make_organisation("Another council"))
    admin = make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation)
    for person in (stranger, foreign):
        with pytest.raises(NotFound):
            commands.remove_role(project.id, role_of(person).id, by=admin.id, at=NOW)
        with pytest.raises(NotFound):
            commands.stop_person(project.id, person.id, by=admin.id, at=NOW)


def test_an_admin_cannot_stop_somebody_who_also_works_elsewhere(staff_browser: Browser) -> None:
    project, elsewhere = make_project(), make_project()
    shared = make_staff(Role.ANALYST, project=project)
    db.session.add(Membership(person_id=shared.id, project_id=elsewhere.id, role=Role.ANALYST, created_at=NOW))
    admin = make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation)
    commit()
    with pytest.raises(Refused):
        commands.stop_person(project.id, shared.id, by=admin.id, at=NOW)
    with pytest.raises(Refused):
        commands.stop_person(project.id, admin.id, by=admin.id, at=NOW)


def test_a_stopped_person_is_let_in_again(staff_browser: Browser) -> None:
    project = make_project()
    person = make_staff(Role.ANALYST, project=project, disabled_at=NOW)
    sign_in(staff_browser, make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert "Cannot sign in" in page.words
    assert staff_browser.submit(page, f"#let-in-{role_of(person).id}").status == 303
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).disabled_at is None


def test_names_are_shown_as_text(staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_staff(project=project, name='<img src=x onerror="alert(1)">'))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    assert not page.soup.select("img[onerror]")
    assert "<img src=x" in page.words
