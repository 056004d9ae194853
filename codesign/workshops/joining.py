"""What people in the room do: come in, put cards on the wall, change and remove them, give dots."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.codes import digest
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.terms import ContributionKind, Mode, Standing, StepKind, StepPhase
from codesign.core.words import N_
from codesign.core.workshop import CARDS_EACH, RoomState, fits_budget, must_wait, room_state
from codesign.extensions import db
from codesign.ledger import actor_participant, change_words, said, sending, withdraw_words
from codesign.models import Attendee, Card, Contribution, Dot, Participant, Step, Submission, Workshop
from codesign.workshops.drafts import CardDraft
from codesign.workshops.rooms import (
    attendee_of,
    card_in,
    changed,
    group_in,
    open_step,
    times_of,
    touch,
    workshop_by_code,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPut:
    """A card that was taken. `receipt` comes with a person's first card; `waits` when the facilitator looks first."""

    receipt: str | None
    waits: bool
    repeated: bool


def join_room(project_id: uuid.UUID, code: str, participant_id: uuid.UUID, nickname: str, *, at: datetime) -> None:
    """Come in, or come back with another nickname. Raises `WrongStage` while the code does not let people in."""
    workshop = workshop_by_code(project_id, code, lock=True)
    if room_state(times_of(workshop), at) not in (RoomState.LOBBY, RoomState.LIVE):
        raise WrongStage("Nobody can come in now.")
    known = db.session.scalar(
        select(Attendee).where(Attendee.workshop_id == workshop.id, Attendee.participant_id == participant_id)
    )
    if known is None:
        known = Attendee(workshop_id=workshop.id, participant_id=participant_id, nickname=nickname, joined_at=at)
        db.session.add(known)
        changed(workshop, "workshop_joined", workshop, by=actor_participant(participant_id), at=at)
    elif nickname and nickname != known.nickname:
        known.nickname = nickname
        touch(workshop)


def put_card(project_id: uuid.UUID, code: str, participant_id: uuid.UUID, draft: CardDraft, *, at: datetime) -> CardPut:
    """Put a card on the wall. Its first card gives a person the receipt for this workshop.

    Raises `NotFound` for someone who has not joined, `WrongStage` when no cards are taken, `Refused` past the limit.
    """
    workshop = workshop_by_code(project_id, code, lock=True)
    attendee_of(workshop, participant_id)
    participant = db.session.get_one(Participant, participant_id)
    key = card_key(participant_id, workshop.id, draft.key)
    known = db.session.scalar(select(Card).where(Card.key == key))
    if known is not None:
        return CardPut(receipt=None, waits=_standing(known) is Standing.WAITING, repeated=True)
    step = open_step(workshop, StepKind.CARDS, at=at)
    mine = db.session.scalar(
        select(func.count())
        .select_from(Card)
        .join(Contribution, Card.contribution_id == Contribution.id)
        .where(
            Card.step_id == step.id,
            Contribution.participant_id == participant_id,
            Contribution.standing != Standing.WITHDRAWN,
        )
    )
    if (mine or 0) >= CARDS_EACH:
        raise Refused(N_("That is a lot of cards. Remove one, then add the new one."))
    sent = sending(workshop, participant, workshop_key(workshop), at=at, mode=Mode.WORKSHOP)
    waits = must_wait(draft.text)
    add_card(step, sent.submission, draft, key=key, at=at, waits=waits)
    touch(workshop)
    return CardPut(receipt=None if sent.repeated else sent.submission.receipt, waits=waits, repeated=False)


def add_card(
    step: Step,
    submission: Submission,
    draft: CardDraft,
    *,
    key: str,
    at: datetime,
    waits: bool,
    from_paper: bool = False,
) -> Card:
    """The words as a contribution, and the card that shows them."""
    words = said(
        submission,
        ContributionKind.CARD,
        draft.text,
        at=at,
        standing=Standing.WAITING if waits else Standing.PUBLISHED,
    )
    card = Card(
        step_id=step.id,
        contribution_id=words.id,
        from_paper=from_paper,
        table_number=draft.table_number,
        key=key,
        created_at=at,
    )
    db.session.add(card)
    db.session.flush()
    return card


def change_card(
    project_id: uuid.UUID, code: str, participant_id: uuid.UUID, card_id: uuid.UUID, text: str, *, at: datetime
) -> None:
    """Say it in other words. Raises `NotFound` for another's card, `WrongStage` once grouping has begun."""
    workshop, words = _own_card(project_id, code, participant_id, card_id)
    change_words(words, text, by=actor_participant(participant_id), at=at)
    # Only the check of the words moves: what the facilitator took down stays down.
    if words.standing in (Standing.PUBLISHED, Standing.WAITING):
        words.standing = Standing.WAITING if must_wait(text) else Standing.PUBLISHED
    touch(workshop)


def remove_card(
    project_id: uuid.UUID, code: str, participant_id: uuid.UUID, card_id: uuid.UUID, *, at: datetime
) -> None:
    """Take a card back: its words go. Raises as `change_card`."""
    workshop, words = _own_card(project_id, code, participant_id, card_id)
    withdraw_words(words, by=actor_participant(participant_id), at=at)
    touch(workshop)


def give_dots(
    project_id: uuid.UUID, code: str, participant_id: uuid.UUID, group_id: uuid.UUID, wanted: int, *, at: datetime
) -> None:
    """Have `wanted` dots on a group, whatever lay there before: the same tap sent twice is one tap.

    Raises `Refused` over the budget: the room's lock makes the count and the change one thing, also under many taps.
    """
    workshop = workshop_by_code(project_id, code, lock=True)
    attendee_of(workshop, participant_id)
    step = open_step(workshop, StepKind.VOTE, at=at)
    group = group_in(workshop, group_id)
    if group.step_id != step.votes_on_id:
        raise NotFound("That group is not voted on now.")
    mine = db.session.scalars(select(Dot).where(Dot.step_id == step.id, Dot.participant_id == participant_id)).all()
    elsewhere = sum(dot.dots for dot in mine if dot.group_id != group.id)
    if not fits_budget(step.dots, elsewhere, wanted):
        raise Refused(N_("No dots left. Take one back first.") if wanted > 0 else N_("There is no dot to take back."))
    here = next((dot for dot in mine if dot.group_id == group.id), None)
    if (here.dots if here else 0) == wanted:
        return
    if here is None:
        db.session.add(Dot(step_id=step.id, participant_id=participant_id, group_id=group.id, dots=wanted))
    elif wanted == 0:
        db.session.delete(here)
    else:
        here.dots = wanted
    changed(
        workshop,
        "dots_given",
        step,
        by=actor_participant(participant_id),
        at=at,
        details={"group": group.id.hex, "dots": wanted},
    )


def workshop_key(workshop: Workshop) -> str:
    """One sending a person a workshop: all their cards hang on it, and its receipt leads to all of them."""
    return f"workshop:{workshop.id.hex}"


def card_key(participant_id: uuid.UUID, workshop_id: uuid.UUID, key: str) -> str:
    """A form's key bound to its person and room, so that nobody can take another's place by guessing keys."""
    return digest(f"card:{participant_id.hex}:{workshop_id.hex}:{key}")


def _own_card(
    project_id: uuid.UUID, code: str, participant_id: uuid.UUID, card_id: uuid.UUID
) -> tuple[Workshop, Contribution]:
    workshop = workshop_by_code(project_id, code, lock=True)
    card, words = card_in(workshop, card_id)
    if words.participant_id != participant_id or words.standing is Standing.WITHDRAWN:
        raise NotFound("That is not a card of this person.")
    step = db.session.get_one(Step, card.step_id)
    if step.phase is not StepPhase.OPEN or workshop.ended_at is not None:
        raise WrongStage("Grouping has begun.")
    if words.standing is Standing.HIDDEN:
        raise WrongStage("The facilitator took this card off the wall.")
    return workshop, words


def _standing(card: Card) -> Standing:
    return db.session.get_one(Contribution, card.contribution_id).standing
