"""What the phases of a board allow."""

from datetime import UTC, datetime, timedelta

from codesign.core.boards import BoardAct, choosing_is_over, in_turn, next_phase, permitted, phase_at
from codesign.core.terms import BoardPhaseKind as Kind

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = in_turn([(kind, START + timedelta(days=10 * number), "") for number, kind in reversed(list(enumerate(Kind)))])


def test_a_board_without_phases_allows_everything() -> None:
    assert permitted((), START) == frozenset(BoardAct)
    assert not choosing_is_over((), START)


def test_each_phase_ends_where_the_next_begins() -> None:
    assert [phase.kind for phase in DAYS] == list(Kind)
    assert [phase.ends_at for phase in DAYS] == [phase.starts_at for phase in DAYS[1:]] + [None]
    assert phase_at(DAYS, START - timedelta(seconds=1)) is None
    found = phase_at(DAYS, START + timedelta(days=10))
    assert found is not None
    assert found.kind is Kind.TALKING
    following = next_phase(DAYS, START)
    assert following is not None
    assert following.kind is Kind.TALKING


def test_a_phase_switches_what_residents_may_do() -> None:
    allowed = [permitted(DAYS, phase.starts_at, reacts_early=False) for phase in DAYS]
    assert [BoardAct.ADD in acts for acts in allowed] == [True, False, False, False, False]
    assert [BoardAct.REPLY in acts for acts in allowed] == [True, True, True, False, False]
    assert [BoardAct.REACT in acts for acts in allowed] == [False, False, True, False, False]
    assert permitted(DAYS, START - timedelta(seconds=1)) == frozenset()


def test_a_board_may_let_people_support_from_the_start() -> None:
    allowed = [BoardAct.REACT in permitted(DAYS, phase.starts_at) for phase in DAYS]
    assert allowed == [True, True, True, False, False]


def test_totals_kept_back_show_once_choosing_has_ended() -> None:
    assert [choosing_is_over(DAYS, phase.starts_at) for phase in DAYS] == [False, False, False, True, True]
