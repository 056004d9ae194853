"""Responses read from a file become rows: what is already here stays, what is new is added in large pieces."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.consultations.building import next_ref
from codesign.consultations.response_map import ResponseMap, ThemeColumns
from codesign.consultations.response_rows import AskedInFile, PersonInFile, ResponsesInFile, SaidInFile
from codesign.core import chain
from codesign.core.closing import UK, closing_moment
from codesign.core.codes import digest as secret_digest
from codesign.core.codes import receipt_code
from codesign.core.imports import Skipped
from codesign.core.quoting import personal_details
from codesign.core.terms import (
    ActivityState,
    CodedBy,
    Consent,
    ContributionKind,
    Mode,
    ShownAs,
    Standing,
    SubmissionState,
    ThemeStance,
)
from codesign.extensions import db
from codesign.ledger import fresh_codes
from codesign.models import (
    Answer,
    AnswerChoice,
    Choice,
    Codebook,
    Coding,
    Consultation,
    Contribution,
    ContributionVersion,
    Model,
    Participant,
    Project,
    Question,
    QuestionVersion,
    Submission,
    Theme,
)

_CHUNK: Final = 2_000


@dataclass(slots=True)
class Writing:
    """What is already here, and the rows to add."""

    project: Project
    plan: ResponseMap
    found: ResponsesInFile
    at: datetime
    consultation: Consultation = field(init=False)
    is_new: bool = False
    taken: set[int] = field(default_factory=set)
    held: int = 0
    participants: list[dict[str, Any]] = field(default_factory=list)
    submissions: list[dict[str, Any]] = field(default_factory=list)
    contributions: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    codings: list[dict[str, Any]] = field(default_factory=list)

    def all(self) -> None:
        self.consultation = self._consultation()
        asked = [self._question(question) for question in self.found.questions]
        themes = self._themes(self.plan.themes) if self.plan.themes is not None else []
        people = dict(
            db.session.execute(
                select(Participant.source_id, Participant.id).where(Participant.project_id == self.project.id)
            ).all()
        )
        of_activity = Submission.activity_id == self.consultation.id
        sent = dict(db.session.execute(select(Submission.participant_id, Submission.id).where(of_activity)).all())
        known_answers = set(
            db.session.execute(
                select(Answer.submission_id, Answer.question_id)
                .join(Submission, Answer.submission_id == Submission.id)
                .where(of_activity)
            ).all()
        )
        said = set(
            db.session.scalars(select(Contribution.source_id).where(Contribution.activity_id == self.consultation.id))
        )
        new = sum(1 for person in self.found.people if person not in people)
        sendings = fresh_codes(Submission.ref, "R", len(self.found.people))
        pseudonyms = fresh_codes(Participant.ref, "P", new)
        words = fresh_codes(Contribution.code, "K", sum(len(person.said) for person in self.found.people.values()))
        for person in self.found.people.values():
            participant_id = people.get(person.source_id)
            if participant_id is None:
                participant_id = self._participant(person, pseudonyms.pop())
            submission_id = sent.get(participant_id)
            if submission_id is None:
                submission_id = self._submission(person, participant_id, sendings.pop())
                self.taken.update(person.rows[:1])
            for place, chosen in person.chosen.items():
                question, version, options = asked[place]
                if (submission_id, question) not in known_answers:
                    answer_id = self._answer(submission_id, question, version, chosen.number, chosen.not_sure)
                    self.choices += [
                        {"id": uuid7(), "answer_id": answer_id, "choice_id": choice_id, "position": n}
                        for n, choice_id in enumerate(dict.fromkeys(options[code] for code in chosen.codes))
                    ]
                    self.taken.add(chosen.row)
            for place, one in person.said.items():
                question, version, _options = asked[place]
                if one.source_id in said or (submission_id, question) in known_answers:
                    continue
                contribution_id = self._said(person, one, question, participant_id, submission_id, words.pop())
                if one.text:
                    self._answer(submission_id, question, version, None, False, contribution_id)
                self.codings += [
                    {
                        "id": uuid7(),
                        "contribution_id": contribution_id,
                        "theme_id": themes[number],
                        "stance": ThemeStance.SUPPORTS,
                        "coded_by": CodedBy.IMPORTED,
                        "coder_id": None,
                        "at": self.at,
                    }
                    for number in one.themes
                ]
                self.taken.add(one.row)
        self._insert()

    def unchanged(self) -> list[Skipped]:
        """Rows that added nothing: here before, or with nothing in them."""
        rows = {row for person in self.found.people.values() for row in person.rows}
        return [Skipped(row, "nothing new: it is already here, or it is blank") for row in rows - self.taken]

    def _consultation(self) -> Consultation:
        """The consultation these responses belong to: one imported before under this title, else a new, closed one."""
        known = db.session.scalar(
            select(Consultation).where(
                Consultation.project_id == self.project.id,
                Consultation.title == self.plan.title,
                Consultation.source_digest.is_not(None),
            )
        )
        if known is not None:
            return known
        dates = [person.first_at for person in self.found.people.values() if person.first_at is not None]
        made = Consultation(
            project_id=self.project.id,
            ref=next_ref(self.project.id),
            title=self.plan.title,
            introduction=self.plan.introduction,
            state=ActivityState.CLOSED,
            asks_equality=False,
            source_digest=self.found.digest,
            created_at=self.at,
        )
        if dates:
            zone = ZoneInfo(UK)
            said = [one.said_at for person in self.found.people.values() for one in person.said.values() if one.said_at]
            first, last = min(dates).astimezone(zone).date(), max([*dates, *said]).astimezone(zone).date()
            made.opens_at = closing_moment(first, time(0))
            made.closes_on, made.closes_time = last + timedelta(days=1), time(0)
            made.closes_at = closing_moment(made.closes_on, made.closes_time)
        db.session.add(made)
        db.session.flush()
        self.is_new = True
        return made

    def _question(self, asked: AskedInFile) -> tuple[uuid.UUID, uuid.UUID, dict[str, uuid.UUID]]:
        """The question's key, its wording's key, and the key of each choice by its code in the file."""
        known = next(
            (
                question
                for question in self.consultation.questions
                if question.current.text == asked.text and question.current.type is asked.type
            ),
            None,
        )
        if known is None:
            number = len(self.consultation.questions) + 1
            known = Question(ref=f"Q{number}", position=number)
            known.versions.append(
                QuestionVersion(
                    type=asked.type,
                    text=asked.text,
                    hint=asked.hint,
                    unit=asked.unit,
                    offers_not_sure=asked.not_sure,
                    created_at=self.at,
                )
            )
            self.consultation.questions.append(known)
        version = known.current
        by_label = {choice.label: choice for choice in version.choices}
        for label in asked.labels.values():
            if label not in by_label:
                place = len(version.choices) + 1
                by_label[label] = Choice(position=place, code=f"c{place}", label=label[:200])
                version.choices.append(by_label[label])
        db.session.flush()
        return known.id, version.id, {code: by_label[label].id for code, label in asked.labels.items()}

    def _themes(self, plan: ThemeColumns) -> list[uuid.UUID]:
        """The key of the theme of each code column; new ones go to the end of the codebook."""
        codebook = db.session.scalar(select(Codebook).where(Codebook.project_id == self.project.id))
        if codebook is None:
            codebook = Codebook(
                project_id=self.project.id,
                title=plan.title[:160],
                method="People coded these answers before they were brought in. The codes are as in their file.",
                created_at=self.at,
            )
            db.session.add(codebook)
            db.session.flush()
        by_column = {theme.source_column: theme for theme in codebook.themes if theme.source_column}
        number = max((int(theme.ref[1:]) for theme in codebook.themes if theme.ref[1:].isdecimal()), default=0)
        place = max((theme.position for theme in codebook.themes), default=0)
        found = []
        for column in self.found.themes:
            theme = by_column.get(column[:200])
            if theme is None:
                number, place = number + 1, place + 1
                title = plan.titles.get(column, column)
                theme = Theme(
                    codebook_id=codebook.id,
                    ref=f"T{number:02d}",
                    position=place,
                    title=title if len(title) <= 160 else f"{title[:159]}…",
                    housekeeping=column in plan.housekeeping,
                    source_column=column[:200],
                )
                codebook.themes.append(theme)
            found.append(theme)
        db.session.flush()
        return [theme.id for theme in found]

    def _participant(self, person: PersonInFile, ref: str) -> uuid.UUID:
        key = uuid7()
        self.participants.append(
            {
                "id": key,
                "project_id": self.project.id,
                "ref": ref,
                "key_digest": None,
                "source_id": person.source_id,
                "groups": dict(person.groups),
                "language": person.language,
                "created_at": self.at,
            }
        )
        return key

    def _submission(self, person: PersonInFile, participant_id: uuid.UUID, ref: str) -> uuid.UUID:
        key = uuid7()
        self.submissions.append(
            {
                "id": key,
                "project_id": self.project.id,
                "activity_id": self.consultation.id,
                "participant_id": participant_id,
                "idempotency_key": secret_digest(f"{participant_id.hex}:{self.consultation.id.hex}:import"),
                "ref": ref,
                "receipt": receipt_code(),
                "state": SubmissionState.ACCEPTED,
                "state_reason": "",
                "state_rule": "",
                "mode": Mode.IMPORTED,
                "language": person.language,
                "started_at": None,
                "received_at": person.first_at or self.at,
                "withdrawn_at": None,
            }
        )
        return key

    def _said(
        self,
        person: PersonInFile,
        one: SaidInFile,
        question_id: uuid.UUID,
        participant_id: uuid.UUID,
        submission_id: uuid.UUID,
        code: str,
    ) -> uuid.UUID:
        key, salt = uuid7(), secrets.token_bytes(16)
        held = bool(personal_details(one.text))
        self.held += held
        said_at = one.said_at or person.first_at or self.at
        self.contributions.append(
            {
                "id": key,
                "project_id": self.project.id,
                "activity_id": self.consultation.id,
                "participant_id": participant_id,
                "submission_id": submission_id,
                "question_id": question_id,
                "code": code,
                "kind": ContributionKind.ANSWER,
                "text": one.text,
                "language": person.language,
                # Without words there is nothing to quote, whatever was agreed.
                "consent": person.consent if one.text else Consent.COUNT_ONLY,
                "standing": Standing.WAITING if held else Standing.PUBLISHED,
                "moderation_note": "",
                "shown_as": ShownAs.NOTHING,
                "shown_words": "",
                "source_id": one.source_id,
                "sentiment": one.sentiment,
                "said_at": said_at.astimezone(UTC),
            }
        )
        self.versions.append(
            {
                "id": uuid7(),
                "contribution_id": key,
                "number": 1,
                "text": one.text,
                "salt": salt,
                "digest": chain.salted_digest(salt, one.text),
                "at": self.at,
            }
        )
        return key

    def _answer(
        self,
        submission_id: uuid.UUID,
        question_id: uuid.UUID,
        version_id: uuid.UUID,
        number: Any,
        not_sure: bool,
        contribution_id: uuid.UUID | None = None,
    ) -> uuid.UUID:
        key = uuid7()
        self.answers.append(
            {
                "id": key,
                "submission_id": submission_id,
                "question_id": question_id,
                "question_version_id": version_id,
                "number": number,
                "not_sure": not_sure,
                "contribution_id": contribution_id,
            }
        )
        return key

    def _insert(self) -> None:
        """In the order of their keys, in large pieces: a row at a time would take minutes."""
        for model, made in (
            (Participant, self.participants),
            (Submission, self.submissions),
            (Contribution, self.contributions),
            (ContributionVersion, self.versions),
            (Answer, self.answers),
            (AnswerChoice, self.choices),
            (Coding, self.codings),
        ):
            _insert(model, made)


def _insert(model: type[Model], made: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(made), _CHUNK):
        db.session.execute(insert(model), list(made[start : start + _CHUNK]))
