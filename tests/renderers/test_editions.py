"""What each edition of a freeze may show, and that a freeze can be stored and rebuilt to the byte."""

import json
from dataclasses import fields, replace

import pytest

from codesign.core import pack as p
from codesign.core.terms import Consent, Edition, Standing
from codesign.renderers import RENDERERS, build
from codesign.renderers.blocks import count_and_share
from codesign.renderers.paper import sheet
from tests.renderers.make import (
    BIDDERS_WORDS,
    COUNTED_ONLY_WORDS,
    HIDDEN_WORDS,
    WAITING_WORDS,
    idea,
    make_pack,
    make_seal,
    make_snapshot,
)


def _all_text(pack: p.EvidencePack) -> str:
    return p.canonical(p.to_json(pack)).decode()


def test_a_stored_freeze_is_rebuilt_exactly() -> None:
    snapshot = make_snapshot()
    stored = p.canonical(p.to_json(snapshot))
    assert p.from_json(json.loads(stored)) == snapshot
    assert p.canonical(p.to_json(p.from_json(json.loads(stored)))) == stored


def test_a_pack_frozen_before_ideas_had_a_lineage_keeps_its_spelling_and_its_seal() -> None:
    plain = p.to_json(make_snapshot())
    ideas = [idea for board in plain["boards"] for idea in board["ideas"]]
    assert not {"came_from", "became", "paper_ticks", "brought_supports"} & {key for idea in ideas for key in idea}
    with_line = replace(
        make_snapshot().boards[0].ideas[0],
        came_from=("I-0008",),
        became=("I-0009",),
        paper_ticks=12,
        brought_supports=3,
    )
    board = replace(make_snapshot().boards[0], ideas=(with_line,))
    stored = p.canonical(p.to_json(replace(make_snapshot(), boards=(board,))))
    assert p.canonical(p.to_json(p.from_json(json.loads(stored)))) == stored
    assert b'"paper_ticks":12' in stored


def test_the_seal_is_of_the_freeze_and_any_change_gives_another() -> None:
    snapshot = make_snapshot()
    changed = replace(snapshot, limits=(*snapshot.limits, p.Limit(text="One more.")))
    assert p.seal_of(snapshot) == make_seal()
    assert p.seal_of(changed) != make_seal()


@pytest.mark.parametrize(
    ("words", "commissioner", "public"),
    [
        pytest.param(HIDDEN_WORDS, False, False, id="hidden words"),
        pytest.param(WAITING_WORDS, False, False, id="waiting words"),
        pytest.param(COUNTED_ONLY_WORDS, False, False, id="words for counting only"),
        pytest.param(BIDDERS_WORDS, True, False, id="words for bidders"),
    ],
)
def test_words_stand_only_where_their_author_and_the_moderator_allow(
    words: str, commissioner: bool, public: bool
) -> None:
    assert (words in _all_text(make_pack(Edition.COMMISSIONER))) is commissioner
    assert (words in _all_text(make_pack(Edition.PUBLIC))) is public


def test_commissioners_see_hidden_ideas_as_counts_without_words() -> None:
    ideas = {one.ref: one for one in make_pack(Edition.COMMISSIONER).boards[0].ideas}
    hidden = ideas["I-0041"]
    assert (hidden.status, hidden.support, hidden.text, hidden.title) == (Standing.HIDDEN, 4, None, None)
    assert ideas["I-0042"].text is None


def test_the_public_edition_lists_neither_hidden_nor_waiting_ideas_and_cards() -> None:
    public = make_pack(Edition.PUBLIC)
    assert [one.ref for one in public.boards[0].ideas] == ["I-0003", "I-0007", "I-0043", "I-0044", "I-0045"]
    assert public.workshops[0].steps[0].ungrouped == ()


def test_the_public_edition_has_no_voice_no_exact_count_and_no_names_of_staff() -> None:
    public = make_pack(Edition.PUBLIC)
    assert {said.voice for said in public.contributions} == {None}
    assert {row.exact for one in public.participation.comparisons for row in one.rows} == {None}
    assert "A. Officer" not in _all_text(public)
    assert public.responses == (), "row by row, closed answers can point to a person"


def test_codings_of_words_that_are_not_listed_leave_with_them() -> None:
    assert [coding.contribution for coding in make_pack(Edition.PUBLIC).codings] == ["K-4TTP9"]


@pytest.mark.parametrize("name", sorted(set(RENDERERS) - {"schema"}))
def test_no_format_prints_words_beyond_consent(name: str) -> None:
    public = make_pack(Edition.PUBLIC)
    beyond = idea("I-9999", "Bidders", BIDDERS_WORDS, 1, consent=Consent.BIDDERS)
    board = replace(public.boards[0], ideas=(*public.boards[0].ideas, beyond))
    with pytest.raises(p.QuoteBeyondConsent, match="I-9999"):
        RENDERERS[name].press(replace(public, boards=(board,)), make_seal())


def test_a_hidden_idea_in_a_public_pack_stops_the_build_even_without_words() -> None:
    public = make_pack(Edition.PUBLIC)
    hidden = replace(idea("I-9998", "", "", 1, standing=Standing.HIDDEN), text=None)
    board = replace(public.boards[0], ideas=(hidden,))
    with pytest.raises(p.QuoteBeyondConsent, match="I-9998"):
        build(replace(public, boards=(board,)), make_seal())


def test_a_snapshot_is_never_printed() -> None:
    with pytest.raises(p.NoEdition):
        sheet(make_snapshot(), make_seal())


def test_what_crosses_the_door_has_no_field_for_a_person() -> None:
    known = {"ref", "text", "consent", "standing", "language", "kind", "source", "voice", "themes", "area"}
    assert {field.name for field in fields(p.Contribution)} == known


def test_a_percentage_needs_a_base_of_thirty() -> None:
    assert count_and_share(p.Result(label="Yes", n=231, base=406).figure) == "231 (57%)"
    assert count_and_share(p.Result(label="Yes", n=20, base=29).figure) == "20"


def test_the_lower_bound_of_agreement_is_the_published_one() -> None:
    statement = make_pack().boards[1].ideas[0]
    assert statement.wilson_low == 0.8778


def test_orphans_are_found_both_ways() -> None:
    pack = make_pack()
    assert [one.ref for one in pack.requirements_without_voice()] == ["REQ-013"]
    assert [one.ref for one in pack.themes_without_answer()] == ["T10"]
