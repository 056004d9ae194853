"""A project with something of every kind in it, and a browser for every role: what an attacker would find."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask

from codesign.core.questions.kinds.choices import AGREE_SCALE
from codesign.core.terms import (
    BoardAsks,
    CardNames,
    CodedBy,
    ContributionKind,
    Edition,
    EvidenceKind,
    Influence,
    ModerationAct,
    ModerationReason,
    OptionStatus,
    QuestionType,
    ReplyKind,
    Response,
    Role,
    Stance,
    Standing,
    StepKind,
    StepPhase,
    Vote,
)
from codesign.extensions import db
from codesign.ledger import post, said
from codesign.models import (
    Answer,
    Appeal,
    Attendee,
    CardGroup,
    Choice,
    Coding,
    Comment,
    Consultation,
    Contact,
    Contribution,
    Decision,
    DecisionSubject,
    Dot,
    EqualityAnswer,
    EvidenceLink,
    Idea,
    IdeaBoard,
    Lot,
    Model,
    ModerationAction,
    OptionConsidered,
    Person,
    PopulationFigure,
    Project,
    Prompt,
    Report,
    Requirement,
    ScopePoint,
    StatementVote,
    Support,
    Theme,
    Workshop,
)
from codesign.packs.commands import build_edition, freeze_pack
from tests import make
from tests.adversarial.boards_deep import FOLLOW_LINK, Boards, deepen_boards
from tests.adversarial.depth import KIOSK_KEY, LINK, deepen, keep_paper
from tests.browser import Browser
from tests.make import NOW

STAFF = (Role.COMMISSIONER, Role.FACILITATOR, Role.ANALYST, Role.OBSERVER)
WORDS = (
    "The bus stops at five, so I walk home in the dark.",
    "Someone I know on the front desk would help.",
    "A warm room with a kettle, open on Saturdays.",
    "I cannot read the letters the council sends me.",
    "My children need somewhere to go after school.",
)

IDEA_PAGES: dict[str, dict[str, Any]] = {
    "more": {"text": "At the top."},
    "photo": {},
    "place": {"words": "By the canal"},
    "shown": {"shown_as": "nothing"},
    "use": {"consent": "public"},
}
"""The pages of an idea after its first, and what is answered there."""


@dataclass(slots=True, kw_only=True)
class Filled:
    """The project and the rows that tests ask for by name."""

    app: Flask
    project: Project
    consultation: Consultation
    board: IdeaBoard
    statements: IdeaBoard
    workshop: Workshop
    vote: Workshop
    boards: Boards
    people: dict[Role, Person] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.project.slug

    def browser(self, role: Role) -> Browser:
        """A browser of that role: signed in for staff, a resident's with answers begun and both rooms joined."""
        browser = Browser(self.app)
        if role in self.people:
            make.sign_in(browser, self.people[role])
        return browser

    def take_part(self, browser: Browser) -> None:
        """Begin to answer, begin an idea, and walk into both rooms."""
        board = f"/p/{self.slug}/ideas/{self.board.ref}/add"
        browser.submit(browser.get(f"/p/{self.slug}/c/{self.consultation.ref}"), "#begin")
        page = browser.get(board)
        browser.submit(page, self._form(page, board), title="A bench on the hill")
        for workshop in (self.workshop, self.vote):
            browser.submit(browser.get(f"/w/{workshop.join_code}"), "#join", nickname="Jo")

    @property
    def journey(self) -> list[str]:
        """The pages of answers and an idea that are begun."""
        asked = f"/p/{self.slug}/c/{self.consultation.ref}"
        idea = f"/p/{self.slug}/ideas/{self.board.ref}/add"
        pages = [f"{asked}/q/{question.ref}" for question in self.consultation.questions]
        return [
            *pages,
            f"{asked}/check",
            f"{asked}/save",
            f"{asked}/save/link",
            *(f"{idea}/{page}" for page in ("more", "photo", "place", "shown", "use", "check")),
        ]

    def send_all(self, browser: Browser) -> list[str]:
        """Answer, send, add an idea and write a card; the pages that open only then."""
        asked = f"/p/{self.slug}/c/{self.consultation.ref}"
        browser.submit(browser.get(f"{asked}/q/Q3"), "#question-form", Q3="The garden", button=("go", "continue"))
        sent = browser.submit(browser.get(f"{asked}/check"), "#send", consent="public")
        assert sent.status == 303, sent.words
        idea = f"/p/{self.slug}/ideas/{self.board.ref}/add"
        for page, values in IDEA_PAGES.items():
            found = browser.get(f"{idea}/{page}")
            browser.submit(found, self._form(found, f"{idea}/{page}"), **values)
        found = browser.get(f"{idea}/check")
        receipt = browser.submit(found, self._form(found, f"{idea}/check")).location
        card = f"/w/{self.workshop.join_code}/card"
        browser.submit(browser.get(card), "#card-form", text="A kettle")
        return [
            f"{asked}/thanks",
            f"{asked}/about-you",
            f"{asked}/about-you/age_band",
            f"{asked}/my-answers.txt",
            receipt,
            card,
        ]

    @staticmethod
    def _form(page: Any, action: str) -> str:
        return next(f"#{form['id']}" for form in page.soup.select("form") if str(form["action"]).startswith(action))

    @property
    def starts(self) -> list[str]:
        """Where a crawl of this project begins."""
        return [
            "/",
            f"/p/{self.slug}",
            *self._asked("", "/code", "/carry-on", "/documents", "/changes", "/kiosk", f"/kiosk/{KIOSK_KEY}"),
            *self._asked(f"/carry-on/link/{LINK}", "/clip/Q1"),
            f"/p/{self.slug}/areas.json",
            f"/p/{self.slug}/ideas/{self.board.ref}",
            f"/p/{self.slug}/ideas/{self.statements.ref}",
            f"/p/{self.slug}/ideas/{self.statements.ref}/votes",
            *self._on_board("/embed", "/feed.atom", "/feed.rss", "/dates", "/answers", "/results", "/like?q=idea+hub"),
            *(self._on_board(f"/{each.ref}")[0] for each in (self.boards.merged, self.boards.proposed)),
            *(self._on_board(f"/{self.boards.with_photo.ref}{rest}")[0] for rest in ("", "/photo")),
            self._on_board(f"/{self.boards.changed.ref}/earlier")[0],
            f"/p/{self.slug}/ideas/{self.boards.budget.ref}",
            f"/p/{self.slug}/ideas/{self.boards.pairs.ref}",
            f"/p/{self.slug}/ideas/{self.boards.pairs.ref}/votes",
            f"/p/{self.slug}/ideas/following",
            f"/p/{self.slug}/ideas/following/by-email/{FOLLOW_LINK}",
            f"/p/{self.slug}/ask-again/{self.boards.held.contribution.code}",
            f"/p/{self.slug}/heard",
            f"/p/{self.slug}/moderation-record",
            f"/w/{self.workshop.join_code}",
            f"/w/{self.vote.join_code}",
            f"/w/{self.workshop.join_code}/wall",
            f"/w/{self.vote.join_code}/wall",
            "/join",
            "/receipt",
            "/check",
        ]

    def _asked(self, *rests: str) -> list[str]:
        return [f"/p/{self.slug}/c/{self.consultation.ref}{rest}" for rest in rests]

    def _on_board(self, *rests: str) -> list[str]:
        return [f"/p/{self.slug}/ideas/{self.board.ref}{rest}" for rest in rests]

    @property
    def staff_starts(self) -> list[str]:
        own = [f"/manage/{self.slug}", f"/manage/{self.slug}/setup", f"/w/{self.workshop.join_code}/run"]
        own += [f"/manage/{self.slug}/questions/{self.consultation.ref}"]
        own += [f"/manage/{self.slug}/ideas/{self.board.ref}", f"/manage/{self.slug}/ideas/bring-in"]
        own += [f"/manage/{self.slug}/moderation?pile=all", f"/manage/{self.slug}/safeguarding"]
        return ["/manage", "/account", *own, f"/w/{self.vote.join_code}/run", f"/manage/{self.slug}/mail", *self.starts]


def fill(app: Flask, *, pack: bool = True) -> Filled:
    """Rows of every kind in one project, the newest pack with its files, and staff of four roles."""
    project = make.make_project(heard_published_at=NOW, annual_value_net=Decimal(480_000), term_months=36)
    _about(project)
    consultation = _consultation(project)
    deepen(project, consultation)
    theme, ideas, board, statements = _boards(project)
    workshop, vote, group = _rooms(project)
    for contribution in db.session.query(Contribution).filter_by(project_id=project.id, standing=Standing.PUBLISHED):
        if contribution.kind in (ContributionKind.ANSWER, ContributionKind.IDEA):
            _add(Coding(contribution_id=contribution.id, theme_id=theme.id, coded_by=CodedBy.RULE, at=NOW))
    _specification(project, consultation, theme, ideas[0], group)
    people = {role: make.make_person(role, project=project, name=f"Sam {role.value}") for role in STAFF}
    keep_paper(project, consultation, people)
    hidden = db.session.query(Idea).filter_by(board_id=board.id, title="Rude").one()
    boards = deepen_boards(project, board, ideas, people, hidden=hidden)
    post("sam@council.example", "An invitation", "Open this link.", at=NOW, project_id=project.id)
    make.commit()
    if pack:
        freeze_pack(project.id, by_person_id=None, at=NOW)
        make.commit()
        for edition in Edition:
            build_edition(project.id, edition, at=NOW)
    return Filled(
        app=app, project=project, consultation=consultation, board=board, statements=statements,
        workshop=workshop, vote=vote, boards=boards, people=people,
    )  # fmt: skip


def _add(*rows: Model) -> None:
    db.session.add_all(rows)
    db.session.flush()


def _about(project: Project) -> None:
    _add(
        Lot(project_id=project.id, number=1, title="The hub", annual_value_net=Decimal(480_000), scope="The building"),
        ScopePoint(project_id=project.id, position=1, influence=Influence.OPEN, text="When it opens"),
        ScopePoint(
            project_id=project.id, position=2, influence=Influence.DECIDED, text="Where it is", reason="The lease is signed."
        ),
        OptionConsidered(
            project_id=project.id, position=1, label="A", title="Do nothing", status=OptionStatus.DISCARDED,
            reason="Families would travel ten miles.",
        ),
        PopulationFigure(
            project_id=project.id, reference="place_16plus", variable="age_band", category="25_34", label="25 to 34",
            people=1200, source="Census 2021", source_date=date(2021, 3, 21),
        ),
    )  # fmt: skip
    project.reference_population = "place_16plus"


def _consultation(project: Project) -> Consultation:
    consultation = make.make_consultation(project, introduction="Tell us what you need.")
    ask = make.make_question
    one = ask(consultation, QuestionType.ONE_CHOICE, "Have you been to the hub?", labels=("Yes", "No"), hint="Any hub")
    several = ask(consultation, QuestionType.SEVERAL_CHOICES, "What is hard?", labels=("Cost", "Other", "Nothing"))
    several.current.choices[1].takes_text = True
    several.current.choices[2].exclusive = True
    ask(consultation, QuestionType.SHORT_TEXT, "What would you keep?", why="So that we keep it.")
    long = ask(consultation, QuestionType.LONG_TEXT, "What should it be like?")
    scale = ask(consultation, QuestionType.AGREE_SCALE, "It should open late.", offers_not_sure=True)
    scale.current.choices = [
        Choice(position=place, code=option.code, label=option.label) for place, option in enumerate(AGREE_SCALE, 1)
    ]
    far = ask(
        consultation, QuestionType.NUMBER, "How far do you travel?", unit="miles", low=Decimal(0), high=Decimal(100)
    )
    for n in range(12):
        sent = make.make_submission(consultation)
        make.make_answer(one, submission=sent, choice="Yes" if n % 3 else "No")
        if n < len(WORDS):
            make.make_answer(long, submission=sent, text=WORDS[n])
        _add(Answer(submission_id=sent.id, question_id=far.id, question_version_id=far.current.id, number=Decimal(n)))
        _add(
            EqualityAnswer(
                project_id=project.id, participant_id=sent.participant_id, question="age_band", value="25_34"
            )
        )
    _add(
        Contact(
            project_id=project.id, participant_id=sent.participant_id, address="jo@home.example", purpose="news",
            created_at=NOW,
        )
    )  # fmt: skip
    return consultation


def _boards(project: Project) -> tuple[Theme, list[Idea], IdeaBoard, IdeaBoard]:
    theme = make.make_theme(project, "A face I know", include_rule="Names a person", exclude_rule="Names a place")
    make.make_theme(project, "Getting there and back", minority_note="Few have no car.")
    board = make.make_board(project, introduction="What would help?", asks_place=True)
    _add(Prompt(board_id=board.id, position=1, text="What would make you come?"))
    ideas = [make.make_idea(board, f"Idea {n} for the hub", WORDS[n % len(WORDS)]) for n in range(14)]
    ideas[0].prompt_id = db.session.query(Prompt).filter_by(board_id=board.id).one().id
    for n, idea in enumerate(ideas[:3]):
        sent = make.make_submission(board)
        words = said(sent, ContributionKind.COMMENT, f"I would use that {n} times a week.", at=NOW)
        _add(Comment(idea_id=idea.id, contribution_id=words.id, kind=ReplyKind.REPLY))
        _add(Support(idea_id=idea.id, participant_id=sent.participant_id, at=NOW))
        idea.replies, idea.supports, idea.seen = 1, 1, 1
    make.make_idea(board, "Waits to be read", "Is this all right?", standing=Standing.WAITING)
    hidden = make.make_idea(board, "Rude", "Rude words about somebody.")
    hidden.contribution.standing = Standing.HIDDEN
    hidden.contribution.moderation_reason = ModerationReason.ABUSE
    hidden.contribution.moderation_note = "Write it without the name."
    _add(Appeal(contribution_id=hidden.contribution_id, number=1, words="I named nobody.", at=NOW))
    _add(
        ModerationAction(
            project_id=project.id, contribution_id=hidden.contribution_id, number=1, act=ModerationAct.HIDDEN,
            before=Standing.PUBLISHED, after=Standing.HIDDEN, reason=ModerationReason.ABUSE, code="abuse", at=NOW,
        )
    )  # fmt: skip
    _add(
        Report(
            contribution_id=ideas[1].contribution_id, participant_id=make.make_participant(project).id,
            reason=ModerationReason.ABUSE, at=NOW,
        )
    )  # fmt: skip
    statements = make.make_board(project, asks=BoardAsks.STATEMENTS, title="Do you agree?")
    for n in range(4):
        idea = make.make_idea(statements, f"Statement {n}", f"The hub should open at {n + 7}.")
        _add(StatementVote(idea_id=idea.id, participant_id=make.make_participant(project).id, vote=Vote.AGREE, at=NOW))
        idea.seen = 1
    return theme, ideas, board, statements


def _rooms(project: Project) -> tuple[Workshop, Workshop, CardGroup]:
    steps = ((StepKind.CARDS, "What would make you walk in the door?"), (StepKind.VOTE, "Which matter most?"))
    workshop = make.make_workshop(project, steps=steps)
    vote = make.make_workshop(project, steps=steps, title="Second workshop")
    groups = []
    for room, now_at in ((workshop, 0), (vote, 1)):
        cards, dots = room.steps
        cards.names, dots.votes_on_id = CardNames.NAMES, cards.id
        room.started_at, room.current_step_id, room.attended = NOW, room.steps[now_at].id, 12
        cards.phase = StepPhase.OPEN if now_at == 0 else StepPhase.CLOSED
        dots.phase = StepPhase.WAITING if now_at == 0 else StepPhase.OPEN
        group = CardGroup(step_id=cards.id, position=1, title="Lifts home")
        cards.groups.append(group)
        db.session.flush()
        for n, words in enumerate(WORDS[:4]):
            card = make.make_card(cards, words, group=group if n < 2 else None, workshop=room)
            guest = Attendee(
                workshop_id=room.id,
                participant_id=card.contribution.participant_id,
                nickname=f"Guest {n}",
                joined_at=NOW,
            )
            _add(guest, Dot(step_id=dots.id, participant_id=guest.participant_id, group_id=group.id, dots=1))
        groups.append(group)
    return workshop, vote, groups[1]


def _specification(project: Project, consultation: Consultation, theme: Theme, idea: Idea, group: CardGroup) -> None:
    requirement = Requirement(
        project_id=project.id, ref="REQ-001", title="A named worker", created_at=NOW, updated_at=NOW, outcome="Trust",
        statement="The provider must give each family one named worker.", measure="Families who can name theirs",
        rationale="People said so.", acceptance="Nine in ten", owner="The hub lead", kpi="Share of families",
    )  # fmt: skip
    words = db.session.query(Contribution).filter_by(activity_id=consultation.id).order_by(Contribution.code).first()
    assert words is not None
    for kind, name, row, stance in (
        (EvidenceKind.THEME, "theme_id", theme, Stance.SUPPORTS),
        (EvidenceKind.IDEA, "idea_id", idea, Stance.SUPPORTS),
        (EvidenceKind.WORKSHOP, "group_id", group, Stance.SUPPORTS),
        (EvidenceKind.QUESTION, "question_id", consultation.questions[0], Stance.QUALIFIES),
        (EvidenceKind.CONTRIBUTION, "contribution_id", words, Stance.OPPOSES),
    ):
        link = EvidenceLink(kind=kind, stance=stance, linked_at=NOW, note="See this.", **{name: row.id})
        link.reply = "We will ask again." if stance is Stance.OPPOSES else ""
        requirement.links.append(link)
    silent = Requirement(
        project_id=project.id, ref="REQ-002", title="Reports", created_at=NOW, updated_at=NOW, position=1,
        statement="The provider should report each month.",
    )  # fmt: skip
    published = Decision(
        project_id=project.id, ref="D-001", said="People asked for someone they know.", response=Response.ACCEPTED,
        action="It is in the specification.", created_at=NOW, published_on=NOW.date(), decided_by="Cabinet",
    )  # fmt: skip
    refused = Decision(
        project_id=project.id, ref="D-002", said="People asked for a pool.", response=Response.REJECTED,
        reason="It costs more than the hub.", created_at=NOW, owner="Sam", due_on=NOW.date() + timedelta(days=30),
    )  # fmt: skip
    _add(requirement, silent, published, refused)
    published.subjects = [DecisionSubject(theme_id=theme.id), DecisionSubject(requirement_id=requirement.id)]
    refused.subjects = [DecisionSubject(idea_id=idea.id)]
    db.session.flush()
