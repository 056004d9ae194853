"""A questionnaire as the checker and the lint read it: each kind of question says what can be answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

from codesign.core import checking, readiness, wording_lint
from codesign.core.checking import Built, Check, Finding
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.questionnaires import Place, Questionnaire
from codesign.core.routing import Step
from codesign.core.walking import Stop
from codesign.core.wording_lint import Worded

WHY: Final[Mapping[str, str]] = {**checking.WHY, **wording_lint.WHY, **readiness.WHY}
"""Why each rule matters: message ids by the rule's name."""


def routes_checked(questionnaire: Questionnaire) -> Check:
    """The questionnaire walked, and what is wrong with its routes."""
    return checking.check([_built(place) for place in questionnaire.places])


def worded(asked: Asked) -> Worded:
    """A question as the lint reads it."""
    kind = kind_of(asked)
    return Worded(
        ref=asked.ref,
        text=asked.text,
        hint=asked.hint,
        body=asked.body,
        labels=tuple(option.label for option in (*asked.rows, *asked.options)),
        one_only=kind.closed and kind.space(asked).one_only,
        free=kind.own_words,
        required=asked.required,
        offers_not_sure=asked.offers_not_sure,
    )


def digest_of(findings: Iterable[Finding]) -> str:
    """SHA-256 of what was judged, 64 hex characters: an acceptance holds as long as it stays the same."""
    return hashlib.sha256("\n\n".join(f"{each.rule}\n{each.judged}" for each in findings).encode()).hexdigest()


def _built(place: Place) -> Built:
    asked, kind = place.asked, kind_of(place.asked)
    stop = Stop(
        step=Step(asked.ref, asked.condition, place.starts_page),
        space=kind.space(asked),
        required=asked.required,
        seconds=kind.seconds,
    )
    return Built(stop=stop, flaws=kind.flaws(asked))
