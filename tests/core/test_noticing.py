"""What a machine points out to the reader: details, names, links and strong words, without crying wolf."""

from __future__ import annotations

import csv
import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from codesign.core.moderation import first_standing
from codesign.core.noticing import Concern, concerns, folded, marks
from codesign.core.quoting import Detail, personal_details
from codesign.core.terms import ModerationPolicy, Standing


def found(text: str) -> list[tuple[str, str]]:
    return [(mark.concern.name, text[mark.start : mark.end]) for mark in marks(text)]


@pytest.mark.parametrize(
    ("text", "detail", "part"),
    [
        ("Pay into sort code 20-00-00 12345678", Detail.BANK_ACCOUNT, "sort code 20-00-00 12345678"),
        ("My account number is 12345678.", Detail.BANK_ACCOUNT, "account number is 12345678"),
        ("It is 20-00-00, 12345678", Detail.BANK_ACCOUNT, "20-00-00, 12345678"),
        ("the blue car AB12 CDE parks there", Detail.NUMBER_PLATE, "AB12 CDE"),
        ("reg P123 ABC again", Detail.NUMBER_PLATE, "P123 ABC"),
        ("I was born on 3 March 1961 here", Detail.DATE_OF_BIRTH, "born on 3 March 1961"),
        ("DOB: 03/03/61", Detail.DATE_OF_BIRTH, "DOB: 03/03/61"),
    ],
)
def test_ways_to_tell_a_person_are_found(text: str, detail: Detail, part: str) -> None:
    assert [(one.detail, one.found) for one in personal_details(text)] == [(detail, part)]


@pytest.mark.parametrize(
    "text",
    [
        "We met on 12-10-24 and 13-10-24.",
        "Born in 1961, I know the town.",
        "The No 12 bus at 10:45, room GP20.",
        "It cost 12345678 pounds.",
        "Open 09-17-00 hours",
    ],
)
def test_days_buses_and_prices_are_no_details(text: str) -> None:
    assert personal_details(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mrs Ackroyd at the desk was lovely", "Mrs Ackroyd"),
        ("Cllr. Jane Doe promised it", "Cllr. Jane Doe"),
        ("PC Barraclough knows", "PC Barraclough"),
        ("a boy called Declan Fox", "Declan Fox"),
        ("my neighbour Ivy Stone parks there", "Ivy Stone"),
        ("Rhiannon Pugh said so", "Rhiannon Pugh"),
        ("Agnieszka Nowak helped me", "Agnieszka Nowak"),
        ("Mohammed Iqbal runs the shop", "Mohammed Iqbal"),
    ],
)
def test_names_are_marked(text: str, name: str) -> None:
    assert found(text) == [("NAMES", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Victoria Park is flooded",
        "St John Street",
        "the PC World shop",
        "Simon Community House",
        "Will Young people come?",
    ],
)
def test_places_are_not_names(text: str) -> None:
    assert found(text) == []


def test_links_and_strong_words_in_several_languages_are_marked() -> None:
    assert found("See https://example.org/x?y=1 or @hubfriends or facebook.com/hub") == [
        ("LINKS", "https://example.org/x?y=1"),
        ("LINKS", "@hubfriends"),
        ("LINKS", "facebook.com/hub"),
    ]
    for text in (
        "what a tw4t",
        "total sh1t",
        "f**k that",
        "co za kurwa",
        "tipo gilipollas",
        "pwrsyn yw e",
        "sale connard",
    ):
        assert Concern.STRONG_WORDS in concerns(text), text
    assert Concern.WORRY in concerns("On me frappe: mi marido me pega")
    for text in (
        "Scunthorpe and Penistone",
        "Clitheroe",
        "Dick Turpin",
        "the pedal bin",
        "Bellenden Road",
        "5 to 10 a day",
    ):
        assert concerns(text) == (), text


def test_marks_stand_apart_and_keep_their_places() -> None:
    text = "Łukasz Nowak, 01632 960123, ring Mrs Ackroyd at łukasz@example.org, sh1t."
    assert len(folded(text)) == len(text)
    made = marks(text, ("ring", "nowak"))
    assert all(one.end <= two.start for one, two in itertools.pairwise(made))
    assert "".join(sorted({mark.concern.name[0] for mark in made})) == "NOPS"


def test_a_name_or_a_link_alone_never_holds_words_back() -> None:
    assert first_standing(ModerationPolicy.AFTER, "Mrs Ackroyd: https://example.org") is Standing.PUBLISHED
    assert first_standing(ModerationPolicy.AFTER, "Mrs Ackroyd: 01632 960123") is Standing.WAITING


@pytest.mark.parametrize(
    "piece", ["Mr " * 400, "@" * 3000, "a@" * 1500, "Jan " * 800, "f*" * 1500, "1-" * 1500, "born on " * 400]
)
def test_nothing_that_is_typed_makes_looking_slow(piece: str) -> None:
    marks(piece * 3, ("x" * 60, "y*"))


def polis(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "polis").glob("*/comments.csv*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
            yield from (row["comment-body"] or "" for row in csv.DictReader(file))


def test_real_comments_are_seldom_marked(data_folder: Path) -> None:
    texts = list(polis(data_folder))
    share = {concern: sum(concern in concerns(text) for text in texts) / len(texts) for concern in Concern}
    assert len(texts) == 4500
    assert share[Concern.PERSONAL_DETAILS] <= 0.001  # e-mail addresses were taken out of that data
    assert share[Concern.NAMES] <= 0.006
    assert share[Concern.LINKS] <= 0.002
    assert share[Concern.STRONG_WORDS] <= 0.002


def test_what_word_lists_can_do_is_measured_and_little(data_folder: Path) -> None:
    """Lists are hints: most of what hurts is said in ordinary words, so a person reads. These are floors, not claims."""
    with gzip.open(data_folder / "moderation" / "multilingual_hatecheck.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    hurtful = [row["test_case"] for row in rows if row["label_gold"] == "hateful"]
    assert len(hurtful) == 1080
    hits = sum(Concern.STRONG_WORDS in concerns(text) for text in hurtful)
    assert hits >= 115  # 11 %; the package tried instead reached 4 %
    harmless = [row["test_case"] for row in rows if row["label_gold"] != "hateful"]
    assert sum(Concern.STRONG_WORDS in concerns(text) for text in harmless) <= 80  # many quote or reclaim such words
