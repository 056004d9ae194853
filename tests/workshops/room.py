"""A room for tests: a live workshop with cards and a vote, its facilitator, and people who have joined."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from codesign.core.terms import CardNames, Role, StepKind, StepPhase
from codesign.extensions import db
from codesign.models import CardGroup, Person, Project, Step, Workshop
from tests import make
from tests.browser import Browser, Page


@dataclass(slots=True)
class Room:
    """A workshop at its first step, with the browser of its facilitator."""

    app: Flask
    project: Project
    workshop: Workshop
    cards: Step
    vote: Step
    sam: Person
    remote: Browser

    @property
    def code(self) -> str:
        return self.workshop.join_code

    def url(self, rest: str = "") -> str:
        return f"/w/{self.code}{rest}"

    def person(self, nickname: str = "") -> Browser:
        """Someone with a phone who has come in."""
        browser = Browser(self.app)
        browser.submit(browser.get(self.url()), "#join", nickname=nickname)
        return browser

    def run(self, wish: str) -> Page:
        """The facilitator presses a button of the remote."""
        return self.remote.submit(self.remote.get(self.url("/run")), f"#wish-{wish}", follow=True)

    def group(self, title: str) -> CardGroup:
        """A group that is there already."""
        place = len(self.cards.groups) + 1
        group = CardGroup(step_id=self.cards.id, position=place, title=title)
        self.cards.groups.append(group)
        make.commit()
        return group

    def fresh(self) -> Workshop:
        """The workshop as the database has it now."""
        db.session.expire_all()
        return db.session.get_one(Workshop, self.workshop.id)


def open_room(app: Flask, *, started: bool = True, names: CardNames = CardNames.NO_NAMES, **fields: object) -> Room:
    """A room whose first step takes cards, or one whose doors are open."""
    project = make.make_project()
    sam = make.make_person(Role.FACILITATOR, project=project)
    workshop = make.make_workshop(
        project,
        steps=((StepKind.CARDS, "What would make you walk in the door?"), (StepKind.VOTE, "Which matter most?")),
        **fields,
    )
    cards, vote = workshop.steps
    cards.title, vote.title = "Write", "Vote"
    cards.names = names
    vote.votes_on_id = cards.id
    if started:
        workshop.started_at = make.NOW
        workshop.current_step_id = cards.id
        cards.phase = StepPhase.OPEN
    make.commit()
    remote = Browser(app)
    make.sign_in(remote, sam)
    return Room(app=app, project=project, workshop=workshop, cards=cards, vote=vote, sam=sam, remote=remote)


def start_vote(room: Room, *titles: str) -> list[CardGroup]:
    """Groups, and the vote on them open."""
    groups = [room.group(title) for title in titles]
    workshop = room.fresh()
    room.cards.phase, room.vote.phase = StepPhase.CLOSED, StepPhase.OPEN
    workshop.current_step_id = room.vote.id
    make.commit()
    return groups


def put_card(browser: Browser, room: Room, text: str) -> Page:
    """Someone writes a card."""
    return browser.submit(browser.get(room.url("/card")), "#card-form", text=text)


def tap(browser: Browser, room: Room, group: CardGroup, change: int, *, htmx: bool = False) -> Page:
    """Someone presses plus or minus."""
    page = browser.get(room.url("/vote"))
    return browser.submit(page, f"#g-{group.id}-form", button=("change", str(change)), htmx=htmx)
