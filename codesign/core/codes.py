"""Codes that people read out, type and scan, and secrets that machines keep."""

from __future__ import annotations

import hashlib
import itertools
import re
import secrets
import unicodedata

ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXYZ"
"""Digits and capitals without 0 O 1 I L 5 S, which are taken for one another."""

# What the alphabet could spell by chance on a resident's receipt.
_RUDE = re.compile(
    "CRAP|CUM|CUNT|DAMN|DEAD|FAG|FAT|FUC|FUK|GAY|HATE|KKK|NAZ|NEGR|PEE|PUB|RAPE|TART|TURD|TWAT|UGLY|WANK"
)
_RECEIPT = re.compile(f"[{ALPHABET}]{{12}}")
_SEPARATORS = re.compile(r"[\s\-.,_/‐-―−]+")


def is_reference(text: str) -> bool:
    """Whether a text of an address can be a code or a reference at all: an address may hold what no database takes."""
    return len(text) <= 40 and text.replace("-", "").isalnum()


def public_code(prefix: str, length: int = 5) -> str:
    """A random public code such as "K-W3NQ8": never in the order of sending. The caller's unique index decides."""
    return f"{prefix}-{_random(length)}"


def receipt_code() -> str:
    """Twelve symbols in groups of four, such as "7K3Q-XW9H-4TRM": 58 bits."""
    symbols = _random(12)
    return "-".join((symbols[:4], symbols[4:8], symbols[8:]))


def read_receipt(typed: str) -> str | None:
    """The receipt code someone meant, whatever the case, spaces and dashes; None when it cannot be one."""
    symbols = _joined(typed).upper()
    if not _RECEIPT.fullmatch(symbols):
        return None
    return "-".join((symbols[:4], symbols[4:8], symbols[8:]))


def join_code() -> str:
    """Six digits for a workshop, the first not 0, nothing like 123456 or 777777: easy to say, not the first guess."""
    while True:
        code = str(100_000 + secrets.randbelow(900_000))
        steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(code)}
        if len(set(code)) >= 4 and len(steps) > 1:
            return code


def read_join_code(typed: str) -> str | None:
    """The six digits someone meant; None when they are not six digits or start with 0."""
    digits = _joined(typed)
    return digits if re.fullmatch("[1-9][0-9]{5}", digits) else None


def secret() -> str:
    """256 bits for a link or a cookie, safe in an address. Store its `digest`, never itself."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 of a secret as 64 hex characters: what the database keeps."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _random(length: int) -> str:
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if not _RUDE.search(symbols):
            return symbols


def _joined(typed: str) -> str:
    # NFKC turns the full-width digits of some phone keyboards into ours.
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
