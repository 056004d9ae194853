"""What stands around a questionnaire, for an attacker to find: every kind of question, paper, codes, languages, records."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Final

from PIL import Image

from codesign.consultations.counting.commands import look_again
from codesign.consultations.paper import commands as paper
from codesign.consultations.paper.drafts import BatchDraft, Typed
from codesign.consultations.paper.printing import print_forms
from codesign.consultations.rows import asked
from codesign.core.codes import digest
from codesign.core.questions.answering import Given
from codesign.core.terms import Access, ActivityState, QuestionType, RecordKind, Role, UploadPurpose
from codesign.extensions import db
from codesign.models import (
    AcceptedWarning,
    Choice,
    Clip,
    Consultation,
    Draft,
    Kiosk,
    Model,
    OutreachTask,
    Person,
    PostcodeArea,
    Project,
    QuestionVersion,
    RecordEntry,
    ResultsStep,
    RollEntry,
    ShownDocument,
    Translation,
    Upload,
)
from tests import make
from tests.make import NOW

KIOSK_KEY: Final = "k" * 64
LINK: Final = "l" * 43
SHAPE: Final = {"type": "Polygon", "coordinates": [[[-2, 53], [-2, 54], [-1, 54], [-1, 53], [-2, 53]]]}


def a_photo() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    return made.getvalue()


def deepen(project: Project, consultation: Consultation) -> None:
    """Questions of every other kind, in sections, with a picture, a document, a voice, a language and a new wording."""
    area = project.areas[0]
    area.shape = SHAPE
    _add(PostcodeArea(project_id=project.id, postcode="HX76DB", area_code=area.code, edition="ONSPD May 2026"))
    kinds = (
        QuestionType.MATRIX,
        QuestionType.RANKING,
        QuestionType.PICTURE_CHOICE,
        QuestionType.ALLOCATION,
        QuestionType.DATE,
        QuestionType.PLACE,
        QuestionType.FILE,
        QuestionType.CONTACT,
        QuestionType.INFORMATION,
    )
    for kind in kinds:
        question = make.make_question(
            consultation,
            kind,
            f"About {kind.value}?",
            labels=("Bus", "Play", "Late hours"),
            hint="Think of a week.",
            body="It opens in May.\n\n- It is free" if kind is QuestionType.INFORMATION else "",
            settings={"total": 100, "accepts": ["photo", "document"], "ways": ["area", "postcode", "point"]},
        )
        if kind is QuestionType.MATRIX:
            question.section, question.section_words = "Your week", "What you do, day by day."
            question.current.choices += [
                Choice(position=place, code=f"r{place}", label=f"Line {place}", is_row=True) for place in (1, 2)
            ]
        if kind is QuestionType.PICTURE_CHOICE:
            picture = _upload(project, consultation, UploadPurpose.CHOICE, "image/jpeg", a_photo())
            question.current.choices[0].picture_id, question.current.choices[0].picture_alt = picture.id, "A red bus"
    document = _upload(project, consultation, UploadPurpose.DOCUMENT, "application/pdf", b"%PDF-1.7 plan")
    voice = _upload(project, consultation, UploadPurpose.CLIP, "audio/mpeg", b"ID3" + b"\x00" * 400)
    far = next(question for question in consultation.questions if question.current.type is QuestionType.NUMBER)
    far.versions.append(
        QuestionVersion(
            number=2, type=QuestionType.NUMBER, text="How far do you travel there?", unit="miles", created_at=NOW
        )
    )
    consultation.languages = ["en", "ur"]
    consultation.late_rule, consultation.late_days, consultation.paper_return = "Posted by the close.", 7, "Town hall"
    consultation.access = Access.BOTH
    consultation.translations += [
        Translation(language="ur", key=key, text=text, of_digest=digest(of), of_text=of, at=NOW)
        for key, text, of in (
            ("title", "اپنی بات کہیں", consultation.title),
            ("Q1.1.text", "کیا آپ مرکز گئے ہیں؟", "Have you been to the hub?"),
        )
    ]
    held = make.make_participant(project)
    _add(
        ShownDocument(activity_id=consultation.id, ref="DOC1", title="The plan", upload_id=document.id, shown_from=NOW),
        Clip(question_id=consultation.questions[0].id, language="en", upload_id=voice.id),
        *(RollEntry(consultation_id=consultation.id, code_digest=digest(n), reference=n) for n in ("T-1", "T-2")),
        Kiosk(consultation_id=consultation.id, place="Library", key_digest=digest(KIOSK_KEY), made_at=NOW),
        OutreachTask(
            consultation_id=consultation.id, variable="age_band", category="25_34", who="Young parents",
            where="The baby clinic", note="Bring paper", due_on=NOW.date(), made_at=NOW,
        ),
        AcceptedWarning(
            consultation_id=consultation.id, rule="open_too_short", of_digest="0" * 64, reason="Agreed.", at=NOW
        ),
        ResultsStep(consultation_id=consultation.id, number=1, people=10, figures={}, at=NOW - timedelta(days=2)),
        Draft(
            consultation_id=consultation.id, participant_id=held.id, answers={}, key="held", started_at=NOW,
            updated_at=NOW, link_digest=digest(LINK),
        ),
        *(
            RecordEntry(
                activity_id=consultation.id, kind=kind, at=NOW, until=NOW + timedelta(days=1), title=kind.value,
                words="What was done, and why.", who="Cabinet", made_at=NOW,
            )
            for kind in RecordKind
        ),
    )  # fmt: skip
    written = make.make_consultation(project, title="Not open yet", state=ActivityState.DRAFT)
    make.make_question(written, QuestionType.ONE_CHOICE, "Is it near?", labels=("Yes", "No"))
    make.make_question(written, QuestionType.SHORT_TEXT, "Why?").section = "More"


def keep_paper(project: Project, consultation: Consultation, people: dict[Role, Person]) -> None:
    """A pile typed by two people who differ, another begun; and what fair counting makes of all that came."""
    first, second = people[Role.COMMISSIONER].id, people[Role.FACILITATOR].id

    def pile(title: str, *, twice: bool = False) -> BatchDraft:
        return BatchDraft(title=title, arrived_on=NOW.date(), keyed_twice=twice)

    run = print_forms(project.id, consultation.ref, 2, "en", by=first, at=NOW)
    batch = paper.make_batch(project.id, consultation.ref, pile("Library", twice=True), by=first, at=NOW)
    question = asked(consultation.questions[0])
    for keying, (by, code) in enumerate(((first, "c1"), (second, "c2")), 1):
        typed = Typed(answers={question.ref: (question, Given((code,)))}, consent="public")
        paper.keep_form(project.id, consultation.ref, batch, run.first, keying, typed, by=by, at=NOW)
    paper.make_batch(project.id, consultation.ref, pile("Post"), by=first, at=NOW)
    long = next(each for each in consultation.questions if each.current.type is QuestionType.LONG_TEXT)
    for _twice in range(2):
        make.make_answer(long, text="The hub must stay open on Saturdays, because my shop closes at six on other days.")
    look_again(project.id, consultation.ref, by=None, at=NOW)


def _upload(project: Project, consultation: Consultation, purpose: UploadPurpose, sort: str, content: bytes) -> Upload:
    upload = Upload(
        project_id=project.id, activity_id=consultation.id, purpose=purpose, media_type=sort, content=content,
        size=len(content), sha256=digest(purpose.value), created_at=NOW,
    )  # fmt: skip
    _add(upload)
    return upload


def _add(*rows: Model) -> None:
    db.session.add_all(rows)
    db.session.flush()
