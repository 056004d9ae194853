"""Choosing between pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codesign.core.questions.answering import Asked, Given, Sent
from codesign.core.questions.kinds.base import Column, Counts, Printed, Summary
from codesign.core.questions.kinds.choices import OneChoice, SeveralChoices
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence

_ONE: Final = OneChoice()
_SEVERAL: Final = SeveralChoices()


class PictureChoice(SeveralChoices):
    """Choices with a picture and words each: one of them, or with `settings` {"several": true} any number."""

    code = "picture_choice"
    icon = "eye"
    name = N_("Picture choice")
    line = N_("People choose between pictures, each with its words.")
    template = "pictures"
    fields = frozenset({"choices", "several", "least", "most", "offers_not_sure"})
    seconds = 30
    shows_pictures = True

    def takes_several(self, asked: Asked) -> bool:
        return asked.settings.get("several") is True

    def read(self, asked: Asked, sent: Sent) -> Given:
        return self._as(asked).read(asked, sent)

    def nothing(self, asked: Asked) -> Sentence:
        return self._as(asked).nothing(asked)

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        return self._as(asked).wrong(asked, given)

    def space(self, asked: Asked) -> Space:
        return self._as(asked).space(asked)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        return self._as(asked).summary(asked, counts)

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return self._as(asked).columns(asked)

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        return self._as(asked).cells(asked, given)

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        return self._as(asked).from_cells(asked, cells)

    def on_paper(self, asked: Asked) -> Printed:
        return self._as(asked).on_paper(asked)

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        bare = next((option.label for option in asked.options if not option.picture and not option.exclusive), "")
        words = N_("“%(choice)s” has no picture yet.")
        missing = (Sentence(words, {"choice": bare}),) if bare else ()
        return (*missing, *self._as(asked).flaws(asked))

    def _as(self, asked: Asked) -> OneChoice:
        return _SEVERAL if self.takes_several(asked) else _ONE
