"""A person's own answers as a tagged PDF and as plain text, in the order in which they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from codesign.core.languages import for_typesetter
from codesign.renderers.press import pressed

TEMPLATE: Final = "consultations/own/my_answers.typ"


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer in words; `section` is the title that begins here. `language` is of both."""

    question: str
    answers: tuple[str, ...]
    section: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the file says. `facts` are lines such as when it was sent; `skipped` stands for no answer."""

    title: str
    project: str
    facts: tuple[str, ...]
    lines: Sequence[Told]
    skipped: str
    language: str
    page_of: tuple[str, str]
    run_mark: str
    made_at: datetime


def as_text(own: Own) -> str:
    """The answers as plain text."""
    lines = [f"{own.project}: {own.title}", *own.facts]
    for told in own.lines:
        if told.section:
            lines += ["", told.section.upper()]
        lines += ["", told.question, *(told.answers or (own.skipped,))]
    return "\n".join(lines) + "\n"


def as_pdf(own: Own, press: Callable[..., bytes] = pressed) -> bytes:
    """The same as PDF/UA-1. Raises `PressFailed`."""
    language, region = for_typesetter(own.language)
    sheet: dict[str, Any] = {
        "title": own.title,
        "project": own.project,
        "facts": list(own.facts),
        "lang": language or "en",
        "region": region,
        "dir": "rtl" if language in ("ar", "ur", "fa", "he") else "ltr",
        "page_of": list(own.page_of),
        "skipped": own.skipped,
        "lines": [
            {
                "section": told.section,
                "question": told.question,
                "answers": list(told.answers),
                "lang": for_typesetter(told.language)[0],
            }
            for told in own.lines
        ],
    }
    return press(TEMPLATE, sheet, made_at=own.made_at, run_mark=own.run_mark)
