"""What happens on a board in turn, by the commands that staff and residents use: rules, hiding, merging, answering."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from codesign.core.codes import digest as secret_digest
from codesign.core.terms import PartView, ReshapingKind, Standing
from codesign.demo import rules as written
from codesign.demo import shapes
from codesign.demo.loading.boards import reply_name
from codesign.demo.loading.book import Book, Step
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.ideas import decks
from codesign.ideas.answers import commands as answering
from codesign.ideas.answers import publishing
from codesign.ideas.answers.drafts import AnswerDraft, BatchDraft
from codesign.ideas.answers.mails import answers_mail
from codesign.ideas.paper.commands import TallyRow, type_in
from codesign.ideas.reshaping import commands as reshaping
from codesign.ideas.reshaping import residents
from codesign.ideas.reshaping.making import make
from codesign.ideas.reshaping.shapes import ReshapingDraft, Wording
from codesign.ideas.rows import facts
from codesign.ideas.talk.commands import send_answer
from codesign.ledger.moderated import PLAIN_LETTER
from codesign.models import Contribution, IdeaBoard, Participant, Project
from codesign.moderation.asking import ask_again, settle_asking
from codesign.moderation.commands import hide_words, publish_words, report_words
from codesign.moderation.holding import name_officer
from codesign.moderation.rules import ReasonDraft, publish_policy

READ_AFTER = timedelta(hours=3)
"""How soon a moderator hides an idea that may not be shown."""


def board_steps(book: Book, demo: Demo, *, base_url: str) -> list[Step]:
    """Everything that happened on the boards of a project, each act with its moment."""
    first = demo.boards[0].opens_on
    opened = datetime(first.year, first.month, first.day, 8, tzinfo=book.at.tzinfo) - timedelta(days=2)
    steps: list[Step] = [
        (opened, partial(_publish_rules, book)),
        (opened + timedelta(minutes=10), partial(_name_officer, book)),
    ]
    for plan in demo.boards:
        steps += _Acts(book, plan, base_url).steps()
    return steps


def make_decks(project_id: uuid.UUID, *, at: datetime) -> None:
    """Give every board of a project the deck that its first visits are drawn from."""
    for board in db.session.scalars(select(IdeaBoard).where(IdeaBoard.project_id == project_id)).all():
        decks.count_looks(facts(board, at), (), at)


def _publish_rules(book: Book, at: datetime) -> None:
    reasons = [ReasonDraft(code, title, told, kind) for code, title, told, kind in written.REASONS]
    publish_policy(book.project_id, written.RULES, reasons, after=0, by=book.staff["commissioner"], at=at)


def _name_officer(book: Book, at: datetime) -> None:
    project = db.session.get_one(Project, book.project_id)
    officer, by = book.staff["facilitator"], book.staff["commissioner"]
    name_officer(project.id, project.organisation_id, officer.hex, by=by, at=at, letter=PLAIN_LETTER)


@dataclass(slots=True)
class _Acts:
    """What was done on one board."""

    book: Book
    plan: shapes.Board
    base_url: str

    def steps(self) -> Sequence[Step]:
        plan = self.plan
        steps: list[Step] = [
            (idea.posted_at + READ_AFTER, partial(self._hide, idea))
            for idea in plan.ideas
            if idea.standing is Standing.HIDDEN
        ]
        for asking in plan.asked_again:
            steps += [(asking.asked_at, partial(self._ask, asking)), (asking.settled_at, partial(self._settle, asking))]
        for report in plan.reported:
            steps.append((report.at, partial(self._report, report)))
            if report.kept_at:
                steps.append((report.kept_at, partial(self._keep, report)))
        steps += [(answer.said_at, partial(self._answer, n, answer)) for n, answer in enumerate(plan.team_answers, 1)]
        steps += [(ticks.typed_at, partial(self._type_in, ticks)) for ticks in plan.ticks]
        for merge in plan.merges:
            steps += _Merging(self.book, plan.ref, merge).steps()
        for batch in plan.batches:
            prepared = _Batch(self.book, plan.ref, batch, self.base_url)
            steps += [(batch.made_at, prepared.prepare), (batch.published_at, prepared.publish)]
        return steps

    @property
    def _by(self) -> uuid.UUID:
        return self.book.staff["facilitator"]

    def _words(self, name: str) -> Contribution:
        return db.session.get_one(Contribution, self.book.words[name])

    def _hide(self, idea: shapes.Idea, at: datetime) -> None:
        assert idea.moderation is not None
        words = self._words(idea.ref)
        reason, note = idea.moderation.value, idea.moderation_note
        hide_words(self.book.project_id, words.code, reason, note, seen="0.1", by=self._by, at=at)

    def _ask(self, asking: shapes.AskedAgain, at: datetime) -> None:
        ask_again(self._words(asking.idea), asking.words, at=at)

    def _settle(self, asking: shapes.AskedAgain, at: datetime) -> None:
        words = self._words(asking.idea)
        by = self.book.staff["analyst"]  # somebody else than who hid them
        upheld, reply = asking.upheld, asking.reply
        settle_asking(self.book.project_id, words.code, upheld=upheld, reply=reply, seen="1.1", by=by, at=at)

    def _report(self, report: shapes.Reported, at: datetime) -> None:
        words = self._words(reply_name(self.plan.ref, report.reply))
        report_words(self.book.project_id, words.code, report.reason, by=self.book.people[report.person], at=at)

    def _keep(self, report: shapes.Reported, at: datetime) -> None:
        words = self._words(reply_name(self.plan.ref, report.reply))
        publish_words(self.book.project_id, words.code, seen="0.1", by=self._by, at=at)

    def _answer(self, number: int, answer: shapes.TeamAnswer, at: datetime) -> None:
        to = self._words(reply_name(self.plan.ref, answer.reply)).code if answer.reply else ""
        where = (self.book.project_id, self.plan.ref, answer.idea)
        send_answer(*where, answer.words, f"answer {number}", to=to, by=self._by, at=at)

    def _type_in(self, ticks: shapes.Ticks, at: datetime) -> None:
        rows = [TallyRow(number, ref, count) for number, (ref, count) in enumerate(ticks.counts.items(), 1)]
        where = (self.book.project_id, self.plan.ref, ticks.place, ticks.counted_on)
        type_in(*where, rows, by=self._by, at=at)


@dataclass(slots=True)
class _Batch:
    """One batch of answers while the board is open."""

    book: Book
    board: str
    plan: shapes.EarlyBatch
    base_url: str
    ref: str = ""

    def prepare(self, at: datetime) -> None:
        where, by = (self.book.project_id, self.board), self.book.staff["commissioner"]
        self.ref = answering.make_batch(*where, BatchDraft(self.plan.title, self.plan.words), by=by, at=at)
        answering.choose_ideas(*where, self.ref, {answer.idea for answer in self.plan.answers}, by=by, at=at)
        for answer in self.plan.answers:
            draft = AnswerDraft(answer.state, answer.words, answer.reason)
            answering.keep_answer(*where, self.ref, answer.idea, draft, by=by, at=at)

    def publish(self, at: datetime) -> None:
        where, by = (self.book.project_id, self.board), self.book.staff["commissioner"]
        publishing.publish_batch(
            *where, self.ref, lambda letter: answers_mail(letter, self.base_url), by=by, at=at, secret_key=""
        )


@dataclass(slots=True)
class _Merging:
    """One proposal to put ideas together, from asking the authors to what came of it."""

    book: Book
    board: str
    plan: shapes.Merge
    ref: str = ""
    into: str = ""

    def steps(self) -> list[Step]:
        """Proposing, the answers of authors an hour apart, making, and supports that are taken along."""
        plan = self.plan
        steps: list[Step] = [(plan.proposed_at, self._propose)]
        for hours, idea in enumerate(plan.agreed, 1):
            steps.append((plan.proposed_at + timedelta(hours=hours), partial(self._agree, idea)))
        if plan.made_at:
            steps.append((plan.made_at, self._make))
            for hours, (person, idea) in enumerate(plan.moved, 1):
                steps.append((plan.made_at + timedelta(hours=hours), partial(self._move, person, idea)))
        return steps

    @property
    def _where(self) -> tuple[uuid.UUID, str]:
        return self.book.project_id, self.board

    def _author(self, ref: str) -> uuid.UUID:
        return db.session.get_one(Contribution, self.book.words[ref]).participant_id

    def _propose(self, at: datetime) -> None:
        for ref in self.plan.ideas:  # by people with a browser of their own, so that they can be asked
            unknown = (Participant.id == self._author(ref), Participant.key_digest.is_(None))
            key = secret_digest(secrets.token_urlsafe(24))
            db.session.execute(update(Participant).where(*unknown).values(key_digest=key))
        draft = ReshapingDraft(
            kind=ReshapingKind.MERGE,
            ideas=self.plan.ideas,
            into="",
            results=(Wording(self.plan.title, self.plan.words),),
            reason=self.plan.reason,
            answer_by=self.plan.answer_by,
        )
        self.ref = reshaping.propose(*self._where, draft, by=self.book.staff["facilitator"], at=at)

    def _agree(self, idea: str, at: datetime) -> None:
        residents.answer(*self._where, idea, self.ref, PartView.AGREED, by=self._author(idea), at=at)

    def _make(self, at: datetime) -> None:
        (self.into,) = make(*self._where, self.ref, by=self.book.staff["facilitator"], at=at)

    def _move(self, person: str, idea: str, at: datetime) -> None:
        residents.move_support(*self._where, idea, self.into, by=self.book.people[person], at=at)
