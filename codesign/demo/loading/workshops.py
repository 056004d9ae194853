"""The workshops of a demonstration project: agenda, who was in the room, cards, groups and dots."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from codesign.core.closing import closing_moment
from codesign.core.terms import ActivityState, Consent, ContributionKind, Mode, StepKind, StepPhase, SubmissionState
from codesign.core.workshop import Times, code_dies_at, doors_open_at
from codesign.demo import shapes
from codesign.demo.loading.book import Book, Row, Sent, noon, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.models import Attendee, Card, CardGroup, Dot, Step, Workshop
from codesign.workshops.joining import card_key, workshop_key

HALF_HOUR: Final = timedelta(minutes=30)
SETTLED: Final = timedelta(minutes=15)
"""How long ago the workshop of now began at least: long enough for the cards that are on its wall."""
TABLE_WROTE: Final = "Written on paper for a whole table. The people at the table are counted themselves."


def load_workshops(book: Book, demo: Demo) -> None:
    """Every workshop as it stands: harvested, going on now, or still to come."""
    host = next(member.name for member in demo.team if member.key == "facilitator")
    for plan in demo.workshops:
        workshop = _workshop(book, demo, plan, host)
        steps = _steps(workshop, plan)
        groups = _groups(book, plan, steps)
        people = {each.key: book.person(each.person, workshop.starts_at) for each in plan.attendees}
        cards = _cards(book, workshop, plan, steps, groups, people)
        attendees: list[Row] = [
            {"workshop_id": workshop.id, "participant_id": person, "nickname": "", "joined_at": workshop.starts_at}
            for person in people.values()
        ]
        dots: list[Row] = [
            {
                "step_id": steps[step.ref].id,
                "participant_id": people[each.attendee],
                "group_id": groups[step.votes_on, each.group],
                "dots": each.dots,
            }
            for step in plan.steps
            for each in step.dots
        ]
        book.write()
        put(Attendee, attendees)
        put(Card, cards)
        put(Dot, dots)
        _record(book, workshop, people=len(attendees), cards=len(cards), groups=len(groups), dots=len(dots))


def _workshop(book: Book, demo: Demo, plan: shapes.Workshop, host: str) -> Workshop:
    starts_at = _begins_now(book) if plan.starts is None else closing_moment(plan.on, plan.starts, book.zone)
    ends_at = starts_at + timedelta(minutes=plan.minutes)
    over = ends_at <= book.at
    begun = over or plan.starts is None
    times = Times(
        starts_at=starts_at,
        ends_at=ends_at,
        started_at=starts_at if begun else None,
        ended_at=ends_at if over else None,
    )
    row = Workshop(
        project_id=book.project_id,
        ref=plan.ref,
        title=plan.title,
        introduction=plan.purpose,
        influence=plan.influence,
        state=ActivityState.CLOSED if over else ActivityState.OPEN,
        opens_at=doors_open_at(times),
        closes_at=code_dies_at(times),
        zone=book.zone,
        created_at=noon(demo.project.created_on),
        join_code=plan.join_code,
        starts_at=starts_at,
        ends_at=ends_at,
        place=plan.place,
        offers=plan.extras,
        host_name=host,
        started_at=times.started_at,
        ended_at=times.ended_at,
        attended=len(plan.attendees) if over else None,
        attendance_note=plan.summary,
        harvested_at=ends_at + timedelta(days=1) if over else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _begins_now(book: Book) -> datetime:
    """The half hour that the workshop of now began at: people read "2:30pm", and it stays on the day of loading."""
    here = (book.at - SETTLED).astimezone(ZoneInfo(book.zone))
    begun = here - timedelta(minutes=here.minute % 30, seconds=here.second, microseconds=here.microsecond)
    today = book.at.astimezone(ZoneInfo(book.zone)).date()
    return max(begun.astimezone(book.at.tzinfo), closing_moment(today, time(0, 0), book.zone))


def _steps(workshop: Workshop, plan: shapes.Workshop) -> dict[str, Step]:
    made: dict[str, Step] = {}
    for place, each in enumerate(plan.steps, 1):
        made[each.ref] = Step(
            position=place,
            ref=each.ref.removeprefix(f"{plan.ref}-"),
            kind=each.kind,
            phase=each.phase,
            title=each.title,
            prompt=each.prompt,
            minutes=each.minutes,
            names=each.names,
            dots=each.dots_each or 5,
            votes_on_id=made[each.votes_on].id if each.votes_on else None,
            totals_shown=each.kind is StepKind.VOTE and each.phase is StepPhase.CLOSED,
        )
        workshop.steps.append(made[each.ref])
        # A vote needs the key of its cards.
        db.session.flush()
    # No timer runs in the step of now: whoever opens the demonstration an hour later can still write a card.
    now = next((step for step in made.values() if step.phase is StepPhase.OPEN), None)
    workshop.current_step_id = now.id if now else None
    return made


def _groups(book: Book, plan: shapes.Workshop, steps: dict[str, Step]) -> dict[tuple[str, str], uuid.UUID]:
    """Groups by step and key; a vote is called by its own step and the group it was about."""
    rows: dict[tuple[str, str], CardGroup] = {}
    for step in plan.steps:
        for place, group in enumerate(step.groups, 1):
            rows[step.ref, group.key] = CardGroup(step_id=steps[step.ref].id, position=place, title=group.title)
    db.session.add_all(rows.values())
    db.session.flush()
    groups = {name: row.id for name, row in rows.items()}
    book.groups.update({f"{step}/{key}": row for (step, key), row in groups.items()})
    for step in plan.steps:
        book.groups.update({f"{step.ref}/{key}": row for (on, key), row in groups.items() if on == step.votes_on})
    return groups


def _cards(
    book: Book,
    workshop: Workshop,
    plan: shapes.Workshop,
    steps: dict[str, Step],
    groups: dict[tuple[str, str], uuid.UUID],
    people: dict[str, uuid.UUID],
) -> list[Row]:
    sent: dict[uuid.UUID, Sent] = {}
    consents = {each.key: book.consents.get(each.person, Consent.PUBLIC) for each in plan.attendees}
    rows: list[Row] = []
    begins = workshop.starts_at
    for step in plan.steps:
        ends = min(begins + timedelta(minutes=step.minutes), book.at)
        for number, card in enumerate(step.cards, 1):
            at = begins + (ends - begins) * number / (len(step.cards) + 1)
            writer = people[card.attendee] if card.attendee else book.person(f"{plan.ref} table {card.table}", at)
            if writer not in sent:
                sent[writer] = _first_card(book, workshop, writer, at, for_table=not card.attendee)
            words = book.say(
                sent[writer],
                ContributionKind.CARD,
                card.text,
                at=at,
                consent=consents.get(card.attendee, Consent.PUBLIC),
                name=card.key,
            )
            rows.append(
                {
                    "step_id": steps[step.ref].id,
                    "contribution_id": words,
                    "group_id": groups[step.ref, card.group] if card.group else None,
                    "from_paper": card.paper,
                    "table_number": card.table,
                    "key": card_key(writer, workshop.id, card.key),
                    "created_at": at,
                }
            )
        begins = ends
    return rows


def _first_card(book: Book, workshop: Workshop, writer: uuid.UUID, at: datetime, *, for_table: bool) -> Sent:
    """One sending a person a workshop. A table is nobody: its cards are on the wall, but it is not counted as people."""
    return book.send(
        workshop,
        writer,
        workshop_key(workshop),
        at=at,
        mode=Mode.WORKSHOP,
        state=SubmissionState.EXCLUDED if for_table else SubmissionState.ACCEPTED,
        reason=TABLE_WROTE if for_table else "",
        rule="table_card" if for_table else "",
    )


def _record(book: Book, workshop: Workshop, **counts: int) -> None:
    subject = f"workshop:{workshop.id.hex}"
    details = {"ref": workshop.ref}
    book.happened("workshop_planned", subject, at=workshop.created_at, details=details)
    if workshop.started_at:
        book.happened("workshop_started", subject, at=workshop.started_at, details=details)
        book.loaded("workshop", at=min(workshop.ends_at, book.at), **counts)
    if workshop.ended_at:
        book.happened("workshop_ended", subject, at=workshop.ended_at, details=details)
    if workshop.harvested_at:
        book.happened("workshop_harvested", subject, at=workshop.harvested_at, details=details | counts)
