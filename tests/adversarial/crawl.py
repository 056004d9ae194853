"""A crawl as one role: every page, form and query parameter that links and forms lead to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.browser import Browser

# Pressed last, so that they do not shut the doors in front of the others.
SHUTS = ("close", "remove", "end", "stop", "hide", "revoke", "sign-out", "another", "withdraw", "leave", "state",
         "harvest", "undo", "forget", "run", "publish", "merge", "freeze", "files", "edit", "password",
         "invitations", "kiosk", "send", "take-out", "take-back", "out")  # fmt: skip


@dataclass(slots=True)
class Field:
    """One name of a form with every value that a person could send under it."""

    name: str
    kind: str
    legal: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A form as found: where it stands, where it goes, and its fields. `key` is the same for forms of one route."""

    page: str
    method: str
    action: str
    key: tuple[str, ...]
    fields: list[Field]

    @property
    def shuts(self) -> bool:
        return any(word in self.action.split("?")[0].split("/") for word in SHUTS)


@dataclass(slots=True)
class Site:
    """What a crawl found."""

    pages: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    asked: dict[str, set[str]] = field(default_factory=dict)  # endpoint → query parameters that links use
    addresses: dict[str, str] = field(default_factory=dict)  # endpoint → one address of it
    bodies: dict[str, bytes] = field(default_factory=dict)


def endpoint_of(app: Flask, url: str, method: str = "GET") -> str:
    """The endpoint behind an address, "" for none."""
    adapter = app.url_map.bind("localhost")
    try:
        return str(adapter.match(unquote(urlsplit(url).path), method)[0])
    except HTTPException:
        return ""


def crawl(app: Flask, browser: Browser, starts: list[str], *, per_route: int = 3) -> Site:
    """`starts`, and every link from them, at most `per_route` addresses of one route with the same parameters."""
    site, waiting, seen, always = Site(), deque(starts), set(starts), set(starts)
    visits: dict[tuple[str, frozenset[str]], int] = {}
    keys: set[tuple[str, ...]] = set()
    while waiting:
        url = waiting.popleft()
        endpoint = endpoint_of(app, url)
        names = frozenset(name for name, _value in parse_qsl(urlsplit(url).query))
        visits[endpoint, names] = visits.get((endpoint, names), 0) + 1
        if not endpoint or (visits[endpoint, names] > per_route and url not in always):
            continue
        answer = browser.client.get(url)
        site.asked.setdefault(endpoint, set()).update(names)
        site.addresses.setdefault(endpoint, url)
        site.pages.append(url)
        found = [answer.headers["Location"]] if "Location" in answer.headers else []
        if "html" in (answer.content_type or ""):
            site.bodies[url] = answer.data
            soup = BeautifulSoup(answer.data, "lxml")
            found += [str(tag["href"]) for tag in soup.select("a[href]")]
            found += [str(tag[name]) for name in ("hx-get",) for tag in soup.select(f"[{name}]")]
            for form in forms_of(app, soup, url):
                if form.key not in keys:
                    keys.add(form.key)
                    site.forms.append(form)
        for link in found:
            target = urlsplit(urljoin(url, link))
            if target.netloc in ("", "localhost") and target.scheme in ("", "http", "https"):
                address = target.path + (f"?{target.query}" if target.query else "")
                if address not in seen and address.startswith("/") and not address.startswith("/static"):
                    seen.add(address)
                    waiting.append(address)
    return site


def forms_of(app: Flask, soup: BeautifulSoup, url: str) -> Iterator[Form]:
    for tag in soup.select("form"):
        action = urljoin(url, str(tag.get("action") or url))
        fields = list(_fields(soup, tag))
        method = str(tag.get("method", "get")).lower()
        names = sorted(f"{each.name}:{each.kind}" for each in fields)
        yield Form(url, method, action, (endpoint_of(app, action, method.upper()), method, *names), fields)


def _fields(soup: BeautifulSoup, form: Tag) -> Iterator[Field]:
    outside = soup.select(f"[form='{form['id']}']") if form.has_attr("id") else []
    found: dict[str, Field] = {}
    for tag in [*form.select("[name]"), *outside]:
        name = str(tag.get("name", ""))
        kind = str(tag.get("type", "text")) if tag.name == "input" else str(tag.name)
        if not name or name == "csrf_token":
            continue
        each = found.setdefault(name, Field(name, kind))
        if tag.name == "select":
            each.legal += [str(option.get("value", option.get_text())) for option in tag.select("option")]
        else:
            each.legal.append(str(tag.get("value", "")) if tag.name != "textarea" else tag.get_text())
    yield from found.values()
