"""Codes that people read out and type."""

import re

import pytest

from codesign.core import codes


def test_the_alphabet_has_no_symbols_that_are_taken_for_one_another() -> None:
    assert not set("0O1IL5S") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 29


def test_a_public_code_says_its_kind_and_is_random() -> None:
    made = {codes.public_code("K") for _ in range(500)}
    assert len(made) >= 498, "two of 17 million seldom meet; five would mean that they are not random"
    assert all(re.fullmatch(f"K-[{codes.ALPHABET}]{{5}}", code) for code in made)
    assert len(codes.public_code("P", 8)) == 10


def test_a_receipt_reads_back_as_it_was_given() -> None:
    for _ in range(200):
        code = codes.receipt_code()
        assert re.fullmatch(f"([{codes.ALPHABET}]{{4}}-){{2}}[{codes.ALPHABET}]{{4}}", code)
        assert codes.read_receipt(code) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7K3Q-XW9H-4TRM", "7K3Q-XW9H-4TRM"),
        ("7k3q-xw9h-4trm", "7K3Q-XW9H-4TRM"),
        ("7k3qxw9h4trm", "7K3Q-XW9H-4TRM"),
        (" 7K3Q XW9H 4TRM \n", "7K3Q-XW9H-4TRM"),
        ("7K3Q–XW9H—4TRM.", "7K3Q-XW9H-4TRM"),
        ("7K-3QXW-9H4T-RM", "7K3Q-XW9H-4TRM"),
        ("７Ｋ３Ｑ－ＸＷ９Ｈ－４ＴＲＭ", "7K3Q-XW9H-4TRM"),
        ("7K3Q-XW9H-4TR", None),
        ("7K3Q-XW9H-4TRMM", None),
        ("0K3Q-XW9H-4TRM", None),
        ("'; drop table", None),
        ("", None),
    ],
)
def test_a_receipt_is_read_kindly(typed: str, meant: str | None) -> None:
    assert codes.read_receipt(typed) == meant


def test_a_join_code_is_easy_to_say_and_not_the_first_guess() -> None:
    for _ in range(2000):
        code = codes.join_code()
        assert re.fullmatch("[1-9][0-9]{5}", code)
        assert code not in ("123456", "234567", "654321", "135791")
        assert len(set(code)) >= 4
        assert codes.read_join_code(code) == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("482913", "482913"),
        (" 482 913 ", "482913"),
        ("48-29-13", "482913"),
        ("４８２９１３", "482913"),
        ("48291", None),
        ("4829133", None),
        ("082913", None),
        ("48291a", None),
        ("٤٨٢٩١٣", None),
    ],
)
def test_a_join_code_is_read_kindly(typed: str, meant: str | None) -> None:
    assert codes.read_join_code(typed) == meant


def test_a_secret_has_256_bits_and_only_its_digest_is_kept() -> None:
    first, second = codes.secret(), codes.secret()
    assert first != second
    assert len(first) >= 43
    assert re.fullmatch(r"[\w-]+", first)
    assert codes.digest(first) != codes.digest(second)
    assert codes.digest("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
