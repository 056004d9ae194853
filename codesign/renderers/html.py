"""The pack as one accessible web page that stands alone: no scripts, no fetches, codes that link to evidence."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from codesign.config import resource_folder
from codesign.core.pack import EvidencePack
from codesign.renderers import words
from codesign.renderers.blocks import Block, Heading, Refs, Sheet, Spoken, anchors, inert
from codesign.renderers.paper import sheet


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.finalize = _inert
    return made


def _inert(value: Any) -> Any:
    return inert(value) if type(value) is str else value


def css() -> str:
    """The style of the pack, for a page that shows `body_html`; every class begins with `pack`."""
    return (resource_folder("templates") / "pack" / "pack.css").read_text(encoding="utf-8")


def body_html(pack: EvidencePack, seal: str) -> Markup:
    """The pack as one `<article>` without style or script, for a preview inside the service. Headings begin at h2."""
    return _drawn("pack/_body.html", sheet(pack, seal), deeper=1)


def page_html(whole: Sheet, blocks: Sequence[Block], *, links: Mapping[str, str], deeper: int) -> Markup:
    """Some blocks of a pack without style or script. `links` says where each reference leads."""
    return _drawn("pack/_page.html", whole, blocks=blocks, links=links, deeper=deeper)


def html(pack: EvidencePack, seal: str) -> bytes:
    """The whole page as UTF-8 bytes. Its own policy lets nothing load and only its own style apply."""
    return html_of(sheet(pack, seal))


def html_of(whole: Sheet) -> bytes:
    """Any sheet of blocks as a page that stands alone."""
    style = css() + _printed_foot(whole)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _drawn("pack/page.html", whole, deeper=0, style=Markup(f"<style>{style}</style>"), digest=digest).encode()  # nosec B704 # noqa: S704


def _printed_foot(whole: Sheet) -> str:
    """The seal and check address in the margin of every printed page."""
    left = _css_string(f"{whole.check_line}  ·  {whole.seal_line}")
    page, of = (_css_string(word) for word in whole.page_words)
    return (
        f"@page {{ @bottom-left {{ content: {left}; width: 80%; font: 7pt Arial, sans-serif; color: #4a5a5c; }}\n"
        f"@bottom-right {{ content: {page} ' ' counter(page) ' ' {of} ' ' counter(pages); "
        "font: 7pt Arial, sans-serif; color: #4a5a5c; } }\n"
    )


def _css_string(text: str) -> str:
    # Letters, digits and a few marks as they are; all else as a CSS escape, so no text can leave its quotes.
    return '"' + "".join(c if c.isalnum() or c in " .:/-·" else f"\\{ord(c):x} " for c in inert(text)) + '"'


def _drawn(template: str, whole: Sheet, links: Mapping[str, str] | None = None, **more: Any) -> Markup:
    page = _environment().get_template(template)
    return Markup(  # nosec B704 # noqa: S704 - drawn by autoescaping templates
        page.render(
            sheet=whole,
            known={anchor: f"#{anchor}" for anchor in anchors(whole.blocks)} if links is None else links,
            sections=[block for block in whole.blocks if isinstance(block, Heading) and block.level == 1],
            kind=lambda block: type(block).__name__,
            is_spoken=lambda cell: isinstance(cell, Spoken),
            is_refs=lambda cell: isinstance(cell, Refs),
            once=_Once(),
            words=words,
            **more,
        )
    )


class _Once:
    """Gives each anchor to the first thing that asks for it: a page has no id twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, anchor: object) -> str:
        """The anchor, or nothing where it is taken or is no text."""
        if not isinstance(anchor, str) or not anchor or anchor in self._given:
            return ""
        self._given.add(anchor)
        return anchor
