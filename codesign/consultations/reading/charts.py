"""The shape of a chart as numbers, so that a template only draws: people who took part, day by day, as steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from codesign.consultations.reading.who import Day, Task

WIDTH: Final = 480
HEIGHT: Final = 190
LEFT: Final = 44
FOOT: Final = 26
HEAD: Final = 34


@dataclass(frozen=True, slots=True)
class Mark:
    """An outreach task that was done: where its line stands, and its number."""

    x: float
    number: int
    high: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChart:
    """Steps of the number of people so far: an SVG path, lines at round numbers, and a mark for each task done."""

    path: str
    area: str
    lines: tuple[tuple[float, int], ...]
    marks: tuple[Mark, ...]
    first: date
    last: date


def step_chart(days: Sequence[Day], done: Sequence[Task]) -> StepChart | None:
    """The chart of these days; None while there are none. Days of tasks outside them widen it."""
    if not days:
        return None
    told = [task.done_on for task in done if task.done_on is not None]
    first, last = min([days[0].on, *told]), max([days[-1].on, *told])
    span = max((last - first).days + 1, 1)
    step = _round_step(days[-1].total)
    top = max(step * -(-days[-1].total // step), 1)

    def across(day: date, part: float = 0.0) -> float:
        return round(LEFT + (WIDTH - LEFT) * ((day - first).days + part) / span, 1)

    def up(people: int) -> float:
        return round(HEAD + (HEIGHT - HEAD - FOOT) * (1 - people / top), 1)

    ground = up(0)
    path = f"M{LEFT} {ground}"
    for day in days:
        path += f"H{across(day.on, 0.5)}V{up(day.total)}"
    path += f"H{WIDTH}"
    marks = []
    for place, task in enumerate(
        sorted((t for t in done if t.done_on), key=lambda one: (one.done_on or first, one.number))
    ):
        if task.done_on is not None:
            marks.append(Mark(across(task.done_on, 0.5), task.number, place % 2 == 1))
    return StepChart(
        path=path,
        area=f"{path}V{ground}H{LEFT}Z",
        lines=tuple((up(people), people) for people in range(0, top + 1, step)),
        marks=tuple(marks),
        first=first,
        last=last,
    )


def _round_step(most: int) -> int:
    """The distance of the lines: 1, 2 or 5 with noughts, so that there are two to five of them."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 4 * step:
                return step
        size *= 10
