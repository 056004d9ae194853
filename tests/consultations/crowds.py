"""Crowds for the tests of fair counting: honest people with words of their own, and scripts that send the same."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from sqlalchemy import insert

from codesign.consultations import rows
from codesign.consultations.counting.commands import look_at
from codesign.consultations.taking_in import accept
from codesign.core.codes import public_code, receipt_code
from codesign.core.questions.answering import Given
from codesign.core.terms import Consent, ContributionKind, Mode, Standing, SubmissionState
from codesign.extensions import db
from codesign.models import Consultation, Contribution, Participant, Submission


def _list(words: str) -> list[str]:
    return words.split()


_WHO = _list("mother son neighbour friend husband wife sister carer doctor teacher lodger gran uncle cousin nurse")
_DOES = _list("needs wants misses likes fears visits avoids uses loves leaves finds brings shares asks-for knows")
_KIND = _list("quiet warm small cheap noisy local open friendly dark clean early late busy honest free broken")
_THING = _list(
    "garden bus room desk lunch clinic ramp club hall swing kettle chair form phone choir bench door "
    "class library toilet window heater map lift film talk class-for-parents minibus kitchen stage"
)
_WHERE = _list("market school river station hill farm church square bridge estate park mill surgery shop canal")
_WHEN = _list("mornings Mondays weekends winter evenings Fridays noon holidays summer Tuesdays nights")
_JOINS = _list("because so since although while unless and but when until")
_OFTEN = ("No.", "More buses.", "Nothing comes to mind.", "I do not know", "It costs too much", "Keep the garden")
TEMPLATE = (
    "I object to the plan to close the hub on the market square. It is the only place that older people can reach on"
    " foot, and the council has not looked at any other way to save this money. Think again and keep it open."
)
_NAMES = ("Ann", "Bob", "Cath", "Dev", "Ella", "Faisal", "Gwen", "Hari", "Ivy", "Jo", "Kit", "Lena", "Mo", "Nia")


def own_words(pick: random.Random) -> str:
    """What one honest person writes: one in five only a few words that others say too."""
    if pick.random() < 0.2:
        return pick.choice(_OFTEN)
    return " ".join(_sentence(pick) for _ in range(pick.randint(1, 4)))


def _sentence(pick: random.Random) -> str:
    one = f"My {pick.choice(_WHO)} {pick.choice(_DOES)} a {pick.choice(_KIND)} {pick.choice(_THING)}"
    two = f"the {pick.choice(_THING)} by the {pick.choice(_WHERE)} is {pick.choice(_KIND)} on {pick.choice(_WHEN)}"
    three = f"every {pick.choice(_WHO)} {pick.choice(_DOES)} the {pick.choice(_THING)} near our {pick.choice(_WHERE)}"
    parts = pick.sample((one, two, three), 2)
    return f"{parts[0]} {pick.choice(_JOINS)} {parts[1]}.".replace("-", " ").capitalize()


def honest(consultation: Consultation, many: int, pick: random.Random, start: datetime) -> list[uuid.UUID]:
    """Honest responses over a fortnight, as rows; each is looked at as when it came in."""
    question = rows.live_questions(consultation)[-1]
    ids = []
    for number in range(many):
        at = start + timedelta(seconds=pick.uniform(0, 14 * 86_400))
        person = Participant(project_id=consultation.project_id, ref=public_code("P", 8), created_at=at)
        db.session.add(person)
        db.session.flush()
        row = Submission(
            project_id=consultation.project_id,
            activity_id=consultation.id,
            participant_id=person.id,
            idempotency_key=f"honest-{number}-{consultation.id.hex}",
            ref=public_code("R", 8),
            receipt=receipt_code(),
            mode=Mode.WEB,
            network=f"network-{pick.randrange(300)}",
            started_at=at - timedelta(seconds=pick.uniform(120, 900)),
            received_at=at,
        )
        db.session.add(row)
        db.session.flush()
        text = own_words(pick)
        db.session.execute(
            insert(Contribution).values(
                id=uuid.uuid4(),
                project_id=consultation.project_id,
                activity_id=consultation.id,
                participant_id=person.id,
                submission_id=row.id,
                question_id=question.id,
                code=public_code("K", 8),
                kind=ContributionKind.ANSWER,
                text=text,
                language="en",
                consent=Consent.PUBLIC,
                standing=Standing.PUBLISHED,
                said_at=at,
            )
        )
        look_at(row, [text])
        ids.append(row.id)
    return ids


def send_words(
    consultation: Consultation,
    text: str,
    *,
    at: datetime,
    started_at: datetime | None = None,
    network: str | None = None,
) -> Submission:
    """One whole response through the one way in."""
    person = Participant(project_id=consultation.project_id, ref=public_code("P", 8), created_at=at)
    db.session.add(person)
    db.session.flush()
    wording = rows.questionnaire(consultation).places[-1].asked
    receipt = accept(
        consultation,
        person,
        {wording.ref: (wording, Given(words=text))},
        key=uuid.uuid4().hex,
        consent=Consent.PUBLIC,
        at=at,
        mode=Mode.WEB,
        started_at=started_at,
        network=network,
    )
    return db.session.query(Submission).filter(Submission.receipt == receipt.code).one()


def scripted(consultation: Consultation, many: int, pick: random.Random, start: datetime) -> list[uuid.UUID]:
    """A script's responses: half the same words, a third with changes, the rest short and begun many a second."""
    ids = []
    for number in range(many):
        at = start + timedelta(seconds=number * 2)
        started = at - timedelta(seconds=5)
        kind = number % 6
        if kind < 3:
            text = TEMPLATE if kind else TEMPLATE.upper()
        elif kind < 5:
            words = TEMPLATE.split()
            for _ in range(3):
                words[pick.randrange(len(words))] = pick.choice(("really", "truly", "surely", "town", "please"))
            text = " ".join([*words, f"{pick.choice(_NAMES)}, {pick.randint(18, 90)}"])
        else:
            text = f"{pick.choice(_NAMES)} says no"
            started = start + timedelta(seconds=number // 96, milliseconds=pick.randrange(999))
        row = send_words(consultation, text, at=at, started_at=started, network=f"cloud-{pick.randrange(40)}")
        ids.append(row.id)
    return ids


def states(ids: list[uuid.UUID]) -> list[SubmissionState]:
    db.session.expire_all()
    return [db.session.get_one(Submission, key).state for key in ids]
