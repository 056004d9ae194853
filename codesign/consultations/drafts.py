"""What staff type about a consultation and its questions, as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from codesign.core.closing import closing_moment
from codesign.core.questions.answering import Option
from codesign.core.routing import Condition
from codesign.core.terms import Influence, QuestionType


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDraft:
    """A consultation's own words and window. Opening and closing are local dates and times in `zone`."""

    title: str
    introduction: str = ""
    influence: Influence = Influence.OPEN
    influence_reason: str = ""
    opens_on: date | None = None
    opens_time: time = time(9)
    closes_on: date | None = None
    closes_time: time = time(23, 59)
    zone: str = "Europe/London"
    asks_equality: bool = True

    @property
    def opens_at(self) -> datetime | None:
        return closing_moment(self.opens_on, self.opens_time, self.zone) if self.opens_on else None

    @property
    def closes_at(self) -> datetime | None:
        return closing_moment(self.closes_on, self.closes_time, self.zone) if self.closes_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    """One wording of a question. Codes of options are given when it is kept, so they are empty here."""

    type: QuestionType
    text: str
    hint: str = ""
    why: str = ""
    body: str = ""
    required: bool = False
    offers_not_sure: bool = False
    least: int | None = None
    most: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    condition: Condition | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
