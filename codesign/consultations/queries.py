"""What residents' pages of a consultation show: one function a page, each giving a frozen view."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from codesign.consultations import equality, rows
from codesign.consultations.carry_on import read_carry_on_code
from codesign.consultations.languages import rows as translations
from codesign.consultations.pages import (
    CheckPage,
    ClosedPage,
    Head,
    Line,
    OnPage,
    QuestionPage,
    SavedPage,
    Scope,
    SentPage,
    Stands,
    StartPage,
    StepAhead,
)
from codesign.consultations.record.changes import has_changes
from codesign.consultations.record.documents import shown_now
from codesign.consultations.results import results
from codesign.consultations.taking_in import given_in, on_the_way
from codesign.core.closing import GRACE, NotYetOpen, closes_soon
from codesign.core.errors import WrongStage
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of, minutes_for, problem
from codesign.core.questions.questionnaires import Answers, OffTheWay, Place, Questionnaire, Way
from codesign.core.terms import Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import (
    Consultation,
    Contribution,
    Draft,
    EqualityAnswer,
    Milestone,
    Project,
    ScopePoint,
    Submission,
)
from codesign.tallies.steps import public_figures

SHOW_PEOPLE_FROM = 20
"""Fewer people than this are not counted out loud: a small number keeps others away."""


def start_page(
    project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime, language: str = ""
) -> StartPage:
    """Raises `NotFound` while staff still write it."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    return start_of(consultation, draft, sent, at, language)


def start_of(
    consultation: Consultation, draft: Draft | None, sent: Submission | None, at: datetime, language: str = ""
) -> StartPage:
    """The first page, for a resident or for a preview."""
    questionnaire = rows.questionnaire(consultation)
    answers = rows.answers_in(draft, consultation)
    way = questionnaire.way(answers)
    onward = _onward(way, answers)
    scope = db.session.scalars(
        select(ScopePoint)
        .where(ScopePoint.project_id == consultation.project_id)
        .order_by(ScopePoint.position, ScopePoint.id)
    )
    introduction, introduction_in = _in(consultation, language, "introduction")
    reason, reason_in = _in(consultation, language, "influence_reason")
    return StartPage(
        head=replace(
            head_of(consultation, draft, at, language),
            documents=shown_now(consultation.id),
            has_changes=has_changes(consultation),
        ),
        introduction=introduction,
        introduction_language=introduction_in,
        influence=consultation.influence,
        influence_reason=reason,
        reason_language=reason_in,
        scope=tuple(Scope(influence=point.influence, text=point.text, reason=point.reason) for point in scope),
        questions=len(questionnaire.questions),
        minutes=minutes_for(questionnaire.questions),
        people=_people(consultation, at),
        closes_soon=closes_soon(rows.window(consultation), at),
        has_draft=draft is not None,
        stopped_at=_number(questionnaire, way, onward or way.pages[-1][0]) if answers and way.pages else None,
        goes_on_at=onward,
        sent_at=sent.received_at if sent else None,
        access=consultation.access,
    )


def question_page(
    project_id: uuid.UUID,
    ref: str,
    question_ref: str,
    participant_id: uuid.UUID | None,
    *,
    at: datetime,
    versions: Mapping[str, int] | None = None,
    language: str = "",
) -> QuestionPage:
    """The page a question stands on, each question in its current wording, or in the one of `versions`, shown before.

    Raises `NotFound`, `OffTheWay` when it is not asked of this person, and `NotYetOpen` or `Closed`.
    """
    consultation = rows.residents_consultation(project_id, ref)
    rows.live_question(consultation, question_ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    rows.require_taking(consultation, rows.began_at(draft), at)
    sent = participant_id is not None and draft is None and rows.submission_row(consultation, participant_id)
    questionnaire = rows.questionnaire(consultation, language)
    answers = rows.answers_in(draft, consultation, language)
    page = questionnaire.way(answers).page_of(question_ref)
    if page is None:
        raise OffTheWay("This question is not asked after what was said before.")
    clips = translations.clips(consultation, translations.offered(consultation, language)) if language else {}
    shown = []
    for one in page:
        wording, given = answers.get(one, (questionnaire.by_ref[one].asked, Given()))
        if versions is not None and one in versions:
            question = rows.question_row(consultation, one)
            version = rows.version_row(question, versions[one])
            wording = rows.asked(question, version, rows.texts_in(consultation, language))
        elif one not in answers or given.empty:
            wording = questionnaire.by_ref[one].asked
        shown.append(OnPage(wording, given, clips.get(one, "")))
    head = head_of(consultation, draft, at, language)
    if any(not kind_of(one.asked).asks for one in shown):
        head = replace(head, documents=shown_now(consultation.id))
    return a_page(
        questionnaire,
        answers,
        page,
        head,
        tuple(shown),
        started=draft is not None,
        already_sent=bool(sent),
    )


def a_page(
    questionnaire: Questionnaire,
    answers: Answers,
    page: tuple[str, ...],
    head: Head,
    shown: tuple[OnPage, ...],
    *,
    started: bool,
    already_sent: bool = False,
) -> QuestionPage:
    """One page of the way of someone who gave these answers, for a resident or for a preview."""
    way = questionnaire.way(answers)
    place = way.pages.index(page)
    ahead = {ref for later in way.pages[place:] for ref in later}
    first = questionnaire.by_ref[page[0]]
    asks = [ref for ref in way.applying if kind_of(questionnaire.by_ref[ref].asked).asks]
    return QuestionPage(
        head=head,
        questions=shown,
        section=first.section,
        section_words=first.section_words,
        section_language=first.section_language,
        section_words_language=first.section_words_language,
        number=_number(questionnaire, way, page[0]),
        total=None if questionnaire.uncertain_after(page[0]) else len(asks),
        minutes=minutes_for(one for one in questionnaire.questions if one.ref in ahead),
        back_ref=way.pages[place - 1][0] if place else None,
        next_ref=way.pages[place + 1][0] if place + 1 < len(way.pages) else None,
        started=started,
        already_sent=already_sent,
    )


def page_after(project_id: uuid.UUID, ref: str, question_ref: str, participant_id: uuid.UUID) -> str | None:
    """The page that follows the question's, after what was just said; None when everything was asked."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id)
    questionnaire = rows.questionnaire(consultation)
    way = questionnaire.way(rows.answers_in(draft, consultation))
    order = [step.ref for step in questionnaire.steps]
    here = order.index(question_ref)
    page = way.page_of(question_ref) or (question_ref,)
    return next((later[0] for later in way.pages if order.index(later[0]) > here and later != page), None)


def goes_on_at(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None) -> str | None:
    """The first page not visited yet; None when all were."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    answers = rows.answers_in(draft, consultation)
    return _onward(rows.questionnaire(consultation).way(answers), answers)


def check_page(
    project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime, language: str = ""
) -> CheckPage | None:
    """None when this phone has no draft. Raises `NotFound`, and `Closed` when it is too late for the draft."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    questionnaire = rows.questionnaire(consultation, language)
    if draft is None or not questionnaire.places:
        return None
    rows.require_taking(consultation, rows.began_at(draft), at)
    answers = rows.answers_in(draft, consultation, language)
    way = questionnaire.way(answers)
    asked = on_the_way(consultation, answers, language)
    # How to reach someone is not brought back into a change: what we have stays, so it is not asked for again.
    lines = tuple(
        _line(
            wording,
            given,
            section=questionnaire.section_at(ref),
            wrong=None
            if draft.changes_id is not None and given.empty and not kind_of(wording).in_results
            else problem(wording, given),
        )
        for ref, (wording, given) in asked.items()
    )
    return CheckPage(
        head=head_of(consultation, draft, at, language),
        lines=lines,
        has_words=any(kind_of(wording).kept(wording, given).words for wording, given in asked.values() if given.words),
        key=draft.key,
        last_ref=way.pages[-1][0],
        consent=_consent_before(draft),
    )


def saved_page(
    project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime, language: str = ""
) -> SavedPage | None:
    """None when this phone has no draft."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    if draft is None:
        return None
    answers = rows.answers_in(draft, consultation)
    return SavedPage(
        head=head_of(consultation, draft, at, language),
        code=draft.carry_on_code,
        kept_until=consultation.closes_at + GRACE if consultation.closes_at else None,
        goes_on_at=_onward(rows.questionnaire(consultation).way(answers), answers),
        link_sent=draft.link_digest is not None,
    )


def carry_on_page(project_id: uuid.UUID, ref: str, *, at: datetime, language: str = "") -> Head:
    """The page to type a code on."""
    return head_of(rows.residents_consultation(project_id, ref), None, at, language)


def has_own_answers(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID, typed: str) -> bool:
    """Whether this browser holds answers that are not the code's: sent ones, or a draft with something in it."""
    consultation = rows.residents_consultation(project_id, ref)
    if rows.submission_row(consultation, participant_id) is not None:
        return True
    mine = rows.draft_row(consultation, participant_id)
    return mine is not None and bool(mine.answers) and mine.carry_on_code != read_carry_on_code(typed)


def sent_page(
    project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime, language: str = ""
) -> SentPage | None:
    """What this phone's participant sent; None when nothing was. Also after the close."""
    consultation = rows.residents_consultation(project_id, ref)
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    if sent is None or participant_id is None:
        return None
    given = {
        row.question: row.value
        for row in db.session.scalars(select(EqualityAnswer).where(EqualityAnswer.participant_id == participant_id))
    }
    return SentPage(
        head=head_of(consultation, None, at, language),
        receipt=sent.receipt,
        sent_at=sent.received_at,
        lines=sent_lines(consultation, sent, language),
        steps=steps_ahead(project_id, at),
        asks_equality=consultation.asks_equality,
        equality_given={code: value for code, value in given.items() if code in equality.BY_CODE},
        version=sent.version,
        changed_at=sent.changed_at,
        change_begun=rows.draft_row(consultation, participant_id) is not None,
    )


def closed_page(
    project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime, language: str = ""
) -> ClosedPage:
    consultation = rows.residents_consultation(project_id, ref)
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    return ClosedPage(
        head=head_of(consultation, None, at, language),
        people=_people(consultation, at),
        steps=steps_ahead(project_id, at),
        sent_at=sent.received_at if sent else None,
    )


def steps_ahead(project_id: uuid.UUID, at: datetime) -> tuple[StepAhead, ...]:
    """The dated steps residents are shown: the last one that has begun is now, as on the project's own page."""
    project = db.session.get_one(Project, project_id)
    today = at.astimezone(ZoneInfo(project.time_zone)).date()
    query = (
        select(Milestone)
        .where(Milestone.project_id == project_id, Milestone.shown)
        .order_by(Milestone.on, Milestone.id)
    )
    milestones = db.session.scalars(query).all()
    begun = [milestone for milestone in milestones if milestone.on <= today]
    return tuple(
        StepAhead(
            title=milestone.title,
            on=milestone.on,
            state="later" if milestone.on > today else "now" if milestone is begun[-1] else "done",
        )
        for milestone in milestones
    )


def head_of(consultation: Consultation, draft: Draft | None, at: datetime, language: str = "") -> Head:
    """What every page knows, for someone with this draft."""
    stands = Stands.OPEN
    late_until = None
    if rows.has_closed(consultation, at):
        late = rows.started_in_time(consultation, rows.began_at(draft), at)
        stands = Stands.LATE if late else Stands.CLOSED
        if late and consultation.closes_at is not None:
            late_until = consultation.closes_at + GRACE
    else:
        try:
            rows.require_taking(consultation, None, at)
        except NotYetOpen:
            stands = Stands.NOT_YET
        except WrongStage:
            stands = Stands.CLOSED
    title, title_in = _in(consultation, language, "title")
    return Head(
        ref=consultation.ref,
        title=title,
        title_language=title_in,
        zone=consultation.zone,
        stands=stands,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        late_until=late_until,
        shared_device=draft.shared_device if draft else False,
        changing=_sent_before(draft),
    )


def _consent_before(draft: Draft) -> str:
    if draft.changes_id is None:
        return ""
    given = select(Contribution.consent).where(
        Contribution.submission_id == draft.changes_id, Contribution.standing != Standing.WITHDRAWN
    )
    found = db.session.scalars(given.limit(1)).first()
    return found.value if found is not None else ""


def _in(consultation: Consultation, language: str, part: str) -> tuple[str, str]:
    """One of the questionnaire's own texts, and the language it is in."""
    words: str = getattr(consultation, part)
    texts = rows.texts_in(consultation, language)
    return texts.said(part, words) if texts is not None else (words, "")


def _sent_before(draft: Draft | None) -> datetime | None:
    if draft is None or draft.changes_id is None:
        return None
    return db.session.scalar(select(Submission.received_at).where(Submission.id == draft.changes_id))


def _people(consultation: Consultation, at: datetime) -> int | None:
    people = public_figures(consultation.id, at).people
    return people if people >= SHOW_PEOPLE_FROM else None


def _onward(way: Way, answers: Answers) -> str | None:
    """The page after the last one visited: the first for a new draft, None at the end."""
    visited = [place for place, page in enumerate(way.pages) if any(ref in answers for ref in page)]
    place = visited[-1] + 1 if visited else 0
    return way.pages[place][0] if place < len(way.pages) else None


def _number(questionnaire: Questionnaire, way: Way, ref: str) -> int:
    """Which question this is on the person's way, from 1; a page that only tells has the number of the next."""
    before = way.applying[: way.applying.index(ref)]
    return 1 + sum(kind_of(questionnaire.by_ref[one].asked).asks for one in before)


def _line(wording: Asked, given: Given, *, section: Place | None = None, wrong: Sentence | None = None) -> Line:
    kind = kind_of(wording)
    said = kind.in_words(wording, given)
    labels = {option.label: wording.language_of(f"choice.{option.code}") for option in wording.options}
    return Line(
        ref=wording.ref,
        text=wording.text,
        said=said,
        not_sure=given.not_sure and kind.says_not_sure(wording),
        ours=kind.ours,
        problem=wrong,
        section=section.section if section is not None else "",
        section_language=section.section_language if section is not None else "",
        language=wording.language_of("text"),
        said_in=tuple(labels.get(words, "") for words in said),
    )


def sent_lines(consultation: Consultation, sent: Submission, language: str = "") -> tuple[Line, ...]:
    """What was sent, question by question, with what was skipped; nothing for what was never asked of this person."""
    given = given_in(sent, language)
    questionnaire = rows.questionnaire(consultation, language)
    applying = questionnaire.way(given).applying
    lines = []
    for question in consultation.questions:
        if question.ref in given:
            wording, answer = given[question.ref]
        elif question.ref in applying and kind_of(questionnaire.by_ref[question.ref].asked).in_results:
            wording, answer = questionnaire.by_ref[question.ref].asked, Given()
        else:
            continue
        if kind_of(wording).asks:
            lines.append(_line(wording, answer, section=questionnaire.section_at(question.ref)))
    return tuple(lines)


__all__ = [
    "CheckPage",
    "ClosedPage",
    "Head",
    "Line",
    "OnPage",
    "QuestionPage",
    "SavedPage",
    "Scope",
    "SentPage",
    "Stands",
    "StartPage",
    "StepAhead",
    "a_page",
    "carry_on_page",
    "check_page",
    "closed_page",
    "goes_on_at",
    "has_own_answers",
    "page_after",
    "question_page",
    "results",
    "saved_page",
    "sent_lines",
    "sent_page",
    "start_page",
    "steps_ahead",
]
