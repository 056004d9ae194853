"""Ideas like some words: found by what they are about, in any language, never when others may not read them."""

from __future__ import annotations

import csv
import gzip
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from codesign.core.likeness import asked, terms, weights
from codesign.core.terms import ModerationReason, Standing
from codesign.extensions import db
from codesign.ideas import likeness
from codesign.ideas.likeness import drop_terms, keep_many, keep_terms, like
from codesign.ledger import withdraw_words
from codesign.models import Idea, IdeaBoard, IdeaTerm
from tests.make import NOW, make_board, make_idea

pytestmark = pytest.mark.usefixtures("app")

FIRST, IN_FIVE = 0.52, 0.87  # of the moderators' targets: what plain TF-IDF finds


def kept(board: IdeaBoard, title: str, text: str = "") -> Idea:
    idea = make_idea(board, title, text=text) if text else make_idea(board, title)
    keep_terms(idea.id)
    return idea


def refs(board: IdeaBoard, words: str, **options: Any) -> list[uuid.UUID]:
    return [idea_id for idea_id, _ in like(board.id, words, **options)]


def test_an_idea_is_found_by_what_it_is_about() -> None:
    board = make_board()
    benches = kept(board, "More benches on the hill", "Somewhere to sit down on the way up.")
    kept(board, "Open the library on Sundays", "For people who work.")
    slides = kept(board, "A slide for the park", "And a bench beside it.")
    assert refs(board, "A bench by the hill, for sitting") == [benches.id, slides.id]
    assert refs(board, "sunday opening of libraries")[0] != benches.id
    assert refs(board, "the and of it") == []
    assert refs(board, "") == []


def test_a_word_of_the_title_counts_more_than_one_of_the_text() -> None:
    board = make_board()
    said = kept(board, "Something warm", "Soup, tea, and a place to sit.")
    named = kept(board, "Soup at noon", "Something to eat, and a place to sit.")
    assert refs(board, "soup") == [named.id, said.id]


@pytest.mark.parametrize(
    ("here", "typed"),
    [
        ("Llyfrgell fach yn y pentref", "y lyfrgell"),
        ("Więcej książek w bibliotece", "biblioteka i ksiazki"),
        ("مكتبة في المدينة", "المكتبة"),
        ("لائبریری میں زیادہ کتابیں", "کتابیں"),
        ("लाइब्रेरी में और किताबें", "किताबें"),
        ("图书馆开放时间", "图书馆"),
        ("Łaźnia miejska", "łaźnia"),
        ("Café for parents", "cafe"),
    ],
)
def test_words_of_any_language_find_each_other(here: str, typed: str) -> None:
    board = make_board()
    idea = kept(board, here)
    kept(board, "Something else altogether")
    assert refs(board, typed) == [idea.id]


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.PUBLISHED])
def test_an_idea_that_others_may_not_read_is_never_found(standing: Standing) -> None:
    board = make_board()
    seen = kept(board, "Benches by the canal")
    for _ in range(40):  # more than one look-up reaches
        hidden = kept(board, "Benches")
        hidden.contribution.standing = standing
        hidden.contribution.moderation_reason = ModerationReason.SPAM if standing is Standing.HIDDEN else None
    db.session.flush()
    assert refs(board, "benches") == [seen.id]


def test_an_idea_on_another_board_is_never_found() -> None:
    kept(make_board(), "Benches by the canal")
    assert refs(make_board(), "benches") == []


def test_what_was_taken_back_leaves_no_word_in_the_index() -> None:
    board = make_board()
    idea = kept(board, "Benches by the canal")
    withdraw_words(idea.contribution, by="someone", at=NOW)
    assert db.session.scalar(select(func.count()).select_from(IdeaTerm)) == 0


def test_a_changed_idea_is_found_by_its_new_words_alone() -> None:
    board = make_board()
    idea = kept(board, "Benches by the canal")
    idea.title = idea.contribution.text = "Swings in the park"
    db.session.flush()
    keep_terms(idea.id)
    assert refs(board, "benches") == []
    assert refs(board, "swings") == [idea.id]
    drop_terms(idea.id)
    assert refs(board, "swings") == []


def test_an_idea_is_not_like_itself_when_its_words_are_asked_for() -> None:
    board = make_board()
    idea, other = kept(board, "Benches by the canal"), kept(board, "Benches at the school")
    assert [found for found, _ in like(board.id, "Benches by the canal", but=[idea.id])] == [other.id]


def test_looking_takes_three_queries_however_many_ideas_there_are() -> None:
    board = make_board()
    seen = []
    for count in (2, 60):
        for _ in range(count):
            kept(board, "Benches by the canal")
        asked_for: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object, into: list[str] = asked_for) -> None:
            into.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        like(board.id, "benches by the canal")
        event.remove(db.engine, "before_cursor_execute", note)
        seen.append(len(asked_for))
    assert seen == [3, 3]


def test_words_that_most_ideas_have_do_not_make_a_look_up_read_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    board = make_board()
    rare = kept(board, "A bench in the village")
    for _ in range(9):
        kept(board, "The village")
    monkeypatch.setattr(likeness, "MOST_ROWS", 5)
    assert refs(board, "bench village", limit=20) == [rare.id]


def test_a_text_of_any_length_gives_terms_that_the_index_can_hold() -> None:
    found = weights("x" * 10_000, " ".join(f"word{number}" for number in range(5000)))
    assert len(found) <= 400
    assert max(map(len, found)) <= 40
    assert terms("\x00 \u202e\u200f ... — ") == []
    assert asked("bench Benches BENCH")["bench"] > 2


def test_the_moderators_target_is_found_for_duplicate_petitions(data_folder: Path) -> None:
    with gzip.open(data_folder / "uk-petitions" / "petitions.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    board = make_board()
    by_idea: dict[uuid.UUID, str] = {}
    accepted = [row for row in rows if row["state"] != "rejected"]
    for row in accepted:
        idea = make_idea(board, row["action"][:160], text=_text(row) or row["action"])
        by_idea[idea.id] = row["id"]
        keep_many([(idea.id, board.id, row["action"], _text(row))])
    known = set(by_idea.values())
    duplicates = [
        (row, targets)
        for row in rows
        if row["rejection_code"] == "duplicate" and (targets := known & set(row["similar_to"].split(";")))
    ]
    assert (len(accepted), len(duplicates)) == (614, 311)
    for whole, floors in ((True, (FIRST, IN_FIVE)), (False, (0.48, 0.84))):
        first = in_five = 0
        for row, targets in duplicates:
            words = f"{row['action']}\n{_text(row)}" if whole else row["action"]
            found = [by_idea[idea_id] for idea_id in refs(board, words)]
            first += found[:1] != [] and found[0] in targets
            in_five += bool(targets & set(found))
        print(f"all words: {whole}; first {first / 311:.1%}, in five {in_five / 311:.1%} of 311")
        assert first / 311 >= floors[0]
        assert in_five / 311 >= floors[1]


def _text(row: dict[str, str]) -> str:
    return "\n".join(part for part in (row["background"].strip(), row["additional_details"].strip()) if part)
