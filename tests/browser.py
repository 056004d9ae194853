"""Browser and Page: a page tested as a resident meets it, by its forms and links, with CSRF as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextvars import Context
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from codesign.extensions import db


class Client(FlaskClient):
    """A client whose requests share nothing with the test: what the test made is committed first, and read afresh after."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
            db.session.expire_all()
        answer: TestResponse = Context().run(super().open, *args, **kwargs)
        return answer


class Page:
    """One answer, read as HTML. A page with duplicate ids, no title, two h1s or a form without action is refused."""

    def __init__(self, response: TestResponse, url: str) -> None:
        self.status = response.status_code
        self.url = url
        self.headers = response.headers
        self.location = response.headers.get("Location", "")
        self.body = response.get_data()
        self.html = self.body.decode("utf-8", "replace") if "html" in (response.content_type or "") else ""
        self.soup = BeautifulSoup(self.html, "html5lib")
        if self.html.lstrip().lower().startswith("<!doctype") and not 300 <= self.status < 400:
            self._check_page()

    def _check_page(self) -> None:
        ids = [tag["id"] for tag in self.soup.select("[id]")]
        twice = sorted(str(name) for name, times in Counter(ids).items() if times > 1)
        assert not twice, f"{self.url}: ids used twice: {twice}"
        assert self.soup.title is not None, f"{self.url}: no title"
        assert self.soup.title.get_text(strip=True), f"{self.url}: an empty title"
        assert len(self.soup.select("h1")) == 1, f"{self.url}: {len(self.soup.select('h1'))} h1s"
        for form in self.soup.select("form"):
            assert form.get("action"), f"{self.url}: a form without action"
        assert not self.soup.select("[style], script:not([src])"), f"{self.url}: inline style or script"
        assert self.soup.html is not None
        assert self.soup.html.get("lang"), f"{self.url}: no lang"
        assert self.soup.html.get("dir"), f"{self.url}: no dir"

    def text(self, selector: str) -> list[str]:
        """The words of every element that matches, white space folded."""
        return [" ".join(tag.get_text(" ", strip=True).split()) for tag in self.soup.select(selector)]

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{self.url}: {len(found)} of {selector}"
        return found[0]

    @property
    def words(self) -> str:
        return " ".join(self.soup.get_text(" ", strip=True).split())

    def links(self, selector: str = "a[href]") -> list[str]:
        return [str(tag["href"]) for tag in self.soup.select(selector)]

    def form_values(self, selector: str) -> tuple[str, str, list[tuple[str, str]]]:
        """Method, action and what the form would send as it stands."""
        form = self.one(selector)
        values: list[tuple[str, str]] = []
        for field in form.select("input, textarea, select"):
            name = field.get("name")
            if not name or field.has_attr("disabled"):
                continue
            kind = str(field.get("type", "text")).lower() if field.name == "input" else field.name
            if kind in ("submit", "button", "file", "image", "reset"):
                continue
            if kind in ("checkbox", "radio"):
                if field.has_attr("checked"):
                    values.append((str(name), str(field.get("value", "on"))))
            elif kind == "select":
                chosen = field.select("option[selected]") or (
                    [] if field.has_attr("multiple") else field.select("option")[:1]
                )
                values += [(str(name), str(option.get("value", option.get_text()))) for option in chosen]
            elif kind == "textarea":
                values.append((str(name), field.get_text()))
            else:
                values.append((str(name), str(field.get("value", ""))))
        return str(form.get("method", "get")).lower(), str(form["action"]), values


class Browser:
    """A cookie jar and a pair of eyes. `submit` sends the form found on the page, with the fields given here changed."""

    def __init__(self, app: Flask) -> None:
        app.test_client_class = Client
        self.client = app.test_client()

    def get(self, url: str, *, htmx: bool = False, headers: dict[str, str] | None = None, follow: bool = False) -> Page:
        headers = {**(headers or {}), **({"HX-Request": "true"} if htmx else {})}
        page = Page(self.client.get(url, headers=headers, follow_redirects=False), url)
        hops = 0
        while follow and page.status in (301, 302, 303, 307, 308) and hops < 10:
            page, hops = self.get(urljoin(url, page.location), htmx=htmx), hops + 1
        return page

    def post(self, url: str, data: Iterable[tuple[str, str]] | dict[str, Any] = (), *, htmx: bool = False) -> Page:
        """A bare POST as given: without a token unless `data` has one."""
        sent: dict[str, list[Any]] = {}
        for name, value in data.items() if isinstance(data, dict) else data:
            sent.setdefault(name, []).append(value)
        headers = {"HX-Request": "true"} if htmx else {}
        return Page(self.client.post(url, data=sent, headers=headers), url)

    def submit(
        self,
        page: Page,
        selector: str,
        *,
        follow: bool = False,
        htmx: bool = False,
        button: tuple[str, str] | None = None,
        **fields: Any,
    ) -> Page:
        """Send a form. A field given as a list is sent once for each value, as None not at all; `button` is (name, value)."""
        method, action, values = page.form_values(selector)
        names = {tag.get("name") for tag in page.one(selector).select("[name]")}
        unknown = {name for name in fields if name not in names}
        assert not unknown, (
            f"{page.url}: the form {selector} has no {sorted(unknown)}; it has {sorted(str(n) for n in names)}"
        )
        values = [(name, value) for name, value in values if name not in fields]
        for name, value in fields.items():
            if value is None:
                continue
            for each in value if isinstance(value, list | tuple) else [value]:
                values.append((name, each))
        if button:
            values.append(button)
        url = urljoin(page.url, action)
        if method == "get":
            from urllib.parse import urlencode

            return self.get(f"{url.split('?')[0]}?{urlencode(values)}", htmx=htmx, follow=follow)
        answer = self.post(url, values, htmx=htmx)
        if follow and answer.status in (302, 303):
            return self.get(urljoin(url, answer.location), follow=True)
        return answer
