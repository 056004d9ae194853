"""A photo or a document: what was made anew from the file is an upload, and the answer names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from codesign.core.files import PROBLEMS
from codesign.core.questions.answering import Asked, Given, Sent
from codesign.core.questions.kinds.base import (
    BadCell,
    Bar,
    Column,
    Counts,
    Ground,
    Kept,
    Kind,
    Printed,
    Summary,
    Table,
    kept_words,
    too_long,
)
from codesign.core.words import N_, Sentence

PHOTO, DOCUMENT = "photo", "document"
ACCEPTS: Final = (PHOTO, DOCUMENT)
UPLOAD, REFUSED, SORT = "upload", "refused", "sort"
NAMES: Final = {PHOTO: N_("A photo"), DOCUMENT: N_("A document")}
_KEY = re.compile(r"[0-9a-f]{32}")


class File(Kind):
    """One file: `settings` hold {"accepts": [...]}. Its parts name the upload and its sort, or why it was refused."""

    code = "file"
    icon = "camera"
    name = N_("Photo or document")
    line = N_("People send a photo or a PDF. We take away where and when it was made.")
    template = "file"
    fields = frozenset({"accepts"})
    seconds = 60
    takes_file = True
    ours = True

    def says_not_sure(self, asked: Asked) -> bool:
        return False

    def accepts(self, asked: Asked) -> tuple[str, ...]:
        """Photos, documents or both, as staff chose; photos unless they chose."""
        wanted = asked.settings.get("accepts") or [PHOTO]
        return tuple(sort for sort in ACCEPTS if sort in wanted)

    def read(self, asked: Asked, sent: Sent) -> Given:
        parts = {name: sent.text(name) for name in (UPLOAD, SORT, REFUSED)}
        if not _KEY.fullmatch(parts[UPLOAD]) or parts[SORT] not in ACCEPTS:
            parts[UPLOAD] = parts[SORT] = ""
        if parts[REFUSED] not in PROBLEMS:
            parts[REFUSED] = ""
        return Given((), kept_words(sent.text("words")), {name: part for name, part in parts.items() if part})

    def settle(self, asked: Asked, given: Given, ground: Ground) -> Given:
        """Only a file that was sent to this very activity can be named."""
        key = given.parts.get(UPLOAD, "")
        if not key or ground.has_file(key):
            return given
        return Given((), given.words, {name: part for name, part in given.parts.items() if name not in (UPLOAD, SORT)})

    def nothing(self, asked: Asked) -> Sentence:
        match self.accepts(asked):
            case ("photo",):
                return Sentence(N_("Choose a photo to send."))
            case ("document",):
                return Sentence(N_("Choose a document to send."))
            case _:
                return Sentence(N_("Choose a photo or a document to send."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        refused = given.parts.get(REFUSED, "")
        if refused:
            return PROBLEMS[refused]
        if UPLOAD not in given.parts:
            return Sentence(N_("Choose the file that your words are about, or clear the words."))
        if given.parts.get(SORT) not in self.accepts(asked):
            return PROBLEMS["not_a_photo" if self.accepts(asked) == (PHOTO,) else "not_a_document"]
        return too_long(given.words, self.limit(asked))

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        sort = (NAMES[given.parts[SORT]],) if given.parts.get(SORT) in NAMES else ()
        return (*sort, given.words) if given.words else sort

    def kept(self, asked: Asked, given: Given) -> Kept:
        return Kept(
            words=given.words, detail={name: given.parts[name] for name in (UPLOAD, SORT) if name in given.parts}
        )

    def given(self, asked: Asked, kept: Kept) -> Given:
        return Given((), kept.words, {name: str(kept.detail[name]) for name in (UPLOAD, SORT) if name in kept.detail})

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        sorts = Counter(str(detail.get(SORT, "")) for detail in counts.details)
        bars = tuple(
            Bar(NAMES[sort], sorts[sort], ours=True) for sort in ACCEPTS if sort in self.accepts(asked) or sorts[sort]
        )
        return Summary(tables=(Table(base=counts.base, bars=bars),))

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return (Column(asked.ref, f"{asked.text} - File"), Column(f"{asked.ref}_TEXT", f"{asked.text} - Text"))

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        key = given.parts.get(UPLOAD, "")
        name = f"{given.parts.get(SORT, PHOTO)} {key}" if key else ""
        return {asked.ref: name, f"{asked.ref}_TEXT": given.words}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        typed, words = cells.get(asked.ref, "").strip(), cells.get(f"{asked.ref}_TEXT", "").strip()
        if not typed:
            return Given((), words)
        sort, _space, key = typed.partition(" ")
        if sort not in ACCEPTS or not _KEY.fullmatch(key):
            sentence = Sentence(N_("A spreadsheet cannot hold a file. Leave this empty, or keep what was exported."))
            raise BadCell(asked.ref, sentence)
        return Given((), words, {UPLOAD: key, SORT: sort})

    def on_paper(self, asked: Asked) -> Printed:
        note = N_("Send it with this form. Write the number of this form on its back. Then write here what it shows.")
        return Printed(lines=2, note=Sentence(note))
