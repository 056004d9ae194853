"""What a page is made of, and whether words have become part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

NEVER = frozenset(
    [
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "base",
        "math",
        "foreignobject",
        "animate",
        "set",
        "use",
        "image",
        "style",
        "template",
        "slot",
        "marquee",
        "keygen",
        "isindex",
        "plaintext",
        "xmp",
        "noembed",
        "listing",
        "dialog",
        "portal",
    ]
)
LEADS = frozenset(
    [
        "href",
        "src",
        "action",
        "formaction",
        "xlink:href",
        "data",
        "poster",
        "background",
        "cite",
        "longdesc",
        "ping",
        "srcset",
        "manifest",
        "hx-get",
        "hx-post",
        "hx-put",
        "hx-delete",
        "hx-patch",
        "hx-push-url",
        "hx-replace-url",
    ]
)
OUR_PICTURES = ("data:image/png;base64,", "data:image/svg+xml;charset=utf-8,%3Csvg")
"""Pictures that we draw into a page: square codes. As `<img>` they run nothing."""
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})

Shape = tuple[str, frozenset[str]]


def page_of(body: bytes) -> BeautifulSoup:
    return BeautifulSoup(body, "lxml")


def shapes(page: BeautifulSoup) -> set[Shape]:
    """Every kind of element on a page: its name with its attributes' names, without those that tell a language."""
    return {(str(tag.name), frozenset(map(str, tag.attrs)) - {"lang", "dir"}) for tag in page.find_all(True)}


def faults(page: BeautifulSoup) -> Iterator[str]:
    """What no page of ours may hold, whatever people wrote: code, styles, handlers, foreign or running addresses."""
    for tag in page.find_all(True):
        name = str(tag.name).lower()
        ours = (name == "template" and set(tag.attrs) == {"data-shape"}) or (
            name == "dialog" and tag.get("id") == "kiosk-idle"
        )
        if (name in NEVER and not ours) or (name == "script" and not str(tag.get("src", "")).startswith("/static/")):
            yield f"<{name}> {str(tag)[:200]}"
        if (
            name == "link"
            and not (is_icon(tag) or _names_the_board(tag))
            and not re.match(r"/(static/|pack\.css)", str(tag.get("href", "")))
        ):
            yield f"<link> {str(tag)[:200]}"
        if name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh" and not _stays(tag):
            yield f"<meta> {str(tag)[:200]}"
        for attribute, value in tag.attrs.items():
            if attribute == "href" and is_icon(tag):
                continue
            yield from _attribute(
                name, str(attribute).lower(), " ".join(value) if isinstance(value, list) else str(value)
            )


def is_icon(tag: Tag) -> bool:
    """The one picture in an address: our own mark beside the title."""
    return (
        tag.name == "link"
        and tag.get("rel") == ["icon"]
        and str(tag.get("href", "")).startswith("data:image/svg+xml,%3Csvg")
    )


def _names_the_board(tag: Tag) -> bool:
    """The feeds of a board, and the board that an embedded one is of: addresses of ours that load nothing."""
    address = str(tag.get("href", ""))
    if tag.get("rel") == ["alternate"]:
        return re.fullmatch(r"/p/[a-z0-9-]+/ideas/B\d+/feed\.(atom|rss)", address) is not None
    return (
        tag.get("rel") == ["canonical"]
        and re.fullmatch(r"http://localhost/p/[a-z0-9-]+/ideas/B\d+", address) is not None
    )


def _stays(tag: Tag) -> bool:
    return re.fullmatch(r"\d+(;url=/p/[\w-]+/c/\w+/kiosk)?", str(tag.get("content", "")).strip()) is not None


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith(("on", "hx-on", "data-hx-on")) or name in ("style", "srcdoc", "is"):
        yield f"{name} of <{tag}>: {value[:120]}"
    if name in ("hx-vals", "hx-headers", "hx-vars") and "js:" in value:
        yield f"{name} of <{tag}>: {value[:120]}"
    if name in LEADS and not leads_home(value) and not (tag == "img" and value.startswith(OUR_PICTURES)):
        yield f"{name} of <{tag}> leads to {value[:120]}"


def leads_home(address: str) -> bool:
    """Whether an address stays with us, or is one of the few schemes that do nothing by themselves."""
    plain = re.sub(r"[\x00-\x20]", "", address)
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    if parts.scheme.lower() in ("mailto", "tel"):
        return True
    return (
        parts.scheme.lower() in SCHEMES
        and not plain.startswith(("//", "/\\", "\\"))
        and parts.hostname in (None, "localhost", "127.0.0.1")
    )
