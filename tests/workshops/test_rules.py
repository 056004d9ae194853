"""The rules of a room, in tables of values."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from codesign.core.terms import StepKind, StepPhase
from codesign.core.workshop import (
    Doing,
    RoomState,
    Times,
    doing,
    fits_budget,
    minutes_left,
    move,
    must_wait,
    room_state,
    seconds_left,
    takes_input,
)
from codesign.workshops.planning_forms import read_clock
from codesign.workshops.qr import square

SIX = datetime(2026, 12, 14, 18, tzinfo=UTC)
CARDS, VOTE = StepKind.CARDS, StepKind.VOTE
OPEN, GROUPING, SHOWN = StepPhase.OPEN, StepPhase.GROUPING, StepPhase.SHOWN


def times(*, started: bool = False, ended: bool = False) -> Times:
    return Times(
        starts_at=SIX,
        ends_at=SIX + timedelta(hours=2),
        started_at=SIX if started else None,
        ended_at=SIX + timedelta(hours=1) if ended else None,
    )


@pytest.mark.parametrize(
    ("happened", "minutes", "state"),
    [
        ({}, -31, RoomState.EARLY),
        ({}, -30, RoomState.LOBBY),
        ({}, 5, RoomState.LOBBY),
        ({"started": True}, -60, RoomState.LIVE),
        ({"started": True}, 119, RoomState.LIVE),
        ({"started": True, "ended": True}, 70, RoomState.ENDED),
        ({"started": True}, 120 + 12 * 60 - 1, RoomState.LIVE),
        ({"started": True, "ended": True}, 120 + 12 * 60, RoomState.GONE),
        ({}, 120 + 12 * 60, RoomState.GONE),
    ],
)
def test_a_code_works_from_half_an_hour_before_to_twelve_hours_after(
    happened: dict[str, bool], minutes: int, state: RoomState
) -> None:
    assert room_state(times(**happened), SIX + timedelta(minutes=minutes)) is state


def test_the_agenda_goes_through_every_phase_and_back() -> None:
    kinds, seen, place = [CARDS, VOTE, CARDS], [], move([CARDS, VOTE, CARDS], None, None)
    while place is not None:
        seen.append(place)
        place = move(kinds, *place)
    assert seen == [(0, OPEN), (0, GROUPING), (1, OPEN), (1, SHOWN), (2, OPEN), (2, GROUPING)]
    assert [move(kinds, *each, back=True) for each in seen] == [None, *seen[:-1]]
    assert move([], None, None) is None


@pytest.mark.parametrize(
    ("state", "kind", "phase", "now"),
    [
        (RoomState.LOBBY, None, None, Doing.WAIT),
        (RoomState.LIVE, CARDS, OPEN, Doing.WRITE),
        (RoomState.LIVE, CARDS, GROUPING, Doing.LOOK_UP),
        (RoomState.LIVE, VOTE, OPEN, Doing.VOTE),
        (RoomState.LIVE, VOTE, SHOWN, Doing.RESULTS),
        (RoomState.ENDED, VOTE, SHOWN, Doing.ENDED),
    ],
)
def test_everyone_is_told_what_to_do_now(
    state: RoomState, kind: StepKind | None, phase: StepPhase | None, now: Doing
) -> None:
    assert doing(state, kind, phase) is now


def test_time_left_is_counted_up_to_whole_seconds_and_minutes() -> None:
    assert seconds_left(SIX, None, SIX - timedelta(seconds=90, microseconds=1)) == 91
    assert seconds_left(SIX, None, SIX + timedelta(seconds=5)) == 0
    assert seconds_left(None, 42, SIX) == 42
    assert seconds_left(None, None, SIX) is None
    assert [minutes_left(seconds) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]


def test_a_card_on_its_way_when_the_time_runs_out_still_counts() -> None:
    assert takes_input(OPEN, SIX, None, SIX + timedelta(seconds=9))
    assert not takes_input(OPEN, SIX, None, SIX + timedelta(seconds=10))
    assert takes_input(OPEN, None, 0, SIX)
    assert not takes_input(GROUPING, None, None, SIX)


def test_dots_stay_within_the_budget() -> None:
    assert [fits_budget(5, 3, wanted) for wanted in (-1, 0, 2, 3)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("Someone I know on the front desk", False),
        ("Ring me on 01632 960 114", True),
        ("I live at UC1 2AB", True),
        ("mary@example.org knows", True),
        ("This is shit", True),
        ("The bus to Scunthorpe and Penistone", False),
        ("Dick Turpin rode here", False),
    ],
)
def test_a_card_with_personal_details_or_a_rude_word_waits(text: str, waits: bool) -> None:
    assert must_wait(text) is waits


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6pm", time(18)),
        ("6.30 pm", time(18, 30)),
        ("18:05", time(18, 5)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("13pm", None),
        ("24:00", None),
        ("soon", None),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, read: time | None) -> None:
    assert read_clock(typed) == read


def test_a_square_code_draws_its_three_corners() -> None:
    code = square("https://codesign.example/w/482916")
    assert code.size >= 25
    for corner in ("M2 2h7v1h-7z", f"M{code.size - 9} 2h7v1h-7z", f"M2 {code.size - 9}h7v1h-7z"):
        assert corner in code.path
