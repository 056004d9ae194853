"""G5 and G16: 200 phones send ten answers within ten seconds; and what a first and a later page weigh.

Run by hand: python -m tests.benchmarks.closing_rush [phones] [seconds]
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Response, sync_playwright
from sqlalchemy import func, select

from codesign.app import create_app
from codesign.config import Config
from codesign.extensions import db
from codesign.models import Answer, Submission
from codesign.schema import upgrade_schema
from tests import make
from tests.adversarial.retrying import KEY, Resident
from tests.adversarial.test_kill import Server
from tests.benchmarks.saved_response import GIVEN, QUESTIONS
from tests.conftest import CHROMIUM


class Phone(Resident):
    """Answers every question beforehand, then sends at its moment."""

    def fill(self) -> None:
        self._post(self.address, self.address, {})
        for number, given in enumerate(GIVEN, 1):
            page = f"{self.address}/q/Q{number}"
            value = given.words or given.values[0]
            self._post(page, page, {f"Q{number}": value, f"Q{number}-version": "1", "go": "continue"})
        self.page = self._get(f"{self.address}/check")

    def send(self) -> float:
        """Seconds from pressing "Send" to the page that follows."""
        named = KEY.search(self.page)
        assert named
        key = re.search(rb'value="([^"]+)"', named.group())
        assert key
        begun = time.perf_counter()
        self._post(f"{self.address}/check", None, {"key": key[1].decode(), "consent": "public"}, self.page)
        return time.perf_counter() - begun


def rush(port: int, phones: int, seconds: float) -> list[float]:
    """Every phone filled in, then all sent, evenly over so many seconds; how long each took."""
    people = [Phone(port, "/p/hub/c/C1", heard=lambda: None) for _ in range(phones)]
    for person in people:
        person.fill()
    took: list[float] = []

    def one(person: Phone, wait: float) -> None:
        time.sleep(wait)
        took.append(person.send())

    threads = [
        threading.Thread(target=one, args=(person, seconds * place / phones)) for place, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took)


def weigh(port: int) -> None:
    """What a first question page costs a phone, and the page after it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 375, "height": 800})
        heard: list[Response] = []
        page.on("response", lambda one: heard.append(one))

        def visited(name: str) -> None:
            page.wait_for_load_state("networkidle")
            size = sum(
                one.request.sizes()["responseBodySize"] + one.request.sizes()["responseHeadersSize"] for one in heard
            )
            print(f"{name}: {len(heard)} requests, {size / 1024:.1f} KB")
            heard.clear()

        page.goto(f"http://127.0.0.1:{port}/p/hub/c/C1")
        visited("first visit, start page (90 KB, 6 requests)")
        page.get_by_role("button", name="Start").click()
        page.wait_for_url("**/q/Q1")
        visited("then the first question")
        page.get_by_label("Easy", exact=True).check()
        page.wait_for_timeout(800)
        heard.clear()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/q/Q2")
        visited("each question after (8 KB)")
        browser.close()


def main(phones: int = 200, seconds: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Config(env="demo", instance=Path(folder), database_url=f"sqlite:///{folder}/codesign.db")
        app = create_app(settings)
        with app.app_context():
            upgrade_schema()
            make.make_consultation(make.make_project(slug="hub"), questions=QUESTIONS)
            make.commit()
            db.session.remove()
            db.engine.dispose()
        given = {name: value for name, value in os.environ.items() if not name.startswith(("CODESIGN", "DATABASE"))}
        server = Server({**given, "CODESIGN_ENV": "demo", "CODESIGN_INSTANCE": folder})
        server.start()
        try:
            took = rush(server.port, phones, seconds)
            p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99) - 1]
            print(f"{phones} phones in {seconds} s: median {p50:.2f} s, p99 {p99:.2f} s, slowest {took[-1]:.2f} s")
            weigh(server.port)
        finally:
            server.close()
        with app.app_context():
            sent = db.session.scalar(select(func.count()).select_from(Submission))
            answers = db.session.scalar(select(func.count()).select_from(Answer))
            print(f"kept: {sent} responses, {answers} answers; lost: {phones - (sent or 0)}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
