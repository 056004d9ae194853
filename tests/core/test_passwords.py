"""Which passwords staff may choose."""

import pytest

from codesign.core.passwords import password_problem

ADDRESS = "priya.anand@uppercalder.example"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "kettle-otter-violin",
        "tangerineboatladder",
        "Fog over Hebden at nine",
        "ystafell goch wrth y môr",
        "dG7!kq92xW-p",
        "пароль из трёх слов",
        "seven green bottles " * 10,
        "priya likes long walks on the moor",
        "summer chocolate dragon kettle",
    ],
)
def test_a_long_password_of_ones_own_may_be_used(password: str) -> None:
    assert password_problem(password, ADDRESS) is None


@pytest.mark.parametrize(
    ("password", "begins"),
    [
        ("", "Use at least 12"),
        ("dG7!kq92xW-", "Use at least 12"),
        ("kettle otter " * 16, "Use 200 characters"),
        ("password1234", "That password is one that many"),
        ("Password123!", "That password is one that many"),
        ("P4ssw0rd!2026", "That password is one that many"),
        ("passwordpassword", "That password is one that many"),
        ("LetMeIn2026!!", "That password is one that many"),
        ("Welcome to London", "That password is one that many"),
        ("summer2026!!!", "That password is one that many"),
        ("Liverpool2026", "That password is one that many"),
        ("iloveyou1234", "That password is one that many"),
        ("my new password", "That password is one that many"),
        ("1q2w3e4r5t6y", "That password is one that many"),
        ("1qaz2wsx3edc", "That password is one that many"),
        ("CouncilCouncil", "That password is one that many"),
        ("aaaaaaaaaaaa", "That password follows"),
        ("abababababab", "That password follows"),
        ("xyz1xyz1xyz1", "That password follows"),
        ("123456789101112", "That password follows"),
        ("abcdefghijkl", "That password follows"),
        ("lkjhgfdsapoi", "That password follows"),
        ("98765432109876", "That password follows"),
        ("            ", "That password follows"),
        ("-_-_-_-_-_-_", "That password follows"),
        ("priya.anand1", "Your password must not"),
        ("PriyaAnand2026", "Your password must not"),
        (ADDRESS, "Your password must not"),
        ("my address is " + ADDRESS, "Your password must not"),
    ],
)
def test_what_everyone_tries_first_is_refused(password: str, begins: str) -> None:
    assert str(password_problem(password, ADDRESS)).startswith(begins)


def test_the_limits_are_twelve_and_two_hundred_characters() -> None:
    words = "quiet river stone "
    assert password_problem((words * 12)[:12], ADDRESS) is None
    assert password_problem((words * 12)[:200], ADDRESS) is None
    assert password_problem((words * 12)[:201], ADDRESS) is not None
