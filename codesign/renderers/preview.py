"""A pack a page at a time, for the preview inside the service: cut at its sections, its clauses and its long tables."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from codesign.core.pack import EvidencePack
from codesign.renderers import words
from codesign.renderers.blocks import Block, Cover, Grid, Heading, anchors
from codesign.renderers.html import page_html
from codesign.renderers.paper import sheet

ROWS_A_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One page of an edition, with what runs at its head and foot. `check_line` is empty for a draft."""

    number: int
    pages: int
    title: str
    head_left: str
    head_right: str
    check_line: str
    body: Markup


def preview(pack: EvidencePack, seal: str, number: int, address: Callable[[int], str]) -> Preview:
    """The page of that number, or the nearest there is. `seal` is empty for a draft; `address` is where a page is.

    Raises as `paper.sheet`: no snapshot is shown, and no words beyond their consent.
    """
    whole = sheet(pack, seal)
    pages = _pages(whole.blocks)
    number = min(max(number, 1), len(pages))
    links: dict[str, str] = {}
    for place, blocks in enumerate(pages, 1):
        for anchor in anchors(blocks):
            links.setdefault(anchor, f"#{anchor}" if place == number else f"{address(place)}#{anchor}")
    shown = pages[number - 1]
    first = shown[0]
    return Preview(
        number=number,
        pages=len(pages),
        title=first.text if isinstance(first, Heading) else whole.title,
        head_left=whole.head_left,
        head_right=whole.head_right,
        check_line=whole.check_line if seal else "",
        body=page_html(whole, shown, links=links, deeper=1 - first.level if isinstance(first, Heading) else 1),
    )


def _pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks of each page. What follows a cut table begins with its heading again, so that no page is nameless."""
    pages: list[list[Block]] = []
    heading = Heading(1, words.NO_TITLE)
    for block in blocks:
        starts = isinstance(block, Cover) or (isinstance(block, Heading) and (block.level == 1 or block.new_page))
        if starts or not pages:
            pages.append([])
        if isinstance(block, Heading):
            heading = block
        if isinstance(block, Grid) and len(block.rows) > ROWS_A_PAGE:
            pages[-1].append(replace(block, rows=block.rows[:ROWS_A_PAGE], note=""))
            again = Heading(heading.level, words.CONTINUED % {"title": heading.text})
            for start in range(ROWS_A_PAGE, len(block.rows), ROWS_A_PAGE):
                rows = block.rows[start : start + ROWS_A_PAGE]
                last = start + ROWS_A_PAGE >= len(block.rows)
                pages.append([again, replace(block, rows=rows, note=block.note if last else "")])
        else:
            pages[-1].append(block)
    return [page for page in pages if page]
