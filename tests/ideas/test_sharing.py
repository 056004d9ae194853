"""A board outside its own pages: framed by other sites, and read as a feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import ActivityState, BoardAsks, Consent, ModerationReason, Role, ShownAs, Standing, Totals
from codesign.extensions import db
from codesign.ideas.sharing import feeds, queries
from codesign.ledger import change_words, withdraw_words
from codesign.models import Contribution, EventRow, IdeaBoard, Project
from codesign.web.security import FRAMED
from tests.browser import Browser
from tests.ideas.test_board import counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_person, make_project, sign_in

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"


def address(board: IdeaBoard, rest: str = "") -> str:
    return f"/p/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}{rest}"


def feed(browser: Browser, board: IdeaBoard) -> ET.Element:
    page = browser.get(address(board, "/feed.atom"))
    assert page.status == 200
    return ET.fromstring(page.body)


def titles(browser: Browser, board: IdeaBoard) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(browser, board).findall(f"{ATOM}entry")]


def test_other_sites_may_frame_the_embedded_board_and_no_other_page(browser: Browser, app: Flask) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = browser.get(address(board, "/embed"))
    assert page.status == 200
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "X-Frame-Options" not in page.headers
    denied = [
        "/",
        address(board),
        address(board, f"/{idea.ref}"),
        address(board, "/dates"),
        address(board, "/feed.atom"),
        "/p/nothing-here/ideas/B1/embed",
        address(board, "/embed").replace(board.ref, "B99"),
        "/sign-in",
    ]
    for url in denied:
        other = browser.get(url)
        assert other.headers["X-Frame-Options"] == "DENY", url
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"], url
    assert {"ideas_sharing.embed"} == FRAMED, "the exception is a list of one"


def test_the_embedded_board_knows_nobody(browser: Browser) -> None:
    board = make_board()
    make_idea(board, "Free tea")
    commit()
    browser.get(address(board))  # a visit: there is a session cookie now
    for rest in ("/embed", "/embed?lang=cy", "/feed.atom", "/feed.rss?lang=cy"):
        page = browser.get(address(board, rest))
        assert page.status == 200
        assert "Set-Cookie" not in page.headers, rest
        assert page.headers["Cache-Control"] == "public, max-age=300"
    page = browser.get(address(board, "/embed"))
    assert not page.soup.select("form, button, input, script")
    for link in page.soup.select("a"):
        assert (link["target"], link["rel"]) == ("_blank", ["noopener"])
        assert str(link["href"]).startswith("http://localhost/p/")
    assert page.text("h2") == ["Free tea"]


def test_everybody_gets_the_same_answer_whoever_is_signed_in(browser: Browser, staff_browser: Browser) -> None:
    project = make_project(languages=["cy", "en"])
    board = make_board(project)
    make_idea(board)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    staff_browser.get("/?lang=en")
    for rest in ("/embed", "/feed.atom"):
        mine = staff_browser.get(address(board, rest), headers={"Accept-Language": "pl"})
        assert mine.body == browser.get(address(board, rest)).body
        assert b'lang="cy"' in mine.body


def test_the_embedded_board_shows_twelve_ideas_the_newest_or_the_most_supported(browser: Browser) -> None:
    board = make_board()
    for number in range(14):
        make_idea(board, f"Idea {number}", supports=20 - number, created_at=NOW + timedelta(minutes=number))
    commit()
    page = browser.get(address(board, "/embed"))
    assert page.text("h2")[0] == "Idea 13"
    assert len(page.text("h2")) == 12
    assert "The newest 12 of 14." in page.words
    page = browser.get(address(board, "/embed?show=supported"))
    assert page.text("h2")[0] == "Idea 0"
    assert "20 people support this" in page.words
    assert browser.get(address(board, "/embed?show=nonsense")).text("h2")[0] == "Idea 13"


@pytest.mark.parametrize("totals", [Totals.END, Totals.AFTER_OWN])
def test_totals_that_are_kept_back_are_not_told_by_number_or_by_order(browser: Browser, totals: Totals) -> None:
    board = make_board(totals=totals)
    make_idea(board, "Old and loved", supports=50, created_at=NOW - timedelta(days=1))
    make_idea(board, "New", created_at=NOW)
    commit()
    page = browser.get(address(board, "/embed?show=supported"))
    assert page.text("h2") == ["New", "Old and loved"]
    assert "support this" not in page.words


def test_only_words_that_may_be_quoted_in_public_leave_the_board(browser: Browser) -> None:
    board = make_board()
    make_idea(board, "Public")
    for number, consent in enumerate((Consent.COUNT_ONLY, Consent.BIDDERS)):
        make_idea(board, f"Kept in {number}", consent=consent)
    for number, standing in enumerate((Standing.WAITING, Standing.MERGED)):
        make_idea(board, f"Not shown {number}", standing=standing)
    commit()
    assert titles(browser, board) == ["Public"]
    assert browser.get(address(board, "/embed")).text("h2") == ["Public"]


def test_what_is_hidden_or_taken_back_vanishes_from_the_feed(browser: Browser) -> None:
    board = make_board()
    hidden, gone = make_idea(board, "To hide"), make_idea(board, "To take back")
    make_idea(board, "Stays")
    commit()
    before = browser.get(address(board, "/feed.atom"))
    assert len(titles(browser, board)) == 3
    words = db.session.get_one(Contribution, hidden.contribution_id)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.ABUSE
    withdraw_words(db.session.get_one(Contribution, gone.contribution_id), by="participant:x", at=NOW)
    commit()
    assert titles(browser, board) == ["Stays"]
    after = browser.get(address(board, "/feed.atom"), headers={"If-None-Match": before.headers["ETag"]})
    assert after.status == 200


def test_a_feed_of_what_residents_do_not_see_is_not_there(browser: Browser, staff_browser: Browser) -> None:
    project = make_project(published=False)
    hidden = make_board(project)
    draft = make_board(state=ActivityState.DRAFT)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    for board in (hidden, draft):
        for rest in ("/embed", "/feed.atom", "/feed.rss"):
            assert browser.get(address(board, rest)).status == 404
            # Staff would read it, and then a shared cache would keep it for everybody.
            assert staff_browser.get(address(board, rest)).status == 404


def test_the_atom_feed_has_what_readers_need(browser: Browser) -> None:
    board = make_board(introduction="Tell us what would help.")
    idea = make_idea(board, "A warm room", "With tea.")
    named = make_idea(board, "A bus", created_at=NOW + timedelta(minutes=1))
    words = db.session.get_one(Contribution, named.contribution_id)
    words.shown_as, words.shown_words, words.language = ShownAs.FIRST_NAME, "Amina", "ur"
    commit()
    project = db.session.get_one(Project, board.project_id)
    page = browser.get(address(board, "/feed.atom"))
    assert page.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(page.body)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert root.findtext(f"{ATOM}id") == f"tag:localhost,{NOW.year}:{project.ref}/{board.ref}"
    assert root.findtext(f"{ATOM}subtitle") == "Tell us what would help."
    assert datetime.fromisoformat(str(root.findtext(f"{ATOM}updated"))).tzinfo is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": f"http://localhost{address(board, '/feed.atom')}",
        "alternate": f"http://localhost{address(board)}",
    }
    first, second = root.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}author/{ATOM}name") == "Amina"
    assert first.get("{http://www.w3.org/XML/1998/namespace}lang") == "ur"
    assert second.findtext(f"{ATOM}author/{ATOM}name") == "A resident"
    assert second.findtext(f"{ATOM}id") == f"tag:localhost,{NOW.year}:{project.ref}/{board.ref}/{idea.ref}"
    assert second.findtext(f"{ATOM}content") == "With tea."
    for entry in (first, second):
        for name in ("id", "title", "updated", "published", "content"):
            assert entry.findtext(f"{ATOM}{name}"), name
    key = str(idea.id).encode()
    assert key not in page.body
    assert key.replace(b"-", b"") not in page.body
    assert page.body.count(b"Participant") == 0


def test_the_rss_feed_has_what_readers_need(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board, "A warm room", "With <b>tea</b>.")
    commit()
    page = browser.get(address(board, "/feed.rss"))
    assert page.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(page.body).find("channel")
    assert channel is not None
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    item = channel.findall("item")[0]
    assert item.findtext("link") == f"http://localhost{address(board, f'/{idea.ref}')}"
    assert item.find("guid") is not None
    assert str(item.findtext("guid")).startswith("tag:localhost,")
    assert item.findtext(f"{DC}creator") == "A resident"
    # Readers show a description as HTML: what was typed must still be text there.
    assert item.findtext("description") == "With &lt;b&gt;tea&lt;/b&gt;."
    assert parsedate_to_datetime(str(item.findtext("pubDate"))).tzinfo is not None


@pytest.mark.parametrize(
    "typed",
    [
        "]]> <script>alert(1)</script> & \"quotes\" 'too'",
        "\x00\x01\x0b\x1f\ufffe\uffff still here",
        "🎉🧑‍🤝‍🧑 نص من اليمين \u202e reversed",
        "<!DOCTYPE x [<!ENTITY a 'b'>]> &a;",
        "\ud83d broken",
    ],
)
def test_hostile_words_make_no_feed_invalid(browser: Browser, typed: str) -> None:
    board = make_board(title="A board & more")
    idea = make_idea(board, "Title")
    commit()
    shared = queries.shared_board(board.project_id, board.ref, at=NOW)
    hostile = replace(shared.ideas[0], title=typed, text=typed, who=typed, language='en"<')
    setting = feeds.Setting(
        service=typed,
        project=typed,
        project_ref="CP-1",
        organisation=typed,
        language="en",
        base_url="https://shape.example",
        board_url="https://shape.example/b",
        feed_url="https://shape.example/f",
        a_resident="A resident",
        about=typed,
        idea_url=lambda ref: f"https://shape.example/{ref}?a=1&b=2",
    )
    for made in (feeds.atom, feeds.rss):
        root = ET.fromstring(made(replace(shared, ideas=(hostile,)), setting))
        assert not [tag for tag in root.iter() if tag.tag.split("}")[-1] == "script"]
    assert idea.ref


def test_hostile_words_are_safe_inside_another_site(browser: Browser) -> None:
    board = make_board(title='"><script>alert(1)</script>')
    make_idea(board, "<img src=x onerror=alert(1)>", "]]> </p><script>alert(2)</script>")
    commit()
    page = browser.get(address(board, "/embed"))
    assert not page.soup.select("script, img, [onerror]")
    assert page.text("h2") == ["<img src=x onerror=alert(1)>"]


def test_a_reader_that_asks_again_is_told_that_nothing_changed(browser: Browser) -> None:
    board = make_board()
    make_idea(board)
    commit()
    for rest in ("/feed.atom", "/feed.rss", "/embed"):
        first = browser.get(address(board, rest))
        again = browser.get(address(board, rest), headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Cache-Control"] == "public, max-age=300"
        make_idea(board, f"Another for {rest}")
        commit()
        changed = browser.get(address(board, rest), headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status == 200


def test_the_time_of_the_last_change_is_given_once_it_is_sure(app: Flask) -> None:
    board = make_board()
    make_idea(board)
    commit()
    last = db.session.scalars(
        select(EventRow.at).where(EventRow.project_id == board.project_id).order_by(EventRow.sequence.desc())
    ).first()
    assert last is not None
    just_now = queries.shared_board(board.project_id, board.ref, at=last + timedelta(seconds=1))
    assert just_now.changed_at is None
    later = queries.shared_board(board.project_id, board.ref, at=last + timedelta(minutes=1))
    assert later.changed_at == last


def test_an_entry_says_when_it_was_worded_anew(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    later = NOW + timedelta(hours=3)
    change_words(db.session.get_one(Contribution, idea.contribution_id), "Better words.", by="participant:x", at=later)
    commit()
    entry = feed(browser, board).findall(f"{ATOM}entry")[0]
    assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))) == later
    assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}published"))) == NOW


def test_an_empty_board_is_a_valid_feed_and_a_page_to_frame(browser: Browser) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS)
    commit()
    root = feed(browser, board)
    assert root.findtext(f"{ATOM}updated")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert "No ideas to show here yet." in browser.get(address(board, "/embed")).words


def test_the_queries_of_a_feed_do_not_grow_with_its_ideas(browser: Browser) -> None:
    board = make_board()
    make_idea(board)
    commit()
    url = address(board, "/feed.atom")
    browser.get(url)
    with counted_queries() as one:
        browser.get(url)
    for _ in range(60):
        make_idea(board)
    commit()
    with counted_queries() as many:
        page = browser.get(url)
    assert page.body.count(b"<entry ") == queries.IN_FEED
    assert len(many) == len(one) <= 6


def test_staff_copy_the_code_that_shows_the_board_elsewhere(browser: Browser) -> None:
    project = make_project()
    board = make_board(project, title='Ideas & "more"')
    sign_in(browser, make_person(Role.FACILITATOR, project=project))
    page = browser.get(f"/manage/{project.slug}/ideas/{board.ref}")
    code = page.one("#embed-code").get_text()
    assert code == (
        f'<iframe src="http://localhost{address(board, "/embed")}" title="Ideas &amp; &#34;more&#34;" '
        'width="100%" height="640" loading="lazy"></iframe>'
    )
    draft = make_board(project, state=ActivityState.DRAFT)
    commit()
    assert not browser.get(f"/manage/{project.slug}/ideas/{draft.ref}").soup.select("#share")


def test_the_page_of_a_board_names_its_feeds_and_its_dates(browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    make_idea(board)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    page = browser.get(address(board))
    feeds_named = {str(link["type"]): str(link["href"]) for link in page.soup.select("link[rel=alternate]")}
    assert feeds_named == {
        "application/atom+xml": address(board, "/feed.atom"),
        "application/rss+xml": address(board, "/feed.rss"),
    }
    assert page.text(".shape-board-foot a") == ["Dates of this board", "News feed of the ideas"]
    assert page.text(".shape-print-only") == [f"http://localhost{address(board)}"]
    assert "Print as cards" in staff_browser.get(address(board)).text(".shape-board-foot a")
