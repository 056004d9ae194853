"""A questionnaire with the kinds that are more than a list or a box for words."""

from __future__ import annotations

from typing import Any

from codesign.core.terms import QuestionType, UploadPurpose
from codesign.extensions import db
from codesign.models import Choice, Consultation, Upload
from tests.make import NOW, commit, make_consultation, make_question

# One pixel, so that a picture is a picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180"
    "5a343d1b0000000049454e44ae426082"
)


def everything(**fields: Any) -> Consultation:
    """Q1 facts, Q2 date, Q3 ranking, Q4 matrix that is needed, Q5 points, Q6 pictures."""
    consultation = make_consultation(**{"title": "The new hub", **fields})
    make_question(consultation, QuestionType.INFORMATION, "What is planned", body="It opens in May.\n\n- It is free")
    make_question(consultation, QuestionType.DATE, "When were you last there?", offers_not_sure=True)
    make_question(consultation, QuestionType.RANKING, "What matters most?", labels=("Bus", "Play", "Late hours"))
    matrix = make_question(
        consultation, QuestionType.MATRIX, "How good is each?", labels=("Good", "Poor"), required=True
    )
    for place, label in enumerate(("Opening hours", "Staff"), 1):
        matrix.current.choices.append(Choice(position=place, code=f"r{place}", label=label, is_row=True))
    make_question(
        consultation,
        QuestionType.ALLOCATION,
        "Share 100 points",
        labels=("Play workers", "A quiet room"),
        unit="points",
        settings={"total": 100},
    )
    rooms = make_question(
        consultation, QuestionType.PICTURE_CHOICE, "Which room?", labels=("Sofas", "Tables", "Neither")
    )
    rooms.current.choices[2].exclusive = True
    for choice in rooms.current.choices[:2]:
        upload = Upload(
            project_id=consultation.project_id,
            activity_id=consultation.id,
            purpose=UploadPurpose.CHOICE,
            media_type="image/png",
            content=PIXEL,
            size=len(PIXEL),
            sha256="0" * 64,
            created_at=NOW,
        )
        db.session.add(upload)
        db.session.flush()
        choice.picture_id, choice.picture_alt = upload.id, f"A room with {choice.label.lower()}"
    commit()
    return consultation
