"""Staff keep what a project is about; residents see it once it is published."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import EventRow, PopulationFigure, Project
from tests.browser import Browser
from tests.make import commit, make_organisation, make_person, make_project, sign_in


def fields(values: dict[str, Any]) -> dict[str, Any]:
    """Names with a hyphen cannot be keywords."""
    return values


def test_a_commissioner_starts_a_project(staff_browser: Browser) -> None:
    organisation = make_organisation()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, organisation=organisation))
    answer = staff_browser.submit(staff_browser.get("/manage"), "#new-project", name="A warm hub")
    assert answer.status == 303
    assert answer.location == "/manage/a-warm-hub/setup"
    assert staff_browser.get(answer.location).status == 200


def test_a_project_is_not_published_before_residents_could_know_what_is_open(
    staff_browser: Browser, browser: Browser
) -> None:
    project = make_project(published=False)
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=project))
    page = staff_browser.get(f"/manage/{project.slug}/setup")
    refused = staff_browser.submit(page, "#publish")
    assert refused.status == 422
    assert "what is open and what is fixed" in refused.words
    assert browser.get(f"/p/{project.slug}").status == 404
    staff_browser.submit(page, "#form-scope", **fields({"scope-text": "Opening times", "scope-influence": "open"}))
    assert staff_browser.submit(page, "#publish").status == 303
    assert browser.get(f"/p/{project.slug}").status == 200


def test_a_limit_without_a_reason_is_refused_and_what_was_typed_stays(staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=project))
    page = staff_browser.get(f"/manage/{project.slug}/setup")
    answer = staff_browser.submit(
        page, "#form-scope", **fields({"scope-text": "The building", "scope-influence": "decided"})
    )
    assert answer.status == 422
    assert "Say why this is not fully open." in answer.words
    assert answer.one("#scope-text")["value"] == "The building"


def test_lots_dates_areas_and_money_are_kept_with_an_event_each(staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=project))
    page = staff_browser.get(f"/manage/{project.slug}/setup")
    staff_browser.submit(page, "#form-areas", **fields({"areas-code": "E05999904", "areas-name": "Moor Edge"}))
    staff_browser.submit(
        page,
        "#form-money",
        **fields({"money-annual_value_net": "264000", "money-term_months": "36", "money-max_lot_value": "150000"}),
    )
    page = staff_browser.get(f"/manage/{project.slug}/setup")
    staff_browser.submit(
        page,
        "#form-lots",
        **fields(
            {
                "lots-number": "1",
                "lots-title": "Connectors",
                "lots-annual_value_net": "132000",
                "lots-area_codes": ["E05999904"],
            }
        ),
    )
    answer = staff_browser.submit(
        page,
        "#form-dates",
        **fields({"dates-kind": "uk4", "dates-title": "Tender notice", "dates-on": ["13", "7", "2026"]}),
    )
    assert answer.status == 303
    db.session.rollback()
    kept = db.session.get_one(Project, project.id)
    assert kept.annual_value_net == Decimal(264000)
    assert kept.term_months == 36
    assert [lot.title for lot in kept.lots] == ["Connectors"]
    assert kept.milestones[-1].on.isoformat() == "2026-07-13" or kept.milestones[0].on.isoformat() == "2026-07-13"
    assert db.session.query(EventRow).filter_by(kind="project_changed").count() == 4


def test_population_figures_come_by_csv_and_a_bad_row_is_named(staff_browser: Browser) -> None:
    project = make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=project))
    url = f"/manage/{project.slug}/population"
    page = staff_browser.get(f"/manage/{project.slug}/setup")
    token = page.one("#form-population input[name=csrf_token]")["value"]

    def load(text: str) -> Any:
        return staff_browser.client.post(
            url,
            data={"csrf_token": token, "population-file": (io.BytesIO(text.encode()), "ages.csv")},
            content_type="multipart/form-data",
        )

    head = "reference,variable,category,label,people,area_code,source,source_date\n"
    good = head + "place_16plus,age_band,16_24,Aged 16 to 24,2610,,Census 2021,2021-03-21\n"
    assert load(good).status_code == 303
    bad = load(good + "place_16plus,age_band,25_34,Aged 25 to 34,lots,,Census 2021,2021-03-21\n")
    assert bad.status_code == 422
    assert "ages.csv, row 3, people" in bad.get_data(as_text=True)
    db.session.rollback()
    assert db.session.query(PopulationFigure).count() == 1


def test_another_projects_staff_find_nothing_here(staff_browser: Browser) -> None:
    project, other = make_project(), make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=other))
    commit()
    assert staff_browser.get(f"/manage/{project.slug}/setup").status == 404
