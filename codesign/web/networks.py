"""The network a response came from, as a digest that says nothing outside its project: to see bursts, for a while."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import uuid

from flask import request

from codesign.web.identity import config


def network_signal(project_id: uuid.UUID) -> str | None:
    """HMAC of the asking network (IPv4 /24, IPv6 /56) under a key of the project; None when it has no address.

    `trust.md` 7 rule 10: no address is kept, nothing else about the device is read, and a retention job deletes this.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return None
    network = ipaddress.ip_network((address, 24 if address.version == 4 else 56), strict=False)
    key = hmac.digest(config().secret_key.encode(), b"network:" + project_id.bytes, hashlib.sha256)
    return hmac.new(key, str(network).encode(), hashlib.sha256).hexdigest()
