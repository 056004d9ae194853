"""The public page of what was heard and decided."""

from __future__ import annotations

from codesign.core.terms import Consent, Response, Role, Standing, ThemeStance
from codesign.extensions import db
from codesign.models import Contribution, Project
from tests.browser import Browser
from tests.feedback.story import Story, code, make_decision, make_requirement, make_story, people
from tests.make import NOW, commit, make_answer, make_person, make_project, sign_in


def publish(story: Story) -> str:
    db.session.get_one(Project, story.project.id).heard_published_at = NOW
    commit()
    return f"/p/{story.project.slug}/heard"


def test_before_it_is_published_there_is_a_calm_word(browser: Browser) -> None:
    story = make_story()
    page = browser.get(f"/p/{story.project.slug}/heard")
    assert page.status == 404
    assert "We are still reading what people said." in page.words
    assert story.theme.title not in page.words


def test_staff_read_it_before_it_is_published_and_other_staff_do_not(browser: Browser, staff_browser: Browser) -> None:
    story = make_story()
    sign_in(staff_browser, make_person(Role.OBSERVER, project=story.project))
    page = staff_browser.get(f"/p/{story.project.slug}/heard")
    assert page.status == 200
    assert "This is a preview." in page.words
    sign_in(browser, make_person(Role.COMMISSIONER, project=make_project()))
    assert browser.get(f"/p/{story.project.slug}/heard").status == 404


def test_published_it_tells_themes_clauses_and_decisions_with_their_bases(browser: Browser) -> None:
    story = make_story()
    people(story, 39)
    make_decision(story.project, theme_id=story.theme.id, published_on=NOW.date())
    make_decision(story.project, response=Response.REJECTED, theme_id=story.theme.id, published_on=NOW.date())
    page = browser.get(publish(story))
    assert page.status == 200
    assert "40 people took part. 40 of them gave us words." in page.words
    assert "1 of 40 people who gave us words said this, 3%." in page.words
    assert f"“{story.words.text}”" in page.words
    assert page.text(".shape-clause__title") == ["Open after work"]
    assert "1 person stands behind it, 1 piece of evidence, 1 way of listening." in page.words
    assert "We did not do this, because: There are not enough staff for five days." in page.words
    assert len(page.text(".shape-decision")) == 2, "a decision that is not published stays inside"


def test_no_percentage_stands_on_a_few_people(browser: Browser) -> None:
    story = make_story()
    assert "%" not in browser.get(publish(story)).words


def test_words_are_quoted_only_as_their_author_lets_us(browser: Browser) -> None:
    story = make_story(consent=Consent.BIDDERS)
    other = make_story(project=story.project, text="Ring me on 01632 960123, I am in all day.")
    third = make_story(project=story.project, text="These words were hidden by a moderator.")
    words = db.session.get_one(Contribution, third.words.id)
    words.standing = Standing.WAITING
    page = browser.get(publish(story))
    assert "I am still at work" not in page.words
    assert "01632 960123" not in page.words
    assert "hidden by a moderator" not in page.words
    assert other.theme.title in page.words


def test_a_contrary_view_is_quoted_beside_the_others(browser: Browser) -> None:
    story = make_story()
    answer = make_answer(story.question, text="Late nights mean staff leave. Keep it to one.")
    code(db.session.get_one(Contribution, answer.contribution_id), story.theme, story.person, ThemeStance.AGAINST)
    page = browser.get(publish(story))
    assert page.text(".shape-voice--other p")[0] == "“Late nights mean staff leave. Keep it to one.”"


def test_a_clause_nobody_asked_for_says_so(browser: Browser) -> None:
    story = make_story()
    make_requirement(story.project, "Report every quarter", council_reason="The law asks for it.")
    page = browser.get(publish(story))
    assert "No one said this. The council asks for it. The law asks for it." in page.words
