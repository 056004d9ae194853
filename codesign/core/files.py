"""What files people may send, what becomes of one, and what to tell them when we cannot take it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from codesign.core.words import N_, Sentence

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 10 * MEGABYTE
MOST_DOTS: Final = 40_000_000
"""Width times height that is read at all (trust.md 5, row 18)."""
LONGEST_EDGE: Final = 2000
"""Dots along the longer edge of what is kept."""
MOST_PAGES: Final = 100

PROBLEMS: Final[dict[str, Sentence]] = {
    "too_big": Sentence(
        N_("This file is over %(limit)s MB. Send a smaller one, such as a screenshot of the photo."), {"limit": 10}
    ),
    "too_many_dots": Sentence(
        N_("This photo has over %(limit)s million dots. Take a screenshot of it, and send the screenshot."),
        {"limit": 40},
    ),
    "heic": Sentence(N_("We cannot read this kind of photo (HEIC). Take a screenshot of it, and send the screenshot.")),
    "not_a_photo": Sentence(N_("This is not a photo that we can read. Choose a JPEG, PNG or WebP file.")),
    "not_a_document": Sentence(N_("This is not a document that we can read. Choose a PDF file.")),
    "not_known": Sentence(N_("We cannot read this file. Choose a JPEG, PNG or WebP photo, or a PDF.")),
    "broken": Sentence(N_("This file is damaged, so we cannot open it. Choose another one.")),
    "locked": Sentence(N_("This PDF needs a password. Save a copy without a password, and choose that one.")),
    "too_long": Sentence(N_("This PDF has over %(limit)s pages. Send only the pages that matter."), {"limit": 100}),
    "too_hard": Sentence(N_("This file takes too long to open. Send a smaller one, such as a screenshot of it.")),
    "empty": Sentence(N_("This file is empty. Choose another one.")),
    "full": Sentence(N_("We cannot take more files now. Tell us in words what your file shows.")),
    "too_many": Sentence(N_("Too many files came from your network. Wait ten minutes, then send your file again.")),
}
"""Why a file was not taken, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAnew:
    """A file as it may be kept. `sort` is photo or document; width and height are dots of a photo."""

    sort: str
    media_type: str
    content: bytes
    width: int | None
    height: int | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why a file was not taken: a code of `PROBLEMS`."""

    code: str


ENDINGS: Final = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file as it goes out. `name` is ours: what the sender called it was never kept."""

    content: bytes
    media_type: str
    name: str
    etag: str
