"""How often one network and one account may try, for pages where guessing would pay. Beyond it: 429, for a while."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, request
from limits import RateLimitItem, parse

from codesign.core.codes import digest
from codesign.extensions import limiter

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Limit:
    """Tries allowed from one network, and for one account wherever it is tried from.

    A library or a council office is one network with many honest people, so its number is the larger.
    """

    name: str
    network: RateLimitItem
    account: RateLimitItem


def limit(name: str, *, per_network: str, per_account: str) -> Limit:
    """A limit in words: `limit("password", per_network="100 per 10 minutes", per_account="10 per 10 minutes")`."""
    return Limit(name, parse(per_network), parse(per_account))


def slow_down(limits: Limit, account: str) -> None:
    """Count one try and answer 429 when it is one too many.

    `account` is what is being guessed at (an address as typed, a link): counted alike whether it exists or not.
    """
    counter = limiter.limiter
    within = counter.hit(limits.network, limits.name, "network", network())
    within = counter.hit(limits.account, limits.name, "account", digest(account.casefold())) and within
    if not within:
        abort(429)


def at_most_tries(rate: str) -> Callable[[View], View]:
    """Answer 429 to POSTs beyond `rate` ("20 per minute") from one address. Stands under `@allows`."""

    def guard(view: View) -> View:
        limited: Any = limiter.limit(rate, methods=["POST"])(view)
        return limited  # type: ignore[no-any-return]

    return guard


def spent(item: RateLimitItem, key: str) -> bool:
    """Whether no try is left under this limit."""
    return not limiter.limiter.test(item, key)


def count_try(item: RateLimitItem, key: str) -> None:
    """Count one try, whether or not one was left."""
    limiter.limiter.hit(item, key)


def network() -> str:
    """The network a request came from: one IPv4 address, or the /64 that one IPv6 customer has."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
