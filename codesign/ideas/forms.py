"""What residents may type on a board: the pages of an idea, a reply."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    SelectChoice,
    ValidationError,
)

from codesign.core.terms import Consent
from codesign.core.text import has_letters, has_piled_marks, without_turning_marks

LINE_LETTERS = 120
WORDS_LETTERS = 2000


def seen_letters(_form: Any, field: Any) -> None:
    """For a line that must say something: spaces and marks that show nothing are not enough."""
    if field.data and not has_letters(field.data):
        raise ValidationError(_("Write it with letters or numbers, so that people can read it."))


def no_piles(_form: Any, field: Any) -> None:
    """Letters with so many marks that they run over other lines are not taken."""
    if field.data and has_piled_marks(field.data):
        raise ValidationError(_("Some letters have too many marks on them. Type those words again."))


def straight(value: Any) -> Any:
    """A filter: takes out marks that turn words around. `took_marks_out` says whether there were any."""
    return without_turning_marks(value) if isinstance(value, str) else value


CONSENTS = [
    SelectChoice(Consent.PUBLIC.value, _l("Yes, anyone may read them")),
    SelectChoice(Consent.BIDDERS.value, _l("Yes, but only for groups that want to run the service")),
    SelectChoice(Consent.COUNT_ONLY.value, _l("No, count my words but do not quote them")),
]
