"""Printing a questionnaire: which copies there are, in which wording, and where each question stands on the paper."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.paper.numbers import form_number, place_of
from codesign.consultations.paper.sheets import RUN_MARK, TEMPLATE, OnPaper, sheet
from codesign.consultations.paper.wording import Say
from codesign.core.errors import NotFound, Refused
from codesign.core.questions.questionnaires import Place, Questionnaire
from codesign.core.terms import Access, ActivityState
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation, PaperForm, Project
from codesign.renderers.press import marks, pressed

MOST_COPIES = 200
"""In one file: about 20 MB, four seconds of work."""

MOST_FORMS = 99_999


@dataclass(frozen=True, slots=True)
class Paper:
    """One print of a form: what is on it, when it was made, and the day its questionnaire closes."""

    form: OnPaper
    made_at: datetime
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Copies printed together: the first and the last number, how many, in which language, when."""

    first: str
    last: str
    copies: int
    language: str
    at: datetime


def print_forms(
    project_id: uuid.UUID, ref: str, copies: int, language: str, *, by: uuid.UUID, at: datetime
) -> PrintRun:
    """Give numbers to copies of the questionnaire as it is worded now. Raises `Refused` without questions."""
    consultation = _locked(project_id, ref)
    questionnaire = rows.questionnaire(consultation, language)
    if not questionnaire.questions:
        raise Refused(N_("Add a question first. There is nothing to print yet."))
    if language not in consultation.languages:
        raise Refused(N_("This is not one of the languages of these questions."))
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(N_("Print from 1 to 200 copies at a time."))
    versions = {place.asked.ref: place.asked.version for place in questionnaire.places}
    start = _last_place(consultation) + 1
    if start + copies > MOST_FORMS:
        raise Refused(N_("All form numbers of these questions are used."))
    numbers = [form_number(consultation.ref, start + place) for place in range(copies)]
    db.session.add_all(
        PaperForm(
            consultation_id=consultation.id,
            number=number,
            language=language,
            versions=versions,
            printed_at=at,
            printed_by_id=by,
        )
        for number in numbers
    )
    record(
        "paper_printed",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"first": numbers[0], "last": numbers[-1], "copies": copies, "language": language},
    )
    return PrintRun(numbers[0], numbers[-1], copies, language, at)


def number_by_hand(project_id: uuid.UUID, ref: str, language: str, *, by: uuid.UUID, at: datetime) -> str:
    """A number for one form that has none, such as one printed at home."""
    return print_forms(project_id, ref, 1, language, by=by, at=at).first


def print_runs(consultation: Consultation) -> tuple[PrintRun, ...]:
    """What was printed, the newest first; forms printed at one moment in one language are one run."""
    found = db.session.execute(
        select(
            func.min(PaperForm.number),
            func.max(PaperForm.number),
            func.count(),
            PaperForm.language,
            PaperForm.printed_at,
        )
        .where(PaperForm.consultation_id == consultation.id)
        .group_by(PaperForm.printed_at, PaperForm.language)
        .order_by(PaperForm.printed_at.desc(), func.min(PaperForm.number).desc())
    )
    return tuple(PrintRun(*line) for line in found)


def paper_form(consultation: Consultation, number: str) -> PaperForm | None:
    """The form with this number."""
    if not number.isprintable():  # such as a NUL, which PostgreSQL cannot even be asked for
        return None
    return db.session.scalar(
        select(PaperForm).where(PaperForm.consultation_id == consultation.id, PaperForm.number == number)
    )


def numbered_copies(project_id: uuid.UUID, ref: str, first: str, *, base_url: str) -> Paper:
    """The copies of one run as they were printed, from its first number. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    head = paper_form(consultation, first)
    if head is None:
        raise NotFound("No such form was printed.")
    numbers = db.session.scalars(
        select(PaperForm.number)
        .where(
            PaperForm.consultation_id == consultation.id,
            PaperForm.printed_at == head.printed_at,
            PaperForm.language == head.language,
        )
        .order_by(PaperForm.number)
    ).all()
    form = on_paper(consultation, head.language, head.versions, base_url=base_url)
    ordered = tuple(sorted(numbers, key=place_of))
    return Paper(replace(form, numbers=ordered), head.printed_at, consultation.closes_on)


def blank_copy(project_id: uuid.UUID, ref: str, language: str, *, base_url: str, at: datetime, staff: bool) -> Paper:
    """One copy without a number, to print at home, or for staff to look at. Raises `NotFound` where nobody may print it.

    Its time is midnight, so that a day's copies are the same bytes.
    """
    consultation = (rows.consultation_row if staff else rows.residents_consultation)(project_id, ref)
    if not staff and (consultation.state is not ActivityState.OPEN or consultation.access is Access.INVITED):
        raise NotFound("This is not open.")
    spoken = language if language in consultation.languages else consultation.languages[0]
    form = on_paper(consultation, spoken, None, base_url=base_url)
    if not form.questionnaire.questions:
        raise NotFound("There is nothing to print yet.")
    made_at = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Paper(form, made_at, consultation.closes_on)


def on_paper(
    consultation: Consultation, language: str, versions: Mapping[str, int] | None, *, base_url: str = ""
) -> OnPaper:
    """A form of the questionnaire in one language; `versions` are the wordings of an earlier print."""
    project = db.session.get_one(Project, consultation.project_id)
    organisation = project.organisation
    texts = rows.texts_in(consultation, language)
    title, introduction = consultation.title, consultation.introduction
    if texts is not None:
        (title, _), (introduction, _) = texts.said("title", title), texts.said("introduction", introduction)
    return OnPaper(
        title=title,
        introduction=introduction,
        organisation=organisation.name,
        project=project.name,
        promise=project.promise,
        phone=project.phone or organisation.phone,
        phone_hours=project.phone_hours or organisation.phone_hours,
        returns=consultation.paper_return or project.paper_places,
        closes="",
        asks_equality=consultation.asks_equality,
        language=language,
        questionnaire=as_printed(consultation, language, versions),
        address=f"{base_url}/p/{project.slug}/c/{consultation.ref}",
    )


def as_printed(consultation: Consultation, language: str, versions: Mapping[str, int] | None) -> Questionnaire:
    """The questionnaire in the wordings that a form was printed with; without what was added or taken out since."""
    now, texts = rows.questionnaire(consultation, language), rows.texts_in(consultation, language)
    if versions is None:
        return now
    places: list[Place] = []
    for place in now.places:
        printed = versions.get(place.asked.ref)
        if printed is None:
            continue
        if printed != place.asked.version:
            question = rows.question_row(consultation, place.asked.ref)
            place = replace(place, asked=rows.asked(question, rows.version_row(question, int(printed)), texts))
        places.append(place)
    return Questionnaire(tuple(places))


def form_pdf(form: OnPaper, say: Say, made_at: datetime) -> bytes:
    """The PDF of every copy, tagged. Raises `PressFailed`."""
    whole = replace(form, pages=pages_of(form, say).get("end", 0))
    return _set(json.dumps(sheet(whole, say), sort_keys=True), made_at)


def pages_of(form: OnPaper, say: Say) -> dict[str, int]:
    """The page of paper on which each question begins; "about" is the sheet kept apart, "end" the last page."""
    bare = replace(form, numbers=form.numbers[:1] or ("C1-0001-4",), address="", pages=0)
    return dict(_placed(json.dumps(sheet(bare, say), sort_keys=True)))


@lru_cache(maxsize=4)
def _set(values: str, made_at: datetime) -> bytes:
    return pressed(TEMPLATE, json.loads(values), made_at=made_at, run_mark=RUN_MARK)


@lru_cache(maxsize=64)
def _placed(values: str) -> tuple[tuple[str, int], ...]:
    return tuple((mark["ref"], mark["page"]) for mark in marks(TEMPLATE, json.loads(values), run_mark=RUN_MARK))


def _locked(project_id: uuid.UUID, ref: str) -> Consultation:
    """The consultation, its row locked: numbers are given one after the other."""
    consultation = rows.consultation_row(project_id, ref)
    db.session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    return consultation


def _last_place(consultation: Consultation) -> int:
    last = db.session.scalars(
        select(PaperForm.number)
        .where(PaperForm.consultation_id == consultation.id)
        .order_by(func.length(PaperForm.number).desc(), PaperForm.number.desc())
        .limit(1)
    ).first()
    return place_of(last) if last else 0


__all__ = [
    "MOST_COPIES",
    "Paper",
    "PrintRun",
    "as_printed",
    "blank_copy",
    "form_pdf",
    "number_by_hand",
    "numbered_copies",
    "on_paper",
    "pages_of",
    "paper_form",
    "print_forms",
    "print_runs",
]
