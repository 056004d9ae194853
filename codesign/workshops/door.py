"""The door of live rooms: wrong codes are counted and right ones remembered, so that nobody tries codes in number."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from typing import Final

from flask import request, session
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond

from codesign.web.limits import count_try, spent

# Only wrong codes count: two hundred people behind one address come in together (trust.md C4).
TRIES_OF_A_BROWSER: Final = RateLimitItemPerMinute(8, 10, namespace="wrong code")
TRIES_OF_A_NETWORK: Final = RateLimitItemPerMinute(20, 10, namespace="wrong code")
WAIT: Final = RateLimitItemPerSecond(1, 30, namespace="wait")
WAIT_SECONDS: Final = 30
_ROOMS_KEPT = 5


def must_wait_at_door() -> bool:
    """Whether this browser or its network has tried too many wrong codes in the last half minute."""
    return any(spent(WAIT, key) for key in _keys())


def count_wrong_code() -> None:
    """A code that is none: the eighth from one browser, or the twentieth from one network, starts a wait.

    Both counts stand for ten minutes, so after the first wait each further wrong code starts the next.
    """
    session.setdefault("door", secrets.token_urlsafe(9))
    for key, limit in zip(_keys(), (TRIES_OF_A_NETWORK, TRIES_OF_A_BROWSER), strict=False):
        count_try(limit, key)
        if spent(limit, key):
            count_try(WAIT, key)


def remember_room(code: str) -> None:
    """This browser knows the code: its network's wrong tries no longer concern it."""
    if not knows_room(code):
        session["rooms"] = [code, *session.get("rooms", [])][:_ROOMS_KEPT]


def knows_room(code: str) -> bool:
    return code in session.get("rooms", [])


def _keys() -> tuple[str, ...]:
    browser = session.get("door")
    return (_network(), f"browser:{browser}") if browser else (_network(),)


def _network() -> str:
    """The asker's network, /24 or /56, as a digest: kept in memory for ten minutes and nowhere else."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
        prefix = 24 if address.version == 4 else 56
        name = str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
    except ValueError:
        name = "unknown"
    return f"network:{hashlib.sha256(name.encode()).hexdigest()[:16]}"
