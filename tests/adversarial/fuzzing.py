"""A fuzzer of forms, query parameters and addresses: legal inputs with something wrong in them, in many ways."""

from __future__ import annotations

import io
import random
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from flask import Flask

from codesign.extensions import limiter
from tests.adversarial.crawl import Field, Form, Site, endpoint_of
from tests.adversarial.hostile import naughty
from tests.browser import Browser

SLOWEST_SECONDS = 5.0
PLAUSIBLE = (
    "12", "3", "2026-12-01", "1/12/2026", "1 December 2026", "09:30", "5pm", "Sam", "sam@council.example", "E05999902",
    "A bench on the hill.", "The provider must open on Saturdays.", "480000", "REQ-001", "T01", "1", "on", "agree",
)  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer and how they begin (trust.md H1)."""
FRAMED = "ideas_sharing.embed"
"""The one page that other sites may frame and everybody may keep; it knows nobody and sets no cookie."""

Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Findings:
    """What went wrong, once for each place and kind, and how much was tried."""

    tried: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    reached: set[tuple[str, ...]] = field(default_factory=set)

    def report(self) -> str:
        return "\n\n".join(f"{name}\n{what}" for name, what in self.faults.items())


class Fuzzer:
    """Sends inputs as one browser. The same seed sends the same inputs."""

    def __init__(self, app: Flask, browser: Browser, token: str, *, seed: int) -> None:
        self.app, self.browser, self.token = app, browser, token
        self.random = random.Random(seed)
        self.naughty = naughty()
        self.short = [words for words in self.naughty if len(words) < 400]
        self.found = Findings()
        kept = (
            browser.client.get_cookie(f"codesign-{name}") for name in ("session", "staff", "participant", "language")
        )
        self.cookies = [(cookie.key, cookie.value) for cookie in kept if cookie is not None]

    def form(self, form: Form, count: int) -> None:
        """`count` inputs to one form."""
        for sent in (self._input(form) for _ in range(count)):
            if form.method == "get":
                status = self._get(f"{form.action.split('?')[0]}?{_encoded(sent)}", form.key[0])
            else:
                status = self._post(form, sent)
            if status not in (0, 400):
                self.found.reached.add(form.key)

    def parameters(self, site: Site, names: list[str], count: int) -> None:
        """`count` inputs to the query parameters of every address that was found."""
        for endpoint, address in sorted(site.addresses.items()):
            path = address.split("?")[0]
            for _ in range(count):
                few = self.random.sample(names, min(len(names), self.random.randint(1, 5)))
                asked = [*few, *self.random.sample(sorted(site.asked[endpoint]), len(site.asked[endpoint]))]
                self._get(f"{path}?{_encoded([(name, self._bad()) for name in asked])}", endpoint)

    def addresses(self, site: Site, count: int) -> None:
        """`count` addresses of each route with one part of the path made hostile."""
        for endpoint, address in sorted(site.addresses.items()):
            parts = urlsplit(address).path.split("/")
            for _ in range(count):
                place = self.random.randrange(1, len(parts))
                bent = [*parts[:place], quote(_bytes(self.random.choice(self.short)), safe=""), *parts[place + 1 :]]
                self._get("/".join(bent), endpoint)

    def _bad(self) -> str:
        # The long ones cost time and find little that a few of them do not.
        return self.random.choice(self.naughty if self.random.random() < 0.05 else self.short)

    def _good(self, each: Field) -> str:
        legal = [value for value in each.legal if value]
        if legal and self.random.random() < 0.9:
            return self.random.choice(legal)
        return self.random.choice(PLAUSIBLE)

    def _input(self, form: Form) -> Pairs:
        """Mostly legal with one or two fields wrong; sometimes legal with another shape; sometimes all of it wrong."""
        how = self.random.random()
        wrong = {each.name for each in form.fields if self.random.random() < 0.8} if how < 0.15 else set()
        if how >= 0.4 and form.fields:
            few = min(len(form.fields), self.random.randint(1, 2))
            wrong = {each.name for each in self.random.sample(form.fields, few)}
        sent: Pairs = []
        for each in form.fields:
            if each.kind in ("checkbox", "button") and self.random.random() < 0.4:
                continue
            sent.append((each.name, self._bad() if each.name in wrong else self._good(each)))
        if self.random.random() < 0.2 and sent:
            sent.pop(self.random.randrange(len(sent)))
        if self.random.random() < 0.2 and sent:
            name = self.random.choice(sent)[0]
            sent += [(name, self._bad()) for _ in range(self.random.choice((1, 2, 30)))]
        if self.random.random() < 0.1:
            sent.append(
                (
                    self.random.choice(("role", "id", "project_id", "standing", "x[]", "go", "", "key", "\x00")),
                    self._bad(),
                )
            )
        return sent

    def _post(self, form: Form, sent: Pairs) -> int:
        headers = {"HX-Request": "true"} if self.random.random() < 0.2 else {}
        signed = [("csrf_token", self.token), *sent]
        files = {each.name for each in form.fields if each.kind == "file"}
        if files:
            data: dict[str, object] = {name: _clean(value) for name, value in signed if name not in files}
            for name in files:
                data[name] = (io.BytesIO(_bytes(self._bad())), _clean(self._bad())[:60].replace("\n", "") or "x.csv")
            return self._send(form.key[0], "POST", form.action, repr(sent), data=data, headers=headers)
        return self._send(
            form.key[0], "POST", form.action, repr(sent), data=_encoded(signed).encode(), headers=headers,
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip

    def _get(self, url: str, endpoint: str) -> int:
        headers = {"HX-Request": "true"} if self.random.random() < 0.2 else {}
        return self._send(endpoint, "GET", url, "", headers=headers)

    def _send(self, endpoint: str, method: str, url: str, sent: str, **options: Any) -> int:
        self.found.tried += 1
        if self.found.tried % 20 == 0:
            limiter.reset()  # being slowed down is right, and would hide what is behind it
        for name, value in self.cookies:
            self.browser.client.set_cookie(name, value)  # an input may have signed us out
        began = time.perf_counter()
        try:
            answer = self.browser.client.open(url, method=method, **options)
        except Exception as error:
            frames = [each for each in traceback.extract_tb(error.__traceback__) if "/codesign/" in each.filename]
            where = f"{frames[-1].filename.split('/codesign/')[-1]}:{frames[-1].lineno}" if frames else "?"
            told = f"{method} {url[:300]}\n  sent {sent[:600]}\n  {type(error).__name__}: {str(error)[:300]}"
            self.found.faults.setdefault(f"{endpoint} {type(error).__name__} at {where}", told)
            return 0
        took = time.perf_counter() - began
        status = answer.status_code
        framed = endpoint == FRAMED and status in (200, 304)
        if (
            not framed
            and "html" in (answer.content_type or "")
            and "no-store" not in answer.headers.get("Cache-Control", "")
        ):
            self.found.faults.setdefault(f"{endpoint} may be kept by a cache", f"{method} {url[:300]}")
        if framed and ("Set-Cookie" in answer.headers or "<form" in answer.text):
            self.found.faults.setdefault(f"{endpoint} knows who looks", f"{method} {url[:300]}")
        for name, value in ALWAYS.items():
            if framed and name == "X-Frame-Options":
                continue
            if not answer.headers.get(name, "").startswith(value):
                self.found.faults.setdefault(f"{endpoint} answered {status} without {name}", f"{method} {url[:300]}")
        self.found.statuses[status] = self.found.statuses.get(status, 0) + 1
        if status >= 500 and status != 503:
            self.found.faults.setdefault(f"{endpoint} answered {status}", f"{method} {url[:300]}\n  sent {sent[:600]}")
        if took > SLOWEST_SECONDS:
            self.found.faults.setdefault(f"{endpoint} took {took:.1f} s", f"{method} {url[:300]}\n  sent {sent[:600]}")
        return status


def known_to(app: Flask, forms: list[Form]) -> Iterator[Form]:
    """The forms whose action is a route."""
    return (form for form in forms if endpoint_of(app, form.action, form.method.upper()))


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _clean(words: str) -> str:
    return words.encode("utf-8", "replace").decode()


def _encoded(pairs: Pairs) -> str:
    return "&".join(f"{quote_plus(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in pairs)
