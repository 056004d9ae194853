"""Boards of options that staff wrote: who gave how much to which, and which of two somebody would rather have."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import datetime

from uuid_utils.compat import uuid7

from codesign.core.terms import BoardAsks, Consent, ContributionKind
from codesign.demo import shapes
from codesign.demo.loading.book import Book, Row, Sent, put
from codesign.ideas.likeness import keep_many
from codesign.models import BudgetSlot, Idea, IdeaBoard, PairChoice, Support


def load_options(book: Book, board: IdeaBoard, plan: shapes.Board, sent: Sent, until: datetime) -> None:
    """The options with what people gave to them. They hang on a sending of staff that no count takes in."""
    opened = board.opens_at or until
    seen = Counter(number for pair in plan.pairs for number in pair.of)
    # From I-0201 on B3, so that no reference of the project's other boards is theirs too.
    first_ref = 100 * (int(board.ref[1:]) - 1)
    rows: list[Row] = []
    for option in plan.options:
        words = book.say(sent, ContributionKind.IDEA, option.words, at=opened, consent=Consent.PUBLIC)
        rows.append(
            {
                "id": uuid7(),
                "board_id": board.id,
                "contribution_id": words,
                "ref": f"I-{first_ref + option.number:04}",
                "title": option.title,
                "supports": len(option.supporters),
                "seen": seen[option.number] or len(option.supporters),
                "created_at": opened,
            }
        )
    keys: dict[int, uuid.UUID] = {option.number: row["id"] for option, row in zip(plan.options, rows, strict=True)}
    supports, slots = _supports(book, board, plan, keys, until)
    moments = spread(opened, until, len(plan.pairs))
    choices = [_choice(book, board, pair, keys, at) for pair, at in zip(plan.pairs, moments, strict=True)]
    book.write()
    put(Idea, rows)
    put(Support, supports)
    put(BudgetSlot, slots)
    put(PairChoice, choices)
    keep_many((keys[option.number], board.id, option.title, option.words) for option in plan.options)
    book.loaded("options", at=until, options=len(rows))
    if plan.asks is BoardAsks.PAIRS:
        book.loaded("choices", at=until, choices=len(choices))
    else:
        book.loaded("supports", at=until, supports=len(supports))


def _supports(
    book: Book, board: IdeaBoard, plan: shapes.Board, keys: dict[int, uuid.UUID], until: datetime
) -> tuple[list[Row], list[Row]]:
    opened = board.opens_at or until
    given: Counter[uuid.UUID] = Counter()
    supports: list[Row] = []
    slots: list[Row] = []
    gifts = [(option.number, person) for option in plan.options for person in option.supporters]
    for (number, person), at in zip(gifts, spread(opened, until, len(gifts)), strict=True):
        who = book.person(person, at)
        given[who] += 1
        supports.append({"idea_id": keys[number], "participant_id": who, "at": at})
        if plan.budget is not None:
            slot = {"board_id": board.id, "participant_id": who, "number": given[who], "idea_id": keys[number]}
            slots.append(slot)
    return supports, slots


def _choice(book: Book, board: IdeaBoard, pair: shapes.Pair, keys: dict[int, uuid.UUID], at: datetime) -> Row:
    first, second = sorted(keys[number] for number in pair.of)
    return {
        "board_id": board.id,
        "participant_id": book.person(pair.person, at),
        "first_id": first,
        "second_id": second,
        "chosen_id": keys[pair.chosen] if pair.chosen else None,
        "at": at,
    }


def spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    """Moments at equal distances between the two: the data knows who and not when."""
    return [first + (last - first) * number / (count + 1) for number in range(1, count + 1)]
