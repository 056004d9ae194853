"""Whose words may be printed where, and what in them could point to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from codesign.core.terms import Consent, Edition, Standing
from codesign.core.words import N_


def may_quote(consent: Consent, standing: Standing, edition: Edition) -> bool:
    """Whether the exact words may be printed in an edition: only published words, and never beyond their consent."""
    if standing is not Standing.PUBLISHED:
        return False
    if edition is Edition.PUBLIC:
        return consent is Consent.PUBLIC
    return consent in (Consent.BIDDERS, Consent.PUBLIC)


class Detail(StrEnum):
    """A kind of personal detail that a pattern can find; the value is the English message id."""

    POSTCODE = N_("postcode")
    PHONE = N_("phone number")
    EMAIL = N_("email address")
    NATIONAL_INSURANCE = N_("National Insurance number")
    NHS_NUMBER = N_("NHS number")
    BANK_ACCOUNT = N_("bank account")
    NUMBER_PLATE = N_("car number plate")
    DATE_OF_BIRTH = N_("date of birth")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A piece of a text, `start` to `end` as in a slice, that looks like a personal detail: for a person to judge."""

    start: int
    end: int
    detail: Detail
    found: str


# In order: what two patterns claim goes to the first. No nested quantifiers: the text comes from anyone.
_PATTERNS: tuple[tuple[Detail, re.Pattern[str]], ...] = (
    (Detail.EMAIL, re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        Detail.NATIONAL_INSURANCE,
        re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)", re.IGNORECASE),
    ),
    (
        Detail.POSTCODE,
        re.compile(
            r"(?<!\w)(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? {0,2}"
            r"(?!(?-i:1st|2nd|3rd|\dth)\b)\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    # A sort code needs both hyphens and its words or an account beside it: 12-10-24 alone is a day.
    (
        Detail.BANK_ACCOUNT,
        re.compile(
            r"(?<!\w)(?:sort ?code|account|acc|a/c)(?: (?:number|no|is)){0,2}\W{0,3}(?:\d\d-\d\d-\d\d(?:\W{1,3}\d{8})?|\d{8})(?!\w)"
            r"|(?<![\w-])\d\d-\d\d-\d\d[ ,/]{1,3}\d{8}(?!\w)"
            r"|(?<!\w)GB\d\d(?: ?[A-Z]{4})(?: ?\d){14}(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        Detail.DATE_OF_BIRTH,
        re.compile(
            r"(?<!\w)(?:d\.?o\.?b\.?|date of birth|birthday|born)(?: (?:is|on|the)){0,3}\W{0,3}"
            r"(?:\d{1,2}(?:st|nd|rd|th)?[ ./-]{1,2}(?:of )?(?:\d{1,2}|[a-z]{3,9})[ ./,-]{1,2}\d{2,4})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    # As printed since 2001, or an older one after a word for a car; capitals only, for "in 12 cases" is none.
    (
        Detail.NUMBER_PLATE,
        re.compile(
            r"(?<!\w)[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}(?!\w)"
            r"|(?<=reg )[A-Z]\d{1,3} ?[A-Z]{3}(?!\w)|(?<=plate )[A-Z]\d{1,3} ?[A-Z]{3}(?!\w)"
        ),
    ),
    (Detail.NHS_NUMBER, re.compile(r"(?<![\w+])[1-9]\d{2}[ -]?\d{3}[ -]?\d{4}(?!\w)")),
    # +44, 0044 or 0, then nine or ten digits with at most one separator before each.
    (
        Detail.PHONE,
        re.compile(r"(?<![\w+])(?:\+44[ -]?(?:\(0\))?|0044[ -]?|\(?0)[ -]?\d(?:[ \-.()/]{0,2}\d){8,9}(?![\w])"),
    ),
)


def personal_details(text: str) -> tuple[Finding, ...]:
    """What looks like a way to reach or tell a person in the UK: `Detail` has the kinds. In reading order.

    Suggestions only: names and places need a reader. An NHS number counts when its check digit is right.
    """
    findings: list[Finding] = []
    for detail, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if detail is Detail.NHS_NUMBER and not _nhs_check(match.group()):
                continue
            if all(match.end() <= other.start or other.end <= match.start() for other in findings):
                findings.append(Finding(match.start(), match.end(), detail, match.group()))
    return tuple(sorted(findings))


def redact(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding as "[redacted: phone number]"; all else stays as it was written."""
    pieces: list[str] = []
    position = 0
    for finding in sorted(findings):
        if finding.start < position:
            continue
        pieces += [text[position : finding.start], f"[redacted: {finding.detail}]"]
        position = finding.end
    return "".join([*pieces, text[position:]])


def _nhs_check(number: str) -> bool:
    digits = [int(mark) for mark in number if mark.isdigit()]
    remainder = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return remainder % 11 == digits[9]
