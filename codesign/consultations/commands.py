"""Every write of a resident who answers: begin, save, carry on elsewhere, send, and the equality answers after it.

Drafts leave no event: until they are sent they are nobody's business, and deleting them must leave nothing.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from codesign.consultations import equality, rows
from codesign.consultations.carry_on import carry_on_code, read_carry_on_code
from codesign.consultations.own.changing import send_change
from codesign.consultations.own.links import bring_here
from codesign.consultations.taking_in import Receipt, accept
from codesign.consultations.ways_in.rolls import require_code, use_up
from codesign.core.closing import GRACE
from codesign.core.equality import disability
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.questions.answering import Given, stored
from codesign.core.questions.questionnaires import OffTheWay
from codesign.core.terms import Consent, Mode
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_participant, record, sent_with
from codesign.models import Consultation, Draft, EqualityAnswer, Participant

DRAFT_KEPT = timedelta(days=180)
"""A draft nobody touched for so long is deleted, also where no closing time is set."""

KIOSK_DRAFT_KEPT = timedelta(minutes=30)
"""A draft left behind at a kiosk: without a code or a link nobody can come back to it."""


class AlreadySent(WrongStage):
    """This participant has sent their answers; what follows is another person's."""


def begin(
    project_id: uuid.UUID,
    ref: str,
    *,
    by: uuid.UUID,
    at: datetime,
    shared_device: bool = False,
    again: bool = False,
    mode: Mode | None = None,
    roll_entry: uuid.UUID | None = None,
) -> None:
    """Start answering, or with `again` start over; with `roll_entry` as an invited person.

    Raises `AlreadySent`, `NeedsCode`, `NotYetOpen` and `Closed`.
    """
    consultation = rows.residents_consultation(project_id, ref)
    mine = rows.draft_row(consultation, by)
    require_code(consultation, roll_entry or (mine.roll_entry_id if mine is not None else None))
    draft = _draft(consultation, by, at)
    draft.shared_device = shared_device
    draft.mode = mode or draft.mode
    draft.roll_entry_id = roll_entry or draft.roll_entry_id
    if again and draft.changes_id is None:
        draft.answers = {}
        draft.key = secrets.token_urlsafe(18)
        draft.carry_on_code = draft.link_digest = None
    draft.updated_at = at
    db.session.flush()


def save_page(
    project_id: uuid.UUID,
    ref: str,
    page: Mapping[str, tuple[int, Given]],
    *,
    by: uuid.UUID,
    at: datetime,
    settle: bool = True,
    language: str = "",
) -> tuple[str, ...]:
    """Keep the answers of a page in the draft as they are, good or not; an empty one is a skip.

    Each comes with the wording that was shown. With `settle`, answers that no longer apply after it are dropped: the
    words of the questions they were to. Raises `NotFound`, `OffTheWay`, `AlreadySent`, `NotYetOpen` and `Closed`.
    """
    consultation = rows.residents_consultation(project_id, ref)
    draft = _draft(consultation, by, at)
    applying = rows.questionnaire(consultation).way(rows.answers_in(draft, consultation)).applying
    answers = dict(draft.answers)
    for question_ref, (version, given) in page.items():
        question = rows.live_question(consultation, question_ref)
        if question_ref not in applying:
            raise OffTheWay("This question is not asked after what was said before.")
        answers[question_ref] = stored(rows.asked(question, rows.version_row(question, version)), given)
    draft.answers = answers  # a new dictionary, so that the change is seen
    dropped = _drop_off_the_way(consultation, draft) if settle else ()
    draft.updated_at = at
    if language:
        draft.language = language
    db.session.flush()
    return dropped


def come_back_later(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime) -> str:
    """The code to carry on with on any phone; the same one until it is used."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = _draft(consultation, by, at)
    if draft.changes_id is not None:
        raise Refused(N_("Your change is kept on this device. What you sent counts until you send the change."))
    while draft.carry_on_code is None:
        code = carry_on_code()
        if db.session.scalar(select(Draft.id).where(Draft.carry_on_code == code)) is None:
            draft.carry_on_code = code
    db.session.flush()
    return draft.carry_on_code


def carry_on(
    project_id: uuid.UUID,
    ref: str,
    typed: str,
    *,
    by: uuid.UUID,
    at: datetime,
    shared_device: bool = False,
    at_kiosk: bool = False,
) -> None:
    """Bring the draft behind the code to this browser's participant; the code is used up, but for a kiosk's.

    The participant must hold no answers of their own (see `has_own_answers`). Raises `Refused` for an unknown code.
    """
    consultation = rows.residents_consultation(project_id, ref)
    code = read_carry_on_code(typed)
    draft = db.session.scalar(
        select(Draft)
        .where(Draft.carry_on_code == code, Draft.consultation_id == consultation.id, Draft.changes_id.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if code is None or draft is None:
        raise Refused(N_("We cannot find that code. Check it, then type it again."))
    rows.require_taking(consultation, draft.started_at, at)
    if draft.participant_id != by:
        mine = rows.draft_row(consultation, by, to_change=True)
        if mine is not None:
            db.session.delete(mine)
            db.session.flush()
        draft.participant_id = by
        draft.shared_device = shared_device
        bring_here(draft, at_kiosk=at_kiosk)
    if not at_kiosk:
        draft.carry_on_code = None  # who walks away from a kiosk still needs it
    draft.updated_at = at
    db.session.flush()


def send_answers(
    project_id: uuid.UUID,
    ref: str,
    *,
    key: str,
    consent: Consent,
    by: uuid.UUID,
    at: datetime,
    language: str = "en",
    mode: Mode = Mode.WEB,
    network: str | None = None,
) -> Receipt:
    """Send the draft: one submission, its answers and its words, all or nothing; the draft's key makes twice once.

    `consent` is for the words. Raises `Refused` when an answer needs another look or the page is older than the
    draft, and `Closed` after the close (and 24 hours for those who began before it).
    """
    consultation = rows.residents_consultation(project_id, ref)
    # Locked first: the second of two sendings waits here, then finds the submission of the first.
    draft = rows.draft_row(consultation, by, to_change=True)
    participant = db.session.get_one(Participant, by)
    if draft is None or draft.key != key:
        earlier = sent_with(consultation, participant, key)
        if earlier is not None:
            return Receipt(earlier.receipt, True)
        raise Refused(N_("This page is older than your answers. Check them here, then send them."))
    if draft.changes_id is not None:
        return send_change(consultation, draft, consent=consent, at=at)
    rows.require_taking(consultation, draft.started_at, at)
    invited = use_up(consultation, draft)
    receipt = accept(
        consultation,
        participant,
        rows.answers_in(draft, consultation),
        key=key,
        consent=consent,
        at=at,
        mode=draft.mode or mode,
        language=language,
        started_at=draft.started_at,
        network=network,
        invited=invited,
        late=rows.has_closed(consultation, at),
    )
    db.session.delete(draft)
    db.session.flush()
    return receipt


def answer_equality(
    project_id: uuid.UUID, ref: str, question_code: str, value: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep one equality answer, apart from all others; the newest counts. The event does not say what was answered.

    Raises `NotFound` for an unknown question or before anything was sent, `Refused` for an unknown answer.
    """
    consultation = rows.residents_consultation(project_id, ref)
    question = equality.BY_CODE.get(question_code)
    if question is None or not consultation.asks_equality or rows.submission_row(consultation, by) is None:
        raise NotFound("There is no such question here.")
    if not question.knows(value):
        raise Refused(N_("Select one of the answers, or skip this question."))
    db.session.scalar(select(Participant).where(Participant.id == by).with_for_update())
    known = _equality_row(project_id, by, question_code)
    if known is None:
        known = EqualityAnswer(project_id=project_id, participant_id=by, question=question_code)
        db.session.add(known)
    elif known.value == value:
        return
    known.value = value
    for other in equality.QUESTIONS:
        follows_on = other.only_if is not None and other.only_if[0] == question_code and other.only_if[1] != value
        stale = _equality_row(project_id, by, other.code) if follows_on else None
        if stale is not None:
            db.session.delete(stale)
    if question_code in ("health_12m", "activity_restriction"):
        _derive_disability(project_id, by)
    record(
        "equality_answered",
        consultation,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        details={"module": equality.MODULE, "question": question_code},
    )


def clear_old_drafts(*, at: datetime) -> int:
    """Delete drafts that can no longer be sent, or that nobody touched for 180 days; how many. For the nightly job."""
    gone = 0
    query = select(Draft, Consultation).join(Consultation, Draft.consultation_id == Consultation.id)
    for draft, consultation in db.session.execute(query).all():
        too_late = consultation.closes_at is not None and consultation.closes_at + GRACE <= at
        if too_late or _given_up(draft, at):
            db.session.delete(draft)
            gone += 1
    db.session.flush()
    return gone


def _given_up(draft: Draft, at: datetime) -> bool:
    ways_back = (draft.carry_on_code, draft.link_digest, draft.roll_entry_id)
    if draft.mode is Mode.KIOSK and not any(ways_back):
        return draft.updated_at + KIOSK_DRAFT_KEPT <= at
    return draft.updated_at + DRAFT_KEPT <= at


def _draft(consultation: Consultation, participant_id: uuid.UUID, at: datetime) -> Draft:
    """The participant's draft, locked; made on first need while the consultation is open."""
    # The participant's row is the lock for making a draft: two tabs begin one after the other.
    db.session.scalar(select(Participant).where(Participant.id == participant_id).with_for_update())
    draft = rows.draft_row(consultation, participant_id, to_change=True)
    if draft is None and rows.submission_row(consultation, participant_id) is not None:
        raise AlreadySent("You have sent your answers.")
    rows.require_taking(consultation, rows.began_at(draft), at)
    if draft is None:
        draft = Draft(
            consultation_id=consultation.id,
            participant_id=participant_id,
            answers={},
            key=secrets.token_urlsafe(18),
            started_at=at,
            updated_at=at,
        )
        db.session.add(draft)
        db.session.flush()
    return draft


def _drop_off_the_way(consultation: Consultation, draft: Draft) -> tuple[str, ...]:
    """Take out answers to questions that no longer apply; only those that said something are named."""
    kept = rows.answers_in(draft, consultation)
    applying = rows.questionnaire(consultation).way(kept).applying
    gone = [ref for ref in kept if ref not in applying]
    draft.answers = {ref: answer for ref, answer in draft.answers.items() if ref not in gone}
    return tuple(kept[ref][0].text for ref in gone if not kept[ref][1].empty)


def _derive_disability(project_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """Keep what the two health answers say together, as published tables count it (domain.md e1)."""
    db.session.flush()
    given = {
        code: row.value
        for code in ("health_12m", "activity_restriction")
        if (row := _equality_row(project_id, participant_id, code)) is not None
    }
    derived, known = disability(given), _equality_row(project_id, participant_id, "disabled")
    if derived is None:
        if known is not None:
            db.session.delete(known)
        return
    if known is None:
        known = EqualityAnswer(project_id=project_id, participant_id=participant_id, question="disabled")
        db.session.add(known)
    known.value = derived


def _equality_row(project_id: uuid.UUID, participant_id: uuid.UUID, question_code: str) -> EqualityAnswer | None:
    return db.session.scalar(
        select(EqualityAnswer).where(
            EqualityAnswer.project_id == project_id,
            EqualityAnswer.participant_id == participant_id,
            EqualityAnswer.question == question_code,
        )
    )
