"""The queue narrowed, searched and measured; what stands out is marked in the text."""

from __future__ import annotations

import itertools
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from uuid_utils.compat import uuid7

from codesign.core.terms import ContributionKind, ModerationReason, Standing
from codesign.extensions import db
from codesign.models import Contribution, Project, Report
from tests.browser import Browser, Page
from tests.ideas.test_board import counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_participant, make_project, make_submission
from tests.moderation.acting import act, member, queue, words_of


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    member(staff_browser, project)
    return project


def waiting(project: Project, board: Any, title: str, text: str = "Words.", *, hours: int = 0) -> Contribution:
    words = words_of(make_idea(board, title, text, standing=Standing.WAITING))
    words.said_at = NOW - timedelta(hours=hours)
    return words


def titles(page: Page) -> list[str]:
    return page.text("#queue > li > p.shape-mb-1 strong")


def test_the_top_says_how_many_wait_and_how_long(project: Project, staff_browser: Browser) -> None:
    assert "Nothing waits for a person." in staff_browser.get(queue(project)).words
    board = make_board(project)
    for hours in (100, 30, 5):
        waiting(project, board, f"{hours} hours", hours=hours)
    commit()
    top = staff_browser.get(queue(project)).text("#waiting")[0]
    assert "3 wait for a person." in top
    assert "The oldest has waited 4 days." in top
    assert "Half of them have waited 30 hours or more." in top


def test_the_queue_is_narrowed_by_age_place_kind_and_reports(project: Project, staff_browser: Browser) -> None:
    first, second = make_board(project), make_board(project)
    waiting(project, first, "Old", hours=30)
    waiting(project, second, "Young", hours=2)
    reported = words_of(make_idea(second, "Reported"))
    db.session.add(
        Report(
            contribution_id=reported.id,
            participant_id=make_participant(project).id,
            reason=ModerationReason.ABUSE,
            at=NOW - timedelta(hours=50),
        )
    )
    commit()
    get = staff_browser.get
    assert titles(get(queue(project))) == ["Reported", "Old", "Young"]
    assert titles(get(queue(project, "?order=newest"))) == ["Young", "Old", "Reported"]
    assert titles(get(queue(project, "?hours=24"))) == ["Reported", "Old"]
    assert titles(get(queue(project, f"?activity={second.ref}"))) == ["Reported", "Young"]
    assert titles(get(queue(project, "?reported=yes"))) == ["Reported"]
    assert titles(get(queue(project, "?kind=card"))) == []
    strange = get(queue(project, "?hours=9&kind=x&concern=x&activity=%27&reason=x&page=-1&order=x&pile=x"))
    assert strange.status == 200


def test_words_codes_and_titles_are_found_and_quoted_signs_are_signs(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    one = waiting(project, board, "A quiet room", "Somewhere without music.")
    waiting(project, board, "Buses", "Later on Sundays, 100% of the time.")
    commit()
    for typed in ("musi", "MUSIC", "quiet", one.code.lower()):
        assert titles(staff_browser.get(queue(project, f"?q={typed}"))) == ["A quiet room"], typed
    for typed in ("%25", "_", "%27%20OR%201", "music%20sundays", "%22without%20buses%22"):
        assert titles(staff_browser.get(queue(project, f"?q={typed}"))) == [], typed


def test_hidden_words_are_narrowed_by_their_reason(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    ideas = [words_of(make_idea(board, f"Idea {n}")) for n in range(2)]
    commit()
    act(staff_browser, project, "hide", ideas[0].code, "published", reason="spam")
    act(staff_browser, project, "hide", ideas[1].code, "published", reason="abuse")
    assert titles(staff_browser.get(queue(project, "?pile=hidden&reason=spam"))) == ["Idea 0"]


def test_what_stands_out_is_marked_and_escaped(project: Project, staff_browser: Browser) -> None:
    waiting(project, make_board(project), "Ring", "<b>Ring</b> 01632 960123 & ask Mrs Ackroyd <script>")
    commit()
    page = staff_browser.get(queue(project))
    assert page.text("mark") == ["01632 960123 (phone number)", "Mrs Ackroyd (a name)"]
    assert "<b>Ring</b> 01632 960123" in page.text("#queue .shape-words")[0]
    assert page.text("#queue .shape-pill") == ["May hold personal details", "May name a person"]
    assert titles(staff_browser.get(queue(project, "?concern=names"))) == ["Ring"]
    assert titles(staff_browser.get(queue(project, "?concern=strong_words"))) == []


_codes = itertools.count()


def many(project: Project, count: int) -> None:
    """Plain rows, quickly: one sending, many words, every second one waits."""
    board = make_board(project)
    sent = make_submission(board)
    db.session.execute(
        insert(Contribution),
        [
            {
                "id": uuid7(),
                "project_id": project.id,
                "activity_id": board.id,
                "participant_id": sent.participant_id,
                "submission_id": sent.id,
                "code": f"N-{next(_codes):06d}",
                "kind": ContributionKind.ANSWER,
                "text": f"Words number {n} about the bus",
                "standing": Standing.WAITING if n % 2 else Standing.PUBLISHED,
                "said_at": NOW - timedelta(minutes=n),
            }
            for n in range(count)
        ],
    )
    commit()


def test_a_page_asks_the_database_the_same_however_many_wait(project: Project, staff_browser: Browser) -> None:
    counts = set()
    for size in (300, 2000):
        many(make_project(), size)
        many(project, size)
        for rest in ("", "?pile=published", "?q=bus&hours=1", "?page=2"):
            with counted_queries() as seen:
                assert len(staff_browser.get(queue(project, rest)).text("#queue > li")) >= 10
            counts.add((rest, len(seen)))
    assert len(counts) == 4
    assert max(n for _rest, n in counts) <= 24


@pytest.mark.slow
def test_fifty_thousand_words_do_not_make_a_moderator_wait(project: Project, staff_browser: Browser) -> None:
    """Most of them waiting is the worst case. Generous: other work shares the machine."""
    many(project, 50_000)
    for rest in ("", "?q=bus", "?pile=published&page=500", "?concern=names"):
        staff_browser.get(queue(project, rest))
        start = time.perf_counter()
        assert staff_browser.get(queue(project, rest)).status == 200
        assert time.perf_counter() - start < 3.0, rest
