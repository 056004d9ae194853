"""The equality questions of module equality_v1, as data: asked after sending and kept apart (domain.md e1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from codesign.core.words import N_

MODULE: Final = "equality_v1"
PREFER_NOT: Final = "pnts"
"""The code of "Prefer not to say"."""


@dataclass(frozen=True, slots=True)
class EqualityChoice:
    """One answer; `group` is the heading it stands under, "" for none. Wordings are message ids."""

    code: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class EqualityQuestion:
    """One question; `only_if` is (question, value) that must have been given for it to be asked."""

    code: str
    text: str
    choices: tuple[EqualityChoice, ...]
    hint: str = ""
    only_if: tuple[str, str] | None = None

    def knows(self, value: str) -> bool:
        return any(choice.code == value for choice in self.choices)


_NOT_SAID = EqualityChoice(PREFER_NOT, N_("Prefer not to say"))
_WHITE, _MIXED = N_("White"), N_("Mixed or multiple ethnic groups")
_ASIAN, _BLACK = N_("Asian or Asian British"), N_("Black, Black British, Caribbean or African")
_OTHER = N_("Other ethnic group")

QUESTIONS: Final = (
    EqualityQuestion(
        "age_band",
        N_("How old are you?"),
        (
            EqualityChoice("u16", N_("Under 16")),
            EqualityChoice("16_24", N_("16 to 24")),
            EqualityChoice("25_34", N_("25 to 34")),
            EqualityChoice("35_44", N_("35 to 44")),
            EqualityChoice("45_54", N_("45 to 54")),
            EqualityChoice("55_64", N_("55 to 64")),
            EqualityChoice("65_74", N_("65 to 74")),
            EqualityChoice("75_84", N_("75 to 84")),
            EqualityChoice("85p", N_("85 or over")),
            _NOT_SAID,
        ),
    ),
    EqualityQuestion(
        "sex",
        N_("What is your sex?"),
        (EqualityChoice("female", N_("Female")), EqualityChoice("male", N_("Male")), _NOT_SAID),
    ),
    EqualityQuestion(
        "health_12m",
        N_(
            "Do you have any physical or mental health conditions or illnesses"
            " lasting or expected to last for 12 months or more?"
        ),
        (EqualityChoice("yes", N_("Yes")), EqualityChoice("no", N_("No")), _NOT_SAID),
    ),
    EqualityQuestion(
        "activity_restriction",
        N_("Do any of your conditions or illnesses reduce your ability to carry out day-to-day activities?"),
        (
            EqualityChoice("yes_a_lot", N_("Yes, a lot")),
            EqualityChoice("yes_a_little", N_("Yes, a little")),
            EqualityChoice("not_at_all", N_("Not at all")),
            _NOT_SAID,
        ),
        only_if=("health_12m", "yes"),
    ),
    EqualityQuestion(
        "ethnic_group",
        N_("What is your ethnic group?"),
        (
            EqualityChoice(
                "english_welsh_scottish_ni_british",
                N_("English, Welsh, Scottish, Northern Irish or British"),
                _WHITE,
            ),
            EqualityChoice("irish", N_("Irish"), _WHITE),
            EqualityChoice("gypsy_irish_traveller", N_("Gypsy or Irish Traveller"), _WHITE),
            EqualityChoice("other_white", N_("Any other White background"), _WHITE),
            EqualityChoice("white_black_caribbean", N_("White and Black Caribbean"), _MIXED),
            EqualityChoice("white_black_african", N_("White and Black African"), _MIXED),
            EqualityChoice("white_asian", N_("White and Asian"), _MIXED),
            EqualityChoice("other_mixed", N_("Any other Mixed or multiple background"), _MIXED),
            EqualityChoice("indian", N_("Indian"), _ASIAN),
            EqualityChoice("pakistani", N_("Pakistani"), _ASIAN),
            EqualityChoice("bangladeshi", N_("Bangladeshi"), _ASIAN),
            EqualityChoice("chinese", N_("Chinese"), _ASIAN),
            EqualityChoice("other_asian", N_("Any other Asian background"), _ASIAN),
            EqualityChoice("african", N_("African"), _BLACK),
            EqualityChoice("caribbean", N_("Caribbean"), _BLACK),
            EqualityChoice("other_black", N_("Any other Black, Black British or Caribbean background"), _BLACK),
            EqualityChoice("arab", N_("Arab"), _OTHER),
            EqualityChoice("any_other", N_("Any other ethnic group"), _OTHER),
            _NOT_SAID,
        ),
        hint=N_("Choose one option that best describes your ethnic group or background."),
    ),
    EqualityQuestion(
        "carer",
        N_(
            "Do you look after, or give any help or support to, anyone because they have long-term physical"
            " or mental health conditions or illnesses, or problems related to old age?"
        ),
        (
            EqualityChoice("no", N_("No")),
            EqualityChoice("yes_9_or_less", N_("Yes, 9 hours a week or less")),
            EqualityChoice("yes_10_19", N_("Yes, 10 to 19 hours a week")),
            EqualityChoice("yes_20_34", N_("Yes, 20 to 34 hours a week")),
            EqualityChoice("yes_35_49", N_("Yes, 35 to 49 hours a week")),
            EqualityChoice("yes_50_plus", N_("Yes, 50 hours a week or more")),
            _NOT_SAID,
        ),
        hint=N_("Leave out anything you do as paid work."),
    ),
)
BY_CODE: Final = {question.code: question for question in QUESTIONS}


def question_after(code: str | None, given: dict[str, str]) -> EqualityQuestion | None:
    """The next question to ask after `code` (None: the first), given what was answered; None after the last."""
    start = 0 if code is None else [question.code for question in QUESTIONS].index(code) + 1
    return next((question for question in QUESTIONS[start:] if is_asked(question, given)), None)


def question_before(code: str, given: dict[str, str]) -> EqualityQuestion | None:
    """The question asked before `code`; None for the first."""
    end = [question.code for question in QUESTIONS].index(code)
    return next((question for question in reversed(QUESTIONS[:end]) if is_asked(question, given)), None)


def is_asked(question: EqualityQuestion, given: dict[str, str]) -> bool:
    return question.only_if is None or given.get(question.only_if[0]) == question.only_if[1]
