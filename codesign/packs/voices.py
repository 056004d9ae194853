"""What people said, from rows to the values of a pack: questions, boards, workshops, words."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from statistics import fmean, median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from codesign.core import pack as p
from codesign.core.questions.answering import plain_number
from codesign.core.questions.kinds import KINDS, kind_of
from codesign.core.questions.kinds.base import NOT_SURE_CELL, Counts, Table
from codesign.core.terms import StepKind
from codesign.extensions import db
from codesign.models import (
    Answer,
    AnswerChoice,
    Attendee,
    Choice,
    Consultation,
    Dot,
    Question,
    QuestionVersion,
    Submission,
    Workshop,
)
from codesign.packs.sources import Sources, printable
from codesign.tallies.answers import AnswerTally, wording_of
from codesign.tallies.taking_part import COUNTED


def questions(sources: Sources) -> tuple[p.Question, ...]:
    """Every wording that was answered, and the newest one even if nobody did. Answers stay with what was asked."""
    versions = [v.id for q in sources.questions for v in q.versions]
    tally = AnswerTally(and_(Answer.question_version_id.in_(versions), Submission.state.in_(COUNTED)))
    sent = {a.id: _sent(a.id) for a in sources.of_kind(Consultation)}
    made = []
    for question in sources.questions:
        kind = KINDS[question.current.type]
        if not kind.asks or not kind.in_results:
            continue
        for version in question.versions:
            counts = tally.of(version)
            if version is question.current or counts.base:
                made.append(_question(sources, question, version, counts, sent[question.consultation_id]))
    return tuple(made)


def _question(sources: Sources, question: Question, version: QuestionVersion, counts: Counts, sent: int) -> p.Question:
    asked = wording_of(question, version)
    kind = kind_of(asked)
    tables = [table for table in kind.summary(asked, counts).tables if not table.text_only]
    alone = len(question.versions) == 1
    return p.Question(
        ref=sources.question_refs[question.id],
        text=version.text,
        type=kind.name,
        base=counts.base,
        version=version.number,
        activity=sources.activity_refs[question.consultation_id],
        hint=version.hint,
        why=version.why,
        required=version.required,
        several=any(table.adds_to_more for table in tables),
        not_answered=max(sent - counts.base, 0) if alone else None,
        results=tuple(result for table in tables for result in _results(table)),
        texts=counts.texts,
        mean=round(fmean(counts.numbers), 2) if counts.numbers else None,
        median=round(float(median(counts.numbers)), 2) if counts.numbers else None,
    )


def _results(table: Table) -> Iterator[p.Result]:
    """The lines of one table; where a question has several, each line says which one it is of, and its mean."""
    for bar in table.bars:
        label = f"{table.title}: {bar.label}" if table.title else bar.label
        told = f"{label} ({table.value_title.lower()} {bar.value})" if bar.value else label
        yield p.Result(label=told, n=bar.n, base=table.base)


def _sent(activity_id: uuid.UUID) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(Submission.activity_id == activity_id, Submission.state.in_(COUNTED))
        )
        or 0
    )


def _pairs(query: Any) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in db.session.execute(query)]


def closed_answers(sources: Sources) -> tuple[p.ClosedAnswer, ...]:
    """One row a choice of each counted response, by the response's random reference.

    A row of a grid is named before what was chosen in it, an amount after what it was given to.
    """
    versions = {v.id: sources.question_refs[q.id] for q in sources.questions for v in q.versions}
    grid_rows = {(v.id, c.code): c.label for q in sources.questions for v in q.versions for c in v.choices if c.is_row}
    rows = db.session.execute(
        select(
            Submission.ref,
            Submission.mode,
            Answer.question_version_id,
            Choice.label,
            AnswerChoice.row,
            AnswerChoice.amount,
        )
        .join(Answer, Answer.submission_id == Submission.id)
        .join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
        .join(Choice, Choice.id == AnswerChoice.choice_id)
        .where(Answer.question_version_id.in_(list(versions)), Submission.state.in_(COUNTED))
    ).all()
    unsure = db.session.execute(
        select(Submission.ref, Submission.mode, Answer.question_version_id)
        .join(Answer, Answer.submission_id == Submission.id)
        .where(Answer.question_version_id.in_(list(versions)), Answer.not_sure, Submission.state.in_(COUNTED))
    ).all()
    made = []
    for ref, mode, version, label, row, amount in rows:
        told = f"{grid_rows.get((version, row), row)}: {label}" if row else label
        if amount is not None:
            told = f"{told}: {plain_number(amount)}"
        made.append(p.ClosedAnswer(response=ref, question=versions[version], answer=told, mode=mode.value))
    made += [
        p.ClosedAnswer(response=ref, question=versions[version], answer=NOT_SURE_CELL, mode=mode.value)
        for ref, mode, version in unsure
    ]
    return tuple(sorted(made, key=lambda a: (a.response, a.question, a.answer)))


def workshops(sources: Sources) -> tuple[p.Workshop, ...]:
    """Every workshop with what its steps came to. Dots are counted beside the people who gave them, never as people."""
    steps = [s.id for s in sources.steps]
    dots: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, int]] = {
        (step, group): (int(n), voters)
        for step, group, n, voters in db.session.execute(
            select(Dot.step_id, Dot.group_id, func.sum(Dot.dots), func.count(Dot.participant_id.distinct()))
            .where(Dot.step_id.in_(steps))
            .group_by(Dot.step_id, Dot.group_id)
        )
    }
    voters: dict[uuid.UUID, int] = dict(
        _pairs(
            select(Dot.step_id, func.count(Dot.participant_id.distinct()))
            .where(Dot.step_id.in_(steps))
            .group_by(Dot.step_id)
        )
    )
    joined: dict[uuid.UUID, int] = dict(
        _pairs(
            select(Attendee.workshop_id, func.count())
            .where(Attendee.workshop_id.in_([a.id for a in sources.of_kind(Workshop)]))
            .group_by(Attendee.workshop_id)
        )
    )
    zone = ZoneInfo(sources.project.time_zone)
    made = []
    for workshop in sources.of_kind(Workshop):
        assert isinstance(workshop, Workshop)
        starts, ends = workshop.starts_at.astimezone(zone), workshop.ends_at.astimezone(zone)
        made.append(
            p.Workshop(
                ref=workshop.ref,
                title=workshop.title,
                held_on=starts.date(),
                place=workshop.place,
                times=f"{starts:%H:%M} to {ends:%H:%M}",
                came=workshop.attended if workshop.attended is not None else joined.get(workshop.id, 0),
                steps=tuple(_steps(sources, workshop.id, dots, voters)),
                note=workshop.attendance_note,
            )
        )
    return tuple(made)


def _steps(
    sources: Sources,
    workshop_id: uuid.UUID,
    dots: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, int]],
    voters: dict[uuid.UUID, int],
) -> list[p.Step]:
    made = []
    for step in (s for s in sources.steps if s.workshop_id == workshop_id):
        if step.kind is StepKind.VOTE:
            voted = [g for s in sources.steps if s.id == step.votes_on_id for g in s.groups]
            groups = []
            for group in voted:
                given, people = dots.get((step.id, group.id), (0, 0))
                groups.append(
                    p.CardGroup(
                        ref=sources.group_refs[group.id],
                        title=group.title,
                        dots=given + (group.paper_dots or 0),
                        voters=people + (group.people or 0),
                    )
                )
            made.append(
                p.Step(
                    ref=sources.step_refs[step.id],
                    title=step.title,
                    kind=step.kind,
                    prompt=step.prompt,
                    minutes=step.minutes,
                    people=voters.get(step.id, 0),
                    dots_each=step.dots,
                    groups=tuple(groups),
                )
            )
            continue
        cards = [c for c in sources.cards if c.step_id == step.id and c.contribution_id in sources.words]
        by_group: dict[uuid.UUID | None, list[p.Card]] = defaultdict(list)
        for card in cards:
            said = card.contribution
            by_group[card.group_id].append(
                p.Card(
                    ref=said.code,
                    text=printable(said.text),
                    consent=said.consent,
                    standing=said.standing,
                    language=said.language,
                    paper=card.from_paper,
                )
            )
        made.append(
            p.Step(
                ref=sources.step_refs[step.id],
                title=step.title,
                kind=step.kind,
                prompt=step.prompt,
                minutes=step.minutes,
                people=len({c.contribution.participant_id for c in cards}),
                groups=tuple(
                    p.CardGroup(ref=sources.group_refs[g.id], title=g.title, cards=tuple(by_group.get(g.id, ())))
                    for g in step.groups
                ),
                ungrouped=tuple(by_group.get(None, ())),
            )
        )
    return made


def contributions(sources: Sources) -> tuple[p.Contribution, ...]:
    """Everything said, by its public code."""
    return tuple(
        p.Contribution(
            ref=c.code,
            text=printable(c.text),
            consent=c.consent,
            standing=c.standing,
            language=c.language,
            kind=c.kind,
            source=sources.place_of[c.id],
            voice=sources.voice[c.participant_id],
            themes=sources.themes_of.get(c.id, frozenset()),
        )
        for c in sources.words.values()
    )


def codings(sources: Sources) -> tuple[p.Coding, ...]:
    """Which words say which theme."""
    return tuple(
        p.Coding(
            contribution=sources.words[c.contribution_id].code,
            theme=sources.theme_refs[c.theme_id],
            coded_by=c.coded_by,
            stance=c.stance,
        )
        for c in sources.codings
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> Any:
    return moment.astimezone(zone).date() if moment else None
