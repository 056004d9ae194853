"""E-mail addresses as people type them, and the addresses of our own pages that stand in mails."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from codesign.core.text import one_line

LONGEST = 254  # RFC 5321 4.5.3.1.3, less the brackets
_SECRET = re.compile(r"(/(?:invitation|sign-in/link|carry-on/link|following/by-email)/)[A-Za-z0-9_-]{20,}")


def clean_address(typed: str) -> str:
    """The one form in which an address is kept and looked up: one line, lower case."""
    return one_line(typed).lower()


def is_address(cleaned: str) -> bool:
    """Whether this could be an e-mail address. Looks at its form only: nothing is asked of the network."""
    if len(cleaned) > LONGEST:
        return False
    try:
        validate_email(cleaned, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def invitation_address(base_url: str, secret: str) -> str:
    """Where an invitation is opened."""
    return f"{base_url}/invitation/{secret}"


def sign_in_address(base_url: str, secret: str) -> str:
    """Where a sign-in link is opened."""
    return f"{base_url}/sign-in/link/{secret}"


def without_secrets(text: str) -> str:
    """The same text with the secret part of each of our links cut out: what may be kept or shown to others."""
    return _SECRET.sub(r"\1…", text)
