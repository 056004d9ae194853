"""Whose words may be printed where, and what in them could point to a person."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.core.quoting import Detail, may_quote, personal_details, redact
from codesign.core.terms import Consent, Edition, Standing


def test_words_are_quoted_only_when_published_and_never_beyond_consent() -> None:
    allowed = {
        (consent, standing, edition)
        for consent, standing, edition in itertools.product(Consent, Standing, Edition)
        if may_quote(consent, standing, edition)
    }
    assert allowed == {
        (Consent.PUBLIC, Standing.PUBLISHED, Edition.PUBLIC),
        (Consent.PUBLIC, Standing.PUBLISHED, Edition.COMMISSIONER),
        (Consent.BIDDERS, Standing.PUBLISHED, Edition.COMMISSIONER),
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("I live in HX7 8AB.", [(Detail.POSTCODE, "HX7 8AB")]),
        ("sw1a1aa is mine", [(Detail.POSTCODE, "sw1a1aa")]),
        ("Ring me on 07700 900123", [(Detail.PHONE, "07700 900123")]),
        ("01422 250 250, or +44 (0)7700-900-123",
         [(Detail.PHONE, "01422 250 250"), (Detail.PHONE, "+44 (0)7700-900-123")]),
        ("(0161) 496 0000", [(Detail.PHONE, "(0161) 496 0000")]),
        ("0044 7700 900123", [(Detail.PHONE, "0044 7700 900123")]),
        ("Write to maureen.o'b@example.org.uk.", [(Detail.EMAIL, "b@example.org.uk")]),
        ("mo+club@example.com", [(Detail.EMAIL, "mo+club@example.com")]),
        ("My NI is QQ 12 34 56 C", []),
        ("My NI is AB 12 34 56 C", [(Detail.NATIONAL_INSURANCE, "AB 12 34 56 C")]),
        ("NHS 943 476 5919", [(Detail.NHS_NUMBER, "943 476 5919")]),
        ("NHS 943 476 5918 has a wrong check digit", []),
        ("The 590 bus at 10.30 costs £2.50 in 2026", []),
        ("Open 9-5, 7 days, room B12, Q7 3rd floor", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_looks_like_a_personal_detail_is_pointed_out(words: str, found: list[tuple[Detail, str]]) -> None:
    findings = personal_details(words)
    assert [(finding.detail, finding.found) for finding in findings] == found
    assert all(words[finding.start : finding.end] == finding.found for finding in findings)


def test_redaction_says_what_was_there() -> None:
    words = "Ring 07700 900123 or mo@example.com, I am at HX7 8AB."
    assert redact(words, personal_details(words)) == (
        "Ring [redacted: phone number] or [redacted: email address], I am at [redacted: postcode]."
    )


def test_only_what_a_person_chose_is_redacted() -> None:
    words = "Ring 07700 900123 or mo@example.com."
    assert redact(words, personal_details(words)[1:]) == "Ring 07700 900123 or [redacted: email address]."
    assert redact(words, []) == words


@given(st.text(alphabet="07+4() -.@abAB12", max_size=200))
def test_findings_never_overlap_and_redaction_leaves_none(words: str) -> None:
    findings = personal_details(words)
    assert all(first.end <= second.start for first, second in itertools.pairwise(findings))
    assert all(finding.found not in redact(words, findings) for finding in findings if finding.detail is Detail.EMAIL)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["0", "0 ", "a.", "a@", "a@a.", "+44 ", "AB1", "1-", "()"])
def test_long_text_does_not_hang_the_search(piece: str) -> None:
    personal_details(piece * (10_000 // len(piece)))
