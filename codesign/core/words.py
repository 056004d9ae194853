"""Sentences a rule gives back: an English message id with its values, for the web to translate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:  # noqa: N802 - the name that translation tools look for
    """Mark `text` for the translators without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence with named places (`%(name)s`); `str()` gives it in English."""

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message
