"""The answers to the ideas of a finished demonstration project: what was decided, said again to those who took part."""

from __future__ import annotations

from codesign.core.terms import AnswerState, Response
from codesign.demo.loading.book import Book, noon
from codesign.demo.shapes import Demo
from codesign.ideas.answers import commands, publishing
from codesign.ideas.answers.drafts import AnswerDraft, BatchDraft
from codesign.ideas.answers.mails import answers_mail

STATES = {
    Response.ACCEPTED: AnswerState.ACCEPTED,
    Response.PARTLY: AnswerState.PARTLY,
    Response.REJECTED: AnswerState.NOT_POSSIBLE,
    Response.DEFERRED: AnswerState.NOT_NOW,
    Response.OUT_OF_SCOPE: AnswerState.OUTSIDE,
    Response.ALREADY_HAPPENING: AnswerState.ALREADY_HAPPENING,
}


def load_idea_answers(book: Book, demo: Demo, *, base_url: str) -> None:
    """One batch, published on the day of the decisions, by the commands that staff use."""
    at = noon(max(plan.published_on for plan in demo.decisions), 10)
    by = book.staff["commissioner"]
    board = demo.boards[0].ref
    where = (book.project_id, board)
    batch = commands.make_batch(
        *where,
        BatchDraft("What became of your ideas", "Cabinet read every idea and decided on 22 June. Here is each answer."),
        by=by,
        at=at,
    )
    decided = [plan for plan in demo.decisions if plan.ideas]
    commands.choose_ideas(*where, batch, {ref for plan in decided for ref in plan.ideas}, by=by, at=at)
    for plan in decided:
        draft = AnswerDraft(
            STATES[plan.response],
            plan.action,
            plan.reason,
            plan.requirements[0] if plan.requirements else "",
            plan.ref,
        )
        commands.keep_answers(*where, batch, plan.ideas, draft, by=by, at=at)
    publishing.publish_batch(*where, batch, lambda letter: answers_mail(letter, base_url), by=by, at=at, secret_key="")
