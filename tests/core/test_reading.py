"""How hard a text is to read: an estimate for English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.core.reading import longest_sentence, reading, reading_age, reading_remark, sentences_of

PLAIN = (
    "We want to hear from you. What would help you get out more? Tell us in your own words. "
    "We read each answer. Then we write down what the new service must do. You can see what we wrote."
)
HARD = (
    "Notwithstanding the aforementioned considerations, the commissioning authority anticipates undertaking "
    "comprehensive stakeholder engagement activities in accordance with applicable statutory obligations."
)


@pytest.mark.parametrize(
    ("case", "text", "least", "most"),
    [("for residents", PLAIN, 5, 9), ("an official letter", HARD, 18, 21), ("one word", "Bus", 5, 9)],
)
def test_the_reading_age_tells_plain_from_hard(case: str, text: str, least: int, most: int) -> None:
    assert least <= (reading_age(text) or 0) <= most, case


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("bus", 1), ("make", 1), ("table", 2), ("wanted", 2), ("helped", 1), ("benches", 2), ("homes", 1), ("idea", 2),
     ("every", 3), ("the", 1), ("shelves", 1), ("free", 1), ("2026", 1)],
)  # fmt: skip
def test_syllables_are_groups_of_vowels(word: str, syllables: int) -> None:
    assert reading(word).syllables == syllables


@pytest.mark.parametrize("text", ["", " \n ", "…", "?!"])
def test_without_words_there_is_no_age(text: str) -> None:
    assert reading_age(text) is None
    assert longest_sentence(text) == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ("One.", "Two!", "Three?")),
        ("Heading\n\nWords under it.", ("Heading", "Words under it.")),
        ("e.g. at St. Aidan's. It closed.", ("e.g. at St. Aidan's.", "It closed.")),
        ("It costs £2.50 at 10.30. Fine.", ("It costs £2.50 at 10.30.", "Fine.")),
        ("He said “stop.” She went.", ("He said “stop.", "” She went.")),
        ("Bring: a coat; a hat.", ("Bring:", "a coat;", "a hat.")),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(text) == sentences


def test_the_longest_sentence_is_found() -> None:
    assert (
        longest_sentence("Short one. This one has a few more words in it. End.")
        == "This one has a few more words in it."
    )


@pytest.mark.parametrize(
    ("case", "text", "words"),
    [
        ("plain", PLAIN, None),
        ("long", "word " * 25, "The longest sentence has 25 words. Try to stay under 20."),
        ("hard", "Commissioning authorities anticipate engagement. " * 8, "The reading age is about 21."),
        ("hard but too short to say", "Commissioning authorities anticipate engagement.", None),
    ],
)
def test_a_remark_says_what_would_help(case: str, text: str, words: str | None) -> None:
    remark = reading_remark(text)
    assert (remark is None) if words is None else str(remark).startswith(words), case


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    found = reading(text)
    assert found.age is None or 5 <= found.age <= 21
    assert found.syllables >= found.words >= found.sentences
