"""What the facilitator does with cards: check them, group them without dragging, undo, add paper cards, count hands."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import exists, func, select, update

from codesign.core.codes import public_code
from codesign.core.errors import NotFound, Refused
from codesign.core.heard import set_apart
from codesign.core.terms import Mode, ModerationAct, ModerationReason, Standing, StepKind
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, hold, moderated, policy_in_force, sending
from codesign.models import Card, CardGroup, Dot, EventRow, EvidenceLink, Participant, Step, Workshop
from codesign.workshops.drafts import CardDraft
from codesign.workshops.joining import add_card, card_key, workshop_key
from codesign.workshops.rooms import (
    card_in,
    changed,
    current_step,
    group_in,
    require_open_book,
    workshop_by_code,
)

MOVED = "card_moved"
MOVE_UNDONE = "card_move_undone"
MOST_GROUPS = 12


def _room(project_id: uuid.UUID, code: str) -> Workshop:
    workshop = workshop_by_code(project_id, code, lock=True)
    require_open_book(workshop)
    return workshop


def cards_step(workshop: Workshop) -> Step | None:
    """The step whose cards the remote has in hand: the current one, or the one whose groups are voted on."""
    step = current_step(workshop)
    if step is None:
        return next((each for each in workshop.steps if each.kind is StepKind.CARDS), None)
    if step.kind is StepKind.CARDS:
        return step
    return next((each for each in workshop.steps if each.id == step.votes_on_id), None)


def move_card(
    project_id: uuid.UUID,
    code: str,
    card_id: uuid.UUID,
    *,
    seen_in: uuid.UUID | None,
    to: uuid.UUID | None,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Put a card in a group, or back among those not grouped (`to` None). `seen_in` is where the facilitator saw it.

    Raises `Refused` when somebody else has moved it meanwhile, `NotFound` when the group is not of the card's step.
    """
    workshop = _room(project_id, code)
    card, _words = card_in(workshop, card_id)
    if to is not None and group_in(workshop, to).step_id != card.step_id:
        raise NotFound("That group is of another step.")
    if card.group_id == to:
        return
    if card.group_id != seen_in:
        raise Refused(N_("Someone else moved this card just now. Look where it is, then move it again."))
    card.group_id = to
    changed(workshop, MOVED, workshop, by=actor_person(by), at=at, details=_way(card, seen_in, to))


def undo_move(project_id: uuid.UUID, code: str, *, by: uuid.UUID, at: datetime) -> None:
    """Put the card that was moved last back where it came from. Raises `Refused` when there is nothing to undo."""
    workshop = _room(project_id, code)
    event = last_move(workshop.id)
    if event is None:
        raise Refused(N_("There is no move to undo."))
    card, _words = card_in(workshop, uuid.UUID(event.details["card"]))
    came_from = uuid.UUID(event.details["from"]) if event.details["from"] else None
    went_to = uuid.UUID(event.details["to"]) if event.details["to"] else None
    if card.group_id != went_to:
        raise Refused(N_("Someone else moved this card just now. Look where it is, then move it again."))
    if came_from is not None and db.session.get(CardGroup, came_from) is None:
        came_from = None  # that group is gone: back among the cards not grouped
    card.group_id = came_from
    changed(
        workshop,
        MOVE_UNDONE,
        workshop,
        by=actor_person(by),
        at=at,
        details={**_way(card, went_to, came_from), "undoes": event.sequence},
    )


def last_move(workshop_id: uuid.UUID) -> EventRow | None:
    """The newest move that has not been undone, from the chain of events; looks back over the last hundred."""
    undone: set[int] = set()
    events = db.session.scalars(
        select(EventRow)
        .where(EventRow.subject == f"workshop:{workshop_id.hex}", EventRow.kind.in_((MOVED, MOVE_UNDONE)))
        .order_by(EventRow.sequence.desc())
        .limit(100)
    )
    for event in events:
        if event.kind == MOVE_UNDONE:
            undone.add(event.details["undoes"])
        elif event.sequence not in undone:
            return event
    return None


def add_group(project_id: uuid.UUID, code: str, title: str, *, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """A new, empty group in the step in hand. Raises `Refused` before there is one, and past twelve."""
    workshop = _room(project_id, code)
    step = cards_step(workshop)
    if step is None:
        raise Refused(N_("Add a cards step to the agenda first."))
    if len(step.groups) >= MOST_GROUPS:
        raise Refused(N_("Twelve groups are enough for one wall. Put two together first."))
    position = 1 + max((group.position for group in step.groups), default=0)
    group = CardGroup(step_id=step.id, position=position, title=title)
    db.session.add(group)
    changed(workshop, "group_added", workshop, by=actor_person(by), at=at, details={"step": step.ref})
    return group.id


def rename_group(
    project_id: uuid.UUID, code: str, group_id: uuid.UUID, title: str, *, by: uuid.UUID, at: datetime
) -> None:
    workshop = _room(project_id, code)
    group = group_in(workshop, group_id)
    if group.title == title:
        return
    group.title = title
    changed(workshop, "group_renamed", workshop, by=actor_person(by), at=at, details={"group": group.id.hex})


def remove_group(project_id: uuid.UUID, code: str, group_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take a group apart; its cards are not grouped again. Raises `Refused` when votes or requirements hang on it."""
    workshop = _room(project_id, code)
    group = group_in(workshop, group_id)
    voted = group.paper_dots or db.session.scalar(select(exists().where(Dot.group_id == group.id)))
    linked = db.session.scalar(select(exists().where(EvidenceLink.group_id == group.id)))
    if voted or linked:
        raise Refused(N_("People have voted for this group. You can give it another name."))
    db.session.execute(update(Card).where(Card.group_id == group.id).values(group_id=None))
    step = db.session.get_one(Step, group.step_id)
    step.groups.remove(group)
    changed(workshop, "group_removed", workshop, by=actor_person(by), at=at, details={"group": group_id.hex})


def count_hands(
    project_id: uuid.UUID, code: str, group_id: uuid.UUID, *, people: int, dots: int, by: uuid.UUID, at: datetime
) -> None:
    """Dots of people without a phone, as the facilitator counted them: recorded beside the others, and marked so."""
    workshop = _room(project_id, code)
    group = group_in(workshop, group_id)
    vote = next((step for step in workshop.steps if step.votes_on_id == group.step_id), None)
    if vote is None:
        raise Refused(N_("There is no vote on these groups in the agenda."))
    if not people <= dots <= people * vote.dots:
        raise Refused(N_("Each person gives at least one dot, and no more than the step allows. Check both numbers."))
    group.people, group.paper_dots = (people, dots) if people else (None, None)
    changed(
        workshop,
        "hands_counted",
        workshop,
        by=actor_person(by),
        at=at,
        details={"group": group.id.hex, "people": people, "dots": dots},
    )


def show_card(project_id: uuid.UUID, code: str, card_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Put a held or hidden card on the wall. Raises `NotFound` for one its author took back."""
    workshop = _room(project_id, code)
    card, words = card_in(workshop, card_id)
    if words.standing is Standing.WITHDRAWN:
        raise NotFound("Its author took this card back.")
    if set_apart(words.standing, words.moderation_reason):
        raise Refused(N_("This card is held because someone may be at risk. It does not come back to the wall."))
    before, words.standing = words.standing, Standing.PUBLISHED
    words.moderation_reason, words.moderation_note, words.moderation_code = None, "", ""
    words.moderated_at, words.moderated_by_id = at, by
    moderated(words, ModerationAct.PUBLISHED, before=before, by=by, at=at)
    changed(workshop, "card_shown", card, by=actor_person(by), at=at)


def hide_card(
    project_id: uuid.UUID, code: str, card_id: uuid.UUID, reason: ModerationReason, *, by: uuid.UUID, at: datetime
) -> None:
    """Take a card off the wall, with a reason from the list; its words stay for staff, and its author is told."""
    workshop = _room(project_id, code)
    card, words = card_in(workshop, card_id)
    if words.standing is Standing.WITHDRAWN:
        raise NotFound("Its author took this card back.")
    if set_apart(words.standing, words.moderation_reason):
        raise Refused(N_("This card is held because someone may be at risk. Nothing more is done with it here."))
    policy = policy_in_force(project_id)
    written = policy.of_kind(reason)
    before, words.standing = words.standing, Standing.HIDDEN
    words.moderation_reason, words.moderation_code = reason, written.code
    words.moderated_at, words.moderated_by_id = at, by
    held = reason is ModerationReason.SAFEGUARDING and hold(words, by=by, at=at)
    moderated(
        words,
        ModerationAct.HELD if held else ModerationAct.HIDDEN,
        before=before,
        by=by,
        at=at,
        reason=reason,
        code=written.code,
        policy_number=policy.number,
    )
    changed(workshop, "card_hidden", card, by=actor_person(by), at=at, details={"reason": reason.value})


def add_paper_card(project_id: uuid.UUID, code: str, draft: CardDraft, *, by: uuid.UUID, at: datetime) -> None:
    """A card written on paper, typed in by the facilitator: a person of its own without a key, with equal standing."""
    workshop = _room(project_id, code)
    step = cards_step(workshop)
    if step is None:
        raise Refused(N_("Add a cards step to the agenda first."))
    key = card_key(by, workshop.id, draft.key)
    if db.session.scalar(select(func.count()).select_from(Card).where(Card.key == key)):
        return
    writer = Participant(project_id=project_id, ref=_free_ref(), created_at=at)
    db.session.add(writer)
    db.session.flush()
    sent = sending(workshop, writer, workshop_key(workshop), at=at, mode=Mode.WORKSHOP)
    # The facilitator has read it: nothing to hold.
    card = add_card(step, sent.submission, draft, key=key, at=at, waits=False, from_paper=True)
    changed(workshop, "paper_card_added", card, by=actor_person(by), at=at)


def _way(card: Card, from_group: uuid.UUID | None, to: uuid.UUID | None) -> dict[str, str]:
    return {"card": card.id.hex, "from": from_group.hex if from_group else "", "to": to.hex if to else ""}


def _free_ref() -> str:
    while True:
        ref = public_code("P")
        if db.session.scalar(select(func.count()).select_from(Participant).where(Participant.ref == ref)) == 0:
            return ref
