"""The published ideas of a board as Atom (RFC 4287) and RSS 2.0: plain text in valid XML, whatever was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes, never reads

from codesign.ideas.sharing.queries import SharedBoard, SharedIdea

# What XML 1.0 has no way to write at all, also not as a number (production 2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a feed needs to know beside the ideas: names, addresses, and the words for a resident who shows no name."""

    service: str
    project: str
    project_ref: str
    organisation: str
    language: str
    base_url: str
    board_url: str
    feed_url: str
    a_resident: str
    about: str
    idea_url: Callable[[str], str]


def atom(shared: SharedBoard, setting: Setting) -> bytes:
    """An Atom feed; each entry's id stays the same wherever the service moves."""
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<feed xmlns={quoteattr('http://www.w3.org/2005/Atom')} xml:lang={_attribute(setting.language)}>",
        f"<id>{_text(_tag(shared, setting))}</id>",
        f"<title>{_text(_title(shared, setting))}</title>",
        f"<subtitle>{_text(setting.about)}</subtitle>",
        f"<updated>{_stamp(shared.updated_at)}</updated>",
        f"<author><name>{_text(setting.organisation or setting.service)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(setting.feed_url)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(setting.board_url)}/>',
        f"<generator>{_text(setting.service)}</generator>",
    ]
    for idea in shared.ideas:
        address = setting.idea_url(idea.ref)
        out += [
            f"<entry xml:lang={_attribute(idea.language)}>",
            f"<id>{_text(_tag(shared, setting, idea))}</id>",
            f"<title>{_text(idea.title)}</title>",
            f"<updated>{_stamp(idea.changed_at)}</updated>",
            f"<published>{_stamp(idea.said_at)}</published>",
            f"<author><name>{_text(idea.who or setting.a_resident)}</name></author>",
            f'<link rel="alternate" type="text/html" href={_attribute(address)}/>',
            f'<content type="text">{_text(idea.text or idea.title)}</content>',
            "</entry>",
        ]
    return _bytes([*out, "</feed>"])


def rss(shared: SharedBoard, setting: Setting) -> bytes:
    """The same as RSS 2.0."""
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        f"<title>{_text(_title(shared, setting))}</title>",
        f"<link>{_text(setting.board_url)}</link>",
        f"<description>{_text(setting.about)}</description>",
        f"<language>{_text(setting.language)}</language>",
        f"<lastBuildDate>{format_datetime(shared.updated_at)}</lastBuildDate>",
        f'<atom:link rel="self" type="application/rss+xml" href={_attribute(setting.feed_url)}/>',
        f"<generator>{_text(setting.service)}</generator>",
    ]
    for idea in shared.ideas:
        out += [
            "<item>",
            f"<title>{_text(idea.title)}</title>",
            f"<link>{_text(setting.idea_url(idea.ref))}</link>",
            f'<guid isPermaLink="false">{_text(_tag(shared, setting, idea))}</guid>',
            f"<pubDate>{format_datetime(idea.said_at)}</pubDate>",
            f"<dc:creator>{_text(idea.who or setting.a_resident)}</dc:creator>",
            f"<dc:language>{_text(idea.language)}</dc:language>",
            # Readers take a description for HTML, so that what was typed is escaped twice: it stays text.
            f"<description>{_text(escape(_plain(idea.text or idea.title)))}</description>",
            "</item>",
        ]
    return _bytes([*out, "</channel>", "</rss>"])


def _title(shared: SharedBoard, setting: Setting) -> str:
    return f"{shared.board.title} – {setting.project}"


def _tag(shared: SharedBoard, setting: Setting, idea: SharedIdea | None = None) -> str:
    """A tag URI (RFC 4151) made of references that never change; the slug in an address may."""
    host = urlsplit(setting.base_url).hostname or "localhost"
    path = "/".join((setting.project_ref, shared.board.ref, *((idea.ref,) if idea else ())))
    return f"tag:{host},{shared.made_in}:{path}"


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _plain(text: str) -> str:
    return _NO_XML.sub("", text)


def _text(text: str) -> str:
    return escape(_plain(text))


def _attribute(text: str) -> str:
    return quoteattr(_plain(text))


def _bytes(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
