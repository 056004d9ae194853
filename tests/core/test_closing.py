"""Closing time means UK closing time (`trust.md` C1)."""

import os
import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from codesign.core.closing import (
    Closed,
    NotYetOpen,
    Window,
    closes_soon,
    closing_moment,
    days_left,
    in_grace,
    is_open,
    require_open,
)
from codesign.core.errors import WrongStage

LONDON = "Europe/London"


@pytest.fixture(params=["UTC", "America/New_York"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(os.environ, "TZ", request.param)
    clock.tzset()
    yield
    monkeypatch.undo()
    clock.tzset()


@pytest.mark.parametrize(
    ("case", "day", "at", "utc"),
    [
        ("the night before clocks go forward", date(2026, 3, 28), time(23, 59), "2026-03-28T23:59"),
        ("the day clocks go forward", date(2026, 3, 29), time(23, 59), "2026-03-29T22:59"),
        ("a time that does not exist: 01:30 is 02:30 BST", date(2026, 3, 29), time(1, 30), "2026-03-29T01:30"),
        ("the first minute that does not exist", date(2026, 3, 29), time(1, 0), "2026-03-29T01:00"),
        ("just before the gap", date(2026, 3, 29), time(0, 59), "2026-03-29T00:59"),
        ("just after the gap", date(2026, 3, 29), time(2, 0), "2026-03-29T01:00"),
        ("the night before clocks go back", date(2026, 10, 24), time(23, 59), "2026-10-24T22:59"),
        ("the day clocks go back", date(2026, 10, 25), time(23, 59), "2026-10-25T23:59"),
        ("a time that exists twice: the second", date(2026, 10, 25), time(1, 30), "2026-10-25T01:30"),
        ("just before the hour that comes twice", date(2026, 10, 25), time(0, 59), "2026-10-24T23:59"),
        ("just after it", date(2026, 10, 25), time(2, 0), "2026-10-25T02:00"),
        ("a summer day", date(2026, 7, 31), time(23, 59), "2026-07-31T22:59"),
        ("the end of the year", date(2026, 12, 31), time(23, 59), "2026-12-31T23:59"),
        ("a leap day", date(2028, 2, 29), time(23, 59), "2028-02-29T23:59"),
    ],
)
@pytest.mark.usefixtures("server_zone")
def test_a_local_closing_time_is_the_same_moment_everywhere(case: str, day: date, at: time, utc: str) -> None:
    moment = closing_moment(day, at, LONDON)
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC), case
    assert moment.tzinfo is UTC


def test_fourteen_days_across_a_clock_change_are_337_hours() -> None:
    first = closing_moment(date(2026, 10, 18), time(12), LONDON)
    last = closing_moment(date(2026, 11, 1), time(12), LONDON)
    assert last - first == timedelta(hours=337)


OPENS = datetime(2026, 1, 19, 9, tzinfo=UTC)
CLOSES = datetime(2026, 3, 22, 23, 59, tzinfo=UTC)
WINDOW = Window(OPENS, CLOSES)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("case", "window", "at", "error"),
    [
        ("before", WINDOW, OPENS - TICK, NotYetOpen),
        ("the first moment", WINDOW, OPENS, None),
        ("the last moment", WINDOW, CLOSES - TICK, None),
        ("closing time", WINDOW, CLOSES, Closed),
        ("after", WINDOW, CLOSES + timedelta(days=9), Closed),
        ("no limits", Window(None, None), OPENS, None),
        ("no opening time", Window(None, CLOSES), OPENS - timedelta(days=900), None),
        ("no closing time", Window(OPENS, None), CLOSES + timedelta(days=900), None),
        ("a window the wrong way round", Window(CLOSES, OPENS), OPENS, Closed),
    ],
)
def test_a_window_is_open_from_its_first_to_before_its_last_moment(
    case: str, window: Window, at: datetime, error: type[WrongStage] | None
) -> None:
    assert is_open(window, at) is (error is None), case
    if error is None:
        require_open(window, at)
    else:
        with pytest.raises(error):
            require_open(window, at)


@pytest.mark.parametrize(
    ("case", "started", "at", "allowed"),
    [
        ("began in time, sent a minute late", CLOSES - timedelta(hours=1), CLOSES + timedelta(minutes=1), True),
        ("sent at the last moment of grace", CLOSES - TICK, CLOSES + timedelta(hours=24) - TICK, True),
        ("sent after the grace", CLOSES - TICK, CLOSES + timedelta(hours=24), False),
        ("began at closing time", CLOSES, CLOSES + timedelta(minutes=1), False),
        ("began before opening", OPENS - TICK, CLOSES + timedelta(minutes=1), False),
        ("sent in time needs no grace", OPENS, CLOSES - TICK, False),
    ],
)
def test_a_page_opened_before_the_close_has_a_day_of_grace(
    case: str, started: datetime, at: datetime, allowed: bool
) -> None:
    assert in_grace(WINDOW, started, at) is allowed, case


def test_what_never_closes_has_no_grace() -> None:
    assert not in_grace(Window(OPENS, None), OPENS, CLOSES)


@pytest.mark.parametrize(
    ("case", "closes", "at", "days"),
    [
        ("tomorrow", "2026-03-22T23:59", "2026-03-21T00:00", 1),
        ("today", "2026-03-22T23:59", "2026-03-22T00:00", 0),
        ("gone", "2026-03-22T23:59", "2026-03-25T00:00", 0),
        ("midnight belongs to the day before", "2026-03-22T00:00", "2026-03-21T12:00", 0),
        ("late on a summer evening it is tomorrow in London already", "2026-07-31T22:59", "2026-07-30T23:30", 0),
        ("across the clock change", "2026-11-01T23:59", "2026-10-18T11:00", 14),
    ],
)
def test_days_left_are_local_days(case: str, closes: str, at: str, days: int) -> None:
    window = Window(None, datetime.fromisoformat(closes).replace(tzinfo=UTC))
    assert days_left(window, datetime.fromisoformat(at).replace(tzinfo=UTC), LONDON) == days, case


def test_days_left_needs_a_closing_time() -> None:
    with pytest.raises(ValueError, match="no closing time"):
        days_left(Window(OPENS, None), OPENS, LONDON)


def test_closes_soon_is_three_days_or_fewer_while_open() -> None:
    assert closes_soon(WINDOW, CLOSES - timedelta(days=3))
    assert not closes_soon(WINDOW, CLOSES - timedelta(days=3) - TICK)
    assert not closes_soon(WINDOW, CLOSES)
    assert not closes_soon(Window(OPENS, None), OPENS)


@pytest.mark.parametrize("naive", [Window, lambda at, _: is_open(WINDOW, at)])
def test_a_time_without_a_zone_is_refused(naive: object) -> None:
    assert callable(naive)
    with pytest.raises(ValueError, match="zone"):
        naive(OPENS.replace(tzinfo=None), None)
