"""What happens to words at the door."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.core.text import UnreadableText, excerpt, fingerprint, normalise, one_line


@pytest.mark.parametrize(
    ("case", "typed", "kept"),
    [
        ("plain words stay", "More benches", "More benches"),
        ("outer space goes", "  More benches \n", "More benches"),
        ("Windows line ends", "one\r\ntwo", "one\ntwo"),
        ("old Mac line ends", "one\rtwo", "one\ntwo"),
        ("Word's soft return keeps words apart", "one\x0btwo", "one\ntwo"),
        ("next line and line separator", "one\x85two\u2028three", "one\ntwo\nthree"),
        ("tab stays", "one\ttwo", "one\ttwo"),
        ("NUL goes", "o\x00ne", "one"),
        ("C0, DEL and C1 go", "o\x01\x1b\x7f\x9fne", "one"),
        ("what XML cannot hold goes", "one\ufffe\uffff", "one"),
        ("accents are composed", "cafe\u0301", "café"),
        ("a mark between a letter and its accent goes first", "cafe\x00\u0301", "café"),
        ("only invisible marks is empty", " \u200b \ufeff\u2060 ", ""),
        ("joiners inside a word stay", "می\u200cخواهم", "می\u200cخواهم"),
        ("right-to-left text stays", "‏مرحبا‏", "‏مرحبا‏"),
        ("markup is only words", "a < b and <b>&amp;", "a < b and <b>&amp;"),
        ("emoji stay", "👍🏽", "👍🏽"),
    ],
)
def test_the_normaliser_keeps_words_and_drops_what_breaks_exports(case: str, typed: str, kept: str) -> None:
    assert normalise(typed) == kept, case


@pytest.mark.parametrize("typed", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableText):
        normalise(typed)


@given(st.text())
def test_what_was_normalised_stays_as_it_is(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once) == once
    assert once == unicodedata.normalize("NFC", once)
    assert not any(unicodedata.category(mark) == "Cc" and mark not in "\t\n" for mark in once)


@given(st.text())
def test_one_line_is_one_line(typed: str) -> None:
    line = one_line(typed)
    assert len(line.splitlines()) <= 1
    assert line == one_line(line)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Save our lunch club", "  SAVE our\n lunch   CLUB ", True),
        ("Straße", "STRASSE", True),
        ("café", "CAFE\u0301", True),
        ("Save our lunch club", "Save our lunch club!", False),
        ("ab c", "a bc", False),
    ],
)
def test_a_fingerprint_ignores_case_and_space_only(first: str, second: str, same: bool) -> None:
    assert (fingerprint(first) == fingerprint(second)) is same
    assert len(fingerprint(first)) == 64


LONG = "I do college till five and the bus is late. Evening is the only time I could come, so keep it open until seven."


@pytest.mark.parametrize(
    ("match", "width", "shown"),
    [
        ("evening", 40, "…bus is late. Evening is the only time…"),
        ("I do", 20, "I do college till…"),
        ("seven.", 20, "…it open until seven."),
        ("swimming", 20, "I do college till…"),
        ("", 500, LONG),
        ("(", 16, "I do college…"),
    ],
)
def test_an_excerpt_shows_the_match_in_whole_words(match: str, width: int, shown: str) -> None:
    assert str(excerpt(LONG, match, width)) == shown


@given(st.text(max_size=80), st.text(max_size=8), st.integers(0, 60))
def test_an_excerpt_is_a_piece_of_the_text_around_the_match(text: str, match: str, width: int) -> None:
    piece = excerpt(text, match, width)
    line = " ".join(text.split())
    assert piece.before + piece.found + piece.after in line
    assert len(piece.before + piece.after) <= width
    assert piece.cut_before or line.startswith(piece.before + piece.found)
    assert piece.cut_after or line.endswith(piece.found + piece.after)
