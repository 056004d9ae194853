"""A board's things are reached through its own address only, and every form of a board wants its token (A1, A5, H3)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from codesign.core.terms import Role
from codesign.extensions import db, limiter
from codesign.models import Membership, PaperTally
from tests import make
from tests.adversarial.boards_deep import FOLLOW_LINK
from tests.adversarial.filled import Filled, fill
from tests.adversarial.rows import digests
from tests.browser import Browser

BUTTONS = {
    "support": "give", "vote": "agree", "follow": "start", "go": "keep", "reason": "abuse", "chosen": "neither",
    "view": "agreed", "text": "Words.", "title": "A line", "words": "Words.", "kind": "reply", "consent": "public",
    "key": "k" * 20, "number": "1", "ticks": "3", "why": "To look.", "receipt": "", "outcome": "no_concern",
    "then": "publish", "state": "accepted", "seen": "0.1", "ideas": "I-0001",
    "upheld": "yes", "reply": "Words.",
}  # fmt: skip
"""A little of what any form of a board asks for, so that none is refused for lack of words alone."""


ALIKE = frozenset(
    {"ideas_following.link", "ideas_following.confirm", "ideas_following.stop", "moderation.ask_again",
     "moderation.send_asking"}
)  # fmt: skip
"""Pages that answer the same whether or not there is such a link or code: they tell a stranger nothing."""


def rules_of_boards(app: Flask) -> Iterator[Rule]:
    """Every route that names a board, an idea, a proposal, a batch, an entry, or some words."""
    for rule in app.url_map.iter_rules():
        bp = rule.endpoint.split(".")[0]
        if bp.startswith(("ideas", "moderation")) and rule.arguments & {"ref", "idea", "code", "token", "key"}:
            yield rule


def address(rule: Rule, filled: Filled, **instead: str) -> str:
    boards = filled.boards
    values = {
        "project": filled.slug, "ref": filled.board.ref, "idea": boards.with_photo.ref, "into": boards.result.ref,
        "batch": "A2", "proposal": "RS1", "code": boards.held.contribution.code, "token": FOLLOW_LINK,
        "tally": db.session.scalars(select(PaperTally.id)).first(), "sending": "R-7K3QX", "copy": "public",
        "key": boards.with_photo.id,
    }  # fmt: skip
    built = rule.build({name: {**values, **instead}[name] for name in rule.arguments}, append_unknown=False)
    assert built is not None, rule.rule
    return str(built[1])


def asked(app: Flask, browser: Browser, token: str, rule: Rule, url: str) -> Iterator[tuple[str, int]]:
    limiter.reset()
    for method in (rule.methods or set()) & {"GET", "POST"}:
        data = {"csrf_token": token, **BUTTONS} if method == "POST" else None
        yield f"{method} {url}", browser.client.open(url, method=method, data=data).status_code


@pytest.fixture
def filled(app: Flask) -> Filled:
    return fill(app, pack=False)


@pytest.mark.parametrize("where", ["another project", "another board"])
def test_nothing_of_a_board_is_there_through_the_address_of_another(app: Flask, filled: Filled, where: str) -> None:
    other = make.make_project()
    person = filled.people[Role.COMMISSIONER]
    db.session.add(Membership(person_id=person.id, role=Role.COMMISSIONER, project_id=other.id, created_at=make.NOW))
    beside = make.make_board(filled.project, title="Beside")
    browser = filled.browser(Role.COMMISSIONER)
    make.commit()
    token = str(browser.get("/join").one("input[name=csrf_token]")["value"])
    before, found, tried = digests(), [], 0
    for rule in rules_of_boards(app):
        if where == "another board" and not rule.arguments & {"idea", "batch", "proposal", "tally", "sending"}:
            continue
        instead = {"project": other.slug} if where == "another project" else {"ref": beside.ref}
        if "in-and-out" in rule.rule and where == "another board":
            continue
        for what, status in asked(app, browser, token, rule, address(rule, filled, **instead)):
            tried += 1
            if status != 404 and rule.endpoint not in ALIKE:
                found.append((status, what))
    assert tried > 25
    after = digests()
    assert {name for name in before if before[name] != after[name]} == set()
    assert found == [], found


def test_no_form_of_a_board_is_taken_without_its_token(app: Flask, filled: Filled) -> None:
    browser = filled.browser(Role.COMMISSIONER)
    browser.get("/join")
    before = digests()
    for rule in rules_of_boards(app):
        if "POST" in (rule.methods or ()):
            limiter.reset()
            url = address(rule, filled)
            assert browser.client.post(url, data=BUTTONS).status_code == 400, url
    assert digests() == before
