"""One press of a button: a vote on a statement, or a choice between two ideas."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired

from codesign.core.terms import Vote
from codesign.web.forms import Form

TAKE_BACK = "take-back"
NEITHER = "neither"


class VoteForm(Form):
    """Agree, disagree, pass, or take it back."""

    vote = StringField(
        validators=(AnyOf([*(vote.value for vote in Vote), TAKE_BACK], message=_l("Press one of the three buttons")),)
    )


class PairForm(Form):
    """The two ideas that were shown, and which was chosen: a reference, `neither`, or `take-back`."""

    first = StringField(validators=(InputRequired(),))
    second = StringField(validators=(InputRequired(),))
    chosen = StringField(validators=(InputRequired(_l("Choose one of the two ideas, or say that you cannot")),))
