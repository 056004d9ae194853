"""Everything people said: found, filtered, coded, and nothing shown that may not be read."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from codesign.core.terms import Consent, ModerationReason, Role, Standing, SubmissionState, ThemeStance
from codesign.evidence import commands
from codesign.evidence.queries import Filter, evidence_page
from codesign.extensions import db
from codesign.models import Coding, EventRow, Project, Submission
from tests.browser import Browser
from tests.evidence.rows import WORDS, Statements, make_coding, make_open_question, make_words
from tests.make import (
    commit,
    make_board,
    make_card,
    make_idea,
    make_person,
    make_project,
    make_theme,
    make_workshop,
    sign_in,
)


@pytest.fixture
def project(browser: Browser) -> Project:
    return make_project()


@pytest.fixture
def analyst(project: Project, staff_browser: Browser) -> Browser:
    sign_in(staff_browser, make_person(Role.ANALYST, project=project))
    return staff_browser


def address(project: Project, **asked: str) -> str:
    from urllib.parse import urlencode

    return f"/manage/{project.slug}/evidence" + (f"?{urlencode(asked)}" if asked else "")


def codes(page: object) -> list[str]:
    return [tag["id"] for tag in page.soup.select(".shape-word-row")]  # type: ignore[attr-defined]


def test_words_of_every_method_stand_in_one_place(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), WORDS[0])
    make_idea(make_board(project), "A warm room", "Somewhere to sit.")
    make_card(make_workshop(project).steps[0], "Someone I know on the desk")
    commit()
    page = analyst.get(address(project))
    assert page.status == 200
    assert page.text("#evidence-heading") == ["3 contributions from 3 people"]
    for words in (WORDS[0], "Somewhere to sit.", "A warm room", "Someone I know on the desk"):
        assert words in page.words
    assert len(codes(analyst.get(address(project, kind="idea")))) == 1
    assert len(codes(analyst.get(address(project, activity="W1")))) == 1
    assert len(codes(analyst.get(address(project, question="C1-Q1")))) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("evening", 1),
        ("EVENING", 1),
        ("evenings", 0),
        ("even", 1),
        ("stops work", 1),
        ('"still at work"', 1),
        ('"work still"', 0),
        ("evening internet", 0),
        ("'; DROP TABLE contribution; --", 0),
        ('NEAR("a" "b") OR evening', 0),
        ('"unclosed evening', 0),
        ("*", 0),
        ("café", 1),
        ("I don't", 0),
        ("text:evening", 0),
        ("50%", 0),
        ("x" * 500, 0),
        ("\x00\ud800", 4),
    ],
)
def test_words_are_found_and_what_is_typed_is_never_query_language(project: Project, asked: str, found: int) -> None:
    make_words(make_open_question(project), *WORDS[:3], "A café on the green would do.")
    query = Filter(words=asked.encode("utf-8", "ignore").decode().replace("\x00", ""))
    assert evidence_page(project.id, query).contributions == found


def test_a_match_is_marked(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), WORDS[1])
    commit()
    assert analyst.get(address(project, q="evening")).text("mark") == ["Evening"]


def test_words_cannot_become_code(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), 'Evening <script>alert("evening")</script><img src=x onerror=alert(1)>')
    commit()
    page = analyst.get(address(project, q="evening"))
    assert not page.soup.select("#evidence script, #evidence img")
    assert page.text("mark") == ["Evening", "evening"]
    assert analyst.get(address(project, q='"><script>alert(1)</script>', kind="<svg onload=alert(1)>")).status == 200


def test_hidden_and_withdrawn_words_never_show_and_cannot_be_found(project: Project, analyst: Browser) -> None:
    hidden, withdrawn, waiting = make_words(
        make_open_question(project), "My number is secret", "Took this back", "Not read yet"
    )
    hidden.standing, hidden.moderation_reason = Standing.HIDDEN, ModerationReason.PERSONAL_DATA
    withdrawn.standing, withdrawn.text = Standing.WITHDRAWN, ""
    waiting.standing = Standing.WAITING
    commit()
    page = analyst.get(address(project))
    assert "secret" not in page.html
    assert "Not read yet" not in page.html
    assert "Reason: Personal details" in page.words
    assert page.text("#evidence-heading") == ["3 contributions from 3 people"]
    assert not page.soup.select("input[name=words]")
    assert codes(analyst.get(address(project, q="secret"))) == []
    assert codes(analyst.get(address(project, q="read"))) == []
    assert codes(analyst.get(address(project, standing="hidden"))) == [hidden.code]


def test_words_that_are_only_counted_say_so(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), WORDS[0], consent=Consent.COUNT_ONLY)
    commit()
    assert "Count only, do not quote" in analyst.get(address(project)).words


def test_words_of_a_sending_that_does_not_count_are_left_out(project: Project) -> None:
    words = make_words(make_open_question(project), *WORDS[:2])
    sending = db.session.get_one(Submission, words[0].submission_id)
    sending.state, sending.state_reason = SubmissionState.EXCLUDED, "Sent twice"
    db.session.flush()
    assert evidence_page(project.id, Filter()).contributions == 1


def test_pages_keep_a_total_order(project: Project) -> None:
    make_words(make_open_question(project), *(f"Words {n}" for n in range(60)))
    seen = [words.code for page in (1, 2, 3) for words in evidence_page(project.id, Filter(page=page)).words]
    assert len(seen) == len(set(seen)) == 60
    assert evidence_page(project.id, Filter(page=99)).page == 3


def test_a_group_of_an_imported_file_is_listed_from_ten_people(project: Project) -> None:
    question = make_open_question(project)
    make_words(question, *(f"North {n}" for n in range(10)), groups={"region": "North"})
    make_words(question, *(f"South {n}" for n in range(9)), groups={"region": "South"})
    page = evidence_page(project.id, Filter())
    assert [(group.label, group.people) for group in page.groups] == [("region: North", 10)]
    assert evidence_page(project.id, Filter(group="region: North")).contributions == 10
    assert evidence_page(project.id, Filter(group="region: South")).contributions == 0


def test_filters_together_never_leave_fewer_than_ten_of_a_group(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), *(f"North {n}" for n in range(12)), "The bus", groups={"region": "North"})
    commit()
    page = analyst.get(address(project, group="region: North", q="bus"))
    assert "Fewer than 10 people are left" in page.words
    assert codes(page) == []


def test_equality_answers_are_no_filter(project: Project, analyst: Browser) -> None:
    make_words(make_open_question(project), WORDS[0])
    commit()
    names = {tag["name"] for tag in analyst.get(address(project)).soup.select("#filter [name]")}
    assert names == {"q", "kind", "activity", "question", "theme", "standing"}


def test_an_analyst_codes_many_words_at_once(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), *WORDS)
    make_theme(project, "Open late")
    commit()
    page = analyst.get(address(project))
    answer = analyst.submit(page, "#code", words=[each.code for each in words[:3]], theme="T01", stance="supports")
    assert answer.status == 303
    page = analyst.get(answer.location)
    assert "3 contributions coded to T01." in page.words
    assert len(page.soup.select(".shape-coding")) == 3
    assert codes(analyst.get(address(project, theme="none"))) == [words[3].code]
    assert len(codes(analyst.get(address(project, theme="T01")))) == 3
    event = db.session.scalar(select(EventRow).where(EventRow.kind == "words_coded"))
    assert event is not None
    assert event.details == {
        "theme": "T01",
        "stance": "supports",
        "count": 3,
        "codes": sorted(w.code for w in words[:3]),
    }


def test_coding_again_changes_the_stance_and_counts_once(project: Project) -> None:
    person = make_person(Role.ANALYST, project=project)
    words = make_words(make_open_question(project), WORDS[3])
    make_theme(project)
    at = words[0].said_at
    assert commands.code_words(project.id, [words[0].code], "T01", ThemeStance.SUPPORTS, by=person.id, at=at) == 1
    assert commands.code_words(project.id, [words[0].code], "T01", ThemeStance.SUPPORTS, by=person.id, at=at) == 0
    assert commands.code_words(project.id, [words[0].code], "T01", ThemeStance.AGAINST, by=person.id, at=at) == 1
    coding = db.session.scalars(select(Coding)).one()
    assert (coding.stance, coding.coder_id) == (ThemeStance.AGAINST, person.id)


def test_a_coding_is_taken_back(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), WORDS[0])
    make_coding(words[0], make_theme(project))
    commit()
    page = analyst.get(address(project))
    answer = analyst.submit(page, "#code", button=("remove", f"{words[0].code}:T01"))
    assert answer.status == 303
    assert "Not coded yet" in analyst.get(answer.location).words
    assert db.session.scalar(select(EventRow.kind).order_by(EventRow.sequence.desc()).limit(1)) == "coding_removed"


def test_with_htmx_the_region_comes_back(project: Project, analyst: Browser) -> None:
    words = make_words(make_open_question(project), WORDS[0])
    make_theme(project)
    commit()
    page = analyst.get(address(project, kind="answer"))
    answer = analyst.submit(page, "#code", htmx=True, words=[words[0].code], theme="T01")
    assert answer.status == 303
    assert "kind=answer" in answer.location
    region = analyst.get(answer.location, htmx=True)
    assert region.html.startswith('<section id="evidence"')
    assert "1 contribution coded to T01." in region.words


@pytest.mark.parametrize("htmx", [False, True])
def test_nothing_ticked_or_no_theme_is_said_and_ticks_stay(project: Project, analyst: Browser, htmx: bool) -> None:
    words = make_words(make_open_question(project), WORDS[0])
    make_theme(project)
    commit()
    page = analyst.get(address(project))
    nothing = analyst.submit(page, "#code", htmx=htmx, theme="T01")
    assert nothing.status == 422
    assert "Tick the words first. Then choose a theme." in nothing.words
    no_theme = analyst.submit(page, "#code", htmx=htmx, words=[words[0].code], theme="")
    assert no_theme.status == 422
    assert "Choose a theme for the words you ticked." in no_theme.words
    assert no_theme.one(f"#tick-{words[0].code}").has_attr("checked")


def test_words_of_another_project_cannot_be_coded(project: Project, analyst: Browser) -> None:
    make_theme(project)
    make_words(make_open_question(project), WORDS[0])
    elsewhere = make_words(make_open_question(make_project()), WORDS[1])
    commit()
    page = analyst.get(address(project))
    method, action, values = page.form_values("#code")
    values = [(name, value) for name, value in values if name != "theme"]
    answer = analyst.post(action, [*values, ("words", elsewhere[0].code), ("theme", "T01")])
    assert (method, answer.status) == ("post", 404)
    assert db.session.scalar(select(Coding.id)) is None


def test_an_observer_reads_but_does_not_code(project: Project, staff_browser: Browser) -> None:
    words = make_words(make_open_question(project), WORDS[0])
    make_coding(words[0], make_theme(project))
    sign_in(staff_browser, make_person(Role.OBSERVER, project=project))
    page = staff_browser.get(address(project))
    assert WORDS[0] in page.words
    assert not page.soup.select("input[name=words], button[name=remove]")
    token = page.one("#code [name=csrf_token]")["value"]
    answer = staff_browser.post(
        f"/manage/{project.slug}/evidence/code", {"csrf_token": token, "words": words[0].code, "theme": "T01"}
    )
    assert answer.status == 403


def test_a_new_project_says_what_this_place_is_for(project: Project, analyst: Browser) -> None:
    page = analyst.get(address(project))
    assert "No one has said anything yet" in page.words


def test_the_page_asks_as_little_for_500_as_for_50_contributions(project: Project) -> None:
    question = make_open_question(project)
    theme = make_theme(project)
    counts = []
    for more in (50, 450):
        for words in make_words(question, *(f"Words about the evening {n}" for n in range(more)), with_event=False):
            make_coding(words, theme)
        db.session.expire_all()
        with Statements() as asked:
            evidence_page(project.id, Filter(words="evening"))
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 12


def test_what_no_database_takes_is_not_found(project: Project, analyst: Browser) -> None:
    make_theme(project)
    words = make_words(make_open_question(project), WORDS[0])
    commit()
    for path in ("themes/T01'", "themes/T 01", "spec/REQ;1", "themes/" + "T" * 500):
        assert analyst.get(f"/manage/{project.slug}/{path}").status == 404
    page = analyst.get(address(project, theme="';--", group="\u0001", page="9" * 40))
    assert page.status == 200
    token = analyst.get(address(project)).one("#code [name=csrf_token]")["value"]
    for remove in ("\u0001:T01", f"{words[0].code}:\u0001", ":", "x" * 3000):
        sent = {"csrf_token": token, "remove": remove}
        assert analyst.post(f"/manage/{project.slug}/evidence/code", sent).status == 404
