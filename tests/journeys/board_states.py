"""The states that a board and an idea can be met in (screens.md 5), each made from nothing for one person's phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any, Final

from playwright.sync_api import Page, Route, expect

from codesign.core.closing import closing_moment
from codesign.core.terms import (
    ActivityState,
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    CodedBy,
    Influence,
    ModerationPolicy,
    ModerationReason,
    ShownAs,
    Standing,
    Totals,
    UploadPurpose,
)
from codesign.demo.drawings import drawing
from codesign.extensions import db
from codesign.ideas.supporting import support_idea
from codesign.ideas.talk.changing import take_back_idea
from codesign.ledger import participant_for
from codesign.ledger.files import keep_file
from codesign.models import BoardPhase, Coding, Idea, IdeaBoard, Participant, Project, Prompt, Theme
from tests.ideas.answering import make_answer_to, make_batch
from tests.ideas.test_reshaping import MERGE, TODAY, World
from tests.make import NOW, commit, make_area, make_board, make_idea, make_project, make_theme

KEY: Final = "the-key-of-one-phone-on-every-board"
PHASES: Final = tuple(BoardPhaseKind)
IDEAS: Final = (
    (
        "A warm room with free tea, open until 8pm",
        "Somewhere to sit after work that is not a café. My flat is cold.",
        64,
    ),
    ("Let local people run the front desk", "Train and pay people who live here. They know which bus to get.", 51),
    ("A toy library", "Borrow toys like books. Children grow out of them in a month.", 12),
    ("Walking groups with a pushchair", "Thursdays by the canal.", 1),
    ("A shelf where people leave and take books", "", 0),
)


@dataclass(slots=True)
class Scene:
    """A project with one board, and the person who looks at it."""

    project: Project
    board: IdeaBoard
    me: Participant
    ideas: list[Idea] = field(default_factory=list)

    def at(self, rest: str = "") -> str:
        return f"/p/{self.project.slug}/ideas/{self.board.ref}{rest}"

    def add(self, title: str, text: str = "", supports: int = 0, **fields: Any) -> Idea:
        idea = make_idea(self.board, title, text or title, supports=supports, **fields)
        self.ideas.append(idea)
        return idea

    def mine(self, standing: Standing = Standing.PUBLISHED, by: Participant | None = None, **fields: Any) -> Idea:
        """An idea by the person who looks, or by somebody named."""
        idea = self.add("A bench by the water", "Halfway up, for people with bags.", standing=standing, **fields)
        idea.contribution.participant_id = idea.contribution.submission.participant_id = (by or self.me).id
        return idea

    def about(self, theme: Theme, *ideas: Idea) -> None:
        for idea in ideas:
            db.session.add(
                Coding(contribution_id=idea.contribution_id, theme_id=theme.id, coded_by=CodedBy.IMPORTED, at=NOW)
            )
        db.session.flush()

    def support(self, idea: Idea) -> None:
        support_idea(self.project.id, self.board.ref, idea.ref, by=self.me.id, at=NOW)

    def phases(self, **days: int) -> None:
        """Phases by the number of days from now on which each begins."""
        for kind, on in days.items():
            day = TODAY + timedelta(days=on)
            starts = closing_moment(day, time(0, 0), self.board.zone)
            self.board.phases.append(BoardPhase(kind=BoardPhaseKind(kind), starts_on=day, starts_at=starts, words=""))
        db.session.flush()


def scene(*, ideas: int = len(IDEAS), themed: bool = True, **board: Any) -> Scene:
    """A board with some ideas in themes, a photo on the first, and a person who has done nothing yet."""
    project = make_project(name="Family hub")
    made = Scene(
        project,
        make_board(project, **{"title": "Ideas for the hub", **board}),
        participant_for(project.id, KEY, at=NOW),
    )
    for title, text, supports in IDEAS[:ideas]:
        made.add(title, text, supports)
    if themed:
        hours, jobs = make_theme(project, "Opening times"), make_theme(project, "Local jobs")
        make_theme(project, "Training")
        made.about(hours, *made.ideas[:1])
        made.about(jobs, *made.ideas[1:2])
    if made.ideas:
        first = made.ideas[0]
        words = first.contribution
        words.shown_as, words.shown_words = ShownAs.AREA, "Parent, Alderbrook East"
        first.photo_id = keep_file(
            project.id, drawing("library"), UploadPurpose.IDEA, activity_id=made.board.id, participant_id=made.me.id,
            alt="The old library with its lights on", at=NOW,
        )  # fmt: skip
        first.area_id = make_area(project).id
    db.session.flush()
    return made


Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class State:
    """Where a state is met: the address, the heading, words that say what holds, and what is done there first.

    `title` where the page is not named after its heading.
    """

    path: str
    heading: str
    says: str
    act: Act | None = None
    scripts: bool = True
    title: str = ""


Make = Callable[[], State]
STATES: dict[str, Make] = {}


def state(make: Make) -> Make:
    """Name a state by its function."""
    STATES[make.__name__.replace("_", " ")] = make
    return make


HUB: Final = "Ideas for the hub"


@state
def a_fair_mix_with_more_to_show() -> State:
    made = scene()
    for number in range(12):
        made.add(f"Idea {number + 1} of many", "It can be small.", number)
    made.support(made.ideas[1])
    return State(made.at(), HUB, "17 ideas. Support the ones you like.")


@state
def the_filter_open() -> State:
    made = scene()
    return State(made.at("?mine=1"), HUB, "Nothing to show here yet")


@state
def nothing_for_this_filter() -> State:
    made = scene()
    return State(made.at("?theme=T03"), HUB, "No ideas on Training yet")


@state
def an_empty_board_with_prompts() -> State:
    made = scene(ideas=0)
    for position, text in enumerate(("What would make you walk in the door?", "What would make you stay?"), 1):
        made.board.prompts.append(Prompt(position=position, text=text))
    return State(made.at(), HUB, "What would make you walk in the door?")


@state
def an_empty_board_without_prompts() -> State:
    return State(scene(ideas=0).at(), HUB, "Yours could be the first. It can be small.")


@state
def waiting_to_be_checked() -> State:
    made = scene(moderation=ModerationPolicy.BEFORE)
    made.mine(Standing.WAITING)
    return State(made.at(), HUB, "Only you see this for now.")


def hidden(made: Scene) -> Idea:
    idea = made.mine()
    idea.contribution.standing = Standing.HIDDEN
    idea.contribution.moderation_reason = ModerationReason.NAMED_INDIVIDUAL
    idea.contribution.moderation_note = "Take the name of the warden out."
    return idea


@state
def not_published_with_the_reason() -> State:
    made = scene()
    hidden(made)
    return State(made.at(), HUB, "Take the name of the warden out.")


@state
def asking_to_look_again() -> State:
    made = scene()
    code = hidden(made).contribution.code
    return State(f"/p/{made.project.slug}/ask-again/{code}", "Ask us to look again", "Did we get it wrong?")


@state
def loading() -> State:
    made = scene()

    def act(page: Page) -> None:
        def never(_route: Route) -> None:
            """The answer stays away."""

        page.route(f"**{made.at()}?sort=newest**", never)
        page.get_by_label("Show first").select_option("newest")
        expect(page.locator("#board")).to_have_attribute("aria-busy", "true")
        expect(page.locator("#board")).to_have_css("opacity", "0.85")

    return State(made.at(), HUB, "A toy library", act)


@state
def no_signal() -> State:
    made = scene()
    button = f"#sup-{made.ideas[2].ref} button"

    def act(page: Page) -> None:
        page.context.set_offline(True)
        page.locator(button).click()
        expect(page.locator(button)).to_contain_text("Supported 13")

    return State(made.at(), HUB, "No signal. Saved on this phone.", act)


@state
def support_that_did_not_save() -> State:
    made = scene()
    button = f"#sup-{made.ideas[2].ref} button"

    def fail(route: Route) -> None:
        route.fulfill(status=500, body="no")

    def act(page: Page) -> None:
        page.route("**/support", fail)
        page.locator(button).click()
        expect(page.locator(button)).to_contain_text("Support 12")

    return State(made.at(), HUB, "That did not save. Try again.", act)


@state
def without_javascript() -> State:
    return State(scene().at(), HUB, "Update", scripts=False)


@state
def totals_shown_on_a_day() -> State:
    made = scene(totals=Totals.END)
    made.phases(collecting=-5, choosing=-1, answering=20)
    return State(made.at(), HUB, "We show the totals on")


@state
def totals_shown_after_ones_own() -> State:
    return State(scene(totals=Totals.AFTER_OWN).at(), HUB, "once you support one.")


@state
def the_budget_spent() -> State:
    made = scene(asks=BoardAsks.BUDGET, budget=2)
    for idea in made.ideas[:2]:
        made.support(idea)
    button = f"#sup-{made.ideas[2].ref} button"

    def act(page: Page) -> None:
        page.locator(button).click()
        expect(page.locator(button)).to_contain_text("Support 12")
        expect(page.locator(f"#sup-{made.ideas[2].ref}-problem")).to_be_visible()

    return State(made.at(), HUB, "You have 0 of 2 supports left.", act)


@state
def before_it_opens() -> State:
    made = scene(opens_at=NOW + timedelta(days=3))
    return State(made.at(), HUB, "This board opens on")


@state
def adding_before_it_opens() -> State:
    made = scene(opens_at=NOW + timedelta(days=3))
    return State(made.at("/add"), "This board is not open yet", "It opens on")


@state
def closed() -> State:
    made = scene(state=ActivityState.CLOSED, closes_at=NOW - timedelta(days=1))
    return State(made.at(), HUB, "64 people support this")


@state
def adding_once_closed() -> State:
    made = scene(state=ActivityState.CLOSED, closes_at=NOW - timedelta(days=1))
    return State(made.at("/add"), "Thank you. This is now closed", "Read the ideas", title="This board is closed")


def in_the_phase(number: int, says: str) -> Make:
    def make() -> State:
        made = scene(reacts_early=False)
        made.phases(**{kind.value: (place - number) * 7 - 1 for place, kind in enumerate(PHASES)})
        return State(made.at(), HUB, says)

    return make


for _number, _says in enumerate(
    ("Now: add your ideas.", "Now: talk about the ideas.", "Now: choose the ideas you like.",
     "Now: the group reads and answers.", "Closed")
):  # fmt: skip
    STATES[f"in the phase {PHASES[_number].value}"] = in_the_phase(_number, _says)


@state
def an_original_put_together_with_others() -> State:
    project = make_project(name="Family hub")
    world = World(project)
    me = participant_for(project.id, KEY, at=NOW)
    first, second = world.idea("More benches on the hill"), world.idea("Seats at the top")
    world.supported(first, me)
    early = {"at": NOW - timedelta(days=9), "answer_by": TODAY - timedelta(days=2)}
    world.make(world.propose(MERGE, first, second, **early), at=NOW - timedelta(hours=1))  # type: ignore[arg-type]
    path = f"/p/{project.slug}/ideas/{world.board.ref}/{first.ref}"
    return State(path, "More benches on the hill", "This idea was put together with others")


@state
def an_idea_with_an_answer() -> State:
    made = scene()
    make_answer_to(
        make_batch(made.board, days_ago=1), made.ideas[0], AnswerState.PARTLY, words="Until 7pm on weekdays."
    )
    return State(made.at(f"/{made.ideas[0].ref}"), made.ideas[0].title, "Until 7pm on weekdays.")


@state
def a_board_with_answers() -> State:
    made = scene()
    batch = make_batch(made.board, days_ago=1)
    make_answer_to(batch, made.ideas[0], AnswerState.PARTLY, words="Until 7pm on weekdays.")
    make_answer_to(batch, made.ideas[1], AnswerState.NOT_NOW)
    return State(made.at(), HUB, "Not now")


def taken_back(made: Scene, by: Participant) -> Idea:
    idea = made.mine(by=by, supports=2)
    made.support(idea)
    take_back_idea(made.project.id, made.board.ref, idea.ref, by=by.id, at=NOW)
    return idea


@state
def ones_own_idea_taken_back() -> State:
    made = scene()
    path = made.at(f"/{taken_back(made, made.me).ref}")
    return State(path, "You took this idea back", "3 people had supported it.", title="This idea was taken back")


@state
def an_idea_that_its_author_took_back() -> State:
    made = scene()
    idea = taken_back(made, participant_for(made.project.id, "another phone", at=NOW))
    return State(made.at(f"/{idea.ref}"), "This idea was taken back", "The words are gone.")


@state
def partly_decided() -> State:
    made = scene(influence=Influence.PARTLY_OPEN, influence_reason="The hours are set. What happens inside is open.")
    return State(made.at(), HUB, "The hours are set.")


def choosing(asks: BoardAsks) -> Scene:
    return scene(asks=asks, title="Which would help more?" if asks is BoardAsks.PAIRS else "Do you agree?")


@state
def a_pair_to_choose_from() -> State:
    return State(choosing(BoardAsks.PAIRS).at(), "Which would help more?", "I cannot say")


@state
def the_ideas_of_a_board_of_pairs() -> State:
    return State(choosing(BoardAsks.PAIRS).at("?list=1"), "Which would help more?", "A toy library")


@state
def an_idea_of_a_board_of_pairs() -> State:
    made = choosing(BoardAsks.PAIRS)
    return State(made.at(f"/{made.ideas[2].ref}"), "A toy library", "No replies yet")


@state
def a_statement_to_vote_on() -> State:
    return State(choosing(BoardAsks.STATEMENTS).at(), "Do you agree?", "5 statements left of 5")


@state
def ones_own_votes_none_yet() -> State:
    return State(choosing(BoardAsks.STATEMENTS).at("/votes"), "Your votes", "You have no votes here yet.")


@state
def pairs_once_closed() -> State:
    made = scene(asks=BoardAsks.PAIRS, title="Which would help more?", state=ActivityState.CLOSED)
    return State(made.at(), "Which would help more?", "Closed")


@state
def no_board_at_all() -> State:
    project = make_project(name="Family hub")
    return State(f"/p/{project.slug}/ideas", "Ideas", "There is no idea board yet")


def made_ready(name: str) -> State:
    """The state of this name, written to the database."""
    made = STATES[name]()
    commit()
    return made


__all__ = ["KEY", "STATES", "Scene", "State", "made_ready", "scene"]
