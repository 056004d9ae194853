"""Which passwords staff may choose: long, and not what everyone tries first."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Final

from codesign.core.words import N_

SHORTEST: Final = 12
LONGEST: Final = 200

_TOO_SHORT = N_("Use at least 12 characters. Three random words work well.")
_TOO_LONG = N_("Use 200 characters or fewer.")
_COMMON = N_("That password is one that many people use. Choose another. Three random words work well.")
_PATTERN = N_("That password follows a simple pattern. Choose another. Three random words work well.")
_ADDRESS = N_("Your password must not hold your email address. Three random words work well.")


def password_problem(password: str, email: str) -> str | None:
    """What is wrong with a new password, as an English message id; None when it may be used.

    12 to 200 characters; not common, repeated, sequential or built on the address (OWASP ASVS 6.2.1, 6.2.4, 6.2.9).
    """
    text = unicodedata.normalize("NFKC", password)
    if len(text) < SHORTEST:
        return _TOO_SHORT
    if len(text) > LONGEST:
        return _TOO_LONG
    folded = text.casefold()
    if _holds_address(folded, email.casefold().strip()):
        return _ADDRESS
    # "p4ssw0rd" and "password!2026" are the same word to a guesser: read with look-alikes, and without any digits.
    core = folded.strip("0123456789!?.,*#@$£€&+-_= ")
    spellings = (core.translate(_LOOKALIKES), core, folded)
    words = {"".join(mark for mark in spelling if mark.isalpha()) for spelling in spellings}
    joined = "".join(mark for mark in folded if mark.isalnum())
    if _is_pattern(folded) or _is_pattern(joined):
        return _PATTERN
    if joined in _LONG_COMMON or any(_made_of_common(letters) for letters in words):
        return _COMMON
    return None


_LOOKALIKES = str.maketrans("0134578@$!€£", "oieastbasiel")

# Twelve or more characters long as they stand.
_LONG_COMMON = frozenset({
    "123456789012", "1234567890123", "12345678901234", "123456789abc", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6", "qazwsxedcrfv", "qazwsxedc123", "qwertyuiop123", "qwertyuiop12", "asdfghjkl123",
    "zxcvbnm12345", "abcd12345678", "abcdefgh1234", "a1b2c3d4e5f6", "aa1234567890", "987654321abc", "0987654321qwe",
    "123qweasdzxc", "qweasdzxc123", "qwe123asd456", "zaq12wsxcde3", "zaq1xsw2cde3", "147258369147", "159753159753",
    "147852369012", "112233445566", "123123123123", "121212121212", "102030405060", "010203040506", "111222333444",
})  # fmt: skip

# Words that make a common password alone, doubled, or with digits and marks around them.
_WORDS = frozenset({
    "password", "passwords", "passw", "passphrase", "passcode", "pass", "word", "letmein", "letmeinnow", "welcome",
    "welcomeback", "welcometo", "hello", "hellothere", "helloworld", "admin", "administrator", "root", "rootroot",
    "user", "username", "guest", "test", "testing", "tester", "demo", "default", "changeme", "changeit", "changethis",
    "secret", "topsecret", "mysecret", "login", "signin", "access", "qwerty", "qwertyuiop", "qwertyui", "asdfgh",
    "asdfghjkl", "zxcvbn", "zxcvbnm", "azerty", "qwertz", "abc", "abcd", "abcdef", "abcdefgh", "iloveyou", "loveyou",
    "ilove", "love", "lovely", "sunshine", "princess", "football", "baseball", "basketball", "cricket", "rugby",
    "dragon", "monkey", "shadow", "master", "superman", "batman", "spiderman", "pokemon", "starwars", "naruto",
    "michael", "jennifer", "jessica", "ashley", "charlie", "thomas", "daniel", "george", "harry", "jordan", "andrew",
    "matthew", "joshua", "liverpool", "liverpoolfc", "arsenal", "chelsea", "everton", "manchester",
    "manchesterunited", "manutd", "mancity", "tottenham", "newcastle", "rangers", "celtic", "england", "scotland",
    "wales", "london", "britain", "unitedkingdom", "summer", "winter", "spring", "autumn", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "flower", "butterfly", "chocolate",
    "cheese", "cookie", "computer", "internet", "keyboard", "laptop", "windows", "microsoft", "google", "facebook",
    "whatever", "trustno", "trustme", "opensesame", "freedom", "ninja", "killer", "ginger", "tigger", "pepper",
    "buster", "maggie", "codesign", "shapeit", "shapeitlocal", "council", "councils", "commissioner", "commissioning",
    "consultation", "localauthority", "keepitlocal", "workshop", "my", "the", "is", "new", "one", "and", "a", "i",
    "me", "you",
})  # fmt: skip

# Too small to be blamed alone; they only glue the others together.
_GLUE = frozenset({"my", "the", "is", "new", "one", "and", "a", "i", "me", "you"})

_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
)


def _holds_address(folded: str, email: str) -> bool:
    if not email:
        return False
    name = email.partition("@")[0]
    bare = "".join(mark for mark in folded if mark.isalnum())
    bare_name = "".join(mark for mark in name if mark.isalnum())
    if email in folded:
        return True
    # A name inside a long passphrase is fine; a password that is mostly the name is not.
    return len(bare_name) >= 4 and bare_name in bare and len(bare) - len(bare_name) < SHORTEST // 2


def _made_of_common(letters: str) -> bool:
    """Whether the letters are at most two common words (and glue) one after the other, and nothing else."""
    if not letters:
        return False
    # fewest[i]: the fewest weighty words that make up the first i letters.
    fewest: list[int | None] = [0] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 20), end):
            before = fewest[start]
            if before is not None and letters[start:end] in _WORDS:
                cost = before + (letters[start:end] not in _GLUE)
                reached = fewest[end]
                fewest[end] = cost if reached is None else min(reached, cost)
    least = fewest[-1]
    repeated = any(
        len(letters) % size == 0 and letters[:size] * (len(letters) // size) == letters for size in range(3, 9)
    )
    return least is not None and (least <= 2 or repeated)


def _is_pattern(text: str) -> bool:
    if len(text) < 2:
        return True
    if len(set(text)) < 5:
        return True
    for size in range(1, 5):
        if (text[:size] * (len(text) // size + 1))[: len(text)] == text:
            return True
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    if sum(step in (-1, 0, 1) for step in steps) >= 0.75 * len(steps):
        return True
    walked = sum(_neighbours(before, after) for before, after in pairwise(text))
    return walked >= 0.8 * len(steps)


def _neighbours(before: str, after: str) -> bool:
    return any(before + after in row or after + before in row for row in _ROWS)
