"""When something opens and closes: local dates at the edge, UTC inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from codesign.core.errors import WrongStage
from codesign.core.words import N_

GRACE: Final = timedelta(hours=24)
"""How long someone who began before the close may still send; kept as late and reported apart."""

SOON: Final = timedelta(days=3)

UK: Final = "Europe/London"


class NotYetOpen(WrongStage):
    """The activity has not opened."""


class Closed(WrongStage):
    """The activity has closed."""


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens_at` (included) to `closes_at` (not included), both aware UTC; None means no limit on that side.

    One that closes before it opens is never open. Raises `ValueError` on a naive time.
    """

    opens_at: datetime | None
    closes_at: datetime | None

    def __post_init__(self) -> None:
        for moment in (self.opens_at, self.closes_at):
            if moment is not None:
                _aware(moment)


def closing_moment(day: date, at: time, zone: str = UK) -> datetime:
    """The UTC moment of a local date and time in `zone`, the same on every server.

    On clock-change days the later reading counts, so that nobody is shut out early: a time that exists twice is its
    second occurrence, one that does not exist is read by the clock before the change (01:30 becomes 02:30 BST). C1.
    """
    local = datetime.combine(day, at.replace(tzinfo=None), ZoneInfo(zone))
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def is_open(window: Window, at: datetime) -> bool:
    """Whether `at` is inside the window."""
    moment = _aware(at)
    return (window.opens_at is None or window.opens_at <= moment) and not is_closed(window, moment)


def is_closed(window: Window, at: datetime) -> bool:
    """Whether the closing time has come."""
    return window.closes_at is not None and window.closes_at <= _aware(at)


def require_open(window: Window, at: datetime) -> None:
    """Raises `NotYetOpen` before the window and `Closed` after it."""
    if is_closed(window, at):
        raise Closed(N_("This has closed."))
    if not is_open(window, at):
        raise NotYetOpen(N_("This has not opened yet."))


def in_grace(window: Window, started_at: datetime, at: datetime) -> bool:
    """Whether someone who began while it was open (`started_at`) sends within 24 hours after the close."""
    if window.closes_at is None or not is_open(window, started_at):
        return False
    return window.closes_at <= _aware(at) < window.closes_at + GRACE


def days_left(window: Window, at: datetime, zone: str = UK) -> int:
    """Local days between `at` and the last open moment: 0 on the last day and after it, 1 when it closes tomorrow.

    Raises `ValueError` for a window without a closing time.
    """
    if window.closes_at is None:
        raise ValueError("This window has no closing time.")
    here = ZoneInfo(zone)
    # Closing at midnight ends the day before: nobody calls that the new day.
    last_day = (window.closes_at - timedelta(microseconds=1)).astimezone(here).date()
    return max((last_day - _aware(at).astimezone(here).date()).days, 0)


def closes_soon(window: Window, at: datetime, within: timedelta = SOON) -> bool:
    """Whether it is open and closes within three days (or `within`)."""
    return window.closes_at is not None and is_open(window, at) and window.closes_at - at <= within


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A time must say its zone.")
    return moment
