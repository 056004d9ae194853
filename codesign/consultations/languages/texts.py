"""The texts of a questionnaire as values: which there are, and a question in another language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from codesign.core.codes import digest
from codesign.core.questions.answering import Asked, Option
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.questionnaires import Place
from codesign.core.text import normalise

LIMITS: Mapping[str, int] = {
    "title": 320,
    "introduction": 20_000,
    "influence_reason": 1_000,
    "section": 320,
    "section_words": 10_000,
    "text": 600,
    "hint": 600,
    "why": 1_000,
    "body": 20_000,
    "unit": 80,
    "choice": 400,
    "row": 400,
    "alt": 400,
}
"""The longest translation of each part: twice what its own language may take, since others need more room."""

SETTING_LIMIT = 600
LONG_PARTS = frozenset({"introduction", "influence_reason", "section_words", "why", "body"})

# Marks that turn the direction of what follows, seen or not; LRM, RLM and the joiners stay, Urdu and Persian need them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_KEY = re.compile(r"(?P<ref>Q\d+)\.(?:(?P<version>\d+)\.)?(?P<part>[\w.\-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in its own language. `key` names it: title, Q1.section, Q1.2.text, Q1.2.choice.c3 (question, version, part).

    `place` counts choices and rows from 1.
    """

    key: str
    words: str
    place: int = 0

    @property
    def ref(self) -> str:
        """The question; empty for the questionnaire's own texts."""
        return _read(self.key)[0]

    @property
    def version(self) -> int:
        return _read(self.key)[1]

    @property
    def part(self) -> str:
        """What it is of its question: text, choice.c3, row.r1, choice.c3.alt, setting.low_label."""
        return _read(self.key)[2]

    @property
    def sort(self) -> str:
        """What it is, without which one: choice, row, alt, setting."""
        return sort_of(self.part)

    @property
    def limit(self) -> int:
        return LIMITS.get(self.sort, SETTING_LIMIT)

    @property
    def long(self) -> bool:
        return self.sort in LONG_PARTS

    @property
    def digest(self) -> str:
        return digest(self.words)


@dataclass(frozen=True, slots=True)
class Done:
    """A translation that was made: of which text, when it said what; an empty `words` takes it back."""

    key: str
    words: str
    of_digest: str
    of_words: str = ""


@dataclass(frozen=True)
class Texts:
    """What a questionnaire's texts are in `language`; `own` is the language it is written in.

    A translation holds as long as the words it translates stay the same, through every later wording of a question.
    """

    language: str
    own: str
    done: tuple[Done, ...] = ()

    @cached_property
    def _holding(self) -> Mapping[tuple[str, str, str], str]:
        # The newest wording's last, so that it wins; a choice that changed its place keeps its translation.
        newest_last = sorted(self.done, key=lambda one: _read(one.key)[1])
        return {(*_family(one.key), one.of_digest): one.words for one in newest_last}

    @cached_property
    def _latest(self) -> Mapping[tuple[str, str], Done]:
        newest_last = sorted(self.done, key=lambda one: _read(one.key)[1])
        return {(ref, part): one for one in newest_last for ref, _version, part in [_read(one.key)] if one.words}

    def of(self, text: Text) -> str | None:
        """The translation; None where there is none, or it is of other words."""
        return self._holding.get((*_family(text.key), text.digest)) or None

    def older(self, text: Text) -> Done | None:
        """A translation of what the text said before; None where it holds or never was."""
        if self.of(text) is not None:
            return None
        found = self._latest.get((text.ref, text.part))
        return found if found is not None and found.of_digest != text.digest else None

    def said(self, key: str, words: str) -> tuple[str, str]:
        """The text and the language it is in: the translation, else the own words."""
        found = self.of(Text(key=key, words=words)) if self.language != self.own else None
        return (found, self.language) if found is not None else (words, self.own)


def keys_of(asked: Asked, section: str = "", section_words: str = "") -> tuple[Text, ...]:
    """Every text of a question, in the order residents read; our own words (an agree scale's) are not among them,
    nor what has no letter in it (£, 16–24)."""
    return tuple(text for text in _texts(asked, section, section_words) if _has_words(text.words))


def own_texts(title: str, introduction: str, influence_reason: str) -> tuple[Text, ...]:
    """What the questionnaire says before its questions."""
    named = (("title", title), ("introduction", introduction), ("influence_reason", influence_reason))
    return tuple(Text(key=key, words=words) for key, words in named if _has_words(words))


def in_language(asked: Asked, texts: Texts) -> Asked:
    """The question in that language, each text that has no translation in its own; `language` and `others` say which."""
    found = {text.part: texts.of(text) for text in keys_of(asked)} if texts.language != texts.own else {}
    if not any(found.values()):
        return replace(asked, language=texts.own)

    def said(part: str, words: str) -> str:
        return found.get(part) or words

    def options(name: str, given: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(
            replace(
                option,
                label=said(f"{name}.{option.code}", option.label),
                picture_alt=said(f"{name}.{option.code}.alt", option.picture_alt),
            )
            for option in given
        )

    settings = {name: said(f"setting.{name}", value) for name, value in _worded(asked)}
    return replace(
        asked,
        text=said("text", asked.text),
        hint=said("hint", asked.hint),
        why=said("why", asked.why),
        body=said("body", asked.body),
        unit=said("unit", asked.unit),
        settings={**asked.settings, **settings} if settings else asked.settings,
        options=options("choice", asked.options),
        rows=options("row", asked.rows),
        language=texts.language,
        others={part: texts.own for part, words in found.items() if not words},
    )


def place_in_language(place: Place, texts: Texts) -> Place:
    """The question with the section that begins at it."""
    ref = place.asked.ref
    section, language = texts.said(f"{ref}.section", place.section)
    words, words_language = texts.said(f"{ref}.section_words", place.section_words)
    return replace(
        place,
        asked=in_language(place.asked, texts),
        section=section,
        section_words=words,
        section_language=language,
        section_words_language=words_language,
    )


def cleaned(typed: str) -> str:
    """A translation as it is kept: normalised, without marks that turn the direction of what stands after it."""
    return normalise(_TURNS.sub("", typed))


def sort_of(part: str) -> str:
    if part.endswith(".alt"):
        return "alt"
    return part.split(".")[0]


def _texts(asked: Asked, section: str, section_words: str) -> Iterator[Text]:
    start = f"{asked.ref}.{asked.version}"
    yield Text(key=f"{asked.ref}.section", words=section)
    yield Text(key=f"{asked.ref}.section_words", words=section_words)
    for name in ("text", "hint", "body"):
        yield Text(key=f"{start}.{name}", words=getattr(asked, name))
    for name, value in _worded(asked):
        yield Text(key=f"{start}.setting.{name}", words=value)
    if not kind_of(asked).ours:
        yield from _labels(f"{start}.choice", asked.options)
    yield from _labels(f"{start}.row", asked.rows)
    for name in ("unit", "why"):
        yield Text(key=f"{start}.{name}", words=getattr(asked, name))


def _labels(start: str, options: Iterable[Option]) -> Iterator[Text]:
    for place, option in enumerate(options, 1):
        yield Text(key=f"{start}.{option.code}", words=option.label, place=place)
        yield Text(key=f"{start}.{option.code}.alt", words=option.picture_alt, place=place)


def _has_words(words: str) -> bool:
    return any(letter.isalpha() for letter in words)


def _worded(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Settings of its kind that residents read as words."""
    names = kind_of(asked).worded
    return tuple((name, value) for name in names if isinstance(value := asked.settings.get(name), str) and value)


def _read(key: str) -> tuple[str, int, str]:
    found = _KEY.fullmatch(key)
    return (found["ref"], int(found["version"] or 0), found["part"]) if found else ("", 0, key)


def _family(key: str) -> tuple[str, str]:
    ref, _version, part = _read(key)
    return ref, sort_of(part)


__all__ = [
    "Done",
    "Text",
    "Texts",
    "cleaned",
    "in_language",
    "keys_of",
    "own_texts",
    "place_in_language",
    "sort_of",
]
