"""Fifty presses of one button at the same moment, again and again: one effect each, and nobody is turned away (C2).

CODESIGN_ROUNDS=200 is the night's run. On PostgreSQL the writers' queue of this process is taken away.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign import extensions
from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.terms import BoardAsks
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import BudgetSlot, EventRow, Idea, Participant, Project, Support
from tests import make
from tests.adversarial.test_once import Nobody
from tests.browser import Browser

ROUNDS = int(os.environ.get("CODESIGN_ROUNDS", "3"))
TOGETHER = 50


class Crowd:
    """Many threads with the cookies of one browser, which press together."""

    def __init__(self, app: Flask, browser: Browser, token: str) -> None:
        self.app, self.token = app, token
        self.cookies = "; ".join(f"{each.key}={each.value}" for each in (browser.client._cookies or {}).values())
        self.start = threading.Barrier(TOGETHER)
        self.pool = ThreadPoolExecutor(TOGETHER)
        self.statuses: Counter[Any] = Counter()

    def press(self, action: str, what: str) -> None:
        """One button, by all of them."""
        found = self.pool.map(lambda _: self._once(action, what), range(TOGETHER))
        self.statuses.update(found)

    def _once(self, action: str, what: str) -> Any:
        self.start.wait(60)
        try:
            client = self.app.test_client(use_cookies=False)
            data = {"csrf_token": self.token, "support": what}
            return client.post(action, data=data, headers={"Cookie": self.cookies}).status_code
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:300]}"


@pytest.fixture
def crowd_of(app: Flask, settings: Config, monkeypatch: pytest.MonkeyPatch) -> Any:
    if not settings.sqlite:
        monkeypatch.setattr(extensions, "_writer", Nobody())
    made: list[Crowd] = []

    def crowd(browser: Browser, address: str) -> Crowd:
        browser.client.set_cookie("codesign-participant", secrets.token_urlsafe(32))
        page = browser.get(address)
        made.append(Crowd(app, browser, str(page.soup.select("input[name=csrf_token]")[0]["value"])))
        db.session.remove()
        return made[-1]

    yield crowd
    for each in made:
        each.pool.shutdown()


def test_fifty_supports_at_once_are_one_and_so_is_taking_them_back(browser: Browser, crowd_of: Any) -> None:
    board = make.make_board()
    ideas = [make.make_idea(board, f"Idea {n}") for n in range(ROUNDS)]
    make.commit()
    address = f"/p/{slug_of(board)}/ideas/{board.ref}"
    refs = [idea.ref for idea in ideas]
    crowd = crowd_of(browser, address)
    for number, ref in enumerate(refs):
        crowd.press(f"{address}/{ref}/support", "give")
        if number % 4 == 3:
            crowd.press(f"{address}/{ref}/support", "take-back")
    back = len(refs) // 4
    assert crowd.statuses == {303: TOGETHER * (len(refs) + back)}
    assert count(Support) == len(refs) - back
    assert (
        count(Participant, Participant.key_digest.is_not(None), Participant.id.in_(select(Support.participant_id))) == 1
    )
    assert db.session.scalar(select(func.sum(Idea.supports))) == len(refs) - back
    assert count(EventRow, EventRow.kind == "idea_supported") == len(refs)
    assert count(EventRow, EventRow.kind == "support_taken_back") == back
    assert verify(stored_links()).ok


def test_fifty_presses_for_the_last_support_of_a_budget_give_one(browser: Browser, crowd_of: Any) -> None:
    board = make.make_board(asks=BoardAsks.BUDGET, budget=1)
    ideas = [make.make_idea(board, f"Idea {n}") for n in range(2)]
    make.commit()
    address = f"/p/{slug_of(board)}/ideas/{board.ref}"
    one, other = (f"{address}/{idea.ref}/support" for idea in ideas)
    crowd = crowd_of(browser, address)
    rounds = min(ROUNDS, 50)  # a refusal draws the whole board
    for _round in range(rounds):
        crowd.press(one, "give")
        crowd.press(other, "give")
        assert (count(Support), count(BudgetSlot)) == (1, 1)
        crowd.press(one, "take-back")
        assert (count(Support), count(BudgetSlot)) == (0, 0)
    assert crowd.statuses == {303: 2 * TOGETHER * rounds, 422: TOGETHER * rounds}
    assert db.session.scalar(select(func.sum(Idea.supports))) == 0
    assert verify(stored_links()).ok


def slug_of(board: Any) -> str:
    return db.session.get_one(Project, board.project_id).slug


def count(model: Any, *where: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0
