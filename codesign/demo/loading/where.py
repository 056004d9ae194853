"""The second questionnaire of the live demonstration, through the commands that staff and residents use."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from codesign.consultations import building, rows
from codesign.consultations.branching.commands import place_question
from codesign.consultations.branching.drafts import PlaceDraft
from codesign.consultations.checking.commands import accept_all
from codesign.consultations.checking.queries import checked
from codesign.consultations.languages.commands import Typed, add_language, save_translations
from codesign.consultations.languages.queries import language_page
from codesign.consultations.own.changing import begin_change, send_change
from codesign.consultations.paper.commands import set_rules
from codesign.consultations.paper.drafts import RuleDraft
from codesign.consultations.paper.numbers import form_number
from codesign.consultations.paper.printing import print_forms
from codesign.consultations.reading.outreach import OutreachDraft, finish_task, open_task
from codesign.consultations.record.commands import add_entry, say_whether_proposal
from codesign.consultations.record.documents import show_document
from codesign.consultations.record.drafts import DocumentDraft, EntryDraft
from codesign.consultations.taking_in import accept
from codesign.consultations.uploads.commands import PictureDraft, change_pictures
from codesign.consultations.ways_in.kiosks import open_kiosk
from codesign.consultations.ways_in.rolls import change_access, invite, use_up
from codesign.core.questions.answering import stored
from codesign.core.terms import Access, Mode, RecordKind
from codesign.demo import live_where, live_where_words
from codesign.demo.drawings import drawing
from codesign.demo.live_where_answers import Answering, replies
from codesign.demo.loading.book import Book, Step, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.models import Consultation, Draft, EqualityAnswer, Participant, RollEntry
from codesign.renderers.press import pressed

FORMS_PRINTED: Final = 20
INVITED: Final = 8
TITLE: Final = "The three buildings compared"
TYPED_IN: Final = (Mode.PAPER, Mode.TELEPHONE)


def where_steps(book: Book, demo: Demo, today: date) -> list[Step]:
    """The questionnaire with its record, its ways in and its responses, each at its own moment on the chain."""
    work = _Work(book, today)
    return [*work.setting_up(), *work.answering(demo)]


@dataclass(slots=True)
class _Work:
    """What is done, with its moments."""

    book: Book
    today: date
    ref: str = ""
    forms: int = 0
    codes: list[uuid.UUID] = field(default_factory=list)

    def setting_up(self) -> Sequence[Step]:
        on = self._on
        return (
            (on(-20, 9), self._write),
            (on(-18, 9), self._translate),
            (on(-17, 9), partial(self._show, 1)),
            (on(-16, 9), self._put_on_record),
            (on(-14, 9), self._print),
            (on(-13, 9), self._invite),
            (on(-13, 10), self._open_kiosk),
            (on(-13, 15), self._open),
            (on(-9, 12), self._plan_outreach),
            (on(-6, 9), partial(self._show, 2)),
        )

    def answering(self, demo: Demo) -> Sequence[Step]:
        steps: list[Step] = []
        for number, one in enumerate(replies(self.today, demo.sendings)):
            steps.append((one.sent_at, partial(self._take_in, number, one)))
            if one.revised:
                steps.append((one.sent_at + timedelta(days=2, minutes=11), partial(self._revise, one)))
        return steps

    @property
    def _by(self) -> uuid.UUID:
        return self.book.staff["facilitator"]

    def _on(self, days: int, hour: int) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), time(hour), ZoneInfo(self.book.zone))

    def _row(self) -> Consultation:
        return rows.consultation_row(self.book.project_id, self.ref)

    def _write(self, at: datetime) -> None:
        project, by = self.book.project_id, self._by
        self.ref = building.create_consultation(project, live_where.consultation(self.today), by=by, at=at)
        for each in live_where.questions(self.today):
            ref = building.ask(project, self.ref, each.draft, by=by, at=at)
            place = PlaceDraft(
                starts_page=each.starts_page,
                section=each.section,
                section_words=each.section_words,
                condition=each.draft.condition,
            )
            place_question(project, self.ref, ref, place, by=by, at=at)
            if each.pictures:
                pictures = {code: PictureDraft(drawing(code), shows) for code, shows in each.pictures.items()}
                change_pictures(project, self.ref, ref, pictures, by=by, at=at)
        say_whether_proposal(project, self.ref, True, by=by, at=at)

    def _translate(self, at: datetime) -> None:
        for language, translated in live_where_words.TRANSLATIONS.items():
            add_language(self.book.project_id, self.ref, language, by=self._by, at=at)
            pieces = language_page(self.book.project_id, self.ref, language).pieces
            typed = {piece.text.key: Typed(translated[piece.text.words]) for piece in pieces}
            save_translations(self.book.project_id, self.ref, language, typed, by=self._by, at=at)

    def _show(self, version: int, at: datetime) -> None:
        parts = [part.splitlines() for part in live_where_words.FACTS.split("\n\n")]
        points = [(first, [line.removeprefix("- ") for line in rest]) for first, *rest in parts]
        if version > 1:
            points[0][1][-1] = "A ramp will be built in spring, paid for by the council"
        sheet = {
            "title": TITLE,
            "parts": [{"title": first, "points": lines} for first, lines in points],
            "end": "Version 2: the ramp at the old bank was agreed." if version > 1 else "Version 1.",
        }
        content = pressed("demo/facts.typ", sheet, made_at=at, run_mark="[%(n)s]")
        draft = DocumentDraft(title=TITLE, content=content, ref="DOC1" if version > 1 else "")
        show_document(self.book.project_id, self.ref, draft, by=self._by, at=at)

    def _put_on_record(self, at: datetime) -> None:
        for days, kind, title, words, who in _ENTRIES:
            on = self.today + timedelta(days=days)
            entry = EntryDraft(kind=kind, title=title, on=on, words=words, who=who, zone=self.book.zone)
            add_entry(self.book.project_id, self.ref, entry, by=self._by, at=at)
        rule = RuleDraft(
            paper_return="The desk at Lockside Library",
            late_rule="Paper posted before the close counts for 5 more days. Nothing else that comes late is counted.",
            late_days=5,
        )
        set_rules(self.book.project_id, self.ref, rule, by=self._by, at=at)

    def _print(self, at: datetime) -> None:
        print_forms(self.book.project_id, self.ref, FORMS_PRINTED, "en", by=self._by, at=at)

    def _invite(self, at: datetime) -> None:
        project, by = self.book.project_id, self._by
        change_access(project, self.ref, Access.BOTH, by=by, at=at)
        people = [f"Youth council {number}" for number in range(1, INVITED + 1)]
        # The codes are told to nobody: a demonstration has no letters to post.
        invite(project, self.ref, people, source="\n".join(people).encode(), by=by, at=at)
        query = select(RollEntry.id).where(RollEntry.consultation_id == self._row().id).order_by(RollEntry.reference)
        self.codes = list(db.session.scalars(query))

    def _open_kiosk(self, at: datetime) -> None:
        key = secrets.token_urlsafe(24)
        open_kiosk(self.book.project_id, self.ref, "Lockside Library", key=key, by=self._by, at=at)

    def _open(self, at: datetime) -> None:
        project, by = self.book.project_id, self._by
        waiting = {found.digest for found in checked(project, self.ref, at=at).waiting}
        if waiting:
            reason = "We read these and keep our words: young people tried the questions at the college first."
            accept_all(project, self.ref, digests=waiting, reason=reason, by=by, at=at)
        building.open_consultation(project, self.ref, by=by, at=at)

    def _plan_outreach(self, at: datetime) -> None:
        project, by, day = self.book.project_id, self._by, timedelta(days=1)
        students = OutreachDraft(
            variable="age_band",
            category="16_24",
            who="Students of the sixth form college",
            where="The canteen, at lunch",
            due_on=self.today - 5 * day,
            note="Two of the young workers go with a tablet.",
        )
        done = open_task(project, self.ref, students, by=by, at=at)
        outcome = "Talked with 30 students. Nine answered there and then."
        finish_task(project, self.ref, done, on=at.date() + day, outcome=outcome, by=by, at=at)
        families = OutreachDraft(
            variable="ethnic_group",
            category="asian",
            who="Pakistani families in Lockside",
            where="Friday lunch club, Lock Street",
            due_on=self.today + 6 * day,
            note="Bring the Urdu forms.",
        )
        open_task(project, self.ref, families, by=by, at=at)

    def _take_in(self, number: int, one: Answering, at: datetime) -> None:
        consultation = self._row()
        asked = {ref: place.asked for ref, place in rows.questionnaire(consultation, one.language).by_ref.items()}
        participant_id = self.book.person(one.person, at, language=one.language)
        self.book.write()
        put(
            EqualityAnswer,
            [
                {
                    "project_id": self.book.project_id,
                    "participant_id": participant_id,
                    "question": question,
                    "value": value,
                }
                for question, value in one.about.items()
            ],
        )
        if one.mode is Mode.PAPER:
            self.forms += 1
        accept(
            consultation,
            db.session.get_one(Participant, participant_id),
            {ref: (asked[ref], given) for ref, given in one.given.items()},
            key=f"where-{number}",
            consent=one.consent,
            at=at,
            mode=one.mode,
            language=one.language,
            keyed_by=self.book.staff["analyst"] if one.mode in TYPED_IN else None,
            form_number=form_number(self.ref, self.forms) if one.mode is Mode.PAPER else None,
            invited=use_up(consultation, Draft(roll_entry_id=self.codes.pop())) if one.invited else False,
        )

    def _revise(self, one: Answering, at: datetime) -> None:
        participant_id = self.book.people[one.person]
        begin_change(self.book.project_id, self.ref, by=participant_id, at=at)
        consultation = self._row()
        draft = rows.draft_row(consultation, participant_id, to_change=True)
        if draft is None:
            raise LookupError(f"{one.person} has no answers to change")
        asked = rows.questionnaire(consultation).by_ref
        draft.answers = {
            **draft.answers,
            **{ref: stored(asked[ref].asked, given) for ref, given in one.revised.items()},
        }
        send_change(consultation, draft, consent=one.consent, at=at)


# Days from today, what, its title, words, and who or where.
_ENTRIES: Final[tuple[tuple[int, RecordKind, str, str, str], ...]] = (
    (
        -16,
        RecordKind.MANDATE,
        "Go-ahead to ask about the place and the hours",
        "To choose one of three empty buildings, and 30 hours a week.",
        "Nasreen Qureshi, commissioning lead",
    ),
    (
        -16,
        RecordKind.PROMISE,
        "We choose only after it closes",
        "Councillors read every answer before they choose, and say why.",
        "Councillor for young people",
    ),
    (
        -16,
        RecordKind.FORMAT,
        "Paper form in large print",
        "14 point, with a return envelope. At the library and the college.",
        "",
    ),
    (-16, RecordKind.FORMAT, "Welsh and Urdu", "Online and on paper.", ""),
    (-13, RecordKind.PROMOTION, "Posters at bus stops", "Twelve stops on the 590 and 592.", "Lockside and Canal Basin"),
    (-13, RecordKind.PROMOTION, "Message to parents", "Sent by the college and two schools.", "College and schools"),
)
