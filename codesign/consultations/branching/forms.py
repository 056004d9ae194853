"""What staff set about a question's place: rules on earlier answers as rows of two lists, with no script needed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, ValidationError

from codesign.consultations.branching.drafts import MOST_GROUPS, MOST_RULES, Group, Groups, PlaceDraft, from_groups
from codesign.consultations.branching.queries import Placed
from codesign.core.routing import Rule, Test
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import Checkbox, Radios, TextArea, TextInput

ALWAYS, ONLY_IF = "always", "only_if"
EVERY, ANY = "every", "any"
NEEDS_ANSWER = (Test.IS, Test.IS_NOT, Test.INCLUDES)
TESTS = (
    SelectChoice(Test.IS.value, _l("is the answer")),
    SelectChoice(Test.IS_NOT.value, _l("is not the answer")),
    SelectChoice(Test.INCLUDES.value, _l("is one of the answers")),
    SelectChoice(Test.ANSWERED.value, _l("has any answer")),
    SelectChoice(Test.NOT_ANSWERED.value, _l("has no answer")),
)
JOINS = (SelectChoice(EVERY, _l("All of these")), SelectChoice(ANY, _l("Any of these")))


class PlaceForm(Form):
    """When a question is asked, and where it stands. A rule is `what_<group>_<rule>` ("Q2=c1") and its test."""

    when = RadioField(
        _l("When is it asked?"),
        choices=[
            SelectChoice(ALWAYS, _l("Always")),
            SelectChoice(ONLY_IF, _l("Only if earlier answers fit the rules below")),
        ],
        default=ALWAYS,
        widget=Radios(),
    )
    between = RadioField(
        _l("With more than one group"),
        choices=[SelectChoice(EVERY, _l("Every group must fit")), SelectChoice(ANY, _l("One group is enough"))],
        default=EVERY,
        widget=Radios(),
    )
    starts_page = BooleanField(
        _l("It starts a new page"),
        default=True,
        description=_l("Without this it stands on the page of the question before it."),
        widget=Checkbox(),
    )
    section = LineField(
        _l("A section starts here: its title"),
        limit=160,
        description=_l("Leave it empty when no section starts here."),
        widget=TextInput(),
    )
    section_words = WordsField(
        _l("Words under the title of the section"),
        limit=2000,
        description=_l("One or two sentences on what comes next."),
        widget=TextArea(rows=3),
    )

    def offer(self, view: Placed) -> PlaceForm:
        """The same form; rules may ask about what comes before this question."""
        self.view = view
        if view.first:
            del self["starts_page"]
        return self

    def rows_of(self, group: int) -> list[tuple[Any, Any]]:
        """The two lists of each rule of a group, counted from 1."""
        return [(self[f"what_{group}_{rule}"], self[f"test_{group}_{rule}"]) for rule in range(1, MOST_RULES + 1)]

    def filled(self, group: int) -> bool:
        return any(what.data for what, _test in self.rows_of(group))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each rule for itself, then that there is one where one is needed."""
        good = bool(super().validate(extra_validators))
        if self.when.data != ONLY_IF:
            return good
        for group in range(1, MOST_GROUPS + 1):
            for what, test in self.rows_of(group):
                good = self._rule_is_good(what, test) and good
        if good and not any(self.filled(group) for group in range(1, MOST_GROUPS + 1)):
            self.when.errors = [_("Choose an earlier answer below, or choose “Always”.")]
            return False
        return good

    def _rule_is_good(self, what: Any, test: Any) -> bool:
        if not what.data:
            return True
        question, _sign, code = str(what.data).partition("=")
        codes = {asked.ref for asked in self.view.earlier}
        if question not in codes:
            what.errors = [_("Choose an answer from the list.")]
            return False
        if test.data in [each.value for each in NEEDS_ANSWER] and not code:
            what.errors = [_("Choose one of the answers, or choose “has any answer” or “has no answer”.")]
            return False
        return True

    def groups(self) -> Groups:
        """The rules as typed, row by row."""
        if self.when.data != ONLY_IF:
            return Groups()
        groups = []
        for number in range(1, MOST_GROUPS + 1):
            rules = []
            for what, test in self.rows_of(number):
                if what.data:
                    question, _sign, code = str(what.data).partition("=")
                    kind = Test(test.data)
                    rules.append(Rule(question, kind, code if kind in NEEDS_ANSWER else ""))
            if rules:
                groups.append(Group(self[f"join_{number}"].data == EVERY, tuple(dict.fromkeys(rules))))
        return Groups(self.between.data == EVERY, tuple(groups))

    def draft(self) -> PlaceDraft:
        return PlaceDraft(
            starts_page=bool(self.starts_page.data) if "starts_page" in self else self.view.starts_page,
            section=self.section.data or "",
            section_words=self.section_words.data or "",
            condition=from_groups(self.groups()),
        )


def known_answer(_form: Any, field: Any) -> None:
    """A rule names a question, and an answer after "="; nothing else is let through."""
    if field.data and (len(field.data) > 120 or "\x00" in field.data):
        raise ValidationError(_("Choose an answer from the list."))


for _group in range(1, MOST_GROUPS + 1):
    setattr(PlaceForm, f"join_{_group}", RadioField(choices=JOINS, default=EVERY))
    for _rule in range(1, MOST_RULES + 1):
        setattr(
            PlaceForm,
            f"what_{_group}_{_rule}",
            SelectField(_l("Answer"), validators=(known_answer,), validate_choice=False, choices=()),
        )
        setattr(PlaceForm, f"test_{_group}_{_rule}", SelectField(_l("Test"), choices=TESTS, default=Test.IS.value))


def filled_in(view: Placed, groups: Groups) -> dict[str, Any]:
    """A question's place as the form shows it."""
    shown: dict[str, Any] = {
        "when": ONLY_IF if view.condition is not None else ALWAYS,
        "between": EVERY if groups.every else ANY,
        "starts_page": view.starts_page,
        "section": view.section,
        "section_words": view.section_words,
    }
    for number, group in enumerate(groups.groups, 1):
        shown[f"join_{number}"] = EVERY if group.every else ANY
        for place, rule in enumerate(group.rules, 1):
            shown[f"what_{number}_{place}"] = f"{rule.question}={rule.value}" if rule.value else rule.question
            shown[f"test_{number}_{place}"] = rule.test.value
    return shown
