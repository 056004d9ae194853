"""Proofs of who somebody is: password hashes and codes of an authenticator app."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import lru_cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from codesign.core.passwords import LONGEST

STEP_SECONDS = 30


@lru_cache
def _hasher(cost: int) -> PasswordHasher:
    # 19 MiB and one lane (OWASP's argon2id minimum): sixteen people signing in at once still fit a small machine.
    return PasswordHasher(time_cost=cost, memory_cost=19_456, parallelism=1)


@lru_cache
def _nobody(cost: int) -> str:
    """A hash that no password fits, to spend the same time on an address that we do not know."""
    return _hasher(cost).hash(pyotp.random_base32(32))


def _spelling(password: str) -> str:
    """One spelling for keyboards that write the same letter in different code points (NIST SP 800-63B 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str, cost: int) -> str:
    """An argon2id hash with its salt and parameters in it. `cost` is the number of passes."""
    return _hasher(cost).hash(_spelling(password))


def password_fits(stored: str | None, password: str, cost: int) -> bool:
    """Whether a password fits. Takes as long with nothing stored as with a wrong password."""
    text = _spelling(password)[: LONGEST + 1]
    try:
        return _hasher(cost).verify(stored or _nobody(cost), text) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def hash_is_old(stored: str, cost: int) -> bool:
    """Whether a hash was made with other parameters than today's, so that checking it takes another time."""
    return _hasher(cost).check_needs_rehash(stored)


def new_totp_secret() -> str:
    """160 bits in base 32, as authenticator apps read them."""
    return pyotp.random_base32(32)


def totp_address(secret: str, email: str, service: str) -> str:
    """The otpauth: address behind the picture that an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=service)


def totp_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step that a code belongs to, this one or a neighbour (clocks drift); None when it fits none."""
    digits = "".join(mark for mark in unicodedata.normalize("NFKC", code) if mark.isdigit())
    if len(digits) != 6:
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    fitting = [step for step in (now - 1, now, now + 1) if pyotp.utils.strings_equal(totp.generate_otp(step), digits)]
    return fitting[-1] if fitting else None
