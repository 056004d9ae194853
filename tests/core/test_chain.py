"""The event log shows when it was touched (`trust.md` I1)."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from codesign.core.chain import GENESIS, Fault, Link, link_hash, next_link, salted_digest, verify

START = datetime(2026, 1, 19, 9, 0, 0, 123, tzinfo=UTC)


def make_log(count: int = 8) -> list[Link]:
    log: list[Link] = []
    previous = GENESIS
    for sequence in range(1, count + 1):
        link = next_link(
            previous,
            sequence=sequence,
            at=START + timedelta(minutes=sequence),
            kind="idea_added",
            project="p",
            subject=f"I-{sequence}",
            actor=None,
            digest=salted_digest(b"salt", f"idea {sequence}"),
            details={"board": "B1", "n": sequence},
        )
        log.append(link)
        previous = link.hash
    return log


def reseal(link: Link, **changes: Any) -> Link:
    changed = replace(link, **changes)
    fields = {name: getattr(changed, name) for name in Link.__slots__ if name != "hash"}
    return replace(changed, hash=link_hash(**fields))


def test_an_untouched_log_verifies() -> None:
    log = make_log()
    verdict = verify(log, head=log[4].hash)
    assert (verdict.ok, verdict.count, verdict.head, verdict.broken) == (True, 8, log[-1].hash, None)
    assert str(verdict.sentence) == "All 8 events are as they were written."


def test_an_empty_log_verifies() -> None:
    assert verify([]).ok
    assert verify([]).head == GENESIS


@pytest.mark.parametrize(
    "change",
    [
        {"at": START},
        {"kind": "idea_hidden"},
        {"project": "q"},
        {"project": None},
        {"subject": "I-99"},
        {"actor": "someone"},
        {"digest": "0" * 64},
        {"details": {"board": "B2", "n": 3}},
        {"details": {}},
        {"previous": GENESIS},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("resealed", [False, True], ids=["as it is", "sealed again"])
def test_any_changed_field_is_named(change: dict[str, Any], resealed: bool) -> None:
    log = make_log()
    log[2] = reseal(log[2], **change) if resealed else replace(log[2], **change)
    verdict = verify(log)
    assert (verdict.ok, verdict.fault, verdict.broken) == (False, Fault.CHANGED, 3)
    assert str(verdict.sentence) == "Event 3 was changed after it was written."


def test_a_changed_hash_is_named() -> None:
    log = make_log()
    log[2] = replace(log[2], hash="f" * 64)
    assert verify(log).broken == 3


@pytest.mark.parametrize("gone", range(1, 8))
def test_a_lost_event_is_named(gone: int) -> None:
    verdict = verify([link for link in make_log() if link.sequence != gone])
    assert (verdict.ok, verdict.fault, verdict.broken, verdict.count) == (False, Fault.MISSING, gone, gone - 1)


def test_a_cut_end_is_named_when_its_head_was_published() -> None:
    log = make_log()
    assert verify(log[:-1]).ok
    verdict = verify(log[:-1], head=log[-1].hash)
    assert (verdict.ok, verdict.fault, verdict.broken) == (False, Fault.MISSING, 8)


def test_a_log_written_anew_does_not_hold_the_published_head() -> None:
    published = make_log()[-1].hash
    previous, anew = GENESIS, []
    for link in make_log():
        anew.append(reseal(link, kind="other", previous=previous))
        previous = anew[-1].hash
    assert verify(anew).ok
    assert not verify(anew, head=published).ok


@pytest.mark.parametrize(("first", "second"), [(0, 1), (2, 5), (6, 7)])
def test_moved_events_are_named(first: int, second: int) -> None:
    log = make_log()
    log[first], log[second] = log[second], log[first]
    verdict = verify(log)
    assert (verdict.ok, verdict.fault, verdict.broken) == (False, Fault.REORDERED, first + 1)


@pytest.mark.parametrize("place", range(1, 9))
def test_an_event_put_in_is_named(place: int) -> None:
    log = make_log()
    forged = reseal(log[place - 1], kind="idea_hidden")
    for position in (place - 1, place):
        verdict = verify([*log[:position], forged, *log[position:]])
        assert (verdict.ok, verdict.fault, verdict.broken) == (False, Fault.INSERTED, place)


def test_no_single_touch_goes_unseen() -> None:
    rng = random.Random(7)
    for _ in range(300):
        log, published = make_log(6), make_log(6)[-1].hash
        at, to = rng.randrange(6), rng.randrange(6)
        touch = rng.choice(["change", "drop", "move", "copy"])
        if touch == "change":
            log[at] = replace(log[at], kind="x" * rng.randrange(1, 9))
        elif touch == "drop":
            del log[at]
        elif touch == "move" and at != to:
            log.insert(to, log.pop(at))
        else:
            log.insert(to, log[at])
        assert not verify(log, head=published).ok


def test_the_hash_does_not_depend_on_zone_or_key_order() -> None:
    fields: dict[str, Any] = {
        "sequence": 1, "kind": "k", "project": "p", "subject": "s", "actor": "a", "digest": None, "previous": GENESIS,
    }  # fmt: skip
    summer = timezone(timedelta(hours=1))
    first = link_hash(at=START, details={"a": 1, "b": "ŵ"}, **fields)
    assert first == link_hash(at=START.astimezone(summer), details={"b": "ŵ", "a": 1}, **fields)


@pytest.mark.parametrize("details", [{"x": float("nan")}, {"x": START}, {"x": {1}}])
def test_details_must_be_json(details: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="JSON"):
        next_link(GENESIS, sequence=1, at=START, kind="k", details=details)


def test_a_time_must_say_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        next_link(GENESIS, sequence=1, at=START.replace(tzinfo=None), kind="k")


def test_a_digest_says_nothing_without_its_salt() -> None:
    assert salted_digest(b"one", "words") != salted_digest(b"two", "words")
    assert salted_digest(b"ab", "c") != salted_digest(b"a", "bc")
