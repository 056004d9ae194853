"""The codebook: themes with their rules, people and stances, and who took part."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from codesign.core.terms import Role, Standing, ThemeStance
from codesign.evidence.queries import codebook_page, main_themes, theme_page, who_took_part
from codesign.extensions import db
from codesign.models import EventRow, Project, Theme
from tests.browser import Browser
from tests.evidence.rows import (
    WORDS,
    Statements,
    make_age,
    make_coding,
    make_open_question,
    make_population,
    make_words,
)
from tests.make import commit, make_person, make_project, make_theme, sign_in


@pytest.fixture
def project(browser: Browser) -> Project:
    return make_project()


@pytest.fixture
def analyst(project: Project, staff_browser: Browser) -> Browser:
    sign_in(staff_browser, make_person(Role.ANALYST, project=project))
    return staff_browser


def test_a_theme_counts_different_people_of_those_who_gave_words(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), *WORDS)
    theme = make_theme(project, "Open late", minority_note="Few say it, but they are never asked.")
    make_coding(words[0], theme)
    make_coding(words[1], theme)
    make_coding(words[3], theme, stance=ThemeStance.AGAINST)
    commit()
    line = codebook_page(project.id).themes[0]
    assert (line.tally.people, line.tally.contributions) == (3, 3)
    assert (line.tally.stances[ThemeStance.SUPPORTS], line.tally.stances[ThemeStance.AGAINST]) == (2, 1)
    page = analyst.get(f"/manage/{project.slug}/themes")
    assert "3 people of 4 who gave words, 3 contributions" in page.words
    assert "2 say it, 1 say the opposite and 0 only mention it." in page.words
    assert "Few say it, but they are never asked." in page.words
    assert "1 contribution is not coded yet." in page.words


def test_withdrawn_words_leave_the_count(project: Project) -> None:
    words = make_words(make_open_question(project), *WORDS[:2])
    theme = make_theme(project)
    for each in words:
        make_coding(each, theme)
    words[0].standing, words[0].text = Standing.WITHDRAWN, ""
    db.session.flush()
    assert codebook_page(project.id).themes[0].tally.people == 1
    assert [said.text for said in theme_page(project.id, "T01").words] == [WORDS[1]]


def test_housekeeping_codes_stand_apart_and_are_no_finding(project: Project) -> None:
    make_theme(project, "Open late")
    make_theme(project, "Not assigned", housekeeping=True)
    page = codebook_page(project.id)
    assert [line.title for line in page.themes] == ["Open late"]
    assert [line.title for line in page.housekeeping] == ["Not assigned"]
    assert [theme.title for theme in main_themes(project.id).themes] == ["Open late"]


def test_an_analyst_adds_a_theme_with_its_rules(project: Project, analyst: Browser) -> None:
    commit()
    form = analyst.get(f"/manage/{project.slug}/themes/new")
    empty = analyst.submit(form, "#theme", definition="Evenings matter.")
    assert empty.status == 422
    assert "Write a name. People’s own words work best." in empty.words
    assert empty.one("#definition").text.strip() == "Evenings matter."
    answer = analyst.submit(
        form,
        "#theme",
        title="Open late",
        definition="Evenings matter.",
        include_rule="Says when",
        exclude_rule="Says where",
    )
    assert answer.status == 303
    page = analyst.get(answer.location)
    assert page.text(".shape-theme h3") == ["T01 Open late"]
    assert "Says where" in page.words
    assert db.session.scalars(select(EventRow.kind)).all() == ["theme_added"]


def test_a_theme_is_changed_and_its_reference_stays(project: Project, analyst: Browser) -> None:
    make_theme(project, "Open late")
    commit()
    form = analyst.get(f"/manage/{project.slug}/themes/T01/edit")
    assert analyst.submit(form, "#theme", title="Open when people are free").status == 303
    theme = db.session.scalars(select(Theme)).one()
    assert (theme.ref, theme.title) == ("T01", "Open when people are free")


def test_themes_are_put_in_order_with_buttons(project: Project, analyst: Browser) -> None:
    for title in ("One", "Two", "Three"):
        make_theme(project, title)
    commit()
    page = analyst.get(f"/manage/{project.slug}/themes")
    assert analyst.submit(page, "#move-up-T03").status == 303
    assert [line.title for line in codebook_page(project.id).themes] == ["One", "Three", "Two"]
    assert analyst.submit(page, "#move-up-T01").status == 303
    assert [line.title for line in codebook_page(project.id).themes] == ["One", "Three", "Two"]


def test_a_theme_shows_its_contrary_words_beside_it(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), *WORDS)
    theme = make_theme(project)
    make_coding(words[0], theme)
    make_coding(words[3], theme, stance=ThemeStance.AGAINST)
    commit()
    page = analyst.get(f"/manage/{project.slug}/themes/T01")
    assert page.text("#words blockquote") == [f"“{WORDS[0]}”"]
    assert page.text("#contrary blockquote") == [f"“{WORDS[3]}”"]
    assert page.text("#counts tbody tr") == ["C1 Have your say 2 2"]


def test_an_observer_reads_the_codebook_but_cannot_change_it(project: Project, staff_browser: Browser) -> None:
    make_theme(project)
    sign_in(staff_browser, make_person(Role.OBSERVER, project=project))
    page = staff_browser.get(f"/manage/{project.slug}/themes")
    assert page.status == 200
    assert not page.soup.select("main form")
    assert staff_browser.get(f"/manage/{project.slug}/themes/new").status == 403
    assert staff_browser.get(f"/manage/{project.slug}/themes/T01/edit").status == 403


def test_a_theme_of_another_project_is_not_here(project: Project, analyst: Browser) -> None:
    make_theme(make_project())
    commit()
    for path in ("themes/T01", "themes/T01/edit"):
        assert analyst.get(f"/manage/{project.slug}/{path}").status == 404


def test_staff_of_another_project_see_nothing(project: Project, staff_browser: Browser) -> None:
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=make_project()))
    for path in ("evidence", "themes", "who", "panel/who", "panel/themes", "spec", "decisions", "trace"):
        assert staff_browser.get(f"/manage/{project.slug}/{path}").status == 404


def test_who_took_part_is_compared_with_the_population_and_small_groups_are_hidden(
    project: Project, analyst: Browser
) -> None:
    make_population(project, a16_24=2610, a65_74=4330, a75_84=2260)
    words = make_words(make_open_question(project), *(f"Words {n}" for n in range(60)), with_event=False)
    for n, each in enumerate(words):
        make_age(each, "16_24" if n < 3 else "65_74" if n < 40 else "75_84" if n < 56 else "pnts")
    commit()
    view = who_took_part(project.id)
    assert (view.people, view.told_us) == (60, 56)
    assert view.comparisons[0].not_said == 4
    page = analyst.get(f"/manage/{project.slug}/who")
    assert "60 people took part." in page.words
    assert "56 people told us. 4 chose not to say. Compared with Census 2021" in page.words
    shown = [group.shown for compared in view.comparisons for group in compared.groups]
    assert "3" not in shown


def test_the_overviews_panels_are_regions_and_pages(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), *WORDS)
    make_coding(words[0], make_theme(project, "Open late"))
    commit()
    for name in ("who", "themes"):
        assert analyst.get(f"/manage/{project.slug}/panel/{name}").html.lstrip().lower().startswith("<!doctype")
        region = analyst.get(f"/manage/{project.slug}/panel/{name}", htmx=True)
        assert region.html.startswith(f'<div id="panel-{name}">')
        assert region.headers["Vary"].count("HX-Request") == 1
    assert "1 person of 4" in region.words


def test_the_main_themes_are_those_with_most_evidence(project: Project) -> None:
    words = make_words(make_open_question(project), *WORDS)
    few, many = make_theme(project, "Few"), make_theme(project, "Many")
    make_coding(words[0], few)
    for each in words:
        make_coding(each, many)
    found = main_themes(project.id)
    assert [(theme.title, theme.contributions, theme.share) for theme in found.themes] == [
        ("Many", 4, 100),
        ("Few", 1, 25),
    ]
    assert found.base == 4


def test_the_codebook_asks_as_little_for_many_themes(project: Project) -> None:
    counts = []
    for more in (3, 30):
        for n in range(more):
            make_theme(project, f"Theme {n}")
        db.session.expire_all()
        with Statements() as asked:
            codebook_page(project.id)
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 10
