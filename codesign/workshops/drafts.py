"""What a person typed about a workshop, as typed values: forms make them, commands take them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from codesign.core.terms import CardNames, Influence, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopDraft:
    """A workshop as planned. Times in UTC."""

    title: str
    introduction: str
    starts_at: datetime
    ends_at: datetime
    place: str
    offers: str
    host_name: str
    influence: Influence
    influence_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """One step of the agenda. `votes_on` is the cards step whose groups get the dots; None for a cards step."""

    kind: StepKind
    title: str
    prompt: str
    minutes: int
    names: CardNames
    dots: int
    votes_on: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDraft:
    """One card. `key` is the form's: the same card sent twice is one card."""

    text: str
    key: str
    table_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceDraft:
    """People counted in the hall, not phones."""

    attended: int | None
    note: str
