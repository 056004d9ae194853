"""The kinds of question, one class each. A new kind is a file here, its template, and one line below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from codesign.core.questions.answering import Asked, Given, Sent
from codesign.core.questions.kinds.allocation import Allocation
from codesign.core.questions.kinds.base import Kind
from codesign.core.questions.kinds.choices import AgreeScale, OneChoice, SeveralChoices
from codesign.core.questions.kinds.contact import ContactDetails
from codesign.core.questions.kinds.dates import Date
from codesign.core.questions.kinds.files import File
from codesign.core.questions.kinds.information import Information
from codesign.core.questions.kinds.matrix import Matrix
from codesign.core.questions.kinds.pictures import PictureChoice
from codesign.core.questions.kinds.place import Place
from codesign.core.questions.kinds.ranking import Ranking
from codesign.core.questions.kinds.words import LongText, Number, ShortText
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
