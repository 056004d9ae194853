"""The kinds of question, one class each. A new kind is a file here, its template, and one line below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from codesign.consultations.answering import Asked, Given, Sent
from codesign.consultations.kinds.allocation import Allocation
from codesign.consultations.kinds.base import Kind
from codesign.consultations.kinds.choices import AgreeScale, OneChoice, SeveralChoices
from codesign.consultations.kinds.contact import ContactDetails
from codesign.consultations.kinds.dates import Date
from codesign.consultations.kinds.files import File
from codesign.consultations.kinds.information import Information
from codesign.consultations.kinds.matrix import Matrix
from codesign.consultations.kinds.pictures import PictureChoice
from codesign.consultations.kinds.place import Place
from codesign.consultations.kinds.ranking import Ranking
from codesign.consultations.kinds.words import LongText, Number, ShortText
from codesign.core.routing import Said
from codesign.core.terms import QuestionType
from codesign.core.words import Sentence

KINDS: Final[dict[QuestionType, Kind]] = {
    QuestionType(kind.code): kind
    for kind in (
        OneChoice(),
        SeveralChoices(),
        AgreeScale(),
        Matrix(),
        Ranking(),
        PictureChoice(),
        Allocation(),
        Number(),
        Date(),
        ShortText(),
        LongText(),
        Place(),
        File(),
        ContactDetails(),
        Information(),
    )
}
"""Every kind, in the order staff choose from."""


def kind_of(asked: Asked) -> Kind:
    return KINDS[asked.type]


def read(asked: Asked, sent: Sent) -> Given:
    """What a resident sent for this question, good or not."""
    return kind_of(asked).read(asked, sent)


def problem(asked: Asked, given: Given) -> Sentence | None:
    """Why this is no answer to the question; None when it is one, or a skip."""
    return kind_of(asked).problem(asked, given)


def said(asked: Asked, given: Given) -> Said:
    """What conditions of later questions may ask about."""
    return kind_of(asked).said(asked, given)


def minutes_for(asked: Iterable[Asked]) -> int:
    """Whole minutes, at least one, that these questions take."""
    return max(1, round(sum(kind_of(one).seconds for one in asked) / 60))


__all__ = ["KINDS", "Kind", "kind_of", "minutes_for", "problem", "read", "said"]
