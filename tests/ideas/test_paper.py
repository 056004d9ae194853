"""Ideas on paper: cards to pin to a wall, and their ticks typed in as numbers that are no people."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from sqlalchemy import func, select

from codesign.core.codes import digest, secret
from codesign.core.terms import BoardAsks, Consent, Role, Standing
from codesign.extensions import db
from codesign.ideas.paper import cards
from codesign.ideas.paper.cards import Chosen, Which, read_ref, read_refs
from codesign.models import EventRow, Idea, IdeaBoard, PaperTally, Participant, Project, Prompt, StaffSession, Support
from codesign.renderers.cards import Card, CardSheet, CardWords, cards_pdf
from tests.browser import Browser, Page
from tests.journeys.looking import looked_at
from tests.make import NOW, commit, make_board, make_idea, make_person, make_project, sign_in

TODAY = NOW.astimezone(ZoneInfo("Europe/London")).date()
WORDS = CardWords(tick="Tick one box.", online="Read online:", code="Square code", run_mark="[%(n)s letters]")


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project, name="Priya Anand"))
    return project


def paper(board: IdeaBoard, rest: str = "") -> str:
    return f"/manage/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}/paper{rest}"


def type_in(browser: Browser, board: IdeaBoard, *rows: tuple[str, str], follow: bool = False, **fields: Any) -> Page:
    page = browser.get(paper(board))
    given: dict[str, Any] = {f"ref-{number}": ref for number, (ref, _) in enumerate(rows, 1)}
    given |= {f"ticks-{number}": ticks for number, (_, ticks) in enumerate(rows, 1)}
    return browser.submit(page, "#ticks", follow=follow, **{"place": "Library", **given, **fields})


def rows_with(fields: dict[str, str]) -> dict[str, Any]:
    """Fields whose names are no Python names."""
    return dict(fields)


def words_of(pdf: bytes, tmp_path: Path) -> str:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "cards.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def test_ideas_are_printed_four_on_a_sheet_with_their_reference_and_the_address(
    project: Project, staff_browser: Browser, tmp_path: Path
) -> None:
    board = make_board(project)
    board.prompts = [Prompt(position=1, text="What would make you walk in?")]
    db.session.flush()
    for number in range(5):
        make_idea(board, f"Idea number {number}", "Free tea for all.", ref=f"I-{number + 42:04d}")
    make_idea(board, "With a prompt", prompt_id=board.prompts[0].id, ref="I-0099")
    commit()
    page = staff_browser.get(paper(board, "/cards.pdf?which=all-1"))
    assert page.status == 200
    assert page.headers["Content-Type"] == "application/pdf"
    assert pages_of(page.body) == 2
    with pikepdf.open(BytesIO(page.body)) as opened:
        width, height = (float(side) for side in opened.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (595, 842)
    text = words_of(page.body, tmp_path)
    for wanted in ("I-0042", "Idea number 0", "Free tea for all.", "What would make you walk in?", "Ideas for the hub"):
        assert wanted in text
    assert f"localhost/p/{project.slug}/ideas/{board.ref}" in text
    assert text.count("Tick one box if you like this idea.") == 6


def test_only_words_that_the_board_shows_are_printed(project: Project) -> None:
    board = make_board(project)
    make_idea(board, "Shown", consent=Consent.COUNT_ONLY)
    for standing in (Standing.WAITING, Standing.MERGED):
        make_idea(board, standing.value, standing=standing)
    commit()
    printing = cards.to_print(project.id, board.ref, Chosen(), at=NOW)
    assert [card.title for card in printing.cards] == ["Shown"]


def test_staff_choose_a_prompt_the_most_supported_or_references(project: Project) -> None:
    board = make_board(project)
    board.prompts = [Prompt(position=1, text="One?"), Prompt(position=2, text="Two?")]
    db.session.flush()
    for number in range(4):
        make_idea(
            board,
            f"Idea {number}",
            ref=f"I-{number + 1:04d}",
            supports=number,
            prompt_id=board.prompts[number % 2].id,
        )
    commit()

    def titles(chosen: Chosen) -> list[str]:
        return [card.title for card in cards.to_print(project.id, board.ref, chosen, at=NOW).cards]

    assert titles(Chosen(Which.PROMPT, prompt=2)) == ["Idea 1", "Idea 3"]
    assert titles(Chosen(Which.MOST, many=2)) == ["Idea 3", "Idea 2"]
    assert titles(Chosen(Which.REFS, refs=("I-0004", "I-0001"))) == ["Idea 0", "Idea 3"]
    assert titles(Chosen(part=1)) == ["Idea 0", "Idea 1", "Idea 2", "Idea 3"]


def test_more_than_200_ideas_are_offered_in_parts(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    for number in range(203):
        make_idea(board, f"Idea {number}", ref=f"I-{number + 1:04d}")
    commit()
    page = staff_browser.get(paper(board))
    assert page.text("#cards label")[:2] == ["Ideas 1 to 200 of 203", "Ideas 201 to 203 of 203"]
    assert len(cards.to_print(project.id, board.ref, Chosen(part=2), at=NOW).cards) == 3


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("which=refs&refs=", "Enter from 1 to 200 references, such as I-0042"),
        ("which=refs&refs=I-9999", "The board shows no idea called I-9999. Check the references."),
        ("which=refs&refs=%3Cscript%3E", "The board shows no idea called <SCRIPT>. Check the references."),
        ("which=most&many=0", "Enter a whole number from 1 to 200"),
        ("which=most&many=many", "Enter a whole number from 1 to 200"),
        ("which=most&many=201", "Enter a whole number from 1 to 200"),
        ("which=nonsense", "Select which ideas to print"),
        ("which=prompt&prompt=9", "There is no idea to print here yet."),
        ("which=all-9", "There is no idea to print here yet."),
    ],
)
def test_a_choice_that_gives_no_cards_is_told_and_kept(
    project: Project, staff_browser: Browser, query: str, said: str
) -> None:
    board = make_board(project)
    make_idea(board)
    commit()
    page = staff_browser.get(paper(board, f"/cards.pdf?{query}"))
    assert page.status == 422
    assert said in page.words
    assert page.soup.select(".govuk-error-summary")


@pytest.mark.parametrize("typed", ["I-0042", "i-0042", "42", "I42", " i – 42 ", "0042", "I 0042"])
def test_a_reference_is_known_however_it_is_typed(typed: str) -> None:
    assert read_ref(typed) == "I-0042"


def test_a_list_of_references_is_read_with_commas_and_spaces() -> None:
    assert read_refs("I-0042, 7;i-12345\n42") == ("I-0042", "I-0007", "I-12345")
    assert read_ref("no reference at all") == "NOREFERENCEA"


def test_hostile_words_are_set_as_words(tmp_path: Path) -> None:
    hostile = [
        Card("I-0001", "#sys.inputs $x$ *bold* \\ [a] <label> @ref", '"quoted" `code` = heading', "A prompt?"),
        Card("I-0002", "x" * 160, "y" * 420, "", "cy"),
        Card("I-0003", "\u202eright to left\u202c \ufeff\x01", "🎉🎊 👩‍👩‍👧", "", "ar"),
        Card("I-123456789", "", "", ""),
    ]
    sheet = CardSheet(
        title="<b>Ideas</b> #1",
        organisation="Council",
        language="ar",
        address="https://shape.example/p/a/ideas/B1",
        words=WORDS,
        cards=hostile,
    )
    made = cards_pdf(sheet, made_at=NOW)
    assert pages_of(made) == 1
    assert made == cards_pdf(sheet, made_at=NOW)
    text = words_of(made, tmp_path)
    assert "#sys.inputs" in text
    assert "shape.example/p/a/ideas/B1" in text


def test_ticks_are_typed_in_and_are_no_supports_and_no_people(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    first, second = make_idea(board, ref="I-0042"), make_idea(board, ref="I-0107")
    commit()
    people = db.session.scalar(select(func.count()).select_from(Participant))
    page = type_in(staff_browser, board, ("I-0042", "14"), ("107", "3"), follow=True)
    assert "17 ticks are kept." in page.words
    rows = db.session.scalars(select(PaperTally).order_by(PaperTally.ticks)).all()
    assert [(row.idea_id, row.ticks, row.place) for row in rows] == [
        (second.id, 3, "Library"),
        (first.id, 14, "Library"),
    ]
    assert rows[0].counted_on == TODAY
    db.session.expire_all()
    assert [idea.supports for idea in db.session.scalars(select(Idea))] == [0, 0]
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0
    assert db.session.scalar(select(func.count()).select_from(Participant)) == people
    events = db.session.scalars(select(EventRow).where(EventRow.kind == "ticks_typed_in")).all()
    assert [event.details["ticks"] for event in events] == [14, 3]
    assert all("Library" not in str(event.details) for event in events)
    assert "17 ticks on paper. They are no people and no supports." in page.words
    # The next card of the same pile: place and day stand there still, and the cursor is in the first row.
    assert page.one("#place")["value"] == "Library"
    assert page.one("#ref-1").has_attr("autofocus")


def test_what_cannot_be_kept_is_told_row_by_row_and_nothing_is_lost(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    make_idea(board, ref="I-0043", standing=Standing.WAITING)
    make_idea(make_board(project), ref="I-0500")
    commit()
    page = type_in(
        staff_browser,
        board,
        ("I-0042", "14"),
        ("I-9999", "3"),
        ("I-0042", "0"),
        ("I-0042", "501"),
        ("I-0043", "2"),
        ("I-0500", "2"),
    )
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [
        "No idea is called I-9999. Look at the card again.",
        "Type the ticks of I-0042 as a number from 1 to 500.",
        "Type the ticks of I-0042 as a number from 1 to 500.",
        "I-0043 is not shown on the board any more. Leave it out.",
        "No idea is called I-0500. Look at the card again.",
    ]
    assert page.one("#ref-1")["value"] == "I-0042"
    assert page.one("#ticks-4")["value"] == "501"
    assert page.one("#ref-2")["aria-describedby"] == "error-2"
    assert db.session.scalar(select(func.count()).select_from(PaperTally)) == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("I-0042", ""), "Type the ticks of I-0042 as a number from 1 to 500."),
        (("I-0042", "many"), "Type the ticks of I-0042 as a number from 1 to 500."),
        (("I-0042", "-4"), "Type the ticks of I-0042 as a number from 1 to 500."),
        (("I-0042", "١٤"), "Type the ticks of I-0042 as a number from 1 to 500."),
        (("I-0042", "9" * 30), "Type the ticks of I-0042 as a number from 1 to 500."),
        (("", "14"), "Type the reference on the card, such as I-0042."),
        (("", ""), "Type at least one reference with its ticks."),
        (("\u202eI-\x00", "2"), "No idea is called"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_what_to_type(
    project: Project, staff_browser: Browser, row: tuple[str, str], said: str
) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    commit()
    page = type_in(staff_browser, board, row)
    assert page.status == 422
    assert said in page.text(".govuk-error-summary li")[0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": "  "}, "Enter where the cards hung"),
        ({"place": "x" * 121}, "Make this 120 characters or fewer."),
        ({"counted_on": ["", "", ""]}, "Enter the day they were counted"),
        ({"counted_on": ["31", "2", "2026"]}, "Enter a real date, like 27 3 2026."),
        ({"counted_on": ["1", "1", "2099"]}, "The day they were counted cannot be in the future"),
        ({"counted_on": ["1", "1", "1999"]}, "Enter a year after 2000"),
    ],
)
def test_place_and_day_are_needed(project: Project, staff_browser: Browser, fields: dict[str, Any], said: str) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    commit()
    page = type_in(staff_browser, board, ("I-0042", "2"), **fields)
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [said]
    assert page.one("#ticks-1")["value"] == "2"


def test_what_was_typed_already_is_asked_about_and_added_once_ticked(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    make_idea(board, ref="I-0043")
    commit()
    type_in(staff_browser, board, ("I-0042", "14"))
    page = type_in(staff_browser, board, ("I-0042", "9"), ("I-0043", "1"), place="LIBRARY")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [
        "Already typed for this place and day: I-0042, 14. Tick to add these too."
    ]
    assert page.links(".govuk-error-summary a") == ["#again-1"]
    assert db.session.scalar(select(func.sum(PaperTally.ticks))) == 14
    page = staff_browser.submit(page, "#ticks", follow=True, **rows_with({"again-1": "y"}))
    assert "10 ticks are kept." in page.words
    assert db.session.scalar(select(func.sum(PaperTally.ticks))) == 24
    yesterday = TODAY - timedelta(days=1)
    fields: dict[str, Any] = {"counted_on": [str(yesterday.day), str(yesterday.month), str(yesterday.year)]}
    assert type_in(staff_browser, board, ("I-0042", "5"), **fields).status == 303


def test_one_card_in_two_rows_is_asked_about(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    commit()
    page = type_in(staff_browser, board, ("I-0042", "9"), ("42", "9"))
    assert page.text(".govuk-error-summary li") == ["I-0042 is in row 1 too. Tick to add both."]
    assert staff_browser.submit(page, "#ticks", **rows_with({"again-2": "y"})).status == 303
    assert db.session.scalar(select(func.sum(PaperTally.ticks))) == 18


def test_the_same_form_sent_twice_is_asked_about_the_second_time(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    commit()
    page = staff_browser.get(paper(board))
    fields: dict[str, Any] = {"place": "Library", "ref-1": "42", "ticks-1": "3"}
    assert staff_browser.submit(page, "#ticks", **fields).status == 303
    assert staff_browser.submit(page, "#ticks", **fields).status == 422
    assert db.session.scalar(select(func.count()).select_from(PaperTally)) == 1


def test_more_rows_are_added_without_a_script_and_keep_what_was_typed(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, ref="I-0042")
    commit()
    page = staff_browser.get(paper(board))
    assert len(page.soup.select("#ticks tbody tr")) == 12
    page = staff_browser.submit(
        page, "#ticks", button=("act", "more"), **rows_with({"ref-12": "I-0042", "place": "Hall"})
    )
    assert (page.status, len(page.soup.select("#ticks tbody tr"))) == (200, 24)
    assert page.one("#ref-12")["value"] == "I-0042"
    assert page.one("#place")["value"] == "Hall"
    assert not page.soup.select(".govuk-error-summary")
    sent = staff_browser.submit(page, "#ticks", **rows_with({"ref-24": "I-0042", "ticks-24": "4", "ref-12": ""}))
    assert sent.status == 303
    for _ in range(20):
        page = staff_browser.submit(page, "#ticks", button=("act", "more")) if page.status == 200 else page
        if not page.soup.select("[name=act]"):
            break
    assert len(page.soup.select("#ticks tbody tr")) == 120


def test_the_first_button_keeps_so_that_enter_does(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    commit()
    buttons = staff_browser.get(paper(board)).soup.select("#ticks button")
    assert [button.get("name") for button in buttons] == [None, "act"]


def test_an_entry_is_taken_back_with_a_reason_on_the_chain(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    idea = make_idea(board, ref="I-0042")
    commit()
    page = type_in(staff_browser, board, ("I-0042", "14"), follow=True)
    link = page.links("#tallies a")[0]
    asked = staff_browser.get(link)
    refused = staff_browser.submit(asked, "#take-back", reason=" ")
    assert refused.status == 422
    assert refused.text(".govuk-error-summary li") == ["Say why you take it back"]
    page = staff_browser.submit(refused, "#take-back", reason="Typed for the wrong card", follow=True)
    assert "0 ticks on paper." in page.words
    assert page.text("#tallies .govuk-tag") == ["Taken back"]
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "ticks_taken_back")).one()
    assert event.details["reason"] == "Typed for the wrong card"
    assert event.details["ticks"] == 14
    assert db.session.scalar(select(func.count()).select_from(PaperTally)) == 1
    assert staff_browser.get(link).status == 404
    # Taken back, it asks no more: the right number can be typed.
    assert type_in(staff_browser, board, ("I-0042", "4")).status == 303
    assert idea.supports == 0


def test_ticks_are_results_apart_from_people(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, "A warm room", ref="I-0042")
    merged = make_idea(board, "Tea", ref="I-0043", standing=Standing.MERGED)
    commit()
    type_in(staff_browser, board, ("I-0042", "14"), ("I-0043", "20"))
    type_in(staff_browser, board, ("I-0042", "3"), place="Baths")
    page = staff_browser.get(paper(board).removesuffix("/paper"))
    assert "0 supports from 0 people. 37 ticks on paper, in no count of people." in page.words
    assert page.text(f"#idea-{merged.ref} td")[4] == "20"
    results = staff_browser.get(paper(board).replace("/manage/", "/p/").removesuffix("/paper") + "/results")
    assert "And 17 ticks on paper." in results.words
    assert "0 people support this." in results.words


def test_who_may_not_type_in_answers_sees_no_paper(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    sign_in(browser, make_person(Role.OBSERVER, project=project))
    assert browser.get(paper(board)).status == 403
    assert browser.get(paper(board, "/cards.pdf")).status == 403
    assert "Paper cards" not in browser.get(paper(board).removesuffix("/paper")).words


def test_the_paper_of_another_project_is_not_there(project: Project, staff_browser: Browser) -> None:
    other = make_board(asks=BoardAsks.PAIRS)
    mine = make_board(project)
    idea = make_idea(other, ref="I-0042")
    tally = PaperTally(
        idea_id=idea.id,
        place="Library",
        counted_on=TODAY,
        ticks=3,
        keyed_at=NOW,
        keyed_by_id=make_person().id,
    )
    db.session.add(tally)
    commit()
    assert staff_browser.get(paper(other)).status == 404
    for key in (tally.id.hex, "0" * 32, "nonsense"):
        assert staff_browser.get(paper(mine, f"/ticks/{key}")).status == 404


@pytest.mark.browser
def test_ticks_are_typed_in_by_keys_alone_and_every_staff_page_can_be_used_by_all(
    live_server: str, chromium: Any
) -> None:
    project = make_project()
    board = make_board(project, title="Ideas for the hub")
    make_idea(board, "A warm room", ref="I-0042")
    make_idea(board, "A bus", ref="I-0107", standing=Standing.WAITING)
    token = secret()
    db.session.add(
        StaffSession(
            person_id=make_person(Role.FACILITATOR, project=project).id,
            token_digest=digest(token),
            created_at=NOW,
            seen_at=NOW,
            expires_at=NOW + timedelta(hours=9),
            second_factor_at=NOW,
        )
    )
    commit()
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "codesign-staff", "value": token, "url": live_server}])
    page = context.new_page()
    base = f"{live_server}/manage/{project.slug}/ideas/{board.ref}"
    for rest in ("", "/edit", "/paper"):
        page.goto(base + rest)
        looked_at(page)
    page.focus("#place")
    page.keyboard.type("Library")
    page.focus("#ref-1")
    for key in ("42", "14"):
        page.keyboard.type(key)
        page.keyboard.press("Tab" if key == "42" else "Enter")
    page.wait_for_url("**place=Library*")
    assert "14 ticks are kept." in page.inner_text("main, .shape-page")
    assert page.evaluate("document.activeElement.id") == "ref-1"
    page.keyboard.type("42")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    looked_at(page)
    page.check("#again-1")
    page.focus("#ticks-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=Library*")
    page.goto(base)
    assert "17 ticks on paper" in page.inner_text("main")
    residents = f"{live_server}/p/{project.slug}/ideas/{board.ref}"
    for rest in ("/dates", "/embed"):
        page.goto(residents + rest)
        looked_at(page)
    context.close()
