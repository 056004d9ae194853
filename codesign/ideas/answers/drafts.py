"""What staff type about answers, as values that commands take."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import Protocol

from codesign.core.terms import AnswerState


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """A batch's title and the words above its answers."""

    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """One answer. `requirement` and `decision` are references, "" for none."""

    state: AnswerState
    words: str = ""
    reason: str = ""
    requirement: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one follower is told of a batch, in their language.

    `ideas` are (title, answer as a message id); `token` is the secret of the link that ends such mail.
    """

    organisation: str
    board: str
    board_ref: str
    batch: str
    slug: str
    language: str
    token: str
    ideas: tuple[tuple[str, str], ...]


class Written(Protocol):
    """A message in words."""

    @property
    def subject(self) -> str: ...

    @property
    def body(self) -> str: ...


def print_of(*parts: str) -> str:
    """A short fingerprint of an answer as it stands, to see whether somebody else changed it meanwhile."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def fingerprint(answer: AnswerDraft | None) -> str:
    """The fingerprint of an answer; of none, an empty text."""
    return print_of(*(str(part) for part in astuple(answer))) if answer else ""
