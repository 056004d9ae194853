"""A questionnaire laid out for paper: every word of the form in one language, as the values that its template sets."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import segno

from codesign.consultations.equality import QUESTIONS, EqualityQuestion
from codesign.consultations.paper.wording import Say, numbers_of, routing_words, runs_of
from codesign.core.languages import for_typesetter
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.kinds.base import Printed
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.words import N_
from codesign.renderers.blocks import RIGHT_TO_LEFT, inert

TEMPLATE: Final = "consultations/paper/form.typ"
RUN_MARK: Final = "[%(n)s]"
_TECHNICAL: Final = frozenset({"lang", "region", "kind", "ref", "number", "code", "title"})
_TALL = 14  # lines of one question beyond which it may go on over a page


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """What a form says beside its questions. Texts are in the form's language; `closes` is a day in words, or empty."""

    title: str
    introduction: str
    organisation: str
    project: str
    promise: str
    phone: str
    phone_hours: str
    returns: str
    closes: str
    asks_equality: bool
    language: str
    questionnaire: Questionnaire
    address: str  # of the questionnaire online, whole
    numbers: tuple[str, ...] = ()  # one form each; without any, one form to be numbered by hand
    pages: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)


def sheet(form: OnPaper, say: Say) -> dict[str, Any]:
    """The values of the template. `say` gives our own words in the form's language."""
    language, region = for_typesetter(form.language)
    mixed = language in RIGHT_TO_LEFT
    return _clean(
        mixed,
        {
            "title": form.title,
            "lang": language,
            "region": region or "GB",
            "rtl": mixed,
            "kicker": " · ".join(part for part in (form.organisation, form.project) if part),
            "promise": form.promise,
            "introduction": [part for part in form.introduction.split("\n\n") if part.strip()],
            "cover": _cover(form, say),
            "head": form.title,
            "foot": say(N_("Questions? Call %(phone)s."), phone=form.phone) if form.phone else form.project,
            "page_words": [say(N_("Page")), say(N_("of"))],
            "pages": form.pages,
            "words": {
                "why": say(N_("Why we ask this:")),
                "form": say(N_("Form number")),
                "code": say(N_("Square code that opens these questions online")),
            },
            "parts": [*_parts(form.questionnaire, say), *_ending(form.questionnaire, say)],
            "about": _about(say) if form.asks_equality else [],
            "forms": [
                {"number": number, "code": code(f"{form.address}?form={number}" if number else form.address)}
                for number in form.numbers or ("",)
            ],
        },
    )


def code(address: str) -> str:
    """The square code of an address, as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()


def _clean(mixed: bool, values: dict[str, Any]) -> dict[str, Any]:
    """The same values with every text inert; with `mixed`, each text keeps its own direction between others."""
    return {name: value if name in _TECHNICAL else _inert(mixed, value) for name, value in values.items()}


def _inert(mixed: bool, value: Any) -> Any:
    if isinstance(value, str):
        text = inert(value).replace("\ufeff", "")
        # U+2068 and U+2069: a sentence that is not translated yet reads from its own side.
        return "\n".join(f"\u2068{line}\u2069" if line else "" for line in text.split("\n")) if mixed else text
    if isinstance(value, list):
        return [_inert(mixed, one) for one in value]
    return _clean(mixed, value) if isinstance(value, dict) else value


def _cover(form: OnPaper, say: Say) -> list[dict[str, Any]]:
    how = [
        say(N_("Use a black or blue pen. Put a tick in the box of your answer.")),
        say(N_("Made a slip? Fill the whole box in, then tick another.")),
        say(N_("You can leave any question out.")),
        say(N_("Do not write your name, unless a question asks for it.")),
        say(N_("Need more room? Use another sheet. Write the form number and the question number on it.")),
        say(N_("You can answer online too. Open the square code with a phone.")),
    ]
    back = []
    if form.returns:
        back.append(say(N_("Send it to: %(address)s"), address=form.returns))
    if form.closes:
        back.append(say(N_("Post it or hand it in by %(day)s."), day=form.closes))
    if form.phone and form.phone_hours:
        back.append(say(N_("Need help? Call %(phone)s. %(hours)s."), phone=form.phone, hours=form.phone_hours))
    elif form.phone:
        back.append(say(N_("Need help? Call %(phone)s."), phone=form.phone))
    parts = [{"title": say(N_("How to fill this in")), "items": how, "lines": []}]
    return [*parts, {"title": say(N_("Send it back")), "items": [], "lines": back}] if back else parts


def _parts(questionnaire: Questionnaire, say: Say) -> list[dict[str, Any]]:
    runs, numbers = runs_of(questionnaire), numbers_of(questionnaire)
    blocks: list[dict[str, Any]] = []
    level = 2
    for place in questionnaire.places:
        asked = place.asked
        if place.section:
            blocks.append({"kind": "section", "text": place.section, "words": place.section_words})
            level = 3
        if asked.ref in runs:
            blocks.append({"kind": "route", "text": routing_words(questionnaire, runs[asked.ref], say)})
        if asked.ref in numbers:
            blocks.append(_question(asked, numbers[asked.ref], level, say))
        else:
            body = list(kind_of(asked).on_paper(asked).told) or [asked.hint]
            blocks.append({"kind": "told", "text": asked.text, "body": body, "level": level})
    return blocks


def _question(asked: Asked, number: int, level: int, say: Say) -> dict[str, Any]:
    printed = kind_of(asked).on_paper(asked)
    own = {option.label for option in (*asked.options, *asked.rows)}
    tall = len(printed.boxes) + len(printed.rows) + printed.lines > _TALL
    return {
        "kind": "question",
        "ref": asked.ref,
        "number": number,
        "level": level,
        "text": asked.text,
        "hint": asked.hint,
        "why": asked.why,
        "note": say(printed.note.message, **printed.note.values) if printed.note else "",
        "boxes": _boxes(printed, asked, say),
        "lines": printed.lines,
        "cells": printed.cells,
        "unit": printed.unit,
        "lines_first": not printed.one_only,
        "rows": [label if label in own else say(label) for label in printed.rows],
        "numbers": printed.numbers,
        "row_title": "",
        "tall": tall,
    }


def _boxes(printed: Printed, asked: Asked, say: Say) -> list[dict[str, Any]]:
    """Each box with the key that types it. "I am not sure" is always our own word."""
    own = {option.label for option in (*asked.options, *asked.rows)}
    return [
        {
            "key": str(place),
            "label": say(label) if printed.ours or label not in own else label,
            "writes": label in printed.writes_after,
        }
        for place, label in enumerate(printed.boxes, 1)
    ]


def _plain_boxes(labels: list[str]) -> list[dict[str, Any]]:
    return [{"key": str(place), "label": label, "writes": False} for place, label in enumerate(labels, 1)]


def _ending(questionnaire: Questionnaire, say: Say) -> list[dict[str, Any]]:
    """How the words may be used, and a receipt: asked of everyone, last."""
    may = [
        say(N_("You may quote my words, without my name")),
        say(N_("Only count my answers. Do not quote my words")),
    ]
    return [
        {
            "kind": "section",
            "text": say(N_("How may we use your words?")),
            "words": say(N_("We never show your name.")),
        },
        {"kind": "boxes", "boxes": _plain_boxes(may)},
        {"kind": "section", "text": say(N_("Do you want a receipt?")), "words": say(RECEIPT)},
        {"kind": "boxes", "boxes": _plain_boxes([say(N_("Yes, keep a receipt code for me"))])},
    ]


RECEIPT: Final = N_(
    "A receipt code lets you see your answers later, or take them back. Call us and say your form number to get it."
)


def _about(say: Say) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        {
            "kind": "section",
            "text": say(N_("About you")),
            "words": say(
                N_(
                    "These questions are different. They show us who we have not heard from."
                    " This sheet is kept apart from your answers. You can leave any of them out."
                )
            ),
        }
    ]
    for place, question in enumerate(QUESTIONS, 1):
        blocks += _about_question(question, place, say)
    return blocks


def _about_question(question: EqualityQuestion, place: int, say: Say) -> list[dict[str, Any]]:
    hint = say(question.hint) if question.hint else ""
    if question.only_if is not None:
        hint = say(N_("Leave this out unless you ticked “Yes” just before."))
    head = {
        "kind": "question",
        "ref": question.code,
        "number": about_letter(place),
        "level": 3,
        "text": say(question.text),
        "hint": hint,
        "why": "",
        "note": "",
        "boxes": [],
        "lines": 0,
        "cells": 0,
        "unit": "",
        "lines_first": False,
        "rows": [],
        "numbers": False,
        "row_title": "",
        "tall": False,
    }
    if not any(choice.group for choice in question.choices):
        return [{**head, "boxes": _plain_boxes([say(choice.label) for choice in question.choices])}]
    blocks: list[dict[str, Any]] = [head]
    group = ""
    for key, choice in enumerate(question.choices, 1):
        if choice.group and choice.group != group:
            group = choice.group
            blocks.append({"kind": "group", "text": say(group)})
        blocks.append({"kind": "boxes", "boxes": [{"key": str(key), "label": say(choice.label), "writes": False}]})
    return blocks


def about_letter(place: int) -> str:
    """How a question about the person is named on paper: A, B, C."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place - 1]


__all__ = ["RUN_MARK", "TEMPLATE", "OnPaper", "about_letter", "code", "sheet"]
