"""A resident whose phone never gives up: answers with their own key, and sends again until there is a receipt."""

from __future__ import annotations

import http.client
import re
import secrets
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')
KEY = re.compile(rb'<input[^>]*name="key"[^>]*>')
RECEIPT = re.compile(rb"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


class Resident:
    """One person on one port, with their own cookies. `heard` is called with every answer that comes."""

    def __init__(self, port: int, address: str, heard: Callable[[], None]) -> None:
        self.port, self.address, self.heard = port, address, heard
        self.cookies = {"codesign-participant": secrets.token_urlsafe(32)}
        self.unheard = 0

    def answer(self, words: str) -> str:
        """Begin, write, check, send; the receipt. Raises `TimeoutError` when nobody answers for half a minute."""
        self._post(self.address, self.address, {})
        self._post(f"{self.address}/q/Q1", f"{self.address}/q/Q1", {"Q1": words, "go": "continue"})
        page = self._get(f"{self.address}/check")
        named = KEY.search(page)
        assert named, page[:3000]
        key = re.search(rb'value="([^"]+)"', named.group())
        assert key
        self._post(f"{self.address}/check", None, {"key": key[1].decode(), "consent": "public"}, page)
        receipt = RECEIPT.search(self._get(f"{self.address}/thanks"))
        assert receipt, "a page of thanks without a receipt"
        return receipt.group().decode()

    def _post(self, address: str, shown: str | None, values: dict[str, str], page: bytes = b"") -> None:
        page = self._get(shown) if shown else page
        token = TOKEN.search(page)
        assert token, (address, page[:2000])
        values["csrf_token"] = (token[1] or token[2]).decode()
        status, _body, location = self._ask("POST", address, urlencode(values))
        assert status == 303, (address, status, _body[:3000])
        assert location

    def _get(self, address: str) -> bytes:
        for _hop in range(5):
            status, body, location = self._ask("GET", address)
            if status != 303:
                assert status == 200, (address, status)
                return body
            address = urlsplit(location).path
        raise AssertionError(f"{address} leads nowhere")

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, bytes, str]:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                answer = self._once(method, address, body)
            except (OSError, http.client.HTTPException):
                self.unheard += 1
                time.sleep(0.02)
            else:
                self.heard()
                return answer
        raise TimeoutError(f"nobody answers at {address}")

    def _once(self, method: str, address: str, body: str | None) -> tuple[int, bytes, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status == 503:
            raise ConnectionError("busy")
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, content, answer.headers.get("Location", "")
