"""Answers as every feature reads them: a wording, one kept answer and the counts of a wording, from rows to values."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from codesign.core import routing
from codesign.core.questions.answering import Asked, Option
from codesign.core.questions.kinds import KINDS
from codesign.core.questions.kinds.base import Counts, Kept, Taken
from codesign.core.questions.kinds.place import AREA, POINT, POSTCODE
from codesign.extensions import db
from codesign.models import (
    Answer,
    AnswerChoice,
    Area,
    Choice,
    Consultation,
    Contribution,
    PostcodeArea,
    Question,
    QuestionVersion,
    Submission,
)


def wording_of(question: Question, version: QuestionVersion | None = None) -> Asked:
    """A wording (the current one unless given) as a value, in its own language."""
    wording = version or question.current
    found = Asked(
        ref=question.ref,
        version=wording.number,
        type=wording.type,
        text=wording.text,
        hint=wording.hint,
        why=wording.why,
        body=wording.body,
        required=wording.required,
        offers_not_sure=wording.offers_not_sure,
        least=wording.least,
        most=wording.most,
        low=wording.low,
        high=wording.high,
        unit=wording.unit,
        settings=wording.settings,
        condition=routing.read(wording.condition),
        options=tuple(option(choice) for choice in wording.choices if not choice.is_row),
        rows=tuple(option(choice) for choice in wording.choices if choice.is_row),
    )
    return on_ground(found, question)


def option(choice: Choice) -> Option:
    """A choice as a value."""
    return Option(
        choice.code,
        choice.label,
        choice.exclusive,
        choice.takes_text,
        choice.picture_id.hex if choice.picture_id else "",
        choice.picture_alt,
    )


def on_ground(asked: Asked, question: Question) -> Asked:
    """The wording with the project's areas as its options, where its kind asks for a place."""
    if not KINDS[asked.type].on_ground:
        return asked
    project_id = db.session.get_one(Consultation, question.consultation_id).project_id
    return replace(asked, options=areas_of(project_id), settings={**asked.settings, "can": ways_that_work(project_id)})


def areas_of(project_id: uuid.UUID) -> tuple[Option, ...]:
    """The project's areas by name, as choices."""
    found = db.session.execute(
        select(Area.code, Area.name).where(Area.project_id == project_id).order_by(Area.name, Area.code)
    )
    return tuple(Option(code, name) for code, name in found)


def ways_that_work(project_id: uuid.UUID) -> tuple[str, ...]:
    """How places can be given in this project: by postcode once a look-up is loaded, on a map once areas have shapes."""
    looks_up = select(exists().where(PostcodeArea.project_id == project_id))
    has_shapes = select(exists().where(Area.project_id == project_id, Area.shape.is_not(None)))
    ways: Iterable[tuple[str, bool]] = (
        (AREA, True),
        (POSTCODE, bool(db.session.scalar(looks_up))),
        (POINT, bool(db.session.scalar(has_shapes))),
    )
    return tuple(way for way, works in ways if works)


def kept_in(answer: Answer, choices: list[Choice], words: str) -> Kept:
    """An answer's rows as a value."""
    codes = {choice.id: choice.code for choice in choices}
    taken = sorted(answer.chosen, key=lambda one: one.position)
    return Kept(
        chosen=tuple(Taken(codes[one.choice_id], one.position, one.row, one.amount) for one in taken),
        number=answer.number,
        not_sure=answer.not_sure,
        words=words,
        detail=answer.detail,
    )


class AnswerTally:
    """Counts of every wording that counts under a condition on sendings, from one query a shape."""

    def __init__(self, counts: ColumnElement[bool]) -> None:
        self._answers = select(Answer).join(Submission, Answer.submission_id == Submission.id).where(counts)
        version = Answer.question_version_id
        grouped = self._answers.with_only_columns(version, func.count()).group_by(version)
        words = grouped.join(Contribution, Answer.contribution_id == Contribution.id).where(Contribution.text != "")
        self._base = self._pairs(grouped)
        self._not_sure = self._pairs(grouped.where(Answer.not_sure))
        self._texts = self._pairs(words)
        self._taken: dict[uuid.UUID, int] = Counter()
        self._cells: dict[tuple[uuid.UUID, str], int] = {}
        self._places: dict[tuple[uuid.UUID, int], int] = Counter()
        self._amounts: dict[uuid.UUID, list[Decimal]] = defaultdict(list)
        self._numbers: dict[uuid.UUID, list[Decimal]] = defaultdict(list)
        self._details: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
        self._read_choices()
        for key, number in db.session.execute(
            self._answers.with_only_columns(version, Answer.number).where(Answer.number.is_not(None))
        ):
            assert number is not None
            self._numbers[key].append(number)
        for key, detail in db.session.execute(self._answers.with_only_columns(version, Answer.detail)):
            if detail:
                self._details[key].append(detail)

    def of(self, version: QuestionVersion) -> Counts:
        """What was counted for one wording."""
        codes = {choice.id: choice.code for choice in version.choices}
        return Counts(
            base=self._base.get(version.id, 0),
            not_sure=self._not_sure.get(version.id, 0),
            taken={code: self._taken.get(key, 0) for key, code in codes.items()},
            cells={(row, codes[key]): n for (key, row), n in self._cells.items() if key in codes and row},
            places={(codes[key], place): n for (key, place), n in self._places.items() if key in codes},
            amounts={code: self._amounts[key] for key, code in codes.items() if key in self._amounts},
            numbers=self._numbers.get(version.id, []),
            details=self._details.get(version.id, []),
            texts=self._texts.get(version.id, 0),
        )

    def _read_choices(self) -> None:
        key, row, place = AnswerChoice.choice_id, AnswerChoice.row, AnswerChoice.position
        chosen = self._answers.join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
        for choice, at_row, at_place, n in db.session.execute(
            chosen.with_only_columns(key, row, place, func.count()).group_by(key, row, place)
        ):
            self._taken[choice] += n
            self._cells[(choice, at_row)] = self._cells.get((choice, at_row), 0) + n
            self._places[(choice, at_place)] += n
        for choice, amount in db.session.execute(
            chosen.with_only_columns(key, AnswerChoice.amount).where(AnswerChoice.amount.is_not(None))
        ):
            assert amount is not None
            self._amounts[choice].append(amount)

    @staticmethod
    def _pairs(query: Select[uuid.UUID, int]) -> dict[uuid.UUID, int]:
        return dict(db.session.execute(query).all())
