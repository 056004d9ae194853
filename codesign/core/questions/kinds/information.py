"""A page that tells something and asks nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from codesign.core.questions.answering import Asked, Given, Sent
from codesign.core.questions.kinds.base import Column, Kept, Kind, Printed
from codesign.core.routing import Said
from codesign.core.words import N_, Sentence

_POINT = re.compile(r"\s*[-*•–]\s+(.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, its lines as typed, or a list with its points."""

    lines: tuple[str, ...]
    is_list: bool = False


class Information(Kind):
    """Facts before a question, and documents to read. There is nothing to answer."""

    code = "information"
    icon = "information"
    name = N_("Information")
    line = N_("People read facts and documents before they answer.")
    template = "information"
    fields = frozenset({"body"})
    seconds = 30
    asks = False

    def blocks(self, asked: Asked) -> tuple[Block, ...]:
        """The body as paragraphs and lists: an empty line ends a paragraph, "- " begins a point."""
        return blocks(asked.body)

    def says_not_sure(self, asked: Asked) -> bool:
        return False

    def read(self, asked: Asked, sent: Sent) -> Given:
        return Given()

    def problem(self, asked: Asked, given: Given) -> Sentence | None:
        return None

    def said(self, asked: Asked, given: Given) -> Said:
        return Said()

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        return ()

    def kept(self, asked: Asked, given: Given) -> Kept:
        return Kept()

    def given(self, asked: Asked, kept: Kept) -> Given:
        return Given()

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        return ()

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        return {}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        return Given()

    def on_paper(self, asked: Asked) -> Printed:
        told = []
        for block in self.blocks(asked):
            told += [f"• {line}" for line in block.lines] if block.is_list else ["\n".join(block.lines)]
        return Printed(told=tuple(told))


def blocks(body: str) -> tuple[Block, ...]:
    """Plain text as paragraphs and lists."""
    found: list[Block] = []
    lines: list[str] = []
    points: list[str] = []

    def end() -> None:
        if lines:
            found.append(Block(tuple(lines)))
        if points:
            found.append(Block(tuple(points), True))
        lines.clear()
        points.clear()

    for line in body.splitlines():
        point = _POINT.fullmatch(line)
        if point:
            if lines:
                end()
            points.append(point[1].strip())
        elif not line.strip():
            end()
        else:
            if points:
                end()
            lines.append(line.strip())
    end()
    return tuple(found)


__all__ = ["Block", "Information", "blocks"]
