"""The second questionnaire of the live demonstration can be opened whatever day it is loaded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from codesign.consultations.checking.queries import checked
from codesign.demo import live
from codesign.demo.load import load_taking_part
from codesign.extensions import transaction


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (datetime(2026, 11, 28, 9, 30, tzinfo=UTC), "christmas"),
        (datetime(2026, 7, 20, 0, 20, tzinfo=UTC), "august"),
    ],
)
def test_over_christmas_and_in_august_the_warning_was_accepted_in_writing(app: Flask, at: datetime, rule: str) -> None:
    with transaction():
        project = load_taking_part(live.build(at.date()), at, asked_today=at.date())
    found = checked(project, "C2", at=at)
    assert [(one.rule, one.accepted is not None) for one in found.found] == [(rule, True)]
    assert not found.waiting
