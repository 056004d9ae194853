"""The editor: a requirement is written, saved without losing a word, linked to what people said, agreed, reopened."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from codesign.core.terms import Consent, ModerationReason, RequirementStatus, Role, ShownAs, Stance, Standing
from codesign.extensions import db
from codesign.models import EventRow, EvidenceLink, Person, Project, Requirement, RequirementVersion
from codesign.specification.queries import find, specification_page
from tests.browser import Browser, Page
from tests.evidence.rows import (
    WORDS,
    Statements,
    make_age,
    make_coding,
    make_open_question,
    make_population,
    make_words,
)
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
from tests.specification.rows import make_group, make_link, make_requirement, source_of


@pytest.fixture
def project(browser: Browser) -> Project:
    return make_project()


@pytest.fixture
def person(project: Project) -> Person:
    return make_person(Role.COMMISSIONER, project=project, name="Priya Anand")


@pytest.fixture
def staff(person: Person, staff_browser: Browser) -> Browser:
    sign_in(staff_browser, person)
    return staff_browser


def spec(project: Project, rest: str = "") -> str:
    return f"/manage/{project.slug}/spec{rest}"


def kinds() -> list[str]:
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))


def test_a_new_specification_starts_with_a_theme(project: Project, staff: Browser) -> None:
    words = make_words(make_open_question(project), WORDS[1])
    make_coding(words[0], make_theme(project, "Open late"))
    commit()
    page = staff.get(spec(project))
    assert "Start with a theme" in page.words
    assert "T01, 1 person" in page.words
    form = staff.get(spec(project, "/new?theme=T01"))
    assert "Theme T01 will be linked to it" in form.words
    page = staff.submit(
        form, "#requirement", follow=True, title="Opening times", statement="The provider must open until 7pm."
    )
    assert page.text("#req-heading") == ["Opening times"]
    assert page.text("#linked .shape-evidence__title") == ["Open late"]
    assert [kind for kind in kinds() if "theme" not in kind][-2:] == ["requirement_added", "evidence_linked"]


def test_a_requirement_needs_a_name(project: Project, staff: Browser) -> None:
    commit()
    answer = staff.submit(staff.get(spec(project, "/new")), "#requirement", title=" ", statement="Open late.")
    assert answer.status == 422
    assert "Write a short name" in answer.words
    assert answer.one("#statement").text.strip() == "Open late."


def test_references_follow_one_another(project: Project, person: Person) -> None:
    assert [make_requirement(project, person, title).ref for title in ("A", "B", "C")] == [
        "REQ-001",
        "REQ-002",
        "REQ-003",
    ]


@pytest.mark.parametrize("htmx", [False, True])
def test_both_texts_are_saved_and_a_version_is_kept(
    project: Project, person: Person, staff: Browser, htmx: bool
) -> None:
    make_requirement(project, person)
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    answer = staff.submit(
        page, "#words", htmx=htmx, statement="The provider must open until 7pm.", measure="Visits by hour."
    )
    assert answer.status == 303
    saved = staff.get(answer.location, htmx=htmx)
    assert "Saved at" in saved.text("#saved")[0]
    assert saved.one("#version")["value"] == "2"
    if htmx:
        assert not saved.soup.select("h1")
        assert saved.one("#remarks").has_attr("hx-swap-oob")
    row = db.session.scalars(select(Requirement)).one()
    assert (row.statement, row.measure, row.version) == ("The provider must open until 7pm.", "Visits by hour.", 2)
    versions = db.session.scalars(select(RequirementVersion).order_by(RequirementVersion.number)).all()
    assert [(v.number, v.fields["statement"]) for v in versions] == [(1, ""), (2, row.statement)]
    assert kinds() == ["requirement_added", "requirement_changed"]


def test_saving_the_same_words_makes_no_version(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person, statement="The provider must open until 7pm.")
    commit()
    assert staff.submit(staff.get(spec(project, "/REQ-001")), "#words").status == 303
    assert db.session.scalars(select(Requirement.version)).one() == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_two_people_writing_see_both_texts(project: Project, person: Person, staff: Browser, htmx: bool) -> None:
    make_requirement(project, person)
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    staff.submit(page, "#words", statement="Theirs: open until 7pm.")
    answer = staff.submit(page, "#words", htmx=htmx, statement="Mine: open until 8pm.")
    assert answer.status == 409
    assert answer.one("#mine-statement").text.strip() == "Mine: open until 8pm."
    assert "Theirs: open until 7pm." in answer.text("#conflict")[0]
    if htmx:
        assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#conflict", "outerHTML")
        assert "Someone else changed this" in answer.text("#saved")[0]
    assert db.session.scalars(select(Requirement.statement)).one() == "Theirs: open until 7pm."
    joined = staff.submit(answer, "#conflict-form", statement="Open until 7pm, on Fridays 8pm.")
    assert joined.status == 303
    assert db.session.scalars(select(Requirement.statement)).one() == "Open until 7pm, on Fridays 8pm."


def test_words_that_are_too_long_are_refused_and_kept(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person)
    commit()
    answer = staff.submit(staff.get(spec(project, "/REQ-001")), "#words", statement="must " * 1000)
    assert answer.status == 422
    assert "Make this 4000 characters or fewer." in answer.words
    assert answer.one("#statement").text.startswith("must must")


def test_remarks_say_what_to_look_at_again(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person, statement="The provider should offer suitable help and/or advice.")
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    remarks = " ".join(page.text("#remarks li"))
    assert "“suitable” means something else to everyone." in remarks
    assert "“And/or” can be read two ways." in remarks
    assert "Thin evidence: fewer than 3 people said this." in remarks


def link_key(page: Page, words: str) -> str:
    found = [tag for tag in page.soup.select("#results article") if words in tag.get_text()]
    assert found, f"{words!r} is not among the results"
    return str(found[0]["id"]).removeprefix("found-")


@pytest.mark.parametrize(
    ("stance", "said"),
    [("supports", "Supports"), ("opposes", "Points the other way"), ("qualifies", "Supports, with a condition")],
)
def test_words_are_linked_with_a_stance_and_who_linked_them(
    project: Project, person: Person, staff: Browser, stance: str, said: str
) -> None:
    make_requirement(project, person)
    make_words(make_open_question(project), WORDS[1], shown_as=ShownAs.AREA, shown_words="Lives in Toddbrook")
    commit()
    page = staff.get(spec(project, "/REQ-001?find=evening"))
    assert page.text("#results mark") == ["Evening"]
    page = staff.submit(page, f"#link-{stance}-{link_key(page, 'college')}", follow=True)
    assert page.text("#linked .shape-evidence__stance") == [said]
    assert f"“{WORDS[1]}”" in page.text("#linked blockquote")
    foot = page.text("#linked .shape-evidence__foot")[0]
    assert "Lives in Toddbrook. Linked by Priya Anand" in foot
    assert not page.soup.select("#results article")
    row = db.session.scalars(select(EvidenceLink)).one()
    assert (row.stance, row.linked_by_id) == (Stance(stance), person.id)
    assert kinds()[-1] == "evidence_linked"


def test_with_htmx_linking_changes_the_region_and_says_so(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person)
    make_words(make_open_question(project), WORDS[1])
    commit()
    page = staff.get(spec(project, "/REQ-001?find=evening"))
    key = link_key(page, "college")
    answer = staff.submit(page, f"#link-supports-{key}", htmx=True)
    assert answer.status == 303
    region = staff.get(answer.location, htmx=True)
    assert region.html.lstrip().startswith('<div id="linked">')
    for changed in ("#strength", "#row-REQ-001", "#remarks", f"#found-{key}", "#live"):
        assert region.one(changed).has_attr("hx-swap-oob"), changed
    assert region.text("#live") == ["Linked to REQ-001. 1 source. Weak."]
    undone = staff.submit(region, f"#undo-{key}", htmx=True)
    assert undone.status == 303
    assert "Removed." in staff.get(undone.location, htmx=True).words
    assert db.session.scalar(select(EvidenceLink.id)) is None


def test_a_link_is_removed_and_put_back(project: Project, person: Person, staff: Browser) -> None:
    requirement = make_requirement(project, person)
    words = make_words(make_open_question(project), WORDS[3])
    make_link(requirement, words[0], person, Stance.OPPOSES)
    commit()
    key = source_of(words[0])
    page = staff.submit(staff.get(spec(project, "/REQ-001")), f"#remove-{key}", follow=True)
    assert "Removed." in page.words
    assert "No one has said this yet." in page.words
    page = staff.submit(page, f"#undo-opposes-{key}", follow=True)
    assert page.text("#linked .shape-evidence__stance") == ["Points the other way"]


def test_every_kind_of_evidence_can_be_linked(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person)
    question = make_open_question(project, "When could you come in the evening?")
    words = make_words(question, "Evening suits me.")
    make_coding(words[0], make_theme(project, "Evening opening"))
    make_idea(make_board(project), "Evening buses", "Run them later.", supports=8)
    step = make_workshop(project).steps[0]
    make_card(step, "Any evening", group=make_group(step, "Evening or Saturday"))
    commit()
    page = staff.get(spec(project, "/REQ-001?find=evening"))
    assert page.text("#results .shape-chip") == [
        "All 6", "Answers 1", "Ideas 1", "Workshop cards 1", "Themes 1", "Question results 1", "Workshop groups 1",
    ]  # fmt: skip
    for title in (
        "Evening opening",
        "When could you come",
        "Evening buses",
        "Evening or Saturday",
        "Evening suits me",
        "Any evening",
    ):
        page = staff.submit(page, f"#link-supports-{link_key(page, title)}", follow=True)
    sources = page.text("#linked .shape-evidence__head span:last-child")
    assert sources[:4] == ["Theme T01, 1 person", "Result of question C1-Q1", sources[2], "Workshop W1-A1, 0 votes"]
    assert sources[2].endswith("8 supports")
    bearing = page.text("#strength .shape-strength-tiles li")
    assert bearing[:2] == ["6 sources from 3 people", "3 ways questions, ideas, workshops"]


def test_the_finder_narrows_by_source_and_says_when_nothing_is_found(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    make_words(make_open_question(project), WORDS[1])
    make_idea(make_board(project), "Evening buses", "Run them later.")
    make_theme(project, "A face I know")
    commit()
    page = staff.get(spec(project, "/REQ-001/find?find=evening&only=idea"), htmx=True)
    assert page.html.lstrip().startswith('<div id="results">')
    assert page.text("article .shape-evidence__title") == ["Evening buses"]
    nothing = staff.get(spec(project, "/REQ-001/find?find=zebra"))
    assert "No one used those words. Try: A face I know" in nothing.words
    assert staff.get(spec(project, "/REQ-001/find?find=%22%22&only=nonsense&show=-4")).status == 200


def test_the_finder_has_a_page_of_its_own_that_comes_back_to_itself(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    make_words(make_open_question(project), WORDS[1])
    commit()
    page = staff.get(spec(project, "/REQ-001/find?find=evening"))
    assert not page.soup.select("[hx-post]")
    page = staff.submit(page, f"#link-supports-{link_key(page, 'college')}", follow=True)
    assert page.text("h1") == ["Find evidence for REQ-001"]
    assert "Linked to REQ-001." in page.words
    assert page.one("#find-words")["value"] == "evening"


def test_words_that_may_not_be_read_are_neither_found_nor_linked(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    hidden, waiting = make_words(make_open_question(project), "A secret evening", "An unread evening")
    hidden.standing, hidden.moderation_reason = Standing.HIDDEN, ModerationReason.PERSONAL_DATA
    waiting.standing = Standing.WAITING
    commit()
    page = staff.get(spec(project, "/REQ-001?find=evening"))
    assert not page.soup.select("#results article")
    token = page.one("#words [name=csrf_token]")["value"]
    for words in (hidden, waiting):
        sent = {"csrf_token": token, "source": str(source_of(words)), "stance": "supports"}
        assert staff.post(spec(project, "/REQ-001/link"), sent).status == 404


def test_when_words_are_withdrawn_the_item_is_bare_and_the_strength_falls(
    project: Project, person: Person, staff: Browser
) -> None:
    requirement = make_requirement(project, person)
    words = make_words(make_open_question(project), *WORDS[:3])
    for each in words:
        make_link(requirement, each, person)
    assert specification_page(project.id).rows[0].strength.people == 3
    words[0].standing, words[0].text, words[0].shown_words = Standing.WITHDRAWN, "", ""
    words[1].standing, words[1].moderation_reason = Standing.HIDDEN, ModerationReason.ABUSE
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    assert "Withdrawn. The person took these words back." in page.words
    assert WORDS[1] not in page.words
    assert page.text("#strength .shape-strength-tiles li")[0] == "1 source from 1 person"


def test_words_only_counted_are_marked_where_they_are_linked(project: Project, person: Person, staff: Browser) -> None:
    requirement = make_requirement(project, person)
    make_link(requirement, make_words(make_open_question(project), WORDS[0], consent=Consent.COUNT_ONLY)[0], person)
    commit()
    assert "Count only, do not quote" in staff.get(spec(project, "/REQ-001")).words


def test_what_points_the_other_way_gets_a_reply(project: Project, person: Person, staff: Browser) -> None:
    requirement = make_requirement(project, person)
    words = make_words(make_open_question(project), WORDS[3])
    make_link(requirement, words[0], person, Stance.OPPOSES)
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    reply = staff.get(page.links("#linked a[href*=reply]")[0])
    assert WORDS[3] in reply.words
    page = staff.submit(reply, "#reply", follow=True, reply="Two late days, not five.")
    assert "Two late days, not five." in page.text("#linked .shape-reply")[0]
    kept = staff.submit(page, f"#remove-{source_of(words[0])}")
    assert kept.status == 422
    assert "Clear the reply first" in kept.words
    assert db.session.scalars(select(EvidenceLink.reply)).one() == "Two late days, not five."


def test_a_requirement_without_evidence_can_be_a_council_decision_with_a_reason(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    refused = staff.submit(page, "#council", reason=" ")
    assert refused.status == 422
    assert "Write the reason." in refused.words
    page = staff.submit(page, "#council", follow=True, reason="The law asks for it.")
    assert "Council decision The law asks for it." in page.text("#linked")[0]
    assert page.text("#row-REQ-001 .shape-small") == ["Council decision"]


def test_an_agreed_requirement_is_locked_until_someone_says_why(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person, statement="The provider must open until 7pm.", status=RequirementStatus.APPROVED)
    commit()
    page = staff.get(spec(project, "/REQ-001"))
    assert not page.soup.select("textarea[name=statement]")
    assert staff.get(spec(project, "/REQ-001/edit")).status == 303
    token = page.one("#reopen [name=csrf_token]")["value"]
    sent = {"csrf_token": token, "statement": "Sneaky", "measure": "", "version": "1"}
    assert staff.post(spec(project, "/REQ-001/words"), sent).status == 422
    assert staff.submit(page, "#reopen", reason="").status == 422
    page = staff.submit(page, "#reopen", follow=True, reason="Prices rose.")
    assert "Draft: Prices rose." in page.words
    assert page.soup.select("textarea[name=statement]")


FULL: dict[str, Any] = {
    "title": "Opening times", "moscow": "must", "status": "reviewed_by_residents", "owner": "Sam Okoro",
    "type": "access", "statement": "The provider must open until 7pm.", "outcome": "People can come after work.",
    "measure": "Visits by hour.",
    "kpi": "10 visits an hour", "acceptance": "Doors open.", "rationale": "Many said so.", "origin": "carer",
    "equality_note": "Carers.", "characteristics": ["age", "carers"], "cost_note": "£4,000", "feasibility": "Yes.",
    "depends_on": "req-002", "award_criterion": "AC1", "tender_question": "TQ1", "contract_clause": "2.1",
}  # fmt: skip


def test_every_field_of_a_requirement_is_changed_on_one_page(project: Project, person: Person, staff: Browser) -> None:
    make_requirement(project, person)
    make_requirement(project, person, "Another")
    commit()
    page = staff.submit(staff.get(spec(project, "/REQ-001/edit")), "#requirement", follow=True, **FULL)
    assert page.text(".shape-fact")[:3] == ["Must", "Read by residents", "Owner: Sam Okoro"]
    row = db.session.scalars(select(Requirement).where(Requirement.ref == "REQ-001")).one()
    assert (row.depends_on, row.characteristics, row.kpi) == (["REQ-002"], ["age", "carers"], "10 visits an hour")
    again = staff.get(spec(project, "/REQ-001/edit"))
    assert again.one("[name=depends_on]")["value"] == "REQ-002"
    history = staff.get(spec(project, "/REQ-001/history"))
    assert history.text("h2")[:2] == ["Version 2", "Version 1"]
    assert "How we will check it" in history.words


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"status": "dropped"}, "Say why this requirement is dropped."),
        ({"depends_on": "REQ-099"}, "A requirement can only depend on other requirements"),
        ({"title": ""}, "Write a short name"),
    ],
)
def test_a_field_that_cannot_be_so_is_refused(
    project: Project, person: Person, staff: Browser, changed: dict[str, Any], said: str
) -> None:
    make_requirement(project, person)
    commit()
    answer = staff.submit(staff.get(spec(project, "/REQ-001/edit")), "#requirement", rationale="Kept", **changed)
    assert answer.status == 422
    assert said in answer.words
    assert answer.one("[name=rationale]").text.strip() == "Kept"


def test_changing_all_fields_on_an_old_version_shows_what_the_other_saved(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    commit()
    page = staff.get(spec(project, "/REQ-001/edit"))
    staff.submit(page, "#requirement", owner="Theirs")
    answer = staff.submit(page, "#requirement", owner="Mine")
    assert answer.status == 409
    assert "Theirs" in answer.text("#theirs")[0]
    assert staff.submit(answer, "#requirement").status == 303
    assert db.session.scalars(select(Requirement.owner)).one() == "Mine"


def test_requirements_are_put_in_order_with_buttons(project: Project, person: Person, staff: Browser) -> None:
    for title in ("A", "B", "C"):
        make_requirement(project, person, title)
    commit()
    page = staff.get(spec(project, "/REQ-003"))
    assert staff.submit(page, "#move-up").status == 303
    assert [row.title for row in specification_page(project.id).rows] == ["A", "C", "B"]
    assert staff.get(spec(project, "/REQ-001")).one("#move-up button").has_attr("disabled")


def test_a_long_list_has_a_filter(project: Project, person: Person, staff: Browser) -> None:
    for n in range(13):
        make_requirement(project, person, f"Clause {n}")
    commit()
    page = staff.submit(staff.get(spec(project)), "#filter-requirements", list="clause 12")
    assert page.text(".shape-reqs__name") == ["Clause 12"]
    assert staff.get(spec(project, "/all")).text("h1") == ["All requirements"]


def test_the_groups_are_named_only_when_ten_told_us(project: Project, person: Person, staff: Browser) -> None:
    make_population(project, a16_24=2610, a65_74=4330, a75_84=2260, a85p=810)
    requirement = make_requirement(project, person)
    theme = make_theme(project)
    make_link(requirement, theme, person)
    words = make_words(make_open_question(project), *(f"Words {n}" for n in range(10)))
    for n, each in enumerate(words[:9]):
        make_coding(each, theme)
        make_age(each, "65_74" if n < 5 else "75_84")
    commit()
    tile = staff.get(spec(project, "/REQ-001")).text("#strength .shape-strength-tiles li")[2]
    assert "Fewer than 10 of these people told us" in tile
    make_coding(words[9], theme)
    make_age(words[9], "75_84")
    commit()
    tile = staff.get(spec(project, "/REQ-001")).text("#strength .shape-strength-tiles li")[2]
    assert tile == "2 of 4 groups heard. Not yet: Aged 16_24, Aged 85p"


def test_a_chip_for_a_missing_group_stands_for_ten_people_or_more(project: Project, person: Person) -> None:
    make_population(project, a16_24=2610, a65_74=4330)
    requirement = make_requirement(project, person)
    theme = make_theme(project)
    make_link(requirement, theme, person)
    question = make_open_question(project)
    for each in make_words(question, *(f"Words {n}" for n in range(10))):
        make_coding(each, theme)
        make_age(each, "65_74")
    young = make_words(question, *(f"College till 5, {n}" for n in range(9)))
    for each in young:
        make_age(each, "16_24")
    assert not [chip for chip in find(project.id, "REQ-001", "college").chips if chip.label]
    last = make_words(question, "College on Mondays")
    make_age(last[0], "16_24")
    chips = [(chip.key, chip.label, chip.count) for chip in find(project.id, "REQ-001", "college").chips if chip.label]
    assert chips == [("group:age_band:16_24", "Aged 16_24", 10)]
    assert len(find(project.id, "REQ-001", "college", only="group:age_band:16_24").found) == 10
    assert find(project.id, "REQ-001", "college", only="group:age_band:65_74").found == ()


def test_an_observer_and_a_facilitator_read_but_do_not_write(
    project: Project, person: Person, staff_browser: Browser
) -> None:
    requirement = make_requirement(project, person, statement="The provider must open until 7pm.")
    words = make_words(make_open_question(project), *WORDS[:2])
    make_link(requirement, words[0], person)
    for role in (Role.OBSERVER, Role.FACILITATOR):
        sign_in(staff_browser, make_person(role, project=project))
        page = staff_browser.get(spec(project, "/REQ-001"))
        assert "The provider must open until 7pm." in page.words
        assert not page.soup.select("#spec form[method=post]")
        token = page.one("#sign-out [name=csrf_token]")["value"]
        sent = {
            "csrf_token": token,
            "source": str(source_of(words[1])),
            "stance": "supports",
            "statement": "x",
            "measure": "",
            "version": "1",
        }
        for rest in ("words", "link", "unlink", "move", "reopen", "council", "edit"):
            assert staff_browser.post(spec(project, f"/REQ-001/{rest}"), sent).status == 403, rest
        assert staff_browser.get(spec(project, "/new")).status == 403


def test_another_projects_requirement_and_evidence_are_not_here(
    project: Project, person: Person, staff: Browser
) -> None:
    make_requirement(project, person)
    other = make_project()
    make_requirement(other, person)
    make_requirement(other, person, "Second")
    words = make_words(make_open_question(other), WORDS[0])
    theme = make_theme(other)
    commit()
    for rest in ("", "/edit", "/history", "/find", "/linked", "/saved"):
        assert staff.get(spec(project, f"/REQ-002{rest}")).status == 404, rest
    token = staff.get(spec(project, "/REQ-001")).one("#words [name=csrf_token]")["value"]
    for source in (str(source_of(words[0])), str(source_of(theme)), "theme-", "nonsense", "question-" + "0" * 32):
        assert (
            staff.post(
                spec(project, "/REQ-001/link"), {"csrf_token": token, "source": source, "stance": "supports"}
            ).status
            == 404
        )
    assert db.session.scalar(select(EvidenceLink.id)) is None
    assert (
        staff.post(
            spec(project, "/REQ-002/words"), {"csrf_token": token, "statement": "x", "measure": "", "version": "1"}
        ).status
        == 404
    )


def test_the_editor_asks_as_little_for_60_requirements_and_500_words_as_for_14_and_50(
    project: Project, person: Person
) -> None:
    make_population(project, a16_24=2610, a65_74=4330)
    question, theme = make_open_question(project), make_theme(project)
    counts, numbers = [], iter(range(1000))
    for requirements, contributions in ((14, 50), (46, 450)):
        words = make_words(
            question, *(f"Evening words {next(numbers)}" for _ in range(contributions)), with_event=False
        )
        for each in words:
            make_coding(each, theme)
        for n in range(requirements):
            requirement = make_requirement(project, person, f"Clause {next(numbers)}")
            make_link(requirement, words[n], person)
            make_link(requirement, theme, person)
        for each in words[:20]:
            db.session.merge(
                EvidenceLink(
                    requirement_id=requirement.id,
                    kind="contribution",
                    contribution_id=each.id,
                    stance="supports",
                    linked_at=each.said_at,
                )
            ) if each is not words[n] else None
        db.session.flush()
        db.session.expire_all()
        with Statements() as asked:
            specification_page(project.id)
            find(project.id, "REQ-001", "evening")
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 45
